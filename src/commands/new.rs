//! `examiner new`: an exam file, from a dialogue or from the starter.

use std::path::Path;

use super::cannot_prompt;
use super::lines::quoted;
use crate::authoring::{Draft, starter, write};
use crate::cli::new::New;
use crate::context::Context;
use crate::dialogue::author::{Author, Stop};
use crate::dialogue::shelf::Shelf;
use crate::exam;
use crate::failure::{Failure, Kind};
use crate::render::{plural, sanitize};
use crate::sitting::front;
use crate::store::folder;
use crate::store::trouble::Trouble;
use crate::terminal::prompter::{Got, Prompter};

/// Runs `new`.
pub fn run(asked: &New, context: &mut Context) -> Result<(), Failure> {
    let mut shelf = Shelf::of(&asked.file)?;
    let name = asked.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    if asked.template {
        let text = starter::text(&name);
        shelf.write_new(text.as_bytes())?;
        conclude(&asked.file, &text, context)?;
        say_of_draft(&shelf, context);
        return Ok(());
    }
    if !context.has_terminal {
        let file = quoted(&asked.file.to_string_lossy());
        let help = format!(
            "run it at a terminal, or have a starter to change in an editor: `examiner new --template {file}`"
        );
        return Err(Failure::new(
            Kind::NoTerminal,
            "`new` asks somebody, and there is no terminal to ask on",
            help,
        ));
    }
    let earlier = shelf.earlier()?;
    let mut prompter = context.prompter().map_err(|error| cannot_prompt(&error))?;
    let draft = match earlier {
        Some(earlier) => go_on(earlier, &mut shelf, &mut *prompter)?,
        None => Draft::new(),
    };
    let written = Author::new(&mut *prompter, context.err_look, &mut shelf, draft, &name).run();
    drop(prompter);
    match written {
        Ok(draft) => conclude(&asked.file, &write::exam(&draft), context),
        Err(Stop::Left) => Err(Failure::said(Kind::Left)),
        Err(Stop::Trouble(trouble)) => Err(trouble.into()),
    }
}

/// Whether to go on with the draft of an earlier run.
fn go_on(earlier: Draft, shelf: &mut Shelf, prompter: &mut dyn Prompter) -> Result<Draft, Failure> {
    let count = plural::count(earlier.questions.len(), "question");
    let draft = shelf.draft().display().to_string();
    if front::confirm(prompter, &format!("{draft} holds {count}. Go on with it?"), true)
        == Got::Confirmed(true)
    {
        shelf.adopt();
        return Ok(earlier);
    }
    let draft = quoted(&draft);
    prompter.show(&format!("Left as it is. To begin anew, move it away first: mv {draft} {draft}.old\n"));
    Err(Failure::said(Kind::Left))
}

/// Says that there is a draft of the same name, which can't be gone on with as long as there is the file.
fn say_of_draft(shelf: &Shelf, context: &mut Context) {
    if !folder::exists(shelf.draft()) {
        return;
    }
    let draft = shelf.draft().display().to_string();
    context.say(&format!(
        "There is a draft of that name, too, which is left as it is: {}. To go on with it, move the new file away.",
        sanitize::line(&draft)
    ));
}

/// Says what was written, and what to run next.
fn conclude(file: &Path, text: &str, context: &mut Context) -> Result<(), Failure> {
    let exam = exam::parse(text.as_bytes()).map_err(|problems| {
        let trouble = Trouble::new(file, format!("written with a fault: {problems}"), "mend it in an editor");
        Failure::from(trouble)
    })?;
    let name = file.display().to_string();
    let questions = plural::count(exam.questions.len(), "question");
    let topics = plural::count(exam.topics.len(), "topic");
    context.say(&format!("Written: {} ({questions}, {topics}). Next:", sanitize::line(&name)));
    context.say(&format!("    examiner check {}", quoted(&name)));
    context.say(&format!("    examiner practice {}", quoted(&name)));
    Ok(())
}
