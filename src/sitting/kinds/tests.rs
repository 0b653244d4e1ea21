use proptest::prelude::*;

use super::*;
use crate::exam::{Exam, parse};

const EXAM: &str = r#"
format = 1
id = "kinds"
title = "Kinds"
[[question]]
id = "steps"
topic = "t"
kind = "order"
prompt = "In which order?"
[[question.entry]]
id = "poll"
text = "poll"
[[question.entry]]
id = "act"
text = "act"
[[question.entry]]
id = "commit"
text = "commit"
[[question]]
id = "sides"
topic = "t"
kind = "match"
prompt = "Which belong together?"
distractors = ["exactly once"]
[[question.pair]]
left = "commit, then act"
right = "at most once"
[[question.pair]]
left = "act, then commit"
right = "at least once"
[[question]]
id = "text"
topic = "t"
kind = "essay"
prompt = "Why?"
[[question.criterion]]
text = "says why"
points = 1
"#;

fn exam() -> Exam {
    parse(EXAM.as_bytes()).unwrap()
}

/// A question's parts in the order of the face: sorted by id.
fn parts(question: &Question) -> Vec<PartId> {
    let ids = |parts: &[crate::exam::Part]| parts.iter().map(|part| part.id.clone()).collect();
    match &question.face {
        Face::Order(entries) => ids(entries),
        Face::Match { rights, .. } => ids(rights),
        Face::Single(_)
        | Face::Multiple(_)
        | Face::Boolean
        | Face::Text
        | Face::Number { .. }
        | Face::Essay => Vec::new(),
    }
}

fn sheet<'a>(question: &'a Question, parts: &'a [PartId], manner: Manner) -> Sheet<'a> {
    Sheet {
        question,
        parts,
        manner,
        look: Look::plain(80),
        partial: Partial::None,
        last_word: false,
        extra: &[],
        tried: &[],
        editor: None,
    }
}

/// Plays replies; the answer they come to, or what was refused last.
fn play(sheet: &Sheet<'_>, standing: &mut Standing, replies: &[Got]) -> Result<Option<String>, String> {
    let mut refused = None;
    for got in replies {
        match sheet.hear(standing, got) {
            Some(Heard::Answer(answer)) => return Ok(Some(answer.to_string())),
            Some(Heard::Refused(why)) => refused = Some(why),
            Some(Heard::More | Heard::ShowMe | Heard::Next) | None => refused = None,
        }
    }
    refused.map_or(Ok(None), Err)
}

fn typed(text: &str) -> Got {
    Got::Typed(text.to_owned())
}

fn messages(sheet: &Sheet<'_>, standing: &Standing) -> (String, Vec<String>) {
    let step = sheet.step(standing);
    let choices = step.choices().iter().map(|choice| format!("{}) {}", choice.label, choice.text)).collect();
    (step.message.clone(), choices)
}

#[test]
fn an_order_is_asked_entry_by_entry_with_a_way_back() {
    let exam = exam();
    let question = &exam.questions[0];
    let parts = parts(question);
    let sheet = sheet(question, &parts, Manner::Interactive);
    let mut standing = sheet.blank();
    // By id: act, commit, poll.
    let (message, choices) = messages(&sheet, &standing);
    assert_eq!(
        (message.as_str(), &choices[..]),
        ("Which comes first?", &["a) act", "b) commit", "c) poll"].map(String::from)[..])
    );
    assert_eq!(play(&sheet, &mut standing, &[Got::Chosen(0)]), Ok(None));
    let (message, choices) = messages(&sheet, &standing);
    assert_eq!(message, "a – which comes next?");
    assert_eq!(choices, ["b) commit", "c) poll", "u) take the last one back"]);
    assert_eq!(sheet.answer(&standing), None);
    assert_eq!(sheet.draft(&standing).as_deref(), Some("act"));
    // Back, then poll, act and, by itself, commit.
    assert_eq!(play(&sheet, &mut standing, &[Got::Chosen(2), Got::Chosen(2), Got::Chosen(0)]), Ok(None));
    let (message, choices) = messages(&sheet, &standing);
    assert_eq!(message, "Your order: c a b");
    assert_eq!(choices, ["k) keep it", "u) take the last ones back", "n) begin anew"]);
    assert_eq!(sheet.answer(&standing).map(|answer| answer.to_string()).as_deref(), Some("poll>act>commit"));
    assert_eq!(play(&sheet, &mut standing.clone(), &[Got::Chosen(0)]), Ok(Some("poll>act>commit".into())));
    let mut back = standing.clone();
    assert_eq!(play(&sheet, &mut back, &[Got::Chosen(1)]), Ok(None));
    assert_eq!(messages(&sheet, &back).0, "c – which comes next?");
    assert_eq!(play(&sheet, &mut standing, &[Got::Chosen(2)]), Ok(None));
    assert_eq!(standing, sheet.blank());
}

