//! Clock times: *kl 8*, *08.00*, *halv åtta*, *vid 20-tiden*, *mellan 16 och 18*. A number that counts
//! something (minutes, times, days) is no clock time.

use super::forms::{finite, is_date, passive};
use super::hours::{AROUND, HAD, hour, hour_word, hours_in_one, is_clock_number, measured};
use super::time::{Hit, before_is, with_preposition};
use super::token::{Kind, Token};
use super::words::Class;

/// The end of "-tiden" after a number or in a word: *20-tiden*, *åttatiden*.
fn hour_time(tokens: &[Token], i: usize) -> Option<usize> {
    let token = tokens.get(i)?;
    if token.kind == Kind::Word {
        let ends = AROUND.iter().chain(HAD);
        let mut stems = ends.filter_map(|a| token.norm.strip_suffix(a));
        if stems.any(|s| hour_word(s.strip_prefix("halv").unwrap_or(s)).is_some()) {
            return Some(i);
        }
    }
    if !hour(token) {
        return None;
    }
    let mut at = i + 1;
    while tokens.get(at).is_some_and(|t| t.mark() == Some('-')) {
        at += 1;
    }
    tokens
        .get(at)
        .is_some_and(|t| t.is_any(AROUND) || t.is("tid"))
        .then_some(at)
}

/// A clock time that begins at a token.
pub(super) fn clock(tokens: &[Token], i: usize) -> Hit {
    let token = tokens.get(i)?;
    if is_date(tokens, i) || is_date(tokens, i + 1) && !token.is_any(&["kl", "klockan"]) {
        return None;
    }
    let time = token.is_any(&["tid", "tider", "besökstid", "besökstider"]);
    if token.is_any(&["kl", "klockan", "klocka", "kll"]) || time {
        let mut at = i + 1;
        while tokens.get(at).is_some_and(|t| {
            matches!(t.mark(), Some('.' | ':'))
                || t.is_any(&[
                    "halv", "ca", "cirka", "mellan", "runt", "kvart", "i", "över", "omkring", "är",
                    "blir", "slår", "ungefär", "prick", "senast", "tidigast", "från",
                ])
        }) {
            at += 1;
        }
        let told = tokens
            .get(at)
            .is_some_and(|t| hour(t) || (!time && hours_in_one(t)));
        if told && !(time && measured(tokens, range_end(tokens, at) + 1)) {
            return Some((with_preposition(tokens, i), range_end(tokens, at)));
        }
        return None;
    }
    if let Some(end) = hour_time(tokens, i) {
        return Some((with_preposition(tokens, i), end));
    }
    if token.is("halv") && tokens.get(i + 1).is_some_and(hour) && !measured(tokens, i + 2) {
        return Some((with_preposition(tokens, i), i + 1));
    }
    if token
        .norm
        .strip_prefix("halv")
        .is_some_and(|rest| hour_word(rest).is_some())
    {
        return Some((with_preposition(tokens, i), i));
    }
    // "väcks sju", "ska väckas sju", "väck henne sju": an hour that ends what is said, after what is done.
    let done = || {
        let back = |n: usize| i.checked_sub(n).and_then(|b| tokens.get(b));
        let by_itself = back(1).is_some_and(|t| {
            t.class.any(Class::NEED_VERB) && t.norm.ends_with('s') || passive(t, tokens.get(i))
        });
        let told = back(1).is_some_and(|t| t.is_any(&["henne", "honom", "hen", "dem"]))
            && back(2).is_some_and(|t| t.class.any(Class::IMPERATIVE));
        (by_itself || told) && tokens.get(i + 1).is_none_or(|t| t.kind != Kind::Word)
    };
    if token.class.any(Class::HOUR) && hour_word(&token.norm).is_some_and(|n| n >= 4) && done() {
        return Some((i, i));
    }
    if hour(token) && tokens.get(i + 1).is_some_and(|t| t.is("prick")) {
        return Some((with_preposition(tokens, i), i + 1));
    }
    if let Some(end) = minutes_to(tokens, i) {
        return Some((with_preposition(tokens, i), end));
    }
    if is_clock_number(token) && (token.norm.contains([':', '.'])) {
        // A point may also be a decimal; two digits before it or a colon make it a clock.
        let sure = token.norm.contains(':')
            || token.norm.len() == 5
            || token.norm.ends_with(['0', '5'])
            || before_is(tokens, i, NEAR);
        let counted = measured(tokens, i + 1)
            || before_is(tokens, i, &["den", "totalt", "summa"])
            || tokens.get(i + 1).is_some_and(|t| t.is("per"));
        if sure && !counted {
            return Some((with_preposition(tokens, i), range_end(tokens, i)));
        }
    }
    near_hour(tokens, i)
        .or_else(|| hours(tokens, i))
        .or_else(|| series(tokens, i))
}

