//! A real SSH server on this machine, started as whoever runs the tests: the client is killed, its window closed,
//! the line goes silent. The desk is gone, nothing of it is left running, and whoever comes back writes on.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tempfile::TempDir;

use crate::pty::Session;
use crate::rounds;

const AKT: &str = env!("CARGO_BIN_EXE_akt");

/// A link whose other end says nothing for so long is dead: one question a second, two unanswered.
const ALIVE: (u32, u32) = (1, 2);

/// The desk is to be gone by then; how long it took is printed.
const STOP: Duration = Duration::from_secs(5);

struct Host {
    folder: TempDir,
    server: Child,
    port: u16,
    account: String,
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn run(program: &str, args: &[&str]) -> String {
    let done = Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(done.status.success(), "{program} {args:?}: {done:?}");
    String::from_utf8(done.stdout).unwrap()
}

fn sshd() -> Option<PathBuf> {
    let found = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"]
        .iter()
        .map(PathBuf::from)
        .find(|path| path.is_file());
    if found.is_none() || Command::new("ssh").arg("-V").output().is_err() {
        println!(
            "HOPPAS ÖVER: sshd och ssh finns inte på maskinen (apt-get install openssh-server)."
        );
        return None;
    }
    found
}

impl Host {
    /// A host with an invented unit, a key for each of two people and the server running.
    fn start() -> Option<Host> {
        let sshd = sshd()?;
        let folder = crate::binary::closed_folder();
        let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        run(
            AKT,
            &[
                "demo",
                "--db",
                &at("akt.db"),
                "--personer",
                "40",
                "--bara-skapa",
            ],
        );
        for name in ["vard", "demo", "demo-admin"] {
            run(
                "ssh-keygen",
                &["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", &at(name)],
            );
        }
        for name in ["demo", "demo-admin"] {
            let key = at(&format!("{name}.pub"));
            run(
                AKT,
                &[
                    "--db",
                    &at("akt.db"),
                    "--som",
                    "demo-chef",
                    "anvandare",
                    "nyckel",
                    name,
                    &key,
                ],
            );
        }
        fs::write(at("nycklar"), run(AKT, &["--db", &at("akt.db"), "nycklar"])).unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nPidFile none\nAuthorizedKeysFile {}\nStrictModes no\n\
             UsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n\
             MaxStartups 100:30:300\nDisableForwarding yes\nCompression yes\nClientAliveInterval {}\n\
             ClientAliveCountMax {}\nLogLevel ERROR\n",
            at("vard"),
            at("nycklar"),
            ALIVE.0,
            ALIVE.1
        );
        fs::write(at("sshd_config"), config).unwrap();
        let account = run("id", &["-un"]).trim().to_owned();
        if account == "root" {
            // The server wants an empty folder of its own there; the package's service makes it otherwise.
            fs::create_dir_all("/run/sshd").unwrap();
        }
        let server = Command::new(sshd)
            .args(["-D", "-e", "-f", &at("sshd_config")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(at("sshd.log")).unwrap())
            .spawn()
            .unwrap();
        let host = Host {
            folder,
            server,
            port,
            account,
        };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < STOP, "{}", host.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(host)
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("sshd.log")).unwrap_or_default()
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("akt.db")
    }

    fn client_args(&self, who: &str, port: u16, tty: &str) -> Vec<String> {
        let key = self.folder.path().join(who);
        [
            tty,
            "-F",
            "none",
            "-i",
            key.to_str().unwrap(),
            "-p",
            &port.to_string(),
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "LogLevel=ERROR",
            &format!("{}@127.0.0.1", self.account),
        ]
        .map(str::to_owned)
        .to_vec()
    }

    fn login(&self, who: &str, port: u16) -> Session {
        let args = self.client_args(who, port, "-tt");
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        Session::start(
            "ssh",
            &args,
            self.folder.path(),
            (80, 24),
            &[("PATH", "/usr/bin:/bin")],
        )
    }

    /// The process of the latest session.
    fn desk_pid(&self) -> u32 {
        let conn = Connection::open(self.database()).unwrap();
        conn.query_row(
            "SELECT pid FROM session ORDER BY id DESC LIMIT 1",
            [],
            |r| r.get(0),
        )
        .unwrap()
    }
}

fn lives(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|state| !state.contains(") Z ") && state.contains("(akt)"))
}

/// How long a process went on living.
fn gone(pid: u32, limit: Duration, what: &str) -> Duration {
    let begun = Instant::now();
    while lives(pid) {
        assert!(begun.elapsed() < limit, "still there: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
    begun.elapsed()
}

fn joined(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Forwards one way until told to be silent; then the line neither carries nor ends.
fn carry(mut from: TcpStream, mut to: TcpStream, silent: Arc<AtomicBool>) {
    from.set_read_timeout(Some(Duration::from_millis(20)))
        .unwrap();
    let mut buffer = [0_u8; 16_384];
    loop {
        if silent.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_secs(3600));
        }
        match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) if to.write_all(&buffer[..n]).is_err() => break,
            Ok(_) => {}
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => break,
        }
    }
    let _ = to.shutdown(std::net::Shutdown::Both);
}

