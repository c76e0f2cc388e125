//! The reports there are, each with the time it is about: a table to read, beside what `akt rapport` prints. Whoever
//! checks the log draws and reads its sample here too.

use chrono::{Datelike, NaiveDate};

use super::choose::Choose;
use super::form::Form;
use super::short_form::{answers, day_opt, field, spec};
use super::{Context, Screen, Step, log_check};
use crate::core::calendar::day_month_year;
use crate::core::form::FieldKind;
use crate::error::{Error, Result};
use crate::report::{Format, Period, REPORTS, Report, Table, print};
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{SCROLLING, head, scrolled};
use crate::ui::wrap::wrap;

/// What can be asked for.
enum Wanted {
    Report(&'static Report),
    DrawLog,
    PastLogChecks,
}

/// The reports, to choose one.
///
/// # Errors
/// When it cannot be read who may check the log.
pub fn open(ctx: &Context<'_>) -> Result<Step> {
    let named = |wanted, name: &str, about: &str| (wanted, name.to_owned(), about.to_owned());
    let mut options: Vec<_> = REPORTS
        .iter()
        .map(|report| named(Wanted::Report(report), report.name, report.about))
        .collect();
    if ctx.store.checks_log(ctx.user)? {
        let days = ctx.store.unit().log_rules.days;
        let about = format!("ett urval ur de senaste {days} dagarna");
        options.push(named(Wanted::DrawLog, "Loggkontroll", &about));
        options.push(named(
            Wanted::PastLogChecks,
            "Gjorda loggkontroller",
            "när, av vem och vad de visade",
        ));
    }
    let chosen = |wanted: &Wanted, ctx: &Context<'_>| match wanted {
        Wanted::Report(report) => Ok(choose_period(report, ctx.today)),
        Wanted::DrawLog => log_check::draw(ctx),
        Wanted::PastLogChecks => log_check::past(ctx),
    };
    Ok(Step::open(Choose::new("Rapporter", None, options, chosen)))
}

/// Years and quarters near a day, the nearest first; `None` is days of one's own.
fn periods(today: NaiveDate) -> Vec<(Option<Period>, String)> {
    let year = today.year();
    let quarter = today.month0() / 3 + 1;
    let before = match quarter {
        1 => (year - 1, 4),
        q => (year, q - 1),
    };
    let quarters = [(year, quarter), before].map(|(year, quarter)| {
        let period = Period::quarter(&format!("{year}-K{quarter}"));
        (period, format!("Kvartal {quarter} {year}"))
    });
    let years = [year, year - 1].map(|year| (Period::year(&year.to_string()), year.to_string()));
    let mut all: Vec<_> = quarters.into_iter().chain(years).collect();
    all.push((None, "Andra dagar".to_owned()));
    all
}

fn choose_period(report: &'static Report, today: NaiveDate) -> Step {
    let options = periods(today).into_iter().map(|(period, name)| {
        let about = period.map_or_else(|| "från och till".to_owned(), told);
        (period, name, about)
    });
    let title = format!("{}: för vilken tid", report.name);
    Step::open(Choose::new(
        title,
        None,
        options.collect(),
        move |period, ctx| {
            Ok(match period {
                Some(period) => Step::open(ReportScreen::new(report, *period)),
                None => own_days(report, ctx.today),
            })
        },
    ))
}

fn own_days(report: &'static Report, today: NaiveDate) -> Step {
    let form = spec(
        "tid",
        "Tid",
        "Tomt betyder utan gräns.",
        vec![
            field("fran", "Från", FieldKind::Date, "Första dagen."),
            field("till", "Till", FieldKind::Date, "Sista dagen."),
        ],
    );
    let first = answers([("till", today.to_string())]);
    Step::open(Form::quick(
        report.name,
        None,
        form,
        first,
        move |given, _| {
            let period = Period {
                from: day_opt(given, "fran", "Från")?,
                to: day_opt(given, "till", "Till")?,
            };
            match (period.from, period.to) {
                (Some(from), Some(to)) if to < from => {
                    Err(Error::user("Sista dagen ligger före den första."))
                }
                _ => Ok(Step::Replace(Box::new(ReportScreen::new(report, period)))),
            }
        },
    ))
}

/// "1 okt 2026 – 31 dec 2026".
fn told(period: Period) -> String {
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, day_month_year);
    match (period.from, period.to) {
        (None, None) => "all tid".to_owned(),
        (from, to) => format!("{} – {}", day(from), day(to)).trim().to_owned(),
    }
}

/// A report's tables, read a page and a column at a time.
pub struct ReportScreen {
    report: &'static Report,
    period: Period,
    tables: Vec<Table>,
    lines: Vec<(Role, String)>,
    top: usize,
    /// Columns that have been passed over to see those on the right.
    passed: usize,
    /// Whether there are columns further to the right.
    more: bool,
}

