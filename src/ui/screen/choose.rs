//! A list to choose one thing from.

use super::{Context, Screen, Step};
use crate::core::person::PersonHead;
use crate::core::text::{Fit, fold};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::screen::Input;
use crate::ui::theme::Role;
use crate::ui::widget::{List, head, person_head};
use crossterm::event::{KeyCode, KeyModifiers};

/// Columns of a name at most, where words about it stand beside it.
const NAMES: u16 = 44;

/// What is done with what was chosen.
pub type Chosen<K> = Box<dyn Fn(&K, &Context<'_>) -> Result<Step>>;

/// A list to choose from; a search narrows it.
pub struct Choose<K> {
    title: String,
    person: Option<PersonHead>,
    options: Vec<(K, String, String)>,
    /// From this option on they cannot be chosen yet, and say why.
    dim_from: usize,
    shown: Vec<usize>,
    list: List<usize>,
    query: Option<String>,
    chosen: Chosen<K>,
}

impl<K> Choose<K> {
    /// Offers options: what each is, what it is called, and a few dim words about it. The step made of
    /// the chosen one replaces this screen if it opens another.
    pub fn new(
        title: impl Into<String>,
        person: Option<PersonHead>,
        options: Vec<(K, String, String)>,
        chosen: impl Fn(&K, &Context<'_>) -> Result<Step> + 'static,
    ) -> Choose<K> {
        Choose {
            title: title.into(),
            person,
            shown: (0..options.len()).collect(),
            dim_from: usize::MAX,
            options,
            list: List::new(),
            query: None,
            chosen: Box::new(chosen),
        }
    }

    /// Shows the options from one on as what cannot be chosen yet.
    pub fn dim_from(mut self, at: usize) -> Choose<K> {
        self.dim_from = at;
        self
    }

    fn narrow(&mut self, ctx: &Context<'_>) {
        let query = fold(self.query.as_deref().unwrap_or_default());
        self.shown = self
            .options
            .iter()
            .enumerate()
            .filter(|(_, (_, name, more))| {
                fold(name).contains(query.trim()) || fold(more).contains(query.trim())
            })
            .map(|(i, _)| i)
            .collect();
        // What begins as is typed comes first, å, ä and ö before a and o.
        let typed = self.query.as_deref().unwrap_or_default();
        if !typed.trim().is_empty() {
            let fit = |i: &usize| {
                let name = self.options.get(*i).map(|(_, name, _)| name.as_str());
                let fit = Fit::of(typed, name.unwrap_or_default());
                (fit.is_none(), fit)
            };
            self.shown.sort_by_key(fit);
            self.list = List::new();
        }
        self.list.keep(&self.shown, height(ctx));
    }
}

/// What a list does of which one thing is chosen.
pub fn offered(scope: Scope) -> impl Iterator<Item = Action> {
    Action::of(scope).filter(is_offered)
}

/// Whether it belongs where one thing is chosen: nothing is marked there, no row comes or goes, and there is no
/// other day to turn to.
pub fn is_offered(action: &Action) -> bool {
    !matches!(
        action,
        Action::Mark
            | Action::AddRow
            | Action::RemoveRow
            | Action::PrevMeeting
            | Action::NextMeeting
    )
}

fn height(ctx: &Context<'_>) -> u16 {
    ctx.height.saturating_sub(4)
}

/// Opening in another's place, so that going back does not lead to a choice already made.
fn in_place(step: Step) -> Step {
    match step {
        Step::Open(screen) => Step::Replace(screen),
        Step::Stay => Step::Close,
        Step::Say(message) => Step::Many(vec![Step::Close, Step::Say(message)]),
        step => step,
    }
}

impl<K> Screen for Choose<K> {
    fn scope(&self) -> Scope {
        if self.query.is_some() {
            Scope::Search
        } else {
            Scope::Picker
        }
    }

    fn title(&self) -> String {
        self.title.clone()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        self.list.keep(&self.shown, height(ctx));
        Ok(())
    }

    fn actions(&self) -> Vec<Action> {
        offered(self.scope()).collect()
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        match action {
            Action::Open => {
                let option = self.list.selected().and_then(|i| self.options.get(*i));
                return match option {
                    Some((key, _, _)) => Ok(in_place((self.chosen)(key, ctx)?)),
                    None => Ok(Step::Stay),
                };
            }
            Action::Search => self.query = Some(String::new()),
            action => {
                self.list.act(action, &self.shown, height(ctx));
            }
        }
        Ok(Step::Stay)
    }

    fn input(&mut self, input: Input, ctx: &Context<'_>) -> Result<Step> {
        if let Some(query) = &mut self.query {
            type_into(query, input);
            self.narrow(ctx);
        }
        Ok(Step::Stay)
    }

    fn marked(&self) -> Option<String> {
        let option = self.list.selected().and_then(|i| self.options.get(*i))?;
        Some(option.1.clone())
    }

    fn mark(&mut self, called: &str, ctx: &Context<'_>) {
        if let Some(at) = self.options.iter().position(|o| o.1 == called) {
            self.list.select(at);
            self.list.keep(&self.shown, height(ctx));
        }
    }

    fn back(&mut self, ctx: &Context<'_>) -> Result<Step> {
        if self.query.take().is_some() {
            self.narrow(ctx);
            return Ok(Step::Stay);
        }
        Ok(Step::Close)
    }

    fn rest(&mut self, _ctx: &Context<'_>) -> Result<()> {
        self.list.rest();
        Ok(())
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let mut y = 0;
        if let Some(person) = &self.person {
            y = person_head(canvas, person, ctx.today);
        }
        let mut top = canvas.below(y);
        let query = self.query.as_deref().unwrap_or_default();
        let rows = head(
            &mut top,
            &[
                (Role::Head, &self.title),
                (Role::Text, "  "),
                (Role::FieldActive, query),
            ],
            &[],
        );
        if self.query.is_some() {
            let x = 3 + crate::ui::wrap::width(&self.title) + crate::ui::wrap::width(query);
            top.cursor(u16::try_from(x).unwrap_or(0), 0);
        }
        let mut body = top.below(rows);
        if self.shown.is_empty() {
            crate::ui::widget::empty(&mut body, 0, "Inget här heter så.", "Skriv ett annat ord.");
            return;
        }
        let wide = self
            .options
            .iter()
            .map(|(_, name, _)| crate::ui::wrap::width(name))
            .max();
        let wide = u16::try_from(wide.unwrap_or(0)).unwrap_or(40).min(NAMES);
        self.list.view(&mut body, self.shown.len(), |row, i| {
            let at = self.shown.get(i).copied().unwrap_or_default();
            if let Some((_, name, more)) = self.options.get(at) {
                let role = match at < self.dim_from {
                    true => Role::Text,
                    false => Role::TextDim,
                };
                // Alone on its line a name has all the room.
                let most = match more.is_empty() {
                    true => row.width().saturating_sub(2),
                    false => wide,
                };
                row.cell(1, 0, most, role, name);
                let room = row.width().saturating_sub(wide + 4);
                row.cell(wide + 3, 0, room, Role::TextDim, more);
            }
        });
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![
            Action::Open,
            Action::Down,
            Action::Up,
            Action::Search,
            Action::Back,
        ]
    }
}

/// Types into a line of a search.
pub fn type_into(line: &mut String, input: Input) {
    match input {
        Input::Key(key) => match key.code {
            KeyCode::Char('u') if key.modifiers == KeyModifiers::CONTROL => line.clear(),
            KeyCode::Char(c)
                if !key
                    .modifiers
                    .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) =>
            {
                line.push(c);
            }
            KeyCode::Backspace => {
                line.pop();
            }
            _ => {}
        },
        Input::Paste(text) => line.push_str(text.lines().next().unwrap_or_default()),
    }
}
