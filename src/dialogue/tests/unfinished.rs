//! A question that was left half written comes back with all that was said.

use super::*;

/// The exam itself: a lesson that declares no topic.
fn bare() -> Vec<Got> {
    [front()[..6].to_vec(), vec![said("")]].concat()
}

/// What a question has before its options, after its topic.
fn common(prompt: Vec<Got>) -> Vec<Got> {
    [vec![place(0), said("")], prompt, vec![said(""), place(0)]].concat()
}

fn typed() -> Vec<Got> {
    vec![said("What for?"), said(".")]
}

fn options() -> Vec<Got> {
    let given = vec![said("right"), yes(true), said(""), said("wrong"), said("no"), said(""), said("")];
    [given, end(), vec![place(SAVE)]].concat()
}

fn on(played: Played, script: Vec<Got>) -> Played {
    let draft = reopen::draft(played.text("acks.toml.draft").as_bytes()).unwrap();
    let play_it = |prompter: &mut ScriptPrompter| {
        for got in script {
            prompter.then(|| (), got);
        }
    };
    play_in(played.folder, play_it, Manner::Interactive, draft)
}

fn gone() -> Got {
    Got::Gone(Gone::Interrupt)
}

fn draft(played: &Played) -> Draft {
    reopen::draft(played.text("acks.toml.draft").as_bytes()).unwrap()
}

#[test]
fn the_only_topic_comes_back_with_its_question() {
    let topic = || vec![place(0), said("Vacuum"), said("")];
    let played = play([bare(), topic(), common(typed()), vec![gone()]].concat());
    assert!(draft(&played).topics.is_empty());
    let played = on(played, [bare(), vec![yes(true)], topic(), common(vec![place(0)]), options()].concat());
    let exam = played.exam();
    assert_eq!((exam.topics[0].id.as_str(), exam.topics[0].title.as_str()), ("vacuum", "Vacuum"));
    assert_eq!(played.asked("New topic")[0].wanted, Wanted::Line("Vacuum".to_owned()));
    assert_eq!(exam.questions[0].prompt, "What for?");
}

#[test]
fn a_topic_beside_others_comes_back_with_its_question() {
    let topic = || vec![place(0), place(1), said("Vacuum"), said("")];
    let played = play([front(), topic(), common(typed()), vec![gone()]].concat());
    let played = on(
        played,
        [front(), vec![yes(true)], topic(), common(vec![place(0)]), options(), vec![said("")]].concat(),
    );
    assert_eq!(played.exam().topics.len(), 2);
    let Wanted::Choose(_, at) = played.asked("Topic")[2].wanted else { panic!() };
    assert_eq!(at, 1, "{:?}", played.asked("Topic"));
}

#[test]
fn a_change_that_was_left_leaves_no_topic_and_is_gone_on_with() {
    let change = || vec![place(2), place(1), said("Retries"), said("")];
    let begin = [front(), boolean("One"), vec![place(CHANGE), place(0)], change(), vec![gone()]].concat();
    let played = play(begin);
    let left = draft(&played);
    assert_eq!((left.topics.len(), left.questions.len(), left.unfinished.len()), (1, 1, 1));
    let rest = vec![place(1), said("One"), place(0), said(""), place(0), place(0), said("It does.")];
    let played = on(played, [vec![yes(true)], change(), rest, end(), vec![place(SAVE), said("")]].concat());
    let exam = played.exam();
    assert_eq!((exam.questions.len(), exam.questions[0].topic.as_str()), (1, "retries"));
    assert!(!played.text("acks.toml").contains("# Not finished:"));
}

#[test]
fn a_change_that_came_to_nothing_leaves_no_comment() {
    let mut script = [front(), boolean("One"), vec![place(CHANGE), place(0), place(0)]].concat();
    script.extend([Got::Escaped(Stood::Nothing), place(2), gone()]);
    assert!(draft(&play(script)).unfinished.is_empty());
}

#[test]
fn the_lines_that_are_finished_are_kept() {
    let until =
        |last: Vec<Got>| [front(), vec![place(2), place(0), place(1), said(""), said("One")], last].concat();
    let played = play(until(vec![said("Two"), gone()]));
    assert!(
        draft(&played).unfinished[0].contains("prompt = \"\"\"\nOne\nTwo\"\"\"\n"),
        "{:?}",
        draft(&played)
    );
    // The menu's last: leave.
    let played = play(until(vec![esc("half"), place(3)]));
    assert!(
        draft(&played).unfinished[0].contains("prompt = \"\"\"\nOne\nhalf\"\"\"\n"),
        "{:?}",
        draft(&played)
    );
    // Without a line there is at least what was chosen.
    let played = play([front(), vec![place(2), place(0), gone()]].concat());
    assert_eq!(
        draft(&played).unfinished,
        ["[[question]]\nkind = \"boolean\"\ntopic = \"acks\"\nanswer = true\n"]
    );
    let played = on(played, [front(), vec![yes(true), gone()]].concat());
    assert!(played.words().contains("Not finished: a boolean question about acks"), "{}", played.words());
}
