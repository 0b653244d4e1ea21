//! What people say of answers, as data: marks, and questions that are broken.

use serde::{Deserialize, Serialize};

/// What people say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Said {
    /// A grader's own mark on one criterion of one answer.
    Marked(Mark),
    /// The mark that counts where graders differ.
    Agreed(Mark),
    /// A question that was taken out counts again.
    Restored {
        /// The exam's id, without a form.
        exam: String,
        /// The question's.
        question: String,
        /// Who says so.
        grader: String,
        /// Why, if it is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
        /// By which key everything else was marked then; all 64 hex digits.
        key_digest: String,
    },
    /// A question is broken, and counts for nobody.
    Dropped {
        /// The exam's id, without a form.
        exam: String,
        /// The question's.
        question: String,
        /// Who says so.
        grader: String,
        /// Why, if it is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
        /// By which key everything else was marked then; all 64 hex digits.
        key_digest: String,
    },
}

/// A mark on one criterion of one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Whose answer: the attempt's id.
    pub attempt: String,
    /// The question's id.
    pub question: String,
    /// The place of the criterion in the rubric, from 1.
    pub criterion: usize,
    /// The points given, a plain decimal.
    pub points: String,
    /// Who gave them; where graders differed, who decided.
    pub grader: String,
    /// What was said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// By which rubric; all 64 hex digits of the key's digest.
    pub key_digest: String,
}
