//! Reading: a signed document, a journal entry, the whole journal, or what is known of an event.

use super::case::{correct_entry, put_right, record};
use super::choose::type_into;
use super::good_example::keep_example;
use super::printout::Printout;
use super::short_form::told;
use super::{Context, Input, Screen, Step};
use crate::core::calendar::long;
use crate::core::event::EventKind;
use crate::core::form::DocumentKind;
use crate::core::person::PersonHead;
use crate::core::query::{CaseView, FileLine};
use crate::error::{Error, Result};
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::person_head;

mod document;
mod lines;
mod log;

use lines::Lines;
use log::{mark, print_entry, print_event, when};

/// What is read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Document(i64),
    /// The assessment without its appraisal: what is sent for reply. With `then` the next step follows.
    Sent {
        document: i64,
        then: bool,
    },
    Entry {
        case: i64,
        id: i64,
    },
    Event {
        case: i64,
        id: i64,
    },
    Journal {
        person: i64,
    },
    Fact {
        person: i64,
        name: &'static str,
        line: FileLine,
    },
}

/// A text on the screen, read and scrolled.
pub struct Reader {
    what: What,
    person: Option<PersonHead>,
    title: String,
    note: String,
    lines: Lines,
    top: usize,
    /// What is searched for, and which match stands at the top of how many.
    find: Option<(String, usize)>,
    view: Option<CaseView>,
    /// The case of a document.
    about: Option<CaseView>,
    is_assessment: bool,
    /// The texts of a signed order that may become good examples.
    texts: Vec<(&'static str, String)>,
}

impl Reader {
    fn of(what: What) -> Reader {
        Reader {
            what,
            person: None,
            title: String::new(),
            note: String::new(),
            lines: Lines::default(),
            top: 0,
            find: None,
            view: None,
            about: None,
            is_assessment: false,
            texts: Vec::new(),
        }
    }

    /// Opens a signed document by its row.
    pub fn new(document: i64) -> Reader {
        Reader::of(What::Document(document))
    }

    /// Opens what is sent for reply of a signed assessment; the next step's key goes on to note that it
    /// is sent.
    pub fn for_reply(document: i64) -> Reader {
        Reader::of(What::Sent {
            document,
            then: true,
        })
    }

    /// Opens a journal entry of a case.
    pub fn entry(case: i64, entry: i64) -> Reader {
        Reader::of(What::Entry { case, id: entry })
    }

    /// Opens what is known of an event of a case.
    pub fn event(case: i64, event: i64) -> Reader {
        Reader::of(What::Event { case, id: event })
    }

    /// Opens the whole journal of a person.
    pub fn journal(person: i64) -> Reader {
        Reader::of(What::Journal { person })
    }

    /// Opens a line of a person's file, whole.
    pub fn fact(person: i64, name: &'static str, line: &FileLine) -> Reader {
        Reader::of(What::Fact {
            person,
            name,
            line: line.clone(),
        })
    }

    fn height(&self, ctx: &Context<'_>) -> usize {
        usize::from(ctx.height.saturating_sub(4)).max(1)
    }

    fn scroll(&mut self, to: usize, ctx: &Context<'_>) {
        let last = self.lines.all.len().saturating_sub(self.height(ctx));
        self.top = to.min(last);
    }

