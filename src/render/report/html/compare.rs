//! Candidates side by side as a page: to be looked at, and to be printed and written on.

use maud::{Markup, html};

use crate::report::compare::{Comparison, Shared};
use crate::report::debrief::Told;
use crate::report::model::Note;

use super::super::super::page::table::{Dress, plain, table, unclassed};
use super::super::super::page::{heading, name};
use super::super::super::table::{Column, Row, Table};
use super::super::super::{plural, sanitize};
use super::super::compare::{
    differences_of_exam, has_levels, level_words, names, over_missed, over_split, over_waiting, remarks, sat,
    sentence,
};
use super::super::panel;
use super::super::side_by_side::{Rows, tables};
use super::super::told::{self, Line};
use super::{bars, candidates, sheet};

/// Lines to write on below a question.
const ROOM: usize = 2;

/// Candidates at one exam, as they are shown.
struct Shown<'a> {
    comparison: &'a Comparison,
    rows: Rows,
    /// Its place on the page.
    place: usize,
    /// The level of its headings.
    level: u8,
}

/// Whoever made the same of a question.
struct Same<'a> {
    who: Vec<&'a str>,
    told: Option<&'a Told>,
}

impl Shown<'_> {
    fn id(&self, of: &str) -> String {
        format!("s{}-{of}", self.place + 1)
    }

    fn title(&self) -> String {
        let exam = self.comparison.sheets.first().map(|sheet| &sheet.exam);
        exam.map(|exam| exam.title.clone().unwrap_or_else(|| exam.id.clone())).unwrap_or_default()
    }

    /// What is there, in order, with what heads it.
    fn kinds(&self) -> [(&'static str, String, &[Shared]); 3] {
        let of = self.comparison;
        let worth = if of.sheets.len() == 2 { "Worth asking both" } else { "Worth asking all" };
        [
            ("What tells them apart", over_split(of), &of.split),
            (worth, over_missed(of), &of.missed),
            ("Waiting for a mark", over_waiting(of), &of.waiting),
        ]
    }
}

/// The whole page.
pub fn page(comparisons: &[Comparison], rows: Rows, besides: &[Note]) -> String {
    let one = comparisons.len() == 1;
    let level = if one { 2 } else { 3 };
    let shown: Vec<Shown<'_>> = comparisons
        .iter()
        .enumerate()
        .map(|(place, comparison)| Shown { comparison, rows, place, level })
        .collect();
    let who = comparisons.first().map(names).unwrap_or_default();
    let titles: Vec<String> = shown.iter().map(Shown::title).collect();
    let window = format!("{}: {}", plural::list(&who), plural::list(&titles));
    let margins: Vec<String> = shown
        .iter()
        .map(|shown| format!("{} · {}", plural::list(&names(shown.comparison)), shown.title()))
        .collect();
    let body = html! {
        div.wide.several[!one] {
            header.top.sheet {
                h1 { (listed(&who)) }
                @if let [only] = &shown[..] { (facts(only)) }
            }
            (navigation(&shown))
            (bars::shared())
            main.sheet {
                @for shown in &shown {
                    @let is_last = shown.place + 1 == comparisons.len();
                    @if one { (of_one(shown)) (sheet::besides(besides)) } @else {
                        article class={ "s" (shown.place + 1) } aria-labelledby=(shown.id("title")) {
                            h2 id=(shown.id("title")) { (sanitize::line(&shown.title())) }
                            (facts(shown))
                            (of_one(shown))
                            @if is_last { (sheet::besides(besides)) }
                        }
                    }
                }
            }
        }
    };
    sheet::Sheets { title: &window, margins: &margins, body }.text()
}

/// Names as a list in a sentence.
fn listed<S: AsRef<str>>(names: &[S]) -> Markup {
    html! {
        @for (place, who) in names.iter().enumerate() {
            @if place > 0 { @if place + 1 == names.len() { " and " } @else { ", " } }
            (name(who.as_ref()))
        }
    }
}

/// Which exam, and when each sat it.
fn facts(shown: &Shown<'_>) -> Markup {
    let mut facts: Vec<String> = shown.comparison.candidates().filter_map(sat).collect();
    if shown.level == 2 {
        facts.insert(0, shown.title());
    }
    html! { p.facts { (sanitize::line(&facts.join(" · "))) } }
}

