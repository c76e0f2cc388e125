//! `akt ssh-installera --visa`: the steps by which a host is set up for many, to be read and run by whoever
//! keeps it. Nothing is changed here.

use super::Done;
use super::args::{Asked, usage};
use super::out::Out;

/// The steps as one text, with the files in it.
const STEPS: &str = include_str!("ssh_steps.txt");

pub(super) fn run(asked: &Asked, out: &mut Out) -> Done {
    if !asked.has("visa") {
        return Err(usage(
            "Inget ändras av akt ssh-installera. Visa stegen: akt ssh-installera --visa",
        ));
    }
    out.raw(STEPS)
}
