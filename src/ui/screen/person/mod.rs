//! A person's file (*akt*): all cases, and what is known of the person, in groups.

use chrono::NaiveDate;

use super::case::CaseScreen;
use super::choose::type_into;
use super::reader::Reader;
use super::short_form::told;
use super::{Context, Input, Screen, Step};
use crate::core::deadline::State;
use crate::core::query::{CaseRow, FileLine, FileView};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{Outline, Part, Row, person_head};

pub mod facts;

use facts::Fact;

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
                    fact_row(*fact, i, line, hide, today)
                })
                .collect();
            let keep = !rows.is_empty() || matches!(fact, Fact::Contact | Fact::Paper);
            if keep {
                parts.push(Part {
                    title: (*title).to_owned(),
                    rows,
                    empty: "Inget står här.".into(),
                    right: true,
                });
            }
        }
        parts
    }

    fn open(&mut self, ctx: &Context<'_>) -> Step {
        let Some(file) = &self.file else {
            return Step::Stay;
        };
        match self.page.selected() {
            Some(Item::Case(case)) => Step::open(CaseScreen::new(*case)),
            Some(Item::Fact(Fact::Address | Fact::Phone, _))
                if file.person.protection.is_some() && !self.revealed =>
            {
                self.revealed = true;
                self.page.put(self.parts(file, ctx));
                Step::Stay
            }
            Some(Item::Fact(fact, _)) => facts::open(*fact, &file.person, self.case, ctx),
            None => Step::Stay,
        }
    }
}

fn case_row(case: &CaseRow, ctx: &Context<'_>) -> Row<Item> {
    let types = &ctx.store.unit().case_types;
    let name = types
        .get(&case.case_type)
        .map_or(case.case_type.as_str(), |known| known.short.as_str());
    let closed = case.step == crate::core::case::Step::Closed;
    let role = if closed { Role::TextDim } else { Role::Text };
    let next = match &case.deadline {
        _ if closed => String::new(),
        Some(deadline) => {
            let late = deadline.state == State::Overdue;
            let sign = if late { "!! " } else { "" };
            format!(
                "{sign}{} {}",
                case.next.name(),
                told(deadline.due, ctx.today)
            )
        }
        None => case.next.name().to_owned(),
    };
    Row {
        key: Item::Case(case.id),
        found_by: format!("{} {name}", case.case_number),
        cells: vec![
            (8, role, case.case_number.clone()),
            (14, role, name.to_owned()),
            (10, role, case.step.name().to_owned()),
            (0, Role::TextDim, next),
        ],
        right: Some((Role::TextDim, case.caseworker.clone())),
    }
}

/// What stands on the card and is not already in the head.
fn card(file: &FileView, today: NaiveDate) -> Part<Item> {
    let person = &file.person;
    let filled = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    let mut facts = vec![
        ("juridiskt kön", person.sex.name().to_owned()),
        (
            "född",
            person
                .birth_date
                .map_or("–".to_owned(), crate::core::calendar::day_month_year),
        ),
        ("kallas", filled(&person.wished_name)),
        ("pronomen", filled(&person.pronoun)),
        ("kommunikation", filled(&person.communication)),
        ("tolk", filled(&person.interpreter)),
    ];
    if let Some(level) = person.protection {
        facts.insert(
            0,
            (
                "skydd",
                format!("{}, {}", level.name(), file.protection_note),
            ),
        );
    }
    if let Some(day) = person.died_on {
        facts.insert(0, ("avliden", told(day, today)));
    }
    Part {
        title: "Personen".into(),
        rows: facts
            .into_iter()
            .enumerate()
            .map(|(i, (label, value))| Row {
                key: match label {
                    "skydd" => Item::Fact(Fact::Protection, i),
                    _ => Item::Fact(Fact::Card, i),
                },
                found_by: format!("{label} {value}"),
                cells: vec![
                    (14, Role::FormLabel, label.to_owned()),
                    (0, Role::Text, value),
                ],
                right: None,
            })
            .collect(),
        empty: String::new(),
        right: false,
    }
}

fn fact_row(fact: Fact, at: usize, line: &FileLine, hide: bool, today: NaiveDate) -> Row<Item> {
    let over = line.to.is_some_and(|to| to < today);
    let role = if over { Role::TextDim } else { Role::Text };
    let dates = match (line.from, line.to) {
        (Some(from), Some(to)) => format!("{} – {}", told(from, today), told(to, today)),
        (Some(from), None) => told(from, today),
        (None, Some(to)) => format!("till {}", told(to, today)),
        (None, None) => String::new(),
    };
    let (role, text) = if hide {
        (Role::Protection, HIDDEN.to_owned())
    } else {
        (role, line.text.lines().collect::<Vec<_>>().join(" "))
    };
    let mut cells = vec![(0, role, text.clone())];
    if hide {
        cells.push((0, Role::TextDim, "visas när raden öppnas".to_owned()));
    }
    Row {
        key: Item::Fact(fact, at),
        found_by: text,
        cells,
        right: (!dates.is_empty()).then_some((Role::TextDim, dates)),
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

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        let file = ctx.store.file(ctx.user, self.person)?;
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
            A::Journal,
            A::Correct,
            A::Search,
            A::Undo,
        ]
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        if let Some((query, hit)) = &mut self.find {
            match action {
                Action::Open => self.find = None,
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
            Action::Correct => facts::open(Fact::Card, &file.person, self.case, ctx),
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
                canvas.text(1, y, Role::Head, "Akt");
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
            Action::Papers,
            Action::Journal,
            Action::Search,
            Action::Back,
        ]
    }
}
