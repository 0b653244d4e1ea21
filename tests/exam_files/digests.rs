//! Which change of a file changes which digest. Digests are kept for years beside results: a golden one that changes breaks every attempt.

use std::fs;

use examiner::exam::{Digest, Exam};

use super::{exam, fixtures};

fn fixture(name: &str) -> String {
    let path = fixtures("valid").into_iter().find(|path| path.ends_with(name)).unwrap();
    fs::read_to_string(path).unwrap()
}

fn everything() -> String {
    fixture("everything.toml")
}

fn digests(text: &str) -> (String, String) {
    let Exam { exam_digest, key_digest, .. } = exam(text);
    (exam_digest.full(), key_digest.full())
}

#[track_caller]
fn changed(text: &str, from: &str, to: &str) -> (bool, bool) {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    let (before, after) = (digests(text), digests(&text.replace(from, to)));
    (before.0 != after.0, before.1 != after.1)
}

#[test]
fn digests_stay_what_they_are() {
    let mut golden = String::new();
    for path in fixtures("valid") {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let (seen, key) = digests(&fs::read_to_string(path).unwrap());
        golden += &format!("{name} {seen} {key}\n");
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/exams/valid/digests.txt");
    assert_eq!(golden, fs::read_to_string(path).unwrap());
}

#[test]
fn canonical_json_of_a_small_exam_is_what_the_format_says() {
    let small = r#"
        format = 1
        id = "small"
        title = "Small é"
        time_limit = "1h 30m"
        recap = "Why."
        cuts = { junior = 0.70, senior = 0.5 }
        [[question]]
        id = "q"
        kind = "boolean"
        topic = "t"
        points = 2.50
        prompt = "Line\none \"two\"\t/"
        answer = true
    "#;
    let seen = concat!(
        r#"{"cuts":{"senior":"0.5"},"format":"1","id":"small","question":[{"id":"q","kind":"boolean","points":"2.5","#,
        r#""prompt":"Line\none \"two\"\t/","topic":"t"}],"time_limit":"5400","title":"Small é"}"#
    );
    let key = r#"{"question":{"q":{"answer":true}},"recap":"Why."}"#;
    let full = |json: &str| Digest::of(json.as_bytes()).full();
    assert_eq!(digests(small), (full(seen), full(key)));
}

#[test]
fn what_is_seen_changes_the_exams_digest_only() {
    let text = everything();
    for (from, to) in [
        ("title = \"Delivery guarantees\"", "title = \"Delivery\""),
        ("minutes = 14", "minutes = 15"),
        ("time_limit = \"45m\"", "time_limit = \"46m\""),
        ("junior = 0.75", "junior = 0.76"),
        ("Angoff, 4 judges", "Angoff, 5 judges"),
        ("\"linear\"", "\"free\""),
        ("reveal = \"answers\"", "reveal = \"score\""),
        ("questions = true", "questions = false"),
        ("predict = true", "predict = false"),
        ("wrong = 0.1", "wrong = 0.2"),
        ("partial = \"net\"", "partial = \"none\""),
        ("act(message)", "act(message) "),
        ("points = 1.25", "points = 1.5"),
        ("time_limit = \"30m\"", "time_limit = \"31m\""),
        ("pin = true", "pin = false"),
        ("text = \"The message comes again\"", "text = \"It comes again\""),
        ("id = \"lost\"", "id = \"gone\""),
        ("keeps them for 90 days", "keeps them for 80 days"),
        ("text = \"act\"", "text = \"act on it\""),
        ("unit = \"ms\"", "unit = \"s\""),
    ] {
        let renames_an_option = from == "id = \"lost\"";
        let orders_by_text = from == "text = \"act\"";
        assert_eq!(changed(&text, from, to), (true, renames_an_option || orders_by_text), "{from}");
    }
}

#[test]
fn what_is_right_changes_the_keys_digest_only() {
    let text = everything();
    for (from, to) in [
        ("Diagnose, fix, confirm.", "Fix."),
        ("hint = \"What has", "hint = \"How much has"),
        ("the work has not", "the work was not"),
        ("with two partitions", "with three partitions"),
        ("heads_up = \"Twice is two.\"", "heads_up = \"Not that.\""),
        ("credit = 0.25", "credit = 0.3"),
        ("answer = true\n", "answer = false\n"),
        ("accept = [\"on conflict do nothing\"]", "accept = [\"on conflict\"]"),
        ("normalize = [\"case\", \"space\"]", "normalize = [\"case\"]"),
        ("pattern = \"5[0-9]{2}\"", "pattern = \"50[0-9]\""),
        ("answer = -1.5e3", "answer = -1.6e3"),
        ("tolerance = 0.5", "tolerance = \"5%\""),
        ("a poller.", "polling."),
        ("text = \"names the cost\"\npoints = 3", "text = \"names the cost\"\npoints = 2"),
        ("text = \"`DELETE`\"\ncorrect = true", "text = \"`DELETE`\""),
        (
            "text = \"poll\"\n\n[[question.entry]]\ntext = \"act\"",
            "text = \"act\"\n\n[[question.entry]]\ntext = \"poll\"",
        ),
        (
            "right = \"at most once\"\n\n[[question.pair]]\nleft = \"act, then commit\"\nright = \"at least once\"",
            "right = \"at least once\"\n\n[[question.pair]]\nleft = \"act, then commit\"\nright = \"at most once\"",
        ),
    ] {
        assert_eq!(changed(&text, from, to), (false, true), "{from}");
    }
}

#[test]
fn the_way_of_writing_changes_neither() {
    let text = everything();
    for (from, to) in [
        ("# Every key of the format, once.\n", "# Another comment.\n\n\n"),
        ("format = 1\nid = \"delivery-guarantees\"", "id   = 'delivery-guarantees'\nformat = 0x1"),
        ("purpose = \"exam\"\n", ""),
        ("\nkind = \"single\"", ""),
        ("points = 1.25", "points = 1.250"),
        ("answer = -1.5e3", "answer = -1_500.00"),
        ("time_limit = \"3m\"", "time_limit = \"180s\""),
        ("time_limit = \"45m\"", "time_limit = \"45m 0s\""),
        (
            "text = \"The message comes again\"\n",
            "text = \"The message comes again\"\nid = \"b\"\npin = false\ncorrect = false\n",
        ),
        ("id = \"which\"\n", "id = \"which\"\npoints = 1.0\n"),
        ("normalize = [\"case\", \"space\"]\n", ""),
        ("normalize = [\"case\", \"space\"]\n", "normalize = [\"space\", \"case\"]\n"),
        ("junior = 0.75", "junior = 0.7500, middle = 0.65, senior = 0.6"),
        ("id = \"metrics\"\n", "id = \"metrics\"\ntitle = \"metrics\"\n"),
        ("language = \"text\"\n", ""),
        ("a warm-up, no level hangs on it", "another reason"),
    ] {
        assert_eq!(changed(&text, from, to), (false, false), "{from}");
    }
    let windows = text.replace('\n', "\r\n");
    assert_eq!(digests(&windows), digests(&text));
    assert_eq!(digests(&format!("\u{feff}{text}")), digests(&text));
}

#[test]
fn the_order_of_questions_is_seen_but_is_no_key() {
    let questions = ["a", "b"].map(|id| {
        format!("[[question]]\nid = \"{id}\"\nkind = \"boolean\"\ntopic = \"t\"\nprompt = \"{id}?\"\nanswer = true\n")
    });
    let top = "format = 1\nid = \"x\"\ntitle = \"X\"\n";
    let one = digests(&format!("{top}{}{}", questions[0], questions[1]));
    let other = digests(&format!("{top}{}{}", questions[1], questions[0]));
    assert_ne!(one.0, other.0);
    assert_eq!(one.1, other.1);
}

#[test]
fn topics_declared_as_they_would_be_anyway_are_no_change() {
    let question =
        "[[question]]\nid = \"q\"\nkind = \"boolean\"\ntopic = \"t\"\nprompt = \"?\"\nanswer = true\n";
    let top = "format = 1\nid = \"x\"\ntitle = \"X\"\n";
    let plain = digests(&format!("{top}{question}"));
    assert_eq!(digests(&format!("{top}[[topic]]\nid = \"t\"\n{question}")), plain);
    assert_ne!(digests(&format!("{top}[[topic]]\nid = \"t\"\ntitle = \"T\"\n{question}")), plain);
}

#[test]
fn a_paper_has_the_digest_of_its_exam() {
    let (original, paper) = (exam(&fixture("all-kinds.toml")), exam(&fixture("paper.toml")));
    assert_eq!(paper.exam_digest, original.exam_digest);
    assert_eq!(paper.paper_of, Some(original.exam_digest));
    assert_eq!(paper.key_digest, Digest::of(b"{}"));
    assert!(paper.questions.iter().all(|question| question.key.is_none()));
    for (one, other) in paper.questions.iter().zip(&original.questions) {
        assert_eq!(one.face, other.face);
    }
}

#[test]
fn a_full_digest_is_read_back() {
    let digest = Digest::of(b"x");
    assert_eq!(Digest::parse_full(&digest.full()), Some(digest));
    for bad in [digest.short(), digest.full().to_uppercase(), format!("{}0", digest.full()), "é".repeat(32)]
    {
        assert_eq!(Digest::parse_full(&bad), None);
    }
}
