//! Every write that exists. Each is one variant, applied by the store in one transaction with the
//! version check and the audit row; there is no other door.

use chrono::{NaiveDate, NaiveTime};

use super::access::AccessChange;
use super::event::{EventKind, Subject};
use super::form::{Answers, Spec};
use super::person::{ContactRole, Ending, NewPerson, PersonPatch, Protection, Situation};
use super::plan::{NewPlan, Outcome, Rung};
use super::query::Filter;
use super::setting::Setting;
use super::staff::StaffChange;
use super::user::Role;

/// One write.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Who works here, and as what.
    Staff(StaffChange),
    /// A person without a case yet.
    RegisterPerson(NewPerson),
    /// Changed facts on the person's card; refused when `version` is not the one stored.
    UpdatePerson {
        /// Whose.
        person: i64,
        /// The version that was on the screen.
        version: i64,
        /// What changes.
        patch: PersonPatch,
    },
    /// Something dated is added to the person's file.
    AddToPerson {
        /// Whose file.
        person: i64,
        /// What.
        fact: PersonFact,
    },
    /// An address, a phone number or a contact ends on a day, or the end is taken back. The row stays legible.
    EndFact {
        /// What it is.
        fact: Ending,
        /// Which.
        row: i64,
        /// Last day in force; none takes the end back.
        last: Option<NaiveDate>,
        /// Why.
        reason: String,
    },
    /// A booked visit is cancelled, or moved to another day. What was booked stays legible.
    ChangeVisit {
        /// The visit.
        visit: i64,
        /// Day and time of the visit that is booked instead; none cancels it.
        to: Option<(NaiveDate, Option<NaiveTime>)>,
        /// Why.
        reason: String,
    },
    /// A new case for a new or a known person.
    OpenCase(NewCase),
    /// A case is given to a caseworker.
    Assign {
        /// The case.
        case: i64,
        /// The new owner.
        user: i64,
        /// From which day.
        from: NaiveDate,
        /// Why.
        reason: String,
    },
    /// A dated fact in a case's log.
    RecordEvent {
        /// The case.
        case: i64,
        /// The fact.
        event: NewEvent,
    },
    /// A recorded event was wrong. The old row stays; this one points to it.
    CorrectEvent {
        /// The event that was wrong.
        event: i64,
        /// What is right instead; `None` when it never happened.
        replacement: Option<NewEvent>,
        /// Why.
        reason: String,
    },
    /// A clock is paused until a day, when it runs again by itself.
    PauseClock {
        /// The case.
        case: i64,
        /// Rule id, for example `K2`.
        rule: String,
        /// The clock's subject.
        subject: Subject,
        /// First day of the pause.
        from: NaiveDate,
        /// The day it runs again.
        until: NaiveDate,
        /// Why it waits.
        reason: String,
    },
    /// A clock does not apply to this case, with a reason.
    MarkNotApplicable {
        /// The case.
        case: i64,
        /// Rule id.
        rule: String,
        /// The clock's subject.
        subject: Subject,
        /// Why.
        reason: String,
    },
    /// A pause or a "not applicable" is taken back from a day on.
    EndClockState {
        /// The recorded state.
        state: i64,
        /// The day it ends; the first day of a pause makes it as if it never was.
        on: NaiveDate,
        /// Why.
        reason: String,
    },
    /// A journal entry; with `corrects` it points to the one it corrects.
    WriteJournal {
        /// The person.
        person: i64,
        /// The case, if it belongs to one.
        case: Option<i64>,
        /// The day it is about.
        day: NaiveDate,
        /// The time of day, if it matters.
        time: Option<NaiveTime>,
        /// The text.
        text: String,
        /// The entry it corrects.
        corrects: Option<i64>,
    },
    /// A draft is signed and becomes part of the file.
    SignDocument(Signing),
    /// Somebody is away for a time, and a colleague sees their cases (*ersättare*).
    Substitute {
        /// Who is away.
        user: i64,
        /// Who sees their cases meanwhile.
        substitute: i64,
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// An absence ends earlier than was said; before its first day it never was.
    EndSubstitute {
        /// The row.
        substitute: i64,
        /// Last day.
        last: NaiveDate,
    },
    /// A decision is made; the order of delegation is asked again here.
    Decide(Deciding),
    /// A decision is proposed to the one who may make it; a returned proposal is sent anew.
    Propose(Proposing),
    /// A proposal goes back to the one who made it.
    ReturnProposal {
        /// The proposal.
        proposal: i64,
        /// The version that was read.
        version: i64,
        /// Why.
        comment: String,
    },
    /// The provider's plan has come.
    RegisterPlan(NewPlan),
    /// A plan has been read against its order.
    JudgePlan {
        /// The plan.
        plan: i64,
        /// What it came to.
        outcome: Outcome,
        /// The day.
        day: NaiveDate,
        /// Remark or reasons; needed for all but a plain acceptance.
        reason: String,
    },
    /// A rung of the ladder is taken while no plan comes.
    RemindPlan {
        /// The order.
        order: i64,
        /// The rung.
        rung: Rung,
        /// The day.
        day: NaiveDate,
        /// A few words.
        note: String,
    },
    /// A rung that was not taken after all. The old row stays.
    WithdrawReminder {
        /// The reminder.
        reminder: i64,
    },
    /// A de-identified text becomes one of the unit's good examples. Refused where it still tells of somebody.
    KeepExample {
        /// Whose file it is taken from; the names there are looked for.
        person: Option<i64>,
        /// The area it belongs to.
        area: String,
        /// The text.
        text: String,
    },
    /// One of the unit's good examples is not to be shown any more. The row stays.
    WithdrawExample {
        /// The example.
        example: i64,
    },
    /// A case is put up at a meeting, or what was said of it there is written down.
    PresentCase {
        /// The case.
        case: i64,
        /// The day of the meeting.
        day: NaiveDate,
        /// What the caseworker proposes.
        proposal: String,
        /// What was said.
        notes: String,
        /// What came of it.
        outcome: String,
    },
    /// A case is taken off a meeting.
    WithdrawCase {
        /// The case.
        case: i64,
        /// The day of the meeting.
        day: NaiveDate,
    },
    /// Who may work in a file.
    Access(AccessChange),
    /// Somebody of the population list has been sought out.
    NoteOutreach {
        /// Their row in the list.
        resident: i64,
        /// What came of it.
        answer: super::outreach::OutreachAnswer,
        /// When.
        day: NaiveDate,
        /// A few words.
        note: String,
    },
    /// What a checker of the log came to.
    NoteLogCheck {
        /// The check's number.
        check: i64,
        /// What, in a few words.
        text: String,
    },
    /// Something of one's own desk is chosen.
    Choose {
        /// What.
        setting: Setting,
        /// How; nothing is as on the machine.
        value: Option<String>,
    },
    /// A saved view on a number key.
    SaveView {
        /// Number key, 1–9.
        key: u8,
        /// Name.
        name: String,
        /// What it shows.
        filter: Filter,
    },
}

