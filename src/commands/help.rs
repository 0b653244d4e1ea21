//! `examiner help`: topics, all on a command, and warnings of `check`.

use super::cannot_write;
use super::likeness::nearest;
use crate::cli::help::Help;
use crate::cli::pages::{self, Unknown};
use crate::context::Context;
use crate::exam::WarningName;
use crate::failure::{Failure, Kind};
use crate::render::diagnostic::explained;
use crate::render::{reference, sanitize};

/// Something to read that is no command.
pub struct Topic {
    /// Its name.
    pub name: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// Its text, as [`mod@reference`] reads it.
    pub source: &'static str,
}

/// All of them.
pub const TOPICS: &[Topic] = &[
    Topic {
        name: "format",
        about: "How an exam file is written, with an example of each kind",
        source: include_str!("help/format.txt"),
    },
    Topic {
        name: "levels",
        about: "How to read a level: shown, open, not yet, mixed; and how the numbers are made",
        source: include_str!("help/levels.txt"),
    },
];

/// Runs `help`.
pub fn run(asked: &Help, context: &mut Context) -> Result<(), Failure> {
    let words: Vec<&str> = asked.what.iter().map(String::as_str).collect();
    let text = match words.as_slice() {
        [name] if topic(name).is_some() => {
            topic(name).map(|topic| reference::page(topic.source, context.out_look)).unwrap_or_default()
        }
        ["check", name] => warning(name, context)?,
        _ => pages::help(&words, context.out_look.color)
            .map_err(|unknown| if words.len() == 1 { no_topic(unknown) } else { no_command(&unknown) })?,
    };
    context.print(&text).map_err(|error| cannot_write(&error))
}

fn warning(word: &str, context: &Context) -> Result<String, Failure> {
    let Some(name) = WarningName::from_word(word) else {
        let help = match nearest(word, WarningName::words().into_iter()) {
            Some(near) => format!("did you mean `{near}`? `examiner help check` lists all"),
            None => "`examiner help check` lists all".to_owned(),
        };
        let message = format!("no warning is called `{}`", sanitize::line(word));
        return Err(Failure::new(Kind::CommandLine, message, help));
    };
    Ok(explained::text(name, context.out_look))
}

fn topic(name: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.name == name)
}

fn no_topic(mut unknown: Unknown) -> Failure {
    if let Some(name) = WarningName::from_word(&unknown.word) {
        let message = format!("no command or topic `{}`", name.word());
        let help = format!("it is a warning of `check`: `examiner help check {}`", name.word());
        return Failure::new(Kind::CommandLine, message, help);
    }
    unknown.known.extend(TOPICS.iter().map(|topic| topic.name.to_owned()));
    refused("command or topic", &unknown)
}

/// What is said of a word that is no command.
pub fn no_command(unknown: &Unknown) -> Failure {
    refused("command", unknown)
}

fn refused(what: &str, unknown: &Unknown) -> Failure {
    let message = format!("no {what} `{}`", sanitize::line(&unknown.word));
    let help = match nearest(&unknown.word, unknown.known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if unknown.known.is_empty() => "it has no commands of its own; leave the word out".to_owned(),
        None => {
            let known: Vec<String> = unknown.known.iter().map(|name| format!("`{name}`")).collect();
            format!("there are {}", known.join(", "))
        }
    };
    Failure::new(Kind::CommandLine, message, help)
}
