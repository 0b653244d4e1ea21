//! What is printed around the prompts of a sitting: headers, questions, notices. Text in, text out.

use crate::exam::{Face, Predict, Question};
use crate::render::paint::{self, Style};
use crate::render::question::{self as card, Header};
use crate::render::{Look, duration, markdown, plural, sanitize, snippet, width};
use crate::session::{Mode, Scope, machine};
use crate::terminal::prompter::CommandWord;

use super::desk::{ClockTalk, Desk};

/// A heading in bold, with an empty line before it.
pub fn heading(text: &str, look: Look) -> String {
    let text = sanitize::line(text);
    let lines = width::wrap(&text, look.width, "", "");
    let bold: Vec<String> = lines.iter().map(|line| paint::styled(line, Style::BOLD, look.color)).collect();
    format!("\n{}\n", bold.join("\n"))
}

/// Plain text (ours, or already safe) wrapped to the width, each line ending in a newline.
pub fn wrapped(text: &str, look: Look, indent: &str) -> String {
    let mut out = String::new();
    for line in text.split('\n') {
        for line in width::wrap(line, look.width, indent, indent) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

/// The header, the snippets and the prompt of a question; not its options.
pub fn question(desk: &Desk<'_>, place: usize, question: &Question) -> String {
    let look = desk.room.look;
    let progress = &desk.attempt.progress[place];
    let points = question.points.to_string();
    let (left, ends) = remaining(desk, place);
    let note = match (progress.flagged, &progress.answer) {
        (true, _) => Some("flagged"),
        (false, Some(_)) if desk.attempt.started.mode == Mode::Exam => Some("answered"),
        (false, _) => None,
    };
    let header = Header {
        number: place + 1,
        total: desk.attempt.progress.len(),
        topic: Some(desk.exam.topic_title(&question.topic)),
        level: None,
        points: Some(&points),
        left: left.as_deref(),
        ends: ends.as_deref(),
        note,
    };
    let rule = paint::styled(&"─".repeat(look.width.min(100)), Style::DIM, look.color);
    let mut page = format!("\n{rule}\n{}", card::header(&header, look));
    if let Some(title) = &question.title {
        page.push_str(heading(title, look).trim_start_matches('\n'));
    }
    for shown in desk.exam.snippets_of(question) {
        page.push('\n');
        page.push_str(&snippet::render(shown.title.as_deref(), &shown.language, &shown.code, look));
    }
    page.push('\n');
    page.push_str(&markdown::render(&question.prompt, look, ""));
    page
}

fn remaining(desk: &Desk<'_>, place: usize) -> (Option<String>, Option<String>) {
    if desk.ways.clock_talk == ClockTalk::Quiet {
        return (None, None);
    }
    let now = desk.now();
    let elapsed = desk.elapsed_at(now);
    let Some(deadline) = machine::deadline(&desk.attempt, place, elapsed) else { return (None, None) };
    let left = deadline.elapsed_ms.saturating_sub(elapsed);
    let ends = duration::end(now.wall_ms, left, &desk.room.zone);
    let whose = match deadline.scope {
        Scope::Question => "this question: ",
        Scope::Exam => "",
    };
    (Some(format!("{whose}{}", duration::clock(left))), Some(ends))
}

/// A question in a few words: its title, or how its prompt begins.
pub fn in_short(question: &Question, width: usize) -> String {
    card::short(question.title.as_deref().unwrap_or(&question.prompt), width)
}

/// How the menu names a command.
pub fn menu_word(desk: &Desk<'_>, place: usize, word: CommandWord) -> &'static str {
    match word {
        CommandWord::Skip if desk.attempt.progress[place].answer.is_some() && !desk.is_practice() => {
            "go on (your answer stands)"
        }
        CommandWord::Skip => "skip",
        CommandWord::Flag => "flag and skip",
        CommandWord::Back => "go back one question",
        CommandWord::Unclear => "this question is unclear",
        CommandWord::Time => "time left",
        CommandWord::Submit if desk.is_practice() => "finish",
        CommandWord::Submit => "submit",
        CommandWord::Quit => "leave and resume later",
        CommandWord::Hint => "a hint",
        CommandWord::ShowMe => "show me the answer",
        CommandWord::Next => "on to the next question",
    }
}

/// Makes sentences of texts: a capital in front, a full stop behind.
pub fn sentences(texts: &[&str]) -> String {
    let sentence = |text: &&str| {
        let mut letters = text.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}.", letters.as_str())
    };
    texts.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

/// The letter of a command in the menu: the same at every question.
pub const fn menu_letter(word: CommandWord) -> &'static str {
    match word {
        CommandWord::Skip => "s",
        CommandWord::Flag => "f",
        CommandWord::Back => "b",
        CommandWord::Unclear => "u",
        CommandWord::Time => "t",
        CommandWord::Submit => "x",
        CommandWord::Quit => "l",
        CommandWord::Hint => "h",
        CommandWord::ShowMe => "w",
        CommandWord::Next => "n",
    }
}

/// How much time is left, and when it ends.
pub fn time_left(desk: &Desk<'_>) -> String {
    let now = desk.now();
    let elapsed = desk.elapsed_at(now);
    let at = |left: u64| {
        format!("{} left, ends {}", duration::clock(left), duration::end(now.wall_ms, left, &desk.room.zone))
    };
    let mut lines = Vec::new();
    if let Some(place) = desk.attempt.on_screen()
        && let Some(end) = desk.attempt.question_deadline(place, elapsed)
    {
        lines.push(format!("For this question: {}.", at(end.saturating_sub(elapsed))));
    }
    match desk.attempt.exam_deadline() {
        Some(end) => lines.push(format!("For the whole: {}.", at(end.saturating_sub(elapsed)))),
        None if lines.is_empty() => lines.push("No clock is running.".to_owned()),
        None => {}
    }
    lines.join("\n")
}

/// What is said when time ran out.
pub fn out_of_time(desk: &Desk<'_>, place: usize, scope: Scope) -> String {
    let what = match scope {
        Scope::Question => "Time is up for this question.",
        Scope::Exam => "Time is up.",
    };
    let progress = &desk.attempt.progress[place];
    let kept = match &progress.answer {
        Some((_, crate::session::By::Clock)) => {
            " What stood there counts as your answer; it can earn, it can't cost."
        }
        Some((_, crate::session::By::Person)) => " Your answer from before stands.",
        None => " No answer stood there that could count.",
    };
    format!("\n{}", wrapped(&format!("{what}{kept}"), desk.room.look, ""))
}

/// The hint of a question.
pub fn hint(desk: &Desk<'_>, question: &Question) -> String {
    match &question.teaching.hint {
        Some(hint) => markdown::render(hint, desk.room.look, "  "),
        None => "There is no hint for this one.".to_owned(),
    }
}

/// Whether a question of this kind has options to predict before.
pub fn has_prediction(desk: &Desk<'_>, question: &Question) -> bool {
    desk.ways.predict == Predict::Ask
        && matches!(question.face, Face::Single(_) | Face::Multiple(_) | Face::Order(_) | Face::Match { .. })
}

/// Crux, intro and goal.
pub fn opening(exam: &crate::exam::Exam, title: &str, look: Look) -> String {
    let mut page = heading(title, look);
    if let Some(crux) = &exam.crux {
        page.push_str(&markdown::render(crux, look, ""));
    }
    if let Some(intro) = &exam.intro {
        page.push('\n');
        page.push_str(&markdown::render(intro, look, ""));
    }
    if let Some(goal) = &exam.goal {
        page.push_str(&heading("Goal", look));
        page.push_str(&markdown::render(goal, look, ""));
    }
    page
}

/// `4 questions`, `1 question`.
pub fn questions(n: usize) -> String {
    plural::count(n, "question")
}
