//! Shell scripts of the exam, with stubs for what must not happen here.

use super::super::Asked;
use super::super::shell::run;
use super::reading::{number_after, quoted, with, with_line};

pub(super) fn wrong_file_goes(asked: &Asked) {
    let out = run(asked.code("cleanup.sh")).out;
    let left: Vec<&str> = out.lines().collect();
    asked.assert_options(&[
        ("`report.txt`: the quotes", left == ["report.txt"]),
        ("Both: `rm` finds", left == ["old report.txt", "report.txt"]),
        ("`old report.txt`: `rm`", left == ["old report.txt"]),
        ("Both: `f` has", left == ["old report.txt", "report.txt"]),
    ]);
}

pub(super) fn error_is_mailed(asked: &Asked) {
    let fields: Vec<&str> = asked.code("crontab").trim().splitn(6, ' ').collect();
    let job = with(fields[5], "/opt/backup.sh", "./backup.sh");
    let backup = "printf '#!/bin/sh\\necho progress\\necho error >&2\\n' > backup.sh; chmod +x backup.sh";
    let mailed = |job: &str| run(&format!("{backup}\n{{ {job}; }} > mail 2>&1\ncat mail\n")).out;
    let mail = mailed(&job);
    let (progress, error) = (mail.contains("progress"), mail.contains("error"));
    asked.assert_options(&[
        ("Nothing", !progress && !error),
        ("The error", !progress && error),
        ("The progress", progress && !error),
        ("Both", progress && error),
    ]);
    assert_eq!(mailed("./backup.sh >> $HOME/backup.log 2>&1"), "");
}

pub(super) fn errexit_is_off_left_of_or(asked: &Asked) {
    let set = "printf '#!/bin/sh\\nexit 1\\n' > build; printf '#!/bin/sh\\necho uploads\\n' > upload\n\
               chmod +x build upload\n";
    let ran = run(&format!("{set}{}", asked.code("release.sh")));
    let did = |lines: &[&str], status: i32| ran.out.lines().eq(lines.iter().copied()) && ran.status == status;
    asked.assert_options(&[
        ("Stops at `./build`, prints", did(&["not deployed"], 1)),
        ("Stops at `./build` and exits", did(&[], 1)),
        ("then `not deployed`", did(&["uploads", "deployed", "not deployed"], 1)),
        ("then `done`", did(&["uploads", "deployed", "done"], 0)),
    ]);
}

pub(super) fn unset_variable_must_stop(asked: &Asked) {
    let script = asked.code("clean.sh");
    let called = |script: &str| {
        let stub = "rm() { echo 'rm was called'; }";
        let env = asked.code("app.env");
        run(&format!("cat > app.env <<'EOF'\n{env}EOF\n{stub}\n{script}")).out.contains("rm was called")
    };
    assert!(called(script));
    let stops = |words: &str| {
        let text = &asked.option(words).text;
        let code = quoted(text);
        let changed = match text.rsplit_once("` ").map(|(_, place)| place) {
            Some("above line 2") => with_line(script, 2, code),
            Some("above line 3") => with_line(script, 3, code),
            Some("in line 3") => with(script, "\"$APP_HOME\"/*", code),
            place => panic!("{place:?}: {text}"),
        };
        !called(&changed)
    };
    let words = ["set -u", "set -e", "[ -n", ":?", "[ -d"];
    asked.assert_options(&words.map(|words| (words, stops(words))));
}

pub(super) fn pipefail_stops_before_find(asked: &Asked) {
    let script = asked.code("backup.sh").replace("/backup", "./backup");
    let deletes = |script: &str| {
        let stubs = "mkdir backup\npg_dump() { echo 'pg_dump: error' >&2; return 1; }\n\
                     find() { echo 'find was called'; }\n";
        let ran = run(&format!("{stubs}{script}"));
        assert!(ran.err.contains("pg_dump: error"), "{ran:?}");
        let deletes = ran.out.contains("find was called");
        assert_eq!(deletes, ran.status == 0 && ran.out.contains("backup ok"), "{ran:?}");
        deletes
    };
    assert!(deletes(&script), "as the mail shows");
    let find = script.lines().find(|line| line.starts_with("find ")).expect("what deletes");
    let days = number_after(&asked.prompt, "like this for");
    let left = |days: f64| {
        let dump = format!("mkdir backup; touch -d '{days} days ago' backup/shop-1.sql.gz");
        run(&format!("{dump}\n{find}\nls backup")).out.contains("shop-1")
    };
    assert!(left(days) && !left(9.0), "the last good dump is still there");
    let stops = |words: &str| {
        let text = &asked.option(words).text;
        let code = quoted(text);
        let changed = if text.contains("below line 2") {
            with_line(&script, 3, code)
        } else if text.contains("below line 4") {
            with_line(&script, 5, code)
        } else {
            assert!(text.contains("at the end of line 4"), "{text}");
            with(&script, "> \"$out\"", &format!("> \"$out\" {code}"))
        };
        !deletes(&changed)
    };
    let words = ["pipefail", "[ -s", "gzip -t", "`|| exit 1`"];
    asked.assert_options(&words.map(|words| (words, stops(words))));
}
