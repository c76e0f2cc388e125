//! A person's whole file, without the texts of journal and documents.

use rusqlite::Row;

use super::reading::Reading;
use super::{Store, row};
use crate::core::calendar::day_month;
use crate::core::person::{ContactRole, Situation};
use crate::core::query::{FileLine, FileView};
use crate::core::user::User;
use crate::error::Result;

/// What address and phone of a protected person are shown as.
const MASKED: &str = "skyddad";

impl Store {
    /// A person's whole file, without the texts of journal and documents. Address and phone of a protected
    /// person are masked, and the phones of those around them.
    ///
    /// # Errors
    /// When the file may not be seen or the database cannot be read.
    pub fn file(&self, user: &User, person: i64) -> Result<FileView> {
        let mut file = self.whole_file(user, person, false)?;
        if file.person.protection.is_some() {
            for line in &mut file.lines {
                if matches!(line.part, "adress" | "telefon") {
                    line.text = MASKED.to_owned();
                }
            }
        }
        Ok(file)
    }

    /// The same with address and phone of a protected person in clear, which is a reading of its own in the log.
    ///
    /// # Errors
    /// As [`Store::file`].
    pub fn file_in_clear(&self, user: &User, person: i64) -> Result<FileView> {
        let file = self.whole_file(user, person, true)?;
        self.admit_reading(user, Reading::of("read_address", person))?;
        Ok(file)
    }

    fn whole_file(&self, user: &User, person: i64, in_clear: bool) -> Result<FileView> {
        self.admit_reading(user, Reading::of("read_file", person))?;
        let (source, date): (Option<String>, Option<String>) = self.conn.query_row(
            "SELECT protection_source, protection_date FROM person WHERE id = ?1",
            [person],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )?;
        let protection_note = match (source, date) {
            (Some(source), Some(date)) => format!("{source} {date}"),
            _ => String::new(),
        };
        let mut statement = self.conn.prepare_cached(
            "SELECT id FROM cases WHERE person_id = ?1 ORDER BY closed_on IS NOT NULL, opened_on DESC, id DESC",
        )?;
        let ids = statement
            .query_map([person], |r| r.get(0))?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        let mut cases = Vec::new();
        for id in ids {
            cases.extend(self.case_row(user, id)?);
        }
        let head = self.person_head(person)?;
        let masked = head.protection.is_some() && !in_clear;
        Ok(FileView {
            person: head,
            protection_note,
            lines: self.file_lines(person, masked)?,
            cases,
        })
    }

