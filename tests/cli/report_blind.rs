//! Blind reports: codes for names, on pages, in files, in what is asked for, and in what is said of errors.

use super::report::{report, with_panel};
use super::resuming::TAKE_YES;
use super::sandbox::{Ran, Sandbox, holds};

/// Everything that would tell who somebody is.
const TELLING: [&str; 9] =
    ["Vega", "Rigel", "Mira", "Altair", "Deneb", "019a9", "lindqvist", "ito", "okafor"];

fn tells_nobody(ran: &Ran) {
    for name in TELLING {
        let said = format!("{}{}", ran.out, ran.err);
        assert!(!said.contains(name), "{name}: {said}");
    }
}

fn code_of(sandbox: &Sandbox, file: &str, name: &str) -> String {
    let codes = std::fs::read_to_string(sandbox.path(file)).unwrap();
    let line = codes.lines().find(|line| line.contains(name)).unwrap();
    line.split(',').next().unwrap().to_owned()
}

#[test]
fn codes_stand_for_names_and_stay() {
    let sandbox = with_panel();
    let first = report(&sandbox, &["panel.csv", "--blind"]);
    let again = report(&sandbox, &["panel.csv", "--blind"]);
    assert_eq!((first.code, &first.out), (Some(0), &again.out));
    assert_eq!(first.err, "whose codes these are stands in `panel.csv.codes`\n");
    let codes = std::fs::read_to_string(sandbox.path("panel.csv.codes")).unwrap();
    assert_eq!(codes.lines().count(), 6);
    for format in ["table", "markdown", "csv", "json"] {
        let text = report(&sandbox, &["panel.csv", "--blind", "--format", format]).out;
        for name in ["Vega", "Rigel", "Mira", "Nov", "2026", "019a9", "panel.csv", "09:30"] {
            assert!(!text.contains(name), "{format}: {name} in {text}");
        }
        for line in codes.lines().skip(1) {
            assert!(text.contains(line.split(',').next().unwrap()), "{format}: {line} in {text}");
        }
    }
    sandbox.write("panel.csv.codes", "K7,Ada\n");
    let ran = report(&sandbox, &["panel.csv", "--blind"]);
    assert_eq!(ran.code, Some(3));
    holds(&ran.err, &["panel.csv.codes", "no list of codes", "help: "]);
}

#[test]
fn another_file_in_the_folder_changes_no_code() {
    let sandbox = with_panel();
    std::fs::create_dir(sandbox.path("panel")).unwrap();
    std::fs::rename(sandbox.path("panel.csv"), sandbox.path("panel/m.csv")).unwrap();
    assert_eq!(report(&sandbox, &["panel", "--blind"]).code, Some(0));
    let before = code_of(&sandbox, "panel/m.csv.codes", "Vega");
    let header = std::fs::read_to_string(sandbox.path("panel/m.csv")).unwrap();
    sandbox.write("panel/a.csv", format!("{}\n", header.lines().next().unwrap()));
    sandbox.write("panel/b.csv", "");
    let again = report(&sandbox, &["panel", "--blind"]);
    assert_eq!(again.code, Some(0), "{again:?}");
    assert!(!sandbox.path("panel/a.csv.codes").exists());
    assert_eq!(code_of(&sandbox, "panel/m.csv.codes", "Vega"), before);
    holds(&again.out, &[&before]);
}

