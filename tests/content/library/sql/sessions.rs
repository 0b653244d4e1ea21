//! Who waits for whom, and what each isolation level lets through: the transcripts, played.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::super::Asked;
use super::mvcc::{Told, World, play, steps};

fn shown(asked: &Asked) -> (Vec<Vec<Told>>, World) {
    play(asked.code("before"), &steps(asked.code("sessions")))
}

fn ints(text: &str) -> Vec<u32> {
    let number = Regex::new(r"\d+").expect("a valid pattern");
    number.find_iter(text).map(|found| found.as_str().parse().expect("a small number")).collect()
}

fn one_row(told: &[Told], cell: &str) -> bool {
    told == [Told::Rows(vec![cell.to_owned()])]
}

pub(super) fn who_waits(asked: &Asked) {
    let transcript = asked.code("sessions");
    let stock = ints(transcript.lines().next().expect("the stock"));
    let [one, qty, two, other] = stock[..] else {
        panic!("two rows of stock: {stock:?}");
    };
    let setup = format!(
        "CREATE TABLE stock (sku INT PRIMARY KEY, qty INT); INSERT INTO stock VALUES ({one}, {qty}), ({two}, {other})"
    );
    let (by_a, by_b): (Vec<_>, Vec<_>) =
        steps(transcript).into_iter().partition(|(session, _)| *session == 'A');
    let waits = by_b.iter().map(|(session, statement)| {
        let (_, mut world) = play(&setup, &by_a);
        world.step(*session, statement) == Told::Waits
    });
    let waits: Vec<bool> = waits.collect();
    asked.assert_options(&[
        ("Each of them", waits == [true, true, true]),
        ("The `SELECT` and the `UPDATE`", waits == [true, false, true]),
        ("Both `UPDATE`s", waits == [false, true, true]),
        ("that adds 3", waits == [false, false, true] && by_b[2].1.contains("qty + 3")),
    ]);
}

pub(super) fn two_transfers(asked: &Asked) {
    let (told, mut world) = shown(asked);
    let failed = |told: &[Told]| told.contains(&Told::Failed("40P01"));
    let cancelled = told.iter().filter(|told| failed(told)).count();
    let stuck = world.waits('A') && world.waits('B');
    let ends = ['A', 'B'].map(|session| (!world.waits(session)).then(|| world.step(session, "COMMIT")));
    let one_commits = ends.contains(&Some(Told::Committed)) && ends.contains(&Some(Told::RolledBack));
    let both_commit = ends.iter().all(|end| *end == Some(Told::Committed));
    asked.assert_options(&[
        ("both transfers have gone through", told[4].contains(&Told::Waits) && both_commit),
        ("until `lock_timeout`", stuck),
        ("by the deadlock check", cancelled == 1 && one_commits),
        ("Neither waits", told.iter().all(|told| !told.contains(&Told::Waits))),
    ]);
    let sum = world.ask("SELECT sum(cents) FROM accounts");
    assert_eq!(sum, ["2000"]);
}

pub(super) fn skip_locked_batch(asked: &Asked) {
    let (told, _) = play(asked.code("jobs.sql"), &steps(asked.code("sessions")));
    let [Told::Rows(of_b)] = &told[3][..] else {
        panic!("B waits or fails: {told:?}");
    };
    for between in [", ", ",", " ", " and "] {
        assert!(asked.accepts(&of_b.join(between)));
    }
    for wrong in ["1, 3", "4", "3, 4", "4, 5", "6, 7", "46"] {
        assert!(!asked.accepts(wrong), "{wrong}");
    }
}

/// What is left of a service's connections: how many would be in use, of how many.
struct Load {
    needed: f64,
    pool: f64,
}

