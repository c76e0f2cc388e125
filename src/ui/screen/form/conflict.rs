//! Two wrote at once: both texts side by side, a field at a time, and a choice that loses neither unseen.

use super::{Form, Mode, Note, Work};
use crate::core::calendar::{day_month, stockholm_date, stockholm_time};
use crate::core::conflict::{Choice, Clash, choose, merge};
use crate::core::form::Answers;
use crate::error::Result;
use crate::store::draft::Draft;
use crate::ui::action::Action;
use crate::ui::canvas::Canvas;
use crate::ui::screen::{Context, Step};
use crate::ui::theme::Role;
use crate::ui::wrap::wrap;

/// What somebody else has saved of what a short form shows.
pub struct Elsewhere {
    /// As it stands now.
    pub answers: Answers,
    /// Who saved it last, and when: "Petra Sand", "14.31".
    pub saved: Option<(String, String)>,
}

/// Both texts while a person chooses between them.
pub(super) struct Conflict {
    clashes: Vec<Clash>,
    at: usize,
    /// What has been chosen until now.
    answers: Answers,
    theirs: Answers,
    /// "Petra Sand sparade 14.31 medan du skrev."
    told: String,
    /// Over the two columns.
    heads: [String; 2],
    then: Then,
    top: usize,
}

/// What follows once all is chosen.
enum Then {
    /// The draft is taken back from the other window, as it lay when both were shown.
    TakeBack(Box<Draft>),
    /// What lay beside the draft is done with.
    ClearAside(i64),
    /// The short form goes on from what the other saved.
    GoOn,
}

impl Conflict {
    /// The verbs of the hint bar.
    pub(super) fn verbs(&self) -> Vec<Action> {
        let both = self.clashes.get(self.at).is_some_and(Clash::holds_both);
        let mut verbs = vec![Action::KeepMine, Action::TakeTheirs];
        verbs.extend(both.then_some(Action::KeepBoth));
        verbs.push(Action::Back);
        verbs
    }
}

impl Form {
    /// Shows what this window has and what the draft has got elsewhere. Where the two can be put together
    /// they are, and saved; a draft that is gone is begun anew.
    pub(super) fn show_both(&mut self, ctx: &Context<'_>) -> Result<Step> {
        let Work::Paper(paper) = &self.work else {
            return Ok(Step::Stay);
        };
        let which = paper.which();
        let found = ctx
            .drafts
            .find(which.user, which.case, &which.kind, &which.spec)?;
        let gone = found.is_none();
        let draft = match found {
            Some(draft) => draft,
            None => ctx.drafts.begin(
                which.user,
                which.case,
                &which.kind,
                &self.spec,
                paper.supersedes,
            )?,
        };
        let base = (!gone).then_some(&paper.base);
        let (answers, clashes) = merge(&self.spec, base, &self.answers, &draft.answers);
        let conflict = Conflict {
            told: format!(
                "Samma utkast sparades i ett annat fönster {} medan du skrev.",
                when(&draft.saved_at, ctx)
            ),
            heads: ["Här".to_owned(), "Det andra fönstret".to_owned()],
            theirs: draft.answers.clone(),
            then: Then::TakeBack(Box::new(draft)),
            clashes,
            answers,
            at: 0,
            top: 0,
        };
        if conflict.clashes.is_empty() {
            self.end_conflict(conflict, ctx)?;
            return Ok(Step::done(if gone {
                "Utkastet var borta och är nu sparat på nytt."
            } else {
                "Sparat. Det som skrevs i det andra fönstret är med."
            }));
        }
        self.mode = Mode::Conflict(Box::new(conflict));
        Ok(Step::Stay)
    }

