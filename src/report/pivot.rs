//! One table of any two dimensions: what was gathered, cell by cell.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::assemble::CodeOf;
use super::cell::Cell;
use super::gather::{Dimension, Gathered, Key, Seat};
use super::model::Report;
use super::namesakes::Namesakes;
pub use super::shape::{Along, Shape};

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
    /// The lines of a table; its grouping is at this place of those that were gathered by.
    pub fn new(gathered: &'a Gathered, shape: Shape, grouping: u8, code: Option<&'c CodeOf<'c>>) -> Self {
        let labels = Labels::new(gathered, shape, grouping, code);
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
                cells.entry((labels.exam(seat), row, column)).or_default().merge(cell);
            }
        }
        Self { labels, stretches: Stretches::Cells(cells) }
    }

    /// Whether what counts is of several exams.
    pub fn of_several_exams(&self) -> bool {
        let mut exams = self.labels.seats().map(|seat| seat.exam);
        exams.next().is_some_and(|first| exams.any(|exam| exam != first))
    }

    /// Everything that whole attempts come to by exam, each not below nothing; and by whoever or whatever else whole attempts are of: a
    /// candidate, an exam.
    fn whole_totals(&self) -> BTreeMap<&'a str, Whole<'a>> {
        let mut totals: BTreeMap<_, Whole<'a>> = BTreeMap::new();
        let shape = self.labels.shape;
        for seat in self.labels.seats() {
            let whole = totals.entry(self.labels.exam(seat)).or_default();
            whole.all.merge(&seat.total);
            if shape.has(Along::Candidate) {
                whole.of.entry(self.labels.candidate(seat)).or_default().merge(&seat.total);
            } else if shape.has(Along::Exam) {
                let exam = self.labels.gathered.known.exams.text(seat.exam);
                whole.of.entry(Cow::Borrowed(exam)).or_default().merge(&seat.total);
            }
        }
        totals
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
        let mut columns = Vec::new();
        for (exam, row, seat) in seats.get(some).unwrap_or_default() {
            columns.extend(self.labels.cells(seat).map(|(key, cell)| (self.labels.place(key), key, cell)));
            columns.sort_unstable_by_key(|(place, _, _)| *place);
            for (_, key, cell) in columns.drain(..) {
                let (row, column) = (row.clone(), self.labels.text(columns_are, seat, key));
                each(&Line { exam, row, column, cell: *cell })?;
            }
        }
        Ok(())
    }
}

/// What whole attempts come to, each not below nothing.
#[derive(Clone, Debug, Default)]
struct Whole<'a> {
    /// All of them.
    all: Cell,
    /// Those of each candidate, or at each exam.
    of: BTreeMap<Cow<'a, str>, Cell>,
}

/// The texts of a table.
struct Labels<'a, 'c> {
    gathered: &'a Gathered,
    shape: Shape,
    grouping: u8,
    code: Option<&'c CodeOf<'c>>,
    namesakes: Namesakes,
    /// Where rows are candidates: for each name along the columns' dimension, its place in the alphabet.
    places: Vec<usize>,
}

impl<'a, 'c> Labels<'a, 'c> {
    fn new(gathered: &'a Gathered, shape: Shape, grouping: u8, code: Option<&'c CodeOf<'c>>) -> Self {
        let along = if shape.rows == Along::Candidate { shape.columns.dimension() } else { None };
        let names = along.map(|dimension| gathered.known.along(dimension).iter().collect::<Vec<&str>>());
        let places = alphabetical(&names.unwrap_or_default());
        Self { gathered, shape, grouping, code, namesakes: Namesakes::of(gathered), places }
    }

    /// The place of a cell among those of its seat.
    fn place(&self, key: Key) -> usize {
        self.places.get(key.first as usize).copied().unwrap_or_default()
    }

    fn seats(&self) -> impl Iterator<Item = &'a Seat> + use<'a> {
        self.gathered.seats.iter().filter(|seat| !seat.facts.is_empty() && seat.total.questions > 0)
    }

    /// A seat's cells; its total where nothing of a question is asked for.
    fn cells(&self, seat: &'a Seat) -> impl Iterator<Item = (Key, &'a Cell)> + use<'a> {
        let whole = self.shape.dimensions() == [None, None];
        let total = whole.then_some((Key { grouping: 0, first: 0, second: 0 }, &seat.total));
        let cells = if whole { &[][..] } else { &seat.cells };
        let grouping = self.grouping;
        let own = cells.iter().filter(move |(key, _)| key.grouping == grouping);
        own.map(|(key, cell)| (*key, cell)).chain(total)
    }

    fn exam(&self, seat: &Seat) -> &'a str {
        if self.shape.has(Along::Exam) { "" } else { self.gathered.known.exams.text(seat.exam) }
    }

    fn candidate(&self, seat: &Seat) -> Cow<'a, str> {
        let known = &self.gathered.known;
        match self.code {
            Some(code) => {
                let id = known.candidate_ids.text(seat.candidate_id);
                Cow::Owned(code(known.candidates.text(seat.candidate), id))
            }
            None => self.namesakes.shown_as(known, seat),
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

/// For each text its place among all in their order.
fn alphabetical(texts: &[&str]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_unstable_by_key(|&at| texts[at]);
    let mut places = vec![0; texts.len()];
    for (place, at) in order.into_iter().enumerate() {
        places[at] = place;
    }
    places
}

/// What a row or a column stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// As in the results; empty where there is nothing.
    pub id: String,
    /// From a copy of the exam, else the id.
    pub title: String,
}

