//! Plays keys against a picture of inquire's lists.

use super::*;
use proptest::prelude::*;

/// A list as inquire keeps it: what the feeds would do.
struct Played {
    count: usize,
    page: usize,
    cursor: usize,
    ticked: Vec<bool>,
}

impl Played {
    fn new(count: usize, page: usize, cursor: usize) -> Self {
        Self { count, page, cursor, ticked: vec![false; count] }
    }

    fn feed(&mut self, feeds: &[Feed]) {
        for feed in feeds {
            match feed.bytes.as_slice() {
                UP => self.cursor = self.cursor.checked_sub(1).unwrap_or(self.count - 1),
                DOWN => self.cursor = (self.cursor + 1) % self.count,
                PAGE_UP => self.cursor = self.cursor.saturating_sub(self.page),
                PAGE_DOWN => self.cursor = (self.cursor + self.page).min(self.count - 1),
                b" " => self.ticked[self.cursor] ^= true,
                other => panic!("not for a list: {other:?}"),
            }
        }
    }
}

const LABELS: [&str; 4] = ["a", "b", "c", "d"];

fn typed(field: &mut Field, key: Key) -> Vec<Feed> {
    match field.press(key) {
        Effect::Type(feeds) => feeds,
        other @ (Effect::Submit | Effect::Refuse) => panic!("{key:?}: {other:?}"),
    }
}

fn label(place: usize) -> String {
    let letter = |index: usize| char::from(b'a' + u8::try_from(index).unwrap());
    if place < 26 {
        letter(place).to_string()
    } else {
        format!("{}{}", letter(place / 26 - 1), letter(place % 26))
    }
}

#[test]
fn a_letter_moves_in_a_choice_and_toggles_in_ticks() {
    let list = List::new(LABELS.map(|label| (label, true)), 0, 7);
    let mut played = Played::new(4, 7, 0);
    played.feed(&typed(&mut Field::Choose(list.clone()), Key::Char('C')));
    assert_eq!((played.cursor, played.ticked.contains(&true)), (2, false));

    let mut field = Field::Tick(list);
    let mut played = Played::new(4, 7, 0);
    for key in "db d".chars() {
        played.feed(&typed(&mut field, Key::Char(key)));
    }
    assert_eq!(played.ticked, [false, false, false, false]);
    played.feed(&typed(&mut field, Key::Char('a')));
    assert_eq!(played.ticked, [true, false, false, false]);
}

#[test]
fn left_and_right_and_pastes_do_nothing_in_lists() {
    let list = List::new(LABELS.map(|label| (label, true)), 0, 7);
    for key in
        [Key::Left, Key::Right, Key::WordLeft, Key::WordRight, Key::Pasted('b'), Key::Backspace, Key::Delete]
    {
        assert_eq!(Field::Choose(list.clone()).press(key), Effect::Type(Vec::new()));
        assert_eq!(Field::Tick(list.clone()).press(key), Effect::Type(Vec::new()));
    }
    assert_eq!(Field::Tick(list).press(Key::Char('x')), Effect::Refuse);
}

#[test]
fn the_letters_of_a_longer_label_find_it() {
    let labels: Vec<_> = (0..64).map(label).collect();
    for (place, wanted) in labels.iter().enumerate() {
        let mut field = Field::Tick(List::new(labels.iter().map(|label| (label.as_str(), true)), 0, 5));
        let mut played = Played::new(64, 5, 0);
        for letter in wanted.chars() {
            played.feed(&typed(&mut field, Key::Char(letter)));
        }
        assert_eq!(played.cursor, place, "{wanted}");
        // `a` could still become `ab`: Space ticks it.
        let expected = usize::from(wanted.len() > 1 || place >= 2);
        assert_eq!(played.ticked.iter().filter(|&&ticked| ticked).count(), expected, "{wanted}");
    }
}

#[test]
fn what_was_tried_cannot_be_chosen() {
    let list = List::new([("a", false), ("b", true), ("c", false), ("d", true)], 0, 7);
    assert_eq!(list.cursor, 1);
    let mut field = Field::Choose(list);
    assert_eq!(field.press(Key::Char('c')), Effect::Refuse);
    assert_eq!(typed(&mut field, Key::Down).len(), 2);
    assert_eq!(field.press(Key::Enter), Effect::Submit);
    let mut none = Field::Choose(List::new([("a", false)], 0, 7));
    assert_eq!(none.press(Key::Enter), Effect::Refuse);
    assert_eq!(none.press(Key::Down), Effect::Type(Vec::new()));
}