    fn read_document(&mut self, id: i64, sent: bool, ctx: &Context<'_>) -> Result<()> {
        let document = ctx.store.document(ctx.user, id)?;
        let view = ctx.store.case(ctx.user, document.row.case)?;
        let row = &document.row;
        self.texts = match row.kind {
            DocumentKind::Order => [
                ("Behov", "behov.behov"),
                ("Syfte", "behov.syfte"),
                ("Mål", "mal.mal"),
            ]
            .into_iter()
            .map(|(label, field)| (label, document.answers.get(field).to_owned()))
            .filter(|(_, text)| !text.is_empty())
            .collect(),
            _ => Vec::new(),
        };
        self.title = format!("{}  {}", row.title, row.case_number);
        let signed = format!("{}, {}", told(row.day, ctx.today), row.signed_by);
        self.note = match row.superseded_by {
            Some(_) => format!("{signed}, ersatt av ett nyare"),
            None => signed,
        };
        let mut lines = Lines::new(ctx.width);
        let child = view.person.is_child(row.day);
        let document = if sent {
            self.note = "utan bedömning".to_owned();
            document.without_appraisal()
        } else {
            document
        };
        document::print(&document, &ctx.store.unit().factor, child, &mut lines);
        lines.gap();
        let row = &document.row;
        lines.text(
            1,
            Role::Text,
            &format!(
                "{} {} av {}.",
                row.kind.signed(),
                long(row.day),
                row.signed_by
            ),
        );
        let option = if sent { " --utan-bedomning" } else { "" };
        let number = ctx.store.document_number(ctx.user, row.id)?;
        lines.text(
            1,
            Role::TextDim,
            &format!("Som text att skriva ut: akt skriv-ut {number}{option}"),
        );
        self.is_assessment = row.kind == DocumentKind::Assessment;
        self.about = Some(view.clone());
        self.lines = lines;
        self.person = Some(view.person);
        Ok(())
    }

    fn read_entry(&mut self, case: i64, id: i64, ctx: &Context<'_>) -> Result<()> {
        let view = ctx.store.case(ctx.user, case)?;
        // Older ones than the case's page holds are read from the whole journal.
        let entry = match view.journal.iter().find(|entry| entry.id == id) {
            Some(entry) => entry.clone(),
            None => ctx
                .store
                .journal(ctx.user, view.person.id)?
                .into_iter()
                .find(|entry| entry.id == id)
                .ok_or_else(|| Error::user("Anteckningen finns inte."))?,
        };
        self.title = format!("Journalanteckning  {}", view.case_number);
        self.note = mark(&entry).to_owned();
        let mut lines = Lines::new(ctx.width);
        print_entry(&entry, ctx, &mut lines);
        self.lines = lines;
        self.person = Some(view.person.clone());
        self.view = Some(view);
        Ok(())
    }

    fn read_event(&mut self, case: i64, id: i64, ctx: &Context<'_>) -> Result<()> {
        let view = ctx.store.case(ctx.user, case)?;
        let row = view.events.iter().find(|event| event.id == id);
        let row = row.ok_or_else(|| Error::user("Händelsen finns inte."))?;
        self.title = format!("{}  {}", row.kind.name(), view.case_number);
        self.lines = print_event(row, &view, ctx);
        self.person = Some(view.person.clone());
        self.view = Some(view);
        Ok(())
    }

    fn read_journal(&mut self, person: i64, ctx: &Context<'_>) -> Result<()> {
        let file = ctx.store.file(ctx.user, person)?;
        let entries = ctx.store.journal(ctx.user, person)?;
        self.title = "Journal, hela akten".to_owned();
        self.note = match entries.len() {
            0 => String::new(),
            1 => "1 anteckning".to_owned(),
            n => format!("{n} anteckningar"),
        };
        let mut lines = Lines::new(ctx.width);
        if entries.is_empty() {
            lines.text(1, Role::TextDim, "Inget är antecknat om personen.");
        }
        for entry in &entries {
            let number = file
                .cases
                .iter()
                .find(|case| Some(case.id) == entry.case)
                .map(|case| format!("  {}", case.case_number))
                .unwrap_or_default();
            let mark = mark(entry);
            let mark = if mark.is_empty() {
                String::new()
            } else {
                format!("  {mark}")
            };
            lines.heading(&format!("{}{number}{mark}", when(entry, ctx)));
            let text = entry.text.as_deref().unwrap_or("Texten är gallrad.");
            let role = if entry.corrected_by.is_some() {
                Role::TextDim
            } else {
                Role::Text
            };
            lines.text(3, role, text);
            lines.text(3, Role::TextDim, &entry.written_by);
        }
        self.lines = lines;
        self.person = Some(file.person);
        Ok(())
    }

