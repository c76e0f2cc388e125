//! Signing: shows what will be signed, all of it, and asks once.

use super::page::{LABEL, Page, Row, TEXT};
use super::{Form, Mode, Work};
use crate::core::calendar::{day_month_year, long, parse_date, parse_time, weekday_short};
use crate::core::change::{Change, Signing};
use crate::core::form::{Answers, DocumentKind, Field, FieldKind};
use crate::error::{Error, Result};
use crate::ui::action::Action;
use crate::ui::canvas::Canvas;
use crate::ui::screen::{Context, Step};
use crate::ui::theme::Role;

use super::estimate::told_often;

/// Kind of draft that becomes a journal entry.
pub(super) const JOURNAL: &str = "anteckning";

impl Form {
    /// Asks for the signature, or shows what is missing.
    pub(super) fn sign(&mut self, ctx: &Context<'_>) -> Result<Step> {
        self.settle_field(ctx.today);
        // Saved in any case: it says whether this window still has the draft.
        self.store(ctx)?;
        if self.is_aside() {
            return self.show_both(ctx);
        }
        if !self.problems().is_empty() {
            return Ok(self.show_missing("saknas innan det går att skriva under"));
        }
        self.mode = Mode::Signing(Page::default());
        Ok(Step::Stay)
    }

    fn is_journal(&self) -> bool {
        matches!(&self.work, Work::Paper(paper) if paper.kind == JOURNAL)
    }

