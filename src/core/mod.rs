//! The trade, pure: values and functions. No clock, no terminal, no SQL; today's date is always an
//! argument and problems are returned as values.

pub mod case;
pub mod change;
pub mod event;
pub mod user;
