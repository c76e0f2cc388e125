//! Ramkoll in the form: the reading of an order while it is written.
//!
//! A text is read again only when it has changed, so that a key costs the reading of one field.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::Form;
use super::allowance::Limit;
use super::page::{Page, TEXT};
use crate::core::decision::Standing;
use crate::core::form::{Answers, Dismissed, Field, FieldKind, Missing};
use crate::core::frame_check::{
    Level, OrderParts, Part, Remark, Words, check_goal, check_intervention, check_order,
};
use crate::core::query::CaseView;
use crate::error::{Error, Result};
use crate::ui::action::Action;
use crate::ui::screen::examples::ExampleList;
use crate::ui::screen::short_form::{required, spec};
use crate::ui::screen::{Context, Step};
use crate::ui::theme::Role;
use crate::unit::Later;

/// The fields that are read.
const NEED: &str = "behov.behov";
const PURPOSE: &str = "behov.syfte";
const GOAL: &str = "mal.mal";
pub(super) const ESTIMATE: &str = "insatser.berakning";

/// What is handed to the form by a screen above it.
pub(super) enum Delivery {
    /// A remark is set aside.
    Dismissed(Dismissed),
    /// A text is put in at the cursor.
    Text(String),
}

/// A reading of the order being written.
pub(super) struct FrameCheck {
    words: Later<Words>,
    read: HashMap<&'static str, (String, Vec<Remark>)>,
    inbox: Rc<RefCell<Vec<Delivery>>>,
    pub(super) limit: Option<Limit>,
    /// The decision that the order carries out.
    pub(super) decided: Standing,
    /// Whether the order may go before its decision.
    pub(super) in_a_hurry: bool,
}

impl FrameCheck {
    /// A reading with the unit's words, told what is decided in the case and who may decide more.
    pub(super) fn new(case: &CaseView, in_a_hurry: bool, ctx: &Context<'_>) -> Result<FrameCheck> {
        let unit = ctx.store.unit();
        Ok(FrameCheck {
            words: unit.frame_words.clone(),
            read: HashMap::new(),
            inbox: Rc::default(),
            limit: Limit::of(case, ctx)?,
            decided: ctx.store.standing_decision(ctx.user, case.id)?,
            in_a_hurry,
        })
    }

    /// Reads the texts that have changed.
    pub(super) fn read(&mut self, answers: &Answers) {
        let lines = answers.lines.iter().map(|l| l.intervention.as_str());
        let estimate = lines.collect::<Vec<_>>().join("\n");
        for (id, text) in [
            (NEED, answers.get(NEED)),
            (PURPOSE, answers.get(PURPOSE)),
            (GOAL, answers.get(GOAL)),
            (ESTIMATE, estimate.as_str()),
        ] {
            if self.read.get(id).is_some_and(|(read, _)| read == text) {
                continue;
            }
            let remarks = match id {
                NEED | ESTIMATE => check_intervention(&self.words, text).remarks,
                GOAL => check_goal(&self.words, text).remarks,
                _ => {
                    let mut remarks = check_goal(&self.words, text).remarks;
                    remarks.retain(|r| r.level != Level::Good);
                    remarks
                }
            };
            self.read.insert(id, (text.to_owned(), remarks));
        }
    }

    /// The text of a field as read, and what there is to say of it that is not set aside.
    fn remarks<'a>(
        &'a self,
        field: &'a str,
        answers: &'a Answers,
    ) -> impl Iterator<Item = (&'a str, &'a Remark)> {
        let found = self.read.get(field);
        found.into_iter().flat_map(move |(text, remarks)| {
            let quoted = remarks
                .iter()
                .map(move |r| (text.get(r.span.clone()).unwrap_or_default(), r));
            quoted.filter(move |(quote, remark)| {
                !answers
                    .dismissed
                    .iter()
                    .any(|d| d.field == field && d.kind == remark.kind.word() && d.quote == *quote)
            })
        })
    }

    /// The remarks of a field that ask for something.
    pub(super) fn open<'a>(
        &'a self,
        field: &'a str,
        answers: &'a Answers,
    ) -> Vec<(&'a str, &'a Remark)> {
        self.remarks(field, answers)
            .filter(|(_, r)| r.level != Level::Good)
            .collect()
    }

    /// The remarks of a field that were set aside and would be made again, each with its place among the
    /// dismissed.
    fn set_aside<'a>(&'a self, field: &str, answers: &Answers) -> Vec<(usize, &'a Remark)> {
        let Some((text, remarks)) = self.read.get(field) else {
            return Vec::new();
        };
        let of = |remark: &Remark| {
            answers.dismissed.iter().position(|d| {
                d.field == field
                    && d.kind == remark.kind.word()
                    && text.get(remark.span.clone()) == Some(d.quote.as_str())
            })
        };
        remarks
            .iter()
            .filter_map(|remark| Some((of(remark)?, remark)))
            .collect()
    }

    /// "2 anmärkningar"; nothing where there are none.
    fn count(&self, answers: &Answers, fields: &[&str]) -> String {
        let count: usize = fields.iter().map(|f| self.open(f, answers).len()).sum();
        match count {
            0 => String::new(),
            1 => "1 anmärkning".to_owned(),
            n => format!("{n} anmärkningar"),
        }
    }
}

