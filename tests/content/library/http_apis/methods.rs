//! Methods and status codes.

use serde_json::{Map, Value};

use super::Asked;
use super::reading::{assert_json_options, clock, count_after, header, number_after, objects, quoted};
use super::rfc9111::{Cache, Kind, Move, directive};

/// What calls itself so fetches each link that it finds in a text, as previews and scanners do: by GET, which
/// whoever sends it may take for safe (RFC 9110, section 9.2.1).
const FETCHING_BY_THEMSELVES: [&str; 3] = ["ChatPreview/3.2", "MailScanner/1.0", "Prefetch/7"];

pub(super) fn preview_withdraws_invitations(asked: &Asked) {
    let route = asked.code("routes.py");
    let log: Vec<&str> = asked.code("access.log").lines().collect();
    let agent = |line: &str| line.split('"').nth(1).expect("an agent").to_owned();
    assert!(log.iter().all(|line| line.contains(" GET ") && agent(line) == FETCHING_BY_THEMSELVES[0]));
    assert!(route.contains("UPDATE invitations"), "it does something");
    let method = |route: &str| route.split(['.', '(']).nth(1).expect("a method").to_uppercase();
    let withdraws = |method: &str, refused: Option<&str>| {
        let admitted = |agent: &&str| refused.is_none_or(|name| !agent.contains(name));
        method == "GET" && FETCHING_BY_THEMSELVES.iter().any(admitted)
    };
    let shown = method(route);
    let refused = quoted(&asked.option("requests whose User-Agent").text);
    let moved = asked.option("a button there").text.split("send a ").nth(1).expect("a method");
    let unchanged = !withdraws(&shown, None);
    asked.assert_options(&[
        asked.changes_nothing("no-store", "\"/invitations/<token>/revoke\"", unchanged),
        ("requests whose User-Agent", !withdraws(&shown, Some(refused))),
        ("a button there", !withdraws(moved.trim_end_matches('.'), None)),
        asked.changes_nothing("long and random", "pastes three of these links", unchanged),
    ]);
}

