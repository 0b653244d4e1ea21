//! `match`: a right side for each left one.

use crate::exam::{Answer, Face, Part, PartId};
use crate::render::question::{self as card, Standing as Mark};
use crate::terminal::prompter::Manner;

use super::{Heard, Label, Prompt, Sheet, Step, beside, open};

/// Sides that were paired so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sitting) struct Paired {
    /// For each left side, in the file's order, the place of its right side on the screen.
    rights: Vec<Option<usize>>,
    /// The left side that is asked for; behind the last one all were.
    at: usize,
    /// The line in which pairs were typed (plain).
    line: String,
}

impl Paired {
    /// None of so many.
    pub(super) fn none(lefts: usize) -> Self {
        Self { rights: vec![None; lefts], at: 0, line: String::new() }
    }

    /// `1b 2a 3-`.
    pub(super) fn said(&self) -> String {
        let pair = |(left, right): (usize, &Option<usize>)| {
            format!("{}{}", left + 1, right.map_or_else(|| "-".to_owned(), card::label))
        };
        self.rights.iter().enumerate().map(pair).collect::<Vec<_>>().join(" ")
    }

    fn is_empty(&self) -> bool {
        self.rights.iter().all(Option::is_none)
    }
}

/// What a line says of a left side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Typed {
    Nothing,
    /// It stays open.
    Open,
    /// The place of its right side.
    Right(usize),
}

impl Typed {
    const fn right(self) -> Option<usize> {
        match self {
            Self::Right(place) => Some(place),
            Self::Nothing | Self::Open => None,
        }
    }
}

