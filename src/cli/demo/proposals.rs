//! Proposals that wait for the invented manager's decision.

use crate::core::change::{Change, Proposing};
use crate::core::decision::{INTERVENTIONS, field};
use crate::core::delegation::Outcome;
use crate::core::form::Answers;
use crate::core::next::NextStep;
use crate::core::query::{Filter, Scope};
use crate::error::Result;
use crate::store::{Direction, Store};

/// So many wait at most.
const MOST: usize = 4;

/// Hours that nobody but a manager or an appointed caseworker may decide, and why.
const HOURS: &[(&str, &str)] = &[
    (
        "104",
        "Behöver två personal vid förflyttning, tre gånger om dagen.",
    ),
    (
        "118:30",
        "Tillsyn nattetid och stöd vid alla måltider efter sjukhusvistelsen.",
    ),
    (
        "132",
        "Maken orkar inte längre; behovet av personlig vård har ökat.",
    ),
    (
        "109",
        "Behöver stöd vid varje förflyttning och vid toalettbesök nattetid.",
    ),
];

/// Proposes what stands on the point of decision.
pub(super) fn propose(store: &Store) -> Result<()> {
    let today = store.today();
    let bases = store.unit().legal.for_decision("hemtjanst", today);
    let basis = bases.first().map_or(String::new(), |row| row.short());
    let name = store.unit().case_types.get("hemtjanst");
    let name = name.map_or("Hemtjänst", |known| known.name.as_str());
    let mut rest = HOURS.iter().take(MOST);
    for (_, login, _) in store.users()? {
        let Some(user) = store.user(&login)? else {
            continue;
        };
        let mine = Filter {
            case_type: Some("hemtjanst".to_owned()),
            ..Filter::all(Scope::Mine)
        };
        let rows = store.list(&user, &mine, None, Direction::From, 200)?;
        let ready = rows.iter().find(|row| {
            // A protected file is opened with a reason, and nobody is here to give one.
            row.next == NextStep::Decide && row.protection.is_none()
        });
        let Some(row) = ready else { continue };
        let Some((hours, why)) = rest.next() else {
            break;
        };
        let mut answers = Answers::default();
        answers.set("beslut.slag", INTERVENTIONS);
        for (id, value) in [
            ("insats", name),
            ("resultat", Outcome::Granted.name()),
            ("lagrum", &basis),
            ("from", &today.to_string()),
            ("timmar", hours),
            ("skal", why),
        ] {
            answers.set(&field(1, id), value);
        }
        let proposing = Proposing {
            case: row.id,
            answers,
        };
        store.apply(&user, Change::Propose(proposing))?;
    }
    Ok(())
}
