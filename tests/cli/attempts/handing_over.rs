//! A person's data in one folder.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::super::sandbox::{Sandbox, holds};
use super::{ALL, files, ids, sit, sit_as_another};

/// Ada twice, one attempt open with a draft and a mark; Bo once.
fn room() -> Sandbox {
    let sandbox = Sandbox::new();
    sit(&sandbox, "Ada", ALL);
    sit(&sandbox, "Bo", ALL);
    sit(&sandbox, "Ada", "b\n");
    let (ada, bo) = (ids(&sandbox, "Ada"), ids(&sandbox, "Bo").remove(0));
    sandbox.write(&format!("results.csv.attempts/{}.answer-3.md", ada[1]), "half a thought");
    sandbox.write(&format!("results.csv.attempts/{bo}.answer-3.md"), "of another");
    let mark = |id: &str| format!("{{\"attempt\":\"{id}\",\"question\":\"name\",\"points\":1}}\n");
    sandbox.write("results.csv.marks.jsonl", [mark(&bo), mark(&ada[0]), mark(&bo)].concat());
    sandbox
}

#[test]
fn rows_as_they_were_before_they_were_marked_anew_are_handed_over_and_removed_as_well() {
    let sandbox = Sandbox::new();
    sit(&sandbox, "Ada", ALL);
    sit(&sandbox, "Bo", ALL);
    sandbox.write("mended.toml", super::super::sandbox::EXAM.replace("answer = 42", "answer = 43"));
    let before = fs::read_to_string(sandbox.path("results.csv")).expect("results");
    let ran = sandbox.run(&["grade", "results.csv", "--exam", "mended.toml", "--write"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let backup = files(&sandbox.path("")).into_keys().find(|name| name.contains("Z.bak")).expect("a backup");
    let ran = sandbox.run(&["attempts", "export", "Ada", "-o", "ada"], "");
    assert_eq!(ran.out, "Written: ada (4 rows, 1 journal and 4 earlier rows)\n");
    let of = |name: &str| -> String {
        let is_theirs = |(at, line): &(usize, &str)| *at == 0 || line.contains(name);
        before.split_inclusive('\n').enumerate().filter(is_theirs).map(|(_, line)| line).collect()
    };
    let earlier = backup.replace(".bak", ".csv");
    let written = files(&sandbox.path("ada"));
    assert_eq!(String::from_utf8_lossy(&written[&format!("earlier/{earlier}")]), of("Ada"));
    holds(&String::from_utf8_lossy(&written["README.txt"]), &["earlier/: the same lines as they were"]);
    fs::remove_dir_all(sandbox.path("ada")).expect("removed");

    let ran = sandbox.run(&["attempts", "forget", "Ada", "--yes"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["4 earlier rows from "]);
    holds(&ran.out, &["and 4 earlier rows)"]);
    assert_eq!(fs::read_to_string(sandbox.path(&backup)).expect("a backup"), of("Bo"));
    for (name, bytes) in files(&sandbox.path("")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("Ada"), "{name}");
    }
}

#[test]
fn a_hand_over_that_was_killed_leaves_no_folder_of_that_name_and_the_same_command_makes_it() {
    let sandbox = room();
    let export = ["attempts", "export", "Ada", "-o", "ada"];
    let steps = sandbox.path("steps");
    let ran = sandbox.run_with("EXAMINER_TEST_FAULT", &format!("steps:{}", steps.display()), &export, "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let whole = files(&sandbox.path("ada"));
    let steps = fs::read_to_string(steps).expect("steps").lines().count();
    assert!(steps > 8, "{steps}");
    for step in 1..=steps {
        fs::remove_dir_all(sandbox.path("ada")).expect("removed");
        let ran = sandbox.run_with("EXAMINER_TEST_FAULT", &format!("kill:{step}"), &export, "");
        assert_eq!(ran.code, None, "{ran:?}");
        if !sandbox.path("ada").exists() {
            assert_eq!(sandbox.run(&export, "").code, Some(0), "kill:{step}");
        }
        assert_eq!(files(&sandbox.path("ada")).len(), whole.len(), "kill:{step}");
        assert!(!sandbox.path("ada.unfinished").exists(), "kill:{step}");
    }
}

#[test]
fn a_person_gets_all_that_is_theirs_and_nothing_of_others() {
    let sandbox = room();
    let before = files(&sandbox.path(""));
    let ran = sandbox.run(&["attempts", "export", "Ada", "-o", "ada"], "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    assert_eq!(ran.out, "Written: ada (4 rows, 2 journals, 1 draft and 1 mark)\n");
    let (ada, bo) = (ids(&sandbox, "Ada"), ids(&sandbox, "Bo").remove(0));
    let written = files(&sandbox.path("ada"));
    let names: Vec<String> = written.keys().cloned().collect();
    let journals = ada.iter().map(|id| format!("journals/{id}.jsonl"));
    let mut expected: Vec<String> = ["README.txt", "marks.jsonl", "results.csv"].map(str::to_owned).into();
    expected.extend(journals.chain([format!("drafts/{}.answer-3.md", ada[1])]));
    expected.sort();
    assert_eq!(names, expected);
    let results = String::from_utf8(before["results.csv"].clone()).expect("UTF-8");
    let theirs: String = results
        .split_inclusive('\n')
        .enumerate()
        .filter(|(at, line)| *at == 0 || line.contains("Ada"))
        .map(|(_, line)| line)
        .collect();
    assert_eq!(String::from_utf8_lossy(&written["results.csv"]), theirs);
    for id in &ada {
        let journal = format!("{id}.jsonl");
        assert_eq!(
            written[&format!("journals/{journal}")],
            before[&format!("results.csv.attempts/{journal}")]
        );
    }
    let readme = String::from_utf8_lossy(&written["README.txt"]);
    holds(
        &readme,
        &[
            "What is held about Ada in results.csv\n",
            "- four: begun ",
            "journals/: for each attempt",
            "marks.jsonl: ",
        ],
    );
    for (name, bytes) in &written {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("Bo") && !text.contains(&bo), "{name}");
        let mode = |path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(sandbox.path("ada").join(name)), 0o600, "{name}");
        assert_eq!(mode(sandbox.path("ada")), 0o700);
    }
    // Nothing is put among what is there, and nothing of the results has changed.
    let again = sandbox.run(&["attempts", "export", "Ada", "-o", "ada"], "");
    assert_eq!(again.code, Some(3), "{again:?}");
    holds(&again.words(), &["`ada`: there is something already"]);
    fs::remove_dir_all(sandbox.path("ada")).expect("removed");
    assert_eq!(files(&sandbox.path("")), before);
}

#[test]
fn of_namesakes_the_attempt_says_who_is_meant() {
    let sandbox = room();
    sit_as_another(&sandbox, "Bo", "platform");
    for command in [&["export", "Bo", "-o", "bo"][..], &["forget", "Bo", "--yes"]] {
        let ran = sandbox.run(&[&["attempts"], command].concat(), "");
        assert_eq!(ran.code, Some(2), "{ran:?}");
        holds(&ran.err, &["several people are called `Bo`", "  Bo, four\n", "  Bo (platform), four\n"]);
    }
    let bo = ids(&sandbox, "Bo");
    let ran = sandbox.run(&["attempts", "export", &bo[1], "-o", "bo"], "");
    assert_eq!(ran.out, "Written: bo (4 rows and 1 journal)\n", "{ran:?}");
    let results = fs::read_to_string(sandbox.path("bo/results.csv")).expect("rows");
    assert!(results.contains(&bo[1]) && !results.contains(&bo[0]));
    let ran = sandbox.run(&["attempts", "export", "Adda", "-o", "x"], "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    holds(&ran.words(), &["no candidate `Adda`", "did you mean `Ada`?"]);
    assert!(!sandbox.path("x").exists());
}
