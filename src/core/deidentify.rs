//! De-identification (*avidentifiering*): what in a text tells whom it is about.

/// A piece of a text: a word, or what stands between words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Letters.
    Word(&'a str),
    /// A personal number, a telephone number or a postcode.
    Number(&'a str),
    /// Anything else.
    Between(&'a str),
}

/// The text in pieces, each with whether it was cut with "…".
pub fn pieces(text: &str) -> Vec<(Piece<'_>, bool)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = |is: &dyn Fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let (len, piece): (usize, fn(&str) -> Piece<'_>) = if first.is_alphabetic() {
            (end(&char::is_alphabetic), |t| Piece::Word(t))
        } else if let Some(len) = number(rest) {
            (len, |t| Piece::Number(t))
        } else if first.is_ascii_digit() {
            (end(&|c| c.is_ascii_digit()), |t| Piece::Between(t))
        } else {
            let stop = |c: char| !c.is_alphabetic() && !c.is_ascii_digit() && c != '+';
            (end(&stop).max(1), |t| Piece::Between(t))
        };
        let (part, after) = rest.split_at(len);
        found.push((piece(part), after.starts_with('…')));
        rest = after;
    }
    found
}

/// The bytes of a personal number, a telephone number or a postcode that a text begins with, also where
/// it was cut with "…". A date, a case number and a time are none.
fn number(text: &str) -> Option<usize> {
    let digits = |from: usize| {
        text.get(from..)
            .map_or(0, |t| t.bytes().take_while(u8::is_ascii_digit).count())
    };
    let first = digits(0);
    let cut = |len: usize| text.get(len..).is_some_and(|t| t.starts_with('…'));
    let mark = text.as_bytes().get(first).copied();
    if matches!(first, 10..=12) {
        return Some(first);
    }
    if matches!(first, 6 | 8) && matches!(mark, Some(b'-' | b'+')) {
        let last = text.bytes().skip(first + 1);
        let last = last.take_while(u8::is_ascii_alphanumeric).count();
        if last == 4 || cut(first + 1 + last) {
            return Some(first + 1 + last);
        }
    }
    let born = first == 8 && (text.starts_with("19") || text.starts_with("20"));
    if born || matches!(first, 6..=9) && cut(first) {
        return Some(first);
    }
    telephone(text, first).or_else(|| {
        // 123 45 and, of a number without its area code, 123 45 67.
        let grouped = |lens: &[usize]| {
            let mut at = 0;
            for (i, len) in lens.iter().enumerate() {
                if i > 0 && !matches!(text.as_bytes().get(at), Some(b' ' | b'-')) {
                    return None;
                }
                at += usize::from(i > 0);
                if digits(at) != *len {
                    return None;
                }
                at += len;
            }
            Some(at)
        };
        [&[3, 2, 2][..], &[3, 3, 2], &[3, 2]]
            .iter()
            .find_map(|lens| grouped(lens))
    })
}

/// The bytes of a telephone number with its area code or its country: 070-000 00 00, +46 70 000 00 00.
fn telephone(text: &str, first: usize) -> Option<usize> {
    let abroad = text.starts_with('+');
    let mark = text.as_bytes().get(first).copied();
    let home = (2..=4).contains(&first)
        && text.starts_with('0')
        && matches!(mark, Some(b'-' | b' ' | b'/'));
    if !abroad && !home {
        return None;
    }
    let from = first + 1;
    let tail = text.get(from..).unwrap_or_default();
    let parts = |b: &u8| b.is_ascii_digit() || matches!(b, b' ' | b'-');
    let long = tail.bytes().take_while(parts).count();
    let long = tail.get(..long).unwrap_or_default();
    let long = long.trim_end_matches([' ', '-']).len();
    let count = tail.bytes().take(long).filter(u8::is_ascii_digit).count();
    let cut = text.get(from + long..)?.trim_start().starts_with('…') && count > 0;
    (count >= if abroad { 7 } else { 5 } || cut).then_some(from + long)
}

/// Where in a text numbers lie that have a space in them, which no line may be broken at.
pub fn spaced_numbers(text: &str) -> Vec<std::ops::Range<usize>> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let mut at = 0;
    let mut found = Vec::new();
    for (piece, _) in pieces(text) {
        let (Piece::Word(part) | Piece::Number(part) | Piece::Between(part)) = piece;
        if matches!(piece, Piece::Number(_)) && part.contains(' ') {
            found.push(at..at + part.len());
        }
        at += part.len();
    }
    found
}

/// The words of names, as they are looked for.
struct Names(Vec<String>);

impl Names {
    fn of(names: &[String]) -> Names {
        Names(
            names
                .iter()
                .flat_map(|n| n.split(|c: char| !c.is_alphabetic()))
                .filter(|w| w.chars().count() > 1)
                .map(str::to_lowercase)
                .collect(),
        )
    }

