//! LSS: the group a person belongs to (*personkrets*) is settled before any need is, and the ten
//! interventions of 9 §.
//!
//! SoL has no such gate, and none of age either: age decides which unit works with a person, never
//! which law applies. So there is no function here that asks how old somebody is.

use std::collections::BTreeSet;

use super::form::Answers;
use super::person::words;
use super::text::capital;

words! {
    /// The group of 1 § LSS (*personkrets*). The word is what the assessment's form stores.
    Circle {
        /// Intellectual disability, autism or a condition like autism.
        One = "1", "personkrets 1";
        /// Lasting intellectual impairment after brain injury in adult age.
        Two = "2", "personkrets 2";
        /// Other lasting and great impairments.
        Three = "3", "personkrets 3";
    }
}

words! {
    /// A criterion (*rekvisit*) of 1 § LSS.
    Criterion {
        /// Circle 1: intellectual disability, autism or a condition like autism.
        Diagnosis = "diagnos", "utvecklingsstörning, autism eller autismliknande tillstånd";
        /// Circle 2: considerable and permanent intellectual impairment.
        Considerable = "betydande", "betydande och bestående begåvningsmässig nedsättning";
        /// Circle 2: after a brain injury in adult age.
        AdultInjury = "vuxen_skada", "hjärnskada i vuxen ålder";
        /// Circle 2: caused by outer violence or bodily illness.
        Cause = "orsak", "yttre våld eller kroppslig sjukdom som orsak";
        /// Circle 3: lasting.
        Lasting = "varaktig", "varaktig";
        /// Circle 3: plainly not caused by normal ageing.
        NotAgeing = "ej_aldrande", "beror uppenbart inte på normalt åldrande";
        /// Circle 3: great.
        Great = "stor", "stor";
        /// Circle 3: considerable difficulties in daily life and therefore great need of support.
        Difficulties = "svarigheter", "betydande svårigheter i vardagen och därmed omfattande behov";
    }
}

impl Criterion {
    /// The circle that asks for it.
    pub fn circle(self) -> Circle {
        match self {
            Criterion::Diagnosis => Circle::One,
            Criterion::Considerable | Criterion::AdultInjury | Criterion::Cause => Circle::Two,
            Criterion::Lasting
            | Criterion::NotAgeing
            | Criterion::Great
            | Criterion::Difficulties => Circle::Three,
        }
    }

    /// The yes or no of the assessment's form that answers it. Circles 1 and 2 are reasoned in words.
    pub fn field(self) -> Option<&'static str> {
        Some(match self {
            Criterion::Lasting => "personkrets.varaktig",
            Criterion::NotAgeing => "personkrets.ej_aldrande",
            Criterion::Great => "personkrets.stor",
            Criterion::Difficulties => "personkrets.svarigheter",
            _ => return None,
        })
    }
}

/// Every criterion of a circle: all of them must be met.
pub fn criteria(circle: Circle) -> impl Iterator<Item = Criterion> {
    Criterion::ALL
        .iter()
        .copied()
        .filter(move |criterion| criterion.circle() == circle)
}

/// Whether a person belongs to a circle, by the criteria that are met.
///
/// # Errors
/// The criteria that are missing, in the law's order.
pub fn belongs(circle: Circle, met: &BTreeSet<Criterion>) -> Result<(), Vec<Criterion>> {
    let missing: Vec<Criterion> = criteria(circle).filter(|c| !met.contains(c)).collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(missing)
    }
}

/// The field of the assessment's form that names the circle.
pub const CIRCLE_FIELD: &str = "personkrets.krets";

/// What the assessment's form says of the circle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Not answered.
    No,
    /// The person belongs to none.
    Outside,
    /// Belongs; every criterion that the form asks for is answered with yes.
    Belongs(Circle),
    /// Said to belong, but these criteria are not answered with yes.
    Lacks(Circle, Vec<Criterion>),
}

