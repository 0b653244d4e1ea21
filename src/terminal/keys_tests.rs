//! What bytes come to.

use super::*;
use proptest::prelude::*;

fn keys(pieces: &[&[u8]]) -> Vec<Key> {
    let mut decoder = Decoder::default();
    let mut keys = Vec::new();
    for piece in pieces {
        decoder.read(piece, &mut keys);
    }
    keys
}

fn text(pieces: &[&[u8]]) -> String {
    keys(pieces)
        .into_iter()
        .map(|key| {
            if matches!(key, Key::PastedNewline | Key::PastedTab) {
                return ' ';
            }
            let (Key::Char(character) | Key::Pasted(character)) = key else { panic!("no text: {key:?}") };
            character
        })
        .collect()
}

#[test]
fn a_lone_esc_waits_for_what_follows() {
    let mut decoder = Decoder::default();
    let mut keys = Vec::new();
    decoder.read(b"\x1b", &mut keys);
    assert_eq!((keys.as_slice(), decoder.patience_ms()), (&[][..], Some(ESC_WAIT_MS)));
    decoder.give_up(&mut keys);
    assert_eq!((keys.as_slice(), decoder.patience_ms()), (&[Key::Esc][..], None));
}

#[test]
fn an_arrow_cut_in_pieces_is_an_arrow() {
    assert_eq!(keys(&[b"\x1b", b"[", b"B"]), [Key::Down]);
    assert_eq!(keys(&[b"\x1bO", b"A"]), [Key::Up]);
    assert_eq!(keys(&[b"\x1b[", b"1;5", b"D"]), [Key::WordLeft]);
}

#[test]
fn alt_keys_and_unknown_sequences_are_nothing() {
    assert_eq!(keys(&[b"\x1bx\x1b[15~\x1b[I\x1b[[A\x1bOP\x1b[24;2~\x1b\x1b[Aq"]), [Key::Up, Key::Char('q')]);
    assert_eq!(keys(&[b"\x1b[?1;2c\x1b\rq"]), [Key::Char('q')]);
}

#[test]
fn ctrl_c_counts_in_a_broken_sequence() {
    assert_eq!(keys(&[b"\x1b[12\x03"]), [Key::Interrupt]);
    assert_eq!(keys(&[b"\x1b[M #\x03a"]), [Key::Interrupt, Key::Char('a')]);
}

#[test]
fn a_mouse_is_no_key() {
    // A click and a wheel's turn in the old form, in that of decimal numbers, and in that with `<`; a release.
    for report in
        ["\x1b[M !!", "\x1b[M`*\u{7e}", "\x1b[0;10;5M", "\x1b[<0;10;5M", "\x1b[<64;1;1M", "\x1b[<0;10;5m"]
    {
        for cut in 0..=report.len() {
            let (before, after) = report.as_bytes().split_at(cut);
            assert_eq!(keys(&[b"a", before, after, b"b"]), [Key::Char('a'), Key::Char('b')], "{report:?}");
        }
    }
    assert_eq!(keys(&[b"\x1bOM"]), [Key::Enter], "the keypad's Enter");
}

#[test]
fn what_a_terminal_says_is_no_key() {
    for said in [
        "\x1b]11;rgb:aaaa/bbbb/cccc\x1b\\",
        "\x1b]11;rgb:aaaa/bbbb/cccc\x07",
        "\x1bP>|xterm(abcd)\x1b\\",
        "\x1b_Gi=1;OK\x1b\\",
        "\x1b[97;1:3u",
        "\x1b[1;1:3B",
        "\x1b[M !\u{102}",
        "\x1b[M\u{80}\u{102}!",
    ] {
        for cut in (0..=said.len()).filter(|&cut| said.is_char_boundary(cut)) {
            let (before, after) = said.as_bytes().split_at(cut);
            assert_eq!(keys(&[b"a", before, after, b"b"]), [Key::Char('a'), Key::Char('b')], "{said:?}");
        }
    }
    assert_eq!(keys(&[b"\x9bA\x8fB"]), [Key::Up, Key::Down], "controls of one byte");
    assert_eq!(keys(&[b"\x1b]11;rgb\x03q"]), [Key::Interrupt, Key::Char('q')], "never swallowed");
    // What began like a string was an Alt key.
    let mut decoder = Decoder::default();
    let mut typed = Vec::new();
    decoder.read(b"\x1bP", &mut typed);
    assert_eq!(decoder.patience_ms(), Some(STRING_WAIT_MS));
    decoder.give_up(&mut typed);
    decoder.read(b"q", &mut typed);
    assert_eq!(typed, [Key::Char('q')]);
}

