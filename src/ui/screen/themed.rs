//! Granted time compared between the sexes, by intervention and family situation: the figures of
//! `akt rapport tema` to look at together (*tematisk ärendedragning*).

use super::{Context, Screen, Step};
use crate::error::Result;
use crate::report::{Cell, Period, themed};
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{SCROLLING, empty, head, scrolled};

/// Where the columns of women and men begin.
const WOMEN: u16 = 27;
const MEN: u16 = 53;

/// A row as drawn: pieces that each begin at a column.
type Line = Vec<(u16, Role, String)>;

/// The comparison.
#[derive(Default)]
pub struct Themed {
    lines: Vec<Line>,
    top: usize,
}

impl Themed {
    /// All that has been decided.
    pub fn new() -> Themed {
        Themed::default()
    }

    fn height(ctx: &Context<'_>) -> usize {
        usize::from(ctx.height.saturating_sub(3)).max(1)
    }
}

/// "12  median 3:30  1:00–6:00".
fn told(cells: Option<&[Cell]>) -> String {
    match cells {
        Some([Cell::Number(0), ..]) | None => "–".to_owned(),
        Some([Cell::Text(few), ..]) => few.clone(),
        Some([Cell::Number(n), Cell::Text(median), Cell::Text(span)]) => {
            format!("{n} st  {median}  {span}")
        }
        Some(_) => String::new(),
    }
}

impl Screen for Themed {
    fn scope(&self) -> Scope {
        Scope::Reader
    }

    fn title(&self) -> String {
        "Beviljad tid, jämförd".to_owned()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        let tables = themed::themed(ctx.store, ctx.user, Period::default())?;
        self.lines.clear();
        let mut of = String::new();
        for row in tables.iter().flat_map(|t| &t.rows) {
            let (Some(Cell::Text(intervention)), Some(Cell::Text(situation))) =
                (row.first(), row.get(1))
            else {
                continue;
            };
            if *intervention != of {
                if !self.lines.is_empty() {
                    self.lines.push(Vec::new());
                }
                of.clone_from(intervention);
                self.lines
                    .push(vec![(1, Role::FormSection, intervention.clone())]);
            }
            self.lines.push(vec![
                (3, Role::Text, situation.chars().take(22).collect()),
                (WOMEN, Role::Text, told(row.get(2..5))),
                (MEN, Role::Text, told(row.get(5..8))),
            ]);
            let unknown = told(row.get(8..11));
            if unknown != "–" {
                self.lines.push(vec![
                    (5, Role::TextDim, "okänt kön".to_owned()),
                    (WOMEN, Role::Text, unknown),
                ]);
            }
        }
        Ok(())
    }

    fn actions(&self) -> Vec<Action> {
        SCROLLING.to_vec()
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        self.top = scrolled(self.top, action, self.lines.len(), Themed::height(ctx));
        Ok(Step::Stay)
    }

    fn view(&self, _ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let left = [
            (Role::Head, "Beviljad tid per månad"),
            (Role::TextDim, "  antal, median, minst–mest"),
        ];
        let rows = head(canvas, &left, &[]);
        let mut body = canvas.below(rows);
        if self.lines.is_empty() {
            empty(
                &mut body,
                0,
                "Inget beslut med tid finns ännu.",
                "Här jämförs beviljad tid mellan kvinnor och män efter familjesituation.",
            );
            return;
        }
        body.text(WOMEN, 0, Role::FormLabel, "kvinnor");
        body.text(MEN, 0, Role::FormLabel, "män");
        for (y, line) in (1..body.height()).zip(self.lines.iter().skip(self.top)) {
            for (x, role, text) in line {
                body.text(*x, y, *role, text);
            }
        }
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![Action::PageDown, Action::PageUp, Action::Back]
    }
}
