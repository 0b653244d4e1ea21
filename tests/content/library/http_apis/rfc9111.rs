//! A cache as RFC 9111 has it, as far as the questions go.

use super::reading::{header, target};

/// Whose cache it is (RFC 9111, section 1).
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Private,
    Shared,
}

/// What a cache does with a request (section 4).
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Move {
    /// It answers with what it has.
    Reuse(String),
    /// It asks the next hop with this request, whether what it has still holds.
    Validate(String),
    /// It has nothing and passes the request on.
    Pass,
}

#[derive(Clone)]
struct Entry {
    request: String,
    response: String,
    at: u32,
}

#[derive(Clone)]
pub(super) struct Cache {
    kind: Kind,
    entries: Vec<Entry>,
}

impl Cache {
    pub(super) const fn new(kind: Kind) -> Self {
        Self { kind, entries: Vec::new() }
    }

    /// Keeps a response that came at this second, where it may (section 3).
    pub(super) fn store(&mut self, request: &str, response: &str, at: u32) {
        if storable(self.kind, request, response) {
            self.entries.retain(|entry| !same_key(&entry.request, request, &entry.response));
            self.entries.push(Entry { request: request.to_owned(), response: response.to_owned(), at });
        }
    }

    pub(super) fn purge(&mut self) {
        self.entries.clear();
    }

    /// What it does with a request that comes at this second.
    pub(super) fn asked(&self, request: &str, now: u32) -> Move {
        let mut fitting =
            self.entries.iter().filter(|entry| same_key(&entry.request, request, &entry.response));
        let Some(entry) = fitting.next() else { return Move::Pass };
        let age = age_on_arrival(&entry.response) + (now - entry.at);
        let validated_first = directive(&entry.response, "no-cache").is_some();
        if age < lifetime(self.kind, &entry.response) && !validated_first {
            return Move::Reuse(entry.response.clone());
        }
        match header(&entry.response, "ETag") {
            Some(etag) => Move::Validate(format!("{}\nIf-None-Match: {etag}", request.trim())),
            None => Move::Pass,
        }
    }
}

/// A directive of `Cache-Control`, and its argument in seconds (section 5.2).
pub(super) fn directive(response: &str, name: &str) -> Option<u32> {
    let mut directives = header(response, "Cache-Control")?.split(',').map(str::trim);
    directives.find_map(|directive| {
        let (found, argument) = directive.split_once('=').unwrap_or((directive, "0"));
        (found == name).then(|| argument.parse().unwrap_or_else(|error| panic!("{error}: {directive}")))
    })
}

/// The freshness lifetime, with explicit directives alone (section 4.2.1).
pub(super) fn lifetime(kind: Kind, response: &str) -> u32 {
    let for_shared = if kind == Kind::Shared { directive(response, "s-maxage") } else { None };
    for_shared.or_else(|| directive(response, "max-age")).unwrap_or_default()
}

/// The age that a response brings along (section 4.2.3).
pub(super) fn age_on_arrival(response: &str) -> u32 {
    header(response, "Age").map_or(0, |age| age.parse().unwrap_or_else(|error| panic!("{error}: {age}")))
}

fn storable(kind: Kind, request: &str, response: &str) -> bool {
    let has = |name| directive(response, name).is_some();
    let shareable = has("public") || has("must-revalidate") || has("s-maxage");
    let withheld = has("private") || (header(request, "Authorization").is_some() && !shareable);
    !(has("no-store") || (kind == Kind::Shared && withheld))
}

fn same_key(stored: &str, request: &str, response: &str) -> bool {
    let named: Vec<&str> =
        header(response, "Vary").map_or(Vec::new(), |vary| vary.split(',').map(str::trim).collect());
    let same = |name: &&str| *name != "*" && header(stored, name) == header(request, name);
    target(stored) == target(request) && named.iter().all(same)
}

#[test]
fn headers_decide_what_is_stored_and_how_long_it_is_fresh() {
    let get = "GET /a";
    let with = |headers: &str| format!("200 OK\n{headers}\nETag: \"1\"");
    let after = |kind, headers: &str, now| {
        let mut cache = Cache::new(kind);
        cache.store(get, &with(headers), 0);
        cache.asked(get, now)
    };
    let validated = Move::Validate("GET /a\nIf-None-Match: \"1\"".to_owned());
    let fresh = with("Cache-Control: max-age=60");
    assert_eq!(after(Kind::Private, "Cache-Control: max-age=60", 59), Move::Reuse(fresh));
    assert_eq!(after(Kind::Private, "Cache-Control: max-age=60", 60), validated);
    assert_eq!(after(Kind::Private, "Cache-Control: max-age=60\nAge: 60", 0), validated);
    assert_eq!(after(Kind::Private, "Cache-Control: max-age=60, no-cache", 0), validated);
    assert_eq!(after(Kind::Private, "Cache-Control: max-age=9, s-maxage=60", 9), validated);
    assert!(matches!(after(Kind::Shared, "Cache-Control: max-age=9, s-maxage=60", 9), Move::Reuse(_)));
    assert!(matches!(after(Kind::Private, "Cache-Control: private, max-age=9", 1), Move::Reuse(_)));
    assert_eq!(after(Kind::Shared, "Cache-Control: private, max-age=9", 1), Move::Pass);
    assert_eq!(after(Kind::Shared, "Cache-Control: no-store, max-age=9", 1), Move::Pass);
}
