//! A case, a person's file, reading and registering: keys in, the whole frame out; and what short forms
//! write.
#![allow(clippy::unwrap_used)]

mod common;

use akt::clock::Clock;
use akt::core::change::{Change, NewEvent, PersonFact};
use akt::core::deadline::nearest;
use akt::core::event::EventKind;
use akt::core::form::{Answers, FieldKind};
use akt::core::next::NextStep;
use akt::core::person::{PersonPatch, Protection};
use akt::core::query::{CaseView, EventRow};
use akt::core::user::User;
use akt::error::{ErrorKind, Result};
use akt::store::Store;
use akt::store::draft::Drafts;
use akt::ui::keymap::Keymap;
use akt::ui::screen::case::{
    CaseScreen, Read, basis, clock_state, hand_over, kinds, put_right, record,
};
use akt::ui::screen::new_case::{self, NewCaseScreen};
use akt::ui::screen::person::PersonScreen;
use akt::ui::screen::person::facts::{self, Fact};
use akt::ui::screen::reader::Reader;
use akt::ui::screen::short_form::answers;
use akt::ui::screen::{Context, Part, Screen, Step};
use akt::ui::theme::Theme;
use akt::unit::Unit;
use common::{Table, day, moment, number, today};
use std::time::Instant;
use tempfile::TempDir;

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

/// Cases of the register, one in every state.
const CASES: &[&str] = &[
    "26-0412", "26-0377", "26-0455", "26-0301", "26-0431", "26-0290", "25-0911", "26-0399",
    "26-0187", "26-0420", "26-0102",
];

fn of_case(
    size: (u16, u16),
    number: &str,
    prepare: impl FnOnce(&Store, &User, i64),
    screen: impl FnOnce(i64) -> Box<dyn Screen>,
) -> Table {
    Table::with(size, |store, user| {
        let case = store.case_by_number(user, number).unwrap().unwrap();
        prepare(store, user, case);
        screen(case)
    })
}

fn case(size: (u16, u16), number: &str) -> Table {
    of_case(
        size,
        number,
        |_, _, _| {},
        |case| Box::new(CaseScreen::new(case)),
    )
}

fn person(size: (u16, u16), born: &str, prepare: impl FnOnce(&Store, &User, i64)) -> Table {
    Table::with(size, |store, user| {
        let head = store
            .person_by_number(user, &number(born))
            .unwrap()
            .unwrap();
        prepare(store, user, head.id);
        Box::new(PersonScreen::new(head.id))
    })
}

fn add(store: &Store, user: &User, person: i64, fact: PersonFact) {
    store
        .apply(user, Change::AddToPerson { person, fact })
        .unwrap();
}

#[test]
fn a_case_in_every_state() {
    for number in CASES {
        for size in SIZES {
            let name = format!("case_{number}_{}", size.0);
            insta::assert_snapshot!(name, case(size, number).both());
        }
    }
}

#[test]
fn a_case_in_the_smallest_window() {
    let mut table = case((60, 16), "26-0420");
    insta::assert_snapshot!("case_60", table.press("jj").both());
}

/// Twenty entries, one of them corrected; an event mended and one struck.
fn long_log(store: &Store, user: &User, case: i64) {
    let view = store.case(user, case).unwrap();
    let write = |day_of: u32, text: String, corrects| {
        let change = Change::WriteJournal {
            person: view.person.id,
            case: Some(case),
            day: day(&format!("2026-11-{day_of:02}")),
            time: None,
            text,
            corrects,
        };
        store.apply(user, change).unwrap().row
    };
    let mut last = None;
    for n in 1..=20 {
        last = write(
            n,
            format!("Samtal {n} med dottern om stödet på kvällen.\nHon återkommer efter helgen."),
            None,
        );
    }
    write(21, "Samtalet gällde morgonen, inte kvällen.".into(), last);
    let event = |kind| view.events.iter().find(|e| e.kind == kind).unwrap().clone();
    let contact = event(EventKind::FirstContact);
    let begun = event(EventKind::AssessmentBegun);
    let mended = akt::core::change::NewEvent {
        note: "per telefon".into(),
        ..akt::core::change::NewEvent::on(EventKind::FirstContact, day("2026-11-04"))
    };
    for (event, replacement, reason) in [
        (contact.id, Some(mended), ""),
        (begun.id, None, "fel ärende"),
    ] {
        let change = Change::CorrectEvent {
            event,
            replacement,
            reason: reason.into(),
        };
        store.apply(user, change).unwrap();
    }
}

