//! Seeking in a choice: letters typed after each other find the alternative that they begin, as they do in
//! a list of files.

use std::time::{Duration, Instant};

use crate::core::text::Fit;

/// Letters that come closer than this belong together.
const TOGETHER: Duration = Duration::from_secs(1);

/// What has been typed in a choice.
#[derive(Default)]
pub(super) struct Seek {
    field: String,
    typed: String,
    last: Option<Instant>,
}

impl Seek {
    /// The next letter begins anew.
    pub(super) fn forget(&mut self) {
        self.typed.clear();
    }

    /// A letter in a field's choice, of which the alternative `at` is chosen: the one that is now meant. A
    /// letter that leads nowhere changes nothing; the same one again goes on to the next that it begins.
    pub(super) fn letter(
        &mut self,
        field: &str,
        letter: char,
        now: Instant,
        all: &[&str],
        at: Option<usize>,
    ) -> Option<usize> {
        let together = self
            .last
            .is_some_and(|last| now.saturating_duration_since(last) < TOGETHER);
        if !together || self.field != field {
            self.typed.clear();
        }
        let goes_on = !self.typed.is_empty();
        if letter == ' ' && !goes_on {
            return None;
        }
        field.clone_into(&mut self.field);
        self.last = Some(now);
        let whole = format!("{}{letter}", self.typed);
        let here = at.unwrap_or(0);
        // The first letter moves on from what is chosen; the rest may find that it was the right one.
        let from = if goes_on {
            here
        } else {
            at.map_or(0, |i| i + 1)
        };
        let found = next(&whole, all, from);
        if found.is_some() {
            self.typed = whole;
            return found;
        }
        let one = letter.to_string();
        if self.typed.to_lowercase() == one.to_lowercase() {
            return next(&one, all, at.map_or(0, |i| i + 1));
        }
        if letter == ' ' {
            self.forget();
        }
        None
    }
}

/// The first of those that answer best, from a place and round.
fn next(typed: &str, all: &[&str], from: usize) -> Option<usize> {
    let best = all.iter().filter_map(|a| Fit::of(typed, a)).min()?;
    (from..from + all.len())
        .map(|i| i % all.len())
        .find(|i| all.get(*i).and_then(|a| Fit::of(typed, a)) == Some(best))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPES: [&str; 7] = [
        "Hemtjänst",
        "LSS 9 § 2 personlig assistans",
        "LSS 9 § 3 ledsagarservice",
        "Tandvårdsstöd",
        "Färdtjänst",
        "Riksfärdtjänst",
        "Åldersboende",
    ];

    /// What is chosen after letters, each so many milliseconds after the one before.
    fn typed(letters: &str, apart: u64, all: &[&str], first: Option<usize>) -> Option<usize> {
        let mut seek = Seek::default();
        let mut now = Instant::now();
        let mut at = first;
        for letter in letters.chars() {
            now += Duration::from_millis(apart);
            at = seek.letter("typ", letter, now, all, at).or(at);
        }
        at
    }

    #[test]
    fn letters_that_come_together_are_one_word() {
        let names = ["Agnieszka Nowak", "Anna Ek", "Petra Sand", "Åsa Ek"];
        for (letters, told) in [
            ("Petra", "Petra Sand"),
            ("anna ek", "Anna Ek"),
            ("sand", "Petra Sand"),
            ("å", "Åsa Ek"),
            ("as", "Åsa Ek"),
            ("a", "Agnieszka Nowak"),
            ("aa", "Anna Ek"),
            ("petrax", "Petra Sand"),
        ] {
            let at = typed(letters, 200, &names, None).unwrap();
            assert_eq!(names[at], told, "{letters}");
        }
        for (letters, told) in [
            ("Färdtj", "Färdtjänst"),
            ("fardtj", "Färdtjänst"),
            ("LSS 9 § 3", "LSS 9 § 3 ledsagarservice"),
            ("lll", "LSS 9 § 2 personlig assistans"),
            ("ledsag", "LSS 9 § 3 ledsagarservice"),
            ("å", "Åldersboende"),
        ] {
            let at = typed(letters, 200, &TYPES, Some(0)).unwrap();
            assert_eq!(TYPES[at], told, "{letters}");
        }
    }

    #[test]
    fn letters_that_come_apart_are_each_a_first_one() {
        let names = ["Agnieszka Nowak", "Anna Ek", "Petra Sand"];
        assert_eq!(typed("pa", 1500, &names, None), Some(0));
        assert_eq!(typed("x", 200, &names, Some(1)), Some(1));
        assert_eq!(typed("a", 200, &[], None), None);
    }
}
