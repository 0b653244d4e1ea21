//! `examiner publish`: an exam's paper, without anything that says what is right.

use super::output;
use super::source::{self, Origin};
use crate::authoring::paper;
use crate::cli::WhichExam;
use crate::cli::publish::Publish;
use crate::context::Context;
use crate::exam::{Reveal, parse};
use crate::failure::{Failure, Kind};
use crate::render::{plural, sanitize};

/// Runs `publish`.
pub fn run(asked: &Publish, context: &mut Context) -> Result<(), Failure> {
    let which = WhichExam { exam: Some(asked.exam.clone()), form: None };
    let source = source::find(&which, None, context)?;
    let name = sanitize::line(&source.name).into_owned();
    if source.exam.paper_of.is_some() {
        let message = format!("`{name}` is a paper already");
        return Err(Failure::new(Kind::CommandLine, message, "hand it out as it is"));
    }
    if let Some(form) = &source.form {
        let message = format!("a paper is made of a whole exam, and `{}` is a form of one", form.id);
        let help = format!("leave the form out here; whoever sits it says `take PAPER --form {}`", form.id);
        return Err(Failure::new(Kind::CommandLine, message, help));
    }
    let to = asked.output.as_deref();
    if let Origin::File(path) = &source.origin {
        output::spare(to, std::iter::once(path.as_path()))?;
    }
    let text = paper::paper(&source.exam);
    // A paper that is not its exam's would be refused where it is sat: better here.
    let same = parse(text.as_bytes()).is_ok_and(|read| read.exam_digest == source.exam.exam_digest);
    if !same {
        let message = format!("the paper of `{name}` does not read as the exam that it was made from");
        return Err(Failure::new(Kind::File, message, "this should not happen; the exam file shows it"));
    }
    output::write(to, context, |file| file.write_all(text.as_bytes()))?;
    if source.exam.reveal != Reveal::Nothing {
        let word = source.exam.reveal.word();
        context.say(&format!(
            "`{name}` has reveal = \"{word}\": who sits the paper sees nothing of it, for it has no key."
        ));
    }
    if source.origin == Origin::BuiltIn {
        context.say(&format!("`{name}` is built in: its key is in every copy of this program."));
    }
    for id in paper::telling(&source.exam) {
        context.say(&format!(
            "warning: `{id}`: the ids of its parts stand in the right order, or in the reverse of it, and the paper shows them; leave them out, and they tell nothing"
        ));
    }
    if let Some(path) = to {
        let path = path.display().to_string();
        let count = plural::count(source.exam.questions.len(), "question");
        let path = sanitize::line(&path);
        context.say(&format!("Written: {path} ({count}, exam {}).", source.exam.exam_digest));
    }
    Ok(())
}
