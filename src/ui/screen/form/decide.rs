//! The decision while it is written: what it asks follows what is answered, and under it stands who may
//! decide this one.

use chrono::NaiveDate;

use super::beside::{Beside, Source};
use super::page::to_u16;
use super::{Form, Note, Work};
use crate::core::calendar::{day_month, day_month_year};
use crate::core::change::{Change, Deciding, Proposing};
use crate::core::decision::{self, Closing, DESPITE, INTERVENTIONS, SEND, field};
use crate::core::delegation::{Ruling, Verdict};
use crate::core::form::{Answers, DocumentKind, FormFacts, Missing, Spec};
use crate::core::next::Decides;
use crate::core::query::CaseView;
use crate::error::{Error, Result};
use crate::store::{DecisionGround, ProposalRow, weigh};
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::screen::{Context, Step};
use crate::ui::theme::Role;
use crate::ui::wrap::wrap;
use crate::unit::Unit;
use crate::unit::decision_faults::{faults, stops};
use crate::unit::decision_form::spec;

/// From this width on the assessment stands beside the decision from the start.
const WIDE: u16 = 100;

/// Rows under the form: a blank one and the line that tells who may decide.
const UNDER: u16 = 3;

/// What a decision is weighed against, and how it stands just now.
pub(super) struct Decide {
    ground: DecisionGround,
    /// The proposal of the case that waits or was returned.
    proposal: Option<ProposalRow>,
    /// Another's proposal is changed by the one who decides.
    changing: bool,
    ruling: Option<Ruling>,
    consult: Vec<String>,
    /// Why nobody here may decide it, whoever may by the order of delegation.
    stop: Option<String>,
    /// What it is judged by.
    unit: Unit,
    today: NaiveDate,
}

impl Form {
    /// The decision of a case: its draft, begun now or continued. A proposal that was returned to the
    /// one who made it is the draft; another's that waits is changed by the one who decides.
    ///
    /// # Errors
    /// When the region decides in cases of the type, one's own proposal waits for another, or the draft cannot
    /// be read or begun.
    pub fn decision(case: &CaseView, ctx: &Context<'_>) -> Result<Form> {
        let known = ctx.store.unit().case_types.get(&case.case_type);
        if let Some(known) = known.filter(|known| known.decides == Decides::Region) {
            let key = ctx.keymap.hint(Scope::Case, Action::RecordEvent);
            return Err(
                Error::user(format!("{}: regionen beslutar.", known.name)).hint(format!(
                    "Lämna över till regionen ({}).",
                    key.unwrap_or_default()
                )),
            );
        }
        Form::any_decision(case, ctx)
    }

    /// Keeps why it is decided although something is missing.
    pub fn despite(mut self, reason: &str) -> Form {
        self.answers.set(DESPITE, reason);
        self.forget_editors();
        self
    }

    fn any_decision(case: &CaseView, ctx: &Context<'_>) -> Result<Form> {
        let waiting = ctx.store.case_proposal(ctx.user, case.id)?;
        if let Some(waiting) = waiting.filter(|p| !p.returned) {
            let mine = ctx.store.to_decide(ctx.user)?;
            if !mine.iter().any(|p| p.id == waiting.id) {
                return Err(Error::user(format!(
                    "Förslaget från {} väntar på beslut sedan {}.",
                    waiting.proposed_by.1,
                    day_month(waiting.proposed_on)
                ))
                .hint(format!("{}.", waiting.sent_for)));
            }
        }
        let ground = ctx.store.decision_ground(ctx.user, case.id)?;
        let empty = Answers::default();
        let form = spec(ctx.store.unit(), ground.asked(ctx.today, &empty, &[]));
        let kind = DocumentKind::Decision.word();
        let draft = ctx.drafts.begin(ctx.user.id, case.id, kind, &form, None)?;
        Form::paper(case, draft, ctx)
    }

