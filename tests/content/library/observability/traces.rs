//! Logs and traces.

use super::Asked;
use super::reading::{assert_each, line, number_after, numbers, row, same, within};

/// A span of a trace: how deep it is indented, when it starts and ends.
struct Span<'a> {
    name: &'a str,
    depth: usize,
    start: f64,
    end: f64,
}

fn spans(trace: &str) -> Vec<Span<'_>> {
    let mut read = Vec::new();
    for line in trace.lines().skip(1) {
        let depth = line.len() - line.trim_start().len();
        let (name, _) = line.trim_start().split_once("  ").expect("a name, then its times");
        let [start, end] = numbers(line)[..] else { panic!("{line}") };
        read.push(Span { name, depth, start, end });
    }
    read
}

pub(super) fn own_time_is_duration_less_children(asked: &Asked) {
    let trace = spans(asked.code("trace"));
    let own = |at: usize| {
        let span = &trace[at];
        let inside = trace[at + 1..].iter().take_while(|other| other.depth > span.depth);
        let children: Vec<&Span> = inside.filter(|other| other.depth == span.depth + 2).collect();
        assert!(children.windows(2).all(|pair| pair[0].end <= pair[1].start), "one after another");
        span.end - span.start - children.iter().map(|child| child.end - child.start).sum::<f64>()
    };
    let own: Vec<f64> = (0..trace.len()).map(own).collect();
    let most = own.iter().copied().fold(0.0, f64::max);
    for (span, own) in trace.iter().zip(&own) {
        assert_eq!(asked.accepts(span.name), same(*own, most), "{}: {own}", span.name);
    }
}

pub(super) fn what_is_answered_is_what_failed(asked: &Asked) {
    let log = asked.code("checkout.log");
    let request = |line: &str| number_after(line, "req=").to_string();
    let requests = |of: &dyn Fn(&str) -> bool| {
        let mut found: Vec<String> = log.lines().filter(|line| of(line)).map(request).collect();
        found.sort();
        found.dedup();
        found
    };
    let failed = requests(&|line| line.contains("answered 5"));
    let with_errors = requests(&|line| line.contains("ERROR"));
    let timed_out = requests(&|line| line.contains("timeout"));
    let answered = requests(&|line| line.contains("answered"));
    assert_eq!(answered.len(), log.lines().filter(|line| line.contains("answered")).count());
    assert_eq!(requests(&|_| true), answered, "each is answered once");
    let lines = log.lines().filter(|line| line.contains("ERROR")).count();
    assert_eq!([lines, with_errors.len(), timed_out.len()], [5, 3, 2], "what the wrong options count");
    assert_each(asked, |text| {
        let words = ["None", "One", "Two", "Three", "Four", "Five"];
        let said = words.iter().position(|word| text.starts_with(word)).expect("a number");
        said == failed.len() && failed.iter().all(|request| text.contains(request.as_str()))
    });
}

pub(super) fn a_new_trace_id_breaks_the_trace(asked: &Asked) {
    let mut sent = Vec::new();
    for line in asked.code("sent headers").lines() {
        let (service, header) = line.split_once(' ').expect("a service and its header");
        let fields: Vec<&str> = header.trim().split('-').collect();
        let lengths: Vec<usize> = fields.iter().map(|field| field.len()).collect();
        assert_eq!(lengths, [2, 32, 16, 2], "version, trace id, parent id, flags: {line}");
        let hexadecimal = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        assert!(fields.iter().all(|field| field.chars().all(hexadecimal)), "{line}");
        sent.push((service, fields[1]));
    }
    for (at, (service, id)) in sent.iter().enumerate() {
        let begins_another = at > 0 && sent[at - 1].1 != *id;
        assert_eq!(asked.accepts(service), begins_another, "{service}");
    }
    assert_eq!(sent.windows(2).filter(|pair| pair[0].1 != pair[1].1).count(), 1);
}

pub(super) fn the_next_longest_is_waited_for(asked: &Asked) {
    let trace = spans(asked.code("trace"));
    let called = |name: &str| trace.iter().find(|span| span.name == name).expect("a span");
    let (root, render) = (called("GET /product"), called("render"));
    let prompt = asked.prompt.replace('\n', " ");
    let (before, now) = (number_after(&prompt, "brought down from"), number_after(&prompt, "ms to"));
    let total = |reviews: f64| {
        let calls = trace.iter().filter(|span| span.name.split('.').next_back() == Some("get"));
        let done = calls.map(|span| match span.name {
            "reviews.get" => span.start + reviews,
            _ => span.end,
        });
        let done = done.fold(0.0, f64::max);
        done + (render.end - render.start) + (root.end - render.end)
    };
    assert!(same(total(before), root.end), "the trace as it is shown");
    assert_each(asked, |text| within(number_after(text, "About"), total(now), 0.02));
}

pub(super) fn deciding_at_the_end_keeps_every_failure(asked: &Asked) {
    let shown = asked.code("yesterday");
    let value = |name: &str| row(shown, name)[0];
    let (traces, failed, slow) = (value("traces"), value("failed"), value("over 2 s, not failed"));
    let limit = value("the backend takes");
    let now = number_after(line(asked.code("collector.yml"), "sampling_percentage"), ":");
    let by_chance = |percent: f64| (failed * percent / 100.0, traces * percent / 100.0);
    let kept_rest = number_after(&asked.option("Decide").text, "slow, and") / 100.0;
    let at_the_end = (failed, failed + slow + (traces - failed - slow) * kept_rest);
    let looked_up = by_chance(now);
    let of = |words: &str| {
        let percent = number_after(&asked.option(words).text, "Keep");
        by_chance(percent)
    };
    let choices = [of("Keep 10%"), of("Keep 1.25%"), at_the_end, looked_up];
    assert!(choices[1].1 <= limit && choices[0].1 > limit);
    let fitting = choices.iter().filter(|(_, kept)| *kept <= limit);
    let most = fitting.map(|(failures, _)| *failures).fold(0.0, f64::max);
    let best = choices.map(|(failures, kept)| kept <= limit && same(failures, most));
    let words = ["Keep 10%", "Keep 1.25%", "Decide", "Write the trace id"];
    let claims: Vec<(&str, bool)> = words.into_iter().zip(best).collect();
    asked.assert_options(&claims);
}
