//! The form of a decision: Rust data, for what it asks hangs on the case, the day and what is answered.

use chrono::NaiveDate;

use super::Unit;
use crate::core::calendar::day_month_year;
use crate::core::decision::{
    self, CHANGES, CONSULTED, Closing, DESPITE, ENDS, GOES_ON, INTERVENTIONS, NOT_LESS, Running,
    RunningHours, SEND, SPEC, UNKNOWN, field,
};
use crate::core::delegation::Outcome;
use crate::core::form::{Answers, DocumentKind, Field, FieldKind, Section, Spec};
use crate::core::last_decision::Earlier;
use crate::core::legal::Changed;
use crate::core::lss::Settled;

/// What the form hangs on.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Type of the case.
    pub case_type: &'a str,
    /// The day of the decision.
    pub day: NaiveDate,
    /// The day the case came in.
    pub came: NaiveDate,
    /// What is answered so far.
    pub answers: &'a Answers,
    /// Granted measures that run in the case.
    pub running: &'a [Running],
    /// What the signed assessment says of the personkrets; nothing where it was signed elsewhere.
    pub circle: Option<&'a Settled>,
    /// Whom to consult, by name; empty where nobody need be.
    pub consult: &'a [String],
    /// The decision of the case that this one may change.
    pub earlier: Option<Earlier>,
    /// What is missing before the decision; empty where nothing is.
    pub lacks: &'a [String],
    /// With what the store writes when the decision is made.
    pub made: bool,
}

fn new(id: impl Into<String>, label: &str, kind: FieldKind, help: &str) -> Field {
    Field {
        id: id.into(),
        label: label.to_owned(),
        kind,
        required: false,
        help: help.to_owned(),
        choices: Vec::new(),
        legal_basis: String::new(),
        appraisal: false,
        area: String::new(),
        condition: String::new(),
    }
}

fn must(field: Field) -> Field {
    Field {
        required: true,
        ..field
    }
}

fn choice(id: impl Into<String>, label: &str, choices: Vec<String>, help: &str) -> Field {
    Field {
        choices,
        ..must(new(id, label, FieldKind::Choice, help))
    }
}

fn section(id: &str, title: &str, fields: Vec<Field>) -> Section {
    Section {
        id: id.to_owned(),
        title: title.to_owned(),
        help: String::new(),
        sent: true,
        fields,
    }
}

/// The form, as it is asked for what is answered.
pub fn spec(unit: &Unit, asked: Asked<'_>) -> Spec {
    let names = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let mut kinds = names(&[INTERVENTIONS]);
    kinds.extend(Closing::ALL.iter().map(|c| c.name().to_owned()));
    let closes = Closing::from_name(asked.answers.get("beslut.slag")).is_some();
    let mut first = vec![choice("beslut.slag", "Beslut om", kinds, "")];
    if closes {
        first.push(must(new(
            "beslut.skal",
            "Skäl",
            FieldKind::Text,
            "Varför ärendet avslutas utan prövning.",
        )));
    }
    let mut sections = vec![section("beslut", "Beslut", first)];
    if asked.made && !closes {
        // That it is about interventions is seen from them.
        sections.clear();
    }
    if !closes {
        let decided = decision::read(asked.answers);
        for number in 1..=decision::asked(asked.answers) {
            let item = decided.items.iter().find(|item| item.number == number);
            let fields = item_fields(unit, asked, number, item);
            let title = match (asked.made, decision::asked(asked.answers)) {
                (true, 1) => "Beslut".to_owned(),
                _ => format!("Insats {number}"),
            };
            sections.push(section(&format!("insats{number}"), &title, fields));
        }
    }
    let mut part = Vec::new();
    if !closes && !asked.lacks.is_empty() {
        part.push(must(new(
            DESPITE,
            "Beslutas ändå, skäl",
            FieldKind::Line,
            &format!("{}.", asked.lacks.join(". ")),
        )));
        if asked.made {
            part.push(new("fattat.saknades", "Saknades", FieldKind::Text, ""));
        }
    }
    part.extend((!closes).then(|| change_field(unit, asked)).flatten());
    if !asked.consult.is_empty() {
        part.push(choice(
            "samrad.hur",
            "Samråd",
            names(&[CONSULTED, SEND]),
            "",
        ));
        if asked.answers.get("samrad.hur") == CONSULTED {
            part.push(choice(
                "samrad.med",
                "Samråd med",
                asked.consult.to_vec(),
                "",
            ));
            part.push(must(new(
                "samrad.dag",
                "Samråd den",
                FieldKind::Date,
                "ÅÅÅÅ-MM-DD",
            )));
        }
    }
    part.push(new(
        "beslut.deltog",
        "Deltog",
        FieldKind::Line,
        "Andra som deltog i handläggningen utan att avgöra den.",
    ));
    sections.push(section("handlaggning", "Handläggning", part));
    if asked.made {
        let line = |id: &str, label: &str| new(id, label, FieldKind::Line, "");
        sections.push(section(
            "fattat",
            "Fattat",
            vec![
                new("fattat.dag", "Beslutsdag", FieldKind::Date, ""),
                line("fattat.av", "Beslutat av"),
                line("fattat.foredragande", "Föredragande"),
                line("fattat.delegation", "Stöd"),
                line("fattat.lag", "Lag"),
            ],
        ));
    }
    Spec {
        id: SPEC.to_owned(),
        revision: 1,
        title: "Beslut".to_owned(),
        kind: DocumentKind::Decision,
        sections,
    }
}

