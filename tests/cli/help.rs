//! `examiner help`, and what every `--help` ends with.

use std::collections::BTreeSet;

use clap::{CommandFactory as _, Parser as _};
use examiner::cli::Cli;
use examiner::commands::help::TOPICS;
use examiner::exam::WarningName;
use examiner::exam::section::Section;
use examiner::exam::{Kind, Purpose, parse};
use examiner::render::{Look, reference};

use super::sandbox::{Sandbox, holds};
use crate::exam_files::{exam, fixtures};

fn source() -> &'static str {
    TOPICS.iter().find(|topic| topic.name == "format").expect("the topic").source
}

/// The examples that are exam files or parts of one.
fn examples() -> Vec<String> {
    let examples = reference::examples(source());
    examples.into_iter().filter(|example| !example.starts_with("#:schema")).collect()
}

#[test]
fn every_example_of_the_format_is_valid_alone_and_all_in_one_file() {
    let mut whole: Vec<String> = Vec::new();
    let mut kinds = BTreeSet::new();
    for example in examples() {
        if example.starts_with("format = 1") {
            whole.push(example);
            continue;
        }
        whole.last_mut().expect("a top comes first").push_str(&example);
        if example.contains("[[question]]") {
            // Without what stands above them, a snippet may not be used.
            let alone = example.replace("uses = [\"handler\"]\n", "");
            let alone = exam(&format!("format = 1\nid = \"x\"\ntitle = \"X\"\n{alone}"));
            kinds.extend(alone.questions.iter().map(|question| question.face.kind().word()));
        }
    }
    assert_eq!(whole.len(), 2, "a short exam, and one in pieces");
    exam(&whole[0]);
    let all = exam(&whole[1]);
    assert_eq!(kinds, Kind::ALL.into_iter().map(Kind::word).collect());
    assert!(all.questions.len() >= Kind::ALL.len() && !all.draws.is_empty() && !all.forms.is_empty());
}

#[test]
fn every_key_and_every_warning_is_named() {
    let words: BTreeSet<&str> =
        source().split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).collect();
    for section in Section::ALL {
        for key in section.keys() {
            assert!(words.contains(key), "`{key}` of {section:?} is named");
        }
    }
    for warning in WarningName::words() {
        assert!(words.contains(warning), "`{warning}` is named");
    }
}

#[test]
fn the_format_reads_well_from_60_to_100_columns() {
    for width in [60, 80, 100] {
        for line in reference::page(source(), Look::plain(width)).lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
    let ran = Sandbox::new().run(&["help", "format"], "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    holds(
        &ran.out,
        &["The exam file\n", "  [[question.option]]\n", "essay: free text", "#:schema ./exam.schema.json"],
    );
    let printed: Vec<&str> = ran.out.lines().map(str::trim).collect();
    for line in examples().iter().flat_map(|example| example.lines()) {
        assert!(printed.contains(&line.trim()), "{line}");
    }
}

#[test]
fn what_was_written_from_this_page_alone_is_valid() {
    let sandbox = Sandbox::new();
    for path in fixtures("written") {
        sandbox.write("written.toml", std::fs::read(&path).expect("an exam"));
        let exam = parse(&std::fs::read(&path).expect("an exam")).expect("valid");
        assert!(exam.questions.len() >= 10 && exam.purpose == Purpose::Exam, "{}", path.display());
        let ran = sandbox.run(&["check", "written.toml", "--short", "--deny", "warnings"], "");
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), "", ""), "{}", path.display());
    }
}

#[test]
fn an_example_that_is_not_valid_would_be_seen() {
    assert!(parse(examples().last().expect("an example").as_bytes()).is_err());
}

fn all(command: &clap::Command, path: &[String], found: &mut Vec<(Vec<String>, clap::Command)>) {
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let path: Vec<String> = path.iter().cloned().chain([sub.get_name().to_owned()]).collect();
        found.push((path.clone(), sub.clone()));
        all(sub, &path, found);
    }
}

/// A line as a shell would cut it, as far as these examples go.
fn words(line: &str) -> Vec<String> {
    let line = line.split([';', '|', '>']).next().unwrap_or_default();
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in line.trim().chars() {
        match character {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().expect("a word").push(character),
        }
    }
    words
}

#[test]
fn every_help_ends_with_two_or_three_examples_that_can_be_typed() {
    let mut found = Vec::new();
    all(&Cli::command(), &[], &mut found);
    assert!(found.len() > 12, "the commands were found");
    for (path, command) in found {
        let notes = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let examples: Vec<&str> = notes
            .rsplit_once("Examples:\n")
            .unwrap_or_else(|| panic!("{path:?} has examples"))
            .1
            .lines()
            .collect();
        assert!((2..=3).contains(&examples.len()), "{path:?}: {examples:?}");
        for example in examples {
            assert!(example.starts_with("  examiner "), "{path:?} ends with its examples: {example}");
            let words = words(example);
            assert_eq!(words[1..=path.len()], path, "{example}");
            if let Err(error) = Cli::try_parse_from(&words) {
                panic!("{example}: {error}");
            }
        }
    }
}

#[test]
fn help_of_a_command_is_what_its_help_option_prints() {
    let sandbox = Sandbox::new();
    for words in [vec!["take"], vec!["generate"], vec!["generate", "man"], vec![]] {
        let by_command = sandbox.run(&[&["help"], words.as_slice()].concat(), "");
        let by_option = sandbox.run(&[words.as_slice(), &["--help"]].concat(), "");
        assert_eq!((by_command.code, &by_command.out), (Some(0), &by_option.out), "{words:?}");
    }
}

#[test]
fn help_on_nothing_known_says_what_was_probably_meant() {
    let sandbox = Sandbox::new();
    for (words, message, help) in [
        (vec!["help", "fromat"], "no command or topic `fromat`", "did you mean `format`?"),
        (vec!["help", "Practise"], "no command or topic `Practise`", "did you mean `practice`?"),
        (vec!["help", "guessable"], "no command or topic `guessable`", "`examiner help check guessable`"),
        (vec!["help", "generate", "schemata"], "no command `schemata`", "did you mean `schema`?"),
        (vec!["help", "take", "x"], "no command `x`", "it has no commands of its own"),
        (vec!["help", "\u{1b}[2J"], "no command or topic `\\u{1b}[2J`", "there are `practice`"),
        (vec!["help", "__complete"], "no command or topic `__complete`", "there are `practice`"),
    ] {
        let ran = sandbox.run(&words, "");
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{words:?}");
        holds(&ran.words(), &[message, help]);
    }
}
