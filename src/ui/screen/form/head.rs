//! The lines above the page: whose file this is, what is written, how far it has come.

use chrono::NaiveDate;

use super::draft::{Paper, Saved};
use super::page::cols;
use super::{Form, Mode, Work};
use crate::core::calendar::day_month_year;
use crate::core::form;
use crate::core::person::PersonHead;
use crate::ui::canvas::Canvas;
use crate::ui::screen::Context;
use crate::ui::theme::Role;
use crate::ui::widget::{Progress, Section, age_text, sections};

impl Form {
    /// Rows of the head with its rule.
    pub(super) fn head_rows(&self) -> u16 {
        let head = if self.head.is_some() { 3 } else { 2 };
        head + u16::try_from(self.top.len()).unwrap_or(0)
    }

    /// Draws the head. The person stands first and is never cut for what stands to the right.
    pub(super) fn draw_head(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let end = canvas.width().saturating_sub(1);
        let mut y = 0;
        if let Some(head) = &self.head {
            let (left, right) = person_line(head, ctx.today);
            let borrowed: Vec<(Role, &str)> = left.iter().map(|(r, t)| (*r, t.as_str())).collect();
            let used = canvas.line(1, 0, &borrowed) + 3;
            // What does not fit is left out from its end: protection stands before whom to call.
            let mut at = end;
            let mut fitting = right.len();
            while fitting > 0 {
                let wide: u16 = right.iter().take(fitting).map(|(_, t)| cols(t) + 2).sum();
                if used + wide <= end + 2 {
                    at = end + 2 - wide;
                    break;
                }
                fitting -= 1;
            }
            for (role, text) in right.iter().take(fitting) {
                at += canvas.text(at, 0, *role, text) + 2;
            }
            y = 1;
        }
        let mut x = 1 + canvas.text(1, y, Role::Head, &self.title);
        if let Work::Paper(paper) = &self.work {
            x += 2 + canvas.text(x + 2, y, Role::TextDim, "utkast");
            match paper.state() {
                Saved::Yes(told) => x += 2 + canvas.text(x + 2, y, Role::MessageOk, told),
                Saved::Failed => x += 2 + canvas.text(x + 2, y, Role::FormError, "inte sparat"),
                // The room is kept, so that nothing moves when it comes.
                Saved::Pending => x += 2 + cols("sparat 14.32"),
            }
        }
        if self.is_quick() && self.work.paper().is_some_and(Paper::has_failed) {
            x += 2 + canvas.text(x + 2, y, Role::FormError, "inte sparat");
        }
        let remarks = self.remarks_told();
        if !remarks.is_empty() {
            // Where there is no room for both, how far one has come gives way to its short form.
            let room = canvas
                .width()
                .saturating_sub(x + 2 + cols("Avsnitt 1/5 · 0 klara") + 4);
            let short = remarks.split(' ').next().unwrap_or_default();
            let told = match cols(&remarks) <= room {
                true => remarks.clone(),
                false => format!("{short} anm."),
            };
            x += 2 + canvas.text(x + 2, y, Role::RemarkWarning, &told);
        }
        match (&self.mode, &self.work) {
            (Mode::Signing(_), Work::Paper(paper)) => {
                let end = canvas.width().saturating_sub(1);
                canvas.right(end, y, Role::Text, &format!("ärende {}", paper.case_number));
            }
            _ => self.draw_progress(x + 3, y, canvas),
        }
        canvas.rule(y + 1);
        let columns = canvas.width().saturating_sub(2);
        for (y, line) in (y + 2..).zip(&self.top) {
            let label = line.split("  ").next().unwrap_or_default();
            let taken = canvas.text(1, y, Role::FormLabel, label);
            let rest = line.strip_prefix(label).unwrap_or_default();
            canvas.cell(
                1 + taken,
                y,
                columns.saturating_sub(taken),
                Role::Text,
                rest,
            );
        }
    }

    fn draw_progress(&self, x: u16, y: u16, canvas: &mut Canvas<'_>) {
        let asked = |s: &form::Section| s.fields.iter().any(|f| f.applies(self.facts));
        let shown: Vec<(usize, &form::Section)> = self
            .spec
            .sections
            .iter()
            .enumerate()
            .filter(|(_, s)| asked(s))
            .collect();
        if shown.len() < 2 {
            return;
        }
        let here = self.asked(self.at).map(|(number, _)| number);
        let current = shown
            .iter()
            .position(|(number, _)| Some(*number) == here)
            .unwrap_or(0);
        let told: Vec<Section> = shown
            .iter()
            .map(|(_, section)| Section {
                name: section.title.clone(),
                progress: self.how_far(section),
            })
            .collect();
        let wide: u16 = told
            .iter()
            .map(|s| {
                cols(&s.name)
                    + 2
                    + match s.progress {
                        Progress::Empty => 0,
                        Progress::Part(done, all) => cols(&format!(" {done}/{all}")),
                        Progress::Done => 2,
                    }
            })
            .sum();
        let end = canvas.width().saturating_sub(1);
        if x + wide <= end + 2 {
            sections(canvas, end + 2 - wide, y, &told, current);
            return;
        }
        let done = told.iter().filter(|s| s.progress == Progress::Done).count();
        let name = told.get(current).map_or("", |s| s.name.as_str());
        let long = format!(
            "Avsnitt {}/{} {name} · {done} klara",
            current + 1,
            told.len()
        );
        let short = format!("Avsnitt {}/{} · {done} klara", current + 1, told.len());
        let told = if x + cols(&long) <= end { long } else { short };
        canvas.right(end, y, Role::Text, &told);
    }

    fn how_far(&self, section: &form::Section) -> Progress {
        let far = self.spec.progress(section, &self.answers, self.facts);
        if far.answered == 0 {
            Progress::Empty
        } else if far.done && (far.required > 0 || far.answered == far.asked) {
            Progress::Done
        } else {
            Progress::Part(far.answered, far.asked)
        }
    }
}

type Pieces = Vec<(Role, String)>;

/// The pieces of the head's first line: whose file this is, and what to think of.
fn person_line(head: &PersonHead, today: NaiveDate) -> (Pieces, Pieces) {
    let mut left = vec![(Role::HeadPerson, head.list_name())];
    let age = age_text(head, today);
    if !age.is_empty() {
        left.push((Role::HeadPerson, format!("  {age}")));
    }
    left.push((Role::Text, format!("  {}", head.number)));
    let mut right = Vec::new();
    if let Some(died) = head.died_on {
        right.push((Role::HeadNote, format!("avliden {}", day_month_year(died))));
    }
    if let Some(level) = head.protection {
        right.push((Role::Protection, level.name().to_owned()));
    }
    if let Some(language) = head.interpreter.as_ref().filter(|l| !l.is_empty()) {
        right.push((Role::HeadNote, format!("tolk: {language}")));
    }
    if let Some(first) = head.call_first.as_ref().filter(|f| !f.is_empty()) {
        right.push((Role::HeadNote, format!("ring {first} först")));
    }
    (left, right)
}
