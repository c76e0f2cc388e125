//! What a person chooses for their own desk. Where many share a service account the file of settings is the
//! unit's, so that what is one's own stands in the database and follows the person.

use std::collections::BTreeMap;

use super::person::words;

words! {
    /// One thing to choose; the words are those of the file of settings.
    Setting {
        /// The name of a theme.
        Theme = "tema", "Tema";
        /// Only what is asked for is sent, as over a thin line.
        ThinLine = "lagband", "Långsam uppkoppling";
        /// As little as possible is asked of the terminal.
        PlainTerminal = "enkel-terminal", "Enkel terminal";
        /// Minutes without a key before the desk locks itself.
        Lock = "las-minuter", "Lås efter";
        /// The same with a protected file open.
        LockProtected = "las-skyddad-minuter", "Lås skyddad akt efter";
    }
}

/// What is stored for yes and no.
const YES_NO: [&str; 2] = ["ja", "nej"];

/// The longest a desk may stand unlocked without a key, in minutes.
pub const LONGEST_LOCK: u64 = 60;

impl Setting {
    /// Whether a value is one that the setting can have.
    pub fn takes(self, value: &str) -> bool {
        match self {
            Setting::Theme => {
                let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
                (1..=40).contains(&value.len()) && value.chars().all(plain)
            }
            Setting::ThinLine | Setting::PlainTerminal => YES_NO.contains(&value),
            Setting::Lock | Setting::LockProtected => {
                matches!(value.parse(), Ok(minutes) if (1..=LONGEST_LOCK).contains(&minutes))
            }
        }
    }
}

/// What a person has chosen; the rest is as on the machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings(BTreeMap<Setting, String>);

impl FromIterator<(Setting, String)> for Settings {
    /// What a setting does not take is passed over.
    fn from_iter<I: IntoIterator<Item = (Setting, String)>>(chosen: I) -> Settings {
        let taken = chosen
            .into_iter()
            .filter(|(setting, value)| setting.takes(value));
        Settings(taken.collect())
    }
}

impl Settings {
    /// The value of a setting, if it is chosen.
    pub fn get(&self, setting: Setting) -> Option<&str> {
        self.0.get(&setting).map(String::as_str)
    }

    /// Whether a yes-or-no is yes, if it is chosen.
    pub fn yes(&self, setting: Setting) -> Option<bool> {
        self.get(setting).map(|value| value == "ja")
    }

    /// A number of minutes, if it is chosen.
    pub fn minutes(&self, setting: Setting) -> Option<u64> {
        self.get(setting).and_then(|value| value.parse().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_setting_takes_is_kept() {
        let of = |setting, value: &str| (setting, value.to_owned());
        let chosen: Settings = [
            of(Setting::Theme, "ljus"),
            of(Setting::ThinLine, "ja"),
            of(Setting::PlainTerminal, "kanske"),
            of(Setting::Lock, "0"),
            of(Setting::LockProtected, "2"),
        ]
        .into_iter()
        .collect();
        assert_eq!(chosen.get(Setting::Theme), Some("ljus"));
        assert_eq!(chosen.yes(Setting::ThinLine), Some(true));
        assert_eq!(chosen.yes(Setting::PlainTerminal), None);
        assert_eq!(chosen.minutes(Setting::Lock), None);
        assert_eq!(chosen.minutes(Setting::LockProtected), Some(2));
        for wrong in ["", "../ljus", "a b", "\u{1b}[0m"] {
            assert!(!Setting::Theme.takes(wrong), "{wrong:?}");
        }
        assert!(!Setting::Lock.takes("61") && Setting::Lock.takes("60"));
    }
}
