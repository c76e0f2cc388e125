//! Every form opened and every step of a case taken in a unit of about 12 500 open cases.
//!
//! `cargo bench --bench steps` makes a demo unit, sits down at a desk of its own without a terminal, and prints
//! the program's own time: from the key to the frame that is ready to be painted, at 120×40. The bound is 50
//! ms. Times are the median of several runs; what is over is marked, and the program then ends with 1.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::time::{Duration, Instant};

use akt::app::{Desk, Tools};
use akt::clock::{Clock, Moment};
use akt::core::change::{Change, Deciding, NewCase, NewEvent, PersonRef, Signing};
use akt::core::decision::field;
use akt::core::estimate::{EstimateLine, Per};
use akt::core::event::{EventKind as E, Subject};
use akt::core::form::{Answers, DocumentKind, FieldKind, Spec};
use akt::core::person::{NewPerson, Sex};
use akt::core::personal_number::PersonalNumber;
use akt::core::plan::{Answer, NewPlan, Outcome, read_lines};
use akt::core::query::{Filter, Scope as Whose};
use akt::core::user::User;
use akt::store::draft::Drafts;
use akt::store::{Direction, Mode, Store};
use akt::ui::action::{Action, Scope};
use akt::ui::keymap::Keymap;
use akt::ui::screen::Step;
use akt::ui::screen::case::{CaseScreen, record};
use akt::ui::screen::list::ListScreen;
use akt::ui::screen::person::facts::{self, Fact};
use akt::ui::testing::keys;
use akt::ui::theme::Theme;
use akt::unit::Unit;
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const AKT: &str = env!("CARGO_BIN_EXE_akt");
const DAY: &str = "2026-11-23";
const PEOPLE: &str = "12300";
const SIZE: (u16, u16) = (120, 40);
const RUNS: usize = 7;
const BOUND: Duration = Duration::from_millis(50);

/// What leads away, moves, covers the desk or only asks for a letter is no form.
const NO_FORMS: &[Action] = &[
    Action::Up,
    Action::Down,
    Action::Quit,
    Action::Mark,
    Action::Help,
    Action::Palette,
    Action::Redraw,
    Action::Back,
    Action::Undo,
    Action::Lock,
    Action::ChangeCode,
];

fn main() -> ExitCode {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("demo.db");
    let made = Command::new(AKT)
        .args(["demo", "--bara-skapa", "--personer", PEOPLE, "--idag", DAY])
        .arg("--db")
        .arg(&path)
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let mut bench = Bench::sit(&path, "demo");
    let open = bench
        .desk
        .store()
        .count(&bench.user, &Filter::all(Whose::Unit))
        .unwrap();
    println!("{open} open cases; median of {RUNS}, {}×{}", SIZE.0, SIZE.1);
    bench.forms();
    bench.steps();
    Bench::sit(&path, "demo-chef").today("I dag, the manager's");
    bench.report()
}

struct Bench {
    desk: Desk,
    user: User,
    start: Instant,
    times: Vec<(String, Duration)>,
}

fn day() -> NaiveDate {
    DAY.parse().unwrap()
}

impl Bench {
    fn sit(path: &Path, login: &str) -> Bench {
        let clock = Clock::Fixed(day());
        let store = Store::open(path, Mode::Existing, Unit::builtin(), clock).unwrap();
        let user = store.user(login).unwrap().unwrap();
        let drafts = Drafts::open(store.path(), clock).unwrap();
        let start = Instant::now();
        let tools = Tools {
            store,
            drafts,
            user: user.clone(),
            theme: Theme::roles(),
            keymap: Keymap::default(),
        };
        let moment = Moment {
            today: day(),
            now: day().and_hms_opt(14, 32, 0).unwrap(),
            instant: start,
        };
        let first = Box::new(ListScreen::new(None));
        Bench {
            desk: Desk::new(tools, moment, SIZE, first).unwrap(),
            user,
            start,
            times: Vec::new(),
        }
    }

    /// From the doing to the frame.
    fn time(&mut self, doing: impl FnOnce(&mut Desk)) -> Duration {
        let began = Instant::now();
        doing(&mut self.desk);
        let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
        self.desk.draw(&mut buffer);
        began.elapsed()
    }

    /// The median of several, each from the first screen with `under` over it.
    fn often(&mut self, name: impl Into<String>, under: Option<i64>, doing: impl Fn(&mut Desk)) {
        let mut times: Vec<Duration> = (0..RUNS)
            .map(|_| {
                self.desk.run(Step::CloseAll);
                if let Some(case) = under {
                    self.desk.run(Step::open(CaseScreen::new(case)));
                }
                self.time(&doing)
            })
            .collect();
        times.sort_unstable();
        self.times.push((name.into(), times[RUNS / 2]));
    }

