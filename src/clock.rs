//! The time, as a value: the only file that reads a clock.

#![expect(
    clippy::disallowed_methods,
    reason = "the boot's name is in a file of the system; a test's clock is named by the environment"
)]

use std::sync::{Arc, Mutex, PoisonError};

use rustix::time::{ClockId, clock_gettime};

pub use crate::session::moment::{Moment, after, drift, in_time, left_ms};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Moment;
    /// Names the current boot of the machine.
    fn boot(&self) -> &str;
}

/// A clock that several threads may read.
pub type SharedClock = Arc<dyn Clock>;

/// The machine's clocks.
#[derive(Debug)]
pub struct SystemClock {
    boot: String,
    /// Debug builds only: a file that moves the clocks, so that tests can make them jump.
    #[cfg(debug_assertions)]
    offsets: Option<std::path::PathBuf>,
}

/// The clock that counts while the machine sleeps: `CLOCK_MONOTONIC` does on macOS, `CLOCK_BOOTTIME` on Linux.
#[cfg(any(target_os = "linux", target_os = "android"))]
const SLEEP_PROOF: ClockId = ClockId::Boottime;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const SLEEP_PROOF: ClockId = ClockId::Monotonic;

impl SystemClock {
    /// Reads the boot's name once; the clocks at every [`Clock::now`].
    ///
    /// In debug builds `EXAMINER_TEST_CLOCK` may name a file that holds `WALL_OFFSET_MS UP_OFFSET_MS [BOOT]`; the offsets are
    /// read again at every look and added. Release builds ignore it.
    pub fn new() -> Self {
        let boot = boot_id().unwrap_or_else(|| derived_boot(machine_now()));
        #[cfg(debug_assertions)]
        {
            let offsets = std::env::var_os("EXAMINER_TEST_CLOCK").map(std::path::PathBuf::from);
            let told = offsets.as_deref().and_then(read_offsets).and_then(|told| told.boot);
            Self { boot: told.unwrap_or(boot), offsets }
        }
        #[cfg(not(debug_assertions))]
        Self { boot }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        let now = machine_now();
        #[cfg(debug_assertions)]
        if let Some(told) = self.offsets.as_deref().and_then(read_offsets) {
            return Moment {
                wall_ms: now.wall_ms.saturating_add(told.wall_ms),
                up_ms: now.up_ms.saturating_add_signed(told.up_ms),
            };
        }
        now
    }

    fn boot(&self) -> &str {
        &self.boot
    }
}

fn machine_now() -> Moment {
    let wall = clock_gettime(ClockId::Realtime);
    let up = clock_gettime(SLEEP_PROOF);
    let up_ms = up.tv_sec.saturating_mul(1000).saturating_add(up.tv_nsec / 1_000_000);
    Moment {
        wall_ms: wall.tv_sec.saturating_mul(1000).saturating_add(wall.tv_nsec / 1_000_000),
        up_ms: u64::try_from(up_ms).unwrap_or(0),
    }
}

/// What the operating system calls this boot.
fn boot_id() -> Option<String> {
    #[cfg(target_os = "macos")]
    let told = std::process::Command::new("/usr/sbin/sysctl")
        .args(["-n", "kern.bootsessionuuid"])
        .stdin(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .output()
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok());
    #[cfg(not(target_os = "macos"))]
    let told = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok();
    told.map(|id| id.trim().to_ascii_lowercase()).filter(|id| !id.is_empty())
}

/// Where the system gives boots no name: the quarter of an hour at which the sleep-proof clock stood at zero.
fn derived_boot(now: Moment) -> String {
    let booted = now.wall_ms.saturating_sub_unsigned(now.up_ms);
    format!("since-{}", booted.div_euclid(900_000))
}

#[cfg(debug_assertions)]
struct Offsets {
    wall_ms: i64,
    up_ms: i64,
    boot: Option<String>,
}

#[cfg(debug_assertions)]
fn read_offsets(file: &std::path::Path) -> Option<Offsets> {
    let text = std::fs::read_to_string(file).ok()?;
    let mut words = text.split_whitespace();
    let wall_ms = words.next()?.parse().ok()?;
    let up_ms = words.next()?.parse().ok()?;
    Some(Offsets { wall_ms, up_ms, boot: words.next().map(str::to_owned) })
}

/// A clock that stands still until it is moved; for tests.
#[derive(Debug)]
pub struct FixedClock {
    now: Mutex<Moment>,
    boot: String,
}

impl FixedClock {
    /// Stands at `now` in the boot `boot`.
    pub fn new(now: Moment, boot: &str) -> Self {
        Self { now: Mutex::new(now), boot: boot.to_owned() }
    }

    /// Puts both hands somewhere else.
    pub fn set(&self, now: Moment) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Lets time pass on both clocks, milliseconds.
    pub fn pass(&self, ms: u32) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.wall_ms = now.wall_ms.saturating_add(i64::from(ms));
        now.up_ms = now.up_ms.saturating_add(u64::from(ms));
    }

    /// Moves the wall clock alone, milliseconds.
    pub fn jump(&self, by_ms: i64) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.wall_ms = now.wall_ms.saturating_add(by_ms);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Moment {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn boot(&self) -> &str {
        &self.boot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sleep_proof_clock_runs_forward() {
        let clock = SystemClock::new();
        let first = clock.now();
        let second = clock.now();
        assert!(second.up_ms >= first.up_ms);
        assert!(first.wall_ms > 1_600_000_000_000, "{first:?}");
    }

    #[test]
    fn one_boot_has_one_name() {
        let name = SystemClock::new().boot().to_owned();
        assert!(!name.is_empty() && !name.contains(char::is_whitespace), "{name:?}");
        assert_eq!(name, SystemClock::new().boot());
    }

    #[test]
    fn a_boot_without_a_name_is_named_by_when_it_began() {
        let at = |wall_ms, up_ms| derived_boot(Moment { wall_ms, up_ms });
        assert_eq!(at(1_000_000_100_000, 100_000), at(1_000_000_700_000, 700_000));
        assert_ne!(at(1_000_000_100_000, 100_000), at(1_000_004_000_000, 100_000));
    }

    #[test]
    fn a_fixed_clock_moves_when_told() {
        let clock = FixedClock::new(Moment { wall_ms: 5_000, up_ms: 70 }, "boot");
        clock.pass(30);
        clock.jump(-1_000);
        assert_eq!(clock.now(), Moment { wall_ms: 4_030, up_ms: 100 });
    }
}
