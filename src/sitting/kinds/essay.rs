//! `essay`: a text in the candidate's own editor, or line by line.

use crate::exam::Answer;
use crate::render::{plural, sanitize};
use crate::sitting::pages;
use crate::terminal::prompter::Manner;

use super::{Heard, LONGEST_ANSWER, Prompt, Sheet, Step, open};

/// A text so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::sitting) struct Written {
    /// What is written.
    text: String,
    /// The line that is being typed.
    line: String,
    doing: Doing,
}

/// What is being done about the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Doing {
    /// It is asked what to do; where there is nothing to choose, lines are typed.
    #[default]
    Asking,
    /// Lines are added.
    Typing,
    /// It is open in the editor.
    Editing,
}

impl Written {
    /// A text from before.
    pub(in crate::sitting) fn of(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// The text with the line that is being typed.
    pub(in crate::sitting) fn text(&self) -> String {
        let mut text = self.text.clone();
        if !self.line.is_empty() {
            add_line(&mut text, &self.line);
        }
        text
    }

    pub(super) fn drafted(&mut self, text: &str) {
        match self.doing {
            Doing::Editing => {
                text.clone_into(&mut self.text);
                self.doing = Doing::Asking;
            }
            Doing::Asking | Doing::Typing => {
                text.clone_into(&mut self.line);
            }
        }
    }

    /// The text as an answer, if anything is written; of one that is too long as much as there is room for.
    pub(super) fn answer(&self) -> Option<Answer> {
        let text = self.text();
        let text = text.trim_end();
        let most = (0..=LONGEST_ANSWER.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
        let text = text[..most.unwrap_or_default()].trim_end();
        (!text.trim().is_empty()).then(|| Answer::Essay(text.to_owned()))
    }

    fn is_too_long(&self) -> bool {
        self.text().trim_end().len() > LONGEST_ANSWER
    }

    fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Adds a line to a text, whose last line may lack its end.
fn add_line(text: &mut String, line: &str) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(line);
}

impl Sheet<'_> {
    pub(super) fn write(&self, written: &Written) -> Step {
        if self.manner == Manner::Plain {
            let message = if written.text.is_empty() {
                "Your text, line by line; a line `.` ends it (? for help)"
            } else {
                "…"
            };
            return Step {
                message: message.to_owned(),
                keys: String::new(),
                prompt: Prompt::LineOfMany(written.line.clone()),
            };
        }
        let asks = written.doing == Doing::Asking && (self.editor.is_some() || !written.is_empty());
        match written.doing {
            Doing::Editing => Step {
                message: "Your text".to_owned(),
                keys: String::new(),
                prompt: Prompt::Editor(written.text.clone()),
            },
            Doing::Asking if asks => self.about(written),
            Doing::Asking | Doing::Typing => Step {
                message: if written.is_empty() { "Your text" } else { "…" }.to_owned(),
                keys: self.keys("Enter: next line, a line `.` ends it"),
                prompt: Prompt::LineOfMany(written.line.clone()),
            },
        }
    }

    /// What can be done about the text as it is.
    fn about(&self, written: &Written) -> Step {
        let editor = self.editor.map(sanitize::line);
        let (message, mut choices) = if written.is_empty() {
            ("Your text".to_owned(), Vec::new())
        } else {
            let words = plural::count(written.text.split_whitespace().count(), "word");
            (format!("Your text, {words}"), vec![open("k", self.keep_it())])
        };
        if let Some(editor) = &editor {
            choices.push(open("e", format!("write it in {editor}")));
        }
        choices.push(open("t", if written.is_empty() { "type it here" } else { "type more lines here" }));
        if !written.is_empty() {
            choices.push(open("n", "throw it away and begin anew"));
        }
        Step { message, keys: self.keys("a letter moves, Enter does it"), prompt: Prompt::Choose(choices, 0) }
    }

    pub(super) fn about_text(&self, written: &mut Written, at: usize) -> Heard {
        let Step { prompt: Prompt::Choose(choices, _), .. } = self.about(written) else { return Heard::More };
        match choices.get(at).map(|choice| choice.key.as_str()) {
            Some("k") => return self.hand_in(written),
            Some("e") => written.doing = Doing::Editing,
            Some("t") => written.doing = Doing::Typing,
            Some("n") => *written = Written::default(),
            Some(_) | None => {}
        }
        Heard::More
    }

    /// A line of the text, or all of it from the editor.
    pub(super) fn written(&self, written: &mut Written, text: &str) -> Heard {
        if written.doing == Doing::Editing {
            *written = Written::of(text.to_owned());
            return Heard::More;
        }
        written.line.clear();
        if text == "." {
            written.doing = Doing::Asking;
            return if self.manner == Manner::Plain || self.editor.is_none() {
                self.hand_in(written)
            } else {
                Heard::More
            };
        }
        written.doing = Doing::Typing;
        add_line(&mut written.text, text);
        written.text.push('\n');
        Heard::More
    }

    fn hand_in(&self, written: &mut Written) -> Heard {
        if written.is_too_long() {
            let why = format!("that is longer than {} KiB: shorten it", LONGEST_ANSWER / 1024);
            return Heard::Refused(pages::sentences(&[&why]));
        }
        match written.answer() {
            Some(answer) => Heard::Answer(answer),
            None => Heard::Refused(format!("Answer or skip {}.", self.how_to_skip())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_text_that_is_too_long_what_fits_is_the_answer_when_time_ends() {
        let written = Written::of(format!("a{}", "é".repeat(LONGEST_ANSWER)));
        assert!(written.is_too_long());
        let Some(Answer::Essay(text)) = written.answer() else { panic!("an answer") };
        assert!(text.len() == LONGEST_ANSWER - 1 && text.ends_with('é'), "{}", text.len());
        assert_eq!(Written::of(" \n".to_owned()).answer(), None);
    }
}