/// The remark nearest a byte: the one it stands in, else the nearest before or after.
fn nearest(remarks: &[(&str, &Remark)], at: usize) -> Option<usize> {
    let far = |r: &Remark| {
        if at < r.span.start {
            r.span.start - at
        } else {
            at.saturating_sub(r.span.end)
        }
    };
    (0..remarks.len()).min_by_key(|i| remarks.get(*i).map_or(usize::MAX, |(_, r)| far(r)))
}

fn role(level: Level) -> Role {
    match level {
        Level::Hint | Level::Good => Role::RemarkHint,
        Level::Error | Level::Warning => Role::RemarkWarning,
    }
}

impl Form {
    /// Reads what is written, if this is an order.
    pub(super) fn read_frame(&mut self) {
        if let Some(check) = &mut self.frame {
            check.read(&self.answers);
        }
    }

    /// "2 anmärkningar" in all, for the head.
    pub(super) fn remarks_told(&self) -> String {
        self.frame.as_ref().map_or(String::new(), |check| {
            check.count(&self.answers, &[NEED, PURPOSE, GOAL, ESTIMATE])
        })
    }

    /// "1 anmärkning" of a field, for its label while another is written in.
    pub(super) fn field_remarks_told(&self, field: &Field) -> String {
        self.frame.as_ref().map_or(String::new(), |check| {
            check.count(&self.answers, &[field.id.as_str()])
        })
    }

    /// The bytes of a line of a field's text that are remarked on, with their roles; the line begins at
    /// a byte of the text.
    pub(super) fn remarked(
        &self,
        field: &Field,
        start: usize,
        len: usize,
    ) -> Vec<(std::ops::Range<usize>, Role)> {
        let Some(check) = &self.frame else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (_, remark) in check.open(&field.id, &self.answers) {
            let from = remark.span.start.max(start);
            let to = remark.span.end.min(start + len);
            if from < to {
                found.push((from - start..to - start, role(remark.level)));
            }
        }
        found
    }

    /// The byte of the field's text that the cursor stands at; in the estimate the row's own.
    fn byte_in_text(&self, field: &Field) -> usize {
        if field.kind == FieldKind::Estimate {
            let row = self.table.as_ref().map_or(0, |t| t.place().0);
            let before = self.answers.lines.iter().take(row);
            return before.map(|l| l.intervention.len() + 1).sum();
        }
        let Some(editor) = self.editors.get(&field.id) else {
            return 0;
        };
        let (row, col) = editor.cursor();
        let text = editor.text();
        let mut start = 0;
        for (number, line) in text.split('\n').enumerate() {
            if number == row {
                return start + super::editor::byte_of(line, col);
            }
            start += line.len() + 1;
        }
        start
    }

