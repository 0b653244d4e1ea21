//! Rows of a results file as the commands around a sitting need them: by column name, in any order, whatever else is
//! there. The report has a reader of its own that judges every row; this one takes what it can read.

use csv::{ReaderBuilder, StringRecord};

use super::cell::unguard;
use super::name::composed;

/// The cells of one row that tell who did what when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Which attempt.
    pub attempt_id: String,
    /// Who.
    pub candidate: String,
    /// What tells namesakes apart.
    pub candidate_id: String,
    /// Which exam, or form of it.
    pub exam_id: String,
    /// From which command.
    pub mode: String,
    /// When the attempt began.
    pub started_at: String,
    /// Which question.
    pub question_id: String,
    /// What became of it.
    pub outcome: String,
}

/// The rows of a file's bytes that can be read.
pub fn seen(bytes: &[u8]) -> Vec<Seen> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(bytes);
    let Ok(header) = reader.headers().cloned() else { return Vec::new() };
    let cell = |record: &StringRecord, column: &str| {
        let place = header.iter().position(|name| name == column);
        place.and_then(|place| record.get(place)).map(|text| unguard(text).to_owned()).unwrap_or_default()
    };
    let name = |record: &StringRecord, column: &str| composed(&cell(record, column)).into_owned();
    let row = |record: StringRecord| Seen {
        attempt_id: cell(&record, "attempt_id"),
        candidate: name(&record, "candidate"),
        candidate_id: name(&record, "candidate_id"),
        exam_id: cell(&record, "exam_id"),
        mode: cell(&record, "mode"),
        started_at: cell(&record, "started_at"),
        question_id: cell(&record, "question_id"),
        outcome: cell(&record, "outcome"),
    };
    reader.records().filter_map(Result::ok).map(row).collect()
}
