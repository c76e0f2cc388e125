//! Signed documents and the journal: what is part of the file and stays.

use chrono::{NaiveDate, NaiveTime};
use rusqlite::{OptionalExtension, params};

use super::apply::Writing;
use super::plan::same_provider;
use super::{log, row};
use crate::core::change::{Applied, NewEvent, Signing};
use crate::core::event::{EventKind, Subject};
use crate::core::form::{Answers, DocumentKind, FormFacts, Spec};
use crate::core::next::led_by;
use crate::core::round::share;
use crate::core::text::clean_text;
use crate::error::{Error, Result};

impl Writing<'_> {
    /// Keeps a text apart from its digest; answers with its row and SHA-256.
    pub(super) fn keep(&self, body: &str) -> Result<(i64, String)> {
        self.conn
            .prepare_cached("INSERT INTO main.content (body) VALUES (?1)")?
            .execute([body])?;
        Ok((
            self.conn.last_insert_rowid(),
            log::sha256(&[body.as_bytes()]),
        ))
    }

    pub(super) fn write_journal(
        &self,
        person: i64,
        case: Option<i64>,
        day: NaiveDate,
        time: Option<NaiveTime>,
        text: &str,
        corrects: Option<i64>,
    ) -> Result<Applied> {
        self.not_ahead(day)?;
        let text = clean_text(text);
        if text.trim().is_empty() {
            return Err(Error::user("Anteckningen är tom."));
        }
        if let Some(old) = corrects {
            let whose: Option<(i64, bool)> = self
                .conn
                .query_row(
                    "SELECT person_id, EXISTS (SELECT 1 FROM journal n WHERE n.corrects = j.id)
                     FROM journal j WHERE id = ?1",
                    [old],
                    |r| Ok((r.get(0)?, r.get(1)?)),
                )
                .optional()?;
            match whose {
                Some((whose, false)) if whose == person => {}
                Some((whose, true)) if whose == person => {
                    return Err(Error::conflict(
                        "Anteckningen är redan rättad. Rätta den senaste.",
                    ));
                }
                _ => return Err(Error::user("Anteckningen som rättas finns inte i akten.")),
            }
        }
        let (content, digest) = self.keep(text.trim_end())?;
        self.conn.execute(
            "INSERT INTO main.journal (person_id, case_id, day, time, written_at, written_by, written_role, corrects,
                                  content_id, digest)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                person,
                case,
                day.to_string(),
                time.map(row::time_text),
                self.at,
                self.user.id,
                self.user.role.word(),
                corrects,
                content,
                digest
            ],
        )?;
        let id = self.conn.last_insert_rowid();
        self.log(&log::Entry {
            action: "write_journal",
            person: Some(person),
            case,
            row: Some(id),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            person: Some(person),
            case,
            row: Some(id),
            undo: None,
        })
    }

    pub(super) fn sign_document(&self, signing: &Signing) -> Result<Applied> {
        let spec = &signing.spec;
        if spec.kind == DocumentKind::Decision {
            return Err(Error::denied(
                "Ett beslut fattas enligt delegationen, inte som annat dokument.",
            ));
        }
        let person = self.person_of(signing.case)?;
        self.not_ahead(signing.day)?;
        let missing = spec.missing(&signing.answers, self.form_facts(person, signing.case)?);
        if let Some(first) = missing.first() {
            return Err(
                Error::user(format!("{} ({} saknas i allt).", first.text, missing.len()))
                    .hint("Inget är undertecknat. Utkastet finns kvar."),
            );
        }
        let note = match spec.kind {
            DocumentKind::Order => self.order_decided(signing)?,
            _ => "",
        };
        let before = match (spec.kind, signing.supersedes) {
            (DocumentKind::Order, Some(old)) => self.order_before(signing.case, old)?,
            _ => None,
        };
        // In a new round an order takes the place of the one for the same help, and stands beside one for other help.
        let beside = before.as_ref().is_some_and(|before| {
            before.new_round && !share(&before.lines, &signing.answers.lines)
        });
        let alone = Signing {
            supersedes: None,
            ..signing.clone()
        };
        let (signing, before) = match beside {
            true => (&alone, None),
            false => (signing, before),
        };
        let (id, answers) = self.insert_document(person, signing)?;
        let mut subject = Subject::Case;
        let mut anew = signing.supersedes.is_none();
        match spec.kind {
            DocumentKind::Order => {
                let decided = self
                    .store
                    .standing_decision(self.user, signing.case)?
                    .minutes;
                let order = self.insert_order(signing.case, id, &spec.id, &answers, decided)?;
                subject = Subject::Order(order);
                if let Some(before) = &before
                    && (before.new_round
                        || !same_provider(&before.provider, answers.get("utforare.namn")))
                {
                    // Nothing more is waited for on the first, and nobody has confirmed the second.
                    self.replace_order(person, signing, before.first)?;
                    anew = true;
                }
            }
            DocumentKind::Assessment => {
                self.insert_assessment_facts(person, signing.case, id, signing.day, &answers)?
            }
            DocumentKind::FollowUp | DocumentKind::Decision => {}
        }
        if let Some(kind) = event_of(spec.kind).filter(|_| anew) {
            let event = NewEvent {
                subject,
                note: note.to_owned(),
                ..NewEvent::on(kind, signing.day)
            };
            self.check_basis(signing.case, &event, None)?;
            self.insert_event(person, Some(signing.case), &event, None)?;
            if spec.kind == DocumentKind::FollowUp
                && let Some(led) = led_by(answers.get("resultat.utfall"))
            {
                let event = NewEvent::on(led, signing.day);
                self.insert_event(person, Some(signing.case), &event, None)?;
            }
        }
        self.project_case(signing.case)?;
        if let Subject::Order(order) = subject {
            self.follow_completion(person, signing, order, before.as_ref())?;
        }
        self.log(&log::Entry {
            action: "sign_document",
            person: Some(person),
            case: Some(signing.case),
            row: Some(id),
            detail: spec.kind.word(),
        })?;
        Ok(Applied {
            person: Some(person),
            case: Some(signing.case),
            row: Some(id),
            undo: None,
        })
    }

    /// Writes the signed document itself; answers with its row and the answers as kept.
    pub(super) fn insert_document(&self, person: i64, signing: &Signing) -> Result<(i64, Answers)> {
        let spec = &signing.spec;
        let spec_digest = self.keep_spec(spec)?;
        let mut answers = signing.answers.clone();
        for value in answers.values.values_mut() {
            *value = clean_text(value);
        }
        let body = serde_json::to_string(&answers)?;
        let (content, digest) = self.keep(&body)?;
        let superseded: bool = match signing.supersedes {
            Some(old) => self.conn.query_row(
                "SELECT EXISTS (SELECT 1 FROM document WHERE supersedes = ?1)",
                [old],
                |r| r.get(0),
            )?,
            None => false,
        };
        if superseded {
            return Err(Error::conflict("Dokumentet är redan ersatt av ett nyare."));
        }
        self.conn.execute(
            "INSERT INTO main.document (person_id, case_id, kind, title, spec, revision, spec_digest, day, signed_at,
                                   signed_by, signed_role, supersedes, content_id, digest)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            params![
                person,
                signing.case,
                spec.kind.word(),
                spec.title,
                spec.id,
                spec.revision,
                spec_digest,
                signing.day.to_string(),
                self.at,
                self.user.id,
                self.user.role.word(),
                signing.supersedes,
                content,
                digest
            ],
        )?;
        Ok((self.conn.last_insert_rowid(), answers))
    }

    pub(super) fn form_facts(&self, person: i64, case: i64) -> Result<FormFacts> {
        let birth: Option<NaiveDate> = self.conn.query_row(
            "SELECT birth_date FROM person WHERE id = ?1",
            [person],
            |r| row::day_opt(r, 0),
        )?;
        let age = birth.and_then(|b| self.store.today().years_since(b));
        let sql = format!("SELECT {} FROM cases c WHERE c.id = ?1", super::read::ORAL);
        let oral = self.conn.query_row(&sql, [case], |r| r.get(0))?;
        Ok(FormFacts {
            child: age.is_some_and(|a| a < 18),
            oral,
        })
    }

    /// A signed document can always be read under the specification it was written by.
    pub(super) fn keep_spec(&self, spec: &Spec) -> Result<String> {
        let body = serde_json::to_string(spec)?;
        let digest = log::sha256(&[body.as_bytes()]);
        self.conn.execute(
            "INSERT OR IGNORE INTO main.form_spec (id, revision, digest, body) VALUES (?1, ?2, ?3, ?4)",
            params![spec.id, spec.revision, digest, body],
        )?;
        Ok(digest)
    }

    /// Violence and children's facts are fields, so that figures can be made of them.
    pub(super) fn insert_assessment_facts(
        &self,
        person: i64,
        case: i64,
        document: i64,
        day: NaiveDate,
        answers: &Answers,
    ) -> Result<()> {
        let yes = |field: &str| match answers.get(field) {
            "ja" => Some(true),
            "nej" => Some(false),
            _ => None,
        };
        let (asked, private, informed) = (
            yes("vald.fragat"),
            yes("vald.enskilt"),
            yes("vald.information"),
        );
        if asked.or(private).or(informed).is_some() {
            self.conn.execute(
                "INSERT INTO main.violence_fact (person_id, case_id, document_id, day, asked, in_private, informed)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![person, case, document, day.to_string(), asked, private, informed],
            )?;
        }
        let written = |field: &str| !answers.get(field).trim().is_empty();
        if written("barn.installning") || written("barn.konsekvenser") {
            self.conn.execute(
                "INSERT INTO main.child_fact (person_id, case_id, document_id, day, own_view, consequences)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![person, case, document, day.to_string(), written("barn.installning"), written("barn.konsekvenser")],
            )?;
        }
        Ok(())
    }
}

/// The event that signing a document is.
fn event_of(kind: DocumentKind) -> Option<EventKind> {
    match kind {
        DocumentKind::Assessment => Some(EventKind::AssessmentSigned),
        DocumentKind::Order => Some(EventKind::OrderSent),
        DocumentKind::FollowUp => Some(EventKind::FollowedUp),
        DocumentKind::Decision => None,
    }
}