#[test]
fn a_long_log_with_corrections() {
    for size in SIZES {
        let mut table = of_case(size, "26-0412", long_log, |case| {
            Box::new(CaseScreen::new(case))
        });
        insta::assert_snapshot!(format!("case_long_{}", size.0), table.both());
        let text = table.press("G").text();
        assert!(text.contains("▌30 okt"), "{text}");
        insta::assert_snapshot!(format!("case_long_end_{}", size.0), table.both());
        insta::assert_snapshot!(
            format!("case_find_{}", size.0),
            table.press("g/kvallen<down>").both()
        );
        let found = table.press("<enter>").text();
        assert!(found.contains("Journalanteckning"), "{found}");
    }
}

#[test]
fn a_closed_case_and_one_with_drafts() {
    let closed = |store: &Store, user: &User, case: i64| {
        let event = akt::core::change::NewEvent::on(EventKind::Closed, day("2026-11-20"));
        store
            .apply(user, Change::RecordEvent { case, event })
            .unwrap();
    };
    let mut table = of_case((80, 24), "26-0412", closed, |case| {
        Box::new(CaseScreen::new(case))
    });
    insta::assert_snapshot!("case_closed_80", table.both());
    let said = table.press("s").text();
    assert!(
        said.contains("Ärendet är avslutat. Öppna det igen"),
        "{said}"
    );
    let drafted = |store: &Store, user: &User, case: i64| {
        let drafts = Drafts::open(store.path(), Clock::Fixed(today())).unwrap();
        let unit = Unit::builtin();
        for (kind, spec) in [
            ("utredning", unit.forms.latest("utredning_aldre").unwrap()),
            ("bestallning", unit.forms.order().unwrap()),
        ] {
            drafts.begin(user.id, case, kind, spec, None).unwrap();
        }
    };
    let mut table = of_case((80, 24), "26-0412", drafted, |case| {
        Box::new(CaseScreen::new(case))
    });
    insta::assert_snapshot!("case_drafts_80", table.both());
}

#[test]
fn a_search_that_is_left_goes_back_to_where_one_was() {
    let mut table = case((80, 24), "26-0412");
    let before = table.press("j").text();
    table.press("/hembesok");
    assert!(table.text().contains("1 av 1"));
    assert_eq!(table.press("<esc>").text(), before);
}

#[test]
fn every_row_leads_somewhere_and_back() {
    let mut table = of_case((80, 24), "26-0412", long_log, |case| {
        Box::new(CaseScreen::new(case))
    });
    let start = table.press("G").text();
    assert_eq!(table.press("<enter>").press("<esc>").text(), start);
    let shown = table.press("/rattad").press("<esc>").text();
    assert_eq!(shown, start);
    for keys in [
        "J", "P", "H", "D", "<tab>", "<f8>", "<f7>", "h<esc>", "o<esc>",
    ] {
        table.press(keys);
        table.text();
        table.press("<esc>");
    }
}

#[test]
fn reading() {
    for size in SIZES {
        let mut document = of_case(size, "26-0412", |_, _, _| {}, |_| Box::new(Reader::new(1)));
        insta::assert_snapshot!(format!("document_{}", size.0), document.both());
        insta::assert_snapshot!(
            format!("document_find_{}", size.0),
            document.press("/forra aret<down>").both()
        );
        let mut journal = of_case(size, "26-0412", long_log, |_| Box::new(Reader::journal(1)));
        insta::assert_snapshot!(format!("journal_{}", size.0), journal.both());
    }
    let mut entry = case((80, 24), "26-0412");
    insta::assert_snapshot!("entry_80", entry.press("/hembesok<enter>").both());
    let mut event = of_case((80, 24), "26-0412", long_log, |case| {
        Box::new(CaseScreen::new(case))
    });
    insta::assert_snapshot!("event_80", event.press("Gkkk<enter>").both());
}

