//! How a user stands to a file: every fact that [`verdict`](crate::core::access::verdict) asks for is read by
//! one piece of SQL, and the lists ask the same pieces in one condition, so that what is found by a list and
//! what is let through by the verdict cannot differ.

use rusqlite::{OptionalExtension, Row, params};

use super::{Store, row};
use crate::core::access::Standing;
use crate::core::user::{Role, User};
use crate::error::Result;

/// Whether the person of a row of `user` works here on a day: has begun, has not left, and has a role. What
/// asks who may come in, and who can be given something, asks this.
pub(super) fn works(user: &str, today: &str) -> String {
    format!(
        "({user}.closed_at IS NULL AND {user}.started <= {today} \
          AND ({user}.ended IS NULL OR {user}.ended >= {today}) \
          AND EXISTS (SELECT 1 FROM user_role r WHERE r.user_id = {user}.id \
              AND r.valid_from <= {today} AND (r.valid_to IS NULL OR r.valid_to >= {today})))"
    )
}

/// The names of the parameters that hold who asks, today, and this moment.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub(super) user: &'a str,
    pub(super) today: &'a str,
    pub(super) now: &'a str,
}

impl Asking<'static> {
    /// Who asks is `?1`, today `?2` and this moment `?3`.
    pub(super) const FIRST: Asking<'static> = Asking {
        user: "?1",
        today: "?2",
        now: "?3",
    };

    /// The same where the file is `?1`.
    const OF_FILE: Asking<'static> = Asking {
        user: "?2",
        today: "?3",
        now: "?4",
    };
}

impl Asking<'_> {
    /// Whether a column names the user.
    fn is_me(self, column: &str) -> String {
        format!("{column} = {}", self.user)
    }

    /// Whether a column names the user, or a colleague whom the user stands in for today.
    fn is_us(self, column: &str) -> String {
        let Asking { user, today, .. } = self;
        format!(
            "({column} = {user} OR EXISTS (SELECT 1 FROM main.substitute s WHERE s.substitute_id = {user} \
             AND s.user_id = {column} AND s.valid_from <= {today} AND s.valid_to >= {today}))"
        )
    }

    fn employed(self) -> String {
        let Asking { user, today, .. } = self;
        format!(
            "EXISTS (SELECT 1 FROM user u WHERE u.id = {user} AND {})",
            works("u", today)
        )
    }

    fn same_unit(self) -> String {
        format!(
            "p.unit_id = (SELECT u.unit_id FROM user u WHERE u.id = {})",
            self.user
        )
    }

    fn own(self, whose: &str) -> String {
        format!(
            "EXISTS (SELECT 1 FROM cases o CROSS JOIN assignment a ON a.case_id = o.id \
             WHERE o.person_id = p.id AND (a.valid_to IS NULL OR a.valid_to >= {}) AND {whose})",
            self.today,
        )
    }

    fn named(self, whose: &str) -> String {
        format!(
            "EXISTS (SELECT 1 FROM file_named n WHERE n.person_id = p.id AND n.valid_to IS NULL AND {whose})"
        )
    }

    /// Whether the user's own place lets them in, with no access for a time.
    fn lasting(self) -> String {
        format!(
            "(({unit} OR {own}) AND (p.protection IS NULL OR {named}))",
            unit = self.same_unit(),
            own = self.own(&self.is_me("a.user_id")),
            named = self.named(&self.is_me("n.user_id")),
        )
    }

    /// Whether a protected file has nobody left who is named for it and works here.
    fn orphaned(self) -> String {
        let works = works("w", self.today);
        let somebody = format!("EXISTS (SELECT 1 FROM user w WHERE w.id = n.user_id AND {works})");
        format!(
            "(p.protection IS NOT NULL AND NOT {})",
            self.named(&somebody)
        )
    }

    fn related(self) -> String {
        format!(
            "EXISTS (SELECT 1 FROM conflict_of_interest j WHERE j.person_id = p.id AND j.user_id = {} \
             AND j.ended_on IS NULL)",
            self.user
        )
    }

    fn emergency(self) -> String {
        let Asking { user, now, .. } = self;
        format!(
            "EXISTS (SELECT 1 FROM emergency_access e WHERE e.user_id = {user} AND e.person_id = p.id \
             AND e.begun_at <= {now} AND e.until_at > {now} AND e.ended_at IS NULL)"
        )
    }

    /// What the verdict on finding asks of the person `p`, a column each.
    fn meeting(self) -> String {
        format!(
            "{}, p.protection IS NOT NULL, {}, {}, {}, {}, {}",
            self.same_unit(),
            self.own(&self.is_us("a.user_id")),
            self.named(&self.is_us("n.user_id")),
            self.related(),
            self.emergency(),
            self.employed(),
        )
    }

    /// Whether the file of the person `p` is one that the user may meet: the verdict on finding, in SQL, for who
    /// is employed.
    pub(super) fn finds_person(self) -> String {
        format!(
            "((({unit} OR {own}) AND (p.protection IS NULL OR {named}) OR {emergency}) AND NOT {related})",
            unit = self.same_unit(),
            own = self.own(&self.is_us("a.user_id")),
            named = self.named(&self.is_us("n.user_id")),
            related = self.related(),
            emergency = self.emergency()
        )
    }

    /// The same of the case of a row `l` of the list. Only a file that is not simply the unit's own is looked
    /// up; `case_list.hidden` tells which those are.
    pub(super) fn finds_case_of_list(self) -> String {
        format!(
            "(l.hidden = 0 OR EXISTS (SELECT 1 FROM cases k CROSS JOIN person p ON p.id = k.person_id \
             WHERE k.id = l.case_id AND {}))",
            self.finds_person()
        )
    }
}

