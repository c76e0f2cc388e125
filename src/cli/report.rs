//! `akt rapport`: figures for a time.

use chrono::NaiveDate;
use serde::Serialize;

use super::args::{Asked, usage};
use super::out::Out;
use super::session::Session;
use super::{Done, Trouble};
use crate::core::calendar::{day_month_year, parse_date};
use crate::core::text::fold;
use crate::report::{Table, plans};

#[derive(Serialize)]
struct Json<'a> {
    schema: u32,
    report: &'static str,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    tables: &'a [Table],
}

/// The time a report is about, both days included.
type Time = (Option<NaiveDate>, Option<NaiveDate>);

/// How the answer is written.
#[derive(Clone, Copy)]
enum Format {
    Text,
    Csv,
    Json,
}

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let which = fold(asked.value(0, "RAPPORT")?);
    let time = time(asked)?;
    let format = match asked.text("format")?.map(fold).as_deref() {
        None | Some("text") => Format::Text,
        Some("csv") => Format::Csv,
        Some("json") => Format::Json,
        Some(other) => {
            return Err(usage(format!(
                "--format {other} finns inte. Skriv text, csv eller json."
            )));
        }
    };
    match which.as_str() {
        "genomforandeplaner" => {
            let (store, user) = session.reader()?;
            let orders = store.report_orders(&user, time.0, time.1)?;
            let tables = plans::tables(&orders, store.unit());
            write(out, "genomforandeplaner", time, format, &tables)
        }
        other => Err(usage(format!(
            "Rapporten ”{other}” finns inte. Det här går: akt rapport genomforandeplaner"
        ))),
    }
}

fn time(asked: &Asked) -> Result<Time, Trouble> {
    let day = |name: &str| -> Result<Option<NaiveDate>, Trouble> {
        asked
            .text(name)?
            .map(|text| parse_date(text).map_err(|e| usage(format!("--{name}: {e}."))))
            .transpose()
    };
    let (from, to) = (day("fran")?, day("till")?);
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(usage("--till ligger före --fran."));
    }
    Ok((from, to))
}

fn write(
    out: &mut Out,
    report: &'static str,
    (from, to): Time,
    format: Format,
    tables: &[Table],
) -> Done {
    match format {
        Format::Json => out.json_pretty(&Json {
            schema: 1,
            report,
            from,
            to,
            tables,
        }),
        Format::Csv => {
            for (at, table) in tables.iter().enumerate() {
                if at > 0 {
                    out.line("")?;
                }
                out.lines("", &table.csv())?;
            }
            Ok(())
        }
        Format::Text => {
            let time = match (from, to) {
                (None, None) => "All tid".to_owned(),
                (Some(from), None) => format!("Från {}", day_month_year(from)),
                (None, Some(to)) => format!("Till och med {}", day_month_year(to)),
                (Some(from), Some(to)) => {
                    format!("{} – {}", day_month_year(from), day_month_year(to))
                }
            };
            out.line(&time)?;
            for table in tables {
                out.line("")?;
                out.lines("", &table.text())?;
            }
            Ok(())
        }
    }
}
