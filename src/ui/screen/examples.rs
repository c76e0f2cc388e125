//! Good examples: a list to read and to fetch a text from while an order is written.

use super::choose::{is_offered, type_into};
use super::dialog::Dialog;
use super::{Context, Input, Screen, Step};
use crate::core::change::Change;
use crate::core::text::fold;
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{empty, head};
use crate::ui::wrap::{width, wrap};

/// Where texts begin.
const TEXT: u16 = 3;

type Chosen = Box<dyn Fn(&str) -> Step>;

/// An example with where it comes from.
struct Shown {
    area: String,
    text: String,
    /// The row, where it is the unit's own.
    own: Option<i64>,
}

/// The list of good examples.
pub struct ExampleList {
    /// The areas that are shown; every life area, if none are named.
    areas: Vec<String>,
    all: Vec<Shown>,
    shown: Vec<usize>,
    at: usize,
    top: usize,
    query: Option<String>,
    chosen: Chosen,
}

impl ExampleList {
    /// The examples of some areas; of every life area, if none are named. `chosen` makes the step of
    /// the text that is picked.
    ///
    /// # Errors
    /// When the unit's own cannot be read.
    pub fn new(
        areas: &[&str],
        ctx: &Context<'_>,
        chosen: impl Fn(&str) -> Step + 'static,
    ) -> Result<ExampleList> {
        let mut list = ExampleList {
            areas: areas.iter().map(|area| (*area).to_owned()).collect(),
            shown: Vec::new(),
            all: Vec::new(),
            at: 0,
            top: 0,
            query: None,
            chosen: Box::new(chosen),
        };
        list.read(ctx)?;
        Ok(list)
    }

    /// Reads the unit's own and the built-in, area by area.
    fn read(&mut self, ctx: &Context<'_>) -> Result<()> {
        let library = &ctx.store.unit().examples;
        let own = ctx.store.good_examples()?;
        let wanted = |area: &String| match self.areas.as_slice() {
            [] => !matches!(area.as_str(), "syfte" | "mal"),
            areas => areas.contains(area),
        };
        let mut all = Vec::new();
        for area in library.areas().iter().filter(|a| wanted(&a.id)) {
            let shown = |text: &str, own| Shown {
                area: area.name.clone(),
                text: text.to_owned(),
                own,
            };
            let mine = own.iter().filter(|example| example.area == area.id);
            all.extend(mine.map(|example| shown(&example.text, Some(example.id))));
            let built_in = library.all().filter(|e| e.area == area.id);
            all.extend(built_in.map(|e| shown(&e.text, None)));
        }
        self.all = all;
        self.narrow();
        Ok(())
    }

    /// Shows what holds the words that are sought.
    fn narrow(&mut self) {
        let sought = fold(self.query.as_deref().unwrap_or_default());
        let all = self.all.iter().enumerate();
        self.shown = all
            .filter(|(_, e)| fold(&format!("{} {}", e.area, e.text)).contains(sought.trim()))
            .map(|(i, _)| i)
            .collect();
    }

    fn selected(&self) -> Option<&Shown> {
        self.shown.get(self.at).and_then(|i| self.all.get(*i))
    }

    /// Asks whether an example of the unit's own is to be taken out.
    fn take_out(&self) -> Step {
        match self.selected() {
            Some(Shown {
                own: Some(example),
                text,
                ..
            }) => {
                let change = Change::WithdrawExample { example: *example };
                let out = Step::apply_then(change, |_| Step::done("Exemplet visas inte mer."));
                let told = format!(
                    "{text}\nDet visas inte mer för någon. Raden ligger kvar som borttagen."
                );
                Step::open(Dialog::new("Ta bort exemplet?", told, out))
            }
            _ => Step::done("Bara enhetens egna exempel kan tas bort."),
        }
    }

    /// The rows as drawn: which example each belongs to, its role and text.
    fn rows(&self, columns: u16) -> Vec<(Option<usize>, Role, String)> {
        let room = usize::from(columns.saturating_sub(TEXT + 2)).max(1);
        let mut rows = Vec::new();
        let mut area = "";
        for (number, shown) in self.shown.iter().enumerate() {
            let Some(example) = self.all.get(*shown) else {
                continue;
            };
            if example.area != area {
                if !rows.is_empty() {
                    rows.push((None, Role::Text, String::new()));
                }
                area = &example.area;
                rows.push((None, Role::FormSection, area.to_owned()));
            }
            let own = if example.own.is_some() {
                "  (enhetens)"
            } else {
                ""
            };
            for line in wrap(&format!("{}{own}", example.text), room) {
                rows.push((Some(number), Role::Text, line));
            }
        }
        rows
    }

