//! Whoever leaves loses nothing, and no file is replaced.

use super::*;

#[test]
fn whoever_leaves_finds_everything_in_the_draft() {
    let whole =
        [front(), boolean("One"), vec![place(ANOTHER)], begin(Kind::Single, "Two"), vec![said("an option")]]
            .concat();
    let done = front().len() + boolean("One").len();
    for cut in (0..done).step_by(4).chain([done - 1, done, whole.len()]) {
        let mut script = whole[..cut].to_vec();
        script.push(Got::Gone(Gone::Interrupt));
        let played = play(script);
        assert!(matches!(played.ended, Err(Stop::Left)), "{cut}");
        assert!(!played.path("acks.toml").exists());
        if cut == 0 {
            assert!(!played.path("acks.toml.draft").exists());
            assert!(played.log.text().contains("Left; nothing is written."));
            continue;
        }
        let text = played.text("acks.toml.draft");
        let draft = reopen::draft(text.as_bytes()).unwrap_or_else(|why| panic!("{cut}: {why:?}\n{text}"));
        assert_eq!(draft.title, "Acks");
        assert_eq!(draft.questions.len(), usize::from(cut >= done), "{cut}");
        if cut == whole.len() {
            let begun = draft.unfinished.last().unwrap();
            assert!(
                begun.contains("text = \"an option\"") && text.contains("\n# text = \"an option\"\n"),
                "{text}"
            );
            assert!(played.words().contains("1 question, what is not finished as comments."));
        }
        // The next run goes on with it, and keeps what was not finished.
        let script = if draft.questions.is_empty() {
            let mut script = front();
            script.extend(draft.unfinished.iter().take(1).map(|_| yes(false)));
            // A topic that was kept is there already.
            script.extend([boolean("One"), vec![place(SAVE)]].concat());
            script
        } else {
            let mut script: Vec<Got> = draft.unfinished.iter().take(1).map(|_| yes(false)).collect();
            script.push(place(SAVE));
            script
        };
        let play_it = |prompter: &mut ScriptPrompter| {
            for got in script {
                prompter.then(|| (), got);
            }
        };
        let unfinished = draft.unfinished.len();
        let played = play_in(played.folder, play_it, Manner::Interactive, draft);
        assert_eq!(played.exam().questions.len(), 1);
        assert_eq!(played.text("acks.toml").matches("# Not finished:").count(), unfinished);
        assert!(!played.path("acks.toml.draft").exists());
    }
}

#[test]
fn a_question_that_was_left_unfinished_is_given_back() {
    let mut script = [front(), begin(Kind::Single, "Two")].concat();
    script.extend([said("wrong"), yes(false), said("no"), said("0.50"), Got::Gone(Gone::Interrupt)]);
    let played = play(script);
    let draft = reopen::draft(played.text("acks.toml.draft").as_bytes()).unwrap();
    // Everything that stands there is kept; then it goes on.
    let mut script = [front(), vec![yes(true)], begin(Kind::Single, "Two")].concat();
    script.retain(|got| !matches!(got, Got::Typed(text) if ["What", "  now?", "."].contains(&text.as_str())));
    let prompt = script.iter().rposition(|got| *got == said("Two")).unwrap();
    script.insert(prompt + 1, place(0));
    script.extend([said("wrong"), yes(false), said("no"), said("0.50"), said("right"), yes(true), said("")]);
    script.push(said(""));
    script.extend([end(), vec![place(SAVE)]].concat());
    let play_it = |prompter: &mut ScriptPrompter| {
        for got in script {
            prompter.then(|| (), got);
        }
    };
    let played = play_in(played.folder, play_it, Manner::Interactive, draft);
    let exam = played.exam();
    assert_eq!(exam.questions[0].prompt, "What\n  now?");
    assert!(played.words().contains("Not finished: Two"), "{}", played.words());
    assert_eq!(played.asked("Credit")[0].wanted, Wanted::Line("0.50".to_owned()));
    assert!(!played.text("acks.toml").contains("# Not finished:"));
}

#[test]
fn a_file_that_appears_meanwhile_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acks.toml");
    let theirs = path.clone();
    let play_it = |prompter: &mut ScriptPrompter| {
        for got in [front(), boolean("One")].concat() {
            prompter.then(|| (), got);
        }
        prompter.then(move || std::fs::write(&theirs, "theirs").unwrap(), place(SAVE));
    };
    let played = play_in(folder, play_it, Manner::Interactive, Draft::new());
    let Err(Stop::Trouble(trouble)) = &played.ended else { panic!("{:?}", played.ended) };
    assert!(trouble.what.contains("it is not replaced"), "{trouble}");
    assert!(trouble.help.contains("all of it is kept in"), "{}", trouble.help);
    assert_eq!(std::fs::read_to_string(path).unwrap(), "theirs");
    assert_eq!(reopen::draft(played.text("acks.toml.draft").as_bytes()).unwrap().questions.len(), 1);
}

#[test]
fn another_draft_that_appears_meanwhile_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let theirs = folder.path().join("acks.toml.draft");
    let ours = folder.path().join("acks.toml.draft-2");
    let play_it = |prompter: &mut ScriptPrompter| {
        prompter.then(move || std::fs::write(&theirs, "theirs").unwrap(), front()[0].clone());
        for got in [&front()[1..], &boolean("One"), &[place(SAVE)]].concat() {
            prompter.then(|| (), got);
        }
    };
    let played = play_in(folder, play_it, Manner::Interactive, Draft::new());
    assert_eq!(played.exam().questions.len(), 1);
    assert_eq!(played.text("acks.toml.draft"), "theirs");
    assert!(!ours.exists(), "its own draft is gone with the exam written");
}