#[test]
fn ctrl_c_gets_out_of_a_paste_without_an_end() {
    assert_eq!(
        keys(&[b"\x1b[200~ab\x03", b"\r"]),
        [Key::Pasted('a'), Key::Pasted('b'), Key::Interrupt, Key::Enter]
    );
}

#[test]
fn answers_of_a_terminal_are_no_keys() {
    assert_eq!(keys(&[b"\x1b[?1A\x1b[>0;276;0B\x1b[=5H\x1b[99999999999F"]), []);
}

#[test]
fn keys_in_the_newer_encodings_are_keys() {
    assert_eq!(
        keys(&[b"\x1b[99;5u\x1b[27;5;99~\x1b[13u\x1b[27;1;13~\x1b[97;;229u"]),
        [Key::Interrupt, Key::Interrupt, Key::Enter, Key::Enter, Key::Char('a')]
    );
}

#[test]
fn a_paste_loses_its_newlines_and_controls() {
    assert_eq!(
        text(&[b"\x1b[200~one\r\ntwo\nthree\r", b"\nfour\x1b[31m\x01\x07!\x1b[201~."]),
        "one two three four!."
    );
}

#[test]
fn a_paste_without_an_end_ends_by_itself() {
    let mut decoder = Decoder::default();
    let mut keys = Vec::new();
    decoder.read(b"\x1b[200~a\r", &mut keys);
    assert_eq!(decoder.patience_ms(), Some(PASTE_WAIT_MS));
    decoder.give_up(&mut keys);
    decoder.read(b"\r", &mut keys);
    assert_eq!(keys, [Key::Pasted('a'), Key::PastedNewline, Key::Enter]);
}

#[test]
fn wide_and_combining_characters_come_whole() {
    let word = "Straße 漢字 🧑‍🔬 e\u{301}";
    for cut in 0..=word.len() {
        assert_eq!(text(&[&word.as_bytes()[..cut], &word.as_bytes()[cut..]]), word);
    }
}

#[test]
fn what_would_steer_the_terminal_is_dropped() {
    assert_eq!(
        text(&["a\u{9b}b\u{202e}c\u{2066}d\u{7f}".replace('\u{7f}', "").as_bytes(), b"\xff\xc3e\xe2\x82f"]),
        "abcdef"
    );
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut decoder = Decoder::default();
        let mut keys = Vec::new();
        decoder.read(&bytes, &mut keys);
        decoder.give_up(&mut keys);
        prop_assert_eq!(decoder.patience_ms(), None);
    }

    #[test]
    fn cuts_change_nothing(bytes in proptest::collection::vec(prop_oneof![Just(0x1b_u8), Just(b'['), Just(b'~'), any::<u8>()], 0..60), cut in 0_usize..60) {
        let cut = cut.min(bytes.len());
        prop_assert_eq!(keys(&[&bytes]), keys(&[&bytes[..cut], &bytes[cut..]]));
    }

    #[test]
    fn no_key_but_text_leaves_a_paste(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut decoder = Decoder::default();
        let mut keys = Vec::new();
        decoder.read(b"\x1b[200~", &mut keys);
        for &byte in &bytes {
            decoder.read(&[byte], &mut keys);
            if !decoder.pasting {
                break;
            }
        }
        let is_text = |key: &Key| {
            matches!(key, Key::PastedNewline | Key::PastedTab)
                || matches!(key, Key::Pasted(character) if !character.is_control())
        };
        let left = keys.iter().position(|key| *key == Key::Interrupt).unwrap_or(keys.len());
        prop_assert!(keys[..left].iter().all(is_text), "{:?}", keys);
    }
}
