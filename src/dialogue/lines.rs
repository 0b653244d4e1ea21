//! A text of several lines, asked for line by line until a `.` alone.

use crate::authoring::asked::{Asked, Empty};
use crate::authoring::step::Given;
use crate::render::{sanitize, width};
use crate::terminal::prompter::{Draft, Got, Manner, Want};

use super::asking::{Answer, other};
use super::author::{Author, Stop};

/// What ends a text.
const END: &str = ".";

impl Author<'_> {
    /// Asks for a text of several lines. One that is there is kept as it is if wished, or gone through line by line.
    pub(super) fn lines(
        &mut self,
        asked: &Asked,
        current: &str,
        empty: Empty,
        again: bool,
    ) -> Result<Answer, Stop> {
        // Plain lines have no drafts: there a text is kept whole, or written anew.
        if !current.is_empty() && (!again || self.prompter.manner() == Manner::Plain) {
            self.show(&format!("{}:", asked.message));
            let shown: String = current.lines().map(|line| format!("  {}\n", sanitize::text(line))).collect();
            self.prompter.show(&shown);
            match self.ask(
                "Keep it as it is?",
                "Enter: yes, n: change it",
                Want::Confirm { default: true },
            )? {
                Got::Confirmed(true) => return Ok(Answer::Given(Given::Text(current.to_owned()))),
                Got::Confirmed(false) => {}
                got => return Ok(other(got)),
            }
        }
        let help = if asked.help.is_empty() { String::new() } else { format!(" ({})", asked.help) };
        self.show(&format!("{}{help}. Line by line; a `.` alone ends it.", asked.message));
        self.line_by_line(current, empty)
    }

    fn line_by_line(&mut self, current: &str, empty: Empty) -> Result<Answer, Stop> {
        let plain = self.prompter.manner() == Manner::Plain;
        let mut before: Vec<String> = if plain { Vec::new() } else { current.lines().map(literal).collect() };
        if !before.is_empty() {
            before.push(END.to_owned());
        }
        let mut lines: Vec<String> = Vec::new();
        loop {
            let number = lines.len();
            let message = if plain {
                (number + 1).to_string()
            } else {
                format!("{} │", width::pad_start(&(number + 1).to_string(), 2))
            };
            let draft = before.get(number).cloned().unwrap_or_default();
            let help = "Enter: the next line, . alone: done, Esc: menu";
            let want = Want::LineOfMany { draft: &draft };
            match self.ask(&message, help, want)? {
                Got::Typed(line) if line.is_empty() && lines.is_empty() && empty == Empty::NoText => {
                    return Ok(Answer::Given(Given::Text(String::new())));
                }
                Got::Typed(line) if line.trim_end() == END => {
                    return Ok(Answer::Given(Given::Text(whole(&lines))));
                }
                Got::Typed(line) => lines.push(meant(&line)),
                got => {
                    if let Got::Escaped(Draft::Typed(line)) = &got {
                        lines.push(meant(line));
                        lines.extend(
                            before
                                .iter()
                                .skip(lines.len())
                                .filter(|line| *line != END)
                                .map(|line| meant(line)),
                        );
                    }
                    let begun = whole(&lines);
                    return Ok(match other(got) {
                        Answer::Menu(_) => Answer::Menu(Some(begun)),
                        Answer::Back(_) => Answer::Back(Some(begun)),
                        given @ Answer::Given(_) => given,
                    });
                }
            }
        }
    }
}

/// A line of a text as it is typed: a single dot is no end with a backslash in front.
fn literal(line: &str) -> String {
    let special = line.trim_start_matches('\\') == END;
    if special { format!("\\{line}") } else { line.to_owned() }
}

/// A line as it was meant.
fn meant(line: &str) -> String {
    let special = line.starts_with('\\') && line.trim_start_matches('\\').trim_end() == END;
    line.strip_prefix('\\').filter(|_| special).unwrap_or(line).to_owned()
}

/// The text: without empty lines at its end.
fn whole(lines: &[String]) -> String {
    lines.join("\n").trim_end().to_owned()
}