impl<'a> Sheet<'a> {
    fn lefts(&self) -> &'a [Part] {
        match &self.question.face {
            Face::Match { lefts, .. } => lefts,
            Face::Single(_)
            | Face::Multiple(_)
            | Face::Boolean
            | Face::Text
            | Face::Number { .. }
            | Face::Order(_)
            | Face::Essay => &[],
        }
    }

    fn rights_shown(&self) -> impl Iterator<Item = &'a Part> {
        let rights: &[Part] = match &self.question.face {
            Face::Match { rights, .. } => rights,
            Face::Single(_)
            | Face::Multiple(_)
            | Face::Boolean
            | Face::Text
            | Face::Number { .. }
            | Face::Order(_)
            | Face::Essay => &[],
        };
        self.parts.iter().filter_map(|id| rights.iter().find(|right| right.id == *id))
    }

    /// The left sides with numbers, then the right sides with letters.
    pub(super) fn sides(&self) -> String {
        let lefts = self.lefts().iter().enumerate();
        let lefts = lefts.map(|(at, left)| ((at + 1).to_string(), left.text.as_str(), Mark::Open));
        let lefts = card::labelled_options(lefts, self.look);
        let rights =
            card::options(self.rights_shown().map(|right| (right.text.as_str(), Mark::Open)), self.look);
        format!("{lefts}\n{rights}")
    }

    /// What an answer paired.
    pub(super) fn paired(&self, pairs: &[(PartId, PartId)]) -> Paired {
        let right_of = |left: &Part| {
            let (_, right) = pairs.iter().find(|(known, _)| *known == left.id)?;
            self.place(right)
        };
        let rights: Vec<Option<usize>> = self.lefts().iter().map(right_of).collect();
        Paired { at: rights.len(), rights, line: String::new() }
    }

    pub(super) fn pair_next(&self, paired: &Paired) -> Step {
        if self.manner == Manner::Plain {
            let message = "Your pairs, a number and a letter each, as `1b 2a` (? for help)".to_owned();
            return Step { message, keys: String::new(), prompt: Prompt::Line(paired.line.clone()) };
        }
        let Some(left) = self.lefts().get(paired.at) else {
            let choices = vec![
                open("k", self.keep_it()),
                open("u", "back to the last one"),
                open("n", "go through them again"),
            ];
            let message = format!("Your pairs: {}", paired.said());
            return Step { message, keys: self.keys("Enter keeps them"), prompt: Prompt::Choose(choices, 0) };
        };
        let rights: Vec<&Part> = self.rights_shown().collect();
        let used = |place: usize| {
            let by = |(at, right): (usize, &Option<usize>)| (*right == Some(place)).then_some(at + 1);
            let by: Vec<String> =
                paired.rights.iter().enumerate().filter_map(by).map(|at| at.to_string()).collect();
            if by.is_empty() { String::new() } else { format!(" ({})", by.join(", ")) }
        };
        let mut choices: Vec<Label> = rights
            .iter()
            .enumerate()
            .map(|(place, right)| {
                let used = used(place);
                let room = self.room().saturating_sub(used.len());
                open(card::label(place), card::short(&right.text, room) + &used)
            })
            .collect();
        choices.push(open(beside(rights.len(), "o", "open"), "leave this one open"));
        if paired.at > 0 {
            choices.push(open(beside(rights.len(), "u", "undo"), "back to the one before"));
        }
        let cursor = paired.rights[paired.at].unwrap_or(0);
        let number = paired.at + 1;
        let room = self.look.width.saturating_sub(24).max(20);
        let message = format!("{number}  {} – which one?", card::short(&left.text, room));
        let keys = self.keys("↑↓ or a letter moves, Enter pairs them");
        Step { message, keys, prompt: Prompt::Choose(choices, cursor) }
    }

    pub(super) fn matched(&self, paired: &mut Paired, chosen: usize) -> Heard {
        if paired.at >= paired.rights.len() {
            match chosen {
                0 if paired.is_empty() => {
                    paired.at = 0;
                    return Heard::Refused(format!("Pair at least one, or skip {}.", self.how_to_skip()));
                }
                0 => return self.pairs(paired).map_or(Heard::More, Heard::Answer),
                1 => paired.at = paired.rights.len().saturating_sub(1),
                _ => paired.at = 0,
            }
            return Heard::More;
        }
        match chosen.checked_sub(self.parts.len()) {
            None | Some(0) => {
                paired.rights[paired.at] = Some(chosen).filter(|&chosen| chosen < self.parts.len());
                paired.at += 1;
            }
            Some(_) => paired.at = paired.at.saturating_sub(1),
        }
        Heard::More
    }

    /// Pairs typed in a line.
    pub(super) fn pairs_typed(&self, paired: &mut Paired, text: &str) -> Heard {
        text.clone_into(&mut paired.line);
        match self.read_pairs(text) {
            Ok(rights) => {
                if let Some(left) = rights.iter().position(|typed| *typed == Typed::Nothing) {
                    let number = left + 1;
                    return Heard::Refused(format!(
                        "{number} has no letter: add it, or write `{number}-` to leave it open."
                    ));
                }
                paired.rights = rights.into_iter().map(Typed::right).collect();
                match self.pairs(paired) {
                    Some(answer) => Heard::Answer(answer),
                    None => Heard::Refused(format!("Pair at least one, or skip {}.", self.how_to_skip())),
                }
            }
            Err(why) => Heard::Refused(why),
        }
    }

    /// Pairs in a line that was not sent: what is there counts.
    pub(super) fn pairs_drafted(&self, paired: &mut Paired, text: &str) {
        text.clone_into(&mut paired.line);
        if let Ok(rights) = self.read_pairs(text) {
            paired.rights = rights.into_iter().map(Typed::right).collect();
        }
    }

    /// What stands there of each left side.
    fn read_pairs(&self, text: &str) -> Result<Vec<Typed>, String> {
        let (lefts, count) = (self.lefts().len(), self.parts.len());
        let mut rights = vec![Typed::Nothing; lefts];
        let mut rest = text;
        let between = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '+');
        loop {
            rest = rest.trim_start_matches(between);
            if rest.is_empty() {
                break;
            }
            let digits = rest.chars().take_while(char::is_ascii_digit).count();
            let (number, behind) = rest.split_at(digits);
            let behind = behind
                .trim_start_matches(|letter: char| letter.is_whitespace() || matches!(letter, '=' | ':'));
            let end = behind
                .find(|letter: char| !letter.is_ascii_alphabetic() && letter != '-')
                .unwrap_or(behind.len());
            let (letter, after) = behind.split_at(end);
            let left = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let Some(left) = left.filter(|&left| left < lefts) else {
                let word = rest.split(between).next().unwrap_or(rest);
                return Err(format!(
                    "`{word}` begins with no number from 1 to {lefts}: write pairs as `1b 2a`."
                ));
            };
            let right = if letter == "-" {
                Typed::Open
            } else if let Some(place) = card::place(letter).filter(|&place| place < count) {
                Typed::Right(place)
            } else {
                let last = card::label(count.saturating_sub(1));
                return Err(format!("{number} needs a letter from a to {last}, or `-` to stay open."));
            };
            if std::mem::replace(&mut rights[left], right) != Typed::Nothing {
                return Err(format!("{number} stands there twice."));
            }
            rest = after;
        }
        Ok(rights)
    }

    /// The answer, if anything is paired.
    pub(super) fn pairs(&self, paired: &Paired) -> Option<Answer> {
        let pair = |(left, right): (&Part, &Option<usize>)| {
            Some((left.id.clone(), self.parts.get((*right)?)?.clone()))
        };
        let pairs: Vec<(PartId, PartId)> = self.lefts().iter().zip(&paired.rights).filter_map(pair).collect();
        (!pairs.is_empty()).then_some(Answer::Match(pairs))
    }
}
