//! What an order says of a proposal and a person.

use chrono::NaiveDate;

use super::{
    Candidate, Decider, DelegationOrder, Found, Proposal, Row, RowRef, Ruling, Verdict, Who,
    wording,
};
use crate::core::calendar::{add_months, day_month_year};
use crate::core::text::capital;

/// Whether a person may decide what is proposed, why, and who else may.
pub fn ruling(order: &DelegationOrder, proposal: &Proposal<'_>, person: &Decider) -> Ruling {
    let (number, row) = match order.row_for(proposal) {
        Found::Row(number, row) => (number, row),
        found => return without_row(order, proposal, person, &found),
    };
    let of_row = |verdict, reason, consult: &[Who]| Ruling {
        verdict,
        row: Some(RowRef {
            number,
            name: row.name.clone(),
        }),
        reason: format!("{reason} ({}, rad {number})", order.name),
        may: row.deciders.clone(),
        consult: consult.to_vec(),
    };
    let withheld = |reason| of_row(Verdict::Withheld, reason, &row.consult);
    // What is not granted has no extent of its own: it is told by its name where no hours were.
    let bare = row.has_limit() && proposal.span.is_none();
    let extent = match bare {
        true => format!(
            "{}, {}",
            capital(proposal.outcome.name()),
            order.subject_name(proposal)
        ),
        false => row.extent(),
    };
    let named: Vec<&Who> = row.deciders.iter().filter(|w| w.names(person)).collect();
    if person.started > proposal.day {
        return withheld(format!(
            "Börjar tjänsten först {}",
            day_month_year(person.started)
        ));
    }
    if named.is_empty() {
        return withheld(format!(
            "{extent}: {} beslutar",
            wording::list(&row.deciders)
        ));
    }
    if named.iter().any(|who| who.is_manager()) {
        return of_row(Verdict::Alone, format!("{extent}: beslutas av chef"), &[]);
    }
    // An appointment is given to a person whom the board trusts; time in post is asked of roles only.
    let appointed = named.iter().any(|who| matches!(who, Who::Appointed(_)));
    if !appointed && let Some(day) = not_yet(row, person, proposal.day) {
        return withheld(format!(
            "{extent}: kräver {} i tjänsten, uppnås {}; tills dess beslutar chef",
            wording::months(row.months_in_post),
            day_month_year(day)
        ));
    }
    if person.own && !row.own_proposals {
        return withheld(format!(
            "{extent}: det egna förslaget beslutas av någon annan, {}",
            wording::list(&row.deciders)
        ));
    }
    // Whoever others must consult has nobody above to consult, except on a proposal of their own.
    let is_consulted = row.consult.iter().any(|who| who.names(person));
    if row.consult.is_empty() || (is_consulted && !person.own) {
        return of_row(
            Verdict::Alone,
            format!("{extent}: beslutas på egen hand"),
            &[],
        );
    }
    of_row(
        Verdict::AfterConsultation,
        format!("{extent}: samråd med {} krävs", wording::list(&row.consult)),
        &row.consult,
    )
}

/// The same where hours of the same kind run beside what is proposed, and nobody knows how many: what is known
/// lies within a row that has an upper limit, and may lie beyond it.
pub fn ruling_beside_unknown(
    order: &DelegationOrder,
    proposal: &Proposal<'_>,
    person: &Decider,
) -> Ruling {
    match order.row_for(proposal) {
        Found::Row(_, row) if row.at_most.is_some() => {
            without_row(order, proposal, person, &Found::RunningUnknown)
        }
        _ => ruling(order, proposal, person),
    }
}

/// The day a caseworker has been long enough in post, if it has not come. The month is counted as lag
/// (1930:173) 1 § counts it: from 31 August, six months end on the last of February.
fn not_yet(row: &Row, person: &Decider, day: NaiveDate) -> Option<NaiveDate> {
    let months = i32::try_from(row.months_in_post).unwrap_or(i32::MAX);
    let full = add_months(person.started, months).unwrap_or(NaiveDate::MAX);
    (full > day).then_some(full)
}

fn without_row(
    order: &DelegationOrder,
    proposal: &Proposal<'_>,
    person: &Decider,
    found: &Found<'_>,
) -> Ruling {
    let who = wording::list(&order.otherwise);
    let reason = match found {
        Found::NotInForce => format!(
            "{} gäller inte {}: {who} beslutar",
            capital(&order.name),
            day_month_year(proposal.day)
        ),
        Found::HoursUnknown => format!(
            "Timmar per månad saknas: utan dem beslutar {who} ({})",
            order.name
        ),
        Found::RunningUnknown => format!(
            "Timmarna i det som pågår är inte kända: utan dem beslutar {who} ({})",
            order.name
        ),
        Found::Unknown => format!(
            "Insatsen känns inte igen i delegationsordningen: {who} beslutar ({})",
            order.name
        ),
        Found::Several => format!(
            "Insatsen nämner flera slags hjälp, skriv dem var för sig: annars beslutar {who} ({})",
            order.name
        ),
        _ => format!(
            "{} överlåter inte beslut om {}: {who} beslutar",
            capital(&order.name),
            order.subject_name(proposal)
        ),
    };
    let may = person.started <= proposal.day && order.otherwise.iter().any(|w| w.names(person));
    Ruling {
        verdict: if may {
            Verdict::Alone
        } else {
            Verdict::Withheld
        },
        row: None,
        reason,
        may: order.otherwise.clone(),
        consult: Vec::new(),
    }
}

/// Everybody among the people who may decide what is proposed; those who may alone first.
pub fn who_may<'a>(
    order: &DelegationOrder,
    proposal: &Proposal<'_>,
    people: &'a [Decider],
) -> Vec<Candidate<'a>> {
    let mut found: Vec<Candidate<'a>> = people
        .iter()
        .filter_map(|person| {
            let ruling = ruling(order, proposal, person);
            let by = ruling.may.iter().find(|who| who.names(person))?.clone();
            (ruling.verdict != Verdict::Withheld).then_some(Candidate {
                person,
                verdict: ruling.verdict,
                by,
            })
        })
        .collect();
    found.sort_by_key(|candidate| candidate.verdict);
    found
}

/// Everybody whom the one who decides may consult: named by the row, and somebody else.
pub fn whom_to_consult<'a>(
    order: &DelegationOrder,
    proposal: &Proposal<'_>,
    decider: &Decider,
    people: &'a [Decider],
) -> Vec<&'a Decider> {
    let ruling = ruling(order, proposal, decider);
    people
        .iter()
        .filter(|person| person.id != decider.id && person.started <= proposal.day)
        .filter(|person| ruling.consult.iter().any(|who| who.names(person)))
        .collect()
}
