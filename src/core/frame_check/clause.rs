//! Sentences and clauses, and for each clause whether it orders something. What was, what the person
//! or relatives do themselves and how things are is background and is not judged.

use std::ops::Range;

use super::forms::finite;
use super::imperative::instructs;
use super::token::{Kind, Token};
use super::who::{PREPOSITIONS, denies, governed, orders};
use super::words::Class;

/// A text cut up: the sentences, and for each token whether what it says is judged.
pub(super) struct Parse {
    pub sentences: Vec<Range<usize>>,
    pub judged: Vec<bool>,
}

/// What opens a clause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    Plain,
    /// *för att*, *så att*
    Purpose,
    /// *eftersom*, *då*, *när*
    Reason,
    /// *som*
    Relative,
}

const FINITE: Class = Class::PAST
    .with(Class::STATE)
    .with(Class::NEED_VERB)
    .with(Class::LIGHT);

const ACTORS: Class = Class::PERSON.with(Class::OTHER).with(Class::PROVIDER);

/// Cuts a text up.
pub(super) fn parse(tokens: &[Token]) -> Parse {
    let sentences = sentences(tokens);
    let mut judged = vec![false; tokens.len()];
    for sentence in &sentences {
        judge(tokens, sentence.clone(), &mut judged);
    }
    Parse { sentences, judged }
}

fn sentences(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    for (i, token) in tokens.iter().enumerate() {
        let ends = match token.kind {
            Kind::Break | Kind::Mark('!' | '?' | ';' | '•') => true,
            Kind::Mark('.') => !abbreviated(tokens, i),
            _ => false,
        };
        if ends {
            if from < i {
                found.push(from..i);
            }
            from = i + 1;
        }
    }
    if from < tokens.len() {
        found.push(from..tokens.len());
    }
    found
}

/// Whether the point at `i` belongs to a shortened word and the sentence goes on.
fn abbreviated(tokens: &[Token], i: usize) -> bool {
    let before = i.checked_sub(1).and_then(|b| tokens.get(b));
    let Some(before) = before else { return false };
    if tokens.get(i + 1).is_none_or(|t| t.kind == Kind::Break) {
        return false;
    }
    before.is_any(&[
        "kl", "ca", "ggr", "bl", "nr", "ev", "tel", "jan", "feb", "apr", "aug", "sep", "sept",
        "okt", "nov", "dec", "mån", "tis", "ons", "tors", "fre", "lör", "sön", "resp", "inkl",
        "exkl", "max", "ung", "st", "min", "dr", "s", "k", "t", "ex", "fr", "tom", "from", "dvs",
        "kap", "fung", "enl", "pga", "lev",
    ])
}

const EARLIER: &[&str] = &["tidigare", "förut", "dessförinnan", "föregående", "förra"];

