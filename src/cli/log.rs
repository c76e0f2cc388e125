//! `akt loggkontroll` and `akt loggutdrag`: the manager's regular check of the log, and a person's own extract.

use chrono::Days;

use super::args::{Asked, usage};
use super::out::{Out, tell};
use super::report::{format_of, period_of, write};
use super::session::Session;
use super::{Done, Trouble};
use crate::core::change::Change;
use crate::core::log_check::{AskedCheck, Flag};
use crate::error::nearest;
use crate::report::{log_check, log_extract, print};
use crate::store::Store;

pub(super) fn check(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let period = period_of(asked)?;
    let format = format_of(asked)?;
    let seed = asked.number("fro")?.map(small_enough).transpose()?;
    let size = match asked.number("antal")? {
        None => None,
        Some(size) => Some(
            u16::try_from(size)
                .ok()
                .filter(|size| (1..=1000).contains(size))
                .ok_or_else(|| usage(format!("--antal {size}: ange 1 till 1000.")))?,
        ),
    };
    let only = asked.text("flagga")?.map(flag).transpose()?;
    let number = asked.number("kontroll")?;
    let result = asked.text("resultat")?;
    let draws = seed.is_some() || size.is_some() || only.is_some() || period != Default::default();
    match (number, result) {
        (None, None) => {}
        (Some(_), Some(_)) if !draws && !asked.has("tidigare") => {}
        (Some(_), Some(_)) => {
            return Err(usage(
                "--kontroll och --resultat skrivs för sig, när kontrollen är gjord.",
            ));
        }
        _ => {
            return Err(usage(
                "--kontroll NUMMER och --resultat TEXT skrivs tillsammans.",
            ));
        }
    }
    let (store, user) = session.reader()?;
    if let (Some(number), Some(text)) = (number, result) {
        let change = Change::NoteLogCheck {
            check: i64::try_from(number).unwrap_or(i64::MAX),
            text: text.to_owned(),
        };
        store.apply(&user, change)?;
        return out.line(&format!("Resultatet av loggkontroll {number} är sparat."));
    }
    if asked.has("tidigare") {
        let made = log_check::past(&store.log_checks(&user)?);
        return write(out, &print(&[made], format), format);
    }
    let rules = &store.unit().log_rules;
    let to = period.to.unwrap_or_else(|| store.today());
    let before = Days::new(u64::from(rules.days.saturating_sub(1)));
    let from = period
        .from
        .or_else(|| to.checked_sub_days(before))
        .unwrap_or(to);
    if to < from {
        return Err(usage("--fran ligger efter i dag."));
    }
    let made = store.check_log(
        &user,
        AskedCheck {
            from,
            to,
            seed: seed.unwrap_or_else(Store::lot),
            size: size.unwrap_or(rules.size),
            only,
        },
    )?;
    write(out, &log_check::check(&made, rules, format), format)?;
    if to >= store.today() {
        out.flush()?;
        tell(
            "Dagen är inte slut: samma frö kan ge andra öppningar senare. Med --till i går står urvalet fast.",
        );
    }
    Ok(())
}

fn small_enough(seed: u64) -> Result<u32, Trouble> {
    u32::try_from(seed).map_err(|_| usage(format!("--fro {seed}: högst {}.", u32::MAX)))
}

fn flag(word: &str) -> Result<Flag, Trouble> {
    Flag::from_word(word).ok_or_else(|| {
        let known: Vec<&str> = Flag::ALL.iter().map(|flag| flag.word()).collect();
        let near = nearest(word, known.iter().copied())
            .map(|near| format!(" Menade du {near}?"))
            .unwrap_or_default();
        usage(format!(
            "--flagga {word} finns inte.{near} Flaggor: {}.",
            known.join(", ")
        ))
    })
}

pub(super) fn extract(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let number = asked.value(0, "Personens nummer")?;
    let period = period_of(asked)?;
    let format = format_of(asked)?;
    let (store, user) = session.reader()?;
    let found = store.log_extract(&user, number, |day| period.holds(day))?;
    let printed = log_extract::extract(&found, period, &user.unit, format);
    write(out, &printed, format)
}