#[test]
fn an_order_is_read_with_its_sum() {
    use akt::core::change::Signing;
    use akt::core::estimate::{EstimateLine, Per};
    use akt::core::form::Spec;
    let order = |store: &Store, user: &User, case: i64| {
        let unit = Unit::builtin();
        let spec = unit.forms.order().unwrap();
        let mut given = answers([
            ("behov.behov", "Stöd med hygien och på- och avklädning. Klarar själv att tvätta ansikte och händer.".into()),
            ("behov.syfte", "Bo kvar hemma.".into()),
            ("mal.mal", "Jag vill själv koka mitt kaffe.".into()),
            ("utforare.namn", "Fältens hemtjänst".into()),
            ("utforare.val", "eget val".into()),
            ("tid.from", "2026-12-01".into()),
        ]);
        for (name, minutes, times, per) in [
            ("hygien, klädsel", 25, (2, 2), Per::Day),
            ("dusch", 40, (1, 2), Per::Week),
            ("måltider", 20, (3, 3), Per::Day),
        ] {
            given.lines.push(EstimateLine {
                area: "personlig_vard".into(),
                intervention: name.into(),
                minutes,
                times_min: times.0,
                times_max: times.1,
                per,
                double_staffing: false,
            });
        }
        let signing = Signing {
            case,
            spec: Box::new(Spec::clone(spec)),
            answers: given,
            supersedes: None,
            day: today(),
        };
        store.apply(user, Change::SignDocument(signing)).unwrap();
    };
    // A case where help is granted.
    let mut table = of_case((80, 40), "26-0290", order, |_| Box::new(Reader::new(2)));
    insta::assert_snapshot!("order_80", table.both());
    assert!(table.text().contains("avrundat"));
}