/// A new user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    /// Login name.
    pub login: String,
    /// Full name.
    pub name: String,
    /// Role from the first day.
    pub role: Role,
    /// First day in the post; delegation may ask how long that is.
    pub started: NaiveDate,
    /// Share of full time in percent.
    pub share: u32,
    /// Base group, if the unit has them.
    pub base_group: Option<String>,
}

/// A new case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCase {
    /// Who it is about.
    pub person: PersonRef,
    /// Case type, a word of the unit's list.
    pub case_type: String,
    /// The day the application or report reached the unit.
    pub received: NaiveDate,
    /// How it came.
    pub channel: String,
    /// Came by mouth: the reason is to be written in the assessment.
    pub oral: bool,
    /// A report by somebody else, not the person's own application.
    pub report: bool,
    /// What it is about, in a few words; becomes the note of the event.
    pub about: String,
    /// Owner; `None` is the one who registers.
    pub owner: Option<i64>,
    /// Case number from another register; `None` lets the unit's series give the next.
    pub case_number: Option<String>,
    /// The person's case whose follow-up led to this one.
    pub led_by: Option<i64>,
}

/// A new person, or one already known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonRef {
    /// The person's row.
    Known(i64),
    /// To be registered in the same transaction.
    New(NewPerson),
}

/// A dated fact to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// What happened.
    pub kind: EventKind,
    /// What it is about.
    pub subject: Subject,
    /// The day it happened.
    pub day: NaiveDate,
    /// The time of day, where it matters.
    pub time: Option<NaiveTime>,
    /// A second date: the day to answer by.
    pub until: Option<NaiveDate>,
    /// A few words; empty when there are none.
    pub note: String,
    /// Facts by what was asked ([`super::event_facts`]).
    pub detail: super::event_facts::Detail,
}

