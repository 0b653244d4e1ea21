//! Before the first question: which exam, whose, and what is open.

use super::{TAKE, answer, ends, question, reads_well, ready, room, shows};

#[test]
fn a_name_is_asked_for_if_none_is_given() {
    let sandbox = room();
    let mut pty = sandbox.pty(&["take", "five.toml"], 60, 24);
    ready(&mut pty, "Your name");
    pty.send("  \r").wait_for("A name or a code is needed");
    ready(&mut pty, "Your name");
    pty.send(" Ada Lovelace \r");
    answer(&mut pty, "Start now?", "\r");
    question(&mut pty, 1, "Your choice");
    pty.send("\x03");
    ends(&mut pty, 130);
    assert_eq!(sandbox.events("results.csv", "started")[0]["candidate"], "Ada Lovelace");
}

#[test]
fn without_an_exam_there_is_a_list_to_choose_from() {
    let sandbox = room();
    let mut pty = sandbox.pty(&["practice"], 80, 24);
    ready(&mut pty, "Which exam?");
    shows(
        &mut pty,
        &[
            "> a) Delivery guarantees (built in)",
            "g) Linux (built in)",
            "h) Five kinds (five.toml)",
            "i) Four kinds (four.toml)",
        ],
    );
    pty.send("i").wait_for("> i)").send("\r");
    ready(&mut pty, "Start?");
    pty.send("n\r");
    ends(&mut pty, 130);
    let mut pty = sandbox.pty(&["take"], 80, 24);
    answer(&mut pty, "Which exam?", "\x03");
    ends(&mut pty, 130);
    let mut pty = sandbox.pty(&["show", "--no-pager"], 80, 24);
    ready(&mut pty, "Which exam?");
    pty.send("i").wait_for("> i)").send("\r");
    ends(&mut pty, 0);
    shows(&mut pty, &["Question 4 of 4"]);
}

#[test]
fn an_open_attempt_is_offered_first() {
    let sandbox = room();
    let mut pty = sandbox.pty(&TAKE, 80, 24);
    answer(&mut pty, "Start now?", "\r");
    question(&mut pty, 1, "Your choice");
    pty.send("b\r");
    question(&mut pty, 2, "Your choices");
    pty.send("\x03");
    ends(&mut pty, 130);
    let mut pty = sandbox.pty(&TAKE, 80, 24);
    answer(&mut pty, "Ada has this exam open, unsubmitted. Go on with it?", "\r");
    shows(&mut pty, &["Answered 1 of 5."]);
    question(&mut pty, 2, "Your choices");
    pty.send("\x03");
    ends(&mut pty, 130);
    assert_eq!(sandbox.journals("results.csv").len(), 1);
}

#[test]
fn the_same_name_again_may_be_another_person() {
    let sandbox = room();
    let take = |same: &str| {
        let mut pty = sandbox.pty(&TAKE, 60, 24);
        if !same.is_empty() {
            answer(&mut pty, "The same person?", same);
        }
        if same == "n\r" {
            answer(&mut pty, "What tells you apart?", "\r");
            pty.wait_for("Something is needed");
            answer(&mut pty, "What tells you apart?", "May 1990\r");
        }
        answer(&mut pty, "Start now?", "\r");
        question(&mut pty, 1, "Your choice");
        super::choose(&mut pty, "Your choice", "submit");
        ready(&mut pty, "Go back to one, or submit");
        pty.send("s").wait_for("> s)").send("\r");
        ends(&mut pty, 0);
        reads_well(&pty);
    };
    take("");
    take("\r");
    take("n\r");
    let mut ids = sandbox.column("results.csv", "candidate_id");
    ids.dedup();
    assert_eq!(ids, ["", "May 1990"]);
}

#[test]
fn a_public_exam_says_so() {
    let sandbox = room();
    let mut pty = sandbox.pty(&["take", "delivery-guarantees", "--candidate", "K7"], 60, 24);
    ready(&mut pty, "Start now?");
    shows(
        &mut pty,
        &["public exam: its key is on this machine", "no time limit on the whole", "Need more time"],
    );
    pty.send("n\r");
    ends(&mut pty, 130);
    reads_well(&pty);
}
