//! `akt`: cases, deadlines and documentation for the caseworkers of Swedish social services.
//!
//! # The map
//!
//! ```text
//!    keys ──▶ app ──lookup──▶ Action ──▶ top Screen.update ──▶ Step
//!              ▲   (ONE TABLE: ui/action.rs)                     │ Stay · Open · Close · Apply(Change) · Say · Quit · Many
//!              │                                                 ▼
//!    frame ◀── Screen.view ◀── Screen.load ◀── Store (reading) ◀── Store.apply(Change): ONE immediate transaction
//!    (roles)    (&self, pure)                                       = SQL + version check + due dates + log row
//!                                                               ▲
//!                          another user's commit ───────────────┘ PRAGMA data_version moved → load again
//! ```
//!
//! Nothing is sent back up; there are no callbacks, buses, globals or nested event loops. A keypress is
//! read top to bottom in [`app::Desk`].
//!
//! # The one rule
//!
//! [`core`] ← [`mod@unit`] ← [`store`] ← [`report`] ← [`ui`] ← [`app`] / [`cli`] ← `main`; arrows never turn round. No SQL
//! outside `store`, no ratatui outside `ui`, `app` and [`wire`], no colour chosen outside `ui/theme.rs`, no
//! clock and no terminal in `core`. [`wire`] stands by itself under `app` and knows nothing of akt.
//! `tests/house.rs` reads the source and holds it.
//!
//! | Room | What lives there |
//! |---|---|
//! | [`core`] | the trade, pure: numbers, calendar, events, deadlines, forms, estimates, every write as a value |
//! | [`mod@unit`] | the unit's own data in TOML beside the code that reads it: rules, case types, templates |
//! | [`store`] | all SQL: opening, migrations, writing, reading, drafts, import, export, log |
//! | [`report`] | tables, figures and pages from the store, as text, CSV and JSON |
//! | [`ui`] | the action table, keys, themes, widgets, one file or folder a screen |
//! | [`app`] | the stack of screens, the loop, the terminal |
//! | [`cli`] | the command line, one file a command; the demo |
//! | [`wire`] | a backend for ratatui that sends a terminal as little as it can |
//! | [`error`], [`clock`] | what went wrong, in a caseworker's words; what time it is |
//!
//! # Where do I change …
//!
//! | … | Here |
//! |---|---|
//! | a deadline rule, its time, source or wording | `unit/rules.toml` |
//! | how due dates are computed | [`core::deadline`] |
//! | holidays | [`core::calendar`] |
//! | what may happen in a case | [`core::event`]; what must have happened before it [`core::event_basis`] |
//! | what of a case's documents a new one takes the place of | [`core::round`] |
//! | what comes next in a case | [`core::next`]; a type's way, template and who decides in `unit/case_types.toml` |
//! | who may decide what | `unit/delegation_*.toml`, read by [`core::delegation`] |
//! | who may open, write in or take out a file | [`core::access`]; what it asks is gathered in `store/standing.rs` |
//! | who is named, related or let in for a time | `store/access_change.rs`, [`ui::screen::access`] |
//! | after how many days a case is quiet, the day of the meeting | `unit/routines.toml` |
//! | who may change the staff, and what a login or a key may look like | `store/staff.rs`, [`core::staff`], [`core::public_key`]; shown by `ui/screen/staff.rs` |
//! | which rows a screen has when it lies over another | `app/room.rs` |
//! | how fast frames follow each other on a slow line | `app/pace.rs` |
//! | when the desk locks itself and ends | `app/lock.rs`; the code in `store/code.rs` |
//! | what a person chooses for their own desk | [`core::setting`], [`ui::screen::settings`]; what holds otherwise in [`ui::config`] |
//! | what happens when two write at once | [`core::conflict`], shown by `ui/screen/form/conflict.rs` |
//! | who else has a case open | `store/presence.rs` |
//! | what ends the program when a line dies | `app/signals.rs` |
//! | what is logged, and what it is called | [`core::log`]; written by `store/reading.rs`, checked by `store/chain.rs` |
//! | what raises a flag when the log is checked, how many openings are drawn | `unit/log_check.toml`, read by [`core::log_check`] |
//! | what a person's extract of the log holds | `store/log_extract.rs`, [`report::log_extract`] |
//! | what a decision rests on | `unit/legal_basis.toml` |
//! | what is missing before decision and closing | [`core::completeness`] |
//! | the needs of an order in a hurry | `unit/quick_orders.toml` |
//! | which words of a plan mean what was ordered | `unit/coverage.toml`, read by [`core::coverage`] |
//! | what ramkoll calls a detail, or a goal of the law | the words in `unit/frame_check.toml`, the grammar in [`core::frame_check`] |
//! | a template for assessment or follow-up | `unit/*.toml`; the order in [`unit::forms`] |
//! | whom outreach seeks | `unit/outreach.toml`, read by [`store::outreach`] |
//! | a key, its label, its help | [`ui::action`] |
//! | a colour | `themes/*.toml` |
//! | a screen | [`ui::screen`] |
//! | a write | [`core::change`], then `store/apply.rs` |
//! | a table | a new file in `store/migrations/`; its rows are sealed by `store/seal.rs` and read through the seals by `store/checked.rs`, so what writes names `main.table` |
//! | how a database is opened, written and mended | `store/schema.rs`, `store/line.rs`, `store/place.rs` |
//! | copies, and how a database is | [`store::backup`], `store/doctor.rs` |
//! | faults made on purpose | `tests/faults/` |
//! | a command | [`cli`] |
//! | what is sent to the terminal; what a `TERM` can do | [`wire`]; `wire/terminal.rs` |
//! | a report | [`report`], then a row in [`report::REPORTS`] |

pub mod app;
pub mod cli;
pub mod clock;
pub mod core;
pub mod error;
pub mod report;
pub mod store;
pub mod ui;
pub mod unit;
pub mod wire;
