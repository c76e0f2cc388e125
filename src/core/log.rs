//! What the log (*loggen*) tells of: every action by the word it is stored under, its kind, and what it is
//! called when the log is read.
//!
//! Source: lag (2001:454) om behandling av personuppgifter inom socialtjänsten 10 § (what is opened is
//! documented and checked).

use chrono::{NaiveDate, NaiveTime};

use super::access::Act;
use super::person::PersonHead;

/// What kind of act a row of the log tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Something of a file was read.
    Read,
    /// A list, a search or a report was read; no one file.
    List,
    /// Something left the program: a print or an export.
    TakeOut,
    /// Something was refused.
    Refused,
    /// Something was written.
    Write,
    /// Someone came or went.
    Session,
}

/// An action of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// As stored; never changed.
    pub word: &'static str,
    /// What kind of act it is.
    pub kind: Kind,
    /// What it is called: "öppnade ärendet".
    pub name: &'static str,
}

const fn act(kind: Kind, word: &'static str, name: &'static str) -> Action {
    Action { word, kind, name }
}

/// Every action there is.
pub const ACTIONS: &[Action] = &[
    act(Kind::Read, "read_case", "öppnade ärendet"),
    act(Kind::Read, "read_file", "öppnade akten"),
    act(Kind::Read, "read_journal", "läste journalen"),
    act(Kind::Read, "read_address", "läste adress och telefon"),
    act(Kind::Read, "read_document", "läste ett dokument"),
    act(Kind::TakeOut, "print_document", "skrev ut ett dokument"),
    act(Kind::TakeOut, "log_extract", "tog ut ett loggutdrag"),
    act(Kind::TakeOut, "export", "exporterade innehållet"),
    act(Kind::List, "list", "läste en lista"),
    act(Kind::List, "search", "sökte"),
    act(Kind::List, "report", "tog ut en rapport"),
    act(Kind::List, "check_log", "kontrollerade loggen"),
    act(Kind::TakeOut, "copy_database", "kopierade databasen"),
    act(
        Kind::Write,
        "restore_database",
        "återställde databasen från en kopia",
    ),
    act(Kind::Refused, "refused", "nekades"),
    act(Kind::Refused, "emergency_refused", "nekades nödåtkomst"),
    act(Kind::Session, "login", "loggade in"),
    act(Kind::Session, "logout", "loggade ut"),
    act(Kind::Session, "lock", "låste"),
    act(Kind::Session, "unlock", "låste upp"),
    act(Kind::Session, "set_code", "valde en kod"),
    act(Kind::Session, "wrong_code", "skrev fel kod"),
    act(Kind::Write, "add_to_person", "skrev i akten"),
    act(Kind::Write, "assign", "fördelade ärendet"),
    act(Kind::Write, "cancel_visit", "avbokade ett besök"),
    act(Kind::Write, "clock_state", "antecknade om en frist"),
    act(Kind::Write, "correct_event", "rättade en händelse"),
    act(Kind::Write, "decide", "fattade beslut"),
    act(Kind::Write, "end_clock_state", "antecknade om en frist"),
    act(Kind::Write, "end_fact", "avslutade en uppgift i akten"),
    act(Kind::Write, "end_substitute", "avslutade ett vikariat"),
    act(Kind::Write, "import", "läste in ett register"),
    act(Kind::Write, "judge_plan", "granskade en genomförandeplan"),
    act(Kind::Write, "keep_example", "sparade ett gott exempel"),
    act(Kind::Write, "move_visit", "flyttade ett besök"),
    act(Kind::Write, "open_case", "registrerade ärendet"),
    act(Kind::Write, "present_case", "tog upp ärendet på dragning"),
    act(Kind::Write, "propose", "föreslog beslut"),
    act(Kind::Write, "record_event", "skrev en händelse"),
    act(Kind::Write, "register_person", "registrerade akten"),
    act(
        Kind::Write,
        "register_plan",
        "registrerade en genomförandeplan",
    ),
    act(Kind::Write, "register_user", "registrerade en användare"),
    act(Kind::Write, "remind_plan", "påminde om en genomförandeplan"),
    act(
        Kind::Write,
        "return_proposal",
        "lämnade tillbaka ett förslag",
    ),
    act(Kind::Write, "emergency_access", "tog nödåtkomst till akten"),
    act(Kind::Write, "end_emergency", "avslutade en nödåtkomst"),
    act(Kind::Write, "end_named", "tog bort en namngiven från akten"),
    act(Kind::Write, "end_related", "hävde ett jäv"),
    act(Kind::Write, "mark_related", "antecknade jäv"),
    act(Kind::Write, "name_for_file", "namngav någon för akten"),
    act(Kind::Write, "note_emergency", "tog del av en nödåtkomst"),
    act(
        Kind::Write,
        "note_log_check",
        "antecknade om en loggkontroll",
    ),
    act(Kind::Write, "outreach", "skrev om uppsökande verksamhet"),
    act(Kind::Write, "performed", "läste in utförd tid"),
    act(Kind::Write, "population", "läste in en befolkningslista"),
    act(Kind::Write, "choose_setting", "valde en inställning"),
    act(Kind::Write, "save_view", "sparade en vy"),
    act(Kind::Write, "sign_document", "undertecknade ett dokument"),
    act(Kind::Write, "staff", "ändrade bland användarna"),
    act(Kind::Write, "substitute", "registrerade ett vikariat"),
    act(Kind::Write, "update_person", "ändrade i akten"),
    act(
        Kind::Write,
        "withdraw_case",
        "tog bort ärendet från dragning",
    ),
    act(Kind::Write, "withdraw_example", "tog bort ett gott exempel"),
    act(
        Kind::Write,
        "withdraw_reminder",
        "tog tillbaka en påminnelse",
    ),
    act(Kind::Write, "write_journal", "skrev i journalen"),
    act(Kind::Write, "write_rows", "skrev det som hör till"),
];