fn navigation(shown: &[Shown<'_>]) -> Markup {
    html! {
        nav.sheet aria-label="On this page" {
            @for of in shown {
                ul {
                    @if shown.len() > 1 { li { a.exam href={ "#" (of.id("title")) } { (sanitize::line(&of.title())) } } }
                    @for (place, (name, _, questions)) in of.kinds().iter().enumerate() {
                        @if !questions.is_empty() {
                            li { a href={ "#" (of.id(&format!("k{place}"))) } { (name) ": " (questions.len()) } }
                        }
                    }
                    li { a href={ "#" (of.id("notes")) } { "Notes" } }
                }
            }
        }
    }
}

fn of_one(shown: &Shown<'_>) -> Markup {
    let Shown { comparison, level, .. } = *shown;
    let rows = if has_levels(comparison) { shown.rows } else { Rows::Topic };
    html! {
        section.glance aria-label="At a glance" {
            (sheet::remarks(differences_of_exam(comparison)))
            p.lead { (sanitize::line(&sentence(comparison))) }
            @for (at, of) in tables(comparison, rows, usize::MAX).iter().enumerate() {
                (counts(of, rows, &shown.id(&format!("counts{at}"))))
            }
        }
        section aria-labelledby=(shown.id("level")) {
            (heading(level, Some(&shown.id("level")), &html! { "Level shown" }))
            div.ladders {
                @for candidate in comparison.candidates() {
                    div {
                        (heading(level + 1, None, &name(&candidate.shown_as)))
                        p.sum { (level_words(candidate)) }
                        (candidates::ladder(candidate))
                    }
                }
            }
            (sheet::legend(comparison.candidates()))
        }
        @for (place, (_, over, questions)) in shown.kinds().iter().enumerate() {
            @let id = shown.id(&format!("k{place}"));
            @if questions.is_empty() {
                @if place == 0 { p.lead { (over) } }
            } @else {
                section aria-labelledby=(id) {
                    (heading(level, Some(&id), &html! { (over) }))
                    @for (at, shared) in questions.iter().enumerate() { (question(shown, shared, &format!("{id}-{at}"))) }
                }
            }
        }
        (sheet::notes(level, &shown.id("notes")))
        (sheet::remarks(remarks(comparison)))
        @if let Some(first) = comparison.sheets.first() { p.estimate { (sanitize::line(&panel::estimate(&first.exam))) } }
    }
}

/// The counts: a row for each candidate at its few levels, a column for each at topics.
fn counts(of: &Table, rows: Rows, id: &str) -> Markup {
    let turned = if rows == Rows::Level { &turned(of) } else { of };
    let (caption, names_are_rows) = match rows {
        Rows::Level => ("Counts by level", true),
        Rows::Topic => ("Counts by topic", false),
    };
    let cell = |_: usize, place: usize, text: &str| (names_are_rows && place == 0).then(|| name(text));
    let dress = Dress {
        id,
        of: None,
        caption: html! { (caption) },
        is_said_only: false,
        class: "counts",
        head: 0,
        column: &unclassed,
        picture: None,
        cell: if names_are_rows { &cell } else { &plain },
    };
    table(turned, &dress)
}

/// Columns as rows.
fn turned(of: &Table) -> Table {
    let rows: Vec<&Vec<String>> = of
        .rows
        .iter()
        .filter_map(|row| match row {
            Row::Cells(cells) => Some(cells),
            Row::Group(_) | Row::Remark(_) => None,
        })
        .collect();
    let titles = rows.iter().map(|cells| Column::number(&cells[0]));
    let mut turned = Table::new(std::iter::once(Column::text("")).chain(titles));
    for (place, column) in of.columns.iter().enumerate().skip(1) {
        let cells = rows.iter().map(|cells| cells[place].clone());
        turned.row(std::iter::once(column.title.join(" ")).chain(cells));
    }
    turned
}

/// A question with what each made of it, and what to ask.
fn question(shown: &Shown<'_>, shared: &Shared, id: &str) -> Markup {
    let sides = sides(shown.comparison, shared);
    let mut told = sides.iter().filter_map(|same| same.told);
    let Some(first) = told.next() else { return html! {} };
    let nobody = !first.is_right() && !told.any(Told::is_right);
    let mut below: Vec<(&str, Vec<Line>)> = told::facts(first);
    below.retain(|(label, _)| *label == "ask next");
    if nobody && !sides.iter().any(|same| same.told.is_some_and(Told::waits)) {
        below.insert(0, ("right", told::right(first)));
        below.retain(|(_, said)| !said.is_empty());
    }
    let mut place = sheet::place(first);
    if !first.number.is_empty() {
        // Each may have had it at another place.
        place.remove(0);
    }
    let inner = html! {
        div.sides { @for same in &sides { (side(shown, same)) } }
        (sheet::facts(&below))
    };
    sheet::asked(shown.level + 1, id, first, &place, &inner, ROOM)
}

/// Who made the same of a question, by whoever comes first.
fn sides<'a>(comparison: &'a Comparison, shared: &Shared) -> Vec<Same<'a>> {
    let key = |told: &Told| (told.outcome, told.points, told.answer.clone(), told.answered());
    let mut sides: Vec<Same<'a>> = Vec::new();
    for (place, candidate) in comparison.candidates().enumerate() {
        let told = comparison.told(shared, place);
        match sides.iter_mut().find(|same| same.told.map(key) == told.map(key)) {
            Some(same) => same.who.push(&candidate.shown_as),
            None => sides.push(Same { who: vec![&candidate.shown_as], told }),
        }
    }
    sides
}

fn side(shown: &Shown<'_>, same: &Same<'_>) -> Markup {
    let Some(told) = same.told else {
        return html! { div { (heading(shown.level + 2, None, &listed(&same.who))) p.facts { "not asked" } } };
    };
    let mut said = told::answer(told).into_iter().map(|line| ("", line)).collect::<Vec<_>>();
    if !told.is_right() {
        said.extend(told.means.iter().map(|means| ("means", told::meaning(means))));
        said.extend(told::not_ticked(told).into_iter().map(|line| ("missed", line)));
    }
    html! {
        div {
            (heading(shown.level + 2, None, &listed(&same.who)))
            p.facts.is-right[told.is_right()] { (told::outcome(told)) }
            @for (label, line) in &said {
                p { @if !label.is_empty() { span.label { (label) } " " } (sheet::line(line)) }
            }
        }
    }
}