    /// The decision begun as one that closes the case untried, which the unit does whoever would have tried it;
    /// what is already written of it stays.
    ///
    /// # Errors
    /// When one's own proposal waits for another, or the draft cannot be read or begun.
    pub fn closing(case: &CaseView, closing: Closing, ctx: &Context<'_>) -> Result<Form> {
        let mut form = Form::any_decision(case, ctx)?;
        form.answers.set("beslut.slag", closing.name());
        form.follow_decision(ctx);
        form.forget_editors();
        form.at = form.index_of("beslut.skal").unwrap_or(form.at);
        form.open_editor();
        Ok(form)
    }

    /// Makes the paper one of a decision, filled in with what is known.
    pub(super) fn begin_decision(
        &mut self,
        case: &CaseView,
        fresh: bool,
        ctx: &Context<'_>,
    ) -> Result<()> {
        let ground = ctx.store.decision_ground(ctx.user, case.id)?;
        let proposal = ctx.store.case_proposal(ctx.user, case.id)?.filter(|p| {
            if p.returned {
                p.proposed_by.0 == ctx.user.id
            } else {
                p.proposed_by.0 != ctx.user.id
            }
        });
        let changing = proposal.as_ref().is_some_and(|p| !p.returned);
        if fresh {
            match &proposal {
                Some(proposal) => self.answers = proposal.answers.clone(),
                None => self.guess(case, &ground, ctx)?,
            }
        }
        let unit = ctx.store.unit();
        let mut known: Vec<String> = unit
            .case_types
            .all()
            .iter()
            .map(|t| t.name.clone())
            .collect();
        known.extend(unit.interventions.all().iter().map(|i| i.name.clone()));
        for number in 1..=decision::MOST {
            self.suggestions
                .insert(field(number, "insats"), known.clone());
        }
        self.beside = assessment(case, ctx)?;
        self.decide = Some(Box::new(Decide {
            ground,
            proposal,
            changing,
            ruling: None,
            consult: Vec::new(),
            stop: None,
            unit: ctx.store.unit().clone(),
            today: ctx.today,
        }));
        self.follow_decision(ctx);
        self.forget_editors();
        Ok(())
    }

    /// What is known is filled in; the hours are a guess and say so.
    fn guess(&mut self, case: &CaseView, ground: &DecisionGround, ctx: &Context<'_>) -> Result<()> {
        let unit = ctx.store.unit();
        let name = unit.case_types.get(&ground.case_type);
        self.answers.set("beslut.slag", INTERVENTIONS);
        self.answers.set(
            &field(1, "insats"),
            name.map_or(ground.case_type.as_str(), |known| known.name.as_str()),
        );
        let bases = unit.legal.for_decision(&ground.case_type, ctx.today);
        if let Some(usual) = bases.first() {
            self.answers.set(&field(1, "lagrum"), usual.short());
        }
        self.answers.set(&field(1, "from"), ctx.today.to_string());
        let order = case
            .documents
            .iter()
            .find(|d| d.kind == DocumentKind::Order && d.case == case.id);
        let own = ground.running.iter().find(|old| old.here);
        let decided = own.and_then(|old| old.minutes.map(|minutes| (minutes, old.decided)));
        // A frame that takes less than was decided is no reason to decide less: a guess never takes hours away.
        let guess = match (decided, order) {
            (Some((minutes, day)), _) => {
                Some((minutes, format!("beslutet {}", day_month_year(day))))
            }
            (None, Some(order)) => {
                let lines = ctx.store.document(ctx.user, order.id)?.answers.lines;
                let told = format!("rambeställningen {}", day_month_year(order.day));
                Some((unit.factor.sum(&lines).rounded_minutes(), told))
            }
            (None, None) => None,
        };
        if let Some((minutes, source)) = guess.filter(|(minutes, _)| *minutes > 0) {
            let id = field(1, "timmar");
            self.answers.set(&id, decision::hours_text(minutes));
            let told = format!("Gissat efter {source}.");
            self.notes.insert(id, Note::Told(told));
        }
        Ok(())
    }

