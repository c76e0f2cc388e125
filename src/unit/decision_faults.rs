//! What stops a decision, beyond what its form asks for: who decides by law, the personkrets, and days that
//! cannot be.

use super::Unit;
use super::case_types::CaseLaw;
use super::decision_form::Asked;
use crate::core::calendar::{day_month_year, parse_date};
use crate::core::decision::{self, CONSULTED, NOT_LESS, field};
use crate::core::form::Missing;
use crate::core::lss;
use crate::core::next::Decides;

/// Why it cannot be decided here whatever else is filled in: the region decides (LSS 2 §, lag (1997:736) om
/// färdtjänst, tandvårdslagen 8 a §), the person is outside the personkrets, or an appeal leads to a change that is
/// not to the person's good (FL 39 §).
pub fn stops(unit: &Unit, asked: Asked<'_>) -> Vec<Missing> {
    let mut stops = Vec::new();
    let order = unit.delegation.on(asked.day);
    for item in decision::read(asked.answers).items {
        let kind = decision::kind_of(order, asked.case_type, &item.intervention);
        let mut say = |name: &str, text: String| {
            stops.push(Missing {
                field: field(item.number, name),
                text,
            });
        };
        let of_region = [asked.case_type, kind.as_str()]
            .into_iter()
            .filter_map(|id| unit.case_types.get(id))
            .find(|known| known.decides == Decides::Region);
        if let Some(known) = of_region {
            say(
                "insats",
                format!("{}: regionen beslutar, lämna över ärendet", known.name),
            );
            continue;
        }
        let is_lss = unit
            .case_types
            .get(&kind)
            .is_some_and(|known| known.law == CaseLaw::Lss);
        if item.outcome.grants()
            && is_lss
            && let Some(circle) = asked.circle
            && let Some(why) = lss::hinders_grant(circle, &kind)
        {
            say("resultat", why);
        }
        if asked.earlier.is_some_and(|earlier| earlier.appealed)
            && !betters(&item, &kind, asked)
            && let Some(row) = unit.legal.for_appealed(asked.day)
        {
            let law = row.wording.trim_end_matches('.');
            let text = format!(
                "{law} ({}). Ska det stå fast rättas omprövningen",
                row.short()
            );
            say("resultat", text);
        }
    }
    stops
}

/// Whether something is granted and nothing that runs is made less of, as far as the answers tell.
fn betters(item: &decision::Item, kind: &str, asked: Asked<'_>) -> bool {
    let ground = asked.answers.get(&field(item.number, "nackdel"));
    let less = match item.lessens(kind, asked.running) {
        Some(less) => less.known || !["", NOT_LESS].contains(&ground),
        None => false,
    };
    item.outcome.grants() && !less
}

