//! One table of any two dimensions: what was gathered, cell by cell.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::assemble::CodeOf;
use super::cell::Cell;
use super::gather::{Dimension, Gathered, Grouping, Key, Name, Seat};

/// What rows or columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Along {
    /// A candidate each.
    Candidate,
    /// An exam each.
    Exam,
    /// A topic, a level, a kind or a question each.
    Of(Dimension),
    /// All in one.
    Nothing,
}

impl Along {
    /// The word for it: on the command line and as a column's name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Exam => "exam",
            Self::Of(Dimension::Topic) => "topic",
            Self::Of(Dimension::Level) => "level",
            Self::Of(Dimension::Kind) => "kind",
            Self::Of(Dimension::Question) => "question",
            Self::Nothing => "none",
        }
    }

    const fn dimension(self) -> Option<Dimension> {
        match self {
            Self::Of(dimension) => Some(dimension),
            Self::Candidate | Self::Exam | Self::Nothing => None,
        }
    }
}

/// Rows and columns of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// What rows are.
    pub rows: Along,
    /// What columns are.
    pub columns: Along,
}

impl Shape {
    /// By what rows must be gathered for it.
    pub fn groupings(self) -> Vec<Grouping> {
        match (self.rows.dimension(), self.columns.dimension()) {
            (Some(rows), columns) => vec![(rows, columns)],
            (None, Some(columns)) => vec![(columns, None)],
            (None, None) => Vec::new(),
        }
    }

    fn has(self, along: Along) -> bool {
        self.rows == along || self.columns == along
    }
}

/// One cell of a table, with the texts that it stands under.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<'a> {
    /// The exam; empty where the exam is one of the two dimensions.
    pub exam: &'a str,
    /// The row's text; empty without rows.
    pub row: Cow<'a, str>,
    /// The column's text; empty without columns.
    pub column: Cow<'a, str>,
    /// What was earned.
    pub cell: Cell,
}

/// The cells of a table, by exam, then by row, then by column. Where rows are candidates nothing is copied, so that memory does
/// not grow with the table.
pub struct Lines<'a, 'c> {
    labels: Labels<'a, 'c>,
    stretches: Stretches<'a>,
}

