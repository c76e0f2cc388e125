//! The regular check of the log (*loggkontroll*): what was drawn, what the flags are, and the checks that have
//! been made.

use super::printout::{fact, pages, text};
use super::{Cell, Format, Table, print};
use crate::core::calendar::day_month_year;
use crate::core::log_check::{AskedCheck, DrawnOpening, Flag, LogCheck, LogRules, PastCheck};

/// A check, laid out for people or as tables.
pub fn check(check: &LogCheck, rules: &LogRules, format: Format) -> String {
    match format {
        Format::Text => {
            let how = format!(
                "    akt loggkontroll --kontroll {} --resultat \"…\"",
                check.id
            );
            page(check, rules, &how)
        }
        _ => print(&tables(check, rules), format),
    }
}

/// A check as a page to read; `how` says how its result is written.
pub fn page(check: &LogCheck, rules: &LogRules, how: &str) -> String {
    let asked = &check.asked;
    let mut lines = Vec::new();
    fact("Period", &period(asked), &mut lines);
    fact("Frö", &asked.seed.to_string(), &mut lines);
    let among = match asked.only {
        Some(flag) => format!(" med flaggan {}", flag.name()),
        None => String::new(),
    };
    let flagged = check.drawn.iter().filter(|d| !d.flags.is_empty()).count();
    let counted = format!(
        "{} dragna av {} öppningar{among}; {flagged} av de dragna har en flagga",
        check.drawn.len(),
        of(check),
    );
    fact("Urval", &counted, &mut lines);
    for drawn in &check.drawn {
        lines.push(String::new());
        opening(drawn, &mut lines);
    }
    lines.push(String::new());
    lines.push("FLAGGOR I HELA PERIODEN".to_owned());
    for (flag, many) in &check.flagged {
        let Some((rule, source)) = rules.told(*flag) else {
            continue;
        };
        lines.push(String::new());
        text(0, &format!("{}: {many}", flag.name()), &mut lines);
        text(4, &format!("{rule}. {source}."), &mut lines);
    }
    lines.push(String::new());
    let after = "En flagga säger att öppningen är värd en fråga, inte att den var fel. Egna öppningar kontrolleras av \
                 någon annan. Skriv vad kontrollen visade:";
    text(0, after, &mut lines);
    lines.push(how.to_owned());
    pages(&format!("Loggkontroll {}", check.id), &lines)
}

/// The openings that the lots were drawn among.
fn of(check: &LogCheck) -> usize {
    let flagged = |only| check.flagged.iter().find(|(flag, _)| *flag == only);
    match check.asked.only.and_then(flagged) {
        Some((_, many)) => *many,
        None => check.openings,
    }
}

fn opening(drawn: &DrawnOpening, lines: &mut Vec<String>) {
    let what = &drawn.opening;
    let whose = match (drawn.person_name.as_str(), drawn.own) {
        ("", _) => String::new(),
        (name, true) => format!(": {name} (eget ärende)"),
        (name, false) => format!(": {name} (inte eget ärende)"),
    };
    let head = format!("{} {} {}{whose}", what.day, times(drawn), drawn.user_name);
    text(0, &head, lines);
    text(4, &acts(drawn), lines);
    if !what.reasons.is_empty() {
        text(4, &format!("Skäl: {}", what.reasons.join("; ")), lines);
    }
    if !drawn.flags.is_empty() {
        text(4, &format!("! {}", flags(drawn)), lines);
    }
}

fn acts(drawn: &DrawnOpening) -> String {
    let acts = drawn.opening.acts.join(", ");
    match drawn.case_numbers.join(", ") {
        none if none.is_empty() => acts,
        numbers => format!("{acts} ({numbers})"),
    }
}

fn times(drawn: &DrawnOpening) -> String {
    let time = |time: chrono::NaiveTime| time.format("%H.%M").to_string();
    let (from, to) = (time(drawn.opening.from), time(drawn.opening.to));
    if from == to {
        from
    } else {
        format!("{from}–{to}")
    }
}

fn flags(drawn: &DrawnOpening) -> String {
    let names: Vec<&str> = drawn.flags.iter().map(|flag| flag.name()).collect();
    names.join(", ")
}

fn period(asked: &AskedCheck) -> String {
    format!(
        "{}–{}",
        day_month_year(asked.from),
        day_month_year(asked.to)
    )
}

fn count(many: usize) -> Cell {
    i64::try_from(many).unwrap_or(i64::MAX).into()
}

