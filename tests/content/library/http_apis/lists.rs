//! Pagination and versioning.

use std::collections::BTreeSet;

use serde_json::Value;

use super::reading::{assert_json_options, assert_only_order, clock, count_after, objects};
use super::{Asked, database, rows};

pub(super) fn export_stops_at_the_cap(asked: &Asked) {
    let (code, answer) = (asked.code("export.py"), asked.code("first answer"));
    let wanted = count_after(code, "&size=");
    let full = count_after(code, "len(items) <");
    let cap = count_after(answer, "\"size\":");
    let total = count_after(answer, "\"total\":");
    let (mut page, mut got) = (1, 0);
    loop {
        let size = wanted.min(cap);
        let items = total.saturating_sub((page - 1) * size).min(size);
        got += items;
        if items < full {
            break;
        }
        page += 1;
    }
    assert!((f64::from(got) - asked.number()).abs() < 0.5, "{got}");
}

pub(super) fn row_that_no_page_shows(asked: &Asked) {
    let db = database(&[asked.code("tickets.sql")]);
    let was_open = rows(&db, "SELECT id FROM tickets WHERE state = 'open'");
    let script = asked.code("in this order");
    let statements = script.split_inclusive(';').filter(|part| part.contains(';'));
    let mut seen = BTreeSet::new();
    for statement in statements {
        if statement.contains("UPDATE") {
            db.execute_batch(statement).expect("the colleague's update");
        } else {
            seen.extend(rows(&db, statement));
        }
    }
    let open = rows(&db, "SELECT id FROM tickets WHERE state = 'open'");
    let missed: Vec<&String> = open.iter().filter(|id| !seen.contains(*id)).collect();
    let [missed] = missed[..] else { panic!("one ticket: {missed:?}") };
    for id in &was_open {
        assert_eq!(asked.accepts(id), id == missed, "{id}");
    }
    let keyset = asked.explanation.split('`').find(|code| code.starts_with("WHERE")).expect("a query");
    let next = rows(&db, &format!("SELECT id FROM tickets {keyset}"));
    assert_eq!(next.first(), Some(missed), "the explanation's query shows it");
}

pub(super) fn keyset_without_tiebreak(asked: &Asked) {
    let db = database(&[asked.code("events.sql")]);
    let page = |last: &str| {
        let found = rows(&db, &asked.code("page.sql").replace(":last_at", &format!("'{last}'")));
        let split = |row: String| row.split_once('|').map(|(id, at)| (id.to_owned(), at.to_owned()));
        found.into_iter().filter_map(split).collect::<Vec<(String, String)>>()
    };
    let first = page("24:00:00");
    let second = page(&first.last().expect("a row").1);
    let ids = |page: &[(String, String)]| page.iter().map(|(id, _)| id.clone()).collect::<Vec<String>>();
    let shown = ids(&second).join(", ");
    let covered = [ids(&first), ids(&second)].concat();
    let all = rows(&db, "SELECT id FROM events ORDER BY at DESC, id DESC");
    let lost: Vec<String> = all.into_iter().filter(|id| !covered.contains(id)).collect();
    let inclusive = asked.code("page.sql").replace("at < :last_at", &format!("at <= '{}'", first[2].1));
    let again: Vec<String> =
        rows(&db, &inclusive).iter().filter_map(|row| row.split('|').next().map(str::to_owned)).collect();
    let with_repeat = asked.option("a second time").text.starts_with(&format!("{}:", again.join(", ")));
    assert!(with_repeat, "with `<=` page 2 is {again:?}");
    let twice = ids(&second).iter().any(|id| ids(&first).contains(id));
    let starts = |words: &str| asked.option(words).text.starts_with(&format!("{shown}:"));
    asked.assert_options(&[
        ("a second time", starts("a second time") && twice),
        ("keeps the place", starts("keeps the place") && lost.is_empty()),
        ("is passed over", starts("is passed over") && lost == ["88"]),
        ("are lost", starts("are lost") && lost == ["88", "87"]),
    ]);
}

