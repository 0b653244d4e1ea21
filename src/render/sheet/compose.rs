//! What stands on a sheet, in order.

use crate::exam::{
    Criterion, Exam, Face, Key, Merit as KeyMerit, Navigation, Normalize, Part, PartId, Partial, Purpose,
    Question, TextKey, words,
};
use crate::render::question::{label, points};
use crate::render::{duration, plural};

use super::piece::{Choice, Mark, Merit, Piece, Room};
use super::{Answers, Extent, Sheet, Shown};

/// The pieces of a sheet.
pub(super) fn pieces<'e>(sheet: &Sheet<'e>) -> Vec<Piece<'e>> {
    let exam = sheet.exam;
    let mut pieces =
        vec![Piece::Title(sheet.form.map_or(&exam.title, |form| &form.title)), Piece::Facts(facts(sheet))];
    if sheet.answers == Answers::Hidden {
        pieces.push(Piece::Room(Room::Who));
    }
    let mut text = |label, markdown: &'e Option<String>| {
        pieces.extend(markdown.as_deref().map(|markdown| Piece::Text { label, markdown }));
    };
    text("", &exam.crux);
    text("", &exam.intro);
    text("Goal", &exam.goal);
    text("Notice", &exam.notice);
    for (place, shown) in sheet.shown.iter().enumerate() {
        question(sheet, place, shown, &mut pieces);
    }
    if sheet.answers == Answers::Shown {
        pieces.extend(exam.recap.as_deref().map(Piece::Recap));
    }
    pieces
}

fn facts(sheet: &Sheet<'_>) -> Vec<String> {
    let exam = sheet.exam;
    let count = sheet.shown.len();
    let mut facts = vec![match sheet.extent {
        Extent::All { asked } if asked < count => {
            format!("{asked} of these {}, drawn for each candidate", plural::count(count, "question"))
        }
        Extent::All { .. } => plural::count(count, "question"),
        Extent::Drawn { seed } => format!("{}, as drawn for seed {seed}", plural::count(count, "question")),
    }];
    facts.extend(
        exam.minutes.filter(|_| sheet.form.is_none()).map(|minutes| format!("about {minutes} minutes")),
    );
    let limit = sheet.form.and_then(|form| form.time_limit).or(exam.time_limit);
    facts.extend(limit.map(|limit| format!("limit {}", duration::words(limit.0))));
    if exam.navigation == Navigation::Linear {
        facts.push("forward only".to_owned());
    }
    if exam.scoring.wrong.ten_thousandths() > 0 {
        let share = exam.scoring.wrong.ten_thousandths();
        let percent = crate::exam::Points(i64::from(share) * 100);
        facts.push(format!("a wrong answer costs {percent}% of a question's points"));
    }
    let wait = sheet.answers == Answers::Shown && exam.purpose == Purpose::Exam;
    if wait {
        let cuts = exam.ladder.rungs.iter().map(|rung| {
            let percent = crate::exam::Points(i64::from(rung.cut.ten_thousandths()) * 100);
            format!("{} {percent}%", rung.level)
        });
        facts.push(format!("cuts {}", cuts.collect::<Vec<_>>().join(", ")));
    }
    facts.push(format!("exam {}", exam.exam_digest));
    if sheet.answers == Answers::Shown {
        facts.push(format!("key {}", exam.key_digest));
    }
    facts
}

fn question<'e>(sheet: &Sheet<'e>, place: usize, shown: &Shown<'e>, pieces: &mut Vec<Piece<'e>>) {
    let (exam, question) = (sheet.exam, shown.question);
    let mut head = vec![
        format!("Question {} of {}", place + 1, sheet.shown.len()),
        exam.topic_title(&question.topic).to_owned(),
    ];
    if sheet.answers == Answers::Shown {
        head.extend(question.level.as_ref().map(ToString::to_string));
        head.push(question.id.to_string());
    }
    head.push(points(&question.points.to_string()));
    head.extend(question.time_limit.map(|limit| format!("limit {}", duration::words(limit.0))));
    pieces.push(Piece::Question(head));
    pieces.extend(question.title.as_deref().map(Piece::Subtitle));
    pieces.extend(exam.snippets_of(question).map(Piece::Snippet));
    pieces.push(Piece::Prompt(&question.prompt));
    match sheet.answers {
        Answers::Hidden => asked(exam, shown, pieces),
        Answers::Shown => answered(shown, pieces),
    }
}

/// How the question is answered, and room to do so.
fn asked<'e>(exam: &'e Exam, shown: &Shown<'e>, pieces: &mut Vec<Piece<'e>>) {
    let net = exam.scoring.partial == Partial::Net;
    let how = |text: &str| Piece::How(text.to_owned());
    match &shown.question.face {
        Face::Single(_) => {
            pieces.push(how("Choose one."));
            pieces.push(Piece::Choices(options(shown, Answers::Hidden)));
        }
        Face::Multiple(_) => {
            let rule = if net {
                "a wrong one takes a right one away"
            } else {
                "exactly the right ones, or no points"
            };
            pieces.push(Piece::How(format!("Choose all that are right: {rule}.")));
            pieces.push(Piece::Choices(options(shown, Answers::Hidden)));
        }
        Face::Boolean => pieces.extend([how("True or false?"), Piece::Room(Room::TrueFalse)]),
        Face::Text => pieces.extend([how("One line of text."), Piece::Room(Room::Line)]),
        Face::Number { unit } => {
            let unit = unit.as_deref();
            let text = unit.map_or_else(|| "A number.".to_owned(), |unit| format!("A number, in {unit}."));
            pieces.extend([Piece::How(text), Piece::Room(Room::Number(unit))]);
        }
        Face::Order(entries) => {
            pieces.push(how("Put these in order: number them."));
            pieces.push(Piece::Choices(parts(entries, &shown.parts, &letter, Mark::Line)));
        }
        Face::Match { lefts, rights } => {
            pieces.push(how("Match each number with a letter; letters may be left over."));
            let ids: Vec<PartId> = lefts.iter().map(|left| left.id.clone()).collect();
            pieces.push(Piece::Choices(parts(lefts, &ids, &number, Mark::Line)));
            pieces.push(Piece::Choices(parts(rights, &shown.parts, &letter, Mark::None)));
        }
        Face::Essay => pieces.extend([how("In your own words; people mark it."), Piece::Room(Room::Lines)]),
    }
}

