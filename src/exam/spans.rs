//! Where the parts of a valid exam stand in its file: the model has no places, and what is said about an exam that is valid needs them.

use std::ops::Range;

/// Places in bytes of the file. Lists are in the order of the model's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans {
    /// The exam's id.
    pub id: Range<usize>,
    /// Its limit.
    pub time_limit: Option<Range<usize>>,
    /// The levels that `cuts` sets.
    pub cuts: Vec<(String, Range<usize>)>,
    /// The rungs of `ladder`; empty where it is the default.
    pub rungs: Vec<Range<usize>>,
    /// The ids of declared topics.
    pub topics: Vec<Range<usize>>,
    /// The ids of shared snippets.
    pub snippets: Vec<Range<usize>>,
    /// The forms.
    pub forms: Vec<FormSpans>,
    /// The questions.
    pub questions: Vec<QuestionSpans>,
}

/// Places of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormSpans {
    /// Its id.
    pub id: Range<usize>,
    /// Its own limit.
    pub time_limit: Option<Range<usize>>,
}

/// Places of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionSpans {
    /// Its id.
    pub id: Range<usize>,
    /// Its level.
    pub level: Option<Range<usize>>,
    /// Its limit.
    pub time_limit: Option<Range<usize>>,
    /// What is right, of a boolean or a number.
    pub answer: Option<Range<usize>>,
    /// The texts of its options.
    pub options: Vec<Range<usize>>,
}
