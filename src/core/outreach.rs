//! Outreach (*uppsökande verksamhet*): people of a population list who have no file yet, and what they
//! answered when they were sought out.

use chrono::NaiveDate;

use super::person::{Sex, words};
use super::personal_number::PersonalNumber;

words! {
    /// What came of seeking somebody out.
    OutreachAnswer {
        /// Spoken to, or met.
        Contacted = "kontaktad", "kontaktad";
        /// Said no thank you.
        Declined = "tackade_nej", "tackade nej";
    }
}

/// A person of the population list (*befolkningslistan*), kept apart from the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewResident {
    /// Number.
    pub number: PersonalNumber,
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// Legal sex; unknown where the list does not say.
    pub sex: Sex,
    /// Birth date.
    pub birth_date: NaiveDate,
    /// Street and number; empty where the list has none.
    pub street: String,
    /// Postal code.
    pub postcode: String,
    /// Town.
    pub city: String,
}

/// Somebody to be sought out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resident {
    /// The row.
    pub id: i64,
    /// Who.
    pub told: NewResident,
    /// The person's file, where there is one.
    pub person: Option<i64>,
    /// The latest answer, and when.
    pub answer: Option<(OutreachAnswer, NaiveDate)>,
}