#[test]
fn an_order_is_read_from_a_line() {
    let exam = exam();
    let question = &exam.questions[0];
    let parts = parts(question);
    let sheet = sheet(question, &parts, Manner::Plain);
    for line in ["c a b", "cab", " C, a,b ", "c>a>b"] {
        assert_eq!(
            play(&sheet, &mut sheet.blank(), &[typed(line)]),
            Ok(Some("poll>act>commit".into())),
            "{line}"
        );
    }
    for (line, why) in [
        ("", "Answer or skip (`:skip` skips it)."),
        ("c a", "Every letter has its place: b is missing."),
        ("c", "Every letter has its place: a, b are missing."),
        ("c a a", "`a` stands there twice."),
        ("c a d", "No such letter: `d`. Expected a to c."),
    ] {
        assert_eq!(play(&sheet, &mut sheet.blank(), &[typed(line)]), Err(why.into()), "{line}");
    }
    // A line that time cut off counts if all letters are there.
    let mut standing = sheet.blank();
    sheet.keep(&mut standing, &Draft::Typed("b c".into()));
    assert_eq!(sheet.answer(&standing), None);
    sheet.keep(&mut standing, &Draft::Typed("b c a".into()));
    assert!(sheet.answer(&standing).is_some());
}

#[test]
fn sides_are_paired_one_after_the_other() {
    let exam = exam();
    let question = &exam.questions[1];
    let parts = parts(question);
    let shown = sheet(question, &parts, Manner::Interactive);
    let mut standing = shown.blank();
    let (message, choices) = messages(&shown, &standing);
    assert_eq!(message, "1  commit, then act – which one?");
    assert_eq!(choices.len(), 4);
    assert_eq!(choices[3], "o) leave this one open");
    assert_eq!(play(&shown, &mut standing, &[Got::Chosen(1)]), Ok(None));
    let (message, choices) = messages(&shown, &standing);
    assert_eq!(message, "2  act, then commit – which one?");
    assert!(choices[1].ends_with(" (1)"), "{choices:?}");
    assert_eq!(choices[4], "u) back to the one before");
    // One pair is an answer when time ends.
    let one = format!("{}={}", left(question, 0), parts[1]);
    assert_eq!(shown.answer(&standing).map(|answer| answer.to_string()), Some(one.clone()));
    assert_eq!(shown.draft(&standing), Some(one.clone()));
    assert_eq!(play(&shown, &mut standing, &[Got::Chosen(3)]), Ok(None));
    assert_eq!(messages(&shown, &standing).0, "Your pairs: 1b 2-");
    assert_eq!(play(&shown, &mut standing, &[Got::Chosen(0)]), Ok(Some(one)));
    // Nothing paired is none.
    let mut nothing = shown.blank();
    let refused = play(&shown, &mut nothing, &[Got::Chosen(3), Got::Chosen(3), Got::Chosen(0)]);
    assert_eq!(refused, Err("Pair at least one, or skip (Esc opens the menu).".into()));
}

fn left(question: &Question, at: usize) -> String {
    let Face::Match { lefts, .. } = &question.face else { panic!("no match") };
    lefts[at].id.to_string()
}

#[test]
fn pairs_are_read_from_a_line() {
    let exam = exam();
    let question = &exam.questions[1];
    let parts = parts(question);
    let sheet = sheet(question, &parts, Manner::Plain);
    let both = format!("{}={}+{}={}", left(question, 0), parts[1], left(question, 1), parts[0]);
    for line in ["1b 2a", "2a 1b", "1=b, 2=A", "1 b 2 a", "1b2a"] {
        assert_eq!(play(&sheet, &mut sheet.blank(), &[typed(line)]), Ok(Some(both.clone())), "{line}");
    }
    let one = format!("{}={}", left(question, 0), parts[2]);
    assert_eq!(play(&sheet, &mut sheet.blank(), &[typed("1c 2-")]), Ok(Some(one)));
    for (line, why) in [
        ("", "1 has no letter: add it, or write `1-` to leave it open."),
        ("1b", "2 has no letter: add it, or write `2-` to leave it open."),
        ("1- 2-", "Pair at least one, or skip (`:skip` skips it)."),
        ("1b 1a", "1 stands there twice."),
        ("1d 2a", "1 needs a letter from a to c, or `-` to stay open."),
        ("1 2a", "1 needs a letter from a to c, or `-` to stay open."),
        ("3a", "`3a` begins with no number from 1 to 2: write pairs as `1b 2a`."),
        ("b 1", "`b` begins with no number from 1 to 2: write pairs as `1b 2a`."),
    ] {
        assert_eq!(play(&sheet, &mut sheet.blank(), &[typed(line)]), Err(why.into()), "{line}");
    }
}