    /// The remark nearest the cursor, under the text: the words, the reason and a better way.
    pub(super) fn remark_rows(&self, page: &mut Page, field: &Field, columns: usize) {
        let Some(check) = &self.frame else { return };
        let set_aside = check.set_aside(&field.id, &self.answers).len();
        if set_aside > 0 {
            let told = match set_aside {
                1 => "1 avfärdad".to_owned(),
                n => format!("{n} avfärdade"),
            };
            page.wrapped(TEXT, columns, Role::TextDim, &told);
        }
        let remarks = check.open(&field.id, &self.answers);
        let at = self.byte_in_text(field);
        let Some(which) = nearest(&remarks, at) else {
            let mut all = check.remarks(&field.id, &self.answers);
            if all.any(|(_, r)| r.level == Level::Good) {
                page.wrapped(TEXT, columns, Role::FormDone, "egna ord ✓");
            }
            return;
        };
        let Some((quote, remark)) = remarks.get(which) else {
            return;
        };
        let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
        let of = match remarks.len() {
            1 => String::new(),
            n => format!(" ({} av {n})", which + 1),
        };
        let hint = if remark.level == Level::Hint {
            "tips: "
        } else {
            ""
        };
        let told = format!("^ ”{quote}” {hint}{}{of}", remark.text);
        page.wrapped(TEXT, columns, role(remark.level), &told);
        if !remark.better.is_empty() {
            page.wrapped(TEXT + 2, columns, Role::FormHint, remark.better);
        }
    }

    /// What makes the paper no order at all; nothing else of the reading is ever in the way.
    pub(super) fn no_order(&self, known: &[Missing]) -> Vec<Missing> {
        let Some(check) = &self.frame else {
            return Vec::new();
        };
        let parts = OrderParts {
            need: self.answers.get(NEED),
            purpose: self.answers.get(PURPOSE),
            goal: self.answers.get(GOAL),
            has_time: !self.answers.lines.is_empty(),
        };
        let reading = check_order(&check.words, &parts);
        let errors = reading.remarks.into_iter();
        errors
            .filter(|(_, remark)| remark.level == Level::Error)
            .map(|(part, remark)| Missing {
                field: match part {
                    Part::Need => NEED,
                    Part::Purpose => PURPOSE,
                    Part::Goal => GOAL,
                    Part::Time => ESTIMATE,
                }
                .to_owned(),
                text: remark.text.to_owned(),
            })
            .filter(|missing| !known.iter().any(|k| k.field == missing.field))
            // An order to be completed may wait for its goal.
            .filter(|missing| self.spec.field(&missing.field).is_none_or(|f| f.required))
            .collect()
    }

    /// Goes to the next remark, round the whole order.
    pub(super) fn next_remark(&mut self, ctx: &Context<'_>) -> Step {
        let Some(check) = &self.frame else {
            return Step::Stay;
        };
        let mut places: Vec<(usize, usize)> = Vec::new();
        for at in 0..self.fields.len() {
            if let Some((_, field)) = self.asked(at) {
                let remarks = check.open(&field.id, &self.answers);
                places.extend(remarks.iter().map(|(_, r)| (at, r.span.start)));
            }
        }
        let byte = self.field().map_or(0, |f| self.byte_in_text(f));
        let here = (self.at, byte);
        let next = places.iter().find(|p| **p > here).or(places.first());
        let Some(&(at, byte)) = next else {
            return Step::done("Ingen anmärkning.");
        };
        if at != self.at {
            self.go(at, None, ctx);
        }
        let Some(field) = self.field().cloned() else {
            return Step::Stay;
        };
        if field.kind == FieldKind::Estimate {
            let mut row = 0;
            let mut end = 0;
            for line in &self.answers.lines {
                end += line.intervention.len() + 1;
                if byte < end {
                    break;
                }
                row += 1;
            }
            if let Some(table) = &mut self.table {
                table.put(row, 0);
            }
        } else {
            let text = self.answers.get(&field.id).to_owned();
            let before = text.get(..byte).unwrap_or_default();
            let row = before.matches('\n').count();
            let col = before
                .rsplit('\n')
                .next()
                .unwrap_or_default()
                .chars()
                .count();
            if let Some(editor) = self.editors.get_mut(&field.id) {
                editor.put(row, col);
            }
        }
        self.touch(0, false, ctx)
    }

    /// The dismissed remark that the cursor stands in, or any of the field's where nothing else is remarked on.
    fn to_restore(&self, field: &Field) -> Option<usize> {
        let check = self.frame.as_ref()?;
        let at = self.byte_in_text(field);
        let within = |r: &Remark| r.span.start <= at && at <= r.span.end;
        let open = check.open(&field.id, &self.answers);
        if open.iter().any(|(_, remark)| within(remark)) {
            return None;
        }
        let set_aside = check.set_aside(&field.id, &self.answers);
        let here = set_aside.iter().find(|(_, remark)| within(remark));
        let any = set_aside.last().filter(|_| open.is_empty());
        here.or(any).map(|(place, _)| *place)
    }

