//! What a report counts: filters, days, modes, and what is said where nothing is left.

use super::report::{printed, report, with_panel};
use super::report_shapes::rows;
use super::resuming::TAKE_YES;
use super::sandbox::{Ran, Sandbox, holds};

/// What is refused as a wrong command line.
fn refused(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    let ran = report(sandbox, arguments);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}: {ran:?}");
    ran
}

#[test]
fn a_filter_that_matches_nothing_names_the_nearest() {
    let sandbox = with_panel();
    for (arguments, said) in [
        (["--candidate", "Mirra"], "did you mean `Mira`?"),
        (["--candidate", "rigel"], "did you mean `Rigel`?"),
        (["--topic", "idempotence"], "did you mean `idempotency`?"),
        (["--level", "principal"], "there are `junior`, `middle`, `senior`"),
        (["--exam", "messging"], "did you mean `messaging`?"),
        (["--since", "2026-13-01"], "is no day"),
        (["--since", "yesterday"], "is no day"),
        (["--pass", "70"], "is no share"),
        (["-o", "page.pdf"], "tells no format"),
    ] {
        let ran = report(&sandbox, &[&["panel.csv"], &arguments[..]].concat());
        assert_eq!(ran.code, Some(2), "{arguments:?}: {ran:?}");
        assert!(ran.words().contains(said), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn days_are_inclusive_and_what_lies_outside_is_said() {
    let sandbox = with_panel();
    let page = printed(&sandbox, &["panel.csv", "--since", "2026-11-20", "--until", "2026-11-21"]);
    holds(
        &page,
        &["3 candidates", "20–21 Nov 2026", "1 other attempt of Mira is outside the days asked for"],
    );
}

#[test]
fn filters_that_leave_nothing_are_refused_with_what_is_there() {
    let sandbox = with_panel();
    let text = std::fs::read_to_string(sandbox.path("panel.csv")).unwrap();
    for (arguments, said) in [
        (&["--since", "2030-01-01"][..], "no attempt was begun on the days asked for"),
        (&["--since", "2030-01-01"], "there are attempts of 18–21 Nov 2026"),
        (&["--candidate", "Rigel", "--until", "2026-11-17"], "there are attempts of 19 Nov 2026"),
        (&["--mode", "practice"], "no attempt at practice counts here"),
    ] {
        holds(&refused(&sandbox, &[&["panel.csv"], arguments].concat()).words(), &[said]);
    }
    sandbox.write("practice.csv", text.replace(",exam,", ",practice,"));
    holds(&refused(&sandbox, &["practice.csv", "--candidate", "Vega"]).words(), &["--mode practice"]);
    // Without a filter there is nothing to refuse.
    holds(
        &printed(&sandbox, &["practice.csv"]),
        &["6 attempts at practice left out (--mode practice counts practice)"],
    );
    let both =
        printed(&sandbox, &["practice.csv", "panel.csv", "--mode", "practice", "--on-conflict", "first"]);
    assert!(!both.contains("left out"), "{both}");
    sandbox.write(
        "two.csv",
        rows(&[
            ("Ada", "one", "q1", "t", "junior", "correct", "1"),
            ("Bob", "two", "q2", "u", "senior", "correct", "1"),
        ]),
    );
    for (arguments, said) in [
        (["--candidate", "Ada", "--exam", "two"], "no attempt of candidate `Ada` and exam `two`"),
        (["--topic", "t", "--level", "senior"], "no question of topic `t` and level `senior`"),
        (["--exam", "two", "--topic", "t"], "no question of topic `t`"),
    ] {
        holds(&refused(&sandbox, &[&["two.csv"], &arguments[..]].concat()).words(), &[said]);
    }
}

#[test]
fn exams_without_what_is_asked_for_are_left_out_and_said() {
    let sandbox = Sandbox::new();
    let text = rows(&[
        ("Ada", "one", "q1", "t", "junior", "correct", "1"),
        ("Bob", "one", "q9", "v", "junior", "correct", "1"),
        ("Ada", "two", "q2", "u", "senior", "correct", "1"),
    ]);
    sandbox.write("two.csv", text);
    let page = printed(&sandbox, &["two.csv", "--topic", "t"]);
    holds(
        &page,
        &[
            "one · 1 candidate · 1 question",
            "one: nothing of this was asked of 1 candidate; left out",
            "two: nothing of this was asked; left out",
            "No level: only a part of the questions counts.",
        ],
    );
    assert!(!page.contains("two · ") && !page.contains("0 questions"), "{page}");
    let json = printed(&sandbox, &["two.csv", "--topic", "t", "--format", "json"]);
    holds(&json, &["\"code\": \"nothing-asked\"", "\"reason\": \"filtered\""]);
    let plain = printed(&sandbox, &["two.csv", "--topic", "t", "--rows", "none", "--columns", "exam"]);
    assert!(!plain.contains("two  "), "{plain}");
}

#[test]
fn a_level_alone_has_a_column_alone() {
    let sandbox = with_panel();
    let page = printed(&sandbox, &["panel.csv", "--level", "senior"]);
    holds(&page, &["Candidate  senior  total  95% range\n            of 10  of 10"]);
}

#[test]
fn attempts_that_stand_in_the_results_are_not_called_missing() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&TAKE_YES, "b\na c\nc\n42\n").code, Some(0));
    let journal = sandbox.journal("results.csv");
    // As if it had broken off before it was written down that the rows are there.
    let lines = std::fs::read_to_string(&journal).unwrap();
    let without = lines.trim_end().rsplit_once('\n').unwrap().0;
    std::fs::write(&journal, format!("{without}\n")).unwrap();
    let row = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    assert!(!printed(&sandbox, &[]).contains("not in the results"));
    // The same where it does not count: a later attempt, another day.
    let day =
        row.lines().nth(1).unwrap().split(',').find(|cell| cell.ends_with('Z')).unwrap()[..10].to_owned();
    for arguments in [&["--attempts", "latest"][..], &["--since", &day], &["--topic", "letters"]] {
        assert!(!printed(&sandbox, arguments).contains("not in the results"), "{arguments:?}");
    }
    let sheet = sandbox.run(&["debrief", "Ada"], "");
    assert!(sheet.code == Some(0) && !sheet.out.contains("not in the results"), "{sheet:?}");
    let never = refused(&sandbox, &["--until", "2020-01-01"]);
    assert!(!never.err.contains("not in the results"), "{never:?}");
}

