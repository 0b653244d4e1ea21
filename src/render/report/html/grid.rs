//! Questions over candidates: what became of each, at one look.

use std::ops::Range;

use maud::{Markup, html};

use crate::exam::Kind;
use crate::report::group::standing;
use crate::report::model::CandidateFigures;
use crate::report::outcomes::{Grid, Made, Over, Sitting};
use crate::scoring::Outcome;

use super::super::super::page::{name, scrolled, shortened, within};
use super::super::super::{markdown, sanitize};
use super::super::levels;
use super::Shown;

/// In more cells than these what was chosen is told by its letter alone: words for each would make the file large.
const MOST_IN_WORDS: usize = 3000;
/// In so many columns a grid fits a screen, and a sheet of paper.
const MOST_COLUMNS: usize = 36;
/// A choice's words on hover take no more columns than these.
const LONGEST: usize = 60;

/// What stands in a cell: a sign, its class, and the word for it.
pub(super) const fn sign(made: Made) -> (&'static str, &'static str, &'static str) {
    match made {
        Made::NotAsked => ("", "x", "not asked"),
        Made::Dropped => ("∕", "d", "taken out, counts for nobody"),
        Made::Was(Outcome::Correct) => ("●", "r", "right"),
        Made::Was(Outcome::Partial) => ("◐", "p", "partly right"),
        Made::Was(Outcome::Incorrect) => ("✕", "w", "wrong"),
        Made::Was(Outcome::Unanswered) => ("–", "u", "not answered"),
        Made::Was(Outcome::TimedOut) => ("T", "t", "time ended, not answered"),
        Made::Was(Outcome::Ungraded) => ("?", "g", "waits for a mark"),
    }
}

/// The grid with what its signs mean.
pub(super) fn section(shown: &Shown<'_>, grid: &Grid) -> Markup {
    let letters: Vec<Vec<Option<&str>>> = grid.questions.iter().map(letters).collect();
    let in_words = grid.questions.len() * grid.sittings.len() <= MOST_IN_WORDS;
    let chosen: Vec<Vec<String>> =
        grid.questions.iter().map(|question| if in_words { chosen(question) } else { Vec::new() }).collect();
    let all = 0..grid.questions.len();
    let blocks: Vec<Range<usize>> =
        all.clone().step_by(MOST_COLUMNS).map(|from| from..(from + MOST_COLUMNS).min(all.end)).collect();
    html! {
        (legend(grid, &letters))
        @for block in &blocks { (self::block(shown, grid, &letters, &chosen, block, blocks.len() > 1)) }
    }
}

/// Some questions over all candidates.
fn block(
    shown: &Shown<'_>,
    grid: &Grid,
    letters: &[Vec<Option<&str>>],
    chosen: &[Vec<String>],
    block: &Range<usize>,
    is_part: bool,
) -> Markup {
    let id = format!("grid{}", block.start);
    let table = html! {
        table.who.grid {
            caption id=(shown.id(&id)) {
                "Each row is a candidate, each column a question, as numbered below"
                @if is_part { ": " (block.start + 1) "–" (block.end) }
            }
            thead { (levels_row(&grid.questions[block.clone()])) (numbers(shown, grid, block)) }
            @for (group, sittings) in groups(shown, grid) {
                tbody {
                    @if let Some(group) = group {
                        tr.group { th scope="rowgroup" colspan=(block.len() + 1) { span { (group) } } }
                    }
                    @for &place in &sittings {
                        tr {
                            th scope="row" { (who(shown, grid.sittings[place])) }
                            @for at in block.clone() { (cell(shown, grid, letters, chosen, at, place)) }
                        }
                    }
                }
            }
            tbody { (right(grid, block)) }
        }
    };
    scrolled(&shown.labels(&id), &table)
}

