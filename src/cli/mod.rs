//! The command line: one file per command, and the table that they all stand in.
//!
//! Everything here asks the store and prints; only the desk, and `akt kod`, ever ask a person anything.

pub mod args;
mod check;
mod code;
mod copy;
mod demo;
mod desk;
mod doctor;
mod export;
mod frist;
mod help;
mod import;
mod keys;
mod list;
mod log;
mod out;
mod print_out;
mod ramkoll;
mod report;
mod rules;
mod session;
mod show;
mod ssh;
mod staff;
pub mod table;
mod trial;
mod why;

use std::ffi::OsString;

use crate::error::Error;
use args::Asked;
use out::{Out, tell};
use session::Session;

/// Why a command did not answer.
#[derive(Debug)]
pub enum Trouble {
    /// It was written wrongly: exit code 2.
    Usage(Error),
    /// It was refused or failed: exit code 1.
    Refused(Error),
    /// The answer was no, and all is said already: exit code 1.
    Said,
    /// The reader had enough: exit code 0.
    NobodyReads,
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Trouble::Refused(error)
    }
}

/// How a command went.
pub type Done = Result<(), Trouble>;

/// Runs the program; the exit code is 0 done, 1 refused or failed, 2 wrong usage.
pub fn main(args: impl IntoIterator<Item = OsString>) -> u8 {
    match run(args) {
        Ok(()) | Err(Trouble::NobodyReads) => 0,
        Err(Trouble::Said) => 1,
        Err(Trouble::Refused(error)) => {
            tell(&error.to_string());
            1
        }
        Err(Trouble::Usage(error)) => {
            tell(&error.to_string());
            2
        }
    }
}

fn run(args: impl IntoIterator<Item = OsString>) -> Done {
    let asked = args::read(args)?;
    let mut out = Out::new();
    if asked.help {
        out.raw(&help::page(asked.command))?;
        return out.flush();
    }
    if asked.version {
        out.line(concat!("akt ", env!("CARGO_PKG_VERSION")))?;
        return out.flush();
    }
    command(&asked, &mut out)?;
    out.flush()
}

fn command(asked: &Asked, out: &mut Out) -> Done {
    // `--idag` is checked first, so that it is wrong usage with every command.
    let session = Session::new(asked)?;
    match asked.command.name {
        "demo" => demo::run(asked, &session, out),
        "lista" => list::run(asked, &session, out),
        "visa" => show::run(asked, &session, out),
        "varfor" => why::run(asked, &session, out),
        "importera" => import::run(asked, &session, out),
        "exportera" => export::run(&session, out),
        "frist" => frist::run(asked, &session, out),
        "ramkoll" => ramkoll::run(asked, &session, out),
        "kontrollera" => check::run(asked, &session, out),
        "regler" => rules::run(asked, &session, out),
        "skriv-ut" => print_out::run(asked, &session, out),
        "kopiera" => copy::copy(asked, &session, out),
        "aterstall" => copy::lay_back(asked, &session, out),
        "doktor" => doctor::run(asked, &session, out),
        "kod" => code::run(&session, out),
        "nyckel" => copy::change_key(asked, &session, out),
        "rapport" => report::run(asked, &session, out),
        "loggkontroll" => log::check(asked, &session, out),
        "loggutdrag" => log::extract(asked, &session, out),
        "anvandare" => staff::run(asked, &session, out),
        "nycklar" => keys::run(asked, &session, out),
        "ssh-installera" => ssh::run(asked, out),
        _ => desk::run(asked, &session),
    }
}
