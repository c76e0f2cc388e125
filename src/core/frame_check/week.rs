//! Days: of the week, whole or shortened, parts of the week, fixed days of the month.

use super::forms::is_date;
use super::time::{Hit, before, before_is, with_preposition};
use super::token::{Kind, Token};
use super::words::Class;

/// A day of the week or of the month, or a part of the week, that is pointed out.
pub(super) fn day(tokens: &[Token], i: usize) -> Hit {
    let token = tokens.get(i)?;
    if let Some(last) = of_month(tokens, i).or_else(|| part_after(tokens, i)) {
        return Some((i, last));
    }
    if token.class.any(Class::WORKDAY) && part_of_week(tokens, i) {
        return Some((with_preposition(tokens, i), i));
    }
    let short = token.class.any(Class::SHORT_DAY) && short_day(tokens, i);
    if !short && !token.class.any(Class::WEEKDAY) {
        return None;
    }
    // A day with its date, or the day something begins, is no time of visit; "i lördags" has been.
    let dated = (1..=3).any(|n| is_date(tokens, i + n));
    let starts = !token.norm.ends_with("ar")
        && tokens
            .get(i.saturating_sub(3)..i)
            .unwrap_or_default()
            .iter()
            .any(|t| {
                let verbs = ["start", "börja", "påbörja", "inled"];
                verbs.iter().any(|s| t.norm.starts_with(s))
            });
    let begins = starts
        || before_is(tokens, i, &["from", "fom"])
        || (before_is(tokens, i, &["med"]) && before_is(tokens, i.saturating_sub(1), &["och"]));
    let been = before_is(tokens, i, &["i"]) && token.norm.ends_with("dags");
    if dated || begins || been || whole_week(tokens, i) || named(tokens, i) {
        return None;
    }
    Some((with_preposition(tokens, i), i))
}

/// A day written as a name: *hunden Fredag*, *fru Söndag*, *Karin Afton*.
pub(super) fn named(tokens: &[Token], i: usize) -> bool {
    let capital = tokens.get(i).is_some_and(|t| t.capital);
    capital
        && before(tokens, i).is_some_and(|t| {
            let animal = ["hund", "katt", "vovv"]
                .iter()
                .any(|s| t.norm.starts_with(s));
            let title = t.is_any(&["fru", "herr", "fröken", "syster", "bror", "heter"]);
            let kin = t.class.any(Class::OTHER);
            let forename = t.capital
                && t.class == Class::default()
                && t.norm.len() > 2
                && i >= 2
                && tokens.get(i - 2).is_some_and(|b| b.kind == Kind::Word);
            animal || title || kin || forename
        })
}

/// *den 19:e i varje månad*, *den femtonde varje månad*, *första vardagen i månaden*.
fn of_month(tokens: &[Token], i: usize) -> Option<usize> {
    let is = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|t| t.is_any(words));
    let mut at = i + 1;
    let mut pointed = false;
    if is(i, &["den"]) {
        let number = tokens.get(at)?;
        let ordinal = number.kind == Kind::Word && number.norm.ends_with("de");
        if !ordinal && !number.number().is_some_and(|n| (1..=31).contains(&n)) {
            return None;
        }
        at += 1;
        if tokens.get(at).is_some_and(|t| t.mark() == Some(':')) {
            at += 2;
            pointed = true;
        }
    } else if is(i, &["första", "sista"]) && is(at, &["vardagen", "dagen", "veckan", "helgen"]) {
        at += 1;
    } else {
        return None;
    }
    at += usize::from(is(at, &["i"]));
    let each = is(at, &["varje", "var"]) && is(at + 1, &["månad", "mån"]);
    if each {
        return Some(at + 1);
    }
    let ends = tokens.get(at).is_none_or(|t| t.kind != Kind::Word);
    if pointed && ends {
        return Some(at - 1);
    }
    is(at, &["månaden"]).then_some(at)
}

