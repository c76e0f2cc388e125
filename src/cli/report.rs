//! `akt rapport`: a report on the command line.

use super::args::{Asked, usage};
use super::out::{Out, json_safe};
use super::session::{Session, day};
use super::{Done, Trouble};
use crate::core::text::screen_safe;
use crate::error::nearest;
use crate::report::{self, Format, Period, REPORTS};

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let word = asked.value(0, "RAPPORT")?;
    let Some(wanted) = REPORTS.iter().find(|report| report.word == word) else {
        let known: Vec<&str> = REPORTS.iter().map(|report| report.word).collect();
        let near = nearest(word, known.iter().copied())
            .map(|near| format!(" Menade du {near}?"))
            .unwrap_or_default();
        return Err(usage(format!(
            "Rapporten ”{word}” finns inte.{near} Rapporter: {}.",
            known.join(", ")
        )));
    };
    let period = period_of(asked)?;
    let period = match asked.text("kvartal")? {
        None => period,
        Some(_) if period != Period::default() => {
            return Err(usage("--kvartal går inte ihop med --fran och --till."));
        }
        Some(text) => Period::quarter(text).ok_or_else(|| {
            usage(format!(
                "--kvartal {text}: skriv år och kvartal, till exempel 2026-K4."
            ))
        })?,
    };
    let period = match asked.text("ar")? {
        None => period,
        Some(_) if period != Period::default() => {
            return Err(usage(
                "--ar går inte ihop med --fran, --till och --kvartal.",
            ));
        }
        Some(text) => Period::year(text)
            .ok_or_else(|| usage(format!("--ar {text}: skriv året, till exempel 2026.")))?,
    };
    let format = format_of(asked)?;
    let (store, user) = session.reader()?;
    let printed = report::print(&(wanted.make)(&store, &user, period)?, format);
    write(out, &printed, format)
}

/// The period that `--fran` and `--till` give.
pub(super) fn period_of(asked: &Asked) -> std::result::Result<Period, Trouble> {
    let of = |name: &str| match asked.text(name)? {
        None => Ok(None),
        Some(text) => day(&format!("--{name} {text}"), text).map(Some),
    };
    let period = Period {
        from: of("fran")?,
        to: of("till")?,
    };
    if let (Some(from), Some(to)) = (period.from, period.to)
        && to < from
    {
        return Err(usage("--till ligger före --fran."));
    }
    Ok(period)
}

/// The format that `--format` asks for.
pub(super) fn format_of(asked: &Asked) -> std::result::Result<Format, Trouble> {
    match asked.text("format")? {
        None => Ok(Format::Text),
        Some(word) => Format::from_word(word)
            .ok_or_else(|| usage(format!("--format {word}: välj text, csv eller json."))),
    }
}

/// Writes what a report has printed, harmless to the terminal.
pub(super) fn write(out: &mut Out, printed: &str, format: Format) -> Done {
    match format {
        Format::Json => out.raw(&json_safe(printed)),
        Format::Text => out.lines("", printed),
        Format::Csv => printed
            .split_terminator("\r\n")
            .try_for_each(|line| out.raw(&format!("{}\r\n", screen_safe(line)))),
    }
}
