//! The search: narrows as one types, by name, number and case number, and by nothing else.

use super::line::Line;
use super::table::{self, Column};
use crate::core::query::Hit;
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::{Canvas, Rect};
use crate::ui::screen::access;
use crate::ui::screen::case::CaseScreen;
use crate::ui::screen::new_case;
use crate::ui::screen::person::PersonScreen;
use crate::ui::screen::{Context, Input, Step};
use crate::ui::theme::Role;
use crate::ui::widget::{List, empty, head};
use crate::ui::wrap::{fitting, width};

/// So many hits are shown while one types: enough to know whether to go on, few enough to be read
/// at a glance and sent at once on a thin line. The rest come when one goes on down.
const FEW: usize = 10;

/// The field and what was found.
#[derive(Debug, Default)]
pub(super) struct Search {
    line: Line,
    hits: Vec<Hit>,
    list: List<(i64, i64)>,
    /// As many hits as there is room for are asked for.
    whole: bool,
    /// There are more hits than are shown.
    more: bool,
}

/// Head, rule and the heads of the columns.
const TOP: u16 = 3;

/// How many hits there is room for, with a line under them.
fn rows(ctx: &Context<'_>) -> u16 {
    ctx.height.saturating_sub(TOP + 1).max(1)
}

fn id(hit: &Hit) -> (i64, i64) {
    (hit.person, hit.case.as_ref().map_or(0, |case| case.id))
}

impl Search {
    /// Searches again; what was selected stays so if it is still found.
    pub fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        let room = usize::from(rows(ctx));
        let shown = if self.whole { room } else { room.min(FEW) };
        self.hits = ctx.store.search(ctx.user, &self.line.text, shown + 1)?;
        let mut seen = std::collections::HashSet::new();
        self.hits.retain(|hit| seen.insert(id(hit)));
        self.more = self.hits.len() > shown;
        self.hits
            .truncate(if self.is_too_short() { 0 } else { shown });
        self.list.keep(&self.ids(), rows(ctx));
        Ok(())
    }

    fn ids(&self) -> Vec<(i64, i64)> {
        self.hits.iter().map(id).collect()
    }

    /// Whether one letter is all that is known, and it could be anybody.
    fn is_too_short(&self) -> bool {
        self.more && !self.whole && self.line.text.trim().chars().count() == 1
    }

    /// Takes what was typed and searches. Gives the part of the frame that may look otherwise then.
    pub fn input(&mut self, input: &Input, ctx: &Context<'_>) -> Result<Rect> {
        let before = self.drawn(ctx);
        if self.line.input(input) {
            self.list = List::new();
            self.whole = false;
            self.load(ctx)?;
        }
        let rows = before.max(self.drawn(ctx));
        Ok(Rect::new(0, 0, ctx.width, rows))
    }

    /// How many rows are drawn on at most.
    fn drawn(&self, ctx: &Context<'_>) -> u16 {
        match u16::try_from(self.hits.len()) {
            Ok(hits @ 1..) => TOP.saturating_add(hits).saturating_add(1).min(ctx.height),
            _ => ctx.height,
        }
    }

    /// Gives the weight to the row the marker stands on.
    pub fn rest(&mut self) {
        self.list.rest();
    }

    /// Whether what is typed may be a whole number that leads to a file one does not see.
    fn may_ask(&self) -> bool {
        let digits = self.line.text.chars().filter(char::is_ascii_digit).count();
        self.hits.is_empty() && digits >= 5
    }

    /// Moves, opens what is selected, or asks for emergency access to what is not found.
    ///
    /// # Errors
    /// When the drafts of new cases cannot be read.
    pub fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        if action == Action::EmergencyAccess {
            return Ok(match self.may_ask() {
                true => access::emergency(&self.line.text, ctx),
                false => Step::done(
                    "Nödåtkomst begärs med ett helt personnummer eller ärendenummer som sökningen inte hittar.",
                ),
            });
        }
        if action != Action::Open {
            let on = self.list.at() + 1 >= self.hits.len() || action != Action::Down;
            if self.more && !self.whole && on && !matches!(action, Action::Up | Action::First) {
                self.whole = true;
                self.load(ctx)?;
            }
            let ids = self.ids();
            self.list.act(action, &ids, rows(ctx));
            return Ok(Step::Stay);
        }
        Ok(match self.hits.get(self.list.at()) {
            Some(hit) => match &hit.case {
                Some(case) => Step::open(CaseScreen::new(case.id)),
                None => Step::open(PersonScreen::new(hit.person)),
            },
            None if self.line.text.trim().is_empty() || self.more => Step::Stay,
            None => {
                let number = if self.may_ask() {
                    self.line.text.trim()
                } else {
                    ""
                };
                return new_case::begin(number, ctx);
            }
        })
    }

    /// Draws the field and the hits.
    pub fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let told = if self.line.text.is_empty() {
            (
                Role::FormHint,
                "Sök på namn, personnummer eller ärendenummer",
            )
        } else {
            (Role::FieldActive, self.line.text.as_str())
        };
        let start = head(
            canvas,
            &[(Role::Head, "Sök"), (Role::Text, "  "), told],
            &[],
        );
        let at = u16::try_from(width(&self.line.text)).unwrap_or(u16::MAX);
        canvas.cursor(at.saturating_add(6), 0);
        let mut body = canvas.below(start);
        if self.line.text.trim().is_empty() {
            empty(
                &mut body,
                0,
                "Hela enhetens personer söks, från början av namn eller nummer.",
                "I text, diagnos och adress får ingen söka över alla akter.",
            );
            return;
        }
        let down = ctx.keymap.hint(Scope::Search, Action::Down);
        let down = down.unwrap_or_default();
        if self.hits.is_empty() && self.more {
            let next = format!("Skriv en bokstav till, eller {down} visar de första.");
            empty(&mut body, 0, "Många börjar så.", &next);
            return;
        }
        if self.hits.is_empty() {
            let key = |scope, action| ctx.keymap.hint(scope, action).unwrap_or_default();
            let next = format!(
                "Kontrollera stavningen. {} registrerar ett nytt ärende, i listan {}.",
                key(Scope::Search, Action::Open),
                key(Scope::List, Action::NewCase),
            );
            let what = "Ingen person och inget ärende börjar så.";
            empty(&mut body, 0, what, &next);
            if self.may_ask() {
                let ask = format!(
                    "{} begär nödåtkomst till en akt som du inte ser. Chefen får veta det.",
                    key(Scope::Search, Action::EmergencyAccess)
                );
                body.text(1, 3, Role::TextDim, &ask);
            }
            return;
        }
        let columns = Columns::new(body.width().saturating_sub(1));
        columns.heads(&mut body);
        self.list
            .view(&mut body.below(1), self.hits.len(), |row, i| {
                if let Some(hit) = self.hits.get(i) {
                    columns.row(row, hit, ctx);
                }
            });
        if self.more {
            let under = u16::try_from(self.hits.len()).unwrap_or(u16::MAX);
            let text = if self.whole {
                "Fler finns. Skriv mer.".to_owned()
            } else {
                format!("Fler finns. Skriv mer, eller {down} visar dem.")
            };
            body.text(1, under.saturating_add(1), Role::TextDim, &text);
        }
    }
}

