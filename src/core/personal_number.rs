//! Identity numbers (*personnummer*, *samordningsnummer*): read, checked and written one way.
//!
//! Sources: folkbokföringslagen (1991:481) 18 § (form, check digit, plus sign from the calendar year
//! in which the person turns 100), lag (2022:1697) om samordningsnummer (day + 60).

use std::fmt;

use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;

/// The earliest year of birth that a number may name; an earlier one is a slip of the pen.
const EARLIEST_YEAR: i32 = 1850;

/// What sort of identity number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NumberKind {
    /// *Personnummer*.
    Personal,
    /// *Samordningsnummer*: the day of birth plus 60.
    Coordination,
    /// *Påhittat nummer*: the serial 000, which nobody is ever given; for demo and tests only.
    Invented,
    /// *Annat id*: what another register calls the person; no check digit, not for statistics.
    Other,
}

impl NumberKind {
    /// Every kind.
    pub const ALL: &'static [NumberKind] = &[
        NumberKind::Personal,
        NumberKind::Coordination,
        NumberKind::Invented,
        NumberKind::Other,
    ];

    /// The word stored and exported.
    pub fn word(self) -> &'static str {
        match self {
            NumberKind::Personal => "personnummer",
            NumberKind::Coordination => "samordningsnummer",
            NumberKind::Invented => "pahittat",
            NumberKind::Other => "annat",
        }
    }

    /// The name that a person reads.
    pub fn name(self) -> &'static str {
        match self {
            NumberKind::Personal => "personnummer",
            NumberKind::Coordination => "samordningsnummer",
            NumberKind::Invented => "påhittat nummer",
            NumberKind::Other => "annat id",
        }
    }

    /// The kind that a stored word names, if any.
    pub fn from_word(word: &str) -> Option<NumberKind> {
        NumberKind::ALL.iter().copied().find(|k| k.word() == word)
    }
}

/// Why a text is not an identity number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Nothing was written.
    Empty,
    /// Other signs than digits and one dash or plus before the last four.
    Signs,
    /// Not ten or twelve digits; how many there were.
    Length(usize),
    /// The birth date does not exist, or the year is before 1850.
    NoSuchDay,
    /// The birth date lies ahead.
    Future(NaiveDate),
    /// A plus sign for somebody who has not turned 100 in the calendar year.
    NotHundred(i32),
    /// The last digit does not agree with the others (Luhn).
    CheckDigit,
    /// Another id that is empty, longer than 32 characters or holds signs that cannot be shown.
    BadOther,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NumberError::Empty => f.write_str("numret saknas; skriv ÅÅÅÅMMDD-NNNK"),
            NumberError::Signs => f.write_str(
                "numret får bara ha siffror och ett - eller + före de fyra sista; skriv ÅÅÅÅMMDD-NNNK",
            ),
            NumberError::Length(n) => write!(
                f,
                "numret har {n} siffror men ska ha tio eller tolv; skriv ÅÅÅÅMMDD-NNNK"
            ),
            NumberError::NoSuchDay => f.write_str(
                "födelsedatumet i numret finns inte; kontrollera år, månad och dag (samordningsnummer: dag + 60)",
            ),
            NumberError::Future(day) => write!(
                f,
                "födelsedatumet {day} ligger framåt i tiden; skriv numret med tolv siffror"
            ),
            NumberError::NotHundred(year) => write!(
                f,
                "plustecken används från det år personen fyller 100, inte för någon född {year}; skriv bindestreck"
            ),
            NumberError::CheckDigit => {
                f.write_str("kontrollsiffran stämmer inte; jämför numret med handlingen siffra för siffra")
            }
            NumberError::BadOther => {
                f.write_str("annat id ska vara 1 till 32 synliga tecken på en rad")
            }
        }
    }
}

impl std::error::Error for NumberError {}

/// An identity number (*personnummer*, *samordningsnummer*, *påhittat nummer* or *annat id*).
///
/// Kept as twelve ASCII digits, or as the text itself for another id. Sex and pronoun are never read
/// from it, and the birth date in it may differ from the person's own (`birth_date`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonalNumber {
    text: String,
    kind: NumberKind,
}

