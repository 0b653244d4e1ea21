//! Transcripts of sessions, played by `SQLite` connections on one file in WAL mode.
//!
//! There each transaction reads one snapshot, taken by its first statement, as `PostgreSQL`'s Repeatable
//! Read and Serializable do; a writer doesn't stop a reader; and whoever would write on top of a commit
//! that its snapshot lacks is refused. That is what the transcripts here are about. `PostgreSQL` locks a
//! row where `SQLite` locks the database, so nothing here says who waits over different rows; and a
//! transaction at Read Committed may have one statement here, for `SQLite` would read all of them from
//! one snapshot.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use rusqlite::{Connection, Error, ffi};
use tempfile::TempDir;

use super::super::sqlite::{attempt, rows};

/// A step of a transcript: the session and its statement.
pub(super) type Step = (char, String);

/// What a session is told at last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Rows(Vec<String>),
    /// So many rows are written.
    Changed(usize),
    Done,
    /// The snapshot is older than what is committed by now: 40001 in `PostgreSQL`.
    TooOld,
    Failed(String),
}

/// A step's answer, and whether others had to end their transaction first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) answer: Answer,
    pub(super) waited: bool,
}

/// A database file and a connection for each session.
pub(super) struct Sessions {
    open: BTreeMap<char, Rc<Connection>>,
    folder: TempDir,
}

thread_local! {
    /// What the others do while a session waits: one step each time that it finds the lock taken.
    static MEANWHILE: RefCell<VecDeque<(Rc<Connection>, String)>> = RefCell::default();
}

/// `SQLite` asks this when a lock is taken; true to try once more.
fn others_go_on(_: i32) -> bool {
    let next = MEANWHILE.with_borrow_mut(VecDeque::pop_front);
    let Some((other, statement)) = next else {
        return false;
    };
    other.execute_batch(&statement).unwrap_or_else(|error| panic!("{error}: {statement}"));
    true
}

impl Sessions {
    pub(super) fn new(setup: &str) -> Self {
        let sessions = Self { open: BTreeMap::new(), folder: tempfile::tempdir().expect("a folder") };
        let db = sessions.connection();
        let mode = rows(&db, "PRAGMA journal_mode = WAL");
        assert_eq!(mode, ["wal"]);
        db.execute_batch(setup).unwrap_or_else(|error| panic!("{error}: {setup}"));
        sessions
    }

    fn connection(&self) -> Connection {
        Connection::open(self.folder.path().join("database")).expect("a connection")
    }

    fn session(&mut self, session: char) -> Rc<Connection> {
        if let Some(open) = self.open.get(&session) {
            return Rc::clone(open);
        }
        let connection = self.connection();
        connection.busy_handler(Some(others_go_on)).expect("a handler");
        let connection = Rc::new(connection);
        self.open.insert(session, Rc::clone(&connection));
        connection
    }

    /// A session sends a statement while nobody waits.
    pub(super) fn send(&mut self, session: char, statement: &str) -> Answer {
        answer(&self.session(session), &translated(statement))
    }

    /// Plays a transcript: who waits is through when the others have gone on with it.
    pub(super) fn play(&mut self, steps: &[Step]) -> Vec<Reply> {
        assert_one_statement_at_read_committed(steps);
        let mut told: BTreeMap<usize, Reply> = BTreeMap::new();
        for (at, (session, statement)) in steps.iter().enumerate() {
            if told.contains_key(&at) {
                continue;
            }
            let later: Vec<usize> = (at + 1..steps.len()).filter(|i| steps[*i].0 != *session).collect();
            let meanwhile: VecDeque<_> =
                later.iter().map(|i| (self.session(steps[*i].0), translated(&steps[*i].1))).collect();
            let expected = meanwhile.len();
            MEANWHILE.set(meanwhile);
            let answer = self.send(*session, statement);
            let passed = expected - MEANWHILE.take().len();
            for i in &later[..passed] {
                told.insert(*i, Reply { answer: Answer::Done, waited: false });
            }
            told.insert(at, Reply { answer, waited: passed > 0 });
        }
        told.into_values().collect()
    }

    /// What is committed, asked with a query.
    pub(super) fn ask(&self, query: &str) -> Vec<String> {
        rows(&self.connection(), query)
    }
}

fn translated(statement: &str) -> String {
    let begin = ["BEGIN ISOLATION LEVEL REPEATABLE READ", "BEGIN ISOLATION LEVEL SERIALIZABLE"];
    if begin.contains(&statement) { "BEGIN".to_owned() } else { statement.to_owned() }
}

fn answer(connection: &Connection, statement: &str) -> Answer {
    let before = connection.total_changes();
    match attempt(connection, statement) {
        Ok(rows) if statement.starts_with("SELECT") => Answer::Rows(rows),
        Ok(_) => match usize::try_from(connection.total_changes() - before).expect("few") {
            0 if !statement.starts_with("UPDATE") => Answer::Done,
            changed => Answer::Changed(changed),
        },
        Err(Error::SqliteFailure(error, _)) if error.extended_code == ffi::SQLITE_BUSY_SNAPSHOT => {
            Answer::TooOld
        }
        Err(error) => Answer::Failed(error.to_string()),
    }
}

fn assert_one_statement_at_read_committed(steps: &[Step]) {
    for session in ['A', 'B'] {
        let own = steps.iter().filter(|(of, _)| *of == session).map(|(_, statement)| statement.as_str());
        let mut sent = None;
        for statement in own {
            match (statement, sent) {
                ("COMMIT" | "ROLLBACK", _) => sent = None,
                ("BEGIN", _) => sent = Some(0),
                (_, Some(0)) => sent = Some(1),
                (_, Some(_)) => panic!("SQLite has one snapshot for them: {statement}"),
                (_, None) => {}
            }
        }
    }
}

#[test]
fn a_writer_waits_and_a_stale_snapshot_may_not_write() {
    let steps = |texts: &[&str]| -> Vec<Step> {
        texts.iter().map(|text| (text.chars().next().expect("a session"), text[3..].to_owned())).collect()
    };
    let setup = "CREATE TABLE t (a INT); INSERT INTO t VALUES (1)";
    let waits = ["A: BEGIN", "A: UPDATE t SET a = 2", "B: UPDATE t SET a = 3 WHERE a = 1", "A: COMMIT"];
    let told = Sessions::new(setup).play(&steps(&waits));
    assert_eq!(told[2], Reply { answer: Answer::Changed(0), waited: true });
    let begin = "A: BEGIN ISOLATION LEVEL REPEATABLE READ";
    let stale = [begin, "A: SELECT a FROM t", "B: UPDATE t SET a = 3", "A: UPDATE t SET a = 4"];
    let told = Sessions::new(setup).play(&steps(&stale));
    assert_eq!(told[3], Reply { answer: Answer::TooOld, waited: false });
}
