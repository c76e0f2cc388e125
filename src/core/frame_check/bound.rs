//! Times that are bound to something else: to going to bed and waking, to meals, to what others do.

use super::clock::clock;
use super::forms::definite;
use super::opening::before_what;
use super::time::{Hit, NEARBY, before, tokens_is};
use super::token::{Kind, Token};
use super::words::{Class, Words};

/// *innan hon lägger sig*, *när hon vaknar*, *inför natten*.
pub(super) fn bedtime(tokens: &[Token], i: usize, start: usize) -> Hit {
    let token = tokens.get(i)?;
    let ahead = |n: usize| tokens.get(i + n);
    if let Some(end) = at_bed(tokens, i, start).or_else(|| about(tokens, i)) {
        return Some((i, end));
    }
    if token.is_any(&["inför", "innan", "före"]) {
        let night = |t: &Token| {
            t.class.any(Class::NIGHT)
                || [
                    "sänggå",
                    "läggning",
                    "sömn",
                    "uppstig",
                    "lägg",
                    "sängläg",
                    "mörkret",
                ]
                .iter()
                .any(|s| t.norm.starts_with(s))
        };
        let goes = |t: &Token| {
            t.norm.starts_with("lägg")
                || t.norm.starts_with("somn")
                || t.is_any(&["sover", "sova", "sängs"])
        };
        if ahead(1).is_some_and(night) {
            return Some((i, i + 1));
        }
        for n in 1..=4 {
            match ahead(n) {
                Some(t) if t.kind == Kind::Word && goes(t) => return Some((i, i + n)),
                Some(t) if t.kind == Kind::Word => {}
                _ => break,
            }
        }
    }
    if token.is("till") && ahead(1).is_some_and(|t| t.is("natten")) {
        return Some((i, i + 1));
    }
    if token.is("för") && ahead(1).is_some_and(|t| t.is("natten")) {
        let ready = tokens
            .get(start.max(i.saturating_sub(NEARBY))..i)
            .unwrap_or_default()
            .iter()
            .any(|t| t.is_any(&["ordning", "iordning", "redo", "klar", "färdig", "förbereda"]));
        return ready.then_some((i, i + 1));
    }
    None
}

/// *vid sänggåendet*, *medicin vid läggning*: a time. "Hjälp vid sänggående" is the need itself.
fn at_bed(tokens: &[Token], i: usize, start: usize) -> Option<usize> {
    let ahead = |n: usize| tokens.get(i + n);
    let at = match tokens.get(i)? {
        t if t.is("vid") => i + 1,
        t if t.is("samband") && ahead(1)?.is("med") => i + 2,
        t if t.is_any(&["efter", "till"]) => i + 1,
        _ => return None,
    };
    let bed = tokens.get(at).filter(|t| {
        [
            "sänggå",
            "sängläg",
            "läggning",
            "uppstig",
            "uppvak",
            "nattning",
            "uppvaknande",
        ]
        .iter()
        .any(|s| t.norm.starts_with(s))
    })?;
    let definite = bed.norm.ends_with("et") || bed.norm.ends_with("en");
    let with = (i > start).then(|| before(tokens, i)).flatten();
    let needed = with.is_none_or(|t| {
        t.kind != Kind::Word || t.class.any(Class::NEED) || t.is_any(&["och", "samt", "eller", "i"])
    });
    (definite || !needed).then_some(at)
}

/// *efter middagsvilan*, *till kaffet*, *innan posten*: before or after what comes at a time of the day.
/// What is also a place is no time after *till*.
fn about(tokens: &[Token], i: usize) -> Option<usize> {
    let small = |t: &Token| t.is_any(&["att", "den", "det", "sin", "sitt", "hennes", "hans"]);
    let token = tokens.get(i)?;
    let near = token.is_any(&["efter", "före", "innan", "inför", "till"]);
    let at = i + 1 + usize::from(tokens.get(i + 1).is_some_and(small));
    let what = tokens.get(at)?.class;
    let comes = what.any(Class::ARRIVAL) && !token.is("till");
    // "under maten" is the meal; "runt Aktuellt" is a time.
    let rest = token.is("för")
        && tokens
            .get(at)
            .is_some_and(|t| t.norm.contains("vila") || t.norm.ends_with("lur"))
        && what.any(Class::DAY_EVENT);
    let around = token.is_any(&["under", "runt", "kring", "omkring", "vid"])
        && !tokens.get(at)?.is("maten")
        && what.any(Class::DAY_EVENT);
    (around || rest || near && (what.any(Class::DAY_EVENT) || comes)).then_some(at)
}

/// A clause that tells when: by waking, by a meal, or by the clock (*när sonen går kl 7*).
pub(super) fn clause_time(tokens: &[Token], i: usize, words: &Words) -> Hit {
    let by_clock = || {
        let when = tokens_is(tokens, i, "när");
        let ahead = (i + 1..i + 10).filter(|_| when);
        ahead
            .map_while(|at| {
                tokens
                    .get(at)
                    .filter(|t| t.kind != Kind::Mark(','))
                    .map(|t| (at, t))
            })
            .find_map(|(at, _)| clock(tokens, at))
            .map(|(_, last)| (i, last))
    };
    let before = || {
        let opens = tokens_is(tokens, i, "innan");
        // "innan hon tappar mer kraft" is no time of the day.
        let worse = ["tapp", "raml", "förlor", "hinn", "förs", "förv", "bli"];
        let verb = before_what(tokens, i).filter(|_| opens).filter(|at| {
            tokens
                .get(*at)
                .is_some_and(|t| !worse.iter().any(|s| t.norm.starts_with(s)))
        })?;
        Some((i, verb))
    };
    let dressed = || {
        // "innan kläderna tas på"
        let noun = tokens
            .get(i + 1)
            .filter(|_| tokens_is(tokens, i, "innan"))?;
        let verb = tokens.get(i + 2)?;
        let done = verb.class.any(Class::NEED_VERB) && verb.norm.ends_with('s');
        (definite(noun) && !noun.class.any(Class::NEED) && done).then_some((i, i + 2))
    };
    waking(tokens, i)
        .or_else(dressed)
        .or_else(|| time_comes(tokens, i))
        .or_else(before)
        .or_else(|| fed(tokens, i, words))
        .or_else(by_clock)
}