impl PersonalNumber {
    /// Reads a number with ten or twelve digits, with or without `-` or `+` before the last four.
    ///
    /// Ten digits with `+` mean somebody who has turned or turns 100 in the calendar year of `today`;
    /// with `-` somebody younger; with neither, the youngest who can have been born by `today`. An
    /// invented number is read too, as its own kind: whether it is accepted is the caller's matter.
    ///
    /// # Errors
    /// [`NumberError`], first what is wrong with the form, then the date, then the check digit.
    pub fn parse(text: &str, today: NaiveDate) -> Result<PersonalNumber, NumberError> {
        let (digits, sign) = split(text)?;
        let number = match digits.len() {
            12 => digits,
            10 => {
                let year = full_year(&digits, sign, today)?;
                format!("{year:04}{}", digits.get(2..).unwrap_or_default())
            }
            n => return Err(NumberError::Length(n)),
        };
        let (birth, kind) = examine(&number)?;
        if birth > today {
            return Err(NumberError::Future(birth));
        }
        if sign == Some('+') && birth.year() > today.year() - 100 {
            return Err(NumberError::NotHundred(birth.year()));
        }
        if !luhn_holds(&number) {
            return Err(NumberError::CheckDigit);
        }
        Ok(PersonalNumber { text: number, kind })
    }

    /// The number that was stored with its kind, checked again but for the day of today.
    ///
    /// # Errors
    /// [`NumberError`] where the text is not a number of that kind.
    pub fn from_stored(text: &str, kind: NumberKind) -> Result<PersonalNumber, NumberError> {
        if kind == NumberKind::Other {
            return PersonalNumber::other(text);
        }
        if text.len() != 12 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NumberError::Signs);
        }
        let (_, found) = examine(text)?;
        if found != kind || !luhn_holds(text) {
            return Err(NumberError::CheckDigit);
        }
        Ok(PersonalNumber {
            text: text.to_owned(),
            kind,
        })
    }

    /// Another id (*annat id*, for example a reserve number of the health care): 1–32 characters that
    /// can be shown, spaces at the ends trimmed, NFC.
    ///
    /// # Errors
    /// [`NumberError::BadOther`].
    pub fn other(text: &str) -> Result<PersonalNumber, NumberError> {
        let text: String = text.trim().nfc().collect();
        let length = text.chars().count();
        if length == 0 || length > 32 || super::text::clean_line(&text) != text {
            return Err(NumberError::BadOther);
        }
        Ok(PersonalNumber {
            text,
            kind: NumberKind::Other,
        })
    }

    /// The invented number (*påhittat nummer*) of a day: serial 000 and a right check digit. There is
    /// one a day. A year outside 0–9999 is clamped to it.
    pub fn invented(birth_date: NaiveDate) -> PersonalNumber {
        let year = birth_date.year().clamp(0, 9999);
        let mut text = format!(
            "{year:04}{:02}{:02}000",
            birth_date.month(),
            birth_date.day()
        );
        text.push(check_digit(text.get(2..).unwrap_or_default()));
        PersonalNumber {
            text,
            kind: NumberKind::Invented,
        }
    }

    /// Twelve digits without a dash, or the text of another id: what is stored and looked up.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The kind of number.
    pub fn kind(&self) -> NumberKind {
        self.kind
    }

    /// The birth date that the number names; `None` for another id. A person's own birth date is kept
    /// apart, because a nearby day may have been used where the numbers of a day had run out.
    pub fn birth_date(&self) -> Option<NaiveDate> {
        match self.kind {
            NumberKind::Other => None,
            _ => examine(&self.text).ok().map(|(birth, _)| birth),
        }
    }

    /// Whole years of age on a day by the birth date in the number; `None` for another id.
    pub fn age(&self, today: NaiveDate) -> Option<u32> {
        self.birth_date().map(|birth| age_on(birth, today))
    }
}

impl fmt::Display for PersonalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, self.text.get(..8), self.text.get(8..)) {
            (NumberKind::Other, _, _) | (_, None, _) | (_, _, None) => f.write_str(&self.text),
            (_, Some(birth), Some(serial)) => write!(f, "{birth}-{serial}"),
        }
    }
}

