//! What a plain line means. Pure: bytes in, an answer, a command, or what is wrong with it out.

use super::prompter::{Choice, Command, CommandWord, Got, Want};

/// The commands, as typed.
const WORDS: [(&str, CommandWord, &str); 10] = [
    (":skip", CommandWord::Skip, "leave it for now"),
    (":flag", CommandWord::Flag, "flag it and leave it for now"),
    (":back", CommandWord::Back, "go back one question"),
    (":unclear", CommandWord::Unclear, "`:unclear TEXT` says what is unclear; kept for the interviewer"),
    (":time", CommandWord::Time, "how much time is left"),
    (":hint", CommandWord::Hint, "a hint"),
    (":show", CommandWord::ShowMe, "show me the answer"),
    (":next", CommandWord::Next, "on to the next question"),
    (":submit", CommandWord::Submit, "hand in"),
    (":quit", CommandWord::Quit, "leave and resume later"),
];

/// What follows the message: what Enter alone means.
pub(super) fn default_sign(want: &Want<'_>) -> &'static str {
    match want {
        Want::Confirm { default: true } => " (Y/n)",
        Want::Confirm { default: false } => " (y/N)",
        Want::Choose { .. } | Want::Tick { .. } | Want::Line { .. } => "",
    }
}

/// What a line means where this is wanted; else what is wrong with it, in words for the person.
pub(super) fn understand(line: &[u8], want: &Want<'_>, commands: &[CommandWord]) -> Result<Got, String> {
    let Ok(line) = str::from_utf8(line) else {
        return Err("That line is not UTF-8 text; it was not taken.".to_owned());
    };
    if line.chars().any(|c| c.is_control() && c != '\t') {
        return Err("That line holds control characters; it was not taken.".to_owned());
    }
    let word = line.trim();
    if word == "?" {
        return Err(help(want, commands));
    }
    if word.starts_with(':') {
        return command(word, commands);
    }
    let literal = line.strip_prefix('\\').unwrap_or(line);
    match want {
        Want::Line { .. } => Ok(Got::Typed(literal.to_owned())),
        Want::Confirm { default } => match literal.trim().to_lowercase().as_str() {
            "" => Ok(Got::Confirmed(*default)),
            "y" | "yes" => Ok(Got::Confirmed(true)),
            "n" | "no" => Ok(Got::Confirmed(false)),
            _ => Err("Answer y or n.".to_owned()),
        },
        Want::Choose { choices, .. } => match one(literal.trim(), choices) {
            None if literal.trim().is_empty() && commands.contains(&CommandWord::Skip) => {
                Err("Answer or skip (`:skip`).".to_owned())
            }
            None => Err(format!("There is {}.", labels(choices))),
            Some(at) if choices[at].open => Ok(Got::Chosen(at)),
            Some(_) => Err("That one was tried; choose another.".to_owned()),
        },
        Want::Tick { choices, .. } => {
            let mut ticked = Vec::new();
            for label in literal.split([' ', '\t', ',']).filter(|label| !label.is_empty()) {
                match one(label, choices) {
                    Some(at) => ticked.push(at),
                    None => return Err(format!("There is {}.", labels(choices))),
                }
            }
            ticked.sort_unstable();
            ticked.dedup();
            Ok(Got::Ticked(ticked))
        }
    }
}

fn one(word: &str, choices: &[Choice<'_>]) -> Option<usize> {
    let same = |text: &str| text.to_lowercase() == word.to_lowercase();
    let by_label = choices.iter().position(|choice| same(choice.label));
    by_label.or_else(|| choices.iter().position(|choice| !word.is_empty() && same(choice.text)))
}

fn labels(choices: &[Choice<'_>]) -> String {
    let open: Vec<&str> = choices.iter().filter(|choice| choice.open).map(|choice| choice.label).collect();
    match open.as_slice() {
        [] => "nothing to choose".to_owned(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

fn command(word: &str, commands: &[CommandWord]) -> Result<Got, String> {
    let (name, rest) = word.split_once(char::is_whitespace).unwrap_or((word, ""));
    let known = WORDS.iter().find(|(text, _, _)| *text == name.to_lowercase());
    match known {
        Some((_, CommandWord::Unclear, _)) if commands.contains(&CommandWord::Unclear) => {
            if rest.trim().is_empty() {
                return Err("Say what is unclear: `:unclear TEXT`.".to_owned());
            }
            Ok(Got::Command(Command::Unclear(rest.trim().to_owned())))
        }
        Some((_, word, _)) if commands.contains(word) => Ok(Got::Command(Command::Plain(*word))),
        Some(_) | None => Err(format!(
            "No such command here. {}\nA leading \\ makes a line literal.",
            help_on_commands(commands)
        )),
    }
}

fn help_on_commands(commands: &[CommandWord]) -> String {
    if commands.is_empty() {
        return "There is none here; Ctrl-C leaves.".to_owned();
    }
    let open = WORDS.iter().filter(|(_, word, _)| commands.contains(word));
    let lines: Vec<String> = open.map(|(text, _, what)| format!("  {text:<9} {what}")).collect();
    format!("Commands:\n{}", lines.join("\n"))
}

fn help(want: &Want<'_>, commands: &[CommandWord]) -> String {
    let how = match want {
        Want::Choose { choices, .. } => {
            let lines: Vec<String> = choices
                .iter()
                .filter(|choice| choice.open)
                .map(|choice| format!("  {:<9} {}", choice.label, choice.text))
                .collect();
            format!("Answer with one of:\n{}", lines.join("\n"))
        }
        Want::Tick { choices, .. } => format!(
            "Answer with one or more letters, spaces between them: {}.",
            choices.iter().map(|choice| choice.label).collect::<Vec<_>>().join(" ")
        ),
        Want::Line { .. } => "Answer with a line of text; a leading \\ makes it literal.".to_owned(),
        Want::Confirm { .. } => "Answer y or n; an empty line takes the one in capitals.".to_owned(),
    };
    format!("{how}\n{}", help_on_commands(commands))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABC: [Choice<'static>; 3] = [
        Choice { label: "a", text: "first", open: true },
        Choice { label: "b", text: "second", open: false },
        Choice { label: "show", text: "show me", open: true },
    ];
    const CHOOSE: Want<'static> = Want::Choose { choices: &ABC, cursor: 0 };
    const TICK: Want<'static> = Want::Tick { choices: &ABC, ticked: &[] };
    const LINE: Want<'static> = Want::Line { draft: "" };
    const OPEN: [CommandWord; 3] = [CommandWord::Skip, CommandWord::Unclear, CommandWord::Quit];

    fn said(line: &str, want: &Want<'_>) -> Result<Got, String> {
        understand(line.as_bytes(), want, &OPEN)
    }

    #[test]
    fn letters_choose_and_tick() {
        assert_eq!(said(" A ", &CHOOSE), Ok(Got::Chosen(0)));
        assert_eq!(said("show me", &CHOOSE), Ok(Got::Chosen(2)));
        assert_eq!(said("b", &CHOOSE), Err("That one was tried; choose another.".to_owned()));
        assert_eq!(said("z", &CHOOSE), Err("There is a and show.".to_owned()));
        assert_eq!(said("", &CHOOSE), Err("Answer or skip (`:skip`).".to_owned()));
        assert_eq!(said("show, a a", &TICK), Ok(Got::Ticked(vec![0, 2])));
        assert_eq!(said("", &TICK), Ok(Got::Ticked(vec![])));
    }

    #[test]
    fn a_line_is_text_a_command_or_literal() {
        let typed = |text: &str| Ok(Got::Typed(text.to_owned()));
        assert_eq!(said(" as it is ", &LINE), typed(" as it is "));
        assert_eq!(said("\\:wq", &LINE), typed(":wq"));
        assert_eq!(said("\\\\x", &LINE), typed("\\x"));
        assert_eq!(said(":skip", &LINE), Ok(Got::Command(Command::Plain(CommandWord::Skip))));
        assert_eq!(said(":unclear  why? ", &LINE), Ok(Got::Command(Command::Unclear("why?".to_owned()))));
        assert!(said(":unclear", &LINE).is_err());
        assert!(said(":wq", &LINE).is_err_and(|why| why.contains(":skip") && why.contains("literal")));
        assert!(said(":back", &LINE).is_err());
        assert!(said("?", &LINE).is_err_and(|help| help.contains(":unclear TEXT")));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(understand(b"\xff", &LINE, &OPEN).is_err());
        assert!(said("a\0b", &LINE).is_err());
        assert!(said("\u{1b}[31m", &LINE).is_err());
        assert!(said("\u{9b}31m", &LINE).is_err());
    }

    #[test]
    fn yes_and_no_have_a_default() {
        let want = Want::Confirm { default: true };
        assert_eq!(said("", &want), Ok(Got::Confirmed(true)));
        assert_eq!(said("No", &want), Ok(Got::Confirmed(false)));
        assert!(said("perhaps", &want).is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(line: Vec<u8>) {
            for want in [CHOOSE, TICK, LINE, Want::Confirm { default: false }] {
                let _ = understand(&line, &want, &OPEN);
            }
        }
    }
}
