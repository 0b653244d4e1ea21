//! What every exam of the library is held to.

use super::basis::ExamBasis;
use super::paper::{Asked, Paper};

const EXAMS: [&str; 6] = ["http-apis", "linux", "messaging", "observability", "rust", "sql"];
const LEVELS: [&str; 3] = ["junior", "middle", "senior"];
/// Below this probability the right options are marked out by their length or their place.
const NOTABLE: f64 = 0.05;

impl ExamBasis {
    /// The exam's shape, its questions, its estimates, and how its right options lie among the others.
    pub(crate) fn assert_rules(&self) {
        let paper = Paper::read(self.exam);
        assert_shape(&paper);
        for question in &paper.question {
            assert_question(question);
        }
        self.assert_judged(&paper);
        self.assert_lines(&paper);
        assert_not_given_away(&paper);
    }

    fn assert_judged(&self, paper: &Paper) {
        let judged: Vec<&str> = self.questions.iter().map(|judged| judged.question).collect();
        let asked: Vec<&str> = paper.question.iter().map(|question| question.id.as_str()).collect();
        assert_eq!(judged, asked, "{}: a line for each question, in the file's order", self.exam);
        let proven = self.questions.iter().filter(|judged| judged.source.is_none()).count();
        assert!(proven * 100 >= self.proven_at_least * asked.len(), "{}: {proven} proven", self.exam);
        for (judged, source) in self.questions.iter().filter_map(|judged| Some((judged, judged.source?))) {
            assert!(source.len() > 15, "{}: where is it said? {source:?}", judged.question);
        }
        for level in LEVELS {
            let at_level =
                self.questions.iter().zip(&paper.question).filter(|(_, asked)| asked.level == level);
            let estimates: Vec<f64> = at_level.map(|(judged, _)| f64::from(judged.borderline)).collect();
            assert!(estimates.iter().all(|estimate| (1.0..=99.0).contains(estimate)));
            let mean = estimates.iter().sum::<f64>() / estimates.iter().map(|_| 1.0).sum::<f64>();
            let cut = paper.cuts[level] * 100.0;
            assert!((mean - cut).abs() <= 0.5, "{}: {level}: the mean is {mean}, the cut {cut}", self.exam);
        }
        assert!(paper.cuts_basis.contains("Angoff"), "{}: {}", self.exam, paper.cuts_basis);
    }
}

fn assert_shape(paper: &Paper) {
    let title = &paper.title;
    assert!(paper.question.len() >= 30, "{title}: {} questions", paper.question.len());
    assert!((5..=6).contains(&paper.topic.len()), "{title}: {} topics", paper.topic.len());
    assert!((40..=50).contains(&paper.minutes), "{title}: {} minutes", paper.minutes);
    assert_eq!(paper.time_limit, format!("{}m", paper.minutes), "{title}");
    for level in LEVELS {
        let count = paper.question.iter().filter(|question| question.level == level).count();
        assert!(count >= 10, "{title}: {count} at {level}");
    }
    for topic in &paper.topic {
        let count = paper.question.iter().filter(|question| question.topic == topic.id).count();
        assert!(count >= 3, "{title}: {count} on {}", topic.id);
    }
    let short = paper.form.iter().find(|form| form.id == "short").expect("a form `short`");
    assert_eq!(short.time_limit, "30m", "{title}");
    let drawn: Vec<(&str, usize)> = short.draw.iter().map(|draw| (draw.level.as_str(), draw.count)).collect();
    assert_eq!(drawn, LEVELS.map(|level| (level, 8)), "{title}");
    for kind in ["single", "multiple", "number", "text", "order"] {
        assert!(paper.question.iter().any(|question| question.kind == kind), "{title}: no {kind}");
    }
    for text in [&paper.crux, &paper.intro, &paper.goal] {
        assert!(!text.trim().is_empty(), "{title}: crux, intro and goal");
    }
    assert!(paper.recap.contains("On Monday"), "{title}: the recap says what to do on Monday");
}

