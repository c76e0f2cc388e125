//! Access (*behörighet*): who may do what with whose file. One function decides, [`verdict`]; the store
//! gathers what it needs and asks it before anything is read or written, so that no screen goes round it.
//!
//! Sources: lag (2001:454) 10 § (no more than the task needs, every opening known), OSL (2009:400) 26 kap.
//! 1 § and 21 kap. 3 § (protected identity), förvaltningslagen (2017:900) 16–18 §§ (*jäv*).

use super::user::Role;

/// What somebody wants to do with a file (*akt*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Meet it in a list, a search, a count or a table of figures.
    Find,
    /// Open and read it.
    Read,
    /// Print what is in it.
    Print,
    /// Take it out of the database.
    Export,
    /// Write in it.
    Write,
    /// Sign a document in it, or propose a decision.
    Sign,
    /// Make a decision in it.
    Decide,
    /// Give a case in it to another caseworker.
    Distribute,
    /// Check who has opened it (*loggkontroll*).
    CheckLog,
    /// Change who may work in it from now on: naming, jäv of others, protection.
    Manage,
}

impl Act {
    /// Every act.
    pub const ALL: [Act; 10] = [
        Act::Find,
        Act::Read,
        Act::Print,
        Act::Export,
        Act::Write,
        Act::Sign,
        Act::Decide,
        Act::Distribute,
        Act::CheckLog,
        Act::Manage,
    ];

    /// The act that the log has under a word.
    pub fn of(word: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.word() == word)
    }

    /// As it is told when the log is read: "nekades att läsa akten".
    pub fn told(self) -> &'static str {
        match self {
            Act::Find => "finna akten",
            Act::Read => "läsa akten",
            Act::Print => "skriva ut ur akten",
            Act::Export => "exportera",
            Act::Write => "skriva i akten",
            Act::Sign => "underteckna i akten",
            Act::Decide => "besluta i akten",
            Act::Distribute => "fördela ärendet",
            Act::CheckLog => "kontrollera loggen",
            Act::Manage => "ändra vem som kommer in i akten",
        }
    }

    /// As the log has it.
    pub fn word(self) -> &'static str {
        match self {
            Act::Find => "finna",
            Act::Read => "lasa",
            Act::Print => "skriva_ut",
            Act::Export => "exportera",
            Act::Write => "skriva",
            Act::Sign => "underteckna",
            Act::Decide => "besluta",
            Act::Distribute => "fordela",
            Act::CheckLog => "kontrollera_loggen",
            Act::Manage => "andra_atkomst",
        }
    }
}

/// How one user stands to one file, today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Standing {
    /// The user's role in force.
    pub role: Role,
    /// The user works here today.
    pub employed: bool,
    /// Nobody else has ever used this database: it is the user's own machine.
    pub alone: bool,
    /// The file belongs to the user's unit.
    pub same_unit: bool,
    /// A case in the file is the user's own, or a colleague's whom the user stands in for today. The day
    /// it is handed over it still is, so that the handing over can be taken back.
    pub own: bool,
    /// The person has protected identity (*skyddade personuppgifter*).
    pub protected: bool,
    /// The user, or a colleague whom the user stands in for today, is named for the protected file.
    pub named: bool,
    /// The user is related to the person (*jäv*).
    pub related: bool,
    /// Emergency access (*nödåtkomst*) to the file runs now.
    pub emergency: bool,
    /// The user would be let in without emergency access and without standing in for anybody.
    pub lasting: bool,
    /// The file is protected, and nobody who is named for it works here any more.
    pub orphaned: bool,
    /// The user has said why the file is opened, in this session.
    pub reason: bool,
}

/// A change of who may work in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessChange {
    /// Somebody is named for a protected file.
    Name {
        /// Whose file.
        person: i64,
        /// Who.
        user: i64,
    },
    /// Somebody is no longer named; the row stays with its last day.
    EndNamed {
        /// Whose file.
        person: i64,
        /// Who.
        user: i64,
    },
    /// Somebody is related to the person (*jäv*), and is from now on kept away from the file.
    MarkRelated {
        /// Whose file.
        person: i64,
        /// Who; oneself, or anybody where a manager says so.
        user: i64,
        /// Why.
        reason: String,
        /// Who takes over their open cases in the file, where they have any.
        taker: Option<i64>,
    },
    /// It was not so, or is no longer; a manager says it.
    EndRelated {
        /// Whose file.
        person: i64,
        /// Who.
        user: i64,
        /// Why.
        reason: String,
    },
    /// Emergency access (*nödåtkomst*) is asked for, to the file of a whole personal number or case number.
    Emergency {
        /// The number, as typed.
        number: String,
        /// Why.
        reason: String,
    },
    /// An emergency access ends before its time.
    EndEmergency {
        /// The row.
        access: i64,
    },
    /// A manager has taken note of an emergency access.
    NoteEmergency {
        /// The row.
        access: i64,
    },
}

