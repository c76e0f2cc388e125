//! The border for text: what comes in is cleaned once, what is shown is made harmless, and names are
//! compared and sorted as Swedes do.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

mod names;

pub use names::{Fit, fold, fold_true, name_parts, name_starts_with, sort_key};

/// What becomes of line breaks and tabs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Breaks {
    Keep,
    Space,
}

/// One line of typed, pasted or imported text (*rad*): NFC, without escape sequences, control
/// characters, bidi controls and invisible marks. A line break or a tab becomes one space.
pub fn clean_line(text: &str) -> String {
    composed(strip(text, Breaks::Space))
}

/// Running text (*löptext*): as [`clean_line`], but line breaks stay, all as `\n`, and a tab becomes
/// four spaces.
pub fn clean_text(text: &str) -> String {
    composed(strip(text, Breaks::Keep))
}

/// NFC. Nearly all text is in it already, which is seen at a glance.
fn composed(text: String) -> String {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text,
        _ => text.nfc().collect(),
    }
}

/// Stored text made safe to show on a terminal: escape sequences, controls and bidi controls are gone
/// and line breaks and tabs are spaces. Borrowed where nothing had to change.
pub fn screen_safe(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_unwanted) {
        Cow::Owned(strip(text, Breaks::Space))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a character may not stand in one line of text.
fn is_unwanted(c: char) -> bool {
    c.is_control() || is_invisible(c) || is_separator(c)
}

fn is_separator(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// Bidi controls, and marks without width that hide in a text. The joiners of emoji and of other
/// scripts stay.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{061c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

fn strip(text: &str, breaks: Breaks) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '\u{1b}' => escape_end(after),
            '\u{9b}' => csi_end(after),
            '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => string_end(after),
            _ => after,
        };
        match c {
            '\r' if after.starts_with('\n') => {}
            '\n' | '\r' | '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                out.push(if breaks == Breaks::Keep { '\n' } else { ' ' });
            }
            '\t' => out.push_str(if breaks == Breaks::Keep { "    " } else { " " }),
            c if is_unwanted(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// What follows an escape sequence whose ESC has been read.
fn escape_end(rest: &str) -> &str {
    let mut chars = rest.chars();
    match chars.next() {
        Some('[') => csi_end(chars.as_str()),
        Some(']' | 'P' | 'X' | '^' | '_') => string_end(chars.as_str()),
        Some(' '..='/') => {
            let tail = chars
                .as_str()
                .trim_start_matches(|c| matches!(c, ' '..='/'));
            tail.strip_prefix(|c| matches!(c, '0'..='~'))
                .unwrap_or(tail)
        }
        Some('0'..='~') => chars.as_str(),
        // A lone ESC before something else: only the ESC goes.
        _ => rest,
    }
}

/// What follows a control sequence (CSI); if it never ends, only its opening goes.
fn csi_end(rest: &str) -> &str {
    let tail = rest.trim_start_matches(|c| matches!(c, ' '..='?'));
    tail.strip_prefix(|c| matches!(c, '@'..='~'))
        .unwrap_or(rest)
}

/// What follows a control string (OSC, DCS, SOS, PM, APC). If it does not end before the next control
/// character only its opening goes, so that no written words are lost with it.
fn string_end(rest: &str) -> &str {
    let Some(at) = rest.find(char::is_control) else {
        return rest;
    };
    let tail = rest.get(at..).unwrap_or_default();
    for end in ["\u{7}", "\u{9c}", "\u{1b}\\"] {
        if let Some(after) = tail.strip_prefix(end) {
            return after;
        }
    }
    rest
}

/// The text as the beginning of a sentence: with a capital letter first.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
