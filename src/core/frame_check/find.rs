//! Something found, by its tokens, before it is put in words.

use super::Kind;

/// A kind of remark and the tokens it stands on, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Find {
    pub kind: Kind,
    pub first: usize,
    pub last: usize,
}

impl Find {
    pub fn new(kind: Kind, first: usize, last: usize) -> Find {
        Find { kind, first, last }
    }
}
