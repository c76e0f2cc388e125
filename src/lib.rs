//! akt
pub mod core;
pub mod unit;