#[test]
fn candidates_are_asked_for_by_code_and_names_are_not_told() {
    let sandbox = with_panel();
    // Before there are codes nobody can be asked for.
    let early = report(&sandbox, &["panel.csv", "--blind", "--candidate", "K7"]);
    assert_eq!(early.code, Some(2), "{early:?}");
    holds(&early.err, &["`--blind` without `--candidate` makes the codes"]);
    tells_nobody(&early);
    assert!(!sandbox.path("panel.csv.codes").exists());
    assert_eq!(report(&sandbox, &["panel.csv", "--blind"]).code, Some(0));
    let (rigel, mira) =
        (code_of(&sandbox, "panel.csv.codes", "Rigel"), code_of(&sandbox, "panel.csv.codes", "Mira"));
    let two = report(&sandbox, &["panel.csv", "--blind", "--candidate", &rigel, "--candidate", &mira]);
    assert_eq!(two.code, Some(0), "{two:?}");
    holds(&two.out, &["2 candidates", &rigel, &mira]);
    tells_nobody(&two);
    let json = report(&sandbox, &["panel.csv", "--blind", "--candidate", &rigel, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["filters"]["candidates"][0], rigel.as_str());
    for typed in ["Rigel", "Rigle", "Z99"] {
        let ran = report(&sandbox, &["panel.csv", "--blind", "--candidate", typed]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        holds(&ran.words(), &[&format!("no candidate `{typed}`"), "asked for by their codes"]);
        let others = Ran { err: ran.err.replace(&format!("`{typed}`"), ""), ..ran };
        tells_nobody(&others);
    }
}

#[test]
fn namesakes_have_codes_of_their_own() {
    let sandbox = Sandbox::new();
    let row = |attempt: &str, id: &str, points: u8| {
        format!(
            "{attempt},Ada,{id},x,2026-11-18T09:00:00Z,q,t,{},{points},1\n",
            if points > 0 { "correct" } else { "incorrect" }
        )
    };
    let header =
        "attempt_id,candidate,candidate_id,exam_id,started_at,question_id,topic,outcome,points,max_points\n";
    sandbox.write("x.csv", format!("{header}{}{}", row("a", "one", 1), row("b", "two", 0)));
    assert_eq!(report(&sandbox, &["x.csv", "--blind"]).code, Some(0));
    let second = code_of(&sandbox, "x.csv.codes", "two");
    let ran = report(&sandbox, &["x.csv", "--blind", "--candidate", &second, "--format", "csv"]);
    assert_eq!(
        ran.out.lines().nth(1).map(|line| line.starts_with(&format!("{second},t,0,1,"))),
        Some(true),
        "{ran:?}"
    );
    assert_eq!(ran.out.lines().count(), 2);
}

#[test]
fn errors_name_nobody_and_no_file_that_was_not_named() {
    let sandbox = with_panel();
    let panel = std::fs::read_to_string(sandbox.path("panel.csv")).unwrap();
    std::fs::create_dir(sandbox.path("all")).unwrap();
    let blind = |more: &[&str]| {
        let ran = report(&sandbox, &[&["all", "--blind"], more].concat());
        assert!(ran.code == Some(3) || ran.code == Some(2), "{ran:?}");
        holds(&ran.err, &["help: "]);
        tells_nobody(&ran);
        ran
    };
    // Versions that differ; a row that can't be understood; a header that lacks something.
    sandbox.write("all/ito.csv", &panel);
    sandbox.write("all/lindqvist.csv", panel.replacen(",correct,1,1,", ",incorrect,0,1,", 1));
    holds(&blind(&[]).words(), &["two versions of an attempt: they differ in `outcome`", "--on-conflict"]);
    sandbox.write("all/lindqvist.csv", panel.replacen(",correct,1,1,", ",Vega,1,1,", 1));
    holds(&blind(&[]).words(), &["a row can't be understood: its column `outcome`"]);
    sandbox.write("all/lindqvist.csv", "Vega,Rigel\n");
    holds(&blind(&[]).words(), &["a file in `all`: it lacks the column"]);
    sandbox.write("all/lindqvist.csv", &panel);
    sandbox.write("all/ito.csv.codes", "K7,Vega\n");
    holds(&blind(&[]).words(), &["the codes in `all`: no list of codes"]);
    std::fs::remove_file(sandbox.path("all/ito.csv.codes")).unwrap();
    blind(&["--since", "2030-01-01"]);
    blind(&["--exam", "mesaging"]);
    let fine = report(&sandbox, &["all", "--blind"]);
    assert_eq!(fine.code, Some(0), "{fine:?}");
    holds(&fine.words(), &["stands beside the first file in `all` (its name ends in `.codes`)"]);
    tells_nobody(&fine);
}

#[test]
fn attempts_outside_the_days_are_told_of_without_a_name() {
    let sandbox = with_panel();
    let ran = report(&sandbox, &["panel.csv", "--blind", "--since", "2026-11-20"]);
    let mira = code_of(&sandbox, "panel.csv.codes", "Mira");
    holds(&ran.out, &[&format!("1 other attempt of {mira} is outside the days asked for")]);
    tells_nobody(&ran);
}

#[test]
fn codes_are_kept_beside_a_file_that_stays_and_nowhere_else() {
    let sandbox = with_panel();
    let panel = std::fs::read_to_string(sandbox.path("panel.csv")).unwrap();
    let piped = sandbox.run(&["report", "/dev/stdin", "--blind"], &panel);
    assert_eq!((piped.code, piped.out.as_str()), (Some(2), ""), "{piped:?}");
    holds(&piped.err, &["`/dev/stdin` is no file that stays", "help: "]);
    assert!(!std::path::Path::new("/dev/stdin.codes").exists());
    // A link that leads nowhere is not followed to make a file there.
    std::os::unix::fs::symlink("elsewhere", sandbox.path("panel.csv.codes")).unwrap();
    let dangling = report(&sandbox, &["panel.csv", "--blind"]);
    assert_eq!((dangling.code, dangling.out.as_str()), (Some(3), ""), "{dangling:?}");
    holds(&dangling.err, &["a link that leads nowhere"]);
    assert!(!sandbox.path("elsewhere").exists());
    // One that leads to codes is.
    sandbox.write("elsewhere", "code,candidate,candidate_id\n");
    for _ in 0..2 {
        assert_eq!(report(&sandbox, &["panel.csv", "--blind"]).code, Some(0));
    }
    let codes = std::fs::read_to_string(sandbox.path("elsewhere")).unwrap();
    assert_eq!((codes.lines().count(), codes.matches("code,").count()), (6, 1), "{codes}");
}

#[test]
fn on_what_cuts_rest_is_free_text_and_not_shown() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&TAKE_YES, "b\na c\nc\n42\n").code, Some(0));
    for format in ["table", "markdown", "json"] {
        let plain = report(&sandbox, &["--format", format]).out;
        assert!(plain.contains("a test"), "{plain}");
        let blind = report(&sandbox, &["--blind", "--format", format]).out;
        assert!(!blind.contains("a test"), "{blind}");
        let blind = blind.split_whitespace().collect::<Vec<_>>().join(" ");
        holds(&blind, &[if format == "json" { "\"cuts_basis\": null" } else { "not shown here" }]);
    }
}
