//! Whether there is enough to tell levels by: questions at each, and cuts that somebody has set.

use std::collections::HashSet;
use std::ops::Range;

use super::mix::{AtLevel, Mix};
use super::{Asked, Finding};
use crate::exam::id::Level;
use crate::exam::model::{CutsSource, Exam};
use crate::exam::problem::Warning;
use crate::exam::spans::Spans;

/// The fewest questions at a level that tell it from another.
const LEAST: usize = 10;
/// The fewest in a form: under them no level is given.
const LEAST_IN_FORM: usize = 6;

/// `few-questions`, `untested-level` and `default-cuts`.
pub(super) fn lint(exam: &Exam, spans: &Spans, mixes: &[Asked<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (mix, asked) in mixes {
        found.extend(few_questions(exam, spans, mix, asked));
        found.extend(untested_level(exam, spans, mix, asked));
    }
    found.extend(default_cuts(exam, spans));
    found
}

/// Where to say something of a level: at the form, at the rung, or where the level is first asked.
pub(super) fn place(exam: &Exam, spans: &Spans, mix: &Mix<'_>, rung: usize) -> Range<usize> {
    if let Some((at, _)) = mix.form {
        return spans.forms.get(at).map(|form| form.id.clone()).unwrap_or_default();
    }
    if let Some(written) = spans.rungs.get(rung) {
        return written.clone();
    }
    let level = exam.ladder.rungs.get(rung).map(|rung| &rung.level);
    let first = exam.questions.iter().position(|question| question.level.as_ref() == level);
    let first = first.and_then(|at| spans.questions.get(at)?.level.clone());
    first.unwrap_or_else(|| spans.id.clone())
}

fn few_questions(exam: &Exam, spans: &Spans, mix: &Mix<'_>, asked: &[AtLevel<'_>]) -> Vec<Finding> {
    let least = if mix.form.is_some() { LEAST_IN_FORM } else { LEAST };
    let few = asked.iter().filter(|at| at.least() < least);
    let found = few.map(|at| Finding {
        warning: Warning::FewQuestions {
            form: mix.form.map(|(_, form)| form.id.clone()),
            level: at.level.clone(),
            questions: at.least(),
            least,
        },
        places: vec![place(exam, spans, mix, at.rung)],
    });
    found.collect()
}

fn untested_level(exam: &Exam, spans: &Spans, mix: &Mix<'_>, asked: &[AtLevel<'_>]) -> Option<Finding> {
    let has: HashSet<&Level> = asked.iter().map(|at| at.level).collect();
    // A form need not go up to the top, but what it asks must stand on something.
    let end = match mix.form {
        None => exam.ladder.rungs.len(),
        Some(_) => asked.last().map_or(0, |at| at.rung),
    };
    let rungs = exam.ladder.rungs.iter().take(end).enumerate();
    let (missing, levels): (Vec<usize>, Vec<Level>) = rungs
        .filter(|(_, rung)| !has.contains(&rung.level))
        .map(|(at, rung)| (at, rung.level.clone()))
        .unzip();
    let mut places: Vec<Range<usize>> =
        missing.into_iter().map(|rung| place(exam, spans, mix, rung)).collect();
    places.dedup();
    let form = mix.form.map(|(_, form)| form.id.clone());
    (!levels.is_empty()).then_some(Finding { warning: Warning::UntestedLevel { form, levels }, places })
}

fn default_cuts(exam: &Exam, spans: &Spans) -> Option<Finding> {
    match &exam.ladder.cuts {
        CutsSource::Defaults => {}
        CutsSource::File | CutsSource::Basis(_) => return None,
    }
    let set: HashSet<&str> = spans.cuts.iter().map(|(level, _)| level.as_str()).collect();
    let asked: HashSet<&Level> =
        exam.questions.iter().filter_map(|question| question.level.as_ref()).collect();
    let rungs = exam.ladder.rungs.iter().enumerate();
    let by_default: Vec<_> =
        rungs.filter(|(_, rung)| !set.contains(rung.level.as_str()) && asked.contains(&rung.level)).collect();
    let (first, _) = by_default.first()?;
    let written = spans.cuts.first().map(|(_, place)| place).or_else(|| spans.rungs.get(*first));
    let first_asked = || spans.questions.iter().find_map(|question| question.level.as_ref());
    let place = written.or_else(first_asked).unwrap_or(&spans.id).clone();
    let rungs = by_default.into_iter().map(|(_, rung)| (rung.level.clone(), rung.cut)).collect();
    Some(Finding { warning: Warning::DefaultCuts { rungs }, places: vec![place] })
}

#[cfg(test)]
mod tests {
    use super::super::mix;
    use super::super::test::Made;
    use super::*;

    fn questions(level: &str, count: usize) -> String {
        let one = |at: usize| {
            format!(
                "[[question]]\nid = \"{level}-{at}\"\ntopic = \"t\"\nlevel = \"{level}\"\nkind = \"text\"\nprompt = \"{level} {at}?\"\naccept = [\"a\"]\n"
            )
        };
        (0..count).map(one).collect()
    }

