//! A small model of what `PostgreSQL` does with versions and row locks, for transcripts of sessions.
//!
//! Expressions, conditions and constraints are `SQLite`'s; what is modelled are snapshots, row locks,
//! first-updater-wins and the second look at a row that was waited for (`PostgreSQL` 16
//! documentation, 13.2.1 to 13.2.3 and 13.3.2), deadlocks (13.3.4), and the aborted transaction (3.4).
//! A table's first column is its key.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::super::sqlite::{attempt, database, rows};

type Key = (String, String);
type State = BTreeMap<Key, Vec<Value>>;

/// What a session is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Rows(Vec<String>),
    Changed(usize),
    Waits,
    /// An SQLSTATE; the transaction is rolled back.
    Failed(&'static str),
    Begun,
    Committed,
    RolledBack,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Level {
    ReadCommitted,
    RepeatableRead,
}

#[derive(Clone)]
struct Snapshot {
    state: State,
    at: usize,
}

struct Transaction {
    level: Level,
    snapshot: Option<Snapshot>,
    writes: State,
    /// The step that waits, its statement, its snapshot and whom it waits for.
    waiting: Option<(usize, String, Snapshot, char)>,
    failed: bool,
    autocommit: bool,
}

/// A database and its sessions.
pub(super) struct World {
    schema: String,
    tables: Vec<String>,
    state: State,
    changed: BTreeMap<Key, usize>,
    commits: usize,
    running: BTreeMap<char, Transaction>,
    locks: BTreeMap<Key, char>,
    told: Vec<Vec<Told>>,
    serial: usize,
}

/// The steps of a transcript: the session and its statement.
pub(super) fn steps(transcript: &str) -> Vec<(char, String)> {
    let lines = transcript.lines().map(|line| line.split("--").next().unwrap_or_default().trim());
    let text = lines.collect::<Vec<_>>().join(" ");
    let statements = text.split(';').map(str::trim).filter(|statement| !statement.is_empty());
    let step = |statement: &str| {
        let (session, statement) = statement.split_once(": ").expect("a session and its statement");
        let session = session.chars().next().expect("a session's letter");
        (session, statement.trim().to_owned())
    };
    statements.map(step).collect()
}

/// What each step of a transcript is told: at once, and after a wait. A session that waits sends its
/// next statement when it is through.
pub(super) fn play(setup: &str, steps: &[(char, String)]) -> (Vec<Vec<Told>>, World) {
    let mut world = World::new(setup);
    let mut sent = Vec::new();
    let next = |world: &World, sent: &[usize]| {
        (0..steps.len()).find(|step| !sent.contains(step) && !world.waits(steps[*step].0))
    };
    while let Some(step) = next(&world, &sent) {
        sent.push(step);
        world.step(steps[step].0, &steps[step].1);
    }
    let told = |step| sent.iter().position(|other| *other == step).map(|at| world.told[at].clone());
    let told = (0..steps.len()).map(|step| told(step).unwrap_or_default()).collect();
    (told, world)
}

impl World {
    pub(super) fn new(setup: &str) -> Self {
        let db = database(&[setup]);
        let schema = rows(&db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL").join(";\n");
        let tables = rows(&db, "SELECT name FROM sqlite_schema WHERE type = 'table'");
        let state = dump(&db, &tables);
        let (changed, running, locks) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { schema, tables, state, changed, commits: 0, running, locks, told: Vec::new(), serial: 1000 }
    }

    /// What is committed, asked with a query.
    pub(super) fn ask(&self, query: &str) -> Vec<String> {
        rows(&self.load(&self.state), query)
    }

    /// A session sends a statement; what it is told at once.
    pub(super) fn step(&mut self, session: char, statement: &str) -> Told {
        assert!(!self.waits(session), "{session} waits and sends {statement}");
        let step = self.told.len();
        self.told.push(Vec::new());
        self.send(step, session, statement);
        self.told[step][0].clone()
    }

    /// Whether a session waits for a lock.
    pub(super) fn waits(&self, session: char) -> bool {
        self.running.get(&session).is_some_and(|running| running.waiting.is_some())
    }

    fn send(&mut self, step: usize, session: char, statement: &str) {
        if let Some(begin) = statement.strip_prefix("BEGIN") {
            let level = match begin.trim().trim_start_matches("ISOLATION LEVEL ") {
                "" | "READ COMMITTED" => Level::ReadCommitted,
                "REPEATABLE READ" => Level::RepeatableRead,
                level => panic!("{level}?"),
            };
            self.begin(session, level, false);
            return self.tell(step, Told::Begun);
        }
        if !self.running.contains_key(&session) {
            self.begin(session, Level::ReadCommitted, true);
        }
        match statement {
            "COMMIT" => self.commit(step, session),
            "ROLLBACK" => self.end(step, session, Told::RolledBack),
            _ if self.transaction(session).failed => self.tell(step, Told::Failed("25P02")),
            _ => {
                let snapshot = self.snapshot(session);
                self.run(step, session, statement, snapshot);
            }
        }
    }

    fn begin(&mut self, session: char, level: Level, autocommit: bool) {
        let writes = State::new();
        let begun = Transaction { level, snapshot: None, writes, waiting: None, failed: false, autocommit };
        assert!(self.running.insert(session, begun).is_none(), "{session} begins twice");
    }

    fn snapshot(&mut self, session: char) -> Snapshot {
        let now = Snapshot { state: self.state.clone(), at: self.commits };
        let running = self.transaction(session);
        if running.level == Level::ReadCommitted {
            return now;
        }
        running.snapshot.get_or_insert(now).clone()
    }

    fn run(&mut self, step: usize, session: char, statement: &str, snapshot: Snapshot) {
        let mut view = snapshot.state.clone();
        view.extend(self.transaction(session).writes.clone());
        let told = if statement.starts_with("INSERT") {
            self.insert(session, statement, &view)
        } else if let Some((query, skip)) = locking(statement) {
            self.select_for_update(session, query, skip, &snapshot, &view)
        } else if statement.starts_with("SELECT") {
            Ok(Told::Rows(rows(&self.load(&view), statement)))
        } else {
            self.update(session, statement, &snapshot, &view)
        };
        match told {
            Ok(told) => {
                self.tell(step, told);
                if self.transaction(session).autocommit {
                    self.finish(session, true);
                }
            }
            Err(Stop::Held(holder)) => {
                self.transaction(session).waiting = Some((step, statement.to_owned(), snapshot, holder));
                self.tell(step, Told::Waits);
                if self.in_a_circle(session) {
                    self.fail(step, session, "40P01");
                }
            }
            Err(Stop::Failed(state)) => self.fail(step, session, state),
        }
    }

    fn insert(&mut self, session: char, statement: &str, view: &State) -> Result<Told, Stop> {
        let db = self.load(view);
        db.execute(statement, ()).map_err(|_| Stop::Failed("23505"))?;
        for (key, mut row) in dump(&db, &self.tables) {
            if view.contains_key(&key) {
                continue;
            }
            let mut key = key;
            if matches!(row[0], Value::Integer(_)) {
                self.serial += 1;
                row[0] = Value::Integer(i64::try_from(self.serial).expect("a small number"));
                key.1 = self.serial.to_string();
            }
            self.locks.insert(key.clone(), session);
            self.transaction(session).writes.insert(key, row);
        }
        Ok(Told::Changed(1))
    }

    fn select_for_update(
        &mut self,
        session: char,
        query: &str,
        skip: bool,
        snapshot: &Snapshot,
        view: &State,
    ) -> Result<Told, Stop> {
        let table = word_after(query, "FROM ");
        let (all, limit) = query.split_once(" LIMIT ").map_or((query, None), |(all, n)| (all, Some(n)));
        let limit = limit.map_or(usize::MAX, |n| n.parse().expect("a limit"));
        let mut found = rows(&self.load(view), all);
        if skip {
            let free = |key: &String| {
                let holder = self.locks.get(&(table.to_owned(), key.clone()));
                holder.is_none_or(|holder| *holder == session)
            };
            found.retain(free);
        }
        found.truncate(limit);
        for key in &found {
            self.lock(session, &(table.to_owned(), key.clone()), snapshot)?;
        }
        Ok(Told::Rows(found))
    }

    fn update(
        &mut self,
        session: char,
        statement: &str,
        snapshot: &Snapshot,
        view: &State,
    ) -> Result<Told, Stop> {
        let update = Regex::new(r"^UPDATE (\w+) SET (.+?) WHERE (.+)$").expect("a valid pattern");
        let parts = update.captures(statement).unwrap_or_else(|| panic!("no UPDATE: {statement}"));
        let (table, set, condition) = (&parts[1], &parts[2], &parts[3]);
        let name = self.key_of(table);
        let meant = rows(&self.load(view), &format!("SELECT {name} FROM {table} WHERE {condition}"));
        for key in &meant {
            self.lock(session, &(table.to_owned(), key.clone()), snapshot)?;
        }
        let mut changed = 0;
        for key in meant {
            let key = (table.to_owned(), key);
            let mut newest = view.clone();
            let own = self.transaction(session).writes.get(&key).cloned();
            newest.insert(key.clone(), own.unwrap_or_else(|| self.state[&key].clone()));
            let db = self.load(&newest);
            let one = format!("UPDATE {table} SET {set} WHERE {name} = ?1 AND ({condition})");
            let done = db.execute(&one, [&key.1]).unwrap_or_else(|error| panic!("{error}: {statement}"));
            let row = dump(&db, &self.tables).remove(&key).expect("the row keeps its key");
            self.transaction(session).writes.extend((done == 1).then_some((key, row)));
            changed += done;
        }
        Ok(Told::Changed(changed))
    }

    /// Takes a row's lock; above Read Committed the row must not be newer than the snapshot.
    fn lock(&mut self, session: char, key: &Key, snapshot: &Snapshot) -> Result<(), Stop> {
        match self.locks.get(key) {
            Some(holder) if *holder != session => return Err(Stop::Held(*holder)),
            _ => self.locks.insert(key.clone(), session),
        };
        let newer = self.changed.get(key).is_some_and(|at| *at > snapshot.at);
        let refused = newer && self.transaction(session).level > Level::ReadCommitted;
        if refused { Err(Stop::Failed("40001")) } else { Ok(()) }
    }

    fn commit(&mut self, step: usize, session: char) {
        if self.transaction(session).failed {
            return self.end(step, session, Told::RolledBack);
        }
        self.end(step, session, Told::Committed);
    }

    fn end(&mut self, step: usize, session: char, told: Told) {
        let keep = told == Told::Committed;
        self.tell(step, told);
        self.finish(session, keep);
    }

    fn fail(&mut self, step: usize, session: char, state: &'static str) {
        self.tell(step, Told::Failed(state));
        let failed = self.transaction(session);
        (failed.failed, failed.waiting) = (true, None);
        let autocommit = failed.autocommit;
        failed.writes.clear();
        if autocommit {
            self.running.remove(&session);
        }
        self.release(session);
    }

    fn finish(&mut self, session: char, keep: bool) {
        let ended = self.running.remove(&session).expect("a transaction");
        if keep {
            self.commits += 1;
            for (key, row) in ended.writes {
                self.changed.insert(key.clone(), self.commits);
                self.state.insert(key, row);
            }
        }
        self.release(session);
    }

    fn release(&mut self, session: char) {
        self.locks.retain(|_, holder| *holder != session);
        let waiters: BTreeSet<(usize, char)> = self
            .running
            .iter()
            .filter_map(|(waiter, running)| {
                let (step, _, _, holder) = running.waiting.as_ref()?;
                (*holder == session).then_some((*step, *waiter))
            })
            .collect();
        for (_, waiter) in waiters {
            if let Some((step, statement, snapshot, _)) = self.transaction(waiter).waiting.take() {
                self.run(step, waiter, &statement, snapshot);
            }
        }
    }

    fn in_a_circle(&self, session: char) -> bool {
        let waits_for = |session: &char| {
            let waiting = self.running.get(session).and_then(|running| running.waiting.as_ref());
            waiting.map(|(_, _, _, holder)| *holder)
        };
        let chain = std::iter::successors(waits_for(&session), waits_for);
        chain.take(self.running.len()).any(|holder| holder == session)
    }

    fn transaction(&mut self, session: char) -> &mut Transaction {
        self.running.get_mut(&session).unwrap_or_else(|| panic!("{session} is in no transaction"))
    }

    fn tell(&mut self, step: usize, told: Told) {
        self.told[step].push(told);
    }

    fn key_of(&self, table: &str) -> String {
        let query = format!("SELECT name FROM pragma_table_info('{table}') WHERE cid = 0");
        rows(&self.load(&State::new()), &query).remove(0)
    }

    fn load(&self, state: &State) -> Connection {
        let db = database(&[&self.schema]);
        for ((table, _), row) in state {
            let places = vec!["?"; row.len()].join(", ");
            let insert = format!("INSERT INTO {table} VALUES ({places})");
            db.execute(&insert, rusqlite::params_from_iter(row)).unwrap_or_else(|error| panic!("{error}"));
        }
        db
    }
}

enum Stop {
    Held(char),
    Failed(&'static str),
}

/// The query of a locking `SELECT`, and whether it skips what is locked.
fn locking(statement: &str) -> Option<(&str, bool)> {
    let (query, rest) = statement.split_once(" FOR UPDATE")?;
    Some((query, rest.trim() == "SKIP LOCKED"))
}

fn word_after<'a>(text: &'a str, words: &str) -> &'a str {
    let (_, rest) = text.split_once(words).unwrap_or_else(|| panic!("no {words}in {text}"));
    rest.split_whitespace().next().unwrap_or_else(|| panic!("nothing after {words}in {text}"))
}

fn dump(db: &Connection, tables: &[String]) -> State {
    let mut state = State::new();
    for table in tables {
        let keys = attempt(db, &format!("SELECT * FROM {table} ORDER BY rowid")).expect("the table is there");
        let mut statement = db.prepare(&format!("SELECT * FROM {table} ORDER BY rowid")).expect("the same");
        let width = statement.column_count();
        let values = statement.query_map((), |row| (0..width).map(|i| row.get(i)).collect());
        let values: Result<Vec<Vec<Value>>, _> = values.and_then(Iterator::collect);
        for (shown, row) in keys.iter().zip(values.expect("the rows are there")) {
            let key = shown.split('|').next().unwrap_or_default();
            state.insert((table.clone(), key.to_owned()), row);
        }
    }
    state
}
