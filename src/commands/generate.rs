//! `examiner generate`: the exam file's schema, completion scripts, manual pages.

use super::lines::quoted;
use super::{cannot_write, help, output};
use crate::cli::generate::{Generate, Generated, Man, Shell};
use crate::cli::pages;
use crate::context::Context;
use crate::exam::schema::SCHEMA;
use crate::failure::{Failure, Kind};
use crate::render::sanitize;
use crate::store::folder;

/// Runs `generate`.
pub fn run(asked: &Generate, context: &mut Context) -> Result<(), Failure> {
    match &asked.what {
        Generated::Schema(_) => print(SCHEMA, context),
        Generated::Completions(asked) => print(script(asked.shell), context),
        Generated::Man(asked) => man(asked, context),
    }
}

fn man(asked: &Man, context: &mut Context) -> Result<(), Failure> {
    let Some(folder) = &asked.output else {
        let words: Vec<&str> = asked.command.iter().map(String::as_str).collect();
        let page = pages::man(&words).map_err(|unknown| help::no_command(&unknown))?;
        return print(&page, context);
    };
    if !folder::is_folder(folder) {
        let name = folder.display().to_string();
        let (message, help) = if folder::exists(folder) {
            ("is no folder", "name a folder for the pages with `-o FOLDER`".to_owned())
        } else {
            ("there is no such folder", format!("make it first: mkdir -p {}", quoted(&name)))
        };
        return Err(Failure::new(Kind::File, format!("`{}`: {message}", sanitize::line(&name)), help));
    }
    pages::all_man().into_iter().try_for_each(|(name, page)| {
        output::write(Some(&folder.join(name)), context, |to| to.write_all(page.as_bytes()))
    })
}

fn print(text: &str, context: &mut Context) -> Result<(), Failure> {
    context.print(text).map_err(|error| cannot_write(&error))
}

/// What makes a shell ask `examiner __complete` at each Tab.
const fn script(shell: Shell) -> &'static str {
    match shell {
        Shell::Bash => include_str!("complete/examiner.bash"),
        Shell::Zsh => include_str!("complete/examiner.zsh"),
        Shell::Fish => include_str!("complete/examiner.fish"),
        Shell::Powershell => include_str!("complete/examiner.ps1"),
        Shell::Elvish => include_str!("complete/examiner.elv"),
    }
}