#[test]
fn a_signed_document_is_shown_as_it_is_printed_and_kept_as_a_file() {
    let mut table = of_case(
        (80, 24),
        "26-0412",
        |_, _, _| {},
        |_| Box::new(Reader::new(1)),
    );
    let text = table.press("t").text();
    assert!(text.contains("sida 1 ("), "{text}");
    assert!(text.contains("Namn: Bergström, Karin"), "{text}");
    // The row in the log is there, and only one although all is read again.
    table.desk.run(akt::ui::screen::Step::Reload);
    let conn = rusqlite::Connection::open(table.desk.store().path()).unwrap();
    let printed: i64 = conn
        .query_row(
            "SELECT count(*) FROM log WHERE action = 'print_document'",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(printed, 1);
    let text = table.press("t").text();
    assert!(text.contains("Här skrivs ingen fil"), "{text}");
    let folder = tempfile::tempdir().unwrap();
    table.desk.keep_texts_in(folder.path().join("utskrifter"));
    let text = table.press("t").text();
    assert!(text.contains("Sparad som"), "{text}");
    let files: Vec<_> = std::fs::read_dir(folder.path().join("utskrifter"))
        .unwrap()
        .collect();
    assert_eq!(files.len(), 1);
    let text = table.press("<esc>").text();
    assert!(text.contains("skriv ut"), "{text}");
}

/// A file with something in every part.
fn full(store: &Store, user: &User, person: i64) {
    let from = day("2026-11-10");
    add(
        store,
        user,
        person,
        PersonFact::Address {
            street: "Storgatan 1".into(),
            postcode: "123 45".into(),
            city: "Östra".into(),
            from,
        },
    );
    add(
        store,
        user,
        person,
        PersonFact::Phone {
            number: "070-000 00 01".into(),
            from,
        },
    );
    add(
        store,
        user,
        person,
        PersonFact::Paper {
            kind: "läkarintyg".into(),
            received: from,
            kept_at: "aktskåp 2".into(),
            case: None,
        },
    );
    add(
        store,
        user,
        person,
        PersonFact::Objection {
            text: "Jag har aldrig ramlat.".into(),
            day: from,
            case: None,
        },
    );
    add(
        store,
        user,
        person,
        PersonFact::Visit {
            day: day("2026-12-02"),
            time: chrono::NaiveTime::from_hms_opt(13, 30, 0),
            about: "hembesök om dusch".into(),
            case: None,
        },
    );
}

#[test]
fn the_file_of_a_person() {
    for size in SIZES {
        let mut open = person(size, "1942-03-18", full);
        insta::assert_snapshot!(format!("person_{}", size.0), open.both());
        let mut named = person(size, "1950-06-16", full);
        insta::assert_snapshot!(format!("person_protected_{}", size.0), named.both());
    }
}

#[test]
fn a_protected_address_is_shown_only_when_asked_for() {
    let mut table = person((120, 40), "1950-06-16", full);
    let shown = table.text();
    assert!(
        shown.contains("skyddad") && !shown.contains("Storgatan"),
        "{shown}"
    );
    assert!(!shown.contains("070-000 00 01"), "{shown}");
    let shown = table.press("/skyddad<enter>").text();
    assert!(shown.contains("Storgatan 1"), "{shown}");
}

#[test]
fn a_contact_ends_on_a_day_and_stays_legible() {
    let mut table = person((120, 40), "1942-03-18", full);
    let form = table.press("<tab><tab>r").text();
    assert!(form.contains("Kontakt upphör"), "{form}");
    let after = table.press("<tab>har flyttat utomlands<f9>").text();
    assert!(
        after.contains("Kontakt gäller till och med 23 nov."),
        "{after}"
    );
    assert!(after.contains("30 okt – 23 nov"), "{after}");
    // The last day is in force; the day after nobody is to be called first.
    assert!(after.contains("ring dottern först"), "{after}");
    let read = table.press("<enter>").text();
    assert!(read.contains("upphört: har flyttat"), "{read}");
    // A second end is refused, and the first can be taken back.
    let refused = table.press("<esc>r").text();
    assert!(
        refused.contains("Det gällde till och med 23 nov."),
        "{refused}"
    );
    let back = table.press("<ctrl-z>j").text();
    assert!(!back.contains("30 okt – 23 nov"), "{back}");
}

#[test]
fn a_booked_visit_is_moved_and_cancelled_with_a_reason() {
    let mut table = person((120, 40), "1942-03-18", full);
    table.press("/hembesök<enter><esc>");
    let text = table.press("r").text();
    assert!(text.contains("Ändra besöket"), "{text}");
    // Without a reason nothing is done.
    let text = table.press("<tab>2026-12-04<tab>9.00<f9>").text();
    assert!(text.contains("Skäl"), "{text}");
    let text = table.press("<tab>dottern kan inte<f9>").text();
    assert!(text.contains("Besöket är flyttat till 4 dec."), "{text}");
    insta::assert_snapshot!("visit_moved_120", table.text());
    let text = table.press("<ctrl-z>").text();
    assert!(text.contains("flyttas tillbaka till 2 dec"), "{text}");
    table.press("n/kl. 09.00<enter><esc>");
    let text = table.press("r<space><tab><tab><tab>inställt<f9>").text();
    assert!(text.contains("Besöket är avbokat."), "{text}");
    let text = table.press("r<space><tab><tab><tab>igen<f9>").text();
    assert!(text.contains("redan avbokat eller flyttat"), "{text}");
}

#[test]
fn a_new_case() {
    let mut table = Table::new((80, 24), NewCaseScreen::new());
    insta::assert_snapshot!("new_case_80", table.both());
    table.press(&number("1942-03-18"));
    insta::assert_snapshot!("new_case_known_80", table.both());
    for (typed, told) in [
        (number("1951-02-03"), "är ny här"),
        ("19420318-0008".to_owned(), ""),
    ] {
        table.press("<ctrl-u>").press(&typed);
        let shown = table.text();
        assert!(
            shown.contains(told) && !shown.contains("kontrollsiffran"),
            "{shown}"
        );
    }
    insta::assert_snapshot!("new_case_wrong_80", table.press("<enter>").both());
    let shown = table.press("<ctrl-u><shift-tab>R-17<tab>").text();
    assert!(!shown.contains("Annat id"), "{shown}");
}

#[test]
fn what_can_have_happened_is_offered_the_likeliest_first() {
    let mut table = case((80, 24), "26-0412");
    insta::assert_snapshot!("record_80", table.press("h").both());
    // What cannot have happened yet stands last, and says why before it is chosen.
    let text = table.press("/överklag").text();
    assert!(text.contains("Överklagande inkom"), "{text}");
    assert!(text.contains("Inget beslut är fattat i ärendet."), "{text}");
    let text = table.press("<enter>").text();
    assert!(text.contains("Inget beslut är fattat i ärendet."), "{text}");
    let mut table = case((80, 24), "26-0412");
    insta::assert_snapshot!("add_80", table.press("Pl").both());
    let mut table = case((80, 24), "26-0412");
    insta::assert_snapshot!("hand_over_80", table.press("o").both());
}

#[test]
fn what_the_law_times_cannot_wait() {
    let mut table = case((80, 24), "25-0911");
    let shown = table.press("w").text();
    assert!(shown.contains("följer av lag"), "{shown}");
    let shown = table.press("i").text();
    assert!(shown.contains("följer av lag"), "{shown}");
}

// What the short forms write.

struct Room {
    store: Store,
    drafts: Drafts,
    user: User,
    theme: Theme,
    keymap: Keymap,
    _folder: TempDir,
}

impl Room {
    fn new() -> Room {
        let folder = tempfile::tempdir().unwrap();
        let (store, user) = common::store(folder.path(), "anna.ek");
        let drafts = Drafts::open(store.path(), Clock::Fixed(today())).unwrap();
        Room {
            store,
            drafts,
            user,
            theme: Theme::roles(),
            keymap: Keymap::default(),
            _folder: folder,
        }
    }

    fn ctx(&self) -> Context<'_> {
        let moment = moment(Instant::now(), 0);
        Context {
            store: &self.store,
            drafts: &self.drafts,
            user: &self.user,
            today: moment.today,
            now: moment.now,
            instant: moment.instant,
            width: 80,
            height: 22,
            part: Part::Whole,
            theme: &self.theme,
            keymap: &self.keymap,
        }
    }

    fn read(&self, number: &str) -> Read {
        let case = self.store.case_by_number(&self.user, number).unwrap();
        Read::case(case.unwrap(), &self.ctx()).unwrap()
    }

    fn view(&self, number: &str) -> CaseView {
        self.read(number).view
    }

    fn event(&self, number: &str, kind: EventKind) -> EventRow {
        let view = self.view(number);
        view.events.into_iter().rfind(|e| e.kind == kind).unwrap()
    }

    /// Takes the writes of a step; gives what was said at the end.
    fn take(&self, step: Result<Step>) -> String {
        match step.unwrap() {
            Step::Apply(change, then) => {
                let applied = self.store.apply(&self.user, change).unwrap();
                self.take(Ok(then(&applied)))
            }
            Step::Many(steps) => steps.into_iter().map(|step| self.take(Ok(step))).collect(),
            Step::Say(message) => message.text,
            _ => String::new(),
        }
    }
}

