//! `akt ramkoll FIL|-`: the reading of orders and goals line by line, for a file or another program.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};

use serde::Serialize;

use super::Done;
use super::args::{Asked, usage};
use super::out::{Out, json_safe};
use super::session::Session;
use crate::core::frame_check::{Reading, Words, check_goal, check_intervention};
use crate::core::text::screen_safe;
use crate::error::Error;
use crate::unit::Unit;

/// `akt ramkoll FIL|-`.
pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let name = asked.value(0, "Filen")?;
    let field = match asked.text("falt")? {
        None => Field::default(),
        Some(word) => Field::from_word(word).ok_or_else(|| {
            usage(format!(
                "--falt {word}: det ska vara {}.",
                Field::WORDS.join(" eller ")
            ))
        })?,
    };
    let unit = match session.path("akt.db") {
        Ok(path) => session.unit(&path),
        Err(_) => Unit::builtin(),
    };
    let mut input: Box<dyn BufRead> = if name == "-" {
        Box::new(BufReader::new(std::io::stdin().lock()))
    } else {
        let file = File::open(name)
            .map_err(|error| Error::from(error).at(format!("{name} går inte att läsa")))?;
        Box::new(BufReader::new(file))
    };
    let mut line = Vec::new();
    let mut answer = Vec::new();
    loop {
        line.clear();
        answer.clear();
        if input.read_until(b'\n', &mut line).map_err(Error::from)? == 0 {
            return Ok(());
        }
        run_lines(
            line.as_slice(),
            &unit.frame_words,
            field,
            asked.has("json"),
            &mut answer,
        )?;
        out.raw(&String::from_utf8_lossy(&answer))?;
    }
}

/// Which field of an order the text is (`--falt`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Field {
    /// The interventions: *ram* or *detalj*.
    #[default]
    Intervention,
    /// A goal: *ok*, *mal_lag* or *mal_rutin*.
    Goal,
}

impl Field {
    /// The words that `--falt` takes.
    pub const WORDS: &'static [&'static str] = &["insats", "mal"];

    /// The field that a word names, if any.
    pub fn from_word(word: &str) -> Option<Field> {
        match word {
            "insats" => Some(Field::Intervention),
            "mal" | "mål" => Some(Field::Goal),
            _ => None,
        }
    }

    fn read(self, words: &Words, text: &str) -> Reading {
        match self {
            Field::Intervention => check_intervention(words, text),
            Field::Goal => check_goal(words, text),
        }
    }
}

/// One line of the answer as JSON. `from` and `to` count characters.
#[derive(Serialize)]
struct Line<'a> {
    text: &'a str,
    verdict: &'static str,
    remarks: Vec<LineRemark<'a>>,
}

#[derive(Serialize)]
struct LineRemark<'a> {
    level: &'static str,
    kind: &'static str,
    from: usize,
    to: usize,
    quote: &'a str,
    reason: &'static str,
    better: &'static str,
}

/// Reads every line and writes its verdict and remarks: one JSON object a line, or for a person the
/// verdict, the text and what is remarked on. A blank line has its object too, so that the answer follows
/// the input line by line; for a person it is passed over.
///
/// # Errors
/// When the input cannot be read or the answer not written.
pub fn run_lines(
    mut input: impl BufRead,
    words: &Words,
    field: Field,
    json: bool,
    out: &mut impl Write,
) -> Result<(), Error> {
    let mut bytes = Vec::new();
    let mut first = true;
    loop {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(());
        }
        let line = String::from_utf8_lossy(&bytes);
        let mut text = line.trim_end_matches(['\n', '\r']);
        if std::mem::take(&mut first) {
            text = text.trim_start_matches('\u{feff}');
        }
        if !json && text.trim().is_empty() {
            continue;
        }
        let reading = field.read(words, text);
        if json {
            write_json(text, &reading, out)?;
        } else {
            write_plain(text, &reading, out)?;
        }
    }
}

