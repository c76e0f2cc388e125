//! The desk: the stack of screens, the loop and the terminal.

mod clock;
mod desk;
mod painter;
mod run;
mod signals;
mod terminal;

pub use clock::{Clock, Moment};
pub use desk::Desk;
pub use run::{run, window_size};
