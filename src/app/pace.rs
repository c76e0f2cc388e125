//! How fast frames may follow each other: no faster than the line takes them.
//!
//! Behind sshd a thin line takes everything at once and says nothing, so that a held key would run
//! on for seconds after it is let go. Therefore what is sent is counted against what the line is
//! known to take. When more is on its way than it takes in a quarter of a second, and a key has
//! come, the terminal is asked where its cursor stands, and the frame waits until the answer says
//! that all before it has arrived. Keys are applied meanwhile; only their pictures are left out. What
//! had arrived by then says how fast the line is at least. One who steps slowly is never asked, and a
//! fast line answers before anybody sees it.

use std::time::{Duration, Instant};

use super::desk::REST;

/// The question: a report of where the cursor stands (ECMA-48, DSR 6). crossterm keeps the answer
/// to itself, so that it is known by there being something to read and no key in it. The shorter
/// report DSR 5 will not do: crossterm cannot read its answer, and stands still until the next key.
pub(super) const QUESTION: &[u8] = b"\x1b[6n";

/// Seconds of the line that may be on their way.
const LAG: f64 = 0.25;
/// Bytes a second of the slowest line reckoned with: 9 600 bit/s.
const SLOWEST: f64 = 1200.0;
/// Bytes a second above which no line is told from another.
const FASTEST: f64 = 1e6;
/// An answer that took longer than this waited for what was sent before it, so that the line is as
/// fast as it showed and no faster.
const BUSY: Duration = Duration::from_millis(100);
/// What a write costs beside its bytes: the smallest packet of SSH over TCP.
const PACKET: f64 = 88.0;
/// So long an answer is waited for beyond the time that what is on its way takes, and in all while
/// nobody knows whether the terminal answers. Now and then an answer comes together with a key and
/// is not seen.
pub(super) const PATIENCE: Duration = Duration::from_millis(250);
/// So many questions in all are put to a terminal that does not answer. Only the first is waited
/// for.
const QUESTIONS: u8 = 4;

/// What may be done with a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    /// It may be sent.
    Open,
    /// The question is to be sent, and then the frame.
    AskAndGo,
    /// The question is to be sent, and the frame left out.
    Ask,
    /// It is left out; an answer is on its way.
    Shut,
}

/// A question that has not been answered.
#[derive(Clone, Copy, Debug)]
struct Asked {
    at: Instant,
    /// Until when frames wait for the answer.
    until: Instant,
    /// Bytes that have been sent after it, and what they take of the room.
    after: f64,
    taken: f64,
}

/// So long a marker rests on a slow line before what belongs to its row is sent: until what was sent before
/// has arrived.
const LONG_REST: Duration = Duration::from_millis(200);
/// Bytes of a frame that nobody waits for that are sent at a time on a slow line, so that the next key stands
/// behind no more than that.
const PART: usize = 96;
/// Bytes a second of a line that takes what belongs to a row within a blink.
const BRISK: f64 = 4000.0;

/// Whether the terminal answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answers {
    /// It has.
    Yes,
    /// It has not yet, after so many questions.
    NotYet(u8),
}

/// What is on its way, as far as can be told.
#[derive(Debug)]
pub(super) struct Pace {
    /// Bytes a second that the line takes.
    rate: f64,
    /// Bytes that may still be sent; below nothing when a large frame has gone.
    room: f64,
    at: Instant,
    /// Bytes that have been sent since the line was last known to be empty, and since when.
    flow: f64,
    since: Instant,
    asked: Option<Asked>,
    answers: Answers,
}

impl Pace {
    /// `asks` is whether the terminal may be asked at all.
    pub(super) fn new(now: Instant, asks: bool) -> Pace {
        Pace {
            rate: SLOWEST,
            room: LAG * SLOWEST,
            at: now,
            flow: 0.0,
            since: now,
            asked: None,
            answers: Answers::NotYet(if asks { 0 } else { QUESTIONS }),
        }
    }

