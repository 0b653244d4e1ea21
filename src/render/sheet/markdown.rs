//! A sheet as Markdown. What the tool doesn't render of an author's text (headings, links, html) is escaped, so that it stands as it
//! was written here, too.

use crate::render::markup::{self, Block, Inline};
use crate::render::sanitize;

use super::piece::{Choice, Mark, Merit, Piece, Room};

/// How many lines an essay has on paper.
const LINES: usize = 14;

/// Writes it.
pub(super) fn write(pieces: &[Piece<'_>]) -> String {
    let mut out = String::new();
    for piece in pieces {
        if !out.is_empty() {
            out.push('\n');
        }
        match piece {
            Piece::Title(title) => out.push_str(&format!("# {}\n", escaped(title))),
            Piece::Facts(facts) => out.push_str(&format!("*{}*\n", escaped(&facts.join(" · ")))),
            Piece::Text { label, markdown } => {
                if !label.is_empty() {
                    out.push_str(&format!("**{label}**\n\n"));
                }
                out.push_str(&author(markdown, ""));
            }
            Piece::Question(parts) => out.push_str(&format!("---\n\n## {}\n", escaped(&parts.join(" · ")))),
            Piece::Recap(markdown) => {
                out.push_str(&format!("---\n\n## Recap\n\n{}", author(markdown, "")));
            }
            Piece::Subtitle(title) => out.push_str(&format!("### {}\n", escaped(title))),
            Piece::Snippet(shown) => {
                if let Some(title) = &shown.title {
                    out.push_str(&format!("{}\n\n", code_span(title)));
                }
                out.push_str(&fenced(&shown.language, &numbered(&shown.code), ""));
            }
            Piece::Prompt(prompt) => out.push_str(&author(prompt, "")),
            Piece::How(how) => out.push_str(&format!("*{}*\n", escaped(how))),
            Piece::Choices(choices) => out.extend(choices.iter().map(choice)),
            Piece::Room(room) => out.push_str(&room_for(*room)),
            Piece::Key { label, texts } => {
                out.push_str(&format!("**{label}:**\n\n"));
                if let [one] = texts.as_slice() {
                    out.push_str(&author(one, ""));
                } else {
                    out.extend(texts.iter().map(|text| item("- ", text)));
                }
            }
        }
    }
    out
}

fn choice(choice: &Choice<'_>) -> String {
    let mark = match (&choice.merit, choice.mark) {
        (Some(Merit::Right), _) => "☑ ",
        (Some(Merit::Credit(_) | Merit::Wrong) | None, Mark::Box) => "☐ ",
        (_, Mark::Line) => "\\_\\_\\_ ",
        (_, Mark::None) => "",
    };
    let mut out = item(&format!("- {mark}**{}.** ", choice.label), choice.text);
    if let Some(Merit::Credit(share)) = &choice.merit {
        out.push_str(&format!("  - earns {share}\n"));
    }
    if let Some(heads_up) = choice.heads_up {
        out.push_str(&item("  - ", heads_up));
    }
    out
}

fn room_for(room: Room<'_>) -> String {
    // A rule across the page.
    let line = "\u{a0}\n\n___\n";
    match room {
        Room::Who => format!("Name: {} Date: {}\n", "\\_".repeat(32), "\\_".repeat(14)),
        Room::TrueFalse => "- ☐ true\n- ☐ false\n".to_owned(),
        Room::Line => line.to_owned(),
        Room::Number(unit) => format!("{} {}\n", "\\_".repeat(12), escaped(unit.unwrap_or_default())),
        Room::Lines => vec![line; LINES].join("\n"),
    }
}

/// An item of a list: its first line behind `lead`, all else under it.
fn item(lead: &str, text: &str) -> String {
    let before = lead.len() - lead.trim_start().len();
    let indent = " ".repeat(before + 2);
    let body = author(text, &indent);
    match markup::parse(text).first() {
        Some(Block::Paragraph(_) | Block::Written(_)) | None => {
            format!("{lead}{}", body.strip_prefix(&indent).unwrap_or(&body))
        }
        // A fence or a list begins a line of its own.
        Some(Block::Code { .. } | Block::List { .. }) => format!("{}\n\n{body}", lead.trim_end()),
    }
}

/// An author's Markdown, its lines behind `indent`.
fn author(source: &str, indent: &str) -> String {
    let mut out = String::new();
    for (i, block) in markup::parse(source).iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        out.push_str(&self::block(block, indent));
    }
    if out.is_empty() { format!("{indent}\n") } else { out }
}