#[test]
fn who_has_an_open_attempt_alone_is_told_of() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&TAKE_YES, "b\na c\nc\n42\n").code, Some(0));
    std::fs::rename(sandbox.path("results.csv"), sandbox.path("the panel.csv")).unwrap();
    std::fs::rename(sandbox.path("results.csv.attempts"), sandbox.path("the panel.csv.attempts")).unwrap();
    let bob = ["take", "four.toml", "--candidate", "Bob", "--yes", "--results", "the panel.csv"];
    assert_eq!(sandbox.run(&bob, "b\n").code, Some(130));
    let ran = refused(&sandbox, &["the panel.csv", "--candidate", "Bob"]);
    let command = "`examiner resume --list --results 'the panel.csv'` shows it";
    holds(&ran.words(), &["1 attempt is not handed in and not counted: Bob (four)", command]);
    let page = printed(&sandbox, &["the panel.csv"]);
    holds(&page.replace("\n  ", " "), &["not counted: Bob (four)", command]);
    let shown = sandbox.run(&["resume", "--list", "--results", "the panel.csv"], "");
    holds(&(shown.out + &shown.err), &["Bob"]);
    // It began today, so other days don't know it.
    let past = refused(&sandbox, &["the panel.csv", "--candidate", "Bob", "--until", "2020-01-01"]);
    holds(&past.words(), &["no candidate `Bob` in these results"]);
}

#[test]
fn empty_files_of_a_folder_are_left_out_and_said() {
    let sandbox = with_panel();
    std::fs::create_dir(sandbox.path("all")).unwrap();
    sandbox.write("all/a.csv", "");
    let ran = report(&sandbox, &["all"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    std::fs::rename(sandbox.path("panel.csv"), sandbox.path("all/b.csv")).unwrap();
    holds(&printed(&sandbox, &["all"]), &["5 candidates", "the file `all/a.csv` is empty and left out"]);
    let sheet = sandbox.run(&["debrief", "Rigel", "all"], "");
    assert_eq!(sheet.code, Some(0), "{sheet:?}");
    // One that is named is meant.
    assert_eq!(report(&sandbox, &["all/a.csv", "all/b.csv"]).code, Some(3));
}

#[test]
fn latest_and_best_attempts_are_chosen() {
    let sandbox = with_panel();
    let mira = |which: &str| {
        let page = printed(&sandbox, &["panel.csv", "--candidate", "Mira", "--attempts", which]);
        let row = page.lines().find(|line| line.trim_start().starts_with("Mira")).unwrap().to_owned();
        (row.split_whitespace().map(str::to_owned).collect::<Vec<_>>(), page)
    };
    let (first, _) = mira("first");
    let (latest, page) = mira("latest");
    assert_ne!(first, latest);
    holds(&page, &["Mira sat it twice; the latest counts"]);
    let (best, page) = mira("best");
    assert!(!best.contains(&"shown".to_owned()), "{page}");
    holds(&page, &["No level: best of 2 attempts, counts only.", "the best counts, and chance favours it"]);
    let (all, page) = mira("all");
    assert!(all.iter().any(|cell| cell.ends_with("/20")) || page.contains("of 20"), "{page}");
    holds(&page, &["1 candidate · 2 attempts · the same 30 questions in each"]);
}
