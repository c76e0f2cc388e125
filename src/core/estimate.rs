//! Time estimate (*beräkningsunderlag*): minutes × how often → hours per month.
//!
//! Everything is kept exact: a sum is a fraction of minutes and is rounded once, for show.

use serde::{Deserialize, Serialize};

use super::person::words;

words! {
    /// How often an intervention comes.
    Per {
        /// A day.
        Day = "dag", "ggr/dag";
        /// A week.
        Week = "vecka", "ggr/vecka";
        /// Every second week.
        TwoWeeks = "tvaveckor", "ggr/2 veckor";
        /// A month.
        Month = "manad", "ggr/månad";
    }
}

/// One row of the estimate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EstimateLine {
    /// Life area, by id.
    pub area: String,
    /// Intervention, in the unit's words.
    pub intervention: String,
    /// Whole minutes on each occasion.
    pub minutes: u32,
    /// Occasions, lower end.
    pub times_min: u32,
    /// Occasions, upper end; the same as the lower end where there is no range.
    pub times_max: u32,
    /// Per day, week, second week or month.
    pub per: Per,
    /// Two persons at a time: the time counts twice.
    #[serde(default)]
    pub double_staffing: bool,
}

/// Weeks and days per month, as exact fractions. The default is 365/7/12 and 365/12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    /// Weeks per month, numerator and denominator.
    pub weeks: (u32, u32),
    /// Days per month, numerator and denominator.
    pub days: (u32, u32),
    /// Whether a range counts at its mean instead of its upper end.
    pub mean: bool,
}

impl Default for Factor {
    fn default() -> Self {
        Factor {
            weeks: (365, 84),
            days: (365, 12),
            mean: false,
        }
    }
}

impl Factor {
    /// The factors as printed on a calculation: "4,345 veckor och 30,42 dagar per månad".
    pub fn text(&self) -> String {
        let decimals = |(n, d): (u32, u32), places: usize| {
            format!("{:.places$}", f64::from(n) / f64::from(d)).replace('.', ",")
        };
        format!(
            "{} veckor och {} dagar per månad",
            decimals(self.weeks, 3),
            decimals(self.days, 2)
        )
    }

    /// The exact time of one row per month, double staffing included.
    pub fn line(&self, line: &EstimateLine) -> Span {
        let (n, d) = match line.per {
            Per::Day => self.days,
            Per::Week => self.weeks,
            Per::TwoWeeks => (self.weeks.0, self.weeks.1.saturating_mul(2)),
            Per::Month => (1, 1),
        };
        // Twice the occasions, so that the mean of a range stays a whole number.
        let occasions = if self.mean {
            u128::from(line.times_min) + u128::from(line.times_max)
        } else {
            2 * u128::from(line.times_max)
        };
        let staff = if line.double_staffing { 2 } else { 1 };
        let num = u128::from(line.minutes) * occasions * staff * u128::from(n);
        Span::new(num, 2 * u128::from(d.max(1)))
    }

    /// The exact sum of the rows: the frame (*ram*) in time per month.
    pub fn sum(&self, lines: &[EstimateLine]) -> Span {
        lines
            .iter()
            .fold(Span::ZERO, |sum, line| sum.plus(self.line(line)))
    }
}

/// An exact length of time: a fraction of minutes, in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    num: u128,
    den: u128,
}

impl Span {
    /// No time.
    pub const ZERO: Span = Span { num: 0, den: 1 };

    /// Whole minutes.
    pub fn minutes(minutes: u64) -> Span {
        Span {
            num: u128::from(minutes),
            den: 1,
        }
    }

    fn new(num: u128, den: u128) -> Span {
        let mut a = num;
        let mut b = den;
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let divisor = a.max(1);
        Span {
            num: num / divisor,
            den: (den / divisor).max(1),
        }
    }

    /// The sum of two lengths.
    pub fn plus(self, other: Span) -> Span {
        Span::new(
            self.num * other.den + other.num * self.den,
            self.den * other.den,
        )
    }

    /// Whether the time is more than so many whole minutes, exactly.
    pub fn exceeds_minutes(self, minutes: u64) -> bool {
        self.num > u128::from(minutes) * self.den
    }

    /// Whole minutes, rounded half up: what is stored beside the rows.
    pub fn rounded_minutes(self) -> u64 {
        u64::try_from((2 * self.num + self.den) / (2 * self.den)).unwrap_or(u64::MAX)
    }

    /// Tenths of an hour, rounded half up: what is shown.
    pub fn tenths_of_hour(self) -> u64 {
        u64::try_from((2 * self.num * 10 + self.den * 60) / (2 * self.den * 60)).unwrap_or(u64::MAX)
    }

    /// "61,6 h".
    pub fn hours_text(self) -> String {
        let tenths = self.tenths_of_hour();
        format!("{},{} h", tenths / 10, tenths % 10)
    }
}

/// Whether the rows as shown do not add up to the sum as shown, so that "avrundat" must stand there.
pub fn is_rounded(factor: &Factor, lines: &[EstimateLine]) -> bool {
    let rows: u64 = lines.iter().map(|l| factor.line(l).tenths_of_hour()).sum();
    rows != factor.sum(lines).tenths_of_hour()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(minutes: u32, min: u32, max: u32, per: Per) -> EstimateLine {
        EstimateLine {
            area: "personlig_vard".into(),
            intervention: "dusch".into(),
            minutes,
            times_min: min,
            times_max: max,
            per,
            double_staffing: false,
        }
    }

    #[test]
    fn the_sketch_of_the_order_adds_up() {
        // Worked by hand: 25 min twice a day 25,3 h; 40 min 1–2 times a week 5,8 h; 20 min thrice a day 30,4 h.
        let lines = [
            line(25, 2, 2, Per::Day),
            line(40, 1, 2, Per::Week),
            line(20, 3, 3, Per::Day),
        ];
        let factor = Factor::default();
        let shown: Vec<_> = lines.iter().map(|l| factor.line(l).hours_text()).collect();
        assert_eq!(shown, ["25,3 h", "5,8 h", "30,4 h"]);
        assert_eq!(factor.sum(&lines).hours_text(), "61,6 h");
        assert!(is_rounded(&factor, &lines));
    }

    #[test]
    fn double_staffing_counts_twice_and_the_mean_is_exact() {
        let mut l = line(30, 1, 2, Per::Month);
        l.double_staffing = true;
        assert_eq!(Factor::default().line(&l), Span::minutes(120));
        let mean = Factor {
            mean: true,
            ..Factor::default()
        };
        assert_eq!(mean.line(&l), Span::minutes(90));
    }

    #[test]
    fn a_limit_is_exact_to_the_minute() {
        assert!(!Span::minutes(79 * 60).exceeds_minutes(79 * 60));
        assert!(Span::minutes(79 * 60 + 1).exceeds_minutes(79 * 60));
        // 79 h 0 min and a 168th of a minute is more than 79 h.
        assert!(Span::new(79 * 60 * 168 + 1, 168).exceeds_minutes(79 * 60));
    }

    #[test]
    fn factors_are_printed() {
        assert_eq!(
            Factor::default().text(),
            "4,345 veckor och 30,42 dagar per månad"
        );
    }
}
