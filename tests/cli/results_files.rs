//! The results file as the world leaves it: a link, read-only, replaced, deleted, with a header of somebody's own.

use std::os::unix::fs::{PermissionsExt as _, symlink};

use super::resuming::TAKE_YES;
use super::sandbox::{Sandbox, holds};

const ALL: &str = "b\na c\nc\n42\n";
const OURS: &str = "attempt_id,candidate,candidate_id,exam_id,exam_digest,key_digest,mode,status,started_at,finished_at,number,question_id,topic,level,kind,ladder,answer,outcome,points,max_points,seconds,grader";

#[test]
fn a_link_is_followed_once_and_everything_lies_beside_what_it_names() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("deep")).unwrap();
    symlink("deep/middle.csv", sandbox.path("results.csv")).unwrap();
    symlink("real.csv", sandbox.path("deep/middle.csv")).unwrap();
    assert_eq!(sandbox.run(&TAKE_YES, "b\n").code, Some(130));
    let resumed = sandbox.run(&["resume", "--yes"], "a c\nc\n42\n");
    assert_eq!(resumed.code, Some(0), "{resumed:?}");
    assert!(sandbox.path("results.csv").symlink_metadata().unwrap().is_symlink());
    assert_eq!(sandbox.rows("deep/real.csv").len(), 4);
    assert!(sandbox.path("deep/real.csv.attempts").is_dir());
    assert!(!sandbox.path("results.csv.attempts").exists());
}

#[test]
fn what_is_no_regular_file_is_refused_before_the_first_question() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("folder.csv")).unwrap();
    symlink("folder.csv", sandbox.path("to_folder.csv")).unwrap();
    symlink("round.csv", sandbox.path("round.csv")).unwrap();
    let fifo = std::process::Command::new("mkfifo").arg(sandbox.path("fifo.csv")).status().unwrap();
    assert!(fifo.success());
    for name in [
        "folder.csv",
        "to_folder.csv",
        "round.csv",
        "fifo.csv",
        "/dev/null",
        "none/results.csv",
        "/proc/results.csv",
    ] {
        let ran = sandbox.run(&[&TAKE_YES[..], &["--results", name]].concat(), ALL);
        assert_eq!(ran.code, Some(3), "{name}: {ran:?}");
        holds(&ran.err, &["error: ", "help: ", "--results"]);
        assert!(!ran.err.contains("Question 1"), "{name}");
    }
}

#[test]
fn what_is_in_the_way_of_a_folder_is_said() {
    for (folder, holds_what) in
        [("attempts", "the attempts' journals"), ("attempts/exams", "the exams' copies")]
    {
        let sandbox = Sandbox::new();
        let path = format!("results.csv.{folder}");
        std::fs::create_dir_all(sandbox.path(&path).parent().unwrap()).unwrap();
        for kind in ["a plain file", "a symbolic link"] {
            if kind == "a plain file" {
                sandbox.write(&path, "notes\n");
            } else {
                std::fs::remove_file(sandbox.path(&path)).unwrap();
                symlink("nowhere", sandbox.path(&path)).unwrap();
            }
            let says =
                format!("{kind}, expected the folder that holds {holds_what} of `results.csv` help: move it");
            let take = sandbox.run(&TAKE_YES, ALL);
            assert_eq!(take.code, Some(3), "{take:?}");
            holds(&take.words(), &[&says, "--results FILE"]);
            if (folder, kind) == ("attempts", "a plain file") {
                for args in [&["resume"][..], &["resume", "--list"], &["record"]] {
                    let ran = sandbox.run(args, "");
                    assert_eq!(ran.code, Some(3), "{args:?}: {ran:?}");
                    holds(&ran.words(), &[&says]);
                }
            }
        }
    }
}

#[test]
fn the_learners_own_results_are_no_matter_of_the_command_line() {
    let sandbox = Sandbox::new();
    let data = sandbox.path("home/.local/share/examiner");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("practice.csv"), "name,phone\nBob,1\n").unwrap();
    let ran = sandbox.run(&["practice", "four.toml", "--yes"], ALL);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    holds(&ran.words(), &["no header of results", "move it out of the way, or name another data folder"]);
    assert!(!ran.err.contains("--results"), "{}", ran.err);
}