/// What [`Asking::meeting`] answered; what it does not ask for is not so.
fn met(r: &Row<'_>) -> rusqlite::Result<Standing> {
    Ok(Standing {
        same_unit: r.get(0)?,
        protected: r.get(1)?,
        own: r.get(2)?,
        named: r.get(3)?,
        related: r.get(4)?,
        emergency: r.get(5)?,
        employed: r.get(6)?,
        alone: false,
        role: Role::Caseworker,
        lasting: false,
        orphaned: false,
        reason: false,
    })
}

/// Whether nobody but `?2` has ever worked in this database: it is their own.
const ALONE: &str = "(coalesce((SELECT min(user_id) FROM log), ?2) = ?2
                  AND coalesce((SELECT max(user_id) FROM log), ?2) = ?2)";

/// The role of `?2` that is in force on the day `?3`.
const ROLE: &str = "(SELECT r.role FROM user_role r
                  WHERE r.user_id = ?2 AND r.valid_from <= ?3 AND (r.valid_to IS NULL OR r.valid_to >= ?3)
                  ORDER BY r.valid_from DESC, r.id DESC LIMIT 1)";

/// Whether a case has something about it that the unit's list must look up: a protected person, somebody who
/// is related to the person, or a case that lies in another unit than its file or its caseworker's group.
pub(super) const LOOKED_UP: &str = "SELECT p.protection IS NOT NULL
        OR p.unit_id <> c.unit_id
        OR EXISTS (SELECT 1 FROM conflict_of_interest j WHERE j.person_id = p.id AND j.ended_on IS NULL)
        OR EXISTS (SELECT 1 FROM base_group g WHERE g.id = ?2 AND g.unit_id <> p.unit_id)
     FROM cases c JOIN person p ON p.id = c.person_id WHERE c.id = ?1";

impl Store {
    /// How a user stands to a file today; `None` where there is no such file.
    pub(super) fn standing(&self, user: &User, person: i64) -> Result<Option<Standing>> {
        let asking = Asking::OF_FILE;
        let sql = format!(
            "SELECT {}, {ALONE}, {ROLE}, {}, {} FROM person p WHERE p.id = ?1",
            asking.meeting(),
            asking.lasting(),
            asking.orphaned(),
        );
        self.stands(&sql, user, person, |r| {
            Ok(Standing {
                alone: r.get(7)?,
                // Without a role nobody is employed, so this one opens nothing.
                role: row::word_opt(r, 8, Role::from_word)?.unwrap_or(Role::Caseworker),
                lasting: r.get(9)?,
                orphaned: r.get(10)?,
                reason: self.reason(person).is_some(),
                ..met(r)?
            })
        })
    }

    /// The same as far as the verdict on finding asks for it, which is asked most.
    pub(super) fn meeting(&self, user: &User, person: i64) -> Result<Option<Standing>> {
        let asked = Asking::OF_FILE.meeting();
        let sql = format!("SELECT {asked} FROM person p WHERE p.id = ?1");
        self.stands(&sql, user, person, met)
    }

    fn stands(
        &self,
        sql: &str,
        user: &User,
        person: i64,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<Standing>,
    ) -> Result<Option<Standing>> {
        let (today, now) = (self.today().to_string(), self.clock().stamp());
        let mut statement = self.conn.prepare_cached(sql)?;
        let standing = statement
            .query_row(params![person, user.id, today, now], read)
            .optional()?;
        Ok(standing)
    }

    /// The user's role in force, whether they work here today, and whether nobody else ever has.
    pub(super) fn role_now(&self, user: &User) -> Result<(Role, bool, bool)> {
        let asking = Asking {
            user: "?2",
            today: "?3",
            now: "",
        };
        let sql = format!(
            "SELECT {ROLE}, {}, {ALONE} WHERE ?1 IS NULL",
            asking.employed()
        );
        Ok(self.conn.prepare_cached(&sql)?.query_row(
            params![None::<i64>, user.id, self.today().to_string()],
            |r| {
                let role = row::word_opt(r, 0, Role::from_word)?.unwrap_or(Role::Caseworker);
                Ok((role, r.get(1)?, r.get(2)?))
            },
        )?)
    }

    /// Whether the user works here today.
    pub(super) fn employed(&self, user: &User) -> Result<bool> {
        let asking = Asking {
            user: "?1",
            today: "?2",
            now: "",
        };
        Ok(self
            .conn
            .prepare_cached(&format!("SELECT {}", asking.employed()))?
            .query_row(params![user.id, self.today().to_string()], |r| r.get(0))?)
    }
}
