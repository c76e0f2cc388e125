//! *Att besluta*: the proposals that wait for the one who may decide.

use super::form::Form;
use super::reader::Reader;
use super::short_form::{answers, finish, needed, required, spec};
use super::{Context, Screen, Step};
use crate::core::calendar::{day_month, day_month_year};
use crate::core::change::{Change, Deciding};
use crate::core::decision::{self, hours_text};
use crate::core::delegation::one_of;
use crate::core::form::{DocumentKind, FieldKind};
use crate::error::{Error, Result};
use crate::store::ProposalRow;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{List, empty, head};
use crate::ui::wrap::width;

/// Rows under the list that tell more of the selected one.
const UNDER: u16 = 9;

/// The list of proposals that wait for one's decision.
pub struct ProposalsScreen {
    /// The case to stand on first.
    case: Option<i64>,
    rows: Vec<ProposalRow>,
    list: List<i64>,
}

/// "Förslag sedan 20 nov: Hemtjänst, bifall, 96 h", or "Återlämnat av Eva Holm 20 nov: …". Whom it waits for is
/// told where the next step does not tell it: "Förslag hos Eva Holm sedan 20 nov: …".
pub fn standing(row: &ProposalRow, deciders: &[String]) -> String {
    if let Some((who, day)) = row.handled.as_ref().filter(|_| row.returned) {
        return format!("Återlämnat av {who} {}: {}", day_month(*day), row.comment);
    }
    let since = day_month(row.proposed_on);
    let (what, hours) = what(row);
    let gap = if hours.is_empty() { "" } else { ", " };
    match deciders {
        [] => format!("Förslag sedan {since}: {what}{gap}{hours}"),
        whom => format!(
            "Förslag hos {} sedan {since}: {what}{gap}{hours}",
            one_of(whom)
        ),
    }
}

/// What is proposed in short, and its hours: "Hemtjänst, bifall", "96 h".
fn what(row: &ProposalRow) -> (String, String) {
    let read = decision::read(&row.answers);
    let hours: u64 = read.items.iter().filter_map(|item| item.minutes).sum();
    let hours = match hours {
        0 => String::new(),
        minutes => format!("{} h", hours_text(minutes)),
    };
    (read.in_short(), hours)
}

impl ProposalsScreen {
    /// The list, standing on a case where one is given.
    pub fn new(case: Option<i64>) -> ProposalsScreen {
        ProposalsScreen {
            case,
            rows: Vec::new(),
            list: List::new(),
        }
    }

    fn height(ctx: &Context<'_>) -> u16 {
        ctx.height.saturating_sub(3 + UNDER).max(1)
    }

    fn ids(&self) -> Vec<i64> {
        self.rows.iter().map(|row| row.id).collect()
    }

    fn selected(&self) -> Option<&ProposalRow> {
        let id = self.list.selected()?;
        self.rows.iter().find(|row| row.id == *id)
    }

    fn approve(row: &ProposalRow, ctx: &Context<'_>) -> Step {
        let (what, hours) = what(row);
        let text = format!(
            "{} {}: {what} {hours}\nFatta beslutet som {}, {}? {} står som föredragande.",
            row.case_number,
            row.person,
            ctx.user.name,
            ctx.user.role.name(),
            row.proposed_by.1
        );
        let change = Change::Decide(Deciding {
            case: row.case,
            answers: row.answers.clone(),
            proposal: Some((row.id, row.version)),
        });
        let done = format!("Beslutet i {} är fattat.", row.case_number);
        Step::ask(
            "Godkänna förslaget?",
            text,
            Step::apply_then(change, move |_| Step::done(done)),
        )
    }

    fn send_back(row: &ProposalRow) -> Step {
        let (id, version, who) = (row.id, row.version, row.proposed_by.1.clone());
        let fields = vec![required(
            "skal",
            "Skäl",
            FieldKind::Text,
            "Vad som ska ändras eller kompletteras.",
        )];
        Step::open(Form::quick(
            format!("Återlämna förslaget i {}", row.case_number),
            None,
            spec("aterlamna", "", "", fields),
            answers([]),
            move |given, _| {
                let change = Change::ReturnProposal {
                    proposal: id,
                    version,
                    comment: needed(given, "skal", "Skäl")?.to_owned(),
                };
                Ok(finish(change, format!("Återlämnat till {who}.")))
            },
        ))
    }

    fn assessment(row: &ProposalRow, ctx: &Context<'_>) -> Result<Step> {
        let case = ctx.store.case(ctx.user, row.case)?;
        let found = case
            .documents
            .iter()
            .find(|d| d.kind == DocumentKind::Assessment);
        match found {
            Some(document) => Ok(Step::open(Reader::new(document.id))),
            None => Err(Error::user("Ingen utredning är undertecknad i ärendet.")
                .hint("Återlämna förslaget, eller öppna ärendet och läs journalen.")),
        }
    }