    /// What an older window had that lost this draft is taken in, or shown beside it.
    pub(super) fn take_asides(&mut self, ctx: &Context<'_>) -> Result<()> {
        let Some(paper) = self.work.paper() else {
            return Ok(());
        };
        let Some(aside) = ctx.drafts.asides(&paper.which())?.into_iter().next() else {
            return Ok(());
        };
        let (answers, clashes) = merge(&self.spec, None, &self.answers, &aside.answers);
        let conflict = Conflict {
            told: format!(
                "Ett annat fönster hade text som inte kom med, från {}.",
                when(&aside.saved_at, ctx)
            ),
            heads: ["Utkastet".to_owned(), "Det andra fönstret".to_owned()],
            theirs: aside.answers,
            then: Then::ClearAside(aside.id),
            clashes,
            answers,
            at: 0,
            top: 0,
        };
        if conflict.clashes.is_empty() {
            return self.end_conflict(conflict, ctx);
        }
        self.mode = Mode::Conflict(Box::new(conflict));
        Ok(())
    }

    /// What somebody else has saved of what a short form shows appears by itself, where it has not been
    /// changed here too; the cursor stays where it is. Gives the fields that both have changed.
    pub(super) fn follow_others(
        &mut self,
        ctx: &Context<'_>,
    ) -> Result<Option<(Vec<Clash>, Elsewhere)>> {
        let Work::Quick(quick) = &mut self.work else {
            return Ok(None);
        };
        let Some(read) = &quick.others else {
            return Ok(None);
        };
        let elsewhere = read(ctx)?;
        if elsewhere.answers == quick.first {
            return Ok(None);
        }
        let (answers, clashes) = merge(
            &self.spec,
            Some(&quick.first),
            &self.answers,
            &elsewhere.answers,
        );
        let who = match &elsewhere.saved {
            Some((name, at)) => format!("{name} ändrade det här {at}"),
            None => "Någon annan ändrade det här".to_owned(),
        };
        for (id, value) in &answers.values {
            if self.answers.get(id) != value {
                self.notes.insert(id.clone(), Note::Told(format!("{who}.")));
            }
        }
        // What both have changed is still measured from what was there before either did.
        let mut first = elsewhere.answers.clone();
        for clash in &clashes {
            first.set(&clash.field, quick.first.get(&clash.field));
            let note = format!("{who} medan du skrev: {}", clash.theirs);
            self.notes
                .insert(clash.field.clone(), Note::Told(note.trim().to_owned()));
        }
        quick.first = first;
        if answers != self.answers {
            self.answers = answers;
            self.keep_place(|form| form.forget_editors());
        }
        Ok((!clashes.is_empty()).then_some((clashes, elsewhere)))
    }

    /// Shows what both have changed in a short form, before it is done.
    pub(super) fn ask_about(&mut self, clashes: Vec<Clash>, elsewhere: Elsewhere) {
        let (told, theirs) = match elsewhere.saved {
            Some((name, at)) => (
                format!("{name} sparade {at} medan du skrev."),
                format!("{name} sparade"),
            ),
            None => (
                "Någon annan sparade medan du skrev.".to_owned(),
                "Sparat".to_owned(),
            ),
        };
        self.mode = Mode::Conflict(Box::new(Conflict {
            told,
            heads: ["Ditt".to_owned(), theirs],
            theirs: elsewhere.answers,
            then: Then::GoOn,
            answers: self.answers.clone(),
            clashes,
            at: 0,
            top: 0,
        }));
    }

    /// Does something that makes the editors anew, with the cursor where it was.
    fn keep_place(&mut self, work: impl FnOnce(&mut Form)) {
        let place = self.place();
        work(self);
        self.go_to_place(&place);
    }