    /// Warnings with the texts of their first places.
    fn found(rest: &str) -> Vec<(String, String)> {
        let Made { exam, spans, source } = Made::of(rest);
        let mixes = mix::all(&exam);
        let asked: Vec<_> = mixes.iter().map(|mix| mix.levels(&exam)).collect();
        let mixes: Vec<_> = mixes.iter().zip(&asked).map(|(mix, asked)| (mix, asked.as_slice())).collect();
        let found = lint(&exam, &spans, &mixes);
        found
            .into_iter()
            .map(|one| (one.warning.message(), source[one.places[0].clone()].to_owned()))
            .collect()
    }

    fn names(rest: &str) -> Vec<String> {
        found(rest).into_iter().map(|(message, _)| message).collect()
    }

    const ONE: &str = "ladder = [\"junior\"]\ncuts_basis = \"us\"\n";

    #[test]
    fn ten_questions_are_enough_for_a_level_and_nine_are_few() {
        assert_eq!(names(&format!("{ONE}{}", questions("junior", 10))), [""; 0]);
        assert_eq!(
            found(&format!("{ONE}{}", questions("junior", 9))),
            [("9 questions at `junior`, expected at least 10".to_owned(), "\"junior\"".to_owned())]
        );
    }

    #[test]
    fn what_a_draw_leaves_out_is_not_counted() {
        let draw = "[[draw]]\nlevel = \"junior\"\ncount = 9\n";
        let drawn = names(&format!("{ONE}{draw}{}", questions("junior", 12)));
        assert_eq!(drawn, ["9 questions at `junior`, expected at least 10"]);
        let open =
            "ladder = [\"junior\", \"senior\"]\ncuts_basis = \"us\"\n[[draw]]\ntopic = \"t\"\ncount = 20\n";
        let both = format!("{open}{}{}", questions("junior", 20), questions("senior", 12));
        assert_eq!(
            names(&both),
            [
                "8 questions at `junior`, expected at least 10",
                "not always a question at `senior`, expected at least 10"
            ]
        );
    }

    #[test]
    fn six_questions_are_enough_for_a_level_of_a_form() {
        let form = |count: usize| {
            format!(
                "{ONE}[[form]]\nid = \"short\"\ndraw = [{{ level = \"junior\", count = {count} }}]\n{}",
                questions("junior", 10)
            )
        };
        assert_eq!(names(&form(6)), [""; 0]);
        assert_eq!(
            found(&form(5)),
            [(
                "5 questions at `junior` in form `short`, expected at least 6".to_owned(),
                "\"short\"".to_owned()
            )]
        );
    }

    #[test]
    fn a_rung_without_questions_is_untested() {
        let basis = "cuts_basis = \"us\"\n";
        assert_eq!(
            found(&format!("{basis}{}", questions("junior", 10))),
            [(
                "no question at `middle` or `senior`, expected some at each level".to_owned(),
                "\"made\"".to_owned()
            )]
        );
        let ladder = "ladder = [\"junior\", \"middle\"]\n";
        assert_eq!(
            found(&format!("{basis}{ladder}{}", questions("junior", 10))),
            [("no question at `middle`, expected some at each level".to_owned(), "\"middle\"".to_owned())]
        );
    }

    #[test]
    fn a_form_may_end_below_the_top_but_not_begin_in_the_air() {
        let with = |draws: &str| {
            let head = "ladder = [\"junior\", \"middle\"]\ncuts_basis = \"us\"\n";
            let form = format!("[[form]]\nid = \"f\"\ndraw = [{draws}]\n");
            names(&format!("{head}{form}{}{}", questions("junior", 10), questions("middle", 10)))
        };
        assert_eq!(with("{ level = \"junior\", count = 8 }"), [""; 0]);
        assert_eq!(
            with("{ level = \"middle\", count = 8 }"),
            ["no question at `junior` in form `f`, expected some at each level"]
        );
    }

    #[test]
    fn cuts_are_defaults_only_where_they_are_not_set_and_asked_for() {
        let both = format!("{}{}", questions("junior", 10), questions("middle", 10));
        let with = |head: &str| found(&format!("ladder = [\"junior\", \"middle\"]\n{head}{both}"));
        assert_eq!(
            with(""),
            [(
                "levels by the program's own cuts (junior 70%, middle 65%), expected cuts that you have set or `cuts_basis`"
                    .to_owned(),
                "\"junior\"".to_owned()
            )]
        );
        assert_eq!(
            with("cuts = { junior = 0.7 }\n"),
            [(
                "levels by the program's own cuts (middle 65%), expected cuts that you have set or `cuts_basis`"
                    .to_owned(),
                "junior".to_owned()
            )]
        );
        assert_eq!(with("cuts = { junior = 0.7, middle = 0.65 }\n"), []);
        assert_eq!(with("cuts_basis = \"the defaults, looked at\"\n"), []);
        let without =
            "[[question]]\nid = \"q\"\ntopic = \"t\"\nkind = \"text\"\nprompt = \"?\"\naccept = [\"a\"]\n";
        assert!(names(without).iter().all(|message| !message.contains("cuts")));
    }
}
