//! What the keys of `rust` rest on: rustc, and what the programs do.

mod concurrency;
mod errors;
mod ffi;
mod lines;
mod ownership;
mod speed;
mod types;

use super::reading::with;
use super::shell::Ran;
use super::toolchain::{compile, run};
use super::{Asked, ExamBasis, exam_basis, proven};

exam_basis! {
    exam: "rust",
    proven_at_least: 90,
    lines: lines::LINES,
    questions: [
        proven("counted-after-the-loop", 75, ownership::counted_after_the_loop),
        proven("relaxed-limits", 72, ownership::relaxed_limits),
        proven("the-last-owner", 60, ownership::the_last_owner),
        proven("what-is-dropped-when", 60, ownership::what_is_dropped_when),
        proven("flush-behind-a-reference", 62, ownership::flush_behind_a_reference),
        proven("fields-of-its-own-text", 60, ownership::fields_of_its_own_text),
        proven("one-length-byte", 70, types::one_length_byte),
        proven("a-new-variant", 78, types::a_new_variant),
        proven("equal-but-not-found", 66, types::equal_but_not_found),
        proven("order-id-as-account", 70, types::order_id_as_account),
        proven("thirty-seconds-in-text", 72, errors::thirty_seconds_in_text),
        proven("first-bad-cell", 80, errors::first_bad_cell),
        proven("cause-in-the-log", 52, errors::cause_in_the_log),
        proven("saved-on-a-full-disk", 60, errors::saved_on_a_full_disk),
        proven("which-unwrap-first", 55, errors::which_unwrap_first),
        proven("retry-by-text", 70, errors::retry_by_text),
        proven("a-limit-in-a-thread", 68, concurrency::a_limit_in_a_thread),
        proven("audit-before-done", 66, concurrency::audit_before_done),
        proven("the-loop-that-waits", 62, concurrency::the_loop_that_waits),
        proven("eight-workers-one-speed", 64, concurrency::eight_workers_one_speed),
        proven("reply-that-came-later", 56, concurrency::reply_that_came_later),
        proven("quotes-stop-at-refresh", 60, concurrency::quotes_stop_at_refresh),
        proven("one-count-short", 76, speed::one_count_short),
        proven("see-and-take", 62, speed::see_and_take),
        proven("twenty-times-the-ids", 72, speed::twenty_times_the_ids),
        proven("a-key-for-each-lookup", 60, speed::a_key_for_each_lookup),
        proven("a-write-for-each-row", 62, speed::a_write_for_each_row),
        proven("silenced-with-unsafe", 66, ffi::silenced_with_unsafe),
        proven("lines-that-need-unsafe", 54, ffi::lines_that_need_unsafe),
        proven("path-that-turns-to-garbage", 66, ffi::path_that_turns_to_garbage),
        proven("panic-in-a-callback", 62, ffi::panic_in_a_callback),
        proven("a-safe-get", 56, ffi::a_safe_get),
        proven("freed-by-the-other-side", 62, ffi::freed_by_the_other_side),
    ],
}

/// Counts what Rust's global allocator gave, and got back.
const COUNTING: &str = "
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
static MADE: AtomicUsize = AtomicUsize::new(0);
static FREED: AtomicUsize = AtomicUsize::new(0);
struct Counting;
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        MADE.fetch_add(1, SeqCst);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        FREED.fetch_add(1, SeqCst);
        unsafe { System.dealloc(at, layout) }
    }
}
#[global_allocator]
static ALLOCATOR: Counting = Counting;
fn live() -> usize { MADE.load(SeqCst) - FREED.load(SeqCst) }
";

/// What becomes of a program.
enum Outcome {
    Refused(String),
    Ran(Ran),
}

impl Outcome {
    fn of(code: &str) -> Self {
        match compile(code) {
            (false, said) => Self::Refused(said),
            (true, _) => Self::Ran(run(code)),
        }
    }

    /// Whether it compiles, ends well, and prints this.
    fn prints(&self, out: &str) -> bool {
        matches!(self, Self::Ran(ran) if ran.status == 0 && ran.out == out)
    }

    /// Whether it compiles and ends well, with this as its last line.
    fn ends_with(&self, line: &str) -> bool {
        matches!(self, Self::Ran(ran) if ran.status == 0 && ran.out.lines().last() == Some(line))
    }

    /// Whether it panics on that line.
    fn panics_at(&self, line: usize) -> bool {
        matches!(self, Self::Ran(ran) if ran.status == 101 && ran.err.contains(&format!("main.rs:{line}:")))
    }

    /// Whether the compiler refuses it with this error, and points at that line.
    fn refused(&self, code: &str, line: usize) -> bool {
        let words = [format!("error[{code}]"), format!("main.rs:{line}:")];
        matches!(self, Self::Refused(said) if words.iter().all(|word| said.contains(word)))
    }
}

/// An option's or an entry's code, without the backticks around it.
fn bare(text: &str) -> &str {
    text.strip_prefix('`')
        .and_then(|text| text.strip_suffix('`'))
        .unwrap_or_else(|| panic!("no code: {text}"))
}

/// Holds the entries of an order against a program's lines.
fn assert_printed_in_order(asked: &Asked, out: &str) {
    let entries: Vec<&str> = asked.entry.iter().map(|entry| bare(&entry.text)).collect();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines, entries, "{}", asked.id);
}