/// A table in memory, for one exam or for all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pivot {
    /// The exam's id; empty where the exam is one of the two dimensions.
    pub exam: String,
    /// The rows, in the exam's order.
    pub rows: Vec<Label>,
    /// The columns.
    pub columns: Vec<Label>,
    /// For each row, what was earned in those of its columns in which something was asked.
    pub cells: Vec<BTreeMap<usize, Cell>>,
    /// For each row, everything; of a candidate their total, attempt by attempt not below nothing.
    pub row_totals: Vec<Cell>,
    /// For each column, everything.
    pub column_totals: Vec<Cell>,
    /// Everything.
    pub total: Cell,
}

/// The tables of what was gathered: one for each exam, or one where the exam is a dimension. The report has the order and the titles.
pub fn pivots(
    gathered: &Gathered,
    shape: Shape,
    grouping: u8,
    code: Option<&CodeOf<'_>>,
    report: &Report,
) -> Vec<Pivot> {
    let lines = Lines::new(gathered, shape, grouping, code);
    let mut tables: BTreeMap<&str, Vec<Line<'_>>> = BTreeMap::new();
    let collected: Result<(), std::convert::Infallible> = lines.each(|line| {
        tables.entry(line.exam).or_default().push(line.clone());
        Ok(())
    });
    let Ok(()) = collected;
    let totals = lines.whole_totals();
    let of = |exam| totals.get(exam).cloned().unwrap_or_default();
    tables.into_iter().map(|(exam, lines)| table(exam, shape, &lines, &of(exam), report)).collect()
}

/// The places and the titles of what is in an exam, or in all, along a dimension.
fn known(exam: &str, along: Along, report: &Report) -> HashMap<String, (usize, String)> {
    let mut known = HashMap::new();
    let mut add = |id: &str, title: &str| {
        let place = known.len();
        known.entry(id.to_owned()).or_insert_with(|| (place, title.to_owned()));
    };
    for of in report.exams.iter().filter(|of| exam.is_empty() || of.id == exam) {
        match along {
            Along::Exam => add(&of.id, of.title.as_ref().unwrap_or(&of.id)),
            Along::Of(Dimension::Topic) => of.topics.iter().for_each(|topic| add(&topic.id, &topic.title)),
            Along::Of(Dimension::Level) => of.levels.iter().for_each(|level| add(&level.id, &level.title)),
            Along::Of(Dimension::Question) => of.question_order.iter().for_each(|id| add(id, id)),
            Along::Of(Dimension::Kind) | Along::Candidate | Along::Nothing => {}
        }
    }
    known
}

/// Labels for these ids, in the order that is known, others behind them by name.
fn labels<'a>(
    ids: impl Iterator<Item = &'a str>,
    known: &HashMap<String, (usize, String)>,
) -> (Vec<Label>, HashMap<String, usize>) {
    let ids: BTreeSet<&str> = ids.collect();
    let mut labels: Vec<Label> = ids
        .into_iter()
        .map(|id| {
            let title = known.get(id).map_or(id, |(_, title)| title);
            Label { id: id.to_owned(), title: title.to_owned() }
        })
        .collect();
    let place = |label: &Label| known.get(&label.id).map_or(usize::MAX, |(place, _)| *place);
    labels.sort_by_cached_key(|label| (place(label), label.id.to_lowercase()));
    let places = labels.iter().enumerate().map(|(place, label)| (label.id.clone(), place)).collect();
    (labels, places)
}

fn table(exam: &str, shape: Shape, lines: &[Line<'_>], whole: &Whole<'_>, report: &Report) -> Pivot {
    let (rows, row_of) = labels(lines.iter().map(|line| &*line.row), &known(exam, shape.rows, report));
    let (columns, column_of) =
        labels(lines.iter().map(|line| &*line.column), &known(exam, shape.columns, report));
    let mut pivot = Pivot {
        exam: exam.to_owned(),
        cells: vec![BTreeMap::new(); rows.len()],
        row_totals: vec![Cell::default(); rows.len()],
        column_totals: vec![Cell::default(); columns.len()],
        rows,
        columns,
        total: Cell::default(),
    };
    for line in lines {
        let (Some(&row), Some(&column)) = (row_of.get(&*line.row), column_of.get(&*line.column)) else {
            continue;
        };
        pivot.row_totals[row].merge(&line.cell);
        pivot.column_totals[column].merge(&line.cell);
        pivot.cells[row].entry(column).or_default().merge(&line.cell);
    }
    pivot.total = whole.all;
    let along = if shape.has(Along::Candidate) { Along::Candidate } else { Along::Exam };
    for (of, total) in &whole.of {
        if shape.rows == along {
            if let Some(&row) = row_of.get(&**of) {
                pivot.row_totals[row] = *total;
            }
        } else if let Some(&column) = column_of.get(&**of) {
            pivot.column_totals[column] = *total;
        }
    }
    // What all questions are under is of whole attempts, too.
    let cells = pivot.cells.iter_mut().flat_map(BTreeMap::values_mut);
    for total in pivot.row_totals.iter_mut().chain(&mut pivot.column_totals).chain(cells) {
        if total.questions == pivot.total.questions {
            *total = pivot.total;
        }
    }
    pivot
}
