//! Ramkoll on a corpus of invented texts in the voices of many caseworkers: at least 95 % right on each
//! side, both on the part it was tuned on and on the part that was put aside before it was written.
#![allow(clippy::unwrap_used, missing_docs)]

use akt::core::frame_check::{Words, check_goal, check_intervention};

struct Row {
    line: usize,
    field: &'static str,
    expected: &'static str,
    text: &'static str,
}

fn rows(part: &str) -> Vec<Row> {
    include_str!("data/ramkoll.tsv")
        .lines()
        .zip(1..)
        .filter(|(line, _)| !line.starts_with('#'))
        .filter_map(|(line, number)| {
            let cells: Vec<&str> = line.splitn(4, '\t').collect();
            assert_eq!(cells.len(), 4, "line {number}");
            (cells[0] == part).then(|| Row {
                line: number,
                field: cells[1],
                expected: cells[2],
                text: cells[3],
            })
        })
        .collect()
}

/// The share right for each expected verdict, with the misses listed.
fn measure(part: &str, show: bool) -> Vec<(String, usize, usize)> {
    let words = Words::builtin();
    let mut shares: Vec<(String, usize, usize)> = Vec::new();
    for row in rows(part) {
        let reading = match row.field {
            "insats" => check_intervention(&words, row.text),
            _ => check_goal(&words, row.text),
        };
        let right = reading.verdict.word() == row.expected;
        if !right && show {
            let found: Vec<(&str, &str)> = reading
                .remarks
                .iter()
                .map(|r| (r.kind.word(), &row.text[r.span.clone()]))
                .collect();
            println!(
                "{}: {} expected, read {} {found:?}\n    {}",
                row.line,
                row.expected,
                reading.verdict.word(),
                row.text
            );
        }
        let name = format!("{} {}", row.field, row.expected);
        match shares.iter_mut().find(|(known, ..)| *known == name) {
            Some((_, good, all)) => {
                *good += usize::from(right);
                *all += 1;
            }
            None => shares.push((name, usize::from(right), 1)),
        }
    }
    println!("{part}: {shares:?}");
    shares
}

fn at_least_95(shares: &[(String, usize, usize)]) {
    for (name, good, all) in shares {
        assert!(good * 100 >= all * 95, "{name}: {good} of {all}");
    }
}

#[test]
fn the_texts_it_was_tuned_on() {
    at_least_95(&measure("ovning", true));
}

#[test]
fn the_texts_put_aside() {
    at_least_95(&measure(
        "undan",
        std::env::var_os("RAMKOLL_VISA").is_some(),
    ));
}