fn write_json(text: &str, reading: &Reading, out: &mut impl Write) -> Result<(), Error> {
    let mut count = Characters::new(text);
    let remarks = reading
        .remarks
        .iter()
        .map(|remark| {
            let quote = text.get(remark.span.clone()).unwrap_or_default();
            let from = count.before(remark.span.start);
            LineRemark {
                level: remark.level.word(),
                kind: remark.kind.word(),
                from,
                to: from + quote.chars().count(),
                quote,
                reason: remark.text,
                better: remark.better,
            }
        })
        .collect();
    let line = Line {
        text,
        verdict: reading.verdict.word(),
        remarks,
    };
    let json = serde_json::to_string(&line)?;
    writeln!(out, "{}", json_safe(&json))?;
    Ok(())
}

fn write_plain(text: &str, reading: &Reading, out: &mut impl Write) -> Result<(), Error> {
    writeln!(
        out,
        "{:<9} {}",
        reading.verdict.word(),
        screen_safe(text).trim()
    )?;
    for remark in &reading.remarks {
        let quote = text.get(remark.span.clone()).unwrap_or_default();
        writeln!(
            out,
            "          {} \"{}\": {}",
            remark.level.word(),
            screen_safe(quote),
            remark.text
        )?;
        if !remark.better.is_empty() {
            writeln!(out, "            {}", remark.better)?;
        }
    }
    Ok(())
}

/// Counts characters up to bytes that only grow.
struct Characters<'a> {
    text: &'a str,
    byte: usize,
    count: usize,
}

impl<'a> Characters<'a> {
    fn new(text: &'a str) -> Self {
        Characters {
            text,
            byte: 0,
            count: 0,
        }
    }

    fn before(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.count) = (0, 0);
        }
        let part = self.text.get(self.byte..byte).unwrap_or_default();
        self.count += part.chars().count();
        self.byte = byte;
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &[u8], field: Field, json: bool) -> String {
        let mut out = Vec::new();
        run_lines(text, &Words::builtin(), field, json, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn one_object_a_line() {
        let out = run(
            "\u{feff}Hjälp på kvällen\r\n\n  \nTillsyn nattetid".as_bytes(),
            Field::Intervention,
            true,
        );
        let lines: Vec<serde_json::Value> = out
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(
            (&lines[1]["text"], &lines[1]["verdict"]),
            (&"".into(), &"ram".into())
        );
        assert_eq!(lines[0]["text"], "Hjälp på kvällen");
        assert_eq!(lines[0]["verdict"], "detalj");
        let remark = &lines[0]["remarks"][0];
        assert_eq!(
            (
                &remark["kind"],
                &remark["quote"],
                &remark["from"],
                &remark["to"]
            ),
            (
                &"nar_pa_dagen".into(),
                &"på kvällen".into(),
                &6.into(),
                &16.into()
            )
        );
        assert_eq!(lines[3]["verdict"], "ram");
    }

    #[test]
    fn blank_lines_say_nothing_to_a_person() {
        let out = run(b"\n  \r\n", Field::Intervention, false);
        assert_eq!(out, "");
    }

    #[test]
    fn what_is_shown_is_harmless() {
        let text = "Hjälp\u{1b}[31m på kv\u{200b}ällen\u{202e}\u{7}\n".as_bytes();
        for json in [false, true] {
            let out = run(text, Field::Intervention, json);
            assert!(out.contains("detalj"), "{out}");
            assert!(!out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{out:?}");
        }
        let out = run(b"Fungerande vardag \xff\xfe\n", Field::Goal, false);
        assert!(out.starts_with("mal_rutin Fungerande vardag"), "{out}");
    }

    #[test]
    fn a_very_long_line_is_read() {
        let text = "kväll, tillsyn, natt och vardag som fungerar ".repeat(20_000);
        assert!(run(text.as_bytes(), Field::Intervention, true).contains("detalj"));
        assert!(run(text.as_bytes(), Field::Goal, true).contains("mal_rutin"));
    }
}
