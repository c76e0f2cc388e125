//! The decision (*beslut*): what the answers of its form say, what it changes, and what the order of
//! delegation says of the whole of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::calendar::parse_date;
use super::delegation::{Outcome, folded};
use super::event::{EventKind, Subject};
use super::form::{Answers, Missing};
use super::person::words;

mod running;
mod standing;
mod weighed;

pub use running::{Lessened, kind_of};
pub use standing::{Standing, granted_on, told as told_hours};
pub use weighed::ruling_of;

/// Id of the decision's form.
pub const SPEC: &str = "beslut";

/// So many interventions at most in one decision.
pub const MOST: usize = 4;

/// The choice that is a decision on interventions rather than one that closes the case.
pub const INTERVENTIONS: &str = "insatser";

/// The answer that consultation has taken place.
pub const CONSULTED: &str = "samråd har skett";

/// The answer that another shall decide although one may after consultation.
pub const SEND: &str = "skicka till Att besluta";

words! {
    /// A decision that closes the case instead of trying it.
    Closing {
        /// Dismissed: it cannot be tried.
        Dismissed = "avvisad", "avvisning";
        /// Written off: moved, dead or no longer needed.
        WrittenOff = "avskriven", "avskrivning";
        /// Withdrawn by the person, and written off for that.
        Withdrawn = "aterkallad", "återkallad ansökan";
    }
}

impl Closing {
    /// The closing that a name on the form means, if any.
    pub fn from_name(name: &str) -> Option<Closing> {
        Closing::ALL.iter().copied().find(|c| c.name() == name)
    }

    /// The closing that an event tells of, if any.
    pub fn of_event(kind: EventKind) -> Option<Closing> {
        Closing::ALL.iter().copied().find(|c| c.event() == kind)
    }

    /// The event that the case is closed with.
    pub fn event(self) -> EventKind {
        match self {
            Closing::Dismissed => EventKind::Dismissed,
            Closing::WrittenOff => EventKind::WrittenOff,
            Closing::Withdrawn => EventKind::Withdrawn,
        }
    }

    /// What the order of delegation takes it for.
    pub fn outcome(self) -> Outcome {
        match self {
            Closing::Dismissed => Outcome::Dismissed,
            Closing::WrittenOff | Closing::Withdrawn => Outcome::WrittenOff,
        }
    }
}

/// The field of the reason for deciding although something is missing before it.
pub const DESPITE: &str = "beslut.anda";

/// The field of the duty that a change of an earlier decision rests on (FL 38 §).
pub const CHANGES: &str = "beslut.andring";

/// The answer that what already runs of the same kind ends with the decision.
pub const ENDS: &str = "upphör";

/// The answer that it goes on beside what is decided.
pub const GOES_ON: &str = "fortsätter";

/// The answer that the hours of what already runs are not known.
pub const UNKNOWN: &str = "okänt";

/// The answer, where hours are not known, that the decision makes less of nothing that runs.
pub const NOT_LESS: &str = "minskar inget som pågår";

/// One intervention of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its place on the form, from 1.
    pub number: usize,
    /// What it is about.
    pub intervention: String,
    /// What it comes to.
    pub outcome: Outcome,
    /// The legal basis, as it stands on the form.
    pub basis: String,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day; `None` is until further notice.
    pub to: Option<NaiveDate>,
    /// Exact minutes per month, where there are hours.
    pub minutes: Option<u64>,
    /// Whether what already runs of the same kind is said to end with this.
    pub ends_running: bool,
    /// What is told of the hours of what already runs without known hours, where one answer is for all of it.
    pub running_hours: RunningHours,
    /// The same of each, by its own key, where it is asked of several.
    pub hours_of_each: BTreeMap<String, RunningHours>,
}

/// What is told of the hours of measures that run and whose hours no decision here says: they came from another
/// register, or were granted without hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RunningHours {
    /// Nothing is answered.
    #[default]
    Unasked,
    /// They are not known.
    Unknown,
    /// Exact minutes a month.
    Told(u64),
}

/// Hours that were told before of a measure whose decision is not here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoursTold {
    /// What was told.
    pub hours: RunningHours,
    /// The day it was told.
    pub day: NaiveDate,
    /// Who recorded it.
    pub by: String,
}