/// The method of the request that follows a redirect, as RFC 9110, section 15.4, has it: after 301 and 302
/// most clients go on with GET where they have sent a POST, and after 303 all.
fn redirected(status: u32, method: &'static str) -> &'static str {
    match status {
        301..=303 if method == "POST" => "GET",
        301..=303 | 307 | 308 => method,
        other => panic!("{other} is no redirect"),
    }
}

pub(super) fn redirect_eats_the_post(asked: &Asked) {
    let shown = count_after(asked.code("nginx.conf"), "return ");
    let methods: Vec<&str> = asked
        .code("access.log")
        .lines()
        .map(|line| line.split(['"', ' ']).find(|word| ["GET", "POST"].contains(word)).expect("a method"))
        .collect();
    assert_eq!(methods, ["POST", redirected(shown, "POST")], "as logged");
    let keeps = |status: u32| redirected(status, "POST") == "POST";
    for status in [301, 302, 303, 307, 308] {
        for typed in [status.to_string(), format!("HTTP {status}")] {
            assert_eq!(asked.accepts(&typed), keeps(status), "{typed}");
        }
        for other in [301, 302, 303, 307, 308].into_iter().filter(|other| *other != status) {
            for typed in [
                format!("{status} or {other}"),
                format!("{status}/{other}"),
                format!("{status} / {other}"),
                format!("{status}, {other}"),
            ] {
                assert_eq!(asked.accepts(&typed), keeps(status) && keeps(other), "{typed}");
            }
        }
    }
    for (status, name) in [(308, "Permanent Redirect"), (307, "Temporary Redirect")] {
        for typed in [
            name.to_owned(),
            format!("{status} {name}"),
            format!("{status} ({name})"),
            format!("HTTP {status} {name}"),
        ] {
            assert!(asked.accepts(&typed), "{typed}");
        }
    }
    assert!(!asked.accepts("Moved Permanently") && !asked.accepts("303 See Other"));
}

pub(super) fn put_replaces(asked: &Asked) {
    let exchange = objects(asked.code("exchange"));
    let [before, sent] = &exchange[..] else { panic!("two bodies") };
    let handler = asked.code("handler.py");
    let after = if handler.contains("users[id] = request.json") {
        sent.clone()
    } else if handler.contains("users[id].update(request.json)") {
        let mut user = before.clone();
        for (name, value) in sent.as_object().expect("an object") {
            user[name] = value.clone();
        }
        user
    } else {
        panic!("what does {handler} do?")
    };
    assert_json_options(asked, |option| *option == after);
}

pub(super) fn merge_patch(asked: &Asked) {
    let request = asked.code("request");
    assert_eq!(header(request, "Content-Type"), Some("application/merge-patch+json"));
    let before = objects(asked.code("/profiles/7 before")).remove(0);
    let after = merged(before, &objects(request)[0]);
    assert_json_options(asked, |option| *option == after);
}

/// RFC 7396, section 2.
fn merged(target: Value, patch: &Value) -> Value {
    let Value::Object(patch) = patch else { return patch.clone() };
    let mut result = if let Value::Object(members) = target { members } else { Map::new() };
    for (name, value) in patch {
        if value.is_null() {
            result.remove(name);
        } else {
            let member = result.remove(name).unwrap_or_default();
            result.insert(name.clone(), merged(member, value));
        }
    }
    Value::Object(result)
}

const REQUEST: &str = "GET /rates";
const OUTAGE: u32 = 2;

/// The handler of `/rates` and the CDN in front of it.
#[derive(Clone)]
struct Rates {
    good: String,
    error: String,
    /// How long a stale answer may stand in for a 5xx (RFC 5861, section 4).
    stale_if_error: u32,
    /// The waits before a client's further tries.
    waits: Vec<u32>,
}

impl Rates {
    /// How many of the clients that come after the outage, one a second, end with the error.
    fn errors_after_the_outage(&self) -> u32 {
        let mut cdn = Cache::new(Kind::Shared);
        let horizon = 1200;
        let mut served = Vec::new();
        for now in 0..=horizon + self.waits.iter().sum::<u32>() {
            served.push(self.serve(&mut cdn, now));
        }
        let unlucky = |start: u32| {
            let mut at = start;
            let mut tries = vec![at];
            for wait in &self.waits {
                at += wait;
                tries.push(at);
            }
            tries.iter().all(|at| served[usize::try_from(*at).expect("a second")] == self.error)
        };
        (OUTAGE..=horizon).map(|start| u32::from(unlucky(start))).sum()
    }

    fn serve(&self, cdn: &mut Cache, now: u32) -> String {
        if let Move::Reuse(stored) = cdn.asked(REQUEST, now) {
            return stored;
        }
        let answer = if now < OUTAGE { &self.error } else { &self.good };
        let is_error = ["500", "502", "503", "504"].iter().any(|status| answer.starts_with(status));
        if is_error && now < self.stale_if_error {
            return self.good.clone();
        }
        cdn.store(REQUEST, answer, now);
        answer.clone()
    }
}

pub(super) fn error_cached_as_success(asked: &Asked) {
    let code = asked.code("rates.py");
    let (_, headers) = code.split_once("\"Cache-Control\": \"").expect("headers");
    let headers = headers.split('"').next().expect("a value");
    let status = |call: &str| count_after(code, call);
    let answer = |status: u32, headers: &str| format!("{status}\nCache-Control: {headers}");
    let shown = Rates {
        good: answer(status("json(db.rates(),"), headers),
        error: answer(status("\"try again\"},"), &format!("{headers}\nX: error")),
        stale_if_error: 0,
        waits: Vec::new(),
    };
    let today = shown.errors_after_the_outage();
    assert_eq!(Some(today + OUTAGE), directive(&shown.good, "max-age"), "errors until the copy expires");

    let fix = asked.option("Answer the exception with");
    let status = count_after(&fix.text, "with");
    let mended = Rates { error: answer(status, "no-store"), ..shown.clone() };
    let shorter = format!("public, max-age={}", count_after(&asked.option("Cut `max-age`").text, "to"));
    let shortened = Rates {
        good: answer(200, &shorter),
        error: answer(200, &format!("{shorter}\nX: error")),
        ..shown.clone()
    };
    let stale = Rates {
        stale_if_error: count_after(&asked.option("stale-if-error").text, "error="),
        ..shown.clone()
    };
    let retried = Rates { waits: vec![1, 2, 4], ..shown.clone() };
    let gone = |rates: &Rates| rates.errors_after_the_outage() == 0;
    asked.assert_options(&[
        ("stale-if-error", gone(&stale)),
        ("Answer the exception with", gone(&mended)),
        ("Cut `max-age`", gone(&shortened)),
        ("retry with backoff", gone(&retried)),
    ]);
    let credited = asked.option("Cut `max-age`").credit.is_some();
    assert_eq!(
        credited,
        shortened.errors_after_the_outage() < today,
        "credit for it does shorten the trouble"
    );
    let log: Vec<&str> = asked.code("cdn.log").lines().collect();
    let at = |line: &str| clock(line.split(' ').next().expect("a time"));
    for hit in &log[1..] {
        assert!((at(hit) - at(log[0]) - number_after(hit, "age=")).abs() < 0.5, "{hit}");
    }
}
