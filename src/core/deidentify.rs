//! De-identification (*avidentifiering*): what in a text tells whom it is about.

/// A piece of a text: a word, or what stands between words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Letters.
    Word(&'a str),
    /// A personal number or a telephone number.
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
            let stop = |c: char| !c.is_alphabetic() && !c.is_ascii_digit();
            (end(&stop), |t| Piece::Between(t))
        };
        let (part, after) = rest.split_at(len);
        found.push((piece(part), after.starts_with('…')));
        rest = after;
    }
    found
}

/// The bytes of a personal number or a telephone number that a text begins with. A date, a case number
/// and a time are none.
fn number(text: &str) -> Option<usize> {
    let digits = |from: usize| {
        text.get(from..)
            .map_or(0, |t| t.bytes().take_while(u8::is_ascii_digit).count())
    };
    let first = digits(0);
    let mark = text.as_bytes().get(first).copied();
    if matches!(first, 10 | 12) {
        return Some(first);
    }
    if matches!(first, 6 | 8) && matches!(mark, Some(b'-' | b'+')) {
        let last = text.bytes().skip(first + 1);
        let last = last.take_while(u8::is_ascii_alphanumeric).count();
        if last == 4 {
            return Some(first + 5);
        }
    }
    // 070-000 00 00
    if (2..=4).contains(&first) && text.starts_with('0') && matches!(mark, Some(b'-' | b' ')) {
        let tail = text.get(first + 1..).unwrap_or_default();
        let long = tail
            .bytes()
            .take_while(|b| b.is_ascii_digit() || *b == b' ')
            .count();
        let long = tail.get(..long).unwrap_or_default().trim_end().len();
        let count = tail.bytes().take(long).filter(u8::is_ascii_digit).count();
        if count >= 5 {
            return Some(first + 1 + long);
        }
    }
    None
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
    fn names_and_numbers_are_taken_away() {
        let names = ["Bergström", "Karin", "Lena Bergström"].map(String::from);
        for (text, told) in [
            ("Karin Bergström behöver stöd.", "Personen behöver stöd."),
            (
                "Stöd till Karin. Karins dotter Lena hjälper.",
                "Stöd till personen. Personens dotter personen hjälper.",
            ),
            ("19420318-0007 ring 070-000 00 00", "– ring –"),
            ("Behov 2026-11-23, en karin", "Behov 2026-11-23, en karin"),
        ] {
            assert_eq!(deidentify(text, &names), told, "{text}");
        }
    }
}
