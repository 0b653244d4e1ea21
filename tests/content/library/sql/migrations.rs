//! Migrations, with the statements and the releases that meet them.

use regex::Regex;
use rusqlite::Connection;

use super::super::Asked;
use super::super::reading::{assert_only_order, with};
use super::super::sqlite::{attempt, database, rows};
use super::locks::{Mode, Queue};
use super::mvcc::steps;

pub(super) fn new_not_null_column(asked: &Asked) {
    // SQLite refuses it for an empty table, too; PostgreSQL where there are rows, as there are here.
    let db = database(&[asked.code("production.sql")]);
    assert!(!rows(&db, "SELECT id FROM orders").is_empty());
    let migrated = db.execute_batch(asked.code("migration.sql"));
    let column = attempt(&db, "SELECT channel FROM orders");
    let holds = |cell: &str| column.as_ref().is_ok_and(|cells| cells.iter().all(|c| c == cell));
    asked.assert_options(&[
        ("stays without the column", migrated.is_err() && column.is_err()),
        ("an empty string", migrated.is_ok() && holds("")),
        ("keep NULL", migrated.is_ok() && holds("NULL")),
        ("It adds the column", migrated.is_err() && column.is_ok()),
    ]);
}

pub(super) fn index_at_noon(asked: &Asked) {
    let build = Mode::of(asked.code("psql, 12:04, production"));
    let goes_on = |statement: &str| {
        let mut queue = Queue::default();
        queue.ask('I', build) && queue.ask('T', Mode::of(statement))
    };
    let traffic = asked.code("traffic on the table").lines();
    let goes_on: Vec<bool> = traffic.map(goes_on).collect();
    asked.assert_options(&[
        ("Nothing:", goes_on == [true, true, true]),
        ("All three", goes_on == [false, false, false]),
        ("The `SELECT` goes on", goes_on == [true, false, false]),
        ("The `INSERT` waits", goes_on == [true, true, false]),
    ]);
}

pub(super) fn alter_in_the_queue(asked: &Asked) {
    let said = |pattern: &str| -> u32 {
        let found = Regex::new(pattern).expect("a valid pattern").captures(&asked.prompt);
        found.and_then(|found| found[1].parse().ok()).unwrap_or_else(|| panic!("no {pattern}"))
    };
    let (patience_b, patience_c) = (said(r"(\d+) s for `B`"), said(r"(\d+) for `C`"));
    let open_for = 60 * said(r"open for (\d+) minutes");
    let mut queue = Queue::default();
    let (mut open, mut granted) = (Vec::new(), Vec::new());
    for (session, statement) in steps(asked.code("sessions")) {
        if statement == "BEGIN" {
            open.push(session);
            continue;
        }
        let at_once = queue.ask(session, Mode::of(&statement));
        granted.push((session, at_once));
        if at_once && !open.contains(&session) {
            queue.end(session);
        }
    }
    let at_once = |session: char| granted.contains(&(session, true));
    assert!(at_once('A') && !at_once('B'), "{granted:?}");
    // 0 is no limit.
    let gives_up = |patience: u32| patience > 0 && patience < open_for;
    let waited = if at_once('C') {
        0
    } else if gives_up(patience_b) && queue.end('B') == ['C'] {
        patience_b
    } else {
        open_for
    };
    let fails = gives_up(patience_c) && patience_c < waited;
    asked.assert_options(&[
        ("It waits two seconds at most", waited == 2 && !fails),
        ("`B` is still waiting", waited == 0),
        ("It waits ten minutes", waited == 600 && !fails),
        ("It fails after two seconds", fails && patience_c == 2),
    ]);
}

const OLD: &str = "fullname";
const NEW: &str = "display_name";

/// What a release of the service sends, as prepared statements with the id first and the name second.
struct Release {
    insert: String,
    update: String,
    select: String,
}

impl Release {
    /// The release that runs now, and as it would be if it wrote and read these columns.
    fn with(code: &str, writes: &[&str], reads: &str) -> Self {
        let [insert, update, select] = code.lines().collect::<Vec<_>>()[..] else {
            panic!("three statements: {code}");
        };
        let (values, sets) = (vec!["$2"; writes.len()], writes.iter().map(|column| format!("{column} = $2")));
        let insert = with(&with(insert, OLD, &writes.join(", ")), "$2", &values.join(", "));
        let update = with(update, "fullname = $2", &sets.collect::<Vec<_>>().join(", "));
        let places = |statement: &str| statement.replace('$', "?");
        Self { insert: places(&insert), update: places(&update), select: places(&with(select, OLD, reads)) }
    }

    fn described(code: &str, text: &str) -> Option<Self> {
        let text = text.strip_prefix("Deploy: ")?;
        let reads = if text.ends_with(&format!("`{OLD}`")) { OLD } else { NEW };
        let writes: &[&str] = if text.contains("writes both") { &[OLD, NEW] } else { &[reads] };
        Some(Self::with(code, writes, reads))
    }
}

/// A table of users under traffic: what was saved last for each of them must be read.
struct Users {
    db: Connection,
    saved: Vec<String>,
}

impl Users {
    fn new() -> Self {
        let db = database(&["CREATE TABLE users (id INT PRIMARY KEY, fullname TEXT)"]);
        Self { db, saved: Vec::new() }
    }

