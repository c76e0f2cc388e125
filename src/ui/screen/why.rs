//! "Varför detta datum?": the way to the date of a clock, and the case's other clocks.

use chrono::Datelike;

use super::case::orders::ladder;
use super::{Context, Screen, Step};
use crate::core::deadline::{CaseFacts, Clock, Explanation, State, clocks, explain};
use crate::core::event::Subject;
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{List, Standing, head, short_date};
use crate::ui::wrap::{width, wrap};

/// A clock's name among the clocks of its case: rule, subject and the event that started it.
type Id = (String, Subject, i64);

/// The explanation of the clocks of one case, the one asked about first.
pub struct Why {
    case: i64,
    asked: (String, Subject),
    /// Whose file it is: the person, the protection mark, the case.
    name: String,
    mark: Option<&'static str>,
    facts: String,
    clocks: Vec<Told>,
    list: List<Id>,
}

/// A clock and what is said about it.
struct Told {
    id: Id,
    standing: Standing,
    what: String,
    /// When it is or was due.
    day: String,
    told: Explanation,
}

/// How wide the labels are.
const LABEL: u16 = 14;

impl Why {
    /// The explanation of one clock of a case.
    pub fn new(case: i64, rule: String, subject: Subject) -> Why {
        Why {
            case,
            asked: (rule, subject),
            name: String::new(),
            mark: None,
            facts: String::new(),
            clocks: Vec::new(),
            list: List::new(),
        }
    }

    fn ids(&self) -> Vec<Id> {
        self.clocks.iter().map(|told| told.id.clone()).collect()
    }

    /// The lines about the selected clock: label and text, wrapped.
    fn lines(&self, columns: u16) -> Vec<(&'static str, String)> {
        let room = usize::from(columns.saturating_sub(LABEL + 5)).max(10);
        let mut lines = Vec::new();
        if let Some(told) = self.clocks.get(self.list.at()) {
            for (label, text) in &told.told.rows {
                let mut label = *label;
                for part in wrap(text, room) {
                    lines.push((std::mem::take(&mut label), part));
                }
            }
        }
        lines
    }

    /// Rows for the list of clocks: what is left under the longest explanation.
    fn height(&self, ctx: &Context<'_>) -> u16 {
        let told = u16::try_from(self.lines(ctx.width).len()).unwrap_or(u16::MAX);
        ctx.height.saturating_sub(told.saturating_add(6)).max(1)
    }
}

impl Screen for Why {
    fn scope(&self) -> Scope {
        Scope::Why
    }

    fn title(&self) -> String {
        "Varför detta datum?".to_owned()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        let view = ctx.store.case(ctx.user, self.case)?;
        let events = ctx.store.engine_events(ctx.user, self.case)?;
        let states: Vec<_> = view.states.iter().map(|row| row.state.clone()).collect();
        let facts = CaseFacts {
            case_type: &view.case_type,
            events: &events,
            states: &states,
        };
        let unit = ctx.store.unit();
        let all = clocks(&unit.rules, &unit.calendar, &facts);
        let (rule, subject) = &self.asked;
        let is_asked = |clock: &Clock| clock.rule.id == *rule && clock.subject == *subject;
        // What was possible and no longer is tells nothing, unless asked.
        let is_told = |clock: &&Clock| {
            let past = clock.rule.possible && !clock.state(ctx.today).is_open();
            !clock.rule.hidden && (!past || is_asked(clock))
        };
        let mut seen: Vec<&Clock> = all.iter().filter(is_told).collect();
        seen.sort_by_key(|clock| {
            let asked = is_asked(clock);
            let state = clock.state(ctx.today);
            let rank = match state {
                State::Paused => 1,
                State::Possible => 2,
                State::Done | State::NotApplicable => 3,
                _ => 0,
            };
            // Of several turns of one clock the one that runs is asked about.
            let day = clock.stopped.map_or(clock.due, |stop| stop.day);
            (
                !(asked && state.is_open()),
                !asked,
                rank,
                day,
                clock.rule.order,
            )
        });
        self.clocks = seen.iter().map(|clock| tell(clock, &all, ctx)).collect();
        let orders = ctx.store.orders(ctx.user, self.case)?;
        for told in self
            .clocks
            .iter_mut()
            .filter(|told| matches!(told.id.0.as_str(), "K7" | "K7b"))
        {
            let order = match told.id.1 {
                Subject::Order(id) => Some(id),
                _ => None,
            };
            told.told.rows.extend(ladder(&orders, order, ctx));
        }
        self.name = view.person.list_name();
        self.mark = view.person.protection.map(|p| p.name());
        let age = view
            .person
            .age(ctx.today)
            .map_or(String::new(), |age| format!("  {age} år"));
        self.facts = format!("{age}  {}", view.case_number);
        let (ids, height) = (self.ids(), self.height(ctx));
        self.list.keep(&ids, height);
        Ok(())
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        let (ids, height) = (self.ids(), self.height(ctx));
        self.list.act(action, &ids, height);
        // Another explanation may be longer, and the list under it shorter.
        let height = self.height(ctx);
        self.list.keep(&ids, height);
        Ok(Step::Stay)
    }

