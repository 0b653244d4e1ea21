use std::collections::HashMap;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::compare::{self, Rows};
use super::debrief::{self, Asked, Detail, Questions};
use super::html;
use super::json;
use crate::exam::{self, Exam};
use crate::render::{Look, width};
use crate::report::assemble::{Beside, GROUPINGS, assemble};
use crate::report::compare::Comparison;
use crate::report::debrief::{Ratings, Sheet, Source, sheet};
use crate::report::gather::{Split, Table, Wanted, gather};
use crate::report::model::{Asked as Wants, Choice, Kept, Note};
use crate::results::scan::{Columns, FullRow, FullRows};

/// So many questions of two kinds, in words of every width.
fn exam(questions: usize) -> Exam {
    let mut text =
        String::from("format = 1\nid = \"m\"\ntitle = \"消息传递 and delivery\"\npredict = false\n");
    for question in 0..questions {
        let level = ["junior", "middle", "senior"][question % 3];
        let kind = ["single", "multiple"][question % 2];
        write!(
            text,
            "[[question]]\nid = \"q{question}\"\ntopic = \"topic-{}\"\nlevel = \"{level}\"\nkind = \"{kind}\"\n\
             prompt = \"\"\"\n幂等消费者在重试时应该怎样处理同一条消息? Question {question} of many, in a line that goes on.\n\nAnd more.\"\"\"\n\
             follow_up = \"接下来你会问什么问题, and what does it cost?\"\n\
             [[question.snippet]]\ntitle = \"消费者.py\"\nlanguage = \"python\"\n\
             code = \"def handle(message):  # 处理消息处理消息处理消息处理消息处理消息处理消息处理消息处理消息\\n    return 1\\n\"\n\
             [[question.option]]\ntext = \"Écrire d'abord la ligne, then acknowledge the message ({question})\"\ncorrect = true\n\
             [[question.option]]\ntext = \"👩‍🚀 先确认消息再写入数据库, whatever happens ({question})\"\nheads_up = \"消息已经确认, so it is not delivered again.\"\n",
            question / 3
        )
        .unwrap();
    }
    exam::parse(text.as_bytes()).unwrap()
}

/// Candidates with names of all kinds who answered these questions.
fn results(candidates: usize, questions: usize) -> String {
    let mut text = String::from(
        "attempt_id,candidate,exam_id,started_at,number,question_id,topic,level,ladder,answer,outcome,points,max_points\n",
    );
    for candidate in 0..candidates {
        let name =
            ["Ana", "山田太郎", "José María", "👩‍🚀 Zoë", "Maximiliane Alexandra von Hohenberg-Wartenstein"]
                [candidate % 5];
        for question in 0..questions {
            let level = ["junior", "middle", "senior"][question % 3];
            let (answer, outcome, points) = match (question * 7 + candidate * 13) % 10 {
                0..5 => ("a", "correct", "1"),
                5..7 => ("b", "incorrect", "-0.25"),
                7 => ("", "unanswered", "0"),
                8 => ("", "timed_out", "0"),
                _ => ("a+b", "incorrect", "0"),
            };
            writeln!(
                text,
                "a{candidate},{name},m,2026-11-18T09:00:00Z,{question},q{question},topic-{},{level},junior=0.70 middle=0.65 senior=0.60,{answer},{outcome},{points},1",
                question / 3
            )
            .unwrap();
        }
    }
    text
}

/// Their sheets, with a copy of the exam or without one.
fn sheets(text: &str, exam: Option<&Exam>) -> Vec<Sheet> {
    let bytes = text.as_bytes().to_vec();
    let columns = Columns::read(&bytes, true).unwrap();
    let all = FullRows::new(&columns).read(&bytes[usize::try_from(columns.end).unwrap()..]);
    let mut rows: HashMap<String, Vec<FullRow>> = HashMap::new();
    for row in all {
        rows.entry(row.cell("attempt_id").to_owned()).or_default().push(row);
    }
    let wanted = Wanted { groupings: GROUPINGS.to_vec(), ..Wanted::default() };
    let gathered = gather(&[Table { bytes: &bytes, columns }], &wanted, Split::default()).unwrap();
    let beside = Beside { copy: &|_, _, _| None, limit: &|_| None, code: None };
    let report = assemble(&gathered, Wants::default(), &beside);
    let figures = &report.exams[0];
    let of = |candidate: &crate::report::model::CandidateFigures| {
        let id = candidate.attempts[0].attempt_id.as_ref().unwrap();
        sheet(
            figures,
            candidate,
            Source { choice: Choice::First, rows: &rows[id], exam, journal: None, ratings: &Ratings::new() },
        )
    };
    figures.candidates.iter().map(of).collect()
}

/// What is seen of a page: without the sequences that colour it.
fn seen(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        out.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    out + rest
}

