//! The hours of the clock, in figures and in words.

use super::token::{Kind, Token};
use super::words::Class;

/// The hour a token stands for, if it can.
pub(super) fn hour(token: &Token) -> bool {
    token.class.any(Class::HOUR)
        || token
            .number()
            .is_some_and(|n| n <= 24 && token.norm.len() <= 2)
        || is_clock_number(token)
}

/// "10,12,14": hours written without spaces.
pub(super) fn hours_in_one(token: &Token) -> bool {
    token.kind == Kind::Number
        && token.norm.contains(',')
        && token
            .norm
            .split(',')
            .all(|n| n.parse::<u32>().is_ok_and(|n| n <= 24))
}

/// 08.00, 8:30, 0730.
pub(super) fn is_clock_number(token: &Token) -> bool {
    if token.kind != Kind::Number {
        return false;
    }
    let Some((hours, minutes)) = token.norm.split_once([':', '.']) else {
        return token.norm.len() == 4
            && token
                .norm
                .parse::<u32>()
                .is_ok_and(|n| n / 100 <= 24 && n % 100 < 60);
    };
    minutes.len() == 2
        && (1..=2).contains(&hours.len())
        && hours.parse::<u32>().is_ok_and(|h| h <= 24)
        && minutes.parse::<u32>().is_ok_and(|m| m < 60)
}

/// Whether what follows makes a number a quantity: *8 gånger*, *5.30 h*.
pub(super) fn measured(tokens: &[Token], after: usize) -> bool {
    tokens.get(after).is_some_and(|t| {
        t.class.any(Class::MEASURE.with(Class::MONTH)) || matches!(t.mark(), Some('%' | '/'))
    })
}

/// The hours of the clock as words and as parts of words (*åttatiden*, *halvåtta*), from one.
const HOURS: &[&str] = &[
    "ett",
    "två",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "åtta",
    "nio",
    "tio",
    "elva",
    "tolv",
    "tretton",
    "fjorton",
    "femton",
    "sexton",
    "sjutton",
    "arton",
    "nitton",
    "tjugo",
    "tjugoett",
    "tjugotvå",
];

/// What hour of the clock a word is; "et" is how one is heard in *ettiden*.
pub(super) fn hour_word(word: &str) -> Option<u32> {
    let at = HOURS.iter().position(|h| *h == word);
    let at = at.or((word == "et").then_some(0))?;
    u32::try_from(at + 1).ok()
}

/// What follows an hour in a word: *åttatiden*, *tolvslaget*.
pub(super) const AROUND: &[&str] = &["tiden", "snåret", "slaget", "rycket"];

/// What is had at an hour, in a word with it: *niofikat*, *elvakaffe*.
pub(super) const HAD: &[&str] = &[
    "fika",
    "fikat",
    "kaffe",
    "kaffet",
    "te",
    "teet",
    "nyheterna",
];