    fn draw_under(&self, row: &ProposalRow, canvas: &mut Canvas<'_>) {
        let columns = canvas.width().saturating_sub(2);
        let mut y = canvas.paragraph(1, 0, columns, Role::TextDim, &format!("{}.", row.sent_for));
        let read = decision::read(&row.answers);
        for item in &read.items {
            let hours = item
                .minutes
                .map_or(String::new(), |m| format!(", {} h/mån", hours_text(m)));
            let from = item
                .from
                .map_or(String::new(), |d| format!(", från {}", day_month_year(d)));
            let to = match (item.outcome.grants(), item.to) {
                (true, Some(day)) => format!(" till {}", day_month_year(day)),
                (true, None) => " tills vidare".to_owned(),
                (false, _) => String::new(),
            };
            let text = format!(
                "{}: {}{hours}{from}{to}, {}",
                item.intervention,
                item.outcome.name(),
                item.basis
            );
            y += canvas.paragraph(1, y, columns, Role::Text, &text);
            let reasons = row.answers.get(&decision::field(item.number, "skal"));
            if !reasons.is_empty() {
                y += canvas.paragraph(1, y, columns, Role::Text, reasons);
            }
        }
        if read.closes.is_some() {
            canvas.paragraph(1, y, columns, Role::Text, row.answers.get("beslut.skal"));
        }
    }
}

impl Screen for ProposalsScreen {
    fn scope(&self) -> Scope {
        Scope::Proposals
    }

    fn title(&self) -> String {
        "Att besluta".to_owned()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        self.rows = ctx.store.to_decide(ctx.user)?;
        if let Some(case) = self.case.take()
            && let Some(row) = self.rows.iter().find(|row| row.case == case)
        {
            self.list.select(row.id);
        }
        self.list.keep(&self.ids(), Self::height(ctx));
        Ok(())
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        let ids = self.ids();
        if self.list.act(action, &ids, Self::height(ctx)) {
            return Ok(Step::Stay);
        }
        let Some(row) = self.selected() else {
            return Ok(Step::done("Inget förslag väntar."));
        };
        Ok(match action {
            Action::Open | Action::ChangeProposal => {
                let case = ctx.store.case(ctx.user, row.case)?;
                Step::open(Form::decision(&case, ctx)?)
            }
            Action::ApproveProposal => Self::approve(row, ctx),
            Action::ReturnProposal => Self::send_back(row),
            Action::ReadAssessment => Self::assessment(row, ctx)?,
            _ => Step::Stay,
        })
    }

    fn rest(&mut self, _ctx: &Context<'_>) -> Result<()> {
        self.list.rest();
        Ok(())
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let count = self.rows.len().to_string();
        let rows = head(
            canvas,
            &[
                (Role::Head, "Att besluta"),
                (Role::TextDim, "  "),
                (Role::TextDim, &ctx.user.name),
            ],
            &[(Role::Text, &count)],
        );
        if self.rows.is_empty() {
            let text = "Förslag som du får besluta visas här, äldst först.";
            empty(
                &mut canvas.below(rows),
                0,
                "Inget väntar på ditt beslut.",
                text,
            );
            return;
        }
        let columns = canvas.width();
        let told: Vec<(String, String)> = self.rows.iter().map(what).collect();
        let mut heads = canvas.part(1, rows, columns.saturating_sub(1), 1);
        line(
            &mut heads,
            Role::TextDim,
            ["Ärende", "Person", "Vad", "Tid", "Från", "Sedan"],
        );
        let mut body = canvas.part(0, rows + 1, columns, Self::height(ctx));
        self.list.view(&mut body, self.rows.len(), |row, i| {
            let (Some(one), Some((what, hours))) = (self.rows.get(i), told.get(i)) else {
                return;
            };
            let since = day_month(one.proposed_on);
            line(
                row,
                Role::Text,
                [
                    &one.case_number,
                    &one.person,
                    what,
                    hours,
                    &one.proposed_by.1,
                    &since,
                ],
            );
        });
        if let Some(row) = self.selected() {
            let top = canvas.height().saturating_sub(UNDER - 1);
            self.draw_under(row, &mut canvas.below(top));
        }
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        use Action as A;
        if self.rows.is_empty() {
            return vec![A::Back];
        }
        vec![
            A::ApproveProposal,
            A::ReturnProposal,
            A::ChangeProposal,
            A::ReadAssessment,
            A::Back,
        ]
    }
}

/// One row: case, person, what, hours, from whom, since when.
fn line(canvas: &mut Canvas<'_>, role: Role, cells: [&str; 6]) {
    let wide = canvas.width();
    let rest = wide.saturating_sub(9 + 9 + 7 + 13);
    let person = (rest * 2 / 5).max(8);
    let what = rest.saturating_sub(person);
    let mut x = 0;
    for (cell, columns) in cells.into_iter().zip([9, person, what, 9, 13, 7]) {
        let room = columns.saturating_sub(1);
        match columns {
            9 if x > 0 => {
                let at =
                    x + room.saturating_sub(u16::try_from(width(cell)).unwrap_or(room).min(room));
                canvas.cell(at, 0, room, role, cell);
                x += 1;
            }
            _ => {
                canvas.cell(x, 0, room, role, cell);
            }
        }
        x += columns;
    }
}