    /// Chooses, or turns the page of what is compared.
    pub(super) fn in_conflict(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        let Mode::Conflict(conflict) = &mut self.mode else {
            return Ok(Step::Stay);
        };
        let choice = match action {
            Action::KeepMine => Choice::Mine,
            Action::TakeTheirs => Choice::Theirs,
            Action::KeepBoth => Choice::Both,
            Action::PageDown => {
                conflict.top += 5;
                return Ok(Step::Stay);
            }
            Action::PageUp => {
                conflict.top = conflict.top.saturating_sub(5);
                return Ok(Step::Stay);
            }
            _ => return Ok(Step::Stay),
        };
        let Some(clash) = conflict.clashes.get(conflict.at) else {
            return Ok(Step::Stay);
        };
        if choice == Choice::Both && !clash.holds_both() {
            return Ok(Step::failed("Här kan bara en av dem stå."));
        }
        choose(&mut conflict.answers, clash, choice, &conflict.theirs);
        conflict.at += 1;
        conflict.top = 0;
        if conflict.at < conflict.clashes.len() {
            return Ok(Step::Stay);
        }
        let Mode::Conflict(conflict) = std::mem::replace(&mut self.mode, Mode::Writing) else {
            return Ok(Step::Stay);
        };
        let quick = matches!(conflict.then, Then::GoOn);
        self.end_conflict(*conflict, ctx)?;
        Ok(Step::done(match quick {
            true => "Valt. Inget är sparat än.".to_owned(),
            false => format!("Sparat {}", ctx.now.format("%H.%M")),
        }))
    }

    fn end_conflict(&mut self, conflict: Conflict, ctx: &Context<'_>) -> Result<()> {
        let answers = conflict.answers;
        self.keep_place(|form| {
            form.answers = answers;
            form.forget_editors();
        });
        match (&mut self.work, conflict.then) {
            (Work::Paper(paper), Then::TakeBack(draft)) => {
                (paper.id, paper.version, paper.base) = (draft.id, draft.version, draft.answers);
                let which = paper.which();
                self.store(ctx)?;
                if !self.is_aside() {
                    ctx.drafts.clear_own_aside(&which)?;
                }
            }
            (_, Then::ClearAside(id)) => {
                self.store(ctx)?;
                if !self.is_aside() {
                    ctx.drafts.clear_aside(id)?;
                }
            }
            (Work::Quick(quick), _) => quick.first = conflict.theirs,
            _ => {}
        }
        self.settle(ctx);
        Ok(())
    }

    /// Draws both texts under the head.
    pub(super) fn draw_conflict(&self, conflict: &Conflict, canvas: &mut Canvas<'_>) {
        let Some(clash) = conflict.clashes.get(conflict.at) else {
            return;
        };
        let mut area = canvas.below(self.head_rows());
        let columns = area.width().saturating_sub(2);
        area.cell(1, 0, columns, Role::MessageAsk, &conflict.told);
        let left = conflict.clashes.len() - conflict.at;
        let what = match left {
            1 => clash.label.clone(),
            n => format!("{}  ({n} kvar att välja)", clash.label),
        };
        area.cell(1, 1, columns, Role::FormSection, &what);
        let half = columns.saturating_sub(2) / 2;
        let rows = usize::from(area.height().saturating_sub(4));
        let sides = [
            (1, Role::DiffMine, &clash.mine),
            (half + 3, Role::DiffTheirs, &clash.theirs),
        ];
        let laid =
            sides.map(|(x, role, text)| (x, role, wrap(text.trim_end(), usize::from(half.max(1)))));
        let most = laid.iter().map(|(_, _, lines)| lines.len());
        let most = most.max().unwrap_or(0);
        let top = conflict.top.min(most.saturating_sub(rows.max(1)));
        for ((x, role, lines), head) in laid.iter().zip(&conflict.heads) {
            area.cell(*x, 3, half, Role::FormLabel, head);
            if lines.iter().all(String::is_empty) {
                area.cell(*x, 4, half, Role::TextDim, "tomt");
            }
            for (y, line) in (4..area.height()).zip(lines.iter().skip(top)) {
                area.cell(*x, y, half, *role, line);
            }
        }
        if most > top + rows {
            let (end, last) = (area.width(), area.height().saturating_sub(1));
            area.right(end, last, Role::TextDim, " ↓");
        }
    }
}

/// "14.31", with the day where it is another.
pub fn when(at: &str, ctx: &Context<'_>) -> String {
    let Ok(at) = chrono::DateTime::parse_from_rfc3339(at) else {
        return String::new();
    };
    let at = at.to_utc();
    let (day, time) = (stockholm_date(at), stockholm_time(at).format("%H.%M"));
    if day == ctx.today {
        time.to_string()
    } else {
        format!("{} {time}", day_month(day))
    }
}
