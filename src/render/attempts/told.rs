//! One attempt, event by event, as JSON, format 1. Members may be added, never renamed.

use serde_json::{Map, Value, json};

use crate::exam::words;
use crate::session::Event;
use crate::session::timeline::Happened;

use super::super::json::written;
use super::timeline::{Keyed, Timeline};
use super::wording;

/// Members of events that say what is right.
const OF_THE_KEY: [&str; 3] = ["columns", "rows", "how"];

impl Timeline<'_> {
    /// The document, ending in a newline.
    pub fn json(&self) -> String {
        let listed = self.listed;
        let mut document = json!({
            "format": 1,
            "attempt_id": listed.attempt,
            "candidate": listed.candidate,
            "candidate_id": listed.candidate_id,
            "exam_id": listed.exam,
            "title": self.exam.map(|exam| &exam.title),
            "started_at": self.attempt.started_at.with_millis(),
            "status": listed.standing.word(),
            "recorded": listed.recorded.word(),
            "answered": self.attempt.answered(),
            "receipt": self.receipt,
            "questions": self.questions(),
            "events": self.happened.iter().map(|one| self.event(one)).collect::<Vec<_>>(),
            "notes": self.remarks(),
        });
        if let (Keyed::Yes, Some(answers), Some(members)) =
            (self.keyed, self.earned(), document.as_object_mut())
        {
            members.insert("answers".to_owned(), answers);
        }
        written(&document)
    }

    fn questions(&self) -> Vec<Value> {
        let question = |(at, drawn): (usize, &crate::session::Drawn)| {
            json!({
                "number": at + 1,
                "question_id": drawn.id,
                "topic": drawn.topic,
                "level": drawn.level,
                "title": self.exam.and_then(|exam| exam.question(&drawn.id)).map(wording::title),
                "limit_ms": drawn.limit,
            })
        };
        self.attempt.started.questions.iter().enumerate().map(question).collect()
    }

    fn event(&self, one: &Happened<'_>) -> Value {
        let mut event = Map::new();
        event.insert("since_start_ms".to_owned(), json!(one.elapsed_ms));
        event.insert("at".to_owned(), json!(one.at.with_millis()));
        if let Ok(Value::Object(members)) = serde_json::to_value(one.event) {
            // How it was left says nothing of right and wrong.
            let tells =
                |member: &str| OF_THE_KEY.contains(&member) && !matches!(one.event, Event::Left { .. });
            event
                .extend(members.into_iter().filter(|(member, _)| self.keyed == Keyed::Yes || !tells(member)));
        }
        if matches!(one.event, Event::Resumed { .. }) {
            event.insert("away_ms".to_owned(), json!(one.away_ms));
        }
        if let Some(on) = &one.on {
            event.insert("number".to_owned(), json!(on.place + 1));
            event.insert("on_question_ms".to_owned(), json!(on.seen_ms));
            event.insert("stood".to_owned(), json!(on.stood));
        }
        let given =
            if let Event::Answered { question, answer, .. } | Event::Tried { question, answer } = one.event {
                wording::in_words(self.exam, question.as_str(), answer)
            } else if let Event::Expired { question: Some(question), draft: Some(draft), .. } = one.event {
                wording::in_words(self.exam, question.as_str(), draft)
            } else {
                None
            };
        if let Some(texts) = given {
            event.insert("in_words".to_owned(), json!(texts));
        }
        Value::Object(event)
    }

    /// What each answer earned, and what is right.
    fn earned(&self) -> Option<Value> {
        let rows = self.rows()?;
        let cells = |row: &Vec<String>| {
            let place = |column: &str| rows.columns.iter().position(|name| name == column);
            let cell = |column: &str| place(column).and_then(|place| row.get(place)).map(String::as_str);
            let id = cell("question_id").unwrap_or_default();
            let number =
                |column: &str| cell(column).and_then(|text| serde_json::from_str::<Value>(text).ok());
            let question =
                self.exam.and_then(|exam| exam.questions.iter().find(|known| known.id.as_str() == id));
            let exact = |text: &str| serde_json::from_str::<Value>(text).ok();
            let now = self.now_of(id).map(|now| {
                json!({
                    "outcome": now.outcome,
                    "points": exact(&now.points),
                    "max_points": exact(&now.max_points),
                    "grader": now.grader,
                })
            });
            json!({
                "question_id": id,
                "now": now,
                "answer": cell("answer"),
                "outcome": cell("outcome"),
                "points": number("points"),
                "max_points": number("max_points"),
                "right": question.and_then(words::right).map(|right| right.texts().to_vec()),
            })
        };
        Some(Value::Array(rows.rows.iter().map(cells).collect()))
    }
}
