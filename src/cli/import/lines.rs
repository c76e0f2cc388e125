//! Where in a JSON file an entry stands, so that what is wrong with it can be told by its line.

use std::collections::HashMap;

/// The entries of the lists of a JSON object, by where they begin. The text is known to be right JSON.
pub(super) struct Lines<'a> {
    text: &'a [u8],
    /// Offset and line of each entry of each list.
    starts: HashMap<String, Vec<(usize, u64)>>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a [u8]) -> Lines<'a> {
        let mut starts: HashMap<String, Vec<(usize, u64)>> = HashMap::new();
        let mut key = String::new();
        walk(text, 0, |at, line, depth, what| {
            match (depth, what) {
                (1, Part::Text(name)) => key = String::from_utf8_lossy(name).into_owned(),
                (2, Part::Open) => starts.entry(key.clone()).or_default().push((at, line)),
                _ => {}
            }
            true
        });
        Lines { text, starts }
    }

    /// The line of a field of an entry; the entry's own where the field does not stand there.
    pub(super) fn line(&self, list: &str, entry: usize, field: &str) -> u64 {
        let Some((start, first)) = self.starts.get(list).and_then(|all| all.get(entry)) else {
            return 0;
        };
        let mut found = *first;
        walk(self.text, *start, |_, line, depth, what| {
            match (depth, what) {
                (1, Part::Text(name)) if name == field.as_bytes() => {
                    found = first + line - 1;
                    false
                }
                (0, Part::Close) => false,
                _ => true,
            }
        });
        found
    }
}

/// What the walk meets, with the depth it lies at.
enum Part<'a> {
    Open,
    Close,
    Text(&'a [u8]),
}

/// Walks through JSON from an offset, lines counted from 1, until told to stop.
fn walk<'a>(
    text: &'a [u8],
    from: usize,
    mut meet: impl FnMut(usize, u64, usize, Part<'a>) -> bool,
) {
    let (mut at, mut line, mut depth) = (from, 1, 0_usize);
    while let Some(byte) = text.get(at) {
        let going = match byte {
            b'\n' => {
                line += 1;
                true
            }
            b'{' | b'[' => {
                let going = meet(at, line, depth, Part::Open);
                depth += 1;
                going
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                meet(at, line, depth, Part::Close)
            }
            b'"' => {
                let start = at + 1;
                at = start;
                while text.get(at).is_some_and(|b| *b != b'"') {
                    at += if text.get(at) == Some(&b'\\') { 2 } else { 1 };
                }
                let inside = text.get(start..at).unwrap_or_default();
                meet(start, line, depth, Part::Text(inside))
            }
            _ => true,
        };
        if !going {
            return;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_and_its_field_are_found_by_their_line() {
        let text = br#"{
  "schema": 1,
  "cases": [
    {"a": "x",
     "b": {"c": "}"}},
    {
      "a": "\"{",
      "c": 2
    }
  ],
  "events": [
    {"c": 1}
  ]
}"#;
        let lines = Lines::of(text);
        assert_eq!(lines.line("cases", 0, "b"), 5);
        assert_eq!(lines.line("cases", 0, "c"), 4, "not the inner one");
        assert_eq!(lines.line("cases", 1, "c"), 8);
        assert_eq!(
            lines.line("cases", 1, "d"),
            6,
            "the entry, where the field is not"
        );
        assert_eq!(lines.line("events", 0, "c"), 12);
    }
}