pub(super) fn call_inside_transaction(asked: &Asked) {
    let [rate, usual, bad, pool] = ints(&asked.prompt)[..] else {
        panic!("payouts a second, ms, s, connections: {}", asked.prompt);
    };
    let code = asked.code("payout.py");
    let indent = |words: &str| {
        let line = code.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("no {words}"));
        line.len() - line.trim_start().len()
    };
    let inside = indent("provider.send") > indent("db.transaction()");
    let number_in = |words: &str, at: usize| f64::from(ints(&asked.option(words).text)[at]);
    let (rate, pool) = (f64::from(rate), f64::from(pool));
    let load = |call: f64, pool: f64| Load { needed: rate * call, pool };
    let hangs = |load: &Load| load.needed > load.pool;
    let held = if inside { f64::from(bad) } else { 0.0 };
    assert!(!hangs(&load(f64::from(usual) / 1000.0, pool)), "on good days it works");
    assert!(hangs(&load(held, pool)), "on bad days it hangs");

    let kept = |load: &Load| !hangs(load);
    asked.assert_options(&[
        ("Drop `FOR UPDATE`", kept(&load(held, pool))),
        ("Reserve the amount", kept(&load(0.0, pool))),
        ("Set `lock_timeout`", kept(&load(held, number_in("Set `lock_timeout`", 1)))),
        ("Give `provider.send`", kept(&load(number_in("Give `provider.send`", 0).min(held), pool))),
    ]);
}

/// Sessions by pid: whom they wait for, and whether they do nothing in an open transaction.
type Sessions = BTreeMap<u32, (BTreeSet<u32>, bool)>;

/// Who is through in the end if one session is ended: what is at work gets done, what idles stays.
fn through(sessions: &Sessions, ended: u32) -> BTreeSet<u32> {
    let mut gone = BTreeSet::from([ended]);
    let mut done = BTreeSet::new();
    loop {
        let next = sessions.iter().find(|(pid, (blocked_by, idle))| {
            !gone.contains(pid) && !idle && blocked_by.iter().all(|other| gone.contains(other))
        });
        let Some((pid, _)) = next else {
            return done;
        };
        gone.insert(*pid);
        done.insert(*pid);
    }
}

pub(super) fn blocking_chain(asked: &Asked) {
    let line =
        Regex::new(r"(?m)^(\d+)\s+\{(\d*)\}\s+(active|idle in transaction)\s").expect("a valid pattern");
    let session = |found: regex::Captures<'_>| {
        let blocked_by = ints(&found[2]).into_iter().collect();
        (found[1].parse().expect("a pid"), (blocked_by, &found[3] != "active"))
    };
    let activity = asked.code("pg_stat_activity with pg_blocking_pids(pid), 14:06");
    let sessions: Sessions = line.captures_iter(activity).map(session).collect();
    let waiting: BTreeSet<u32> =
        sessions.iter().filter(|(_, (blocked_by, _))| !blocked_by.is_empty()).map(|(pid, _)| *pid).collect();
    assert_eq!((sessions.len(), waiting.len()), (6, 4));
    for pid in sessions.keys() {
        let frees_all = waiting.is_subset(&through(&sessions, *pid));
        for typed in [pid.to_string(), format!("pid {pid}"), format!("SELECT pg_terminate_backend({pid});")] {
            assert_eq!(asked.accepts(&typed), frees_all, "{typed}");
        }
    }
}

pub(super) fn read_twice(asked: &Asked) {
    let (told, _) = shown(asked);
    let (first, second) = (&told[3], &told[5]);
    let waited = first.contains(&Told::Waits);
    asked.assert_options(&[
        ("150, then 150", one_row(first, "150") && one_row(second, "150") && !waited),
        ("100, then 150", one_row(first, "100") && one_row(second, "150")),
        ("100, then 100", one_row(first, "100") && one_row(second, "100")),
        ("150 both times", waited && one_row(second, "150")),
    ]);
}