/// *tidigt i veckan*, *i början av veckan*, *före helgen*: a part of the week with the words before it.
fn part_after(tokens: &[Token], i: usize) -> Option<usize> {
    let is = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|t| t.is_any(words));
    let of = is(i + 1, &["av", "i", "på"]) && is(i + 2, &["veckan"]);
    let part = ["början", "slutet", "mitten", "tidigt", "sent", "mitt"];
    if of && is(i, &part) {
        return Some(i + 2);
    }
    let near = is(i, &["före", "inför", "innan", "till"]);
    let day = is(i, &["dagen"]) && is(i + 1, &["före", "efter", "innan"]);
    (day || near && is(i + 1, &["helgen", "helgerna"])).then_some(i + 1)
}

/// *på vardagar*, *ges vardagar* names days; *även helger* and *vardagar och helger* are all of them.
fn part_of_week(tokens: &[Token], i: usize) -> bool {
    let all = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at)).is_some_and(|t| {
            t.is_any(&[
                "även",
                "också",
                "och",
                "samt",
                "både",
                "såväl",
                "inkl",
                "inklusive",
                "som",
            ]) || t.class.any(Class::WORKDAY)
        })
    };
    let on = before_is(tokens, i, &["på", "under", "i"]);
    let also = all(i.checked_sub(1)) || all(i.checked_sub(2));
    let next = |n: usize| tokens.get(i + n);
    let both = next(1).is_some_and(|t| t.is_any(&["och", "samt", "som", "såväl"]))
        && (2..4).any(|n| next(n).is_some_and(|t| t.class.any(Class::WORKDAY)));
    // "Vardagar är tunga" tells how they are.
    let told = next(1).is_some_and(|t| t.class.any(Class::LIGHT));
    !also && !both && (on || !told)
}

/// A shortened weekday stands beside another or after *varje*; the plain ones also alone.
fn short_day(tokens: &[Token], i: usize) -> bool {
    let day = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at))
            .is_some_and(|t| t.class.any(Class::SHORT_DAY.with(Class::WEEKDAY)))
    };
    day(Some(i + 1))
        || day(Some(i + 2))
        || day(i.checked_sub(1))
        || day(i.checked_sub(2))
        || before_is(tokens, i, &["varje", "varannan"])
        || alone(tokens, i)
}

/// "Dusch ti", "städ udda veckor, fred.": a short day that ends what is said. *mån* is as often a month.
fn alone(tokens: &[Token], i: usize) -> bool {
    let token = tokens.get(i);
    let ends = tokens.get(i + 1).is_none_or(|t| {
        !matches!(t.kind, Kind::Word | Kind::Number) && !matches!(t.mark(), Some('-' | '/'))
            || t.is_any(&["kl", "fm", "em", "för", "med", "och", "o"])
    });
    let counted = before(tokens, i).is_some_and(|t| {
        t.kind == Kind::Number
            || t.mark() == Some('/')
            || t.class.any(Class::MEASURE.with(Class::HOUR))
            || t.is_any(&["per", "i", "en", "om", "den", "var", "till", "från", "fr"])
    });
    let month = token.is_some_and(|t| t.is_any(&["mån", "tor", "må", "on", "to", "fr"]));
    let pointed = before_is(
        tokens,
        i,
        &["på", "förslagsvis", "helst", "gärna", "alltid", "typ"],
    );
    // "städ må, tvätt to": each beside what is done on it.
    let another = tokens
        .get(i.saturating_sub(5)..i + 6)
        .or(tokens.get(i.saturating_sub(5)..))
        .unwrap_or_default()
        .iter()
        .filter(|t| t.class.any(Class::SHORT_DAY))
        .count()
        > 1;
    let opens = i > 0 || tokens.get(i + 1).is_some_and(|t| t.mark() == Some(':'));
    ends && opens && !counted && (!month || pointed || another)
}

/// Monday to Sunday is every day.
fn whole_week(tokens: &[Token], i: usize) -> bool {
    let starts = |at: Option<usize>, with: &str| {
        at.and_then(|at| tokens.get(at))
            .is_some_and(|t| t.norm.starts_with(with))
    };
    (starts(Some(i), "må") && starts(Some(i + 2), "sö"))
        || (starts(Some(i), "sö") && starts(i.checked_sub(2), "må"))
}