    fn today(&mut self, name: &str) {
        self.often(name, None, |desk| press(desk, "d"));
        for (name, time) in self.times.drain(..) {
            println!("{:>8.1} ms  {name}", millis(time));
        }
    }

    fn forms(&mut self) {
        let mine = Filter::all(Whose::Mine);
        let store = self.desk.store();
        let rows = store
            .list(&self.user, &mine, None, Direction::From, 100)
            .unwrap();
        let case = rows.iter().find(|r| r.case_type == "hemtjanst").unwrap().id;
        let person = store.case(&self.user, case).unwrap().person;
        for (scope, what, under) in [
            (Scope::List, "list", None),
            (Scope::Case, "case", Some(case)),
        ] {
            for action in Action::of(scope).filter(|a| !NO_FORMS.contains(a)) {
                let name = format!("{what}: {}", action.name());
                self.often(name, under, |desk| desk.run(Step::Act(action)));
            }
        }
        self.often("the unit's list: mm", None, |desk| press(desk, "mm"));
        self.often("search: /and", None, |desk| press(desk, "/and"));
        let number = PersonalNumber::invented(NaiveDate::from_ymd_opt(1931, 5, 6).unwrap());
        self.often("new case: number", None, |desk| press(desk, "N"));
        self.often("new case: the rest", None, |desk| {
            press(desk, &format!("N{number}<tab>"))
        });
        for kind in E::ALL.iter().copied() {
            self.often(format!("event: {}", kind.name()), Some(case), |desk| {
                desk.begin(|ctx| {
                    let view = ctx.store.case(ctx.user, case)?;
                    Ok(record::open(&view, &[kind], ctx))
                });
            });
        }
        for fact in Fact::ALL.iter().copied() {
            self.often(format!("person: {}", fact.name()), Some(case), |desk| {
                desk.begin(|ctx| Ok(facts::open(fact, &person, Some(case), ctx)));
            });
        }
        self.desk.run(Step::CloseAll);
        // A key takes away what was said last.
        press(&mut self.desk, "k");
    }

    /// One write over the case's screen and the list: everything is read again and drawn.
    fn step(&mut self, name: &str, change: Change) {
        let time = self.time(|desk| desk.run(Step::apply(change)));
        if let Some(message) = self.desk.message() {
            panic(name, &message.text);
        }
        self.times.push((format!("step: {name}"), time));
    }

    /// The whole way of a case, several times over; of each step the median.
    fn steps(&mut self) {
        let before = self.times.len();
        for run in 0..RUNS {
            self.way(run);
        }
        let taken = self.times.split_off(before);
        let each = taken.len() / RUNS;
        for at in 0..each {
            let mut times: Vec<Duration> = (0..RUNS).map(|run| taken[run * each + at].1).collect();
            times.sort_unstable();
            self.times.push((taken[at].0.clone(), times[RUNS / 2]));
        }
    }

