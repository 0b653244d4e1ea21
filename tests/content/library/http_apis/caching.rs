//! Caching and conditional requests.

use std::collections::VecDeque;

use super::super::reading::{code_block, with};
use super::Asked;
use super::reading::{clock, count_after, count_before, header, messages, quoted};
use super::rfc9111::{Cache, Kind, Move, age_on_arrival, lifetime};

pub(super) fn no_cache_second_visit(asked: &Asked) {
    let visit = messages(asked.code("first visit"));
    let [request, response] = visit[..] else { panic!("a request and a response") };
    let mut browser = Cache::new(Kind::Private);
    browser.store(request, response, 0);
    let then = browser.asked(request, 10);
    let sent = if let Move::Validate(sent) = &then { sent.as_str() } else { "" };
    let right = asked.option("a 304 without a body");
    let unchanged = header(sent, "If-None-Match") == header(response, "ETag");
    asked.assert_options(&[
        ("a 304 without a body", sent.starts_with("GET") && sent.ends_with(quoted(&right.text)) && unchanged),
        ("Nothing:", matches!(then, Move::Reuse(_))),
        ("for nothing was stored", then == Move::Pass),
        ("A HEAD", sent.starts_with("HEAD")),
    ]);
}

pub(super) fn stale_on_arrival(asked: &Asked) {
    let response = asked.code("response");
    let (request, later) = ("GET /", 20);
    let arrived = |kind| {
        let mut cache = Cache::new(kind);
        cache.store(request, response, 0);
        cache
    };
    let browser = arrived(Kind::Private).asked(request, later);
    let copy = matches!(browser, Move::Reuse(_));
    let left = lifetime(Kind::Shared, response) - age_on_arrival(response) - later;
    let overrides = asked.option("`s-maxage` overrides");
    assert!(overrides.text.contains(&format!("{left} s are left")), "as a shared cache would count");
    let stale_from_the_start = !matches!(arrived(Kind::Private).asked(request, 0), Move::Reuse(_));
    let asks = matches!(browser, Move::Validate(_));
    asked.assert_options(&[
        ("20 s since it came", copy),
        (
            "`s-maxage` overrides",
            copy && lifetime(Kind::Private, response) == lifetime(Kind::Shared, response),
        ),
        ("`public` leaves storing", browser == Move::Pass),
        ("stale from the start", asks && stale_from_the_start),
    ]);
}

pub(super) fn one_profile_for_all(asked: &Asked) {
    let ana = messages(asked.code("10:00:00, Ana"));
    let ben = asked.code("10:00:30, Ben");
    let response = format!("{}\n\n{}", ana[1], ana[2]);
    let mut cdn = Cache::new(Kind::Shared);
    cdn.store(ana[0], &response, 0);
    let then = cdn.asked(ben, 30);
    let conditional = header(ben, "If-None-Match").is_some() || header(ben, "If-Modified-Since").is_some();
    let hers = matches!(&then, Move::Reuse(stored) if stored.contains("Ana"));
    let needs_s_maxage = lifetime(Kind::Shared, &response) < lifetime(Kind::Private, &response);
    asked.assert_options(&[
        ("passed on to the origin", then == Move::Pass),
        ("Ana's profile", hers && !conditional),
        ("a copy for each client", then == Move::Pass),
        ("a CDN stores by `s-maxage`", needs_s_maxage),
    ]);
}

const OLD: &str = "the old price";
const NEW: &str = "the new price";

/// A page and the script that it loads, as the origin serves them.
struct Site {
    page: String,
    script: String,
}

/// The price that a browser shows which comes at this second: page first, then the script it names.
fn price(browser: &Cache, cdn: &Cache, site: &Site, now: u32) -> &'static str {
    let page = match browser.asked("GET /shop", now) {
        Move::Reuse(stored) => stored,
        Move::Validate(_) | Move::Pass => site.page.clone(),
    };
    let (_, source) = page.split_once("src=\"").expect("a script");
    let request = format!("GET {}", source.split('"').next().expect("its URL"));
    let shown = match browser.asked(&request, now) {
        Move::Reuse(stored) => stored,
        Move::Validate(_) | Move::Pass => match cdn.asked(&request, now) {
            Move::Reuse(stored) => stored,
            Move::Validate(_) | Move::Pass => site.script.clone(),
        },
    };
    if shown.contains(OLD) { OLD } else { NEW }
}

