//! The state of a case on one page, for the one who takes over.

use super::{Context, Screen, Step};
use crate::error::Result;
use crate::report::handover::{Sheet, sheet};
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{SCROLLING, person_head, scrolled};
use crate::ui::wrap::wrap;

/// Text is never set wider than this.
const WIDEST: u16 = 96;
/// Where the values stand.
const LEFT: u16 = 19;

/// The page of a case.
pub struct HandoverScreen {
    case: i64,
    sheet: Option<Sheet>,
    lines: Vec<Vec<(u16, Role, String)>>,
    top: usize,
}

impl HandoverScreen {
    /// The page of a case by its row.
    pub fn new(case: i64) -> HandoverScreen {
        HandoverScreen {
            case,
            sheet: None,
            lines: Vec::new(),
            top: 0,
        }
    }

    fn height(ctx: &Context<'_>) -> usize {
        usize::from(ctx.height.saturating_sub(4)).max(1)
    }
}

/// What a draft is called.
fn draft_name(kind: &str) -> &str {
    match kind {
        "utredning" => "utredning",
        "bestallning" => "beställning",
        "uppfoljning" => "uppföljning",
        "anteckning" => "journalanteckning",
        other => other,
    }
}

impl Screen for HandoverScreen {
    fn scope(&self) -> Scope {
        Scope::Reader
    }

    fn title(&self) -> String {
        "Överlämning".to_owned()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        let mine = ctx.drafts.all(ctx.user.id)?;
        let drafts: Vec<String> = mine
            .iter()
            .filter(|draft| draft.case == self.case)
            .map(|draft| format!("{}, hos {}", draft_name(&draft.kind), ctx.user.name))
            .collect();
        let sheet = sheet(ctx.store, ctx.user, self.case, &drafts)?;
        let columns = ctx.width.saturating_sub(2).min(WIDEST);
        let mut lines: Vec<Vec<(u16, Role, String)>> = Vec::new();
        for part in &sheet.parts {
            for (i, (label, text)) in part.lines.iter().enumerate() {
                let room = usize::from(columns.saturating_sub(LEFT * 2).max(10));
                for (j, wrapped) in wrap(text, room).into_iter().enumerate() {
                    let mut pieces = Vec::new();
                    if i == 0 && j == 0 {
                        pieces.push((1, Role::FormSection, part.title.to_owned()));
                    }
                    if j == 0 && !label.is_empty() {
                        pieces.push((LEFT + 1, Role::TextDim, label.clone()));
                    }
                    let x = if label.is_empty() { LEFT + 1 } else { LEFT * 2 };
                    pieces.push((x, Role::Text, wrapped));
                    lines.push(pieces);
                }
            }
        }
        self.lines = lines;
        self.sheet = Some(sheet);
        self.top = self
            .top
            .min(self.lines.len().saturating_sub(Self::height(ctx)));
        Ok(())
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        self.top = scrolled(self.top, action, self.lines.len(), Self::height(ctx));
        Ok(Step::Stay)
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let Some(sheet) = &self.sheet else { return };
        let y = person_head(canvas, &sheet.person, ctx.today);
        canvas.line(
            1,
            y,
            &[
                (Role::Head, &sheet.case_number),
                (Role::TextDim, "  det viktigaste för den som tar över"),
            ],
        );
        canvas.rule(y + 1);
        let mut body = canvas.below(y + 2);
        for (y, line) in (0..body.height()).zip(self.lines.iter().skip(self.top)) {
            for (x, role, text) in line {
                body.text(*x, y, *role, text);
            }
        }
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![Action::Down, Action::PageDown, Action::Back]
    }

    fn actions(&self) -> Vec<Action> {
        SCROLLING.to_vec()
    }
}