    fn keep(&mut self, ctx: &Context<'_>) {
        self.at = self.at.min(self.shown.len().saturating_sub(1));
        let height = usize::from(ctx.height.saturating_sub(2)).max(1);
        let rows = self.rows(ctx.width);
        let mine = |row: &&(usize, &(Option<usize>, Role, String))| row.1.0 == Some(self.at);
        let first = rows
            .iter()
            .enumerate()
            .find(|r| mine(&r))
            .map_or(0, |r| r.0);
        let last = rows
            .iter()
            .enumerate()
            .rev()
            .find(|r| mine(&r))
            .map_or(0, |r| r.0);
        if first < self.top || last >= self.top + height {
            // The heading is kept in sight above the first of an area.
            self.top = first.saturating_sub(1);
        }
        self.top = self.top.min(rows.len().saturating_sub(height));
    }
}

impl Screen for ExampleList {
    fn scope(&self) -> Scope {
        match self.query {
            Some(_) => Scope::Search,
            None => Scope::Picker,
        }
    }

    fn title(&self) -> String {
        "Goda exempel".to_owned()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        self.read(ctx)?;
        self.keep(ctx);
        Ok(())
    }

    fn actions(&self) -> Vec<Action> {
        Action::of(self.scope())
            .filter(|action| is_offered(action) || *action == Action::RemoveRow)
            .collect()
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        match action {
            Action::Open => {
                return Ok(self
                    .selected()
                    .map_or(Step::Stay, |e| (self.chosen)(&e.text)));
            }
            Action::RemoveRow => return Ok(self.take_out()),
            Action::Search => self.query = Some(String::new()),
            Action::Up => self.at = self.at.saturating_sub(1),
            Action::Down => self.at += 1,
            Action::PageUp => self.at = self.at.saturating_sub(5),
            Action::PageDown => self.at += 5,
            Action::First => self.at = 0,
            Action::Last => self.at = self.shown.len(),
            _ => {}
        }
        self.keep(ctx);
        Ok(Step::Stay)
    }

    fn input(&mut self, input: Input, ctx: &Context<'_>) -> Result<Step> {
        if let Some(query) = &mut self.query {
            type_into(query, input);
            self.narrow();
            self.keep(ctx);
        }
        Ok(Step::Stay)
    }

    fn back(&mut self, ctx: &Context<'_>) -> Result<Step> {
        if self.query.take().is_some() {
            self.narrow();
            self.keep(ctx);
            return Ok(Step::Stay);
        }
        Ok(Step::Close)
    }

    fn view(&self, _ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        canvas.clear();
        let query = self.query.as_deref().unwrap_or_default();
        let title = self.title();
        let left = [
            (Role::Head, title.as_str()),
            (Role::Text, "  "),
            (Role::FieldActive, query),
        ];
        let rows = head(canvas, &left, &[]);
        if self.query.is_some() {
            let x = 3 + width(&title) + width(query);
            canvas.cursor(u16::try_from(x).unwrap_or(0), 0);
        }
        let columns = canvas.width();
        let mut body = canvas.below(rows);
        if self.shown.is_empty() {
            empty(
                &mut body,
                0,
                "Inget exempel handlar om det.",
                "Skriv ett annat ord.",
            );
            return;
        }
        let lines = self.rows(columns);
        let mut first = true;
        for (y, (number, role, text)) in (0..body.height()).zip(lines.iter().skip(self.top)) {
            let here = number.is_some_and(|n| n == self.at);
            if here && std::mem::take(&mut first) {
                body.text(1, y, Role::Marker, "▌");
            }
            let role = if here { Role::TextStrong } else { *role };
            let x = if number.is_some() { TEXT } else { 1 };
            body.text(x, y, role, text);
        }
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        let own = self.selected().is_some_and(|example| example.own.is_some());
        let mut hints = vec![Action::Open, Action::Down, Action::Up, Action::Search];
        hints.extend(own.then_some(Action::RemoveRow));
        hints.push(Action::Back);
        hints
    }

    fn overlay(&self) -> bool {
        true
    }
}
