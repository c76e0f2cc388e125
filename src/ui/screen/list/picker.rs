//! Choosing what the list shows: a sheet over the list, with how many cases each choice gives.

use super::filter::{rule_words, urgency_words, views};
use super::table;
use crate::core::case::Step;
use crate::core::query::{Filter, Scope, Urgency, told_count};
use crate::error::Result;
use crate::ui::action::Action;
use crate::ui::canvas::Canvas;
use crate::ui::screen::Context;
use crate::ui::theme::Role;
use crate::ui::widget::List;
use crate::ui::wrap::width;

/// By what the list is narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// The choice of one of the others.
    Any,
    /// Whose cases.
    Whose,
    /// How the nearest clock stands.
    Urgency,
    /// The step.
    Step,
    /// The type.
    Type,
    /// Which clock.
    Clock,
    /// The number key to save under.
    Key,
}

impl Group {
    fn title(self) -> &'static str {
        match self {
            Group::Any => "Vad ska listan visa?",
            Group::Whose => "Vems ärenden?",
            Group::Urgency => "Vilket läge?",
            Group::Step => "Vilket steg?",
            Group::Type => "Vilken ärendetyp?",
            Group::Clock => "Vilken frist?",
            Group::Key => "Spara det som visas som vy. På vilken siffra?",
        }
    }
}

/// What a choice leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// Further choices.
    Further(Group),
    /// The list shows this.
    Show(Filter),
    /// Save as a view on this number key.
    Save(u8),
}

#[derive(Debug)]
struct Item {
    label: String,
    note: String,
    choice: Choice,
}

/// The sheet.
#[derive(Debug)]
pub(super) struct Picker {
    group: Group,
    /// Chosen from the first sheet, to which one then comes back.
    inner: bool,
    items: Vec<Item>,
    list: List<usize>,
}

impl Picker {
    /// The choices of a group as they are now.
    pub fn new(group: Group, inner: bool, filter: &Filter, ctx: &Context<'_>) -> Result<Picker> {
        let items = items(group, filter, ctx)?;
        let now = items.iter().position(|item| match &item.choice {
            Choice::Show(shown) => shown == filter,
            _ => false,
        });
        let mut picker = Picker {
            group,
            inner,
            items,
            list: List::new(),
        };
        if let Some(now) = now {
            picker.list.select(now);
        }
        picker.keep(ctx);
        Ok(picker)
    }

    /// Whose choices these are.
    pub fn group(&self) -> Group {
        self.group
    }

    /// Whether one came here from the first sheet.
    pub fn is_inner(&self) -> bool {
        self.inner
    }

    /// Puts the marker on the way to a group.
    pub fn stand_on(&mut self, group: Group, ctx: &Context<'_>) {
        let leads = |item: &Item| item.choice == Choice::Further(group);
        if let Some(at) = self.items.iter().position(leads) {
            self.list.select(at);
            self.keep(ctx);
        }
    }

    /// What the sheet is called.
    pub fn title(&self) -> &'static str {
        self.group.title()
    }

    fn ids(&self) -> Vec<usize> {
        (0..self.items.len()).collect()
    }

    fn height(&self, ctx: &Context<'_>) -> u16 {
        let rows = u16::try_from(self.items.len()).unwrap_or(u16::MAX);
        rows.min(ctx.height.saturating_sub(4)).max(1)
    }

    /// Reads the counts again and keeps the marker.
    pub fn reload(&mut self, filter: &Filter, ctx: &Context<'_>) -> Result<()> {
        self.items = items(self.group, filter, ctx)?;
        self.keep(ctx);
        Ok(())
    }

    fn keep(&mut self, ctx: &Context<'_>) {
        self.list.keep(&self.ids(), self.height(ctx));
    }

    /// Moves the marker.
    pub fn act(&mut self, action: Action, ctx: &Context<'_>) {
        let (ids, height) = (self.ids(), self.height(ctx));
        self.list.act(action, &ids, height);
    }

    /// Gives the weight to the row the marker stands on.
    pub fn rest(&mut self) {
        self.list.rest();
    }

    /// What is chosen.
    pub fn chosen(&self) -> Option<Choice> {
        self.items
            .get(self.list.at())
            .map(|item| item.choice.clone())
    }

    /// Draws the sheet at the foot of the list.
    pub fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let rows = self.height(ctx);
        let top = canvas.height().saturating_sub(rows + 2);
        let mut sheet = canvas.below(top);
        sheet.clear();
        sheet.rule(0);
        let columns = sheet.width().saturating_sub(2);
        sheet.cell(1, 1, columns, Role::MessageAsk, self.title());
        let widest = self
            .items
            .iter()
            .map(|item| width(&item.label))
            .max()
            .unwrap_or(0);
        let room = u16::try_from(widest)
            .unwrap_or(40)
            .min(columns.saturating_sub(12));
        self.list
            .view(&mut sheet.below(2), self.items.len(), |row, i| {
                let Some(item) = self.items.get(i) else {
                    return;
                };
                row.cell(1, 0, room, Role::Text, &item.label);
                if matches!(item.choice, Choice::Show(_)) {
                    row.right(room + 8, 0, Role::TextDim, &item.note);
                } else {
                    row.cell(
                        room + 4,
                        0,
                        columns.saturating_sub(room + 5),
                        Role::TextDim,
                        &item.note,
                    );
                }
            });
    }
}

