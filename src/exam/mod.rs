//! What an exam is: from the bytes of a TOML file to a model that is valid by construction. Knows nothing of files, clocks or terminals.

pub mod answer;
mod canonical;
pub mod default;
pub mod digest;
pub mod id;
pub mod lint;
pub mod model;
mod parse;
pub mod problem;
pub mod quantity;
mod raw;
pub mod schema;
pub mod section;
pub mod spans;
pub mod words;

pub use answer::Answer;
pub use digest::Digest;
pub use id::{ExamId, FormId, Level, PartId, QuestionId, SnippetId, TopicId};
pub use lint::lint;
pub use model::*;
pub use parse::suggest::near;
pub use parse::{parse, parse_with_spans};
pub use problem::{Fault, Lines, Problem, Problems, Severity, Warning, WarningName};
pub use quantity::{Fraction, Millis, Points};
pub use raw::Fragment;
pub use spans::Spans;
