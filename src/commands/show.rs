//! `examiner show`: an exam to read or to print, with what is right where that is asked for.

use super::source::{self, Source};
use super::{cannot_write, output};
use crate::cli::show::{SheetFormat, Show};
use crate::context::Context;
use crate::exam::{Draw, Face, PartId, Question};
use crate::failure::{Failure, Kind};
use crate::render::Look;
use crate::render::sanitize;
use crate::render::sheet::{Answers, Extent, Sheet, Shown};
use crate::session::order;

/// Runs `show`.
pub fn run(asked: &Show, context: &mut Context) -> Result<(), Failure> {
    let source = source::find(&asked.exam, None, context)?;
    let answers = if asked.answers { Answers::Shown } else { Answers::Hidden };
    if asked.answers && source.exam.paper_of.is_some() {
        let message = format!("`{}` is a paper, an exam without its key", sanitize::line(&source.name));
        let help = "leave out `--answers`, or name the exam that the paper was made from";
        return Err(Failure::new(Kind::CommandLine, message, help));
    }
    let sheet = sheet(&source, asked.seed, answers);
    let to = asked.output.as_deref();
    let ending = to.and_then(|path| path.extension()).and_then(|ending| ending.to_str());
    let format = asked.format.unwrap_or(match ending {
        Some("md" | "markdown") => SheetFormat::Markdown,
        Some("html" | "htm") => SheetFormat::Html,
        Some(_) | None => SheetFormat::Text,
    });
    let text = match format {
        SheetFormat::Text if to.is_some() => sheet.text(Look::plain(context.out_look.width)),
        SheetFormat::Text => sheet.text(context.out_look),
        SheetFormat::Markdown => sheet.markdown(),
        SheetFormat::Html => sheet.html(),
    };
    if to.is_none() && format == SheetFormat::Text && !asked.no_pager {
        return context.page(&text).map_err(|error| cannot_write(&error));
    }
    output::write(to, context, |file| file.write_all(text.as_bytes()))
}

fn sheet(source: &Source, seed: Option<u64>, answers: Answers) -> Sheet<'_> {
    let (exam, form) = (&source.exam, source.form.as_ref());
    let asked = |seed| order::questions(exam, form, seed);
    let (places, extent) = if let Some(seed) = seed {
        (asked(seed), Extent::Drawn { seed })
    } else {
        let may_come = |place: &usize| form.is_none_or(|form| comes(&form.draws, &exam.questions[*place]));
        ((0..exam.questions.len()).filter(may_come).collect(), Extent::All { asked: asked(0).len() })
    };
    let shown = places.into_iter().map(|place| {
        let question = &exam.questions[place];
        let parts = seed.map_or_else(|| parts(question), |seed| order::parts(exam, question, seed));
        Shown { question, parts }
    });
    Sheet { exam, form, shown: shown.collect(), extent, answers }
}

fn comes(draws: &[Draw], question: &Question) -> bool {
    draws.iter().any(|draw| draw.matches(question))
}

/// Options in the file's order; entries and right sides by their ids, for the file's order is the key.
fn parts(question: &Question) -> Vec<PartId> {
    match &question.face {
        Face::Single(options) | Face::Multiple(options) => {
            options.iter().map(|option| option.id.clone()).collect()
        }
        Face::Order(parts) | Face::Match { rights: parts, .. } => {
            parts.iter().map(|part| part.id.clone()).collect()
        }
        Face::Boolean | Face::Text | Face::Number { .. } | Face::Essay => Vec::new(),
    }
}
