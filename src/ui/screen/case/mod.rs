//! The screen of one case: whose it is, how far it has come, what is next, and everything in it.

use std::sync::Arc;

use super::access;
use super::form::{Form, when};
use super::handover::HandoverScreen;
use super::person::{PersonScreen, facts};
use super::plan::{self, PlanScreen};
use super::presentation;
use super::proposals::{ProposalsScreen, standing};
use super::reader::Reader;
use super::why::Why;
use super::{Context, Input, Message, Screen, Step};
use crate::core::completeness::Missing;
use crate::core::next::NextStep;
use crate::core::query::CaseView;
use crate::error::{Error, Result};
use crate::store::draft::{Draft, Way};
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::widget::Outline;

pub mod asked;
pub mod basis;
pub mod clock_state;
pub mod closing;
pub mod gate;
pub mod hand_over;
mod head;
pub mod kinds;
pub mod orders;
pub mod put_right;
pub mod quick_order;
mod read;
pub mod record;
pub mod rows;
pub mod way;

pub use read::Read;
use rows::Item;

fn act_on(action: Action, read: &Read, selected: Option<&Item>, ctx: &Context<'_>) -> Result<Step> {
    let view = &read.view;
    Ok(match action {
        Action::NextStep => record::next_step(view, read.next, ctx)?,
        Action::RecordEvent => record::any(view, read.next, ctx)?,
        Action::Missing => gate::open(view, read.next, ctx)?,
        Action::NewDecision => gate::new_decision(view, &read.events, ctx)?,
        Action::Why => {
            let clock = read.clock(selected, ctx)?;
            Step::open(Why::new(view.id, clock.rule.id.clone(), clock.subject))
        }
        Action::Note => Step::open(Form::journal(view, None, ctx)?),
        Action::Assessment => Step::open(Form::assessment(view, ctx)?),
        Action::Order => Step::open(Form::order(view, ctx)?),
        Action::QuickOrder => quick_order::open(view, ctx)?,
        Action::FollowUp => Step::open(Form::follow_up(view, ctx)?),
        Action::Handover => Step::open(HandoverScreen::new(view.id)),
        Action::Pause => clock_state::pause(view, read.clock(selected, ctx)?, ctx)?,
        Action::NotApplicable => {
            clock_state::not_applicable(view, read.clock(selected, ctx)?, ctx)?
        }
        Action::Plan => plan::latest(view, ctx)?,
        Action::Remind => plan::remind::open(view, ctx)?,
        Action::Assign => hand_over::open(view, ctx)?,
        Action::ToDecide => Step::open(ProposalsScreen::new(Some(view.id))),
        Action::Add => facts::any(&view.person, Some(view.id)),
        Action::FileAccess => access::open(&view.person, ctx)?,
        Action::Person => Step::open(PersonScreen::new(view.person.id).about(view.id)),
        Action::Papers => Step::open(PersonScreen::at(view.person.id, "handling").about(view.id)),
        Action::Present => presentation::put_up(view, ctx)?,
        Action::Journal => Step::open(Reader::journal(view.person.id)),
        Action::Continue => match drafts(view.id, ctx)?.into_iter().next() {
            Some(draft) => Step::open(Form::resume(draft, ctx)?),
            None => Step::Say(Message::done("Du har inget utkast i ärendet.")),
        },
        Action::Documents => match view.documents.as_slice() {
            [] => Step::Say(Message::done("Inget är undertecknat i ärendet.")),
            [newest, ..] => Step::open(Reader::new(newest.id)),
        },
        _ => Step::Stay,
    })
}

/// My drafts in a case, the latest first.
fn drafts(case: i64, ctx: &Context<'_>) -> Result<Vec<Draft>> {
    let mut mine = ctx.drafts.all(ctx.user.id)?;
    mine.retain(|draft| draft.case == case);
    Ok(mine)
}

/// A search within the case.
struct Find {
    query: String,
    /// Which match the marker is on, and how many there are.
    hit: (usize, usize),
    /// Where the marker stood.
    before: Option<Item>,
}

/// The screen of one case.
pub struct CaseScreen {
    case: i64,
    read: Option<Read>,
    /// The type's name, and its short one.
    case_type: [Arc<str>; 2],
    drafts: Vec<Draft>,
    /// "Förslag sedan 20 nov: Hemtjänst, bifall, 96 h".
    proposal: Option<String>,
    missing: Vec<Missing>,
    /// Who else has the case open, and since when.
    others: Vec<(String, String)>,
    page: Outline<Item>,
    find: Option<Find>,
}

