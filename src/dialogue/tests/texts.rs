//! A text of several lines that is there already is kept, gone on with, written anew or changed in an editor.

use super::*;

/// The first question again, as it was, up to its prompt.
fn again() -> Vec<Got> {
    [front(), boolean("One"), vec![place(CHANGE), place(0), place(2), place(0), place(1), said("One")]]
        .concat()
}

/// The rest of it.
fn rest() -> Vec<Got> {
    [vec![said(""), place(0), place(0), said("It does.")], end(), vec![place(SAVE)]].concat()
}

fn prompt(own: Vec<Got>) -> String {
    play([again(), own, rest()].concat()).exam().questions[0].prompt.clone()
}

#[test]
fn what_is_there_is_never_asked_for_line_by_line() {
    assert_eq!(prompt(vec![place(0)]), "What\n  now?");
    assert_eq!(prompt(vec![place(1), said("And then?"), said(".")]), "What\n  now?\nAnd then?");
    assert_eq!(prompt(vec![place(2), said("A"), said(".")]), "A");
    let played = play([again(), vec![place(2), said("A"), said(".")], rest()].concat());
    let drafts = played.asked(" 1 │").into_iter().map(|asked| asked.wanted);
    assert!(drafts.into_iter().all(|wanted| wanted == Wanted::LineOfMany(String::new())));
}

#[test]
fn esc_leads_back_to_what_can_be_done_with_it() {
    let esc = || Got::Escaped(Stood::Nothing);
    assert_eq!(prompt(vec![esc(), esc(), place(0)]), "What\n  now?");
    // Nothing was written anew yet.
    assert_eq!(prompt(vec![place(2), super::esc(""), esc(), place(0)]), "What\n  now?");
    let begun = vec![place(2), said("A"), super::esc("b"), place(0), said("b!"), said(".")];
    assert_eq!(prompt(begun), "A\nb!");
}

#[test]
fn it_can_be_changed_in_an_editor() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("acks.toml.draft.text.md");
    let script = |prompter: &mut ScriptPrompter| {
        for got in [again(), vec![place(3)]].concat() {
            prompter.then(|| (), got);
        }
        let text = file.clone();
        let save = move || {
            assert_eq!(std::fs::read_to_string(&text).unwrap(), "What\n  now?\n");
            std::fs::write(&text, "What\r\n\tthen?\n\n").unwrap();
        };
        prompter.then(save, said(""));
        for got in [vec![place(0)], rest()].concat() {
            prompter.then(|| (), got);
        }
        let named = std::mem::replace(prompter, ScriptPrompter::new(clock(), Manner::Interactive, []));
        *prompter = named.with_editor("vim");
    };
    let played = play_in(folder, script, Manner::Interactive, Draft::new());
    assert_eq!(played.exam().questions[0].prompt, "What\n\tthen?");
    assert!(!file.exists());
}

#[test]
fn a_file_of_that_name_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("acks.toml.draft.text.md");
    std::fs::write(&file, "mine").unwrap();
    let script = |prompter: &mut ScriptPrompter| {
        for got in [again(), vec![place(3), place(0)], rest()].concat() {
            prompter.then(|| (), got);
        }
        let named = std::mem::replace(prompter, ScriptPrompter::new(clock(), Manner::Interactive, []));
        *prompter = named.with_editor("vim");
    };
    let played = play_in(folder, script, Manner::Interactive, Draft::new());
    assert_eq!(played.exam().questions[0].prompt, "What\n  now?");
    assert!(played.words().contains("It can't be changed there"), "{}", played.words());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
}
