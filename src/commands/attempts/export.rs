//! `examiner attempts export`: everything that is held about a person, as one folder to hand over.

use std::path::{Path, PathBuf};

use super::backups::{self, Backup};
use super::held::Held;
use super::people::{self, Person};
use crate::cli::attempts::ExportAttempts;
use crate::commands::{cannot_write, misread};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::attempts::letter::{self, Letter};
use crate::render::{plural, sanitize};
use crate::results::scan::with_line_end;
use crate::store::handing_over::{self, Piece};
use crate::store::ledger::Ledger;
use crate::store::{forgetting, marks, parted};

/// Runs it.
pub fn run(asked: &ExportAttempts, context: &mut Context) -> Result<(), Failure> {
    let held = Held::of(Ledger::at(&asked.results.results)?)?;
    let person = people::person(&held, &asked.candidate)?;
    let ids = person.ids();
    let files = forgetting::files_of(&held.ledger, &ids);
    let marks = parted::part(&marks::path(held.ledger.results()), |id| ids.iter().any(|known| known == id))?;
    let rows = rows(&held, &person)?;
    let results = held.ledger.name();
    let earlier = backups::of(&held.ledger, &person)?;
    let readme = letter::text(&Letter {
        candidate: person.candidate,
        candidate_id: person.candidate_id,
        results: &results,
        made: context.clock.now().wall_ms,
        attempts: person.attempts.iter().map(|one| &one.listed).collect(),
        rows: person.rows(),
        journals: files.journals.len(),
        drafts: files.drafts.len(),
        marks: marks.count,
        earlier: backups::count(&earlier),
    });
    let mut pieces = vec![(PathBuf::from("README.txt"), Piece::Text(&readme))];
    if let Some((file, _)) = held.results.as_ref().filter(|_| person.rows() > 0) {
        pieces.push((PathBuf::from("results.csv"), Piece::Parts(file, &rows)));
    }
    let inside = |folder: &str, path: &Path| Path::new(folder).join(path.file_name().unwrap_or_default());
    for path in &files.journals {
        let mut name = inside("journals", path);
        if pieces.iter().any(|(known, _)| *known == name) {
            // That which was written elsewhere is another one.
            name.set_extension("beside.jsonl");
        }
        pieces.push((name, Piece::Copy(path)));
    }
    pieces.extend(files.drafts.iter().map(|path| (inside("drafts", path), Piece::Copy(path))));
    if marks.count > 0 {
        pieces.push((PathBuf::from("marks.jsonl"), Piece::Bytes(&marks.theirs)));
    }
    let places = |backup: &Backup| -> Vec<std::ops::Range<u64>> {
        std::iter::once(0..backup.columns.end).chain(backup.rows.iter().cloned()).collect()
    };
    let earlier_rows: Vec<_> = earlier.iter().map(places).collect();
    for (backup, rows) in earlier.iter().zip(&earlier_rows) {
        let mut name = inside("earlier", &backup.path);
        name.set_extension("csv");
        pieces.push((name, Piece::Parts(&backup.file, rows)));
    }
    handing_over::write(&asked.output, &pieces)?;
    let folder = asked.output.display().to_string();
    let held = letter::counted([
        person.rows(),
        files.journals.len(),
        files.drafts.len(),
        marks.count,
        backups::count(&earlier),
    ]);
    let text = format!("Written: {} ({})\n", sanitize::line(&folder), plural::list(&held));
    context.print(&text).map_err(|error| cannot_write(&error))
}

/// The header and the person's rows, as bytes of the file.
fn rows(held: &Held, person: &Person<'_>) -> Result<Vec<std::ops::Range<u64>>, Failure> {
    let Some((file, columns)) = &held.results else { return Ok(Vec::new()) };
    let mut places = Vec::new();
    for place in person.attempts.iter().flat_map(|one| &one.rows) {
        let whole = with_line_end(file, place)
            .map_err(|error| misread::unread(file, &error, misread::Naming::Plain))?;
        places.push(whole);
    }
    places.sort_by_key(|place| place.start);
    places.insert(0, 0..columns.end);
    Ok(places)
}
