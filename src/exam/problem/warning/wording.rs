//! How warnings are said: what was found and what was expected, why it matters, what to do. Lower case, no full stop.

use super::{Excess, Overrun, Warning};
use crate::exam::id::FormId;
use crate::exam::problem::wording::{listed, tick};
use crate::exam::quantity::{Fraction, Millis};

/// How many names a message lists.
const LISTED: usize = 6;

impl Warning {
    /// What was found and what was expected.
    pub fn message(&self) -> String {
        match self {
            Self::NoHeadsUp { without, distractors } => {
                let have = if *without == 1 { "has" } else { "have" };
                format!("{without} of {distractors} distractors {have} no heads-up, expected one on each")
            }
            Self::AllOfTheAbove { options: 1 } => {
                "an option means others by their place, expected it pinned while options are shuffled"
                    .to_owned()
            }
            Self::AllOfTheAbove { options } => {
                format!(
                    "{options} options mean others by their place, expected them pinned while options are shuffled"
                )
            }
            Self::LongestIsRight(excess) => {
                format!("the longest option is right in {}", by_chance(excess, ""))
            }
            Self::PositionBias { place, places, excess } => {
                let any = format!(" in any of {places} places");
                format!("a right option stands in place {place} in {}", by_chance(excess, &any))
            }
            Self::FewQuestions { form, level, questions, least } => {
                let few = match questions {
                    0 => "not always a question".to_owned(),
                    1 => "1 question".to_owned(),
                    more => format!("{more} questions"),
                };
                format!("{few} at `{level}`{}, expected at least {least}", within(form.as_ref()))
            }
            Self::UntestedLevel { form, levels } => {
                let levels = some(levels.iter().map(ToString::to_string), levels.len(), "or");
                format!("no question at {levels}{}, expected some at each level", within(form.as_ref()))
            }
            Self::Guessable { form, level, cut, questions, probability } => {
                let cut = cut_of(*cut, *questions);
                let chance = percent(*probability);
                let form = within(form.as_ref());
                format!(
                    "a guesser reaches the cut of `{level}`{form}, {cut}, with probability {chance}, expected at most 5%"
                )
            }
            Self::DefaultCuts { rungs } => {
                let cuts = rungs.iter().take(LISTED).map(|(level, cut)| format!("{level} {}", share(*cut)));
                let cuts = cuts.collect::<Vec<_>>().join(", ");
                let more = if rungs.len() > LISTED { ", …" } else { "" };
                format!(
                    "levels by the program's own cuts ({cuts}{more}), expected cuts that you have set or `cuts_basis`"
                )
            }
            Self::TimeBudget(overrun) => overrun_message(overrun),
            Self::UnusedTopic { topics } => {
                let topics = some(topics.iter().map(ToString::to_string), topics.len(), "or");
                format!("no question on the topic {topics}, expected one on each")
            }
            Self::UnusedSnippet { snippets } => {
                let snippets = some(snippets.iter().map(ToString::to_string), snippets.len(), "or");
                format!("no question uses the snippet {snippets}, expected one for each")
            }
            Self::NearDuplicate { questions, similarity } => {
                let names = some(questions.iter().map(ToString::to_string), questions.len(), "and");
                let alike = if *similarity >= 1.0 {
                    "the same prompt".to_owned()
                } else {
                    format!("nearly the same prompt (similarity {})", percent(*similarity))
                };
                format!("{names} have {alike}, expected different ones")
            }
        }
    }

    /// Why it matters.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::NoHeadsUp { .. } => "whoever chooses it learns that it is wrong, but not why",
            Self::AllOfTheAbove { .. } => "once options are shuffled, what stood above may stand below",
            Self::LongestIsRight(_) => "who goes by length alone earns points without knowing anything",
            Self::PositionBias { .. } => {
                "on paper and where options are not shuffled, who goes by the place alone earns points"
            }
            Self::FewQuestions { form: None, .. } => {
                "a level is told from its neighbours by these answers alone; so few leave it to chance"
            }
            Self::FewQuestions { form: Some(_), .. } => "under 6 questions no level is given",
            Self::UntestedLevel { .. } => "from the first level without questions on, none can be shown",
            Self::Guessable { .. } => "a level that a guess can reach says little of whoever reached it",
            Self::DefaultCuts { .. } => {
                "the report claims levels by them, and nobody has said what your job asks for"
            }
            Self::TimeBudget(Overrun::Limits { .. }) => {
                "whoever uses the time that each question grants does not come to the end"
            }
            Self::TimeBudget(Overrun::Reading { .. } | Overrun::OwnLimit { .. }) => {
                "it measures how fast one reads, before anything is thought about"
            }
            Self::UnusedTopic { .. } => "it is announced, and nobody is asked about it",
            Self::UnusedSnippet { .. } => "nobody gets to see it",
            Self::NearDuplicate { .. } => {
                "the second says little that the first hasn't said, and counts like any other"
            }
        }
    }

    /// What to do.
    pub const fn help(&self) -> &'static str {
        match self {
            Self::NoHeadsUp { .. } => "write `heads_up = \"…\"`: why this choice fails in this very case",
            Self::AllOfTheAbove { .. } => "set `pin = true`, or write out what the option means",
            Self::LongestIsRight(_) => "cut the right options short, or let the wrong ones say as much",
            Self::PositionBias { .. } => "spread the right options over the places in the file",
            Self::FewQuestions { form: None, .. } => {
                "ask more at this level, join it with its neighbour in `ladder`, or set `purpose = \"lesson\"`"
            }
            Self::FewQuestions { form: Some(_), .. } => "draw more at this level, or none",
            Self::UntestedLevel { form: None, .. } => "write such questions, or a `ladder` without it",
            Self::UntestedLevel { form: Some(_), .. } => {
                "draw some at each level up to the highest one drawn"
            }
            Self::Guessable { .. } => {
                "ask more, with more options, or what can't be guessed (`text`, `number`)"
            }
            Self::DefaultCuts { .. } => {
                "set `cuts` by what the job asks for; say in `cuts_basis` who set them and how"
            }
            Self::TimeBudget(Overrun::Limits { .. }) => "raise `time_limit`, or lower those of the questions",
            Self::TimeBudget(Overrun::Reading { .. }) => "raise `time_limit`, or ask less",
            Self::TimeBudget(Overrun::OwnLimit { .. }) => {
                "raise the question's `time_limit`, or give less to read"
            }
            Self::UnusedTopic { .. } => "write a question on it, or remove the `[[topic]]`",
            Self::UnusedSnippet { .. } => "name it in a question's `uses`, or remove the `[[snippet]]`",
            Self::NearDuplicate { .. } => "reword or remove all but one",
        }
    }
}

