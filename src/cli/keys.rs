//! `akt nycklar`: the lines of `authorized_keys`, also as the SSH server's `AuthorizedKeysCommand`. Each key is
//! bound to one command, the desk of the one person it belongs to.

use std::path::PathBuf;

use super::Done;
use super::args::Asked;
use super::out::{Out, tell};
use super::session::Session;
use crate::core::public_key::PublicKey;
use crate::core::staff::is_plain_login;
use crate::error::{Error, Result};
use crate::store::Mode;

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    // Asked for another account than the one that owns the data there are no keys: nobody gets into that account
    // because they get in here.
    if let Some(account) = asked.number("konto")?
        && account != u64::from(rustix::process::geteuid().as_raw())
    {
        return Ok(());
    }
    let path = session.path("akt.db")?;
    let store = session.open(&path, Mode::Existing)?;
    let database = plain_path(std::path::absolute(store.path()).map_err(Error::from)?)?;
    let program = plain_path(std::env::current_exe().map_err(Error::from)?)?;
    for key in store.keys(asked.text("nyckel")?)? {
        // What is stored is read anew: a line here lets somebody in.
        let Ok(whole) = PublicKey::read(&format!("{} {}", key.kind, key.body)) else {
            tell(&format!(
                "En nyckel för {} är skadad och hoppas över.",
                key.login
            ));
            continue;
        };
        if !is_plain_login(&key.login) {
            tell(&format!(
                "Inloggningen {} går inte att använda över SSH.",
                key.login
            ));
            continue;
        }
        out.line(&format!(
            "restrict,pty,command=\"{program} --db {database} --som {}\" {} {}",
            key.login, whole.kind, whole.body
        ))?;
    }
    Ok(())
}

/// A path that means only itself to the SSH server and to a shell.
fn plain_path(path: PathBuf) -> Result<String> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/._-+@".contains(&b);
    match path.to_str() {
        Some(text) if text.bytes().all(plain) => Ok(text.to_owned()),
        _ => Err(Error::user(format!(
            "{} kan inte stå i en SSH-nyckels rad.",
            path.display()
        ))
        .hint(
            "Lägg programmet och databasen i kataloger med enkla namn: a–z, siffror, punkt och bindestreck.",
        )),
    }
}
