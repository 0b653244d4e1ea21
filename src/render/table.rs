//! Plain tables: a thin rule under the header, two spaces between columns, numbers to the right, no box.
//!
//! A number is never cut and a word never broken: text columns and titles wrap at spaces, and what still does not fit overflows.
//! Widths are measured as everywhere else ([`width`]), so that a cell can never be broken by a second opinion on its width.

use super::paint::{self, Line, Span, Style};
use super::{Look, sanitize, width};

/// Columns between two columns.
const GAP: usize = 2;

/// To which side a column's cells go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Text: to the left; wraps at spaces where the table is too wide.
    Left,
    /// Numbers: to the right; never wrapped.
    Right,
}

/// A column's title and side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    title: Vec<String>,
    align: Align,
}

impl Column {
    /// A column of text.
    pub fn text(title: &str) -> Self {
        Self { title: vec![sanitize::line(title).into_owned()], align: Align::Left }
    }

    /// A column of numbers.
    pub fn number(title: &str) -> Self {
        Self { align: Align::Right, ..Self::text(title) }
    }

    /// The same column with one more line under its title.
    #[must_use]
    pub fn under(mut self, line: &str) -> Self {
        self.title.push(sanitize::line(line).into_owned());
        self
    }
}

/// What stands on a table's line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Row {
    /// A cell for each column; columns beyond are empty.
    Cells(Vec<String>),
    /// A heading over the rows below it, across all columns.
    Group(String),
}

/// A table, built row by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
}

impl Table {
    /// A table with these columns and no rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self { columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    /// Adds a row. Cells are sanitised; blanks at the start of one are its indent.
    pub fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) -> &mut Self {
        let cells = cells.into_iter().map(|cell| sanitize::line(cell.as_ref()).into_owned()).collect();
        self.rows.push(Row::Cells(cells));
        self
    }

    /// Adds a heading over the rows that follow.
    pub fn group(&mut self, heading: &str) -> &mut Self {
        self.rows.push(Row::Group(sanitize::line(heading).into_owned()));
        self
    }

    /// The columns that the table takes where nothing is wrapped.
    pub fn natural_width(&self) -> usize {
        total(&self.widths(whole, widest))
    }

    /// The columns below which the table overflows.
    pub fn least_width(&self) -> usize {
        total(&self.least_widths())
    }

    /// The table, each line ending in a newline.
    pub fn render(&self, look: Look) -> String {
        let widths = self.fit(look.width);
        let mut out: Vec<Line> = Vec::new();
        let titles: Vec<Vec<String>> = self
            .columns
            .iter()
            .zip(&widths)
            .map(|(column, &room)| column.title.iter().flat_map(|line| cell_lines(line, room)).collect())
            .collect();
        self.push_lines(&mut out, &titles, &widths, Style::BOLD);
        out.push(vec![Span::new("─".repeat(total(&widths)), Style::DIM)]);
        for row in &self.rows {
            match row {
                Row::Group(heading) => {
                    let wrapped = paint::wrap(&[Span::new(heading, Style::BOLD)], look.width, &[], 0);
                    out.extend(wrapped);
                }
                Row::Cells(cells) => {
                    let cells: Vec<Vec<String>> = self
                        .columns
                        .iter()
                        .zip(&widths)
                        .enumerate()
                        .map(|(i, (column, &room))| {
                            let cell = cells.get(i).map_or("", String::as_str);
                            match column.align {
                                Align::Left => cell_lines(cell, room),
                                Align::Right => vec![cell.to_owned()],
                            }
                        })
                        .collect();
                    self.push_lines(&mut out, &cells, &widths, Style::PLAIN);
                }
            }
        }
        paint::lines(&out, look.color)
    }

    /// Adds one row, as many lines as its tallest cell has.
    fn push_lines(&self, out: &mut Vec<Line>, cells: &[Vec<String>], widths: &[usize], style: Style) {
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for i in 0..height {
            let pieces = self.columns.iter().zip(cells).zip(widths).map(|((column, cell), &room)| {
                let text = cell.get(i).map_or("", String::as_str);
                match column.align {
                    Align::Left => width::pad_end(text, room),
                    Align::Right => width::pad_start(text, room),
                }
            });
            let text = pieces.collect::<Vec<_>>().join(&" ".repeat(GAP));
            out.push(vec![Span::new(text.trim_end(), style)]);
        }
    }

    /// The columns' widths in a table of at most `room` columns, if that can be.
    fn fit(&self, room: usize) -> Vec<usize> {
        let mut widths = self.widths(whole, widest);
        let least = self.least_widths();
        while total(&widths) > room {
            // Narrow the widest column that can be, down to the next widest: all by one in the end.
            let shrinkable = widths.iter_mut().zip(&least).filter(|(width, least)| **width > **least);
            match shrinkable.max_by_key(|(width, _)| **width) {
                Some((width, _)) => *width -= 1,
                None => break,
            }
        }
        widths
    }

    fn least_widths(&self) -> Vec<usize> {
        self.widths(longest_word, longest_word)
    }

    /// A width for each column, from how its text cells and its titles are measured.
    fn widths(&self, measure_text: fn(&str) -> usize, measure_title: fn(&str) -> usize) -> Vec<usize> {
        self.columns
            .iter()
            .enumerate()
            .map(|(i, column)| {
                let title = column.title.iter().map(|line| measure_title(line)).max().unwrap_or(0);
                let cells = self.rows.iter().filter_map(|row| match row {
                    Row::Cells(cells) => cells.get(i).map(|cell| match column.align {
                        Align::Left => measure_text(cell),
                        Align::Right => whole(cell),
                    }),
                    Row::Group(_) => None,
                });
                cells.max().unwrap_or(0).max(title)
            })
            .collect()
    }
}