    /// Whether a word is a name, and if so whether it is one in the genitive.
    fn genitive(&self, word: &str) -> Option<bool> {
        let lower = word.to_lowercase();
        if !word.chars().next().is_some_and(char::is_uppercase) {
            None
        } else if self.0.contains(&lower) {
            Some(false)
        } else {
            let stem = lower.strip_suffix('s')?;
            self.0.iter().any(|n| n == stem).then_some(true)
        }
    }
}

/// Whether a sentence begins after this text.
fn sentence_begins(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
    before.is_empty() || before.ends_with(['.', '?', '!', ':', '"', '”', '»', '\n', '•', '-', '–'])
}

/// What in a text may tell whom it is about: the names that are known, numbers, and words with a capital
/// within a sentence, which are names of others and of places. Words all in capitals are none.
pub fn revealing(text: &str, names: &[String]) -> Vec<String> {
    let names = Names::of(names);
    let mut found: Vec<String> = Vec::new();
    let mut before = String::new();
    for (piece, _) in pieces(text) {
        let part = match piece {
            Piece::Word(part) | Piece::Number(part) | Piece::Between(part) => part,
        };
        let tells = match piece {
            Piece::Word(word) => {
                let capital = word.chars().next().is_some_and(char::is_uppercase);
                let small = word.chars().any(char::is_lowercase);
                names.genitive(word).is_some() || (capital && small && !sentence_begins(&before))
            }
            Piece::Number(_) => true,
            Piece::Between(_) => false,
        };
        if tells && !found.iter().any(|known| known == part) {
            found.push(part.to_owned());
        }
        before.push_str(part);
    }
    found
}

/// The text with "personen" for names and nothing for numbers: a text that may be shown to others once
/// somebody has read it through.
pub fn deidentify(text: &str, names: &[String]) -> String {
    let names = Names::of(names);
    let mut out = String::with_capacity(text.len());
    // Where the word written for the latest name begins, while only a space or hyphen has come after it.
    let mut last: Option<(usize, usize)> = None;
    for (piece, _) in pieces(text) {
        match piece {
            Piece::Word(word) => {
                let Some(genitive) = names.genitive(word) else {
                    out.push_str(word);
                    last = None;
                    continue;
                };
                let from = match last {
                    Some((from, to)) if matches!(out.get(to..), Some(" " | "-" | ", ")) => from,
                    _ => out.len(),
                };
                out.truncate(from);
                let begins = out.trim_end().is_empty()
                    || out.trim_end().ends_with(['.', '?', '!', ':', '"']);
                out.push_str(if begins { "Personen" } else { "personen" });
                if genitive {
                    out.push('s');
                }
                last = Some((from, out.len()));
            }
            Piece::Number(_) => out.push('–'),
            Piece::Between(between) => out.push_str(between),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_tell_of_somebody_is_named() {
        let names = ["Bergström", "Karin"].map(String::from);
        for (text, told) in [
            ("Stöd med hygien. Tvätt varannan vecka.", &[][..]),
            ("Karins syster Märta hjälper.", &["Karins", "Märta"]),
            ("Ring 070-000 00 00.", &["070-000 00 00"]),
            ("Vill gå till Hedvig Eleonora.", &["Hedvig", "Eleonora"]),
            ("”Jag vill kunna bo kvar.” SIP är gjord.", &[]),
            ("Behov:\n- Dusch\n- Tvätt", &[]),
        ] {
            assert_eq!(revealing(text, &names), told, "{text}");
        }
    }

    #[test]
    fn numbers_with_spaces_are_found() {
        let text = "Ring 070-000 00 00 i dag, åå 08-000 00.";
        let found: Vec<&str> = spaced_numbers(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, ["070-000 00 00", "08-000 00"]);
    }

    #[test]
    fn names_and_numbers_are_taken_away() {
        let names = ["Bergström", "Karin", "Lena Bergström"].map(String::from);
        for (text, told) in [
            ("Karin Bergström behöver stöd.", "Personen behöver stöd."),
            (
                "Stöd till Karin. Karins dotter Lena hjälper.",
                "Stöd till personen. Personens dotter personen hjälper.",
            ),
            ("19420318-0007 ring 070-000 00 00", "– ring –"),
            ("+46 70 000 00 00, 070-000-00-00, 08/000 000.", "–, –, –."),
            (
                "194203… 19420318-0… 070-000 … 900 00 00, 123 45",
                "–… –… – … –, –",
            ),
            (
                "kl 14.30 den 2026-11-23, ärende 26-0412 + 3",
                "kl 14.30 den 2026-11-23, ärende 26-0412 + 3",
            ),
            ("Behov 2026-11-23, en karin", "Behov 2026-11-23, en karin"),
        ] {
            assert_eq!(deidentify(text, &names), told, "{text}");
        }
    }
}
