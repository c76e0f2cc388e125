//! Figures: from the reader to tables that are printed as text, CSV or JSON.

pub mod plans;
pub mod table;

pub use table::{Cell, Table};
