//! The prompt that is open: who ends it, and how what is to be typed gets to it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::field::{CANCEL, ENTER, Feed, Field};
use super::prompter::Gone;
use super::pty::Pair;
use super::tty::size;
use crate::clock::Moment;

/// So many bytes are typed before the prompt must have read them.
const PIECE: usize = 32;
/// How long a piece is given to arrive before it is looked whether it was read, milliseconds.
const PIECE_WAIT_MS: u64 = 2;

/// Something that no prompt takes for a key: the terminal got the focus. crossterm waits for the edge at which bytes arrive, and
/// forgets it if the screen changes its size in that moment; what was typed then lies unread until more comes.
const NUDGE: &[u8] = b"\x1b[I";
/// How long what was typed may lie unread before the first nudge, milliseconds; twice as long before each further one.
const NUDGE_AFTER_MS: u64 = 15;
/// What was typed so long ago has arrived, milliseconds.
const ARRIVED_AFTER_MS: u64 = 2000;

/// A prompt about to be drawn.
#[derive(Debug)]
pub(super) struct Opening {
    /// What keys mean to it.
    pub(super) field: Field,
    /// When it ends by itself.
    pub(super) until_up_ms: Option<u64>,
    /// When bells sound meanwhile.
    pub(super) bells_up_ms: Vec<u64>,
    /// Whether Esc ends it.
    pub(super) esc: bool,
    /// When it is drawn; keys for a choice are dropped before.
    pub(super) drawn: Drawn,
    /// Whether it is the last prompt drawn again: no key is dropped.
    pub(super) again: bool,
}

/// Counts how often texts of a prompt were asked for: more often than `before` times means that it is being drawn.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    asked: Arc<AtomicUsize>,
    before: usize,
}

impl Drawn {
    /// A prompt whose texts are asked for `before` times before it is drawn.
    pub(super) fn after(before: usize) -> Self {
        Self { asked: Arc::default(), before }
    }

    /// A text was asked for.
    pub(super) fn ask(&self) {
        self.asked.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether it is being drawn.
    pub(super) fn is_it(&self) -> bool {
        self.asked.load(Ordering::SeqCst) > self.before
    }
}

/// How a prompt ended.
#[derive(Clone, Debug)]
pub(super) struct End {
    /// Who ended it.
    pub(super) by: By,
    /// When the deciding key was read, or when the deadline was seen.
    pub(super) at: Moment,
    /// What had been typed and had not reached the prompt yet.
    pub(super) rest: String,
    /// Where the highlight of a list was.
    pub(super) cursor: usize,
    /// More was typed than the line holds.
    pub(super) cut: bool,
}

/// Who ended a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// The person submitted.
    Enter,
    /// The person pressed Esc.
    Esc,
    /// The clock.
    Deadline,
    /// The screen became too small for the list: it is to be drawn again.
    Resize,
    /// The person is being taken away.
    Gone(Gone),
}

/// A prompt that is open.
pub(super) struct Open {
    /// What was asked for.
    pub(super) opening: Opening,
    /// How it ended, if it did.
    pub(super) end: Option<End>,
    queue: VecDeque<Feed>,
    unread: usize,
    fed_up_ms: u64,
    nudge_after_ms: u64,
    /// Columns and rows of the screen when it was drawn.
    size: (usize, usize),
}

impl Open {
    /// A prompt that is being drawn.
    pub(super) fn new(opening: Opening) -> Self {
        Self {
            opening,
            end: None,
            queue: VecDeque::new(),
            unread: 0,
            fed_up_ms: 0,
            nudge_after_ms: NUDGE_AFTER_MS,
            size: size(),
        }
    }

    /// Has this typed into it.
    pub(super) fn send(&mut self, feeds: Vec<Feed>) {
        self.queue.extend(feeds);
    }

