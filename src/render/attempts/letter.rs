//! What lies with a person's data when it is handed over: what each file is, in plain words.

use jiff::tz::TimeZone;

use crate::report::attempts::{Listed, Recorded};

use super::super::{duration, plural, sanitize, width};

/// Columns of the text.
const WIDTH: usize = 78;

/// What is handed over, and whose it is.
pub struct Letter<'a> {
    /// Who.
    pub candidate: &'a str,
    /// What tells namesakes apart, or empty.
    pub candidate_id: &'a str,
    /// The results file that it comes from.
    pub results: &'a str,
    /// When it is handed over, in milliseconds since 1970.
    pub made: i64,
    /// The attempts, the one that was begun first first.
    pub attempts: Vec<&'a Listed>,
    /// How many rows of the results there are.
    pub rows: usize,
    /// How many journals.
    pub journals: usize,
    /// How many drafts.
    pub drafts: usize,
    /// How many marks.
    pub marks: usize,
    /// How many rows of results as they were before they were marked anew.
    pub earlier: usize,
}

/// `4 rows`, `1 journal`, …; what there is none of is left out, but for rows and journals.
pub fn counted([rows, journals, drafts, marks, earlier]: [usize; 5]) -> Vec<String> {
    let mut counted = vec![plural::count(rows, "row"), plural::count(journals, "journal")];
    counted.extend((drafts > 0).then(|| plural::count(drafts, "draft")));
    counted.extend((marks > 0).then(|| plural::count(marks, "mark")));
    counted.extend((earlier > 0).then(|| plural::count(earlier, "earlier row")));
    counted
}

/// The text of `README.txt`.
pub fn text(letter: &Letter<'_>) -> String {
    let zone = &TimeZone::UTC;
    let mut out = String::new();
    let mut say = |text: &str, indent: &str| {
        for line in width::wrap(&sanitize::line(text), WIDTH, "", indent) {
            out.push_str(&line);
            out.push('\n');
        }
    };
    let id =
        if letter.candidate_id.is_empty() { String::new() } else { format!(" ({})", letter.candidate_id) };
    say(&format!("What is held about {}{id} in {}", letter.candidate, letter.results), "");
    say(&format!("Written on {} UTC.", duration::moment(letter.made, zone)), "");
    say("", "");
    say("The exams", "");
    for one in &letter.attempts {
        let begun = match one.begun {
            Some(at) => format!("begun {} UTC", duration::moment(at.0, zone)),
            None => "begun at a time that is not known".to_owned(),
        };
        let recorded = match one.recorded {
            Recorded::Yes => "in the results",
            Recorded::No => "not in the results",
            Recorded::Partly => "partly in the results",
        };
        let how = one.standing.words();
        say(&format!("- {}: {begun}; {how}, {recorded}. Attempt {}", one.exam, one.attempt), "  ");
    }
    say("", "");
    say("The files", "");
    let mut file = |is_there: bool, text: &str| {
        if is_there {
            say(text, "  ");
        }
    };
    file(
        letter.rows > 0,
        "- results.csv: one line for each question of each attempt: which exam, when, the answer, what it earned, how long it took. The first line names the columns; `grader` says who marked it (`key`: the program, by the exam's key).",
    );
    file(
        letter.journals > 0,
        "- journals/: for each attempt a file with every event, one a line, in the order in which they happened: questions shown, answers and changes of them, predictions, objections, interruptions, time given back. `at` is the time (UTC).",
    );
    file(
        letter.drafts > 0,
        "- drafts/: texts that were being written when the program ended, as they were saved last.",
    );
    file(letter.marks > 0, "- marks.jsonl: marks that people gave to answers, one a line.");
    file(
        letter.earlier > 0,
        "- earlier/: the same lines as they were before answers were marked anew, a file for each time; its name says when.",
    );
    file(true, "- README.txt: this text.");
    say("", "");
    say(
        "This is all that the results file and the folder beside it hold about this person. What is right, and other people's answers, are not in it.",
        "",
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::attempts::Standing;
    use crate::session::moment::WallTime;

    #[test]
    fn what_is_not_there_is_not_spoken_of() {
        let one = Listed {
            attempt: "0192f0c4".to_owned(),
            candidate: "Ada\u{1b}".to_owned(),
            candidate_id: "platform".to_owned(),
            exam: "messaging/short".to_owned(),
            mode: "exam".to_owned(),
            begun: Some(WallTime(0)),
            standing: Standing::Open,
            recorded: Recorded::No,
            earned: None,
            has_journal: true,
        };
        let letter = Letter {
            candidate: &one.candidate,
            candidate_id: &one.candidate_id,
            results: "panel.csv",
            made: 86_400_000,
            attempts: vec![&one],
            rows: 0,
            journals: 1,
            drafts: 0,
            marks: 0,
            earlier: 0,
        };
        let text = text(&letter);
        assert!(text.starts_with("What is held about Ada\\u{1b} (platform) in panel.csv\n"), "{text}");
        assert!(
            text.contains("- messaging/short: begun 1 Jan 1970, 00:00:00 UTC; open, not in the results.\n"),
            "{text}"
        );
        assert!(
            text.contains("journals/") && !text.contains("results.csv:") && !text.contains("marks"),
            "{text}"
        );
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
    }
}