    fn read_fact(
        &mut self,
        person: i64,
        name: &str,
        line: &FileLine,
        ctx: &Context<'_>,
    ) -> Result<()> {
        self.person = Some(ctx.store.file(ctx.user, person)?.person);
        self.title = name.to_owned();
        let mut lines = Lines::new(ctx.width);
        lines.text(1, Role::Text, &line.text);
        lines.gap();
        match (line.from, line.to) {
            (Some(from), Some(to)) => {
                let from = told(from, ctx.today);
                let to = told(to, ctx.today);
                lines.text(1, Role::TextDim, &format!("{from} – {to}"));
            }
            (Some(day), None) => lines.text(1, Role::TextDim, &long(day)),
            (None, Some(to)) => {
                lines.text(1, Role::TextDim, &format!("till {}", told(to, ctx.today)));
            }
            (None, None) => {}
        }
        self.lines = lines;
        Ok(())
    }

    fn correct(&self, ctx: &Context<'_>) -> Result<Step> {
        match (&self.what, &self.view) {
            (What::Entry { id, .. }, Some(view)) => correct_entry(view, *id, ctx),
            (What::Event { id, .. }, Some(view)) => {
                match view.events.iter().find(|event| event.id == *id) {
                    Some(row) => put_right::open(&view.person, row, ctx),
                    None => Ok(Step::Stay),
                }
            }
            _ => Ok(Step::Stay),
        }
    }

    /// Goes to the match that is `step` on from the top, round the ends.
    fn go_to_match(&mut self, step: isize, ctx: &Context<'_>) {
        let Some((query, at)) = &mut self.find else {
            return;
        };
        let hits = self.lines.matches(query);
        if hits.is_empty() {
            *at = 0;
            return;
        }
        let count = hits.len();
        *at = match step {
            0 => 0,
            s if s < 0 => (*at + count - 1) % count,
            _ => (*at + 1) % count,
        };
        let line = hits.get(*at).copied().unwrap_or(0);
        // A few lines above the match are kept in sight.
        self.scroll(line.saturating_sub(3), ctx);
    }
}

impl Screen for Reader {
    fn scope(&self) -> Scope {
        if self.find.is_some() {
            Scope::Search
        } else {
            Scope::Reader
        }
    }

    fn title(&self) -> String {
        self.title.clone()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        match self.what.clone() {
            What::Document(id) => self.read_document(id, false, ctx)?,
            What::Sent { document, .. } => self.read_document(document, true, ctx)?,
            What::Entry { case, id } => self.read_entry(case, id, ctx)?,
            What::Event { case, id } => self.read_event(case, id, ctx)?,
            What::Journal { person } => self.read_journal(person, ctx)?,
            What::Fact { person, name, line } => self.read_fact(person, name, &line, ctx)?,
        }
        self.scroll(self.top, ctx);
        Ok(())
    }

    fn actions(&self) -> Vec<Action> {
        let correctable = matches!(self.what, What::Entry { .. } | What::Event { .. });
        let goes_on = matches!(self.what, What::Sent { then: true, .. });
        let document = matches!(self.what, What::Document(_) | What::Sent { .. });
        Action::of(self.scope())
            .filter(|action| *action != Action::Print || document)
            .filter(|action| *action != Action::Correct || correctable)
            .filter(|action| *action != Action::NextStep || goes_on)
            .filter(|action| *action != Action::WithoutAppraisal || self.is_assessment)
            .filter(|action| *action != Action::KeepExample || !self.texts.is_empty())
            .collect()
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        if self.find.is_some() {
            match action {
                Action::Down | Action::PageDown => self.go_to_match(1, ctx),
                Action::Up | Action::PageUp => self.go_to_match(-1, ctx),
                Action::Open => self.find = None,
                _ => {}
            }
            return Ok(Step::Stay);
        }
        let headings = |wanted: &dyn Fn(usize) -> bool| -> Vec<usize> {
            self.lines
                .all
                .iter()
                .enumerate()
                .filter(|(i, line)| line.heading && wanted(*i))
                .map(|(i, _)| i)
                .collect()
        };
        let top = self.top;
        let page = self.height(ctx).saturating_sub(1).max(1);
        let to = match action {
            Action::Up => top.saturating_sub(1),
            Action::Down => top + 1,
            Action::PageUp => top.saturating_sub(page),
            Action::PageDown => top + page,
            Action::First => 0,
            Action::Last => self.lines.all.len(),
            Action::NextSection => headings(&|i| i > top).first().copied().unwrap_or(top),
            Action::PrevSection => headings(&|i| i < top).last().copied().unwrap_or(0),
            Action::Search => {
                self.find = Some((String::new(), 0));
                return Ok(Step::Stay);
            }
            Action::Correct => return self.correct(ctx),
            Action::WithoutAppraisal => {
                self.what = match self.what {
                    What::Document(document) => What::Sent {
                        document,
                        then: false,
                    },
                    What::Sent { document, .. } => What::Document(document),
                    _ => return Ok(Step::Stay),
                };
                self.load(ctx)?;
                return Ok(Step::Stay);
            }
            Action::Print => {
                return Ok(match self.what {
                    What::Document(document) => Step::open(Printout::new(document, false)),
                    What::Sent { document, .. } => Step::open(Printout::new(document, true)),
                    _ => Step::Stay,
                });
            }
            Action::NextStep => {
                return Ok(match &self.about {
                    Some(view) => match record::open(view, &[EventKind::SentForReply], ctx) {
                        Step::Open(form) => Step::Replace(form),
                        step => step,
                    },
                    None => Step::Stay,
                });
            }
            Action::KeepExample => {
                let Some(person) = &self.person else {
                    return Ok(Step::Stay);
                };
                return keep_example(person.id, self.texts.clone(), ctx);
            }
            _ => return Ok(Step::Stay),
        };
        self.scroll(to, ctx);
        Ok(Step::Stay)
    }

