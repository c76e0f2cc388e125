//! The material that the invented unit is made of.

use serde::Deserialize;

use super::people::Someone;
use crate::core::estimate::Per;
use crate::error::{Error, Result};

/// Names, streets and phrases.
#[derive(Deserialize)]
pub(super) struct Texts {
    pub(super) efternamn: Vec<String>,
    pub(super) fornamn_kvinna: Vec<String>,
    pub(super) fornamn_man: Vec<String>,
    pub(super) fornamn_ung_kvinna: Vec<String>,
    pub(super) fornamn_ung_man: Vec<String>,
    pub(super) handlaggare: Vec<String>,
    pub(super) utforare: Vec<Provider>,
    pub(super) basgrupper: Vec<String>,
    pub(super) gator: Vec<String>,
    pub(super) postorter: Vec<String>,
    pub(super) hushall: Vec<String>,
    pub(super) kommunikation: Vec<String>,
    pub(super) tolksprak: Vec<String>,
    pub(super) narstaende_roll: Vec<String>,
    pub(super) paus_skal: Vec<String>,
    pub(super) mal: Vec<String>,
    pub(super) mal_rutin: Vec<String>,
    pub(super) ansokan: Vec<String>,
    pub(super) skal: Vec<String>,
    pub(super) synpunkt_egen: Vec<String>,
    pub(super) syfte: Vec<String>,
    pub(super) detalj: Vec<String>,
    pub(super) utforaren_vet: Vec<String>,
    pub(super) klagomal: Vec<String>,
    pub(super) barn_installning: Vec<String>,
    pub(super) barn_konsekvenser: Vec<String>,
    pub(super) behov_samlat: Vec<String>,
    pub(super) forslag_bifall: Vec<String>,
    pub(super) forslag_avslag: Vec<String>,
    pub(super) livsomrade: Vec<Area>,
    pub(super) bestallning: Vec<Ordered>,
    pub(super) journal: Vec<Note>,
}

#[derive(Deserialize)]
pub(super) struct Provider {
    pub(super) namn: String,
    pub(super) regi: String,
}

/// A life area: descriptions with the level of each and what the person can do.
#[derive(Deserialize)]
pub(super) struct Area {
    pub(super) id: String,
    pub(super) beskrivning: Vec<String>,
    pub(super) klarar: Vec<String>,
    pub(super) niva: Vec<u8>,
}

/// An intervention that is ordered.
#[derive(Deserialize)]
pub(super) struct Ordered {
    pub(super) omrade: String,
    pub(super) insats: String,
    pub(super) namn: String,
    pub(super) behov: Vec<String>,
    pub(super) klarar: Vec<String>,
    pub(super) minuter: u32,
    pub(super) ganger_min: u32,
    pub(super) ganger_max: u32,
    pub(super) per: Per,
}

/// A journal note of a step.
#[derive(Deserialize)]
pub(super) struct Note {
    pub(super) steg: String,
    pub(super) text: String,
}

impl Texts {
    /// Reads the material that is built in.
    pub(super) fn read() -> Result<Texts> {
        toml::from_str(include_str!("texts.toml"))
            .map_err(|error| Error::internal(format!("Demons texter går inte att läsa ({error}).")))
    }
}

/// A phrase told of somebody.
pub(super) fn told(text: &str, someone: &Someone) -> String {
    let (hen, hens) = match someone.sex {
        "kvinna" => ("hon", "hennes"),
        "man" => ("han", "hans"),
        _ => ("hen", "hens"),
    };
    text.replace("{namn}", &someone.given)
        .replace("{hen}", hen)
        .replace("{hens}", hens)
}

/// Chance, the same every time for the same seed.
pub(super) struct Dice(fastrand::Rng);

impl Dice {
    pub(super) fn new(seed: u64) -> Dice {
        Dice(fastrand::Rng::with_seed(seed))
    }

    /// One of these; the default where there is none.
    pub(super) fn one<'a>(&mut self, of: &'a [String]) -> &'a str {
        if of.is_empty() {
            return "";
        }
        of.get(self.0.usize(..of.len())).map_or("", String::as_str)
    }

    /// A place in a list of so many; 0 where there is none.
    pub(super) fn place(&mut self, len: usize) -> usize {
        if len == 0 { 0 } else { self.0.usize(..len) }
    }

    /// A whole number, both ends included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        if low >= high {
            return low;
        }
        self.0.i64(low..=high)
    }

    /// True so many times in a thousand.
    pub(super) fn permille(&mut self, n: u32) -> bool {
        self.0.u32(..1000) < n
    }

    /// One of these by weight.
    pub(super) fn weighted<T: Copy>(&mut self, of: &[(T, u32)], otherwise: T) -> T {
        let sum: u32 = of.iter().map(|(_, weight)| weight).sum();
        let mut at = if sum == 0 { 0 } else { self.0.u32(..sum) };
        for (value, weight) in of {
            if at < *weight {
                return *value;
            }
            at -= weight;
        }
        otherwise
    }
}