    fn full(&self) -> f64 {
        LAG * self.rate
    }

    /// Whether a frame may be sent now; `keys` when it is keys that have changed it.
    pub(super) fn gate(&mut self, now: Instant, keys: bool) -> Gate {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.room = (self.room + passed * self.rate).min(self.full());
        self.at = now;
        if self.room >= self.full() {
            self.flow = 0.0;
        }
        if let Some(asked) = self.awaited() {
            if now < asked.until {
                return if self.room > 0.0 && self.goes_ahead(&asked) {
                    Gate::Open
                } else {
                    Gate::Shut
                };
            }
            // No longer waited for, though it may still come.
            self.asked = Some(Asked {
                until: asked.at,
                ..asked
            });
            self.room = self.full();
        }
        if self.room > 0.0 || !keys {
            return Gate::Open;
        }
        let (wait, gate) = match self.answers {
            Answers::Yes => {
                let behind = self.full() - self.room;
                let drained = Duration::from_secs_f64(behind / self.rate);
                (drained + PATIENCE, Gate::Ask)
            }
            Answers::NotYet(0) => (PATIENCE, Gate::Ask),
            Answers::NotYet(n) if n < QUESTIONS => {
                self.room = self.full();
                (Duration::ZERO, Gate::AskAndGo)
            }
            Answers::NotYet(_) => return Gate::Open,
        };
        if let Answers::NotYet(n) = &mut self.answers {
            *n += 1;
        }
        self.asked = Some(Asked {
            at: now,
            until: now + wait,
            after: 0.0,
            taken: 0.0,
        });
        gate
    }

    /// A frame of so many bytes has been sent.
    pub(super) fn sent(&mut self, bytes: usize) {
        if bytes > 0 {
            if self.flow == 0.0 {
                self.since = self.at;
            }
            let taken = bytes as f64 + PACKET;
            self.flow += bytes as f64;
            self.room -= taken;
            if let Some(asked) = &mut self.asked {
                asked.after += bytes as f64;
                asked.taken += taken;
            }
        }
    }

    /// Something came that was no key: the answer, if there is a question.
    pub(super) fn answered(&mut self, now: Instant) {
        if let Some(asked) = self.asked.take() {
            let since = now.saturating_duration_since(self.since).as_secs_f64();
            let before = self.flow - asked.after;
            let shown = (before / since.max(1e-3)).clamp(SLOWEST, FASTEST);
            let busy = now.saturating_duration_since(asked.at) > BUSY;
            self.rate = if busy { shown } else { shown.max(self.rate) };
            self.flow = asked.after;
            self.since = now;
            self.room = self.full() - asked.taken;
            self.at = now;
            self.answers = Answers::Yes;
        }
    }

    /// How long a marker rests before what belongs to its row is sent.
    pub(super) fn rest(&self) -> Duration {
        if self.is_slow() { LONG_REST } else { REST }
    }

    /// How many bytes are sent at a time of a frame that nobody waits for.
    pub(super) fn part(&self) -> usize {
        if self.is_slow() { PART } else { usize::MAX }
    }

    fn is_slow(&self) -> bool {
        self.answers == Answers::Yes && self.rate < BRISK
    }

    /// When all that was sent has arrived, as far as can be told; an answer that is waited for says.
    pub(super) fn arrived(&self) -> Instant {
        if let Some(asked) = self.awaited() {
            return asked.until;
        }
        let behind = (self.full() - self.room).max(0.0);
        self.at + Duration::from_secs_f64(behind / self.rate)
    }

    /// When frames wait no longer for an answer, or one may go ahead of it.
    pub(super) fn ends(&self) -> Option<Instant> {
        let asked = self.awaited()?;
        let ahead = self.goes_ahead(&asked).then(|| {
            let short = Duration::from_secs_f64((-self.room).max(0.0) / self.rate);
            self.at + short + Duration::from_millis(1)
        });
        Some(ahead.map_or(asked.until, |at| at.min(asked.until)))
    }

