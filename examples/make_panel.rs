//! Makes the example panel: three interviewers' results of two exams, with journals and copies of the exams, the same on every
//! run. `cargo run --example make_panel -- examples/panel`

#![expect(clippy::disallowed_methods, reason = "a program of its own, with files of its own")]

use std::error::Error;
use std::fs;
use std::path::Path;

use examiner::clock::{Clock as _, FixedClock};
use examiner::exam::{self, Answer, Exam, Face, Key, Merit, Question, TextKey};
use examiner::results::{Closing, rows_of};
use examiner::session::machine::{self, Input};
use examiner::session::moment::WallTime;
use examiner::session::{Attempt, By, Event, Mode, Moment, Pace};
use examiner::sitting::starting::{self, Plan};
use examiner::store::journal::Journal;
use examiner::store::ledger::Ledger;
use examiner::store::recording;

type Outcome = Result<(), Box<dyn Error>>;

const MESSAGING: &str = include_str!("panel/exams/messaging.toml");
const QUERIES: &str = include_str!("panel/exams/queries.toml");

/// How a sitting ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Handed in.
    HandedIn,
    /// By the clock, on the question after so many.
    Expired(usize),
    /// Nobody has handed it in.
    Open(usize),
}

/// Who sat what, when, and how much was right of each level.
struct Sitting {
    who: &'static str,
    exam: &'static str,
    file: &'static str,
    /// The day of November 2026 and the hour, UTC.
    at: (i64, i64),
    right: [usize; 3],
    end: End,
    /// What is written where the exam asks for it.
    essay: Option<&'static str>,
}

const fn sat(who: &'static str, file: &'static str, at: (i64, i64), right: [usize; 3]) -> Sitting {
    Sitting { who, exam: MESSAGING, file, at, right, end: End::HandedIn, essay: None }
}

const fn queries(who: &'static str, file: &'static str, at: (i64, i64), right: [usize; 3]) -> Sitting {
    Sitting { exam: QUERIES, ..sat(who, file, at, right) }
}

const SITTINGS: [Sitting; 19] = [
    sat("Altair", "ito", (18, 9), [9, 8, 6]),
    sat("Mira", "ito", (18, 11), [7, 5, 2]),
    sat("Antares", "ito", (18, 14), [8, 5, 2]),
    sat("Rigel", "okafor", (19, 9), [10, 9, 4]),
    sat("Arcturus", "okafor", (19, 11), [10, 9, 8]),
    sat("Bellatrix", "okafor", (19, 14), [6, 4, 3]),
    sat("Capella", "lindqvist", (19, 15), [9, 9, 4]),
    sat("Deneb", "okafor", (20, 9), [9, 6, 3]),
    sat("Polaris", "lindqvist", (20, 10), [3, 8, 9]),
    sat("Vega", "ito", (21, 9), [10, 9, 9]),
    Sitting { end: End::Expired(21), ..sat("Sirius", "lindqvist", (21, 10), [9, 8, 6]) },
    sat("Mira", "lindqvist", (21, 13), [9, 8, 7]),
    Sitting { end: End::Open(12), ..sat("Spica", "ito", (21, 14), [8, 8, 8]) },
    queries("Altair", "lindqvist", (20, 13), [2, 2, 1]),
    Sitting {
        essay: Some(
            "I take the plan of exactly this customer, with real counts, and hold its estimates against them. I expect a customer with very many orders: the planner takes the index on the date and walks past everybody else's. I would confirm it with fresh statistics and with the index on customer and date.",
        ),
        ..queries("Rigel", "okafor", (20, 15), [2, 3, 1])
    },
    Sitting {
        essay: Some(
            "I would look at the logs and add an index on the orders of that customer, and then see whether the page is as fast as for the others.",
        ),
        ..queries("Capella", "lindqvist", (20, 16), [2, 2, 0])
    },
    queries("Deneb", "okafor", (21, 9), [1, 1, 1]),
    queries("Arcturus", "okafor", (21, 11), [2, 3, 2]),
    queries("Vega", "ito", (21, 15), [2, 3, 2]),
];

