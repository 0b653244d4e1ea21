//! Who, and which attempt, is meant on a command line.

use super::held::{Held, HeldAttempt};
use crate::commands::{filters, nearby};
use crate::failure::{Failure, Kind};
use crate::render::{plural, sanitize};
use crate::report::attempts::{Listed, short_id, shown_as};

/// The fewest characters that an attempt is named by.
const FEWEST: usize = 4;

/// A person and what is held about them.
pub struct Person<'a> {
    /// Who.
    pub candidate: &'a str,
    /// What tells namesakes apart, or empty.
    pub candidate_id: &'a str,
    /// Their attempts.
    pub attempts: Vec<&'a HeldAttempt>,
}

impl Person<'_> {
    /// The ids of their attempts.
    pub fn ids(&self) -> Vec<String> {
        self.attempts.iter().map(|held| held.listed.attempt.clone()).collect()
    }

    /// How many rows are theirs.
    pub fn rows(&self) -> usize {
        self.attempts.iter().map(|held| held.rows.len()).sum()
    }
}

/// The attempt of this id, or whose id alone begins or ends so.
pub fn attempt<'a>(held: &'a Held, asked: &str) -> Result<&'a HeldAttempt, Failure> {
    let found = named(held, asked);
    match found[..] {
        [one] => Ok(one),
        [] => Err(no_attempt(held, asked)),
        _ => {
            let message = format!("`{}` could be {} attempts", sanitize::line(asked), found.len());
            let help = some_lines("name more of its id", &held.listed(), found.iter().map(|one| &one.listed));
            Err(Failure::new(Kind::CommandLine, message, help))
        }
    }
}

fn named<'a>(held: &'a Held, asked: &str) -> Vec<&'a HeldAttempt> {
    let exact: Vec<_> = held.attempts.iter().filter(|one| one.listed.attempt == asked).collect();
    if !exact.is_empty() || asked.chars().count() < FEWEST {
        return exact;
    }
    let fits = |id: &str| id.starts_with(asked) || id.ends_with(asked);
    held.attempts.iter().filter(|one| fits(&one.listed.attempt)).collect()
}

fn no_attempt(held: &Held, asked: &str) -> Failure {
    let all: Vec<(String, String)> =
        held.listed().iter().map(|one| (one.attempt.clone(), one.candidate.clone())).collect();
    let message = format!("no attempt `{}` in these results", sanitize::line(asked));
    let is_short = asked.chars().count() < FEWEST && all.iter().any(|(id, _)| id.starts_with(asked));
    let help = match nearby::attempt(asked, &all) {
        _ if all.is_empty() => "there is none at all".to_owned(),
        _ if is_short => format!("name at least {FEWEST} characters of its id"),
        Some((id, candidate)) => {
            format!("did you mean `{}` ({})?", sanitize::line(id), sanitize::line(candidate))
        }
        None => format!("`examiner attempts` lists the {} there are", plural::count(all.len(), "attempt")),
    };
    Failure::new(Kind::CommandLine, message, help)
}

/// The person of this name, or whose attempt is named. Where several share the name, that is refused.
pub fn person<'a>(held: &'a Held, asked: &str) -> Result<Person<'a>, Failure> {
    let of_name: Vec<&HeldAttempt> =
        held.attempts.iter().filter(|one| !asked.is_empty() && one.listed.candidate == asked).collect();
    let listed = held.listed();
    let one = if let Some(first) = of_name.first() {
        if of_name.iter().any(|one| !one.listed.is_of_same_person(&first.listed)) {
            let message = format!("several people are called `{}`", sanitize::line(asked));
            let help = some_lines(
                "name an attempt of the one that is meant",
                &listed,
                of_name.iter().map(|one| &one.listed),
            );
            return Err(Failure::new(Kind::CommandLine, message, help));
        }
        first
    } else {
        match named(held, asked)[..] {
            [one] => one,
            [] => {
                let mut names: Vec<&str> = listed.iter().map(|one| one.candidate.as_str()).collect();
                names.sort_unstable();
                names.dedup();
                return Err(filters::nowhere("candidate", asked, names.into_iter()));
            }
            _ => return attempt(held, asked).map(|one| whole(held, one)),
        }
    };
    Ok(whole(held, one))
}

fn whole<'a>(held: &'a Held, one: &'a HeldAttempt) -> Person<'a> {
    // Of whom nobody knows the name, nothing else is known to be theirs.
    let is_nameless = one.listed.candidate.is_empty();
    let theirs = |other: &&HeldAttempt| {
        other.listed.is_of_same_person(&one.listed)
            && (!is_nameless || other.listed.attempt == one.listed.attempt)
    };
    Person {
        candidate: &one.listed.candidate,
        candidate_id: &one.listed.candidate_id,
        attempts: held.attempts.iter().filter(theirs).collect(),
    }
}

/// What to do, and the attempts that may be meant, a line each.
fn some_lines<'a>(what: &str, all: &[&Listed], some: impl Iterator<Item = &'a Listed>) -> String {
    let line = |one: &Listed| {
        let who = format!("{}, {}", shown_as(all, one), one.exam);
        format!("\n    {}  {}", sanitize::line(short_id(&one.attempt, all)), sanitize::line(&who))
    };
    std::iter::once(format!("{what}:")).chain(some.map(line)).collect()
}