/// Reads the circle from an assessment. Circles 1 and 2 rest on the reasons that the form requires in
/// words; circle 3 on its four yes or no.
pub fn settled(answers: &Answers) -> Settled {
    let answer = answers.get(CIRCLE_FIELD);
    let Some(circle) = Circle::from_word(answer) else {
        return if answer.is_empty() {
            Settled::No
        } else {
            Settled::Outside
        };
    };
    let met = criteria(circle)
        .filter(|c| c.field().is_none_or(|field| answers.get(field) == "ja"))
        .collect();
    match belongs(circle, &met) {
        Ok(()) => Settled::Belongs(circle),
        Err(missing) => Settled::Lacks(circle, missing),
    }
}

words! {
    /// An intervention of 9 § LSS. The word is the case type.
    Intervention {
        /// No. 1.
        Advice = "lss_radgivning", "rådgivning och annat personligt stöd";
        /// No. 2.
        Assistance = "lss_assistans", "personlig assistans";
        /// No. 3.
        Escort = "lss_ledsagarservice", "ledsagarservice";
        /// No. 4.
        ContactPerson = "lss_kontaktperson", "kontaktperson";
        /// No. 5.
        Relief = "lss_avlosarservice", "avlösarservice i hemmet";
        /// No. 6.
        ShortStay = "lss_korttidsvistelse", "korttidsvistelse utanför det egna hemmet";
        /// No. 7.
        AfterSchool = "lss_korttidstillsyn", "korttidstillsyn för skolungdom över 12 år";
        /// No. 8.
        HomeForChildren = "lss_boende_barn", "boende för barn och ungdomar";
        /// No. 9.
        HomeForAdults = "lss_boende_vuxna", "bostad för vuxna";
        /// No. 10.
        DailyActivities = "lss_daglig_verksamhet", "daglig verksamhet";
    }
}

impl Intervention {
    /// The number in 9 § LSS, 1–10.
    pub fn number(self) -> usize {
        Intervention::ALL
            .iter()
            .position(|known| *known == self)
            .map_or(0, |at| at + 1)
    }
}

/// Why an intervention cannot be granted here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// No. 1 is the region's (LSS 2 §).
    Region,
    /// No. 10 is for circles 1 and 2 (LSS 7 §).
    NotForCircleThree,
}

impl Hindrance {
    /// The reason, in the caseworker's words.
    pub fn text(self) -> &'static str {
        match self {
            Hindrance::Region => {
                "Rådgivning och annat personligt stöd är regionens (LSS 2 §): lämna över ärendet"
            }
            Hindrance::NotForCircleThree => {
                "Daglig verksamhet ges inte till personkrets 3 (LSS 7 §): pröva dagverksamhet eller sysselsättning enligt SoL"
            }
        }
    }
}

/// Whether a person of the circle may have the intervention from the municipality.
///
/// # Errors
/// What stands in the way.
pub fn may_have(intervention: Intervention, circle: Circle) -> Result<(), Hindrance> {
    match (intervention, circle) {
        (Intervention::Advice, _) => Err(Hindrance::Region),
        (Intervention::DailyActivities, Circle::Three) => Err(Hindrance::NotForCircleThree),
        _ => Ok(()),
    }
}

