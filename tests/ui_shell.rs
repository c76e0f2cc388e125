//! The shell with a toy screen: keys in, the whole frame out as text and as a grid of roles.
#![allow(clippy::unwrap_used)]

mod common;

use std::time::{Duration, Instant};

use akt::app::Desk;
use akt::clock::{Clock, Moment};
use akt::core::change::Change;
use akt::core::query::{Filter, Scope as QueryScope};
use akt::error::{Error, Result};
use akt::store::draft::Drafts;
use akt::ui::action::{Action, Scope};
use akt::ui::canvas::Canvas;
use akt::ui::keymap::Keymap;
use akt::ui::screen::{Context, Input, Screen, Step};
use akt::ui::testing::{frame_roles, frame_text, keys};
use akt::ui::theme::{Role, Theme};
use akt::ui::widget::{List, Progress, Section, head, sections};
use chrono::NaiveDate;
use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const NAMES: [&str; 4] = [
    "Bergström, Karin",
    "Lind, Göran",
    "Åberg, Sten",
    "Öberg, Maj",
];

/// A list of people; enter opens a form, `s` writes, `h` is refused, `b` asks first.
#[derive(Default)]
struct Toy {
    list: List<usize>,
    loads: usize,
}

const IDS: [usize; 4] = [0, 1, 2, 3];

impl Screen for Toy {
    fn scope(&self) -> Scope {
        Scope::List
    }
    fn title(&self) -> String {
        "Mina ärenden".into()
    }
    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        self.loads += 1;
        self.list.keep(&IDS, ctx.height - 3);
        Ok(())
    }
    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        Ok(match action {
            Action::Open => Step::open(Form::default()),
            Action::NextStep => Step::apply_then(harmless(), |_| Step::done("Sparat 14.32")),
            Action::Why => return Err(Error::denied("Du får inte se det.").hint("Fråga chefen.")),
            Action::Order => Step::ask(
                "Skicka beställningen?",
                "Fältens hemtjänst får den i dag, och fristen för bekräftelse börjar.",
                Step::apply_then(harmless(), |_| Step::done("Skickad")),
            ),
            action => {
                self.list.act(action, &IDS, ctx.height - 3);
                Step::Stay
            }
        })
    }
    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let loads = format!("läst {}", self.loads);
        let y = head(
            canvas,
            &[
                (Role::Head, "Mina ärenden  "),
                (Role::TextDim, &ctx.user.name),
            ],
            &[
                (Role::CountOverdue, "2 försenade"),
                (Role::TextDim, "  "),
                (Role::TextDim, &loads),
            ],
        );
        self.list
            .view(&mut canvas.below(y + 1), NAMES.len(), |row, i| {
                row.text(0, 0, Role::DeadlineOverdue, "!! 3 d över");
                row.cell(13, 0, 20, Role::Text, NAMES[i]);
            });
    }
    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![
            Action::Open,
            Action::NextStep,
            Action::Why,
            Action::Note,
            Action::NewCase,
        ]
    }
    fn actions(&self) -> Vec<Action> {
        use Action as A;
        vec![
            A::Up,
            A::Down,
            A::First,
            A::Last,
            A::Open,
            A::NextStep,
            A::Why,
            A::Order,
        ]
    }
}

/// A text; `ctrl-s` saves and closes, `F9` is refused, a pause saves.
#[derive(Default)]
struct Form {
    text: String,
    wake: Option<Instant>,
    saved: String,
}

