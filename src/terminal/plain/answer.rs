//! A line → what it answers. Pure.

use super::super::prompter::{Ask, Choice, Command, CommandWord, Draft, Got, Want};

/// What a line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// It answers.
    Got(Got),
    /// It is not taken; the text says why and what is.
    Refused(String),
    /// It asks for help, which is this.
    Help(String),
}

/// Every command: its name, and what it does.
const COMMANDS: [(CommandWord, &str, &str); 10] = [
    (CommandWord::Skip, ":skip", "leave this question for now"),
    (CommandWord::Flag, ":flag", "flag it to come back to, and leave it for now"),
    (CommandWord::Back, ":back", "go back to what was asked before"),
    (CommandWord::Unclear, ":unclear TEXT", "say what is unclear about this question"),
    (CommandWord::Time, ":time", "how much time is left"),
    (CommandWord::Hint, ":hint", "a hint"),
    (CommandWord::ShowMe, ":show", "show the answer"),
    (CommandWord::Next, ":next", "go on to the next question"),
    (CommandWord::Submit, ":submit", "hand in"),
    (CommandWord::Quit, ":quit", "leave, to resume later"),
];

/// The name alone, without what follows it.
fn name(usage: &str) -> &str {
    usage.split(' ').next().unwrap_or(usage)
}

/// What the line means as an answer to this.
pub(super) fn hear(line: &str, ask: &Ask<'_>) -> Heard {
    let trimmed = line.trim();
    if let Want::LineOfMany { .. } = ask.want
        && !is_special(trimmed, ask)
    {
        let literal = line.starts_with('\\') && is_special(trimmed.trim_start_matches('\\'), ask);
        return Heard::Got(Got::Typed(
            line.strip_prefix('\\').filter(|_| literal).unwrap_or(line).to_owned(),
        ));
    }
    if trimmed == "?" {
        return Heard::Help(help(ask));
    }
    if let Some(command) = trimmed.strip_prefix(':') {
        return self::command(command, ask);
    }
    let answer = match ask.want {
        Want::Line { .. } | Want::LineOfMany { .. } => {
            Ok(Got::Typed(line.strip_prefix('\\').unwrap_or(line).to_owned()))
        }
        Want::Choose { choices, .. } => choose(trimmed, choices),
        Want::Tick { choices, .. } => tick(trimmed, choices).map(Got::Ticked),
        Want::Confirm { default } => confirm(trimmed, default),
    };
    answer.map_or_else(Heard::Refused, Heard::Got)
}

/// Whether a line of a text is none, but asks for something.
fn is_special(line: &str, ask: &Ask<'_>) -> bool {
    let asks = |usage: &'static str| {
        let takes_more = usage != name(usage);
        let first = line.split_whitespace().next().unwrap_or(line);
        line == name(usage) || (takes_more && first == name(usage))
    };
    line == "?" || open_commands(ask).any(|(usage, _)| asks(usage))
}

/// What the beginning of a line counts for when the time is over.
pub(super) fn draft(partial: Option<&str>, ask: &Ask<'_>) -> Draft {
    let said = partial.filter(|partial| !partial.trim().is_empty()).map(|partial| hear(partial, ask));
    match (said, ask.want) {
        (Some(Heard::Got(Got::Typed(text))), _) => Draft::Typed(text),
        (Some(Heard::Got(Got::Ticked(places))), _) => Draft::Ticked(places),
        (_, Want::Line { draft } | Want::LineOfMany { draft }) => Draft::Typed(draft.to_owned()),
        (_, Want::Tick { ticked, .. }) => Draft::Ticked(ticked.to_vec()),
        (_, Want::Choose { .. } | Want::Confirm { .. }) => Draft::Nothing,
    }
}

