//! Which row of the file is which row of the journal.

use foldhash::{HashMap, HashMapExt as _};

use crate::results::COLUMNS;

use super::check::JUDGED;
use super::kinds::Row;

/// Who belongs to whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// Rows of the file, each with the journal's.
    pub pairs: Vec<(usize, usize)>,
    /// Rows of the journal that are not there.
    pub absent: Vec<usize>,
    /// Rows of the file that are left, and whether they are of a question that has its row.
    pub rest: Vec<(usize, bool)>,
}

const QUESTION: usize = 11;
const NUMBER: usize = 10;

/// Pairs rows by their question; what is left by all that is fixed but that, then by the number.
pub fn pair(rows: &[Row], held: &[Vec<Option<String>>]) -> Pairs {
    let by_question: HashMap<&str, usize> = held
        .iter()
        .enumerate()
        .filter_map(|(place, cells)| Some((cells[QUESTION].as_deref()?, place)))
        .collect();
    let mut takers: Vec<Option<(usize, usize)>> = vec![None; held.len()];
    let mut claimed = HashMap::new();
    for (i, row) in rows.iter().enumerate() {
        let Some(&place) = row.cells[QUESTION].as_deref().and_then(|id| by_question.get(id)) else {
            continue;
        };
        claimed.insert(i, place);
        let difference = differences(&row.cells, &held[place]);
        if takers[place].is_none_or(|(_, best)| difference < best) {
            takers[place] = Some((i, difference));
        }
    }
    let mut pairs: Vec<(usize, usize)> =
        takers.iter().enumerate().filter_map(|(place, taker)| taker.map(|(row, _)| (row, place))).collect();
    let mut absent: Vec<usize> = (0..held.len()).filter(|&place| takers[place].is_none()).collect();
    let mut left = vec![true; rows.len()];
    for (row, _) in &pairs {
        left[*row] = false;
    }
    let mut rest: Vec<usize> = (0..rows.len()).filter(|&row| left[row]).collect();
    for by_number in [false, true] {
        rest.retain(|&row| {
            let fits = |&place: &usize| {
                let cells = &rows[row].cells;
                if by_number {
                    return cells[NUMBER].is_some() && cells[NUMBER] == held[place][NUMBER];
                }
                differences(cells, &held[place]) == 1 && cells[QUESTION] != held[place][QUESTION]
            };
            let Some(at) = absent.iter().position(fits) else { return true };
            pairs.push((row, absent.remove(at)));
            false
        });
    }
    pairs.sort_unstable();
    let rest = rest.into_iter().map(|row| (row, claimed.contains_key(&row))).collect();
    Pairs { pairs, absent, rest }
}

/// In how many of the columns that are fixed they differ.
fn differences(row: &[Option<String>], held: &[Option<String>]) -> usize {
    let fixed = COLUMNS.iter().zip(row.iter().zip(held)).filter(|(column, _)| !JUDGED.contains(column));
    fixed.filter(|(_, (row, held))| row.is_some() && row != held).count()
}
