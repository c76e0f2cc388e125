//! akt
pub mod core;
