//! The whole file: what stands above the questions, the questions, what draws reach, and the exam put together.

use super::draws::{self, Places};
use super::front::{self, Rules, Texts, Unique};
use super::known::Known;
use super::question::{self, Reading, Surroundings};
use super::{Mode, ladder};
use crate::exam::default;
use crate::exam::digest::{self, Digest};
use crate::exam::id::{ExamId, FormId, Level, TopicId};
use crate::exam::model::{Draw, Exam, Form, Question};
use crate::exam::problem::{Bound, Fault};
use crate::exam::quantity::Millis;
use crate::exam::raw::{self, Located, Read, Sink, Table};
use crate::exam::section::Section;

/// A form with the places of its draws.
struct FormRead {
    id: FormId,
    title: Option<String>,
    time_limit: Option<Millis>,
    draws: Vec<Located<Draw>>,
}

/// Reads the whole file.
pub(super) fn read(mut table: Table<'_>, sink: &mut Sink<'_>) -> Read<Exam> {
    let format = format(&mut table, sink)?;
    let paper_of = table.take("paper_of").map(|item| item.text(sink));
    let mode = if paper_of.is_some() { Mode::Paper } else { Mode::Exam };
    let id = table.need_text("id", sink).and_then(|text| front::id(text, ExamId::new, sink));
    let title = table.need_text("title", sink);
    let texts = Texts::read(&mut table, mode, sink);
    let rules = Rules::read(&mut table, mode, sink);
    let (ladder, levels) = ladder::read(&mut table, sink);
    let topics = front::topics(&mut table, sink);
    let (declared, topics_readable) = match &topics {
        Ok((_, known)) => (known.as_ref(), true),
        Err(_) => (None, false),
    };
    let (snippets, known_snippets) = front::snippets(&mut table, sink);
    let around =
        Surroundings { mode, topics: declared, levels: levels.as_ref(), snippets: known_snippets.as_ref() };
    let numbered = questions(&mut table, around, sink);
    let lists = Drawn::read(&mut table, declared, levels.as_ref(), topics_readable, &numbered, sink);
    table.finish(sink)?;
    let questions = whole(numbered?)?;
    let (declared, (draws, forms)) = (topics?.0, lists?);
    let (texts, rules, title) = (texts?, rules?, title?.value);
    let topics = if declared.is_empty() { default::topics(&questions) } else { declared };
    let forms = forms
        .into_iter()
        .map(|form| Form {
            title: form.title.unwrap_or_else(|| default::form_title(&title, &form.id)),
            id: form.id,
            time_limit: form.time_limit.or(rules.time_limit),
            draws: form.draws.into_iter().map(|draw| draw.value).collect(),
        })
        .collect();
    format?;
    let exam = Exam {
        id: id?,
        title,
        purpose: rules.purpose,
        crux: texts.crux,
        intro: texts.intro,
        goal: texts.goal,
        recap: texts.recap,
        notice: texts.notice,
        authors: texts.authors,
        license: texts.license,
        language: texts.language,
        tags: texts.tags,
        minutes: rules.minutes,
        time_limit: rules.time_limit,
        ladder: ladder?,
        predict: rules.predict,
        reveal: rules.reveal,
        navigation: rules.navigation,
        shuffle: rules.shuffle,
        allow: rules.allow,
        scoring: rules.scoring,
        topics,
        snippets: snippets?,
        draws: draws.into_iter().map(|draw| draw.value).collect(),
        forms,
        questions,
        exam_digest: Digest::of(b""),
        key_digest: Digest::of(b""),
        paper_of: None,
    };
    sealed(exam, paper_of.transpose()?, sink)
}

/// The exam with its digests, which are taken of all the rest; a paper's must be the one it names.
fn sealed(mut exam: Exam, paper_of: Option<Located<String>>, sink: &mut Sink<'_>) -> Read<Exam> {
    exam.exam_digest = digest::exam_digest(&exam);
    exam.key_digest = digest::key_digest(&exam);
    if let Some(text) = paper_of {
        let Some(named) = Digest::parse_full(&text.value) else {
            return Err(sink.add(Fault::NoDigest(text.value), text.span));
        };
        if named != exam.exam_digest {
            return Err(sink.add(Fault::AlteredPaper { named, found: exam.exam_digest }, text.span));
        }
        exam.paper_of = Some(named);
    }
    Ok(exam)
}