/// Everything that must be mended before the decision is made: what [`stops`] it, what is wrong with what is
/// typed, and a consultation on a day that cannot be.
pub fn faults(unit: &Unit, asked: Asked<'_>) -> Vec<Missing> {
    let mut faults = stops(unit, asked);
    faults.extend(decision::faults(asked.answers));
    let consulted = !asked.consult.is_empty() && asked.answers.get("samrad.hur") == CONSULTED;
    if consulted && let Ok(day) = parse_date(asked.answers.get("samrad.dag")) {
        let wrong = match () {
            () if day < asked.came => Some(format!(
                "Samråd den {}: ärendet kom in först {}",
                day_month_year(day),
                day_month_year(asked.came)
            )),
            () if day > asked.day => Some(format!(
                "Samråd den {}: dagen har inte varit än",
                day_month_year(day)
            )),
            () => None,
        };
        faults.extend(wrong.map(|text| Missing {
            field: "samrad.dag".to_owned(),
            text,
        }));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::form::Answers;
    use crate::core::lss::{Circle, Settled};
    use chrono::NaiveDate;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).unwrap()
    }

    fn given(what: &str, result: &str) -> Answers {
        let mut given = Answers::default();
        given.set(&field(1, "insats"), what);
        given.set(&field(1, "resultat"), result);
        given
    }

    fn told(case_type: &str, answers: &Answers, circle: Option<&Settled>) -> Vec<String> {
        let consult = ["Eva Holm".to_owned()];
        let asked = Asked {
            case_type,
            day: day(11, 23),
            came: day(11, 2),
            answers,
            running: &[],
            circle,
            consult: &consult,
            earlier: None,
            lacks: &[],
            made: false,
        };
        let all = faults(&Unit::builtin(), asked);
        all.into_iter().map(|one| one.text).collect()
    }

    #[test]
    fn lss_is_granted_to_the_circle_alone_whatever_case_it_is_written_in() {
        let one = Settled::Belongs(Circle::One);
        let case = "lss_assistans";
        let granted = given("Personlig assistans", "bifall");
        assert_eq!(told(case, &granted, Some(&one)), [""; 0]);
        for outside in [Settled::No, Settled::Outside] {
            assert_eq!(told(case, &granted, Some(&outside)).len(), 1);
            assert_eq!(told("hemtjanst", &granted, Some(&outside)).len(), 1);
            let part = given("Personlig assistans", "delvis avslag");
            assert_eq!(told(case, &part, Some(&outside)).len(), 1);
            let refused = given("Personlig assistans", "avslag");
            assert_eq!(told(case, &refused, Some(&outside)), [""; 0]);
            // Home care asks for no circle.
            let home = given("Hemtjänst", "bifall");
            assert_eq!(told("hemtjanst", &home, Some(&outside)), [""; 0]);
        }
        // The assessment was signed in another register, where its text still is.
        assert_eq!(told(case, &granted, None), [""; 0]);
        let daily = given("Daglig verksamhet", "bifall");
        let three = Settled::Belongs(Circle::Three);
        assert_eq!(told("lss_daglig_verksamhet", &daily, Some(&three)).len(), 1);
    }

    #[test]
    fn what_is_appealed_is_changed_to_the_persons_good_alone() {
        use crate::core::last_decision::Earlier;
        let runs = decision::Running {
            subject: crate::core::event::Subject::Measure(1),
            case: 1,
            case_number: String::new(),
            here: true,
            kind: "hemtjanst".into(),
            intervention: "Hemtjänst".into(),
            minutes: Some(600),
            decided: day(11, 2),
            to: None,
            told: None,
        };
        let unit = Unit::builtin();
        let told = |appealed: bool, result: &str, hours: &str| {
            let mut answers = given("Hemtjänst", result);
            answers.set(&field(1, "timmar"), hours);
            let asked = Asked {
                case_type: "hemtjanst",
                day: day(11, 23),
                came: day(11, 2),
                answers: &answers,
                running: std::slice::from_ref(&runs),
                circle: None,
                consult: &[],
                earlier: Some(Earlier {
                    day: day(11, 10),
                    appealed,
                }),
                lacks: &[],
                made: false,
            };
            let spec = crate::unit::decision_form::spec(&unit, asked);
            let ground = spec.field(&field(1, "nackdel")).is_some();
            (stops(&unit, asked).len(), ground)
        };
        assert_eq!(told(true, "bifall", "12"), (0, false));
        assert_eq!(told(true, "delvis avslag", "11"), (0, false));
        // No ground helps, and none is asked for.
        assert_eq!(told(true, "avslag", "12"), (1, false));
        assert_eq!(told(true, "bifall", "9"), (1, false));
        assert_eq!(told(false, "bifall", "9"), (0, true));
        assert_eq!(told(false, "avslag", "12"), (0, false));
    }

    #[test]
    fn what_the_region_decides_is_not_decided_here() {
        for (case, what) in [
            ("tandvardsstod", "Tandvårdsstöd"),
            ("fardtjanst", "Färdtjänst"),
            ("hemtjanst", "Färdtjänst"),
            ("tandvardsstod", "Hemtjänst"),
        ] {
            for result in ["bifall", "avslag"] {
                assert_eq!(told(case, &given(what, result), None).len(), 1, "{case}");
            }
        }
        // A case that is withdrawn or written off is closed here.
        let mut closes = Answers::default();
        closes.set("beslut.slag", "återkallad ansökan");
        assert_eq!(told("fardtjanst", &closes, None), [""; 0]);
    }

    #[test]
    fn consultation_lies_between_the_application_and_today() {
        let on = |day: &str| {
            let mut given = given("Hemtjänst", "bifall");
            given.set("samrad.hur", CONSULTED);
            given.set("samrad.dag", day);
            told("hemtjanst", &given, None)
        };
        for right in ["2026-11-02", "2026-11-23", "i går"] {
            assert_eq!(on(right), [""; 0], "{right}");
        }
        assert_eq!(
            on("2019-01-01"),
            ["Samråd den 1 jan 2019: ärendet kom in först 2 nov 2026"]
        );
        assert_eq!(on("2026-11-24").len(), 1);
    }
}