/// Why nothing of a kind may be granted under LSS on what the assessment says: one who belongs to no personkrets
/// has no right to the interventions of 9 § (1 and 7 §§), and the circle is settled before the need. `kind` is
/// the case type that the intervention is counted as.
pub fn hinders_grant(settled: &Settled, kind: &str) -> Option<String> {
    let only = "bara avslag eller avvisning";
    let intervention = Intervention::from_word(kind);
    if intervention == Some(Intervention::Advice) {
        return Some(Hindrance::Region.text().to_owned());
    }
    let circle = match settled {
        Settled::No => {
            return Some(format!("Personkrets är inte avgjord i utredningen: {only}"));
        }
        Settled::Outside => {
            return Some(format!("Tillhör inte personkretsen (LSS 1 §): {only}"));
        }
        Settled::Lacks(circle, missing) => {
            let missing: Vec<&str> = missing.iter().map(|one| one.name()).collect();
            return Some(format!(
                "{} är inte uppfylld ({}): {only}",
                capital(circle.name()),
                missing.join(", ")
            ));
        }
        Settled::Belongs(circle) => *circle,
    };
    match intervention {
        Some(intervention) => may_have(intervention, circle)
            .err()
            .map(|why| why.text().to_owned()),
        None => Some("Vilken insats i LSS 9 § beslutet gäller framgår inte".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circle_three_needs_all_four() {
        let four: BTreeSet<Criterion> = criteria(Circle::Three).collect();
        assert_eq!(four.len(), 4);
        assert_eq!(belongs(Circle::Three, &four), Ok(()));
        for one in &four {
            let mut three = four.clone();
            three.remove(one);
            assert_eq!(belongs(Circle::Three, &three), Err(vec![*one]));
        }
        assert_eq!(
            belongs(Circle::Three, &BTreeSet::new()).map_err(|m| m.len()),
            Err(4)
        );
        // What meets one circle is nothing to another.
        assert!(belongs(Circle::One, &four).is_err());
        assert!(belongs(Circle::Two, &four).is_err());
        assert_eq!(
            belongs(Circle::One, &BTreeSet::from([Criterion::Diagnosis])),
            Ok(())
        );
    }

    #[test]
    fn the_ten_interventions_and_the_three_circles() {
        let types = crate::unit::CaseTypes::builtin();
        for (at, one) in Intervention::ALL.iter().enumerate() {
            assert_eq!(one.number(), at + 1);
            let name = &types.get(one.word()).unwrap().name;
            assert!(name.contains(&format!("9 § {}, ", at + 1)), "{name}");
            for circle in Circle::ALL {
                let may = may_have(*one, *circle);
                let expected = match (one.number(), circle) {
                    (1, _) => Err(Hindrance::Region),
                    (10, Circle::Three) => Err(Hindrance::NotForCircleThree),
                    _ => Ok(()),
                };
                assert_eq!(may, expected);
            }
        }
    }

    #[test]
    fn nothing_is_granted_outside_the_circle() {
        let assistance = Intervention::Assistance.word();
        let grants = |settled: &Settled, kind| hinders_grant(settled, kind).is_none();
        for circle in Circle::ALL {
            assert!(grants(&Settled::Belongs(*circle), assistance));
            assert!(!grants(&Settled::Belongs(*circle), "lss_radgivning"));
            // Which of the ten is not said.
            assert!(!grants(&Settled::Belongs(*circle), "lss"));
        }
        assert!(!grants(&Settled::No, assistance));
        assert!(!grants(&Settled::Outside, assistance));
        let lacks = Settled::Lacks(Circle::Three, vec![Criterion::Lasting, Criterion::Great]);
        assert_eq!(
            hinders_grant(&lacks, assistance).as_deref(),
            Some("Personkrets 3 är inte uppfylld (varaktig, stor): bara avslag eller avvisning")
        );
        let daily = Intervention::DailyActivities.word();
        assert!(!grants(&Settled::Belongs(Circle::Three), daily));
        assert!(grants(&Settled::Belongs(Circle::Two), daily));
    }

    #[test]
    fn the_form_is_read_and_its_fields_exist() {
        let forms = crate::unit::Forms::builtin();
        let spec = forms.latest("utredning_lss").unwrap();
        let fields = Criterion::ALL.iter().filter_map(|c| c.field());
        for field in fields.chain([CIRCLE_FIELD]) {
            assert!(spec.field(field).is_some(), "{field}");
        }
        let choices = &spec.field(CIRCLE_FIELD).unwrap().choices;
        assert!(
            Circle::ALL
                .iter()
                .all(|c| choices.iter().any(|w| w == c.word()))
        );
        let mut answers = Answers::default();
        assert_eq!(settled(&answers), Settled::No);
        answers.set(CIRCLE_FIELD, "1");
        assert_eq!(settled(&answers), Settled::Belongs(Circle::One));
        answers.set(CIRCLE_FIELD, "3");
        for field in ["varaktig", "ej_aldrande", "stor"] {
            answers.set(&format!("personkrets.{field}"), "ja");
        }
        answers.set("personkrets.svarigheter", "nej");
        assert_eq!(
            settled(&answers),
            Settled::Lacks(Circle::Three, vec![Criterion::Difficulties])
        );
        answers.set("personkrets.svarigheter", "ja");
        assert_eq!(settled(&answers), Settled::Belongs(Circle::Three));
        answers.set(CIRCLE_FIELD, "tillhör inte personkretsen");
        assert_eq!(settled(&answers), Settled::Outside);
    }
}
