//! akt
pub mod app;
pub mod core;
pub mod error;
pub mod store;
pub mod ui;
