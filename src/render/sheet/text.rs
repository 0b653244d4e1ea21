//! A sheet for a terminal.

use crate::render::paint::{self, Span, Style};
use crate::render::question::{Standing, labelled_options};
use crate::render::{Look, markdown, sanitize, snippet, width};

use super::piece::{Choice, Merit, Piece};

/// A rule between questions is no longer than this.
const LONGEST_RULE: usize = 100;
/// What stands below an option begins here.
const BELOW: &str = "       ";

/// Writes it, each line ending in a newline.
pub(super) fn write(pieces: &[Piece<'_>], look: Look) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Title(title) | Piece::Subtitle(title) => out.push_str(&bold(title, look)),
            Piece::Facts(facts) => out.push_str(&joined(facts, Style::DIM, look)),
            Piece::Text { label, markdown } => {
                out.push('\n');
                if !label.is_empty() {
                    out.push_str(&bold(label, look));
                }
                out.push_str(&markdown::render(markdown, look, ""));
            }
            Piece::Question(parts) => {
                out.push_str(&rule(look));
                out.push_str(&joined(parts, Style::BOLD, look));
            }
            Piece::Recap(markdown) => {
                out.push_str(&rule(look));
                out.push_str(&bold("Recap", look));
                out.push_str(&markdown::render(markdown, look, ""));
            }
            Piece::Snippet(shown) => {
                out.push('\n');
                out.push_str(&snippet::render(shown.title.as_deref(), &shown.language, &shown.code, look));
            }
            Piece::Prompt(prompt) => out.push_str(&format!("\n{}", markdown::render(prompt, look, ""))),
            Piece::How(how) => {
                let how = [Span::plain(sanitize::line(how).into_owned())];
                out.push_str(&format!(
                    "\n{}",
                    paint::lines(&paint::wrap(&how, look.width, &[], 0), look.color)
                ));
            }
            Piece::Choices(choices) => out.push_str(&format!("\n{}", options(choices, look))),
            // Room to write in is for paper.
            Piece::Room(_) => {}
            Piece::Key { label, texts } => {
                out.push_str(&format!("\n{}", paint::styled(label, Style::BOLD, look.color)));
                out.push('\n');
                out.push_str(&listed(texts, look));
            }
            Piece::Steps { label, texts } => {
                out.push_str(&format!("\n{}", paint::styled(label, Style::BOLD, look.color)));
                out.push('\n');
                let steps = texts.iter().enumerate();
                let steps = steps.map(|(at, text)| (format!("{}.", at + 1), text.as_str(), Standing::Open));
                out.push_str(&labelled_options(steps, look));
            }
        }
    }
    out
}

fn rule(look: Look) -> String {
    let rule = "─".repeat(look.width.min(LONGEST_RULE));
    format!("\n{}\n", paint::styled(&rule, Style::DIM, look.color))
}

fn bold(text: &str, look: Look) -> String {
    joined(&[text.to_owned()], Style::BOLD, look)
}

fn joined(parts: &[String], style: Style, look: Look) -> String {
    let spans = parts.iter().map(|part| Span::new(sanitize::line(part).into_owned(), style));
    paint::lines(&paint::parts(spans, look.width, 0), look.color)
}

/// One text as it is; several with a mark before each.
fn listed(texts: &[String], look: Look) -> String {
    match texts {
        [one] => markdown::render(one, look, "  "),
        several => {
            labelled_options(several.iter().map(|text| ("•".to_owned(), text.as_str(), Standing::Open)), look)
        }
    }
}

/// Options with letters; where the key is shown a mark before what is right, and below each what is said about it.
fn options(choices: &[Choice<'_>], look: Look) -> String {
    if choices.iter().all(|choice| choice.merit.is_none()) {
        return labelled_options(
            choices.iter().map(|choice| (choice.label.clone(), choice.text, Standing::Open)),
            look,
        );
    }
    let mut out = String::new();
    for choice in choices {
        let (mark, word) = match &choice.merit {
            Some(Merit::Right) => ("✓ ", Some("right".to_owned())),
            Some(Merit::Credit(share)) => ("  ", Some(format!("earns {share}"))),
            Some(Merit::Wrong) | None => ("  ", None),
        };
        let label = width::pad_start(&choice.label, 1);
        let first = [Span::plain(mark), Span::new(label, Style::BOLD), Span::plain("  ")];
        let rest = paint::width_of(&first);
        out.push_str(&paint::lines(&markdown::entry(choice.text, look, &first, rest), look.color));
        let below = word.into_iter().chain(choice.heads_up.map(|text| text.trim().to_owned()));
        let below = below.collect::<Vec<_>>().join(": ");
        if !below.is_empty() {
            out.push_str(&markdown::render(&below, look, BELOW));
        }
    }
    out
}