/// JSON Schema, as far as the question's schema goes.
fn fits(schema: &Value, value: &Value) -> bool {
    let type_fits = schema["type"].as_str().is_none_or(|name| match name {
        "object" => value.is_object(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        other => panic!("no type {other}"),
    });
    let allowed = schema["enum"].as_array().is_none_or(|values| values.contains(value));
    let empty = Vec::new();
    let mut required = schema["required"].as_array().unwrap_or(&empty).iter().filter_map(Value::as_str);
    let complete = required.all(|name| value.get(name).is_some());
    let members = schema["properties"].as_object().into_iter().flatten();
    let members_fit =
        members.into_iter().all(|(name, schema)| value.get(name).is_none_or(|value| fits(schema, value)));
    let closed = schema["additionalProperties"] == Value::Bool(false);
    let known = |name: &String| schema["properties"].get(name).is_some();
    let none_unknown = !closed || value.as_object().is_none_or(|members| members.keys().all(known));
    type_fits && allowed && complete && members_fit && none_unknown
}

pub(super) fn what_the_old_app_refuses(asked: &Asked) {
    let schema = objects(asked.code("order.schema.json")).remove(0);
    assert_json_options(asked, |answer| !fits(&schema, answer));
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Tolerate,
    ShipApp5,
    App4Gone,
    Require,
}

/// Whether no order is lost on the way, and all orders carry the field in the end.
fn loses_nothing(steps: &[Step], closed: bool) -> bool {
    let (mut known, mut required, mut app4, mut app5) = (!closed, false, true, false);
    for step in steps {
        match step {
            Step::Tolerate => (known, required) = (true, false),
            Step::ShipApp5 => app5 = true,
            // People leave app 4 when there is something to go to.
            Step::App4Gone if app5 => app4 = false,
            Step::App4Gone => return false,
            Step::Require => (known, required) = (true, true),
        }
        if (app4 && required) || (app5 && !known) {
            return false;
        }
    }
    required && !app4
}

pub(super) fn require_a_new_field(asked: &Asked) {
    let contract = asked.code("openapi.yaml, today");
    assert!(!contract.contains("currency"));
    let closed = contract.contains("additionalProperties: false");
    let clients = asked.code("clients");
    assert!(
        clients.contains("app 4: in the field, sends sku and cents\n") && clients.contains("and currency")
    );
    let step = |text: &str| match text {
        text if text.contains("is allowed; where it is missing") => Step::Tolerate,
        text if text.contains("Ship app 5") => Step::ShipApp5,
        text if text.contains("no more orders come from app 4") => Step::App4Gone,
        text if text.contains("is in `required`") => Step::Require,
        other => panic!("what is {other}?"),
    };
    assert_only_order(asked, |order| {
        let steps: Vec<Step> = order.iter().map(|text| step(text)).collect();
        loses_nothing(&steps, closed)
    });
}

/// A transaction that writes one order.
struct Transaction {
    begin: f64,
    write: f64,
    order: String,
    commit: f64,
}

/// How a sync asks.
#[derive(Clone, Copy)]
struct Sync {
    overlap: f64,
    inclusive: bool,
    /// The cursor is a number drawn at the write, not the time of the begin.
    numbered: bool,
    interval: f64,
}

impl Sync {
    fn gets(self, transactions: &[Transaction], first: f64) -> BTreeSet<&str> {
        // A sequence goes up with the time of the draw, so that time stands for the number.
        let key = |transaction: &Transaction| {
            if self.numbered { transaction.write } else { transaction.begin }
        };
        let keyed: Vec<(f64, &Transaction)> = transactions.iter().map(|t| (key(t), t)).collect();
        let mut cursor = f64::NEG_INFINITY;
        let mut got = BTreeSet::new();
        let polls = std::iter::successors(Some(first), |at| Some(at + self.interval));
        for at in polls.take_while(|at| *at < first + 300.0) {
            let since = cursor - self.overlap;
            let asked_for = |key: f64| key > since || (self.inclusive && key >= since);
            let visible = |transaction: &Transaction| transaction.commit <= at;
            for (key, transaction) in keyed.iter().filter(|(key, t)| visible(t) && asked_for(*key)) {
                got.insert(transaction.order.as_str());
                cursor = cursor.max(*key);
            }
        }
        got
    }
}

pub(super) fn row_that_committed_late(asked: &Asked) {
    let minute = asked.code("one minute");
    let cells = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<String>>();
    let lines = minute.lines().skip(1).take_while(|line| !line.is_empty()).map(cells);
    let transactions: Vec<Transaction> = lines
        .map(|cells| Transaction {
            begin: clock(&cells[1]),
            write: clock(&cells[2]),
            order: cells[3].clone(),
            commit: clock(&cells[4]),
        })
        .collect();
    let (_, times) = minute.split_once("sync at ").expect("times of the sync");
    let times: Vec<f64> = times.split(", ").take(2).map(clock).collect();
    let code = asked.code("sync.py");
    assert!(code.contains("updated_at > since") && code.contains("save_cursor(max("));
    let shown = Sync { overlap: 0.0, inclusive: false, numbered: false, interval: times[1] - times[0] };
    let complete = |sync: Sync, first: f64| sync.gets(&transactions, first).len() == transactions.len();
    let overlap = f64::from(count_after(&asked.option("Ask from 60 s").text, "from"));
    assert!(
        overlap > f64::from(count_after(&asked.prompt, "takes longer than")),
        "longer than any transaction"
    );
    let each_second =
        (0..30).all(|lead| complete(Sync { interval: 1.0, ..shown }, times[0] - f64::from(lead)));
    asked.assert_options(&[
        ("Ask from 60 s", complete(Sync { overlap, ..shown }, times[0])),
        ("Compare with `>=`", complete(Sync { inclusive: true, ..shown }, times[0])),
        ("a number from a sequence", complete(Sync { numbered: true, ..shown }, times[0])),
        ("Sync each second", each_second),
    ]);
}
