//! What an attempt may be given, without a form or in one: the questions that always come, and those of which some are drawn.

use std::collections::HashMap;

use crate::exam::id::{Level, TopicId};
use crate::exam::model::{Draw, Exam, Form};
use crate::exam::quantity::{Fraction, Millis};

/// How many forms are looked at. Exams have a handful; a file of a hundred thousand must not take minutes.
const FORMS: usize = 64;

/// One way of administering an exam. Questions are meant by their places in the file.
#[derive(Debug)]
pub(super) struct Mix<'a> {
    /// The form and its place among the forms.
    pub(super) form: Option<(usize, &'a Form)>,
    /// How long an attempt may take.
    pub(super) limit: Option<Millis>,
    always: Vec<usize>,
    pools: Vec<Pool>,
}

/// Questions of which some are drawn.
#[derive(Debug)]
struct Pool {
    count: usize,
    members: Vec<usize>,
}

/// The questions of one level that an attempt may be given.
#[derive(Debug)]
pub(super) struct AtLevel<'a> {
    /// The level.
    pub(super) level: &'a Level,
    /// Its place in the ladder.
    pub(super) rung: usize,
    /// Its cut.
    pub(super) cut: Fraction,
    /// Those that every attempt is given.
    pub(super) always: Vec<usize>,
    /// Those of which some are given.
    pub(super) drawn: Vec<Drawn>,
}

/// Questions of one level in one draw: so many of them are given at least, so many at most.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) members: Vec<usize>,
    pub(super) least: usize,
    pub(super) most: usize,
}

impl AtLevel<'_> {
    /// How many questions an attempt is given at least.
    pub(super) fn least(&self) -> usize {
        self.always.len() + self.drawn.iter().map(|drawn| drawn.least).sum::<usize>()
    }
}

/// The exam without a form, then its forms.
pub(super) fn all(exam: &Exam) -> Vec<Mix<'_>> {
    let cells = Cells::of(exam);
    let mut mixes =
        vec![Mix { form: None, limit: exam.time_limit, pools: cells.pools(&exam.draws), always: Vec::new() }];
    let mut drawn = vec![false; exam.questions.len()];
    for member in mixes.iter().flat_map(|mix| &mix.pools).flat_map(|pool| &pool.members) {
        drawn[*member] = true;
    }
    mixes[0].always = (0..drawn.len()).filter(|at| !drawn[*at]).collect();
    mixes.extend(exam.forms.iter().enumerate().take(FORMS).map(|(at, form)| Mix {
        form: Some((at, form)),
        limit: form.time_limit,
        pools: cells.pools(&form.draws),
        always: Vec::new(),
    }));
    mixes
}

/// Questions by topic and level, each of them or any.
struct Cells<'a>(HashMap<(Option<&'a TopicId>, Option<&'a Level>), Vec<usize>>);

impl<'a> Cells<'a> {
    fn of(exam: &'a Exam) -> Self {
        let mut cells: HashMap<_, Vec<usize>> = HashMap::new();
        if exam.draws.is_empty() && exam.forms.is_empty() {
            return Self(cells);
        }
        for (at, question) in exam.questions.iter().enumerate() {
            let (topic, level) = (Some(&question.topic), question.level.as_ref());
            cells.entry((topic, None)).or_default().push(at);
            cells.entry((None, None)).or_default().push(at);
            if level.is_some() {
                cells.entry((topic, level)).or_default().push(at);
                cells.entry((None, level)).or_default().push(at);
            }
        }
        Self(cells)
    }

    fn pools(&self, draws: &[Draw]) -> Vec<Pool> {
        let pool = |draw: &Draw| Pool {
            count: draw.count,
            members: self.0.get(&(draw.topic.as_ref(), draw.level.as_ref())).cloned().unwrap_or_default(),
        };
        draws.iter().map(pool).collect()
    }
}