#[test]
fn a_text_is_typed_until_a_full_stop_alone() {
    let exam = exam();
    let question = &exam.questions[2];
    for manner in [Manner::Plain, Manner::Interactive] {
        let sheet = sheet(question, &[], manner);
        let mut standing = sheet.blank();
        assert!(matches!(sheet.step(&standing).prompt, Prompt::LineOfMany(_)));
        let lines = [typed("First."), typed(""), typed("  Second")];
        assert_eq!(play(&sheet, &mut standing, &lines), Ok(None));
        // What is being typed when time ends counts, too.
        let mut cut = standing.clone();
        sheet.keep(&mut cut, &Draft::Typed("half".into()));
        assert_eq!(sheet.answer(&cut), Some(Answer::Essay("First.\n\n  Second\nhalf".into())));
        assert_eq!(play(&sheet, &mut standing, &[typed(".")]), Ok(Some("First.\n\n  Second".into())));
        let refused = play(&sheet, &mut sheet.blank(), &[typed(" "), typed(".")]);
        assert!(refused.unwrap_err().starts_with("Answer or skip"));
    }
}

#[test]
fn a_text_is_written_in_an_editor_and_kept_when_the_candidate_says_so() {
    let exam = exam();
    let question = &exam.questions[2];
    let sheet = Sheet { editor: Some("vim"), ..sheet(question, &[], Manner::Interactive) };
    let mut standing = sheet.blank();
    assert_eq!(messages(&sheet, &standing).1, ["e) write it in vim", "t) type it here"]);
    assert_eq!(play(&sheet, &mut standing, &[Got::Chosen(0)]), Ok(None));
    assert_eq!(sheet.step(&standing).prompt, Prompt::Editor(String::new()));
    // Time ends while it is open: what was saved counts.
    let mut cut = standing.clone();
    sheet.keep(&mut cut, &Draft::Typed("saved\n".into()));
    assert_eq!(sheet.answer(&cut), Some(Answer::Essay("saved".into())));
    // A line that is typed behind what an editor saved without an end is a line of its own.
    let mut more = Standing::Essay(Written::of("saved".into()));
    assert_eq!(play(&sheet, &mut more, &[Got::Chosen(2)]), Ok(None));
    sheet.keep(&mut more, &Draft::Typed("typed".into()));
    assert_eq!(sheet.answer(&more), Some(Answer::Essay("saved\ntyped".into())));
    assert_eq!(play(&sheet, &mut standing, &[typed("Because it may die.\n")]), Ok(None));
    let (message, choices) = messages(&sheet, &standing);
    assert_eq!(message, "Your text, 4 words");
    let expected =
        ["k) keep it", "e) write it in vim", "t) type more lines here", "n) throw it away and begin anew"];
    assert_eq!(choices, expected);
    assert_eq!(
        play(&sheet, &mut standing.clone(), &[Got::Chosen(0)]),
        Ok(Some("Because it may die.".into()))
    );
    let mut more = standing.clone();
    let typing = [Got::Chosen(2), typed("And it does."), typed("."), Got::Chosen(0)];
    assert_eq!(play(&sheet, &mut more, &typing), Ok(Some("Because it may die.\nAnd it does.".into())));
    assert_eq!(play(&sheet, &mut standing, &[Got::Chosen(3)]), Ok(None));
    assert_eq!(standing, sheet.blank());
}

proptest! {
    /// Whatever is chosen or typed, nothing panics, and what comes out is an answer that the record can hold and give back.
    #[test]
    fn any_replies_come_to_answers_that_can_be_read_again(
        which in 0..3_usize, plain: bool, editor: bool,
        replies in prop::collection::vec(prop_oneof![
            (0..8_usize).prop_map(Got::Chosen),
            "[a-d0-3 .,=>-]{0,8}".prop_map(Got::Typed),
        ], 0..12),
    ) {
        let exam = exam();
        let question = &exam.questions[which];
        let parts = parts(question);
        let manner = if plain { Manner::Plain } else { Manner::Interactive };
        let editor = (editor && !plain).then_some("vim");
        let sheet = Sheet { editor, ..sheet(question, &parts, manner) };
        let mut standing = sheet.blank();
        for got in &replies {
            let step = sheet.step(&standing);
            // A prompter gives only what it was asked for.
            let fits = match (&step.prompt, got) {
                (Prompt::Choose(choices, _), Got::Chosen(at)) => *at < choices.len(),
                (Prompt::Line(_) | Prompt::LineOfMany(_) | Prompt::Editor(_), Got::Typed(_)) => true,
                _ => false,
            };
            if !fits {
                continue;
            }
            if let Some(Heard::Answer(answer)) = sheet.hear(&mut standing, got) {
                let text = answer.to_string();
                prop_assert_eq!(Answer::read(&text, &question.face), Some(answer));
                let again = sheet.standing_of(&text);
                prop_assert_eq!(sheet.answer(&again).map(|answer| answer.to_string()), Some(text));
            }
        }
    }
}