impl Action {
    /// The action stored under a word, if it is known.
    pub fn of(word: &str) -> Option<&'static Action> {
        ACTIONS.iter().find(|action| action.word == word)
    }

    /// Whether the row's detail is the reason that the user gave, and not which kind of thing was done.
    pub fn tells_why(&self) -> bool {
        let asked = [
            "print_document",
            "log_extract",
            "emergency_access",
            "emergency_refused",
        ];
        self.kind == Kind::Read || asked.contains(&self.word)
    }

    /// What the action stored under a word is called; the word itself where it is of a newer program.
    pub fn name_of(word: &str) -> &str {
        Action::of(word).map_or(word, |action| action.name)
    }

    /// What a row of the log tells was done, in words; of a refusal also what was refused.
    pub fn told(word: &str, detail: &str) -> String {
        let refused = (word == "refused")
            .then(|| detail.split(' ').next())
            .flatten();
        match refused.and_then(Act::of) {
            Some(act) => format!("{} att {}", Action::name_of(word), act.told()),
            None => Action::name_of(word).to_owned(),
        }
    }
}

/// A person's own extract of the log (*loggutdrag*): who has been in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogExtract {
    /// Whose file.
    pub person: PersonHead,
    /// The rows in order; the last is that of the extract itself, where the period holds today.
    pub rows: Vec<ExtractRow>,
}

/// A row of an extract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtractRow {
    /// The day in Europe/Stockholm.
    pub day: NaiveDate,
    /// The time of day.
    pub time: NaiveTime,
    /// Who; empty where it was nobody of the unit.
    pub who: String,
    /// In which role, in words.
    pub role: String,
    /// What was done, in words.
    pub what: String,
    /// In which case, where it was one.
    pub case_number: Option<String>,
    /// Why, where the user said so.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_refusal_tells_what_was_refused() {
        let told = Action::told("refused", "lasa skal_saknas");
        assert_eq!(told, "nekades att läsa akten");
        assert_eq!(Action::told("record_event", "inkom"), "skrev en händelse");
        assert_eq!(Action::told("of_a_newer_program", ""), "of_a_newer_program");
        for act in Act::ALL {
            assert_eq!(Act::of(act.word()), Some(act));
        }
    }

    #[test]
    fn every_action_stands_once() {
        let words: HashSet<&str> = ACTIONS.iter().map(|a| a.word).collect();
        assert_eq!(words.len(), ACTIONS.len());
    }
}