fn judge(tokens: &[Token], sentence: Range<usize>, judged: &mut [bool]) {
    let clauses = clauses(tokens, sentence.clone());
    // "Tidigare insatser: …" tells of what was, unless a verb orders.
    let earlier = (tokens.get(sentence.start)).is_some_and(|t| t.is_any(EARLIER));
    let values: Vec<Option<bool>> = clauses
        .iter()
        .map(|(range, _)| {
            let verb = |t: &Token| t.class.any(Class::NEED_VERB.with(Class::PROVIDER));
            let told = earlier && !slice(tokens, range.clone()).iter().any(verb);
            if told {
                Some(false)
            } else {
                orders(tokens, range.clone())
            }
        })
        .collect();
    // For each clause, the verdict of the next plain clause that has one of its own.
    let mut ahead: Vec<Option<bool>> = vec![None; clauses.len()];
    let mut next = None;
    for (((_, opening), value), slot) in clauses.iter().zip(&values).zip(&mut ahead).rev() {
        *slot = next;
        if *opening == Opening::Plain && value.is_some() {
            next = *value;
        }
    }
    let mut carried: Option<bool> = None;
    let mut last: Option<bool> = None;
    let mut provided = false;
    let mut turned = false;
    let mut pointed = sentence.start;
    let mut denied = false;
    for (((range, opening), value), ahead) in clauses.iter().zip(&values).zip(&ahead) {
        let verdict = match (opening, value) {
            // "Personalen kommer och ger lunch": the second verb has the first one's actor.
            // … and so has what comes next in order: "smörjas in och därefter få på sig kläder".
            (Opening::Plain, Some(false))
                if (provided || last == Some(true) && next_in_order(tokens, range.clone()))
                    && !acted(tokens, range.clone()) =>
            {
                true
            }
            // "se till att hon äter": what is seen to is ordered with the seeing.
            (Opening::Plain, Some(false)) if last == Some(true) && seen_to(tokens, range.start) => {
                true
            }
            (Opening::Plain, Some(value)) => {
                carried = Some(*value);
                provided = *value && provides(tokens, range.clone());
                *value
            }
            (Opening::Purpose | Opening::Reason, value) => value.unwrap_or(false),
            (Opening::Relative, Some(true)) => true,
            (Opening::Relative, Some(false)) if acted(tokens, range.clone()) => false,
            (Opening::Relative, _) => carried.unwrap_or(false),
            // "behöver inte hjälp med maten men med kläderna"
            (Opening::Plain, None) if denied && contrasts(tokens, range.start) => {
                carried = Some(true);
                true
            }
            (Opening::Plain, None) if narrows(tokens, range.start) && last.is_some() => {
                last.unwrap_or(true)
            }
            (Opening::Plain, None) => {
                // "På lördagar, ibland söndagar, handlar dottern": a time alone belongs to what follows,
                // and after "men" to nothing before it.
                let ahead = ahead.filter(|_| only_time(tokens, range.clone()));
                let turns = turned || tokens.get(range.start).is_some_and(|t| t.is("men"));
                turned = turns && ahead.is_some();
                let (near, far) = if turned {
                    (ahead, carried)
                } else {
                    (carried, ahead)
                };
                near.or(far).unwrap_or(true)
            }
        };
        last = Some(verdict);
        denied = !verdict && denies(tokens, range.clone());
        for known in judged.iter_mut().take(range.end).skip(range.start) {
            *known = verdict;
        }
        // "Städdag är torsdag, städning ska ske då": what was told before says when.
        if verdict && points_back(tokens, range.clone()) {
            for known in judged.iter_mut().take(range.start).skip(pointed) {
                *known = true;
            }
            pointed = range.start;
        }
    }
    if instructs(tokens, sentence.clone()) {
        for known in judged.iter_mut().take(sentence.end).skip(sentence.start) {
            *known = true;
        }
    }
}

/// Whether a clause says *då* (then): last, or beside its verb.
fn points_back(tokens: &[Token], range: Range<usize>) -> bool {
    range.clone().any(|i| {
        let then = tokens.get(i).is_some_and(|t| t.is("då"));
        let after = tokens.get(i + 1).filter(|_| i + 1 < range.end);
        let before = (i > range.start).then(|| tokens.get(i - 1)).flatten();
        then && (after.is_none_or(finite) || before.is_some_and(finite))
    })
}

/// Whether a clause is nothing but a time.
fn only_time(tokens: &[Token], range: Range<usize>) -> bool {
    let time = Class::TIME
        .with(Class::WEEKDAY)
        .with(Class::NIGHT)
        .with(Class::SHORT_DAY);
    slice(tokens, range).iter().all(|t| {
        t.kind != Kind::Word
            || t.class.any(time)
            || t.is_any(PREPOSITIONS)
            || t.is_any(&[
                "och",
                "eller",
                "varje",
                "varannan",
                "ibland",
                "oftast",
                "vissa",
                "kl",
                "men",
                "klockan",
                "vanligtvis",
                "ungefär",
                "ca",
                "omkring",
            ])
    })
}

