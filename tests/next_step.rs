//! What the next step is where the log alone does not say it: decisions and orders of one day, and what they hold.
#![allow(clippy::unwrap_used)]

mod common;

use akt::core::change::{Change, Deciding, NewEvent, Signing};
use akt::core::deadline::{CaseFacts, Clock, clocks};
use akt::core::decision::field;
use akt::core::estimate::{EstimateLine, Per};
use akt::core::event::{Event, EventKind};
use akt::core::form::Answers;
use akt::core::user::User;
use akt::store::Store;
use common::today;

/// A case of home care, walked by its writes.
struct Walk {
    store: Store,
    anna: User,
    case: i64,
    _folder: tempfile::TempDir,
}

impl Walk {
    fn begin() -> Walk {
        let folder = tempfile::tempdir().unwrap();
        let (store, anna) = common::store(folder.path(), "anna.ek");
        let case = store.case_by_number(&anna, "26-0412").unwrap().unwrap();
        Walk {
            store,
            anna,
            case,
            _folder: folder,
        }
    }

    fn apply(&self, change: Change) {
        self.store.apply(&self.anna, change).unwrap();
    }

    /// Decides so many hours a month.
    fn decide(&self, hours: &str) {
        let mut answers = Answers::default();
        answers.set("beslut.slag", "insatser");
        answers.set("beslut.anda", "Det brådskar.");
        for (id, value) in [
            ("insats", "Hemtjänst"),
            ("resultat", "bifall"),
            ("lagrum", "SoL 11 kap. 1 §"),
            ("from", "2026-12-01"),
            ("timmar", hours),
            ("nackdel", ""),
        ] {
            answers.set(&field(1, id), value);
        }
        self.apply(Change::Decide(Deciding {
            case: self.case,
            answers,
            proposal: None,
        }));
    }

    fn record(&self, kind: EventKind) {
        let event = NewEvent::on(kind, today());
        self.apply(Change::RecordEvent {
            case: self.case,
            event,
        });
    }

    /// Signs an order of so many minutes a day, in the place of the one before it.
    fn order(&self, minutes: u32) {
        let mut answers = Answers::default();
        for (id, text) in [
            ("behov.behov", "Hygien."),
            ("behov.syfte", "Att kunna bo kvar i sin lägenhet."),
            ("mal.mal", "”Jag vill kunna duscha själv.”"),
            ("utforare.namn", "Fältens hemtjänst"),
            ("utforare.val", "eget val"),
            ("tid.from", "2026-12-01"),
        ] {
            answers.set(id, text);
        }
        answers.lines.push(EstimateLine {
            area: "personlig_vard".into(),
            intervention: "hygien".into(),
            minutes,
            times_min: 1,
            times_max: 1,
            per: Per::Day,
            double_staffing: false,
        });
        let before = self.store.orders(&self.anna, self.case).unwrap();
        let forms = &self.store.unit().forms;
        self.apply(Change::SignDocument(Signing {
            case: self.case,
            spec: Box::new((**forms.latest("rambestallning").unwrap()).clone()),
            answers,
            supersedes: before.first().map(|order| order.document),
            day: today(),
        }));
    }

    fn clocks(&self, events: &[Event]) -> Vec<Clock> {
        let facts = CaseFacts {
            case_type: "hemtjanst",
            events,
            states: &[],
        };
        clocks(&self.store.unit().rules, self.store.calendar(), &facts)
    }

    /// The next step, as the list tells it and as the case does.
    fn next(&self) -> String {
        let row = self.store.case_row(&self.anna, self.case).unwrap().unwrap();
        let view = self.store.case(&self.anna, self.case).unwrap();
        let events = self.store.engine_events(&self.anna, self.case).unwrap();
        let clocks = self.clocks(&events);
        let (next, with) = self
            .store
            .next_step(&self.anna, &view, &events, &clocks)
            .unwrap();
        assert_eq!((row.next, &row.next_with), (next, &with));
        next.told(&with)
    }
}

#[test]
fn what_is_decided_with_other_hours_is_ordered_anew() {
    let walk = Walk::begin();
    walk.decide("40");
    walk.record(EventKind::DecisionSent);
    assert_eq!(walk.next(), "Skriv beställning");
    walk.order(60);
    for kind in [
        EventKind::OrderConfirmed,
        EventKind::PlanReceived,
        EventKind::PlanAccepted,
        EventKind::Executed,
    ] {
        walk.record(kind);
    }
    assert_eq!(walk.next(), "Följ upp");
    // The same hours go on as they were ordered.
    walk.decide("40");
    walk.record(EventKind::DecisionSent);
    assert_eq!(walk.next(), "Följ upp");
    walk.decide("50:30");
    walk.record(EventKind::DecisionSent);
    assert_eq!(walk.next(), "Skriv beställning, 50 h 30 min beslutade");
    // It is sent, confirmed and planned as the first was.
    walk.order(90);
    let orders = walk.store.orders(&walk.anna, walk.case).unwrap();
    assert_eq!(orders.len(), 2);
    assert!(orders[1].replaced.is_some());
    assert_eq!(walk.next(), "Invänta bekräftelse");
}

#[test]
fn each_decision_of_a_day_has_its_own_sending_and_its_own_time_to_appeal() {
    let walk = Walk::begin();
    let open = |rule: &str| {
        let events = walk.store.engine_events(&walk.anna, walk.case).unwrap();
        let clocks = walk.clocks(&events);
        let of_rule = clocks.iter().filter(|clock| clock.rule.id == rule);
        of_rule.filter(|clock| clock.stopped.is_none()).count()
    };
    walk.decide("40");
    walk.record(EventKind::DecisionSent);
    walk.record(EventKind::DecisionReceived);
    assert_eq!((open("K5"), open("K6")), (0, 1));
    walk.decide("50");
    assert_eq!(walk.next(), "Skicka beslutet");
    assert_eq!(open("K5"), 1);
    walk.record(EventKind::DecisionSent);
    walk.record(EventKind::DecisionReceived);
    assert_eq!((open("K5"), open("K6")), (0, 2));
}
