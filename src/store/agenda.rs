//! The agenda: every open clock of one's cases, booked visits, and cases that have gone quiet. Read by
//! the owner's index and the clocks' own key; nothing here scans.

use chrono::{Days, NaiveDate};
use rusqlite::{OptionalExtension, Row, params};

use super::{Store, row};
use crate::core::agenda::{AgendaRow, Thing, waits_for};
use crate::core::deadline::State;
use crate::core::decision;
use crate::core::event::Subject;
use crate::core::person::Protection;
use crate::core::user::User;
use crate::error::Result;

/// How far ahead booked visits are shown.
const VISIT_DAYS: u64 = 60;

const HEAD: &str =
    "l.case_id, c.case_number, c.case_type, p.id, p.family_name, p.given_name, p.birth_date,
    p.protection, l.owner_id, u.name";

impl Store {
    /// The query of the clocks, for the test that holds its plan.
    #[doc(hidden)]
    pub fn agenda_clocks_sql() -> String {
        format!(
            "SELECT {HEAD}, d.rule, d.subject, d.subject_id, d.start_day, d.due, d.warn_from, d.paused_until
             FROM case_list l INDEXED BY case_list_owner
             CROSS JOIN deadline d ON d.case_id = l.case_id
             CROSS JOIN cases c ON c.id = l.case_id
             CROSS JOIN person p ON p.id = c.person_id
             LEFT JOIN user u ON u.id = l.owner_id
             WHERE l.open = 1 AND l.owner_id = ?1 AND d.state = 'oppen'"
        )
    }

    /// The query of the quiet cases, for the test that holds its plan.
    #[doc(hidden)]
    pub fn agenda_quiet_sql() -> String {
        format!(
            "SELECT {HEAD},
                    coalesce((SELECT max(e.day) FROM event e WHERE e.case_id = l.case_id AND e.day <= ?2), c.opened_on),
                    coalesce((SELECT max(j.day) FROM journal j WHERE j.person_id = c.person_id), '')
             FROM case_list l INDEXED BY case_list_owner
             CROSS JOIN cases c ON c.id = l.case_id
             CROSS JOIN person p ON p.id = c.person_id
             LEFT JOIN user u ON u.id = l.owner_id
             WHERE l.open = 1 AND l.owner_id = ?1"
        )
    }

