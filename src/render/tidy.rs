//! Figures of a cell as the tidy CSV has them: plain decimals, unrounded, empty where not defined.

use foldhash::{HashMap, HashMapExt as _};

use crate::report::Cell;

/// The columns of figures, in order.
pub const COLUMNS: [&str; 8] =
    ["points", "max_points", "share", "low", "high", "answered", "questions", "attempts"];

/// Makes the figures' texts; remembers shares and intervals, of which there are few.
#[derive(Debug, Default)]
pub struct Figures {
    known: HashMap<[u64; 3], [String; 3]>,
}

impl Figures {
    /// None remembered yet.
    pub fn new() -> Self {
        Self { known: HashMap::new() }
    }

    /// The texts of [`COLUMNS`].
    pub fn of(&mut self, cell: &Cell) -> [String; 8] {
        let n = cell.proportion().map_or(0.0, crate::scoring::Proportion::n);
        let waits = u64::from(cell.ungraded() > 0);
        let key =
            [cell.points.0.cast_unsigned() << 1 | waits, cell.max_points.0.cast_unsigned(), n.to_bits()];
        let [share, low, high] = self.known.entry(key).or_insert_with(|| {
            let text = |figure: Option<f64>| figure.map(|figure| figure.to_string()).unwrap_or_default();
            let interval = cell.interval();
            [
                text(cell.share()),
                text(interval.map(|interval| interval.low)),
                text(interval.map(|interval| interval.high)),
            ]
        });
        [
            cell.points.to_string(),
            cell.max_points.to_string(),
            share.clone(),
            low.clone(),
            high.clone(),
            cell.answered.to_string(),
            cell.questions.to_string(),
            cell.attempts.to_string(),
        ]
    }
}
