//! Sentences and clauses, and for each clause whether it orders something. What was, what the person
//! or relatives do themselves and how things are is background and is not judged.

use std::ops::Range;

use super::denial::denies;
use super::forms::finite;
use super::imperative::instructs;
use super::link::{
    acted, concludes, contrasts, done_by_others, narrows, next_in_order, only_time, points_back,
    seen_to, theirs,
};
use super::opening::{Opening, opening_at, parts};
use super::token::{Kind, Token};
use super::who::{governed, orders};
use super::words::Class;

/// A text cut up: the sentences, and for each token whether what it says is judged.
pub(super) struct Parse {
    pub sentences: Vec<Range<usize>>,
    pub judged: Vec<bool>,
}

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
    // "mån och tors. Behov av …" ends with its day.
    let may_end = [
        "mån", "tis", "ons", "tors", "fre", "lör", "sön", "st", "min", "ggr",
    ];
    if before.is_any(&may_end) && tokens.get(i + 1).is_some_and(|t| t.capital) {
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
    // "Hemtjänst enligt tidigare beslut: …" does too.
    let decided = |i: usize| {
        let was = tokens.get(i).is_some_and(|t| t.is("tidigare"));
        let what = ["beslut", "beställning", "bedömning", "insats"];
        was && tokens
            .get(i + 1)
            .is_some_and(|t| what.iter().any(|s| t.norm.starts_with(s)))
    };
    let decided = sentence.clone().any(decided);
    let opens = (tokens.get(sentence.start)).is_some_and(|t| t.is_any(EARLIER));
    let mut values: Vec<Option<bool>> = clauses
        .iter()
        .map(|(range, _)| {
            let orders_now = if opens {
                Class::NEED_VERB.with(Class::PROVIDER)
            } else {
                Class::NEED_VERB
            };
            let verb = |t: &Token| t.class.any(orders_now);
            let told = (opens || decided) && !slice(tokens, range.clone()).iter().any(verb);
            if told {
                Some(false)
            } else {
                orders(tokens, range.clone())
            }
        })
        .collect();
    // "Insulin ges kl 8, sköts av hemsjukvården": what comes after tells whose it is.
    for (k, (range, _)) in clauses.iter().enumerate().skip(1) {
        if done_by_others(tokens, range.clone())
            && let Some(value) = values.get_mut(k - 1)
        {
            *value = Some(false);
        }
    }
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
            // "avlösning då mamman arbetar, vilket är tisdagar"
            (Opening::Plain, Some(false))
                if carried == Some(true)
                    && tokens.get(range.start).is_some_and(|t| t.is("vilket"))
                    && !acted(tokens, range.clone()) =>
            {
                true
            }
            // "Hemsjukvården sköter medicinen, den ges på kvällen": still theirs.
            (Opening::Plain, Some(true))
                if last == Some(false) && theirs(tokens, range.clone()) =>
            {
                false
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
            // "orkar mest före lunch, därför dusch då"
            (Opening::Plain, None) if concludes(tokens, range.clone()) => {
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
        let leads = opening == Opening::Reason && from == sentence.start;
        let inverted = || (leads && inverts(tokens, from, i)).then_some(Opening::Plain);
        let opens = opening_at(tokens, i).or_else(|| parts(tokens, i));
        if let Some(opens) = opens.or_else(inverted) {
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

/// Whether the main clause begins at `i` after a clause that says when or why, with no comma between: "när hon har
/// vaknat ska hon få hjälp". Its verb stands before its actor, and the first clause has had its own.
fn inverts(tokens: &[Token], from: usize, i: usize) -> bool {
    let actor = Class::PERSON.with(Class::PROVIDER);
    let verb = tokens.get(i).is_some_and(finite);
    let had = slice(tokens, from + 1..i)
        .iter()
        .any(|t| finite(t) || t.class.any(Class::PAST));
    verb && had && tokens.get(i + 1).is_some_and(|t| t.class.any(actor))
}

fn separates(tokens: &[Token], i: usize, token: &Token) -> bool {
    match token.mark() {
        // "kl 8, 12 och 18" is one time.
        Some(',') if among_numbers(tokens, i) => false,
        // "den 19:e"
        Some(':') if ordinal(tokens, i) => false,
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

fn ordinal(tokens: &[Token], i: usize) -> bool {
    let number = i.checked_sub(1).and_then(|b| tokens.get(b));
    let number = number.filter(|t| t.kind == Kind::Number);
    let end = tokens.get(i + 1).filter(|t| t.is_any(&["e", "a", "de"]));
    number.zip(end).is_some_and(|(a, b)| b.from == a.to + 1)
}

fn among_numbers(tokens: &[Token], i: usize) -> bool {
    let number = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at))
            .is_some_and(|t| t.kind == Kind::Number)
    };
    number(i.checked_sub(1)) && number(Some(i + 1))
}
