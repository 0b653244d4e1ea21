//! A warning at length, for `examiner help check NAME`.

use crate::exam::problem::{Explanation, WarningName};
use crate::render::paint::{self, Span, Style};
use crate::render::{Look, width};

/// The warning under headings, each line ending in a newline.
pub fn text(name: WarningName, look: Look) -> String {
    let Explanation { what, how, why, mend } = name.explanation();
    let word = name.word();
    let allow = format!("In the file, with the reason: allow = {{ {word} = \"…\" }}");
    let once = format!("For one run: examiner check EXAM.toml --allow {word}");
    let title = format!("warning[{word}]");
    let mut text = paint::lines(&[vec![Span::new(title, Style::BOLD)]], look.color);
    for (heading, paragraphs) in [
        ("What it finds", &[what][..]),
        ("How", &[how]),
        ("Why it matters", &[why]),
        ("How to mend it", &[mend]),
        ("How to allow it", &[&allow, &once]),
    ] {
        text.push('\n');
        text.push_str(&paint::lines(&[vec![Span::new(heading, Style::BOLD)]], look.color));
        for paragraph in paragraphs {
            for line in width::wrap(paragraph, look.width, "  ", "  ") {
                text.push_str(&line);
                text.push('\n');
            }
        }
    }
    text
}
