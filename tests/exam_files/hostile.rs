//! Files made to break the reader: too large, too deep, too many of something; bytes of any kind.

use std::fs;
use std::time::{Duration, Instant};

use examiner::exam::{Fault, Problems, lint, parse, parse_with_spans};
use examiner::render::Look;
use examiner::render::diagnostic::{render, short};
use proptest::prelude::*;

use super::fixtures;

const TOP: &str = "format = 1\nid = \"x\"\ntitle = \"X\"\n";

fn names(bytes: &[u8]) -> Vec<&'static str> {
    match parse(bytes) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(|problem| problem.fault.name()).collect(),
    }
}

fn boolean(id: usize) -> String {
    format!(
        "[[question]]\nid = \"q{id}\"\nkind = \"boolean\"\ntopic = \"t{}\"\nlevel = \"junior\"\nprompt = \"?\"\nanswer = true\n",
        id % 7
    )
}

#[test]
fn depth_ends_in_an_error_and_not_in_a_crash() {
    let deep = 100_000;
    for (open, name) in [
        ("a = ".to_owned() + &"[".repeat(deep), "syntax"),
        ("a = ".to_owned() + &"{ a = ".repeat(deep), "syntax"),
        ("a = ".to_owned() + &"[{ a = ".repeat(deep), "syntax"),
        ("[".repeat(deep), "syntax"),
        (format!("a{} = 1", ".a".repeat(deep)), "nesting"),
        (format!("a{} = 1", " . \"a\"".repeat(deep)), "nesting"),
        (format!("[a{}]", ".a".repeat(deep)), "nesting"),
        (format!("[[a{}]]", ".'a'".repeat(deep)), "nesting"),
        (format!("a = 1\n[a.b]\nx{} = 1", ".x".repeat(deep)), "nesting"),
        (format!("a = {{ a{} = 1 }}", ".a".repeat(deep)), "nesting"),
    ] {
        assert_eq!(names(open.as_bytes()), [name], "{}", &open[..20]);
    }
    let within = format!("a = {}1{}", "{ a.b.c.d.e.f.g = [".repeat(35), "] }".repeat(35));
    assert_eq!(names(within.as_bytes()).last(), Some(&"unknown-key"));
}

#[test]
fn what_is_out_of_bounds_is_said_and_what_is_within_is_read() {
    let mut file = TOP.to_owned();
    for id in 0..10_001 {
        file += &boolean(id);
    }
    assert_eq!(names(file.as_bytes()), ["too-much"]);

    let options = |count: usize| {
        let options: String =
            (0..count).map(|at| format!("{{ text = \"{at}\", correct = {} }}, ", at == 0)).collect();
        format!("{TOP}[[question]]\nid = \"q\"\ntopic = \"t\"\nprompt = \"?\"\noption = [{options}]\n")
    };
    assert_eq!(names(options(64).as_bytes()), [""; 0]);
    assert_eq!(names(options(65).as_bytes()), ["too-much"]);

    let text = |bytes: usize| format!("{TOP}intro = \"{}\"\n{}", "x".repeat(bytes), boolean(0));
    assert_eq!(names(text(65_536).as_bytes()), [""; 0]);
    assert_eq!(names(text(65_537).as_bytes()), ["too-much"]);

    let large = TOP.to_owned() + &"#".repeat(16 * 1024 * 1024);
    assert_eq!(names(large.as_bytes()), ["too-much"]);
}

