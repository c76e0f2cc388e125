//! STUB, to be replaced: who sits at the desk.

/// STUB, to be replaced by the real user (*handläggare*).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct User {
    /// The user's number.
    pub id: i64,
    /// The name shown in heads.
    pub name: String,
}