    fn way(&mut self, run: usize) {
        let born = NaiveDate::from_ymd_opt(1926, 1, 1 + u32::try_from(run).unwrap()).unwrap();
        self.desk.run(Step::CloseAll);
        let number = PersonalNumber::invented(born);
        let person = PersonRef::New(NewPerson {
            number: number.clone(),
            family_name: "Mätt".into(),
            given_name: "Vera".into(),
            sex: Sex::ALL[0],
            birth_date: number.birth_date(),
        });
        self.step(
            "a new case",
            Change::OpenCase(NewCase {
                person,
                case_type: "hemtjanst".into(),
                received: day(),
                channel: "telefon".into(),
                oral: false,
                report: false,
                about: String::new(),
                owner: None,
                case_number: None,
                led_by: None,
            }),
        );
        let store = self.desk.store();
        let known = store
            .person_by_number(&self.user, &number.to_string())
            .unwrap()
            .unwrap();
        let case = store.file(&self.user, known.id).unwrap().cases[0].id;
        self.desk.run(Step::open(CaseScreen::new(case)));
        let forms = store_forms();
        self.event(case, E::FirstContact, Subject::Case);
        self.event(case, E::AssessmentBegun, Subject::Case);
        self.sign("assessment", case, &forms.0, filled(&forms.0));
        self.event(case, E::SentForReply, Subject::Case);
        self.event(case, E::ReplyReceived, Subject::Case);
        let mut given = Answers::default();
        given.set("beslut.slag", "insatser");
        for (name, value) in [
            ("insats", "Hemtjänst"),
            ("resultat", "bifall"),
            ("lagrum", "SoL 11 kap. 1 §"),
            ("from", DAY),
            ("timmar", "40"),
            ("skal", "Behovet är prövat."),
        ] {
            given.set(&field(1, name), value);
        }
        let deciding = Deciding {
            case,
            answers: given,
            proposal: None,
        };
        self.step("decision", Change::Decide(deciding));
        self.event(case, E::DecisionSent, Subject::Case);
        self.event(case, E::DecisionReceived, Subject::Case);
        let mut order = filled(&forms.1);
        order.set("utforare.namn", "Fältens hemtjänst");
        order.lines.push(EstimateLine {
            area: "maltider".into(),
            intervention: "måltider".into(),
            minutes: 20,
            times_min: 3,
            times_max: 3,
            per: Per::Day,
            double_staffing: false,
        });
        self.sign("order", case, &forms.1, order);
        let store = self.desk.store();
        let id = store.orders(&self.user, case).unwrap()[0].id;
        let plan = NewPlan {
            case,
            order: id,
            received: day(),
            goal_understood: Some(Answer::Yes),
            took_part: Some(Answer::Yes),
            signed_on: Some(day()),
            lines: read_lines("måltider 30 h").unwrap(),
        };
        self.step("plan registered", Change::RegisterPlan(plan));
        let plan = self.desk.store().orders(&self.user, case).unwrap()[0].plans[0].id;
        let judged = Change::JudgePlan {
            plan,
            outcome: Outcome::Accepted,
            day: day(),
            reason: String::new(),
        };
        self.step("plan read", judged);
        self.event(case, E::Executed, Subject::Case);
        let entry = Change::WriteJournal {
            person: known.id,
            case: Some(case),
            day: day(),
            time: None,
            text: "Samtal om hur stödet fungerar. ".repeat(40),
            corrects: None,
        };
        self.step("journal entry", entry);
        self.sign("follow-up", case, &forms.2, filled(&forms.2));
        self.event(case, E::Closed, Subject::Case);
    }

    fn event(&mut self, case: i64, kind: E, subject: Subject) {
        let event = NewEvent {
            subject,
            until: (kind == E::SentForReply).then(day),
            ..NewEvent::on(kind, day())
        };
        self.step(kind.name(), Change::RecordEvent { case, event });
    }

    fn sign(&mut self, name: &str, case: i64, spec: &Spec, answers: Answers) {
        let signing = Signing {
            case,
            spec: Box::new(spec.clone()),
            answers,
            supersedes: None,
            day: day(),
        };
        self.step(&format!("{name} signed"), Change::SignDocument(signing));
    }

    fn report(mut self) -> ExitCode {
        self.times.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
        let over = self.times.iter().filter(|(_, time)| *time > BOUND).count();
        for (name, time) in &self.times {
            let mark = if *time > BOUND { "  OVER" } else { "" };
            println!("{:>8.1} ms  {name}{mark}", millis(*time));
        }
        println!(
            "{} forms and steps, {over} over {} ms; took {:.0} s",
            self.times.len(),
            BOUND.as_millis(),
            self.start.elapsed().as_secs_f64()
        );
        if over > 0 {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }
}

/// Every field filled in with something.
fn filled(spec: &Spec) -> Answers {
    let mut answers = Answers::default();
    for field in spec.sections.iter().flat_map(|section| &section.fields) {
        let answer = match field.kind {
            FieldKind::Date => DAY.to_owned(),
            FieldKind::YesNo => "nej".to_owned(),
            FieldKind::Estimate => continue,
            _ => field
                .choices
                .first()
                .cloned()
                .unwrap_or_else(|| "Som det var.".to_owned()),
        };
        answers.set(&field.id, answer);
    }
    answers
}

/// The specifications of assessment, order and follow-up.
fn store_forms() -> (Arc<Spec>, Arc<Spec>, Arc<Spec>) {
    let forms = Unit::builtin().forms;
    let assessment = forms.latest("utredning_aldre").unwrap().clone();
    assert_eq!(assessment.kind, DocumentKind::Assessment);
    (
        assessment,
        forms.order().unwrap().clone(),
        forms.latest("uppfoljning").unwrap().clone(),
    )
}

fn press(desk: &mut Desk, script: &str) {
    for key in keys(script) {
        desk.key(key);
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A step that is refused measures nothing.
#[allow(clippy::panic)]
fn panic(name: &str, why: &str) -> ! {
    panic!("{name}: {why}")
}