impl NewEvent {
    /// An event of the case itself on a day, with nothing more to say.
    pub fn on(kind: EventKind, day: NaiveDate) -> NewEvent {
        NewEvent {
            kind,
            subject: Subject::Case,
            day,
            time: None,
            until: None,
            note: String::new(),
            detail: super::event_facts::Detail::new(),
        }
    }
}

/// Something dated that is added to a person's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonFact {
    /// A new number from a day; the old one ends and stays searchable.
    Number {
        /// The number.
        number: super::personal_number::PersonalNumber,
        /// Valid from.
        from: NaiveDate,
    },
    /// Protected identity, with source and date. `None` takes the mark away.
    Protection {
        /// Level.
        level: Option<Protection>,
        /// Where the information came from.
        source: String,
        /// Since when.
        date: NaiveDate,
    },
    /// Household and family situation.
    Household {
        /// Situation.
        situation: Situation,
        /// More, in words.
        note: String,
        /// From which day.
        from: NaiveDate,
    },
    /// Address.
    Address {
        /// Street and number.
        street: String,
        /// Postal code.
        postcode: String,
        /// Town.
        city: String,
        /// From which day.
        from: NaiveDate,
    },
    /// Phone number.
    Phone {
        /// The number.
        number: String,
        /// From which day.
        from: NaiveDate,
    },
    /// Somebody around the person.
    Contact {
        /// What they are to the person.
        role: ContactRole,
        /// Name.
        name: String,
        /// Relation in words ("dotter").
        relation: String,
        /// Phone.
        phone: String,
        /// To be called before the person.
        call_first: bool,
        /// What an authority covers, for an ombud, god man or förvaltare.
        covers: String,
        /// From which day.
        from: NaiveDate,
    },
    /// An incoming paper: kind, date and where it lies.
    Paper {
        /// What it is.
        kind: String,
        /// The day it came.
        received: NaiveDate,
        /// Where it lies.
        kept_at: String,
        /// The case, if it belongs to one.
        case: Option<i64>,
    },
    /// The person says that something in the file is wrong.
    Objection {
        /// What they say.
        text: String,
        /// When.
        day: NaiveDate,
        /// The case, if it belongs to one.
        case: Option<i64>,
    },
    /// A booked visit.
    Visit {
        /// Day.
        day: NaiveDate,
        /// Time.
        time: Option<NaiveTime>,
        /// Where and why.
        about: String,
        /// The case, if it belongs to one.
        case: Option<i64>,
    },
    /// The person died.
    Died {
        /// Day of death.
        day: NaiveDate,
    },
    /// The person moved from the municipality.
    Moved {
        /// Where to.
        to: String,
        /// When.
        day: NaiveDate,
    },
    /// Entered twice: this file is closed and points to the other.
    SameAs {
        /// The person that remains.
        other: i64,
    },
}

/// What is signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Signing {
    /// The case.
    pub case: i64,
    /// The form it is written under: the draft's own, also where the unit has changed its template since.
    pub spec: Box<Spec>,
    /// The answers.
    pub answers: Answers,
    /// The signed document it replaces, if any.
    pub supersedes: Option<i64>,
    /// The day of signing.
    pub day: NaiveDate,
}

/// What an applied change made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Applied {
    /// The person it concerned or made.
    pub person: Option<i64>,
    /// The case it concerned or made.
    pub case: Option<i64>,
    /// The row it made: event, document, journal entry, clock state, user.
    pub row: Option<i64>,
    /// How to take it back, where it can be taken back.
    pub undo: Option<Undo>,
}

/// A correcting change, with a sentence that says what it will do.
#[derive(Clone, Debug, PartialEq)]
pub struct Undo {
    /// "Händelsen Kontakt tagen 3 nov stryks i ärende 26-0412. Raden ligger kvar som struken."
    pub sentence: String,
    /// The correcting change.
    pub change: Box<Change>,
}

/// A decision to be made by the one who writes.
#[derive(Clone, Debug, PartialEq)]
pub struct Deciding {
    /// The case.
    pub case: i64,
    /// The form's answers.
    pub answers: Answers,
    /// The proposal it answers, with the version that was read.
    pub proposal: Option<(i64, i64)>,
}

/// A proposal sent to the one who may decide.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposing {
    /// The case.
    pub case: i64,
    /// The form's answers.
    pub answers: Answers,
}
