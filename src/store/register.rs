//! The whole content as a register, in a fixed order: the same content is the same bytes. No time of
//! export, path, row number, draft or log is in it.

use std::collections::HashMap;

use rusqlite::{Params, Row};

use super::Store;
use crate::core::form::Spec;
use crate::core::register::{
    AddressEntry, CaseEntry, ClockStateEntry, ContactEntry, Dated, DocumentEntry, EventEntry,
    FormerNumber, HouseholdEntry, JournalEntry, ObjectionEntry, PaperEntry, PersonEntry,
    ProtectionEntry, ProviderEntry, Recorded, Register, SCHEMA, UserEntry, VisitEntry,
};
use crate::core::user::User;
use crate::error::Result;

impl Store {
    /// Everything the user may see, as a register.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn register(&self, user: &User) -> Result<Register> {
        // One read transaction, so that all parts are of one moment.
        let tx = self.conn.unchecked_transaction()?;
        let persons = self.person_entries(user)?;
        let seen: HashMap<i64, String> = persons
            .iter()
            .map(|(id, p)| (*id, p.personal_number.clone()))
            .collect();
        let register = Register {
            schema: SCHEMA,
            unit: user.unit.clone(),
            base_groups: self.all("SELECT name FROM base_group ORDER BY name", [], |r| {
                r.get(0)
            })?,
            users: self.user_entries()?,
            providers: self.all("SELECT name, regime FROM provider ORDER BY name", [], |r| {
                Ok(ProviderEntry {
                    name: r.get(0)?,
                    regime: r.get(1)?,
                })
            })?,
            persons: persons.into_iter().map(|(_, person)| person).collect(),
            cases: self.case_entries(&seen)?,
            events: self.event_entries(&seen)?,
            clock_states: self.state_entries(&seen)?,
            journal: self.journal_entries(&seen)?,
            form_specs: self.spec_entries()?,
            documents: self.document_entries(&seen)?,
        };
        tx.finish()?;
        Ok(register)
    }

    fn all<T>(
        &self,
        sql: &str,
        args: impl Params,
        read: impl FnMut(&Row) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement
            .query_map(args, read)?
            .collect::<rusqlite::Result<_>>()?)
    }

    fn dated(&self, sql: &str, id: i64) -> Result<Vec<Dated>> {
        self.all(sql, [id], |r| {
            Ok(Dated {
                value: r.get(0)?,
                from: r.get(1)?,
                to: r.get(2)?,
            })
        })
    }

    fn user_entries(&self) -> Result<Vec<UserEntry>> {
        let users: Vec<(i64, UserEntry)> = self.all(
            "SELECT id, login, name, started, ended FROM user ORDER BY login",
            [],
            |r| {
                Ok((
                    r.get(0)?,
                    UserEntry {
                        login: r.get(1)?,
                        name: r.get(2)?,
                        started: r.get(3)?,
                        ended: r.get(4)?,
                        roles: Vec::new(),
                        shares: Vec::new(),
                        base_groups: Vec::new(),
                    },
                ))
            },
        )?;
        users
            .into_iter()
            .map(|(id, mut user)| {
                user.roles = self.dated(
                    "SELECT role, valid_from, valid_to FROM user_role WHERE user_id = ?1 ORDER BY valid_from, role",
                    id,
                )?;
                user.shares = self.dated(
                    "SELECT CAST(percent AS TEXT), valid_from, valid_to FROM user_share WHERE user_id = ?1 ORDER BY valid_from",
                    id,
                )?;
                user.base_groups = self.dated(
                    "SELECT b.name, g.valid_from, g.valid_to FROM user_group g JOIN base_group b ON b.id = g.base_group_id
                     WHERE g.user_id = ?1 ORDER BY g.valid_from, b.name",
                    id,
                )?;
                Ok(user)
            })
            .collect()
    }

    fn person_entries(&self, user: &User) -> Result<Vec<(i64, PersonEntry)>> {
        let rows: Vec<(i64, PersonEntry)> = self.all(
            "SELECT p.id, n.value, n.kind, p.family_name, p.given_name, p.sex, p.birth_date, p.wished_name, p.pronoun,
                    p.communication, p.interpreter, p.protection, p.protection_source, p.protection_date, p.died_on,
                    p.moved_on, p.moved_to, p.source, p.external_id, n.valid_from,
                    (SELECT m.value FROM identity_number m WHERE m.person_id = p.merged_into AND m.valid_to IS NULL
                     ORDER BY m.id DESC LIMIT 1)
             FROM person p JOIN identity_number n ON n.id =
                  (SELECT max(id) FROM identity_number WHERE person_id = p.id AND valid_to IS NULL)
             ORDER BY n.value",
            [],
            |r| {
                let level: Option<String> = r.get(11)?;
                let protection = match level {
                    Some(level) => Some(ProtectionEntry {
                        level,
                        source: r.get::<_, Option<String>>(12)?.unwrap_or_default(),
                        date: r.get::<_, Option<String>>(13)?.unwrap_or_default(),
                    }),
                    None => None,
                };
                Ok((
                    r.get(0)?,
                    PersonEntry {
                        personal_number: r.get(1)?,
                        number_kind: r.get(2)?,
                        family_name: r.get(3)?,
                        given_name: r.get(4)?,
                        sex: r.get(5)?,
                        birth_date: r.get(6)?,
                        wished_name: r.get(7)?,
                        pronoun: r.get(8)?,
                        communication: r.get(9)?,
                        interpreter: r.get(10)?,
                        protection,
                        died_on: r.get(14)?,
                        moved_on: r.get(15)?,
                        moved_to: r.get(16)?,
                        source: r.get(17)?,
                        external_id: r.get(18)?,
                        number_from: r.get(19)?,
                        same_as: r.get(20)?,
                        ..PersonEntry::default()
                    },
                ))
            },
        )?;
        let mut persons = Vec::with_capacity(rows.len());
        for (id, mut person) in rows {
            if person.protection.is_some() && !self.sees(user, id)? {
                continue;
            }
            self.person_facts(id, &mut person)?;
            persons.push((id, person));
        }
        Ok(persons)
    }

    fn person_facts(&self, id: i64, person: &mut PersonEntry) -> Result<()> {
        person.former_numbers = self.all(
            "SELECT value, kind, valid_from, valid_to FROM identity_number
             WHERE person_id = ?1 AND valid_to IS NOT NULL ORDER BY valid_to, value",
            [id],
            |r| {
                Ok(FormerNumber {
                    personal_number: r.get(0)?,
                    number_kind: r.get(1)?,
                    from: r.get(2)?,
                    to: r.get(3)?,
                })
            },
        )?;
        person.household = self.all(
            "SELECT situation, note, valid_from, valid_to FROM household WHERE person_id = ?1 ORDER BY valid_from, id",
            [id],
            |r| Ok(HouseholdEntry { situation: r.get(0)?, note: r.get(1)?, from: r.get(2)?, to: r.get(3)? }),
        )?;
        person.addresses = self.all(
            "SELECT street, postcode, city, valid_from, valid_to FROM address WHERE person_id = ?1 ORDER BY valid_from, id",
            [id],
            |r| {
                Ok(AddressEntry {
                    street: r.get(0)?,
                    postcode: r.get(1)?,
                    city: r.get(2)?,
                    from: r.get(3)?,
                    to: r.get(4)?,
                })
            },
        )?;
        person.phones =
            self.dated("SELECT number, valid_from, valid_to FROM phone WHERE person_id = ?1 ORDER BY valid_from, id", id)?;
        person.contacts = self.all(
            "SELECT role, name, relation, phone, call_first, covers, valid_from, valid_to FROM contact
             WHERE person_id = ?1 ORDER BY valid_from, id",
            [id],
            |r| {
                Ok(ContactEntry {
                    role: r.get(0)?,
                    name: r.get(1)?,
                    relation: r.get(2)?,
                    phone: r.get(3)?,
                    call_first: r.get(4)?,
                    covers: r.get(5)?,
                    from: r.get(6)?,
                    to: r.get(7)?,
                })
            },
        )?;
        person.papers = self.all(
            "SELECT c.case_number, p.kind, p.received_on, p.kept_at FROM paper p LEFT JOIN cases c ON c.id = p.case_id
             WHERE p.person_id = ?1 ORDER BY p.received_on, p.id",
            [id],
            |r| Ok(PaperEntry { case_number: r.get(0)?, kind: r.get(1)?, received: r.get(2)?, kept_at: r.get(3)? }),
        )?;
        person.objections = self.all(
            "SELECT c.case_number, o.day, t.body, u.login FROM objection o JOIN content t ON t.id = o.content_id
             JOIN user u ON u.id = o.noted_by LEFT JOIN cases c ON c.id = o.case_id
             WHERE o.person_id = ?1 ORDER BY o.day, o.id",
            [id],
            |r| {
                Ok(ObjectionEntry {
                    case_number: r.get(0)?,
                    date: r.get(1)?,
                    text: r.get::<_, Option<String>>(2)?.unwrap_or_default(),
                    noted_by: r.get(3)?,
                })
            },
        )?;
        person.visits = self.all(
            "SELECT c.case_number, v.day, v.time, v.about, u.login, v.cancelled FROM visit v
             JOIN user u ON u.id = v.user_id LEFT JOIN cases c ON c.id = v.case_id
             WHERE v.person_id = ?1 ORDER BY v.day, v.id",
            [id],
            |r| {
                Ok(VisitEntry {
                    case_number: r.get(0)?,
                    date: r.get(1)?,
                    time: r.get(2)?,
                    about: r.get(3)?,
                    caseworker: r.get(4)?,
                    cancelled: r.get(5)?,
                })
            },
        )?;
        person.named = self.dated(
            "SELECT u.login, n.valid_from, n.valid_to FROM file_named n JOIN user u ON u.id = n.user_id
             WHERE n.person_id = ?1 ORDER BY u.login, n.valid_from",
            id,
        )?;
        Ok(())
    }

    fn case_entries(&self, seen: &HashMap<i64, String>) -> Result<Vec<CaseEntry>> {
        let rows: Vec<(i64, i64, CaseEntry)> = self.all(
            "SELECT id, person_id, case_number, case_type, opened_on, closed_on, channel, oral, report, source, external_id
             FROM cases ORDER BY case_number",
            [],
            |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    CaseEntry {
                        case_number: r.get(2)?,
                        person: String::new(),
                        case_type: r.get(3)?,
                        opened: r.get(4)?,
                        closed: r.get(5)?,
                        channel: r.get(6)?,
                        oral: r.get(7)?,
                        report: r.get(8)?,
                        assignments: Vec::new(),
                        source: r.get(9)?,
                        external_id: r.get(10)?,
                    },
                ))
            },
        )?;
        let mut cases = Vec::with_capacity(rows.len());
        for (id, person, mut case) in rows {
            let Some(number) = seen.get(&person) else {
                continue;
            };
            case.person.clone_from(number);
            case.assignments = self.dated(
                "SELECT u.login, a.valid_from, a.valid_to FROM assignment a JOIN user u ON u.id = a.user_id
                 WHERE a.case_id = ?1 ORDER BY a.valid_from, a.id",
                id,
            )?;
            cases.push(case);
        }
        Ok(cases)
    }

    fn event_entries(&self, seen: &HashMap<i64, String>) -> Result<Vec<EventEntry>> {
        let mut numbers = Numbers::default();
        let rows: Vec<(i64, i64, Option<i64>, EventEntry)> = self.all(
            "SELECT e.id, e.person_id, e.corrects, c.case_number, e.subject, e.subject_id, e.kind, e.day, e.time, e.until,
                    t.body, e.void, e.source, e.recorded_at, u.login, e.recorded_role
             FROM event e JOIN user u ON u.id = e.recorded_by LEFT JOIN cases c ON c.id = e.case_id
             LEFT JOIN content t ON t.id = e.note_id
             JOIN identity_number n ON n.id =
                  (SELECT max(id) FROM identity_number WHERE person_id = e.person_id AND valid_to IS NULL)
             ORDER BY n.value, c.case_number, e.corrects IS NOT NULL, e.day, e.time, e.kind, e.subject, e.subject_id, e.id",
            [],
            |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    r.get(2)?,
                    EventEntry {
                        id: 0,
                        person: String::new(),
                        case_number: r.get(3)?,
                        subject: r.get(4)?,
                        subject_id: r.get(5)?,
                        event: r.get(6)?,
                        date: r.get(7)?,
                        time: r.get(8)?,
                        until: r.get(9)?,
                        note: r.get::<_, Option<String>>(10)?.unwrap_or_default(),
                        corrects: None,
                        void: r.get(11)?,
                        source: r.get(12)?,
                        recorded: recorded(r, 13)?,
                    },
                ))
            },
        )?;
        let rows: Vec<_> = rows
            .into_iter()
            .filter(|(_, person, ..)| seen.contains_key(person))
            .collect();
        // Numbers go to all rows first: a correction of a correction may sort before what it corrects.
        let ordered = numbers.order(rows.iter().map(|(id, _, corrects, _)| (*id, *corrects)));
        let mut by_id: HashMap<i64, (i64, Option<i64>, EventEntry)> = rows
            .into_iter()
            .map(|(id, person, corrects, entry)| (id, (person, corrects, entry)))
            .collect();
        Ok(ordered
            .into_iter()
            .filter_map(|id| {
                let (person, corrects, mut entry) = by_id.remove(&id)?;
                entry.id = numbers.of(id);
                entry.corrects = corrects.map(|c| numbers.of(c));
                entry.person.clone_from(seen.get(&person)?);
                Some(entry)
            })
            .collect())
    }

    fn state_entries(&self, seen: &HashMap<i64, String>) -> Result<Vec<ClockStateEntry>> {
        let mut numbers = Numbers::default();
        let rows: Vec<(i64, i64, Option<i64>, ClockStateEntry)> = self.all(
            "SELECT s.id, c.person_id, s.corrects, c.case_number, s.rule, s.subject, s.subject_id, s.kind, s.from_day,
                    s.until_day, s.ended_on, s.reason, s.recorded_at, u.login, s.recorded_role
             FROM clock_state s JOIN cases c ON c.id = s.case_id JOIN user u ON u.id = s.recorded_by
             ORDER BY c.case_number, s.id",
            [],
            |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    r.get(2)?,
                    ClockStateEntry {
                        id: 0,
                        case_number: r.get(3)?,
                        rule: r.get(4)?,
                        subject: r.get(5)?,
                        subject_id: r.get(6)?,
                        kind: r.get(7)?,
                        from: r.get(8)?,
                        until: r.get(9)?,
                        ended: r.get(10)?,
                        reason: r.get(11)?,
                        corrects: None,
                        recorded: recorded(r, 12)?,
                    },
                ))
            },
        )?;
        Ok(rows
            .into_iter()
            .filter(|(_, person, ..)| seen.contains_key(person))
            .map(|(id, _, corrects, mut entry)| {
                entry.id = numbers.of(id);
                entry.corrects = corrects.map(|c| numbers.of(c));
                entry
            })
            .collect())
    }

    fn journal_entries(&self, seen: &HashMap<i64, String>) -> Result<Vec<JournalEntry>> {
        let mut numbers = Numbers::default();
        let rows: Vec<(i64, i64, Option<i64>, JournalEntry)> = self.all(
            "SELECT j.id, j.person_id, j.corrects, c.case_number, j.day, j.time, t.body, j.source, j.written_at, u.login,
                    j.written_role
             FROM journal j JOIN user u ON u.id = j.written_by JOIN content t ON t.id = j.content_id
             LEFT JOIN cases c ON c.id = j.case_id
             JOIN identity_number n ON n.id =
                  (SELECT max(id) FROM identity_number WHERE person_id = j.person_id AND valid_to IS NULL)
             ORDER BY n.value, c.case_number, j.id",
            [],
            |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    r.get(2)?,
                    JournalEntry {
                        id: 0,
                        person: String::new(),
                        case_number: r.get(3)?,
                        date: r.get(4)?,
                        time: r.get(5)?,
                        text: r.get(6)?,
                        corrects: None,
                        source: r.get(7)?,
                        recorded: recorded(r, 8)?,
                    },
                ))
            },
        )?;
        Ok(rows
            .into_iter()
            .filter_map(|(id, person, corrects, mut entry)| {
                entry.person.clone_from(seen.get(&person)?);
                entry.id = numbers.of(id);
                entry.corrects = corrects.map(|c| numbers.of(c));
                Some(entry)
            })
            .collect())
    }

    fn spec_entries(&self) -> Result<Vec<Spec>> {
        let bodies: Vec<String> = self.all(
            "SELECT s.body FROM form_spec s WHERE EXISTS
                (SELECT 1 FROM document d WHERE d.spec = s.id AND d.revision = s.revision AND d.spec_digest = s.digest)
             ORDER BY s.id, s.revision, s.digest",
            [],
            |r| r.get(0),
        )?;
        bodies
            .iter()
            .map(|body| Ok(serde_json::from_str(body)?))
            .collect()
    }

    fn document_entries(&self, seen: &HashMap<i64, String>) -> Result<Vec<DocumentEntry>> {
        let mut numbers = Numbers::default();
        let rows: Vec<(i64, i64, Option<i64>, Option<String>, DocumentEntry)> = self.all(
            "SELECT d.id, d.person_id, d.supersedes, t.body, c.case_number, d.kind, d.title, d.spec, d.revision, d.day,
                    d.source, d.signed_at, u.login, d.signed_role
             FROM document d JOIN cases c ON c.id = d.case_id JOIN user u ON u.id = d.signed_by
             JOIN content t ON t.id = d.content_id ORDER BY c.case_number, d.id",
            [],
            |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    r.get(2)?,
                    r.get(3)?,
                    DocumentEntry {
                        id: 0,
                        case_number: r.get(4)?,
                        kind: r.get(5)?,
                        title: r.get(6)?,
                        spec: r.get(7)?,
                        revision: r.get(8)?,
                        date: r.get(9)?,
                        supersedes: None,
                        answers: None,
                        source: r.get(10)?,
                        recorded: recorded(r, 11)?,
                    },
                ))
            },
        )?;
        rows.into_iter()
            .filter(|(_, person, ..)| seen.contains_key(person))
            .map(|(id, _, supersedes, body, mut entry)| {
                entry.id = numbers.of(id);
                entry.supersedes = supersedes.map(|s| numbers.of(s));
                entry.answers = body.map(|b| serde_json::from_str(&b)).transpose()?;
                Ok(entry)
            })
            .collect()
    }
}

