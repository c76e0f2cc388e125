//! Data that is read when somebody first asks for it: most of what a unit decides is not needed to show a list,
//! and to read it all took longer than everything else before the first screen.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

/// A value that is made when it is first asked for, once for all its clones.
pub struct Later<T>(Arc<LazyLock<T, Box<dyn FnOnce() -> T + Send>>>);

impl<T: 'static> Later<T> {
    /// A value that `make` will give.
    pub fn new(make: impl FnOnce() -> T + Send + 'static) -> Later<T> {
        Later(Arc::new(LazyLock::new(Box::new(make))))
    }
}

impl<T: Send + 'static> From<T> for Later<T> {
    /// A value that is there already.
    fn from(value: T) -> Later<T> {
        Later::new(move || value)
    }
}

impl<T> Clone for Later<T> {
    fn clone(&self) -> Later<T> {
        Later(Arc::clone(&self.0))
    }
}

impl<T> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn it_is_made_once_and_only_when_asked_for() {
        let made = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&made);
        let later = Later::new(move || count.fetch_add(1, Ordering::SeqCst) + 41);
        let other = later.clone();
        assert_eq!(made.load(Ordering::SeqCst), 0);
        assert_eq!((*later, *other, *later), (41, 41, 41));
        assert_eq!(made.load(Ordering::SeqCst), 1);
    }
}