/// A granted measure of the person that runs, which a new decision may change or comes beside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// What events name it by: the measure, or the case where another register told of a decision alone.
    pub subject: Subject,
    /// Its case.
    pub case: i64,
    /// The number of its case.
    pub case_number: String,
    /// Whether it stands in the case that is decided.
    pub here: bool,
    /// What the order of delegation counts it as; see [`kind_of`].
    pub kind: String,
    /// What it is.
    pub intervention: String,
    /// Exact minutes per month; nothing where it has no hours, or they are not known.
    pub minutes: Option<u64>,
    /// The day it was decided.
    pub decided: NaiveDate,
    /// Last day; `None` is until further notice.
    pub to: Option<NaiveDate>,
    /// What was told of its hours since it was decided, where no decision here says them.
    pub told: Option<HoursTold>,
}

/// What the answers say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Closes the case untried.
    pub closes: Option<Closing>,
    /// The interventions with a result.
    pub items: Vec<Item>,
}

/// "79", "79:30" and "79,5" as exact minutes.
pub fn minutes_of(text: &str) -> Option<u64> {
    let text = text.trim();
    let text = text.strip_suffix('h').unwrap_or(text).trim_end();
    let whole = |t: &str| -> Option<u64> {
        (!t.is_empty() && t.len() <= 4 && t.bytes().all(|b| b.is_ascii_digit()))
            .then(|| t.parse().ok())
            .flatten()
    };
    if let Some((hours, minutes)) = text.split_once(':') {
        let minutes = (minutes.len() == 2).then(|| whole(minutes)).flatten()?;
        return (minutes < 60).then_some(whole(hours)? * 60 + minutes);
    }
    let Some((hours, part)) = text.split_once([',', '.']) else {
        return Some(whole(text)? * 60);
    };
    let scale = 10_u64.checked_pow(
        u32::try_from(part.len())
            .ok()
            .filter(|n| (1..=2).contains(n))?,
    )?;
    let part = whole(part)? * 60;
    // What is no whole minute cannot be decided; it is asked for anew.
    (part % scale == 0).then_some(whole(hours)? * 60 + part / scale)
}

/// Hours as somebody tells them of what another register holds: "79:30", or [`UNKNOWN`]. Nothing for what is
/// no time.
pub fn told_of(text: &str) -> Option<RunningHours> {
    match text.trim() {
        "" => Some(RunningHours::Unasked),
        UNKNOWN => Some(RunningHours::Unknown),
        typed => minutes_of(typed).map(RunningHours::Told),
    }
}

/// What is told of hours, as it is typed.
pub fn hours_answer(told: RunningHours) -> String {
    match told {
        RunningHours::Unasked => String::new(),
        RunningHours::Unknown => UNKNOWN.to_owned(),
        RunningHours::Told(minutes) => hours_text(minutes),
    }
}

/// Minutes as they are typed: "79" or "79:30".
pub fn hours_text(minutes: u64) -> String {
    match minutes % 60 {
        0 => (minutes / 60).to_string(),
        rest => format!("{}:{rest:02}", minutes / 60),
    }
}

/// The id of an item's field.
pub fn field(number: usize, name: &str) -> String {
    format!("insats{number}.{name}")
}

/// The name of the field that asks an item for the hours of what runs; see [`Running::hours_field`].
const RUNNING_HOURS: &str = "pagaende_timmar";

impl Running {
    /// What tells it from everything else that runs for the person.
    fn key(&self) -> String {
        format!(
            "{}_{}_{}",
            self.case,
            self.subject.word(),
            self.subject.id()
        )
    }

    /// The id of the field where an item asks for its hours; each has its own where they are several.
    fn hours_field(&self, number: usize, alone: bool) -> String {
        match alone {
            true => field(number, RUNNING_HOURS),
            false => field(number, &format!("{RUNNING_HOURS}_{}", self.key())),
        }
    }
}

/// The answers of an item about the hours of each thing that runs, by its key.
fn answered(answers: &Answers, number: usize) -> impl Iterator<Item = (String, &str)> {
    let prefix = field(number, &format!("{RUNNING_HOURS}_"));
    answers.values.iter().filter_map(move |(id, typed)| {
        let key = id.strip_prefix(&prefix)?;
        Some((key.to_owned(), typed.as_str()))
    })
}

/// How many interventions are asked for: one more than those that say there are more.
pub fn asked(answers: &Answers) -> usize {
    (1..MOST)
        .take_while(|n| answers.get(&field(*n, "fler")) == "ja")
        .count()
        + 1
}