fn refused(step: Result<Step>) -> String {
    match step {
        Err(error) => error.to_string(),
        Ok(_) => "inte vägrat".to_owned(),
    }
}

#[test]
fn every_next_step_is_handled() {
    let room = Room::new();
    let view = room.view("26-0412");
    for next in NextStep::ALL {
        let reminds = matches!(next, NextStep::RemindConfirmation | NextStep::RemindPlan);
        let document = matches!(
            next,
            NextStep::WriteAssessment
                | NextStep::WriteOrder
                | NextStep::CompleteOrder
                | NextStep::Decide
                | NextStep::AwaitDecision
        ) || reminds;
        let kinds = kinds::kinds_of(*next);
        assert_eq!(
            kinds.is_empty(),
            (document && !reminds) || *next == NextStep::Nothing,
            "{next:?}"
        );
        let step = record::next_step(&view, *next, &room.ctx());
        match (document, *next) {
            (true, _) => {}
            (_, NextStep::Nothing) => assert!(matches!(step, Ok(Step::Say(_)))),
            // What rests on what has not happened yet is told so instead; a paper or a choice may be opened.
            (_, NextStep::FollowUp | NextStep::AnswerDemand) => {
                assert!(matches!(step, Ok(Step::Open(_))), "{next:?}");
            }
            _ if kinds.len() == 1 && basis::ever(&view, kinds[0], &room.ctx()).is_err() => {
                assert!(matches!(step, Ok(Step::Say(_))), "{next:?}");
            }
            _ => assert!(matches!(step, Ok(Step::Open(_))), "{next:?}"),
        }
        if !kinds.is_empty() {
            let ready = record::prefilled(kinds, today());
            let missing = record::form(kinds).missing(&ready, Default::default());
            // Whatever is not a choice, or words that only a person has, is filled in.
            let spec = record::form(kinds);
            for one in &missing {
                let field = spec.field(&one.field).unwrap();
                let open = field.id == "vem" || field.id == "skal" || field.id == "innehall";
                assert!(
                    open || field.kind == FieldKind::Choice,
                    "{next:?} {missing:?}"
                );
            }
        }
    }
}

#[test]
fn the_keys_of_a_case_lead_to_who_may_open_it_and_to_what_is_added() {
    let mut table = case((80, 24), "26-0412");
    let text = table.press("V").text();
    assert!(text.contains("Vem får arbeta med akten"), "{text}");
    let text = table.press("<esc>l").text();
    assert!(text.contains("Lägg till"), "{text}");
    let text = table.press("<esc>").text();
    assert!(text.contains("Nästa steg"), "{text}");
}

#[test]
fn every_kind_can_be_recorded_and_none_twice() {
    let room = Room::new();
    let read = room.read("26-0412");
    let offered = kinds::by_likelihood(&read.view, read.next, &room.ctx());
    let mut seen = offered.clone();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), offered.len());
    // Signing, writing, completing and replacing orders, what a follow-up led to, opening again and what a decision on interventions is are never recorded
    // by hand.
    assert_eq!(offered.len(), EventKind::ALL.len() - 15);
    for kind in offered {
        let opened = record::open(&read.view, &[kind], &room.ctx());
        match basis::ever(&read.view, kind, &room.ctx()) {
            Ok(()) => assert!(matches!(opened, Step::Open(_)), "{kind:?}"),
            // It rests on what has not happened, and says so before anything is written.
            Err(_) => assert!(!matches!(opened, Step::Apply(..)), "{kind:?}"),
        }
    }
}