/// *kvart i åtta*, *tjugo över sju*, *fem i halv nio*.
fn minutes_to(tokens: &[Token], i: usize) -> Option<usize> {
    let token = tokens.get(i)?;
    let minutes = token.is_any(&["kvart", "fem", "tio", "tjugo"])
        || token
            .number()
            .is_some_and(|n| matches!(n, 5 | 10 | 15 | 20));
    if !minutes || !tokens.get(i + 1)?.is_any(&["i", "över"]) {
        return None;
    }
    let at = i + 2 + usize::from(tokens.get(i + 2)?.is("halv"));
    (hour(tokens.get(at)?) && !measured(tokens, at + 1)).then_some(at)
}

/// *8, 12, 17 o 20*, *08–14–20*: three or more hours in the order of the day that count nothing.
fn series(tokens: &[Token], i: usize) -> Hit {
    let value = |at: usize| {
        let token = tokens.get(at)?;
        if token.kind == Kind::Word {
            return hour_word(&token.norm).filter(|_| token.class.any(Class::HOUR));
        }
        let fits = token.norm.len() <= 2 && !is_date(tokens, at);
        token.number().filter(|n| fits && *n <= 24)
    };
    let (mut last, mut known, mut count) = (i, value(i)?, 1);
    loop {
        let joins = tokens.get(last + 1).is_some_and(|t| {
            matches!(t.mark(), Some(',' | '-' | '+')) || t.is_any(&["och", "o", "samt"])
        });
        // "22, 02, 06" goes on after midnight.
        let after = value(last + 2).map(|n| if known >= 20 && n <= 8 { n + 24 } else { n });
        match after.filter(|n| joins && *n > known) {
            Some(next) => (last, known, count) = (last + 2, next, count + 1),
            None => break,
        }
    }
    let nouns = tokens
        .get(last + 1)
        .is_some_and(|t| t.class == Class::default() && t.kind == Kind::Word && !t.is_any(FREE));
    // Two are enough after the verb and with nothing after them: "serveras 12 och 17".
    let back = |n: usize| i.checked_sub(n).and_then(|b| tokens.get(b));
    let in_or_to = back(1).is_some_and(|t| t.is_any(&["in", "till", "hem", "upp"]));
    let told = back(1 + usize::from(in_or_to)).is_some_and(finite);
    let ends = tokens.get(last + 1).is_none_or(|t| t.kind != Kind::Word);
    let zero = tokens.get(i).is_some_and(|t| t.norm.starts_with('0'));
    let enough = count >= 3 || (count == 2 && zero && ends) || (count == 2 && told && ends);
    (enough && known >= 12 && !nouns && !measured(tokens, last + 1)).then_some((i, last))
}

/// *08-09*, *20-21*: two hours of the day close to each other that count nothing.
fn hours(tokens: &[Token], i: usize) -> Hit {
    let (from, dash, to) = (tokens.get(i)?, tokens.get(i + 1)?, tokens.get(i + 2)?);
    let (first, second) = (from.number()?, to.number()?);
    let two = from.norm.len() == 2 && to.norm.len() == 2 && dash.mark() == Some('-');
    let over_night = (20..=24).contains(&first) && (4..=9).contains(&second);
    let sure = from.norm.starts_with('0') && (13..=24).contains(&second);
    let close = over_night || sure || first < second && second <= 24 && second - first <= 4;
    let alone = !tokens.get(i + 3).is_some_and(|t| {
        t.kind == Kind::Word
            && !t.is_any(&["och", "samt", "på", "för", "med", "var", "varje", "av"])
    });
    (two && close && alone && !measured(tokens, i + 3)).then_some((i, i + 2))
}

