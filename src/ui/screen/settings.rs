//! One's own settings: they follow the person, on whatever machine and account the desk runs.

use super::choose::Choose;
use super::short_form::finish;
use super::{Context, Step};
use crate::core::change::Change;
use crate::core::setting::{Setting, Settings};
use crate::error::Result;
use crate::ui::theme::Theme;

/// The minutes that are offered.
const MINUTES: [u64; 7] = [1, 2, 3, 5, 10, 15, 30];

/// What can be chosen, and what is.
///
/// # Errors
/// When the database cannot be read.
pub fn open(ctx: &Context<'_>) -> Result<Step> {
    let chosen = ctx.store.settings(ctx.user)?;
    let options = Setting::ALL.iter().map(|setting| {
        let now = chosen
            .get(*setting)
            .map_or_else(|| "som enheten har det".to_owned(), |v| told(*setting, v));
        (*setting, setting.name().to_owned(), now)
    });
    Ok(Step::open(Choose::new(
        "Inställningar",
        None,
        options.collect(),
        move |setting, _| Ok(values(*setting, &chosen)),
    )))
}

/// A value in words: "5 minuter".
fn told(setting: Setting, value: &str) -> String {
    match setting {
        Setting::Lock | Setting::LockProtected if value == "1" => "1 minut".to_owned(),
        Setting::Lock | Setting::LockProtected => format!("{value} minuter"),
        Setting::Theme if value == "hogkontrast" => "hög kontrast".to_owned(),
        _ => value.to_owned(),
    }
}

/// What is chosen, with the bound that the unit sets.
fn title(setting: Setting) -> String {
    match setting {
        Setting::Lock | Setting::LockProtected => {
            format!("{}, aldrig senare än enhetens tid", setting.name())
        }
        _ => setting.name().to_owned(),
    }
}

fn values(setting: Setting, chosen: &Settings) -> Step {
    let values: Vec<String> = match setting {
        Setting::Theme => Theme::builtin_names().map(str::to_owned).collect(),
        Setting::ThinLine | Setting::PlainTerminal => vec!["ja".to_owned(), "nej".to_owned()],
        Setting::Lock | Setting::LockProtected => MINUTES.iter().map(u64::to_string).collect(),
    };
    let now = chosen.get(setting);
    let mark = |is: bool| if is { "valt nu" } else { "" }.to_owned();
    let mut options = vec![(None, "Som enheten har det".to_owned(), mark(now.is_none()))];
    options.extend(values.into_iter().map(|value| {
        let is = now == Some(value.as_str());
        (Some(value.clone()), told(setting, &value), mark(is))
    }));
    Step::open(Choose::new(
        title(setting),
        None,
        options,
        move |value: &Option<String>, _| {
            let change = Change::Choose {
                setting,
                value: value.clone(),
            };
            Ok(finish(
                change,
                "Sparat. Det gäller från nästa gång du öppnar akt.",
            ))
        },
    ))
}
