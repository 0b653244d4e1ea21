//! A page of headings, tables and sentences: for a terminal or as Markdown.

use super::Look;
use super::paint::{self, Span, Style};
use super::sanitize;
use super::table::{Align, Row, Table};
use super::width;

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
        /// Labels and texts.
        lines: Vec<(String, String)>,
    },
    /// Remarks, one a line, each with the mark that refers to it, if one does.
    Remarks(Vec<(String, String)>),
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
            if i > 0 && !under_heading {
                out.push('\n');
            }
            match part {
                Part::Heading(parts) => out.push_str(&joined(parts, Style::BOLD, look)),
                Part::Under(parts) => out.push_str(&joined(parts, Style::DIM, look)),
                Part::Table(table) => out.push_str(&table.render(whole)),
                Part::Text(text) => out.push_str(&wrap(text, Style::PLAIN, 0)),
                Part::Entry { title, lines } => {
                    out.push_str(&joined(title, Style::BOLD, look));
                    let widest =
                        lines.iter().map(|(label, _)| width::of(&sanitize::line(label))).max().unwrap_or(0);
                    let room = (widest + 4).max(LABEL).min((look.width / 2).max(LABEL));
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
                Part::Heading(parts) => out.push_str(&format!("## {}\n", plain(&parts.join(" · ")))),
                Part::Under(parts) => out.push_str(&format!("{}\n", plain(&parts.join(" · ")))),
                Part::Table(table) => out.push_str(&markdown_table(table)),
                Part::Text(text) => out.push_str(&format!("{}\n", plain(text))),
                Part::Entry { title, lines } => {
                    out.push_str(&format!("### {}\n\n", plain(&title.join(" · "))));
                    for (i, (label, text)) in lines.iter().enumerate() {
                        // What goes on with the line before belongs to it.
                        out.push_str(&match label.as_str() {
                            "" if i > 0 => format!("  - {}\n", plain(text)),
                            "" => format!("- {}\n", plain(text)),
                            label => format!("- **{}:** {}\n", plain(label), plain(text)),
                        });
                    }
                }
                Part::Remarks(remarks) => {
                    for (mark, text) in remarks {
                        out.push_str(&format!("- {}\n", plain(format!("{mark} {text}").trim_start())));
                    }
                }
            }
        }
        out
    }
}

/// The fewest columns of a label with the gap behind it.
const LABEL: usize = 13;

fn labelled(label: &str, text: &str, room: usize, look: Look) -> String {
    let label = sanitize::line(label);
    let label = width::truncate(&label, room.saturating_sub(4));
    let first = [Span::new(width::pad_end(&format!("  {label}"), room), Style::DIM)];
    let text = Span::plain(sanitize::line(text).into_owned());
    paint::lines(&paint::wrap(&[text], look.width, &first, room), look.color)
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
                Part::Entry {
                    title: vec!["Which?".to_owned()],
                    lines: vec![
                        ("Ada".to_owned(), "this".to_owned()),
                        (String::new(), "because".to_owned()),
                        ("Bob".to_owned(), "that".to_owned()),
                    ],
                },
            ],
        };
        assert_eq!(
            page.render(Look::plain(40)),
            "Messaging · 1 candidate\n18 Nov 2026\n\nWho      right\n          of 3\n──────────────\nat least a|b\n  <Ada>      2\n\n¹ it & that\n\nWhich?\n  Ada        this\n             because\n  Bob        that\n"
        );
        assert_eq!(
            page.markdown(),
            "## Messaging · 1 candidate\n\n18 Nov 2026\n\n| Who | right of 3 |\n| :-- | --: |\n| **at least a\\|b** |  |\n| \\<Ada\\> | 2 |\n\n- ¹ it &amp; that\n\n### Which?\n\n- **Ada:** this\n  - because\n- **Bob:** that\n"
        );
    }
}
