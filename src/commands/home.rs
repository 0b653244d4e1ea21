//! `examiner` alone: a home of a few lines.

use std::path::Path;

use super::list::{self, AtHand};
use super::past::Practised;
use super::{cannot_write, open};
use crate::cli::DEFAULT_RESULTS;
use crate::context::Context;
use crate::failure::Failure;
use crate::render::document::{Document, Part};
use crate::render::paint::{self, Style};
use crate::render::report::history::Open;
use crate::render::report::next::open_words;
use crate::render::table::{Column, Table};
use crate::render::width;
use crate::report::history::HowFar;
use crate::store::ledger::Ledger;

/// So many open attempts are named, the others counted.
const MOST_OPEN: usize = 3;

/// Prints the home.
pub fn run(context: &mut Context) -> Result<(), Failure> {
    let look = context.out_look;
    let bold = |text: &str| paint::styled(text, Style::BOLD, look.color);
    let mut text = format!("{}\n\n", bold("examiner: timed exams from TOML, every answer in a CSV"));
    for (what, how) in [
        ("learn", "examiner practice delivery-guarantees"),
        ("examine", "examiner take EXAM.toml --candidate \"Ada\""),
        ("go on", "examiner resume"),
        ("see results", "examiner report"),
        ("look back", "examiner history"),
        ("talk it over", "examiner debrief \"Ada\""),
        ("at hand", "examiner list"),
        ("write your own", "examiner new EXAM.toml"),
        ("all of it", "examiner --help"),
    ] {
        text.push_str(&format!("  {}  {how}\n", width::pad_end(what, 14)));
    }
    text.push('\n');
    text.push_str(&at_hand(context).render(look));
    text.push_str(&open(context));
    context.print(&text).map_err(|error| cannot_write(&error))
}

/// The exams at hand, and how far one got in each that was practised.
fn at_hand(context: &Context) -> Table {
    let practised = Practised::of_learner(context);
    let exams = list::at_hand(Path::new("."));
    let far = |one: &AtHand| one.exam.as_ref().ok().and_then(|exam| practised.how_far(exam));
    let any = exams.iter().any(|one| far(one).is_some());
    let mut columns = vec![Column::text("Exams at hand"), Column::text(""), Column::number("questions")];
    if any {
        columns.extend([Column::number("tried"), Column::number("right")]);
    }
    let mut table = Table::new(columns);
    for one in &exams {
        let mut cells = vec![one.name.clone()];
        match &one.exam {
            Err(errors) => cells.extend([errors.clone(), "–".to_owned()]),
            Ok(exam) => cells.extend([exam.title.clone(), exam.questions.len().to_string()]),
        }
        if any {
            let far = far(one);
            let shown =
                |count: fn(HowFar) -> usize| far.map_or_else(String::new, |far| count(far).to_string());
            cells.extend([shown(|far| far.tried), shown(|far| far.right)]);
        }
        table.row(cells);
    }
    table
}

/// Attempts that are open, those begun last, each with the way on.
fn open(context: &Context) -> String {
    let all = open::here(Ledger::at(Path::new(DEFAULT_RESULTS)).ok(), context);
    let begun: Vec<&Open> = all.iter().filter(|one| one.command.is_some()).collect();
    if begun.is_empty() {
        return String::new();
    }
    let mut parts = vec![Part::Heading(vec!["Not finished".to_owned()])];
    for one in begun.iter().take(MOST_OPEN) {
        parts.push(Part::Text(open_words(one, open::whose(one))));
        parts.extend(one.command.clone().map(Part::Command));
    }
    let more = begun.len().saturating_sub(MOST_OPEN);
    if more > 0 {
        parts.push(Part::Text(format!("and {more} more:")));
        parts.push(Part::Command("examiner resume --list".to_owned()));
    }
    format!("\n{}", Document { parts }.render(context.out_look))
}
