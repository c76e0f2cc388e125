//! The invented people: who they are and who is around them.

use std::collections::HashSet;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::texts::{Dice, Texts};
use crate::core::personal_number::PersonalNumber;
use crate::core::register::{
    AddressEntry, ContactEntry, Dated, HouseholdEntry, PersonEntry, ProtectionEntry,
};

/// What the rest of the demo has to know about a person.
pub(super) struct Someone {
    pub(super) number: String,
    pub(super) given: String,
    pub(super) sex: &'static str,
    pub(super) age: u32,
    pub(super) interpreter: bool,
    pub(super) died: Option<NaiveDate>,
}

impl Someone {
    pub(super) fn is_child(&self) -> bool {
        self.age < 18
    }

    /// Whether the unit's LSS group would have the case.
    pub(super) fn is_young(&self) -> bool {
        self.age < 65
    }
}

/// Makes people with birth dates of their own: there is one invented number a day.
pub(super) struct People<'a> {
    texts: &'a Texts,
    today: NaiveDate,
    taken: HashSet<NaiveDate>,
}

impl<'a> People<'a> {
    pub(super) fn new(texts: &'a Texts, today: NaiveDate) -> People<'a> {
        People {
            texts,
            today,
            taken: HashSet::new(),
        }
    }

    fn birth(&mut self, dice: &mut Dice) -> NaiveDate {
        let age = match dice.between(0, 99) {
            0..=3 => dice.between(6, 17),
            4..=14 => dice.between(19, 64),
            15..=29 => dice.between(66, 76),
            30..=79 => dice.between(77, 90),
            _ => dice.between(88, 99),
        };
        let days = age * 365 + age / 4 + dice.between(0, 364);
        let mut born = before(self.today, days);
        let youngest = before(self.today, 6 * 366);
        while !self.taken.insert(born) {
            born = born
                .succ_opt()
                .filter(|day| *day <= youngest)
                .unwrap_or_else(|| before(self.today, 36_800));
        }
        born
    }

    /// One more person, and what is kept about them.
    pub(super) fn one(&mut self, dice: &mut Dice) -> (Someone, PersonEntry) {
        let texts = self.texts;
        let born = self.birth(dice);
        let age = self.today.years_since(born).unwrap_or(0);
        let young = born.year() >= 1965;
        let sex = match dice.between(0, 999) {
            0..=2 if young => "okant",
            0..=609 => "kvinna",
            _ => "man",
        };
        let names = match (sex, young) {
            ("man", false) => &texts.fornamn_man,
            ("man", true) => &texts.fornamn_ung_man,
            (_, false) => &texts.fornamn_kvinna,
            (_, true) => &texts.fornamn_ung_kvinna,
        };
        let given = dice.one(names).to_owned();
        // The first eighty of the list are the common ones.
        let family = if dice.permille(850) {
            texts
                .efternamn
                .get(dice.place(texts.efternamn.len().min(98)))
        } else {
            texts.efternamn.get(dice.place(texts.efternamn.len()))
        };
        let family = family.map_or("Ek", String::as_str);
        let number = PersonalNumber::invented(born);
        let since = before(self.today, dice.between(400, 4000)).max(born);
        let mut entry = PersonEntry {
            personal_number: number.to_string(),
            number_kind: number.kind().word().to_owned(),
            family_name: family.to_owned(),
            given_name: given.clone(),
            sex: sex.to_owned(),
            birth_date: Some(born.to_string()),
            pronoun: (sex == "okant").then(|| "hen".to_owned()),
            ..PersonEntry::default()
        };
        if dice.permille(250) {
            entry.communication = Some(dice.one(&texts.kommunikation).to_owned());
        }
        if dice.permille(50) {
            entry.interpreter = Some(dice.one(&texts.tolksprak).to_owned());
        }
        if dice.permille(6) {
            entry.protection = Some(ProtectionEntry {
                level: dice
                    .weighted(
                        &[("sekretessmarkering", 7), ("skyddad_folkbokforing", 3)],
                        "sekretessmarkering",
                    )
                    .to_owned(),
                source: "folkbokföringen".to_owned(),
                date: before(self.today, dice.between(30, 900))
                    .max(born)
                    .to_string(),
            });
        } else {
            self.home(&mut entry, since, dice);
        }
        self.around(&mut entry, age, since, dice);
        let died =
            (age >= 75 && dice.permille(15)).then(|| before(self.today, dice.between(5, 120)));
        entry.died_on = died.map(|day| day.to_string());
        let someone = Someone {
            number: entry.personal_number.clone(),
            given,
            sex,
            age,
            interpreter: entry.interpreter.is_some(),
            died,
        };
        (someone, entry)
    }

    fn home(&self, entry: &mut PersonEntry, since: NaiveDate, dice: &mut Dice) {
        let texts = self.texts;
        entry.addresses.push(AddressEntry {
            street: format!("{} {}", dice.one(&texts.gator), dice.between(1, 78)),
            // No town has postal codes that begin with 0.
            postcode: format!("0{:02} {:02}", dice.between(10, 99), dice.between(10, 99)),
            city: dice.one(&texts.postorter).to_owned(),
            from: since.to_string(),
            to: None,
        });
        if dice.permille(850) {
            entry.phones.push(Dated {
                value: phone(dice),
                from: since.to_string(),
                to: None,
            });
        }
    }

    fn around(&self, entry: &mut PersonEntry, age: u32, since: NaiveDate, dice: &mut Dice) {
        let texts = self.texts;
        let from = since.to_string();
        let hushall = dice.one(&texts.hushall);
        let (situation, note) = match hushall {
            _ if age < 18 => ("med_andra", "bor med föräldrar"),
            "ensamboende" => ("ensamboende", ""),
            _ if age >= 65 && dice.permille(450) => ("ensamboende", ""),
            "sammanboende" => ("sammanboende", ""),
            // Nobody of 81 has a parent to live with, nobody of 20 a grown-up child.
            "bor med förälder" if age >= 60 => ("med_andra", "bor med vuxet barn"),
            "bor med vuxet barn" if age < 40 => ("med_andra", "bor med förälder"),
            other => ("med_andra", other),
        };
        entry.household.push(HouseholdEntry {
            situation: situation.to_owned(),
            note: note.to_owned(),
            from: from.clone(),
            to: None,
        });
        let mut contact =
            |role: &str, relation: &str, first: bool, covers: &str, dice: &mut Dice| {
                let woman = matches!(
                    relation,
                    "dotter" | "maka" | "syster" | "systerdotter" | "svärdotter" | "mamma"
                );
                let names = if woman || (relation.is_empty() && dice.permille(500)) {
                    &texts.fornamn_ung_kvinna
                } else {
                    &texts.fornamn_ung_man
                };
                let family = if role == "narstaende" && dice.permille(600) {
                    entry.family_name.clone()
                } else {
                    dice.one(&texts.efternamn).to_owned()
                };
                entry.contacts.push(ContactEntry {
                    role: role.to_owned(),
                    name: format!("{} {family}", dice.one(names)),
                    relation: relation.to_owned(),
                    phone: phone(dice),
                    call_first: first,
                    covers: covers.to_owned(),
                    from: from.clone(),
                    to: None,
                });
            };
        if age < 18 {
            let parent = if dice.permille(600) { "mamma" } else { "pappa" };
            contact("vardnadshavare", parent, true, "", dice);
        } else if dice.permille(640) {
            let relation = dice.one(&texts.narstaende_roll).to_owned();
            let first = dice.permille(190);
            contact("narstaende", &relation, first, "", dice);
        }
        if age >= 18 && dice.permille(70) {
            contact(
                "god_man",
                "",
                false,
                "bevaka rätt, förvalta egendom, sörja för person",
                dice,
            );
        } else if age >= 65 && dice.permille(40) {
            contact(
                "ombud",
                "",
                false,
                "föra talan i ärenden om stöd och hjälp",
                dice,
            );
        }
    }
}

/// A number that is kept free for films and books.
fn phone(dice: &mut Dice) -> String {
    format!("070-174 06 {:02}", dice.between(5, 99))
}

/// So many days before a day.
pub(super) fn before(day: NaiveDate, days: i64) -> NaiveDate {
    shifted(day, -days)
}

/// So many days after a day, or before it where the number is negative.
pub(super) fn shifted(day: NaiveDate, days: i64) -> NaiveDate {
    let count = Days::new(days.unsigned_abs());
    let moved = if days < 0 {
        day.checked_sub_days(count)
    } else {
        day.checked_add_days(count)
    };
    moved.unwrap_or(day)
}

/// So many months before a day.
pub(super) fn months_before(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(day)
}
