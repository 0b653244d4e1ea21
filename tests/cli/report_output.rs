//! Where reports go, and what they leave alone.

use super::report::{printed, report, with_panel};
use super::resuming::TAKE_YES;
use super::sandbox::{Sandbox, holds};

#[test]
fn no_report_replaces_results_or_codes() {
    let sandbox = with_panel();
    let panel = std::fs::read(sandbox.path("panel.csv")).unwrap();
    sandbox.write("others.csv", &panel);
    std::fs::create_dir(sandbox.path("pages")).unwrap();
    std::os::unix::fs::symlink("../panel.csv", sandbox.path("pages/link.csv")).unwrap();
    std::fs::hard_link(sandbox.path("panel.csv"), sandbox.path("hard.txt")).unwrap();
    assert_eq!(report(&sandbox, &["panel.csv", "--blind"]).code, Some(0));
    let codes = std::fs::read(sandbox.path("panel.csv.codes")).unwrap();
    let commands: [&[&str]; 4] = [
        &["report", "panel.csv"],
        &["report", "panel.csv", "--rows", "topic"],
        &["debrief", "Rigel", "panel.csv"],
        &["compare", "Rigel", "Vega", "--results", "panel.csv"],
    ];
    for command in commands {
        for target in ["panel.csv", "./panel.csv", "others.csv", "pages/link.csv", "hard.txt"] {
            let ran = sandbox.run(&[command, &["-o", target]].concat(), "");
            assert_eq!(ran.code, Some(2), "{command:?} {target}: {ran:?}");
            holds(&ran.words(), &[target, "holds results", "name another file with `-o FILE`"]);
        }
        let ran = sandbox.run(&[command, &["-o", "panel.csv.codes", "--format", "csv"]].concat(), "");
        assert_eq!(ran.code, Some(2), "{ran:?}");
        holds(&ran.err, &["holds the codes of names"]);
    }
    assert_eq!(std::fs::read(sandbox.path("panel.csv")).unwrap(), panel);
    assert_eq!(std::fs::read(sandbox.path("others.csv")).unwrap(), panel);
    assert_eq!(std::fs::read(sandbox.path("panel.csv.codes")).unwrap(), codes);
    // A report is replaced by the next.
    for _ in 0..2 {
        assert_eq!(report(&sandbox, &["panel.csv", "-o", "topics.csv"]).code, Some(0));
    }
}

#[test]
fn codes_that_are_about_to_be_made_are_not_replaced() {
    let sandbox = with_panel();
    let ran = report(&sandbox, &["panel.csv", "--blind", "-o", "panel.csv.codes", "--format", "table"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(!sandbox.path("panel.csv.codes").exists());
}

#[test]
fn an_exams_file_is_not_replaced() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&TAKE_YES, "b\na c\nc\n42\n").code, Some(0));
    let exam = ["--exam-file", "four.toml", "-o", "four.toml", "--format", "table"];
    let ran = report(&sandbox, &exam);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    holds(&ran.err, &["holds an exam"]);
}

