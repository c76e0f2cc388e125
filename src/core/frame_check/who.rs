//! Who does it and when: from the words of one clause, whether it orders something or tells of what was,
//! of the person, or of somebody else.

use std::ops::Range;

use super::clause::slice;
use super::forms::{
    beside, definite, each, finite, has_done, is_date, looks_like_verb, passive, titled,
};
use super::token::{Kind, Token};
use super::words::Class;

/// Words that govern a noun, so that it is not the one who acts.
pub(super) const PREPOSITIONS: &[&str] = &[
    "av",
    "till",
    "med",
    "för",
    "hos",
    "från",
    "på",
    "om",
    "utan",
    "åt",
    "vid",
    "under",
    "kring",
    "mot",
    "i",
    "via",
    "ur",
    "efter",
    "genom",
    "inför",
    "enligt",
    "istället",
    "inklusive",
    "förutom",
    "utöver",
    "mellan",
];
const MODIFIERS: &[&str] = &[
    "sin",
    "sina",
    "sitt",
    "hennes",
    "hans",
    "hens",
    "deras",
    "en",
    "ett",
    "den",
    "det",
    "de",
    "vuxna",
    "vuxen",
    "yngre",
    "äldre",
    "andra",
    "båda",
    "personal",
    "ordinarie",
    "egna",
    "sådan",
];

/// The preposition that governs the noun at `i`, if one does.
pub(super) fn governed(tokens: &[Token], i: usize, start: usize) -> Option<&str> {
    let mut at = i;
    while at > start {
        at -= 1;
        let token = tokens.get(at)?;
        if token.is_any(PREPOSITIONS) {
            return Some(&token.norm);
        }
        if !token.is_any(MODIFIERS) {
            return None;
        }
    }
    None
}

/// What the words of a clause say together.
#[derive(Default)]
struct Signs {
    past: bool,
    strong: bool,
    modal: Option<usize>,
    need: bool,
    light: bool,
    state: bool,
    alone: bool,
    event: bool,
    date: bool,
    ailment: bool,
    provider: bool,
    other: bool,
    agent: bool,
    receives: bool,
    denied: bool,
    done: bool,
}

/// Whether a clause orders something; nothing when it has no verb and no sign of its own.
pub(super) fn orders(tokens: &[Token], range: Range<usize>) -> Option<bool> {
    let signs = signs(tokens, range.clone());
    let told = signs.past || (signs.done && signs.modal.is_none());
    let ordered = signs.strong || (signs.provider && signs.modal.is_some());
    if signs.denied || (told && !ordered) {
        return Some(false);
    }
    if signs.provider {
        return Some(true);
    }
    if signs.agent {
        return Some(false);
    }
    if signs.receives {
        return Some(true);
    }
    let verb = signs.strong || signs.modal.is_some() || signs.light || signs.state;
    if signs.other {
        return Some(signs.strong || (signs.need && !verb));
    }
    if signs.alone && !signs.need && !signs.strong {
        return Some(false);
    }
    if signs.strong {
        return Some(true);
    }
    if let Some(at) = signs.modal {
        return Some(signs.need || wishes(tokens, at));
    }
    if signs.need && signs.light {
        return Some(true);
    }
    if signs.state || signs.light || (signs.event && !signs.need) {
        return Some(false);
    }
    if signs.need {
        return Some(true);
    }
    (signs.date || signs.ailment).then_some(false)
}

