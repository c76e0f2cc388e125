//! How rulings are told.

use super::{Row, Who};
use crate::core::text::capital;
use crate::core::user::Role;

impl Row {
    /// "Över 79 timmar", "Högst 136 timmar", or what the row is about.
    pub(super) fn extent(&self) -> String {
        match (self.over, self.at_most) {
            (Some(over), _) => format!("Över {}", hours(over)),
            (None, Some(at_most)) => format!("Högst {}", hours(at_most)),
            (None, None) => capital(&self.name),
        }
    }
}

/// Those who may decide, by name: "Eva Holm", "Eva Holm eller 2 till".
pub fn one_of(deciders: &[String]) -> String {
    match deciders {
        [] => "den som beslutar".to_owned(),
        [one] => one.clone(),
        [one, other] => format!("{one} eller {other}"),
        [one, rest @ ..] => format!("{one} eller {} till", rest.len()),
    }
}

/// "79 timmar", "79 timmar 30 minuter".
pub(super) fn hours(minutes: u64) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    let unit = if hours == 1 { "timme" } else { "timmar" };
    match rest {
        0 => format!("{hours} {unit}"),
        rest => format!("{hours} {unit} {rest} minuter"),
    }
}

/// "en månad", "sex månader".
pub(super) fn months(n: u32) -> String {
    const SMALL: [&str; 13] = [
        "noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva",
        "tolv",
    ];
    let number = usize::try_from(n)
        .ok()
        .and_then(|n| SMALL.get(n))
        .map_or_else(|| n.to_string(), |word| (*word).to_owned());
    match n {
        1 => format!("{number} månad"),
        _ => format!("{number} månader"),
    }
}

/// "chef eller utsedd", as a caseworker says it: both managers are one word.
pub(super) fn list(who: &[Who]) -> String {
    let has = |role| who.contains(&Who::Role(role));
    let both = has(Role::Manager) && has(Role::DeputyManager);
    let mut words: Vec<String> = Vec::new();
    for one in who {
        let word = match one {
            Who::Role(Role::Manager | Role::DeputyManager) if both => "chef",
            // A specialist is a caseworker; both are not named where both may.
            Who::Role(Role::SpecialistCaseworker) if has(Role::Caseworker) => continue,
            Who::Role(role) => role.name(),
            Who::Appointed(_) => "utsedd",
        };
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    match words.split_last() {
        None => "ingen".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} eller {last}", first.join(", ")),
    }
}
