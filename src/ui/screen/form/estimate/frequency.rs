//! How often an intervention comes, as a caseworker types it: "2/dag", "1-2/vecka", "1/2v", "3/mån".

use crate::core::estimate::{EstimateLine, Per};

/// How often: so many to so many times a day, a week, two weeks or a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Often {
    /// Lower end.
    pub min: u32,
    /// Upper end.
    pub max: u32,
    /// Of what.
    pub per: Per,
}

/// Reads what was typed, if it can be understood.
pub(super) fn parse(text: &str) -> Option<Often> {
    let text = text.to_lowercase().replace(['–', '—'], "-");
    let text = text.trim();
    let once = |per| {
        Some(Often {
            min: 1,
            max: 1,
            per,
        })
    };
    match text {
        "dagligen" | "varje dag" | "dag" => return once(Per::Day),
        "varje vecka" | "vecka" => return once(Per::Week),
        "varannan vecka" => return once(Per::TwoWeeks),
        "varje månad" | "månad" => return once(Per::Month),
        _ => {}
    }
    let number = text
        .find(|c: char| !c.is_ascii_digit() && c != '-' && c != ' ')
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(number);
    let (min, max) = match number.trim().split_once('-') {
        Some((min, max)) => (min.trim().parse().ok()?, max.trim().parse().ok()?),
        None => {
            let n = number.trim().parse().ok()?;
            (n, n)
        }
    };
    let mut rest = rest.trim();
    for word in ["gånger", "gång", "ggr", "ggn", "x"] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
    }
    for word in ["/", "per ", "om ", "i "] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
    }
    let unit: String = rest
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '.')
        .collect();
    let per = match unit.as_str() {
        "d" | "dag" | "dagen" | "dygn" | "dygnet" => Per::Day,
        "v" | "vecka" | "veckan" => Per::Week,
        "2v" | "2vecka" | "2veckor" | "varannanvecka" | "14dagar" | "14dag" => Per::TwoWeeks,
        "m" | "mån" | "månad" | "månaden" | "man" | "manad" => Per::Month,
        _ => return None,
    };
    (min >= 1 && min <= max && max <= 200).then_some(Often { min, max, per })
}

/// In words: "2 ggr/dag", "1–2 ggr/vecka", "1 gång/2 veckor".
pub(super) fn words(often: Often) -> String {
    let times = if often.min == often.max {
        often.max.to_string()
    } else {
        format!("{}–{}", often.min, often.max)
    };
    let name = often.per.name();
    if often.max == 1 {
        format!("{times} {}", name.replacen("ggr", "gång", 1))
    } else {
        format!("{times} {name}")
    }
}

/// How often a stored row comes, in words.
pub(in crate::ui::screen::form) fn told(line: &EstimateLine) -> String {
    words(Often {
        min: line.times_min,
        max: line.times_max,
        per: line.per,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_understood_and_told_in_words() {
        for (typed, told) in [
            ("2/dag", "2 ggr/dag"),
            ("1-2/vecka", "1–2 ggr/vecka"),
            ("1/2v", "1 gång/2 veckor"),
            ("3/mån", "3 ggr/månad"),
            ("2 ggr/dag", "2 ggr/dag"),
            ("2 gånger per dag", "2 ggr/dag"),
            ("2 gånger i veckan", "2 ggr/vecka"),
            ("1 – 2 ggr / v", "1–2 ggr/vecka"),
            ("varannan vecka", "1 gång/2 veckor"),
            ("1 varannan vecka", "1 gång/2 veckor"),
            ("dagligen", "1 gång/dag"),
            ("4d", "4 ggr/dag"),
        ] {
            let often = parse(typed).unwrap_or_else(|| panic!("{typed}"));
            assert_eq!(words(often), told);
            assert_eq!(parse(told), Some(often), "{told}");
        }
        for wrong in [
            "",
            "2",
            "dusch",
            "0/dag",
            "3-2/dag",
            "2/år",
            "999999999999/dag",
            "2/",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
