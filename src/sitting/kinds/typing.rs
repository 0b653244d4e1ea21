//! `text` and `number`: a line.

use crate::exam::{Answer, Face};
use crate::render::sanitize;
use crate::scoring::number;
use crate::sitting::pages;
use crate::terminal::prompter::Manner;

use super::{Heard, LONGEST_ANSWER, Prompt, Sheet, Standing, Step};

impl Sheet<'_> {
    pub(super) fn line(&self, text: &str) -> Step {
        let unit = |unit: &Option<String>| {
            unit.as_ref().map(|unit| format!(", in {}", sanitize::line(unit))).unwrap_or_default()
        };
        let message = match (&self.question.face, self.manner) {
            (Face::Number { unit: of }, Manner::Interactive) => format!("Your answer, a number{}", unit(of)),
            (Face::Number { unit: of }, Manner::Plain) => {
                format!("Your answer, a number{} (? for help)", unit(of))
            }
            (_, Manner::Interactive) => "Your answer".to_owned(),
            (_, Manner::Plain) => "Your answer, in a line (? for help)".to_owned(),
        };
        Step { message, keys: self.keys("Enter answers"), prompt: Prompt::Line(text.to_owned()) }
    }

    pub(super) fn typed(&self, standing: &mut Standing, text: &str) -> Heard {
        *standing = Standing::Line(text.to_owned());
        match self.refusal(text) {
            Some(why) => Heard::Refused(why),
            None => self
                .line_answer(text)
                .map_or_else(|| Heard::Refused("Answer or skip.".to_owned()), Heard::Answer),
        }
    }

    /// The answer that a line is, if it is a valid one.
    pub(super) fn line_answer(&self, text: &str) -> Option<Answer> {
        let fits = self.refusal(text).is_none();
        fits.then(|| Answer::read(text, &self.question.face)).flatten()
    }

    fn refusal(&self, text: &str) -> Option<String> {
        if text.trim().is_empty() {
            return Some(format!("Answer or skip {}.", self.how_to_skip()));
        }
        if text.len() > LONGEST_ANSWER {
            return Some(format!("That is longer than {} KiB; shorten it.", LONGEST_ANSWER / 1024));
        }
        if let Face::Number { unit } = &self.question.face
            && let Err(problem) = number::read(text, unit.as_deref())
        {
            return Some(pages::sentences(&[&problem.to_string(), &problem.help()]));
        }
        None
    }
}
