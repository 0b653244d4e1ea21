//! People of one name told apart: the name alone where nobody shares it, else with what tells namesakes apart.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::gather::{Gathered, Known, Name, Seat};

/// As whom candidates are shown, so that no two people are shown as one.
pub(super) struct Namesakes {
    /// Those who are not shown by their name alone.
    shown: HashMap<(Name, Name), String>,
}

impl Namesakes {
    /// Of all who were gathered.
    pub(super) fn of(gathered: &Gathered) -> Self {
        let known = &gathered.known;
        let mut people: Vec<(Name, Name)> =
            gathered.seats.iter().map(|seat| (seat.candidate, seat.candidate_id)).collect();
        people.sort_unstable();
        people.dedup();
        let mut sharing: Vec<(&str, &str, (Name, Name))> = people
            .chunk_by(|one, other| one.0 == other.0)
            .filter(|namesakes| namesakes.len() > 1)
            .flatten()
            .map(|&person| (known.candidates.text(person.0), known.candidate_ids.text(person.1), person))
            .filter(|(_, id, _)| !id.is_empty())
            .collect();
        // In an order that does not hang on which file came first.
        sharing.sort_unstable();
        let mut taken = HashSet::new();
        let mut shown = HashMap::new();
        for (name, id, person) in sharing {
            let mut label = format!("{name} ({id})");
            // Somebody may be called just that.
            while known.candidates.find(label.as_bytes()).is_some() || taken.contains(&label) {
                label = format!("{name} (id {})", &label[name.len() + 2..label.len() - 1]);
            }
            taken.insert(label.clone());
            shown.insert(person, label);
        }
        Self { shown }
    }

    /// As whom the candidate of a seat is shown.
    pub(super) fn shown_as<'a>(&self, known: &'a Known, seat: &Seat) -> Cow<'a, str> {
        match self.shown.get(&(seat.candidate, seat.candidate_id)) {
            Some(label) => Cow::Owned(label.clone()),
            None => Cow::Borrowed(known.candidates.text(seat.candidate)),
        }
    }
}