impl Screen for Form {
    fn scope(&self) -> Scope {
        Scope::Form
    }
    fn title(&self) -> String {
        "Utredning".into()
    }
    fn load(&mut self, _ctx: &Context<'_>) -> Result<()> {
        Ok(())
    }
    fn update(&mut self, action: Action, _ctx: &Context<'_>) -> Result<Step> {
        Ok(match action {
            Action::Save => Step::apply_then(harmless(), |_| Step::Close),
            Action::Sign => Step::apply_then(refused(), |_| Step::Close),
            _ => Step::Stay,
        })
    }
    fn input(&mut self, input: Input, ctx: &Context<'_>) -> Result<Step> {
        match input {
            Input::Key(key) => {
                if let KeyCode::Char(c) = key.code {
                    self.text.push(c);
                }
            }
            Input::Paste(text) => self.text.push_str(&text),
        }
        self.wake = Some(ctx.instant + Duration::from_secs(1));
        Ok(Step::Stay)
    }
    fn view(&self, _ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let y = head(
            canvas,
            &[(Role::HeadPerson, "Bergström, Karin  84 år")],
            &[],
        );
        let all = [
            ("Behov", Progress::Done),
            ("Mål", Progress::Part(1, 2)),
            ("Tid", Progress::Empty),
        ]
        .map(|(name, progress)| Section {
            name: name.into(),
            progress,
        });
        sections(canvas, 1, y, &all, 1);
        let width = canvas.width() - 4;
        let shown: String = self.text.chars().take(500).collect();
        let rows = canvas.paragraph(3, y + 2, width, Role::FieldActive, &shown);
        canvas.text(
            3,
            y + 3 + rows,
            Role::FormHint,
            &format!("sparat: {}", self.saved.len()),
        );
        canvas.cursor(3, y + 1 + rows);
    }
    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![
            Action::NextField,
            Action::GoodExamples,
            Action::Save,
            Action::Sign,
            Action::Back,
        ]
    }
    fn wake_at(&self) -> Option<Instant> {
        self.wake
    }
    fn tick(&mut self, ctx: &Context<'_>) -> Result<Step> {
        self.wake = None;
        self.save(ctx)?;
        Ok(Step::Stay)
    }
    fn save(&mut self, _ctx: &Context<'_>) -> Result<()> {
        if self.text.contains("fullt") {
            return Err(Error::internal("Lagringsplatsen är full."));
        }
        self.saved = self.text.clone();
        Ok(())
    }
}

/// A write that changes nothing a toy shows.
fn harmless() -> Change {
    Change::SaveView {
        key: 9,
        name: "prov".into(),
        filter: Filter::all(QueryScope::Mine),
    }
}

/// A write that is refused.
fn refused() -> Change {
    Change::SaveView {
        key: 0,
        name: "prov".into(),
        filter: Filter::all(QueryScope::Mine),
    }
}

fn moment() -> Moment {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    Moment {
        today,
        now: today.and_hms_opt(14, 32, 0).unwrap(),
        instant: Instant::now(),
    }
}

fn desk(size: (u16, u16)) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let (store, user) = common::store(folder.path(), "anna.ek");
    let drafts = Drafts::open(store.path(), Clock::Fixed(common::today())).unwrap();
    let toy = Box::new(Toy::default());
    Desk::new(
        akt::app::Tools {
            store,
            drafts,
            user,
            theme: Theme::roles(),
            keymap: Keymap::default(),
        },
        moment(),
        size,
        toy,
    )
    .unwrap()
}

fn press(desk: &mut Desk, script: &str) {
    for key in keys(script) {
        desk.key(key);
    }
}

fn frame(desk: &mut Desk, size: (u16, u16)) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
    desk.draw(&mut buffer);
    buffer
}

fn text(script: &str) -> String {
    let mut desk = desk((80, 24));
    press(&mut desk, script);
    frame_text(&frame(&mut desk, (80, 24)))
}

fn snapshot(name: &str, size: (u16, u16), script: &str) {
    let mut desk = desk(size);
    press(&mut desk, script);
    let buffer = frame(&mut desk, size);
    let both = format!(
        "{}\n\n{}",
        frame_text(&buffer),
        frame_roles(&buffer, &Theme::roles())
    );
    insta::assert_snapshot!(name, both);
}

#[test]
fn frames() {
    snapshot("list_80", (80, 24), "jj");
    snapshot("list_60", (60, 16), "j");
    snapshot("dialog_80", (80, 24), "b");
    snapshot("refused_80", (80, 24), "v");
    snapshot(
        "form_80",
        (80, 24),
        "<enter>Klarar själv att tvätta ansikte",
    );
    snapshot("help_80", (80, 24), "?");
    snapshot("help_form_60", (60, 16), "<enter><f1>");
    snapshot("palette_80", (80, 24), ":nasta");
}

#[test]
fn a_message_stays_until_the_next_key_and_the_key_still_counts() {
    assert!(text("v").contains("Fråga chefen."));
    let after = text("vj");
    assert!(!after.contains("Fråga chefen."));
    assert!(after.contains("▌!! 3 d över  Lind"));
}

