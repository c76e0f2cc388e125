//! STUB, to be replaced: every write that exists.

/// STUB, to be replaced by the real table of writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A write that succeeds and does nothing.
    Nothing,
    /// A write that is refused with this text.
    Refused(String),
}
