//! A line on the terminal that tells how far the reading of large files is. It comes once that takes long, and goes when
//! it is over; nothing of it stays. Nothing else may be written meanwhile.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::clock::SharedClock;

/// Whether such lines are drawn: only where a person sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bars {
    /// On standard error, which is a terminal that can draw.
    Drawn,
    /// Nowhere.
    Silent,
}

/// So long nobody wonders, in milliseconds.
const PATIENCE: u64 = 1000;
/// How often it is drawn in a second, at most.
const HZ: u8 = 10;
/// No wider than the narrowest terminal.
const TEMPLATE: &str = "reading {bar:24} {percent:>3}%";

/// How far reading is. Several threads may tell at once.
pub struct Bar {
    clock: SharedClock,
    began: u64,
    bytes: u64,
    read: AtomicU64,
    /// Whether it was long enough that it is drawn.
    shown: AtomicBool,
    line: ProgressBar,
}

impl Bar {
    /// So many bytes are to be read from now on.
    pub fn new(bars: Bars, clock: SharedClock, bytes: u64) -> Self {
        let line = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            line.set_style(style);
        }
        let began = clock.now().up_ms;
        Self {
            clock,
            began,
            bytes,
            read: AtomicU64::new(0),
            shown: AtomicBool::new(bars == Bars::Silent),
            line,
        }
    }

    /// So many were read.
    pub fn read(&self, bytes: u64) {
        let read = self.read.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        let long = || self.clock.now().up_ms.saturating_sub(self.began) >= PATIENCE;
        if !self.shown.load(Ordering::Relaxed) && long() && !self.shown.swap(true, Ordering::Relaxed) {
            self.line.set_draw_target(ProgressDrawTarget::stderr_with_hz(HZ));
        }
        // A little is read twice where blocks meet; much more where all is read once more.
        let is_second = read > self.bytes.saturating_add(self.bytes / 8);
        self.line.set_length(if is_second { self.bytes.saturating_mul(2) } else { self.bytes });
        self.line.set_position(if is_second { read } else { read.min(self.bytes) });
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.line.finish_and_clear();
    }
}
