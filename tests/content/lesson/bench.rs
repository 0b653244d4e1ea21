//! The bench on which consumers are played: a broker, a provider, a database and a clock.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, ToSql};

use super::broker::Broker;
use super::provider::Provider;

/// The visibility timeout that the lesson's first question names, in seconds.
pub(crate) const VISIBILITY_TIMEOUT: u64 = 30;

static DATABASES: AtomicUsize = AtomicUsize::new(0);

/// Everything outside a consumer; it survives when a consumer dies.
pub(crate) struct Bench {
    pub(crate) broker: Broker,
    pub(crate) provider: Provider,
    pub(crate) now: u64,
    /// How many deliveries a dedup check caught.
    pub(crate) hits: usize,
    /// What consumers raised, other than a violated key.
    pub(crate) errors: Vec<String>,
    uri: String,
    desk: Connection,
}

impl Bench {
    /// An empty bench whose database was set up by these scripts.
    pub(crate) fn new(scripts: &[&str]) -> Self {
        let number = DATABASES.fetch_add(1, Ordering::Relaxed);
        let uri = format!("file:/lesson-{number}?vfs=memdb");
        let desk = open(&uri);
        for script in scripts {
            desk.execute_batch(script).unwrap_or_else(|error| panic!("{error}: {script}"));
        }
        Self {
            broker: Broker::new(VISIBILITY_TIMEOUT),
            provider: Provider::default(),
            now: 0,
            hits: 0,
            errors: Vec::new(),
            uri,
            desk,
        }
    }

    /// A consumer's own connection to the database.
    pub(crate) fn connect(&self) -> Connection {
        open(&self.uri)
    }

    /// Runs a script as whoever keeps the database.
    pub(crate) fn run(&self, script: &str) {
        self.desk.execute_batch(script).expect("the script runs");
    }

    /// The one value of a query, as text; NULL is empty.
    pub(crate) fn ask(&self, sql: &str) -> String {
        let value = self
            .desk
            .query_row(&format!("SELECT CAST(({sql}) AS TEXT)"), (), |row| row.get::<_, Option<String>>(0));
        value.expect("the query runs").unwrap_or_default()
    }

    /// How many charges moved money.
    pub(crate) fn charges(&self) -> usize {
        self.provider.booked().len()
    }

    /// The message ids that a query over the provider's `charges` returns.
    pub(crate) fn ask_the_provider(&self, sql: &str) -> Vec<String> {
        let books = Connection::open_in_memory().expect("a database in memory");
        books.execute_batch("CREATE TABLE charges (id TEXT, message_id TEXT)").expect("the table is made");
        for charge in self.provider.booked() {
            let row: [&dyn ToSql; 2] = [&charge.id, &charge.message_id];
            books.execute("INSERT INTO charges VALUES (?, ?)", row).expect("the charge is noted");
        }
        let mut query = books.prepare(sql).expect("the query is valid");
        let ids = query.query_map((), |row| row.get(0));
        ids.and_then(Iterator::collect).expect("the query runs")
    }
}

fn open(uri: &str) -> Connection {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(uri, flags).expect("a database in memory");
    db.busy_timeout(Duration::ZERO).expect("waiting is the player's business");
    db
}

#[test]
fn a_second_connection_sees_what_was_committed_and_nothing_else() {
    let bench = Bench::new(&["CREATE TABLE t (x INTEGER)"]);
    let other = bench.connect();
    other.execute_batch("BEGIN; INSERT INTO t VALUES (1)").expect("the insert runs");
    drop(other);
    assert_eq!(bench.ask("SELECT count(*) FROM t"), "0");
    bench.connect().execute_batch("INSERT INTO t VALUES (1)").expect("the insert runs");
    assert_eq!(bench.ask("SELECT count(*) FROM t"), "1");
}
