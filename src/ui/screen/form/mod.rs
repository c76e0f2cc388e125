//! One screen edits any form.
//!
//! A form is a page: sections with fields under each other, of which one is active. It has two
//! uses. A *paper* is a draft that is saved while one writes and signed in the end; a *quick* form is one that
//! is saved in the same way from the first letter, and gone when it is done. The files: `page` lays it out, `editor`, `fields` and
//! `estimate` answer keys in a field, `draft` saves, `conflict` shows two texts written at once, `beside` shows what was written before,
//! `decide` tells who may
//! decide, `missing` and `sign` lead to the end, `make` begins the papers.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;
use std::rc::Rc;
use std::time::Instant;

use super::{Context, Input, Message, Screen, Step};
use crate::core::calendar::parse_date;
use crate::core::conflict::raw_id;
use crate::core::estimate::Factor;
use crate::core::form::{Answers, Field, FieldKind, FormFacts, Spec};
use crate::core::person::PersonHead;
use crate::error::Result;
use crate::store::draft::Way;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::unit::Interventions;

mod allowance;
mod beside;
mod conflict;
mod decide;
mod draft;
mod editor;
mod estimate;
mod fields;
mod follow_up;
mod head;
mod kept;
mod make;
mod missing;
mod offers;
mod page;
mod ramkoll;
mod resume;
mod seek;
mod sign;
mod write;

use beside::Beside;
use conflict::Conflict;
pub use conflict::{Elsewhere, when};
use decide::Decide;
use draft::{Fetched, Paper};
use editor::Editor;
use estimate::Table;
pub use make::replaced;
use missing::MissingList;
use page::{Page, TEXT};
use ramkoll::FrameCheck;
pub use resume::{back_in, offer, saved};
use seek::Seek;

/// A form on the screen.
pub struct Form {
    title: String,
    head: Option<PersonHead>,
    spec: Spec,
    answers: Answers,
    facts: FormFacts,
    factor: Factor,
    interventions: Interventions,
    /// The fields that are asked: number of the section, and of the field in it.
    fields: Vec<(usize, usize)>,
    /// The active one.
    at: usize,
    /// Of the fields that have been written in, so that undo outlives a visit elsewhere.
    editors: HashMap<String, Editor>,
    table: Option<Table>,
    /// What is being typed in a choice.
    seek: Seek,
    notes: HashMap<String, Note>,
    /// Known words that are offered in a line, by field.
    suggestions: BTreeMap<String, Vec<String>>,
    beside: Option<Beside>,
    /// What it is written against, in lines under the head.
    top: Vec<String>,
    /// The reading of an order; nothing in other forms.
    frame: Option<FrameCheck>,
    fetched: Fetched,
    /// Of a decision: who may make it.
    decide: Option<Box<Decide>>,
    work: Work,
    mode: Mode,
    page: Page,
}

/// What the form is for.
enum Work {
    Paper(Box<Paper>),
    Quick(Box<Quick>),
}