    /// Asks for the reason to set the remark nearest the cursor aside; one that was is taken back.
    pub(super) fn dismiss_remark(&mut self, ctx: &Context<'_>) -> Step {
        let restored = self.field().and_then(|field| self.to_restore(field));
        if let Some(place) = restored.filter(|place| *place < self.answers.dismissed.len()) {
            let back = self.answers.dismissed.remove(place);
            // What cannot be saved is told in the head, and tried again.
            let _ = self.touch(0, true, ctx);
            return Step::done(format!("”{}” anmärks på igen.", back.quote));
        }
        let (Some(check), Some(field)) = (&self.frame, self.field()) else {
            return Step::Stay;
        };
        let remarks = check.open(&field.id, &self.answers);
        let found = nearest(&remarks, self.byte_in_text(field)).and_then(|i| remarks.get(i));
        let Some((quote, remark)) = found else {
            return Step::done("Ingen anmärkning i det här fältet.");
        };
        let dismissed = Dismissed {
            field: field.id.clone(),
            kind: remark.kind.word().to_owned(),
            quote: (*quote).to_owned(),
            reason: String::new(),
        };
        let inbox = check.inbox.clone();
        let submit = move |answers: &Answers, _: &Context<'_>| {
            let reason = answers.get("skal").trim().to_owned();
            if reason.is_empty() {
                return Err(Error::user(
                    "Skäl saknas. Skriv varför texten ska stå som den står.",
                ));
            }
            inbox.borrow_mut().push(Delivery::Dismissed(Dismissed {
                reason,
                ..dismissed.clone()
            }));
            Ok(Step::Many(vec![
                Step::Close,
                Step::Reload,
                Step::done("Anmärkningen är avfärdad."),
            ]))
        };
        let spec = spec(
            "avfarda",
            "",
            "",
            vec![required(
                "skal",
                "Skäl",
                FieldKind::Line,
                &format!("Varför ”{quote}” ska stå kvar."),
            )],
        );
        let form = Form::quick(
            "Avfärda anmärkningen",
            self.head.clone(),
            spec,
            Answers::default(),
            submit,
        );
        Step::open(form.about(quote))
    }

    /// Opens the good examples for the active field.
    pub(super) fn open_examples(&self, ctx: &Context<'_>) -> Result<Step> {
        let (Some(check), Some(field)) = (&self.frame, self.field()) else {
            return Ok(Step::Stay);
        };
        if field.kind != FieldKind::Text {
            return Ok(Step::done("Exempel finns för textfälten."));
        }
        let inbox = check.inbox.clone();
        let areas: &[&str] = match field.id.as_str() {
            PURPOSE => &["syfte"],
            GOAL => &["mal"],
            _ => &[],
        };
        Ok(Step::open(ExampleList::new(areas, ctx, move |text| {
            inbox.borrow_mut().push(Delivery::Text(text.to_owned()));
            Step::Many(vec![Step::Close, Step::Reload])
        })?))
    }

    /// Takes in what a screen above has handed over.
    pub(super) fn take_deliveries(&mut self, ctx: &Context<'_>) {
        let Some(check) = &self.frame else { return };
        let deliveries: Vec<Delivery> = check.inbox.borrow_mut().drain(..).collect();
        for delivery in deliveries {
            match delivery {
                Delivery::Dismissed(dismissed) => self.answers.dismissed.push(dismissed),
                Delivery::Text(text) => {
                    if let Some(field) = self.field().cloned()
                        && let Some(editor) = self.editors.get_mut(&field.id)
                    {
                        editor.put_in(&text);
                        self.changed(&field, ctx);
                    }
                }
            }
            // What cannot be saved is told in the head, and tried again.
            let _ = self.touch(0, true, ctx);
        }
    }

    /// Whether something is remarked on in the active field.
    pub(super) fn field_has_remarks(&self) -> bool {
        match (&self.frame, self.field()) {
            (Some(check), Some(field)) => !check.open(&field.id, &self.answers).is_empty(),
            _ => false,
        }
    }

    /// What ramkoll adds to the verbs and offers.
    pub(super) fn frame_actions(&self) -> Vec<Action> {
        match self.frame {
            Some(_) => vec![
                Action::GoodExamples,
                Action::NextRemark,
                Action::DismissRemark,
            ],
            None => Vec::new(),
        }
    }
}