    /// The query of the cases with a proposal, for the test that holds its plan.
    #[doc(hidden)]
    pub fn agenda_proposals_sql() -> &'static str {
        "SELECT l.case_id
         FROM case_list l INDEXED BY case_list_owner
         CROSS JOIN main.decision_proposal d INDEXED BY decision_proposal_waiting ON d.case_id = l.case_id
         WHERE l.open = 1 AND l.owner_id = ?1 AND d.state IN ('foreslagen', 'aterlamnad')"
    }

    /// The query of one case's head, for the test that holds its plan.
    #[doc(hidden)]
    pub fn agenda_head_sql() -> String {
        format!(
            "SELECT {HEAD} FROM case_list_shown l
             CROSS JOIN cases c ON c.id = l.case_id
             CROSS JOIN person p ON p.id = c.person_id
             LEFT JOIN user u ON u.id = l.owner_id
             WHERE l.case_id = ?1"
        )
    }

    /// The query of the visits, for the test that holds its plan.
    #[doc(hidden)]
    pub fn agenda_visits_sql() -> &'static str {
        "SELECT v.case_id, coalesce(c.case_number, ''), coalesce(c.case_type, ''), p.id, p.family_name, p.given_name,
                p.birth_date, p.protection, v.user_id, u.name, v.day, v.time, v.about
         FROM visit v
         CROSS JOIN person p ON p.id = v.person_id
         LEFT JOIN cases c ON c.id = v.case_id
         LEFT JOIN user u ON u.id = v.user_id
         WHERE v.user_id = ?1 AND v.day BETWEEN ?2 AND ?3 AND v.cancelled = 0"
    }

    /// Everything that is before the user, and before those they stand in for today, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn agenda(&self, user: &User) -> Result<Vec<AgendaRow>> {
        self.admit_list(user, "dagen", "")?;
        let today = self.today();
        let mut all = Vec::new();
        for owner in self.owners(user)? {
            self.clocks_of(owner, &mut all)?;
            self.visits_of(owner, &mut all)?;
            self.proposals_of(user, owner, &mut all)?;
            self.quiet_of(owner, &mut all)?;
        }
        self.to_be_decided(user, &mut all)?;
        let mut seen = self.only_seen(user, all, |row| row.person)?;
        seen.sort_by_cached_key(|row| row.order(today));
        Ok(seen)
    }

    fn clocks_of(&self, owner: i64, all: &mut Vec<AgendaRow>) -> Result<()> {
        let today = self.today();
        let mut statement = self.conn.prepare_cached(&Self::agenda_clocks_sql())?;
        let mut rows = statement.query([owner])?;
        while let Some(r) = rows.next()? {
            let (rule, start): (String, NaiveDate) = (r.get(10)?, row::day(r, 13)?);
            let found = self.unit.rules.get(&rule).map(|rows| rows.nearest(start));
            let (due, warn_from) = (row::day(r, 14)?, row::day(r, 15)?);
            let paused_until = row::day_opt(r, 16)?.filter(|day| *day > today);
            let Some(found) = found.filter(|f| !(f.hidden || f.passes && today > due)) else {
                continue;
            };
            let state = match () {
                () if paused_until.is_some() => State::Paused,
                () if found.possible && today >= due => State::Possible,
                () if found.possible => State::OnTime,
                () if today > due => State::Overdue,
                () if today == due => State::Today,
                () if today >= warn_from => State::Soon,
                () => State::OnTime,
            };
            let id: i64 = r.get(12)?;
            let what = Thing::Clock {
                action: if found.possible {
                    found.name.clone()
                } else {
                    found.action.clone()
                },
                waits_for: waits_for(found),
                renewal: found.begin_weeks.is_some(),
                subject: row::word(r, 11, |word| Subject::from_parts(word, id))?,
                rule,
                start,
                due,
                paused_until,
                state,
            };
            all.push(read(r, what)?);
        }
        Ok(())
    }

    /// Proposals in the owner's cases: they wait for another, or came back.
    fn proposals_of(&self, user: &User, owner: i64, all: &mut Vec<AgendaRow>) -> Result<()> {
        let mut statement = self.conn.prepare_cached(Self::agenda_proposals_sql())?;
        let cases = statement
            .query_map([owner], |r| r.get(0))?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        for case in cases {
            let Some(proposal) = self.case_proposal(user, case)? else {
                continue;
            };
            let what = match proposal.handled.clone().filter(|_| proposal.returned) {
                Some((by, day)) => Thing::Returned {
                    by,
                    day,
                    comment: proposal.comment,
                },
                None => Thing::Proposed {
                    deciders: self.who_decides(user, &proposal)?,
                    since: proposal.proposed_on,
                },
            };
            self.about_case(case, what, all)?;
        }
        Ok(())
    }

    /// Proposals of others' that the user may decide.
    fn to_be_decided(&self, user: &User, all: &mut Vec<AgendaRow>) -> Result<()> {
        for proposal in self.to_decide(user)? {
            let what = Thing::ToDecide {
                proposed: decision::read(&proposal.answers).in_short(),
                since: proposal.proposed_on,
            };
            self.about_case(proposal.case, what, all)?;
        }
        Ok(())
    }

    fn about_case(&self, case: i64, what: Thing, all: &mut Vec<AgendaRow>) -> Result<()> {
        let mut statement = self.conn.prepare_cached(&Self::agenda_head_sql())?;
        let row = statement.query_row([case], |r| read(r, what));
        all.extend(row.optional()?);
        Ok(())
    }

    fn visits_of(&self, owner: i64, all: &mut Vec<AgendaRow>) -> Result<()> {
        let today = self.today();
        let last = today + Days::new(VISIT_DAYS);
        let mut statement = self.conn.prepare_cached(Self::agenda_visits_sql())?;
        let mut rows = statement.query(params![owner, today.to_string(), last.to_string()])?;
        while let Some(r) = rows.next()? {
            let what = Thing::Visit {
                day: row::day(r, 10)?,
                time: row::time_opt(r, 11)?,
                about: r.get(12)?,
            };
            all.push(read(r, what)?);
        }
        Ok(())
    }

    fn quiet_of(&self, owner: i64, all: &mut Vec<AgendaRow>) -> Result<()> {
        let today = self.today();
        let limit = self.unit.routines.quiet_days;
        let before = today - Days::new(u64::from(limit));
        let mut statement = self.conn.prepare_cached(&Self::agenda_quiet_sql())?;
        let mut rows = statement.query(params![owner, today.to_string()])?;
        while let Some(r) = rows.next()? {
            let event = row::day(r, 10)?;
            let last = match r.get::<_, String>(11)?.as_str() {
                "" => event,
                _ => row::day(r, 11)?.max(event),
            };
            if last < before {
                all.push(read(r, Thing::Quiet { last, limit })?);
            }
        }
        Ok(())
    }
}

fn read(r: &Row, what: Thing) -> rusqlite::Result<AgendaRow> {
    Ok(AgendaRow {
        case: r.get(0)?,
        case_number: r.get(1)?,
        case_type: r.get(2)?,
        person: r.get(3)?,
        family_name: r.get(4)?,
        given_name: r.get(5)?,
        birth_date: row::day_opt(r, 6)?,
        protection: row::word_opt(r, 7, Protection::from_word)?,
        owner: r.get::<_, Option<i64>>(8)?.unwrap_or_default(),
        caseworker: r.get::<_, Option<String>>(9)?.unwrap_or_default(),
        what,
    })
}