/// Whether a fragment is set against what stands before it: "men med kläderna", "utan på dagen".
fn contrasts(tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at)
        .is_some_and(|t| t.is_any(&["men", "utan", "däremot", "bara", "endast"]))
}

/// Whether a fragment only narrows what stands before it: "särskilt på morgonen".
fn narrows(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| {
        t.is_any(&[
            "särskilt",
            "framförallt",
            "framför",
            "främst",
            "speciellt",
            "oftast",
            "ibland",
            "mest",
            "även",
            "ffa",
            "bland",
            "typ",
            "vanligen",
            "vanligtvis",
            "både",
        ])
    })
}

/// Whether a clause has its own actor, or tells of what was.
fn acted(tokens: &[Token], range: Range<usize>) -> bool {
    slice(tokens, range).iter().any(|t| {
        t.class.any(
            Class::OTHER
                .with(Class::PERSON)
                .with(Class::PAST)
                .with(Class::SELF),
        )
    })
}

/// Whether *att* at `i` follows *se till* or the like.
fn seen_to(tokens: &[Token], i: usize) -> bool {
    let back = |n: usize| i.checked_sub(n).and_then(|b| tokens.get(b));
    let see =
        back(1).is_some_and(|t| t.is("till")) && back(2).is_some_and(|t| t.norm.starts_with("se"));
    tokens.get(i).is_some_and(|t| t.is("att"))
        && (see || back(1).is_some_and(|t| t.norm.starts_with("kontroller") || t.is("kolla")))
}

/// Whether a clause begins with a word of order.
fn next_in_order(tokens: &[Token], range: Range<usize>) -> bool {
    slice(tokens, range)
        .iter()
        .take(3)
        .any(|t| t.is_any(&["sedan", "sen", "därefter", "därpå", "slutligen"]))
}

/// Whether a clause has the one who carries out as its actor.
fn provides(tokens: &[Token], range: Range<usize>) -> bool {
    range.clone().any(|i| {
        tokens.get(i).is_some_and(|t| t.class.any(Class::PROVIDER))
            && governed(tokens, i, range.start).is_none()
    })
}

pub(super) fn slice(tokens: &[Token], range: Range<usize>) -> &[Token] {
    tokens.get(range).unwrap_or_default()
}

fn clauses(tokens: &[Token], sentence: Range<usize>) -> Vec<(Range<usize>, Opening)> {
    let mut found = Vec::new();
    let (mut from, mut opening) = (sentence.start, Opening::Plain);
    for i in sentence.clone() {
        if i == from {
            if let Some(opens) = opening_at(tokens, i) {
                opening = opens;
            }
            continue;
        }
        if let Some(opens) = opening_at(tokens, i).or_else(|| parts(tokens, i)) {
            found.push((from..i, opening));
            (from, opening) = (i, opens);
        } else if tokens.get(i).is_some_and(|t| separates(tokens, i, t)) {
            found.push((from..i, opening));
            (from, opening) = (i + 1, Opening::Plain);
        }
    }
    if from < sentence.end {
        found.push((from..sentence.end, opening));
    }
    found
}

fn separates(tokens: &[Token], i: usize, token: &Token) -> bool {
    match token.mark() {
        // "kl 8, 12 och 18" is one time.
        Some(',') if among_numbers(tokens, i) => false,
        Some(',' | ':' | '(' | ')' | '"') => true,
        Some('-') => {
            let before = i.checked_sub(1).and_then(|b| tokens.get(b));
            let loose =
                |a: Option<&Token>, b: Option<&Token>| a.zip(b).is_some_and(|(a, b)| a.to < b.from);
            loose(before, Some(token)) && loose(Some(token), tokens.get(i + 1))
        }
        _ => false,
    }
}

