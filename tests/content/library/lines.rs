//! The line numbers that texts name.

use std::collections::BTreeSet;

use regex::Regex;

use super::basis::ExamBasis;
use super::paper::{Asked, Paper};

impl ExamBasis {
    /// Every line that a text names is there, is the one that is meant, and has the code that stands
    /// beside its number.
    pub(crate) fn assert_lines(&self, paper: &Paper) {
        let mut left: BTreeSet<(&str, usize)> = self.lines.iter().map(|(id, n, _)| (*id, *n)).collect();
        assert_eq!(left.len(), self.lines.len(), "{}: a line is meant once", self.exam);
        for question in &paper.question {
            let id = question.id.as_str();
            for number in named(question) {
                let meant = self.lines.iter().find(|(of, n, _)| *of == id && *n == number);
                let (_, _, start) = meant.unwrap_or_else(|| panic!("{id}: which is line {number}?"));
                let mut lines = numbered(question, number);
                let is_meant = |line: &str| match line.trim() {
                    "" => start.is_empty(),
                    line => !start.is_empty() && line.starts_with(start),
                };
                assert!(lines.any(is_meant), "{id}: {number}: {start}");
                left.remove(&(id, number));
            }
            for (code, number) in beside(question) {
                let mut lines = numbered(question, number);
                assert!(lines.any(|line| line.contains(&code)), "{id}: no {code} in line {number}");
            }
        }
        assert!(left.is_empty(), "{}: no text names {left:?}", self.exam);
    }
}

/// The lines of that number, one of each snippet that is as long.
fn numbered(question: &Asked, number: usize) -> impl Iterator<Item = &str> {
    question.snippet.iter().filter_map(move |snippet| snippet.code.lines().nth(number - 1))
}

/// What is said of a question's snippets, a paragraph each.
fn said(question: &Asked) -> Vec<String> {
    let heads_ups = question.option.iter().map(|option| &option.heads_up);
    let own = [&question.prompt, &question.hint, &question.explanation, &question.follow_up];
    own.into_iter().chain(heads_ups).map(|text| on_one_line(text)).collect()
}

/// What is to be chosen or put in order: it may say what a line could be changed to.
fn offered(question: &Asked) -> Vec<String> {
    let options = question.option.iter().map(|option| &option.text);
    options.chain(question.entry.iter().map(|entry| &entry.text)).map(|text| on_one_line(text)).collect()
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn number(digits: &str) -> usize {
    digits.parse().expect("a small number")
}

/// The numbers of lines in a question's texts; `lines 2 to 4` names three.
fn named(question: &Asked) -> BTreeSet<usize> {
    let pattern = r"\b[Ll]ines? (\d+)((?:(?:, | to | and | or |-)\d+)*)";
    let named = Regex::new(pattern).expect("a valid pattern");
    let mut numbers = BTreeSet::new();
    for text in [said(question), offered(question)].concat() {
        for found in named.captures_iter(&text) {
            let first = number(&found[1]);
            let further: Vec<usize> =
                found[2].split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).map(number).collect();
            numbers.insert(first);
            numbers.extend(&further);
            if let (true, [last]) = (found[2].starts_with(" to ") || found[2].starts_with('-'), &further[..])
            {
                numbers.extend(first..*last);
            }
        }
    }
    numbers
}

/// Code in backticks with the line that it is said to be in: `` `x` in line 3``, ``line 3's `x` ``.
fn beside(question: &Asked) -> Vec<(String, usize)> {
    let before = Regex::new(r"`([^`]+)` (?:in|on|of|at) [Ll]ine (\d+)").expect("a valid pattern");
    let behind = Regex::new(r"[Ll]ine (\d+)(?:'s|,|:| with| \()+ ?`([^`]+)`").expect("a valid pattern");
    let mut found = Vec::new();
    for text in said(question) {
        found.extend(before.captures_iter(&text).map(|found| (found[1].to_owned(), number(&found[2]))));
        found.extend(behind.captures_iter(&text).map(|found| (found[2].to_owned(), number(&found[1]))));
    }
    found
}

#[test]
fn numbers_of_lines_and_the_code_beside_them_are_found() {
    let question: Asked = toml::from_str(
        "id = 'q'\ntopic = 't'\nlevel = 'junior'\nprompt = 'What does `x` in line 2 do?'\n\
         explanation = '''Lines 4 to 6 and line\n9, `y` there: `z` comes after line 11 or 12.'''\n",
    )
    .expect("a question");
    assert_eq!(named(&question).into_iter().collect::<Vec<_>>(), [2, 4, 5, 6, 9, 11, 12]);
    assert_eq!(beside(&question), [("x".to_owned(), 2), ("y".to_owned(), 9)]);
}