impl ReportScreen {
    /// A report for a time.
    pub fn new(report: &'static Report, period: Period) -> ReportScreen {
        ReportScreen {
            report,
            period,
            tables: Vec::new(),
            lines: Vec::new(),
            top: 0,
            passed: 0,
            more: false,
        }
    }

    fn rows(ctx: &Context<'_>) -> usize {
        usize::from(ctx.height.saturating_sub(2))
    }

    /// Lays the tables out with the columns that there is room for.
    fn lay_out(&mut self, ctx: &Context<'_>) {
        let room = usize::from(ctx.width.saturating_sub(2));
        self.lines.clear();
        self.more = false;
        for table in &self.tables {
            if !self.lines.is_empty() {
                self.lines.push((Role::Text, String::new()));
            }
            let title = wrap(&table.title, room);
            self.lines
                .extend(title.into_iter().map(|line| (Role::FormSection, line)));
            let shown = table.fitting(self.report.keys, self.passed, room);
            let last = table.columns.len().saturating_sub(1);
            self.more |= !table.rows.is_empty() && !shown.contains(&last);
            for (at, line) in table.lines(&shown).into_iter().enumerate() {
                let heading = at == 0 && !table.rows.is_empty();
                let role = if heading { Role::FormLabel } else { Role::Text };
                self.lines.push((role, line));
            }
            for note in &table.notes {
                self.lines.push((Role::Text, String::new()));
                let note = wrap(note, room);
                self.lines
                    .extend(note.into_iter().map(|line| (Role::TextDim, line)));
            }
        }
        self.top = scrolled(
            self.top,
            Action::Redraw,
            self.lines.len(),
            ReportScreen::rows(ctx),
        );
    }
}

impl Screen for ReportScreen {
    fn scope(&self) -> Scope {
        Scope::Reader
    }

    fn title(&self) -> String {
        self.report.name.to_owned()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        self.tables = (self.report.make)(ctx.store, ctx.user, self.period)?;
        self.lay_out(ctx);
        Ok(())
    }

    fn actions(&self) -> Vec<Action> {
        let mut all = SCROLLING.to_vec();
        all.extend([Action::Leftwards, Action::Rightwards, Action::Print]);
        all
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        match action {
            Action::Print => {
                return Ok(Step::SaveText {
                    name: format!("{}.txt", self.report.word),
                    text: print(&self.tables, Format::Text),
                });
            }
            Action::Leftwards => self.passed = self.passed.saturating_sub(1),
            Action::Rightwards if self.more => self.passed += 1,
            action => {
                let rows = ReportScreen::rows(ctx);
                self.top = scrolled(self.top, action, self.lines.len(), rows);
                return Ok(Step::Stay);
            }
        }
        self.lay_out(ctx);
        Ok(Step::Stay)
    }

    fn view(&self, _ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let period = format!("  {}", told(self.period));
        let left = [(Role::Head, self.report.name), (Role::TextDim, &period)];
        let right: &[(Role, &str)] = match self.more {
            true => &[(Role::TextDim, "fler kolumner till höger")],
            false => &[],
        };
        let y = head(canvas, &left, right);
        let mut body = canvas.below(y);
        for (y, (role, line)) in (0..body.height()).zip(self.lines.iter().skip(self.top)) {
            body.text(1, y, *role, line);
        }
        // The columns keep their headings, over a row that was in sight on the page before.
        let above = self.lines.iter().take(self.top + 1);
        let of_table = above
            .rev()
            .find(|(role, _)| matches!(role, Role::FormLabel | Role::FormSection | Role::TextDim));
        if let Some((Role::FormLabel, line)) = of_table {
            body.part(0, 0, body.width(), 1).clear();
            body.text(1, 0, Role::FormLabel, line);
        }
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        let mut all = vec![Action::PageDown, Action::PageUp];
        if self.more {
            all.push(Action::Rightwards);
        }
        if self.passed > 0 {
            all.push(Action::Leftwards);
        }
        all.extend([Action::Print, Action::Back]);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_january_the_quarter_before_is_last_years() {
        let offered = periods(NaiveDate::from_ymd_opt(2027, 1, 4).unwrap());
        let told: Vec<String> = offered
            .iter()
            .map(|(period, name)| format!("{name}: {}", period.map_or_else(String::new, told)))
            .collect();
        assert_eq!(
            told,
            [
                "Kvartal 1 2027: 1 jan 2027 – 31 mars 2027",
                "Kvartal 4 2026: 1 okt 2026 – 31 dec 2026",
                "2027: 1 jan 2027 – 31 dec 2027",
                "2026: 1 jan 2026 – 31 dec 2026",
                "Andra dagar: ",
            ]
        );
    }
}
