//! Who waits for whom over a row: the transcripts, played by the model in `mvcc`.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::super::Asked;
use super::super::reading::{counts, with};
use super::mvcc::{Told, World, play, steps};

fn shown(asked: &Asked) -> (Vec<Vec<Told>>, World) {
    play(asked.code("before"), &steps(asked.code("sessions")))
}

pub(super) fn who_waits(asked: &Asked) {
    let transcript = asked.code("sessions");
    let stock = counts(transcript.lines().next().expect("the stock"));
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

/// How long a statement takes, in ms.
const STATEMENT: u32 = 3;

/// What a payout does, part by part: how long, in ms, and whether it holds a connection meanwhile.
type Payout = Vec<(u32, bool)>;

/// The payout of that code, by what is under the `with`; a provider's call takes so many ms.
fn payout(code: &str, call: u32) -> Payout {
    let inside = |line: &str| line.starts_with(' ');
    assert!(code.lines().next().is_some_and(|line| line.contains("pool.connection()")), "{code}");
    let part = |line: &str| {
        let takes = if line.contains("provider.send") { Some(call) } else { None };
        let takes = takes.or(line.contains("db.execute").then_some(STATEMENT));
        takes.map(|takes| (takes, inside(line)))
    };
    code.lines().filter_map(part).collect()
}

/// The longest wait for a connection, in ms, of the payouts of a minute.
fn longest_wait(payout: &Payout, a_second: u32, pool: usize) -> u32 {
    let mut free = vec![0; pool];
    // At a time a payout comes to a part; one that held a connection before goes on with it.
    let mut queue: BTreeSet<(u32, u32, usize)> =
        (0..60 * a_second).map(|i| (i * 1000 / a_second, i, 0)).collect();
    let mut longest = 0;
    while let Some((now, id, at)) = queue.pop_first() {
        let held: u32 = payout[at..].iter().take_while(|(_, held)| *held).map(|(takes, _)| takes).sum();
        let parts = payout[at..].iter().take_while(|(_, held)| *held).count();
        let (ended, next) = if parts == 0 {
            (now + payout[at].0, at + 1)
        } else {
            let first = free.iter_mut().min().expect("a pool");
            let start = now.max(*first);
            longest = longest.max(start - now);
            *first = start + held;
            (*first, at + parts)
        };
        if next < payout.len() {
            queue.insert((ended, id, next));
        }
    }
    longest
}

pub(super) fn call_inside_transaction(asked: &Asked) {
    let [a_second, usual, bad, pool] = counts(&asked.prompt)[..] else {
        panic!("payouts a second, ms, s, connections: {}", asked.prompt);
    };
    let code = asked.code("payout.py");
    let number_in = |words: &str, at: usize| counts(&asked.option(words).text)[at];
    let usize_of = |count: u32| usize::try_from(count).expect("few");
    let waits = |payout: &Payout, pool: u32| longest_wait(payout, a_second, usize_of(pool));
    let shown = payout(code, bad * 1000);
    assert_eq!(waits(&payout(code, usual), pool), 0, "on good days");
    assert!(waits(&shown, pool) > 1000, "on bad days");

    // Two transactions in place of one: what is written before the call, and what is written behind it.
    let reserve = &asked.option("Reserve the amount").text;
    let call_is_outside = reserve.contains("commit, call `provider.send` with no transaction open");
    let call = code.lines().find(|line| line.contains("provider.send")).expect("a call");
    let moved = if call_is_outside { call.trim_start() } else { call };
    let reserved = payout(&with(code, call, &format!("    db.execute(RESERVE)\n{moved}")), bad * 1000);
    let guarded = |without: &str| payout(&code.replace(without, ""), bad * 1000);
    let timed = payout(code, 1000 * number_in("Give `provider.send`", 0).min(bad));
    let goes_on = |longest: u32| longest < 1000;
    asked.assert_options(&[
        ("Drop `FOR UPDATE`", goes_on(waits(&guarded(" FOR UPDATE"), pool))),
        ("Reserve the amount", goes_on(waits(&reserved, pool))),
        ("Set `lock_timeout`", goes_on(waits(&shown, number_in("Set `lock_timeout`", 1)))),
        ("Give `provider.send`", goes_on(waits(&timed, pool))),
    ]);
}

/// Backends by pid: whom they wait for, and whether they do nothing in an open transaction.
type Backends = BTreeMap<u32, (BTreeSet<u32>, bool)>;

/// Who is through in the end if one session is ended: what is at work gets done, what idles stays.
fn through(sessions: &Backends, ended: u32) -> BTreeSet<u32> {
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
        let blocked_by = counts(&found[2]).into_iter().collect();
        (found[1].parse().expect("a pid"), (blocked_by, &found[3] != "active"))
    };
    let activity = asked.code("pg_stat_activity with pg_blocking_pids(pid), 14:06");
    let sessions: Backends = line.captures_iter(activity).map(session).collect();
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

/// What a session is told of a step: whether it waits first, and how the step ends.
fn ended(told: &[Told]) -> (bool, &Told) {
    (told[0] == Told::Waits, told.last().expect("an answer"))
}

pub(super) fn claim_rechecked(asked: &Asked) {
    let (before, shown) = (asked.code("before"), asked.code("sessions"));
    let (told, world) = play(before, &steps(shown));
    let (waits, of_b) = ended(&told[3]);
    let owner = world.ask("SELECT owner FROM tickets");
    let reports = |rows: usize| *of_b == Told::Changed(rows);
    asked.assert_options(&[
        ("reports 0 rows at once", reports(0) && !waits),
        ("reports 1 row", reports(1) && waits && owner == ["B"]),
        ("then fails", waits && matches!(of_b, Told::Failed(_))),
        ("then reports 0 rows", reports(0) && waits && owner == ["A"]),
    ]);
    let higher = shown.replace("B: BEGIN", "B: BEGIN ISOLATION LEVEL REPEATABLE READ");
    let (told, _) = play(before, &steps(&higher));
    assert_eq!(told[3], [Told::Waits, Told::Failed("40001")], "as the heads-up of the failure says");
}

pub(super) fn stale_snapshot_write(asked: &Asked) {
    let (before, shown) = (asked.code("before"), asked.code("sessions"));
    let (told, mut world) = play(before, &steps(shown));
    let (withdrawal, commit) = (ended(&told[3]).1.clone(), ended(&told[4]).1.clone());
    let cents = world.ask("SELECT cents FROM accounts");
    let taken = withdrawal == Told::Changed(1);
    let committed = commit == Told::Committed;
    asked.assert_options(&[
        ("takes 30 from 150", taken && committed && cents == ["120"]),
        ("takes 30 from 100", taken && committed && cents == ["70"]),
        ("refused in line 4", withdrawal == Told::Failed("40001") && cents == ["150"]),
        ("refused by the `COMMIT`", taken && !committed && cents == ["150"]),
    ]);
    for (session, step) in steps(shown).into_iter().filter(|(session, _)| *session == 'A') {
        world.step(session, &step);
    }
    assert_eq!(
        world.ask("SELECT cents FROM accounts"),
        ["120"],
        "run again from its beginning it goes through"
    );

    let deposit = "B: UPDATE accounts SET cents = cents + 50 WHERE id = 1;\n";
    let elsewhere = with(shown, deposit, &deposit.replace("id = 1", "id = 2"));
    let two_rows = format!("{before}INSERT INTO accounts VALUES (2, 100);");
    assert_eq!(play(&two_rows, &steps(&elsewhere)).0[3], [Told::Changed(1)], "the conflict is on one row");
    let b_ends = |how: &str| {
        let commit = "A: COMMIT;";
        let open = with(shown, deposit, &format!("B: BEGIN;\n{deposit}"));
        let (told, world) = play(before, &steps(&with(&open, commit, &format!("B: {how};\n{commit}"))));
        (told[4].clone(), world.ask("SELECT cents FROM accounts").concat())
    };
    assert_eq!(b_ends("COMMIT"), (vec![Told::Waits, Told::Failed("40001")], "150".to_owned()));
    assert_eq!(b_ends("ROLLBACK"), (vec![Told::Waits, Told::Changed(1)], "70".to_owned()));
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
