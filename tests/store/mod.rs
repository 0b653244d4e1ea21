//! Journals and results on a real file system: cut at every byte, written by eight at once, found in foreign shape.

mod bench_attempt;
mod cut_journal;
mod cut_results;
mod many_at_once;
mod recorded_again;
mod strange_results;
