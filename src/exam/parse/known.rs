//! Names declared in one place of the file and used in others.

use std::collections::HashSet;
use std::ops::Range;

use crate::exam::problem::Fault;
use crate::exam::raw::{Located, Read, Reported, Sink};

/// How many names a message lists.
const LISTED: usize = 8;

/// All names of a sort.
#[derive(Debug)]
pub(super) struct Known {
    what: &'static str,
    order: Vec<String>,
    set: HashSet<String>,
}

impl Known {
    /// The names of a sort, in the order of the file.
    pub(super) fn new<'n>(what: &'static str, names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut known = Self { what, order: Vec::new(), set: HashSet::new() };
        for name in names {
            if known.set.insert(name.to_owned()) {
                known.order.push(name.to_owned());
            }
        }
        known
    }

    /// Whether the name is one of them.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.set.contains(name)
    }

    /// Reports a name that is none of them.
    pub(super) fn undeclared(&self, found: &str, span: Range<usize>, sink: &mut Sink<'_>) -> Reported {
        let near = sink.near(found, self.order.iter().map(String::as_str));
        let known = if self.order.len() <= LISTED { self.order.clone() } else { Vec::new() };
        sink.add(Fault::Undeclared { what: self.what, found: found.to_owned(), near, known }, span)
    }
}

/// Takes an id that must be among those known, where they are.
pub(super) fn name<T>(
    text: Located<String>,
    known: Option<&Known>,
    make: impl FnOnce(&str) -> Option<T>,
    sink: &mut Sink<'_>,
) -> Read<T> {
    match known {
        Some(known) if !known.contains(&text.value) => Err(known.undeclared(&text.value, text.span, sink)),
        Some(_) | None => make(&text.value).ok_or_else(|| sink.add(Fault::NoId(text.value), text.span)),
    }
}
