//! How a clock stands, as a sign and words that say the same thing as the colour.

use chrono::{Datelike, NaiveDate};

use crate::core::calendar::{day_month, day_month_year};
use crate::core::deadline::State;
use crate::ui::theme::Role;

/// How a clock stands, ready to be drawn: "!! 3 d över".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What colour it has, where there are colours.
    pub role: Role,
    /// The sign in two columns: `!!`, `! `, `· `, `‖ `, `– `.
    pub sign: &'static str,
    /// The words: "3 d över".
    pub words: String,
}

impl Standing {
    /// A case where no clock runs.
    pub fn none() -> Standing {
        Standing {
            role: Role::DeadlinePossible,
            sign: "– ",
            words: String::new(),
        }
    }

    /// How a clock stands on a day.
    pub fn of(
        state: State,
        due: NaiveDate,
        paused_until: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Standing {
        let days = (due - today).num_days();
        let (role, sign, words) = match state {
            State::Overdue => (Role::DeadlineOverdue, "!!", format!("{} d över", -days)),
            State::Today => (Role::DeadlineToday, "! ", "i dag".to_owned()),
            State::Soon => (Role::DeadlineSoon, "· ", ahead(days)),
            State::OnTime => (Role::DeadlineOntime, "  ", ahead(days)),
            State::Paused => (
                Role::DeadlinePaused,
                "‖ ",
                match paused_until {
                    Some(day) => format!("till {}", short_date(day, today)),
                    None => "paus".to_owned(),
                },
            ),
            State::Possible => (Role::DeadlinePossible, "– ", "begäran möjlig".to_owned()),
            State::Done => (Role::DeadlineDone, "✓ ", "klar".to_owned()),
            State::NotApplicable => (Role::DeadlineDone, "× ", "gäller inte".to_owned()),
        };
        Standing { role, sign, words }
    }

    /// Sign and words on one row.
    pub fn text(&self) -> String {
        format!("{} {}", self.sign, self.words)
    }
}

fn ahead(days: i64) -> String {
    if days == 1 {
        "i morgon".to_owned()
    } else {
        format!("om {days} d")
    }
}

/// "19 nov", with the year where it is another than today's.
pub fn short_date(day: NaiveDate, today: NaiveDate) -> String {
    if day.year() == today.year() {
        day_month(day)
    } else {
        day_month_year(day)
    }
}
