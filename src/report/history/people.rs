//! Whose attempts there are, and whose are meant.

use std::collections::BTreeMap;

use super::super::gather::Gathered;

/// One person in the results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// What tells namesakes apart, or empty.
    pub id: String,
    /// How many attempts there are.
    pub attempts: u32,
    /// When the latest began, in milliseconds since 1970.
    pub latest: i64,
}

impl Person {
    /// As they are named on a command line: `Ada`, `Ada (berlin)`.
    pub fn called(&self) -> String {
        if self.id.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, self.id) }
    }
}

/// All with an attempt that counts, by name.
pub fn people(gathered: &Gathered) -> Vec<Person> {
    let known = &gathered.known;
    let mut people: BTreeMap<(&str, &str), (u32, i64)> = BTreeMap::new();
    for seat in &gathered.seats {
        let Some(last) = seat.facts.iter().map(|fact| fact.started_ms).max() else { continue };
        let who = (known.candidates.text(seat.candidate), known.candidate_ids.text(seat.candidate_id));
        let (attempts, latest) = people.entry(who).or_insert((0, i64::MIN));
        *attempts = attempts.saturating_add(u32::try_from(seat.facts.len()).unwrap_or(u32::MAX));
        *latest = (*latest).max(last);
    }
    let person = |((name, id), (attempts, latest)): ((&str, &str), (u32, i64))| Person {
        name: name.to_owned(),
        id: id.to_owned(),
        attempts,
        latest,
    };
    people.into_iter().map(person).collect()
}

/// Who is meant where nobody is named: the only one there is, else who has the name that practice goes by if none is given. `Err` are
/// those who could be.
pub fn meant<'a>(people: &'a [Person], default: &str) -> Result<&'a Person, &'a [Person]> {
    match people {
        [only] => Ok(only),
        several => several.iter().find(|one| one.name == default && one.id.is_empty()).ok_or(several),
    }
}

/// Who is called so: the name alone, or with what tells namesakes apart. Of several of one name who has nothing but it.
pub fn called<'a>(people: &'a [Person], name: &str) -> Option<&'a Person> {
    people
        .iter()
        .find(|one| one.called() == name)
        .or_else(|| people.iter().filter(|one| one.name == name).max_by_key(|one| one.latest))
}
