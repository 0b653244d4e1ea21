//! Authentication and common holes.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use serde_json::Value;

use super::reading::{assert_only_order, clock, count_after, header};
use super::{Asked, database, rows};

/// The string literals of these lines, joined as the language joins neighbours.
fn literals(code: &str) -> String {
    let pattern = Regex::new("\"([^\"]*)\"").expect("a valid pattern");
    let sql = code.lines().filter(|line| line.contains("SELECT") || line.contains("ORDER BY"));
    sql.flat_map(|line| pattern.captures_iter(line)).map(|found| found[1].to_owned()).collect()
}

pub(super) fn invoice_of_somebody_else(asked: &Asked) {
    let query = literals(asked.code("invoices.py"));
    let db = database(&[asked.code("invoices")]);
    let read = |query: &str, id: &str, user: u32| {
        let bound = query.replacen('?', id, 1).replacen('?', &user.to_string(), 1);
        rows(&db, &bound)
    };
    let log: Vec<(u32, u32)> = asked
        .code("access.log")
        .lines()
        .map(|line| (count_after(line, "user="), count_after(line, "/invoices/")))
        .collect();
    let of_others = |query: &str, id: &dyn Fn(u32) -> String, admitted: usize| {
        let owner = |row: &String| row.rsplit('|').next().map(str::to_owned);
        let read_by = |(user, invoice): &(u32, u32)| {
            let found = read(query, &id(*invoice), *user);
            found.iter().filter_map(owner).any(|owner| owner != user.to_string())
        };
        log.iter().take(admitted).filter(|request| read_by(request)).count()
    };
    let known = |invoice: u32| invoice.to_string();
    // An id that leaked opens the row, however hard it would have been to guess.
    let by_uuid = |invoice: u32| format!("(SELECT id FROM invoices WHERE id = {invoice})");
    let owned = format!("{query} AND customer = ?");
    let limit = asked.option("ten requests a minute");
    assert!(limit.text.contains("ten") && log.len() < 10, "the limit admits what the log shows");
    asked.assert_options(&[
        ("random UUIDs", of_others(&query, &by_uuid, log.len()) == 0),
        ("ten requests a minute", of_others(&query, &known, 10) == 0),
        ("`AND customer = ?`", of_others(&owned, &known, log.len()) == 0),
        asked.changes_nothing(
            "the role `customer`",
            "sets `g.user` to the customer",
            of_others(&query, &known, log.len()) == 0,
        ),
    ]);
    assert!(!read(&owned, &log[0].1.to_string(), log[0].0).is_empty(), "one's own invoice is still there");
}

/// The value of an attribute in a piece of HTML.
fn attribute<'a>(html: &'a str, name: &str) -> &'a str {
    let (_, rest) = html.split_once(&format!("{name}=")).unwrap_or_else(|| panic!("no {name}"));
    let quote = rest.chars().next().expect("a quote");
    rest[1..].split(quote).next().expect("a value")
}

pub(super) fn form_post_past_cors(asked: &Asked) {
    let (api, page) = (asked.code("api.bank.example"), asked.code("evil.example"));
    let (headers, handler) = api.split_once("\n\n").expect("headers and a handler");
    // Fetch Standard: methods and content types that need no preflight.
    let simple_method = ["get", "head", "post"].contains(&attribute(page, "method"));
    let simple_types = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];
    let enctype = attribute(page, "enctype");
    let preflight = !(simple_method && simple_types.contains(&enctype));
    let allowed =
        header(headers, "Access-Control-Allow-Origin").is_some_and(|origin| origin.contains("evil.example"));
    let cookie = header(headers, "Set-Cookie").is_some_and(|cookie| cookie.contains("SameSite=None"));
    let (_, input) = page.split_once("<input ").expect("an input");
    let body = format!("{}={}\r\n", attribute(input, "name"), attribute(input, "value"));
    let parsed: Option<Value> = serde_json::from_str(&body).ok();
    let complete = parsed.is_some_and(|body| body["to"] == "x" && body["cents"].is_u64());
    let compares_origin = handler.contains("Origin");
    let checks_type = handler.contains("Content-Type");
    let goes_out = !preflight || allowed;
    let made = goes_out && cookie && complete && !compares_origin && !checks_type;
    asked.assert_options(&[
        ("with a preflight", !goes_out),
        ("a form like this needs", made),
        ("without the cookie", goes_out && !cookie),
        ("refuses its `Origin`", goes_out && cookie && compares_origin),
    ]);
}

