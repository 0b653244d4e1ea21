//! An author's Markdown, read and written out as Markdown again: it means the same to whatever reads it next.

use crate::render::markup::{self, Block, Inline};
use crate::render::sanitize;

/// An author's Markdown, its lines behind `indent`.
pub(super) fn author(source: &str, indent: &str) -> String {
    let out = blocks(&markup::parse(source), indent, "\n", false);
    if out.is_empty() { format!("{indent}\n") } else { out }
}

/// Blocks with `between` between them; a list that comes first perhaps with its other sign.
fn blocks(blocks: &[Block], indent: &str, between: &str, first_other: bool) -> String {
    let mut out = String::new();
    let mut other = false;
    for (at, block) in blocks.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| blocks.get(before));
        if let Some(before) = before {
            // Text that was no paragraph would be one with what is beside it, and a paragraph one with a list above it.
            let apart = [before, block].into_iter().any(|block| matches!(block, Block::Written(_)))
                || matches!((before, block), (Block::List { .. }, Block::Paragraph(_)));
            out.push_str(if apart { "\n" } else { between });
        }
        // One list behind the other: with the same sign they would be one. Lists at the start of a list: `- - -` would be a rule.
        other = match before {
            Some(before) => {
                !other && is_numbered(before).is_some() && is_numbered(before) == is_numbered(block)
            }
            None => first_other,
        };
        out.push_str(&self::block(block, indent, other));
    }
    out
}

/// Whether a list is numbered; nothing of what is no list.
const fn is_numbered(block: &Block) -> Option<bool> {
    if let Block::List { start, .. } = block { Some(start.is_some()) } else { None }
}

/// A block; a list with its other sign.
fn block(block: &Block, indent: &str, other: bool) -> String {
    match block {
        Block::Paragraph(inlines) => lines(&self::inlines(inlines), indent),
        Block::Code { language, code } => fenced(language, code, indent),
        Block::List { start, loose, items } => list(*start, *loose, items, indent, other),
        Block::Written(text) => {
            let written: Vec<String> = text.lines().map(|line| escaped(line.trim())).collect();
            lines(&written.join("\\\n"), indent)
        }
    }
}

fn list(start: Option<u64>, loose: bool, items: &[Vec<Block>], indent: &str, other: bool) -> String {
    let between = if loose { "\n" } else { "" };
    let item = |(at, blocks): (usize, &Vec<Block>)| {
        let lead = match start {
            None => if other { "* " } else { "- " }.to_owned(),
            Some(start) => format!("{}{} ", start.saturating_add(at as u64), if other { ')' } else { '.' }),
        };
        let deeper = format!("{indent}{}", " ".repeat(lead.len()));
        let body = self::blocks(blocks, &deeper, between, !other);
        format!("{indent}{lead}{}", body.strip_prefix(&deeper).unwrap_or("\n"))
    };
    items.iter().enumerate().map(item).collect::<Vec<_>>().join(between)
}

/// Lines of a paragraph behind an indent, none of which begins anything.
fn lines(text: &str, indent: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| format!("{indent}{}", held_back(line))).collect();
    format!("{}\n", lines.join("\n"))
}

/// A line that begins neither a list nor a rule: `- `, `+ `, `1. `, `===`, `:--`.
fn held_back(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at(digits);
    let begins =
        if digits == 0 { rest.starts_with(['-', '+', '=', ':']) } else { rest.starts_with(['.', ')']) };
    if begins { format!("{number}\\{rest}") } else { line.to_owned() }
}

fn inlines(inlines: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::Text(text) => escaped(text),
        Inline::Code(code) => code_span(code),
        // With the sign of the source: the other one would not always begin or end there.
        Inline::Emphasis(sign, inner) => format!("{sign}{}{sign}", self::inlines(inner)),
        Inline::Strong(sign, inner) => format!("{sign}{sign}{}{sign}{sign}", self::inlines(inner)),
        Inline::Break => "\\\n".to_owned(),
    };
    inlines.iter().map(one).collect()
}

/// The longest run of backticks in a text.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

pub(super) fn code_span(code: &str) -> String {
    let code = sanitize::line(code);
    let fence = "`".repeat(longest_run(&code) + 1);
    let by_a_space = code.starts_with(' ') && code.ends_with(' ') && !code.trim().is_empty();
    let pad = if code.starts_with('`') || code.ends_with('`') || by_a_space { " " } else { "" };
    format!("{fence}{pad}{code}{pad}{fence}")
}

pub(super) fn fenced(language: &str, code: &str, indent: &str) -> String {
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

/// Text that Markdown takes for nothing but text, but for what a line may begin with.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in sanitize::line(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '&' => out.push_str("&amp;"),
            // White space beside a sign keeps it from being emphasis; a name of it doesn't.
            c if c != ' ' && c.is_whitespace() => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
#[path = "again_tests.rs"]
mod tests;