    /// Lets what is asked, and who may decide, follow what is answered.
    pub(super) fn follow_decision(&mut self, ctx: &Context<'_>) {
        self.fetch_told_hours(ctx.today);
        let Some(decide) = &mut self.decide else {
            return;
        };
        let read = decision::read(&self.answers);
        let own = !decide.changing;
        (decide.ruling, decide.consult) =
            match weigh(ctx.store, &decide.ground, &read, ctx.user.id, own) {
                Some((ruling, consult)) => (Some(ruling), consult),
                None => (None, Vec::new()),
            };
        decide.today = ctx.today;
        let unit = &decide.unit;
        let asked = decide
            .ground
            .asked(ctx.today, &self.answers, &decide.consult);
        decide.stop = stops(unit, asked).into_iter().next().map(|stop| stop.text);
        let form = spec(unit, asked);
        if form != self.spec {
            self.ask_of(form);
        }
    }

    /// Fetches the hours that were told before of what runs, as they begin to be asked for: they are confirmed or
    /// changed, as everything that is fetched.
    fn fetch_told_hours(&mut self, today: NaiveDate) {
        let Some(decide) = &self.decide else { return };
        let (ground, order) = (&decide.ground, decide.unit.delegation.on(today));
        for item in decision::read(&self.answers).items {
            let kind = decision::kind_of(order, &ground.case_type, &item.intervention);
            for (id, old) in item.hours_fields(&kind, &ground.running) {
                let asked = self.spec.field(&id).is_some() || !self.answers.get(&id).is_empty();
                if let Some(told) = old.told.as_ref().filter(|_| !asked) {
                    self.answers.set(&id, decision::hours_answer(told.hours));
                    self.answers.copied.insert(id);
                }
            }
        }
    }

    /// Takes another specification without leaving the field one is in.
    fn ask_of(&mut self, form: Spec) {
        let here = self.field().map(|f| f.id.clone());
        self.spec = form;
        self.fields.clear();
        self.ask_fields();
        if let Some(at) = here.and_then(|id| self.index_of(&id)) {
            self.at = at;
        }
        self.open_editor();
    }

    /// What only the decision knows to be wrong.
    pub(super) fn decision_faults(&self) -> Vec<Missing> {
        let Some(decide) = &self.decide else {
            return Vec::new();
        };
        let ground = &decide.ground;
        let asked = ground.asked(decide.today, &self.answers, &decide.consult);
        faults(&decide.unit, asked)
    }

    /// Whether signing sends a proposal instead of deciding.
    pub(super) fn sends(&self) -> bool {
        let Some(decide) = &self.decide else {
            return false;
        };
        match decide.ruling.as_ref().map(|ruling| ruling.verdict) {
            Some(Verdict::Withheld) => true,
            Some(Verdict::AfterConsultation) => self.answers.get("samrad.hur") == SEND,
            _ => false,
        }
    }

    /// Why another decides.
    pub(super) fn sent_for(&self) -> String {
        let ruling = self
            .decide
            .as_ref()
            .and_then(|decide| decide.ruling.as_ref());
        ruling.map_or(String::new(), |ruling| format!("{}.", ruling.reason))
    }

    /// Who will stand as the one who presented it, where it is another.
    pub(super) fn presenter(&self) -> Option<&str> {
        let decide = self.decide.as_ref().filter(|decide| decide.changing)?;
        decide.proposal.as_ref().map(|p| p.proposed_by.1.as_str())
    }

    /// Decides, or sends the proposal.
    pub(super) fn decided(&self) -> Option<Step> {
        let (Some(decide), Work::Paper(paper)) = (&self.decide, &self.work) else {
            return None;
        };
        let answers = self.answers.clone();
        let sends = self.sends();
        let change = if sends {
            Change::Propose(Proposing {
                case: paper.case,
                answers,
            })
        } else {
            let changed = decide.proposal.as_ref().filter(|_| decide.changing);
            Change::Decide(Deciding {
                case: paper.case,
                answers,
                proposal: changed.map(|p| (p.id, p.version)),
            })
        };
        let done = match sends {
            true => "Förslaget är skickat till Att besluta.",
            false => "Beslutet är fattat.",
        };
        let signed = paper.signed.clone();
        Some(Step::apply_then(change, move |_| {
            signed.set(true);
            // The draft is gone once the form is.
            Step::Many(vec![Step::Close, Step::Reload, Step::done(done)])
        }))
    }

