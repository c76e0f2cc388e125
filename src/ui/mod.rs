//! What is seen and typed: the table of actions, the keys, the themes, the screens.
//!
//! A keypress becomes an [`action::Action`] by [`keymap::Keymap`]; the top [`screen::Screen`]
//! answers with a [`screen::Step`]; `app` takes the step and draws the screen anew on a
//! [`canvas::Canvas`], whose every word has a [`theme::Role`].

pub mod action;
pub mod canvas;
pub mod config;
pub mod keymap;
pub mod role;
pub mod screen;
#[doc(hidden)]
pub mod testing;
pub mod theme;
pub mod veil;
pub mod widget;
pub mod wrap;