#[test]
fn a_file_or_a_string_that_is_too_large_is_said_without_showing_it() {
    let file = TOP.to_owned() + &"#".repeat(17_000_000);
    let problems = parse(file.as_bytes()).unwrap_err();
    insta::assert_snapshot!(render(&problems, file.as_bytes(), "large.toml", Look::plain(80)), @r"
    error[too-much]: a file of more than 16 MiB, expected at most 16 MiB
     --> large.toml:1:1
      |
    1 | format = 1
      | ^
      |
      = help: split the exam into several files
    ");
    let file = format!("{TOP}intro = \"{}\"\n{}", "x".repeat(70 * 1024), boolean(0));
    let problems = parse(file.as_bytes()).unwrap_err();
    insta::assert_snapshot!(render(&problems, file.as_bytes(), "long.toml", Look::plain(80)), @r#"
    error[too-much]: a string of 71680 bytes, expected at most 65536 (64 KiB)
     --> long.toml:4:9
      |
    4 | …"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
      |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: shorten it to what can be read in an exam
    "#);
}

#[test]
fn only_so_many_problems_are_shown_and_the_rest_is_counted() {
    let many: String = (0..60).map(|at| format!("wibble_{at} = 1\n")).collect();
    let file = TOP.to_owned() + &many + &boolean(0);
    let problems = parse(file.as_bytes()).unwrap_err();
    assert_eq!(problems.len(), 60);
    let text = render(&problems, file.as_bytes(), "x.toml", Look::plain(80));
    assert_eq!(text.matches("error[unknown-key]").count(), 50);
    assert!(text.ends_with("\n10 more problems are not shown\n"), "{text}");
    assert_eq!(short(&problems, file.as_bytes(), "x.toml").lines().count(), 60);
}

#[test]
fn the_short_form_is_a_line_for_each_problem() {
    let file = format!("{TOP}\"\\n\\u001b\" = 1\n{}", boolean(0).replace("junior", "jnior"));
    let problems = parse(file.as_bytes()).unwrap_err();
    insta::assert_snapshot!(short(&problems, file.as_bytes(), "a\u{1b}\nb.toml"), @r"
    a\u{1b}\nb.toml:4:1: error[unknown-key]: unknown key `\n\u{1b}`
    a\u{1b}\nb.toml:9:9: error[undeclared]: no level `jnior`, expected `junior`, `middle` or `senior`
    ");
}

#[test]
fn colours_are_all_there_is_to_control_the_terminal() {
    let file = format!("{TOP}crux = \"\u{9b}31m\u{202e}\"\n{}", boolean(0));
    let problems = parse(file.as_bytes()).unwrap_err();
    let text = render(&problems, file.as_bytes(), "\u{1b}]0;x\u{7}", Look::colored(80));
    assert!(text.contains("\u{1b}[1m"));
    let rest = text.replace("\u{1b}[", "");
    assert!(!rest.chars().any(|character| character != '\n' && character.is_control()), "{text:?}");
    assert!(!rest.contains('\u{202e}'));
}

#[test]
fn files_of_nothing_but_slips_are_told_in_time() {
    let many: String = (0..60_000).map(|at| format!("wibble_{at} = 1\n")).collect();
    let one_line: String = (0..30_000).map(|at| format!("w{at} = 1, ")).collect();
    for file in [TOP.to_owned() + &many, format!("{TOP}shuffle = {{ {one_line} }}\n")] {
        let start = Instant::now();
        let problems = parse(file.as_bytes()).unwrap_err();
        render(&problems, file.as_bytes(), "x.toml", Look::plain(80));
        short(&problems, file.as_bytes(), "x.toml");
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    }
}

#[test]
fn a_large_exam_is_read_in_time() {
    let draws = "[[draw]]\nlevel = \"junior\"\ncount = 9999\n";
    let file = (0..10_000).fold(format!("{TOP}{draws}"), |file, id| file + &boolean(id));
    let start = Instant::now();
    let exam = parse(file.as_bytes()).unwrap();
    assert_eq!(exam.questions.len(), 10_000);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn a_large_exam_is_warned_in_time() {
    // Thousands of questions with one prompt, and more forms than anybody has, each of half of them.
    let forms = (0..200).map(|at| {
        let draws = "{ level = \"junior\", count = 1000 }";
        format!("[[form]]\nid = \"f{at}\"\ntime_limit = \"1m\"\ndraw = [{draws}]\n")
    });
    let head = format!("{TOP}time_limit = \"1m\"\n{}", forms.collect::<String>());
    let file = (0..2_000).fold(head, |file, id| file + &boolean(id).replace('?', "Is it so?"));
    let start = Instant::now();
    let (exam, spans) = parse_with_spans(file.as_bytes()).unwrap();
    let problems = lint(&exam, &spans);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    let named = |name: &str| -> (usize, usize) {
        let of_it = problems.iter().filter(|problem| problem.fault.name() == name);
        of_it.fold((0, 0), |(named, unnamed), problem| {
            (named + 1 + problem.again.len(), unnamed + problem.unnamed)
        })
    };
    assert_eq!(named("near-duplicate"), (20, 1_980));
    assert_eq!(named("no-heads-up"), (20, 1_980));
    assert_eq!(named("time-budget"), (20, 45), "the exam and the first 64 forms");
    assert_eq!(named("guessable"), (0, 0), "half of it is far below the cut");
}

/// What holds of any file: it is read, and warned of, or it is told why not, in places that exist; and saying so does not fail either.
fn holds(bytes: &[u8]) -> Result<(), TestCaseError> {
    let problems: Problems = match parse_with_spans(bytes) {
        Ok((exam, spans)) => lint(&exam, &spans),
        Err(problems) => {
            prop_assert!(!problems.is_empty());
            problems
        }
    };
    for problem in &problems {
        for span in std::iter::once(&problem.span).chain(&problem.again) {
            prop_assert!(span.start <= span.end && span.end <= bytes.len());
        }
        prop_assert!(!problem.fault.message().is_empty());
        if let Fault::Warning(warning) = &problem.fault {
            let span = problem.span.clone();
            prop_assert!(span.start < span.end, "a warning has a place: {warning:?}");
        }
    }
    let starts: Vec<usize> = problems.iter().map(|problem| problem.span.start).collect();
    prop_assert!(starts.is_sorted());
    for width in [0, 40, 200] {
        let text = render(&problems, bytes, "x.toml", Look::plain(width));
        prop_assert!(!text.chars().any(|character| character != '\n' && character.is_control()), "{text:?}");
    }
    let lines = problems.iter().map(|problem| 1 + problem.again.len() + usize::from(problem.unnamed > 0));
    prop_assert_eq!(short(&problems, bytes, "x.toml").lines().count(), lines.sum::<usize>());
    Ok(())
}

fn valid_files() -> Vec<Vec<u8>> {
    let files = fixtures("valid").into_iter().chain(fixtures("warned"));
    files.map(|path| fs::read(path).unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_told_why_not(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        holds(&bytes)?;
    }

    #[test]
    fn any_text_is_read_or_told_why_not(text in "\\PC{0,80}(\n[a-z_.]{1,9} ?= ?\\PC{0,30}){0,6}") {
        holds(format!("{TOP}{text}").as_bytes())?;
    }

    #[test]
    fn valid_files_with_bytes_changed_are_read_or_told_why_not(
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8, any::<u8>()), 1..4),
    ) {
        let files = valid_files();
        let mut bytes = which.get(&files).clone();
        for (at, edit, byte) in edits {
            prop_assume!(!bytes.is_empty());
            let at = at.index(bytes.len());
            match edit {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => { bytes.remove(at); }
                _ => bytes.truncate(at.max(1)),
            }
        }
        holds(&bytes)?;
    }

    #[test]
    fn valid_files_with_lines_moved_are_read_or_told_why_not(
        which in any::<prop::sample::Index>(),
        moves in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..4),
    ) {
        let files = valid_files();
        let text = String::from_utf8(which.get(&files).clone()).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        for (from, to) in moves {
            let line = lines.remove(from.index(lines.len()));
            lines.insert(to.index(lines.len() + 1), line);
        }
        holds(lines.join("\n").as_bytes())?;
    }
}

#[test]
fn patterns_that_are_too_much_work_together_are_said_at_the_one_that_is_too_much() {
    let question = |number: usize| {
        format!(
            "[[question]]\nid = \"q{number}\"\ntopic = \"t\"\nkind = \"text\"\nprompt = \"?\"\npattern = '\\w{{4}}-{number}'\n"
        )
    };
    let exam = |count: usize| {
        let questions: String = (0..count).map(question).collect();
        format!("format = 1\nid = \"slow\"\ntitle = \"Slow\"\n{questions}")
    };
    assert!(examiner::exam::parse(exam(100).as_bytes()).is_ok());
    let source = exam(2_000);
    let problems = examiner::exam::parse(source.as_bytes()).expect_err("it is too much");
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!(problem.fault, examiner::exam::Fault::TooManyPatterns);
    assert_eq!(&source[problem.span.clone()], r"'\w{4}-127'");
}