fn assert_question(question: &Asked) {
    let id = &question.id;
    assert!(!question.snippet.is_empty(), "{id}: starts from something real");
    assert!(!question.title.is_empty(), "{id}: a title");
    assert!(!question.explanation.is_empty(), "{id}: an explanation");
    assert!(question.follow_up.contains('?'), "{id}: a follow-up asks");
    for option in &question.option {
        assert!(!option.heads_up.is_empty(), "{id}: a heads-up for {}", option.text);
        let lower = option.text.to_lowercase();
        assert!(!lower.contains("of the above"), "{id}: {}", option.text);
    }
    if question.kind == "order" {
        assert!((3..=7).contains(&question.entry.len()), "{id}: entries");
    }
    for snippet in &question.snippet {
        let widest = snippet.code.lines().map(|line| line.chars().count()).max().unwrap_or_default();
        assert!(widest <= 72, "{id}: {}: a line of {widest} characters", snippet.title);
        let lines = snippet.code.lines().count();
        assert!(lines <= 30, "{id}: {}: {lines} lines", snippet.title);
    }
}

/// The right option of a single question is not the longest, not the shortest, and not in one place more
/// often than chance has it.
fn assert_not_given_away(paper: &Paper) {
    let singles: Vec<&Asked> = singles(paper).collect();
    for (mark, times) in marks(&singles) {
        let probability = at_least(&chances(&singles), times);
        assert!(probability > NOTABLE, "{}: {mark} is right {times} times: {probability}", paper.title);
    }
}

fn singles(paper: &Paper) -> impl Iterator<Item = &Asked> {
    paper.question.iter().filter(|question| question.kind == "single")
}

fn chances(singles: &[&Asked]) -> Vec<f64> {
    singles.iter().map(|question| 1.0 / count(question.option.len())).collect()
}

/// What a guesser could go by without reading, and how often it is right.
fn marks(singles: &[&Asked]) -> Vec<(String, usize)> {
    let times = |holds: &dyn Fn(usize, &[usize]) -> bool| {
        let marked = |question: &&&Asked| {
            let lengths: Vec<usize> =
                question.option.iter().map(|option| option.text.chars().count()).collect();
            question.option.iter().position(|option| option.correct).is_some_and(|at| holds(at, &lengths))
        };
        singles.iter().filter(marked).count()
    };
    let longest = times(&|at, lengths| lengths.iter().max() == Some(&lengths[at]));
    let shortest = times(&|at, lengths| lengths.iter().min() == Some(&lengths[at]));
    let places = (0..4).map(|place| (format!("place {place}"), times(&|at, _| at == place)));
    let by_length = [("the longest".to_owned(), longest), ("the shortest".to_owned(), shortest)];
    by_length.into_iter().chain(places).collect()
}

#[test]
fn over_all_exams_no_mark_is_right_more_or_less_often_than_chance_has_it() {
    let papers = EXAMS.map(Paper::read);
    let singles: Vec<&Asked> = papers.iter().flat_map(singles).collect();
    let chances = chances(&singles);
    for (mark, times) in marks(&singles) {
        let or_more = at_least(&chances, times);
        let or_fewer = 1.0 - at_least(&chances, times + 1);
        let of = singles.len();
        let notable = or_more.min(or_fewer) <= NOTABLE / 2.0;
        assert!(!notable, "{mark} is right {times} times of {of}: {or_more} or more, {or_fewer} or fewer");
    }
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map(f64::from).expect("few")
}

/// The probability of at least so many successes in independent trials with these chances.
fn at_least(chances: &[f64], successes: usize) -> f64 {
    let mut exactly = vec![1.0];
    for chance in chances {
        exactly.push(0.0);
        for i in (0..exactly.len()).rev() {
            let before = if i == 0 { 0.0 } else { exactly[i - 1] };
            exactly[i] = exactly[i] * (1.0 - chance) + before * chance;
        }
    }
    exactly.iter().skip(successes).sum()
}

#[test]
fn at_least_is_the_binomial_tail() {
    // 1 - (3/4)^3, and (1/4)^3.
    assert!((at_least(&[0.25; 3], 1) - 0.578_125).abs() < 1e-12);
    assert!((at_least(&[0.25; 3], 3) - 0.015_625).abs() < 1e-12);
    assert!((at_least(&[0.5, 0.25], 0) - 1.0).abs() < 1e-12);
}