#[test]
fn an_event_is_recorded_and_told() {
    let room = Room::new();
    let case = room.view("26-0455").id;
    let kinds = [EventKind::FirstContact];
    let mut given = record::prefilled(&kinds, today());
    given.set("not", "per telefon");
    let said = room.take(record::submit(case, &kinds, &given, &room.ctx()));
    assert_eq!(said, "Kontakt tagen 23 nov.");
    assert_eq!(
        room.event("26-0455", EventKind::FirstContact).note,
        "per telefon"
    );
    assert_eq!(room.read("26-0455").next, NextStep::BeginAssessment);
}

#[test]
fn a_reply_has_a_week_unless_something_else_is_said() {
    let room = Room::new();
    let case = room.view("26-0412").id;
    let kinds = [EventKind::SentForReply];
    let mut given = record::prefilled(&kinds, today());
    assert_eq!(given.get("svar"), "2026-11-30");
    room.take(record::submit(case, &kinds, &given, &room.ctx()));
    let sent = room.event("26-0412", EventKind::SentForReply);
    assert_eq!(sent.until, Some(day("2026-11-30")));
    given.set("svar", "2026-11-20");
    let said = refused(record::submit(case, &kinds, &given, &room.ctx()));
    assert!(said.starts_with("Svar senast:"), "{said}");
}

#[test]
fn a_decision_is_no_event_and_a_closing_leads_to_the_decision() {
    let room = Room::new();
    let read = room.read("26-0412");
    let case = read.view.id;
    let offered = kinds::by_likelihood(&read.view, read.next, &room.ctx());
    for kind in [EventKind::Granted, EventKind::Refused, EventKind::Renewed] {
        assert!(!offered.contains(&kind), "{kind:?}");
    }
    for kind in EventKind::ALL.iter().filter(|kind| kind.is_decision()) {
        let event = NewEvent::on(*kind, today());
        let said = room
            .store
            .apply(&room.user, Change::RecordEvent { case, event });
        assert_eq!(said.unwrap_err().kind, ErrorKind::Denied, "{kind:?}");
    }
}

#[test]
fn what_has_not_happened_yet_is_refused() {
    let room = Room::new();
    let case = room.view("26-0412").id;
    for (date, told) in [
        ("2026-11-24", "framåt"),
        ("2026-11-31", "finns inte"),
        ("23/11", "är inget datum"),
        ("", "saknas"),
    ] {
        let given = answers([("dag", date.to_owned())]);
        let said = refused(record::submit(
            case,
            &[EventKind::FirstContact],
            &given,
            &room.ctx(),
        ));
        assert!(said.starts_with("Datum") && said.contains(told), "{said}");
    }
}

#[test]
fn what_rests_on_a_decision_leads_to_it_where_there_is_none() {
    let room = Room::new();
    let view = room.view("26-0412");
    for kind in [
        EventKind::DecisionReceived,
        EventKind::AppealReceived,
        EventKind::Executed,
    ] {
        let Step::Say(said) = record::open(&view, &[kind], &room.ctx()) else {
            panic!("{kind:?} fick ett formulär");
        };
        assert!(said.text.starts_with("Inget"), "{said:?}");
        assert!(said.text.contains("Nästa steg: ") && said.text.contains("(s)"));
        let given = answers([("dag", today().to_string())]);
        let said = refused(record::submit(view.id, &[kind], &given, &room.ctx()));
        assert!(said.starts_with("Inget"), "{said}");
    }
    let before = answers([("dag", "2026-10-01".to_owned())]);
    let said = refused(record::submit(
        view.id,
        &[EventKind::FirstContact],
        &before,
        &room.ctx(),
    ));
    assert!(
        said.contains("kan inte ligga före ”Inkom” 30 okt"),
        "{said}"
    );
}