/// A port that leads to the server, and what makes it silent.
fn line_to(port: u16) -> (u16, Arc<AtomicBool>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().port();
    let silent = Arc::new(AtomicBool::new(false));
    let told = silent.clone();
    std::thread::spawn(move || {
        let (client, _) = listener.accept().unwrap();
        let server = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let (up, down) = (client.try_clone().unwrap(), server.try_clone().unwrap());
        let also = told.clone();
        std::thread::spawn(move || carry(up, server, also));
        carry(down, client, told);
    });
    (own, silent)
}

/// The assessment of the first case: begun, or gone on with.
fn form(desk: &mut Session, first: bool) {
    if first {
        desk.wait_for("Mina ärenden");
        desk.send("\r");
        desk.wait_for("Nästa steg");
        desk.send("u");
        desk.wait_for("utkast");
    } else {
        // Who was cut off is back in it without being asked.
        desk.wait_for("tillbaka där du var");
    }
}

#[test]
fn two_people_share_a_database_and_one_is_shut_out() {
    let Some(host) = Host::start() else { return };
    let ours = host.login("demo", host.port);
    ours.wait_for("Mina ärenden");
    let mut theirs = host.login("demo-admin", host.port);
    theirs.wait_for("ärenden");
    let pid = host.desk_pid();

    // Nothing but the desk is run, whatever is asked for.
    let made = host.folder.path().join("gjord");
    let mut args = host.client_args("demo", host.port, "-T");
    args.push(format!("touch {}; cat /etc/passwd", made.display()));
    let asked = Command::new("ssh")
        .args(&args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(!asked.status.success());
    assert!(asked.stdout.is_empty());
    assert!(String::from_utf8_lossy(&asked.stderr).contains("terminalfönster"));
    assert!(!made.exists());

    let database = host.database();
    run(
        AKT,
        &[
            "--db",
            database.to_str().unwrap(),
            "--som",
            "demo-chef",
            "anvandare",
            "avsluta",
            "demo-admin",
        ],
    );
    theirs.wait_for("åtkomst till akt är avslutad");
    theirs.wait_end();
    gone(pid, STOP, "shut out");
    fs::write(
        host.folder.path().join("nycklar"),
        run(AKT, &["--db", database.to_str().unwrap(), "nycklar"]),
    )
    .unwrap();
    let mut again = host.login("demo-admin", host.port);
    assert_ne!(
        again.wait_end(),
        0,
        "the key lets nobody in\n{}",
        again.text()
    );
    assert!(ours.text().contains("Mina ärenden"));
}

#[test]
fn a_line_that_dies_leaves_the_draft_and_nothing_running() {
    let Some(host) = Host::start() else { return };
    let all = rounds(20, 200);
    let mut slowest = [Duration::ZERO; 3];
    let mut pids = Vec::new();
    let mut written = String::new();
    for round in 0..all {
        let way = round % 3;
        let (port, silent) = line_to(host.port);
        let mut desk = host.login("demo", port);
        form(&mut desk, round == 0);
        let kept = written.clone();
        desk.wait_until(
            |text| joined(text).contains(&kept),
            "what was written before",
        );
        let word = format!("r{round}q");
        desk.send(&format!("{word} "));
        desk.wait_until(|text| joined(text).contains(&word), "word");
        // Only the last words are looked for: they stand where the cursor does.
        written = if round % 4 == 0 {
            word
        } else {
            format!("{written}{word}")
        };
        let pid = host.desk_pid();
        pids.push(pid);
        let took = match way {
            0 => {
                desk.kill();
                gone(pid, STOP, "client killed")
            }
            1 => {
                desk.hang_up();
                gone(pid, STOP, "window closed")
            }
            _ => {
                // Saved within a second of the last key, so another login need not wait for the dead one.
                std::thread::sleep(Duration::from_millis(1200));
                silent.store(true, Ordering::SeqCst);
                let dead = Instant::now();
                let mut takeover = host.login("demo", host.port);
                form(&mut takeover, false);
                let kept = written.clone();
                takeover.wait_until(|text| joined(text).contains(&kept), "taken over");
                pids.push(host.desk_pid());
                gone(
                    pid,
                    STOP + Duration::from_secs((ALIVE.0 * (ALIVE.1 + 1)).into()),
                    "silent line",
                );
                let took = dead.elapsed();
                takeover.kill();
                took
            }
        };
        slowest[way] = slowest[way].max(took);
        let last = *pids.last().unwrap();
        gone(last, STOP, "last");
    }
    let orphans = pids.iter().filter(|pid| lives(**pid)).count();
    println!(
        "faults: sshd rounds={all} lost=0 orphans={orphans} slowest s: killed={:.2} closed={:.2} silent={:.2} (alive {}x{})",
        slowest[0].as_secs_f64(),
        slowest[1].as_secs_f64(),
        slowest[2].as_secs_f64(),
        ALIVE.0,
        ALIVE.1
    );
    assert_eq!(orphans, 0);
    assert!(Path::new(&host.database()).exists());
}
