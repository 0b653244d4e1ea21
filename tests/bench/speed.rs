//! How long a person waits: `cargo bench`.
//!
//! Measured from outside, on the release binary in a pseudo-terminal: from the start of the process to its first prompt, from
//! Enter to the next prompt (the sync of the journal included), and `check` of a file of ten thousand questions; and from inside,
//! the reading of such a file. And `report` from start to end, on results of two sizes; the same with millions of rows is for
//! `examples/make_results.rs` and a stopwatch (see the README). `start/version` is what a process that does nothing takes on the machine at hand: the others are
//! best quoted as multiples of it, or of each other.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a benchmark says what it expects, and touches the world"
)]

mod bank;
mod seat;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};

use bank::Content;
use seat::{PROGRAM, Seat};

/// What stands at the end of every prompt of a question, and the last that is drawn of it.
const PROMPT: &str = "Esc: menu";
/// The most that the format allows.
const MANY: usize = 10_000;
/// Questions of an exam that is sat.
const SITTING: usize = 200;

/// A folder on a disk: what is synced to memory costs nothing.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder")
}

fn write(folder: &Path, name: &str, questions: usize, content: Content) {
    std::fs::write(folder.join(name), bank::exam(questions, content)).expect("an exam");
}

fn start(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start");
    group.sampling_mode(SamplingMode::Flat).sample_size(30).measurement_time(Duration::from_secs(3));
    let take = ["take", "exam.toml", "--candidate", "Ada"];
    let at_once = ["take", "exam.toml", "--candidate", "Ada", "--yes"];
    let cases: [(&str, Content, &[&str], &[&str]); 4] = [
        ("version", Content::Choices, &["--version"], &["examiner"]),
        ("start prompt", Content::Choices, &take, &["Start now", "Enter: yes"]),
        ("question", Content::Choices, &at_once, &["Question 1 of", PROMPT]),
        ("question with a snippet", Content::Snippets, &at_once, &["Question 1 of", PROMPT]),
    ];
    for (name, content, args, texts) in cases {
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| {
                (0..times)
                    .map(|_| {
                        let folder = folder();
                        write(folder.path(), "exam.toml", 20, content);
                        Seat::start(folder.path(), args).until(texts)
                    })
                    .sum()
            });
        });
    }
    group.finish();
}

fn next(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("enter");
    group.sampling_mode(SamplingMode::Flat).sample_size(30).measurement_time(Duration::from_secs(3));
    for (name, content) in
        [("next question", Content::Choices), ("next question with a snippet", Content::Snippets)]
    {
        let folder = folder();
        write(folder.path(), "exam.toml", SITTING, content);
        let sit_down = || {
            let take = ["take", "exam.toml", "--candidate", "Ada", "--yes", "--results"];
            let results = format!("results-{}.csv", uuid::Uuid::new_v4());
            let mut seat = Seat::start(folder.path(), &[&take[..], &[results.as_str()]].concat());
            seat.until(&["Question 1 of", PROMPT]);
            (seat, 1)
        };
        let mut sitting = sit_down();
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| {
                let mut took = Duration::ZERO;
                for _ in 0..times {
                    if sitting.1 == SITTING {
                        sitting = sit_down();
                    }
                    sitting.1 += 1;
                    took += sitting.0.enter_until(&[&format!("Question {} of", sitting.1), PROMPT]);
                }
                took
            });
        });
    }
    group.finish();
}

fn check(criterion: &mut Criterion) {
    let folder = folder();
    write(folder.path(), "exam.toml", MANY, Content::Everything);
    let bytes = std::fs::read(folder.path().join("exam.toml")).expect("the exam");
    let mut group = criterion.benchmark_group("ten thousand questions");
    group.sampling_mode(SamplingMode::Flat).sample_size(20).measurement_time(Duration::from_secs(5));
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("check", |bencher| {
        bencher.iter_custom(|times| {
            (0..times)
                .map(|_| {
                    let mut command = Command::new(PROGRAM);
                    command.args(["check", "exam.toml"]).current_dir(folder.path()).stdout(Stdio::null());
                    let started = Instant::now();
                    let status = command.status().expect("the program starts");
                    let took = started.elapsed();
                    assert!(status.success(), "the exam is valid");
                    took
                })
                .sum()
        });
    });
    group.bench_with_input(BenchmarkId::from_parameter("parse"), &bytes, |bencher, bytes| {
        bencher.iter(|| examiner::exam::parse(bytes).expect("the exam is valid"));
    });
    group.finish();
}

