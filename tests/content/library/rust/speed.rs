//! What is evaluated, how often, and what it costs.

use std::hash::{Hash, Hasher};

use super::super::Asked;
use super::super::toolchain::{prints, run};
use super::{Outcome, assert_printed_in_order, with};

pub(super) fn one_count_short(asked: &Asked) {
    let code = asked.code("total.rs");
    let shown = Outcome::of(code);
    asked.assert_options(&[
        ("It panics in `zip`", matches!(&shown, Outcome::Ran(ran) if ran.status == 101)),
        ("`1250`", shown.prints("1250\n")),
        ("`2150`", shown.prints("2150\n")),
        ("It doesn't compile", matches!(shown, Outcome::Refused(_))),
    ]);
    assert!(Outcome::of(&with(code, "&[2, 1]", "&[2, 1, 1]")).prints("2150\n"));
}

pub(super) fn see_and_take(asked: &Asked) {
    assert_printed_in_order(asked, &prints(asked.code("chain.rs")));
}

/// An id that counts how often it is compared.
const COMPARED: &str = "
use std::cell::Cell;
thread_local!(static COMPARISONS: Cell<u64> = const { Cell::new(0) });
#[derive(Clone, Copy)]
struct Id(u64);
impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        COMPARISONS.set(COMPARISONS.get() + 1);
        self.0 == other.0
    }
}
fn comparisons(ids: u64) -> u64 {
    COMPARISONS.set(0);
    assert_eq!(unique(&(0..ids).map(Id).collect::<Vec<_>>()).len(), ids as usize);
    COMPARISONS.get()
}
";

pub(super) fn twenty_times_the_ids(asked: &Asked) {
    let runs: Vec<(f64, Option<f64>)> = asked
        .code("release build, one core")
        .lines()
        .map(|line| {
            let (ids, seconds) = line.split_once(' ').expect("ids and a time");
            let ids = ids.strip_prefix("ids=").expect("ids").parse().expect("a number");
            (ids, seconds.trim().trim_end_matches(" s").parse().ok())
        })
        .collect();
    let [(few, Some(fast)), (more, Some(slow)), (most, None)] = runs[..] else {
        panic!("{runs:?}");
    };
    let code = asked.code("unique.rs").replace("u64", "Id");
    let main = format!(
        "fn main() {{ println!(\"{{}} {{}}\", comparisons(200), comparisons({})); }}",
        most / more * 200.0
    );
    let out = prints(&format!("{COMPARED}{code}{main}"));
    let counted: Vec<f64> = out.split_whitespace().map(|count| count.parse().expect("a count")).collect();
    let times = counted[1] / counted[0];
    let predicted = slow * times;
    assert!((predicted - asked.number()).abs() < 0.1 * asked.number(), "{predicted}");
    assert!((slow / fast - (more / few).powi(2)).abs() < 1.0, "the two runs shown grow alike");
    assert!(
        (slow * most / more - asked.number()).abs() > 0.1 * asked.number(),
        "linear growth is another answer"
    );
}

/// The highest share of the profile that a change could take away.
pub(super) fn a_key_for_each_lookup(asked: &Asked) {
    let profile = asked.code("profile of the nightly run");
    let share = |part: &str| -> u32 {
        let line = profile.lines().find(|line| line.contains(part)).expect("a line of the profile");
        line.trim().split_once('%').expect("a share").0.parse().expect("a number")
    };
    let total: u32 = ["fmt", "SipHash", "malloc", "all else"].into_iter().map(share).sum();
    assert_eq!(total, 100);
    assert!(asked.code("rate.rs").contains("format!"));
    let (formatted, allocated) = (share("fmt"), share("malloc"));
    // A map of 900 entries is filled once; the lookups never grow it.
    let takes = [
        ("pair of `u32`", formatted + allocated),
        ("faster hasher", share("SipHash")),
        ("used again line by line", allocated),
        ("with_capacity(900)", growths_while_asked()),
    ];
    let text = hashed_bytes("EUR/USD");
    assert!(hashed_bytes(&(0_u32, 0_u32)) <= text, "hashing the pair takes no more than hashing the text");
    assert!(hashed_bytes(&([0_u8; 3], [0_u8; 3])) > text, "each array hashes its length");
    let most = takes.map(|(_, takes)| takes).into_iter().max().expect("four");
    asked.assert_options(&takes.map(|(words, takes)| (words, takes == most)));
    for (words, takes) in takes {
        let helps = takes > 0 && takes < most;
        assert_eq!(asked.option(words).credit.is_some(), helps, "{words}");
    }
}