    /// "Återlämnat av Eva Holm 20 nov: …", where it was.
    fn returned(&self) -> Option<String> {
        let decide = self.decide.as_ref()?;
        let proposal = decide.proposal.as_ref()?;
        if decide.changing {
            let (_, who) = &proposal.proposed_by;
            let day = day_month(proposal.proposed_on);
            return Some(format!(
                "Förslag från {who} {day}. Du beslutar, {who} står som föredragande."
            ));
        }
        let (who, day) = proposal.handled.as_ref()?;
        let day = day_month(*day);
        Some(format!("Återlämnat av {who} {day}: {}", proposal.comment))
    }

    /// Rows above the page and under it that the decision takes.
    pub(super) fn decision_rows(&self, columns: u16) -> (u16, u16) {
        if self.decide.is_none() {
            return (0, 0);
        }
        let room = usize::from(columns.saturating_sub(2)).max(1);
        let above = self
            .returned()
            .map_or(0, |text| to_u16(wrap(&text, room).len()).min(3) + 1);
        (above, UNDER)
    }

    /// Draws what stands above the page and under it.
    pub(super) fn draw_decision(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let Some(decide) = &self.decide else { return };
        let (above, under) = self.decision_rows(ctx.width);
        let room = ctx.width.saturating_sub(2);
        if let Some(text) = self.returned() {
            let lines = wrap(&text, usize::from(room).max(1));
            for (y, line) in (self.head_rows()..)
                .zip(lines)
                .take(usize::from(above.saturating_sub(1)))
            {
                canvas.cell(1, y, room, Role::FormGuess, &line);
            }
        }
        let (sign, role, text) = match (&decide.stop, &decide.ruling) {
            (Some(stop), _) => ("! ", Role::TextStrong, format!("{stop}.")),
            (None, None) => (
                "",
                Role::TextDim,
                "Vem som beslutar visas när insats och resultat är ifyllda.".to_owned(),
            ),
            (None, Some(ruling)) => {
                let sign = match ruling.verdict {
                    Verdict::Alone => "",
                    _ => "! ",
                };
                let role = match ruling.verdict {
                    Verdict::Alone => Role::Text,
                    _ => Role::TextStrong,
                };
                (sign, role, format!("{}.", ruling.reason))
            }
        };
        let lines = wrap(&format!("{sign}{text}"), usize::from(room).max(1));
        let top = ctx.height.saturating_sub(under.saturating_sub(1));
        for (y, line) in (top..).zip(lines).take(2) {
            canvas.cell(1, y, room, role, &line);
        }
    }
}

/// The assessment that the decision rests on, to be read beside it.
fn assessment(case: &CaseView, ctx: &Context<'_>) -> Result<Option<Beside>> {
    let last = ctx
        .store
        .last_document(ctx.user, case.person.id, DocumentKind::Assessment)?;
    let Some(last) = last else { return Ok(None) };
    let mut text = String::new();
    if let Some(form) = &last.spec {
        let facts = FormFacts {
            child: case.person.is_child(ctx.today),
            oral: case.oral,
        };
        let mut under = "";
        for (section, asked) in form.fields(facts) {
            let answer = last.answers.get(&asked.id);
            if !asked.is_answered(&last.answers) {
                continue;
            }
            if under != section.id {
                let gap = if under.is_empty() { "" } else { "\n" };
                text.push_str(&format!("{gap}{}\n", section.title));
                under = &section.id;
            }
            text.push_str(&format!("{}: {answer}\n", asked.label));
        }
    }
    Ok(Some(Beside {
        title: format!(
            "Utredningen {}, {}",
            day_month_year(last.row.day),
            last.row.signed_by
        ),
        source: Source::Text(text),
        shown: Some(ctx.width >= WIDE),
        part: 0,
    }))
}