/// Whether *ska* or *vill* at `at` is about the support: "vill ha", "ska duscha", not "ska till".
fn wishes(tokens: &[Token], at: usize) -> bool {
    let wants = tokens.get(at).is_some_and(|t| t.is("vill"));
    let mut next = at + 1;
    while tokens.get(next).is_some_and(|t| {
        t.is_any(&[
            "gärna", "helst", "inte", "ej", "även", "också", "hon", "han", "hen", "då",
        ])
    }) {
        next += 1;
    }
    let Some(token) = tokens.get(next) else {
        return true;
    };
    if wants {
        return token.is_any(&["ha", "få", "duscha", "bli", "bada", "komma"]);
    }
    let after = tokens.get(next + 1).filter(|t| t.kind == Kind::Word);
    if token.is("på") {
        // "strumporna ska på innan …", not "ska på möte".
        return after
            .is_none_or(|t| t.is_any(PREPOSITIONS) || t.is_any(&["innan", "när", "och", "före"]));
    }
    if token.is("vara") {
        return !after.is_some_and(|t| t.is_any(PREPOSITIONS) || t.is_any(&["hemma", "borta"]));
    }
    !token.is_any(&[
        "till", "opereras", "flytta", "resa", "åka", "träffa", "börja", "besöka", "gå", "fira",
        "fylla", "gifta",
    ])
}

fn signs(tokens: &[Token], range: Range<usize>) -> Signs {
    let mut signs = Signs::default();
    let start = range.start;
    let mut negated = false;
    let mut supported = false;
    for i in range.clone() {
        let Some(token) = tokens.get(i) else { break };
        let next = tokens.get(i + 1).filter(|_| i + 1 < range.end);
        let before = (i > start).then(|| tokens.get(i - 1)).flatten();
        let class = token.class;
        signs.past |= class.any(Class::PAST) && !each(token, next) && !beside(token, before);
        signs.done |= token.is_any(&["har", "hade"]) && has_done(tokens, i + 1..range.end);
        signs.strong |= token.is_any(&["passa", "passar"]);
        if class.any(Class::NEED_VERB) {
            if token.is_any(&["ska", "skall", "vill", "bör", "måste"]) {
                signs.modal = signs.modal.or(Some(i));
            } else {
                signs.strong = true;
            }
        }
        // "i våras" is no verb.
        signs.strong |= passive(token, next) && !before.is_some_and(|t| t.is("i"));
        if class.any(Class::NEED) {
            // "Besöket förläggs …", "hjälpen kommer …": the support itself is what the clause is about.
            let joined = i == start + 1 && before.is_some_and(|t| t.is_any(&["men", "och"]));
            let about = (i == start || joined) && !token.norm.starts_with("behov");
            supported |=
                about && definite(token) && slice(tokens, i + 1..range.end).iter().any(finite);
            supported &=
                !next.is_some_and(|t| t.is_any(&["följs", "följdes", "omprövas", "upphör"]));
            if before.is_some_and(|t| t.is("utan")) {
                signs.alone = true;
            } else {
                signs.need = true;
            }
        }
        signs.light |= class.any(Class::LIGHT);
        // "kör sedan maskinen" tells somebody to.
        let told = i == start && next.is_some_and(|t| t.is_any(&["sedan", "därefter", "sen"]));
        // "Tittar till vid behov" with nobody named is said of the one who carries out.
        let opens = i == start
            && i.checked_sub(1)
                .and_then(|b| tokens.get(b))
                .is_none_or(|t| t.mark() != Some(','));
        signs.provider |= opens
            && token.is_any(&["tittar", "hjälper"])
            && next.is_some_and(|t| t.is_any(&["till", "in"]))
            && !slice(tokens, range.clone())
                .iter()
                .any(|t| t.class.any(Class::OTHER));
        signs.state |= class.any(Class::STATE) && !told;
        signs.event |= class.any(Class::EVENT);
        signs.alone |=
            class.any(Class::SELF) || (token.is("hand") && before.is_some_and(|t| t.is("egen")));
        negated |= token.is_any(&["inte", "ej", "aldrig", "knappt"]);
        signs.denied |= denied(tokens, i, range.end);
        signs.receives |= token.is_any(&["ska", "skall", "bör", "måste"])
            && next.is_some_and(|t| t.is_any(&["få", "ha"]))
            && follows(tokens, i + 2..range.end, Class::NEED);
        let year = next.and_then(Token::number).is_some_and(|n| n > 1_900);
        signs.date |= is_date(tokens, i) || (token.is("sedan") && year);
        signs.ailment |= class.any(Class::AILMENT);
        // "… önskar att mamma får hjälp": she is the one who receives.
        signs.receives |= token.is_any(&["får", "fick"])
            && next.is_some_and(|t| t.class.any(Class::NEED))
            && tokens.get(start).is_some_and(|t| t.is("att"));
        let governor = governed(tokens, i, start);
        let by = governor.is_none_or(|g| g == "av");
        signs.provider |= class.any(Class::PROVIDER) && by;
        let husband = token.is("man")
            && before.is_some_and(|t| t.is_any(&["god", "gode", "hennes", "hans", "sin"]));
        let one = token.is_any(&["någon", "man"]) && !husband;
        signs.provider |= one && by && next.is_some_and(finite);
        if (class.any(Class::OTHER) && !titled(token, before, next)) || husband {
            supported = false;
            match governor {
                None => {
                    signs.other = true;
                    // A verb that is not known: "dottern virkar".
                    signs.state |= next.is_some_and(looks_like_verb);
                }
                Some("av") => signs.agent |= !relieved(tokens, i, start),
                Some(_) => {}
            }
        }
        if class.any(Class::PERSON) {
            signs.state |= next.is_some_and(looks_like_verb);
        }
    }
    signs.provider |= supported;
    if negated {
        signs.alone = false;
    }
    signs
}

