//! What isolation lets through: the transcripts, played by connections on one file.

use super::super::Asked;
use super::super::reading::counts;
use super::connections::{Answer, Reply, Sessions};
use super::mvcc::steps;

fn played(asked: &Asked) -> (Vec<Reply>, Sessions) {
    let mut sessions = Sessions::new(asked.code("before"));
    let told = sessions.play(&steps(asked.code("sessions")));
    (told, sessions)
}

fn cell(told: &Reply) -> &str {
    match &told.answer {
        Answer::Rows(rows) if rows.len() == 1 => &rows[0],
        other => panic!("one row: {other:?}"),
    }
}

pub(super) fn read_twice(asked: &Asked) {
    let (told, _) = played(asked);
    let reads = [3, 5, 7].map(|line| cell(&told[line]));
    let waited = told[3].waited;
    asked.assert_options(&[
        ("150, then 150, then 150", reads == ["150"; 3] && !waited),
        ("100, then 100, then 150", reads == ["100", "100", "150"] && !waited),
        ("100, then 150, then 150", reads == ["100", "150", "150"] && !waited),
        ("after a wait for `B`", waited),
    ]);
    // At Read Committed each statement has a snapshot of its own, as in autocommit.
    let alone: Vec<_> = steps(asked.code("sessions"))
        .into_iter()
        .filter(|(session, step)| *session == 'B' || step.starts_with("SELECT"))
        .collect();
    let told = Sessions::new(asked.code("before")).play(&alone);
    let reads: Vec<&str> =
        told.iter().filter(|told| matches!(told.answer, Answer::Rows(_))).map(cell).collect();
    assert!(asked.explanation.contains(&reads.join(", ")), "{reads:?}");
}

pub(super) fn lost_update(asked: &Asked) {
    let (told, sessions) = played(asked);
    assert!(
        told.iter().all(|told| !told.waited && !matches!(told.answer, Answer::Failed(_) | Answer::TooOld))
    );
    let left = sessions.ask("SELECT qty FROM stock WHERE sku = 1");
    assert_eq!(left, [asked.number().to_string()]);
    let remarks = asked.code("sessions").lines().filter_map(|line| line.split("--").nth(1));
    let sold = counts(&remarks.collect::<String>());
    let start = counts(&Sessions::new(asked.code("before")).ask("SELECT qty FROM stock WHERE sku = 1")[0])[0];
    let written = asked.code("sessions").lines().filter_map(|line| line.split_once("SET qty = "));
    let written: Vec<u32> = written.map(|(_, rest)| counts(rest)[0]).collect();
    assert_eq!(written, sold.iter().map(|sold| start - sold).collect::<Vec<_>>(), "what the code computes");
    let right = start - sold.iter().sum::<u32>();
    assert!((asked.number() - f64::from(right)).abs() > 0.5, "nothing is lost");
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Nothing,
    ReadInside,
    CheckAfter,
}

/// How two requests at the same time spent: what is in the account in the end and was in it at most, and
/// how often the database asked for a retry.
#[derive(Debug)]
struct Spent {
    end: u32,
    most: u32,
    failures: usize,
}

/// The statements of `spend.py`, for account 1, and what it is called with.
struct Spend {
    sum: String,
    insert: String,
    cents: u32,
    limit: u32,
    read_inside: bool,
}

impl Spend {
    fn of(asked: &Asked) -> Self {
        let code = asked.code("spend.py");
        let texts: Vec<&str> = code.split('"').skip(1).step_by(2).collect();
        let [select, from, insert, values] = texts[..] else {
            panic!("a query and an insert: {texts:?}");
        };
        let cents = counts(&asked.prompt)[0];
        let insert = format!("{insert}{values}").replacen("%s", "1", 1).replace("%s", &cents.to_string());
        Self {
            sum: format!("{select}{from}").replace("%s", "1"),
            insert,
            cents,
            limit: counts(asked.prompt.split("`LIMIT`").nth(1).expect("a limit"))[0],
            read_inside: code.find("SELECT") > code.find("db.transaction()"),
        }
    }

    fn read(&self, sessions: &mut Sessions, session: char) -> u32 {
        match sessions.send(session, &self.sum) {
            Answer::Rows(rows) => counts(&rows[0])[0],
            other => panic!("{other:?}"),
        }
    }

    /// Whether a request goes on after it has read the sum.
    fn may(&self, sessions: &mut Sessions, session: char) -> bool {
        self.read(sessions, session) + self.cents <= self.limit
    }

    fn played(&self, change: Change) -> Spent {
        let setup = "CREATE TABLE entries (id INTEGER PRIMARY KEY, acct INT, cents INT)";
        let mut sessions = Sessions::new(setup);
        let inside = change == Change::ReadInside || self.read_inside;
        let mut open = vec!['A', 'B'];
        if !inside {
            open.retain(|session| self.may(&mut sessions, *session));
        }
        let mut failures = 0;
        for _ in 0..5 {
            if inside {
                open.retain(|session| {
                    sessions.send(*session, "BEGIN ISOLATION LEVEL SERIALIZABLE");
                    let goes_on = self.may(&mut sessions, *session);
                    goes_on || sessions.send(*session, "ROLLBACK") != Answer::Done
                });
            }
            open.retain(|session| {
                if !inside {
                    sessions.send(*session, "BEGIN ISOLATION LEVEL SERIALIZABLE");
                }
                let failed = sessions.send(*session, &self.insert) == Answer::TooOld;
                sessions.send(*session, if failed { "ROLLBACK" } else { "COMMIT" });
                failed
            });
            failures += open.len();
        }
        let most = counts(&sessions.ask(&self.sum)[0])[0];
        if change == Change::CheckAfter {
            let mut is_over = |session| self.read(&mut sessions, session) > self.limit;
            let over = [('A', 1), ('B', 2)].map(|(session, id)| (session, id, is_over(session)));
            for (session, id, _) in over.into_iter().filter(|(_, _, over)| *over) {
                sessions.send(session, &format!("DELETE FROM entries WHERE id = {id}"));
            }
        }
        Spent { end: counts(&sessions.ask(&self.sum)[0])[0], most, failures }
    }
}

pub(super) fn retry_what(asked: &Asked) {
    let spend = Spend::of(asked);
    let shown = spend.played(Change::Nothing);
    assert!(shown.most > spend.limit && shown.failures == 0, "{shown:?}");
    let holds = |spent: &Spent| spent.most <= spend.limit && spent.end == spend.cents;
    let inside = spend.played(Change::ReadInside);
    // SQLite has no FOR UPDATE. PostgreSQL refuses it in a query that aggregates (its documentation, SELECT,
    // The Locking Clause); without the aggregate, autocommit lets go of the lock with the SELECT, as shown.
    let aggregates = spend.sum.contains("sum(");
    asked.assert_options(&[
        ("Wait a random time", shown.failures > 0),
        ("into the transaction", holds(&inside)),
        ("Append `FOR UPDATE`", !aggregates && holds(&shown)),
        ("once the insert is committed", holds(&spend.played(Change::CheckAfter))),
    ]);
    assert!(inside.failures == 1, "one is run again: {inside:?}");
}
