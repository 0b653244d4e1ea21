//! `examiner grade --write`: under the lock, whole or not at all.

use super::super::source::Source;
use super::super::wrap_up::say_tidied;
use super::material::Material;
use super::{drops, print};
use crate::cli::grade::Grade;
use crate::context::Context;
use crate::failure::Failure;
use crate::session::moment::WallTime;
use crate::sitting::closing::{DAY_MS, tidy};
use crate::store::ledger::Ledger;
use crate::store::marks;

/// Writes what would change.
pub(super) fn run(
    args: &Grade,
    source: &Source,
    ledger: &Ledger,
    grader: Option<&str>,
    context: &mut Context,
) -> Result<(), Failure> {
    // What does not fit is refused before anything is written.
    let material = Material::read(ledger, source, args)?;
    let said = drops(args, grader, source, &material)?;
    material.with(said.clone()).graded()?;
    let clock = context.clock.clone();
    let found = tidy(ledger, &*clock, DAY_MS, &mut |text| context.say(text))?;
    say_tidied(&found, ledger, context);
    let now = WallTime(clock.now().wall_ms);
    // Before the rows: what is said and not done yet is done by whoever comes along.
    if !said.is_empty() {
        marks::say(&marks::path(ledger.results()), said, now)?;
    }
    let held = ledger.lock(&mut |text| context.say(text))?;
    let material = Material::read(ledger, source, args)?;
    let (was, columns) = (material.bytes.clone(), material.columns.clone());
    let (plan, mut preview) = material.graded()?;
    if plan.changed().next().is_some() {
        let exam = &source.exam;
        ledger.keep_exam(exam.exam_digest, exam.key_digest, &source.bytes)?;
        let backup = ledger.replace(&held, &was, &plan.apply(&was, &columns), &stamp(now))?;
        preview.backup = backup.file_name().map(|name| name.to_string_lossy().into_owned());
    }
    drop(held);
    print(args, &preview, context)
}

/// An instant as a part of a file's name: `20261126T032130Z`.
fn stamp(at: WallTime) -> String {
    at.with_seconds().replace(['-', ':'], "")
}
