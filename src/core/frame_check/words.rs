//! The words that ramkoll reads with, made ready for quick look-ups.

use std::collections::HashMap as StdMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::pattern::Pattern;

/// What a word may be, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class(u64);

macro_rules! classes {
    ($($name:ident = $bit:expr, $text:literal;)+) => {
        impl Class {
            $(#[doc = $text] pub const $name: Class = Class(1 << $bit);)+
        }
    };
}

classes! {
    NEED = 0, "A word that shows that it is the support that is described.";
    NEED_VERB = 1, "A verb that orders.";
    LIGHT = 2, "A verb that orders only together with a word of need.";
    STATE = 3, "A verb of how things are, or of what somebody does.";
    PAST = 4, "A verb of what was.";
    NOT_PAST = 5, "Looks like the past but is not.";
    PROVIDER = 6, "The one who carries out.";
    OTHER = 7, "Relatives, health care, other activities.";
    PERSON = 8, "The person.";
    SELF = 9, "By oneself.";
    EVENT = 10, "A meeting, a visit that was made.";
    TIME = 11, "A time of the day.";
    NIGHT = 12, "Night.";
    NIGHT_VISIT = 13, "A visit at night.";
    WEEKDAY = 14, "A named weekday.";
    SHORT_DAY = 15, "A named weekday, shortened.";
    MONTH = 16, "A month.";
    HOUR = 17, "An hour in words.";
    MEASURE = 18, "A measure after a number.";
    WALK = 19, "A walk.";
    ORDER = 20, "A word of order between chores.";
    VALUE = 21, "A word of the declaration of values.";
    LAW_NAME = 22, "A law by name.";
    HOME = 23, "A home, a household, everyday life.";
    GENERAL = 24, "Things in general.";
    WORKS = 25, "Something works.";
    AILMENT = 26, "What troubles the person.";
    DAY_EVENT = 28, "Comes at a time of the day.";
    IMPERATIVE = 29, "Tells the one who carries out what to do.";
    WORKDAY = 30, "The days of the week that are no holidays, or those that are.";
    STEPS = 27, "Says by itself that something is done step by step.";
    CARE = 31, "What the support does, as a noun.";
    DONE = 32, "A chore that has been done.";
    ARRIVAL = 33, "Comes, or is gone to, at a time of the day.";
}

impl Class {
    /// Whether the word is any of these.
    pub fn any(self, of: Class) -> bool {
        self.0 & of.0 != 0
    }

    /// Both sets.
    pub const fn with(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }
}

/// The classes whose words are known also when a letter is wrong.
const MISSPELT: Class = Class::TIME
    .with(Class::WEEKDAY)
    .with(Class::WORKS)
    .with(Class::HOME);

/// A quick hash (FNV-1a): the keys are the unit's own short words.
#[derive(Clone, Copy)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

type HashMap<K, V> = StdMap<K, V, BuildHasherDefault<Fnv>>;

/// The endings a noun may take: *dotter, dottern, dotterns*.
const ENDINGS: &[&str] = &[
    "n", "en", "et", "t", "e", "a", "ar", "er", "or", "r", "na", "ns", "s", "arna", "erna", "orna",
    "ens", "ets", "arnas", "ernas", "ornas",
];

/// Words by themselves and words that may be inflected.
#[derive(Clone, Debug)]
struct Table<T> {
    exact: HashMap<Box<str>, T>,
    stems: HashMap<Box<str>, T>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table {
            exact: HashMap::default(),
            stems: HashMap::default(),
        }
    }
}

impl<T: Default + Copy> Table<T> {
    fn put(&mut self, entry: &str, add: impl Fn(&mut T)) {
        let (map, word) = match entry.strip_suffix('*') {
            Some(stem) => (&mut self.stems, stem),
            None => (&mut self.exact, entry),
        };
        add(map.entry(word.into()).or_default());
    }

    fn each(&self, word: &str, mut found: impl FnMut(T)) {
        if let Some(value) = self.exact.get(word) {
            found(*value);
        }
        if self.stems.is_empty() {
            return;
        }
        if let Some(value) = self.stems.get(word) {
            found(*value);
        }
        for ending in ENDINGS {
            if let Some(stem) = word.strip_suffix(ending)
                && let Some(value) = self.stems.get(stem)
            {
                found(*value);
            }
        }
    }
}

