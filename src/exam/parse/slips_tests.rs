//! Slips that authors make, and what they are told: the line, what is wrong, what to do.

use super::parse;
use crate::exam::problem::Lines;

/// What is told of an exam with these lines in place of others, a line a problem.
fn told(from: &str, to: &str) -> String {
    assert!(EXAM.contains(from), "{from}");
    let text = EXAM.replacen(from, to, 1);
    let problems = parse(text.as_bytes()).expect_err(&text);
    let lines = Lines::new(text.as_bytes());
    let line = |problem: &crate::exam::problem::Problem| {
        let place = lines.place(problem.span.start);
        let first = problem
            .first
            .as_ref()
            .map(|first| format!(" ({} at {})", problem.fault.first_label(), lines.place(first.start).line));
        let help = problem.fault.help().map(|help| format!(" | {help}")).unwrap_or_default();
        format!("{}: {}{}{help}", place.line, problem.fault.message(), first.unwrap_or_default())
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

const EXAM: &str = r#"format = 1
id = "slips"
title = "Slips"

[[question]]
id = "one"
topic = "t"
level = "junior"
prompt = "Which?"
[[question.option]]
text = "a"
correct = true
[[question.option]]
text = "b"

[[question]]
id = "two"
topic = "t"
kind = "text"
prompt = '''
What?
'''
accept = ["it"]

[[question]]
id = "three"
topic = "t"
kind = "number"
prompt = """
How many?
"""
answer = 24
"#;

#[test]
#[expect(clippy::too_many_lines, reason = "one table of slips and one of what is said")]
fn a_slip_is_named_where_it_was_made() {
    let cases = [
        ("prompt = \"Which?\"", "prompt = \"Which?\"\noptions = []"),
        ("[[question.option]]\ntext = \"b\"", "[[question.options]]\ntext = \"b\""),
        ("[[question]]\nid = \"two\"", "[[questions]]\nid = \"two\""),
        ("[[question]]", "[question]"),
        ("[[question.option]]", "[question.option]"),
        ("[[question]]", "[[Question]]"),
        ("[[question]]\nid = \"two\"", "[[Question]]\nid = \"two\""),
        ("accept = [\"it\"]", "answer = \"it\""),
        ("level = \"junior\"", "answer = \"b\""),
        ("level = \"junior\"", "type = \"multiple\""),
        ("kind = \"text\"", "kind = \"order\"\nentries = [\"a\", \"b\"]"),
        ("id = \"slips\"", "id = \"slips\"\ncuts = 0.65"),
        ("id = \"slips\"", "id = \"slips\"\ncuts = [0.65]"),
        ("id = \"slips\"", "id = \"slips\"\nshuffle = false"),
        ("id = \"slips\"", "id = \"slips\"\nallow = [\"guessable\"]"),
        ("accept = [\"it\"]", "pattern = \"\\d{5}\""),
        ("answer = 24", "answer = \"24,691\""),
        ("answer = 24", "answer = 24,691"),
        ("answer = 24", "answer = 24\ntolerance = \"1000\""),
        ("title = \"Slips\"", "title = “Slips”"),
        ("\"b\"", "”b”"),
        ("What?\n'''", "What?"),
        ("How many?\n\"\"\"", "How many?"),
        ("prompt = \"Which?\"", "prompt = '''Which?"),
        ("title = \"Slips\"", "title = \"Slips”"),
        ("title = \"Slips\"", "options = [\"a\"]\ntitle = \"Slips\""),
        ("\"Slips\"\n", "\"Slips\"\ncuts = { junior = 7 }\nladder = [\"senior\"]"),
    ];
    let told: String = cases.map(|(from, to)| format!("--- {to}\n{}\n", told(from, to))).concat();
    insta::assert_snapshot!(told, @r##"
    --- prompt = "Which?"
    options = []
    10: unknown key `options` in `[[question]]` | did you mean `option`? Write `[[question.option]]` for each
    --- [[question.options]]
    text = "b"
    5: 1 `[[question.option]]`, expected at least 2 | add a `[[question.option]]`
    13: unknown key `options` in `[[question]]` | did you mean `option`? Write `[[question.option]]` for each
    --- [[questions]]
    id = "two"
    16: unknown key `questions` | did you mean `question`? Write `[[question]]` for each
    --- [question]
    5: no valid TOML: `[question]` among several of them, expected `[[question]]` | write `[[question]]` with two brackets
    --- [question.option]
    10: no valid TOML: `[question.option]` among several of them, expected `[[question.option]]` | write `[[question.option]]` with two brackets
    --- [[Question]]
    5: no valid TOML: `[[Question]]` among several of them, expected `[[question]]` | write `[[question]]` in lower case
    --- [[Question]]
    id = "two"
    16: unknown key `Question` | did you mean `question`? Write `[[question]]` for each
    --- answer = "it"
    16: neither `accept` nor `pattern` in a `text` question, expected one of them | write `accept = ["…"]`
    23: `answer` belongs to `boolean` or `number` questions, this one is `text` | write `accept = ["…"]` instead
    --- answer = "b"
    8: `answer` belongs to `boolean` or `number` questions, this one is `single` | remove it, and write `correct = true` in the option that is right
    --- type = "multiple"
    8: unknown key `type` in `[[question]]` | did you mean `kind`?
    --- kind = "order"
    entries = ["a", "b"]
    16: 0 `[[question.entry]]`, expected at least 2 | add a `[[question.entry]]`
    20: unknown key `entries` in `[[question]]` | did you mean `entry`? Write `[[question.entry]]` for each
    24: `accept` belongs to `text` questions, this one is `order` | remove it, or set `kind` to `text`
    --- id = "slips"
    cuts = 0.65
    3: `cuts` is a number, expected a table | write `cuts = { junior = 0.70 }`, a cut for each level
    --- id = "slips"
    cuts = [0.65]
    3: `cuts` is a list, expected a table | write `cuts = { junior = 0.70 }`, a cut for each level
    --- id = "slips"
    shuffle = false
    3: `shuffle` is true or false, expected a table | write `shuffle = { questions = false, options = false }`
    --- id = "slips"
    allow = ["guessable"]
    3: `allow` is a list, expected a table | write `allow = { guessable = "why it may stay" }`
    --- pattern = "\d{5}"
    23: no valid TOML: missing escaped value, expected `b`, `e`, `f`, `n`, `r`, `\`, `"`, `x`, `u`, `U` | put the text in single quotes, '…': in them a backslash is a backslash
    --- answer = "24,691"
    32: `answer` is text, expected a number | write 24691, without quotes
    --- answer = 24,691
    32: no valid TOML: unexpected key or value, expected newline, `#`
    --- answer = 24
    tolerance = "1000"
    33: `tolerance` is `1000`, expected a number such as 0.5 or a share such as "5%" | write 1000, without quotes
    --- title = “Slips”
    3: no valid TOML: `“` (U+201C) is no quote here, expected `"` | write straight quotes: "…"
    --- ”b”
    14: no valid TOML: `”` (U+201D) is no quote here, expected `"` | write straight quotes: "…"
    --- What?
    20: no valid TOML: text is opened with `'''` here and not closed where it ends | write `'''` at its end
    --- How many?
    29: no valid TOML: text is opened with `"""` here and not closed where it ends | write `"""` at its end
    --- prompt = '''Which?
    9: no valid TOML: text is opened with `'''` here and not closed where it ends | write `'''` at its end
    --- title = "Slips”
    3: no valid TOML: `”` (U+201D) is no quote here, expected `"` | write straight quotes: "…"
    --- options = ["a"]
    title = "Slips"
    3: unknown key `options` | write `[[question.option]]`, below the question that it belongs to
    --- "Slips"
    cuts = { junior = 7 }
    ladder = ["senior"]
    4: no level `junior`, expected `senior` | did you mean `senior`?
    9: no level `junior`, expected `senior` | did you mean `senior`?
    "##);
}
