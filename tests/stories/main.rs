//! The stories: whole ways of a case from the first key to the last, by the keys that a person presses,
//! with the frames that `docs/handbok.md` shows. One file a story.
#![allow(clippy::unwrap_used)]

mod avslag;
mod boende;
#[path = "../common/mod.rs"]
mod common;
mod discharge;
mod harness;
mod home_care;
mod ledsagarservice;
mod no_plan;
mod start;
mod way;