    fn rest(&mut self, _ctx: &Context<'_>) -> Result<()> {
        self.list.rest();
        Ok(())
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let mut left = vec![(Role::HeadPerson, self.name.as_str())];
        if let Some(mark) = self.mark {
            left.extend([(Role::Text, "  "), (Role::Protection, mark)]);
        }
        left.push((Role::Text, &self.facts));
        let title = self.title();
        let start = head(canvas, &left, &[(Role::TextDim, &title)]);
        let mut body = canvas.below(start);
        let columns = body.width();
        let Some(told) = self.clocks.get(self.list.at()) else {
            body.text(1, 1, Role::Text, "Ingen frist löper i ärendet.");
            return;
        };
        body.cell(
            1,
            0,
            columns.saturating_sub(2),
            Role::TextStrong,
            &told.told.headline,
        );
        let mut y = 1;
        for (label, text) in self.lines(columns) {
            body.cell(3, y, LABEL, Role::TextDim, label);
            body.text(LABEL + 4, y, Role::Text, &text);
            y += 1;
        }
        if self.clocks.len() < 2 {
            return;
        }
        body.text(1, y + 1, Role::TextDim, "Ärendets frister");
        let widest = self
            .clocks
            .iter()
            .map(|told| width(&told.what))
            .max()
            .unwrap_or(0);
        let room = u16::try_from(widest)
            .unwrap_or(30)
            .min(columns.saturating_sub(34));
        let height = self.height(ctx);
        let mut rows = body.part(0, y + 2, columns, height);
        self.list.view(&mut rows, self.clocks.len(), |row, i| {
            let Some(told) = self.clocks.get(i) else {
                return;
            };
            row.cell(0, 0, 17, told.standing.role, &told.standing.text());
            row.cell(18, 0, room, Role::Text, &told.what);
            row.text(20 + room, 0, Role::TextDim, &told.day);
        });
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        if self.clocks.len() > 1 {
            vec![Action::Down, Action::Up, Action::Back]
        } else {
            vec![Action::Back]
        }
    }
}

fn tell(clock: &Clock, all: &[Clock], ctx: &Context<'_>) -> Told {
    let rule = &clock.rule;
    let mut told = explain(clock, ctx.store.calendar(), ctx.today);
    // The time a wording is for matters where another has come after it.
    if rule.valid_to.year() >= 2100 {
        told.rows.retain(|(label, _)| *label != "giltig");
    }
    if !rule.possible {
        told.rows
            .extend(all.iter().find_map(|other| lawful(other, ctx)));
    }
    let state = clock.state(ctx.today);
    let day = match (state, clock.stopped) {
        (State::Done, Some(stop)) => short_date(stop.day, ctx.today),
        _ => short_date(clock.due, ctx.today),
    };
    let paused_until = clock
        .pauses
        .iter()
        .find(|pause| pause.from <= ctx.today && ctx.today < pause.until)
        .map(|pause| pause.until);
    Told {
        id: (rule.id.clone(), clock.subject, clock.start.event),
        standing: Standing::of(state, clock.due, paused_until, ctx.today),
        what: if rule.possible {
            rule.name.clone()
        } else {
            rule.action.clone()
        },
        day,
        told,
    }
}

/// The day from which a decision may be demanded, as a row of another clock's explanation.
fn lawful(clock: &Clock, ctx: &Context<'_>) -> Option<(&'static str, String)> {
    let rule = &clock.rule;
    if !rule.possible || !clock.state(ctx.today).is_open() {
        return None;
    }
    let section = rule.section.as_deref().unwrap_or(&rule.source);
    let day = short_date(clock.due, ctx.today);
    let mut name = rule.name.chars();
    let first = name
        .next()
        .map(|c| c.to_lowercase().to_string())
        .unwrap_or_default();
    Some((
        "lagtid",
        format!("{first}{} från {day} ({section})", name.as_str()),
    ))
}