impl CaseScreen {
    /// Opens a case by its row.
    pub fn new(case: i64) -> CaseScreen {
        CaseScreen {
            case,
            read: None,
            case_type: [Arc::from(""), Arc::from("")],
            drafts: Vec::new(),
            proposal: None,
            missing: Vec::new(),
            others: Vec::new(),
            page: Outline::default(),
            find: None,
        }
    }

    fn open(&self, ctx: &Context<'_>) -> Result<Step> {
        let Some(read) = &self.read else {
            return Ok(Step::Stay);
        };
        Ok(match self.page.selected() {
            Some(Item::Clock(rule, subject, _)) => {
                Step::open(Why::new(self.case, rule.clone(), *subject))
            }
            Some(Item::Draft(id)) => match self.drafts.iter().find(|draft| draft.id == *id) {
                Some(draft) => Step::open(Form::resume(draft.clone(), ctx)?),
                None => Step::Stay,
            },
            Some(Item::Document(id)) => Step::open(Reader::new(*id)),
            Some(Item::Journal(id)) => Step::open(Reader::entry(read.view.id, *id)),
            Some(Item::Event(id)) => Step::open(Reader::event(read.view.id, *id)),
            Some(Item::Order(document)) => Step::open(Reader::new(*document)),
            Some(Item::Plan(id)) => Step::open(PlanScreen::new(self.case, *id)),
            Some(Item::Reminder(..)) => plan::remind::open(&read.view, ctx)?,
            None => Step::Stay,
        })
    }

    fn correct(&self, ctx: &Context<'_>) -> Result<Step> {
        let Some(read) = &self.read else {
            return Ok(Step::Stay);
        };
        match self.page.selected() {
            Some(Item::Journal(id)) => correct_entry(&read.view, *id, ctx),
            Some(Item::Event(id)) => match read.view.events.iter().find(|row| row.id == *id) {
                Some(row) => put_right::open(&read.view.person, row, ctx),
                None => Ok(Step::Stay),
            },
            Some(Item::Document(_)) => Err(Error::user("Ett undertecknat dokument ändras aldrig.")
                .hint("Skriv ett nytt; när det är undertecknat ersätter det här.")),
            _ => Err(
                Error::user("Det som går att rätta är händelser och anteckningar.")
                    .hint("Ställ dig på en sådan rad."),
            ),
        }
    }

    /// How much the user has written in the case.
    fn written(&self, ctx: &Context<'_>) -> usize {
        let Some(Read { view, .. }) = &self.read else {
            return 0;
        };
        let mine = |by: &String| *by == ctx.user.name;
        let events = view.events.iter().filter(|event| mine(&event.recorded_by));
        let documents = view.documents.iter().filter(|doc| mine(&doc.signed_by));
        events.count() + documents.count()
    }

    /// Whether the marker stands on a clock that still runs.
    fn open_clock(&self, ctx: &Context<'_>) -> bool {
        let (Some(read), Some(item)) = (&self.read, self.page.selected()) else {
            return false;
        };
        let mut clocks = read.clocks.iter();
        clocks.any(|clock| rows::clock_item(clock) == *item && clock.state(ctx.today).is_open())
    }
}

/// Corrects a journal entry with a new one that points to it.
pub fn correct_entry(view: &CaseView, id: i64, ctx: &Context<'_>) -> Result<Step> {
    let entry = view.journal.iter().find(|entry| entry.id == id);
    if entry.is_some_and(|entry| entry.corrected_by.is_some()) {
        return Err(Error::user("Anteckningen är redan rättad.").hint("Rätta den senaste."));
    }
    Ok(Step::open(Form::journal(view, Some(id), ctx)?))
}

impl Screen for CaseScreen {
    fn scope(&self) -> Scope {
        if self.find.is_some() {
            Scope::Search
        } else {
            Scope::Case
        }
    }

