//! The whole content as a register, in a fixed order: the same content is the same bytes. No time of
//! export, path, row number, draft or log is in it.

mod changes;
mod decisions;
mod outreach;
mod persons;
mod plans;
mod records;

use std::collections::HashMap;

use rusqlite::{Params, Row};

use super::Store;
use crate::core::access::Act;
use crate::core::register::{Dated, ProviderEntry, Register, SCHEMA, SubstituteEntry};
use crate::core::user::User;
use crate::error::Result;

/// The persons whose files are in the register: their numbers in force, by row.
type Seen = HashMap<i64, String>;

impl Store {
    /// Everything the user may see, as a register. Address and phone of the protected are left out.
    ///
    /// # Errors
    /// When the user's role is not one that takes files out, or the database cannot be read.
    pub fn register(&self, user: &User) -> Result<Register> {
        self.must_see_whole(user, Act::Export)?;
        self.admit_unit(user, "export", "")?;
        // One read transaction, so that all parts are of one moment.
        let tx = self.conn.raw().unchecked_transaction()?;
        let persons = self.person_entries(user)?;
        let seen: Seen = persons
            .iter()
            .map(|(id, p)| (*id, p.personal_number.clone()))
            .collect();
        let (documents, numbers) = self.document_entries(&seen)?;
        let orders = self.order_numbers(&numbers)?;
        let mut register = Register {
            schema: SCHEMA,
            unit: user.unit.clone(),
            base_groups: self.all("SELECT name FROM base_group ORDER BY name", [], |r| {
                r.get(0)
            })?,
            users: self.user_entries()?,
            substitutes: self.all(
                "SELECT u.login, v.login, s.valid_from, s.valid_to FROM substitute s
                 JOIN user u ON u.id = s.user_id JOIN user v ON v.id = s.substitute_id
                 ORDER BY s.valid_from, u.login, v.login, s.id",
                [],
                |r| {
                    Ok(SubstituteEntry {
                        user: r.get(0)?,
                        substitute: r.get(1)?,
                        from: r.get(2)?,
                        to: r.get(3)?,
                    })
                },
            )?,
            providers: self.all(
                "SELECT name, regime, contract_manager, cfar, ended FROM provider ORDER BY name",
                [],
                |r| {
                    Ok(ProviderEntry {
                        name: r.get(0)?,
                        regime: r.get(1)?,
                        contract_manager: r.get(2)?,
                        cfar: r.get(3)?,
                        ended: r.get(4)?,
                    })
                },
            )?,
            persons: persons.into_iter().map(|(_, person)| person).collect(),
            cases: self.case_entries(&seen)?,
            events: self.event_entries(&seen)?,
            clock_states: self.state_entries(&seen)?,
            journal: self.journal_entries(&seen)?,
            form_specs: self.spec_entries(&documents)?,
            documents,
            performed: self.performed_entries(&orders)?,
            plans: self.plan_entries(&orders)?,
            plan_reminders: self.reminder_entries(&orders)?,
            residents: self.resident_entries(user)?,
            presentations: self.presentation_entries(&seen)?,
            good_examples: self.example_entries()?,
            ..Register::default()
        };
        let named = self.decision_numbers(&seen, &register)?;
        register.orders = self.order_entries(&orders, &named, &register.documents)?;
        register.decisions = self.decision_entries(&seen, &numbers, &named)?;
        register.measures = self.measure_entries(&named)?;
        register.proposals = self.proposal_entries(&seen, &numbers)?;
        decisions::name_decisions(&mut register, &named);
        plans::name_orders(&mut register, &orders);
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
}
