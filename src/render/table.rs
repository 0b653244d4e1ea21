//! Plain tables: a thin rule under the header, two spaces between columns, numbers to the right, no box. Laid out by [`comfy_table`].
//!
//! A number is never cut. Where a table is too wide, titles wrap at spaces first, then texts do; a word is broken, with a
//! hyphen, only where the table would not fit otherwise. Beyond that, [`Table::split`] makes several of one.
//! The columns' widths and the lines of each cell are settled here, by the measure used everywhere else ([`width`]), so that
//! nothing is left to break by a second opinion on a cell's width. (A line of more than 65,535 columns is more than the crate can count.)

use std::ops::Range;

use comfy_table::{Cell, CellAlignment, ColumnConstraint, LineStyle, TableStyle, Width};
use unicode_width::UnicodeWidthStr;

use super::broken::broken;
use super::paint::{self, Line, Span, Style};
use super::{Look, sanitize, width};

/// Columns between two columns.
const GAP: u16 = 2;

/// A text of so many columns stays on one line if the table can be split instead.
const FAIR: usize = 24;

/// No word is broken to fewer columns than these.
const BROKEN: usize = 8;

/// A rule under the header, and no other line.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// Fills a cell where the layout would count fewer columns than [`width`] does, and is taken out again afterwards.
/// One column to the layout; sanitised text holds no control characters that could be taken for it.
const FILLER: char = '\u{1}';

/// Alone on its line, where a heading or a remark goes.
const SPANNING: &str = "\u{2}";

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
    /// Whether it stays with the column before where the table is split.
    glued: bool,
}

impl Column {
    /// A column of text.
    pub fn text(title: &str) -> Self {
        Self { title: vec![sanitize::line(title).into_owned()], align: Align::Left, glued: false }
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

    /// The same column, which stays with the one before where the table is split.
    #[must_use]
    pub fn glued(self) -> Self {
        Self { glued: true, ..self }
    }
}

/// What stands on a table's line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// A cell for each column; columns beyond are empty.
    Cells(Vec<String>),
    /// A heading over the rows below it, across all columns.
    Group(String),
    /// A remark on the row above it, across all columns.
    Remark(String),
}