    fn title(&self) -> String {
        self.read.as_ref().map_or_else(
            || "Ärende".to_owned(),
            |read| format!("Ärende {}", read.view.case_number),
        )
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        let read = Read::case(self.case, ctx)?;
        let word = &read.view.case_type;
        let known = ctx.store.unit().case_types.get(word);
        self.case_type = match known {
            Some(known) => [
                Arc::from(known.name.as_str()),
                Arc::from(known.short.as_str()),
            ],
            None => [Arc::from(word.as_str()), Arc::from(word.as_str())],
        };
        self.drafts = drafts(self.case, ctx)?;
        let proposal = ctx.store.case_proposal(ctx.user, self.case)?;
        self.proposal = match proposal {
            Some(row) if read.next == NextStep::AwaitDecision => Some(standing(&row, &[])),
            Some(row) => Some(standing(&row, &ctx.store.who_decides(ctx.user, &row)?)),
            None => None,
        };
        let (before, first) = (
            self.read.as_ref().map(|_| self.written(ctx)),
            self.page.is_first(),
        );
        self.page.put(rows::parts(&read, &self.drafts, ctx));
        self.missing = gate::missing(&read.view, read.next, ctx)?;
        self.others = ctx
            .store
            .others_in(ctx.user, self.case)?
            .into_iter()
            .map(|(name, at)| (name, when(&at, ctx)))
            .collect();
        self.read = Some(read);
        // After a step of one's own the marker goes to what is most urgent, unless it has been put on something
        // else that is still to be done. What others write does not move it.
        let on_clock = matches!(self.page.selected(), Some(Item::Clock(..)));
        if before.is_some_and(|before| self.written(ctx) > before)
            && on_clock
            && (first || !self.open_clock(ctx))
        {
            self.page.act(Action::First, 1);
        }
        Ok(())
    }

    fn begins_way(&self) -> Option<Way> {
        Some(Way {
            case: Some(self.case),
            ..Way::default()
        })
    }

    fn case(&self) -> Option<i64> {
        Some(self.case)
    }

    /// A tall window has room for what it was opened from as well. The part that it takes shows, in two
    /// columns, as much of it as the smallest window does.
    fn rows(&self, height: u16) -> u16 {
        const TALL: u16 = 38;
        if height < TALL {
            height
        } else {
            height * 9 / 20
        }
    }

    fn is_protected(&self) -> bool {
        let read = self.read.as_ref();
        read.is_some_and(|read| read.view.person.protection.is_some())
    }

    fn actions(&self) -> Vec<Action> {
        Action::of(self.scope()).collect()
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        let height = self.page_height(ctx);
        if let Some(find) = &mut self.find {
            match action {
                Action::Open => {
                    let found = find.hit.1 > 0;
                    self.find = None;
                    return if found {
                        self.open(ctx)
                    } else {
                        Ok(Step::Stay)
                    };
                }
                Action::Down | Action::PageDown => find.hit = self.page.find(&find.query, 1),
                Action::Up | Action::PageUp => find.hit = self.page.find(&find.query, -1),
                _ => {}
            }
            return Ok(Step::Stay);
        }
        if self.page.act(action, height) {
            return Ok(Step::Stay);
        }
        match action {
            Action::Open => self.open(ctx),
            Action::Correct => self.correct(ctx),
            Action::Search => {
                self.find = Some(Find {
                    query: String::new(),
                    hit: (0, 0),
                    before: self.page.selected().cloned(),
                });
                Ok(Step::Stay)
            }
            Action::Documents if self.page.go_to_part(rows::DOCUMENTS) => Ok(Step::Stay),
            action => match &self.read {
                Some(read) => act_on(action, read, self.page.selected(), ctx),
                None => Ok(Step::Stay),
            },
        }
    }

    fn input(&mut self, input: Input, _ctx: &Context<'_>) -> Result<Step> {
        if let Some(find) = &mut self.find {
            super::choose::type_into(&mut find.query, input);
            find.hit = self.page.find(&find.query, 0);
        }
        Ok(Step::Stay)
    }

    fn back(&mut self, _ctx: &Context<'_>) -> Result<Step> {
        let Some(find) = self.find.take() else {
            return Ok(Step::Close);
        };
        if let Some(before) = find.before {
            self.page.select(&before);
        }
        Ok(Step::Stay)
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let Some(read) = &self.read else { return };
        let y = self.top(read, ctx, canvas);
        self.page.view(&mut canvas.below(y));
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        if self.find.is_some() {
            return vec![Action::Open, Action::Down, Action::Up, Action::Back];
        }
        let closed = self
            .read
            .as_ref()
            .is_some_and(|read| read.next == NextStep::Nothing);
        if closed {
            return vec![
                Action::Open,
                Action::RecordEvent,
                Action::Note,
                Action::Journal,
                Action::Person,
            ];
        }
        let last = match &self.read {
            // A person who waits to come home is helped at once.
            Some(read) if read.next == NextStep::ArrangeHomecoming && read.orders.is_empty() => {
                [Action::QuickOrder, Action::RecordEvent]
            }
            // The plan that is asked for may come.
            Some(read) if read.next == NextStep::RemindPlan => [Action::Plan, Action::RecordEvent],
            _ => [Action::RecordEvent, Action::Person],
        };
        // They begin as those of the list, so that the line stands still when a case is opened.
        let mut hints = vec![Action::Open, Action::NextStep, Action::Why, Action::Note];
        hints.extend(last);
        hints
    }
}