type Submit = Box<dyn Fn(&Answers, &Context<'_>) -> Result<Step>>;
type Others = Box<dyn Fn(&Context<'_>) -> Result<Elsewhere>>;
type Watch = Box<dyn Fn(&mut Answers, &str, &Context<'_>) -> Option<String>>;

/// A short form.
struct Quick {
    submit: Submit,
    watch: Option<Watch>,
    /// Reads what stands there now, where others may change the same.
    others: Option<Others>,
    /// What it was filled in with: what a person has changed is measured from it.
    first: Answers,
    kept: Kept,
}

/// How a short form is kept while it is filled in.
#[derive(Default)]
struct Kept {
    /// What it is about, where form, person and title do not say it.
    subject: String,
    /// Another kind and name than short forms have, and what is said as it is left; then nothing is asked.
    named: Option<(&'static str, String, &'static str)>,
    /// How one came to it.
    way: Way,
    /// Whether a draft of it has been looked for.
    looked: bool,
    /// Its draft, from the first letter.
    paper: Option<Box<Paper>>,
    /// Set once it is done, so that the draft is removed.
    done: Rc<Cell<bool>>,
}

impl Work {
    fn paper(&self) -> Option<&Paper> {
        match self {
            Work::Paper(paper) => Some(paper),
            Work::Quick(quick) => quick.kept.paper.as_deref(),
        }
    }

    fn paper_mut(&mut self) -> Option<&mut Paper> {
        match self {
            Work::Paper(paper) => Some(paper),
            Work::Quick(quick) => quick.kept.paper.as_deref_mut(),
        }
    }
}

/// What the keys are for just now.
enum Mode {
    Writing,
    Missing(MissingList),
    Signing(Page),
    Conflict(Box<Conflict>),
}

/// A line under a field.
enum Note {
    /// What is wrong.
    Wrong(String),
    /// What is known: "Karin Bergström finns redan".
    Told(String),
}

impl Form {
    /// A short form, kept as a draft until it is done; `submit` makes the step of its answers, or
    /// refuses them. The step also takes the form away, best as `Step::apply_then(change, |_|
    /// Step::Close)`, so that a failed save never closes it.
    pub fn quick(
        title: impl Into<String>,
        head: Option<PersonHead>,
        spec: Spec,
        answers: Answers,
        submit: impl Fn(&Answers, &Context<'_>) -> Result<Step> + 'static,
    ) -> Form {
        let quick = Quick {
            submit: Box::new(submit),
            watch: None,
            others: None,
            first: answers.clone(),
            kept: Kept::default(),
        };
        Form::new(
            title.into(),
            head,
            spec,
            answers,
            Work::Quick(Box::new(quick)),
        )
    }

    /// Lets a short form be followed as it is filled in: after each change `watch` gets the answers,
    /// which it may add to, and the field that changed. What it says stands under that field.
    #[must_use]
    pub fn watching(
        mut self,
        watch: impl Fn(&mut Answers, &str, &Context<'_>) -> Option<String> + 'static,
    ) -> Form {
        if let Work::Quick(quick) = &mut self.work {
            quick.watch = Some(Box::new(watch));
        }
        self
    }

    /// Says what a short form is about, where its person and title do not: what was begun about one thing is
    /// never found in the form of another.
    #[must_use]
    pub fn about(mut self, subject: impl Display) -> Form {
        if let Work::Quick(quick) = &mut self.work {
            quick.kept.subject = subject.to_string();
        }
        self
    }

    /// Lets a short form be kept under a name of its own whenever it is left, without a question; `left` is
    /// then said.
    #[must_use]
    pub fn kept_as(mut self, kind: &'static str, name: String, left: &'static str) -> Form {
        if let Work::Quick(quick) = &mut self.work {
            quick.kept.named = Some((kind, name, left));
        }
        self
    }

    /// Lets a short form follow what others save of the same while it is open: `read` gives how it stands now.
    #[must_use]
    pub fn following(mut self, read: impl Fn(&Context<'_>) -> Result<Elsewhere> + 'static) -> Form {
        if let Work::Quick(quick) = &mut self.work {
            quick.others = Some(Box::new(read));
        }
        self
    }

    /// Offers known words while a line is written.
    #[must_use]
    pub fn suggesting(mut self, field: &str, words: Vec<String>) -> Form {
        self.suggestions.insert(field.to_owned(), words);
        self
    }

    fn new(
        title: String,
        head: Option<PersonHead>,
        spec: Spec,
        answers: Answers,
        work: Work,
    ) -> Form {
        let mut form = Form {
            title,
            head,
            spec,
            answers,
            facts: FormFacts::default(),
            factor: Factor::default(),
            interventions: Interventions::builtin(),
            fields: Vec::new(),
            at: 0,
            editors: HashMap::new(),
            table: None,
            seek: Seek::default(),
            notes: HashMap::new(),
            suggestions: BTreeMap::new(),
            beside: None,
            top: Vec::new(),
            frame: None,
            fetched: Fetched::new(),
            decide: None,
            work,
            mode: Mode::Writing,
            page: Page::default(),
        };
        form.ask_fields();
        form.open_editor();
        form
    }

    /// Finds the fields that are asked; they depend on the person.
    fn ask_fields(&mut self) {
        let here = self.field().map(|f| f.id.clone());
        let facts = self.facts;
        self.fields = self
            .spec
            .sections
            .iter()
            .enumerate()
            .flat_map(|(s, section)| {
                let asked = section.fields.iter().enumerate();
                asked
                    .filter(|(_, f)| f.applies(facts))
                    .map(move |(f, _)| (s, f))
            })
            .collect();
        if let Some(at) = here.and_then(|id| self.index_of(&id)) {
            self.at = at;
        }
        self.at = self.at.min(self.fields.len().saturating_sub(1));
        let field = self
            .spec
            .sections
            .iter()
            .flat_map(|s| &s.fields)
            .find(|f| f.kind == FieldKind::Estimate);
        if let Some(field) = field
            && self.table.is_none()
        {
            let raw = self.answers.get(&raw_id(&field.id)).to_owned();
            self.table = Some(Table::new(&self.answers.lines, &raw));
        }
    }

    /// A field that is asked, with the number of its section.
    fn asked(&self, at: usize) -> Option<(usize, &Field)> {
        let (section, field) = *self.fields.get(at)?;
        Some((section, self.spec.sections.get(section)?.fields.get(field)?))
    }

    /// The active field.
    fn field(&self) -> Option<&Field> {
        self.asked(self.at).map(|(_, field)| field)
    }

    fn index_of(&self, id: &str) -> Option<usize> {
        (0..self.fields.len()).find(|at| self.asked(*at).is_some_and(|(_, f)| f.id == id))
    }

    /// Whether a line holds a time of day.
    fn is_time(&self, id: &str) -> bool {
        id == "tid" || id.ends_with(".tid") || id.ends_with(".klockslag")
    }

    /// Makes an editor for the active field, unless it has one with the same text.
    fn open_editor(&mut self) {
        let Some(field) = self.field() else { return };
        let one_line = match field.kind {
            FieldKind::Text => false,
            FieldKind::Line | FieldKind::Date => true,
            _ => return,
        };
        let (id, text) = (field.id.clone(), self.answers.get(&field.id).to_owned());
        let known = self.editors.get(&id).is_some_and(|e| {
            let written = e.text();
            written == text || (text.is_empty() && written.trim().is_empty())
        });
        if !known {
            self.editors.insert(id, Editor::new(&text, one_line));
            self.offer_date();
        }
    }

    /// A whole date that stands in the field one has come to gives way to another as it is written.
    fn offer_date(&mut self) {
        let Some(field) = self.field().filter(|f| f.kind == FieldKind::Date) else {
            return;
        };
        let id = field.id.clone();
        if let Some(editor) = self.editors.get_mut(&id)
            && parse_date(&editor.text()).is_ok()
        {
            editor.replace_when_typed();
        }
    }

    /// After the answers were changed from elsewhere.
    fn forget_editors(&mut self) {
        self.editors.clear();
        self.table = None;
        self.ask_fields();
        self.open_editor();
    }

    /// Lays everything out anew.
    fn settle(&mut self, ctx: &Context<'_>) {
        self.follow_decision(ctx);
        self.read_frame();
        let (_, _, columns, rows) = self.division(ctx).page;
        let room = usize::from(columns.saturating_sub(2 + TEXT + 1)).max(1);
        for (id, editor) in &mut self.editors {
            let text = self
                .spec
                .field(id)
                .is_some_and(|f| f.kind == FieldKind::Text);
            editor.set_columns(if text { room } else { usize::from(u16::MAX) });
        }
        self.lay_out(columns, rows);
        self.lay_out_signing(ctx);
    }

    fn is_quick(&self) -> bool {
        matches!(self.work, Work::Quick(_))
    }

    fn form_scope(&self) -> Scope {
        if self.is_quick() {
            Scope::Quick
        } else {
            Scope::Form
        }
    }

    fn has_sections(&self) -> bool {
        self.fields.first().map(|f| f.0) != self.fields.last().map(|f| f.0)
    }
}

impl Screen for Form {
    fn scope(&self) -> Scope {
        match self.mode {
            Mode::Writing => self.form_scope(),
            Mode::Missing(_) => Scope::Picker,
            Mode::Signing(_) => Scope::Dialog,
            Mode::Conflict(_) => Scope::Conflict,
        }
    }

    fn title(&self) -> String {
        self.title.clone()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        if let Work::Paper(paper) = &self.work {
            let case = ctx.store.case(ctx.user, paper.case)?;
            self.facts = FormFacts {
                child: case.person.is_child(ctx.today),
                oral: case.oral,
            };
            self.head = Some(case.person);
            self.factor = ctx.store.unit().factor;
            self.interventions = Interventions::clone(&ctx.store.unit().interventions);
        } else if let Some(head) = &self.head {
            self.facts.child = head.is_child(ctx.today);
        }
        self.find_kept(ctx)?;
        self.follow_others(ctx)?;
        self.ask_fields();
        self.open_editor();
        self.take_deliveries(ctx);
        self.settle(ctx);
        Ok(())
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        self.stay();
        let step = match self.mode {
            Mode::Writing => self.act(action, ctx),
            Mode::Missing(_) => Ok(self.in_missing(action, ctx)),
            Mode::Signing(_) => self.in_signing(action, ctx),
            Mode::Conflict(_) => self.in_conflict(action, ctx),
        };
        self.settle(ctx);
        step
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        self.draw_head(ctx, canvas);
        match &self.mode {
            Mode::Missing(list) => self.draw_missing(list, canvas),
            Mode::Signing(page) => self.draw_signing(page, ctx, canvas),
            Mode::Conflict(conflict) => self.draw_conflict(conflict, canvas),
            Mode::Writing => {
                let (x, y, columns, rows) = self.division(ctx).page;
                self.page.draw(&mut canvas.part(x, y, columns, rows));
                self.draw_beside(ctx, canvas);
                self.draw_decision(ctx, canvas);
            }
        }
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        self.verbs()
    }

    fn actions(&self) -> Vec<Action> {
        self.offers()
    }

    fn input(&mut self, input: Input, ctx: &Context<'_>) -> Result<Step> {
        self.stay();
        let step = match input {
            Input::Key(key) => self.key(key, ctx),
            Input::Paste(text) => Ok(self.paste(&text, ctx)),
        };
        self.settle(ctx);
        step
    }

    fn word(&self, action: Action) -> &'static str {
        match action {
            Action::Sign if self.sends() => "skicka förslaget",
            other => other.label(),
        }
    }

    fn back(&mut self, ctx: &Context<'_>) -> Result<Step> {
        if !matches!(self.mode, Mode::Writing) {
            self.mode = Mode::Writing;
            self.settle(ctx);
            return Ok(Step::Stay);
        }
        self.settle_field(ctx.today);
        match &self.work {
            Work::Paper(_) => self.leave_paper(ctx),
            Work::Quick(_) => self.leave_quick(ctx),
        }
    }

    fn opened(&mut self, way: &Way) {
        if let Work::Quick(quick) = &mut self.work {
            quick.kept.way = way.clone();
        }
    }

    fn wake_at(&self) -> Option<Instant> {
        self.paper_wakes()
    }

    fn tick(&mut self, ctx: &Context<'_>) -> Result<Step> {
        Ok(match self.store_unsaved(ctx) {
            Ok(()) => Step::Stay,
            Err(error) => Step::Say(Message::from(error)),
        })
    }

    fn case(&self) -> Option<i64> {
        match &self.work {
            Work::Paper(paper) => Some(paper.case),
            Work::Quick(_) => None,
        }
    }

    fn is_protected(&self) -> bool {
        self.head.as_ref().is_some_and(|h| h.protection.is_some())
    }

    fn save(&mut self, ctx: &Context<'_>) -> Result<()> {
        self.end_paper(ctx)
    }
}