/// Where the columns of the hits stand.
struct Columns {
    person: Column,
    age: u16,
    number: Column,
    case: Column,
    owner: Column,
    step: Column,
}

impl Columns {
    fn new(total: u16) -> Columns {
        // Number, case number and step are as wide as they are; name and caseworker share the rest. A narrow
        // window loses the step, as the list does.
        let step = if total >= table::NARROW { 9 } else { 0 };
        let rest = total.saturating_sub(4 + 2 + 13 + 2 + 8 + 2 + step);
        let owner = (rest * 2 / 5).min(24);
        let person = rest.saturating_sub(owner + 2).min(36);
        let age = person;
        let number = age + 4 + 2;
        let case = number + 13 + 2;
        let owner_x = case + 8 + 2;
        Columns {
            person: Column { x: 0, room: person },
            age,
            number: Column {
                x: number,
                room: 13,
            },
            case: Column { x: case, room: 8 },
            owner: Column {
                x: owner_x,
                room: owner,
            },
            step: Column {
                x: owner_x + owner + 2,
                room: step,
            },
        }
    }

    fn heads(&self, canvas: &mut Canvas<'_>) {
        let heads = [
            (self.person, "Person"),
            (self.number, "Nummer"),
            (self.case, "Ärende"),
            (self.owner, "Handläggare"),
            (self.step, "Steg"),
        ];
        for (column, text) in heads {
            canvas.cell(column.x + 1, 0, column.room, Role::TextDim, text);
        }
    }

    fn row(&self, canvas: &mut Canvas<'_>, hit: &Hit, ctx: &Context<'_>) {
        table::person(
            canvas,
            self.person,
            Role::Text,
            &table::list_name(&hit.family_name, &hit.given_name),
            hit.protection,
        );
        if let Some(age) = table::age(hit.birth_date, ctx.today) {
            canvas.right(self.age + 4, 0, Role::Text, &age);
        }
        canvas.cell(self.number.x, 0, self.number.room, Role::Text, &hit.number);
        let Some(case) = &hit.case else {
            let room = canvas.width().saturating_sub(self.case.x);
            canvas.cell(self.case.x, 0, room, Role::TextDim, "inget ärende");
            return;
        };
        canvas.cell(
            self.case.x,
            0,
            self.case.room,
            Role::Text,
            &case.case_number,
        );
        let short = table::short_name(&case.caseworker);
        let owner = fitting(&[&case.caseworker, &short], usize::from(self.owner.room));
        canvas.cell(self.owner.x, 0, self.owner.room, Role::TextDim, owner);
        canvas.cell(
            self.step.x,
            0,
            self.step.room,
            Role::TextDim,
            case.step.name(),
        );
    }
}