#[test]
fn a_confirmation_holds_one_letter() {
    let mut field = Field::Confirm { answered: false };
    assert_eq!(typed(&mut field, Key::Char('Y')), [control(b"y")]);
    assert_eq!(typed(&mut field, Key::Char('n')), [control(b"\x7fn")]);
    assert_eq!(field.press(Key::Char('x')), Effect::Refuse);
    assert_eq!(typed(&mut field, Key::Backspace), [control(BACKSPACE)]);
    assert_eq!(typed(&mut field, Key::Backspace), []);
    assert_eq!(field.press(Key::Enter), Effect::Submit);
}

#[test]
fn a_line_has_a_longest_length() {
    let mut line = Line::new("");
    for _ in 0..LONGEST_LINE {
        assert!(matches!(line.press(Key::Pasted('x')), Effect::Type(_)));
    }
    assert_eq!(line.press(Key::Char('x')), Effect::Refuse);
    line.press(Key::Backspace);
    assert!(matches!(line.press(Key::Char('x')), Effect::Type(_)));
}

#[test]
fn what_is_appended_is_known_only_at_the_end() {
    let mut line = Line::new("draft");
    let appends = |line: &mut Line| match line.press(Key::Char('x')) {
        Effect::Type(feeds) => feeds[0].appends,
        other @ (Effect::Submit | Effect::Refuse) => panic!("{other:?}"),
    };
    assert_eq!(appends(&mut line), Some('x'));
    line.press(Key::Left);
    assert_eq!(appends(&mut line), None);
    line.press(Key::End);
    assert_eq!(appends(&mut line), Some('x'));
}

#[test]
fn enters_typed_ahead_submit_nothing() {
    let keys = |text: &str| -> Vec<_> {
        text.chars().map(|letter| if letter == '\r' { Key::Enter } else { Key::Char(letter) }).collect()
    };
    let ahead = |keys: &[Key]| typed_ahead(keys, &Field::Line(Line::new("")));
    assert_eq!(ahead(&keys("\r\rab\rcd")), keys("ab"));
    assert_eq!(ahead(&keys("\r")), []);
    assert_eq!(
        ahead(&[Key::Esc, Key::Down, Key::Char('a'), Key::Left, Key::Backspace]),
        [Key::Char('a'), Key::Backspace]
    );
}

#[test]
fn a_line_of_several_ends_where_a_pasted_line_does_and_keeps_what_comes_after() {
    let mut field = Field::Line(Line::of_many(""));
    assert_eq!(typed(&mut field, Key::Pasted('x')).len(), 1);
    assert_eq!(typed(&mut field, Key::Tab).len(), 4);
    assert_eq!(typed(&mut field, Key::PastedTab).len(), 1);
    assert_eq!(field.press(Key::PastedNewline), Effect::Submit);
    let pasted = [Key::PastedNewline, Key::PastedTab, Key::Pasted('x'), Key::Enter, Key::Char('y')];
    assert_eq!(typed_ahead(&pasted, &field), pasted);
    assert_eq!(typed_ahead(&[Key::Esc, Key::Up, Key::Enter], &field), [Key::Enter]);
    let mut alone = Field::Line(Line::new(""));
    for (key, count) in [(Key::PastedNewline, 1), (Key::PastedTab, 1), (Key::Tab, 0)] {
        assert_eq!(typed(&mut alone, key).len(), count, "{key:?}");
    }
}

fn any_key() -> impl Strategy<Value = Key> {
    prop_oneof![
        Just(Key::Down),
        Just(Key::Up),
        Just(Key::PageDown),
        Just(Key::PageUp),
        Just(Key::Home),
        Just(Key::End),
        Just(Key::Left),
        Just(Key::Right),
        Just(Key::Char(' ')),
        (0_u8..26).prop_map(|letter| Key::Char(char::from(b'a' + letter))),
    ]
}

proptest! {
    #[test]
    fn the_highlight_is_where_the_picture_says(
        open in proptest::collection::vec(any::<bool>(), 1..64),
        page in 1_usize..20,
        cursor in 0_usize..64,
        keys in proptest::collection::vec(any_key(), 0..60),
    ) {
        let labels: Vec<_> = (0..open.len()).map(label).collect();
        let list = List::new(labels.iter().map(String::as_str).zip(open.iter().copied()), cursor, page);
        let mut played = Played::new(open.len(), page, list.cursor);
        let mut field = Field::Tick(list);
        for key in keys {
            if let Effect::Type(feeds) = field.press(key) {
                played.feed(&feeds);
            }
            let Field::Tick(list) = &field else { unreachable!() };
            prop_assert_eq!(list.cursor, played.cursor);
            prop_assert!(!open.contains(&true) || open[played.cursor]);
        }
        prop_assert!(played.ticked.iter().zip(&open).all(|(ticked, open)| *open || !ticked));
    }
}
