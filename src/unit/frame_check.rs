//! The words that ramkoll reads with, from `frame_check.toml`.

use serde::Deserialize;

use super::toml_error::UnitFileError;
use crate::core::frame_check::{Class, Pattern, Words};

/// The file's name in a unit's folder.
pub const FILE: &str = "frame_check.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct File {
    behov: Vec<String>,
    stodsysslor: Vec<String>,
    behovsverb: Vec<String>,
    lattverb: Vec<String>,
    lagesverb: Vec<String>,
    datid: Vec<String>,
    datid_andelser: Vec<String>,
    inte_datid: Vec<String>,
    utforare: Vec<String>,
    andra: Vec<String>,
    besvar: Vec<String>,
    personen: Vec<String>,
    sjalv: Vec<String>,
    handelser: Vec<String>,
    dagstider: Vec<String>,
    dagstid_forled: Vec<String>,
    dagstid_efterled: Vec<String>,
    dagshandelser: Vec<String>,
    dagsankomster: Vec<String>,
    natt: Vec<String>,
    nattbesok: Vec<String>,
    veckodagar: Vec<String>,
    veckodagar_korta: Vec<String>,
    veckodelar: Vec<String>,
    manader: Vec<String>,
    timmar: Vec<String>,
    matt: Vec<String>,
    maltider: Vec<Vec<String>>,
    sysslor: Vec<Vec<String>>,
    utfort: Vec<String>,
    ordning: Vec<String>,
    arbetsordning: Vec<String>,
    uppmaningar: Vec<String>,
    promenad: Vec<String>,
    mal: Goals,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Goals {
    lag: Vec<toml::Spanned<String>>,
    lag_hopskrivet: Vec<String>,
    varde: Vec<String>,
    lagnamn: Vec<String>,
    vardag: Vec<String>,
    allmant: Vec<String>,
    fungerar: Vec<String>,
}

impl Words {
    /// The built-in words.
    pub fn builtin() -> Words {
        // A test reads the built-in file, so that it cannot be empty here.
        let mut words = Words::default();
        let _ = read(include_str!("frame_check.toml"), &mut words);
        words
    }

    /// The built-in words with those of a unit's file added.
    ///
    /// # Errors
    /// [`UnitFileError`] with line and what is wrong, in Swedish.
    pub fn from_toml(text: &str) -> Result<Words, UnitFileError> {
        let mut words = Words::builtin();
        read(text, &mut words)?;
        Ok(words)
    }
}

fn read(text: &str, words: &mut Words) -> Result<(), UnitFileError> {
    let file: File = toml::from_str(text).map_err(|e| UnitFileError::from_toml(text, &e))?;
    let mut law = Vec::with_capacity(file.mal.lag.len());
    for row in &file.mal.lag {
        let pattern = Pattern::read(row.get_ref()).ok_or_else(|| {
            UnitFileError::at(
                text,
                row.span().start,
                format!(
                    "mönstret \"{}\" ska börja och sluta med ett ord",
                    row.get_ref()
                ),
            )
        })?;
        law.push(pattern);
    }
    for (class, list) in [
        (Class::NEED, &file.behov),
        (Class::CARE, &file.stodsysslor),
        (Class::NEED_VERB, &file.behovsverb),
        (Class::LIGHT, &file.lattverb),
        (Class::STATE, &file.lagesverb),
        (Class::PAST, &file.datid),
        (Class::NOT_PAST, &file.inte_datid),
        (Class::PROVIDER, &file.utforare),
        (Class::OTHER, &file.andra),
        (Class::AILMENT, &file.besvar),
        (Class::PERSON, &file.personen),
        (Class::SELF, &file.sjalv),
        (Class::EVENT, &file.handelser),
        (Class::TIME, &file.dagstider),
        (Class::DAY_EVENT, &file.dagshandelser),
        (Class::ARRIVAL, &file.dagsankomster),
        (Class::NIGHT, &file.natt),
        (Class::NIGHT_VISIT, &file.nattbesok),
        (Class::WEEKDAY, &file.veckodagar),
        (Class::SHORT_DAY, &file.veckodagar_korta),
        (Class::MONTH, &file.manader),
        (Class::HOUR, &file.timmar),
        (Class::MEASURE, &file.matt),
        (Class::DONE, &file.utfort),
        (Class::ORDER, &file.ordning),
        (Class::STEPS, &file.arbetsordning),
        (Class::IMPERATIVE, &file.uppmaningar),
        (Class::WORKDAY, &file.veckodelar),
        (Class::WALK, &file.promenad),
        (Class::VALUE, &file.mal.varde),
        (Class::LAW_NAME, &file.mal.lagnamn),
        (Class::HOME, &file.mal.vardag),
        (Class::GENERAL, &file.mal.allmant),
        (Class::WORKS, &file.mal.fungerar),
    ] {
        words.put(class, list);
    }
    words.put_past_endings(file.datid_andelser);
    words.put_time_compounds(file.dagstid_forled, &file.dagstid_efterled);
    for meal in &file.maltider {
        words.put_meal(meal);
    }
    for chore in &file.sysslor {
        words.put_chore(chore);
    }
    let joined = file.mal.lag_hopskrivet;
    words.put_law(law, joined.into_iter().filter(|j| !j.is_empty()).collect());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::frame_check::{Verdict, check_goal, check_intervention};

    #[test]
    fn the_built_in_words_are_read() {
        let mut words = Words::default();
        assert!(read(include_str!("frame_check.toml"), &mut words).is_ok());
        let reading = check_intervention(&words, "Hjälp på kvällen");
        assert_eq!(reading.verdict, Verdict::Detail);
    }

    #[test]
    fn a_unit_adds_words() {
        let words =
            Words::from_toml("dagstider = [\"kvällskröken\"]\n[mal]\nlag = [\"allas väl\"]\n");
        let words = words.unwrap();
        let reading = check_intervention(&words, "Hjälp vid kvällskröken");
        assert_eq!(reading.verdict, Verdict::Detail);
        let reading = check_goal(&words, "Allas väl");
        assert_eq!(reading.verdict, Verdict::GoalLaw);
    }

    #[test]
    fn a_slip_is_told_with_its_line() {
        let error = Words::from_toml("# ord\ndagstid = []\n").unwrap_err();
        assert_eq!(error.line, Some(2));
        let error = Words::from_toml("[mal]\nlag = [\n\"~ väl\"]\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "rad 3: mönstret \"~ väl\" ska börja och sluta med ett ord"
        );
    }
}
