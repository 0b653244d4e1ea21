//! A page of headings, tables and sentences: for a terminal or as Markdown.

use super::paint::{self, Span, Style};
use super::table::{Align, Row, Table};
use super::{Look, markdown, sanitize, snippet, width};

/// Text is not laid out wider than this, tables are.
const READABLE: usize = 120;

/// One piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A heading: parts of one line.
    Heading(Vec<String>),
    /// What belongs to the heading, quieter: parts of one line.
    Under(Vec<String>),
    /// A table.
    Table(Table),
    /// A sentence or some.
    Text(String),
    /// Something with a title of several parts and labelled lines; a line without a label goes on with the one before.
    Entry {
        /// The title's parts.
        title: Vec<String>,
        /// What stands in full between the title and the lines.
        blocks: Vec<Block>,
        /// Labels and texts.
        lines: Vec<(String, String)>,
    },
    /// A command to copy, on a line of its own that is not broken.
    Command(String),
    /// Remarks, one a line, each with the mark that refers to it, if one does.
    Remarks(Vec<(String, String)>),
}

/// Something that is shown as its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Text in Markdown.
    Prose(String),
    /// Code, shown with the numbers of its lines.
    Code {
        /// For example a file name.
        title: Option<String>,
        /// For colours.
        language: String,
        /// The text.
        code: String,
    },
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its pieces; an empty line comes between them, but not behind a heading.
    pub parts: Vec<Part>,
}

impl Document {
    /// For a terminal, or a text file.
    pub fn render(&self, look: Look) -> String {
        let mut out = String::new();
        let whole = look;
        let look = Look { width: look.width.min(READABLE), ..look };
        let wrap = |text: &str, style: Style, rest: usize| {
            let span = Span::new(sanitize::line(text).into_owned(), style);
            paint::lines(&paint::wrap(&[span], look.width, &[], rest), look.color)
        };
        for (i, part) in self.parts.iter().enumerate() {
            let under_heading = matches!(part, Part::Under(_))
                && matches!(self.parts.get(i.wrapping_sub(1)), Some(Part::Heading(_)));
            if i > 0 && !under_heading && !matches!(part, Part::Command(_)) {
                out.push('\n');
            }
            match part {
                Part::Command(command) => out.push_str(&format!("    {}\n", sanitize::line(command))),
                Part::Heading(parts) => out.push_str(&joined(parts, Style::BOLD, look)),
                Part::Under(parts) => out.push_str(&joined(parts, Style::DIM, look)),
                Part::Table(table) => {
                    let parts: Vec<String> =
                        table.clone().fitting(whole.width).iter().map(|part| part.render(whole)).collect();
                    out.push_str(&parts.join("\n"));
                }
                Part::Text(text) => out.push_str(&wrap(text, Style::PLAIN, 0)),
                Part::Entry { title, blocks, lines } => {
                    out.push_str(&joined(title, Style::BOLD, look));
                    out.extend(blocks.iter().map(|block| as_written(block, look)));
                    let widest =
                        lines.iter().map(|(label, _)| width::of(&sanitize::line(label))).max().unwrap_or(0);
                    let room = (widest + 4).max(LABEL).min((look.width / 3).max(LABEL));
                    for (label, text) in lines {
                        out.push_str(&labelled(label, text, room, look));
                    }
                }
                Part::Remarks(remarks) => {
                    for (mark, text) in remarks {
                        let text = if mark.is_empty() { text.clone() } else { format!("{mark} {text}") };
                        out.push_str(&wrap(&text, Style::PLAIN, 2));
                    }
                }
            }
        }
        out
    }