/// Results of an exam of thirty questions by so many candidates.
fn results(candidates: usize) -> String {
    let mut text = String::from(
        "attempt_id,candidate,exam_id,started_at,ladder,question_id,topic,level,outcome,points,max_points\n",
    );
    for candidate in 0..candidates {
        for question in 0..30 {
            let level = ["junior", "middle", "senior"][question / 10];
            let right = (question * 7 + candidate * 13) % 10 < 6 + candidate % 4;
            let (outcome, points) = if right { ("correct", 1) } else { ("incorrect", 0) };
            text.push_str(&format!(
                "a{candidate},Candidate {candidate},messaging,2026-11-18T09:00:00Z,junior=0.70 middle=0.65 senior=0.60,q{question},t{},{level},{outcome},{points},1\n",
                question % 6
            ));
        }
    }
    text
}

fn report(criterion: &mut Criterion) {
    let folder = folder();
    let mut group = criterion.benchmark_group("report");
    group.sampling_mode(SamplingMode::Flat).sample_size(30).measurement_time(Duration::from_secs(3));
    for (name, candidates) in [("1,000 rows", 34), ("500 candidates", 500)] {
        std::fs::write(folder.path().join("results.csv"), results(candidates)).expect("results");
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| {
                (0..times)
                    .map(|_| {
                        let mut command = Command::new(PROGRAM);
                        command.arg("report").current_dir(folder.path()).stdout(Stdio::null());
                        let started = Instant::now();
                        assert!(command.status().expect("the program starts").success());
                        started.elapsed()
                    })
                    .sum()
            });
        });
    }
    group.finish();
}

/// A learner's own results of so many attempts at a built-in exam.
fn practised(attempts: usize) -> String {
    let mut text = examiner::results::COLUMNS.join(",") + "\n";
    let messaging = examiner::library::built_in("messaging").expect("an exam");
    let exam = examiner::exam::parse(messaging.bytes).expect("the exam is valid");
    for attempt in 0..attempts {
        for (place, question) in exam.questions.iter().enumerate() {
            let (outcome, points) = if (place + attempt) % 3 > 0 { ("correct", 1) } else { ("incorrect", 0) };
            text.push_str(&format!(
                "a{attempt},learner,,messaging,{0},{1},practice,submitted,2026-11-18T09:00:00Z,2026-11-18T09:40:00Z,{2},{3},{4},middle,single,,a,{outcome},{points},1,12.0,key\n",
                exam.exam_digest.short(), exam.key_digest.short(), place + 1, question.id, question.topic
            ));
        }
    }
    text
}

fn look_back(criterion: &mut Criterion) {
    let folder = folder();
    let data = folder.path().join("data/examiner");
    std::fs::create_dir_all(&data).expect("a folder");
    std::fs::write(data.join("practice.csv"), practised(304)).expect("results");
    let mut group = criterion.benchmark_group("10,000 rows practised");
    group.sampling_mode(SamplingMode::Flat).sample_size(30).measurement_time(Duration::from_secs(3));
    for (name, args) in [("home", &[][..]), ("list", &["list"]), ("history", &["history"])] {
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| {
                (0..times)
                    .map(|_| {
                        let mut command = Command::new(PROGRAM);
                        command.args(args).current_dir(folder.path()).stdout(Stdio::null());
                        command.env("XDG_DATA_HOME", folder.path().join("data"));
                        let started = Instant::now();
                        assert!(command.status().expect("the program starts").success());
                        started.elapsed()
                    })
                    .sum()
            });
        });
    }
    group.finish();
}

criterion_group!(speed, start, next, check, report, look_back);
criterion_main!(speed);