fn command(text: &str, ask: &Ask<'_>) -> Heard {
    let (word, argument) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let argument = argument.trim();
    let known = COMMANDS.iter().find(|(_, usage, _)| name(usage).trim_start_matches(':') == word);
    match known {
        Some((CommandWord::Unclear, usage, _))
            if ask.commands.contains(&CommandWord::Unclear) && argument.is_empty() =>
        {
            Heard::Refused(format!("say what is unclear, as `{usage}`"))
        }
        Some((CommandWord::Unclear, ..)) if ask.commands.contains(&CommandWord::Unclear) => {
            Heard::Got(Got::Command(Command::Unclear(argument.to_owned())))
        }
        Some((command, ..)) if ask.commands.contains(command) && argument.is_empty() => {
            Heard::Got(Got::Command(Command::Plain(*command)))
        }
        Some((command, usage, _)) if ask.commands.contains(command) => {
            Heard::Refused(format!("`{usage}` takes nothing after it"))
        }
        Some((_, usage, _)) => {
            Heard::Refused(format!("`{}` is not possible here: {}", name(usage), possible(ask)))
        }
        None => {
            let literal = match ask.want {
                Want::Line { .. } | Want::LineOfMany { .. } => {
                    format!("; to answer with this text, write `\\:{text}`")
                }
                Want::Choose { .. } | Want::Tick { .. } | Want::Confirm { .. } => String::new(),
            };
            Heard::Refused(format!("no such command: {}{literal}", possible(ask)))
        }
    }
}

fn open_commands<'a>(ask: &'a Ask<'_>) -> impl Iterator<Item = (&'static str, &'static str)> + 'a {
    COMMANDS
        .iter()
        .filter(|(command, ..)| ask.commands.contains(command))
        .map(|(_, usage, does)| (*usage, *does))
}

fn possible(ask: &Ask<'_>) -> String {
    let names: Vec<_> = open_commands(ask).map(|(usage, _)| format!("`{}`", name(usage))).collect();
    if names.is_empty() {
        String::from("an answer is asked for")
    } else {
        format!("possible are {}", names.join(", "))
    }
}