/// What Rigel did besides answering at `messaging`.
const RIGEL_PREDICTED: [(&str, &str); 4] = [
    ("exactly-once", "nothing, the transaction covers it"),
    ("check-then-act", "both charge, the check is not atomic"),
    ("order-of-ids", "gaps after a rollback, so something comes twice"),
    ("dedup-spike", "the table was down and came back"),
];
const RIGEL_CHANGED: [(&str, &str, &str); 2] = [("relay-dies", "b", "c"), ("poison", "b", "a")];
const RIGEL_CHOSE: [(&str, &str); 2] = [("rebalance", "a"), ("dedup-spike", "a")];
const RIGEL_OBJECTED: (&str, &str) =
    ("cdc", "does \"problem\" mean of the consumers or of whoever runs the relay?");

fn main() -> Outcome {
    let folder = std::env::args().nth(1).ok_or("name a folder: examples/panel")?;
    make(Path::new(&folder))
}

/// Makes everything in a folder; results that are there are made anew.
pub(crate) fn make(folder: &Path) -> Outcome {
    for name in ["ito", "okafor", "lindqvist"] {
        let results = folder.join(format!("{name}.csv"));
        let attempts = folder.join(format!("{name}.csv.attempts"));
        if results.exists() {
            fs::remove_file(&results)?;
        }
        if attempts.exists() {
            fs::remove_dir_all(&attempts)?;
        }
    }
    for (number, sitting) in (0_u8..).zip(&SITTINGS) {
        play(folder, number, sitting)?;
    }
    // A colleague's copy of one attempt.
    let (from, to) = (
        Ledger::at(&folder.join("okafor.csv")).map_err(said)?,
        Ledger::at(&folder.join("lindqvist.csv")).map_err(said)?,
    );
    let copied = from.journals().map_err(said)?.into_iter().next().ok_or("a journal")?;
    fs::copy(from.journal(&copied), to.journal(&copied))?;
    let text = fs::read_to_string(from.results())?;
    let mut rows = String::new();
    for line in text.lines().filter(|line| line.starts_with(copied.as_str())) {
        rows.push_str(line);
        rows.push('\n');
    }
    let there = fs::read_to_string(to.results())?;
    fs::write(to.results(), there + &rows)?;
    for ledger in ["ito", "okafor", "lindqvist"] {
        let lock = folder.join(format!("{ledger}.csv.lock"));
        if lock.exists() {
            fs::remove_file(lock)?;
        }
    }
    Ok(())
}

fn said(trouble: impl std::fmt::Display) -> String {
    trouble.to_string()
}

/// One sitting from the first question to the last row.
fn play(folder: &Path, number: u8, sitting: &Sitting) -> Outcome {
    let exam = exam::parse(sitting.exam.as_bytes()).map_err(|problems| format!("{problems:?}"))?;
    let ledger = Ledger::at(&folder.join(format!("{}.csv", sitting.file))).map_err(said)?;
    ledger.prepare(&mut |_| {}).map_err(said)?;
    ledger.keep_exam(exam.exam_digest, exam.key_digest, sitting.exam.as_bytes()).map_err(said)?;
    let (day, hour) = sitting.at;
    let midnight = WallTime::parse("2026-11-01T00:00:00Z").ok_or("an instant")?.0;
    let wall_ms = midnight + ((day - 1) * 24 + hour) * 3_600_000 + i64::from(number) * 7_000;
    let clock =
        FixedClock::new(Moment { wall_ms, up_ms: 40_000_000 }, &format!("boot-{}-{day}", sitting.file));
    let plan = Plan {
        exam: &exam,
        form: None,
        mode: Mode::Exam,
        pace: Pace::Timed,
        candidate: sitting.who.to_owned(),
        candidate_id: String::new(),
        seed: 20_261_100 + u64::from(number),
        seed_given: false,
        extra: None,
        narrowed: None,
        reveal: None,
        quiet_clock: false,
        no_predict: false,
        named: None,
    };
    let id = starting::attempt_id(clock.now(), [number; 10]);
    let started = Event::Started(Box::new(starting::started(&plan, id.clone())));
    let (journal, entry) = Journal::create(&ledger.journal(&id), &started, clock.now(), clock.boot())?;
    let attempt = Attempt::from_entries(&[entry]).map_err(|_| "an attempt")?;
    let mut table = Table { exam: &exam, clock, journal, attempt };
    let by = table.sit(sitting)?;
    let Some(by) = by else { return Ok(()) };
    let elapsed_ms = table.attempt.elapsed_at(table.clock.now(), table.clock.boot());
    let finished_at = WallTime(table.clock.now().wall_ms);
    let rows = rows_of(&table.attempt, &exam, Closing { by, finished_at, elapsed_ms });
    table.write(&Event::Submitted { by, rows: rows.clone() })?;
    recording::record(&ledger, &id, &rows, &mut |_| {}).map_err(said)?;
    table.write(&Event::Recorded { results: ledger.name() })
}