pub(super) fn purged_and_still_old(asked: &Asked) {
    let page = asked.code("GET /shop");
    let headers = asked.code("GET /prices.js, until 14:00").trim();
    let mut browser = Cache::new(Kind::Private);
    browser.store("GET /shop", page, 0);
    browser.store("GET /prices.js", &format!("{headers}\n\n{OLD}"), 0);
    let mut cdn = Cache::new(Kind::Shared);
    let visit = 80 * 60;
    let today = Site { page: page.to_owned(), script: format!("{headers}\n\n{NEW}") };
    assert_eq!(price(&browser, &cdn, &today, visit), OLD, "what the customers see");
    cdn.purge();
    let right = asked.option("load the script as");
    let url = right.text.rsplit('`').nth(1).expect("a URL");
    let renamed = Site { page: page.replace("/prices.js", url), ..site_like(&today) };
    let etag = header(headers, "ETag").expect("an ETag");
    let new_etag = Site { script: today.script.replace(etag, "\"pr-2\""), ..site_like(&today) };
    let checked = today.script.replace(header(headers, "Cache-Control").expect("a lifetime"), "no-cache");
    let no_cache = Site { script: checked, ..site_like(&today) };
    let mended = |site: &Site| price(&browser, &cdn, site, visit) == NEW;
    asked.assert_options(&[
        ("Purge the CDN again", mended(&today)),
        ("a new ETag", mended(&new_etag)),
        ("load the script as", mended(&renamed)),
        ("with `no-cache`", mended(&no_cache)),
    ]);
}

fn site_like(site: &Site) -> Site {
    Site { page: site.page.clone(), script: site.script.clone() }
}

/// One hot document behind a cache.
#[derive(Clone)]
struct Hot {
    per_second: u32,
    build_ms: u32,
    workers: usize,
    /// The lifetimes of the copies, in turn, in seconds.
    lifetimes: Vec<u32>,
    /// The old copy is served while one request fetches the new one.
    stale_while_updating: bool,
}

/// What ten minutes of it look like after the first copy is there.
struct Seen {
    /// The most requests at the app at once, busy and waiting.
    crowd: usize,
    /// How many crowds of more than one there were.
    crowds: usize,
    /// The age in seconds of the oldest copy that was served.
    oldest: u32,
    /// Requests at the app, by milliseconds since the first expiry.
    after_first_expiry: Vec<usize>,
}

impl Hot {
    fn ten_minutes(&self) -> Seen {
        let mut seen = Seen { crowd: 0, crowds: 0, oldest: 0, after_first_expiry: Vec::new() };
        let mut lifetimes = self.lifetimes.iter().cycle();
        let mut next_lifetime = || lifetimes.next().expect("a lifetime") * 1000;
        let (mut made, mut expires) = (0, next_lifetime());
        let first_expiry = expires;
        let mut waiting: usize = 0;
        let mut busy: VecDeque<u32> = VecDeque::new();
        let mut was_crowd = false;
        for now in 0..600_000_u32 {
            while busy.front().is_some_and(|done| *done <= now) {
                busy.pop_front();
                (made, expires) = (now, now + next_lifetime());
            }
            let arrived = now * self.per_second / 1000 - now.saturating_sub(1) * self.per_second / 1000;
            for _ in 0..arrived {
                let at_work = waiting + busy.len() > 0;
                if now < expires || (self.stale_while_updating && at_work) {
                    seen.oldest = seen.oldest.max((now - made).div_ceil(1000));
                } else {
                    waiting += 1;
                }
            }
            while waiting > 0 && busy.len() < self.workers {
                waiting -= 1;
                busy.push_back(now + self.build_ms);
            }
            let crowd = waiting + busy.len();
            seen.crowd = seen.crowd.max(crowd);
            seen.crowds += usize::from(crowd > 1 && !was_crowd);
            was_crowd = crowd > 1;
            if now >= first_expiry && seen.after_first_expiry.len() < 2000 {
                seen.after_first_expiry.push(crowd);
            }
        }
        seen
    }
}