#[test]
fn pass_for_several_is_refused_before_anything_is_written() {
    let sandbox = with_panel();
    let ran = report(&sandbox, &["panel.csv", "--blind", "--pass", "50%", "-o", "page.md"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(!sandbox.path("page.md").exists() && !sandbox.path("panel.csv.codes").exists());
}

#[test]
fn a_report_goes_to_a_file_whole_or_not_at_all() {
    let sandbox = with_panel();
    assert_eq!(printed(&sandbox, &["panel.csv", "-o", "page.md"]), "");
    let page = std::fs::read_to_string(sandbox.path("page.md")).unwrap();
    holds(&page, &["## messaging · 5 candidates", "| Vega | 10 shown |"]);
    let ran = report(&sandbox, &["panel.csv", "-o", "none/page.md"]);
    assert_eq!(ran.code, Some(3));
    holds(&ran.err, &["none/page.md", "help: "]);
    let full = report(&sandbox, &["panel.csv", "-o", "/dev/full"]);
    assert_eq!(full.code, Some(3), "{full:?}");
    assert_eq!(printed(&sandbox, &["panel.csv", "-o", "/dev/null"]), "");
}

#[test]
fn pass_is_for_one_candidate() {
    let sandbox = with_panel();
    let rigel = ["panel.csv", "--candidate", "Rigel", "--pass"];
    assert_eq!(report(&sandbox, &[&rigel[..], &["70%"]].concat()).code, Some(0));
    assert_eq!(report(&sandbox, &[&rigel[..], &["0.8"]].concat()).code, Some(1));
    assert_eq!(report(&sandbox, &["panel.csv", "--pass", "0.5"]).code, Some(2));
}

#[test]
fn a_link_stays_one_and_what_it_leads_to_is_replaced() {
    let sandbox = with_panel();
    sandbox.write("there.md", "old");
    for (link, to) in [("link.md", "there.md"), ("new.md", "not-yet.md")] {
        std::os::unix::fs::symlink(to, sandbox.path(link)).unwrap();
        let ran = report(&sandbox, &["panel.csv", "-o", link]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(std::fs::symlink_metadata(sandbox.path(link)).unwrap().is_symlink());
        assert!(std::fs::read_to_string(sandbox.path(to)).unwrap().contains("Vega"));
    }
    // Nor are results replaced through one.
    std::os::unix::fs::symlink("panel.csv", sandbox.path("results.md")).unwrap();
    assert_eq!(report(&sandbox, &["panel.csv", "-o", "results.md"]).code, Some(2));
}

#[test]
fn a_table_that_was_written_into_the_folder_is_left_out_and_said() {
    let sandbox = with_panel();
    std::fs::create_dir(sandbox.path("all")).unwrap();
    std::fs::copy(sandbox.path("panel.csv"), sandbox.path("all/panel.csv")).unwrap();
    let before = report(&sandbox, &["all", "--format", "csv"]);
    assert_eq!(report(&sandbox, &["all", "-o", "all/summary.csv"]).code, Some(0));
    assert_eq!(
        report(&sandbox, &["all", "--rows", "none", "--columns", "none", "-o", "all/one.csv"]).code,
        Some(0)
    );
    assert_eq!(sandbox.run(&["debrief", "Vega", "all", "-o", "all/vega.csv"], "").code, Some(0));
    let past = ["history", "--results", "all", "--candidate", "Vega", "-o", "all/past.csv"];
    assert_eq!(sandbox.run(&past, "").code, Some(0));
    let attempts = sandbox.run(&["attempts", "--results", "all/panel.csv", "--format", "csv"], "");
    sandbox.write("all/attempts.csv", &attempts.out);
    let after = report(&sandbox, &["all", "--format", "csv"]);
    assert_eq!((after.code, &after.out), (Some(0), &before.out), "{after:?}");
    for file in ["summary", "one", "vega", "past", "attempts"] {
        holds(
            &after.words(),
            &[&format!("the file `all/{file}.csv` is a table that examiner wrote, no results, and left out")],
        );
    }
    // One that is named is no results.
    let named = report(&sandbox, &["all/summary.csv"]);
    assert_eq!(named.code, Some(3), "{named:?}");
    holds(&named.words(), &["it lacks the columns"]);
}

#[test]
fn a_report_that_is_called_off_leaves_nothing_behind() {
    let sandbox = with_panel();
    let listed = || {
        let mut names: Vec<_> =
            std::fs::read_dir(sandbox.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = listed();
    for command in [
        &["report", "panel.csv"][..],
        &["report", "panel.csv", "--format", "csv"],
        &["debrief", "Rigel", "panel.csv"],
    ] {
        // The first step is to create the file that is to take the place of the other.
        let arguments = [command, &["-o", "page.txt"]].concat();
        let ran = sandbox.run_with("EXAMINER_TEST_FAULT", "call:1", &arguments, "");
        assert_eq!(ran.code, Some(130), "{ran:?}");
        holds(&ran.words(), &["called away, nothing was written"]);
        assert_eq!(listed(), before);
    }
}
