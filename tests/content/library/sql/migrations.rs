//! Migrations, with the statements and the releases that meet them.

use regex::Regex;

use super::super::Asked;
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

/// All orders of so many things.
fn permutations(n: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..n {
        let longer = |some: &Vec<usize>| {
            let rest = (0..n).filter(|i| !some.contains(i));
            rest.map(|i| [some.as_slice(), &[i]].concat()).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

/// Holds an order's entries: of all orders the written one alone is sound.
fn assert_only_order(asked: &Asked, sound: impl Fn(&[&str]) -> bool) {
    let entries: Vec<&str> = asked.entry.iter().map(|entry| entry.text.as_str()).collect();
    let all = permutations(entries.len());
    let sound: Vec<Vec<usize>> = all
        .into_iter()
        .filter(|order| sound(&order.iter().map(|i| entries[*i]).collect::<Vec<_>>()))
        .collect();
    assert_eq!(sound, [(0..entries.len()).collect::<Vec<_>>()], "{}", asked.id);
}

const OLD: &str = "fullname";
const NEW: &str = "display_name";

/// What a release of the service writes and reads.
#[derive(Clone)]
struct Release {
    writes: Vec<&'static str>,
    reads: &'static str,
}

impl Release {
    fn running(code: &str) -> Self {
        assert!(code.contains(&format!("(id, {OLD})")) && code.contains(&format!("SELECT {OLD}")));
        assert!(!code.contains(NEW));
        Self { writes: vec![OLD], reads: OLD }
    }

    fn described(text: &str) -> Option<Self> {
        let text = text.strip_prefix("Deploy: ")?;
        let reads = if text.ends_with(&format!("`{OLD}`")) { OLD } else { NEW };
        let writes = if text.contains("writes both") { vec![OLD, NEW] } else { vec![reads] };
        Some(Self { writes, reads })
    }
}

fn renamed_soundly(first: &Release, order: &[&str]) -> bool {
    let mut columns = vec![OLD];
    // Columns that hold a value for each row saved so far.
    let mut complete = vec![OLD];
    let mut release = first.clone();
    for step in order {
        let mut running = vec![release.clone()];
        if let Some(next) = Release::described(step) {
            running.push(next.clone());
            release = next;
        } else if step.starts_with("Add") {
            columns.push(NEW);
        } else if step.starts_with("Drop") {
            columns.retain(|column| *column != OLD);
        } else if columns.contains(&OLD) && columns.contains(&NEW) {
            if complete.contains(&OLD) && release.writes.contains(&NEW) {
                complete.push(NEW);
            }
        } else {
            return false;
        }
        complete.retain(|column| running.iter().all(|release| release.writes.contains(column)));
        let works = |reader: &Release| {
            let named = reader.writes.iter().chain([&reader.reads]).all(|column| columns.contains(column));
            named && complete.contains(&reader.reads)
        };
        if !running.iter().all(works) {
            return false;
        }
    }
    columns == [NEW] && release.writes == [NEW]
}

pub(super) fn rename_in_steps(asked: &Asked) {
    let first = Release::running(asked.code("release 41, running now"));
    assert_only_order(asked, |order| renamed_soundly(&first, order));
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