/// Whole years of age on a day; 0 before birth. Who is born on 29 February turns a year older on the
/// last of February in other years, as lag (1930:173) 1 § counts years.
pub fn age_on(birth: NaiveDate, today: NaiveDate) -> u32 {
    let years = today.year() - birth.year();
    let birthday = super::calendar::add_months(birth, years.saturating_mul(12));
    let reached = birthday.is_some_and(|day| day <= today);
    let years = if reached { years } else { years - 1 };
    u32::try_from(years).unwrap_or(0)
}

/// The digits, and the sign before the last four if there is one. Spaces are dropped everywhere, and
/// the longer dashes that word processors put in count as a dash.
fn split(text: &str) -> Result<(String, Option<char>), NumberError> {
    let mut digits = String::with_capacity(12);
    let mut sign = None;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c {
            '0'..='9' if digits.len() < 64 => digits.push(c),
            '-' | '\u{2010}'..='\u{2013}' | '\u{2212}' | '+' if sign.is_none() => {
                sign = Some((digits.len(), if c == '+' { '+' } else { '-' }));
            }
            _ => return Err(NumberError::Signs),
        }
    }
    if digits.is_empty() {
        return Err(match sign {
            None => NumberError::Empty,
            Some(_) => NumberError::Signs,
        });
    }
    match sign {
        Some((at, _)) if at + 4 != digits.len() => Err(match digits.len() {
            10 | 12 => NumberError::Signs,
            n => NumberError::Length(n),
        }),
        _ => Ok((digits, sign.map(|(_, sign)| sign))),
    }
}

/// The year that two digits mean, by the calendar-year rule of the plus sign.
fn full_year(digits: &str, sign: Option<char>, today: NaiveDate) -> Result<i32, NumberError> {
    let two: i32 = digits
        .get(..2)
        .and_then(|two| two.parse().ok())
        .ok_or(NumberError::Signs)?;
    let latest = if sign == Some('+') {
        today.year() - 100
    } else {
        today.year()
    };
    let year = latest - (latest - two).rem_euclid(100);
    if sign.is_none() && year == today.year() {
        let ahead = birth_date(year, digits.get(2..).unwrap_or_default())
            .is_some_and(|(birth, _)| birth > today);
        if ahead {
            return Ok(year - 100);
        }
    }
    Ok(year)
}

/// Month, day and kind of a number's last eight digits in a year.
fn birth_date(year: i32, rest: &str) -> Option<(NaiveDate, NumberKind)> {
    let month = rest.get(..2)?.parse().ok()?;
    let day: u32 = rest.get(2..4)?.parse().ok()?;
    let serial = rest.get(4..7)?;
    let (day, kind) = if day > 60 {
        (day - 60, NumberKind::Coordination)
    } else {
        (day, NumberKind::Personal)
    };
    let kind = if serial == "000" {
        NumberKind::Invented
    } else {
        kind
    };
    Some((NaiveDate::from_ymd_opt(year, month, day)?, kind))
}

/// Birth date and kind of twelve digits.
fn examine(number: &str) -> Result<(NaiveDate, NumberKind), NumberError> {
    let year: i32 = number
        .get(..4)
        .and_then(|year| year.parse().ok())
        .ok_or(NumberError::Signs)?;
    if year < EARLIEST_YEAR {
        return Err(NumberError::NoSuchDay);
    }
    birth_date(year, number.get(4..).unwrap_or_default()).ok_or(NumberError::NoSuchDay)
}

/// The check digit of nine digits ÅÅMMDDNNN.
fn check_digit(nine: &str) -> char {
    let sum: u32 = nine
        .bytes()
        .zip([2, 1].into_iter().cycle())
        .map(|(digit, weight)| {
            let product = u32::from(digit.wrapping_sub(b'0')) * weight;
            product / 10 + product % 10
        })
        .sum();
    char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0')
}

/// Whether the last of twelve digits agrees with the nine before it.
fn luhn_holds(number: &str) -> bool {
    number.get(2..11).map(check_digit) == number.chars().last()
}

#[cfg(test)]
mod tests;
