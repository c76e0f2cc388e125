//! The rules file: from TOML with Swedish keys to checked rules.

use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;
use toml::Spanned;

pub use super::toml_error::UnitFileError;
use super::toml_error::unknown;
use crate::core::calendar::parse_time;
use crate::core::event::EventKind;
use crate::core::rule::{Class, Kinds, Length, Per, Rule, RuleSet};
use crate::core::text::clean_line;

const BUILTIN: &str = include_str!("rules.toml");

/// The first and the last starting day that every rule answers for: förvaltningslagen (2017:900)
/// came into force on the first.
pub fn coverage() -> (NaiveDate, NaiveDate) {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap_or_default();
    (day(2018, 7, 1), day(2100, 12, 31))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    regel: Vec<Spanned<Row>>,
    #[serde(default)]
    helgdag: Vec<Spanned<Holiday>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    datum: toml::value::Datetime,
    namn: String,
}

/// A row as written: what is not written is taken from the built-in rule of the same id.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    namn: Option<String>,
    gor: Option<String>,
    startar: Option<Vec<String>>,
    stoppar: Option<Vec<String>>,
    per: Option<PerWord>,
    langd: Option<LengthTable>,
    arendetyper: Option<Vec<String>>,
    undantag_typer: Option<Vec<String>>,
    klass: Option<ClassWord>,
    varning_dagar: Option<u16>,
    kalla: Option<String>,
    paragraf: Option<String>,
    giltig_fran: Option<toml::value::Datetime>,
    giltig_till: Option<toml::value::Datetime>,
    preferens: Option<bool>,
    upprepas: Option<bool>,
    tak: Option<String>,
    sjalva_dagen: Option<bool>,
    borja_veckor_innan: Option<u16>,
    fran_handelsens_till: Option<bool>,
    klockslag: Option<AfterTime>,
    ej_om_pagar: Option<bool>,
    passerar: Option<bool>,
    mojlig: Option<bool>,
    dold: Option<bool>,
    arsslut_ar_efter: Option<u16>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PerWord {
    Arende,
    Insats,
    Mottagare,
    Bestallning,
    Akt,
    Synpunkt,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ClassWord {
    LagFlyttas,
    LagStar,
    EgetLofte,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct LengthTable {
    dagar: Option<i64>,
    arbetsdagar: Option<i64>,
    veckor: Option<i64>,
    manader: Option<i64>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct AfterTime {
    efter: String,
    dagar: i64,
}

/// The file of the built-in rules, for a unit to begin its own from.
pub fn builtin_text() -> &'static str {
    BUILTIN
}

impl RuleSet {
    /// The built-in rules K1–K15.
    pub fn builtin() -> RuleSet {
        // A test reads the built-in file, so that it cannot be empty here.
        RuleSet::new(
            read(BUILTIN, &[]).map_or_else(|_| Vec::new(), |(rows, _)| rows),
            Vec::new(),
        )
    }

    /// The built-in rules with those of a unit's file in place of the rules of the same id, and the
    /// file's own free days. What a row leaves out is as in the built-in rule; a row without validity
    /// changes every built-in row of its id.
    ///
    /// # Errors
    /// [`UnitFileError`] with the line and what is wrong, in Swedish: not TOML, unknown fields and
    /// words, lengths that are not positive, gaps or overlaps in validity.
    pub fn from_toml(text: &str) -> Result<RuleSet, UnitFileError> {
        let (base, _) = read(BUILTIN, &[])?;
        let (own, holidays) = read(text, &base)?;
        let mut rows: Vec<Rule> = Vec::with_capacity(base.len() + own.len());
        for row in base {
            if !own.iter().any(|mine| mine.id == row.id) {
                rows.push(row);
            } else if !rows.iter().any(|done| done.id == row.id) {
                // Replaced in its place, so that the order of the rules stands.
                rows.extend(own.iter().filter(|mine| mine.id == row.id).cloned());
            }
        }
        for row in own {
            if !rows
                .iter()
                .any(|done| done.id == row.id && done.valid_from == row.valid_from)
            {
                rows.push(row);
            }
        }
        Ok(RuleSet::new(rows, holidays))
    }
}

type Rows = (Vec<Rule>, Vec<(NaiveDate, String)>);

fn read(text: &str, base: &[Rule]) -> Result<Rows, UnitFileError> {
    let file: File = toml::from_str(text).map_err(|e| UnitFileError::from_toml(text, &e))?;
    let mut rules: Vec<(usize, Rule)> = Vec::new();
    for spanned in file.regel {
        let at = spanned.span().start;
        let row = spanned.into_inner();
        for rule in build(&row, base)
            .map_err(|wrong| UnitFileError::at(text, at, format!("regel {}: {wrong}", row.id)))?
        {
            rules.push((at, rule));
        }
    }
    check_coverage(&rules).map_err(|(at, wrong)| UnitFileError::at(text, at, wrong))?;
    let mut holidays = Vec::new();
    for spanned in file.helgdag {
        let at = spanned.span().start;
        let day = spanned.into_inner();
        let name = words(Some(&day.namn), "namn")
            .map_err(|wrong| UnitFileError::at(text, at, wrong))?
            .unwrap_or_default();
        let date = date(&day.datum).map_err(|wrong| UnitFileError::at(text, at, wrong))?;
        holidays.push((date, name));
    }
    Ok((rules.into_iter().map(|(_, rule)| rule).collect(), holidays))
}

/// The rules that a row makes: one, or one for each built-in row where it only changes some of it.
fn build(row: &Row, base: &[Rule]) -> Result<Vec<Rule>, String> {
    if row.id.is_empty() || row.id.chars().any(|c| !c.is_ascii_alphanumeric()) {
        return Err("id får bara ha bokstäverna a–z och siffror".to_owned());
    }
    let known = || {
        base.iter()
            .filter(|rule| rule.id.eq_ignore_ascii_case(&row.id))
    };
    let (first, last) = coverage();
    let from = row.giltig_fran.as_ref().map(date).transpose()?;
    let to = row.giltig_till.as_ref().map(date).transpose()?;
    let whole = from.is_none() && to.is_none();
    if whole && known().next().is_some() {
        return known().map(|rule| overlay(row, Some(rule))).collect();
    }
    let (from, to) = (from.unwrap_or(first), to.unwrap_or(last));
    if from > to {
        return Err(format!("giltig_fran {from} är efter giltig_till {to}"));
    }
    let mut rule = overlay(row, known().find(|rule| rule.valid_on(from)))?;
    (rule.valid_from, rule.valid_to) = (from, to);
    Ok(vec![rule])
}

fn overlay(row: &Row, base: Option<&Rule>) -> Result<Rule, String> {
    fn need<T>(own: Option<T>, base: Option<T>, field: &str) -> Result<T, String> {
        own.or(base)
            .ok_or_else(|| format!("fältet \"{field}\" saknas"))
    }
    let flag = |own: Option<bool>, of: fn(&Rule) -> bool| own.or(base.map(of)).unwrap_or(false);
    let starts = match &row.startar {
        Some(words) => Some(kinds(words)?),
        None => None,
    };
    let stops = match &row.stoppar {
        Some(words) => Some(kinds(words)?.into_iter().collect::<Kinds>()),
        None => None,
    };
    let length = match (row.sjalva_dagen, row.langd) {
        (Some(true), Some(_)) => return Err("skriv langd eller sjalva_dagen, inte båda".to_owned()),
        (Some(true), None) => Some(Length::OwnDay),
        (_, Some(table)) => Some(table.length()?),
        (_, None) => None,
    };
    let starts = need(starts, base.map(|b| b.starts.clone()), "startar")?;
    let length = need(length, base.map(|b| b.length), "langd")?;
    let cap = match &row.tak {
        Some(word) => Some(kind(word)?),
        None => base.and_then(|b| b.cap),
    };
    let after_time = match &row.klockslag {
        Some(table) => Some(table.read()?),
        None => base.and_then(|b| b.after_time),
    };
    let begin_weeks = row.borja_veckor_innan.or(base.and_then(|b| b.begin_weeks));
    let per = need(row.per.map(Per::from), base.map(|b| b.per), "per")?;
    if starts.is_empty() && per != Per::File {
        return Err("startar är tom; bara en regel per akt räknas från sista händelsen".to_owned());
    }
    // A changed length also changes how early it warns, unless the unit says something else.
    let warn_default = if length.is_long() { 14 } else { 3 };
    let inherited = base.filter(|b| b.length == length).map(|b| b.warn_days);
    let (first, last) = coverage();
    Ok(Rule {
        id: base.map_or_else(|| row.id.clone(), |b| b.id.clone()),
        order: 0,
        name: need(
            words(row.namn.as_deref(), "namn")?,
            base.map(|b| b.name.clone()),
            "namn",
        )?,
        action: need(
            words(row.gor.as_deref(), "gor")?,
            base.map(|b| b.action.clone()),
            "gor",
        )?,
        start_set: starts.iter().copied().collect(),
        starts,
        stops: need(stops, base.map(|b| b.stops), "stoppar")?,
        per,
        length,
        case_types: own_or(&row.arendetyper, base.map(|b| &b.case_types)),
        except_types: own_or(&row.undantag_typer, base.map(|b| &b.except_types)),
        class: need(row.klass.map(Class::from), base.map(|b| b.class), "klass")?,
        warn_days: row.varning_dagar.or(inherited).unwrap_or(warn_default),
        source: need(
            words(row.kalla.as_deref(), "kalla")?,
            base.map(|b| b.source.clone()),
            "kalla",
        )?,
        section: words(row.paragraf.as_deref(), "paragraf")?
            .or(base.and_then(|b| b.section.clone())),
        valid_from: base.map_or(first, |b| b.valid_from),
        valid_to: base.map_or(last, |b| b.valid_to),
        preference: flag(row.preferens, |b| b.preference),
        repeats: flag(row.upprepas, |b| b.repeats),
        cap,
        begin_weeks,
        from_until: flag(row.fran_handelsens_till, |b| b.from_until),
        after_time,
        not_while_running: flag(row.ej_om_pagar, |b| b.not_while_running),
        passes: flag(row.passerar, |b| b.passes),
        possible: flag(row.mojlig, |b| b.possible),
        hidden: flag(row.dold, |b| b.hidden),
        year_end: row.arsslut_ar_efter.or(base.and_then(|b| b.year_end)),
    })
}

/// A text that people read: one clean line, not empty.
fn words(written: Option<&str>, field: &str) -> Result<Option<String>, String> {
    let clean = written.map(|text| clean_line(text).trim().to_owned());
    match clean {
        Some(text) if text.is_empty() => Err(format!("fältet \"{field}\" är tomt")),
        clean => Ok(clean),
    }
}

fn own_or(own: &Option<Vec<String>>, base: Option<&Vec<String>>) -> Vec<String> {
    own.as_ref().or(base).cloned().unwrap_or_default()
}

fn kind(word: &str) -> Result<EventKind, String> {
    EventKind::from_word(word).ok_or_else(|| {
        unknown(
            "händelsen",
            word,
            EventKind::ALL.iter().map(|kind| kind.word()),
        )
    })
}

fn kinds(words: &[String]) -> Result<Vec<EventKind>, String> {
    words.iter().map(|word| kind(word)).collect()
}

fn date(written: &toml::value::Datetime) -> Result<NaiveDate, String> {
    match (&written.date, &written.time) {
        (Some(date), None) => {
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
                .ok_or_else(|| format!("{written} finns inte i kalendern"))
        }
        _ => Err(format!("{written} är inget datum; skriv ÅÅÅÅ-MM-DD")),
    }
}

fn positive(n: i64) -> Result<u16, String> {
    match u16::try_from(n) {
        Ok(n @ 1..=9999) => Ok(n),
        _ => Err(format!("längden {n} ska vara 1 till 9999")),
    }
}

impl LengthTable {
    fn length(self) -> Result<Length, String> {
        let one_of = || "langd ska ha ett av dagar, arbetsdagar, veckor och manader".to_owned();
        match (self.dagar, self.arbetsdagar, self.veckor, self.manader) {
            (Some(n), None, None, None) => Ok(Length::Days(positive(n)?)),
            (None, Some(n), None, None) => Ok(Length::WorkingDays(positive(n)?)),
            (None, None, Some(n), None) => Ok(Length::Weeks(positive(n)?)),
            (None, None, None, Some(n)) => Ok(Length::Months(positive(n)?)),
            _ => Err(one_of()),
        }
    }
}

impl AfterTime {
    fn read(&self) -> Result<(NaiveTime, u16), String> {
        let time = parse_time(&self.efter).map_err(|wrong| wrong.to_string())?;
        Ok((time, positive(self.dagar)?))
    }
}

impl From<PerWord> for Per {
    fn from(word: PerWord) -> Per {
        match word {
            PerWord::Arende => Per::Case,
            PerWord::Insats => Per::Measure,
            PerWord::Mottagare => Per::Recipient,
            PerWord::Bestallning => Per::Order,
            PerWord::Akt => Per::File,
            PerWord::Synpunkt => Per::Feedback,
        }
    }
}

impl From<ClassWord> for Class {
    fn from(word: ClassWord) -> Class {
        match word {
            ClassWord::LagFlyttas => Class::StatuteMoves,
            ClassWord::LagStar => Class::StatuteStands,
            ClassWord::EgetLofte => Class::OwnPromise,
        }
    }
}

/// Every id has exactly one row for each starting day of the coverage.
fn check_coverage(rules: &[(usize, Rule)]) -> Result<(), (usize, String)> {
    let (first, last) = coverage();
    for (at, rule) in rules {
        let mut rows: Vec<&Rule> = rules
            .iter()
            .map(|(_, row)| row)
            .filter(|row| row.id == rule.id)
            .collect();
        rows.sort_by_key(|row| row.valid_from);
        let mut expected = first;
        for row in &rows {
            if row.valid_from != expected && !(expected == first && row.valid_from < first) {
                let what = if row.valid_from > expected {
                    "ingen rad"
                } else {
                    "två rader"
                };
                let day = row.valid_from.min(expected);
                return Err((*at, format!("regel {}: {what} gäller den {day}", rule.id)));
            }
            expected = row.valid_to.succ_opt().unwrap_or(NaiveDate::MAX);
        }
        if expected <= last {
            return Err((
                *at,
                format!("regel {}: ingen rad gäller den {expected}", rule.id),
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
