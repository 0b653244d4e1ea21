//! Which exam is meant: a path, a built-in id, either with a form; or one chosen from a list.

use std::path::{Path, PathBuf};

use super::likeness::nearest;
use super::nearby;
use crate::cli::WhichExam;
use crate::context::Context;
use crate::exam::{self, Exam, Form, Severity};
use crate::failure::{Failure, Kind};
use crate::library;
use crate::render::{diagnostic, sanitize};
use crate::store::folder;
use crate::terminal::prompter::{Ask, Choice, Got, Prompter, Want};

/// An exam as asked for.
pub struct Source {
    /// The exam.
    pub exam: Exam,
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// The form, if one is meant.
    pub form: Option<Form>,
    /// How to name it on a command line.
    pub name: String,
    /// Whether it is built in: then everyone can read its key.
    pub origin: Origin,
}

/// Where an exam comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Embedded in the program.
    BuiltIn,
    /// A file.
    File(PathBuf),
}

impl Source {
    /// The form's title, or the exam's.
    pub fn title(&self) -> &str {
        self.form.as_ref().map_or(self.exam.title.as_str(), |form| form.title.as_str())
    }
}

/// Finds, reads and parses an exam; asks which one if none is named and there is somebody to ask.
pub fn find(
    which: &WhichExam,
    prompter: Option<&mut dyn Prompter>,
    context: &mut Context,
) -> Result<Source, Failure> {
    let named = match (&which.exam, prompter) {
        (Some(named), _) => named.clone(),
        (None, Some(prompter)) => choose(prompter, context)?,
        (None, None) => {
            let help = "name a file or a built-in exam; `examiner list` shows what is at hand";
            return Err(Failure::new(Kind::CommandLine, "no exam is named", help));
        }
    };
    let (bytes, origin, name, form) = locate(&named)?;
    let form = match (form, &which.form) {
        (Some(one), Some(other)) if one != *other => {
            let message = format!("two forms are named, `{one}` and `{other}`");
            return Err(Failure::new(Kind::CommandLine, message, "name one"));
        }
        (Some(form), _) => Some(form),
        (None, form) => form.clone(),
    };
    let exam = parse(&bytes, &name, context)?;
    let form = form.map(|form| find_form(&exam, &form)).transpose()?;
    Ok(Source { exam, bytes, form, name, origin })
}

type Located = (Vec<u8>, Origin, String, Option<String>);

fn locate(named: &str) -> Result<Located, Failure> {
    if let Some(known) = library::built_in(named) {
        return Ok((known.bytes.to_vec(), Origin::BuiltIn, known.id.to_owned(), None));
    }
    if let Some((id, form)) = named.split_once('/')
        && let Some(known) = library::built_in(id)
    {
        return Ok((known.bytes.to_vec(), Origin::BuiltIn, known.id.to_owned(), Some(form.to_owned())));
    }
    let path = Path::new(named);
    if folder::exists(path) {
        let bytes = folder::read_exam(path)?;
        return Ok((bytes, Origin::File(path.to_owned()), named.to_owned(), None));
    }
    if let Some((file, form)) = named.rsplit_once('/')
        && folder::is_file(Path::new(file))
    {
        let bytes = folder::read_exam(Path::new(file))?;
        return Ok((bytes, Origin::File(PathBuf::from(file)), file.to_owned(), Some(form.to_owned())));
    }
    let help = match nearby::exam(named) {
        Some(near) => {
            format!("did you mean `{}`? `examiner list` shows what is at hand", sanitize::line(&near))
        }
        None => "`examiner list` shows the exams at hand".to_owned(),
    };
    let message = format!("no file and no built-in exam is called `{}`", sanitize::line(named));
    let is_path = named.contains('/') || path.extension().is_some_and(|ending| ending == "toml");
    Err(Failure::new(if is_path { Kind::File } else { Kind::CommandLine }, message, help))
}

/// Parses; prints what is wrong.
fn parse(bytes: &[u8], name: &str, context: &mut Context) -> Result<Exam, Failure> {
    exam::parse(bytes).map_err(|problems| {
        let text = diagnostic::render(&problems, bytes, name, context.err_look);
        let _ = std::io::Write::write_all(&mut context.err, text.as_bytes());
        let errors = problems.count(Severity::Error);
        let s = if errors == 1 { "" } else { "s" };
        let message = format!("`{}` can't be administered: {errors} error{s}", sanitize::line(name));
        Failure::new(Kind::File, message, format!("mend it, and see with `examiner check {name}`"))
    })
}

fn find_form(exam: &Exam, form: &str) -> Result<Form, Failure> {
    if let Some(found) = exam.forms.iter().find(|known| known.id.as_str() == form) {
        return Ok(found.clone());
    }
    let known: Vec<String> = exam.forms.iter().map(|form| format!("`{}`", form.id)).collect();
    let help = match nearest(form, exam.forms.iter().map(|form| form.id.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "leave the form out".to_owned(),
        None => format!("it has {}", known.join(", ")),
    };
    let message = format!("`{}` has no form `{}`", exam.id, sanitize::line(form));
    Err(Failure::new(Kind::CommandLine, message, help))
}

fn choose(prompter: &mut dyn Prompter, context: &mut Context) -> Result<String, Failure> {
    let mut names: Vec<(String, String)> = Vec::new();
    for known in library::BUILT_IN {
        if let Ok(exam) = exam::parse(known.bytes) {
            names.push((known.id.to_owned(), format!("{} (built in)", sanitize::line(&exam.title))));
        }
    }
    for path in folder::toml_files(Path::new(".")) {
        if let Ok(exam) =
            folder::read_exam(&path).map_err(|_| ()).and_then(|b| exam::parse(&b).map_err(|_| ()))
        {
            let name = path.to_string_lossy().into_owned();
            names
                .push((name.clone(), format!("{} ({})", sanitize::line(&exam.title), sanitize::line(&name))));
        }
    }
    let labels: Vec<String> = (0..names.len()).map(crate::render::question::label).collect();
    let choices: Vec<Choice<'_>> =
        names.iter().zip(&labels).map(|((_, text), label)| Choice { label, text, open: true }).collect();
    if prompter.manner() == crate::terminal::prompter::Manner::Plain {
        let lines: Vec<String> =
            choices.iter().map(|choice| format!("  {}  {}", choice.label, choice.text)).collect();
        prompter.show(&lines.join("\n"));
    }
    let ask = Ask {
        message: "Which exam?",
        help: "Enter chooses, Ctrl-C leaves",
        want: Want::Choose { choices: &choices, cursor: 0 },
        until_up_ms: None,
        bells_up_ms: &[],
        commands: &[],
    };
    match prompter.ask(&ask).got {
        Got::Chosen(at) if at < names.len() => Ok(names.swap_remove(at).0),
        Got::Chosen(_)
        | Got::Ticked(_)
        | Got::Typed(_)
        | Got::Confirmed(_)
        | Got::Command(_)
        | Got::Escaped(_)
        | Got::Expired(_)
        | Got::Gone(_) => {
            context.say("Left; nothing was started.");
            Err(Failure::said(Kind::Left))
        }
    }
}
