//! Left, broken off, away for long: the same attempt goes on, against the same deadline.

use rustix::process::Signal;

use super::sandbox::{EXAM, Sandbox, exam_with_limit, holds};

pub(crate) const TAKE: [&str; 4] = ["take", "four.toml", "--candidate", "Ada"];
pub(crate) const TAKE_YES: [&str; 5] = ["take", "four.toml", "--candidate", "Ada", "--yes"];
pub(crate) const MINUTE: i64 = 60_000;

/// Two questions answered, then left.
fn left_after_two(sandbox: &Sandbox) {
    let ran = sandbox.run_by_clock(&TAKE_YES, "b\na c\n");
    assert_eq!(ran.code, Some(130), "{ran:?}");
}

/// `9:58` of `9:58 left, ends`, in seconds.
fn seconds_left(text: &str) -> u64 {
    let before = text.split(" left, ends").next().expect("a welcome");
    let clock = before.rsplit([' ', '\n']).next().expect("a time");
    clock.split(':').fold(0, |sum, part| sum * 60 + part.parse::<u64>().expect("a number"))
}

#[test]
fn ctrl_c_leaves_and_the_same_attempt_goes_on() {
    let sandbox = Sandbox::new();
    sandbox
        .write("four.toml", EXAM.replace("shuffle = { options = false }", "shuffle = { questions = true }"));
    let mut live = sandbox.live(&TAKE);
    live.send("y\n");
    live.wait_for("Question 1 of 4");
    live.send(":skip\n");
    let first = live.wait_for_times("(? for help)", 2);
    live.signal(Signal::INT);
    let ran = live.ended();
    assert_eq!(ran.code, Some(130), "{ran:?}");
    holds(&ran.err, &["Saved. To go on: examiner resume "]);
    assert_eq!(sandbox.events("results.csv", "left")[0]["how"], "ctrl-c");

    let ends = first.rsplit("ends ").next().expect("when it ends")[..8].to_owned();
    let mut live = sandbox.live(&["resume"]);
    let welcome = live.wait_for("Is this you");
    holds(&welcome, &["Ada, four, begun ", "Answered 0 of 4. Last seen ", " ago.", " left, ends ", &ends]);
    live.send("y\n");
    let again = live.wait_for("(? for help)");
    let page = |text: &str| {
        let (_, page) = text.rsplit_once("Question 2 of 4").expect("the question");
        page.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(page(&first), page(&again), "the same question, its options in the same order");
    holds(&again, &[&format!("ends {ends}")]);
    assert_eq!(live.closed().code, Some(130));
}

#[test]
fn a_killed_process_loses_nothing_that_was_acknowledged() {
    let sandbox = Sandbox::new();
    let mut live = sandbox.live(&TAKE_YES);
    live.send("b\n");
    live.wait_for("kept: 1 of 4");
    live.signal(Signal::KILL);
    assert_eq!(live.ended().code, None);
    let ran = sandbox.run(&["resume", "--yes"], "a c\nc\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.column("results.csv", "answer"), ["b", "a+c", "c", "42"]);
    assert_eq!(sandbox.events("results.csv", "resumed").len(), 1);
    assert_eq!(sandbox.events("results.csv", "left").len(), 0);
}

#[test]
fn sigterm_and_sighup_leave_like_ctrl_c() {
    for (signal, how) in [(Signal::TERM, "terminated"), (Signal::HUP, "hung-up")] {
        let sandbox = Sandbox::new();
        let live = sandbox.live(&TAKE_YES);
        live.wait_for("Question 1 of 4");
        live.signal(signal);
        assert_eq!(live.ended().code, Some(130));
        assert_eq!(sandbox.events("results.csv", "left")[0]["how"], how);
    }
}

#[test]
fn unfinished_attempts_are_listed_and_named_by_how_their_id_begins() {
    let sandbox = Sandbox::new();
    let none = sandbox.run(&["resume", "--list"], "");
    assert_eq!((none.code, none.err.as_str()), (Some(0), "No unfinished attempts.\n"));
    assert_eq!(sandbox.run(&["resume"], "").code, Some(0));
    assert!(!sandbox.path("results.csv").exists(), "whoever only looks writes nothing");
    sandbox.run(&TAKE_YES, "b\n");
    sandbox.run(&["take", "four.toml", "--candidate", "Bob", "--yes"], "b\na c\n");
    let list = sandbox.run(&["resume", "--list"], "");
    assert_eq!(list.code, Some(0));
    holds(&list.out, &["Ada", "Bob", "four", "1 of 4", "2 of 4", "9:5"]);
    let ids: Vec<String> = sandbox
        .journals("results.csv")
        .iter()
        .map(|journal| journal[0]["attempt"].as_str().expect("an id").to_owned())
        .collect();
    let both = sandbox.run(&["resume", &ids[0][..4]], "");
    assert_eq!(both.code, Some(2), "{both:?}");
    holds(&both.err, &["could be 2 attempts", "--list"]);
    let nobody = sandbox.run(&["resume", "ffff"], "");
    assert_eq!(nobody.code, Some(2));
    holds(&nobody.err, &["no unfinished attempt `ffff`", "--list"]);
    // The end tells attempts apart that began in the same moment.
    let ran = sandbox.run(&["resume", &ids[0][28..], "--yes"], "a c\nc\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.column("results.csv", "candidate"), ["Ada"; 4]);
    let over = sandbox.run(&["resume", &ids[0]], "");
    assert_eq!(over.code, Some(2));
    holds(&over.err, &["handed in and recorded"]);
}

#[test]
fn no_to_is_this_you_leaves_it_as_it_is() {
    let sandbox = Sandbox::new();
    sandbox.run(&TAKE_YES, "b\n");
    let before = std::fs::read(sandbox.journal("results.csv")).expect("the journal");
    let ran = sandbox.run(&["resume"], "n\n");
    assert_eq!(ran.code, Some(130));
    holds(&ran.err, &["Left as it is.", "examiner resume "]);
    assert_eq!(std::fs::read(sandbox.journal("results.csv")).expect("the journal"), before);
}

#[test]
fn the_clock_runs_on_while_the_attempt_is_away() {
    // Wall clock, sleep-proof clock and boot when it is taken up again; how many seconds are left then.
    for (wall, up, boot, left) in [
        (4 * MINUTE, 4 * MINUTE, "one", 360), // away, or asleep, for four minutes
        (60 * MINUTE, MINUTE, "one", 540),    // the wall clock was put forward
        (-60 * MINUTE, MINUTE, "one", 540),   // and back
        (5 * MINUTE, -MINUTE, "two", 300),    // a reboot: only the wall clock knows
        (-60 * MINUTE, 0, "two", 600),        // a reboot, and the wall clock before the last event
    ] {
        let sandbox = Sandbox::new();
        sandbox.clock(0, 0, "one");
        left_after_two(&sandbox);
        sandbox.clock(wall, up, boot);
        let ran = sandbox.run_by_clock(&["resume"], "");
        let seconds = seconds_left(&ran.err);
        assert!((left - 20..=left).contains(&seconds), "{wall} {up} {boot}: {seconds} in {}", ran.err);
        let ran = sandbox.run_by_clock(&["resume", "--yes"], "c\n42\n");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
        let jumps = sandbox.events("results.csv", "clock_jumped");
        let jumped = boot == "one" && wall != up;
        assert_eq!(jumps.len(), usize::from(jumped), "{jumps:?}");
        if jumped {
            let by = jumps[0]["by_ms"].as_i64().expect("a number");
            assert!((by - (wall - up)).abs() < 2000, "{by}");
        }
        assert_eq!(sandbox.events("results.csv", "resumed")[0]["rebooted"], boot == "two");
        let row = &sandbox.rows("results.csv")[2];
        let spent: f64 = row["seconds"].parse().expect("a number");
        assert!(spent < 20.0, "time away is not time on the question: {spent}");
    }
}

#[test]
fn a_deadline_that_passed_while_away_is_recorded_or_left_open() {
    let sandbox = Sandbox::new();
    sandbox.clock(0, 0, "one");
    left_after_two(&sandbox);
    sandbox.clock(20 * MINUTE, 20 * MINUTE, "one");
    let ran = sandbox.run_by_clock(&["resume"], "n\n");
    assert_eq!(ran.code, Some(130), "{ran:?}");
    holds(&ran.err, &["Its time was over at ", "Record it as it stands?", "Left open"]);
    assert!(sandbox.rows("results.csv").is_empty());
    let list = sandbox.run_by_clock(&["resume", "--list"], "");
    holds(&list.out, &["over"]);
    let ran = sandbox.run_by_clock(&["resume", "--yes"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Time was up", "2 of 4 answered"]);
    let rows = sandbox.rows("results.csv");
    assert_eq!(sandbox.column("results.csv", "status"), ["expired"; 4]);
    assert_eq!(
        sandbox.column("results.csv", "outcome"),
        ["correct", "correct", "timed_out", "unanswered"],
        "the third was on screen"
    );
    let at = |column: &str| {
        let (_, time) = rows[0][column].split_once('T').expect("an instant");
        time[..8].split(':').fold(0, |sum, part| sum * 60 + part.parse::<i64>().expect("a number"))
    };
    let took = (at("finished_at") - at("started_at")).rem_euclid(24 * 60 * 60);
    assert!((600..=601).contains(&took), "finished at the deadline, not when it was recorded: {took}");
    let spent: f64 = rows[2]["seconds"].parse().expect("a number");
    assert!(spent < 20.0, "{spent}");
}

#[test]
fn a_question_whose_own_time_ran_out_while_away_is_timed_out_and_the_next_one_asked() {
    let sandbox = Sandbox::new();
    sandbox.write("four.toml", EXAM.replace("id = \"name\"", "id = \"name\"\ntime_limit = \"1m\""));
    sandbox.clock(0, 0, "one");
    left_after_two(&sandbox);
    sandbox.clock(3 * MINUTE, 3 * MINUTE, "one");
    let ran = sandbox.run_by_clock(&["resume", "--yes"], "42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Time is up for this question.", "Question 4 of 4"]);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct", "correct", "timed_out", "correct"]);
    assert_eq!(sandbox.column("results.csv", "status"), ["submitted"; 4]);
    let expired = sandbox.events("results.csv", "expired");
    assert_eq!(
        (expired.len(), &expired[0]["scope"], &expired[0]["question"]),
        (1, &"question".into(), &"name".into())
    );
}

#[test]
fn the_exam_as_it_was_administered_serves_however_the_file_changed() {
    let sandbox = Sandbox::new();
    sandbox.run(&TAKE_YES, "b\n");
    sandbox.write("four.toml", "nothing of an exam");
    let ran = sandbox.run(&["resume", "--yes"], "a c\nc\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
}

#[test]
fn a_kept_copy_that_is_not_the_exam_is_an_error_with_a_remedy() {
    let altered = EXAM.replace("Tick the vowels.", "Tick the consonants.");
    let other_key = EXAM.replace("answer = 42", "answer = 43");
    for (copy, says) in [
        (None, "is not there"),
        (Some("not an exam"), "can't be read as an exam"),
        (Some(altered.as_str()), "is not the exam that the attempt names"),
        (Some(other_key.as_str()), "another key"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.run(&TAKE_YES, "b\n");
        let folder = sandbox.path("results.csv.attempts/exams");
        let kept =
            std::fs::read_dir(&folder).expect("the copies").next().expect("one").expect("an entry").path();
        match copy {
            None => std::fs::remove_file(&kept).expect("removed"),
            Some(text) => std::fs::write(&kept, text).expect("written"),
        }
        let ran = sandbox.run(&["resume", "--yes"], "a c\nc\n42\n");
        assert_eq!(ran.code, Some(3), "{says}: {ran:?}");
        let err = ran.words();
        holds(&err, &[says, "help: ", "examiner record --exam FILE"]);
        let mended = sandbox.run(&["record", "--exam", "four.toml"], "");
        assert_eq!(mended.code, Some(0), "{mended:?}");
        let ran = sandbox.run(&["resume", "--yes"], "a c\nc\n42\n");
        assert_eq!(ran.code, Some(0), "{says}: {ran:?}");
        assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
    }
}

#[test]
fn overdue_attempts_are_closed_by_whoever_comes_along_a_day_later() {
    for args in [&["take", "four.toml", "--candidate", "Bob"][..], &["resume"]] {
        let sandbox = Sandbox::new();
        sandbox.clock(0, 0, "one");
        left_after_two(&sandbox);
        sandbox.clock(23 * 60 * MINUTE, 23 * 60 * MINUTE, "one");
        sandbox.run_by_clock(args, "");
        assert!(sandbox.rows("results.csv").is_empty(), "not before a day is over");
        sandbox.clock(25 * 60 * MINUTE, 25 * 60 * MINUTE, "one");
        let ran = sandbox.run_by_clock(args, "");
        let err = ran.words();
        holds(&err, &["time was over, closed and recorded: Ada, four, begun "]);
        assert_eq!(sandbox.column("results.csv", "status"), ["expired"; 4]);
    }
    let sandbox = Sandbox::new();
    sandbox.clock(0, 0, "one");
    left_after_two(&sandbox);
    let open = sandbox.run_by_clock(&["record"], "");
    holds(&open.out, &["open: Ada", "nothing to record"]);
    sandbox.clock(11 * MINUTE, 11 * MINUTE, "one");
    let ran = sandbox.run_by_clock(&["record"], "");
    assert_eq!(ran.code, Some(0));
    holds(&ran.out, &["time was over, closed and recorded: Ada"]);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct", "correct", "timed_out", "unanswered"]);
}

#[test]
fn one_that_can_not_be_closed_holds_up_nobody() {
    let sandbox = Sandbox::new();
    sandbox.clock(0, 0, "one");
    left_after_two(&sandbox);
    std::fs::remove_dir_all(sandbox.path("results.csv.attempts/exams")).expect("removed");
    sandbox.clock(25 * 60 * MINUTE, 25 * 60 * MINUTE, "one");
    sandbox.write("other.toml", exam_with_limit("time_limit = \"9m\""));
    let args = ["take", "other.toml", "--candidate", "Bob", "--yes"];
    let ran = sandbox.run_by_clock(&args, "b\na c\nc\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["not recorded: attempt "]);
    assert_eq!(sandbox.column("results.csv", "candidate"), ["Bob"; 4]);
    let ran = sandbox.run_by_clock(&["record"], "");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let ran = sandbox.run_by_clock(&["record", "--exam", "four.toml"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.column("results.csv", "candidate")[4..], ["Ada"; 4]);
}

#[test]
fn what_may_be_shown_is_said_at_the_start_and_holds_after_a_resume() {
    let sandbox = Sandbox::new();
    sandbox
        .write("four.toml", super::sandbox::EXAM.replace("cuts_basis", "reveal = \"answers\"\ncuts_basis"));
    let args = ["take", "four.toml", "--candidate", "Ada", "--yes", "--reveal", "nothing"];
    assert_eq!(sandbox.run(&args, "a\n").code, Some(130));
    let ran = sandbox.run(&["resume", "--yes"], "a c\nc\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!ran.err.contains("What is right") && !ran.err.contains("By topic"), "{}", ran.err);
}

#[test]
fn a_quiet_clock_stays_quiet_after_a_resume() {
    let sandbox = Sandbox::new();
    let args = ["take", "four.toml", "--candidate", "Ada", "--yes", "--quiet-clock"];
    assert_eq!(sandbox.run(&args, "b\n").code, Some(130));
    let ran = sandbox.run(&["resume", "--yes"], "a c\nc\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let asked = ran.err.split("Question 2 of 4").nth(1).expect("the second question");
    assert!(!asked.contains(" left, ends "), "{asked}");
}

#[test]
fn declined_predictions_stay_declined_after_a_resume() {
    for (declined, args) in
        [(true, &["practice", "four.toml", "--no-predict"][..]), (false, &["practice", "four.toml"])]
    {
        let sandbox = Sandbox::new();
        let left = sandbox.run(args, "y\n");
        assert_eq!(left.code, Some(130), "{left:?}");
        let ran = sandbox.run(&["resume"], "y\n");
        holds(&ran.err, &["Question 1 of 4"]);
        assert_eq!(ran.err.contains("First say it yourself"), !declined, "{args:?}: {}", ran.err);
    }
}