/// `format`: of another format nothing else is said. The inner result is that of a file without a readable one.
fn format(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<Read<()>> {
    let item = match table.need("format", sink) {
        Ok(item) => item,
        Err(reported) => return Ok(Err(reported)),
    };
    let span = item.span.clone();
    match item.whole("1", sink) {
        Ok(Located { value: 1, .. }) => Ok(Ok(())),
        Ok(_) => {
            let found = sink.written(&span).to_owned();
            Err(sink.add(Fault::OtherFormat(found), span))
        }
        Err(reported) => Ok(Err(reported)),
    }
}

fn questions(table: &mut Table<'_>, around: Surroundings<'_>, sink: &mut Sink<'_>) -> Read<Vec<Reading>> {
    let tables = table.need("question", sink)?.tables(Section::Question, sink)?;
    if let Some(table) = tables.get(Bound::Questions.most()) {
        let fault = Fault::TooMuch(Bound::Questions, tables.len());
        return Err(sink.add(fault, table.span.clone()));
    }
    if tables.is_empty() {
        return Err(sink.add(Fault::EmptyList("question"), table.span.clone()));
    }
    let mut unique = Unique::new("question");
    Ok(tables.into_iter().map(|table| question::read(table, around, &mut unique, sink)).collect())
}

/// All questions, if all could be read.
fn whole(readings: Vec<Reading>) -> Read<Vec<Question>> {
    readings.into_iter().map(|reading| reading.question).collect()
}

/// Draws and forms.
struct Drawn;

impl Drawn {
    fn read(
        table: &mut Table<'_>,
        declared: Option<&Known>,
        levels: Option<&Known>,
        topics_readable: bool,
        readings: &Read<Vec<Reading>>,
        sink: &mut Sink<'_>,
    ) -> Read<(Vec<Located<Draw>>, Vec<FormRead>)> {
        let places: Option<Vec<_>> = match readings {
            Ok(readings) if topics_readable => {
                readings.iter().map(|reading| reading.place.as_ref()).collect()
            }
            Ok(_) | Err(_) => None,
        };
        let used = match (declared, &places) {
            (None, Some(places)) => {
                Some(Known::new("topic", places.iter().map(|(_, topic, _)| topic.as_str())))
            }
            (Some(_), _) | (None, None) => None,
        };
        let topics = declared.or(used.as_ref());
        let draws = table
            .tables("draw", Section::Draw, sink)
            .and_then(|tables| draws::read(tables, topics, levels, sink));
        let forms = forms(table, topics, levels, sink);
        if let Some(places) = &places {
            let places = Places::new(places.iter().map(|(id, topic, level)| {
                (id.as_str(), TopicId::as_str(topic), level.as_ref().map(Level::as_str))
            }));
            let lists = draws.iter().chain(forms.iter().flatten().map(|form| &form.draws));
            let mut read = Ok(());
            for list in lists {
                read = places.check(list, sink).and(read);
            }
            read?;
        }
        Ok((draws?, forms?))
    }
}

fn forms(
    table: &mut Table<'_>,
    topics: Option<&Known>,
    levels: Option<&Known>,
    sink: &mut Sink<'_>,
) -> Read<Vec<FormRead>> {
    let mut unique = Unique::new("form");
    let mut forms = Ok(Vec::new());
    for mut table in table.tables("form", Section::Form, sink)? {
        let header = table.span.clone();
        let id = unique.id(&mut table, FormId::new, sink);
        let title = table.text("title", sink);
        let time_limit = front::time_limit(&mut table, sink);
        let draws = table.need("draw", sink).and_then(|item| {
            let draws = draws::read(item.tables(Section::Draw, sink)?, topics, levels, sink)?;
            if draws.is_empty() { Err(sink.add(Fault::EmptyList("draw"), header)) } else { Ok(draws) }
        });
        let rest = table.finish(sink);
        let form = || {
            rest?;
            Ok(FormRead { id: id?, title: title?, time_limit: time_limit?, draws: draws? })
        };
        raw::push(&mut forms, form());
    }
    forms
}
