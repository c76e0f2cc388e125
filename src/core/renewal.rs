//! Renewal (*nyprövning*) of what was granted for a time: proposed when it is time to begin.

use chrono::NaiveDate;

use super::deadline::{Clock, State};

/// The clock that asks for a renewal to be begun now: it has a day to begin on, which has come, and
/// nobody has paused it. The one that ends first, where there are several.
pub fn due(clocks: &[Clock], today: NaiveDate) -> Option<&Clock> {
    clocks
        .iter()
        .filter(|clock| clock.begin.is_some_and(|begin| begin <= today))
        .filter(|clock| clock.state(today).is_open() && clock.state(today) != State::Paused)
        .min_by_key(|clock| clock.due)
}

/// Whether a decision ran out and nobody tried it anew: what must never pass unseen.
pub fn has_run_out(clock: &Clock, today: NaiveDate) -> bool {
    clock.begin.is_some() && clock.state(today) == State::Overdue
}
