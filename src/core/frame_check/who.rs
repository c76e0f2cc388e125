//! Who does it and when: from the words of one clause, whether it orders something or tells of what was,
//! of the person, or of somebody else.

use std::ops::Range;

use super::clause::slice;
use super::denial::{denied, ended};
use super::forms::{
    bath, beside, comes, definite, each, finite, has_done, is_date, looks_like_verb, passive,
    titled,
};
use super::implied::{says_when, tends};
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
    helped: bool,
    event: bool,
    date: bool,
    since: bool,
    told: bool,
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
    // "Hemtjänst sedan 2019 med besök morgon och kväll" tells how it has been.
    let told = signs.past || signs.since || (signs.done && signs.modal.is_none());
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
    // "Duschar på lördagar med hjälp"
    if signs.helped {
        return Some(true);
    }
    if signs.alone && !signs.need && !signs.strong {
        return Some(false);
    }
    // "Hemgång planeras till torsdag", "läkarbesök bokat på måndag"
    if signs.strong && (signs.need || !signs.told) {
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
            "gärna", "helst", "inte", "ej", "även", "också", "hon", "han", "hen", "de", "då",
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
        let in_bed = tokens
            .get(next + 2)
            .is_some_and(|t| t.norm.starts_with("säng"));
        return in_bed
            || !after.is_some_and(|t| t.is_any(PREPOSITIONS) || t.is_any(&["hemma", "borta"]));
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
        // "kom i god tid" tells somebody to.
        let come = i == start && comes(tokens, i);
        signs.strong |= come;
        let past = class.any(Class::PAST)
            && !each(token, next)
            && !beside(token, before, next)
            && !bath(token, next);
        signs.past |= past && !come;
        signs.done |= token.is_any(&["har", "hade"]) && has_done(tokens, i + 1..range.end);
        signs.strong |= token.is_any(&["passa", "passar"]);
        if class.any(Class::NEED_VERB) {
            // "det vill säga" wants nothing.
            let that_is = token.is("vill") && next.is_some_and(|t| t.is("säga"));
            if that_is {
                continue;
            }
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
            let joined = i == start + 1 && before.is_some_and(|t| t.is_any(&["men", "och"]))
                || i == start + 2
                    && before.is_some_and(|t| t.is("att"))
                    && tokens
                        .get(start)
                        .is_some_and(|t| t.is_any(&["viktigt", "angeläget", "önskemål"]));
            let about = (i == start || joined) && !token.norm.starts_with("behov");
            supported |=
                about && definite(token) && slice(tokens, i + 1..range.end).iter().any(finite);
            supported &=
                !next.is_some_and(|t| t.is_any(&["följs", "följdes", "omprövas", "upphör"]));
            if before.is_some_and(|t| t.is("utan")) {
                signs.alone = true;
            } else {
                signs.need = true;
                let by = next.is_some_and(|t| t.is("av"))
                    && tokens
                        .get(i + 2)
                        .is_some_and(|t| t.class.any(Class::PROVIDER));
                let whole = by || next.is_none_or(|t| t.kind != Kind::Word);
                signs.helped |= whole && before.is_some_and(|t| t.is("med"));
            }
        }
        signs.light |= class.any(Class::LIGHT);
        // "föredrar dusch på kvällen" is a wish for it.
        signs.strong |= token.is("föredrar")
            && follows(tokens, i + 1..range.end, Class::CARE.with(Class::NEED));
        signs.strong |= says_when(tokens, i, range.clone());
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
        let joined = i == start + 1 && before.is_some_and(|t| t.is("och"));
        signs.provider |= (i == start || joined) && tends(tokens, i);
        signs.state |= class.any(Class::STATE) && !told;
        signs.event |= class.any(Class::EVENT);
        signs.told |= i == start && class.any(Class::EVENT) && !token.norm.contains("samtal");
        signs.alone |=
            class.any(Class::SELF) || (token.is("hand") && before.is_some_and(|t| t.is("egen")));
        negated |= token.is_any(&["inte", "ej", "aldrig", "knappt"]);
        signs.denied |= denied(tokens, i, range.end) || ended(token, next);
        signs.receives |= token.is_any(&["ska", "skall", "bör", "måste"])
            && next.is_some_and(|t| t.is_any(&["få", "ha"]))
            && follows(tokens, i + 2..range.end, Class::NEED);
        let year = next.and_then(Token::number).is_some_and(|n| n > 1_900);
        signs.since |= token.is("sedan") && year;
        signs.date |= is_date(tokens, i);
        signs.ailment |= class.any(Class::AILMENT);
        // "… önskar att mamma får hjälp": she is the one who receives.
        signs.receives |= token.is_any(&["får", "fick"])
            && next.is_some_and(|t| t.class.any(Class::NEED))
            && tokens.get(start).is_some_and(|t| t.is("att"));
        let governor = governed(tokens, i, start);
        // "en i personalen duschar", "någon av personalen"
        let among = governor == Some("i")
            && i == start + 2
            && tokens
                .get(start)
                .is_some_and(|t| t.is_any(&["en", "någon", "två"]));
        let by = governor.is_none_or(|g| g == "av" || g == "från") || among;
        let together = governor == Some("med")
            && slice(tokens, i.saturating_sub(4).max(start)..i)
                .iter()
                .any(|t| t.is_any(&["tillsammans", "ihop"]));
        // "personalen på avdelningen" is somebody else's.
        let elsewhere = class.any(Class::PROVIDER)
            && next.is_some_and(|t| t.is_any(&["på", "från", "hos"]))
            && tokens.get(i + 2).is_some_and(|t| {
                t.class.any(Class::OTHER)
                    || ["avdelning", "sjukhus", "kortti", "boende", "geriatri"]
                        .iter()
                        .any(|s| t.norm.starts_with(s))
            });
        signs.other |= elsewhere;
        signs.provider |= class.any(Class::PROVIDER) && (by || together) && !elsewhere;
        let husband = token.is("man")
            && before.is_some_and(|t| t.is_any(&["god", "gode", "hennes", "hans", "sin"]));
        let one = token.is_any(&["någon", "man"]) && !husband;
        // "nattetid tittar man in"; "hon har man och barn" is married.
        let turned = before.is_some_and(|t| t.class.any(Class::STATE.with(Class::NEED_VERB)))
            && next.is_some_and(|t| t.kind == Kind::Word && !t.is_any(&["och", "som", "samt"]));
        signs.provider |= one && by && (next.is_some_and(finite) || turned);
        if (class.any(Class::OTHER) && !titled(token, before, next)) || husband {
            supported = false;
            match governor {
                // "ringa dottern tillsammans med henne"
                None if i == start + 1
                    && before
                        .is_some_and(|t| t.is_any(&["ringa", "möta", "besöka", "kontakta"])) => {}
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
