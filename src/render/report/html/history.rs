//! A learner's history as a page: what to practise next on top, then each exam.

use maud::{Markup, html};

use crate::report::history::{ExamHistory, share};

use super::super::super::page::table::{Dress, plain, table, unclassed};
use super::super::super::page::{Page, STYLE, heading, parts, running_head};
use super::super::super::{plural, sanitize};
use super::super::history::{self, MOST_BARS, Series, View};
use super::super::next;
use super::bars;

/// The whole page.
pub fn page(view: &View<'_>) -> String {
    let who = plural::list(view.who);
    let window = if who.is_empty() { "History".to_owned() } else { format!("History of {who}") };
    let exams = &view.history.exams;
    let next = next::parts(view);
    let body = html! {
        header.top { h1 { (sanitize::line(&window)) } }
        @if exams.len() > 1 {
            nav aria-label="On this page" {
                ul { @for (place, exam) in exams.iter().enumerate() {
                    li { a href={ "#e" (place + 1) } { (sanitize::line(history::title(exam))) } }
                } }
            }
        }
        main {
            @if exams.is_empty() && next.is_empty() { p { "No attempts yet." } }
            @if !next.is_empty() { section { (parts::parts(&next, 2, "next")) } }
            @for (place, exam) in exams.iter().enumerate() { (of_exam(place, exam)) }
            (parts::parts(&history::remarks(view), 2, "besides"))
        }
    };
    let style = STYLE.to_owned() + &running_head("", &window);
    Page { title: &window, language: "en", style: &style, script: None, body }.text()
}

fn of_exam(place: usize, exam: &ExamHistory) -> Markup {
    let id = format!("e{}", place + 1);
    let topics = history::topics(exam, Series::Apart);
    let topics_id = format!("{id}-topics");
    let picture = |row: usize| exam.topics.get(row).map(picture);
    let dress = Dress {
        id: &topics_id,
        of: None,
        caption: html! { "Topics" },
        is_said_only: false,
        class: "plain",
        head: 0,
        column: &unclassed,
        picture: Some(("by attempt", &picture)),
        cell: &plain,
    };
    html! {
        section aria-labelledby=(id) {
            (heading(2, Some(&id), &html! { (sanitize::line(history::title(exam))) }))
            p.lead { (history::how_far(exam)) }
            (parts::parts(&history::attempts(exam), 3, &format!("{id}-attempts")))
            (table(&topics, &dress))
            (parts::parts(&history::shown(exam), 3, &format!("{id}-shown")))
        }
    }
}

/// The latest attempts' shares in a topic as bars, above the counts that they are drawn from.
fn picture(topic: &crate::report::history::TopicHistory) -> Markup {
    let skipped = topic.series.len().saturating_sub(MOST_BARS);
    let shares: Vec<f64> = topic.series[skipped..].iter().filter_map(|(_, tally)| share(*tally)).collect();
    let counts = history::counts(topic, MOST_BARS).join(" ");
    html! { (bars::spark(&shares, &format!("shares by attempt: {counts}"))) span.under { (counts) } }
}