/// An attempt being sat.
struct Table<'a> {
    exam: &'a Exam,
    clock: FixedClock,
    journal: Journal,
    attempt: Attempt,
}

impl Table<'_> {
    fn write(&mut self, event: &Event) -> Outcome {
        let entry = self.journal.append(event, self.clock.now(), self.clock.boot())?;
        self.attempt.apply(&entry)?;
        Ok(())
    }

    fn step(&mut self, place: usize, input: Input, seconds: u32) -> Outcome {
        self.clock.pass(seconds * 1000);
        for event in machine::step(&self.attempt, place, input, self.clock.now(), self.clock.boot()) {
            self.write(&event)?;
        }
        Ok(())
    }

    /// Answers until the end; by whom it is handed in, if it is.
    fn sit(&mut self, sitting: &Sitting) -> Result<Option<By>, Box<dyn Error>> {
        let rigel = sitting.who == "Rigel" && sitting.exam == MESSAGING;
        let count = self.attempt.started.questions.len();
        for place in 0..count {
            let question = self.question(place)?;
            let id = question.id.as_str();
            let pace = 40 + u32::try_from((place * 17 + sitting.who.len() * 5) % 50)?;
            match sitting.end {
                End::Open(after) if place == after => return Ok(None),
                End::Expired(after) if place == after => {
                    self.step(place, Input::Show, 1)?;
                    let deadline = self.attempt.exam_deadline().ok_or("a limit")?;
                    let now = self.attempt.elapsed_at(self.clock.now(), self.clock.boot());
                    self.clock.pass(u32::try_from(deadline.saturating_sub(now))?);
                    self.step(place, Input::Expire { draft: None, answer: None }, 0)?;
                    return Ok(Some(By::Clock));
                }
                End::Open(_) | End::Expired(_) | End::HandedIn => {}
            }
            let pace = if matches!(sitting.end, End::Expired(_)) { pace + 100 } else { pace };
            self.step(place, Input::Show, 1)?;
            let predicted = RIGEL_PREDICTED.iter().find(|(of, _)| rigel && *of == id);
            if let Some((_, text)) = predicted {
                self.step(place, Input::Predict((*text).to_owned()), 15)?;
            }
            if rigel && RIGEL_OBJECTED.0 == id {
                self.step(place, Input::Object(RIGEL_OBJECTED.1.to_owned()), 20)?;
            }
            if rigel && id == "parallel" {
                self.step(place, Input::Flag, 25)?;
                self.step(place, Input::Show, 5)?;
            }
            let changed = RIGEL_CHANGED.iter().find(|(of, ..)| rigel && *of == id);
            let chosen = RIGEL_CHOSE.iter().find(|(of, _)| rigel && *of == id);
            let text = match (changed, chosen) {
                (Some((_, first, _)), _) => Some((*first).to_owned()),
                (None, Some((_, text))) => Some((*text).to_owned()),
                (None, None) => self.text(question, sitting)?,
            };
            match text {
                Some(text) => {
                    let answer =
                        Answer::read(&text, &question.face).ok_or_else(|| format!("{id}: {text}"))?;
                    self.step(place, Input::Answer(answer), pace)?;
                }
                None => self.step(place, Input::Skip, pace)?,
            }
        }
        for (id, _, last) in RIGEL_CHANGED.iter().filter(|_| rigel) {
            let place =
                (0..count).find(|&place| self.attempt.drawn(place).id.as_str() == *id).ok_or("a place")?;
            let question = self.question(place)?;
            let answer = Answer::read(last, &question.face).ok_or("an answer")?;
            self.step(place, Input::Show, 3)?;
            self.step(place, Input::Answer(answer), 30)?;
        }
        self.clock.pass(9_000);
        Ok(Some(By::Person))
    }

    fn question(&self, place: usize) -> Result<&'static Question, Box<dyn Error>> {
        let question = self.exam.question(&self.attempt.drawn(place).id).ok_or("a question")?;
        // The process ends soon; a copy that lives as long makes borrowing plain.
        Ok(Box::leak(Box::new(question.clone())))
    }

    /// What is answered: right for as many questions of the level as the sitting says, beginning elsewhere for each candidate.
    fn text(&self, question: &Question, sitting: &Sitting) -> Result<Option<String>, Box<dyn Error>> {
        if matches!(question.face, Face::Essay) {
            return Ok(sitting.essay.map(str::to_owned));
        }
        let of_level: Vec<&Question> = self
            .exam
            .questions
            .iter()
            .filter(|other| other.level == question.level && !matches!(other.face, Face::Essay))
            .collect();
        let place = of_level.iter().position(|other| other.id == question.id).ok_or("a place")?;
        let rung =
            self.exam.ladder.rungs.iter().position(|rung| Some(&rung.level) == question.level.as_ref());
        let begin = sitting.who.bytes().map(usize::from).sum::<usize>() * 3;
        let turn = (place + begin) % of_level.len();
        let is_right = turn < rung.and_then(|rung| sitting.right.get(rung)).copied().unwrap_or(0);
        if !is_right && (place + sitting.who.len()).is_multiple_of(7) {
            return Ok(None);
        }
        Ok(Some(answer(question, is_right, begin + place)?))
    }
}

