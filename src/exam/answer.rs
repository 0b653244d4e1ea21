//! An answer as the record keeps it: one text per kind, the same in the journal and in the results.

use std::fmt;

use super::id::PartId;
use super::model::{Face, Truth};

/// What a candidate answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The option chosen.
    Single(PartId),
    /// The options ticked, in file order; at least one.
    Multiple(Vec<PartId>),
    /// True or false.
    Boolean(Truth),
    /// A line, as typed.
    Text(String),
    /// A number, as typed.
    Number(String),
    /// All entries, first to last.
    Order(Vec<PartId>),
    /// Left and right, in file order of the left; at least one pair.
    Match(Vec<(PartId, PartId)>),
    /// Free text.
    Essay(String),
}

impl fmt::Display for Answer {
    /// The text of the results' `answer` column.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let join = |parts: &[PartId], by: &str| parts.iter().map(PartId::as_str).collect::<Vec<_>>().join(by);
        match self {
            Self::Single(id) => f.write_str(id.as_str()),
            Self::Multiple(ids) => f.write_str(&join(ids, "+")),
            Self::Boolean(truth) => f.write_str(truth.word()),
            Self::Text(text) | Self::Number(text) | Self::Essay(text) => f.write_str(text),
            Self::Order(ids) => f.write_str(&join(ids, ">")),
            Self::Match(pairs) => {
                let pairs: Vec<_> = pairs.iter().map(|(l, r)| format!("{l}={r}")).collect();
                f.write_str(&pairs.join("+"))
            }
        }
    }
}

impl Answer {
    /// Reads the text of an `answer` cell against the question's face; `None` if no such answer can be given to it.
    pub fn read(text: &str, face: &Face) -> Option<Self> {
        fn known<'a>(id: &str, mut ids: impl Iterator<Item = &'a PartId>) -> Option<PartId> {
            ids.find(|known| known.as_str() == id).cloned()
        }
        match face {
            Face::Single(options) => known(text, options.iter().map(|o| &o.id)).map(Self::Single),
            Face::Multiple(options) => {
                let asked: Vec<&str> = text.split('+').collect();
                let ticked: Vec<PartId> = options
                    .iter()
                    .filter(|option| asked.contains(&option.id.as_str()))
                    .map(|option| option.id.clone())
                    .collect();
                (ticked.len() == asked.len()).then_some(Self::Multiple(ticked))
            }
            Face::Boolean => match text {
                "true" => Some(Self::Boolean(Truth::True)),
                "false" => Some(Self::Boolean(Truth::False)),
                _ => None,
            },
            Face::Text => (!text.trim().is_empty()).then(|| Self::Text(text.to_owned())),
            Face::Number { .. } => (!text.trim().is_empty()).then(|| Self::Number(text.to_owned())),
            Face::Order(entries) => {
                let order: Option<Vec<PartId>> =
                    text.split('>').map(|id| known(id, entries.iter().map(|e| &e.id))).collect();
                let order = order?;
                let distinct = (1..order.len()).all(|i| !order[..i].contains(&order[i]));
                (order.len() == entries.len() && distinct).then_some(Self::Order(order))
            }
            Face::Match { lefts, rights } => {
                let mut given = Vec::new();
                for pair in text.split('+') {
                    let (left, right) = pair.split_once('=')?;
                    let right = known(right, rights.iter().map(|r| &r.id))?;
                    let place = lefts.iter().position(|l| l.id.as_str() == left)?;
                    if given.iter().any(|(known, _)| *known == place) {
                        return None;
                    }
                    given.push((place, right));
                }
                given.sort_by_key(|(place, _)| *place);
                let pairs = given.into_iter().map(|(place, right)| (lefts[place].id.clone(), right));
                Some(Self::Match(pairs.collect()))
            }
            Face::Essay => (!text.trim().is_empty()).then(|| Self::Essay(text.to_owned())),
        }
    }
}
