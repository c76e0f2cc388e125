//! The trade, pure: values and functions. No clock, no terminal, no SQL; today's date is always an
//! argument and problems are returned as values.

pub mod calendar;
pub mod case;
pub mod deadline;
pub mod event;
pub mod personal_number;
pub mod rule;
pub mod text;
