//! Looks at both clocks and tells when one moved against the other. Pure: it is given the moments.

use super::prompter::ClockJump;
use crate::clock::{Moment, drift};

/// How long one may go without looking at the clocks, milliseconds.
pub(super) const LONGEST_WAIT_MS: u64 = 250;

/// When the clocks were last found in step.
#[derive(Clone, Debug)]
pub(super) struct ClockWatch {
    in_step: Moment,
    jumps: Vec<ClockJump>,
}

impl ClockWatch {
    /// Begins to watch.
    pub(super) fn new(now: Moment) -> Self {
        Self { in_step: now, jumps: Vec::new() }
    }

    /// Compares the clocks.
    pub(super) fn look(&mut self, now: Moment) {
        if let Some(by_ms) = drift(self.in_step, now) {
            self.in_step = now;
            self.jumps.push(ClockJump { by_ms, at: now });
        }
    }

    /// Hands over what was seen since the last time.
    pub(super) fn take(&mut self) -> Vec<ClockJump> {
        std::mem::take(&mut self.jumps)
    }
}

/// How long to wait for something that is due at `due_up_ms`, at most [`LONGEST_WAIT_MS`]: a poll's timeout stands still while the
/// machine sleeps, so one looks again soon after it woke.
pub(super) fn wait_ms(now: Moment, due_up_ms: Option<u64>) -> u64 {
    due_up_ms.map_or(LONGEST_WAIT_MS, |due| due.saturating_sub(now.up_ms).min(LONGEST_WAIT_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_is_told_once_with_its_direction() {
        let at = |wall_ms, up_ms| Moment { wall_ms, up_ms };
        let mut watch = ClockWatch::new(at(100_000, 50));
        watch.look(at(101_900, 1_000));
        watch.look(at(102_050, 1_000));
        assert_eq!(watch.take(), []);
        watch.look(at(90_000, 1_100));
        watch.look(at(90_100, 1_200));
        assert_eq!(watch.take(), [ClockJump { by_ms: -11_050, at: at(90_000, 1_100) }]);
        watch.look(at(93_700, 1_300));
        assert_eq!(watch.take(), [ClockJump { by_ms: 3_500, at: at(93_700, 1_300) }]);
    }

    #[test]
    fn nobody_waits_longer_than_the_clocks_may_go_unseen() {
        let now = Moment { wall_ms: 0, up_ms: 1_000 };
        assert_eq!(wait_ms(now, None), 250);
        assert_eq!(wait_ms(now, Some(1_040)), 40);
        assert_eq!(wait_ms(now, Some(900)), 0);
        assert_eq!(wait_ms(now, Some(9_000)), 250);
    }
}