    fn noun(&self) -> &'static str {
        match &self.work {
            Work::Paper(paper) => match paper.kind.as_str() {
                "utredning" => "Utredningen",
                "bestallning" => "Rambeställningen",
                "uppfoljning" => "Uppföljningen",
                "beslut" => "Beslutet",
                JOURNAL => "Anteckningen",
                _ => "Dokumentet",
            },
            Work::Quick(_) => "Formuläret",
        }
    }

    /// Lays out what will be signed.
    pub(super) fn lay_out_signing(&mut self, ctx: &Context<'_>) {
        let top = match &self.mode {
            Mode::Signing(page) => page.top,
            _ => return,
        };
        let mut page = Page {
            size: (ctx.width, self.signing_rows(ctx)),
            ..Page::default()
        };
        let columns = usize::from(ctx.width).saturating_sub(2);
        for doubt in self.doubts() {
            page.wrapped(
                1,
                columns,
                Role::FormError,
                &super::fields::sentence(&doubt.text),
            );
        }
        for section in &self.spec.sections {
            let answered: Vec<&Field> = section
                .fields
                .iter()
                .filter(|f| f.applies(self.facts) && f.is_answered(&self.answers))
                .collect();
            if answered.is_empty() {
                continue;
            }
            if !page.rows.is_empty() {
                page.rows.push(Row::default());
            }
            if !section.title.is_empty() {
                page.rows
                    .push(Row::default().at(1, Role::FormSection, &section.title));
            }
            for field in answered {
                self.signed_field(&mut page, field, columns);
            }
        }
        let aside: Vec<_> = self.answers.set_aside().collect();
        if !aside.is_empty() {
            page.rows.push(Row::default());
            page.rows
                .push(Row::default().at(1, Role::FormSection, "Ramkoll"));
        }
        for one in aside {
            let text = format!("”{}” avfärdad: {}", one.quote, one.reason);
            page.wrapped(TEXT, columns, Role::Text, &text);
        }
        page.top = top.min(
            page.rows
                .len()
                .saturating_sub(usize::from(page.size.1).max(1)),
        );
        self.mode = Mode::Signing(page);
    }

    fn signed_field(&self, page: &mut Page, field: &Field, columns: usize) {
        let value = self.answers.get(&field.id);
        match field.kind {
            FieldKind::Text => {
                page.rows
                    .push(Row::default().at(LABEL, Role::FormLabel, &field.label));
                page.wrapped(TEXT, columns, Role::Text, value.trim_end());
            }
            FieldKind::Estimate => {
                page.rows
                    .push(Row::default().at(LABEL, Role::FormLabel, &field.label));
                for line in &self.answers.lines {
                    let often = told_often(line);
                    let double = if line.double_staffing {
                        ", dubbel bemanning"
                    } else {
                        ""
                    };
                    let text = format!(
                        "{}: {} min, {often}{double}, {} per månad",
                        line.intervention,
                        line.minutes,
                        self.factor.line(line).hours_text()
                    );
                    page.wrapped(TEXT, columns, Role::Text, &text);
                }
                let sum = self.factor.sum(&self.answers.lines).hours_text();
                let rounded = crate::core::estimate::is_rounded(&self.factor, &self.answers.lines);
                let rounded = if rounded { ", avrundat" } else { "" };
                let text = format!(
                    "Ram {sum} per månad{rounded}, räknat med {}.",
                    self.factor.text()
                );
                page.wrapped(TEXT, columns, Role::TextStrong, &text);
            }
            _ => {
                let x = self.value_column(field);
                let day = match (field.kind, parse_date(value)) {
                    (FieldKind::Date, Ok(day)) => {
                        format!("{} {}", weekday_short(day), day_month_year(day))
                    }
                    _ => value.to_owned(),
                };
                page.rows
                    .push(Row::default().at(LABEL, Role::FormLabel, &field.label).at(
                        x,
                        Role::Text,
                        day,
                    ));
            }
        }
    }

    fn question(&self, ctx: &Context<'_>) -> Vec<String> {
        if self.sends() {
            return vec![
                self.sent_for(),
                "Skicka förslaget till Att besluta?".to_owned(),
                "Det kan ändras igen om det återlämnas.".to_owned(),
            ];
        }
        let noun = self.noun();
        let mut lines = Vec::new();
        if let Work::Paper(paper) = &self.work
            && !paper.replaces.is_empty()
        {
            let verb = if self.is_journal() {
                "Rättar"
            } else {
                "Ersätter"
            };
            lines.push(format!(
                "{verb} {}, som ligger kvar och går att läsa.",
                paper.replaces
            ));
        }
        if self.goes_before_decision() {
            lines.push("Beslut saknas i ärendet, och det noteras på beställningen.".to_owned());
        }
        if let Some(name) = self.presenter() {
            lines.push(format!("{name} står som föredragande."));
        }
        if self.is_journal() {
            lines.push(format!(
                "Föra in anteckningen som {}, {}?",
                ctx.user.name,
                long(ctx.today)
            ));
        } else {
            lines.push(format!(
                "Skriva under som {}, {}?",
                ctx.user.name,
                long(ctx.today)
            ));
        }
        lines.push(format!(
            "{noun} kan sedan inte ändras, bara {}.",
            if self.is_journal() {
                "rättas med en ny"
            } else if self.decided().is_some() {
                "följas av ett nytt"
            } else {
                "ersättas av en ny"
            }
        ));
        lines
    }

    fn signing_rows(&self, ctx: &Context<'_>) -> u16 {
        let question = u16::try_from(self.question(ctx).len()).unwrap_or(3);
        ctx.height.saturating_sub(self.head_rows() + question + 1)
    }

    /// Draws what will be signed, and the question under it.
    pub(super) fn draw_signing(&self, page: &Page, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let rows = self.signing_rows(ctx);
        let top = self.head_rows();
        page.draw(&mut canvas.part(0, top, ctx.width, rows));
        let mut below = canvas.below(top + rows);
        below.rule(0);
        for (y, line) in (1..).zip(self.question(ctx)) {
            let columns = below.width().saturating_sub(2);
            let role = if line.ends_with('?') {
                Role::MessageAsk
            } else {
                Role::Text
            };
            below.cell(1, y, columns, role, &line);
        }
    }

    /// Answers yes or no, or turns the page.
    pub(super) fn in_signing(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        let Mode::Signing(page) = &mut self.mode else {
            return Ok(Step::Stay);
        };
        let step = usize::from(page.size.1).saturating_sub(1).max(1);
        match action {
            Action::PageDown => page.top += step,
            Action::PageUp => page.top = page.top.saturating_sub(step),
            Action::No => self.mode = Mode::Writing,
            Action::Yes => {
                // A refusal is then shown over the form, where it can be mended.
                self.mode = Mode::Writing;
                return self.signed(ctx);
            }
            _ => {}
        }
        Ok(Step::Stay)
    }

    fn signed(&self, ctx: &Context<'_>) -> Result<Step> {
        let Work::Paper(paper) = &self.work else {
            return Ok(Step::Stay);
        };
        if let Some(step) = self.decided() {
            return Ok(step);
        }
        let change = if self.is_journal() {
            let person = self.head.as_ref().map(|h| h.id);
            journal_change(person, paper.case, &self.answers, paper.supersedes)?
        } else {
            Change::SignDocument(Signing {
                case: paper.case,
                spec: Box::new(self.spec.clone()),
                answers: self.answers.clone(),
                supersedes: paper.supersedes,
                day: ctx.today,
            })
        };
        let done = match self.is_journal() {
            true => "Anteckningen är införd i journalen.".to_owned(),
            false => format!("{} är undertecknad.", self.noun()),
        };
        let signed = paper.signed.clone();
        let follows = match self.spec.kind == DocumentKind::FollowUp && !self.is_journal() {
            true => super::follow_up::leads_to(paper.case, &self.answers, ctx)?,
            false => None,
        };
        Ok(Step::apply_then(change, move |_| {
            signed.set(true);
            // The draft is gone once the form is.
            let mut steps = vec![Step::Close, Step::Reload];
            steps.extend(follows);
            steps.push(Step::done(done));
            Step::Many(steps)
        }))
    }
}

fn journal_change(
    person: Option<i64>,
    case: i64,
    answers: &Answers,
    corrects: Option<i64>,
) -> Result<Change> {
    let person = person.ok_or_else(|| Error::internal("Anteckningen saknar person."))?;
    let day = parse_date(answers.get("journal.datum"))
        .map_err(|e| Error::user(super::fields::sentence(&e.to_string())))?;
    Ok(Change::WriteJournal {
        person,
        case: Some(case),
        day,
        time: parse_time(answers.get("journal.tid")).ok(),
        text: answers.get("journal.text").to_owned(),
        corrects,
    })
}