fn recorded(r: &Row, column: usize) -> rusqlite::Result<Recorded> {
    Ok(Recorded {
        recorded_at: r.get(column)?,
        recorded_by: r.get(column + 1)?,
        recorded_role: r.get(column + 2)?,
    })
}

/// Running numbers in the order of the export, so that no row number of the database is in it.
#[derive(Default)]
struct Numbers {
    known: HashMap<i64, i64>,
}

impl Numbers {
    fn of(&mut self, id: i64) -> i64 {
        let next = self.known.len() as i64 + 1;
        *self.known.entry(id).or_insert(next)
    }

    /// The given order, but what is corrected always stands before its correction.
    fn order(&mut self, rows: impl Iterator<Item = (i64, Option<i64>)>) -> Vec<i64> {
        let rows: Vec<(i64, Option<i64>)> = rows.collect();
        let corrects: HashMap<i64, i64> = rows
            .iter()
            .filter_map(|(id, c)| c.map(|c| (*id, c)))
            .collect();
        let mut ordered = Vec::with_capacity(rows.len());
        let mut placed = std::collections::HashSet::new();
        for (id, _) in rows {
            let mut chain = vec![id];
            while let Some(next) = chain.last().and_then(|last| corrects.get(last)) {
                chain.push(*next);
            }
            for id in chain.into_iter().rev() {
                if placed.insert(id) {
                    ordered.push(id);
                    self.of(id);
                }
            }
        }
        ordered
    }
}
