//! What is evaluated, how often, and what it costs.

use std::hash::{Hash, Hasher};

use super::super::Asked;
use super::super::reading::code_block;
use super::super::toolchain::{prints, run};
use super::{COUNTING, Outcome, assert_printed_in_order, with};

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

/// Counts what a lookup formats, how many bytes it gives to `SipHash` and how often it allocates.
const LOOKUPS: &str = "
use std::collections::HashMap;
use std::fmt::{self, Display, Write as _};
use std::hash::{BuildHasherDefault, DefaultHasher, Hasher};
static FORMATTED: AtomicUsize = AtomicUsize::new(0);
static SIP_HASHED: AtomicUsize = AtomicUsize::new(0);
struct Code(&'static str);
impl Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        FORMATTED.fetch_add(1, SeqCst);
        f.write_str(self.0)
    }
}
#[derive(Default)]
struct Sip(DefaultHasher);
impl Hasher for Sip {
    fn write(&mut self, bytes: &[u8]) {
        SIP_HASHED.fetch_add(bytes.len(), SeqCst);
        self.0.write(bytes);
    }
    fn finish(&self) -> u64 { self.0.finish() }
}
#[derive(Default)]
struct Fast(u64);
impl Hasher for Fast {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes { self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3); }
    }
    fn finish(&self) -> u64 { self.0 }
}
fn counted(lookup: impl Fn() -> Option<f64>) {
    let counters = [&FORMATTED, &SIP_HASHED, &MADE];
    let before = counters.map(|counter| counter.load(SeqCst));
    for _ in 0..1000 { assert_eq!(lookup(), Some(1.5)); }
    let after = counters.map(|counter| counter.load(SeqCst));
    println!(\"{} {} {}\", after[0] - before[0], after[1] - before[1], after[2] - before[2]);
}
fn filled<K: Eq + std::hash::Hash, S: Default + std::hash::BuildHasher>(
    mut rates: HashMap<K, f64, S>,
    key: impl Fn(usize) -> K,
) -> HashMap<K, f64, S> {
    rates.extend((0..900).map(|i| (key(i), 1.5)));
    rates
}
fn text(i: usize) -> String { if i == 0 { \"EUR/USD\".into() } else { i.to_string() } }
";

/// How much of the profile each change takes away, by what its lookups still do.
pub(super) fn a_key_for_each_lookup(asked: &Asked) {
    let profile = asked.code("profile of the nightly run");
    let share = |part: &str| -> f64 {
        let line = profile.lines().find(|line| line.contains(part)).expect("a line of the profile");
        line.trim().split_once('%').expect("a share").0.parse().expect("a number")
    };
    let parts = ["fmt", "SipHash", "malloc"].map(share);
    assert!((parts.iter().sum::<f64>() + share("all else") - 100.0).abs() < 1e-9);

    let code = asked.code("rate.rs").replace("&str", "&Code");
    let keyed =
        |hasher: &str| with(&code, "String, f64>", &format!("String, f64, BuildHasherDefault<{hasher}>>"));
    let shown = keyed("Sip");
    let lookup = "rates.get(&format!(\"{from}/{to}\")).copied()";
    let into_buffer = "{ let mut key = BUFFER.take(); key.clear();
        let _ = write!(key, \"{from}/{to}\");
        let found = rates.get(&key).copied(); BUFFER.set(key); found }";
    let buffer = "thread_local!(static BUFFER: std::cell::RefCell<String> = const {
        std::cell::RefCell::new(String::new()) });";
    let again = format!("{buffer}{}", with(&shown, lookup, into_buffer));
    let pair = code_block(&asked.explanation, "rust");
    let pair = with(pair, ", f64>", ", f64, BuildHasherDefault<Sip>>");
    let by_pair = with(&code, code.lines().next().expect("a map"), &pair);
    let by_pair = with(
        &with(&by_pair, "from: &Code, to: &Code", "from: Currency, to: Currency"),
        lookup,
        "rates.get(&(from, to)).copied()",
    );
    let by_text = |map: &str| {
        format!(
            "pub fn probe() {{ let rates: Rates = filled({map}, text);
            counted(|| rate(&rates, &Code(\"EUR\"), &Code(\"USD\"))); }}"
        )
    };
    let probe = by_text("Rates::default()");
    let grown = by_text("Rates::with_capacity_and_hasher(900, Default::default())");
    let packed = "pub fn probe() {
        let rates: Rates = filled(Rates::default(), |i| (Currency(i as u32), Currency(7)));
        counted(|| rate(&rates, Currency(0), Currency(7))); }";
    let programs = [
        format!("{shown}{probe}"),
        format!("{by_pair}{packed}"),
        format!("{}{probe}", keyed("Fast")),
        format!("{again}{probe}"),
        format!("{shown}{grown}"),
    ];
    let modules = programs.iter().enumerate();
    let modules = modules.map(|(i, program)| format!("mod v{i} {{ use super::*;\n{program} }}\n"));
    let modules = modules.collect::<Vec<String>>().concat();
    let main = "fn main() { v0::probe(); v1::probe(); v2::probe(); v3::probe(); v4::probe(); }";
    let out = prints(&format!("{COUNTING}{LOOKUPS}{modules}{main}"));
    let counts = out
        .lines()
        .map(|line| line.split(' ').map(|count| count.parse().expect("a count")).collect::<Vec<f64>>());
    let counts: Vec<Vec<f64>> = counts.collect();
    assert!(counts[0].iter().all(|count| *count > 0.0), "{out}");
    let takes = |changed: &[f64]| -> f64 {
        let left = changed.iter().zip(&counts[0]).map(|(changed, shown)| changed / shown);
        parts.iter().zip(left).map(|(share, left)| share * (1.0 - left)).sum()
    };
    let words = ["pair of `u32`", "faster hasher", "used again line by line", "with_capacity(900)"];
    let takes: Vec<(&str, f64)> =
        words.into_iter().zip(counts[1..].iter().map(|counts| takes(counts))).collect();
    let most = takes.iter().map(|(_, takes)| *takes).fold(0.0, f64::max);
    let is_most = |takes: f64| (takes - most).abs() < 0.1;
    let claims: Vec<(&str, bool)> = takes.iter().map(|(words, takes)| (*words, is_most(*takes))).collect();
    asked.assert_options(&claims);
    for (words, takes) in takes {
        let helps = takes > 0.1 && !is_most(takes);
        assert_eq!(asked.option(words).credit.is_some(), helps, "{words}: {takes}");
    }
    assert!(asked.explanation.contains(&format!("{most:.0}% are gone")), "{most}");
    assert!(hashed_bytes(&([0_u8; 3], [0_u8; 3])) > hashed_bytes("EUR/USD"), "each array hashes its length");
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
    let buffers = u32::try_from((ran.out.len() / 5).div_ceil(8 * 1024)).expect("few");
    assert!((buffers + 1..=2 * buffers).contains(&buffered), "{buffered} calls for {buffers} buffers");
    let few = |calls: u32| calls * 50 < shown;
    asked.assert_options(&[
        ("`io::stdout().lock()`", few(locked)),
        ("into one `String`", few(at_once) && held_at_once < 256_000_000),
        ("`BufWriter` around stdout", few(buffered)),
        ("by hand into a `[u8; 32]`", few(by_hand)),
    ]);
}
