//! Does it measure well, does it teach well: what a valid exam is warned of, with places and figures.
//!
//! A file for each family: `options` (what single options lack), `bias` (what gives the right ones away), `levels` and `guess` with `pass` (whether
//! levels can be told), `time`, `unused`, `alike`. `mix` is what an attempt may be given, `chance` the probabilities. What each
//! measure does in doubtful cases is documented with the explanation of its warning, in `problem`.
//!
//! A paper is warned of nothing: what there is to mend is in its exam, which can say what it allows.

mod alike;
mod bias;
mod chance;
mod guess;
mod levels;
mod mix;
mod options;
mod pass;
#[cfg(test)]
mod test;
mod time;
mod unused;

use std::collections::HashMap;
use std::ops::Range;

use mix::{AtLevel, Mix};

use super::model::{Exam, Purpose};
use super::problem::{Fault, NAMED, Problem, Problems, Warning, WarningName};
use super::spans::Spans;

/// A warning and where it holds, the most telling place first.
#[derive(Clone, Debug)]
struct Finding {
    warning: Warning,
    places: Vec<Range<usize>>,
}

/// A way of administering the exam, and what it asks at each level.
type Asked<'a> = (&'a Mix<'a>, &'a [AtLevel<'a>]);

/// All warnings of an exam, those that it allows among them, in the order of their places.
pub fn lint(exam: &Exam, spans: &Spans) -> Problems {
    if exam.paper_of.is_some() {
        return Problems::default();
    }
    let mut found = options::lint(exam, spans);
    found.extend(bias::lint(exam, spans));
    found.extend(unused::lint(exam, spans));
    found.extend(alike::lint(exam, spans));
    let mixes = mix::all(exam);
    found.extend(time::lint(exam, spans, &mixes));
    match exam.purpose {
        Purpose::Exam => {
            let guesses = guess::all(exam);
            let asked: Vec<Vec<AtLevel<'_>>> = mixes.iter().map(|mix| mix.levels(exam)).collect();
            let mixes: Vec<_> =
                mixes.iter().zip(&asked).map(|(mix, asked)| (mix, asked.as_slice())).collect();
            found.extend(levels::lint(exam, spans, &mixes));
            found.extend(guess::lint(exam, spans, &mixes, &guesses));
        }
        Purpose::Lesson => {}
    }
    named(found)
}

/// Problems of which each warning names so many places in all.
fn named(mut found: Vec<Finding>) -> Problems {
    found.sort_by_key(|finding| finding.places.first().map(|place| (place.start, place.end)));
    let mut problems: Vec<Problem> = Vec::new();
    // For each warning: how many places it may still name, and the problem that counts those it may not.
    let mut known: HashMap<WarningName, (usize, usize)> = HashMap::new();
    for Finding { warning, mut places } in found {
        let (left, last) = known.entry(warning.name()).or_insert((NAMED, problems.len()));
        let unnamed = places.len().saturating_sub(*left);
        places.truncate(*left);
        *left -= places.len();
        let mut places = places.into_iter();
        if let Some(span) = places.next() {
            *last = problems.len();
            problems.push(Problem { again: places.collect(), ..Problem::new(Fault::Warning(warning), span) });
        }
        if let Some(problem) = problems.get_mut(*last) {
            problem.unnamed += unnamed;
        }
    }
    Problems::new(problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(at: usize, places: usize) -> Finding {
        let places = (at..at + places).map(|start| start..start + 1).collect();
        Finding { warning: Warning::AllOfTheAbove { options: 0 }, places }
    }

    #[test]
    fn twenty_places_of_a_warning_are_named_and_the_rest_is_counted() {
        let counts = |found: Vec<Finding>| -> Vec<(usize, usize)> {
            named(found).iter().map(|problem| (1 + problem.again.len(), problem.unnamed)).collect()
        };
        assert_eq!(counts(vec![finding(0, 20)]), [(20, 0)]);
        assert_eq!(counts(vec![finding(0, 21)]), [(20, 1)]);
        assert_eq!(counts(vec![finding(50, 15), finding(0, 9)]), [(9, 0), (11, 4)]);
        assert_eq!(counts(vec![finding(0, 20), finding(50, 3), finding(60, 2)]), [(20, 5)]);
        let other = Finding { warning: Warning::UnusedTopic { topics: Vec::new() }, ..finding(70, 1) };
        assert_eq!(counts(vec![finding(0, 25), other]), [(20, 5), (1, 0)]);
    }
}