/// A cursor that the server has signed, as it comes from another tenant.
#[derive(Clone, Copy)]
struct Cursor {
    tenant: u64,
    after: u64,
    /// In minutes.
    age: f64,
    /// Handed out after the change.
    new: bool,
}

/// Decodes base64 (RFC 4648, section 4).
fn base64(text: &str) -> String {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for symbol in text.trim_end_matches('=').chars() {
        let value = ALPHABET.find(symbol).unwrap_or_else(|| panic!("{symbol} in base64"));
        bits = (bits << 6 | u32::try_from(value).expect("below 64")) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).expect("a byte"));
        }
    }
    String::from_utf8(bytes).expect("text")
}

pub(super) fn cursor_that_names_a_tenant(asked: &Asked) {
    let code = asked.code("orders.py");
    let query = literals(code);
    let db = database(&["CREATE TABLE orders (id INTEGER PRIMARY KEY, tenant INTEGER, total INTEGER);
        INSERT INTO orders VALUES (7, 12, 1), (8, 31, 2), (803, 12, 3), (804, 31, 4);"]);
    let log: Vec<&str> = asked.code("GET /orders").lines().collect();
    let [note, handed_out, sent] = log[..] else { panic!("a note and two requests") };
    let at = |line: &str| clock(&format!("{}:00", line.split(' ').next().expect("a time")));
    let tenant = |line: &str| u64::from(count_after(line, "tenant="));
    let cursor =
        |line: &str| line.split(' ').find_map(|word| word.strip_prefix("cursor=").map(str::to_owned));
    assert_eq!(cursor(handed_out), cursor(sent), "the same cursor, from two tenants");
    let decoded = base64(cursor(sent).expect("a cursor").split('.').next().expect("what is signed"));
    assert!(note.contains(&decoded), "{decoded} is shown");
    assert!(code.contains("unsign(request.args[\"cursor\"])"), "forged ones are refused already");
    let says: Value = serde_json::from_str(&decoded).expect("JSON");
    let number = |name: &str| says[name].as_u64().expect("a number");
    let session = tenant(sent);
    assert!(number("tenant") == tenant(handed_out) && number("tenant") != session, "a stranger's cursor");
    let age = (at(sent) - at(handed_out)) / 60.0;
    let seen = Cursor { tenant: number("tenant"), after: number("after"), age, new: false };
    let attempts = [seen, Cursor { age: 1.0, new: true, ..seen }, Cursor { new: true, ..seen }];
    let believed = code.contains("(cur[\"tenant\"], cur[\"after\"])");
    let leaks = |admits: &dyn Fn(&Cursor) -> bool, believed: bool, cursor: &Cursor| {
        let tenant = if believed { cursor.tenant } else { session };
        let bound = query.replacen('?', &tenant.to_string(), 1).replacen('?', &cursor.after.to_string(), 1);
        let foreign = format!("SELECT id FROM ({bound}) JOIN orders USING (id) WHERE tenant <> {session}");
        admits(cursor) && !rows(&db, &foreign).is_empty()
    };
    let closed = |admits: &dyn Fn(&Cursor) -> bool, believed| {
        !attempts.iter().any(|cursor| leaks(admits, believed, cursor))
    };
    let lives = f64::from(count_after(&asked.option("Put an expiry").text, "older than"));
    let not_expired = |cursor: &Cursor| cursor.age <= lives;
    let with_new_key = |cursor: &Cursor| cursor.new;
    // Whoever sends a cursor needn't read it.
    let encrypted = |_: &Cursor| true;
    asked.assert_options(&[
        ("Put an expiry", closed(&not_expired, believed)),
        ("Encrypt the cursors", closed(&encrypted, believed)),
        ("Change the signing key", closed(&with_new_key, believed)),
        ("Query with `g.tenant`", closed(&|_| true, false)),
    ]);
    // Credit for what stops a cursor as old as the log's, whenever it was handed out.
    let stops_old_ones = |admits: &dyn Fn(&Cursor) -> bool| {
        attempts.iter().filter(|cursor| cursor.age >= age).all(|cursor| !leaks(admits, believed, cursor))
    };
    let credited = |words: &str| asked.option(words).credit.is_some();
    assert_eq!(credited("Put an expiry"), stops_old_ones(&not_expired));
    assert_eq!(credited("Encrypt the cursors"), stops_old_ones(&encrypted));
    assert_eq!(credited("Change the signing key"), stops_old_ones(&with_new_key));
}

/// RFC 6750, section 3.1: what a resource answers, by what is missing.
const fn bearer_status(valid: bool, has_scope: bool) -> u32 {
    match (valid, has_scope) {
        (false, _) => 401,
        (true, false) => 403,
        (true, true) => 200,
    }
}

/// Calls and refreshes of a client that gets a new token on each 401; a refresh leaves the scope as it is.
fn client_calls(status: u32) -> usize {
    (1..100).find(|_| status != 401).unwrap_or(100)
}

pub(super) fn refresh_loop(asked: &Asked) {
    let handler = asked.code("handler.py");
    let log = asked.code("client.log and api.log");
    let shown = count_after(handler, "abort(");
    let valid = handler.lines().next().is_some_and(|line| line.contains("raises if expired or forged"));
    let scope = handler.split('"').nth(1).expect("a scope");
    let has_scope = log.lines().filter(|line| line.starts_with("api")).any(|line| line.contains(scope));
    let refreshes = log.lines().filter(|line| line.contains("grant_type=refresh_token")).count();
    let refused = log.lines().filter(|line| line.ends_with(&shown.to_string())).count();
    assert!(refreshes > 1 && refreshes == refused && client_calls(shown) == 100, "a loop, as logged");
    let meant = bearer_status(valid, has_scope);
    assert_eq!(client_calls(meant), 1);
    for status in [400, 401, 402, 403, 404, 405, 409, 422, 429, 500] {
        for typed in [status.to_string(), format!("HTTP {status}")] {
            assert_eq!(asked.accepts(&typed), status == meant, "{typed}");
        }
    }
    assert!(asked.accepts("403 Forbidden") && !asked.accepts("Unauthorized"));
}

/// What a limiter counts a request under, from the entries of its header and the account that it tries.
type Key = fn(&[String], &str) -> String;

fn first_public(chain: &[String], _account: &str) -> String {
    let private = |entry: &String| entry.starts_with("10.") || entry.starts_with("192.168.");
    chain.iter().find(|entry| !private(entry)).cloned().unwrap_or_default()
}

pub(super) fn limiter_behind_the_proxy(asked: &Asked) {
    let code = asked.code("limiter.py");
    let shown: Key = if code.contains("return chain[0]") {
        |chain, _| chain[0].clone()
    } else {
        |chain, _| chain[chain.len() - 1].clone()
    };
    let per_minute = usize::try_from(count_after(code, "per_minute=")).expect("few");
    let appends = asked.code("nginx.conf").contains("$proxy_add_x_forwarded_for");
    let log = asked.code("app.log");
    let pattern = Regex::new("forwarded-for=\"([^,]*), ([^\"]*)\"").expect("a valid pattern");
    let (invented, peers): (BTreeSet<String>, BTreeSet<String>) =
        pattern.captures_iter(log).map(|found| (found[1].to_owned(), found[2].to_owned())).unzip();
    assert_eq!((invented.len(), peers.len()), (log.lines().count(), 1), "always another, from one peer");
    let peer = peers.first().expect("a peer");
    let accounts: BTreeSet<&str> = log.lines().filter_map(|line| line.split(' ').nth(2)).collect();
    let one_try_each = accounts.len() == log.lines().count();
    let public = invented.iter().filter(|entry| !entry.starts_with("10.")).count();
    assert!(public > 1, "the client invents public addresses as well");
    let denied = asked.option("in nginx, the address");
    let denied = denied.text.split([' ', ',']).nth(1).expect("an address");
    assert_eq!(denied, peer);
    // A minute of two nights: the log's peer, then another one, with an invention for each request.
    let tried = |key: Key, deny: bool| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut passed = 0;
        for (peer, block) in [(peer.as_str(), "8.44"), ("198.51.100.4", "91.6")] {
            for n in 0..200 {
                let sent = format!("{block}.{}.{n}", n + 1);
                let chain = if appends { vec![sent, peer.to_owned()] } else { vec![peer.to_owned()] };
                let account =
                    if one_try_each { format!("number {n} from {peer}") } else { "the one".to_owned() };
                let count = counts.entry(key(&chain, &account)).or_default();
                *count += 1;
                passed += usize::from(*count <= per_minute && !(deny && peer == denied));
            }
        }
        passed
    };
    let closed = |key: Key, deny: bool| tried(key, deny) <= 2 * per_minute;
    asked.assert_options(&[
        ("`chain[-1]`", closed(|chain, _| chain[chain.len() - 1].clone(), false)),
        ("Limit by account", closed(|_, account| account.to_owned(), false)),
        ("Skip private addresses", closed(first_public, false)),
        ("Deny", closed(shown, true)),
    ]);
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Publish,
    Wait(u32),
    Sign,
    Remove,
}

/// The minutes at which the set gets `b`, loses `a`, and `b` signs.
fn moments(steps: &[Step]) -> [u32; 3] {
    let (mut now, mut moments) = (500, [0; 3]);
    for step in steps {
        match step {
            Step::Publish => moments[0] = now,
            Step::Remove => moments[1] = now,
            Step::Sign => moments[2] = now,
            Step::Wait(minutes) => now += minutes,
        }
    }
    moments
}

/// Whether each valid token is verified by each copy of the key set that is still fresh.
fn refuses_nothing(steps: &[Step], copy_lives: u32, token_lives: u32) -> bool {
    let [published, removed, signing] = moments(steps);
    let verified = |minted: u32, fetched: u32| {
        if minted >= signing { fetched >= published } else { fetched < removed }
    };
    (500..800).all(|now| {
        let mut tokens = now - token_lives + 1..=now;
        tokens.all(|minted| (now - copy_lives + 1..=now).all(|fetched| verified(minted, fetched)))
    })
}

pub(super) fn rotate_the_signing_key(asked: &Asked) {
    let copy_lives = count_after(asked.code("GET /.well-known/jwks.json"), "max-age=") / 60;
    let token_lives = count_after(asked.code("token service"), "access_token_ttl:");
    let step = |text: &str| match text {
        text if text.contains("Publish `b`") => Step::Publish,
        text if text.contains("Wait") => Step::Wait(count_after(text, "Wait")),
        text if text.contains("Sign new tokens with `b`") => Step::Sign,
        text if text.contains("Take `a` out") => Step::Remove,
        other => panic!("what is {other}?"),
    };
    assert_only_order(asked, |order| {
        let steps: Vec<Step> = order.iter().map(|text| step(text)).collect();
        refuses_nothing(&steps, copy_lives, token_lives)
    });
}
