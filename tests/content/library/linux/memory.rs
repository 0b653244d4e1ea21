//! Memory: what the numbers on the screen add up to.

use super::super::Asked;
use super::reading::{number, number_after, quoted, row};

struct Process {
    command: String,
    rss: f64,
    adjustment: f64,
}

/// The one with the most points.
fn most(processes: &[Process], points: impl Fn(&Process) -> f64) -> &str {
    let highest = processes.iter().max_by(|a, b| points(a).total_cmp(&points(b)));
    &highest.expect("a process").command
}

/// `free(1)`: `available` estimates what a new program can have without swapping.
pub(super) fn available_is_what_a_new_program_gets(asked: &Asked) {
    let shown = asked.code("free -m");
    let columns: Vec<&str> = shown.lines().next().expect("a header").split_whitespace().collect();
    let cell = |line: &str, column: &str| {
        let at = columns.iter().position(|name| *name == column).expect("a column");
        number(row(shown, line)[at + 1])
    };
    let need = 1024.0 * number_after(&asked.prompt, "that needs");
    let (free, available) = (cell("Mem:", "free"), cell("Mem:", "available"));
    let swap = cell("Swap:", "free");
    let fits = need <= available;
    let fits_in_all_cache = need <= free + cell("Mem:", "buff/cache");
    let swaps = &asked.option("It swaps").text;
    let gives_back = &asked.option("gives page cache back").text;
    assert!((number_after(swaps, "It swaps:") - free).abs() < 0.5, "{free} are free");
    assert!((number_after(gives_back, "gives page cache back, and") - available).abs() < 0.5, "{available}");
    assert!(need > free + swap, "which is what the OOM killer's option counts");
    asked.assert_options(&[
        ("It swaps", !fits && need <= available + swap),
        ("The OOM killer", !fits && need > available + swap),
        ("dropped the caches by hand", !fits && fits_in_all_cache),
        ("gives page cache back", fits),
    ]);
}

/// The kernel's rule, `oom_badness()`: pages in use, plus `oom_score_adj` thousandths of all pages;
/// -1000 is exempt.
pub(super) fn report_has_most_points(asked: &Asked) {
    let machine = asked.code("the machine");
    let total = number_after(machine, "MemTotal");
    let (_, table) = machine.split_once("OOM_SCORE_ADJ\n").expect("a table");
    let process = |line: &str| match line.split_whitespace().collect::<Vec<_>>()[..] {
        [_, command, rss, adjustment] => {
            Process { command: command.to_owned(), rss: number(rss), adjustment: number(adjustment) }
        }
        _ => panic!("four columns: {line}"),
    };
    let processes: Vec<Process> = table.lines().map(process).collect();
    let exempt = |process: &Process| process.adjustment <= -1000.0;
    let points = |process: &Process| process.rss + process.adjustment * total / 1000.0;
    let killed = most(&processes, |process| if exempt(process) { f64::MIN } else { points(process) });
    let largest = most(&processes, |process| process.rss);
    let unprotected = most(&processes, |process| if process.adjustment < 0.0 { 0.0 } else { process.rss });
    let (before, _) = asked.prompt.split_once(" asks for a page").expect("who asks");
    let asking = before.rsplit('`').nth(1).expect("a command");
    for (words, meant) in [("largest RSS", largest), ("it asked for", asking)] {
        assert_eq!(quoted(&asked.option(words).text), meant);
    }
    asked.assert_options(&[
        ("largest RSS", killed == largest),
        ("it asked for", killed == asking),
        ("`report`", killed == "report"),
        ("`api`", killed == "api"),
    ]);
    // The mistake that the last of them stands for: to look at the adjustment as a shield alone.
    assert!(unprotected == "api" && killed != unprotected);
}

pub(super) fn shared_pages_count_once(asked: &Asked) {
    let rows = asked.code("smem").lines().skip(1).map(|line| {
        let numbers = line.split_whitespace().filter_map(|word| word.parse().ok());
        numbers.collect::<Vec<f64>>()
    });
    let rows: Vec<[f64; 3]> = rows.map(|row| [row[1], row[2], row[3]]).collect();
    assert_eq!(rows.len(), 4);
    let proportional: f64 = rows.iter().map(|[_, pss, _]| pss).sum();
    let own: f64 = rows.iter().map(|[uss, _, _]| uss).sum();
    let shared: Vec<f64> = rows.iter().map(|[uss, _, rss]| rss - uss).collect();
    assert!(shared.iter().all(|pages| (pages - shared[0]).abs() < 0.5), "the same pages: {shared:?}");
    assert!((own + shared[0] - proportional).abs() < 0.5);
    assert!((asked.number() - proportional).abs() < 0.5, "{proportional}");
}

/// What the files mean: Linux kernel documentation, Control Group v2, Memory Interface Files, and PSI.
pub(super) fn cache_can_be_taken_back(asked: &Asked) {
    let cgroup = asked.code("/sys/fs/cgroup of api-7");
    let last = |word: &str| {
        let row = row(cgroup, word);
        let at = row.iter().position(|found| *found == word).expect("the word");
        number(row[at + 1])
    };
    let (limit, current, inactive) = (last("memory.max"), last("memory.current"), last("inactive_file"));
    let alarm = 0.9 * limit;
    assert!(current > alarm, "it pages now");
    let killed = last("oom_kill") > 0.0;
    let waits = number_after(cgroup, "avg300=") > 0.0;
    asked.assert_options(&[
        ("less `inactive_file`", current - inactive < alarm && !killed && !waits),
        ("4 GiB", killed || current - inactive > alarm),
        ("heap profile", last("anon") > current / 2.0),
        ("by cron", waits),
    ]);
}

pub(super) fn heap_and_the_rest_fit(asked: &Asked) {
    let limit = number_after(asked.code("compose.yml"), "mem_limit:");
    let cap = number_after(asked.code("compose.yml"), "-Xmx");
    let in_use = asked.code("MB in use, seconds before");
    let last = |word: &str| number(row(in_use, word).last().expect("a number"));
    let heap = last("heap");
    let live = number_after(in_use, "full GC:");
    let rest = last("classes") + last("compiled") + last("thread") + last("GC");
    assert!(heap + rest > limit, "the kernel acts at {}", heap + rest);
    let holds = |cap: f64| cap + rest <= limit && cap >= live;
    let capped = |words: &str, name: &str| holds(number_after(&asked.option(words).text, name));
    let thrown = heap >= cap;
    asked.assert_options(&[
        ("-Xmx1900m", capped("-Xmx1900m", "-Xmx")),
        ("-Xmx1400m", capped("-Xmx1400m", "-Xmx")),
        ("HeapDump", thrown),
        // The first size is no cap: with it, the one of the file stays.
        ("-Xms", holds(cap) && capped("-Xms", "-Xms")),
    ]);
}
