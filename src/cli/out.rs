//! What is written to the terminal, a file or another program.

use std::io::{self, BufWriter, StdoutLock, Write};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::Trouble;
use crate::core::text::screen_safe;
use crate::error::Error;

/// Standard output, buffered. A reader that has had enough (`| head`) ends the program quietly.
pub struct Out(BufWriter<StdoutLock<'static>>);

impl Default for Out {
    fn default() -> Self {
        Out::new()
    }
}

impl Out {
    /// Takes standard output.
    pub fn new() -> Out {
        Out(BufWriter::with_capacity(64 * 1024, io::stdout().lock()))
    }

    /// Writes text as it is.
    ///
    /// # Errors
    /// When nobody reads any more, or the disk is full.
    pub fn raw(&mut self, text: &str) -> Result<(), Trouble> {
        self.0.write_all(text.as_bytes()).map_err(trouble)
    }

    /// Writes one line, harmless to the terminal.
    ///
    /// # Errors
    /// As [`Out::raw`].
    pub fn line(&mut self, text: &str) -> Result<(), Trouble> {
        self.raw(screen_safe(text).trim_end())?;
        self.raw("\n")
    }

    /// Writes a text of several lines under an indent.
    ///
    /// # Errors
    /// As [`Out::raw`].
    pub fn lines(&mut self, indent: &str, text: &str) -> Result<(), Trouble> {
        text.lines()
            .try_for_each(|line| self.line(&format!("{indent}{line}")))
    }

    /// Writes a value as JSON on one line.
    ///
    /// # Errors
    /// As [`Out::raw`].
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Trouble> {
        let text = serde_json::to_string(value).map_err(Error::from)?;
        self.raw(&json_safe(&text))?;
        self.raw("\n")
    }

    /// Writes a value as JSON to be read by people too.
    ///
    /// # Errors
    /// As [`Out::raw`].
    pub fn json_pretty(&mut self, value: &impl Serialize) -> Result<(), Trouble> {
        let text = serde_json::to_string_pretty(value).map_err(Error::from)?;
        self.raw(&json_safe(&text))?;
        self.raw("\n")
    }

    /// Hands over everything written so far.
    ///
    /// # Errors
    /// As [`Out::raw`].
    pub fn flush(&mut self) -> Result<(), Trouble> {
        self.0.flush().map_err(trouble)
    }
}

fn trouble(error: io::Error) -> Trouble {
    if error.kind() == io::ErrorKind::BrokenPipe {
        Trouble::NobodyReads
    } else {
        Trouble::Refused(Error::from(error).at("Svaret kan inte skrivas"))
    }
}

/// JSON with every control and bidi character escaped, so that the text means the same but does
/// nothing to a terminal.
pub fn json_safe(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut units = [0_u16; 2];
    for c in json.chars() {
        // Line breaks stand only between the parts of JSON, never inside a string.
        let plain = c == '\n' || (' '..='~').contains(&c);
        if plain || screen_safe(c.encode_utf8(&mut [0; 4])).chars().eq([c]) {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

/// Writes lines to standard error; one that is closed is nobody's loss.
pub fn tell(text: &str) {
    let mut err = io::stderr().lock();
    for line in text.lines() {
        let _ = err.write_all(format!("{}\n", screen_safe(line)).as_bytes());
    }
}

/// Text padded to a width in columns.
pub fn pad(text: &str, width: usize) -> String {
    let text = screen_safe(text);
    let fill = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(fill))
}

/// Text cut to a width in columns, with a sign that it was.
pub fn cut(text: &str, width: usize) -> String {
    let text = screen_safe(text);
    if text.width() <= width {
        return text.into_owned();
    }
    let mut short = String::new();
    for c in text.chars() {
        let mut longer = short.clone();
        longer.push(c);
        if longer.width() + 1 > width {
            break;
        }
        short = longer;
    }
    short.push('…');
    short
}
