//! The needs that an order in a hurry (*att komplettera*) is put together of: each a text, framed, with its
//! interventions and their time.

use std::sync::Arc;

use serde::Deserialize;

use super::toml_error::UnitFileError;
use crate::core::estimate::{EstimateLine, Per};

/// One need that can be ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// What it is called.
    pub name: String,
    /// The need, as it stands in the order.
    pub text: String,
    /// Ticked from the beginning.
    pub chosen: bool,
    /// The rows of the estimate.
    pub lines: Vec<EstimateLine>,
}

/// The unit's needs, in its order, and the purpose of such an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuickOrders {
    /// The purpose (*syfte*) that is filled in.
    pub purpose: String,
    /// The needs.
    pub needs: Arc<[Need]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "syfte", default)]
    purpose: String,
    #[serde(rename = "behov", default)]
    needs: Vec<toml::Spanned<NeedRow>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NeedRow {
    #[serde(rename = "namn")]
    name: String,
    text: String,
    #[serde(rename = "forvalt", default)]
    chosen: bool,
    #[serde(rename = "insatser")]
    lines: Vec<LineRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineRow {
    #[serde(rename = "namn")]
    name: String,
    #[serde(rename = "livsomrade")]
    area: String,
    #[serde(rename = "minuter")]
    minutes: u32,
    #[serde(rename = "antal")]
    times: u32,
    per: String,
    #[serde(rename = "dubbel", default)]
    double_staffing: bool,
}

impl LineRow {
    fn read(self) -> Result<EstimateLine, String> {
        let per = Per::from_word(&self.per).ok_or_else(|| {
            format!(
                "per = \"{}\" ska vara dag, vecka, tvaveckor eller manad",
                self.per
            )
        })?;
        if self.minutes == 0 || self.times == 0 {
            return Err(format!("insatsen \"{}\" saknar tid", self.name));
        }
        Ok(EstimateLine {
            area: self.area,
            intervention: self.name,
            minutes: self.minutes,
            times_min: self.times,
            times_max: self.times,
            per,
            double_staffing: self.double_staffing,
        })
    }
}

impl QuickOrders {
    /// The built-in needs.
    pub fn builtin() -> QuickOrders {
        // A test reads the built-in file, so that it cannot be empty here.
        QuickOrders::from_toml(include_str!("quick_orders.toml")).unwrap_or_else(|_| QuickOrders {
            purpose: String::new(),
            needs: Arc::new([]),
        })
    }

    /// Reads a unit's own needs, which take the built-in ones' place.
    ///
    /// # Errors
    /// [`UnitFileError`] with line and what is wrong, in Swedish.
    pub fn from_toml(text: &str) -> Result<QuickOrders, UnitFileError> {
        let file: File = toml::from_str(text).map_err(|e| UnitFileError::from_toml(text, &e))?;
        let mut needs: Vec<Need> = Vec::new();
        for spanned in file.needs {
            let byte = spanned.span().start;
            let row = spanned.into_inner();
            let wrong = |what: String| UnitFileError::at(text, byte, what);
            if row.name.trim().is_empty() || row.text.trim().is_empty() {
                return Err(wrong("ett behov saknar namn eller text".to_owned()));
            }
            if needs.iter().any(|known| known.name == row.name) {
                return Err(wrong(format!("behovet \"{}\" står två gånger", row.name)));
            }
            if row.lines.is_empty() {
                return Err(wrong(format!("behovet \"{}\" saknar insatser", row.name)));
            }
            let lines = row.lines.into_iter().map(LineRow::read);
            needs.push(Need {
                name: row.name,
                text: row.text,
                chosen: row.chosen,
                lines: lines.collect::<Result<_, _>>().map_err(wrong)?,
            });
        }
        if needs.is_empty() {
            return Err(UnitFileError {
                line: None,
                text: "filen har inget behov".to_owned(),
            });
        }
        Ok(QuickOrders {
            purpose: file.purpose,
            needs: needs.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::frame_check::{Verdict, Words, check_intervention};

    #[test]
    fn the_built_in_needs_are_framed_and_two_are_chosen() {
        let all = QuickOrders::from_toml(include_str!("quick_orders.toml")).unwrap();
        let words = Words::builtin();
        for need in all.needs.iter() {
            let found = check_intervention(&words, &need.text);
            assert_eq!(found.verdict, Verdict::Frame, "{}", need.text);
            assert!(
                found.remarks.is_empty(),
                "{}: {:?}",
                need.text,
                found.remarks
            );
        }
        assert_eq!(all.needs.iter().filter(|need| need.chosen).count(), 2);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let need = "[[behov]]\nnamn = \"Dusch\"\ntext = \"Stöd vid dusch.\"\ninsatser = [{ namn = \"dusch\", livsomrade = \"personlig_vard\", minuter = 40, antal = 1, per = \"vecka\" }]\n";
        assert_eq!(QuickOrders::from_toml(need).unwrap().needs.len(), 1);
        let twice = format!("{need}{need}");
        let error = QuickOrders::from_toml(&twice).unwrap_err();
        assert_eq!(error.line, Some(5), "{error}");
        let wrong = need.replace("vecka", "år");
        let error = QuickOrders::from_toml(&wrong).unwrap_err();
        assert!(error.to_string().contains("tvaveckor"), "{error}");
        assert!(QuickOrders::from_toml("syfte = \"x\"\n").is_err());
    }
}
