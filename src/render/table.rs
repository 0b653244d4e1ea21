//! Plain tables: a thin rule under the header, two spaces between columns, numbers to the right, no box. Laid out by [`comfy_table`].
//!
//! A number is never cut and a word never broken: text columns and titles wrap at spaces, and what still does not fit overflows.
//! The columns' widths and the lines of each cell are settled here, by the measure used everywhere else ([`width`]), so that
//! nothing is left to break by a second opinion on a cell's width. (A line of more than 65,535 columns is more than the crate can count.)

use comfy_table::{Cell, CellAlignment, ColumnConstraint, LineStyle, TableStyle, Width};
use unicode_width::UnicodeWidthStr;

use super::paint::{self, Line, Span, Style};
use super::{Look, sanitize, width};

/// Columns between two columns.
const GAP: u16 = 2;

/// A rule under the header, and no other line.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// Fills a cell where the layout would count fewer columns than [`width`] does, and is taken out again afterwards.
/// One column to the layout; sanitised text holds no control characters that could be taken for it.
const FILLER: char = '\u{1}';

/// Alone on its line, where a heading goes.
const HEADING: &str = "\u{2}";

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
    pub(super) title: Vec<String>,
    pub(super) align: Align,
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
pub(super) enum Row {
    /// A cell for each column; columns beyond are empty.
    Cells(Vec<String>),
    /// A heading over the rows below it, across all columns.
    Group(String),
}

/// A table, built row by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
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
        let titles: Vec<Vec<String>> = self
            .columns
            .iter()
            .zip(&widths)
            .map(|(column, &room)| column.title.iter().flat_map(|line| cell_lines(line, room)).collect())
            .collect();
        let header = titles.iter().map(Vec::len).max().unwrap_or(0);
        let mut headings = self.rows.iter().filter_map(|row| match row {
            Row::Group(heading) => Some(heading),
            Row::Cells(_) => None,
        });
        let mut out: Vec<Line> = Vec::new();
        for (i, line) in self.lay_out(&titles, &widths).lines().enumerate() {
            if line.trim() == HEADING {
                let heading = headings.next().map_or("", String::as_str);
                out.extend(paint::wrap(&[Span::new(heading, Style::BOLD)], look.width, &[], 0));
                continue;
            }
            let style = match i {
                _ if i < header => Style::BOLD,
                _ if i == header => Style::DIM,
                _ => Style::PLAIN,
            };
            out.push(vec![Span::new(line.replace(FILLER, "").trim_end(), style)]);
        }
        paint::lines(&out, look.color)
    }

    /// The table with every cell in its lines, and [`HEADING`] for each heading.
    fn lay_out(&self, titles: &[Vec<String>], widths: &[usize]) -> comfy_table::Table {
        let mut table = comfy_table::Table::new();
        table.load_style(STYLE).set_header(titles.iter().map(|lines| cell(lines)));
        for row in &self.rows {
            match row {
                Row::Group(_) => table.add_row([HEADING]),
                Row::Cells(cells) => {
                    let columns = self.columns.iter().zip(widths).zip(cells);
                    table.add_row(columns.map(|((column, &room), text)| match column.align {
                        Align::Left => cell(&cell_lines(text, room)),
                        Align::Right => cell(&[text.as_str()]),
                    }))
                }
            };
        }
        let last = self.columns.len().saturating_sub(1);
        let taken = table.column_max_content_widths();
        let columns = table.column_iter_mut().zip(taken).zip(self.columns.iter().zip(widths));
        for (i, ((column, taken), (own, &room))) in columns.enumerate() {
            let gap = if i == last { 0 } else { GAP };
            // At least what its lines take, or the crate would break them.
            let room = u16::try_from(room).unwrap_or(u16::MAX).max(taken);
            column
                .set_padding((0, gap))
                .set_constraint(ColumnConstraint::Absolute(Width::Fixed(room.saturating_add(gap))))
                .set_cell_alignment(match own.align {
                    Align::Left => CellAlignment::Left,
                    Align::Right => CellAlignment::Right,
                });
        }
        table
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
                // No column is laid out narrower than 1.
                cells.max().unwrap_or(0).max(title).max(1)
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

/// A cell of these lines, each as wide to the layout as it is by [`width`].
fn cell<S: AsRef<str>>(lines: &[S]) -> Cell {
    let filled = lines.iter().map(AsRef::as_ref).map(|line: &str| {
        let missing = width::of(line).saturating_sub(line.width());
        format!("{line}{}", FILLER.to_string().repeat(missing))
    });
    Cell::new_owned(filled.collect::<Vec<_>>().join("\n"))
}

fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + usize::from(GAP) * widths.len().saturating_sub(1)
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

    #[test]
    fn numbers_stand_in_line_after_text_that_joins() {
        let mut table = Table::new([Column::text("a"), Column::number("b")]);
        // Two letters that count as one where the layout measures them, an astronaut, a flag, a heart.
        for text in ["\u{644}\u{627}", "👩‍🚀", "🇯🇵🇯", "❤\u{fe0f}", "日本"] {
            table.row([text, "1"]);
        }
        table.row(["\u{644}\u{627}", "\u{644}\u{627}"]);
        let shown = table.render(Look::plain(60));
        assert!(shown.lines().skip(1).all(|line| width::of(line) == table.natural_width()), "{shown}");
        assert!(!shown.contains(FILLER), "{shown:?}");
    }

    #[test]
    fn missing_cells_are_empty_and_cells_beyond_the_columns_left_out() {
        let mut table = Table::new([Column::text("a"), Column::number("b")]);
        table.row(["x"]).row(["y", "1", "beyond"]).row::<&str>([]).row(["\u{1}", "\u{2}"]).row(["\u{2}"]);
        assert_eq!(
            table.render(Look::plain(60)),
            "a          b\n────────────\nx\ny          1\n\n\\u{1}  \\u{2}\n\\u{2}\n"
        );
    }

    #[test]
    fn what_is_too_wide_to_count_is_all_there() {
        let word = "9".repeat(70_000);
        let mut table = Table::new([Column::text("a"), Column::number("b")]);
        table.row([word.as_str(), word.as_str()]);
        let shown = table.render(Look::plain(80));
        assert_eq!(shown.matches('9').count(), 2 * word.len());
    }

    #[test]
    fn headings_span_the_table_and_may_follow_each_other() {
        let mut table = Table::new([Column::number("n")]);
        table.group("wide as the look").group("two").row(["12"]).group("end");
        assert_eq!(table.render(Look::plain(11)), " n\n──\nwide as the\nlook\ntwo\n12\nend\n");
        assert_eq!(Table::default().render(Look::plain(11)), "\n");
    }

    proptest! {
        #[test]
        fn any_text_stays_in_its_column(texts in prop::collection::vec(any::<String>(), 1..6)) {
            let mut table = Table::new([Column::text("Title"), Column::number("n")]);
            for text in &texts {
                table.row([text.as_str(), "1"]);
            }
            let shown = table.render(Look::plain(usize::MAX));
            prop_assert_eq!(shown.lines().count(), texts.len() + 2);
            for line in shown.lines() {
                prop_assert_eq!(width::of(line), table.natural_width(), "{}", shown);
            }
        }

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
