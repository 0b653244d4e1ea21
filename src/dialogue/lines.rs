//! A text of several lines, asked for line by line until a `.` alone. One that is there is kept, gone on with or written anew, and
//! never asked for again line by line.

use crate::authoring::asked::{Asked, Empty};
use crate::authoring::step::{Given, Step};
use crate::render::{sanitize, width};
use crate::terminal::prompter::{Command, CommandWord, Draft, Edit, Got, Manner, Want};

use super::asking::Answer;
use super::author::{Author, Stop};

/// What ends a text.
const END: &str = ".";

/// What is to be done with a text that is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Keep,
    GoOn,
    Anew,
    Edit,
}

/// A text in the making.
#[derive(Default)]
struct Begun {
    /// The lines that are finished.
    lines: Vec<String>,
    /// What stands in the next.
    half: String,
}

impl Author<'_> {
    /// Asks for a text of several lines. `again`: it was left in mid-text, and goes on there.
    pub(super) fn lines(
        &mut self,
        step: Step,
        asked: &Asked,
        current: &str,
        again: bool,
    ) -> Result<Answer, Stop> {
        if again {
            let begun = Begun::of(current);
            self.show_lines(&begun.lines);
            return self.line_by_line(step, asked, begun);
        }
        if current.trim().is_empty() {
            self.introduce(asked);
            return self.line_by_line(step, asked, Begun::default());
        }
        let mut text = current.trim_end().to_owned();
        loop {
            self.show(&format!("{}:", asked.message));
            self.prompter.show(&in_lines(&text));
            let way = match self.way()? {
                Ok(way) => way,
                Err(other) => return Ok(other),
            };
            match way {
                Way::Keep => return Ok(Answer::Given(Given::Text(text))),
                Way::GoOn => {
                    self.introduce(asked);
                    let lines = text.lines().map(str::to_owned).collect();
                    return self.line_by_line(step, asked, Begun { lines, half: String::new() });
                }
                Way::Anew => {
                    self.introduce(asked);
                    return self.line_by_line(step, asked, Begun::default());
                }
                Way::Edit => text = self.edited(step, &text)?,
            }
        }
    }

    fn introduce(&mut self, asked: &Asked) {
        let help = if asked.help.is_empty() { String::new() } else { format!(" ({})", asked.help) };
        self.show(&format!("{}{help}. Line by line; a `.` alone ends it.", asked.message));
    }

    /// What is to be done with the text that is there; or what is wanted instead.
    fn way(&mut self) -> Result<Result<Way, Answer>, Stop> {
        let mut ways = vec![
            (Way::Keep, "keep it as it is".to_owned()),
            (Way::GoOn, "write more lines below it".to_owned()),
            (Way::Anew, "write it anew".to_owned()),
        ];
        if let Some(editor) = self.prompter.editor() {
            ways.push((Way::Edit, format!("change it in {}", sanitize::line(editor))));
        }
        let texts: Vec<String> = ways.iter().map(|(_, text)| text.clone()).collect();
        let help = "a letter moves, Enter chooses, Esc: menu";
        Ok(match self.choice("Keep it as it is?", help, &texts, 0)? {
            Answer::Given(Given::Place(at)) => Ok(ways.get(at).map_or(Way::Keep, |(way, _)| *way)),
            other @ (Answer::Given(_) | Answer::Back(_) | Answer::Menu(_)) => Err(other),
        })
    }

    /// The text after it was in the author's editor.
    fn edited(&mut self, step: Step, text: &str) -> Result<String, Stop> {
        let file = match self.shelf.lay_out(text) {
            Ok(file) => file,
            Err(trouble) => {
                self.show(&format!("It can't be changed there: {}", sanitize::line(&trouble.to_string())));
                return Ok(text.to_owned());
            }
        };
        let got = self.prompter.edit(&Edit { file: &file, until_up_ms: None }).got;
        let saved = match self.shelf.take_in(&file) {
            Ok(saved) => saved.trim_end().to_owned(),
            Err(trouble) => {
                self.show(&format!("It stays as it was: {}", sanitize::line(&trouble.to_string())));
                text.to_owned()
            }
        };
        if let Got::Gone(_) = got {
            self.in_hand = Some((step, saved));
            return self.leave();
        }
        Ok(saved)
    }

    fn show_lines(&mut self, lines: &[String]) {
        if !lines.is_empty() {
            self.prompter.show(&in_lines(&lines.join("\n")));
        }
    }

    fn line_by_line(&mut self, step: Step, asked: &Asked, begun: Begun) -> Result<Answer, Stop> {
        let plain = self.prompter.manner() == Manner::Plain;
        let empty = asked.empty();
        let Begun { mut lines, mut half } = begun;
        loop {
            let number = (lines.len() + 1).to_string();
            let message = if plain { number } else { format!("{} │", width::pad_start(&number, 2)) };
            let draft = std::mem::take(&mut half);
            let help = "Enter: the next line, . alone: done, Esc: menu";
            // Whoever is gone leaves the lines that are finished.
            self.in_hand = Some((step, whole(&lines)));
            let got = self.ask(&message, help, Want::LineOfMany { draft: &draft })?;
            self.in_hand = None;
            let Got::Typed(line) = got else {
                if let Got::Escaped(Draft::Typed(line)) | Got::Expired(Draft::Typed(line)) = &got {
                    half.clone_from(line);
                }
                let begun = Begun { lines, half }.text();
                let is_back = got == Got::Command(Command::Plain(CommandWord::Back));
                return Ok(if is_back { Answer::Back(begun) } else { Answer::Menu(begun) });
            };
            let none = line.is_empty() && lines.is_empty() && empty == Empty::NoText;
            if none || line.trim_end() == END {
                return Ok(Answer::Given(Given::Text(whole(&lines))));
            }
            lines.push(meant(&line));
        }
    }
}

impl Begun {
    /// As [`Begun::text`] wrote it.
    fn of(text: &str) -> Self {
        match text.rsplit_once('\n') {
            Some((lines, half)) => {
                Self { lines: lines.split('\n').map(str::to_owned).collect(), half: half.to_owned() }
            }
            None => Self { lines: Vec::new(), half: text.to_owned() },
        }
    }

    /// All of it: each finished line with its end. Nothing if nothing is there.
    fn text(&self) -> Option<String> {
        let lines: String = self.lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
        Some(lines + &self.half).filter(|text| !text.is_empty())
    }
}

/// The lines of a text, set in.
fn in_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("  {}", sanitize::text(line))).collect();
    lines.join("\n")
}

/// A line as it was meant: a single dot is no end with a backslash in front.
fn meant(line: &str) -> String {
    let special = line.starts_with('\\') && line.trim_start_matches('\\').trim_end() == END;
    line.strip_prefix('\\').filter(|_| special).unwrap_or(line).to_owned()
}

/// The text: without empty lines at its end.
fn whole(lines: &[String]) -> String {
    lines.join("\n").trim_end().to_owned()
}
