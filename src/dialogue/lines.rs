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
            let shown: Vec<String> =
                current.lines().map(|line| format!("  {}", sanitize::text(line))).collect();
            self.prompter.show(&shown.join("\n"));
            let keep = Want::Confirm { default: true };
            let got = self.ask("Keep it as it is?", "Enter: yes, n: change it", keep)?;
            let Got::Confirmed(keep) = got else { return Ok(other(got)) };
            if keep {
                return Ok(Answer::Given(Given::Text(current.to_owned())));
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
            let number = (lines.len() + 1).to_string();
            let message = if plain { number } else { format!("{} │", width::pad_start(&number, 2)) };
            let draft = before.get(lines.len()).cloned().unwrap_or_default();
            let help = "Enter: the next line, . alone: done, Esc: menu";
            let got = self.ask(&message, help, Want::LineOfMany { draft: &draft })?;
            let Got::Typed(line) = got else {
                if let Got::Escaped(Draft::Typed(line)) = &got {
                    lines.push(meant(line));
                    let rest = before.iter().skip(lines.len()).filter(|line| *line != END);
                    lines.extend(rest.map(|line| meant(line)));
                }
                return Ok(begun(got, &lines));
            };
            let none = line.is_empty() && lines.is_empty() && empty == Empty::NoText;
            if none || line.trim_end() == END {
                return Ok(Answer::Given(Given::Text(whole(&lines))));
            }
            lines.push(meant(&line));
        }
    }
}

/// What came back in mid-text, with what there was of it.
fn begun(got: Got, lines: &[String]) -> Answer {
    match other(got) {
        Answer::Menu(_) => Answer::Menu(Some(whole(lines))),
        Answer::Back(_) => Answer::Back(Some(whole(lines))),
        given @ Answer::Given(_) => given,
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