fn pages(sheets: &[Sheet], look: Look) -> Vec<String> {
    let notes = [Note::BadRows(2, 0), Note::Conflicts(1, Kept::Last)];
    let mut pages = Vec::new();
    for (questions, detail) in
        [(Questions::Missed, Detail::Short), (Questions::All, Detail::Full), (Questions::Named, Detail::Full)]
    {
        pages.push(debrief::page(sheets, Asked { questions, detail }, &notes).render(look));
    }
    if sheets.len() > 1 {
        let comparison = [Comparison::new(sheets.to_vec())];
        for rows in [Rows::Level, Rows::Topic] {
            pages.push(compare::page(&comparison, rows, &notes, look.width).render(look));
        }
    }
    pages
}

#[test]
fn sheets_fit_the_screen_with_and_without_colour() {
    for (candidates, questions) in [(1, 1), (2, 6), (5, 9)] {
        let (text, exam) = (results(candidates, questions), exam(questions));
        for copy in [None, Some(&exam)] {
            let sheets = sheets(&text, copy);
            for columns in [60, 80, 120, 200] {
                let plain = pages(&sheets, Look::plain(columns));
                for plain in &plain {
                    let widest = width::widest_line(plain);
                    assert!(widest <= columns, "{candidates} × {questions} at {columns}: {widest}\n{plain}");
                }
                let colored = pages(&sheets, Look::colored(columns));
                for colored in &colored {
                    assert!(colored.contains('\u{1b}') && width::widest_line(&seen(colored)) <= columns);
                }
                // Colour changes no word. (Emphasis is written with stars without it; there is none here.)
                let words = |page: &str| page.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
                assert_eq!(words(&plain[0]), words(&seen(&colored[0])));
            }
        }
    }
}

#[test]
fn a_name_that_is_too_long_stands_above_what_it_chose() {
    let sheets = sheets(&results(5, 12), None);
    let page = compare::page(&[Comparison::new(sheets)], Rows::Level, &[], 60).render(Look::plain(60));
    assert!(
        page.contains("\n  Maximiliane Alexandra von Hohenberg-Wartenstein\n                    "),
        "{page}"
    );
}

#[test]
fn each_question_is_on_a_page_once_with_room_to_write_and_no_id_is_there_twice() {
    for (candidates, questions, copy) in [(1, 1, false), (2, 6, true), (5, 9, true), (5, 9, false)] {
        let exam = exam(questions);
        let sheets = sheets(&results(candidates, questions), copy.then_some(&exam));
        let asked = Asked { questions: Questions::All, detail: Detail::Short };
        let debrief = html::debrief::page(&sheets, asked, &[]);
        let asked_of = debrief.matches("<section class=\"asked\"").count();
        assert_eq!(asked_of, candidates * questions);
        let room = debrief.matches("<div class=\"lines\"").count();
        assert_eq!(room, candidates * (questions + 1));
        let compare = html::compare::page(&[Comparison::new(sheets)], Rows::Level, &[]);
        for page in [debrief, compare] {
            let mut ids: Vec<&str> =
                page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all, "{page}");
            for link in page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                assert!(ids.contains(&link), "{link}: {page}");
            }
        }
    }
}

#[test]
fn no_banned_word_is_on_a_sheet() {
    let sheets = sheets(&results(5, 30), Some(&exam(30)));
    let mut pages = pages(&sheets, Look::plain(80));
    let asked = Asked { questions: Questions::All, detail: Detail::Full };
    pages.push(html::debrief::page(&sheets, asked, &[Note::BadRows(1, 0)]));
    pages.push(html::compare::page(&[Comparison::new(sheets.clone())], Rows::Topic, &[Note::BadRows(1, 0)]));
    pages.push(json::debrief(&sheets, &[Note::BadRows(1, 0)]));
    pages.push(json::compare(&[Comparison::new(sheets)], &[Note::BadRows(1, 0)]));
    for word in ["failed", "zero", "likely", "irregular", "verdict", "equal", "better"] {
        assert!(pages.iter().all(|page| !page.to_lowercase().contains(word)), "{word}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn every_count_is_on_the_page_uncut(candidates in 2..6_usize, questions in 1..20_usize, columns in 60..200_usize) {
        let sheets = sheets(&results(candidates, questions), None);
        let page = compare::page(&[Comparison::new(sheets.clone())], Rows::Level, &[], columns).render(Look::plain(columns));
        for sheet in &sheets {
            let candidate = &sheet.exam.candidates[0];
            for (_, cell) in candidate.levels.iter() {
                let count = format!("{}/{}", super::super::share::sum(cell.shares), cell.questions);
                prop_assert!(page.contains(&count), "{}\n{}", count, page);
            }
        }
        prop_assert!(width::widest_line(&page) <= columns, "{}", page);
    }
}