    /// Each of the running releases adds a user and renames one of before, and each reads all of them;
    /// whether that goes without an error and with what was saved.
    fn serve(&mut self, running: &[&Release]) -> bool {
        let count = self.saved.len();
        for (at, release) in running.iter().enumerate() {
            let (old, new) = (usize::midpoint(count, at), self.saved.len());
            let name = |id: usize| format!("name {id} of {new}");
            let added = self.db.execute(&release.insert, [new.to_string(), name(new)]);
            self.saved.push(name(new));
            let renamed = self.db.execute(&release.update, [old.to_string(), name(old)]);
            self.saved[old] = name(old);
            if added != Ok(1) || renamed != Ok(1) {
                return false;
            }
        }
        running.iter().all(|release| {
            (0..).zip(&self.saved).all(|(id, saved): (u32, _)| {
                let read = self.db.query_one(&release.select, [id], |row| row.get(0));
                read.is_ok_and(|name: Option<String>| name.as_ref() == Some(saved))
            })
        })
    }
}

fn renamed_soundly(code: &str, order: &[&str]) -> bool {
    let mut users = Users::new();
    let mut release = Release::with(code, &[OLD], OLD);
    let mut sound = users.serve(&[&release]) && users.serve(&[&release]);
    for step in order {
        if let Some(next) = Release::described(code, step) {
            sound = sound && users.serve(&[&release, &next]);
            release = next;
            sound = sound && users.serve(&[&release]);
            continue;
        }
        let batches = match step.split('`').map(str::trim).collect::<Vec<_>>()[..] {
            ["Add the column", added, ", nullable"] => {
                vec![format!("ALTER TABLE users ADD COLUMN {added} TEXT")]
            }
            ["Copy", from, "to", to, "in batches"] => {
                [0, 1].map(|half| format!("UPDATE users SET {to} = {from} WHERE id % 2 = {half}")).to_vec()
            }
            ["Drop the column", dropped, ""] => vec![format!("ALTER TABLE users DROP COLUMN {dropped}")],
            _ => panic!("{step}?"),
        };
        for batch in batches {
            sound = sound && users.db.execute_batch(&batch).is_ok() && users.serve(&[&release]);
        }
    }
    sound && rows(&users.db, "SELECT name FROM pragma_table_info('users')") == ["id", NEW]
}

pub(super) fn rename_in_steps(asked: &Asked) {
    let code = asked.code("release 41, running now");
    assert_only_order(asked, |order| renamed_soundly(code, order));
}

/// Whether a step order gets to NOT NULL without an error for anybody or a scan under a full lock.
///
/// A constraint that is NOT VALID is enforced for each later insert and update (`PostgreSQL` 16
/// documentation, ALTER TABLE); `SQLite` looks at the columns that an update names, so it can't play it.
fn not_null_soundly(code: &str, order: &[&str]) -> bool {
    let statement = |start: &str| code.lines().find(|line| line.starts_with(start)).expect("a statement");
    let mut inserts_set = statement("INSERT").contains("region");
    let updates_set = statement("UPDATE").contains("region");
    let (mut nulls, mut check, mut valid, mut not_null) = (true, false, false, false);
    for step in order {
        let possible = match *step {
            step if step.starts_with("Deploy") => !std::mem::replace(&mut inserts_set, true),
            step if step.starts_with("Fill") => {
                nulls = !inserts_set;
                true
            }
            step if step.contains("NOT VALID") => !std::mem::replace(&mut check, true),
            step if step.contains("VALIDATE") => {
                valid = check && !nulls;
                valid
            }
            step if step.contains("SET NOT NULL") => {
                not_null = true;
                check && valid
            }
            step if step.contains("DROP CONSTRAINT") => std::mem::replace(&mut check, false),
            step => panic!("{step}?"),
        };
        let refused = (check || not_null) && (!inserts_set || (nulls && !updates_set));
        if !possible || refused {
            return false;
        }
    }
    not_null && !check
}

pub(super) fn not_null_without_outage(asked: &Asked) {
    let code = asked.code("running all day");
    assert_only_order(asked, |order| not_null_soundly(code, order));
}

/// A point in a rollout: what has been done to the table, and the inserts that run.
struct Phase<'a> {
    migrated: &'a str,
    running: &'a [&'a str],
}

fn works(schema: &str, phases: &[Phase<'_>]) -> bool {
    phases.iter().all(|phase| {
        let meets = |insert: &&str| database(&[schema, phase.migrated]).execute(insert, ()).is_ok();
        phase.running.iter().all(meets)
    })
}

pub(super) fn drop_before_deploy(asked: &Asked) {
    let schema = asked.code("schema before the release");
    let log = asked.code("release 88");
    let old = asked.code("statement of release 87");
    let new = old.replace(", fax", "").replace(", NULL", "");
    let drop = log.lines().next().and_then(|line| line.split("migrate: ").nth(1)).expect("a migration");
    let rename = "ALTER TABLE customers RENAME COLUMN fax TO fax_unused";
    assert!(log.find("migrate") < log.find("rolling deploy"));
    let phase = |migrated, running| Phase { migrated, running };
    let both = [old, new.as_str()];
    let (only_old, only_new) = (&both[..1], &both[1..]);

    let as_shown = [phase(drop, only_old), phase(drop, &both), phase(drop, only_new)];
    let swapped = [phase("", &both), phase("", only_new), phase(drop, only_new)];
    let renamed = [phase(rename, only_old), phase(rename, &both)];
    let rolled_back = |migrated| works(schema, &[phase(migrated, only_old)]);
    let code_first = works(schema, &[phase("", &both), phase("", only_new)]) && rolled_back("");
    let later = works(schema, &[phase(drop, only_new)]);
    asked.assert_options(&[
        ("Set `lock_timeout`", works(schema, &as_shown)),
        ("Swap the pipeline's steps", works(schema, &swapped) && rolled_back(drop)),
        ("Ship the code", code_first && later),
        ("Rename `fax`", works(schema, &renamed)),
    ]);
    assert!(works(schema, &swapped) && !rolled_back(drop), "the swap mends the deploy, not the rollback");
}
