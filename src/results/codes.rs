//! Codes in place of names: a line each, `code,candidate,candidate_id`, made once and never changed.

use csv::{ReaderBuilder, WriterBuilder};
use foldhash::{HashMap, HashMapExt as _, HashSet};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::cell::{guard, unguard};

const HEADER: &str = "code,candidate,candidate_id\n";

/// Letters and digits that are not taken for one another.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPRSTUVWXYZ";
const DIGITS: &[u8] = b"23456789";

/// Who is meant: a name, and what tells namesakes apart.
pub type Person = (String, String);

/// Whether these are the first bytes of a list of codes.
pub fn is_list(start: &[u8]) -> bool {
    let start = start.strip_prefix("\u{feff}".as_bytes()).unwrap_or(start);
    [HEADER.as_bytes(), HEADER.replace('\n', "\r\n").as_bytes()]
        .iter()
        .any(|header| start.starts_with(header))
}

/// The codes of a results file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    of: HashMap<Person, String>,
    /// Whether the text has its first line.
    has_header: bool,
}

impl Codes {
    /// Reads the text of a file of codes; an empty one has none. What is wrong comes as a text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut of = HashMap::new();
        if text.is_empty() {
            return Ok(Self::default());
        }
        // An editor may have put its mark in front, and its line ends behind.
        let text = text.trim_start_matches('\u{feff}');
        if !text.ends_with('\n') {
            return Err("it ends in the middle of a line".to_owned());
        }
        if text.lines().next() != Some(HEADER.trim_end()) {
            return Err(format!("no list of codes: its first line is `{}`", HEADER.trim_end()));
        }
        let mut taken = HashSet::default();
        let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
        for record in reader.records() {
            let record = record.map_err(|error| format!("no list of codes: {error}"))?;
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |i: usize| unguard(record.get(i).unwrap_or_default()).to_owned();
            let code = cell(0);
            if code.is_empty() || !taken.insert(code.clone()) {
                return Err(format!("line {line}: the code `{code}` is empty or stands there twice"));
            }
            of.insert((cell(1), cell(2)), code);
        }
        Ok(Self { of, has_header: true })
    }

    /// Somebody's code.
    pub fn of(&self, name: &str, id: &str) -> Option<&str> {
        self.of.get(&(name.to_owned(), id.to_owned())).map(String::as_str)
    }

    /// Whose code it is.
    pub fn person(&self, code: &str) -> Option<&Person> {
        self.of.iter().find(|(_, of)| *of == code).map(|(person, _)| person)
    }

    /// Makes codes for those who have none, drawn at random so that their order tells nothing; gives the lines to be added to the
    /// file.
    pub fn extend<'a>(
        &mut self,
        people: impl Iterator<Item = (&'a str, &'a str)>,
        chance: [u8; 16],
    ) -> String {
        let mut seed = [0; 32];
        seed[..16].copy_from_slice(&chance);
        let mut random = ChaCha8Rng::from_seed(seed);
        let mut taken: HashSet<String> = self.of.values().cloned().collect();
        let mut writer = WriterBuilder::new().from_writer(Vec::new());
        for (name, id) in people {
            if self.of(name, id).is_some() {
                continue;
            }
            let code = loop {
                let code = draw(&mut random, taken.len());
                if taken.insert(code.clone()) {
                    break code;
                }
            };
            // Writing into memory cannot fail.
            let _ = writer.write_record([code.as_str(), &guard(name), &guard(id)]);
            self.of.insert((name.to_owned(), id.to_owned()), code);
        }
        let lines = String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default();
        if lines.is_empty() || std::mem::replace(&mut self.has_header, true) {
            return lines;
        }
        format!("{HEADER}{lines}")
    }
}

/// A letter and as many digits as leave most codes free.
fn draw(random: &mut ChaCha8Rng, taken: usize) -> String {
    let mut pick = |from: &[u8]| {
        let place = random.next_u32() as usize % from.len();
        char::from(from[place])
    };
    let mut code = String::from(pick(LETTERS));
    let mut room = LETTERS.len();
    loop {
        code.push(pick(DIGITS));
        room *= DIGITS.len();
        if room > taken * 2 {
            return code;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_made_once_and_stay() {
        let people = [("Ada", ""), ("Ada", "x@y"), ("=cmd()", ""), ("\"q\",\n", ""), ("two\r\nlines", "")];
        let mut codes = Codes::parse("").unwrap();
        let text = codes.extend(people.into_iter(), [7; 16]);
        let mut again = Codes::parse(&text).unwrap();
        assert_eq!(again, codes);
        assert_eq!(again.extend(people.into_iter(), [8; 16]), "");
        let more = again.extend([("Bob", "")].into_iter(), [9; 16]);
        assert_eq!(more.lines().count(), 1);
        let all = Codes::parse(&(text.clone() + &more)).unwrap();
        assert_eq!(all.of("Ada", ""), codes.of("Ada", ""));
        assert_ne!(all.of("Ada", ""), all.of("Ada", "x@y"));
        assert!(text.contains("'=cmd()"));
        assert_eq!(all.of("Ada", "").map(str::len), Some(2));
    }

    #[test]
    fn a_list_that_an_editor_has_saved_is_read() {
        let text = Codes::parse("").unwrap().extend([("Ada", "")].into_iter(), [7; 16]);
        let saved = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(Codes::parse(&saved).unwrap().of, Codes::parse(&text).unwrap().of);
        assert_eq!(Codes::parse(text.trim_end()).unwrap_err(), "it ends in the middle of a line");
    }

    #[test]
    fn a_list_without_codes_has_its_first_line_once() {
        let more = Codes::parse(HEADER).unwrap().extend([("Ada", "")].into_iter(), [7; 16]);
        assert_eq!(Codes::parse(&format!("{HEADER}{more}")).unwrap().of.len(), 1);
    }

    #[test]
    fn as_many_codes_are_made_as_there_are_people() {
        let names: Vec<String> = (0..3000).map(|n| format!("N{n}")).collect();
        let mut codes = Codes::default();
        let text = codes.extend(names.iter().map(|name| (name.as_str(), "")), [1; 16]);
        assert_eq!(Codes::parse(&text).unwrap().of.len(), 3000);
    }

    #[test]
    fn what_is_no_list_of_codes_is_refused() {
        for text in [
            "name\n",
            "code,candidate,candidate_id\nK7,Ada,",
            "code,candidate,candidate_id\nK7,Ada,\nK7,Bob,\n",
        ] {
            assert!(Codes::parse(text).is_err(), "{text:?}");
        }
    }
}
