//! The desk: the stack of screens, the loop and the terminal.

mod desk;
mod lock;
mod pace;
mod painter;
mod room;
mod run;
mod save;
mod signals;
mod terminal;
mod traces;

pub use desk::{Desk, Tools};
pub use lock::Limits;
pub use painter::Changed;
pub use run::{run, window_size};
pub use traces::leave_no_trace;
