//! `examiner show`: an exam to read or to print, with what is right where that is asked for.

use super::source::{self, Origin, Source};
use super::{cannot_prompt, cannot_write, output};
use crate::cli::show::{SheetFormat, Show};
use crate::context::Context;
use crate::exam::{Exam, Face, PartId, Question};
use crate::failure::{Failure, Kind};
use crate::render::Look;
use crate::render::sanitize;
use crate::render::sheet::{Answers, Extent, Sheet, Shown};
use crate::session::order;

/// Runs `show`.
pub fn run(asked: &Show, context: &mut Context) -> Result<(), Failure> {
    let source = if asked.exam.exam.is_none() && context.has_terminal {
        let mut prompter = context.prompter().map_err(|error| cannot_prompt(&error))?;
        source::find(&asked.exam, Some(&mut *prompter), context)?
    } else {
        source::find(&asked.exam, None, context)?
    };
    let answers = if asked.answers { Answers::Shown } else { Answers::Hidden };
    if asked.answers && source.exam.paper_of.is_some() {
        let message = format!("`{}` is a paper, an exam without its key", sanitize::line(&source.name));
        let help = "leave out `--answers`, or name the exam that the paper was made from";
        return Err(Failure::new(Kind::CommandLine, message, help));
    }
    let sheet = sheet(&source, asked.seed, answers);
    let to = asked.output.as_deref();
    let format = format(asked)?;
    if let Origin::File(path) = &source.origin {
        output::spare(to, std::iter::once(path.as_path()))?;
    }
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

/// The format: as named, else by the ending of the output file, else text.
fn format(asked: &Show) -> Result<SheetFormat, Failure> {
    let ending = asked.output.as_deref().and_then(|path| path.extension()).and_then(|ending| ending.to_str());
    match (asked.format, ending.map(str::to_lowercase).as_deref()) {
        (Some(format), _) => Ok(format),
        (None, Some("md" | "markdown")) => Ok(SheetFormat::Markdown),
        (None, Some("html" | "htm")) => Ok(SheetFormat::Html),
        (None, Some("txt") | None) => Ok(SheetFormat::Text),
        (None, Some(other)) => {
            let message = format!("`.{}` tells no format", sanitize::line(other));
            Err(Failure::new(Kind::CommandLine, message, "name one with `--format text|markdown|html`"))
        }
    }
}

fn sheet(source: &Source, seed: Option<u64>, answers: Answers) -> Sheet<'_> {
    let (exam, form) = (&source.exam, source.form.as_ref());
    let asked = |seed| order::questions(exam, form, seed);
    let (places, extent) = if let Some(seed) = seed {
        (asked(seed), Extent::Drawn { seed })
    } else {
        let may_come = |place: &usize| form.is_none_or(|form| form.may_ask(&exam.questions[*place]));
        ((0..exam.questions.len()).filter(may_come).collect(), Extent::All { asked: asked(0).len() })
    };
    let shown = places.into_iter().map(|place| {
        let question = &exam.questions[place];
        let parts = seed.map_or_else(|| parts(exam, question), |seed| order::parts(exam, question, seed));
        Shown { question, parts }
    });
    Sheet { exam, form, shown: shown.collect(), extent, answers }
}

/// Options in the file's order; entries and right sides shuffled all alike, for the file's order is the key, and ids that an author
/// gives may follow it.
fn parts(exam: &Exam, question: &Question) -> Vec<PartId> {
    match &question.face {
        Face::Single(options) | Face::Multiple(options) => {
            options.iter().map(|option| option.id.clone()).collect()
        }
        Face::Order(_) | Face::Match { .. } => order::parts(exam, question, 0),
        Face::Boolean | Face::Text | Face::Number { .. } | Face::Essay => Vec::new(),
    }
}
