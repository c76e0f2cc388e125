//! A disk that is full, fails or can only be read: nothing that was said to be saved is lost, what is written is
//! kept by the one who writes, and work goes on when the disk is well again.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use akt::clock::Clock;
use akt::core::form::Answers;
use akt::error::ErrorKind;
use akt::store::draft::{Drafts, Place};
use akt::store::{Mode, Store};
use akt::unit::Unit;
use tempfile::TempDir;

use crate::common::{self, today};
use crate::worker::{Worker, command, injected, lay, lay_key, open, person, write, written};
use crate::{chance, rounds};

#[test]
fn a_fault_at_any_write_loses_nothing_and_the_writer_lives() {
    if !crate::worker::has("strace") {
        return;
    }
    let rounds = rounds(60, 600);
    let mut chance = chance("disk");
    let folder = tempfile::tempdir().unwrap();
    drop(common::store(folder.path(), "anna.ek"));
    let whole = std::fs::read(folder.path().join("akt.db")).unwrap();
    let (mut acknowledged, mut lost, mut doubled, mut dead, mut hit) = (0, 0, 0, 0, 0);
    for round in 0..rounds {
        let own = tempfile::tempdir().unwrap();
        let database = own.path().join("akt.db");
        lay(&database, &whole);
        lay_key(&folder.path().join("akt.db"), &database);
        let (call, error) = *[
            ("pwrite64", "ENOSPC"),
            ("pwrite64", "EIO"),
            ("fsync", "EIO"),
            ("ftruncate", "EIO"),
        ]
        .get(chance.usize(0..4))
        .unwrap();
        let at = match call {
            "pwrite64" => chance.usize(1..90),
            "fsync" => chance.usize(1..16),
            _ => 1,
        };
        let work = command(
            "envist",
            &database,
            &[format!("rad {round}"), "6".to_owned()],
        );
        let fault = format!("{call}:error={error}:when={at}");
        let acks = Worker::start(injected(&work, call, &fault)).acknowledged();
        let saved: Vec<&String> = acks.iter().filter(|a| a.starts_with("rad ")).collect();
        hit += usize::from(acks.iter().any(|a| a == "fel"));
        acknowledged += saved.len();
        dead += usize::from(saved.len() != 6);
        let (store, anna) = open(&database);
        let mut there: HashMap<String, usize> = HashMap::new();
        for text in written(&store, &anna) {
            *there.entry(text).or_default() += 1;
        }
        let gone = saved.iter().filter(|a| !there.contains_key(**a)).count();
        let twice = there.values().filter(|times| **times > 1).count();
        if gone + twice > 0 || saved.len() != 6 {
            println!(
                "faults: disk {fault} saved={} gone={gone} twice={twice} {acks:?}",
                saved.len()
            );
        }
        lost += gone;
        doubled += twice;
    }
    println!(
        "faults: disk rounds={rounds} refused_once={hit} acknowledged={acknowledged} lost={lost} doubled={doubled} dead={dead}"
    );
    assert_eq!((lost, doubled, dead), (0, 0, 0));
}

/// A small disk of its own; it is taken away again when dropped.
struct Disk(TempDir);

impl Disk {
    /// `None`, said loudly, where the machine does not let us.
    fn new(megabytes: usize) -> Option<Disk> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m,mode=0700");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "none"])
            .arg(folder.path())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Disk(folder));
        }
        println!("HOPPAS ÖVER: en egen liten disk (mount) går inte att göra här");
        None
    }

    fn remount(&self, how: &str) {
        let status = Command::new("mount")
            .args(["-o", &format!("remount,{how}")])
            .arg(self.0.path())
            .status()
            .unwrap();
        assert!(status.success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

fn fill(path: &Path) {
    use std::io::Write;
    let mut ballast = std::fs::File::create(path).unwrap();
    for size in [65_536, 4_096, 512, 1] {
        let block = vec![7_u8; size];
        while ballast.write_all(&block).is_ok() {}
    }
}

#[test]
fn on_a_full_disk_the_text_is_kept_and_saved_when_there_is_room_again() {
    let Some(disk) = Disk::new(24) else { return };
    let folder = disk.0.path();
    let (mut store, anna) = common::store(folder, "anna.ek");
    let mut drafts = Drafts::open(store.path(), Clock::Fixed(today())).unwrap();
    let unit = Unit::builtin();
    let spec = unit.forms.latest("utredning_aldre").unwrap();
    let draft = drafts.begin(anna.id, 1, "utredning", spec, None).unwrap();
    let karin = person(&store, &anna);
    write(&store, &anna, karin, "före").unwrap();
    assert!(store.room().unwrap().warning().is_some());

    let ballast = folder.join("ballast");
    fill(&ballast);
    let long = "Karin berättar. ".repeat(2_000);
    let refused = write(&store, &anna, karin, &long).unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Disk, "{refused}");
    assert_eq!(refused.text, "Disken är full, så inget sparades.");
    let mut answers = Answers::default();
    answers.set("egen_syn.mal", long.clone());
    let kept = drafts.save(draft.id, draft.version, &answers, &Place::default());
    assert_eq!(kept.unwrap_err().kind, ErrorKind::Disk);

    std::fs::remove_file(&ballast).unwrap();
    store.mend().unwrap();
    drafts.mend().unwrap();
    write(&store, &anna, karin, &long).unwrap();
    drafts
        .save(draft.id, draft.version, &answers, &Place::default())
        .unwrap();
    assert!(!store.health().unwrap().is_wrong());
    let there = written(&store, &anna);
    assert!(there.contains(&"före".to_owned()) && there.iter().any(|t| *t == long.trim_end()));
}

#[test]
fn a_disk_that_can_only_be_read_is_told_and_nothing_is_said_to_be_saved() {
    let Some(disk) = Disk::new(24) else { return };
    let path = disk.0.path().join("akt.db");
    drop(common::store(disk.0.path(), "anna.ek"));
    disk.remount("ro");
    let opened = Store::open(
        &path,
        Mode::Existing,
        Unit::builtin(),
        Clock::Fixed(today()),
    );
    let refused = opened.err().unwrap();
    assert!(refused.text.contains("bara går att läsa"), "{refused}");
    disk.remount("rw");
    let (store, anna) = open(&path);
    write(&store, &anna, person(&store, &anna), "nu går det").unwrap();
}
