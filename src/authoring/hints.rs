//! What to know about each step, in a few words: they fit on a line of 60 columns.

use super::step::Step;

pub(super) fn help(step: Step) -> &'static str {
    match step {
        Step::Title => "as candidates and reports see it",
        Step::Id => "what results call it: it stays when the title changes",
        Step::Purpose | Step::Kind | Step::Topic | Step::Truth | Step::Way => {
            "a letter moves, Enter chooses, Esc: menu"
        }
        Step::Minutes => "limits nothing; empty: not said",
        Step::TimeLimit => "45m or 1h 30m: the clock ends it; empty: no clock",
        Step::Ladder => "with commas between",
        Step::Cut(_) => "the share of the level's points that shows the level",
        Step::CutsBasis => "such as \"Angoff, 4 judges\"; empty: `check` will ask",
        Step::TopicTitle(0) => "empty: topics come with the questions",
        Step::TopicTitle(_) | Step::Accept(1..) => "empty: no more",
        Step::TopicId(_) | Step::NewTopicId => "what questions and results call the topic",
        Step::NewTopicTitle => "as reports call it",
        Step::Level => "of the ladder: how hard it is",
        Step::QuestionTitle => "empty: none",
        Step::Prompt => "Markdown",
        Step::QuestionId => "what results call the question",
        Step::Snippet(_) => "code, SQL, a log, a metrics line",
        Step::SnippetFile(_) => "a path; it is copied into the exam",
        Step::SnippetCode(_) => "as it is, shown with line numbers",
        Step::SnippetTitle(_) => "for example a file name; empty: none",
        Step::SnippetLanguage(_) => "for the colours: python, sql, rust …; empty: text",
        Step::OptionText(0 | 1) => "a line of Markdown",
        Step::OptionText(_) => "empty: no more options",
        Step::OptionRight(_) => "y or n, Enter takes the one in capitals",
        Step::OptionWhy(_) | Step::TruthWhy => "told to whoever chose it; empty: none",
        Step::OptionCredit(_) => "0.5 earns half: right, but second best; empty: nothing",
        Step::Accept(0) => "case and runs of spaces make no difference",
        Step::Pattern => "matches the whole answer; (?i) in front ignores case",
        Step::Number => "42, -0.5 or 1.5e3",
        Step::Tolerance => "0.5 or 5%; empty: exactly this number",
        Step::Unit => "ms, min, GB …; empty: none",
        Step::Entry(0) => "what comes first",
        Step::Entry(1) => "what comes next",
        Step::Entry(_) => "what comes next; empty: no more",
        Step::Left(0 | 1) => "what the right side is chosen for",
        Step::Left(_) => "empty: no more pairs",
        Step::Right(_) => "the right side of this pair",
        Step::Distractor(_) => "belongs to nothing, makes it harder; empty: no more",
        Step::Criterion(0) => "what those who mark look for",
        Step::Criterion(_) => "empty: no more criteria",
        Step::CriterionPoints(_) => "what it is worth",
        Step::Sample => "for those who mark; empty: none",
        Step::Explanation => "shown with the feedback; empty: none",
        Step::FollowUp => "what an interviewer asks next; empty: none",
        Step::Hint => "offered in practice only; empty: none",
        Step::Points => "what the question is worth",
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::{Draft, Snippet};
    use super::super::step::{Step, Work};

    #[test]
    fn every_help_fits_on_a_line_of_60_columns() {
        let n = [0, 1, 2];
        let numbered: [fn(usize) -> Step; 15] = [
            Step::TopicTitle,
            Step::TopicId,
            Step::Snippet,
            Step::SnippetFile,
            Step::SnippetCode,
            Step::SnippetTitle,
            Step::SnippetLanguage,
            Step::OptionText,
            Step::OptionWhy,
            Step::OptionCredit,
            Step::Accept,
            Step::Entry,
            Step::Left,
            Step::Distractor,
            Step::Criterion,
        ];
        let more = [
            Step::Title,
            Step::Id,
            Step::Purpose,
            Step::Minutes,
            Step::TimeLimit,
            Step::Ladder,
            Step::Cut(0),
            Step::CutsBasis,
            Step::Kind,
            Step::NewTopicTitle,
            Step::NewTopicId,
            Step::Level,
            Step::QuestionTitle,
            Step::QuestionId,
            Step::OptionRight(0),
            Step::Truth,
            Step::TruthWhy,
            Step::Pattern,
            Step::Number,
            Step::Tolerance,
            Step::Unit,
            Step::Right(0),
            Step::CriterionPoints(0),
            Step::Hint,
            Step::Points,
        ];
        let mut work = Work::new(Draft::new(), "queues");
        work.open.snippets = vec![Snippet { file: "a.py".to_owned(), ..Snippet::default() }];
        let steps = numbered.into_iter().flat_map(|step| n.map(step)).chain(more);
        for step in steps {
            let help = work.ask(step).help;
            // With the brackets around it.
            assert!(help.chars().count() + 2 < 60, "{step:?}: {help}");
        }
    }
}