/// *när det är dags för kaffe*, *när kvällen kommer*: a clause that tells when by the time itself.
fn time_comes(tokens: &[Token], i: usize) -> Hit {
    let opens = tokens.get(i)?.is_any(&["när", "då", "så", "innan"]);
    let next = |n: usize| tokens.get(i + n).filter(|t| t.kind == Kind::Word);
    let comes = |t: &Token| {
        let verbs = ["kom", "närm", "bli", "börja", "infall", "bryter"];
        verbs.iter().any(|s| t.norm.starts_with(s))
    };
    (1..=6)
        .filter(|_| opens)
        .map_while(|n| next(n).map(|t| (n, t)))
        .find(|(n, t)| t.is("dags") || t.class.any(Class::TIME) && next(n + 1).is_some_and(comes))
        .map(|(n, _)| (i, i + n))
}

/// *när frukosten är uppäten*, *så snart hon ätit*: a clause that tells when by a meal.
fn fed(tokens: &[Token], i: usize, words: &Words) -> Hit {
    let opens = tokens
        .get(i)?
        .is_any(&["när", "så", "innan", "efter", "tills"]);
    (1..=5)
        .filter(|_| opens)
        .map_while(|n| {
            tokens
                .get(i + n)
                .filter(|t| t.kind == Kind::Word)
                .map(|t| (n, t))
        })
        .find(|(n, t)| {
            words.meal(&t.norm).is_some()
                || t.is("ätit")
                || t.class.any(Class::DAY_EVENT) && !cooked(tokens, i + n)
                || arrives(tokens, i + n)
        })
        .map(|(n, _)| (i, i + n))
}

/// "när maten lagas" is with what, not when.
fn cooked(tokens: &[Token], i: usize) -> bool {
    tokens
        .get(i + 1)
        .is_some_and(|t| t.is_any(&["lagas", "tillagas", "förbereds"]))
}

/// *posten kommer*, *tidningen burits in*, *passet börjar*: what comes at a time of the day has come.
fn arrives(tokens: &[Token], i: usize) -> bool {
    let comes = |t: &Token| {
        let verbs = [
            "kom", "börja", "sluta", "start", "inled", "hämta", "bur", "lever", "var", "ring",
        ];
        verbs.iter().any(|s| t.norm.starts_with(s)) || t.is_any(&["är", "går"])
    };
    let what = tokens
        .get(i)
        .is_some_and(|t| t.class.any(Class::ARRIVAL) || t.is_any(&["dag", "dagen"]));
    let day = tokens.get(i).is_some_and(|t| t.is_any(&["dag", "dagen"]));
    let next = |n: usize| tokens.get(i + n).filter(|t| t.kind == Kind::Word);
    let starts = |t: &Token| t.norm.starts_with("börja") || t.norm.starts_with("start");
    if day {
        return next(1).is_some_and(starts);
    }
    what && (1..=2).filter_map(next).any(comes)
}

/// *innan hon lägger sig*, *när han har vaknat*, *så snart hon vaknar*: a clause that tells when.
pub(super) fn waking(tokens: &[Token], i: usize) -> Hit {
    if !tokens.get(i)?.is_any(&[
        "innan", "när", "då", "så", "efter", "sedan", "samband", "förrän", "tills",
    ]) {
        return None;
    }
    // "tillsyn på natten då hon går upp" narrows the need of the night.
    let narrows = tokens.get(i)?.is_any(&["då", "när", "så"]);
    if narrows && before(tokens, i).is_some_and(|t| t.class.any(Class::NIGHT)) {
        return None;
    }
    for n in 1..=5 {
        let token = tokens.get(i + n).filter(|t| t.kind == Kind::Word)?;
        if token.class.any(Class::NIGHT) {
            return None;
        }
        let sleep = [
            "lägg", "somn", "vakn", "mörkn", "mörkt", "skymm", "ljusn", "ljust", "skymt",
        ]
        .iter()
        .any(|s| token.norm.starts_with(s))
            || token.is_any(&["sover", "stiger", "sängs"])
            || (token.is("lagt") && tokens.get(i + n + 1).is_some_and(|t| t.is("sig")))
            || (token.is_any(&["går", "gått"])
                && tokens.get(i + n - 1).is_some_and(|t| t.is("solen")))
            || (token.is_any(&["går", "kommer", "kliver", "stigit", "gått", "kommit"])
                && tokens.get(i + n + 1).is_some_and(|t| t.is("upp"))
                && !tokens
                    .get(i + n + 2)
                    .is_some_and(|t| t.is_any(&["ur", "från", "för"])));
        let night = tokens
            .get(i + n + 1..i + n + 4)
            .unwrap_or_default()
            .iter()
            .any(|t| t.class.any(Class::NIGHT));
        if sleep {
            return (!night).then_some((i, i + n));
        }
    }
    None
}