    /// When more can be typed, if there is more.
    pub(super) fn more_due(&self, now: Moment) -> Option<u64> {
        (!self.queue.is_empty()).then(|| now.up_ms.saturating_add(PIECE_WAIT_MS))
    }

    /// Ends the prompt, once.
    pub(super) fn decide(&mut self, by: By, at: Moment) {
        if self.end.is_some() {
            return;
        }
        let mut rest = String::new();
        match by {
            // What was typed before is typed to the end.
            By::Enter | By::Esc | By::Resize => {}
            // The clock waits for nothing.
            By::Deadline | By::Gone(_) => {
                rest = self.queue.drain(..).map_while(|feed| feed.appends).collect();
            }
        }
        let ending = match by {
            By::Enter => ENTER,
            By::Esc | By::Deadline | By::Resize if self.opening.field.holds_a_draft() => ENTER,
            By::Esc | By::Deadline | By::Resize | By::Gone(_) => CANCEL,
        };
        self.queue.push_back(Feed { bytes: ending.to_vec(), appends: None });
        let field = &self.opening.field;
        self.end = Some(End { by, at, rest, cursor: field.cursor(), cut: field.is_cut() });
    }

    /// The time is over while what was typed before an Enter is still on its way into the prompt: the rest of it is handed over as it is.
    pub(super) fn hurry(&mut self) {
        let Some(End { by: By::Enter | By::Esc, rest, .. }) = &mut self.end else { return };
        let on_the_way = self.queue.len().saturating_sub(1);
        if self.queue.iter().take(on_the_way).all(|feed| feed.appends.is_some()) {
            rest.extend(self.queue.drain(..on_the_way).filter_map(|feed| feed.appends));
        }
    }

    /// A list that was laid out for a larger screen is drawn again; everything else can do with any size.
    pub(super) fn notice_size(&mut self, now: Moment) {
        let (columns, rows) = size();
        let too_small = columns < self.size.0 || rows < self.size.1;
        if too_small && self.opening.field.is_list() && self.opening.drawn.is_it() {
            self.decide(By::Resize, now);
        }
    }

    /// Sees to it that what was typed is read; tells when to look again.
    pub(super) fn nudge(&mut self, pair: &Pair, now: Moment) -> Option<u64> {
        let look_again = self.fed_up_ms.saturating_add(self.nudge_after_ms);
        if now.up_ms < look_again {
            return Some(look_again);
        }
        if !pair.holds_unread() {
            // On a busy machine it may not even have arrived yet.
            let goes_on = self.nudge_after_ms < ARRIVED_AFTER_MS;
            self.nudge_after_ms = self.nudge_after_ms.saturating_mul(if goes_on { 2 } else { 1 });
            return goes_on.then(|| self.fed_up_ms.saturating_add(self.nudge_after_ms));
        }
        // A full line wakes the prompt just as well.
        let _ = pair.write(NUDGE);
        self.fed_up_ms = now.up_ms;
        self.nudge_after_ms = self.nudge_after_ms.saturating_mul(2);
        Some(now.up_ms.saturating_add(self.nudge_after_ms))
    }

    /// Types what is due, a piece at a time.
    pub(super) fn pump(&mut self, pair: &Pair, now: Moment) {
        while let Some(feed) = self.queue.front_mut() {
            if self.unread >= PIECE {
                let arrived = now.up_ms >= self.fed_up_ms.saturating_add(PIECE_WAIT_MS);
                if !arrived || pair.holds_unread() {
                    return;
                }
                self.unread = 0;
            }
            match pair.write(&feed.bytes) {
                Ok(written) if written < feed.bytes.len() => {
                    feed.bytes.drain(..written);
                }
                Ok(_) => {
                    self.unread = self.unread.saturating_add(feed.bytes.len());
                    self.fed_up_ms = now.up_ms;
                    self.nudge_after_ms = NUDGE_AFTER_MS;
                    self.queue.pop_front();
                }
                // Full, or interrupted: again in a moment.
                Err(_) => return,
            }
        }
    }
}
