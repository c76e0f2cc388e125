//! A row of the estimate as typed, and what can be understood of it.

use super::frequency::{self, Often};
use crate::core::estimate::{EstimateLine, Per};

pub(super) const INTERVENTION: usize = 0;
pub(super) const MINUTES: usize = 1;
pub(super) const OFTEN: usize = 2;
pub(super) const DOUBLE: usize = 3;

/// No visit is longer than a day and a night.
const LONGEST: u32 = 1_440;

/// A row as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cells {
    pub(super) area: String,
    pub(super) texts: [String; 3],
    pub(super) double: bool,
}

impl Cells {
    pub(super) fn is_empty(&self) -> bool {
        self.texts.iter().all(|t| t.trim().is_empty()) && !self.double
    }

    pub(super) fn minutes(&self) -> Option<u32> {
        let text = self.texts[MINUTES].trim().to_lowercase();
        let text = text.strip_suffix("min").unwrap_or(&text).trim();
        text.parse().ok().filter(|m| (1..=LONGEST).contains(m))
    }

    pub(super) fn often(&self) -> Option<Often> {
        frequency::parse(&self.texts[OFTEN])
    }

    pub(super) fn line(&self) -> EstimateLine {
        let often = self.often();
        EstimateLine {
            area: self.area.clone(),
            intervention: self.texts[INTERVENTION].trim().to_owned(),
            minutes: self.minutes().unwrap_or(0),
            times_min: often.map_or(0, |o| o.min),
            times_max: often.map_or(0, |o| o.max),
            per: often.map_or(Per::Week, |o| o.per),
            double_staffing: self.double,
        }
    }

    pub(super) fn from_line(line: &EstimateLine) -> Cells {
        let number = |n: u32| if n == 0 { String::new() } else { n.to_string() };
        let often = Often {
            min: line.times_min,
            max: line.times_max,
            per: line.per,
        };
        Cells {
            area: line.area.clone(),
            texts: [
                line.intervention.clone(),
                number(line.minutes),
                if line.times_max == 0 {
                    String::new()
                } else {
                    frequency::words(often)
                },
            ],
            double: line.double_staffing,
        }
    }

    /// What cannot be understood in a cell.
    pub(super) fn wrong(&self, cell: usize) -> Option<String> {
        let text = self.texts.get(cell)?.trim();
        match cell {
            MINUTES if !text.is_empty() && self.minutes().is_none() => Some(format!(
                "”{text}” går inte att läsa som minuter. Skriv hela minuter per gång, till exempel 25."
            )),
            OFTEN if !text.is_empty() && self.often().is_none() => Some(format!(
                "”{text}” går inte att läsa. Skriv till exempel 2/dag, 1-2/vecka, 1/2v eller 3/mån."
            )),
            _ => None,
        }
    }
}

/// A row as one line of text, as a draft keeps it.
pub(super) fn to_raw(row: &Cells) -> String {
    let double = if row.double { "ja" } else { "" };
    let [name, minutes, often] = &row.texts;
    [&row.area, name, minutes, often, double]
        .map(|t| t.replace(['\t', '\n'], " "))
        .join("\t")
}

/// The row that [`to_raw`] wrote.
pub(super) fn from_raw(line: &str) -> Cells {
    let mut parts = line.split('\t').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    Cells {
        area: next(),
        texts: [next(), next(), next()],
        double: next() == "ja",
    }
}