fn block(block: &Block, indent: &str) -> String {
    match block {
        Block::Paragraph(inlines) => {
            let text = self::inlines(inlines);
            format!("{}\n", text.lines().map(|line| format!("{indent}{line}")).collect::<Vec<_>>().join("\n"))
        }
        Block::Code { language, code } => fenced(language, code, indent),
        Block::List { start, items } => {
            let mut out = String::new();
            for (i, blocks) in items.iter().enumerate() {
                let lead = start
                    .map_or_else(|| "- ".to_owned(), |start| format!("{}. ", start.saturating_add(i as u64)));
                let deeper = format!("{indent}{}", " ".repeat(lead.len()));
                let body: Vec<String> = blocks.iter().map(|one| self::block(one, &deeper)).collect();
                let body = body.join("\n");
                out.push_str(&format!("{indent}{lead}{}", body.strip_prefix(&deeper).unwrap_or("\n")));
            }
            out
        }
        Block::Written(text) => {
            let lines: Vec<String> = text.lines().map(|line| format!("{indent}{}", escaped(line))).collect();
            format!("{}\n", lines.join("\\\n"))
        }
    }
}

fn inlines(inlines: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::Text(text) => escaped(text),
        Inline::Code(code) => code_span(code),
        Inline::Emphasis(inner) => format!("*{}*", self::inlines(inner)),
        Inline::Strong(inner) => format!("**{}**", self::inlines(inner)),
        Inline::Break => "\\\n".to_owned(),
    };
    inlines.iter().map(one).collect()
}

/// The longest run of backticks in a text.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn code_span(code: &str) -> String {
    let code = sanitize::line(code);
    let fence = "`".repeat(longest_run(&code) + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{code}{pad}{fence}")
}

fn fenced(language: &str, code: &str, indent: &str) -> String {
    let code = sanitize::text(code.trim_end_matches(['\n', '\r']));
    let fence = "`".repeat((longest_run(&code) + 1).max(3));
    let word: String =
        language.chars().filter(|c| c.is_ascii_alphanumeric() || "+-#_".contains(*c)).collect();
    let mut out = format!("{indent}{fence}{word}\n");
    for line in code.split('\n') {
        let line = format!("{indent}{line}");
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.push_str(&format!("{indent}{fence}\n"));
    out
}

/// Code with its lines numbered, so that texts can point at them.
fn numbered(code: &str) -> String {
    let lines: Vec<&str> = code.trim_end_matches(['\n', '\r']).split('\n').collect();
    let digits = lines.len().to_string().len();
    let lines = lines.iter().enumerate().map(|(at, line)| format!("{:>digits$} │ {line}", at + 1));
    lines.collect::<Vec<_>>().join("\n")
}

/// Text that Markdown takes for nothing but text.
fn escaped(text: &str) -> String {
    let text = sanitize::line(text);
    let mut out = String::new();
    let mut line_begins = true;
    for (at, c) in text.char_indices() {
        let special = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~');
        // A list or a rule begins only where a line does: `- `, `+ `, `1. `, `===`.
        let opens = line_begins && matches!(c, '-' | '+' | '=')
            || matches!(c, '.' | ')')
                && at > 0
                && text[..at].trim_start().bytes().all(|byte| byte.is_ascii_digit())
                && !text[..at].trim().is_empty();
        if c == '&' {
            out.push_str("&amp;");
        } else {
            if special || opens {
                out.push('\\');
            }
            out.push(c);
        }
        line_begins &= c == ' ';
    }
    out
}
