//! `akt regler`: the rules that deadlines follow from.

use chrono::NaiveDate;
use serde::Serialize;

use super::Done;
use super::args::{Asked, usage};
use super::out::{Out, pad};
use super::session::Session;
use super::trial;
use crate::core::calendar::weekday_name;
use crate::core::event::EventKind;
use crate::core::rule::Rule;
use crate::unit::Unit;
use crate::unit::rules::builtin_text;

#[derive(Serialize)]
struct Rules<'a> {
    schema: u32,
    rules: Vec<RuleJson<'a>>,
    holidays: Vec<Holiday<'a>>,
    routines: RoutinesJson<'a>,
}

#[derive(Serialize)]
struct RoutinesJson<'a> {
    quiet_days: u16,
    quiet_source: &'a str,
    meeting: &'static str,
    meeting_source: &'a str,
    emergency_hours: u16,
    emergency_source: &'a str,
}

#[derive(Serialize)]
struct Holiday<'a> {
    date: NaiveDate,
    name: &'a str,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    rule: &'a str,
    name: &'a str,
    action: &'a str,
    starts: Vec<&'static str>,
    stops: Vec<&'static str>,
    per: &'static str,
    length: String,
    case_types: &'a [String],
    except_types: &'a [String],
    class: &'static str,
    class_name: &'static str,
    warn_days: u16,
    source: &'a str,
    section: Option<&'a str>,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
}

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    match asked
        .values()
        .first()
        .map(|word| word.to_string_lossy().into_owned())
    {
        None => {}
        Some(word) if word == "prova" => return trial::run(asked, session, out),
        Some(word) => {
            return Err(usage(format!(
                "akt regler känner inte ”{word}”. Så här: akt regler, eller akt regler prova FIL"
            )));
        }
    }
    if asked.has("toml") {
        return out.raw(builtin_text());
    }
    let unit = match session.path("akt.db") {
        Ok(path) => session.unit(&path),
        Err(_) => Unit::builtin(),
    };
    let rows = unit.rules.rules().iter().flat_map(|rule| rule.rows());
    if asked.has("json") {
        return out.json_pretty(&Rules {
            schema: 1,
            rules: rows.map(|rule| as_json(rule)).collect(),
            holidays: unit
                .rules
                .holidays()
                .iter()
                .map(|(date, name)| Holiday { date: *date, name })
                .collect(),
            routines: RoutinesJson {
                quiet_days: unit.routines.quiet_days,
                quiet_source: &unit.routines.quiet_source,
                meeting: weekday_name(unit.routines.meeting),
                meeting_source: &unit.routines.meeting_source,
                emergency_hours: unit.routines.emergency_hours,
                emergency_source: &unit.routines.emergency_source,
            },
        });
    }
    for rule in rows {
        out.line(&format!(
            "{}  {}  {}",
            pad(&rule.id, 4),
            pad(&rule.name, 38),
            length(rule)
        ))?;
        let mut row =
            |label: &str, text: &str| out.line(&format!("      {}  {text}", pad(label, 7)));
        row("slag", rule.class.name())?;
        row("gäller", &applies(&unit, rule))?;
        row(
            "källa",
            &match &rule.section {
                Some(section) => format!("{section}, {}", rule.source),
                None => rule.source.clone(),
            },
        )?;
        row(
            "tid",
            &format!("för start {} till {}", rule.valid_from, rule.valid_to),
        )?;
    }
    for (day, name) in unit.rules.holidays() {
        out.line(&format!("{day}  {name}  enhetens egen fria dag"))?;
    }
    let routines = &unit.routines;
    out.line("")?;
    for (told, source) in [
        (
            format!("Ett ärende är tyst efter {} dagar", routines.quiet_days),
            &routines.quiet_source,
        ),
        (
            format!(
                "Ärendedragning hålls på {}ar",
                weekday_name(routines.meeting)
            ),
            &routines.meeting_source,
        ),
        (
            format!("Nödåtkomst varar {} timmar", routines.emergency_hours),
            &routines.emergency_source,
        ),
    ] {
        out.line(&told)?;
        out.line(&format!("      {}  {source}", pad("källa", 7)))?;
    }
    out.line("")?;
    out.line("Prova ändrade regler utan att ändra något: akt regler prova FIL")
}

fn length(rule: &Rule) -> String {
    let mut text = rule.length.to_string();
    if let Some((limit, days)) = rule.after_time {
        text.push_str(&format!(", {days} efter {}", limit.format("%H.%M")));
    }
    if rule.from_until {
        text.push_str(" om inget annat är satt");
    }
    if rule.year_end.is_some() {
        text.push_str(", till årets slut därefter");
    }
    if let Some(weeks) = rule.begin_weeks {
        text.push_str(&format!(", börja {weeks} veckor innan"));
    }
    text
}

fn applies(unit: &Unit, rule: &Rule) -> String {
    let names = |types: &[String]| {
        types
            .iter()
            .map(|id| {
                let known = unit.case_types.get(id);
                known
                    .map_or(id.as_str(), |known| known.short.as_str())
                    .to_lowercase()
            })
            .collect::<Vec<_>>()
            .join(", ")
    };
    match (rule.case_types.is_empty(), rule.except_types.is_empty()) {
        (true, true) => "alla ärendetyper".to_owned(),
        (true, false) => format!("alla utom {}", names(&rule.except_types)),
        (false, true) => names(&rule.case_types),
        (false, false) => format!(
            "{}, utom {}",
            names(&rule.case_types),
            names(&rule.except_types)
        ),
    }
}

fn as_json(rule: &Rule) -> RuleJson<'_> {
    RuleJson {
        rule: &rule.id,
        name: &rule.name,
        action: &rule.action,
        starts: rule.starts.iter().map(|kind| kind.word()).collect(),
        stops: EventKind::ALL
            .iter()
            .filter(|kind| rule.stops.has(**kind))
            .map(|kind| kind.word())
            .collect(),
        per: rule.per.word(),
        length: length(rule),
        case_types: &rule.case_types,
        except_types: &rule.except_types,
        class: rule.class.word(),
        class_name: rule.class.name(),
        warn_days: rule.warn_days,
        source: &rule.source,
        section: rule.section.as_deref(),
        valid_from: rule.valid_from,
        valid_to: rule.valid_to,
    }
}