/// Reads what is filled in so far; items without a result are not there yet.
pub fn read(answers: &Answers) -> Decision {
    if let Some(closing) = Closing::from_name(answers.get("beslut.slag")) {
        return Decision {
            closes: Some(closing),
            items: Vec::new(),
        };
    }
    let item = |number: usize| {
        let get = |name: &str| answers.get(&field(number, name)).trim();
        let outcome = Outcome::ALL
            .iter()
            .find(|o| o.name() == get("resultat"))
            .copied()?;
        Some(Item {
            number,
            intervention: get("insats").to_owned(),
            outcome,
            basis: get("lagrum").to_owned(),
            // What is refused has no first day and no last; what was written before the result is not asked for.
            from: parse_date(get("from")).ok().filter(|_| outcome.grants()),
            to: parse_date(get("tom")).ok().filter(|_| outcome.grants()),
            minutes: minutes_of(get("timmar")),
            ends_running: get("pagaende") == ENDS,
            // What is no time is refused by itself, and till then the hours are not known.
            running_hours: told_of(get(RUNNING_HOURS)).unwrap_or(RunningHours::Unknown),
            hours_of_each: answered(answers, number)
                .map(|(key, typed)| (key, told_of(typed).unwrap_or(RunningHours::Unknown)))
                .collect(),
        })
    };
    Decision {
        closes: None,
        items: (1..=asked(answers)).filter_map(item).collect(),
    }
}

impl Decision {
    /// In a few words, without hours: "Hemtjänst, bifall +1".
    pub fn in_short(&self) -> String {
        if let Some(closing) = self.closes {
            return closing.name().to_owned();
        }
        let Some(first) = self.items.first() else {
            return String::new();
        };
        let more = match self.items.len() {
            1 => String::new(),
            n => format!(" +{}", n - 1),
        };
        format!("{}, {}{more}", first.intervention, first.outcome.name())
    }
}

/// Why a text tells no hours of what runs: "”många” är ingen tid; skriv 79, 79:30 eller okänt".
pub fn no_time(typed: &str) -> String {
    let typed = typed.trim();
    format!("”{typed}” är ingen tid; skriv 79, 79:30 eller {UNKNOWN}")
}

/// What is wrong with what is typed, beyond what the form itself knows.
pub fn faults(answers: &Answers) -> Vec<Missing> {
    let mut faults = Vec::new();
    for number in 1..=asked(answers) {
        let id = field(number, "timmar");
        let typed = answers.get(&id).trim();
        if !typed.is_empty() && minutes_of(typed).is_none() {
            faults.push(Missing {
                field: id,
                text: format!(
                    "Timmar per månad: ”{typed}” är ingen tid; skriv 79, 79:30 eller 79,5"
                ),
            });
        }
    }
    let of_running = |number| {
        let prefix = field(number, RUNNING_HOURS);
        let all = answers.values.iter();
        all.filter(move |(id, _)| id.starts_with(&prefix))
    };
    for (id, typed) in (1..=asked(answers)).flat_map(of_running) {
        if told_of(typed).is_none() {
            faults.push(Missing {
                field: id.clone(),
                text: format!("Timmar i det som pågår: {}", no_time(typed)),
            });
        }
    }
    let items = read(answers).items;
    for item in &items {
        if item.outcome.grants() && item.minutes == Some(0) {
            faults.push(Missing {
                field: field(item.number, "timmar"),
                text: format!(
                    "{}: 0 timmar är ingen tid; skriv timmarna eller lämna tomt",
                    item.intervention
                ),
            });
        }
    }
    for (at, item) in items.iter().enumerate() {
        let name = folded(&item.intervention);
        if items
            .iter()
            .take(at)
            .any(|other| folded(&other.intervention) == name)
        {
            faults.push(Missing {
                field: field(item.number, "insats"),
                text: format!("{} står två gånger i beslutet", item.intervention),
            });
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_granted_for_no_hours() {
        let mut answers = Answers::default();
        for (name, value) in [
            ("insats", "Hemtjänst"),
            ("resultat", "bifall"),
            ("timmar", "0:00"),
        ] {
            answers.set(&field(1, name), value);
        }
        assert_eq!(faults(&answers).len(), 1);
        answers.set(&field(1, "resultat"), "avslag");
        assert_eq!(faults(&answers), []);
        answers.set(&field(1, "timmar"), "0:01");
        answers.set(&field(1, "resultat"), "bifall");
        assert_eq!(faults(&answers), []);
    }

    #[test]
    fn hours_are_typed_in_three_ways_and_kept_as_exact_minutes() {
        for (text, minutes) in [
            ("79", Some(4740)),
            ("79:01", Some(4741)),
            ("79,5", Some(4770)),
            ("79.25", Some(4755)),
            (" 80 h", Some(4800)),
            ("79:60", None),
            ("79:1", None),
            ("79,01", None),
            ("sjuttionio", None),
            ("", None),
        ] {
            assert_eq!(minutes_of(text), minutes, "{text}");
        }
        assert_eq!(hours_text(4741), "79:01");
        assert_eq!(hours_text(4740), "79");
    }
}