/// How narrow columns may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    /// Nothing is wrapped.
    Natural,
    /// Titles of numbers are.
    Titles,
    /// Long texts are, too.
    Fair,
    /// All texts are.
    Words,
    /// Long words of texts are broken.
    Broken,
    /// Those of titles, too.
    BrokenTitles,
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

    /// Adds a remark on the row above; blanks at its start are its indent.
    pub fn remark(&mut self, text: &str) -> &mut Self {
        self.rows.push(Row::Remark(sanitize::line(text).into_owned()));
        self
    }

    /// The columns that the table takes where nothing is wrapped.
    pub fn natural_width(&self) -> usize {
        total(&self.widths(Measure::Natural))
    }

    /// The columns that it takes where titles and long texts are wrapped: below that it is better split.
    pub fn fair_width(&self) -> usize {
        total(&self.widths(Measure::Fair))
    }

    /// The table; where no breaking of words would make it fit, its parts, each with the first column.
    pub fn fitting(self, room: usize) -> Vec<Self> {
        let least = total(&self.widths(Measure::BrokenTitles));
        if least <= room { vec![self] } else { self.split(1, room) }
    }

    /// The table; where it is wider than `room`, its parts: the first `lead` columns stand in each, glued ones together.
    pub fn split(self, lead: usize, room: usize) -> Vec<Self> {
        let widths = self.widths(Measure::Fair);
        let lead = lead.min(widths.len());
        if total(&widths) <= room {
            return vec![self];
        }
        let taken = |columns: &Range<usize>| total(&[&widths[..lead], &widths[columns.clone()]].concat());
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut from = lead;
        while from < widths.len() {
            let more = self.columns[from + 1..].iter().take_while(|column| column.glued).count();
            let unit = from..from + 1 + more;
            match parts.last_mut() {
                Some(part) if taken(&(part.start..unit.end)) <= room => part.end = unit.end,
                _ => parts.push(unit.clone()),
            }
            from = unit.end;
        }
        if parts.len() < 2 {
            return vec![self];
        }
        let part = |(i, columns): (usize, &Range<usize>)| self.part(lead, columns, i == 0);
        parts.iter().enumerate().map(part).collect()
    }

    /// The table of its first `lead` and some more columns, with the remarks or without.
    fn part(&self, lead: usize, columns: &Range<usize>, remarks: bool) -> Self {
        let places = || (0..lead).chain(columns.clone());
        let rows = self.rows.iter().filter(|row| remarks || !matches!(row, Row::Remark(_)));
        let rows = rows.map(|row| match row {
            Row::Cells(cells) => {
                Row::Cells(places().map(|place| cells.get(place).cloned().unwrap_or_default()).collect())
            }
            Row::Group(_) | Row::Remark(_) => row.clone(),
        });
        Self { columns: places().map(|place| self.columns[place].clone()).collect(), rows: rows.collect() }
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
        let mut spanning = self.rows.iter().filter(|row| !matches!(row, Row::Cells(_)));
        let mut out: Vec<Line> = Vec::new();
        for (i, line) in self.lay_out(&titles, &widths).lines().enumerate() {
            if line.trim() == SPANNING {
                out.extend(spanning.next().map(|row| across(row, look)).unwrap_or_default());
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

    /// The table with every cell in its lines, and [`SPANNING`] for each heading and remark.
    fn lay_out(&self, titles: &[Vec<String>], widths: &[usize]) -> comfy_table::Table {
        let mut table = comfy_table::Table::new();
        table.load_style(STYLE).set_header(titles.iter().map(|lines| cell(lines)));
        for row in &self.rows {
            match row {
                Row::Group(_) | Row::Remark(_) => table.add_row([SPANNING]),
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

    /// The columns' widths in a table of at most `room` columns, if that can be: what gives way first is what is missed least.
    fn fit(&self, room: usize) -> Vec<usize> {
        let mut widths = self.widths(Measure::Natural);
        for measure in
            [Measure::Titles, Measure::Fair, Measure::Words, Measure::Broken, Measure::BrokenTitles]
        {
            if total(&widths) <= room {
                break;
            }
            let least = self.widths(measure);
            // Where even that doesn't help, words stay whole.
            let breaks = matches!(measure, Measure::Broken | Measure::BrokenTitles);
            if !breaks || total(&least) <= room {
                narrow(&mut widths, &least, room);
            }
        }
        widths
    }

    /// A width for each column.
    fn widths(&self, by: Measure) -> Vec<usize> {
        let of_column = |(i, column): (usize, &Column)| {
            let cells = self.rows.iter().filter_map(|row| match row {
                Row::Cells(cells) => cells.get(i),
                Row::Group(_) | Row::Remark(_) => None,
            });
            let widest = |measure: &dyn Fn(&str) -> usize| cells.map(|cell| measure(cell)).max().unwrap_or(0);
            let titles = |measure: &dyn Fn(&str) -> usize| {
                column.title.iter().map(|line| measure(line)).max().unwrap_or(0)
            };
            // No column is laid out narrower than 1.
            let width = match column.align {
                Align::Left => {
                    titles(&|title| text_width(title, by)).max(widest(&|cell| text_width(cell, by)))
                }
                Align::Right => titles(&|title| title_width(title, by)).max(widest(&width::of)),
            };
            width.max(1)
        };
        self.columns.iter().enumerate().map(of_column).collect()
    }
}

/// What a text takes, its indent included.
fn text_width(text: &str, by: Measure) -> usize {
    let words = || indent(text) + widest_word(text);
    match by {
        Measure::Natural | Measure::Titles => width::of(text),
        Measure::Fair => width::of(text).min(FAIR).max(words()),
        Measure::Words => words(),
        Measure::Broken | Measure::BrokenTitles => words().min(indent(text) + BROKEN),
    }
}

/// What the title of a column of numbers takes.
fn title_width(title: &str, by: Measure) -> usize {
    match by {
        Measure::Natural => width::of(title),
        Measure::Titles | Measure::Fair | Measure::Words | Measure::Broken => widest_word(title),
        Measure::BrokenTitles => widest_word(title).min(BROKEN),
    }
}

/// What the widest word takes. One that may end anywhere does not stand with a character on each line all the same.
fn widest_word(text: &str) -> usize {
    let word = |word: &str| width::widest_piece(word).max(width::of(word).min(BROKEN));
    text.split(' ').map(word).max().unwrap_or(0)
}

/// Narrows the widest column that can be, down to the next widest: all by one in the end.
fn narrow(widths: &mut [usize], least: &[usize], room: usize) {
    while total(widths) > room {
        let shrinkable = widths.iter_mut().zip(least).filter(|(width, least)| **width > **least);
        match shrinkable.max_by_key(|(width, _)| **width) {
            Some((width, _)) => *width -= 1,
            None => break,
        }
    }
}

/// A heading or a remark in its lines.
fn across(row: &Row, look: Look) -> Vec<Line> {
    let (text, style) = match row {
        Row::Group(heading) => (heading, Style::BOLD),
        Row::Remark(text) => (text, Style::PLAIN),
        Row::Cells(_) => return Vec::new(),
    };
    let indent = indent(text);
    let first = [Span::plain(" ".repeat(indent))];
    let first = if indent > 0 { &first[..] } else { &[] };
    paint::wrap(&[Span::new(text.trim_start_matches(' '), style)], look.width, first, indent)
}

fn indent(cell: &str) -> usize {
    cell.len() - cell.trim_start_matches(' ').len()
}

fn cell_lines(cell: &str, room: usize) -> Vec<String> {
    let indent = " ".repeat(indent(cell));
    let text = cell.trim_start_matches(' ');
    let text = broken(text, room.saturating_sub(indent.len()));
    width::wrap(&text, room, &indent, &indent)
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
#[path = "table_tests.rs"]
mod tests;