fn tables(check: &LogCheck, rules: &LogRules) -> [Table; 3] {
    let asked = &check.asked;
    let summary = Table {
        key: "check",
        title: format!("Loggkontroll {}", check.id),
        columns: &[
            ("number", "kontroll", "Kontroll"),
            ("from", "fran", "Från"),
            ("to", "till", "Till"),
            ("seed", "fro", "Frö"),
            ("size", "antal", "Antal"),
            ("only_flag", "bara_flagga", "Bara flagga"),
            ("openings", "oppningar", "Öppningar"),
            ("drawn", "dragna", "Dragna"),
        ],
        rows: vec![vec![
            check.id.into(),
            asked.from.into(),
            asked.to.into(),
            i64::from(asked.seed).into(),
            i64::from(asked.size).into(),
            asked.only.map(Flag::word).into(),
            count(check.openings),
            count(check.drawn.len()),
        ]],
        notes: Vec::new(),
    };
    let row = |drawn: &DrawnOpening| -> Vec<Cell> {
        let what = &drawn.opening;
        let words: Vec<&str> = drawn.flags.iter().map(|flag| flag.word()).collect();
        let own = (!drawn.person_name.is_empty()).then_some(if drawn.own { "ja" } else { "nej" });
        vec![
            what.first_row.into(),
            what.day.into(),
            times(drawn).into(),
            drawn.user_name.as_str().into(),
            drawn.person_name.as_str().into(),
            drawn.case_numbers.join(" ").into(),
            own.into(),
            what.acts.join(", ").into(),
            what.reasons.join("; ").into(),
            words.join(" ").into(),
        ]
    };
    let openings = Table {
        key: "openings",
        title: "Dragna öppningar".to_owned(),
        columns: &[
            ("log_row", "loggrad", "Loggrad"),
            ("day", "dag", "Dag"),
            ("time", "tid", "Tid"),
            ("who", "vem", "Vem"),
            ("person", "akt", "Akt"),
            ("cases", "arenden", "Ärenden"),
            ("own", "eget", "Eget"),
            ("what", "vad", "Vad"),
            ("reason", "skal", "Skäl"),
            ("flags", "flaggor", "Flaggor"),
        ],
        rows: check.drawn.iter().map(row).collect(),
        notes: Vec::new(),
    };
    let in_use = |(flag, many): &(Flag, usize)| -> Option<Vec<Cell>> {
        let (rule, source) = rules.told(*flag)?;
        Some(vec![
            flag.word().into(),
            count(*many),
            rule.into(),
            source.into(),
        ])
    };
    let flags = Table {
        key: "flags",
        title: "Flaggor i hela perioden".to_owned(),
        columns: &[
            ("flag", "flagga", "Flagga"),
            ("openings", "oppningar", "Öppningar"),
            ("rule", "regel", "Regel"),
            ("source", "kalla", "Källa"),
        ],
        rows: check.flagged.iter().filter_map(in_use).collect(),
        notes: Vec::new(),
    };
    [summary, openings, flags]
}

/// The checks that have been made, the latest first.
pub fn past(checks: &[PastCheck]) -> Table {
    let row = |check: &PastCheck| -> Vec<Cell> {
        let results = check.results.iter();
        let results: Vec<String> = results.map(|(day, said)| format!("{day} {said}")).collect();
        vec![
            check.id.into(),
            check.day.into(),
            check.by.as_str().into(),
            check.asked.from.into(),
            check.asked.to.into(),
            i64::from(check.asked.seed).into(),
            check.openings.into(),
            check.drawn.into(),
            check.flagged.into(),
            check.asked.only.map(Flag::word).into(),
            results.join("; ").into(),
        ]
    };
    Table {
        key: "checks",
        title: "Gjorda loggkontroller, den senaste först".to_owned(),
        columns: &[
            ("number", "kontroll", "Nr"),
            ("day", "dag", "Dag"),
            ("by", "vem", "Vem"),
            ("from", "fran", "Från"),
            ("to", "till", "Till"),
            ("seed", "fro", "Frö"),
            ("openings", "oppningar", "Öppningar"),
            ("drawn", "dragna", "Dragna"),
            ("flagged", "flaggade", "Flaggade"),
            ("only_flag", "bara_flagga", "Bara"),
            ("result", "resultat", "Resultat"),
        ],
        rows: checks.iter().map(row).collect(),
        notes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::log_check::Opening;

    fn made() -> LogCheck {
        let time = |h, m| chrono::NaiveTime::from_hms_opt(h, m, 0).unwrap();
        let day = "2026-11-23".parse().unwrap();
        LogCheck {
            id: 3,
            asked: AskedCheck {
                from: "2026-10-25".parse().unwrap(),
                to: day,
                seed: 4711,
                size: 20,
                only: None,
            },
            openings: 412,
            flagged: vec![(Flag::Night, 7), (Flag::Protected, 0)],
            drawn: vec![DrawnOpening {
                opening: Opening {
                    first_row: 88,
                    user: 1,
                    person: Some(1),
                    day,
                    from: time(22, 10),
                    to: time(22, 41),
                    acts: vec!["öppnade ärendet".into(), "läste journalen".into()],
                    cases: vec![1],
                    reasons: vec!["ringde upp".into()],
                },
                user_name: "Anna Ek".into(),
                person_name: "Bergström, Karin".into(),
                case_numbers: vec!["26-0412".into()],
                own: false,
                flags: vec![Flag::Night],
            }],
        }
    }

    #[test]
    fn an_opening_is_told_in_a_few_lines_with_its_flags_last() {
        let mut rules = crate::unit::log_check::builtin();
        rules.protected.on = false;
        let text = check(&made(), &rules, Format::Text);
        for line in [
            "Frö: 4711",
            "Urval: 1 dragna av 412 öppningar; 1 av de dragna har en flagga",
            "2026-11-23 22.10–22.41 Anna Ek: Bergström, Karin (inte eget ärende)",
            "    öppnade ärendet, läste journalen (26-0412)",
            "    Skäl: ringde upp",
            "    ! på natten",
            "på natten: 7",
            "    akt loggkontroll --kontroll 3 --resultat \"…\"",
        ] {
            assert!(text.lines().any(|l| l == line), "{line}\n{text}");
        }
        assert!(text.lines().all(|l| l.chars().count() <= 80), "{text}");
        assert!(!text.contains(Flag::Protected.name()), "not in use: {text}");
    }

    #[test]
    fn the_same_is_read_by_programs() {
        let rules = crate::unit::log_check::builtin();
        let json = check(&made(), &rules, Format::Json);
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["check"][0]["seed"], 4711);
        assert_eq!(read["openings"][0]["flags"], "natt");
        assert_eq!(read["openings"][0]["log_row"], 88);
        assert_eq!(read["flags"][0]["openings"], 7);
    }
}