/// What is right, and all that is said about it.
fn answered<'e>(shown: &Shown<'e>, pieces: &mut Vec<Piece<'e>>) {
    let question = shown.question;
    let mut key = |label, texts: Vec<String>| pieces.push(Piece::Key { label, texts });
    match &question.key {
        Some(Key::Single(_) | Key::Multiple(_)) => {
            pieces.push(Piece::Choices(options(shown, Answers::Shown)));
        }
        Some(Key::Boolean { heads_up, .. }) => {
            key("Right", words::right_answer(question).into_iter().collect());
            if let Some(heads_up) = heads_up {
                key("Heads-up", vec![heads_up.clone()]);
            }
        }
        Some(Key::Text(TextKey::Accept { texts, normalize })) => {
            key("Right: any of", texts.iter().map(|text| words::literal(text)).collect());
            key("Made the same", vec![made_the_same(*normalize)]);
        }
        Some(Key::Text(TextKey::Pattern { .. }) | Key::Number { .. }) => {
            key("Right", words::right_answer(question).into_iter().collect());
        }
        Some(Key::Order(ids)) => {
            pieces.push(Piece::Steps { label: "Right order", texts: in_words(question, ids) });
        }
        Some(Key::Match(pairs)) => {
            let texts = words::in_words(question, &crate::exam::Answer::Match(pairs.clone()));
            key("Right pairs", texts);
            let left_over = left_over(&question.face, pairs);
            if !left_over.is_empty() {
                key("Belongs to nothing", left_over);
            }
        }
        Some(Key::Essay { criteria, sample }) => {
            key("Criteria", criteria.iter().map(criterion).collect());
            if let Some(sample) = sample {
                key("A model answer", vec![sample.clone()]);
            }
        }
        None => {}
    }
    let teaching = &question.teaching;
    for (label, text) in
        [("Hint", &teaching.hint), ("Explanation", &teaching.explanation), ("Ask next", &teaching.follow_up)]
    {
        if let Some(text) = text {
            pieces.push(Piece::Key { label, texts: vec![text.clone()] });
        }
    }
}

/// The right sides of a match that belong to no left side.
fn left_over(face: &Face, pairs: &[(PartId, PartId)]) -> Vec<String> {
    let Face::Match { rights, .. } = face else { return Vec::new() };
    let belongs = |part: &&Part| pairs.iter().any(|(_, right)| *right == part.id);
    rights.iter().filter(|part| !belongs(part)).map(|part| part.text.clone()).collect()
}

fn criterion(criterion: &Criterion) -> String {
    format!("{} ({})", criterion.text, points(&criterion.points.to_string()))
}

fn in_words(question: &Question, ids: &[PartId]) -> Vec<String> {
    words::in_words(question, &crate::exam::Answer::Order(ids.to_vec()))
}

fn made_the_same(normalize: Normalize) -> String {
    let named = [
        (normalize.case, "upper and lower case"),
        (normalize.space, "runs of blanks"),
        (normalize.accents, "accents"),
    ];
    let named: Vec<&str> = named.into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect();
    if named.is_empty() { "nothing but blanks at both ends".to_owned() } else { plural::list(&named) }
}

fn letter(place: usize) -> String {
    label(place)
}

fn number(place: usize) -> String {
    (place + 1).to_string()
}

fn options<'e>(shown: &Shown<'e>, answers: Answers) -> Vec<Choice<'e>> {
    let keys = words::options_with_key(shown.question);
    let all = shown.question.face.options();
    let found = shown.parts.iter().filter_map(|id| all.iter().find(|option| option.id == *id));
    found
        .enumerate()
        .map(|(place, option)| {
            let key = keys.iter().find(|(id, ..)| **id == option.id).map(|(_, _, key)| *key);
            let key = key.filter(|_| answers == Answers::Shown);
            Choice {
                label: label(place),
                text: &option.text,
                merit: key.map(|key| match key.merit {
                    KeyMerit::Right => Merit::Right,
                    KeyMerit::Credit(share) => Merit::Credit(share.to_string()),
                    KeyMerit::Wrong => Merit::Wrong,
                }),
                heads_up: key.and_then(|key| key.heads_up.as_deref()),
                mark: if matches!(shown.question.face, Face::Single(_)) { Mark::Round } else { Mark::Box },
            }
        })
        .collect()
}

fn parts<'e>(
    all: &'e [Part],
    order: &[PartId],
    label: &dyn Fn(usize) -> String,
    mark: Mark,
) -> Vec<Choice<'e>> {
    let found = order.iter().filter_map(|id| all.iter().find(|part| part.id == *id));
    found
        .enumerate()
        .map(|(place, part)| Choice {
            label: label(place),
            text: &part.text,
            merit: None,
            heads_up: None,
            mark,
        })
        .collect()
}