/// Whether an earlier decision is changed because it must be (FL 38 §): asked where it is to nobody's detriment, and
/// must be answered where an appeal leads to the change (FL 39 §).
fn change_field(unit: &Unit, asked: Asked<'_>) -> Option<Field> {
    let earlier = asked.earlier?;
    let order = unit.delegation.on(asked.day);
    let decided = decision::read(asked.answers).items;
    let less = |item: &decision::Item| {
        let kind = decision::kind_of(order, asked.case_type, &item.intervention);
        item.lessens(&kind, asked.running)
            .is_some_and(|less| less.known)
    };
    let grants = decided.iter().any(|item| item.outcome.grants());
    if !grants || decided.iter().any(less) {
        return None;
    }
    let duties = unit.legal.duty_to_change(asked.day);
    let answer = asked.answers.get(CHANGES);
    let chosen = duties.iter().find(|row| row.named() == answer);
    let help = match (chosen, earlier.appealed) {
        (Some(row), _) => row.wording.as_str(),
        (None, true) => "Beslutet är överklagat och ska ändras som begärt.",
        (None, false) => "Bara om det förra är uppenbart felaktigt. Annars tomt.",
    };
    let field = choice(
        CHANGES,
        &format!("Ändrar beslutet {}", day_month_year(earlier.day)),
        duties.iter().map(|row| row.named()).collect(),
        help,
    );
    Some(Field {
        required: earlier.appealed && !duties.is_empty(),
        ..field
    })
}

/// The field of a made decision that says "tills vidare" of an item without a last day.
pub fn until_further(number: usize) -> String {
    format!("fattat.tills_vidare{number}")
}

