//! Parts that screens are put together of.

mod head;
mod hints;
mod list;
mod message;
mod outline;
mod person_head;
mod progress;
mod scroll;
mod standing;

pub use head::{empty, head};
pub use hints::hint_bar;
pub use list::{List, Window};
pub use message::message;
pub use outline::{Outline, Part, Row};
pub use person_head::{age_text, person_head};
pub use progress::{Progress, Section, sections};
pub use scroll::{SCROLLING, scrolled};
pub use standing::{Standing, short_date};