    fn file_lines(&self, person: i64, masked: bool) -> Result<Vec<FileLine>> {
        let mut lines = Vec::new();
        let mut read = |part: &'static str,
                        sql: &str,
                        text: &dyn Fn(&Row) -> rusqlite::Result<String>|
         -> Result<()> {
            let mut statement = self.conn.prepare_cached(sql)?;
            let rows = statement.query_map([person], |r| {
                Ok(FileLine {
                    part,
                    from: row::day_opt(r, 0)?,
                    to: row::day_opt(r, 1)?,
                    row: r.get("id")?,
                    text: ended(text(r)?, r)?,
                })
            })?;
            for line in rows {
                lines.push(line?);
            }
            Ok(())
        };
        read(
            "nummer",
            "SELECT valid_from, valid_to, value, kind, id FROM identity_number WHERE person_id = ?1 ORDER BY id DESC",
            &|r| {
                Ok(format!(
                    "{} ({})",
                    r.get::<_, String>(2)?,
                    number_kind(r.get_ref(3)?.as_str()?)
                ))
            },
        )?;
        read(
            "kontakt",
            "SELECT valid_from, valid_to, role, name, relation, phone, call_first, covers, id, (SELECT f.reason FROM fact_end f WHERE f.fact = 'kontakt' AND f.row_id = contact.id ORDER BY f.id DESC LIMIT 1) AS why FROM contact
             WHERE person_id = ?1 ORDER BY valid_to IS NOT NULL, call_first DESC, id",
            &|r| {
                let role = row::word(r, 2, ContactRole::from_word)?;
                let (name, relation, phone): (String, String, String) = (r.get(3)?, r.get(4)?, r.get(5)?);
                let covers: String = r.get(7)?;
                let mut text = format!("{name}, {}", if relation.is_empty() { role.name().to_owned() } else { relation });
                match phone.is_empty() {
                    true => {}
                    false if masked => text += &format!(", telefon {MASKED}"),
                    false => text += &format!(", {phone}"),
                }
                if r.get::<_, bool>(6)? {
                    text += ", rings först";
                }
                if !covers.is_empty() {
                    text += &format!(" – {}: {covers}", role.name());
                }
                Ok(text)
            },
        )?;
        read(
            "hushall",
            "SELECT valid_from, valid_to, situation, note, id FROM household WHERE person_id = ?1 ORDER BY valid_from DESC, id DESC",
            &|r| {
                let situation = row::word(r, 2, Situation::from_word)?.name();
                let note: String = r.get(3)?;
                Ok(if note.is_empty() {
                    situation.to_owned()
                } else {
                    format!("{situation}, {note}")
                })
            },
        )?;
        read(
            "adress",
            "SELECT valid_from, valid_to, street, postcode, city, id, (SELECT f.reason FROM fact_end f WHERE f.fact = 'adress' AND f.row_id = address.id ORDER BY f.id DESC LIMIT 1) AS why FROM address WHERE person_id = ?1 ORDER BY valid_from DESC, id DESC",
            &|r| {
                let (street, postcode, city): (String, String, String) =
                    (r.get(2)?, r.get(3)?, r.get(4)?);
                Ok(format!("{street}, {postcode} {city}")
                    .trim_end_matches([' ', ','])
                    .to_owned())
            },
        )?;
        read(
            "telefon",
            "SELECT valid_from, valid_to, number, id, (SELECT f.reason FROM fact_end f WHERE f.fact = 'telefon' AND f.row_id = phone.id ORDER BY f.id DESC LIMIT 1) AS why FROM phone WHERE person_id = ?1 ORDER BY valid_to IS NOT NULL, id DESC",
            &|r| r.get(2),
        )?;
        read(
            "besok",
            "SELECT v.day, NULL, v.time, v.about, v.id, c.reason, m.day, v.cancelled FROM visit v
             LEFT JOIN visit_change c ON c.visit_id = v.id LEFT JOIN visit m ON m.id = c.moved_to
             WHERE v.person_id = ?1 ORDER BY v.cancelled, v.day DESC, v.id DESC",
            &|r| {
                let (time, about): (Option<String>, String) = (r.get(2)?, r.get(3)?);
                let mut text = time.map_or(about.clone(), |t| {
                    format!("kl. {} {about}", t.replace(':', "."))
                });
                let reason: Option<String> = r.get(5)?;
                let off = match row::day_opt(r, 6)? {
                    Some(day) => format!("flyttat till {}", day_month(day)),
                    None => "avbokat".to_owned(),
                };
                if r.get(7)? {
                    text += &format!(" – {off}");
                    text += &reason.map_or(String::new(), |why| format!(": {why}"));
                }
                Ok(text)
            },
        )?;
        read(
            "handling",
            "SELECT received_on, NULL, kind, kept_at, id FROM paper WHERE person_id = ?1 ORDER BY received_on DESC, id DESC",
            &|r| {
                Ok(format!(
                    "{}, förvaras: {}",
                    r.get::<_, String>(2)?,
                    r.get::<_, String>(3)?
                ))
            },
        )?;
        read(
            "invandning",
            "SELECT o.day, NULL, t.body, o.id FROM objection o JOIN content t ON t.id = o.content_id
             WHERE o.person_id = ?1 ORDER BY o.day DESC, o.id DESC",
            &|r| Ok(r.get::<_, Option<String>>(2)?.unwrap_or_default()),
        )?;
        Ok(lines)
    }
}

/// The text with why it ended, where that was said.
fn ended(text: String, r: &Row) -> rusqlite::Result<String> {
    let why = match r.as_ref().column_index("why") {
        Ok(at) => r.get::<_, Option<String>>(at)?,
        Err(_) => None,
    };
    let over = r.get::<_, Option<String>>(1)?.is_some();
    Ok(match why.filter(|why| over && !why.is_empty()) {
        Some(why) => format!("{text} – upphört: {why}"),
        None => text,
    })
}

/// The kind of number in a person's words.
fn number_kind(word: &str) -> &str {
    match word {
        "pahittat" => "påhittat nummer",
        "annat" => "annat id",
        other => other,
    }
}
