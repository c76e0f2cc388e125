//! akt
pub mod app;
pub mod cli;
pub mod clock;
pub mod core;
pub mod error;
pub mod store;
pub mod ui;
pub mod unit;
