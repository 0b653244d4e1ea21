//! An interviewer's sheet as a page: to be looked at, and to be printed and written on.

use maud::{Markup, html};

use crate::report::debrief::{Answered, Sheet, Told};
use crate::report::model::{CandidateFigures, Note};

use super::super::super::page::{heading, name};
use super::super::super::{plural, sanitize};
use super::super::debrief::{
    Asked, Questions, RIGHT_AND_TOLD, all_right, clock, in_which_order, is_right_and_told, missing,
    never_tried, not_tried_is, reached, under, waits,
};
use super::super::{panel, told, topics};
use super::{bars, candidates, sheet};

/// Lines to write on below a question.
const ROOM: usize = 3;

/// A sheet as it is shown.
struct Shown<'a> {
    sheet: &'a Sheet,
    candidate: &'a CandidateFigures,
    asked: Asked,
    /// Its place on the page.
    place: usize,
    /// The level of its headings.
    level: u8,
}

/// Questions of one kind.
struct Kind<'a> {
    /// What leads to them.
    name: String,
    heading: String,
    questions: Vec<&'a Told>,
}

impl<'a> Shown<'a> {
    fn id(&self, of: &str) -> String {
        format!("s{}-{of}", self.place + 1)
    }

    fn title(&self) -> &str {
        self.sheet.exam.title.as_ref().unwrap_or(&self.sheet.exam.id)
    }

    /// Questions by what there is to talk about.
    fn kinds(&self) -> Vec<Kind<'a>> {
        let kind =
            |name: String, heading: &str, questions| Kind { name, heading: heading.to_owned(), questions };
        let all: Vec<&Told> = self.sheet.answers.iter().collect();
        if self.asked.questions == Questions::Named {
            let n = plural::count(all.len(), "question");
            return vec![kind(n.clone(), &n, all)];
        }
        let (empty, missed): (Vec<&Told>, Vec<&Told>) =
            self.sheet.missed().into_iter().partition(|told| told.answered() == Answered::Nothing);
        let over = match missed.len() {
            1 => "1 question missed".to_owned(),
            n => format!("{n} questions missed{}", in_which_order(self.sheet)),
        };
        let not_tried = self.sheet.not_tried();
        let waiting = self.sheet.waiting();
        let (of_note, right): (Vec<&Told>, Vec<&Told>) = all.iter().partition(|told| is_right_and_told(told));
        let right = right.into_iter().filter(|told| told.is_right() || told.is_dropped()).collect();
        let mut kinds = vec![
            kind(format!("Missed: {}", missed.len()), &over, missed),
            kind(
                format!("Not answered: {}", empty.len()),
                &format!("{} not answered", plural::count(empty.len(), "question")),
                empty,
            ),
            kind(
                format!("{}: {}", not_tried_is(&not_tried), not_tried.len()),
                &never_tried(&not_tried),
                not_tried,
            ),
            kind(format!("Waiting: {}", waiting.len()), &waits(waiting.len()), waiting),
            kind(format!("Right, with a remark: {}", of_note.len()), RIGHT_AND_TOLD, of_note),
        ];
        if self.asked.questions == Questions::All {
            kinds.push(kind("The others".to_owned(), "The others", right));
        }
        kinds.retain(|kind| !kind.questions.is_empty());
        kinds
    }
}

/// The whole page.
pub fn page(sheets: &[Sheet], asked: Asked, besides: &[Note]) -> String {
    let one = sheets.len() == 1;
    let level = if one { 2 } else { 3 };
    let shown: Vec<Shown<'_>> = sheets
        .iter()
        .enumerate()
        .filter_map(|(place, sheet)| {
            Some(Shown { sheet, candidate: sheet.exam.candidates.first()?, asked, place, level })
        })
        .collect();
    let mut who: Vec<&str> = shown.iter().map(|shown| shown.candidate.shown_as.as_str()).collect();
    who.dedup();
    let what: Vec<&str> = shown.iter().map(Shown::title).collect();
    let window = format!("{}: {}", plural::list(&who), plural::list(&what));
    let margins: Vec<String> =
        shown.iter().map(|shown| format!("{} · {}", shown.candidate.shown_as, shown.title())).collect();
    let body = html! {
        div.several[!one] {
            header.top.sheet {
                h1 { @for (place, who) in who.iter().enumerate() { @if place > 0 { ", " } (name(who)) } }
                @if let [only] = &shown[..] { (facts(only)) }
            }
            (navigation(&shown))
            (bars::shared())
            main.sheet {
                @for shown in &shown {
                    @let is_last = shown.place + 1 == sheets.len();
                    @if one { (of_sheet(shown)) (sheet::besides(besides)) } @else {
                        article class={ "s" (shown.place + 1) } aria-labelledby=(shown.id("title")) {
                            h2 id=(shown.id("title")) { (name(&shown.candidate.shown_as)) " · " (sanitize::line(shown.title())) }
                            (facts(shown))
                            (of_sheet(shown))
                            @if is_last { (sheet::besides(besides)) }
                        }
                    }
                }
            }
        }
    };
    sheet::Sheets { title: &window, margins: &margins, body }.text()
}

