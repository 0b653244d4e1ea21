//! What stands in a prompt, and what comes back from it, in terms of the question: choices, ticks and lines ↔ answers.

use crate::exam::{Answer, Face, PartId, Question, Truth};
use crate::render;
use crate::scoring::number;
use crate::session::Mode;
use crate::terminal::prompter::{CommandWord, Draft, Got, Manner};

use super::asking::Asking;
use super::desk::Desk;
use super::pages;

/// The longest answer that is taken, in bytes.
const LONGEST_ANSWER: usize = 64 * 1024;

/// How much wider the list draws what is struck out.
const STRUCK_OUT: usize = 10;

/// What a reply means for the question.
pub(super) enum Sense {
    /// It is this answer.
    Answer(Answer),
    /// It is none; the text says why.
    Refused(String),
    /// Practice: the answer is to be shown.
    ShowMe,
    /// Practice: on to the next.
    Next,
}

/// What stands in the prompt when it opens.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    /// Where the highlight of a list is.
    pub(super) place: usize,
    /// The places ticked.
    pub(super) ticked: Vec<usize>,
    /// The text.
    pub(super) text: String,
}

impl Desk<'_> {
    /// The choices below a question: label, short text, whether still open.
    pub(super) fn labelled(
        &self,
        place: usize,
        question: &Question,
        asking: &Asking,
    ) -> Vec<(String, String, bool)> {
        // In front of a text stand the highlight, the tick and the label; behind a struck-out one what it is.
        let width = self.room.look.width.saturating_sub(12).max(20);
        let mut labels: Vec<(String, String, bool)> = match &question.face {
            Face::Boolean => ["true", "false"]
                .iter()
                .map(|word| {
                    let tried = asking.tried.iter().any(|id| id.as_str() == *word);
                    (word[..1].to_owned(), (*word).to_owned(), !tried)
                })
                .collect(),
            Face::Single(options) | Face::Multiple(options) => self
                .parts(place)
                .iter()
                .enumerate()
                .filter_map(|(at, id)| {
                    let option = options.iter().find(|option| option.id == *id)?;
                    let open = !asking.tried.contains(id);
                    let width = if open { width } else { width.saturating_sub(STRUCK_OUT) };
                    Some((render::question::label(at), render::question::short(&option.text, width), open))
                })
                .collect(),
            Face::Text | Face::Number { .. } | Face::Order(_) | Face::Match { .. } | Face::Essay => {
                Vec::new()
            }
        };
        if matches!(question.face, Face::Single(_) | Face::Boolean) {
            let options = labels.len();
            for word in &asking.extra {
                if let Some((label, text)) = self.way_out(*word, options) {
                    labels.push((label.to_owned(), text.to_owned(), true));
                }
            }
        }
        labels
    }

    /// How "show me" and "next" stand below so many options. In a drawn list a letter picks them, unless it is an option's.
    fn way_out(&self, word: CommandWord, options: usize) -> Option<(&'static str, &'static str)> {
        let (letter, name, text) = match word {
            CommandWord::ShowMe => ("s", "show", "show me the answer"),
            CommandWord::Next => ("n", "next", "on to the next question"),
            CommandWord::Skip
            | CommandWord::Flag
            | CommandWord::Back
            | CommandWord::Unclear
            | CommandWord::Time
            | CommandWord::Submit
            | CommandWord::Quit
            | CommandWord::Hint => return None,
        };
        let drawn = self.room.prompter.manner() == Manner::Interactive;
        let free = render::question::place(letter).is_some_and(|place| place >= options);
        Some((if drawn && free { letter } else { name }, text))
    }

    /// What a choice, ticks or a line mean; `None` for anything else.
    pub(super) fn sense(
        &self,
        place: usize,
        question: &Question,
        asking: &Asking,
        got: &Got,
    ) -> Option<Sense> {
        match got {
            Got::Chosen(at) => Some(match &question.face {
                Face::Boolean if *at < 2 => Sense::Answer(Answer::Boolean(Truth::from(*at == 0))),
                Face::Single(_) if *at < self.parts(place).len() => {
                    Sense::Answer(Answer::Single(self.parts(place)[*at].clone()))
                }
                Face::Single(_)
                | Face::Boolean
                | Face::Multiple(_)
                | Face::Text
                | Face::Number { .. }
                | Face::Order(_)
                | Face::Match { .. }
                | Face::Essay => self.beyond_options(place, question, asking, *at),
            }),
            Got::Ticked(ticked) => {
                let draft = Draft::Ticked(ticked.clone());
                Some(self.valid(place, question, &draft).map_or_else(
                    || Sense::Refused(format!("Tick at least one, or skip {}.", self.how_to_skip())),
                    Sense::Answer,
                ))
            }
            Got::Typed(text) => Some(match self.refusal(question, text) {
                Some(why) => Sense::Refused(why),
                None => self
                    .valid(place, question, &Draft::Typed(text.clone()))
                    .map_or_else(|| Sense::Refused("Answer or skip.".to_owned()), Sense::Answer),
            }),
            Got::Confirmed(_) | Got::Command(_) | Got::Escaped(_) | Got::Expired(_) | Got::Gone(_) => None,
        }
    }

    /// Choices behind the options: "show me" and "next".
    fn beyond_options(&self, place: usize, question: &Question, asking: &Asking, at: usize) -> Sense {
        let options = match question.face {
            Face::Boolean => 2,
            Face::Single(_)
            | Face::Multiple(_)
            | Face::Text
            | Face::Number { .. }
            | Face::Order(_)
            | Face::Match { .. }
            | Face::Essay => self.parts(place).len(),
        };
        let mut ways_out = asking.extra.iter().filter(|word| self.way_out(**word, options).is_some());
        match at.checked_sub(options).and_then(|at| ways_out.nth(at)) {
            Some(CommandWord::ShowMe) => Sense::ShowMe,
            Some(CommandWord::Next) => Sense::Next,
            Some(_) | None => Sense::Refused("Answer or skip.".to_owned()),
        }
    }

    /// How one skips here, in brackets.
    fn how_to_skip(&self) -> &'static str {
        match self.room.prompter.manner() {
            Manner::Plain => "(`:skip` skips it)",
            Manner::Interactive => "(Esc opens the menu)",
        }
    }

    fn refusal(&self, question: &Question, text: &str) -> Option<String> {
        if text.trim().is_empty() {
            return Some(format!("Answer or skip {}.", self.how_to_skip()));
        }
        if text.len() > LONGEST_ANSWER {
            return Some(format!("That is longer than {} KiB; shorten it.", LONGEST_ANSWER / 1024));
        }
        if let Face::Number { unit } = &question.face
            && let Err(problem) = number::read(text, unit.as_deref())
        {
            return Some(pages::sentences(&[&problem.to_string(), &problem.help()]));
        }
        None
    }

    /// The answer that a draft makes, if it is a valid one.
    pub(super) fn valid(&self, place: usize, question: &Question, draft: &Draft) -> Option<Answer> {
        match (draft, &question.face) {
            (Draft::Ticked(ticked), Face::Multiple(options)) => {
                let parts = self.parts(place);
                let chosen: Vec<&PartId> = ticked.iter().filter_map(|&at| parts.get(at)).collect();
                let in_file_order: Vec<PartId> = options
                    .iter()
                    .filter(|option| chosen.contains(&&option.id))
                    .map(|option| option.id.clone())
                    .collect();
                (!in_file_order.is_empty()).then_some(Answer::Multiple(in_file_order))
            }
            (Draft::Typed(text), Face::Text | Face::Number { .. } | Face::Essay) => {
                let fits = self.refusal(question, text).is_none();
                fits.then(|| Answer::read(text, &question.face)).flatten()
            }
            (
                Draft::Nothing | Draft::Ticked(_) | Draft::Typed(_),
                Face::Single(_)
                | Face::Multiple(_)
                | Face::Boolean
                | Face::Text
                | Face::Number { .. }
                | Face::Order(_)
                | Face::Match { .. }
                | Face::Essay,
            ) => None,
        }
    }

    /// What stands in the prompt: the answer given before, if there is one.
    pub(super) fn standing(&self, place: usize, question: &Question) -> Standing {
        match &self.attempt.progress[place].answer {
            Some((answer, _)) if self.attempt.started.mode == Mode::Exam => {
                self.standing_of(place, question, answer)
            }
            Some(_) | None => Standing::default(),
        }
    }

    pub(super) fn standing_of(&self, place: usize, question: &Question, answer: &str) -> Standing {
        let at = |id: &PartId| self.parts(place).iter().position(|part| part == id);
        match Answer::read(answer, &question.face) {
            Some(Answer::Single(id)) => Standing { place: at(&id).unwrap_or(0), ..Standing::default() },
            Some(Answer::Multiple(ids)) => {
                Standing { ticked: ids.iter().filter_map(at).collect(), ..Standing::default() }
            }
            Some(Answer::Boolean(truth)) => {
                Standing { place: usize::from(truth == Truth::False), ..Standing::default() }
            }
            Some(Answer::Text(text) | Answer::Number(text) | Answer::Essay(text)) => {
                Standing { text, ..Standing::default() }
            }
            Some(Answer::Order(_) | Answer::Match(_)) | None => Standing::default(),
        }
    }
}
