//! Figures of a cell as the tidy CSV has them: plain decimals, unrounded, empty where not defined.

use foldhash::{HashMap, HashMapExt as _};

use crate::report::Cell;
use crate::report::cell::Unsettled;

/// The columns of figures, in order.
pub const COLUMNS: [&str; 9] =
    ["points", "max_points", "share", "low", "high", "answered", "questions", "attempts", "ungraded"];

/// Whether it is the header of such a CSV.
pub fn is_header(line: &str) -> bool {
    // Earlier ones had no last column.
    let (_, earlier) = COLUMNS.split_last().unwrap_or((&"", &[]));
    let dimensions =
        [&COLUMNS[..], earlier].into_iter().find_map(|columns| line.strip_suffix(&columns.join(",")));
    dimensions.is_some_and(|dimensions| {
        (dimensions.is_empty() || dimensions.ends_with(',')) && !dimensions.contains("attempt_id")
    })
}

/// Makes the figures' texts; remembers those of equal cells, of which there are many.
#[derive(Debug, Default)]
pub struct Figures {
    known: HashMap<[u64; 6], String>,
}

impl Figures {
    /// So many are remembered.
    const MOST: usize = 1 << 14;

    /// None remembered yet.
    pub fn new() -> Self {
        Self { known: HashMap::new() }
    }

    /// The texts of [`COLUMNS`], with commas between them: a number needs no quotes.
    pub fn of(&mut self, cell: &Cell) -> &str {
        let pair = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
        let key = [
            cell.points.0.cast_unsigned(),
            cell.max_points.0.cast_unsigned(),
            cell.proportion().map_or(0.0, crate::scoring::Proportion::n).to_bits(),
            pair(cell.answered, cell.questions),
            pair(cell.graded, cell.attempts_and_marks()),
            cell.waiting.0.cast_unsigned(),
        ];
        if self.known.len() >= Self::MOST {
            self.known.clear();
        }
        self.known.entry(key).or_insert_with(|| {
            let text = |figure: Option<f64>| figure.map(|figure| figure.to_string()).unwrap_or_default();
            let interval = cell.interval();
            // A share of a part, among shares of wholes, would be sorted with them.
            let is_whole = !matches!(cell.unsettled(), Some(Unsettled::Ungraded | Unsettled::RowsLeftOut));
            [
                cell.points.to_string(),
                cell.max_points.to_string(),
                text(cell.share().filter(|_| is_whole)),
                text(interval.map(|interval| interval.low)),
                text(interval.map(|interval| interval.high)),
                cell.answered.to_string(),
                cell.questions.to_string(),
                cell.attempts().to_string(),
                cell.ungraded().to_string(),
            ]
            .join(",")
        })
    }
}