fn whole(cell: &str) -> usize {
    width::of(cell)
}

fn widest(title: &str) -> usize {
    width::of(title)
}

/// The widest word, with the indent of its cell.
fn longest_word(cell: &str) -> usize {
    let word = cell.split(' ').map(width::of).max().unwrap_or(0);
    indent(cell) + word
}

fn indent(cell: &str) -> usize {
    cell.len() - cell.trim_start_matches(' ').len()
}

fn cell_lines(cell: &str, room: usize) -> Vec<String> {
    let indent = " ".repeat(indent(cell));
    width::wrap(cell.trim_start_matches(' '), room, &indent, &indent)
}

fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn panel() -> Table {
        let mut table = Table::new([
            Column::text("Level shown"),
            Column::number("junior").under("of 10"),
            Column::number("senior").under("of 10"),
            Column::number("total").under("of 30"),
            Column::number("95% range"),
        ]);
        table.group("at least senior").row(["  Vega", "10 shown", "9 shown", "28", "79–98%"]);
        table.group("at least middle").row([
            "  Rigel of the long name",
            "10 shown",
            "4 not yet",
            "23",
            "59–88%",
        ]);
        table
    }

    #[test]
    fn a_table_has_a_rule_and_no_box() {
        assert_eq!(
            panel().render(Look::plain(80)),
            "\
Level shown                 junior     senior  total  95% range
                             of 10      of 10  of 30
───────────────────────────────────────────────────────────────
at least senior
  Vega                    10 shown    9 shown     28     79–98%
at least middle
  Rigel of the long name  10 shown  4 not yet     23     59–88%
"
        );
    }

    #[test]
    fn at_50_columns_text_wraps_at_spaces() {
        assert_eq!(
            panel().render(Look::plain(50)),
            "\
Level shown    junior     senior  total  95% range
                of 10      of 10  of 30
──────────────────────────────────────────────────
at least senior
  Vega       10 shown    9 shown     28     79–98%
at least middle
  Rigel of   10 shown  4 not yet     23     59–88%
  the long
  name
"
        );
    }

    #[test]
    fn what_cannot_fit_overflows() {
        let table = panel();
        assert_eq!(width::widest_line(&table.render(Look::plain(10))), table.least_width());
        assert_eq!(table.natural_width(), 63);
    }

    #[test]
    fn colour_adds_weight_to_titles_only() {
        let mut table = Table::new([Column::text("a"), Column::number("b")]);
        table.row(["日本", "1"]).row(["c\u{1b}", "12"]);
        assert_eq!(
            table.render(Look::colored(60)),
            "\u{1b}[1ma         b\u{1b}[0m\n\u{1b}[2m───────────\u{1b}[0m\n日本      1\nc\\u{1b}  12\n"
        );
    }

    proptest! {
        #[test]
        fn no_word_is_broken_and_no_number_cut(
            rows in prop::collection::vec(("[a-z]{1,9}( [a-z]{1,9}){0,4}", 0_u32..100_000), 1..6),
            width in 1_usize..80,
        ) {
            let mut table = Table::new([Column::text("Some title"), Column::number("n")]);
            for (text, number) in &rows {
                table.row([text.as_str(), &number.to_string()]);
            }
            let shown = table.render(Look::plain(width));
            prop_assert!(width::widest_line(&shown) <= width.max(table.least_width()));
            for word in rows.iter().flat_map(|(text, n)| text.split(' ').map(String::from).chain([n.to_string()])) {
                prop_assert!(shown.split_whitespace().any(|seen| seen == word), "{}\n{}", word, shown);
            }
        }
    }
}
