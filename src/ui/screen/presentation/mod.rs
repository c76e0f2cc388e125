//! Ärendedragning: cases presented to the group by initials and an age in round figures. Nothing here
//! names the person: the desk hides who it is in all that is drawn while these screens stand open.

mod my_cases;

use chrono::NaiveDate;

use my_cases::MyCases;

use super::form::Form;
use super::short_form::{answers, day, field, required, spec};
use super::{Context, Screen, Step};
use crate::core::calendar::long;
use crate::core::change::Change;
use crate::core::form::{Answers, FieldKind};
use crate::core::query::{CaseView, Presented};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{empty, head};
use crate::ui::wrap::{fitting, wrap};

/// Cases that a page key goes past.
const PAGE: usize = 5;

/// A line as drawn: the row it belongs to, its column, its role and its text.
type Line = (usize, u16, Role, String);

/// The cases of a meeting.
pub struct Presentation {
    day: Option<NaiveDate>,
    days: Vec<NaiveDate>,
    rows: Vec<Presented>,
    /// The name of each one's type, and its short one.
    types: Vec<[String; 2]>,
    at: usize,
    top: usize,
}

impl Default for Presentation {
    fn default() -> Self {
        Presentation::new()
    }
}

impl Presentation {
    /// The next meeting.
    pub fn new() -> Presentation {
        Presentation {
            day: None,
            days: Vec::new(),
            rows: Vec::new(),
            types: Vec::new(),
            at: 0,
            top: 0,
        }
    }

    fn on(&self, ctx: &Context<'_>) -> NaiveDate {
        self.day
            .unwrap_or_else(|| ctx.store.unit().routines.next_meeting(ctx.today))
    }

    /// The rows as drawn: which case each belongs to, its role and text. What a veil hides is hidden before the
    /// lines are broken.
    fn lines(&self, ctx: &Context<'_>, hide: &dyn Fn(&str) -> String) -> Vec<Line> {
        let room = usize::from(ctx.width.saturating_sub(5)).max(1);
        let mut lines = Vec::new();
        for (at, (row, kind)) in self.rows.iter().zip(&self.types).enumerate() {
            if at > 0 {
                lines.push((at, 0, Role::Text, String::new()));
            }
            let family = row.situation.map_or("", |s| s.name());
            let age = row.age_span(self.on(ctx));
            let told = |kind: &str| {
                [&row.initials, &age, kind, family, &row.case_number]
                    .into_iter()
                    .filter(|t| !t.is_empty())
                    .collect::<Vec<_>>()
                    .join("  ·  ")
            };
            let [long, short] = kind;
            let first = [told(long), told(short)];
            let first = fitting(&[&first[0], &first[1]], room + 2);
            for line in wrap(first, room + 2) {
                lines.push((at, 2, Role::TextStrong, line));
            }
            for (label, text) in [
                ("Förslag", &row.proposal),
                ("Noteringar", &row.notes),
                ("Utfall", &row.outcome),
            ] {
                if text.is_empty() {
                    continue;
                }
                for line in wrap(&hide(&format!("{label}: {text}")), room) {
                    lines.push((at, 4, Role::Text, line));
                }
            }
        }
        lines
    }

    fn keep(&mut self, ctx: &Context<'_>) {
        self.at = self.at.min(self.rows.len().saturating_sub(1));
        self.top = self.top_of(
            &self.lines(ctx, &str::to_owned),
            ctx.height.saturating_sub(2),
        );
    }

    /// The first line in sight, so that the chosen case is.
    fn top_of(&self, lines: &[Line], height: u16) -> usize {
        let height = usize::from(height).max(1);
        let of = |line: &Line| line.0 == self.at && line.1 > 0;
        let first = lines.iter().position(of).unwrap_or(0);
        let last = lines.iter().rposition(of).unwrap_or(0);
        let top = match first < self.top || last >= self.top + height {
            true => first,
            false => self.top,
        };
        top.min(lines.len().saturating_sub(height))
    }

    /// Goes to the meeting before or after.
    fn turn(&mut self, by: isize, ctx: &Context<'_>) -> Result<Step> {
        let here = self.on(ctx);
        let mut days = self.days.clone();
        days.push(ctx.store.unit().routines.next_meeting(ctx.today));
        days.sort_unstable();
        days.dedup();
        let other = match by < 0 {
            true => days.iter().rev().find(|d| **d < here),
            false => days.iter().find(|d| **d > here),
        };
        let Some(other) = other else {
            return Ok(Step::done("Ingen fler dragning åt det hållet."));
        };
        self.day = Some(*other);
        self.at = 0;
        self.load(ctx)?;
        Ok(Step::Stay)
    }
}

