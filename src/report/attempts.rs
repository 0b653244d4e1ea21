//! Attempts as they stand: what rows and journals together say of each.

use crate::exam::Points;
use crate::session::moment::WallTime;

/// How an attempt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Answers may come, and nobody sits it now.
    Open,
    /// Somebody sits it now.
    Running,
    /// Handed in by the candidate.
    HandedIn,
    /// Ended by the clock.
    Expired,
    /// Its rows don't say how it ended, and it has no journal.
    Unknown,
    /// Its journal is not what was written.
    Damaged,
    /// Its removal broke off.
    BeingRemoved,
}

impl Standing {
    /// The words on a screen.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Running => "running",
            Self::HandedIn => "handed in",
            Self::Expired => "expired",
            Self::Unknown => "–",
            Self::Damaged => "damaged",
            Self::BeingRemoved => "being removed",
        }
    }

    /// The word in machine formats; that of the results where they have one.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Running => "running",
            Self::HandedIn => "submitted",
            Self::Expired => "expired",
            Self::Unknown => "",
            Self::Damaged => "damaged",
            Self::BeingRemoved => "being_removed",
        }
    }
}

/// Whether an attempt's rows are in the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// All of them, as far as that can be known.
    Yes,
    /// None.
    No,
    /// Some of them.
    Partly,
}

impl Recorded {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Partly => "partly",
        }
    }
}

/// What an attempt's rows add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Earned {
    /// Of what is marked; an attempt's total is not below nothing.
    pub points: Points,
    /// What all questions are worth, those that wait for a mark included.
    pub max_points: Points,
    /// Answers that have one.
    pub marked: usize,
    /// Answers that wait for a mark.
    pub unmarked: usize,
}

/// One attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id; in rows that were made elsewhere any text.
    pub attempt: String,
    /// Who.
    pub candidate: String,
    /// What tells namesakes apart, or empty.
    pub candidate_id: String,
    /// Which exam, or form of it.
    pub exam: String,
    /// `exam` or `practice`, or empty.
    pub mode: String,
    /// When it was begun, if that is known.
    pub begun: Option<WallTime>,
    /// How it stands.
    pub standing: Standing,
    /// Whether it is in the results.
    pub recorded: Recorded,
    /// What its rows add up to; nothing without rows.
    pub earned: Option<Earned>,
    /// Whether its journal is here.
    pub has_journal: bool,
}

impl Listed {
    /// Whether two attempts are one person's.
    pub fn is_of_same_person(&self, other: &Self) -> bool {
        self.candidate == other.candidate && self.candidate_id == other.candidate_id
    }
}

/// As whom the candidates of some attempts are shown: by their name, and where several share it by what tells them apart, too.
pub fn shown_as(all: &[&Listed], one: &Listed) -> String {
    let shares =
        all.iter().any(|other| other.candidate == one.candidate && other.candidate_id != one.candidate_id);
    if shares && !one.candidate_id.is_empty() {
        format!("{} ({})", one.candidate, one.candidate_id)
    } else {
        one.candidate.clone()
    }
}

/// The fewest characters of an id that are shown.
const SHORTEST: usize = 8;

/// How an id begins, just as far as it takes to tell it from all others.
pub fn short_id<'a>(id: &'a str, all: &[&Listed]) -> &'a str {
    let others = || all.iter().map(|one| one.attempt.as_str()).filter(|other| *other != id);
    let ends = id.char_indices().map(|(at, _)| at).skip(SHORTEST);
    let is_enough =
        |at: &usize| !id[..*at].ends_with('-') && others().all(|other| !other.starts_with(&id[..*at]));
    ends.into_iter().find(is_enough).map_or(id, |at| &id[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(attempt: &str, candidate: &str, candidate_id: &str) -> Listed {
        Listed {
            attempt: attempt.to_owned(),
            candidate: candidate.to_owned(),
            candidate_id: candidate_id.to_owned(),
            exam: "messaging".to_owned(),
            mode: "exam".to_owned(),
            begun: None,
            standing: Standing::Open,
            recorded: Recorded::No,
            earned: None,
            has_journal: true,
        }
    }

    #[test]
    fn an_id_is_shown_as_far_as_it_tells_it_from_others() {
        let all = ["0192f0c4-7d1e-7a53", "0192f0c4-7d1e-7b00", "0192f0c5-0000", "x", "äöüäöüäöüä"];
        let all: Vec<Listed> = all.iter().map(|id| listed(id, "Ada", "")).collect();
        let all: Vec<&Listed> = all.iter().collect();
        let short: Vec<&str> = all.iter().map(|one| short_id(&one.attempt, &all)).collect();
        assert_eq!(short, ["0192f0c4-7d1e-7a", "0192f0c4-7d1e-7b", "0192f0c5", "x", "äöüäöüäö"]);
    }

    #[test]
    fn namesakes_are_told_apart_and_nobody_else() {
        let all = [listed("a", "Ada", ""), listed("b", "Ada", "platform"), listed("c", "Bo", "K7")];
        let all: Vec<&Listed> = all.iter().collect();
        let shown: Vec<String> = all.iter().map(|one| shown_as(&all, one)).collect();
        assert_eq!(shown, ["Ada", "Ada (platform)", "Bo"]);
    }
}