    fn input(&mut self, input: Input, ctx: &Context<'_>) -> Result<Step> {
        if let Some((query, _)) = &mut self.find {
            type_into(query, input);
            self.go_to_match(0, ctx);
        }
        Ok(Step::Stay)
    }

    fn back(&mut self, _ctx: &Context<'_>) -> Result<Step> {
        Ok(if self.find.take().is_some() {
            Step::Stay
        } else {
            Step::Close
        })
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let mut y = 0;
        if let Some(person) = &self.person {
            y = person_head(canvas, person, ctx.today);
        }
        let end = canvas.width().saturating_sub(1);
        let mut query = "";
        if let Some((typed, at)) = &self.find {
            query = typed;
            let mut x = 1 + canvas.text(1, y, Role::Head, "Sök i texten ");
            x += canvas.text(x, y, Role::FieldActive, typed);
            canvas.cursor(x, y);
            let told = match self.lines.matches(typed).len() {
                _ if typed.trim().is_empty() => String::new(),
                0 => "finns inte här".to_owned(),
                count => format!("{} av {count}", at + 1),
            };
            canvas.right(end, y, Role::TextDim, &told);
        } else {
            canvas.text(1, y, Role::Head, &self.title);
            let height = self.height(ctx);
            let total = self.lines.all.len();
            let place = if total > height {
                let share = (self.top + height).min(total) * 100 / total;
                format!("{share} %")
            } else {
                String::new()
            };
            let note = [self.note.as_str(), place.as_str()]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join("  ");
            canvas.right(end, y, Role::TextStrong, &note);
        }
        canvas.rule(y + 1);
        let at = self
            .find
            .as_ref()
            .and_then(|(typed, at)| self.lines.matches(typed).get(*at).copied());
        self.lines
            .view(&mut canvas.below(y + 2), self.top, query, at);
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        if self.find.is_some() {
            return vec![Action::Down, Action::Up, Action::Back];
        }
        let mut hints = vec![Action::PageDown, Action::PageUp];
        match self.what {
            What::Sent { then: true, .. } => {
                hints.insert(0, Action::NextStep);
                hints.push(Action::WithoutAppraisal);
            }
            What::Document(_) | What::Sent { .. } | What::Journal { .. } => {
                hints.push(Action::NextSection);
                if self.is_assessment {
                    hints.push(Action::WithoutAppraisal);
                }
                if !matches!(self.what, What::Journal { .. }) {
                    hints.push(Action::Print);
                    if !self.texts.is_empty() {
                        hints.push(Action::KeepExample);
                    }
                    // There is room for what is done with the text, where the way back up is known.
                    hints.retain(|hint| *hint != Action::PageUp);
                }
            }
            What::Entry { .. } | What::Event { .. } => hints = vec![Action::Correct],
            What::Fact { .. } => hints.clear(),
        }
        hints.extend([Action::Search, Action::Back]);
        hints
    }
}
