//! What stands above the page of a case: whose it is, its way, what comes next, what is missing.

use super::{CaseScreen, Find, Read, gate, way};
use crate::core::completeness::sentence;
use crate::core::next::{NextStep, said_by};
use crate::core::renewal;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::screen::short_form::{lower, told};
use crate::ui::screen::{Context, Part};
use crate::ui::theme::Role;
use crate::ui::widget::person_head;
use crate::ui::wrap::{fitting, width};

/// What stands between the facts of the head.
const BETWEEN: &str = "  ·  ";

impl CaseScreen {
    /// Rows that the page has below the head.
    pub(super) fn page_height(&self, ctx: &Context<'_>) -> u16 {
        ctx.height.saturating_sub(
            5 + u16::from(ctx.part != Part::Lower)
                + u16::from(self.shows_missing())
                + u16::from(self.proposal.is_some()),
        )
    }

    fn shows_missing(&self) -> bool {
        self.find.is_none() && !self.missing.is_empty()
    }

    /// One column or two: what stands above the page.
    pub(super) fn top(&self, read: &Read, ctx: &Context<'_>, canvas: &mut Canvas<'_>) -> u16 {
        let view = &read.view;
        let mut y = person_head(canvas, &view.person, ctx.today);
        let state = match view.closed {
            Some(day) => format!("avslutat {}", told(day, ctx.today)),
            None => view.step.name().to_owned(),
        };
        let owner = if view.caseworker.is_empty() {
            "ingen handläggare"
        } else {
            &view.caseworker
        };
        let around = width(&format!(
            "{}  {BETWEEN}{state}{BETWEEN}{owner} ",
            view.case_number
        ));
        let room = usize::from(canvas.width()).saturating_sub(around + 1);
        let case_type = fitting(&self.case_type.each_ref().map(AsRef::as_ref), room);
        canvas.line(
            1,
            y,
            &[
                (Role::Head, &view.case_number),
                (Role::Text, "  "),
                (Role::Text, case_type),
                (Role::Text, BETWEEN),
                (Role::Text, &state),
                (Role::Text, BETWEEN),
                (Role::Text, owner),
            ],
        );
        y += 1;
        // Where there is a rule above, one is enough.
        if ctx.part != Part::Lower {
            canvas.rule(y);
            y += 1;
        }
        let stations = way::stations(
            ctx.store.unit().case_types.stages(&view.case_type),
            &read.events,
            read.next,
        );
        way::draw(canvas, y, &stations, ctx.today);
        y += 1;
        match &self.find {
            Some(find) => self.draw_find(find, y, canvas),
            None => {
                // The row of the next step has the most room, and whoever takes it sees who else may.
                let used = draw_next(read, y, ctx, canvas);
                let end = canvas.width().saturating_sub(1);
                let room = usize::from(end.saturating_sub(used + 4));
                canvas.right(end, y, Role::HeadNote, &others_told(&self.others, room));
            }
        }
        if self.proposal.is_some() {
            y += 1;
            self.draw_proposal(y, canvas);
        }
        if self.shows_missing() {
            y += 1;
            self.draw_missing(read, y, ctx, canvas);
        }
        y + 2
    }

    fn draw_proposal(&self, y: u16, canvas: &mut Canvas<'_>) {
        if let Some(told) = &self.proposal {
            let room = canvas.width().saturating_sub(2);
            canvas.cell(1, y, room, Role::TextStrong, told);
        }
    }

    /// "Saknas: mål, svar på kommunicering.  f6".
    fn draw_missing(&self, read: &Read, y: u16, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let key = ctx
            .keymap
            .hint(Scope::Case, Action::Missing)
            .unwrap_or_default();
        let room = usize::from(canvas.width()).saturating_sub(key.chars().count() + 5);
        let text = sentence(&self.missing, || gate::spec(&read.view, ctx), room);
        let pieces = [
            (Role::Text, text.as_str()),
            (Role::Text, "  "),
            (Role::HintKey, &key),
        ];
        canvas.line(1, y, &pieces);
    }

    fn draw_find(&self, find: &Find, y: u16, canvas: &mut Canvas<'_>) {
        let mut x = 1 + canvas.text(1, y, Role::Head, "Sök i ärendet ");
        x += canvas.text(x, y, Role::FieldActive, &find.query);
        canvas.cursor(x, y);
        let told = match find.hit {
            _ if find.query.trim().is_empty() => String::new(),
            (_, 0) => "finns inte här".to_owned(),
            (at, of) => format!("{at} av {of}"),
        };
        let end = canvas.width().saturating_sub(1);
        canvas.right(end, y, Role::TextDim, &told);
    }
}

/// "Petra Sand har ärendet öppet sedan 14.02", shorter where there is less room.
fn others_told(others: &[(String, String)], room: usize) -> String {
    let Some((name, since)) = others.first() else {
        return String::new();
    };
    let more = match others.len() {
        1 => String::new(),
        n => format!(" och {} till", n - 1),
    };
    let told = [
        format!("{name}{more} har ärendet öppet sedan {since}"),
        format!("{name}{more} här sedan {since}"),
        format!("{name}{more} är här"),
        format!("öppet av {}", others.len()),
    ];
    let fits = told.into_iter().find(|line| line.chars().count() <= room);
    fits.unwrap_or_default()
}

/// "Nästa steg: skriv utredningen  s". Gives the columns taken.
fn draw_next(read: &Read, y: u16, ctx: &Context<'_>, canvas: &mut Canvas<'_>) -> u16 {
    let next = read.next;
    if next == NextStep::Nothing {
        return canvas.text(1, y, Role::TextDim, "Ärendet är avslutat.");
    }
    let key = ctx.keymap.hint(Scope::Case, Action::NextStep);
    let key = key.unwrap_or_default();
    // A decision that ends is told in words, and one that has ended in the strongest there are.
    let renewal = renewal::due(&read.clocks, ctx.today);
    let ends = match renewal {
        Some(clock) if next == NextStep::Renew && !renewal::has_run_out(clock, ctx.today) => {
            format!(", upphör {}", told(clock.due, ctx.today))
        }
        _ => String::new(),
    };
    let ended = match renewal {
        Some(clock) if renewal::has_run_out(clock, ctx.today) => {
            format!("   beslutet har upphört {}", told(clock.due, ctx.today))
        }
        _ => String::new(),
    };
    canvas.line(
        1,
        y,
        &[
            (Role::Text, "Nästa steg: "),
            (Role::TextStrong, &lower(&next.told(&read.next_with))),
            (Role::Text, &said_by(&read.events, next)),
            (Role::DeadlineSoon, &ends),
            (Role::Text, "  "),
            (Role::HintKey, &key),
            (Role::DeadlineOverdue, &ended),
        ],
    )
}
