use proptest::prelude::*;

use super::*;

type Found = Vec<Vec<Vec<u8>>>;

/// As the `csv` crate reads them.
fn by_csv(bytes: &[u8]) -> Found {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    reader.byte_records().map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect()).collect()
}

/// Rows of three columns, the first the lead, and a part that comes again in the midst or at the end.
const PARTS: [Option<Part>; 3] =
    [None, Some(Part { count: 3, from: 1, to: 2 }), Some(Part { count: 3, from: 2, to: 3 })];

/// In stretches of at most `step` bytes: each goes on where the one before stopped, with more bytes where it was short.
fn by_us(bytes: &[u8], step: usize, lead: usize, part: Option<Part>) -> Found {
    let mut found: Found = Vec::new();
    let mut records = Records::with_part(lead, part);
    let mut parts: Vec<Vec<Vec<u8>>> = Vec::new();
    let mut at = 0;
    let mut seen = step;
    while at < bytes.len() {
        let upto = (at + seen).min(bytes.len());
        let all = upto == bytes.len();
        let stop = records.read(&bytes[..upto], at, at + step, all, |cells, _, same| {
            let cells: Vec<Vec<u8>> = (0..cells.len()).map(|i| cells.get(i).to_vec()).collect();
            if same.lead {
                assert_eq!(found.last().map(|before| &before[..lead]), Some(&cells[..lead]));
            }
            if let Some((number, part)) = same.part.map(|number| number as usize).zip(part) {
                let of = cells[part.from..part.to].to_vec();
                assert!(number <= parts.len(), "numbers have no gaps");
                if number == parts.len() {
                    assert!(!parts.contains(&of), "known by another number");
                    parts.push(of.clone());
                }
                assert_eq!((cells.len(), &parts[number]), (part.count, &of));
            }
            found.push(cells);
        });
        match stop {
            Stop::At(next) => {
                at = next;
                seen = step;
            }
            Stop::Short(next) => {
                assert!(!all, "the end was given");
                seen = if next > at { step } else { seen + step };
                at = next;
            }
        }
    }
    found
}

#[test]
fn quotes_and_line_ends_are_read_as_csv_reads_them() {
    for text in [
        "a,b\nc,d\n",
        "a,b\r\n\r\n\nc,d",
        "a,\"b\nc\",d\nx,y,z\n",
        "a\rb\rc\n",
        "a,b\"c,d\ne,\"f\"g,h\n",
        "a,\"open\nand,so\non",
        "\"\"\"\",\"\"\n,\n",
        "a,b\r",
        "\u{feff}a\n",
        "x\n\u{feff}a,\"b\"\n",
        "\"\"",
        "a,b,",
    ] {
        let bytes = text.as_bytes();
        let expected = by_csv(bytes);
        for step in 1..=bytes.len() {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            assert_eq!(by_us(bytes, step, 1, PARTS[step % 3]), expected, "{text:?} in steps of {step}");
        }
    }
}

#[test]
fn more_parts_than_are_remembered_and_longer_ones_are_read_all_the_same() {
    let row =
        |i: usize| format!("a,{},z\n", "x".repeat(if i % 100 == 7 { 2000 } else { 1 }) + &i.to_string());
    // First few that come again, then ever new ones, until it is not worth it to look, then those of before.
    let few = (0..9000).map(|i| row(i % 50));
    let text = few.clone().chain((0..20_000).map(row)).chain(few).collect::<Vec<_>>().concat();
    assert_eq!(by_us(text.as_bytes(), 1 << 20, 1, PARTS[1]), by_csv(text.as_bytes()));
}

fn lively() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        4 => Just(b','), 3 => Just(b'\n'), 2 => Just(b'"'), 1 => Just(b'\r'), 6 => Just(b'a'), 2 => Just(b'b'), 1 => any::<u8>()
    ];
    proptest::collection::vec(byte, 0..200)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn any_bytes_are_read_as_csv_reads_them(bytes in lively(), step in 1..64_usize, lead in 0..4_usize) {
        prop_assume!(!bytes.starts_with(b"\xef\xbb\xbf"));
        prop_assert_eq!(by_us(&bytes, step, lead, None), by_csv(&bytes));
    }

    #[test]
    fn rows_whose_parts_come_again_are_read_as_csv_reads_them(
        rows in proptest::collection::vec(("[ab]", "[x,]{0,2}", "[yz]{0,2}", prop_oneof![9 => Just("\n"), 1 => Just("\r\n"), 1 => Just("\"\n")]), 1..60),
        step in 1..64_usize,
        part in 0..3_usize,
    ) {
        let text = rows.iter().map(|(a, b, c, end)| [a, ",", b, ",", c, end].concat()).collect::<Vec<_>>().concat();
        prop_assert_eq!(by_us(text.as_bytes(), step, 1, PARTS[part]), by_csv(text.as_bytes()));
    }
}