fn by_chance(excess: &Excess, any: &str) -> String {
    let Excess { hits, questions, expected, probability } = excess;
    let chance = percent(*probability);
    format!(
        "{hits} of {questions} questions, expected about {expected:.1} by chance, and so many{any} with probability {chance}"
    )
}

fn overrun_message(overrun: &Overrun) -> String {
    match overrun {
        Overrun::Limits { form, sum, limit } => {
            let form = within(form.as_ref());
            format!("the questions' limits{form} add up to {}, expected at most {}", time(*sum), time(*limit))
        }
        Overrun::Reading { form, words, takes, limit } => {
            let form = within(form.as_ref());
            let (takes, limit) = (time(*takes), time(*limit));
            format!("reading all{form} takes {takes} ({words} words), expected at most the limit of {limit}")
        }
        Overrun::OwnLimit { questions, limited } => {
            let takes = if *questions == 1 { "takes" } else { "take" };
            format!(
                "{questions} of {limited} questions with a limit {takes} longer than that to read, expected none"
            )
        }
    }
}

fn within(form: Option<&FormId>) -> String {
    form.map(|form| format!(" in form `{form}`")).unwrap_or_default()
}

/// `70% of 10 questions`.
fn cut_of(cut: Fraction, questions: usize) -> String {
    let s = if questions == 1 { "" } else { "s" };
    format!("{} of {questions} question{s}", share(cut))
}

/// `70%`, `66.67%`.
fn share(cut: Fraction) -> String {
    let hundredths = u32::from(cut.ten_thousandths());
    let (whole, part) = (hundredths / 100, hundredths % 100);
    if part == 0 {
        format!("{whole}%")
    } else {
        format!("{}%", format!("{whole}.{part:02}").trim_end_matches('0'))
    }
}

/// A probability, as exactly as it is of use: `38%`, `5.47%`, `under 0.01%`.
fn percent(probability: f64) -> String {
    let percent = probability * 100.0;
    if percent < 0.01 {
        "under 0.01%".to_owned()
    } else if percent < 10.0 {
        format!("{percent:.2}%")
    } else {
        format!("{percent:.0}%")
    }
}

/// A time as files write it.
fn time(time: Millis) -> String {
    let seconds = time.0.div_ceil(1000);
    let parts = [(seconds / 3600, 'h'), (seconds / 60 % 60, 'm'), (seconds % 60, 's')];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let text = parts.map(|(count, unit)| format!("{count}{unit}")).collect::<Vec<_>>().join(" ");
    if text.is_empty() { "0s".to_owned() } else { text }
}

/// `a`, `b` and 3 more.
fn some(names: impl Iterator<Item = String>, count: usize, last: &str) -> String {
    let names: Vec<String> = names.take(if count > LISTED { LISTED - 1 } else { LISTED }).collect();
    if count > names.len() {
        let names: Vec<String> = names.iter().map(|name| tick(name)).collect();
        return format!("{} {last} {} more", names.join(", "), count - names.len());
    }
    listed(names.iter().map(String::as_str), last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_as_exact_as_is_of_use() {
        for (probability, said) in [
            (1.0, "100%"),
            (0.376_953_125, "38%"),
            (0.1, "10%"),
            (0.054_687_5, "5.47%"),
            (0.003_906, "0.39%"),
            (0.000_05, "under 0.01%"),
        ] {
            assert_eq!(percent(probability), said);
        }
    }

    #[test]
    fn times_are_written_as_in_files() {
        for (ms, said) in [(0, "0s"), (90_000, "1m 30s"), (3_600_000, "1h"), (5_400_001, "1h 30m 1s")] {
            assert_eq!(time(Millis(ms)), said);
        }
    }

    #[test]
    fn many_names_are_counted() {
        let names = |count: usize| some((0..count).map(|at| format!("n{at}")), count, "and");
        assert_eq!(names(1), "`n0`");
        assert_eq!(names(2), "`n0` and `n1`");
        assert_eq!(names(6), "`n0`, `n1`, `n2`, `n3`, `n4` and `n5`");
        assert_eq!(names(7), "`n0`, `n1`, `n2`, `n3`, `n4` and 2 more");
    }

    #[test]
    fn cuts_are_percentages() {
        let cut = |ten_thousandths| share(Fraction::new(ten_thousandths).unwrap());
        assert_eq!([cut(7_000), cut(6_667), cut(6_650)], ["70%", "66.67%", "66.5%"]);
    }
}