fn among_numbers(tokens: &[Token], i: usize) -> bool {
    let number = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at))
            .is_some_and(|t| t.kind == Kind::Number)
    };
    number(i.checked_sub(1)) && number(Some(i + 1))
}

fn opening_at(tokens: &[Token], i: usize) -> Option<Opening> {
    let token = tokens.get(i)?;
    let next_is = |word: &str| tokens.get(i + 1).is_some_and(|t| t.is(word));
    let before = i.checked_sub(1).and_then(|b| tokens.get(b));
    match token.norm.as_str() {
        // "stöd för att komma upp" is the need itself, not what it is for.
        "för" if next_is("att") => {
            let need = before.is_some_and(|t| t.class.any(Class::NEED));
            (!need).then_some(Opening::Purpose)
        }
        "så" if next_is("att") => Some(Opening::Purpose),
        // "och då ska personalen vara där": then, and not when.
        "då" if tokens.get(i + 1).is_some_and(finite) => Some(Opening::Plain),
        "då" if tokens.get(i + 1).is_none_or(|t| t.kind != Kind::Word) => None,
        "då" if next_is("innan") || next_is("efter") || next_is("före") => None,
        // "ligger fast kl åtta" is firmly.
        "fast"
            if tokens
                .get(i + 1)
                .is_none_or(|t| !t.class.any(ACTORS) && !t.is("det")) =>
        {
            None
        }
        "eftersom" | "då" | "medan" | "när" | "pga" | "fast" | "fastän" | "trots" | "emedan" => {
            Some(Opening::Reason)
        }
        "därför" if next_is("att") => Some(Opening::Reason),
        "så" if (next_is("snart") || next_is("fort"))
            && !tokens.get(i + 2).is_some_and(|t| t.is("som")) =>
        {
            Some(Opening::Reason)
        }
        "sedan" if began(tokens, i) => Some(Opening::Reason),
        "innan" if before_what(tokens, i).is_some() => Some(Opening::Reason),
        "som" if next_is("möjligt") => None,
        "som" => Some(Opening::Relative),
        _ => None,
    }
}

/// The verb of the clause that *innan* opens: "innan hon går", "innan barnbarnen kommer från skolan".
pub(super) fn before_what(tokens: &[Token], i: usize) -> Option<usize> {
    let verb = Class::STATE.with(Class::LIGHT);
    (i + 2..i + 7)
        .map_while(|at| {
            tokens
                .get(at)
                .filter(|t| t.kind == Kind::Word)
                .map(|t| (at, t))
        })
        .find(|(_, t)| t.class.any(verb) || t.class.any(Class::NEED_VERB))
        .filter(|(_, t)| t.class.any(verb) && !t.is("kan"))
        .map(|(at, _)| at)
}

/// Whether *sedan* opens a clause of what was ("sedan hon föll") and is not the order of chores.
fn began(tokens: &[Token], i: usize) -> bool {
    slice(tokens, i + 1..(i + 5).min(tokens.len()))
        .iter()
        .take_while(|t| t.kind == Kind::Word)
        .any(|t| t.class.any(Class::PAST))
}

/// Whether a clause begins at a word that joins: *men*, *och* before a verb, *att* before an actor.
fn parts(tokens: &[Token], i: usize) -> Option<Opening> {
    let token = tokens.get(i)?;
    let ahead = |most: usize, class: Class| {
        slice(tokens, i + 1..(i + 1 + most).min(tokens.len()))
            .iter()
            .take_while(|t| t.kind == Kind::Word && !t.is_any(&["och", "samt", "eller", "att"]))
            .any(|t| t.class.any(class))
    };
    let cuts = match token.norm.as_str() {
        "men" | "dock" | "däremot" | "annars" => true,
        "och" | "samt" | "eller" | "så" => ahead(3, FINITE),
        "att" => ahead(2, Class::PROVIDER.with(Class::PERSON).with(Class::OTHER)),
        _ => false,
    };
    cuts.then_some(Opening::Plain)
}