    /// As Markdown: tables as GitHub writes them.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        for (i, part) in self.parts.iter().enumerate() {
            if i > 0 {
                out.push('\n');
            }
            match part {
                Part::Command(command) => out.push_str(&fenced(command)),
                Part::Heading(parts) => out.push_str(&format!("## {}\n", plain(&parts.join(" · ")))),
                Part::Under(parts) => out.push_str(&format!("{}\n", plain(&parts.join(" · ")))),
                Part::Table(table) => out.push_str(&markdown_table(table)),
                Part::Text(text) => out.push_str(&format!("{}\n", plain_start(text))),
                Part::Entry { title, blocks, lines } => {
                    out.push_str(&format!("### {}\n", plain(&title.join(" · "))));
                    out.extend(blocks.iter().map(markdown_block));
                    for (i, (label, text)) in lines.iter().enumerate() {
                        out.push_str(if i == 0 { "\n" } else { "" });
                        // What goes on with the line before stands below it.
                        out.push_str(&match (i, label.as_str()) {
                            (1.., "") => format!("  - {}\n", plain_start(text)),
                            (_, "") => format!("- {}\n", plain_start(text)),
                            _ => format!("- **{}:** {}\n", plain(label), plain(text)),
                        });
                    }
                }
                Part::Remarks(remarks) => {
                    for (mark, text) in remarks {
                        let text = format!("{mark} {text}");
                        out.push_str(&format!("- {}\n", plain_start(text.trim_start())));
                    }
                }
            }
        }
        out
    }
}

/// The fewest columns of a label with the gap behind it.
const LABEL: usize = 13;

/// Columns of code in a page of Markdown: lines are hardly ever broken.
const PAGE: usize = 500;

fn labelled(label: &str, text: &str, room: usize, look: Look) -> String {
    let label = sanitize::line(label);
    let text = [Span::plain(sanitize::line(text).into_owned())];
    let fits = width::of(&label) + 4 <= room;
    let before = if fits { width::pad_end(&format!("  {label}"), room) } else { " ".repeat(room) };
    let first = [Span::new(before, Style::DIM)];
    let mut out = String::new();
    if !fits {
        // A label that is too long stands above its text.
        let label = [Span::new(label.into_owned(), Style::DIM)];
        out.push_str(&paint::lines(&paint::wrap(&label, look.width, &[Span::plain("  ")], 2), look.color));
    }
    out + &paint::lines(&paint::wrap(&text, look.width, &first, room), look.color)
}

/// A block for a terminal.
fn as_written(block: &Block, look: Look) -> String {
    match block {
        Block::Prose(text) => markdown::render(text, look, "  "),
        Block::Code { title, language, code } => snippet::render(title.as_deref(), language, code, look),
    }
}

/// A block in a page of Markdown: text as a quotation, code between fences with the numbers of its lines.
fn markdown_block(block: &Block) -> String {
    match block {
        Block::Prose(text) => {
            let text = sanitize::text(text.trim());
            let lines = text.lines().map(|line| format!("> {line}").trim_end().to_owned() + "\n");
            format!("\n{}", lines.collect::<String>())
        }
        Block::Code { title, language, code } => {
            let code = snippet::render(title.as_deref(), language, code, Look::plain(PAGE));
            format!("\n{}", fenced_as("text", &code))
        }
    }
}

fn fenced(command: &str) -> String {
    fenced_as("sh", &format!("{}\n", sanitize::line(command)))
}

/// Lines between fences that none of them can close.
fn fenced_as(language: &str, code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{code}{fence}\n")
}

fn joined(parts: &[String], style: Style, look: Look) -> String {
    let spans = parts.iter().map(|part| Span::new(sanitize::line(part).into_owned(), style));
    paint::lines(&paint::parts(spans, look.width, 2), look.color)
}

/// Text that Markdown takes for nothing but text.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in sanitize::line(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~') {
            out.push('\\');
        }
        if c == '&' {
            out.push_str("&amp;");
            continue;
        }
        out.push(c);
    }
    out
}