#[test]
fn all_screens_read_again_after_a_write() {
    let shown = text("s");
    assert!(
        shown.contains("läst 2") && shown.contains("Sparat 14.32"),
        "{shown}"
    );
    assert!(text("<enter>abc<ctrl-s>").contains("läst 2"));
}

#[test]
fn a_failed_save_never_closes_a_form() {
    let shown = text("<enter>abc<f9>");
    assert!(
        shown.contains("En vy behöver") && shown.contains("abc"),
        "{shown}"
    );
    let shown = text("<enter>fullt<esc>");
    assert!(
        shown.contains("Lagringsplatsen") && shown.contains("fullt"),
        "{shown}"
    );
}

#[test]
fn yes_does_it_and_no_does_not() {
    assert!(text("bj").contains("Skickad"));
    for no in ["bn", "b<esc>"] {
        let shown = text(no);
        assert!(
            !shown.contains("Skicka") && shown.contains("läst 1"),
            "{shown}"
        );
    }
}

#[test]
fn the_palette_runs_what_it_finds_on_the_screen_below() {
    assert!(text(":nasta steg<enter>").contains("Sparat 14.32"));
    assert!(text(":anteckna").contains("Inget här heter så."));
}

#[test]
fn letters_are_text_in_a_form_and_escape_goes_back() {
    assert!(text("<enter>q?:åäö").contains("q?:åäö"));
    assert!(text("<enter>q<esc>").contains("Mina ärenden"));
    assert!(text("<esc><esc>").contains("Mina ärenden"));
}

#[test]
fn leaving_saves_and_ends() {
    let mut desk = desk((80, 24));
    press(&mut desk, "q");
    assert!(desk.is_closed());
}

#[test]
fn what_cannot_be_saved_is_asked_about_before_leaving() {
    let script = "<enter>fullt<ctrl-p>lamna<enter>";
    let mut stays = desk((80, 24));
    press(&mut stays, &format!("{script}n"));
    let shown = frame_text(&frame(&mut stays, (80, 24)));
    assert!(!stays.is_closed() && shown.contains("fullt"), "{shown}");
    let mut leaves = desk((80, 24));
    press(&mut leaves, &format!("{script}j"));
    assert!(leaves.is_closed());
}

#[test]
fn a_paste_is_text_where_text_is_typed_and_nothing_elsewhere() {
    let mut desk = desk((80, 24));
    desk.paste("qqqsss");
    assert!(!desk.is_closed());
    press(&mut desk, "<enter>");
    desk.paste(&"q\x1b[31m".repeat(200_000));
    let shown = frame_text(&frame(&mut desk, (80, 24)));
    assert!(shown.contains("qqqq") && !desk.is_closed());
}

#[test]
fn a_pause_in_typing_saves() {
    let mut desk = desk((80, 24));
    press(&mut desk, "<enter>abc");
    let at = desk.wake_at().unwrap();
    desk.tick(Moment {
        instant: at,
        ..moment()
    });
    assert_eq!(desk.wake_at(), None);
    assert!(frame_text(&frame(&mut desk, (80, 24))).contains("sparat: 3"));
}

#[test]
fn a_new_day_reads_again() {
    let mut desk = desk((80, 24));
    let today = moment().today.succ_opt().unwrap();
    desk.tick(Moment { today, ..moment() });
    assert!(frame_text(&frame(&mut desk, (80, 24))).contains("läst 2"));
}

#[test]
fn a_window_too_small_says_so_and_does_nothing_until_it_grows() {
    let mut desk = desk((80, 24));
    desk.resize(48, 12);
    let shown = frame_text(&frame(&mut desk, (48, 12)));
    assert!(
        shown
            .replace('\n', " ")
            .starts_with("Fönstret är för litet: 48×12. Minst 60×16 behövs."),
        "{shown}"
    );
    press(&mut desk, "j<enter>");
    desk.resize(80, 24);
    let shown = frame_text(&frame(&mut desk, (80, 24)));
    assert!(shown.contains("▌!! 3 d över  Bergström"), "{shown}");
    for size in [(1, 1), (60, 15), (0, 0), (59, 40)] {
        desk.resize(size.0, size.1);
        frame(&mut desk, size);
    }
}

#[test]
fn every_action_offered_has_a_key_in_the_help() {
    let shown = text("?");
    for key in ["↑, k", "mellanslag", "G, end"] {
        assert_eq!(shown.contains(key), key != "mellanslag", "{shown}");
    }
}
