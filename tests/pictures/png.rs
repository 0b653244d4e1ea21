//! A line of text inside a PNG.

const HEAD: usize = 8;

/// The picture with a text of this keyword, before its end.
pub(super) fn with_text(png: &[u8], keyword: &str, text: &str) -> Vec<u8> {
    let (at, _) = chunks(png).find(|(_, chunk)| chunk.kind == b"IEND").expect("a picture ends");
    let mut chunk = b"tEXt".to_vec();
    chunk.extend([keyword.as_bytes(), b"\0", text.as_bytes()].concat());
    let length = u32::try_from(chunk.len() - 4).expect("a short text").to_be_bytes();
    let sum = crc(&chunk).to_be_bytes();
    [&png[..at], &length, &chunk, &sum, &png[at..]].concat()
}

/// The text of this keyword, if the picture is whole and has one.
pub(super) fn text(png: &[u8], keyword: &str) -> Option<String> {
    let texts = chunks(png).filter(|(_, chunk)| chunk.kind == b"tEXt");
    let own = texts.filter_map(|(_, chunk)| {
        let text = chunk.data.strip_prefix(keyword.as_bytes())?.strip_prefix(b"\0")?;
        String::from_utf8(text.to_vec()).ok()
    });
    own.last()
}

struct Chunk<'a> {
    kind: &'a [u8],
    data: &'a [u8],
}

/// The chunks with where they begin.
fn chunks(png: &[u8]) -> impl Iterator<Item = (usize, Chunk<'_>)> {
    let mut at = HEAD;
    std::iter::from_fn(move || {
        let length = png.get(at..at + 4)?.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        let chunk = Chunk { kind: png.get(at + 4..at + 8)?, data: png.get(at + 8..at + 8 + length)? };
        let begins = at;
        at += 12 + length;
        Some((begins, chunk))
    })
}

/// The check sum of a chunk.
fn crc(bytes: &[u8]) -> u32 {
    let bit = |crc: u32| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| bit(crc)))
}

#[test]
fn a_text_is_read_as_it_was_written() {
    assert_eq!(crc(b"IEND"), 0xae42_6082);
    let empty = [b"\x89PNG\r\n\x1a\n\0\0\0\0IEND".as_slice(), &0xae42_6082_u32.to_be_bytes()].concat();
    let told = with_text(&empty, "Source", "a page");
    assert_eq!(text(&told, "Source").as_deref(), Some("a page"));
    assert_eq!((text(&told, "Sour"), text(&empty, "Source")), (None, None));
    assert!(told.ends_with(&empty[HEAD..]));
}