#[test]
fn a_data_folder_that_can_not_be_made_is_no_matter_of_the_command_line_either() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run_with("HOME", "/proc/nope", &["practice", "four.toml", "--yes"], ALL);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    holds(&ran.words(), &["could not create the data folder", "`XDG_DATA_HOME`", "`--no-record`"]);
}

#[test]
fn rows_that_can_not_be_written_can_go_elsewhere() {
    let sandbox = Sandbox::new();
    let mut live = sandbox.live(&TAKE_YES);
    live.send("b\na c\nc\n");
    live.wait_for("Question 4 of 4");
    std::fs::remove_file(sandbox.path("results.csv")).unwrap();
    std::fs::create_dir(sandbox.path("results.csv")).unwrap();
    live.send("42\n");
    let ran = live.closed();
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let said = ran.words();
    holds(
        &said,
        &[
            "a folder, and results are kept in a regular file",
            "handed in and safe in",
            "this finishes it then:",
        ],
    );
    let journal = sandbox.journal("results.csv").display().to_string();
    holds(&said, &[&format!("examiner record {journal} --results FILE")]);
    let elsewhere = sandbox.run(&["record", &journal, "--results", "other.csv"], "");
    assert_eq!(elsewhere.code, Some(0), "{elsewhere:?}");
    assert_eq!(sandbox.rows("other.csv").len(), 4);
}

#[test]
fn folders_and_files_are_private() {
    let sandbox = Sandbox::new();
    sandbox.run(&TAKE_YES, ALL);
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&sandbox.path("results.csv.attempts")), 0o700);
    assert_eq!(mode(&sandbox.path("results.csv.attempts/exams")), 0o700);
    assert_eq!(mode(&sandbox.journal("results.csv")), 0o600);
    let kept =
        std::fs::read_dir(sandbox.path("results.csv.attempts/exams")).unwrap().next().unwrap().unwrap();
    assert_eq!(mode(&kept.path()), 0o600);
}

