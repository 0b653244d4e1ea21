//! What each key of an exam file does, as the comment above its first use says it.

use crate::exam::section::Section;

/// The comment of a key, one line or several; nothing where the key says it all.
pub const fn note(section: Section, key: &str) -> &'static str {
    match section {
        Section::Exam => exam(key),
        Section::Topic => topic(key),
        Section::Question => question(key),
        Section::QuestionSnippet | Section::Snippet => snippet(key),
        Section::Choice => option(key),
        Section::Entry => "Entries stand in the right order here; a candidate sees them in another.",
        Section::Pair => pair(key),
        Section::Criterion => criterion(key),
        Section::Cuts
        | Section::Shuffle
        | Section::Allow
        | Section::Scoring
        | Section::Draw
        | Section::Form
        | Section::Left
        | Section::Right => "",
    }
}

const fn exam(key: &str) -> &'static str {
    match key.as_bytes() {
        b"format" => "The format of this file.",
        b"id" => "What results and forms call the exam: it stays when the title changes.",
        b"purpose" => "\"exam\", or \"lesson\": no level is claimed, and practice is its home.",
        b"minutes" => "About how long it takes; limits nothing.",
        b"time_limit" => {
            "When it is over the exam ends by itself, in mid-answer if need be. Without it no clock runs."
        }
        b"ladder" => "The levels, lowest first. \"zero\" is below the first.",
        b"cuts" => "The share of a level's points that shows the level.",
        b"cuts_basis" => {
            "Where the cuts come from (the share of a level's points that shows the level: 0.70, 0.65, then\n\
             0.60 unless `cuts = { junior = 0.75 }` says otherwise). It stands under every table of levels."
        }
        b"allow" => "Warnings of `examiner check` that are silenced, each with the reason.",
        _ => "",
    }
}

const fn topic(key: &str) -> &'static str {
    match key.as_bytes() {
        b"id" => "What questions are about. Scores are told topic by topic; each question names one.",
        _ => "",
    }
}

const fn question(key: &str) -> &'static str {
    match key.as_bytes() {
        b"id" => "What results call the question: keep it when the text changes.",
        b"kind" => "single, multiple, boolean, text, number, order, match or essay.",
        b"level" => "A rung of the ladder; without one the question counts in no level.",
        b"points" => "What it is worth; 1 where nothing is said.",
        b"prompt" => "Markdown.",
        b"hint" => "Offered in practice only.",
        b"explanation" => "Shown with the feedback, right or wrong (Markdown).",
        b"follow_up" => "What an interviewer asks next: shown in the debrief only.",
        b"heads_up" => "Why the other answer is wrong.",
        b"accept" => "Any of these is right; upper and lower case and runs of spaces are made the same.",
        b"pattern" => "A regular expression that the whole answer must match; `(?i)` in front ignores case.",
        b"tolerance" => "How far off still counts: in the answer's own unit, or a share such as \"5%\".",
        b"unit" => "What the answer is counted in; it may be typed behind the number.",
        b"distractors" => "More right-hand sides, which belong to nothing.",
        b"sample" => "A model answer, for those who mark.",
        _ => "",
    }
}

const fn snippet(key: &str) -> &'static str {
    match key.as_bytes() {
        b"title" => "Something to read first, shown with line numbers that texts can point at.",
        b"language" => "For the colours; \"text\" for a log or a metrics line.",
        _ => "",
    }
}

const fn option(key: &str) -> &'static str {
    match key.as_bytes() {
        b"text" => "Options are shuffled; `pin = true` keeps one in its place.",
        b"heads_up" => "Why this choice fails in this very case (or, on a right one, why it is right).",
        b"credit" => "Wrong, but worth a share of the points.",
        _ => "",
    }
}

const fn pair(key: &str) -> &'static str {
    match key.as_bytes() {
        b"left" => "For each left side the right one is chosen.",
        _ => "",
    }
}

const fn criterion(key: &str) -> &'static str {
    match key.as_bytes() {
        b"text" => {
            "What those who mark look for. Its points are its part of the sum of all criteria's points, and that part\n\
             of the question's own points is what it earns."
        }
        _ => "",
    }
}

/// What may stand on top of an exam and was not asked for: comments, to be changed into keys.
pub const MORE: &str = "\
# More that can stand here:
#
# crux = \"One sentence: what is tested.\"
# intro = \"How to read this.\"
# notice = \"Before the start: who reads the answers, how long they are kept, whom to ask.\"
# recap = \"At the end of a practice: what to take away.\"
# reveal = \"score\"                   # what `take` shows at the end: \"nothing\", \"score\" or \"answers\"
# navigation = \"linear\"              # forward only; \"free\": skip, flag, go back
# shuffle = { questions = true, options = true }
#
# [scoring]
# wrong = 0.25                       # the share of its points that a wrong answer costs
# partial = \"net\"                    # part of the points for part of a multiple, order or match
";