pub(super) fn lost_update(asked: &Asked) {
    let (told, world) = shown(asked);
    assert!(told.iter().flatten().all(|told| !matches!(told, Told::Waits | Told::Failed(_))));
    let left = world.ask("SELECT qty FROM stock WHERE sku = 1");
    assert_eq!(left, [asked.number().to_string()]);
    let sold =
        ints(&asked.code("sessions").lines().filter_map(|line| line.split("--").nth(1)).collect::<String>());
    let start = World::new(asked.code("before")).ask("SELECT qty FROM stock WHERE sku = 1");
    let right = f64::from(ints(&start[0])[0]) - sold.iter().map(|sold| f64::from(*sold)).sum::<f64>();
    assert!((asked.number() - right).abs() > 0.5, "nothing is lost");
}

pub(super) fn error_then_commit(asked: &Asked) {
    let typed = asked.code("psql").lines().filter_map(|line| line.strip_prefix("=> "));
    let typed: Vec<&str> = typed.map(|line| line.trim_end_matches(';')).collect();
    let (setup, transaction) = typed.split_at(2);
    let steps: Vec<(char, String)> = transaction.iter().map(|step| ('A', (*step).to_owned())).collect();
    let (told, world) = play(&setup.join(";"), &steps);
    assert_eq!(told[2], [Told::Failed("23505")]);
    let tags = world.ask("SELECT name FROM tags ORDER BY name").join(" ");
    for option in &asked.option {
        let mut words: Vec<&str> =
            option.text.split([',', ' ']).filter(|word| !["", "and"].contains(word)).collect();
        words.sort_unstable();
        assert_eq!(option.correct, words.join(" ") == tags, "{}", option.text);
    }
}

pub(super) fn claim_rechecked(asked: &Asked) {
    let (told, world) = shown(asked);
    let of_b = &told[3];
    let owner = world.ask("SELECT owner FROM tickets");
    asked.assert_options(&[
        ("reports 0 rows at once", of_b[..] == [Told::Changed(0)]),
        ("reports 1 row", of_b[..] == [Told::Waits, Told::Changed(1)] && owner == ["B"]),
        ("then fails", of_b[..] == [Told::Waits, Told::Failed("40001")]),
        ("then reports 0 rows", of_b[..] == [Told::Waits, Told::Changed(0)] && owner == ["A"]),
    ]);
}

pub(super) fn stale_snapshot_write(asked: &Asked) {
    let (told, world) = shown(asked);
    assert!(
        asked.prompt.contains("line 5")
            && asked.code("sessions").lines().nth(4).is_some_and(|line| line.starts_with("A: UPDATE"))
    );
    let of_a = &told[4];
    let cents = world.ask("SELECT cents FROM accounts");
    asked.assert_options(&[
        ("takes 30 from 150", of_a[..] == [Told::Waits, Told::Changed(1)] && cents == ["120"]),
        ("`B`'s 50 are lost", of_a[..] == [Told::Changed(1)] && cents == ["70"]),
        ("when `B` commits", of_a[..] == [Told::Waits, Told::Failed("40001")] && cents == ["150"]),
        ("It fails at once", matches!(of_a[..], [Told::Failed(_)])),
    ]);
}

pub(super) fn nobody_on_duty(asked: &Asked) {
    let before = asked.code("before");
    let shown = steps(asked.code("sessions"));
    let somebody = |change: &dyn Fn(&str) -> String| {
        let steps: Vec<(char, String)> =
            shown.iter().map(|(session, step)| (*session, change(step))).collect();
        let (told, world) = play(before, &steps);
        let failed = told.iter().flatten().any(|told| matches!(told, Told::Failed(_)));
        (world.ask("SELECT count(*) FROM duty WHERE shift = 7 AND on_call") != ["0"], failed)
    };
    let unchanged = somebody(&str::to_owned);
    assert_eq!(unchanged, (false, false));
    let counting = asked.option("Add `AND").text.split('`').nth(1).expect("a condition");
    let counted =
        |step: &str| if step.starts_with("UPDATE") { format!("{step} {counting}") } else { step.to_owned() };
    let locked =
        |step: &str| if step.starts_with("SELECT") { format!("{step} FOR UPDATE") } else { step.to_owned() };
    let lower = |step: &str| step.replace("REPEATABLE READ", "READ COMMITTED");
    asked.assert_options(&[
        ("fails with 40001", unchanged.0 || unchanged.1),
        ("Read Committed", somebody(&lower).0),
        ("Add `AND", somebody(&counted).0),
        ("with `FOR UPDATE`", somebody(&locked).0),
    ]);
}

