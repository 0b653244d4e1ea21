//! Idempotency and retries.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{clock, count_after, number_after, objects};
use super::{Asked, database, rows};

const CARTS: &str = "
    CREATE TABLE carts (id INTEGER PRIMARY KEY, note TEXT);
    CREATE TABLE lines (cart INTEGER, sku TEXT, qty INTEGER, PRIMARY KEY (cart, sku));
    CREATE TABLE orders (id INTEGER PRIMARY KEY, cart INTEGER);
    INSERT INTO carts VALUES (7, '');
    INSERT INTO lines VALUES (7, 'a', 1), (7, 'b', 2), (7, 'c', 2);";

/// The tables after these statements.
fn carts_after(statements: &[&str]) -> [Vec<String>; 3] {
    let db = database(&[CARTS]);
    for statement in statements {
        db.execute_batch(statement).unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
    ["carts", "lines", "orders"].map(|table| rows(&db, &format!("SELECT * FROM {table} ORDER BY 1, 2")))
}

pub(super) fn which_may_go_twice(asked: &Asked) {
    let handlers = asked.code("what each request runs").split("-- ").skip(1);
    let requests: Vec<(&str, &str)> =
        handlers.map(|handler| handler.split_once('\n').expect("a request and its statement")).collect();
    for (request, statement) in &requests {
        assert_ne!(carts_after(&[]), carts_after(&[statement]), "{request} does something");
    }
    let left = |carried_out: usize, again: Option<usize>| {
        let kept = (0..requests.len()).filter(|at| carried_out >> at & 1 == 1);
        carts_after(&kept.chain(again).map(|at| requests[at].1).collect::<Vec<&str>>())
    };
    // Whichever of the five were carried out: the repeat leaves what one run in its turn leaves.
    let sets = 1_usize << requests.len();
    let harmless = |at: usize| (0..sets).all(|some| left(some, Some(at)) == left(some | 1 << at, None));
    let judged: Vec<(String, bool)> = requests
        .iter()
        .enumerate()
        .map(|(at, (request, _))| (format!("`{}`", request.trim()), harmless(at)))
        .collect();
    let claims: Vec<(&str, bool)> = judged.iter().map(|(request, same)| (request.as_str(), *same)).collect();
    asked.assert_options(&claims);
}

pub(super) fn key_made_in_the_loop(asked: &Asked) {
    let code = asked.code("pay.py");
    let in_loop = code.find("uuid4()").expect("a key") > code.find("for attempt").expect("a loop");
    let timeout = number_after(code, "timeout=");
    let attempts = count_after(code, "range(");
    let evening: Vec<f64> = asked
        .code("the provider that evening")
        .lines()
        .map(|line| number_after(line, "booked after"))
        .collect();
    let mut booked = BTreeSet::new();
    for (attempt, takes) in (0..attempts).zip(evening) {
        booked.insert(if in_loop { attempt } else { 0 });
        if takes <= timeout {
            break;
        }
    }
    let charges = booked.len();
    asked.assert_options(&[
        ("Two:", charges == 2),
        ("One: the second attempt has", charges == 1),
        ("takes the first attempt back", charges == 1),
        ("Three:", charges == 3),
    ]);
}

/// A write as the log shows it.
struct Write {
    device: String,
    language: String,
    answered: bool,
}

/// The language in the end. With conditions, a device's write carries the version that it read before it
/// wrote first, or got with its last answer.
fn played(writes: &[Write], conditional: bool) -> &str {
    let (mut language, mut version) = ("", 0);
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for write in writes {
        let expected = known.entry(&write.device).or_insert(version);
        if conditional && *expected != version {
            continue;
        }
        (language, version) = (&write.language, version + 1);
        if write.answered {
            *expected = version;
        }
    }
    language
}

pub(super) fn late_retry_of_a_put(asked: &Asked) {
    let log = asked.code("requests in the order of their arrival");
    let writes: Vec<Write> = log
        .lines()
        .map(|line| Write {
            device: line.split_whitespace().nth(1).expect("a device").to_owned(),
            language: objects(&line[line.find('{').expect("a body")..])[0]["lang"]
                .as_str()
                .expect("one")
                .to_owned(),
            answered: line.contains("(answered)"),
        })
        .collect();
    let plain = played(&writes, false);
    let promised = writes.iter().rfind(|write| write.answered).map(|write| write.language.as_str());
    let undone = promised != Some(plain);
    let prevented = Some(played(&writes, true)) == promised;
    asked.assert_options(&[
        ("French: an idempotent", plain == "fr"),
        ("German, and rightly", plain == "de" && !undone),
        ("German: the retry undoes", plain == "de" && undone && prevented),
        ("French: the server has seen", plain == "fr"),
    ]);
}

/// Calls that reach the last service when it refuses all of them.
fn calls(attempts: &[u32]) -> u32 {
    attempts.split_first().map_or(1, |(first, below)| (0..*first).map(|_| calls(below)).sum())
}

pub(super) fn attempts_multiply(asked: &Asked) {
    let attempts: Vec<u32> = asked
        .code("the way down")
        .lines()
        .filter_map(|line| match line.trim().split_once(": ")? {
            ("max_attempts", _) => Some(count_after(line, "max_attempts:")),
            ("num_retries", _) => Some(1 + count_after(line, "num_retries:")),
            _ => None,
        })
        .collect();
    assert_eq!(attempts.len(), 3);
    assert!((f64::from(calls(&attempts)) - asked.number()).abs() < 0.5);
}

/// The charge handler's world.
#[derive(Clone)]
struct Charging {
    /// Answers are stored for requests for which nothing was sent, too.
    stores_unsent: bool,
    key_per_attempt: bool,
    /// When a client tries, in seconds.
    tries: Vec<f64>,
}

impl Charging {
    /// Statuses and charges when the pool is empty for a second, or when the gateway loses the first answer.
    fn played(&self, pool_back: f64, first_answer_lost: bool) -> (Vec<u32>, usize) {
        let mut saved: BTreeMap<usize, u32> = BTreeMap::new();
        let mut charged: BTreeSet<usize> = BTreeSet::new();
        let mut statuses = Vec::new();
        for (attempt, at) in self.tries.iter().enumerate() {
            let key = if self.key_per_attempt { attempt } else { 0 };
            let status = saved.get(&key).copied().unwrap_or_else(|| {
                let sent = *at >= pool_back;
                if sent {
                    charged.insert(key);
                }
                let status = if sent { 201 } else { 503 };
                if sent || self.stores_unsent {
                    saved.insert(key, status);
                }
                status
            });
            let lost = first_answer_lost && attempt == 0;
            statuses.push(if lost { 503 } else { status });
            if statuses.last() == Some(&201) {
                break;
            }
        }
        (statuses, charged.len())
    }

    fn charges_once(&self) -> bool {
        [(1.0, false), (0.0, true)].into_iter().all(|(pool_back, lost)| {
            let (statuses, charges) = self.played(pool_back, lost);
            statuses.last() == Some(&201) && charges == 1
        })
    }
}

pub(super) fn stored_503(asked: &Asked) {
    let (_, unsent) = asked.code("charges.py").split_once("except PoolExhausted").expect("the pool");
    let (before_saving, _) = unsent.split_once("db.save_answer").expect("answers are saved");
    let log = asked.code("access.log");
    let at = |line: &str| clock(line.split(' ').next().expect("a time"));
    let begin = log.lines().next().map(at).expect("a line");
    let shown = Charging {
        stores_unsent: !before_saving.contains("return"),
        key_per_attempt: false,
        tries: log.lines().map(|line| at(line) - begin).collect(),
    };
    let logged: Vec<u32> = log.lines().map(|line| count_after(line, "key=k1")).collect();
    assert_eq!(shown.played(1.0, false), (logged, 0), "the log is what the handler does");
    let free = Charging { stores_unsent: false, ..shown.clone() };
    let new_keys = Charging { key_per_attempt: true, ..shown.clone() };
    let wait = number_after(&asked.option("Send `Retry-After").text, "After:");
    let later = Charging { tries: [0.0, 1.0, 2.0, 3.0].map(|n| n * wait).to_vec(), ..shown.clone() };
    asked.assert_options(&[
        ("a new key", new_keys.charges_once()),
        ("leave the key free", free.charges_once()),
        // However wide the pool: an attempt that still finds it empty is stored.
        asked.changes_nothing("Double the connection pool", "keep=\"24h\"", shown.charges_once()),
        ("Send `Retry-After", later.charges_once()),
    ]);
}