/// A chore (*syssla*): its number, and the words that must follow.
#[derive(Clone, Debug)]
struct Chore {
    kind: u16,
    tail: Vec<String>,
}

/// So many words may stand between a verb and its particle: *ställs dosetten fram*.
const LOOSE: usize = 2;

impl Chore {
    /// How many words the chore takes when its first has been met; `next` gives the words after it.
    fn length<'a>(&self, next: &impl Fn(usize) -> Option<&'a str>) -> Option<usize> {
        let fits = |from: usize| {
            (self.tail.iter().zip(from..)).all(|(word, i)| next(i) == Some(word.as_str()))
        };
        let most = if self.tail.len() == 1 { 1 + LOOSE } else { 1 };
        (1..=most)
            .find(|from| fits(*from))
            .map(|from| from + self.tail.len())
    }
}

/// The forms of a verb as a unit writes it: *laga+* is laga, lagar, lagas; *värm+a* is värm, värma,
/// värmer, värms, värmas. A word without a plus stands as it is.
fn verb_forms(entry: &str) -> Vec<String> {
    match entry.split_once('+') {
        None => vec![entry.to_owned()],
        Some((verb, "")) => ["", "r", "s"].map(|e| format!("{verb}{e}")).into(),
        Some((stem, _)) => {
            let present = if stem.ends_with('r') { "" } else { "er" };
            ["", "a", "s", "as", present]
                .map(|e| format!("{stem}{e}"))
                .into()
        }
    }
}

/// Every word that ramkoll reads with. Filled from the unit's file; see [`Words::put`].
#[derive(Clone, Debug, Default)]
pub struct Words {
    classes: Table<Class>,
    meals: Table<u16>,
    meal_kinds: u16,
    chores: HashMap<String, Vec<Chore>>,
    chore_stems: Table<u16>,
    chore_kinds: u16,
    past_endings: Vec<String>,
    time_prefixes: Vec<String>,
    time_suffixes: Table<Class>,
    /// Words of time and of what works as they are often misspelt.
    misspelt: HashMap<Box<str>, Class>,
    law: Vec<Pattern>,
    /// The patterns by the first byte of a word that can begin them.
    law_by_first: HashMap<u8, Vec<usize>>,
    pub(super) law_joined: Vec<String>,
}

impl Words {
    /// Words of a class; a star at the end lets the word be inflected.
    pub fn put<S: AsRef<str>>(&mut self, class: Class, entries: &[S]) {
        for entry in entries {
            self.classes
                .put(entry.as_ref(), |known| *known = known.with(class));
            if class.any(MISSPELT) {
                for form in super::spelling::slips(entry.as_ref()) {
                    self.misspelt.entry(form.into()).or_insert(class);
                }
            }
        }
    }

    /// Endings that show the past.
    pub fn put_past_endings(&mut self, endings: Vec<String>) {
        self.past_endings.extend(endings);
    }

    /// First and last parts of compounds that are a time: *kvälls* + *besök*.
    pub fn put_time_compounds<S: AsRef<str>>(&mut self, first: Vec<String>, last: &[S]) {
        self.time_prefixes.extend(first);
        self.time_prefixes
            .sort_by_key(|p| std::cmp::Reverse(p.len()));
        for entry in last {
            self.time_suffixes
                .put(entry.as_ref(), |known| *known = Class::TIME);
        }
    }

    /// A meal by its names.
    pub fn put_meal<S: AsRef<str>>(&mut self, names: &[S]) {
        self.meal_kinds += 1;
        for name in names {
            let kind = self.meal_kinds;
            self.meals.put(name.as_ref(), |known| *known = kind);
        }
    }