#[test]
fn a_folder_that_can_not_be_written_is_said_before_the_first_question() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("closed")).unwrap();
    let closed = |mode| {
        std::fs::set_permissions(sandbox.path("closed"), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    closed(0o555);
    // Whoever may do anything writes there all the same.
    let may = std::fs::write(sandbox.path("closed/probe"), "").is_ok();
    let ran = sandbox.run(&[&TAKE_YES[..], &["--results", "closed/results.csv"]].concat(), ALL);
    closed(0o755);
    if !may {
        assert_eq!(ran.code, Some(3), "{ran:?}");
        holds(&ran.words(), &["ermission denied", "name another place with `--results FILE`"]);
        assert!(!ran.err.contains("Question 1"));
    }
}

/// Starts an attempt, lets something happen to the results, and ends the attempt.
fn meanwhile(happens: impl FnOnce(&Sandbox)) -> (Sandbox, super::sandbox::Ran) {
    let sandbox = Sandbox::new();
    let mut live = sandbox.live(&TAKE_YES);
    live.wait_for("Question 1 of 4");
    happens(&sandbox);
    live.send(ALL);
    let ran = live.ended();
    (sandbox, ran)
}

#[test]
fn results_that_were_deleted_meanwhile_are_made_again() {
    let (sandbox, ran) = meanwhile(|sandbox| std::fs::remove_file(sandbox.path("results.csv")).unwrap());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
}

#[test]
fn what_took_the_results_place_meanwhile_is_left_untouched_and_the_attempt_is_safe() {
    let foreign = |sandbox: &Sandbox| sandbox.write("results.csv", "name,phone\nBob,1\n");
    let folder = |sandbox: &Sandbox| {
        std::fs::remove_file(sandbox.path("results.csv")).unwrap();
        std::fs::create_dir(sandbox.path("results.csv")).unwrap();
    };
    let binary = |sandbox: &Sandbox| sandbox.write("results.csv", b"\xff\xfe\x00\x01\x1b[2J");
    let happenings: [&dyn Fn(&Sandbox); 3] = [&foreign, &folder, &binary];
    for happens in happenings {
        let (sandbox, ran) = meanwhile(happens);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        let path = sandbox.path("results.csv");
        let journal = sandbox.journal("results.csv");
        let command = format!("\n    examiner record --results {}\n", path.display());
        holds(&ran.err, &[&command]);
        holds(&ran.words(), &["safe in", journal.to_str().unwrap(), "receipt "]);
        assert!(!ran.err.contains("examiner resume"), "{}", ran.err);
        if path.is_file() {
            let before = std::fs::read(&path).unwrap();
            assert_eq!(sandbox.run(&["record"], "").code, Some(3));
            assert_eq!(std::fs::read(&path).unwrap(), before, "left untouched");
            std::fs::remove_file(&path).unwrap();
        } else {
            std::fs::remove_dir(&path).unwrap();
        }
        let line = command.trim().strip_prefix("examiner ").unwrap();
        let args: Vec<&str> = line.split(' ').collect();
        assert_eq!(sandbox.run(&args, "").code, Some(0));
        assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
    }
}

#[test]
fn a_header_of_ones_own_keeps_its_order_its_line_ends_and_its_columns() {
    let sandbox = Sandbox::new();
    let mut names: Vec<&str> = OURS.split(',').collect();
    names.reverse();
    names.insert(2, "remark");
    let header = names.join(",") + "\r\n";
    sandbox.write("results.csv", &header);
    let ran = sandbox.run(&TAKE_YES, ALL);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let text = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    assert!(text.starts_with(&header));
    assert_eq!(text.matches("\r\n").count(), 5);
    assert_eq!(text.matches('\n').count(), 5);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
    assert_eq!(sandbox.column("results.csv", "remark"), [""; 4]);
    assert_eq!(sandbox.run(&["record"], "").out, "nothing to record\n");
}

#[test]
fn a_header_that_will_not_do_is_refused_untouched_before_the_first_question() {
    for (header, says) in [
        (OURS.replace(",seconds", "") + "\n", "lacks the column `seconds`"),
        (OURS.replace(",kind,ladder", "") + "\n", "lacks the columns `kind`, `ladder`"),
        (OURS.to_owned() + ",topic\n", "has the column `topic` twice"),
        (OURS.replace(',', ";") + "\n", "parted by `;`"),
        ("name,phone\nBob,1\n".to_owned(), "no header of results"),
        ("\0\0\0\0".to_owned(), "no header of results"),
        (OURS.to_owned() + ",mine", "no newline at its end"),
        (format!("{OURS},{}\n", "x".repeat(70_000)), "longer than 64 KiB, expected at most 64 KiB"),
        (format!("\u{feff}{},{OURS}\n", "x".repeat(70_000)), "no header of results"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write("results.csv", &header);
        let ran = sandbox.run(&TAKE_YES, ALL);
        assert_eq!(ran.code, Some(3), "{header}: {ran:?}");
        holds(&ran.words(), &[says, "help: "]);
        assert!(!ran.err.contains("Question 1"), "{header}");
        assert_eq!(std::fs::read_to_string(sandbox.path("results.csv")).unwrap(), header);
    }
}

#[test]
fn nothing_is_written_behind_a_row_whose_quote_is_open() {
    let sandbox = Sandbox::new();
    let open = format!("{OURS}\nx1,\"Bob,,four,a,b,exam,submitted,2026-01-01T00:00:00Z\n");
    std::fs::write(sandbox.path("results.csv"), &open).unwrap();
    let ran = sandbox.run(&TAKE_YES, ALL);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    holds(&ran.err, &["line 2: its last row is torn", "examiner record"]);
    assert_eq!(std::fs::read_to_string(sandbox.path("results.csv")).unwrap(), open);
    std::fs::write(sandbox.path("results.csv"), format!("{OURS}\n")).unwrap();
    assert_eq!(sandbox.run(&["record"], "").code, Some(0));
    assert_eq!(sandbox.rows("results.csv").len(), 4);
}

#[test]
fn rows_that_were_taken_out_can_be_brought_back_any_number_of_times() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&TAKE_YES, ALL).code, Some(0));
    let whole = std::fs::read(sandbox.path("results.csv")).unwrap();
    let journal = sandbox.journal("results.csv").display().to_string();
    for _ in 0..3 {
        std::fs::remove_file(sandbox.path("results.csv")).unwrap();
        let ran = sandbox.run(&["record", &journal], "");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(std::fs::read(sandbox.path("results.csv")).unwrap(), whole);
    }
}