/// Whether "av maken" at `i` is the one who is relieved and not the one who helps.
fn relieved(tokens: &[Token], i: usize, start: usize) -> bool {
    slice(tokens, start..i)
        .iter()
        .rev()
        .take(3)
        .any(|t| t.norm.starts_with("avlös") || t.norm.starts_with("avlast"))
}

/// Whether a word of a class comes within the next words.
fn follows(tokens: &[Token], range: Range<usize>, class: Class) -> bool {
    let near = range.start..range.end.min(range.start + 4);
    slice(tokens, near).iter().any(|t| t.class.any(class))
}

/// Whether a clause says that support is not needed.
pub(super) fn denies(tokens: &[Token], range: Range<usize>) -> bool {
    range.clone().any(|i| denied(tokens, i, range.end))
}

/// Whether support is said not to be needed: *inget behov av*, *behöver inte hjälp*. A visit that is not
/// to come ("inga besök efter kl 21") is still an order.
fn denied(tokens: &[Token], i: usize, end: usize) -> bool {
    let Some(token) = tokens.get(i) else {
        return false;
    };
    let need = |t: &Token| {
        [
            "behov",
            "behöv",
            "hjälp",
            "stöd",
            "assistans",
            "insats",
            "tillsyn",
        ]
        .iter()
        .any(|stem| t.norm.starts_with(stem))
    };
    let near = |n: usize| tokens.get(i + n).filter(|_| i + n < end);
    let not = token.is_any(&["inte", "ej"]);
    let none = token.is_any(&["inget", "inga", "ingen"]);
    if !not && !none {
        return false;
    }
    let before = i.checked_sub(1).and_then(|b| tokens.get(b));
    let verb = before.is_some_and(|t| t.norm.starts_with("behöv"));
    let more = near(1).is_some_and(|t| t.is_any(&["mer", "ytterligare", "längre"]));
    let after = near(1 + usize::from(more));
    // "behövs inte förrän", "behöver inte vänta" say when; "behöver inte hjälp" says that nothing is needed.
    let unneeded = not
        && before.is_some_and(|t| t.is_any(&["behövs", "önskas"]))
        && !near(1).is_some_and(|t| t.is_any(&["förrän", "före", "innan"]));
    let whole =
        not && verb && after.is_none_or(|t| need(t) || !t.is("förrän") && t.kind != Kind::Word);
    whole
        || unneeded
        || after.is_some_and(need)
        || (not && near(1).is_some_and(|t| t.is("i")) && near(2).is_some_and(need))
}
