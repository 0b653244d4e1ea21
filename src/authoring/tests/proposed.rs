//! What is proposed, and what becomes of it.

use super::*;

fn proposed(work: &Work, step: Step) -> String {
    let field = work.ask(step).field;
    let Field::Proposed(text) = field else { panic!("{field:?}") };
    text
}

#[test]
fn each_level_is_asked_for_its_cut_and_a_panel_is_credited_with_what_was_said() {
    let mut work = begun();
    let given = [said("easy, hard"), said("0.80"), said("0.65"), said("Angoff, 4 judges")];
    assert_eq!(proposed(&work, Step::Cut(1)), "0.65");
    let (steps, _) = walk(&mut work, Step::Ladder, &given);
    assert_eq!(steps, [Step::Ladder, Step::Cut(0), Step::Cut(1), Step::CutsBasis]);
    assert!(reopen::file(&work.draft).contains("\ncuts = { easy = 0.80, hard = 0.65 }\n"));
    let again = reopen::draft(reopen::file(&work.draft).as_bytes()).unwrap();
    assert_eq!(again.cuts, work.draft.cuts);
    // The program's own are written where somebody stands for them, and else not.
    work.draft.cuts[0].1 = "0.7".to_owned();
    assert!(write::exam(&work.draft).contains("\ncuts = { easy = 0.7, hard = 0.65 }\n"));
    work.draft.cuts_basis.clear();
    assert!(!write::exam(&work.draft).contains("\ncuts = "));
    let again = reopen::draft(reopen::file(&work.draft).as_bytes()).unwrap();
    assert!(again.cuts.is_empty());
    // A draft of an earlier version has a basis and no cuts.
    let basis = Draft { cuts: Vec::new(), cuts_basis: "Angoff".to_owned(), ..work.draft.clone() };
    assert_eq!(reopen::draft(reopen::file(&basis).as_bytes()).unwrap().cuts_basis, "Angoff");
    assert_eq!(objection(&work, Step::Cut(0), "70%").what, "`70%` is no share, expected one such as 0.70");
    assert!(objection(&work, Step::Cut(0), "70").what.starts_with("`cuts.easy` is 70, expected"));
    assert!(objection(&work, Step::Ladder, "easy, Über").what.starts_with("`Über` is no id"));
}

#[test]
fn an_id_that_was_proposed_is_proposed_anew_with_another_prompt() {
    let mut work = begun();
    work.put(Step::Prompt, &said("What does an ack do?"));
    let id = proposed(&work, Step::QuestionId);
    work.put(Step::QuestionId, &said(&id));
    work.put(Step::Prompt, &said("What does an ack do?"));
    assert_eq!(work.open.id, "what-does-an-ack-do");
    work.put(Step::Prompt, &said("When is it sent?"));
    assert_eq!(proposed(&work, Step::QuestionId), "when-is-it-sent");
    work.put(Step::QuestionId, &said("mine"));
    work.put(Step::Prompt, &said("Why is it sent?"));
    assert_eq!(proposed(&work, Step::QuestionId), "mine");
}

#[test]
fn an_essay_is_worth_the_sum_of_its_criteria() {
    let mut work = begun();
    assert_eq!(proposed(&work, Step::Points), "1");
    work.open.kind = Kind::Essay;
    work.open.criteria = vec![("why".to_owned(), "5".to_owned()), ("how".to_owned(), "1.5".to_owned())];
    assert_eq!(proposed(&work, Step::Points), "6.5");
    work.put(Step::Points, &said("3"));
    assert_eq!(proposed(&work, Step::Points), "3");
}

#[test]
fn what_an_exam_has_no_more_is_asked_for_again() {
    let mut work = begun();
    work.draft.questions.push(Question { id: "taken".to_owned(), ..Question::new() });
    let question = |topic: &str| Question {
        topic: topic.to_owned(),
        level: "expert".to_owned(),
        id: "taken".to_owned(),
        prompt: "Why?".to_owned(),
        ..Question::new()
    };
    work.take_up(Unfinished { question: question("vacuum"), topic: None });
    assert_eq!((work.open.topic.as_str(), work.open.level.as_str(), work.open.id.as_str()), ("", "", ""));
    work.draft.questions.clear();
    assert_eq!(judge::judge(&work, Step::Kind, &Given::Place(0)), Ok(()));
    let topic = Some(Topic::new("vacuum", "Vacuum"));
    work.take_up(Unfinished { question: question("vacuum"), topic: topic.clone() });
    assert_eq!(judge::judge(&work, Step::Kind, &Given::Place(0)), Ok(()));
    assert_eq!(
        work.ask(Step::Topic).field,
        Field::Choice(vec!["Acks".to_owned(), "a new topic".to_owned()], 1)
    );
    assert_eq!(work.set_aside().unwrap().topic, topic);
    assert_eq!(work.draft.topics, [Topic::new("acks", "Acks")]);
}