pub(super) fn expiry_stampede(asked: &Asked) {
    let metrics = asked.code("metrics");
    let shown = Hot {
        per_second: count_before(metrics, " requests/s"),
        build_ms: count_before(metrics, " s to build") * 1000,
        workers: usize::try_from(count_before(metrics, " workers")).expect("few"),
        lifetimes: vec![count_after(asked.code("nginx.conf"), "proxy_cache_valid 200")],
        stale_while_updating: asked.code("nginx.conf").contains("proxy_cache_use_stale updating"),
    };
    let today = shown.ten_minutes();
    for (line, ms) in metrics.lines().filter(|line| line.contains("waiting")).skip(1).zip([999, 1999]) {
        let at_app = count_before(line, " busy") + count_before(line, " waiting");
        let modelled = u32::try_from(today.after_first_expiry[ms]).expect("few");
        assert!(at_app.abs_diff(modelled) <= 1, "{line}: {modelled}");
    }
    let more_workers = Hot {
        workers: count_after(&asked.option("Raise the app").text, "to").try_into().expect("few"),
        ..shown.clone()
    };
    assert!(more_workers.ten_minutes().crowd > more_workers.workers, "requests still wait for a worker");
    let spread = Hot { lifetimes: vec![63, 51, 70, 58, 66, 54], ..shown.clone() };
    let longer =
        Hot { lifetimes: vec![count_after(&asked.option("Set `proxy").text, "to")], ..shown.clone() };
    let stale = Hot { stale_while_updating: true, ..shown.clone() };
    let solved = |hot: &Hot| {
        let seen = hot.ten_minutes();
        seen.crowd <= 1 && seen.oldest <= 120
    };
    asked.assert_options(&[
        ("Raise the app", solved(&more_workers)),
        ("at random", solved(&spread)),
        ("Set `proxy_cache_valid`", solved(&longer)),
        ("serve the others the old one", solved(&stale)),
    ]);
    let seen = longer.ten_minutes();
    assert!(seen.crowds < today.crowds && seen.oldest <= 120, "credit for it makes breakdowns rarer");
}

/// What a handler answers to a save, by its conditions one after the other: the status of the first that
/// holds, 200 when it gets to its last line.
fn answer(handler: &str, sent: Option<&str>, etag: &str) -> u32 {
    let mut lines = handler.lines().map(str::trim);
    while let Some(line) = lines.next() {
        let Some(condition) = line.strip_prefix("if ").and_then(|line| line.strip_suffix(':')) else {
            if line.starts_with("return db.save(") {
                return 200;
            }
            continue;
        };
        let holds = |part: &str| match part {
            "sent" => sent.is_some(),
            "not sent" => sent.is_none(),
            "sent != article.etag" => sent != Some(etag),
            other => panic!("what is {other}?"),
        };
        let returned = lines.next().expect("what it returns");
        if condition.split(" and ").all(holds) {
            return count_after(returned, "\", ");
        }
    }
    panic!("no save: {handler}")
}

pub(super) fn put_without_precondition(asked: &Asked) {
    let shown = asked.code("save.py");
    let log: Vec<&str> = asked.code("access.log").lines().collect();
    let at = |line: &str| clock(line.split(' ').next().expect("a time"));
    let silent = |line: &&&str| line.contains("if-match=-");
    for line in &log {
        let sent = line.split('"').nth(1);
        let newest = if line.ends_with("412") { "another" } else { sent.unwrap_or_default() };
        assert!(line.ends_with(&answer(shown, sent, newest).to_string()), "{line}");
    }
    assert_eq!(log.iter().filter(silent).count(), 2, "saves without a condition");
    // Two editors have read "v1", and the first has saved; saves run one by one, with or without a lock.
    // Does the second save wipe that out, from a client that sends what it has read, or from one that doesn't?
    let loses = |handler: &str, sends: bool| answer(handler, sends.then_some("v1"), "v2") == 200;
    let closed = |handler: &str| !loses(handler, true) && !loses(handler, false);
    let block = code_block(&asked.explanation, "python");
    let read = "    sent = request.headers.get(\"If-Match\")\n";
    let required = with(shown, read, &format!("{read}{block}"));
    let refused = answer(&required, None, "v2");
    assert!(asked.right().contains(&format!("with {refused}")), "{refused}");
    let gap = at(log[1]) - at(log[0]);
    let apart = f64::from(count_after(&asked.option("Answer 409").text, "less than"));
    let refuses_by_time = |gap: f64| gap < apart;
    asked.assert_options(&[
        ("with 428", closed(&required)),
        asked.changes_nothing("FOR UPDATE", "PUT /articles/7 if-match=-", closed(shown)),
        asked.changes_nothing("Push tablet 3.1", "updating all tablets takes weeks", closed(shown)),
        ("Answer 409", [gap, 3600.0].into_iter().all(refuses_by_time) || closed(shown)),
    ]);
    let in_the_end = !loses(shown, true);
    assert_eq!(asked.option("Push tablet").credit.is_some(), in_the_end, "credit, for it helps in the end");
}