/// Which exam, when, how it ended.
fn facts(shown: &Shown<'_>) -> Markup {
    let mut facts = under(shown.sheet);
    if shown.level == 2 {
        facts.insert(0, shown.title().to_owned());
    }
    html! { @if !facts.is_empty() { p.facts { (sanitize::line(&facts.join(" · "))) } } }
}

fn navigation(shown: &[Shown<'_>]) -> Markup {
    html! {
        nav.sheet aria-label="On this page" {
            @for of in shown {
                ul {
                    @if shown.len() > 1 { li { a.exam href={ "#" (of.id("title")) } { (sanitize::line(of.title())) } } }
                    @for (place, kind) in of.kinds().iter().enumerate() {
                        li { a href={ "#" (of.id(&format!("k{place}"))) } { (kind.name) } }
                    }
                    li { a href={ "#" (of.id("notes")) } { "Notes" } }
                }
            }
        }
    }
}

fn of_sheet(shown: &Shown<'_>) -> Markup {
    let Shown { sheet, candidate, level, .. } = *shown;
    let kinds = shown.kinds();
    let clock = clock(sheet);
    let is_settled = sheet.waiting().is_empty();
    html! {
        section.glance aria-label="At a glance" {
            p.level { (candidates::headline(candidate)) }
            (sheet::sum(&candidate.total))
            @if let Some(reached) = reached(sheet) { p { (reached) } }
            div.two { (candidates::ladder(candidate)) (own_topics(shown)) }
            (sheet::legend(std::iter::once(candidate)))
            @if let Some(strong) = all_right(sheet) { p { (strong) } }
            @if !clock.is_empty() { p { "The clock: " (sanitize::line(&clock.join("; "))) } }
        }
        @if sheet.missed().is_empty() && shown.asked.questions != Questions::Named {
            p.lead { @if !sheet.not_tried().is_empty() { "Nothing was missed of what was tried." } @else if is_settled { "Nothing was missed." } @else { "Nothing was missed among what is marked." } }
        }
        @for (place, kind) in kinds.iter().enumerate() {
            @let id = shown.id(&format!("k{place}"));
            section aria-labelledby=(id) {
                (heading(level, Some(&id), &html! { (kind.heading) }))
                @for (at, told) in kind.questions.iter().enumerate() {
                    (question(shown, told, &format!("{id}-{at}")))
                }
            }
        }
        (sheet::notes(level, &shown.id("notes")))
        (sheet::remarks(missing(std::slice::from_ref(sheet))))
        p.estimate { (sanitize::line(&panel::estimate(&sheet.exam))) }
    }
}

/// A question with all that is known of the answer.
fn question(shown: &Shown<'_>, told: &Told, id: &str) -> Markup {
    let mut place = sheet::place(told);
    place.push(told::outcome(told));
    sheet::asked(shown.level + 1, id, told, &place, &sheet::facts(told, &told::facts(told)), ROOM)
}

/// Each topic: counts, and what share that is.
fn own_topics(shown: &Shown<'_>) -> Markup {
    let exam = &shown.sheet.exam;
    html! {
        @if shown.candidate.topics.iter().next().is_some() {
            div {
                table.topics {
                    caption { "Topic by topic" }
                    thead { tr { th scope="col" { "topic" } th.n scope="col" { "right" } th.picture scope="col" { "none to all" } } }
                    tbody {
                        @for (topic, cell) in shown.candidate.topics.iter() {
                            @let earned = topics::cell(cell, false).replace('/', " of ");
                            tr {
                                th scope="row" { (sanitize::line(&exam.topics[topic].title)) }
                                td.n { (earned) }
                                td.picture { @if let Some(share) = cell.settled_share() { (bars::share(share, &earned)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
