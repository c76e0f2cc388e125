//! The people who work in the unit as a manager keeps them: everything dated, nothing erased.

use chrono::NaiveDate;

use super::change::NewUser;
use super::public_key::PublicKey;
use super::user::Role;

/// One change to the staff. Only a manager makes it, or whoever installs the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffChange {
    /// The first manager, while the unit has none: a new person, or one who is there already.
    FirstManager {
        /// The unit's name, made when the database has none of that name; empty for its first one.
        unit: String,
        /// Who.
        user: NewUser,
    },
    /// Somebody new.
    Register {
        /// The unit's name; empty for the writer's own.
        unit: String,
        /// Who.
        user: NewUser,
    },
    /// Another role from a day; the one before ends the day before.
    Role {
        /// Whose.
        user: i64,
        /// The role.
        role: Role,
        /// First day.
        from: NaiveDate,
    },
    /// Another share of full time from a day.
    Share {
        /// Whose.
        user: i64,
        /// Percent, 0–100.
        percent: u32,
        /// First day.
        from: NaiveDate,
    },
    /// Another base group from a day.
    BaseGroup {
        /// Whose.
        user: i64,
        /// The group's name; made when the unit has none of that name.
        group: String,
        /// First day.
        from: NaiveDate,
    },
    /// The first day in the post was another; delegation asks how long that is.
    Started {
        /// Whose.
        user: i64,
        /// The day.
        day: NaiveDate,
    },
    /// Named for something, such as consultation (*samråd*), from a day; until a day where that is known.
    Appoint {
        /// Who.
        user: i64,
        /// For what, a word of the unit's orders of delegation.
        kind: String,
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: Option<NaiveDate>,
    },
    /// An appointment ends.
    EndAppointment {
        /// Whose.
        user: i64,
        /// For what.
        kind: String,
        /// Last day.
        last: NaiveDate,
    },
    /// A key lets the person in from now on.
    AddKey {
        /// Whom.
        user: i64,
        /// The key.
        key: PublicKey,
    },
    /// A key lets nobody in any more.
    RemoveKey {
        /// Whose.
        user: i64,
        /// The key's row.
        key: i64,
    },
    /// The person's last day. Today or earlier: shut out at once, with keys and open desks. Nobody leaves open
    /// cases or a protected file that only they are named for: somebody takes them over in the same write.
    End {
        /// Whose.
        user: i64,
        /// Last day.
        last: NaiveDate,
        /// Who takes over, from today; needed where there is anything left and the day is not ahead.
        taker: Option<i64>,
    },
    /// The person is back, or was ended by mistake. Keys are added anew.
    Return {
        /// Who.
        user: i64,
    },
}

/// Whether a login can stand in a command line as it is: small letters a–z, digits, dot, dash and underscore,
/// beginning with a letter or a digit, 32 at most.
pub fn is_plain_login(login: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    login.len() <= 32
        && login.bytes().next().is_some_and(plain)
        && login.bytes().all(|b| plain(b) || b".-_".contains(&b))
}

/// What somebody who leaves would leave without anybody. Only counts: whose files they are is not told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftBehind {
    /// Open cases.
    pub cases: usize,
    /// Protected files that nobody else who works here is named for.
    pub files: usize,
}

impl LeftBehind {
    /// Whether there is nothing.
    pub fn is_nothing(self) -> bool {
        self == LeftBehind::default()
    }

    /// In words: "3 öppna ärenden och ensam namngiven i 1 skyddad akt".
    pub fn told(self) -> String {
        let cases = match self.cases {
            0 => None,
            1 => Some("1 öppet ärende".to_owned()),
            many => Some(format!("{many} öppna ärenden")),
        };
        let files = match self.files {
            0 => None,
            1 => Some("ensam namngiven i 1 skyddad akt".to_owned()),
            many => Some(format!("ensam namngiven i {many} skyddade akter")),
        };
        let parts: Vec<String> = cases.into_iter().chain(files).collect();
        parts.join(" och ")
    }
}

/// A person who works or has worked here, as the manager sees them today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRow {
    /// The row.
    pub id: i64,
    /// Login.
    pub login: String,
    /// Name.
    pub name: String,
    /// Role in force.
    pub role: Option<Role>,
    /// Share of full time in percent.
    pub share: Option<u32>,
    /// Base group.
    pub base_group: Option<String>,
    /// First day.
    pub started: NaiveDate,
    /// Last day, where it is known.
    pub ended: Option<NaiveDate>,
    /// What they are named for.
    pub appointments: Vec<String>,
    /// The keys that let them in.
    pub keys: Vec<StaffKey>,
    /// What is decided but has not begun: the day, and what holds from it in words.
    pub coming: Vec<(NaiveDate, String)>,
}

impl StaffRow {
    /// What is known of them in a line, what is not as of most others first, for its end is not always seen:
    /// "handläggare · Basgrupp Norr · 80 % · 1 nyckel · sedan 2018-07-01".
    pub fn told(&self) -> String {
        let keys = match self.keys.len() {
            0 => None,
            1 => Some("1 nyckel".to_owned()),
            many => Some(format!("{many} nycklar")),
        };
        let role = self.role.map_or("utan roll", Role::name).to_owned();
        let coming = self.coming.iter();
        let part_time = self.share.filter(|share| *share != 100);
        let last = self.ended.map(|last| format!("sista dag {last}"));
        let parts: Vec<String> = last
            .into_iter()
            .chain(coming.map(|(from, what)| format!("från {from}: {what}")))
            .chain(std::iter::once(role))
            .chain(self.base_group.clone().filter(|group| !group.is_empty()))
            .chain(part_time.map(|share| format!("{share} %")))
            .chain(
                self.appointments
                    .iter()
                    .map(|kind| format!("utsedd: {}", appointment_name(kind))),
            )
            .chain(keys)
            .chain(std::iter::once(format!("sedan {}", self.started)))
            .collect();
        parts.join(" · ")
    }
}

/// What somebody is appointed to, as it is read: "samråd". The word is the order of delegation's, and a unit may have
/// others; what is not known here is read as it is written.
pub fn appointment_name(word: &str) -> String {
    match word {
        "samrad" => "samråd".to_owned(),
        other => other.replace('_', " "),
    }
}

/// A key that lets a person in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffKey {
    /// The row.
    pub id: i64,
    /// Whose login it opens.
    pub login: String,
    /// Its kind.
    pub kind: String,
    /// The key in base64.
    pub body: String,
    /// Which machine or card it lies on.
    pub label: String,
}

impl StaffKey {
    /// Its kind, how it ends and where it lies; a key is told apart by its end.
    pub fn told(&self) -> String {
        let letters = self.body.chars().count();
        let end: String = self.body.chars().skip(letters.saturating_sub(12)).collect();
        format!("{}  …{end}  {}", self.kind, self.label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appointment_is_read_as_it_is_said() {
        assert_eq!(appointment_name("samrad"), "samråd");
        assert_eq!(appointment_name("lex_sarah"), "lex sarah");
    }

    #[test]
    fn a_login_can_stand_in_a_command_line() {
        for right in ["anna.ek", "a", "9b", "demo-chef", "x_1"] {
            assert!(is_plain_login(right), "{right}");
        }
        for wrong in [
            "", "-som", "Anna", "anna ek", "a\"b", "a;b", "å", ".a", "a$(b)", "a\nb",
        ] {
            assert!(!is_plain_login(wrong), "{wrong}");
        }
    }
}