    /// The question whose answer frames wait for.
    fn awaited(&self) -> Option<Asked> {
        self.asked.filter(|asked| asked.until > asked.at)
    }

    /// Whether a frame may follow while the answer is still on its way: one, on a line whose pace is known,
    /// so that it does not stand idle for as long as that takes.
    fn goes_ahead(&self, asked: &Asked) -> bool {
        asked.after == 0.0 && self.answers == Answers::Yes
    }

    /// Whether an answer may still come, and would be typed into whatever reads the terminal next.
    pub(super) fn is_owed(&self, now: Instant) -> bool {
        /// An answer that has not come by now has been read together with a key, or never comes.
        const LATEST: Duration = Duration::from_secs(5);
        self.asked.is_some_and(|a| now < a.at + LATEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Duration = Duration::from_millis(33);

    /// Holds a key until there is a question; gives when, and how many frames were sent.
    fn hold(pace: &mut Pace, mut now: Instant) -> (Instant, usize) {
        let mut frames = 0;
        while pace.gate(now, true) == Gate::Open {
            pace.sent(17);
            frames += 1;
            now += KEY;
        }
        (now, frames)
    }

    #[test]
    fn slow_steps_are_never_asked_about() {
        let mut now = Instant::now();
        let mut pace = Pace::new(now, true);
        for _ in 0..100 {
            now += Duration::from_millis(200);
            assert_eq!(pace.gate(now, true), Gate::Open);
            pace.sent(17);
        }
    }

    #[test]
    fn a_held_key_waits_for_the_answer_and_then_goes_on() {
        let mut pace = Pace::new(Instant::now(), true);
        let (now, frames) = hold(&mut pace, Instant::now());
        assert!(frames < 15, "{frames}");
        assert_eq!(pace.gate(now + KEY, true), Gate::Shut);
        pace.answered(now + Duration::from_millis(400));
        assert_eq!(
            pace.gate(now + Duration::from_millis(400), true),
            Gate::Open
        );
        assert!(!pace.is_owed(now + Duration::from_millis(400)));
    }

    #[test]
    fn a_line_shows_how_fast_it_is() {
        let now = Instant::now();
        let mut pace = Pace::new(now, true);
        assert_eq!(pace.gate(now, true), Gate::Open);
        pace.sent(4000);
        // All of it has arrived at the next key, so that a page is nothing to this line.
        assert_eq!(pace.gate(now + KEY, true), Gate::Ask);
        pace.answered(now + KEY * 2);
        for n in 2..300_u32 {
            assert_eq!(pace.gate(now + KEY * n, true), Gate::Open, "{n}");
            pace.sent(130);
        }
        // It has become slow: what waits makes the next answer late.
        pace.sent(40_000);
        let now = now + KEY * 300;
        assert_eq!(pace.gate(now, true), Gate::Ask);
        pace.answered(now + Duration::from_secs(30));
        assert!(hold(&mut pace, now + Duration::from_secs(31)).1 < 8);
    }

    #[test]
    fn one_frame_goes_ahead_of_the_answer_on_a_line_whose_pace_is_known() {
        let now = Instant::now();
        let mut pace = Pace::new(now, true);
        pace.sent(1200);
        assert_eq!(pace.gate(now + KEY, true), Gate::Ask);
        assert_eq!(pace.gate(now + KEY * 2, true), Gate::Shut);
        let now = now + Duration::from_secs(1);
        pace.answered(now);
        pace.sent(600);
        assert_eq!(pace.gate(now + KEY, true), Gate::Ask);
        assert_eq!(
            pace.gate(now + Duration::from_millis(200), true),
            Gate::Shut
        );
        // Half of it has arrived by all that is known.
        assert_eq!(
            pace.gate(now + Duration::from_millis(350), true),
            Gate::Open
        );
        pace.sent(600);
        assert_eq!(
            pace.gate(now + Duration::from_millis(500), true),
            Gate::Shut
        );
        pace.answered(now + Duration::from_millis(520));
        assert_eq!(pace.gate(now + Duration::from_millis(530), true), Gate::Ask);
    }

    #[test]
    fn a_slow_line_gets_what_belongs_to_a_row_when_one_has_stopped() {
        let now = Instant::now();
        let mut pace = Pace::new(now, true);
        assert_eq!(pace.rest(), REST);
        pace.sent(2400);
        assert_eq!(pace.gate(now + KEY, true), Gate::Ask);
        pace.answered(now + Duration::from_secs(2));
        assert_eq!((pace.rest(), pace.part()), (LONG_REST, PART));
        // A part has gone out, and the next follows when the line is free again.
        assert_eq!(pace.gate(now + KEY * 99, false), Gate::Open);
        pace.sent(PART);
        let free = pace.arrived() - (now + KEY * 99);
        assert!(free > KEY && free < KEY * 9, "{free:?}");
        let later = now + Duration::from_secs(9);
        assert_eq!(pace.gate(later, true), Gate::Open);
        pace.sent(4000);
        assert_eq!(pace.gate(later + KEY, true), Gate::Ask);
        pace.answered(later + KEY * 2);
        assert_eq!((pace.rest(), pace.part()), (REST, usize::MAX));
    }

    #[test]
    fn an_idle_line_that_answers_at_once_is_not_taken_for_a_fast_one() {
        let now = Instant::now();
        let mut pace = Pace::new(now, true);
        pace.sent(4000);
        let later = now + Duration::from_millis(3000);
        assert_eq!(pace.gate(later, true), Gate::Ask);
        pace.answered(later + Duration::from_millis(1));
        assert!(hold(&mut pace, later + KEY).1 < 8);
    }

    #[test]
    fn nobody_is_asked_unless_keys_wait_nor_where_nothing_is_known() {
        let now = Instant::now();
        let mut pace = Pace::new(now, true);
        pace.sent(5000);
        assert_eq!(pace.gate(now, false), Gate::Open);
        assert_eq!(pace.gate(now, true), Gate::Ask);
        let mut plain = Pace::new(now, false);
        plain.sent(5000);
        assert_eq!(plain.gate(now, true), Gate::Open);
    }

    #[test]
    fn a_terminal_that_never_answers_is_waited_for_once() {
        let mut now = Instant::now();
        let mut pace = Pace::new(now, true);
        pace.sent(9000);
        assert_eq!(pace.gate(now, true), Gate::Ask);
        assert_eq!(pace.ends(), Some(now + PATIENCE));
        now += PATIENCE;
        assert_eq!(pace.gate(now, true), Gate::Open);
        let mut asked = 1;
        for _ in 0..20 {
            pace.sent(9000);
            now += KEY;
            match pace.gate(now, true) {
                Gate::Open => {}
                Gate::AskAndGo => asked += 1,
                other => panic!("{other:?}"),
            }
            assert_eq!(pace.ends(), None);
        }
        assert_eq!(asked, QUESTIONS);
    }

    #[test]
    fn a_late_answer_tells_that_the_terminal_answers() {
        let now = Instant::now();
        let mut pace = Pace::new(now, true);
        pace.sent(5000);
        assert_eq!(pace.gate(now, true), Gate::Ask);
        assert_eq!(pace.gate(now + PATIENCE, true), Gate::Open);
        assert!(pace.is_owed(now + PATIENCE));
        pace.answered(now + Duration::from_secs(4));
        let (now, _) = hold(&mut pace, now + Duration::from_secs(5));
        assert_eq!(pace.gate(now + KEY, true), Gate::Open);
        pace.sent(500);
        assert_eq!(pace.gate(now + KEY * 2, true), Gate::Shut);
    }
}
