//! The person (*enskild*) that a file is about, and the people around.

use chrono::NaiveDate;

/// Declares an enum of stored words with the names a person reads.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant,)* }

        impl $name {
            /// Every value, in the order it is offered.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The word stored and exported.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// The words a person reads.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $label,)* }
            }

            /// The value that a stored word names, if any.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.word() == word)
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What is known of a person from a day, and may end on one.
    Ending {
        /// An address.
        Address = "adress", "Adress";
        /// A phone number.
        Phone = "telefon", "Telefon";
        /// Somebody around the person.
        Contact = "kontakt", "Kontakt";
    }
}

words! {
    /// Legal sex (*kön*) as stored; never read from the number.
    Sex {
        /// Woman.
        Woman = "kvinna", "kvinna";
        /// Man.
        Man = "man", "man";
        /// Not known, or other.
        Unknown = "okant", "okänt";
    }
}

words! {
    /// The level of protected identity (*skyddade personuppgifter*).
    Protection {
        /// *Sekretessmarkering*: a warning mark in the population register.
        Confidential = "sekretessmarkering", "sekretessmarkering";
        /// *Skyddad folkbokföring*: the address is not in the register.
        Registration = "skyddad_folkbokforing", "skyddad folkbokföring";
        /// *Fingerade personuppgifter*: an assumed identity.
        Assumed = "fingerade_personuppgifter", "fingerade personuppgifter";
    }
}

words! {
    /// What somebody around the person is to them (*närstående, god man, förvaltare, ombud*).
    ContactRole {
        /// Relative or near friend.
        Relative = "narstaende", "närstående";
        /// *God man*: court-appointed, with the person's consent.
        Guardian = "god_man", "god man";
        /// *Förvaltare*: court-appointed, decides within the order.
        Administrator = "forvaltare", "förvaltare";
        /// *Ombud* with an authority (*fullmakt*).
        Representative = "ombud", "ombud med fullmakt";
        /// *Framtidsfullmaktshavare*.
        FuturePower = "framtidsfullmakt", "framtidsfullmaktshavare";
        /// *Vårdnadshavare* of a child.
        Custodian = "vardnadshavare", "vårdnadshavare";
        /// Anybody else, such as health care or a landlord.
        Other = "annan", "annan";
    }
}

words! {
    /// Family situation (*familjesituation*), the split of statistics on granted hours.
    Situation {
        /// Lives alone.
        Alone = "ensamboende", "ensamboende";
        /// Lives with a spouse or partner.
        Couple = "sammanboende", "sammanboende";
        /// Lives with children under 18.
        WithChildren = "med_barn", "bor med barn under 18 år";
        /// Lives with others: parents, grown-up children, siblings.
        WithOthers = "med_andra", "bor med andra";
        /// Lives in a residence with round-the-clock care.
        Residence = "boende", "särskilt boende";
        /// Not known.
        Unknown = "okant", "okänt";
    }
}

/// A person as registered the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    /// Personal number, coordination number, invented number or another id, in its stored form.
    pub number: super::personal_number::PersonalNumber,
    /// Family name.
    pub family_name: String,
    /// Given name or names.
    pub given_name: String,
    /// Legal sex.
    pub sex: Sex,
    /// Birth date; kept apart from the number, which may hold a nearby day (folkbokföringslagen 18 §).
    pub birth_date: Option<NaiveDate>,
}

/// What can be changed on a person's card. Fields left `None` stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonPatch {
    /// Family name.
    pub family_name: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// The name the person wishes to be called by; empty takes it away.
    pub wished_name: Option<String>,
    /// The pronoun the person wishes; empty takes it away.
    pub pronoun: Option<String>,
    /// Legal sex.
    pub sex: Option<Sex>,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// Way of communicating.
    pub communication: Option<String>,
    /// Interpreter's language; empty when none is needed.
    pub interpreter: Option<String>,
}

/// The interpreter's language as it is kept: nothing where what is written says that none is needed, which
/// would otherwise stand in the assessment as a language.
pub fn interpreter_language(written: &str) -> &str {
    let written = written.trim();
    let word = written.trim_end_matches('.').to_lowercase();
    const NONE: &[&str] = &[
        "-",
        "–",
        "nej",
        "ej",
        "inte",
        "ingen",
        "ingen tolk",
        "behövs inte",
        "behövs ej",
        "inget behov",
    ];
    if NONE.contains(&word.as_str()) {
        ""
    } else {
        written
    }
}

/// The first line of everything: whose file this is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonHead {
    /// The person's row.
    pub id: i64,
    /// The version read; a write names it.
    pub version: i64,
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// Wished name, if any.
    pub wished_name: Option<String>,
    /// Wished pronoun, if any.
    pub pronoun: Option<String>,
    /// Legal sex.
    pub sex: Sex,
    /// Birth date, if known.
    pub birth_date: Option<NaiveDate>,
    /// The number in force, as shown.
    pub number: String,
    /// Kind of the number as stored (`personnummer`, `samordningsnummer`, `pahittat`, `annat`).
    pub number_kind: String,
    /// Protected identity, if any.
    pub protection: Option<Protection>,
    /// Way of communicating.
    pub communication: Option<String>,
    /// Interpreter's language.
    pub interpreter: Option<String>,
    /// The one to be called first, if any ("ring dottern först").
    pub call_first: Option<String>,
    /// Day of death, if any.
    pub died_on: Option<NaiveDate>,
}

impl PersonHead {
    /// "Bergström, Karin", as lists show a name.
    pub fn list_name(&self) -> String {
        format!("{}, {}", self.family_name, self.given_name)
    }

    /// Age in whole years on a day, if the birth date is known.
    pub fn age(&self, today: NaiveDate) -> Option<u32> {
        let end = self.died_on.unwrap_or(today);
        self.birth_date.and_then(|b| end.years_since(b))
    }

    /// Whether the person is a child (under 18) on a day.
    pub fn is_child(&self, today: NaiveDate) -> bool {
        self.age(today).is_some_and(|age| age < 18)
    }

    /// Whether somebody else speaks for the person by law: from fifteen a child does so itself. Source: SoL
    /// (2025:400) 3 kap.
    pub fn is_spoken_for(&self, today: NaiveDate) -> bool {
        self.age(today).is_some_and(|age| age < 15)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_no_interpreter_is_needed_is_no_language() {
        for none in ["", " Nej. ", "ingen tolk", "behövs inte", "–"] {
            assert_eq!(interpreter_language(none), "", "{none}");
        }
        assert_eq!(interpreter_language(" finska "), "finska");
        assert_eq!(interpreter_language("ingusjiska"), "ingusjiska");
    }
}
