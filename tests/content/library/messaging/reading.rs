//! What proofs read from snippets, and the little they share: a partitioner, an assignment, orders.

pub(super) use super::super::reading::{assert_only_order, count_after, orders, quoted};

/// The first number in a text, without the commas between its thousands.
pub(super) fn first_number(text: &str) -> u32 {
    let from = text.find(|c: char| c.is_ascii_digit()).unwrap_or_else(|| panic!("no number in {text:?}"));
    let digits = text[from..].chars().take_while(|c| c.is_ascii_digit() || *c == ',');
    let digits: String = digits.filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|error| panic!("{error}: {text:?}"))
}

/// A cell such as `1,940` or `0.25`.
pub(super) fn decimal(cell: &str) -> f64 {
    cell.replace(',', "").parse().unwrap_or_else(|error| panic!("{error}: {cell:?}"))
}

/// The words of a line.
pub(super) fn cells(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// The lines of a table that begin with a digit, or with one of these words, as cells.
pub(super) fn table<'a>(code: &'a str, firsts: &[&str]) -> Vec<Vec<&'a str>> {
    let is_row = |line: &&str| {
        let first = line.split_whitespace().next().unwrap_or_default();
        first.starts_with(|c: char| c.is_ascii_digit()) || firsts.contains(&first)
    };
    let rows: Vec<Vec<&str>> = code.lines().filter(is_row).map(cells).collect();
    assert!(!rows.is_empty(), "no rows: {code}");
    rows
}

/// The number, from 1, of the one line that has these words.
pub(super) fn line_with(code: &str, words: &str) -> usize {
    let found: Vec<usize> =
        (1..).zip(code.lines()).filter(|(_, line)| line.contains(words)).map(|(n, _)| n).collect();
    assert_eq!(found.len(), 1, "{words:?} in lines {found:?}: {code}");
    found[0]
}

/// How far a line is indented.
pub(super) fn indent(code: &str, number: usize) -> usize {
    let line = code.lines().nth(number - 1).unwrap_or_else(|| panic!("no line {number}: {code}"));
    line.len() - line.trim_start().len()
}

/// The value of `name=value` or `name: value` in settings, without a remark behind it.
pub(super) fn setting<'a>(code: &'a str, name: &str) -> &'a str {
    let mut found = code.lines().filter_map(|line| line.trim().strip_prefix(name));
    let rest = found.next().unwrap_or_else(|| panic!("no setting {name}: {code}"));
    let value = rest.trim_start_matches(['=', ':', ' ']);
    value.split_whitespace().next().unwrap_or_else(|| panic!("{name} is empty: {code}"))
}

/// Seconds of a clock such as `15:00:01` or `10:00:00.1`, in tenths.
pub(super) fn tenths(clock: &str) -> u32 {
    let (clock, tenth) = clock.split_once('.').unwrap_or((clock, "0"));
    let seconds = clock.split(':').fold(0, |sum, part| sum * 60 + first_number(part));
    seconds * 10 + first_number(&tenth[..1])
}

/// A keyed record's partition.
pub(super) fn partition(key: &str, partitions: u32) -> u32 {
    let hash =
        key.bytes().fold(2_166_136_261_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619));
    (hash ^ (hash >> 15)) % partitions
}

/// Who reads each partition: every one has one reader of the group.
pub(super) fn readers(partitions: u32, members: u32) -> Vec<u32> {
    (0..partitions).map(|partition| partition % members).collect()
}

/// How many members have something to read.
pub(super) fn busy(partitions: u32, members: u32) -> u32 {
    let readers = readers(partitions, members);
    (0..members).map(|member| u32::from(readers.contains(&member))).sum()
}

/// Every way to do both lists, each in its own order.
pub(super) fn interleavings<T: Clone>(one: &[T], other: &[T]) -> Vec<Vec<T>> {
    match (one.split_first(), other.split_first()) {
        (None, _) => vec![other.to_vec()],
        (_, None) => vec![one.to_vec()],
        (Some((first, one_left)), Some((second, other_left))) => {
            let before = |head: &T, tails: Vec<Vec<T>>| -> Vec<Vec<T>> {
                tails.into_iter().map(|tail| [vec![head.clone()], tail].concat()).collect()
            };
            let mut all = before(first, interleavings(one_left, other));
            all.extend(before(second, interleavings(one, other_left)));
            all
        }
    }
}

#[test]
fn numbers_clocks_and_settings_are_read() {
    assert_eq!(first_number("lag 1,620,000 at"), 1_620_000);
    assert_eq!((tenths("00:01:02.5"), tenths("01:00:00")), (625, 36_000));
    assert_eq!(setting("# x\na.b=7   # remark\nc: true", "a.b"), "7");
    assert_eq!(line_with("x\n  y z\n", "y"), 2);
    assert_eq!(indent("a\n    b", 2), 4);
    assert_eq!((busy(6, 9), busy(6, 4)), (6, 4));
}

#[test]
fn interleavings_are_all_there() {
    assert_eq!(interleavings(&[1, 2], &[3]), [[1, 2, 3], [1, 3, 2], [3, 1, 2]]);
}
