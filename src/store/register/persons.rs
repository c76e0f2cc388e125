//! Users, persons and cases of a register.

use std::collections::HashMap;

use super::Store;
use crate::core::register::{
    AddressEntry, AssignmentEntry, CaseEntry, ContactEntry, FormerNumber, HouseholdEntry,
    ObjectionEntry, PaperEntry, PersonEntry, ProtectionEntry, UserEntry, VisitEntry,
};
use crate::core::user::User;
use crate::error::Result;

impl Store {
    pub(super) fn user_entries(&self) -> Result<Vec<UserEntry>> {
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
                        appointments: Vec::new(),
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
                user.appointments = self.dated(
                    "SELECT kind, valid_from, valid_to FROM appointment WHERE user_id = ?1 ORDER BY valid_from, kind",
                    id,
                )?;
                Ok(user)
            })
            .collect()
    }

    pub(super) fn person_entries(&self, user: &User) -> Result<Vec<(i64, PersonEntry)>> {
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
             WHERE person_id = ?1 ORDER BY id",
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
        self.person_changes(id, person)?;
        person.named = self.dated(
            "SELECT u.login, n.valid_from, n.valid_to FROM file_named n JOIN user u ON u.id = n.user_id
             WHERE n.person_id = ?1 ORDER BY u.login, n.valid_from",
            id,
        )?;
        Ok(())
    }

    pub(super) fn case_entries(&self, seen: &HashMap<i64, String>) -> Result<Vec<CaseEntry>> {
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
            case.assignments = self.all(
                "SELECT u.login, a.valid_from, a.valid_to, a.reason FROM assignment a JOIN user u ON u.id = a.user_id
                 WHERE a.case_id = ?1 ORDER BY a.id",
                [id],
                |r| {
                    Ok(AssignmentEntry {
                        value: r.get(0)?,
                        from: r.get(1)?,
                        to: r.get(2)?,
                        reason: r.get(3)?,
                    })
                },
            )?;
            cases.push(case);
        }
        Ok(cases)
    }
}
