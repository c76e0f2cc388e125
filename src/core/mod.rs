//! The trade, pure: values and functions. No clock, no terminal, no SQL; today's date is always an
//! argument and problems are returned as values.

pub mod access;
pub mod agenda;
pub mod calendar;
pub mod case;
pub mod change;
pub mod completeness;
pub mod conflict;
pub mod coverage;
pub mod deadline;
pub mod decision;
pub mod deidentify;
pub mod delegation;
pub mod estimate;
pub mod event;
pub mod event_facts;
pub mod form;
pub mod frame_check;
pub mod legal;
pub mod log;
pub mod log_check;
pub mod lss;
pub mod next;
pub mod outreach;
pub mod person;
pub mod personal_number;
pub mod plan;
pub mod public_key;
pub mod query;
pub mod recipient;
pub mod register;
pub mod renewal;
pub mod rule;
pub mod staff;
pub mod text;
pub mod user;
