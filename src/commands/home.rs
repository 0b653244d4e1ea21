//! `examiner` alone: a home of a few lines.

use std::path::Path;

use super::{cannot_write, list};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::paint::{self, Style};
use crate::render::{plural, sanitize, width};

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
        ("talk it over", "examiner debrief \"Ada\""),
        ("at hand", "examiner list"),
        ("write your own", "examiner new EXAM.toml"),
        ("all of it", "examiner --help"),
    ] {
        text.push_str(&format!("  {}  {how}\n", width::pad_end(what, 14)));
    }
    text.push_str(&format!("\n{}\n", bold("Exams at hand")));
    for one in list::at_hand(Path::new(".")) {
        let name = sanitize::line(&one.name).into_owned();
        let line = match &one.exam {
            Err(errors) => format!("{name}: {errors}"),
            Ok(exam) => {
                let so_far =
                    list::how_far(exam, None, context).map(|far| format!("; {far}")).unwrap_or_default();
                let title = sanitize::line(&exam.title).into_owned();
                format!("{name}: {title}, {}{so_far}", plural::count(exam.questions.len(), "question"))
            }
        };
        text.push_str(&width::wrap(&line, look.width, "  ", "    ").join("\n"));
        text.push('\n');
    }
    context.print(&text).map_err(|error| cannot_write(&error))
}