const NEAR: &[&str] = &[
    "slaget",
    "tidsspannet",
    "tidsfönstret",
    "tidsintervallet",
    "intervallet",
    "vid",
    "runt",
    "omkring",
    "cirka",
    "ca",
    "kring",
    "före",
    "efter",
    "innan",
    "senast",
    "mellan",
    "tidigast",
    "strax",
    "framemot",
    "frammot",
    "framåt",
    "mot",
    "prick",
    "ungefär",
    "redan",
];

/// Small words that may follow an hour, so that it counts nothing.
const FREE: &[&str] = &[
    "framåt",
    "ska",
    "att",
    "och",
    "o",
    "på",
    "samt",
    "för",
    "med",
    "när",
    "då",
    "om",
    "till",
    "så",
    "hjälp",
    "varje",
    "i",
    "eller",
    "men",
    "av",
    "pga",
    "eftersom",
    "innan",
    "efter",
    "sedan",
    "därefter",
    "alla",
    "hos",
    "enligt",
    "enl",
    "vid",
    "under",
];

/// *vid åtta*, *före tio*, *mellan 16 och 18*: an hour that nothing follows that it could count.
fn near_hour(tokens: &[Token], i: usize) -> Hit {
    let token = tokens.get(i)?;
    let to_bed = [
        "uppstig",
        "läggning",
        "sänggå",
        "väckning",
        "frukost",
        "lunch",
        "middag",
        "kvällsmat",
        "kvällsfika",
        "fika",
    ]
    .iter()
    .any(|s| token.norm.starts_with(s))
        || token.is_any(&["upp", "uppe"]);
    let about = token.is_any(&["ca", "cirka", "strax"]);
    let bound = token.is("till")
        && before_is(
            tokens,
            i,
            &[
                "sova", "vila", "ligga", "kvar", "vänta", "fram", "säng", "klar", "färdig",
                "klädd", "uppe",
            ],
        )
        || token.is("än") && before_is(tokens, i, &["senare", "tidigare"])
        || token.is("från") && (2..=3).any(|n| tokens.get(i + n).is_some_and(|t| t.is("framåt")));
    if !(token.is_any(NEAR) || to_bed || bound) || about && !rounds(tokens, i) {
        return None;
    }
    let mut at = i + 1;
    if tokens.get(at).is_some_and(|t| t.is_any(&["ca", "cirka"])) {
        at += 1;
    }
    if !tokens.get(at).is_some_and(hour) {
        return None;
    }
    let end = range_end(tokens, at);
    if token.is("mellan") && end == at {
        return None;
    }
    let free = tokens.get(end + 1).is_none_or(|t| {
        let verb = Class::NEED_VERB.with(Class::LIGHT).with(Class::STATE);
        let time = Class::TIME.with(Class::NIGHT).with(Class::WEEKDAY);
        let mark =
            !matches!(t.kind, Kind::Word | Kind::Number) && !matches!(t.mark(), Some('%' | '/'));
        let counted = t.class.any(Class::MEASURE);
        mark || t.is_any(FREE)
            || (!counted && (t.class.any(verb.with(time).with(Class::PERSON)) || finite(t)))
    });
    free.then_some((i, end))
}

/// "sista vändan ca 22", "upp ca 8": about an hour, after a word of the visit or of getting up.
fn rounds(tokens: &[Token], i: usize) -> bool {
    let visit = super::time::before(tokens, i).is_some_and(|t| {
        let stems = [
            "besök",
            "vänd",
            "rund",
            "titt",
            "tillsyn",
            "säng",
            "upp",
            "lägg",
            "väck",
            "frukost",
            "lunch",
            "middag",
            "nattpatrull",
            "patrull",
            "kväll",
            "morgon",
        ];
        t.kind == Kind::Word && stems.iter().any(|s| t.norm.starts_with(s))
    });
    let late = tokens
        .get(i + 1)
        .is_some_and(|t| t.class.any(Class::HOUR) || t.number().is_some_and(|n| n >= 5));
    visit && late && tokens.get(i + 2).is_none_or(|t| t.kind != Kind::Word)
}

/// The end of a range of hours that begins at `at`: *8 och 9*, *08-10*.
fn range_end(tokens: &[Token], at: usize) -> usize {
    let joins = tokens
        .get(at + 1)
        .is_some_and(|t| t.mark() == Some('-') || t.is_any(&["och", "till", "eller"]));
    if joins && tokens.get(at + 2).is_some_and(hour) && !measured(tokens, at + 3) {
        at + 2
    } else {
        at
    }
}