fn cell(
    shown: &Shown<'_>,
    grid: &Grid,
    letters: &[Vec<Option<&str>>],
    chosen: &[Vec<String>],
    at: usize,
    place: usize,
) -> Markup {
    let (sign, class, word) = sign(grid.questions[at].made[place]);
    let class = if is_first(grid, at) { format!("{class} f") } else { class.to_owned() };
    if sign.is_empty() {
        return html! { td class=(class) {} };
    }
    let letter = letters[at][place];
    let words = chosen[at].get(place).map(String::as_str);
    let told = words.or(letter).unwrap_or_default();
    let title = title(shown, grid.sittings[place], at, word, told, words.is_some());
    let is_wrong = grid.questions[at].made[place] == Made::Was(Outcome::Incorrect);
    html! { td class=(class) title=[title] { (letter.filter(|_| is_wrong).unwrap_or(sign)) } }
}

/// A candidate, and which attempt it is where there are several.
pub(super) fn who(shown: &Shown<'_>, sitting: Sitting) -> Markup {
    html! {
        a href={ "#" (shown.id(&format!("c{}", sitting.candidate))) } { (named(shown, sitting, true)) }
    }
}

/// The same without a link, for a list of names.
pub(super) fn listed(shown: &Shown<'_>, sitting: Sitting) -> Markup {
    named(shown, sitting, false)
}

fn named(shown: &Shown<'_>, sitting: Sitting, is_link: bool) -> Markup {
    let candidate = candidate(shown, sitting);
    let own = &candidate.shown_as;
    html! {
        @if is_link { (name(own)) } @else { (within(own)) }
        @if let Some(attempt) = sitting.attempt { " (attempt " (attempt) ")" }
    }
}

fn candidate<'a>(shown: &Shown<'a>, sitting: Sitting) -> &'a CandidateFigures {
    &shown.exam.candidates[sitting.candidate]
}

/// What is said on hover. In a large grid who it is stands at the row's head, and a dot or a letter needs no word.
fn title(
    shown: &Shown<'_>,
    sitting: Sitting,
    at: usize,
    word: &str,
    told: &str,
    in_words: bool,
) -> Option<String> {
    let colon = if told.is_empty() { "" } else { ": " };
    let what = format!("{}: {word}{colon}{}", at + 1, sanitize::line(told));
    if in_words {
        let who = sanitize::line(&candidate(shown, sitting).shown_as).into_owned();
        return Some(format!("{}, {what}", shortened(&who, LONGEST)));
    }
    (word != "right" && told.is_empty()).then_some(what)
}

/// Of a question with one choice: the letter of each who chose, where it is one.
fn letters(question: &Over) -> Vec<Option<&str>> {
    let mut letters = vec![None; question.made.len()];
    if matches!(question.kind, Some(Kind::Single)) {
        for choice in question.choices.iter().filter(|choice| choice.label.chars().count() == 1) {
            for &who in &choice.who {
                letters[who] = Some(choice.label.as_str());
            }
        }
    }
    letters
}

/// In words what each chose, shortened.
fn chosen(question: &Over) -> Vec<String> {
    let mut chosen = vec![String::new(); question.made.len()];
    for choice in &question.choices {
        let words: Vec<String> = choice
            .words
            .iter()
            .map(|words| if choice.is_typed { words.clone() } else { markdown::plain_line(words) })
            .collect();
        let letter =
            if choice.label.chars().count() == 1 { format!("{} ", choice.label) } else { String::new() };
        let words = format!("{letter}{}", words.join("; "));
        let words = shortened(&words, LONGEST);
        for &who in &choice.who {
            if !chosen[who].is_empty() {
                chosen[who].push_str(" + ");
            }
            chosen[who].push_str(&words);
        }
    }
    chosen
}

/// Over the numbers: which level they are of.
fn levels_row(questions: &[Over]) -> Markup {
    let runs: Vec<&[Over]> = questions.chunk_by(|one, other| one.level == other.level).collect();
    html! {
        @if runs.len() > 1 || runs.first().is_some_and(|run| !run[0].level.is_empty()) {
            tr {
                td {}
                @for run in runs {
                    @if run[0].level.is_empty() { td colspan=(run.len()) {} } @else {
                        th.level scope="colgroup" colspan=(run.len()) { (sanitize::line(&run[0].level)) }
                    }
                }
            }
        }
    }
}

