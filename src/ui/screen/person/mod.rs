//! A person's file (*akt*): all cases, and what is known of the person, in groups.

use super::access;
use super::case::CaseScreen;
use super::choose::type_into;
use super::reader::Reader;
use super::{Context, Input, Screen, Step};
use crate::core::query::{FileLine, FileView};
use crate::error::Result;
use crate::store::draft::Way;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{Outline, Part, Row, person_head};

mod change;
pub mod facts;
mod rows;

use facts::Fact;
use rows::{card, case_row, fact_row};

/// What a row of the file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Case(i64),
    /// A fact, and which of its part.
    Fact(Fact, usize),
}

/// The groups of the file, in order: the part's word, its heading.
const GROUPS: &[(Fact, &str)] = &[
    (Fact::Contact, "Omkring personen"),
    (Fact::Phone, "Telefon"),
    (Fact::Address, "Adress"),
    (Fact::Household, "Hushåll"),
    (Fact::Visit, "Besök"),
    (Fact::Paper, "Inkomna handlingar"),
    (Fact::Objection, "Personens invändningar"),
    (Fact::Number, "Nummer"),
];

/// What a protected person's address and phone are shown as until asked for.
const HIDDEN: &str = "skyddad";

/// The screen of a person's file.
pub struct PersonScreen {
    person: i64,
    /// The part to stand in when it opens.
    start: Option<&'static str>,
    /// The case that what is added here belongs to.
    case: Option<i64>,
    file: Option<FileView>,
    page: Outline<Item>,
    /// A protected address is shown when one asks for it, and hidden again with the screen.
    revealed: bool,
    find: Option<(String, (usize, usize))>,
}

impl PersonScreen {
    /// Opens a file by the person's row.
    pub fn new(person: i64) -> PersonScreen {
        PersonScreen {
            person,
            start: None,
            case: None,
            file: None,
            page: Outline::default(),
            revealed: false,
            find: None,
        }
    }

    /// Opens a file at a part of it, such as `handling`.
    pub fn at(person: i64, part: &'static str) -> PersonScreen {
        PersonScreen {
            start: Some(part),
            ..PersonScreen::new(person)
        }
    }

    /// What is added here belongs to this case.
    #[must_use]
    pub fn about(mut self, case: i64) -> PersonScreen {
        self.case = Some(case);
        self
    }

    fn parts(&self, file: &FileView, ctx: &Context<'_>) -> Vec<Part<Item>> {
        let today = ctx.today;
        let key = |action| ctx.keymap.hint(Scope::Case, action).unwrap_or_default();
        let mut parts = vec![Part {
            title: "Ärenden".into(),
            rows: file.cases.iter().map(|case| case_row(case, ctx)).collect(),
            empty: "Inget ärende är registrerat.".into(),
            right: false,
        }];
        parts.push(card(file, today));
        let protected = file.person.protection.is_some() && !self.revealed;
        for (fact, title) in GROUPS {
            let rows: Vec<Row<Item>> = file
                .lines
                .iter()
                .filter(|line| line.part == fact.word())
                .enumerate()
                .map(|(i, line)| {
                    let hide = protected && matches!(fact, Fact::Address | Fact::Phone);
                    fact_row(*fact, i, line, hide.then(|| key(Action::Open)), today)
                })
                .collect();
            let keep = !rows.is_empty() || matches!(fact, Fact::Contact | Fact::Paper);
            if keep {
                parts.push(Part {
                    title: (*title).to_owned(),
                    rows,
                    empty: format!("Inget står här. {} lägger till.", key(Action::Add)),
                    right: true,
                });
            }
        }
        parts
    }

    /// The selected line of the file, where it is one.
    fn line(&self) -> Option<(Fact, &FileLine)> {
        match self.page.selected()? {
            Item::Fact(fact, at) => {
                let lines = &self.file.as_ref()?.lines;
                let mut lines = lines.iter().filter(|line| line.part == fact.word());
                Some((*fact, lines.nth(*at)?))
            }
            Item::Case(_) => None,
        }
    }

    fn open(&mut self, ctx: &Context<'_>) -> Step {
        let Some(file) = &self.file else {
            return Step::Stay;
        };
        match self.page.selected() {
            Some(Item::Case(case)) => Step::open(CaseScreen::new(*case)),
            Some(Item::Fact(Fact::Address | Fact::Phone | Fact::Contact, _))
                if file.person.protection.is_some() && !self.revealed =>
            {
                self.revealed = true;
                Step::Reload
            }
            Some(Item::Fact(fact @ (Fact::Card | Fact::Protection), _)) => {
                facts::open(*fact, &file.person, self.case, ctx)
            }
            Some(Item::Fact(..)) => match self.line() {
                Some((fact, line)) => Step::open(Reader::fact(self.person, fact.name(), line)),
                None => Step::Stay,
            },
            None => Step::Stay,
        }
    }
}

impl Screen for PersonScreen {
    fn scope(&self) -> Scope {
        if self.find.is_some() {
            Scope::Search
        } else {
            Scope::Case
        }
    }