/// What lines are made of.
enum Stretches<'a> {
    /// A candidate's seat each, in order.
    Seats(Vec<(&'a str, Cow<'a, str>, &'a Seat)>),
    /// A cell each, in order.
    Cells(BTreeMap<(&'a str, Cow<'a, str>, Cow<'a, str>), Cell>),
}

impl<'a, 'c> Lines<'a, 'c> {
    /// The lines of a table.
    pub fn new(gathered: &'a Gathered, shape: Shape, code: Option<&'c CodeOf<'c>>) -> Self {
        let labels = Labels::new(gathered, shape, code);
        if shape.rows == Along::Candidate {
            let row = |seat| (labels.exam(seat), labels.candidate(seat), seat);
            let mut seats: Vec<_> = labels.seats().map(row).collect();
            seats.sort_unstable_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
            return Self { labels, stretches: Stretches::Seats(seats) };
        }
        let mut cells: BTreeMap<_, Cell> = BTreeMap::new();
        for seat in labels.seats() {
            for (key, cell) in labels.cells(seat) {
                let row = labels.text(shape.rows, seat, key);
                let column = labels.text(shape.columns, seat, key);
                cells.entry((labels.exam(seat), row, column)).or_default().merge(&cell);
            }
        }
        Self { labels, stretches: Stretches::Cells(cells) }
    }

    /// The candidates' seats in order, to be done in parts; empty where rows are something else.
    pub fn seats(&self) -> usize {
        match &self.stretches {
            Stretches::Seats(seats) => seats.len(),
            Stretches::Cells(_) => 0,
        }
    }

    /// Calls `each` with every line.
    pub fn each<E>(&self, mut each: impl FnMut(&Line<'a>) -> Result<(), E>) -> Result<(), E> {
        if let Stretches::Cells(cells) = &self.stretches {
            for ((exam, row, column), cell) in cells {
                each(&Line { exam, row: row.clone(), column: column.clone(), cell: *cell })?;
            }
        }
        self.each_of(0..self.seats(), each)
    }

    /// Calls `each` with the lines of some seats.
    pub fn each_of<E>(
        &self,
        some: Range<usize>,
        mut each: impl FnMut(&Line<'a>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Stretches::Seats(seats) = &self.stretches else { return Ok(()) };
        let columns_are = self.labels.shape.columns;
        for (exam, row, seat) in seats.get(some).unwrap_or_default() {
            let mut columns: Vec<(Cow<'a, str>, Cell)> = self
                .labels
                .cells(seat)
                .map(|(key, cell)| (self.labels.text(columns_are, seat, key), cell))
                .collect();
            columns.sort_unstable_by(|one, other| one.0.cmp(&other.0));
            for (column, cell) in columns {
                each(&Line { exam, row: row.clone(), column, cell })?;
            }
        }
        Ok(())
    }
}

/// The texts of a table.
struct Labels<'a, 'c> {
    gathered: &'a Gathered,
    shape: Shape,
    code: Option<&'c CodeOf<'c>>,
    /// How often each name is a candidate's, by their number: namesakes are told apart.
    namesakes: Vec<u32>,
}

impl<'a, 'c> Labels<'a, 'c> {
    fn new(gathered: &'a Gathered, shape: Shape, code: Option<&'c CodeOf<'c>>) -> Self {
        let mut people: Vec<(Name, Name)> =
            gathered.seats.iter().map(|seat| (seat.candidate, seat.candidate_id)).collect();
        people.sort_unstable();
        people.dedup();
        let mut namesakes = vec![0; gathered.known.candidates.len()];
        for (candidate, _) in people {
            namesakes[candidate as usize] += 1;
        }
        Self { gathered, shape, code, namesakes }
    }

    fn seats(&self) -> impl Iterator<Item = &'a Seat> + use<'a> {
        self.gathered.seats.iter().filter(|seat| !seat.facts.is_empty())
    }

    /// A seat's cells; its total where nothing of a question is asked for.
    fn cells(&self, seat: &'a Seat) -> impl Iterator<Item = (Key, Cell)> + use<'a> {
        let whole = self.shape.groupings().is_empty();
        let total = whole.then_some((Key { grouping: 0, first: 0, second: 0 }, seat.total));
        let cells = if whole { &[][..] } else { &seat.cells };
        cells.iter().copied().chain(total)
    }

    fn exam(&self, seat: &Seat) -> &'a str {
        if self.shape.has(Along::Exam) { "" } else { self.gathered.known.exams.text(seat.exam) }
    }

    fn candidate(&self, seat: &Seat) -> Cow<'a, str> {
        let known = &self.gathered.known;
        let (name, id) = (known.candidates.text(seat.candidate), known.candidate_ids.text(seat.candidate_id));
        match self.code {
            Some(code) => Cow::Owned(code(name, id)),
            None if id.is_empty() || self.namesakes[seat.candidate as usize] < 2 => Cow::Borrowed(name),
            None => Cow::Owned(format!("{name} ({id})")),
        }
    }

    fn text(&self, along: Along, seat: &Seat, key: Key) -> Cow<'a, str> {
        match along {
            Along::Candidate => self.candidate(seat),
            Along::Exam => Cow::Borrowed(self.gathered.known.exams.text(seat.exam)),
            Along::Of(dimension) => {
                let is_second = self.shape.columns == along && self.shape.rows.dimension().is_some();
                let name = if is_second { key.second } else { key.first };
                Cow::Borrowed(self.gathered.known.along(dimension).text(name))
            }
            Along::Nothing => Cow::Borrowed(""),
        }
    }
}

/// A table in memory, for one exam or for all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pivot {
    /// The exam; empty where the exam is one of the two dimensions.
    pub exam: String,
    /// The rows' texts.
    pub rows: Vec<String>,
    /// The columns' texts.
    pub columns: Vec<String>,
    /// For each row, for each column, what was earned; `None` where nothing was asked.
    pub cells: Vec<Vec<Option<Cell>>>,
    /// For each row, everything.
    pub row_totals: Vec<Cell>,
    /// For each column, everything.
    pub column_totals: Vec<Cell>,
}

/// The tables of what was gathered: one for each exam, or one where the exam is a dimension.
pub fn pivots(gathered: &Gathered, shape: Shape, code: Option<&CodeOf<'_>>) -> Vec<Pivot> {
    let mut tables: BTreeMap<&str, BTreeMap<(String, String), Cell>> = BTreeMap::new();
    let collected: Result<(), std::convert::Infallible> = Lines::new(gathered, shape, code).each(|line| {
        let at = (line.row.clone().into_owned(), line.column.clone().into_owned());
        tables.entry(line.exam).or_default().entry(at).or_default().merge(&line.cell);
        Ok(())
    });
    let Ok(()) = collected;
    tables.into_iter().map(|(exam, cells)| table(exam, cells)).collect()
}

fn table(exam: &str, cells: BTreeMap<(String, String), Cell>) -> Pivot {
    let mut rows: Vec<String> = cells.keys().map(|(row, _)| row.clone()).collect();
    rows.dedup();
    let mut columns: Vec<String> = cells.keys().map(|(_, column)| column.clone()).collect();
    columns.sort_unstable();
    columns.dedup();
    let mut pivot = Pivot {
        exam: exam.to_owned(),
        cells: vec![vec![None; columns.len()]; rows.len()],
        row_totals: vec![Cell::default(); rows.len()],
        column_totals: vec![Cell::default(); columns.len()],
        rows,
        columns,
    };
    for ((row, column), cell) in cells {
        let (Ok(row), Ok(column)) = (pivot.rows.binary_search(&row), pivot.columns.binary_search(&column))
        else {
            continue;
        };
        pivot.row_totals[row].merge(&cell);
        pivot.column_totals[column].merge(&cell);
        pivot.cells[row][column] = Some(cell);
    }
    pivot
}
