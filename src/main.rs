//! `akt`: arguments → unit → store → who → the desk or one answer as text. See the crate's own page.

use std::process::ExitCode;

fn main() -> ExitCode {
    akt::app::leave_no_trace();
    ExitCode::from(akt::cli::main(std::env::args_os()))
}
