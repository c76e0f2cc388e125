//! Breaking and cutting text by how wide it is on the screen, and cleaning what is pasted.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::core::deidentify::spaced_numbers;
use crate::core::text::{clean_text, screen_safe};

/// Whether a text is nothing but letters, figures and signs of one column each, as nearly all of them are.
/// Of such a one everything is known without looking in the tables of Unicode, which is most of what a
/// frame takes.
pub fn is_plain(text: &str) -> bool {
    let one_column = |c| matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{17f}' | '–' | '…' | '─' | '▌');
    text.chars().all(one_column)
}

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        text.chars().count()
    } else {
        text.width()
    }
}

/// The lines of a text in at most `width` columns, broken at spaces where there are any, but not within
/// a telephone number. A newline always breaks; a word that is too long is cut. The spaces at a break are
/// dropped.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_ranges(text, width)
        .into_iter()
        .map(|range| text[range].trim_end().to_owned())
        .collect()
}

/// As [`wrap`], but where each line lies in the text, for an editor that must find its cursor.
/// The spaces at a break belong to the line before; newlines belong to none.
pub fn wrap_ranges(text: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut at = 0;
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, at, width, &mut lines);
        at += paragraph.len() + 1;
    }
    lines
}

fn wrap_paragraph(text: &str, at: usize, width: usize, lines: &mut Vec<Range<usize>>) {
    let mut start = 0;
    let mut used = 0;
    // Where the line may be broken: after the last space, with the columns used up to there.
    let mut gap: Option<(usize, usize)> = None;
    let mut whole = spaced_numbers(text).into_iter().peekable();
    for (i, piece) in text.grapheme_indices(true) {
        let space = piece.chars().all(char::is_whitespace);
        let columns = piece.width();
        // A space may hang over the edge, for it is not seen there.
        while used + columns > width && !space && i > start {
            let (cut, spent) = gap.take().unwrap_or((i, used));
            lines.push(at + start..at + cut);
            start = cut;
            used -= spent;
        }
        used += columns;
        while whole.next_if(|number| number.end <= i).is_some() {}
        if space && whole.peek().is_none_or(|number| i < number.start) {
            gap = Some((i + piece.len(), used));
        }
    }
    lines.push(at + start..at + text.len());
}

/// The first of some ways to say a thing, from long to short, that has room in so many columns; the
/// shortest, if none has.
pub fn fitting<'a>(ways: &[&'a str], width: usize) -> &'a str {
    let fits = ways.iter().find(|text| self::width(text) <= width);
    fits.or(ways.last()).copied().unwrap_or_default()
}

/// The text cut to `width` columns, with "…" where something is left out.
pub fn truncate(text: &str, width: usize) -> Cow<'_, str> {
    if self::width(text) <= width {
        return Cow::Borrowed(text);
    }
    if width == 0 {
        return Cow::Borrowed("");
    }
    if is_plain(text) {
        let end = text.char_indices().nth(width - 1).map_or(0, |(at, _)| at);
        return Cow::Owned(format!("{}…", text[..end].trim_end()));
    }
    let mut used = 0;
    let mut end = 0;
    for (i, piece) in text.grapheme_indices(true) {
        used += piece.width();
        if used >= width {
            break;
        }
        end = i + piece.len();
    }
    Cow::Owned(format!("{}…", text[..end].trim_end()))
}

/// A paste made fit for a text (*löptext*): as [`clean_text`], and without the signs that no cell shows.
pub fn clean_paste(text: &str) -> String {
    let mut clean = clean_text(text);
    clean.retain(|c| c == '\n' || !is_hidden(c));
    clean
}

/// What a text is on the screen: as [`screen_safe`], and without the joiners and hidden hyphens that one
/// terminal takes for a column and another for none.
pub fn seen(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    match screen_safe(text) {
        safe if safe.contains(is_hidden) => Cow::Owned(safe.replace(is_hidden, "")),
        safe => safe,
    }
}

/// Whether a character acts on the terminal or hides or turns other text, rather than being seen.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_broken_at_spaces() {
        assert_eq!(
            wrap("Stöd med hygien och klädsel", 12),
            ["Stöd med", "hygien och", "klädsel"]
        );
        assert_eq!(wrap("ett\n\ntvå", 10), ["ett", "", "två"]);
        assert_eq!(wrap("hemtjänstinsats", 6), ["hemtjä", "nstins", "ats"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("日本語", 4), ["日本", "語"]);
    }

    #[test]
    fn text_is_cut_with_a_sign() {
        assert_eq!(truncate("Bergström", 9), "Bergström");
        assert_eq!(truncate("Bergström", 5), "Berg…");
        assert_eq!(truncate("日本語", 4), "日…");
        assert_eq!(truncate("abc", 0), "");
    }

    #[test]
    fn what_is_plain_is_as_wide_as_the_tables_say() {
        for c in ('\u{1}'..='\u{3000}').filter(|c| is_plain(&c.to_string())) {
            let text = format!("a{c}b");
            assert_eq!(text.width(), 3, "{c:?}");
            assert_eq!(text.graphemes(true).count(), 3, "{c:?}");
            assert!(!is_hidden(c), "{c:?}");
        }
        assert_eq!(truncate("Åsa Öberg, handläggare", 9), "Åsa Öber…");
        assert_eq!(truncate("Åsa e\u{301}berg", 6), "Åsa e\u{301}…");
    }

    #[test]
    fn a_paste_is_cleaned() {
        assert_eq!(
            clean_paste("a\x1b[31mröd\x1b[0m\r\nb\rc\td"),
            "aröd\nb\nc    d"
        );
        assert_eq!(clean_paste("x\x1b]52;c;aGVq\x07y\x1b]0;t\x1b\\z"), "xyz");
        assert_eq!(clean_paste("a\u{200d}b\u{ad}c"), "abc");
        assert_eq!(clean_paste("a\u{202e}b\u{200b}c\0d\u{9b}2Je"), "abcde");
        assert_eq!(clean_paste("a\u{30a}"), "å");
        assert_eq!(clean_paste("a\x1b]öppen\nkvar"), "aöppen\nkvar");
    }

    #[test]
    fn a_large_paste_is_cleaned_whole() {
        let text = "Stöd med hygien. \x1b[1m".repeat(60_000);
        let clean = clean_paste(&text);
        assert!(clean.len() > 1_000_000 && !clean.contains('\x1b'));
        assert!(wrap_ranges(&clean, 60).len() > 10_000);
    }

    proptest! {
        #[test]
        fn wrapped_lines_fit_and_lose_nothing(text in "[a-zåäö 日\n]{0,80}", columns in 2usize..20) {
            let ranges = wrap_ranges(&text, columns);
            let whole: String = ranges.iter().map(|r| &text[r.clone()]).collect();
            prop_assert_eq!(whole, text.replace('\n', ""));
            for line in wrap(&text, columns) {
                prop_assert!(width(&line) <= columns, "{:?}", line);
            }
        }
    }
}