/// A form for what is proposed, said and decided at a meeting.
fn form(title: &str, case: i64, on: NaiveDate, told: &Presented) -> Form {
    let spec = spec(
        "arendedragning",
        "",
        "",
        vec![
            required(
                "dag",
                "Dragning",
                FieldKind::Date,
                "Dagen då gruppen träffas.",
            ),
            required(
                "forslag",
                "Förslag",
                FieldKind::Text,
                "Vad du föreslår och varför. Skriv utan namn och kön.",
            ),
            field(
                "noteringar",
                "Noteringar",
                FieldKind::Text,
                "Vad gruppen frågade och sade.",
            ),
            field("utfall", "Utfall", FieldKind::Text, "Vad det blev."),
        ],
    );
    let filled = answers([
        ("dag", on.to_string()),
        ("forslag", told.proposal.clone()),
        ("noteringar", told.notes.clone()),
        ("utfall", told.outcome.clone()),
    ]);
    Form::quick(title, None, spec, filled, move |given: &Answers, _| {
        let change = Change::PresentCase {
            case,
            day: day(given, "dag", "Dragning")?,
            proposal: given.get("forslag").to_owned(),
            notes: given.get("noteringar").to_owned(),
            outcome: given.get("utfall").to_owned(),
        };
        Ok(Step::apply_then(change, |_| {
            Step::Many(vec![
                Step::Close,
                Step::done("Sparat till ärendedragningen."),
            ])
        }))
    })
}

/// Puts a case up at the next meeting, or opens what is written of it there.
///
/// # Errors
/// When the meeting cannot be read.
pub fn put_up(view: &CaseView, ctx: &Context<'_>) -> Result<Step> {
    let on = ctx.store.unit().routines.next_meeting(ctx.today);
    let there = ctx.store.presented(ctx.user, on)?;
    let told = there.into_iter().find(|p| p.case == view.id);
    let told = told.unwrap_or_else(|| blank(view.id));
    let title = format!("Ärendedragning  {}", view.case_number);
    Ok(Step::open(form(&title, view.id, on, &told)))
}

fn blank(case: i64) -> Presented {
    Presented {
        case,
        person: 0,
        case_number: String::new(),
        case_type: String::new(),
        initials: String::new(),
        birth_date: None,
        situation: None,
        proposal: String::new(),
        notes: String::new(),
        outcome: String::new(),
        recorded_by: String::new(),
    }
}

impl Screen for Presentation {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn title(&self) -> String {
        "Ärendedragning".to_owned()
    }

    fn presents(&self) -> bool {
        true
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        let on = self.on(ctx);
        self.rows = ctx.store.presented(ctx.user, on)?;
        self.days = ctx.store.presentation_days(ctx.user)?;
        self.types.clear();
        for row in &self.rows {
            let known = ctx.store.unit().case_types.get(&row.case_type);
            self.types.push(match known {
                Some(known) => [known.name.clone(), known.short.clone()],
                None => [row.case_type.clone(), row.case_type.clone()],
            });
        }
        self.keep(ctx);
        Ok(())
    }

    fn actions(&self) -> Vec<Action> {
        Action::of(self.scope())
            .filter(|action| !matches!(action, Action::Mark | Action::Search))
            .collect()
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        match action {
            Action::Open => {
                let Some(row) = self.rows.get(self.at) else {
                    return Ok(Step::Stay);
                };
                let title = format!("Ärendedragning  {}", row.initials);
                return Ok(Step::open(form(&title, row.case, self.on(ctx), row)));
            }
            Action::AddRow => {
                let there: Vec<i64> = self.rows.iter().map(|r| r.case).collect();
                return Ok(Step::open(MyCases::new(self.on(ctx), there)));
            }
            Action::RemoveRow => {
                let Some(row) = self.rows.get(self.at) else {
                    return Ok(Step::Stay);
                };
                return Ok(Step::apply(Change::WithdrawCase {
                    case: row.case,
                    day: self.on(ctx),
                }));
            }
            Action::PrevMeeting => return self.turn(-1, ctx),
            Action::NextMeeting => return self.turn(1, ctx),
            Action::PageUp => self.at = self.at.saturating_sub(PAGE),
            Action::PageDown => self.at += PAGE,
            Action::Up => self.at = self.at.saturating_sub(1),
            Action::Down => self.at += 1,
            Action::First => self.at = 0,
            Action::Last => self.at = self.rows.len(),
            _ => {}
        }
        self.keep(ctx);
        Ok(Step::Stay)
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let on = long(self.on(ctx));
        let count = match self.rows.len() {
            1 => "1 ärende".to_owned(),
            n => format!("{n} ärenden"),
        };
        let left = [
            (Role::Head, "Ärendedragning"),
            (Role::Text, "  "),
            (Role::Text, on.as_str()),
        ];
        let rows = head(canvas, &left, &[(Role::Text, &count)]);
        let mut body = canvas.below(rows);
        if self.rows.is_empty() {
            let key = ctx
                .keymap
                .hint(Scope::Picker, Action::AddRow)
                .unwrap_or_default();
            let next = format!("{key} väljer bland dina ärenden.");
            empty(&mut body, 0, "Inget ärende ska dras den dagen.", &next);
            return;
        }
        let lines = self.lines(ctx, &|text| body.shown(Role::Text, text).into_owned());
        let top = self.top_of(&lines, body.height());
        let mut first = true;
        for (y, (at, x, role, text)) in (0..body.height()).zip(lines.iter().skip(top)) {
            if *at == self.at && *x > 0 && std::mem::take(&mut first) {
                body.text(0, y, Role::Marker, "▌");
            }
            body.text(*x, y, *role, text);
        }
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        let of_row: &[Action] = match self.rows.is_empty() {
            true => &[Action::AddRow],
            false => &[Action::Open, Action::AddRow, Action::RemoveRow],
        };
        let others = [Action::PrevMeeting, Action::NextMeeting, Action::Back];
        [of_row, &others].concat()
    }
}