impl Mix<'_> {
    /// The most that the questions of an attempt can come to together.
    pub(super) fn most(&self, of: impl Fn(usize) -> u64) -> u64 {
        let always: u64 = self.always.iter().map(|at| of(*at)).sum();
        let drawn = self.pools.iter().map(|pool| {
            let mut each: Vec<u64> = pool.members.iter().map(|at| of(*at)).collect();
            if pool.count < each.len() {
                each.select_nth_unstable_by(pool.count, |one, other| other.cmp(one));
            }
            each.iter().take(pool.count).sum::<u64>()
        });
        always + drawn.sum::<u64>()
    }

    /// The levels of which an attempt may be given questions, lowest first.
    pub(super) fn levels<'a>(&self, exam: &'a Exam) -> Vec<AtLevel<'a>> {
        let mut levels: HashMap<&'a Level, (Vec<usize>, Vec<Drawn>)> = HashMap::new();
        let level_of = |at: usize| exam.questions.get(at).and_then(|question| question.level.as_ref());
        for at in &self.always {
            if let Some(level) = level_of(*at) {
                levels.entry(level).or_default().0.push(*at);
            }
        }
        for pool in &self.pools {
            let mut members: HashMap<&Level, Vec<usize>> = HashMap::new();
            for at in &pool.members {
                if let Some(level) = level_of(*at) {
                    members.entry(level).or_default().push(*at);
                }
            }
            for (level, members) in members {
                let others = pool.members.len() - members.len();
                let (least, most) = (pool.count.saturating_sub(others), pool.count.min(members.len()));
                let (always, drawn) = levels.entry(level).or_default();
                if least == members.len() {
                    always.extend(members);
                } else {
                    drawn.push(Drawn { members, least, most });
                }
            }
        }
        let rungs = exam.ladder.rungs.iter().enumerate();
        let asked = rungs.filter_map(|(rung, known)| {
            let (mut always, drawn) = levels.remove(&known.level)?;
            always.sort_unstable();
            Some(AtLevel { level: &known.level, rung, cut: known.cut, always, drawn })
        });
        asked.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::test::exam;
    use super::*;

    fn question(id: usize, topic: &str, level: &str) -> String {
        format!(
            "[[question]]\nid = \"q{id}\"\ntopic = \"{topic}\"\nlevel = \"{level}\"\nkind = \"text\"\nprompt = \"{id}?\"\naccept = [\"a\"]\n"
        )
    }

    /// Two of three juniors and both seniors on `a`, one senior on `b`.
    fn questions() -> String {
        let all = [("a", "junior"), ("a", "senior"), ("a", "junior"), ("a", "senior"), ("b", "senior")];
        all.iter().enumerate().map(|(id, (topic, level))| question(id, topic, level)).collect()
    }

    type Level = (String, Vec<usize>, Vec<(Vec<usize>, usize, usize)>);

    fn levels(rest: &str) -> Vec<Vec<Level>> {
        let (exam, _) = exam(&format!("{rest}{}", questions()));
        let of = |mix: &Mix<'_>| -> Vec<_> {
            let drawn = |drawn: Drawn| (drawn.members, drawn.least, drawn.most);
            let of_level = |at: AtLevel<'_>| {
                (at.level.to_string(), at.always, at.drawn.into_iter().map(drawn).collect())
            };
            mix.levels(&exam).into_iter().map(of_level).collect()
        };
        all(&exam).iter().map(of).collect()
    }

    #[test]
    fn without_draws_everything_comes() {
        let all = vec![("junior".into(), vec![0, 2], vec![]), ("senior".into(), vec![1, 3, 4], vec![])];
        assert_eq!(levels(""), [all]);
    }

    #[test]
    fn a_draw_that_leaves_the_level_open_gives_at_least_what_the_others_can_t_fill() {
        // 3 of 4 on `a`: of two juniors and two seniors at least one each. The senior on `b` always comes.
        let drawn = vec![
            ("junior".into(), vec![], vec![(vec![0, 2], 1, 2)]),
            ("senior".into(), vec![4], vec![(vec![1, 3], 1, 2)]),
        ];
        assert_eq!(levels("[[draw]]\ntopic = \"a\"\ncount = 3\n"), [drawn]);
    }

    #[test]
    fn a_form_gives_what_it_draws_and_nothing_else() {
        let all = levels("[[form]]\nid = \"f\"\ndraw = [{ level = \"senior\", count = 2 }]\n");
        assert_eq!(all[1], [("senior".into(), vec![], vec![(vec![1, 3, 4], 2, 2)])]);
        let all = levels("[[form]]\nid = \"f\"\ndraw = [{ level = \"senior\", count = 3 }]\n");
        assert_eq!(all[1], [("senior".into(), vec![1, 3, 4], vec![])], "all of them are drawn");
    }

    #[test]
    fn the_most_is_that_of_the_greatest_that_can_be_drawn() {
        let (exam, _) = exam(&format!("[[draw]]\ntopic = \"a\"\ncount = 2\n{}", questions()));
        let values = [5, 1, 3, 4, 10];
        assert_eq!(all(&exam)[0].most(|at| values[at]), 10 + 5 + 4);
    }
}