/// What the rules say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It may be done.
    Allowed,
    /// It may be done once the user has said why.
    AskReason,
    /// It may not be done, and nothing may tell that the file exists.
    Hidden,
    /// It may not be done: the user is related to the person, and knows it.
    Related,
    /// It may not be done by this role.
    Role,
    /// It may not be done by one who is let in for a time.
    Passing,
}

/// Whether a role may do what concerns all files at once, as taking them out of the database or checking the log;
/// alone on one's own machine one may.
pub fn may_see_whole(role: Role, alone: bool) -> bool {
    alone || role.leads() || role == Role::Administrator
}

impl Verdict {
    /// As the log has it, where something was refused.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Allowed => "tillatet",
            Verdict::AskReason => "skal_saknas",
            Verdict::Hidden => "ingen_behorighet",
            Verdict::Related => "jav",
            Verdict::Role => "roll",
            Verdict::Passing => "tillfallig",
        }
    }
}

/// Whether a user may do something with a file.
pub fn verdict(act: Act, s: &Standing) -> Verdict {
    let within = s.same_unit || s.own || s.emergency;
    let open_to = !s.protected || s.named || s.emergency;
    if !s.employed || !within || !open_to {
        return Verdict::Hidden;
    }
    if s.related {
        return match act {
            Act::Find | Act::Export | Act::CheckLog => Verdict::Hidden,
            _ => Verdict::Related,
        };
    }
    let role_may = match act {
        Act::Find | Act::Read | Act::Print | Act::Write | Act::Manage => true,
        Act::Sign | Act::Decide => s.role != Role::Administrator,
        Act::Distribute => s.own || s.role.leads(),
        Act::Export | Act::CheckLog => may_see_whole(s.role, s.alone),
    };
    if !role_may {
        return Verdict::Role;
    }
    // What is changed here outlasts an access for a time. A file that has lost everybody has a way back: a
    // manager of its unit, by emergency access.
    let lasting = s.lasting || (s.orphaned && s.same_unit && s.role.leads());
    if act == Act::Manage && !lasting {
        return Verdict::Passing;
    }
    let opens = !matches!(act, Act::Find | Act::Export | Act::CheckLog);
    if opens && s.protected && !s.reason && !s.emergency {
        return Verdict::AskReason;
    }
    Verdict::Allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLLEAGUE: Standing = Standing {
        role: Role::Caseworker,
        employed: true,
        alone: false,
        same_unit: true,
        own: false,
        protected: false,
        named: false,
        related: false,
        emergency: false,
        lasting: true,
        orphaned: false,
        reason: false,
    };

    #[test]
    fn the_unit_works_with_its_files_and_no_other_unit_sees_them() {
        assert_eq!(verdict(Act::Read, &COLLEAGUE), Verdict::Allowed);
        let elsewhere = Standing {
            same_unit: false,
            ..COLLEAGUE
        };
        for act in Act::ALL {
            assert_eq!(verdict(act, &elsewhere), Verdict::Hidden);
        }
        let handed_over = Standing {
            own: true,
            ..elsewhere
        };
        assert_eq!(verdict(Act::Write, &handed_over), Verdict::Allowed);
    }

    #[test]
    fn a_protected_file_is_for_the_named_and_they_say_why() {
        let protected = Standing {
            protected: true,
            own: true,
            ..COLLEAGUE
        };
        for act in Act::ALL {
            assert_eq!(verdict(act, &protected), Verdict::Hidden);
        }
        let named = Standing {
            named: true,
            ..protected
        };
        assert_eq!(verdict(Act::Find, &named), Verdict::Allowed);
        assert_eq!(verdict(Act::Read, &named), Verdict::AskReason);
        let said = Standing {
            reason: true,
            ..named
        };
        assert_eq!(verdict(Act::Read, &said), Verdict::Allowed);
    }

    #[test]
    fn who_is_related_is_blocked_and_meets_the_person_in_no_list() {
        let related = Standing {
            related: true,
            own: true,
            ..COLLEAGUE
        };
        assert_eq!(verdict(Act::Read, &related), Verdict::Related);
        assert_eq!(verdict(Act::Find, &related), Verdict::Hidden);
    }

    #[test]
    fn administrators_decide_nothing_and_caseworkers_take_nothing_out() {
        let administrator = Standing {
            role: Role::Administrator,
            ..COLLEAGUE
        };
        assert_eq!(verdict(Act::Decide, &administrator), Verdict::Role);
        assert_eq!(verdict(Act::Export, &administrator), Verdict::Allowed);
        assert_eq!(verdict(Act::Export, &COLLEAGUE), Verdict::Role);
        let alone = Standing {
            alone: true,
            ..COLLEAGUE
        };
        assert_eq!(verdict(Act::Export, &alone), Verdict::Allowed);
    }

    #[test]
    fn who_is_let_in_for_a_time_lets_nobody_in_for_good() {
        let emergency = Standing {
            role: Role::Manager,
            protected: true,
            emergency: true,
            lasting: false,
            ..COLLEAGUE
        };
        assert_eq!(verdict(Act::Write, &emergency), Verdict::Allowed);
        assert_eq!(verdict(Act::Manage, &emergency), Verdict::Passing);
        let standing_in = Standing {
            protected: true,
            named: true,
            own: true,
            lasting: false,
            reason: true,
            ..COLLEAGUE
        };
        assert_eq!(verdict(Act::Write, &standing_in), Verdict::Allowed);
        assert_eq!(verdict(Act::Manage, &standing_in), Verdict::Passing);
        let left_alone = Standing {
            orphaned: true,
            ..emergency
        };
        assert_eq!(verdict(Act::Manage, &left_alone), Verdict::Allowed);
        let caseworker = Standing {
            role: Role::Caseworker,
            ..left_alone
        };
        assert_eq!(verdict(Act::Manage, &caseworker), Verdict::Passing);
        assert_eq!(verdict(Act::Manage, &COLLEAGUE), Verdict::Allowed);
    }

    #[test]
    fn the_log_is_checked_by_managers_and_administrators_without_what_is_hidden_from_them() {
        for role in Role::ALL.iter().copied() {
            let user = Standing { role, ..COLLEAGUE };
            let checks = role.leads() || role == Role::Administrator;
            let wanted = if checks {
                Verdict::Allowed
            } else {
                Verdict::Role
            };
            assert_eq!(verdict(Act::CheckLog, &user), wanted, "{role:?}");
        }
        let manager = Standing {
            role: Role::Manager,
            ..COLLEAGUE
        };
        let protected = Standing {
            protected: true,
            ..manager
        };
        assert_eq!(verdict(Act::CheckLog, &protected), Verdict::Hidden);
        let related = Standing {
            related: true,
            ..manager
        };
        assert_eq!(verdict(Act::CheckLog, &related), Verdict::Hidden);
    }

    #[test]
    fn the_words_of_the_log_are_each_ones_own_and_read_back() {
        let mut words = std::collections::HashSet::new();
        let mut told = std::collections::HashSet::new();
        for act in Act::ALL {
            assert_eq!(Act::of(act.word()), Some(act));
            assert!(
                words.insert(act.word()) && told.insert(act.told()),
                "{act:?}"
            );
        }
        assert_eq!(Act::of("gallra"), None);
        let verdicts = [
            Verdict::Allowed,
            Verdict::AskReason,
            Verdict::Hidden,
            Verdict::Related,
            Verdict::Role,
            Verdict::Passing,
        ];
        for verdict in verdicts {
            assert!(words.insert(verdict.word()), "{verdict:?}");
        }
    }

    #[test]
    fn a_case_is_given_away_by_whose_it_is_or_who_leads() {
        let of = |role, own| {
            let user = Standing {
                role,
                own,
                ..COLLEAGUE
            };
            verdict(Act::Distribute, &user)
        };
        assert_eq!(of(Role::Caseworker, true), Verdict::Allowed);
        assert_eq!(of(Role::Caseworker, false), Verdict::Role);
        assert_eq!(of(Role::Manager, false), Verdict::Allowed);
        assert_eq!(of(Role::Administrator, false), Verdict::Role);
    }
}
