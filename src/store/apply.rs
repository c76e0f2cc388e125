//! The one door for writes.

use super::checked::Checked;
use super::{Store, log};
use crate::core::access::Act;
use crate::core::change::{Applied, Change, PersonFact};
use crate::core::user::User;
use crate::error::{Error, Result};

/// What every write has at hand: the open transaction, who writes and when.
pub(super) struct Writing<'a> {
    pub(super) conn: &'a Checked,
    pub(super) store: &'a Store,
    pub(super) user: &'a User,
    /// This moment as stored.
    pub(super) at: String,
}

impl Store {
    /// Applies one change in one immediate transaction, with its version check, its projection and
    /// its log row. Nothing of it is left when any part fails.
    ///
    /// # Errors
    /// User errors say what is wrong with the input; a conflict says that somebody else has written
    /// since the screen was read; busy and full disks say so.
    pub fn apply(&self, user: &User, change: Change) -> Result<Applied> {
        self.write(Some(user), |w| w.change(change))
    }

    /// Runs a write in one immediate transaction. Before the first user exists nobody is at the
    /// keyboard; then only registering that user is possible.
    pub(super) fn write<T>(
        &self,
        user: Option<&User>,
        work: impl FnOnce(&Writing) -> Result<T>,
    ) -> Result<T> {
        let nobody = super::user::nobody();
        let user = user.unwrap_or(&nobody);
        let written = self.conn.write(|conn| {
            if self.conn.is_outdated()? {
                return Err(Error::too_new("akt har uppgraderats, så inget sparades.")
                    .hint("Det som skrivits finns kvar i utkastet. Avsluta akt och starta igen."));
            }
            let writing = Writing {
                conn,
                store: self,
                user,
                at: self.clock.stamp(),
            };
            let answer = work(&writing)?;
            if self.conn.has_untold() {
                writing.log(&log::Entry {
                    action: "write_rows",
                    ..log::Entry::default()
                })?;
            }
            Ok(answer)
        });
        if written.is_err() {
            self.tell_refusals(user)?;
        }
        written
    }
}

impl Writing<'_> {
    fn change(&self, change: Change) -> Result<Applied> {
        match change {
            Change::Staff(change) => self.staff(&change),
            Change::RegisterPerson(person) => self.register_person(&person),
            Change::UpdatePerson {
                person,
                version,
                patch,
            } => {
                self.must_see(person)?;
                self.update_person(person, version, &patch)
            }
            Change::AddToPerson { person, fact } => {
                // Protection shuts colleagues out, or lets everybody in.
                match fact {
                    PersonFact::Protection { .. } => self.must_manage(person)?,
                    _ => self.must_see(person)?,
                }
                self.add_to_person(person, &fact)
            }
            Change::EndFact {
                fact,
                row,
                last,
                reason,
            } => self.end_fact(fact, row, last, &reason),
            Change::ChangeVisit { visit, to, reason } => self.change_visit(visit, to, &reason),
            Change::OpenCase(case) => self.open_case(&case),
            Change::Assign {
                case,
                user,
                from,
                reason,
            } => {
                let person = self.may(case, Act::Distribute)?;
                self.must_be_able_to_name(person, user)?;
                self.assign(case, user, from, &reason)
            }
            Change::RecordEvent { case, event } => {
                self.must_see_case(case)?;
                self.record_event(case, &event)
            }
            Change::CorrectEvent {
                event,
                replacement,
                reason,
            } => self.correct_event(event, replacement.as_ref(), &reason),
            Change::PauseClock {
                case,
                rule,
                subject,
                from,
                until,
                reason,
            } => {
                self.must_see_case(case)?;
                self.pause_clock(case, &rule, subject, from, until, &reason)
            }
            Change::MarkNotApplicable {
                case,
                rule,
                subject,
                reason,
            } => {
                self.must_see_case(case)?;
                self.mark_not_applicable(case, &rule, subject, &reason)
            }
            Change::EndClockState { state, on, reason } => self.end_clock_state(state, on, &reason),
            Change::WriteJournal {
                person,
                case,
                day,
                time,
                text,
                corrects,
            } => {
                self.must_see(person)?;
                self.write_journal(person, case, day, time, &text, corrects)
            }
            Change::SignDocument(signing) => {
                self.may(signing.case, Act::Sign)?;
                self.sign_document(&signing)
            }
            Change::Substitute {
                user,
                substitute,
                from,
                to,
            } => self.substitute(user, substitute, from, to),
            Change::EndSubstitute { substitute, last } => self.end_substitute(substitute, last),
            Change::Decide(deciding) => {
                self.may(deciding.case, Act::Decide)?;
                self.decide(&deciding)
            }
            Change::Propose(proposing) => {
                self.may(proposing.case, Act::Sign)?;
                self.propose(&proposing)
            }
            Change::ReturnProposal {
                proposal,
                version,
                comment,
            } => self.return_proposal(proposal, version, &comment),
            Change::RegisterPlan(plan) => self.register_plan(&plan),
            Change::JudgePlan {
                plan,
                outcome,
                day,
                reason,
            } => self.judge_plan(plan, outcome, day, &reason),
            Change::RemindPlan {
                order,
                rung,
                day,
                note,
            } => self.remind_plan(order, rung, day, &note),
            Change::WithdrawReminder { reminder } => self.withdraw_reminder(reminder),
            Change::KeepExample { person, area, text } => self.keep_example(person, &area, &text),
            Change::WithdrawExample { example } => self.withdraw_example(example),
            Change::PresentCase {
                case,
                day,
                proposal,
                notes,
                outcome,
            } => {
                self.must_see_case(case)?;
                self.present_case(case, day, [&proposal, &notes, &outcome])
            }
            Change::WithdrawCase { case, day } => {
                self.must_see_case(case)?;
                self.withdraw_case(case, day)
            }
            Change::Access(change) => self.change_access(&change),
            Change::NoteOutreach {
                resident,
                answer,
                day,
                note,
            } => self.note_outreach(resident, answer, day, &note),
            Change::NoteLogCheck { check, text } => self.note_log_check(check, &text),
            Change::Choose { setting, value } => self.choose_setting(setting, value.as_deref()),
            Change::SaveView { key, name, filter } => self.save_view(key, &name, &filter),
        }
    }

    /// Writes the log row that belongs to the change.
    pub(super) fn log(&self, entry: &log::Entry) -> Result<()> {
        let known = (self.user.id != 0).then_some(self.user);
        log::write(self.conn, &self.at, known, entry)
    }

    /// Refuses a file that the writer may not write in.
    pub(super) fn must_see(&self, person: i64) -> Result<()> {
        self.store.admit(self.user, person, Act::Write)
    }

    /// Refuses to let the writer change who may work in a file.
    pub(super) fn must_manage(&self, person: i64) -> Result<()> {
        self.store.admit(self.user, person, Act::Manage)
    }

    pub(super) fn must_see_case(&self, case: i64) -> Result<i64> {
        self.may(case, Act::Write)
    }

    /// Refuses what the writer may not do with a case; gives whose it is.
    fn may(&self, case: i64, act: Act) -> Result<i64> {
        let person = self.person_of(case)?;
        self.store.admit(self.user, person, act)?;
        Ok(person)
    }
}

/// The same words for what does not exist and for what one may not see.
pub(super) fn unknown() -> Error {
    Error::user("Ärendet eller personen finns inte.")
}
