//! The exams that are built in besides the lesson: how the list shows them, and practice by topic.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use super::sandbox::{Sandbox, holds};

/// What an exam's file has in that array.
fn tables(exam: &Table, name: &str) -> Vec<Table> {
    let array = exam[name].as_array().unwrap_or_else(|| panic!("an array {name}"));
    array.iter().map(|value| value.as_table().expect("a table").clone()).collect()
}

fn text<'a>(table: &'a Table, name: &str) -> &'a str {
    table.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// An answer that a question of this kind takes, right or not.
fn some_answer(question: &Table) -> String {
    match text(question, "kind") {
        "" | "single" | "multiple" => "a".to_owned(),
        "number" => "1".to_owned(),
        "text" => "x".to_owned(),
        "order" => {
            let letters = ('a'..='z').take(tables(question, "entry").len()).map(String::from);
            letters.collect::<Vec<_>>().join(" ")
        }
        other => panic!("an answer to {other}"),
    }
}

/// Each topic of the exam can be practised: its questions and no others are asked, and each is kept.
fn assert_practised_by_topic(id: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("exams/{id}.toml"));
    let file = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let exam: Table = toml::from_str(&file).unwrap_or_else(|error| panic!("{id}: {error}"));
    let topics = tables(&exam, "topic");
    assert_eq!(topics.len(), 6, "{id}");
    for topic in &topics {
        let sandbox = Sandbox::new();
        let mut questions = tables(&exam, "question");
        questions.retain(|question| text(question, "topic") == text(topic, "id"));
        let answers: String = questions.iter().map(|question| some_answer(question) + "\n").collect();
        let ran = sandbox.run(&["practice", id, "--topic", text(topic, "id"), "--yes"], &answers);
        assert_eq!(ran.code, Some(0), "{id}: {}: {ran:?}", text(topic, "id"));
        let count = questions.len();
        let first = format!("Question 1 of {count} · {} · 1 point", text(topic, "title"));
        holds(&ran.err, &[&first, &format!("{count} of {count} questions completed"), "Recap"]);
        let kept = sandbox.column("home/.local/share/examiner/practice.csv", "question_id");
        let asked: Vec<&str> = questions.iter().map(|question| text(question, "id")).collect();
        assert_eq!(kept, asked);
    }
}

#[test]
fn each_topic_of_messaging_can_be_practised() {
    assert_practised_by_topic("messaging");
}

#[test]
fn each_topic_of_sql_can_be_practised() {
    assert_practised_by_topic("sql");
}

#[test]
fn each_topic_of_rust_can_be_practised() {
    assert_practised_by_topic("rust");
}

#[test]
fn each_topic_of_http_apis_can_be_practised() {
    assert_practised_by_topic("http-apis");
}

#[test]
fn each_topic_of_observability_can_be_practised() {
    assert_practised_by_topic("observability");
}

#[test]
fn each_topic_of_linux_can_be_practised() {
    assert_practised_by_topic("linux");
}

const LIST: &str = "\
messaging: Messaging
  length  33 questions, about 45 minutes, limit 45 min
  topics  Delivery semantics, Ordering and partitions, Idempotency, Outbox and
          change capture, Retries and dead letters, Lag and redelivery metrics
  levels  junior 11, middle 12, senior 10
  form    messaging/short: 24 of the 33, drawn for each candidate, limit 30 min

sql: SQL
  length  33 questions, about 45 minutes, limit 45 min
  topics  What a query returns, Constraints, Indexes and plans, Locking,
          Isolation anomalies, Migrations on a live table
  levels  junior 10, middle 13, senior 10
  form    sql/short: 24 of the 33, drawn for each candidate, limit 30 min

rust: Rust
  length  33 questions, about 45 minutes, limit 45 min
  topics  Ownership and borrowing, Types and traits, Errors and panics,
          Concurrency and async, Iterators and performance, Unsafe and FFI
  levels  junior 10, middle 13, senior 10
  form    rust/short: 24 of the 33, drawn for each candidate, limit 30 min

http-apis: HTTP APIs
  length  33 questions, about 45 minutes, limit 45 min
  topics  Methods and status codes, Caching and conditional requests,
          Idempotency and retries, Pagination and versioning, Authentication and
          common holes, Failure and back-pressure
  levels  junior 11, middle 12, senior 10
  form    http-apis/short: 24 of the 33, drawn for each candidate, limit 30 min

observability: Observability
  length  33 questions, about 48 minutes, limit 48 min
  topics  Reading metrics, Percentiles and their traps, SLOs and burn rates,
          Logs and traces, Incident decisions, Capacity
  levels  junior 11, middle 12, senior 10
  form    observability/short: 24 of the 33, drawn for each candidate, limit 30
          min

linux: Linux
  length  33 questions, about 45 minutes, limit 45 min
  topics  Processes and signals, Memory and the OOM killer, Files and
          permissions, Networking and sockets, Shell scripts, Reading the tools
  levels  junior 12, middle 10, senior 11
  form    linux/short: 24 of the 33, drawn for each candidate, limit 30 min
";

#[test]
fn the_list_shows_each_exam_with_its_length_topics_levels_and_form() {
    let listed = Sandbox::new().run(&["list"], "");
    assert_eq!(listed.code, Some(0), "{listed:?}");
    holds(&listed.out, &[LIST]);
}