#[test]
fn a_wrong_event_is_mended_or_struck_and_stays() {
    let room = Room::new();
    let contact = room.event("26-0412", EventKind::FirstContact);
    let mut given = put_right::prefilled(&contact);
    given.set("dag", "2026-11-04");
    let said = room.take(record::submit_correction(&contact, &given, &room.ctx()));
    assert_eq!(said, "Rättat: Kontakt tagen 4 nov.");
    let begun = room.event("26-0412", EventKind::AssessmentBegun);
    let none = Answers::default();
    assert_eq!(
        refused(put_right::submit_strike(&begun, &none, &room.ctx())),
        "Skälet saknas."
    );
    let why = answers([("skal", "fel ärende".into())]);
    room.take(put_right::submit_strike(&begun, &why, &room.ctx()));
    assert_eq!(room.view("26-0412").events.len(), 5);
    assert_eq!(room.read("26-0412").next, NextStep::BeginAssessment);
    let person = room.view("26-0412").person;
    let old = room
        .view("26-0412")
        .events
        .into_iter()
        .find(|e| e.id == contact.id)
        .unwrap();
    assert!(refused(put_right::open(&person, &old, &room.ctx())).contains("redan rättad"));
}

#[test]
fn a_promise_may_wait_and_run_again() {
    let room = Room::new();
    let read = room.read("26-0412");
    let clock = nearest(&read.clocks, today()).unwrap();
    assert_eq!(clock.rule.id, "K2");
    let target = clock_state::Target {
        case: read.view.id,
        rule: "K2".into(),
        subject: clock.subject,
        action: clock.rule.action.clone(),
    };
    let mut given = clock_state::pause_prefilled(today());
    let said = refused(clock_state::submit_pause(&target, &given, &room.ctx()));
    assert_eq!(said, "Vad du väntar på saknas.");
    given.set("skal", "väntar på fullmakt");
    let said = room.take(clock_state::submit_pause(&target, &given, &room.ctx()));
    assert_eq!(said, "Fatta beslut väntar till 30 nov.");
    let state = room.view("26-0412").states[0].id;
    let given = answers([("dag", "2026-11-23".into()), ("skal", "den kom".into())]);
    let said = room.take(clock_state::submit_end(state, &given, &room.ctx()));
    assert_eq!(said, "Fristen löper igen från 23 nov.");
    let given = answers([("skal", "beslut finns i annat ärende".into())]);
    let said = room.take(clock_state::submit_not_applicable(
        &target,
        &given,
        &room.ctx(),
    ));
    assert_eq!(said, "Fatta beslut är inte aktuell.");
    let again = room.read("26-0412");
    let clock = again.clocks.iter().find(|c| c.rule.id == "K2").unwrap();
    assert!(clock_state::not_applicable(&again.view, clock, &room.ctx()).is_ok());
}

#[test]
fn a_case_is_handed_over() {
    let room = Room::new();
    let case = room.view("26-0412").id;
    let (petra, _, name) = room
        .store
        .users()
        .unwrap()
        .into_iter()
        .find(|(_, login, _)| login == "petra.sand")
        .unwrap();
    let given = answers([("fran", "2026-11-23".into())]);
    let said = room.take(hand_over::submit(case, petra, &name, &given, &room.ctx()));
    assert_eq!(said, "Petra Sand har ärendet från 23 nov.");
    assert_eq!(room.view("26-0412").caseworker, "Petra Sand");
}

#[test]
fn every_fact_of_a_person_can_be_written() {
    let room = Room::new();
    let case = room.view("26-0412");
    for fact in Fact::ALL {
        let person = room.view("26-0412").person;
        let mut given = facts::prefilled(*fact, &person, &room.ctx());
        let spec = facts::form(*fact);
        for (_, field) in spec.fields(Default::default()) {
            if given.get(&field.id).is_empty() {
                let value = match (field.id.as_str(), field.choices.first()) {
                    ("tid", _) => "13.30".to_owned(),
                    ("nummer", _) if *fact == Fact::Number => number("1942-03-19"),
                    ("nummer", _) if *fact == Fact::SameAs => number("1935-07-02"),
                    (_, Some(choice)) => choice.clone(),
                    _ if field.kind == akt::core::form::FieldKind::Date => "2026-11-20".into(),
                    _ if field.kind == akt::core::form::FieldKind::YesNo => "ja".into(),
                    _ => "något".into(),
                };
                given.set(&field.id, value);
            }
        }
        assert!(spec.missing(&given, Default::default()).is_empty());
        let step = facts::submit(*fact, &person, Some(case.id), &given, &room.ctx());
        if *fact == Fact::SameAs {
            // The file has an open case, which the store says.
            assert!(step.is_ok());
            continue;
        }
        let said = room.take(step);
        assert!(said.ends_with('.'), "{fact:?}: {said}");
    }
    let person = room.view("26-0412").person;
    assert_eq!(person.wished_name.as_deref(), Some("något"));
    assert_eq!(person.protection, Some(Protection::Confidential));
    assert_eq!(person.died_on, Some(day("2026-11-20")));
    let file = room.store.file(&room.user, person.id).unwrap();
    assert!(file.lines.iter().any(|l| l.part == "handling"));
}