/// How many bytes a key gives to the hasher.
fn hashed_bytes(key: &(impl Hash + ?Sized)) -> usize {
    #[derive(Default)]
    struct Counting(usize);
    impl Hasher for Counting {
        fn write(&mut self, bytes: &[u8]) {
            self.0 += bytes.len();
        }
        fn finish(&self) -> u64 {
            0
        }
    }
    let mut counting = Counting::default();
    key.hash(&mut counting);
    counting.0
}

/// How often a map that is full grows while it is asked.
fn growths_while_asked() -> u32 {
    let rates: std::collections::HashMap<u32, f64> = (0..900).map(|i| (i, 1.0)).collect();
    let before = rates.capacity();
    assert!((0..9000).filter(|i| rates.contains_key(i)).count() == 900);
    u32::from(rates.capacity() != before)
}

/// Says on stderr how many system calls that write each part has made, by the kernel's own count.
const COUNTED: &str = "
use std::io::{self, BufWriter, Write};
struct Row { id: u64, cents: u64 }
fn rows() -> impl Iterator<Item = Row> {
    (100_000..101_000).map(|id| Row { id, cents: id % 900 + 100 })
}
fn calls() -> u64 {
    let counts = std::fs::read_to_string(\"/proc/self/io\").expect(\"Linux counts them\");
    let line = counts.lines().find_map(|line| line.strip_prefix(\"syscw: \")).expect(\"syscw\");
    line.parse().expect(\"a number\")
}
fn counted(part: impl FnOnce()) {
    let before = calls();
    part();
    let made = calls() - before;
    eprintln!(\"{made}\");
}
fn locked() {
    let mut out = io::stdout().lock();
    for row in rows() { writeln!(out, \"{},{}\", row.id, row.cents).expect(\"written\"); }
}
fn at_once() {
    use std::fmt::Write as _;
    let mut text = String::new();
    for row in rows() { writeln!(text, \"{},{}\", row.id, row.cents).expect(\"memory\"); }
    print!(\"{text}\");
}
fn buffered() {
    let mut out = BufWriter::new(io::stdout().lock());
    for row in rows() { writeln!(out, \"{},{}\", row.id, row.cents).expect(\"written\"); }
    out.flush().expect(\"written\");
}
fn by_hand() {
    for row in rows() {
        let line = format!(\"{},{}\\n\", row.id, row.cents);
        io::stdout().write_all(line.as_bytes()).expect(\"written\");
    }
}
fn main() {
    counted(|| export(rows()));
    counted(locked);
    counted(at_once);
    counted(buffered);
    counted(by_hand);
}
";

pub(super) fn a_write_for_each_row(asked: &Asked) {
    let ran = run(&format!("{}{COUNTED}", asked.code("export.rs")));
    assert_eq!(ran.status, 0, "{}", ran.err);
    let calls: Vec<u32> = ran.err.lines().map(|line| line.parse().expect("a count")).collect();
    let [shown, locked, at_once, buffered, by_hand] = calls[..] else {
        panic!("{}", ran.err);
    };
    assert_eq!(shown, 1000, "a write for each row");
    let bytes_per_row = ran.out.len() / 5 / 1000;
    let held_at_once = bytes_per_row * 400_000_000;
    assert!(asked.prompt.contains("400 million rows") && asked.prompt.contains("256 MB"));
    let few = |calls: u32| calls * 50 < shown;
    asked.assert_options(&[
        ("`io::stdout().lock()`", few(locked)),
        ("into one `String`", few(at_once) && held_at_once < 256_000_000),
        ("`BufWriter` around stdout", few(buffered)),
        ("by hand into a `[u8; 32]`", few(by_hand)),
    ]);
}