fn choose(line: &str, choices: &[Choice<'_>]) -> Result<Got, String> {
    let mut words = line.split_whitespace();
    match (words.next(), words.next()) {
        (None, _) => Err(format!("nothing answered: expected {}", letters(choices))),
        (Some(word), None) => place(word, choices).map(Got::Chosen),
        (Some(_), Some(_)) => Err(format!("too much: expected one of {}", letters(choices))),
    }
}

fn tick(line: &str, choices: &[Choice<'_>]) -> Result<Vec<usize>, String> {
    let words = line.split(|character: char| character.is_whitespace() || character == ',');
    let places = words.filter(|word| !word.is_empty()).map(|word| place(word, choices));
    let mut places = places.collect::<Result<Vec<_>, _>>()?;
    places.sort_unstable();
    places.dedup();
    Ok(places)
}

fn place(word: &str, choices: &[Choice<'_>]) -> Result<usize, String> {
    let wanted = word.to_lowercase();
    let named = |choice: &Choice<'_>| choice.label.to_lowercase() == wanted;
    // A word that is all of a choice says it as well as its letter.
    let said = |choice: &Choice<'_>| wanted.chars().count() > 1 && choice.text.to_lowercase() == wanted;
    match choices.iter().position(named).or_else(|| choices.iter().position(said)) {
        Some(place) if choices.get(place).is_some_and(|choice| choice.open) => Ok(place),
        Some(_) => Err(format!("`{wanted}` was tried: expected {}", letters(choices))),
        None => Err(format!("no such letter: expected {}", letters(choices))),
    }
}

/// The letters that can be chosen.
fn letters(choices: &[Choice<'_>]) -> String {
    let open: Vec<_> = choices.iter().filter(|choice| choice.open).map(|choice| choice.label).collect();
    match open.as_slice() {
        [] => String::from("nothing"),
        [only] => (*only).to_owned(),
        [first, .., last] if open.len() == choices.len() && open.len() > 4 => format!("{first} to {last}"),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

fn confirm(line: &str, default: bool) -> Result<Got, String> {
    match line.to_lowercase().as_str() {
        "" => Ok(Got::Confirmed(default)),
        "y" | "yes" => Ok(Got::Confirmed(true)),
        "n" | "no" => Ok(Got::Confirmed(false)),
        _ => Err(String::from("expected `y` or `n`")),
    }
}

/// How to answer, and the commands open here.
fn help(ask: &Ask<'_>) -> String {
    let how = match ask.want {
        Want::LineOfMany { .. } => String::from(
            "A line of the text, as it is. A `\\` in front makes `?` or a command a line of the text.",
        ),
        Want::Line { .. } => String::from(
            "A line answers. A `\\` in front makes a line literal: `\\:time` is the text `:time`.",
        ),
        Want::Choose { choices, .. } => format!("A letter answers: {}.", letters(choices)),
        Want::Tick { choices, .. } => {
            format!("Letters answer, with spaces between, as `a c`: {}.", letters(choices))
        }
        Want::Confirm { default: true } => String::from("`y` or `n`; an empty line is `y`."),
        Want::Confirm { default: false } => String::from("`y` or `n`; an empty line is `n`."),
    };
    let commands: Vec<_> = open_commands(ask).collect();
    let width = commands.iter().map(|(usage, _)| usage.len()).max().unwrap_or(0);
    let commands = commands.iter().map(|(usage, does)| format!("\n  {usage:width$}  {does}"));
    how + &commands.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: &[CommandWord] = &[CommandWord::Skip, CommandWord::Unclear];

    fn ask(want: Want<'_>) -> Ask<'_> {
        Ask { message: "Your answer", help: "", want, until_up_ms: None, bells_up_ms: &[], commands: OPEN }
    }

    fn choices(labels: &str, tried: char) -> Vec<(String, bool)> {
        labels.chars().map(|label| (label.to_string(), label != tried)).collect()
    }

    fn hear_choices(line: &str, several: bool) -> Heard {
        let labels = choices("abcd", 'b');
        let choices: Vec<_> =
            labels.iter().map(|(label, open)| Choice { label, text: "", open: *open }).collect();
        let want = if several {
            Want::Tick { choices: &choices, ticked: &[] }
        } else {
            Want::Choose { choices: &choices, cursor: 0 }
        };
        hear(line, &ask(want))
    }

    fn hear_line(line: &str) -> Heard {
        hear(line, &ask(Want::Line { draft: "" }))
    }

    fn refused(heard: Heard) -> String {
        let Heard::Refused(why) = heard else { panic!("taken: {heard:?}") };
        why
    }

    #[test]
    fn a_letter_chooses() {
        assert_eq!(hear_choices(" C ", false), Heard::Got(Got::Chosen(2)));
        assert_eq!(refused(hear_choices("", false)), "nothing answered: expected a, c or d");
        assert_eq!(refused(hear_choices("x", false)), "no such letter: expected a, c or d");
        assert_eq!(refused(hear_choices("b", false)), "`b` was tried: expected a, c or d");
        assert_eq!(refused(hear_choices("a c", false)), "too much: expected one of a, c or d");
    }

    #[test]
    fn letters_tick() {
        assert_eq!(hear_choices("d a  d", true), Heard::Got(Got::Ticked(vec![0, 3])));
        assert_eq!(hear_choices("c, a", true), Heard::Got(Got::Ticked(vec![0, 2])));
        assert_eq!(hear_choices(" ", true), Heard::Got(Got::Ticked(vec![])));
        assert_eq!(refused(hear_choices("ac", true)), "no such letter: expected a, c or d");
        assert_eq!(refused(hear_choices("a b", true)), "`b` was tried: expected a, c or d");
    }

    #[test]
    fn text_is_taken_as_it_is() {
        let typed = |text: &str| Heard::Got(Got::Typed(text.to_owned()));
        assert_eq!(hear_line(" two  spaces "), typed(" two  spaces "));
        assert_eq!(hear_line(""), typed(""));
        assert_eq!(hear_line("\\:wq"), typed(":wq"));
        assert_eq!(hear_line("\\?"), typed("?"));
        assert_eq!(hear_line("\\\\x"), typed("\\x"));
        assert_eq!(
            refused(hear_line(":wq")),
            "no such command: possible are `:skip`, `:unclear`; to answer with this text, write `\\:wq`"
        );
    }

    #[test]
    fn a_line_of_several_is_taken_as_it_is_unless_it_is_a_command() {
        let hear = |line: &str| hear(line, &ask(Want::LineOfMany { draft: "" }));
        let typed = |text: &str| Heard::Got(Got::Typed(text.to_owned()));
        for line in ["    indented", "\\frac", "", ":set number", "\\:wq", "a ?", "\\."] {
            assert_eq!(hear(line), typed(line));
        }
        assert_eq!(hear("\\?"), typed("?"));
        assert_eq!(hear("\\\\:skip"), typed("\\:skip"));
        assert_eq!(hear(":skip"), Heard::Got(Got::Command(Command::Plain(CommandWord::Skip))));
        assert_eq!(hear(":skip it"), typed(":skip it"));
        assert_eq!(hear(":unclear why"), Heard::Got(Got::Command(Command::Unclear("why".into()))));
        assert_eq!(hear("\\:unclear why"), typed(":unclear why"));
        assert!(matches!(hear("?"), Heard::Help(_)));
    }

    #[test]
    fn only_the_commands_of_this_place_are_possible() {
        assert_eq!(hear_line(":skip"), Heard::Got(Got::Command(Command::Plain(CommandWord::Skip))));
        assert_eq!(
            hear_line(":unclear what is `x`?"),
            Heard::Got(Got::Command(Command::Unclear("what is `x`?".into())))
        );
        assert_eq!(refused(hear_choices(":unclear", false)), "say what is unclear, as `:unclear TEXT`");
        assert_eq!(
            refused(hear_line(":back")),
            "`:back` is not possible here: possible are `:skip`, `:unclear`"
        );
        assert_eq!(refused(hear_line(":skip it")), "`:skip` takes nothing after it");
        let bare = Ask { commands: &[], ..ask(Want::Confirm { default: true }) };
        assert_eq!(refused(hear(":quit", &bare)), "`:quit` is not possible here: an answer is asked for");
    }

    #[test]
    fn yes_and_no() {
        let hear = |line: &str| hear(line, &ask(Want::Confirm { default: true }));
        assert_eq!(hear(""), Heard::Got(Got::Confirmed(true)));
        assert_eq!(hear("No"), Heard::Got(Got::Confirmed(false)));
        assert_eq!(hear("maybe"), Heard::Refused("expected `y` or `n`".into()));
    }

    #[test]
    fn help_lists_what_is_possible() {
        let Heard::Help(help) = hear_line("?") else { panic!() };
        assert_eq!(
            help,
            "A line answers. A `\\` in front makes a line literal: `\\:time` is the text `:time`.\n  \
             :skip          leave this question for now\n  \
             :unclear TEXT  say what is unclear about this question"
        );
    }

    #[test]
    fn half_a_line_counts_if_it_is_an_answer() {
        assert_eq!(draft(Some("half"), &ask(Want::Line { draft: "old" })), Draft::Typed("half".into()));
        assert_eq!(draft(Some(":sk"), &ask(Want::Line { draft: "old" })), Draft::Typed("old".into()));
        assert_eq!(draft(None, &ask(Want::Line { draft: "old" })), Draft::Typed("old".into()));
        let choices = [Choice { label: "a", text: "", open: true }];
        assert_eq!(
            draft(Some("a"), &ask(Want::Tick { choices: &choices, ticked: &[] })),
            Draft::Ticked(vec![0])
        );
        assert_eq!(draft(Some("a"), &ask(Want::Choose { choices: &choices, cursor: 0 })), Draft::Nothing);
    }
}