#[test]
fn an_old_card_is_not_written_over_anothers() {
    let room = Room::new();
    let person = room.view("26-0412").person;
    let given = facts::prefilled(Fact::Card, &person, &room.ctx());
    let said = room.take(facts::submit(
        Fact::Card,
        &person,
        None,
        &given,
        &room.ctx(),
    ));
    assert_eq!(said, "Inget är ändrat.");
    let other = Change::UpdatePerson {
        person: person.id,
        version: person.version,
        patch: PersonPatch {
            pronoun: Some("hen".into()),
            ..PersonPatch::default()
        },
    };
    room.store.apply(&room.user, other).unwrap();
    let mut given = given;
    given.set("kallas", "Kajsa");
    match facts::submit(Fact::Card, &person, None, &given, &room.ctx()).unwrap() {
        Step::Apply(change, _) => {
            let error = room.store.apply(&room.user, change).unwrap_err();
            assert!(error.text.contains("Någon annan"), "{error}");
        }
        _ => unreachable!("it is a write"),
    }
}

#[test]
fn a_case_is_registered_for_a_new_and_a_known_person() {
    let room = Room::new();
    let ctx = room.ctx();
    let born = facts::number(&number("1951-02-03"), false, &ctx).unwrap();
    let mut given = new_case::prefilled(&ctx);
    given.set("efternamn", "Ahl");
    given.set("fornamn", "Bo");
    assert!(refused(new_case::submit(None, Some(&born), &given, &ctx)).contains("kön saknas"));
    given.set("kon", "man");
    let said = room.take(new_case::submit(None, Some(&born), &given, &ctx));
    assert_eq!(said, "Ärendet är registrerat.");
    let bo = room
        .store
        .person_by_number(&room.user, &number("1951-02-03"))
        .unwrap()
        .unwrap();
    let given = new_case::prefilled(&ctx);
    room.take(new_case::submit(Some(bo.id), None, &given, &ctx));
    let cases = room.store.file(&room.user, bo.id).unwrap().cases;
    assert_eq!(cases.len(), 2);
    assert_eq!(cases[0].case_type, "hemtjanst");
    let missing = new_case::form(true, &ctx).missing(&given, Default::default());
    assert!(missing.is_empty(), "{missing:?}");
}

// The whole way with the real forms.

#[test]
fn the_next_step_is_taken_with_the_keyboard() {
    let mut table = case((80, 24), "26-0455");
    insta::assert_snapshot!("form_contact_80", table.press("s").both());
    let said = table.press("<tab>h<f9>").text();
    assert!(said.contains("Kontakt tagen 23 nov."), "{said}");
    assert!(said.contains("Nästa steg: inled utredning"), "{said}");
    let said = table.press("s<f9>").text();
    assert!(said.contains("Utredning inledd 23 nov."), "{said}");
    let asked = table.press("<ctrl-z>").text();
    assert!(asked.contains("Ångra"), "{asked}");
    let said = table.press("j").text();
    assert!(said.contains("Nästa steg: inled utredning"), "{said}");
}

#[test]
fn a_case_is_registered_with_the_keyboard() {
    let mut table = Table::new((80, 24), akt::ui::screen::list::ListScreen::new(None));
    table
        .press("N")
        .press(&number("1951-02-03"))
        .press("<enter>");
    insta::assert_snapshot!("form_new_case_80", table.both());
    table.press("Ahl<tab>Bo<tab>");
    table.press("m<f9>");
    let shown = table.text();
    insta::assert_snapshot!("registered_80", table.both());
    assert!(shown.contains("Ahl, Bo  75 år"), "{shown}");
    assert!(table.press("<esc>").text().contains("Mina ärenden"));
}

#[test]
fn a_long_objection_is_read_whole() {
    let long = |store: &Store, user: &User, person: i64| {
        let text = "Jag har aldrig ramlat. ".repeat(12);
        let day = today();
        let case = None;
        add(
            store,
            user,
            person,
            PersonFact::Objection { text, day, case },
        );
    };
    let mut table = person((80, 24), "1942-03-18", long);
    insta::assert_snapshot!("fact_80", table.press("/aldrig<enter>").both());
}