/// An answer's cell: the right one, or one of the wrong ones.
fn answer(question: &Question, is_right: bool, pick: usize) -> Result<String, Box<dyn Error>> {
    let options = question.face.options();
    let by_merit = |right: bool, keys: &[exam::OptionKey]| -> Vec<String> {
        let of = options.iter().zip(keys).filter(|(_, key)| (key.merit == Merit::Right) == right);
        of.map(|(option, _)| option.id.to_string()).collect()
    };
    Ok(match question.key.as_ref().ok_or("a key")? {
        Key::Single(keys) => {
            let all = by_merit(is_right, keys);
            all[pick % all.len()].clone()
        }
        Key::Multiple(keys) => {
            let right = by_merit(true, keys);
            if is_right { right.join("+") } else { right[pick % right.len()].clone() }
        }
        Key::Boolean { answer, .. } => {
            let right = answer.word() == "true";
            if right == is_right { "true" } else { "false" }.to_owned()
        }
        Key::Number { answer, .. } => {
            if is_right {
                answer.to_plain_string()
            } else {
                (pick % 5 + 20).to_string()
            }
        }
        Key::Text(TextKey::Accept { texts, .. }) => {
            if is_right {
                texts[0].clone()
            } else {
                "session".to_owned()
            }
        }
        Key::Text(TextKey::Pattern { .. }) | Key::Order(_) | Key::Match(_) | Key::Essay { .. } => {
            return Err("no such question here".into());
        }
    })
}
