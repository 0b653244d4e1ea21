//! How far graders agree, and where they differ.

use serde_json::{Value, json};

use super::super::document::{Document, Part};
use super::super::json::written;
use super::super::table::{Column, Table};
use super::super::{plural, share};
use crate::grading::agreement::Agreement;

/// One criterion of one answer on which graders differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which question.
    pub question: String,
    /// Whose answer, or its number where names are hidden.
    pub answer: String,
    /// The place of the criterion, from 1.
    pub criterion: usize,
    /// Each grader's points.
    pub marks: Vec<(String, String)>,
}

/// What graders say of one exam's essays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Differences {
    /// The exam's title.
    pub title: String,
    /// By question: every two graders.
    pub agreement: Vec<(String, Vec<Agreement>)>,
    /// Where they differ, and have not agreed.
    pub open: Vec<Difference>,
}

/// The same as JSON, format 1: members may be added, never renamed.
pub fn agreement_json(differences: &Differences) -> String {
    let pair = |question: &String, pair: &Agreement| {
        json!({
            "question": question,
            "graders": [pair.one, pair.other],
            "answers": pair.answers,
            "exactly": pair.exact,
            "kappa": pair.kappa,
        })
    };
    let pairs = differences.agreement.iter();
    let pairs = pairs.flat_map(|(question, pairs)| pairs.iter().map(move |of| pair(question, of)));
    let open = differences.open.iter().map(|of| {
        let number = |points: &String| serde_json::from_str::<Value>(points).unwrap_or(Value::Null);
        let marks = of.marks.iter().map(|(who, points)| json!({ "grader": who, "points": number(points) }));
        json!({
            "question": of.question,
            "answer": of.answer,
            "criterion": of.criterion,
            "marks": marks.collect::<Vec<_>>(),
        })
    });
    written(&json!({
        "format": 1,
        "title": differences.title,
        "agreement": pairs.collect::<Vec<_>>(),
        "to_agree_on": open.collect::<Vec<_>>(),
    }))
}

/// The page.
pub fn list(differences: &Differences) -> Document {
    let mut parts = vec![Part::Heading(vec![differences.title.clone(), "how far graders agree".to_owned()])];
    if differences.agreement.iter().all(|(_, pairs)| pairs.is_empty()) {
        parts.push(Part::Text("No answer has marks of two graders on every criterion.".to_owned()));
    } else {
        parts.push(Part::Table(agreement(differences)));
        parts.push(Part::Text(
            "Exactly: the same points on every criterion. Kappa: Cohen's weighted kappa of the answers' points, a difference weighing by its square; 1 is full agreement, 0 what chance gives, – where chance alone would agree in full. Of few answers it says little."
                .to_owned(),
        ));
    }
    if differences.open.is_empty() {
        parts.push(Part::Text("Graders differ nowhere that is not agreed on.".to_owned()));
    } else {
        let mut table = Table::new([
            Column::text("question"),
            Column::text("answer"),
            Column::number("criterion"),
            Column::text("marks"),
        ]);
        for of in &differences.open {
            let marks: Vec<String> = of.marks.iter().map(|(who, points)| format!("{who} {points}")).collect();
            let criterion = of.criterion.to_string();
            table.row([of.question.as_str(), &of.answer, &criterion, &marks.join(", ")]);
        }
        let count = plural::count(differences.open.len(), "mark");
        parts.push(Part::Text(format!("{count} to be agreed on:")));
        parts.push(Part::Table(table));
    }
    Document { parts }
}

fn agreement(differences: &Differences) -> Table {
    let mut table = Table::new([
        Column::text("question"),
        Column::text("graders"),
        Column::number("answers"),
        Column::number("exactly"),
        Column::number("kappa"),
    ]);
    for (question, pairs) in &differences.agreement {
        for pair in pairs {
            let exactly = share::share(whole(pair.exact), u32::try_from(pair.answers).unwrap_or(u32::MAX));
            let kappa =
                pair.kappa.map_or_else(|| "–".to_owned(), |kappa| format!("{kappa:.2}").replace('-', "−"));
            let graders = format!("{} and {}", pair.one, pair.other);
            table.row([question.as_str(), &graders, &pair.answers.to_string(), &exactly, &kappa]);
        }
    }
    table
}

fn whole(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