/// The same at the start of a line, where a dash or a number would begin a list.
fn plain_start(text: &str) -> String {
    let text = plain(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let mut after = rest.chars();
    let begins_list = match after.next() {
        Some('.' | ')') => digits > 0 && matches!(after.next(), None | Some(' ')),
        Some('-' | '+' | '=') => digits == 0,
        Some(_) | None => false,
    };
    if begins_list { format!("{number}\\{rest}") } else { text }
}

/// Headings over rows stand in bold in the first column.
fn markdown_table(table: &Table) -> String {
    let cells =
        |cells: &mut dyn Iterator<Item = String>| format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "));
    let titles = table.columns.iter().map(|column| plain(&column.title.join(" ")));
    let rules = table.columns.iter().map(|column| match column.align {
        Align::Left => ":--".to_owned(),
        Align::Right => "--:".to_owned(),
    });
    let mut out = cells(&mut titles.into_iter()) + &cells(&mut rules.into_iter());
    for row in &table.rows {
        let mut texts = match row {
            Row::Cells(texts) => texts.iter().map(|text| plain(text.trim_start())).collect::<Vec<_>>(),
            Row::Group(heading) => vec![format!("**{}**", plain(heading))],
            Row::Remark(text) => vec![plain(text.trim_start())],
        };
        texts.resize(table.columns.len(), String::new());
        out.push_str(&cells(&mut texts.into_iter()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::table::Column;
    use super::*;

    #[test]
    fn a_page_is_text_or_markdown() {
        let mut table = Table::new([Column::text("Who"), Column::number("right").under("of 3")]);
        table.group("at least a|b").row(["  <Ada>", "2"]);
        let page = Document {
            parts: vec![
                Part::Heading(vec!["Messaging".to_owned(), "1 candidate".to_owned()]),
                Part::Under(vec!["18 Nov 2026".to_owned()]),
                Part::Table(table),
                Part::Remarks(vec![("¹".to_owned(), "it & that".to_owned())]),
            ],
        };
        assert_eq!(
            page.render(Look::plain(40)),
            "Messaging · 1 candidate\n18 Nov 2026\n\nWho      right\n          of 3\n──────────────\nat least a|b\n  <Ada>      2\n\n¹ it & that\n"
        );
        assert_eq!(
            page.markdown(),
            "## Messaging · 1 candidate\n\n18 Nov 2026\n\n| Who | right of 3 |\n| :-- | --: |\n| **at least a\\|b** |  |\n| \\<Ada\\> | 2 |\n\n- ¹ it &amp; that\n"
        );
    }

    fn entry(lines: &[(&str, &str)], blocks: Vec<Block>) -> Document {
        let lines = lines.iter().map(|(label, text)| ((*label).to_owned(), (*text).to_owned())).collect();
        Document { parts: vec![Part::Entry { title: vec!["Which?".to_owned()], blocks, lines }] }
    }

    #[test]
    fn what_goes_on_stays_with_the_label_before_it() {
        let page = entry(
            &[("Rigel", "0 of 1: -5"), ("", "- as a list"), ("", "1. first"), ("Vega", "right")],
            Vec::new(),
        );
        assert_eq!(
            page.markdown(),
            "### Which?\n\n- **Rigel:** 0 of 1: -5\n  - \\- as a list\n  - 1\\. first\n- **Vega:** right\n"
        );
        let long = entry(&[("Hohenberg-Wartenstein", "right"), ("Vega", "0 of 1")], Vec::new());
        assert_eq!(
            long.render(Look::plain(40)),
            "Which?\n  Hohenberg-Wartenstein\n             right\n  Vega       0 of 1\n"
        );
    }

    #[test]
    fn blocks_are_shown_as_they_were_written() {
        let code = Block::Code {
            title: Some("a.py".to_owned()),
            language: "python".to_owned(),
            code: "x = `y`\n\u{1b}```\n".to_owned(),
        };
        let page = entry(&[("right", "x")], vec![Block::Prose("One.\n\n*Two*.\n".to_owned()), code]);
        assert_eq!(
            page.render(Look::plain(40)),
            "Which?\n  One.\n\n  *Two*.\n   ╭─ a.py\n 1 │ x = `y`\n 2 │ \\u{1b}```\n  right      x\n"
        );
        assert_eq!(
            page.markdown(),
            "### Which?\n\n> One.\n>\n> *Two*.\n\n````text\n   ╭─ a.py\n 1 │ x = `y`\n 2 │ \\u{1b}```\n````\n\n- **right:** x\n"
        );
    }

    #[test]
    fn only_what_would_begin_a_list_is_held_back() {
        let shown = |text: &str| Document { parts: vec![Part::Text(text.to_owned())] }.markdown();
        for (text, expected) in [
            ("22.5 of 30", "22.5 of 30\n"),
            ("2. x", "2\\. x\n"),
            ("2) x", "2\\) x\n"),
            ("- x", "\\- x\n"),
            ("x - y", "x - y\n"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }
}
