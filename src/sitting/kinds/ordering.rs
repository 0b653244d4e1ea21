//! `order`: which comes first, which next, until all are placed.

use crate::exam::{Answer, Face, Part};
use crate::render::question::{self as card, Standing as Mark};
use crate::terminal::prompter::Manner;

use super::{Heard, Label, Prompt, Sheet, Step, beside, letters, open};

/// Entries put in order so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::sitting) struct Placed {
    /// Places on the screen, first to last.
    order: Vec<usize>,
    /// The line in which letters were typed (plain).
    line: String,
}

impl Placed {
    /// All of them, in this order.
    pub(super) fn of(order: Vec<usize>) -> Self {
        Self { order, line: String::new() }
    }

    /// The places on the screen, first to last.
    pub(super) fn places(&self) -> &[usize] {
        &self.order
    }
}

impl<'a> Sheet<'a> {
    /// The entries with their letters.
    pub(super) fn entries(&self) -> String {
        card::options(self.entries_shown().map(|entry| (entry.text.as_str(), Mark::Open)), self.look)
    }

    fn entries_shown(&self) -> impl Iterator<Item = &'a Part> {
        let entries: &[Part] = match &self.question.face {
            Face::Order(entries) => entries,
            Face::Single(_)
            | Face::Multiple(_)
            | Face::Boolean
            | Face::Text
            | Face::Number { .. }
            | Face::Match { .. }
            | Face::Essay => &[],
        };
        self.parts.iter().filter_map(|id| entries.iter().find(|entry| entry.id == *id))
    }

    fn left(&self, placed: &Placed) -> Vec<usize> {
        (0..self.parts.len()).filter(|at| !placed.order.contains(at)).collect()
    }

    pub(super) fn place_next(&self, placed: &Placed) -> Step {
        if self.manner == Manner::Plain {
            let message = "Your order, all letters from first to last, as `b a c` (? for help)".to_owned();
            return Step { message, keys: String::new(), prompt: Prompt::Line(placed.line.clone()) };
        }
        let so_far = letters(&placed.order, " ");
        let left = self.left(placed);
        if left.is_empty() {
            let choices = vec![
                open("k", self.keep_it()),
                open("u", "take the last ones back"),
                open("n", "begin anew"),
            ];
            let message = format!("Your order: {so_far}");
            let keys = self.keys("Enter keeps it");
            return Step { message, keys, prompt: Prompt::Choose(choices, 0) };
        }
        let shown: Vec<&Part> = self.entries_shown().collect();
        let mut choices: Vec<Label> =
            left.iter().map(|&at| open(card::label(at), self.short(&shown[at].text))).collect();
        let message = if placed.order.is_empty() {
            "Which comes first?".to_owned()
        } else {
            choices.push(open(beside(shown.len(), "u", "undo"), "take the last one back"));
            format!("{so_far} – which comes next?")
        };
        let keys = self.keys("↑↓ or a letter moves, Enter places it");
        Step { message, keys, prompt: Prompt::Choose(choices, 0) }
    }

    pub(super) fn placed(&self, placed: &mut Placed, at: usize) -> Heard {
        let left = self.left(placed);
        match (left.get(at), left.len(), at) {
            (Some(&place), ..) => {
                placed.order.push(place);
                // The last one has no choice.
                if let [last] = self.left(placed)[..] {
                    placed.order.push(last);
                }
            }
            (None, 0, 0) => {
                return self.order(placed).map_or(Heard::More, Heard::Answer);
            }
            (None, 0, 1) => placed.order.truncate(placed.order.len().saturating_sub(2)),
            (None, 0, _) => placed.order.clear(),
            (None, ..) => drop(placed.order.pop()),
        }
        Heard::More
    }

    /// Letters typed in a line.
    pub(super) fn order_typed(&self, placed: &mut Placed, text: &str) -> Heard {
        text.clone_into(&mut placed.line);
        match self.read_order(text) {
            Ok(order) => {
                *placed = Placed::of(order);
                self.order(placed).map_or(Heard::More, Heard::Answer)
            }
            Err(why) => Heard::Refused(why),
        }
    }

    /// Letters in a line that was not sent: they count if all are there.
    pub(super) fn order_drafted(&self, placed: &mut Placed, text: &str) {
        text.clone_into(&mut placed.line);
        if let Ok(order) = self.read_order(text) {
            placed.order = order;
        }
    }

    fn read_order(&self, text: &str) -> Result<Vec<usize>, String> {
        let count = self.parts.len();
        let words: Vec<&str> = text
            .split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '>'))
            .filter(|word| !word.is_empty())
            .collect();
        if words.is_empty() {
            return Err(format!("Answer or skip {}.", self.how_to_skip()));
        }
        // `bac` is as clear as `b a c`.
        let letters: Vec<String> = match words[..] {
            [word] if count <= 26 && word.chars().count() > 1 => word.chars().map(String::from).collect(),
            _ => words.iter().map(ToString::to_string).collect(),
        };
        let mut order = Vec::new();
        for letter in &letters {
            let place = card::place(letter).filter(|&place| place < count).ok_or_else(|| {
                format!("No such letter: `{letter}`. Expected a to {}.", card::label(count.saturating_sub(1)))
            })?;
            if order.contains(&place) {
                return Err(format!("`{}` stands there twice.", card::label(place)));
            }
            order.push(place);
        }
        let missing: Vec<usize> = (0..count).filter(|at| !order.contains(at)).collect();
        if missing.is_empty() {
            return Ok(order);
        }
        let them = super::letters(&missing, ", ");
        Err(format!(
            "Every letter has its place: {them} {} missing.",
            if missing.len() == 1 { "is" } else { "are" }
        ))
    }

    /// The answer, if all are placed.
    pub(super) fn order(&self, placed: &Placed) -> Option<Answer> {
        let whole = placed.order.len() == self.parts.len() && !self.parts.is_empty();
        let ids = placed.order.iter().filter_map(|&at| self.parts.get(at)).cloned().collect();
        whole.then_some(Answer::Order(ids))
    }
}