fn item_fields(
    unit: &Unit,
    asked: Asked<'_>,
    number: usize,
    item: Option<&decision::Item>,
) -> Vec<Field> {
    let id = |name: &str| field(number, name);
    let outcomes = [Outcome::Granted, Outcome::PartlyGranted, Outcome::Refused];
    let outcomes = outcomes.iter().map(|o| o.name().to_owned()).collect();
    let bases = unit.legal.for_decision(asked.case_type, asked.day);
    let bases = bases.iter().map(|row| row.short()).collect();
    let refused = item.is_some_and(|item| item.outcome == Outcome::Refused);
    let mut fields = vec![
        must(new(id("insats"), "Insats", FieldKind::Line, "")),
        choice(id("resultat"), "Resultat", outcomes, ""),
        choice(id("lagrum"), "Lagrum", bases, ""),
    ];
    if !refused {
        let early = item
            .and_then(|item| item.from)
            .filter(|from| *from < asked.came);
        let help = match early {
            Some(_) => format!(
                "Före ansökan, som kom in {}: stämmer dagen?",
                day_month_year(asked.came)
            ),
            None => "ÅÅÅÅ-MM-DD".to_owned(),
        };
        fields.push(must(new(id("from"), "Från", FieldKind::Date, &help)));
        fields.push(new(
            id("tom"),
            "Till och med",
            FieldKind::Date,
            "Tomt är tills vidare.",
        ));
        if asked.made {
            // Said in words where no last day is.
            fields.push(new(until_further(number), "Gäller", FieldKind::Line, ""));
        }
    }
    fields.push(new(
        id("timmar"),
        "Timmar per månad",
        FieldKind::Line,
        if refused {
            "Det som söktes, om timmar nämndes."
        } else {
            "79, 79:30 eller 79,5. Tomt för insatser utan timmar."
        },
    ));
    let reasons = new(
        id("skal"),
        "Skäl",
        FieldKind::Text,
        "Varför beslutet blir så.",
    );
    let needs = item.is_some_and(|item| item.outcome != Outcome::Granted);
    fields.push(if needs { must(reasons) } else { reasons });
    let order = unit.delegation.on(asked.day);
    let kind = item.map(|item| decision::kind_of(order, asked.case_type, &item.intervention));
    let runs = item.zip(kind.as_deref());
    if let Some((item, kind)) = runs
        && let beside = item.asks_about(kind, asked.running)
        && !beside.is_empty()
    {
        fields.push(choice(
            id("pagaende"),
            "Det som pågår",
            [ENDS, GOES_ON].map(str::to_owned).to_vec(),
            &told(&beside, item, order.is_some_and(|o| o.counts_running)),
        ));
    }
    let unknown = runs.map(|(item, kind)| item.hours_fields(kind, asked.running));
    let unknown = unknown.unwrap_or_default();
    for (id, old) in &unknown {
        let label = match unknown.len() {
            1 => "Timmar i det som pågår".to_owned(),
            _ => format!("Timmar i {} ({})", old.intervention, old.case_number),
        };
        fields.push(must(new(id, &label, FieldKind::Line, &known_of(old))));
    }
    let less = runs.and_then(|(item, kind)| item.lessens(kind, asked.running));
    // No ground helps where the decision is appealed (FL 39 §): what is known to be less is stopped.
    let appealed = asked.earlier.is_some_and(|earlier| earlier.appealed);
    if let Some(less) = less.filter(|less| !(appealed && less.known)) {
        let changed = Changed {
            case_type: asked.case_type,
            decided: less.old.decided,
            until_further: less.old.to.is_none(),
        };
        let grounds = match appealed {
            true => Vec::new(),
            false => unit.legal.for_detriment(changed, asked.day),
        };
        let answer = asked.answers.get(&id("nackdel"));
        let chosen = grounds.iter().find(|row| row.named() == answer);
        let unsure = (!less.known).then(|| NOT_LESS.to_owned());
        let names = unsure
            .into_iter()
            .chain(grounds.iter().map(|row| row.named()));
        let why = match (less.known, less.hours) {
            (true, true) => "Beslutet minskar en insats som pågår.",
            (true, false) => "Insatsen upphör tidigare än enligt det beslut som gäller.",
            (false, _) => "Timmar saknas: minskar beslutet det som pågår?",
        };
        fields.push(choice(
            id("nackdel"),
            "Grund för ändring till nackdel",
            names.collect(),
            chosen.map_or(why, |row| row.wording.as_str()),
        ));
    }
    if number < decision::MOST {
        fields.push(new(id("fler"), "En insats till", FieldKind::YesNo, ""));
    }
    fields
}

/// "Hemtjänst 60 h (26-0377)".
fn named(old: &Running) -> String {
    let hours = old.minutes.map(decision::hours_text);
    let hours = hours.map_or(String::new(), |hours| format!(" {hours} h"));
    format!("{}{hours} ({})", old.intervention, old.case_number)
}

/// What is known of the hours of something that runs: what was told before, with when and by whom.
fn known_of(old: &Running) -> String {
    let Some(told) = &old.told else {
        return format!(
            "{} har inga timmar i registret. Skriv de beslutade, eller {UNKNOWN}.",
            named(old)
        );
    };
    let (by, day) = (&told.by, day_month_year(told.day));
    match told.hours {
        RunningHours::Told(minutes) => {
            let hours = decision::hours_text(minutes);
            format!(
                "{}: {hours} h uppgivet {day} av {by}. Stämmer det?",
                named(old)
            )
        }
        _ => format!(
            "{}: {UNKNOWN} {day} enligt {by}. Är det känt nu?",
            named(old)
        ),
    }
}

/// "Pågår: Hemtjänst 60 h (26-0377). Fortsätter det läggs timmarna till."
fn told(running: &[&Running], item: &decision::Item, counted: bool) -> String {
    let all: Vec<String> = running.iter().map(|old| named(old)).collect();
    let by_hour = |old: &&Running| old.minutes.is_some() || item.minutes.is_some();
    let added = match counted && running.iter().any(by_hour) {
        true => " Fortsätter det läggs timmarna till.",
        false => "",
    };
    format!("Pågår: {}.{added}", all.join(", "))
}