    /// A chore by its names, of one or more words; see `verb_forms` for how the first is inflected.
    pub fn put_chore<S: AsRef<str>>(&mut self, names: &[S]) {
        self.chore_kinds += 1;
        let kind = self.chore_kinds;
        for name in names {
            let mut parts = name.as_ref().split_whitespace().map(str::to_owned);
            let Some(head) = parts.next() else { continue };
            if head.ends_with('*') {
                self.chore_stems.put(&head, |known| *known = kind);
                continue;
            }
            let tail: Vec<String> = parts.collect();
            for form in verb_forms(&head) {
                let tail = tail.clone();
                self.chores
                    .entry(form)
                    .or_default()
                    .push(Chore { kind, tail });
            }
        }
    }

    /// Goals of the law, as patterns of words.
    pub fn put_law(&mut self, patterns: Vec<Pattern>, joined: Vec<String>) {
        for pattern in patterns {
            for first in pattern.begins_with() {
                let known = self.law_by_first.entry(first).or_default();
                if known.last() != Some(&self.law.len()) {
                    known.push(self.law.len());
                }
            }
            self.law.push(pattern);
        }
        self.law_joined.extend(joined);
    }

    /// The patterns that may begin at a word.
    pub(super) fn law_at(&self, norm: &str) -> impl Iterator<Item = &Pattern> {
        let first = norm.as_bytes().first();
        first
            .and_then(|byte| self.law_by_first.get(byte))
            .into_iter()
            .flatten()
            .filter_map(|i| self.law.get(*i))
    }

    /// What a word may be.
    pub(super) fn class(&self, norm: &str) -> Class {
        let mut class = Class::default();
        self.classes.each(norm, |c| class = class.with(c));
        if class == Class::default()
            && let Some(meant) = self.misspelt.get(norm)
        {
            return *meant;
        }
        if !class.any(Class::NOT_PAST)
            && norm.len() > 4
            && self.past_endings.iter().any(|e| norm.ends_with(e.as_str()))
        {
            class = class.with(Class::PAST);
        }
        if !class.any(Class::TIME) && self.is_time_compound(norm) {
            class = class.with(Class::TIME).with(self.need_in(norm));
        }
        class
    }

    /// The need at the end of a compound of time: *kvällsbesöket* is a visit.
    fn need_in(&self, norm: &str) -> Class {
        let rest = |first: &String| norm.strip_prefix(first.as_str());
        let mut need = Class::default();
        for rest in self.time_prefixes.iter().filter_map(rest) {
            self.classes.each(rest, |class| {
                if class.any(Class::NEED) {
                    need = Class::NEED;
                }
            });
        }
        need
    }

    fn is_time_compound(&self, norm: &str) -> bool {
        if norm.len() < 7 {
            return false;
        }
        let last = ["kväll", "förmiddag", "eftermiddag", "morgon", "morgnar"];
        let endings = ["", "en", "ar", "arna", "na", "s"];
        for stem in last {
            if let Some(at) = norm.rfind(stem)
                && at > 0
                && endings.contains(&norm.get(at + stem.len()..).unwrap_or("-"))
            {
                return !matches!(norm.get(..at), Some("i" | "god"));
            }
        }
        self.time_prefixes.iter().any(|first| {
            norm.strip_prefix(first.as_str()).is_some_and(|rest| {
                let mut known = false;
                self.time_suffixes.each(rest, |_| known = true);
                known
            })
        })
    }

    /// The meal a word names, from 1.
    pub(super) fn meal(&self, norm: &str) -> Option<u16> {
        let mut found = None;
        self.meals.each(norm, |kind| found = Some(kind));
        found
    }

    /// The chore that begins at a word, and how many words it takes. `next` gives the words after it.
    pub(super) fn chore<'a>(
        &self,
        norm: &str,
        next: impl Fn(usize) -> Option<&'a str>,
    ) -> Option<(u16, usize)> {
        let mut best: Option<(u16, usize)> = None;
        for chore in self.chores.get(norm).into_iter().flatten() {
            let Some(length) = chore.length(&next) else {
                continue;
            };
            if best.is_none_or(|(_, known)| known < length) {
                best = Some((chore.kind, length));
            }
        }
        if best.is_none() {
            self.chore_stems
                .each(norm, |kind| best = best.or(Some((kind, 1))));
        }
        best
    }
}