    fn title(&self) -> String {
        self.file
            .as_ref()
            .map_or_else(|| "Akt".to_owned(), |file| file.person.list_name())
    }

    fn begins_way(&self) -> Option<Way> {
        Some(Way {
            case: self.case,
            person: Some(self.person),
            ..Way::default()
        })
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        let file = match self.revealed {
            true => ctx.store.file_in_clear(ctx.user, self.person)?,
            false => ctx.store.file(ctx.user, self.person)?,
        };
        self.page.put(self.parts(&file, ctx));
        if let Some(start) = self.start.take() {
            let title = GROUPS.iter().find(|(fact, _)| fact.word() == start);
            if let Some((_, title)) = title {
                self.page.go_to_part(title);
            }
        }
        self.file = Some(file);
        Ok(())
    }

    fn is_protected(&self) -> bool {
        let file = self.file.as_ref();
        file.is_some_and(|file| file.person.protection.is_some())
    }

    fn actions(&self) -> Vec<Action> {
        use Action as A;
        if self.find.is_some() {
            return A::of(Scope::Search).collect();
        }
        vec![
            A::Up,
            A::Down,
            A::PageUp,
            A::PageDown,
            A::First,
            A::Last,
            A::NextField,
            A::PrevField,
            A::NextSection,
            A::PrevSection,
            A::Open,
            A::Add,
            A::Papers,
            A::FileAccess,
            A::Journal,
            A::Correct,
            A::Search,
            A::Undo,
        ]
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        if let Some((query, hit)) = &mut self.find {
            match action {
                Action::Open => {
                    let found = hit.1 > 0;
                    self.find = None;
                    return Ok(if found { self.open(ctx) } else { Step::Stay });
                }
                Action::Down | Action::PageDown => *hit = self.page.find(query, 1),
                Action::Up | Action::PageUp => *hit = self.page.find(query, -1),
                _ => {}
            }
            return Ok(Step::Stay);
        }
        if self.page.act(action, ctx.height.saturating_sub(3)) {
            return Ok(Step::Stay);
        }
        if action == Action::Open {
            return Ok(self.open(ctx));
        }
        let Some(file) = &self.file else {
            return Ok(Step::Stay);
        };
        Ok(match action {
            Action::Add => facts::any(&file.person, self.case),
            Action::Papers => facts::open(Fact::Paper, &file.person, self.case, ctx),
            Action::Correct => {
                let ended = match self.line() {
                    Some((fact, line)) => change::open(fact, line, &file.person, ctx)?,
                    None => None,
                };
                ended.unwrap_or_else(|| facts::open(Fact::Card, &file.person, self.case, ctx))
            }
            Action::FileAccess => access::open(&file.person, ctx)?,
            Action::Journal => Step::open(Reader::journal(self.person)),
            Action::Search => {
                self.find = Some((String::new(), (0, 0)));
                Step::Stay
            }
            _ => Step::Stay,
        })
    }

    fn input(&mut self, input: Input, _ctx: &Context<'_>) -> Result<Step> {
        if let Some((query, hit)) = &mut self.find {
            type_into(query, input);
            *hit = self.page.find(query, 0);
        }
        Ok(Step::Stay)
    }

    fn back(&mut self, _ctx: &Context<'_>) -> Result<Step> {
        Ok(match self.find.take() {
            Some(_) => Step::Stay,
            None => Step::Close,
        })
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let Some(file) = &self.file else { return };
        let y = person_head(canvas, &file.person, ctx.today);
        let end = canvas.width().saturating_sub(1);
        match &self.find {
            Some((query, (at, of))) => {
                let mut x = 1 + canvas.text(1, y, Role::Head, "Sök i akten ");
                x += canvas.text(x, y, Role::FieldActive, query);
                canvas.cursor(x, y);
                let told = match of {
                    _ if query.trim().is_empty() => String::new(),
                    0 => "finns inte här".to_owned(),
                    _ => format!("{at} av {of}"),
                };
                canvas.right(end, y, Role::TextDim, &told);
            }
            None => {
                let open = file
                    .cases
                    .iter()
                    .filter(|case| case.step != crate::core::case::Step::Closed)
                    .count();
                let cases = match open {
                    0 => "inget öppet ärende".to_owned(),
                    1 => "1 öppet ärende".to_owned(),
                    n => format!("{n} öppna ärenden"),
                };
                let pieces = [
                    (Role::Head, "Akt"),
                    (Role::TextDim, "  ·  "),
                    (Role::Text, cases.as_str()),
                ];
                canvas.line(1, y, &pieces);
            }
        }
        canvas.rule(y + 1);
        self.page.view(&mut canvas.below(y + 2));
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        if self.find.is_some() {
            return vec![Action::Open, Action::Down, Action::Up, Action::Back];
        }
        vec![
            Action::Open,
            Action::Add,
            Action::Correct,
            Action::Journal,
            Action::FileAccess,
            Action::Back,
        ]
    }
}