/// How two requests at a time spend: what is in the account in the end and was in it at most, and
/// how often the database asked for a retry.
#[derive(Debug)]
struct Spent {
    end: u32,
    most: u32,
    failures: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Nothing,
    ReadInside,
    ForUpdate,
    CheckAfter,
}

fn spend(asked: &Asked, change: Change) -> Spent {
    let code = asked.code("spend.py");
    let text = Regex::new(r#""([^"]*)""#).expect("a valid pattern");
    let texts: Vec<String> = text.captures_iter(code).map(|found| found[1].to_owned()).collect();
    let [select, from, insert, values] = &texts[..] else {
        panic!("a query and an insert: {texts:?}");
    };
    let cents = ints(&asked.prompt)[0];
    let limit = ints(asked.prompt.split("`LIMIT`").nth(1).expect("a limit"))[0];
    let sum = format!("{select}{from}").replace("%s", "1");
    let insert = format!("{insert}{values}").replacen("%s", "1", 1).replace("%s", &cents.to_string());
    let inside = change == Change::ReadInside || code.find("SELECT") > code.find("db.transaction()");
    let begin = "BEGIN ISOLATION LEVEL SERIALIZABLE";
    let mut world = World::new("CREATE TABLE entries (id INTEGER PRIMARY KEY, acct INT, cents INT)");
    let read = |world: &mut World, session: char| -> u32 {
        if change == Change::ForUpdate {
            world.step(session, "SELECT id FROM entries WHERE acct = 1 FOR UPDATE");
        }
        match world.step(session, &sum) {
            Told::Rows(rows) => rows[0].parse().expect("a sum"),
            told => panic!("{told:?}"),
        }
    };
    let mut failures = 0;
    let mut open = vec!['A', 'B'];
    if !inside {
        open.retain(|session| read(&mut world, *session) + cents <= limit);
    }
    for _ in 0..5 {
        for session in &open {
            world.step(*session, begin);
        }
        if inside {
            let (goes_on, over): (Vec<char>, Vec<char>) =
                open.into_iter().partition(|session| read(&mut world, *session) + cents <= limit);
            open = goes_on;
            for session in over {
                world.step(session, "ROLLBACK");
            }
        }
        for session in &open {
            world.step(*session, &insert);
        }
        open.retain(|session| {
            let failed = world.step(*session, "COMMIT") == Told::Failed("40001");
            if failed {
                world.step(*session, "ROLLBACK");
            }
            failed
        });
        failures += open.len();
    }
    let most = ints(&world.ask(&sum)[0])[0];
    let both_take_back = change == Change::CheckAfter && most > limit;
    Spent { end: if both_take_back { 0 } else { most }, most, failures }
}

pub(super) fn retry_what(asked: &Asked) {
    let limit = ints(asked.prompt.split("`LIMIT`").nth(1).expect("a limit"))[0];
    let shown = spend(asked, Change::Nothing);
    assert!(shown.most > limit && shown.failures == 0, "{shown:?}");
    let holds = |spent: &Spent| spent.most <= limit && spent.end > 0;
    let waiting_helps = shown.failures > 0;
    // PostgreSQL refuses FOR UPDATE with an aggregate; here the rows are locked by a query of their own.
    asked.assert_options(&[
        ("Wait a random time", waiting_helps),
        ("into the transaction", holds(&spend(asked, Change::ReadInside))),
        ("Append `FOR UPDATE`", holds(&spend(asked, Change::ForUpdate))),
        ("once the insert is committed", holds(&spend(asked, Change::CheckAfter))),
    ]);
}