fn numbers(shown: &Shown<'_>, grid: &Grid, block: &Range<usize>) -> Markup {
    html! {
        tr {
            th scope="col" { "Question" }
            @for at in block.clone() {
                th.no.f[is_first(grid, at)] scope="col" { a href={ "#" (shown.id(&format!("q{at}"))) } { (at + 1) } }
            }
        }
    }
}

/// Whether a question is the first of its level, and not of all.
fn is_first(grid: &Grid, at: usize) -> bool {
    at > 0 && grid.questions[at].level != grid.questions[at - 1].level
}

/// The last row: how many were right.
fn right(grid: &Grid, block: &Range<usize>) -> Markup {
    let right =
        |question: &Over| question.made.iter().filter(|made| **made == Made::Was(Outcome::Correct)).count();
    html! {
    tr.sum { th scope="row" { "right" } @for at in block.clone() { td.f[is_first(grid, at)] { (right(&grid.questions[at])) } } }
        }
}

/// Attempts by the groups that their candidates stand in, where these are shown.
fn groups(shown: &Shown<'_>, grid: &Grid) -> Vec<(Option<String>, Vec<usize>)> {
    let exam = shown.exam;
    let is_grouped = exam.candidates.len() > 1
        && shown.report.asked.sort == crate::report::model::Sort::Level
        && exam.candidates.iter().any(|of| of.level.shown.is_ok());
    if !is_grouped {
        return vec![(None, (0..grid.sittings.len()).collect())];
    }
    let places: Vec<usize> = (0..grid.sittings.len()).collect();
    let of = |place: usize| candidate(shown, grid.sittings[place]);
    let runs = places.chunk_by(|&one, &other| standing(of(one)) == standing(of(other)));
    runs.map(|run| (Some(levels::heading(of(run[0]))), run.to_vec())).collect()
}

/// The signs that there are, with their words.
fn legend(grid: &Grid, letters: &[Vec<Option<&str>>]) -> Markup {
    let all = [Outcome::Correct, Outcome::Partial, Outcome::Incorrect].map(Made::Was);
    let more = [Outcome::Unanswered, Outcome::TimedOut, Outcome::Ungraded].map(Made::Was);
    let there = |made: &Made| grid.questions.iter().any(|question| question.made.contains(made));
    let signs: Vec<Made> = all.into_iter().chain(more).chain([Made::Dropped]).filter(there).collect();
    let wrong = Made::Was(Outcome::Incorrect);
    let has_letters = grid.questions.iter().zip(letters).any(|(question, letters)| {
        question.made.iter().zip(letters).any(|(made, letter)| *made == wrong && letter.is_some())
    });
    let crossed = grid.questions.iter().zip(letters).any(|(question, letters)| {
        question.made.iter().zip(letters).any(|(made, letter)| *made == wrong && letter.is_none())
    });
    html! {
        ul.key aria-label="Signs" {
            @for made in signs {
                @let (sign, class, word) = sign(made);
                @if made == wrong && has_letters { li { span.cell.w { "b" } " wrong, with the option chosen" } }
                @if made != wrong || crossed { li { span class={ "cell " (class) } { (sign) } " " (word) } }
            }
            @if grid.questions.iter().any(|question| question.made.contains(&Made::NotAsked)) {
                li { "empty: not asked" }
            }
        }
    }
}

/// `7 of 11 right, 1 partly`.
pub(super) fn counts(question: &Over) -> String {
    let count = |of: &dyn Fn(&Made) -> bool| question.made.iter().filter(|made| of(made)).count();
    let asked = count(&|made| matches!(made, Made::Was(_)));
    if asked == 0 {
        return "taken out".to_owned();
    }
    let mut parts = vec![format!("{} of {asked} right", count(&|made| *made == Made::Was(Outcome::Correct)))];
    let partly = count(&|made| *made == Made::Was(Outcome::Partial));
    parts.extend((partly > 0).then(|| format!("{partly} partly")));
    let waiting = count(&|made| *made == Made::Was(Outcome::Ungraded));
    let wait = if waiting == 1 { "waits" } else { "wait" };
    parts.extend((waiting > 0).then(|| format!("{waiting} {wait} for a mark")));
    parts.join(", ")
}
