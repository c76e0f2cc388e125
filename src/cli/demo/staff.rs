//! Who works in the invented unit.

use chrono::NaiveDate;

use super::people::shifted;
use super::texts::{Dice, Texts};
use crate::cli::session::DEMO;
use crate::core::register::{Dated, UserEntry};
use crate::core::user::Role;
use crate::store::login_of;

/// Caseworkers, Anna Ek first.
pub(super) const WORKERS: usize = 27;

/// A caseworker as the cases need one.
pub(super) struct Worker {
    pub(super) login: String,
    pub(super) role: &'static str,
    pub(super) lss: bool,
}

/// The base groups, the one for LSS last.
pub(super) fn groups(texts: &Texts) -> Vec<String> {
    let mut groups: Vec<String> = texts.basgrupper.iter().take(3).cloned().collect();
    groups.extend(texts.basgrupper.last().cloned());
    groups
}

fn dated(value: &str, from: NaiveDate, to: Option<NaiveDate>) -> Dated {
    Dated {
        value: value.to_owned(),
        from: from.to_string(),
        to: to.map(|day| day.to_string()),
    }
}

/// Everybody who works here, and the caseworkers among them.
pub(super) fn staff(
    texts: &Texts,
    groups: &[String],
    today: NaiveDate,
    dice: &mut Dice,
) -> (Vec<UserEntry>, Vec<Worker>) {
    let mut users = Vec::new();
    let mut workers = Vec::new();
    for (at, name) in texts.handlaggare.iter().take(WORKERS).enumerate() {
        let started = shifted(today, -dice.between(if at == 0 { 900 } else { 60 }, 4200));
        let group = if at == 0 { 0 } else { at % groups.len().max(1) };
        let specialist = matches!(at, 7 | 14 | 22);
        let login = if at == 0 {
            DEMO.to_owned()
        } else {
            login_of(name)
        };
        let half = shifted(started, (today - started).num_days() / 2);
        let roles = if specialist {
            vec![
                dated(Role::Caseworker.word(), started, Some(shifted(half, -1))),
                dated(Role::SpecialistCaseworker.word(), half, None),
            ]
        } else {
            vec![dated(Role::Caseworker.word(), started, None)]
        };
        let share = dice.weighted(&[("100", 7), ("80", 2), ("75", 1)], "100");
        let shares = if share == "100" || at == 0 {
            vec![dated("100", started, None)]
        } else {
            vec![
                dated("100", started, Some(shifted(half, -1))),
                dated(share, half, None),
            ]
        };
        let group = groups.get(group).map_or("", String::as_str);
        workers.push(Worker {
            login: login.clone(),
            role: if specialist {
                Role::SpecialistCaseworker.word()
            } else {
                Role::Caseworker.word()
            },
            lss: groups.last().is_some_and(|last| last == group) && groups.len() > 1,
        });
        users.push(UserEntry {
            login,
            name: name.clone(),
            started: started.to_string(),
            ended: None,
            roles,
            shares,
            base_groups: vec![dated(group, started, None)],
            // Two are appointed for consultation.
            appointments: match at {
                1 | 2 => vec![dated("samrad", started, None)],
                _ => Vec::new(),
            },
        });
    }
    let others = [
        ("demo-chef", Role::Manager),
        ("", Role::DeputyManager),
        ("demo-admin", Role::Administrator),
    ];
    let rest = texts.handlaggare.iter().skip(WORKERS);
    for ((login, role), name) in others.into_iter().zip(rest) {
        let started = shifted(today, -dice.between(700, 4000));
        users.push(UserEntry {
            login: if login.is_empty() {
                login_of(name)
            } else {
                login.to_owned()
            },
            name: name.clone(),
            started: started.to_string(),
            ended: None,
            roles: vec![dated(role.word(), started, None)],
            shares: vec![dated("100", started, None)],
            base_groups: Vec::new(),
            appointments: Vec::new(),
        });
    }
    (users, workers)
}