fn items(group: Group, filter: &Filter, ctx: &Context<'_>) -> Result<Vec<Item>> {
    let unit = ctx.store.unit();
    let mut choices: Vec<(String, Filter)> = Vec::new();
    let f = filter;
    match group {
        Group::Any => return Ok(menu(filter, ctx)),
        Group::Key => return keys(ctx),
        Group::Whose => {
            for scope in Scope::ALL {
                choices.push((
                    scope.name().to_owned(),
                    Filter {
                        scope: *scope,
                        ..f.clone()
                    },
                ));
            }
        }
        Group::Urgency => {
            choices.push((
                "alla lägen".to_owned(),
                Filter {
                    urgency: None,
                    ..f.clone()
                },
            ));
            for urgency in Urgency::ALL {
                let shown = Filter {
                    urgency: Some(*urgency),
                    ..f.clone()
                };
                choices.push((urgency_words(*urgency).to_owned(), shown));
            }
        }
        Group::Step => {
            choices.push((
                "alla steg".to_owned(),
                Filter {
                    step: None,
                    ..f.clone()
                },
            ));
            for step in Step::ALL.iter().filter(|step| **step != Step::Closed) {
                let shown = Filter {
                    step: Some(step.word().to_owned()),
                    ..f.clone()
                };
                choices.push((step.name().to_owned(), shown));
            }
        }
        Group::Type => {
            choices.push((
                "alla ärendetyper".to_owned(),
                Filter {
                    case_type: None,
                    ..f.clone()
                },
            ));
            for known in unit.case_types.all() {
                let shown = Filter {
                    case_type: Some(known.id.clone()),
                    ..f.clone()
                };
                choices.push((known.name.clone(), shown));
            }
        }
        Group::Clock => {
            choices.push((
                "alla frister".to_owned(),
                Filter {
                    rule: None,
                    ..f.clone()
                },
            ));
            for rule in unit.rules.rules() {
                if rule.rows().iter().any(|row| row.hidden) {
                    continue;
                }
                let shown = Filter {
                    rule: Some(rule.id().to_owned()),
                    ..f.clone()
                };
                choices.push((rule_words(unit, rule.id()), shown));
            }
        }
    }
    let mut items = Vec::with_capacity(choices.len());
    for (at, (label, shown)) in choices.into_iter().enumerate() {
        let count = ctx.store.count(ctx.user, &shown)?;
        // Of the long lists only what there is; the choice that holds now is always there.
        let long = matches!(group, Group::Type | Group::Clock);
        if long && at > 0 && count == 0 && shown != *filter {
            continue;
        }
        items.push(Item {
            label,
            note: told_count(count),
            choice: Choice::Show(shown),
        });
    }
    Ok(items)
}

/// The first sheet: by what, and how it stands now.
fn menu(filter: &Filter, ctx: &Context<'_>) -> Vec<Item> {
    let unit = ctx.store.unit();
    let step = |word: &String| Step::from_word(word).map_or(word.clone(), |s| s.name().to_owned());
    let rows = [
        ("vems", Group::Whose, Some(filter.scope.name().to_owned())),
        (
            "läge",
            Group::Urgency,
            filter.urgency.map(|u| urgency_words(u).to_owned()),
        ),
        ("steg", Group::Step, filter.step.as_ref().map(step)),
        (
            "ärendetyp",
            Group::Type,
            filter.case_type.as_ref().map(|t| table::case_type(unit, t)),
        ),
        (
            "frist",
            Group::Clock,
            filter.rule.as_ref().map(|id| rule_words(unit, id)),
        ),
    ];
    rows.into_iter()
        .map(|(label, group, now)| Item {
            label: label.to_owned(),
            note: now.unwrap_or_else(|| "alla".to_owned()),
            choice: Choice::Further(group),
        })
        .collect()
}

/// The number keys and what lies on them.
fn keys(ctx: &Context<'_>) -> Result<Vec<Item>> {
    let views = views(ctx.store, ctx.user, Scope::Mine)?;
    Ok((1..=9)
        .map(|key| Item {
            label: key.to_string(),
            note: views
                .iter()
                .find(|view| view.key == key)
                .map_or("ledig".to_owned(), |view| {
                    format!("ersätter ”{}”", view.name)
                }),
            choice: Choice::Save(key),
        })
        .collect())
}
