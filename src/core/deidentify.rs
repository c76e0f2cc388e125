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

/// The text with "personen" for names and nothing for numbers: a text that may be shown to others once
/// somebody has read it through.
pub fn deidentify(text: &str, names: &[String]) -> String {
    let names: Vec<String> = names
        .iter()
        .flat_map(|n| n.split(|c: char| !c.is_alphabetic()))
        .filter(|w| w.chars().count() > 1)
        .map(str::to_lowercase)
        .collect();
    let known = |word: &str| {
        let upper = word.chars().next().is_some_and(char::is_uppercase);
        let lower = word.to_lowercase();
        if !upper {
            None
        } else if names.contains(&lower) {
            Some(false)
        } else {
            let stem = lower.strip_suffix('s')?;
            names.iter().any(|n| n == stem).then_some(true)
        }
    };
    let mut out = String::with_capacity(text.len());
    // Where the word written for the latest name begins, while only a space or hyphen has come after it.
    let mut last: Option<(usize, usize)> = None;
    for (piece, _) in pieces(text) {
        match piece {
            Piece::Word(word) => {
                let Some(genitive) = known(word) else {
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
