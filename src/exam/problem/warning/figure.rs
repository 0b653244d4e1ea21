//! The figures of a warning by name, for formats that other programs read. Names may be added, never renamed. Of a list the first are
//! named and all are counted, as `count`.

use super::{Excess, NAMED, Overrun, Warning};
use crate::exam::id::FormId;

/// A figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// A count, or a time in seconds.
    Count(u64),
    /// A probability, a share or a mean.
    Real(f64),
    /// A name.
    Name(String),
    /// Names.
    Names(Vec<String>),
}

/// Figures by name, in order.
pub type Figures = Vec<(&'static str, Figure)>;

impl Warning {
    /// The figures by name.
    pub fn figures(&self) -> Figures {
        match self {
            Self::NoHeadsUp { without, distractors } => {
                vec![("without", count(*without)), ("distractors", count(*distractors))]
            }
            Self::AllOfTheAbove { options } => vec![("options", count(*options))],
            Self::LongestIsRight(excess) => of_excess(excess),
            Self::PositionBias { place, places, excess } => {
                let mut figures = vec![("place", count(*place)), ("places", count(*places))];
                figures.extend(of_excess(excess));
                figures
            }
            Self::FewQuestions { form, level, questions, least } => {
                let mut figures = of_form(form.as_ref());
                figures.push(("level", name(level)));
                figures.extend([("questions", count(*questions)), ("least", count(*least))]);
                figures
            }
            Self::UntestedLevel { form, levels } => {
                let mut figures = of_form(form.as_ref());
                figures.extend(listed("levels", levels));
                figures
            }
            Self::Guessable { form, level, cut, questions, probability } => {
                let mut figures = of_form(form.as_ref());
                figures.extend([
                    ("level", name(level)),
                    ("cut", Figure::Real(cut.as_f64())),
                    ("questions", count(*questions)),
                    ("probability", Figure::Real(*probability)),
                ]);
                figures
            }
            Self::DefaultCuts { rungs } => {
                let levels: Vec<_> = rungs.iter().map(|(level, _)| level).collect();
                listed("levels", &levels)
            }
            Self::TimeBudget(overrun) => of_overrun(overrun),
            Self::UnusedTopic { topics } => listed("topics", topics),
            Self::UnusedSnippet { snippets } => listed("snippets", snippets),
            Self::NearDuplicate { questions, similarity } => {
                let mut figures = listed("questions", questions);
                figures.push(("similarity", Figure::Real(*similarity)));
                figures
            }
        }
    }
}

fn of_excess(excess: &Excess) -> Figures {
    vec![
        ("hits", count(excess.hits)),
        ("questions", count(excess.questions)),
        ("expected", Figure::Real(excess.expected)),
        ("probability", Figure::Real(excess.probability)),
    ]
}

fn of_overrun(overrun: &Overrun) -> Figures {
    match overrun {
        Overrun::Limits { form, sum, limit } => {
            let mut figures = of_form(form.as_ref());
            figures.extend([
                ("sum_seconds", Figure::Count(sum.0 / 1000)),
                ("limit_seconds", Figure::Count(limit.0 / 1000)),
            ]);
            figures
        }
        Overrun::Reading { form, words, takes, limit } => {
            let mut figures = of_form(form.as_ref());
            figures.extend([
                ("words", count(*words)),
                ("reading_seconds", Figure::Count(takes.0 / 1000)),
                ("limit_seconds", Figure::Count(limit.0 / 1000)),
            ]);
            figures
        }
        Overrun::OwnLimit { questions, limited } => {
            vec![("questions", count(*questions)), ("limited", count(*limited))]
        }
    }
}

fn of_form(form: Option<&FormId>) -> Figures {
    form.map(|form| ("form", name(form))).into_iter().collect()
}

fn count(count: usize) -> Figure {
    Figure::Count(count as u64)
}

fn name(name: &impl ToString) -> Figure {
    Figure::Name(name.to_string())
}

fn listed<T: ToString>(what: &'static str, names: &[T]) -> Figures {
    let named = names.iter().take(NAMED).map(ToString::to_string).collect();
    vec![("count", count(names.len())), (what, Figure::Names(named))]
}
