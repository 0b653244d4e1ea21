//! `new` at a terminal: what an author sees and types.

use std::fs;

use super::{answer, choose, ends, reads_well, ready, shows};
use crate::cli::sandbox::Sandbox;
use crate::terminal::pty::Pty;

/// The exam itself: a lesson with one topic.
fn front(pty: &mut Pty) {
    answer(pty, "Title [Acks]", "\r");
    answer(pty, "Id [acks]", "\r");
    answer(pty, "What is it for?", "b");
    pty.wait_for("> b)").send("\r");
    answer(pty, "About how many minutes", "5\r");
    answer(pty, "Time limit", "\r");
    answer(pty, "Levels, lowest first junior, middle, senior", "\r");
    answer(pty, "Topic 1", "Acks\r");
    answer(pty, "Id [acks]", "\r");
    answer(pty, "Topic 2", "\r");
}

/// A question of true or false.
fn boolean(pty: &mut Pty, title: &str) {
    answer(pty, "Kind of question", "c");
    pty.wait_for("> c)").send("\r");
    answer(pty, "Topic", "\r");
    answer(pty, "Level", "\r");
    answer(pty, "Title", &format!("{title}\r"));
    answer(pty, " 1 │", "An ack can be taken back.\r");
    answer(pty, " 2 │", ".\r");
    answer(pty, &format!("Id [{}]", title.to_lowercase()), "\r");
    answer(pty, "Something to read first?", "\r");
    answer(pty, "What is right?", "b");
    pty.wait_for("> b) false").send("\r");
    answer(pty, "Why the other is wrong", "The broker forgets at once.\r");
    for prompt in [" 1 │", " 1 │", "Hint", "Points [1]"] {
        answer(pty, prompt, "\r");
    }
}

#[test]
fn a_lesson_is_written_at_a_terminal_of_60_columns() {
    let sandbox = Sandbox::new();
    let mut pty = sandbox.pty(&["new", "acks.toml"], 60, 24);
    answer(&mut pty, "Title [Acks]", " \r");
    shows(&mut pty, &["Not taken: `title` is empty, expected text"]);
    front(&mut pty);
    boolean(&mut pty, "Forgotten");
    ready(&mut pty, "What next?");
    shows(&mut pty, &["1 question: junior 1, middle none yet and senior none yet."]);
    pty.send("f").wait_for("> f) save and stop").send("\r");
    ends(&mut pty, 0);
    shows(&mut pty, &["Written: acks.toml (1 question, 1 topic). Next:", "examiner practice acks.toml"]);
    reads_well(&pty);
    let ran = sandbox.run(&["check", "--deny", "warnings", "acks.toml"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!sandbox.path("acks.toml.draft").exists());
}

#[test]
fn pasted_code_keeps_its_lines() {
    let sandbox = Sandbox::new();
    let mut pty = sandbox.pty(&["new", "acks.toml"], 80, 30);
    front(&mut pty);
    answer(&mut pty, "Kind of question", "c");
    pty.wait_for("> c)").send("\r");
    answer(&mut pty, "Topic", "\r");
    answer(&mut pty, "Level", "\r");
    answer(&mut pty, "Title", "Pasted\r");
    answer(&mut pty, " 1 │", "\x1b[200~What does it do?\rAnd why?\r\x1b[201~");
    answer(&mut pty, " 3 │", ".\r");
    answer(&mut pty, "Id [pasted]", "\r");
    answer(&mut pty, "Something to read first?", "b");
    pty.wait_for("> b)").send("\r");
    answer(
        &mut pty,
        " 1 │",
        "\x1b[200~def handle(msg):\r\n\tif msg:\r\n\r\n        msg.ack()  # 'done'\r\n\x1b[201~",
    );
    answer(&mut pty, " 5 │", ".\r");
    answer(&mut pty, "Its title", "\x03");
    ends(&mut pty, 130);
    shows(&mut pty, &["Kept in acks.toml.draft: 0 questions, what is not finished as"]);
    let draft = fs::read_to_string(sandbox.path("acks.toml.draft")).unwrap();
    let code = "# code = '''\n# def handle(msg):\n# \tif msg:\n#\n#         msg.ack()  # 'done'\n# '''\n";
    assert!(draft.contains(code), "{draft}");
    assert!(draft.contains("# prompt = \"\"\"\n# What does it do?\n# And why?\"\"\"\n"), "{draft}");
}

#[test]
fn whoever_leaves_goes_on_later() {
    let sandbox = Sandbox::new();
    let mut pty = sandbox.pty(&["new", "acks.toml"], 80, 30);
    front(&mut pty);
    boolean(&mut pty, "One");
    answer(&mut pty, "What next?", "\r");
    ready(&mut pty, "Kind of question");
    pty.send("\x1b");
    ready(&mut pty, "Menu");
    pty.send("\x1b");
    choose(&mut pty, "Kind of question", "leave, to go on later");
    ends(&mut pty, 130);
    shows(&mut pty, &["Kept in acks.toml.draft: 1 question. The same command goes on with it."]);
    assert!(!sandbox.path("acks.toml").exists());

    let mut pty = sandbox.pty(&["new", "acks.toml"], 80, 30);
    answer(&mut pty, "acks.toml.draft holds 1 question. Go on with it?", "n\r");
    ends(&mut pty, 130);
    shows(&mut pty, &["mv acks.toml.draft acks.toml.draft.old"]);

    let mut pty = sandbox.pty(&["new", "acks.toml"], 80, 30);
    answer(&mut pty, "acks.toml.draft holds 1 question. Go on with it?", "\r");
    answer(&mut pty, "What next?", "\r");
    boolean(&mut pty, "Two");
    answer(&mut pty, "What next?", "f");
    pty.wait_for("> f)").send("\r");
    ready(&mut pty, "A reason to leave it so");
    shows(&mut pty, &["`check` will warn of `near-duplicate`", "have the same prompt"]);
    pty.send("the title differs\r");
    ends(&mut pty, 0);
    reads_well(&pty);
    assert_eq!(fs::read_to_string(sandbox.path("acks.toml")).unwrap().matches("[[question]]").count(), 2);

    fs::write(sandbox.path("two.toml.draft"), "# mine\nformat = 1\n").unwrap();
    let mut pty = sandbox.pty(&["new", "two.toml"], 80, 30);
    ends(&mut pty, 3);
    shows(&mut pty, &["a draft that can't be gone on with", "rename it to the exam's own name"]);
}

#[test]
#[cfg(debug_assertions)]
fn what_is_complete_outlives_the_program() {
    let sandbox = Sandbox::new();
    let mut pty = sandbox.pty(&["new", "acks.toml"], 80, 30);
    front(&mut pty);
    boolean(&mut pty, "One");
    ready(&mut pty, "What next?");
    pty.signal(rustix::process::Signal::KILL);
    pty.finish();
    let ran = sandbox.run(&["check", "acks.toml.draft"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
}
