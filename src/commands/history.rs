//! `examiner history`: how it went over time, and what to practise next.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::beside::Beside;
use super::likeness::nearest;
use super::misread::Naming;
use super::past::{self, Own};
use super::{asked, filters, learner, lines, nearby, next, open, output, source, spelled, tables};
use crate::cli::history::History as Args;
use crate::cli::report::Format;
use crate::cli::{DEFAULT_LEARNER, WhichExam};
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::library;
use crate::render::report::history::{Series, View, page};
use crate::render::report::{history_csv, html, json};
use crate::render::sanitize;
use crate::report::gather::{Gathered, Wanted};
use crate::report::history::people::{called, meant};
use crate::report::history::sat::base;
use crate::report::history::{Asked, History, Person, Sat, history, people};
use crate::report::model::Note;
use crate::report::noted;
use crate::results::sheet::Sheet as CsvSheet;
use crate::store::folder;
use crate::store::results_files;

/// The exam that is asked for.
#[derive(Default)]
struct Which {
    /// Its id, without a form.
    exam: Option<String>,
    /// Its id with a form, where one is named.
    form: Option<String>,
    /// Its file, where that is named.
    file: Option<PathBuf>,
}

/// Runs `history`.
pub fn run(args: &Args, context: &mut Context) -> Result<(), Failure> {
    let to = args.output.as_deref();
    let format = spelled::format(args.format, to)?;
    let since = args.since.as_deref().map(spelled::day).transpose()?;
    let which = which(args, context)?;
    let ledger = learner::existing_ledger(context);
    let own = ledger.as_ref().map(|ledger| ledger.results().to_owned());
    let paths: Vec<PathBuf> = own.iter().chain(&args.results).cloned().collect();
    let files = results_files::open(&paths)?;
    output::spare(to, paths.iter().chain(&which.file).map(PathBuf::as_path))?;
    let wanted = Wanted {
        skip_bad_rows: args.skip_bad_rows,
        on_conflict: args.on_conflict.map(asked::kept),
        ..past::wanted()
    };
    let gathered = if files.is_empty() { None } else { Some(tables::gathered(&files, &wanted, context)?) };
    let all = gathered.as_ref().map(people).unwrap_or_default();
    let beside = Beside::of(&files, which.file.as_slice())?;
    let who = if all.is_empty() { Vec::new() } else { who(args, &all)? };
    let mut sats = match &gathered {
        Some(gathered) => past::sats(&files, gathered, &who, which.exam.as_deref())?,
        None => Vec::new(),
    };
    mark_own(&mut sats, own.as_deref(), args);
    let open = open::open(own.as_deref(), &files, &who, which.exam.as_deref());
    if let (Some(exam), true) = (&which.exam, sats.is_empty() && open.is_empty()) {
        not_sat(exam, args, &who, gathered.as_ref(), context)?;
    }
    let copy = |id: &str, exam: &str, key: &str| beside.copy(id, exam, key);
    let asked = Asked {
        since,
        form: which.form,
        topics: topics(&sats, &args.topic, &beside)?,
        learner: practises_as(&sats, &who),
        now: crate::session::moment::WallTime(context.clock.now().wall_ms),
    };
    let sat_at_all = !sats.is_empty();
    if let Some(ledger) = &ledger {
        let is_meant = |sat: &Sat| {
            who.iter().any(|one| one.name == sat.candidate)
                && which.exam.as_ref().is_none_or(|exam| sat.base() == exam)
        };
        let begun: Vec<Sat> = past::not_there(open::sats(ledger), &sats).filter(is_meant).collect();
        sats.extend(begun);
    }
    let at_hand = next::AtHand::of(&sats, own.as_deref(), &files, which.file.as_deref());
    let history = history(sats, &copy, &asked);
    if history.exams.is_empty() && sat_at_all {
        return Err(nothing_listed(args, asked.form.as_deref()));
    }
    let names: Vec<String> = who.iter().map(|person| person.called()).collect();
    let commands: Vec<Option<String>> =
        history.next.iter().map(|next| at_hand.command(&history, next, &asked.learner)).collect();
    // What is to be said of other people's rows is none of this one's business.
    let theirs = match &gathered {
        Some(_) if who.len() < all.len() => {
            let candidates = who.iter().map(|person| person.name.clone()).collect();
            Some(tables::gathered(&files, &Wanted { candidates, ..wanted }, context)?)
        }
        _ => gathered,
    };
    let mut notes: Vec<Note> = theirs.iter().flat_map(rows_noted).collect();
    notes.extend(tables::notes_on_left_out(&files, Naming::Plain));
    notes.extend(beside.other_versions(false));
    let others: Vec<Person> = all.iter().filter(|one| !who.contains(one)).cloned().collect();
    let view = View {
        history: &history,
        who: &names,
        open: &open,
        commands: &commands,
        others: &others,
        notes: &notes,
        series: if context.plain && to.is_none() { Series::Counted } else { Series::Drawn },
    };
    write(args, &view, format, asked.now, context)
}

fn write(
    args: &Args,
    view: &View<'_>,
    format: Format,
    now: crate::session::moment::WallTime,
    context: &mut Context,
) -> Result<(), Failure> {
    let to = args.output.as_deref();
    if view.history.exams.is_empty()
        && view.open.is_empty()
        && matches!(format, Format::Table | Format::Markdown)
    {
        let exam = match &args.exam {
            Some(named) => begin(named, context)?,
            None => "delivery-guarantees".to_owned(),
        };
        context.say_command(
            "No attempts yet. To begin:",
            &format!("examiner practice {}", lines::quoted(&exam)),
        );
        return Ok(());
    }
    let text = match format {
        Format::Csv => return csv(view.history, to, context),
        Format::Json => json::history(view, now),
        Format::Markdown => page(view).markdown(),
        Format::Html => html::history::page(view),
        Format::Table => page(view).render(tables::look(to, context)),
    };
    if to.is_none() && format == Format::Table {
        return context.page(&text).map_err(|error| super::cannot_write(&error));
    }
    output::write(to, context, |to| to.write_all(text.as_bytes()))
}

fn csv(history: &History, to: Option<&Path>, context: &mut Context) -> Result<(), Failure> {
    output::write(to, context, |to| {
        let header: Vec<&str> = history_csv::TEXTS.into_iter().chain(history_csv::NUMBERS).collect();
        let mut out = CsvSheet::new(to, &header)?;
        for (texts, numbers) in history_csv::lines(history) {
            let texts = texts.each_ref().map(|text| sanitize::text(text));
            out.line(texts.iter().map(AsRef::as_ref), numbers.iter().map(String::as_str))?;
        }
        out.finish()
    })
}

/// A file, whose id it then is; else an id, with its form or without.
fn which(args: &Args, context: &mut Context) -> Result<Which, Failure> {
    let Some(named) = &args.exam else { return Ok(Which::default()) };
    let built_in = library::built_in(base(named)).is_some();
    let is_path = Path::new(named).extension().is_some()
        || named.contains(".toml/")
        || folder::exists(Path::new(named));
    if built_in || !is_path {
        let form = named.contains('/').then(|| named.clone());
        return Ok(Which { exam: Some(base(named).to_owned()), form, file: None });
    }
    let found = source::find(&WhichExam { exam: Some(named.clone()), form: None }, None, context)?;
    let form = found.form.as_ref().map(|form| format!("{}/{}", found.exam.id, form.id));
    Ok(Which { exam: Some(found.exam.id.to_string()), form, file: Some(PathBuf::from(found.name)) })
}

/// Who is asked for; who is meant where nobody is.
fn who<'a>(args: &Args, all: &'a [Person]) -> Result<Vec<&'a Person>, Failure> {
    if !args.candidate.is_empty() {
        let mut who: Vec<&Person> = Vec::new();
        for name in &args.candidate {
            let names = all.iter().map(|person| person.name.as_str());
            let found = called(all, name).ok_or_else(|| filters::nowhere("candidate", name, names))?;
            if !who.contains(&found) {
                who.push(found);
            }
        }
        return Ok(who);
    }
    meant(all, DEFAULT_LEARNER).map(|one| vec![one]).map_err(|several| {
        const FEW: usize = 8;
        let names: Vec<String> =
            several.iter().take(FEW).map(|one| format!("`{}`", sanitize::line(&one.called()))).collect();
        let more = several.len().saturating_sub(FEW);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = format!("there are attempts of several people: {}{more}", names.join(", "));
        Failure::new(Kind::CommandLine, message, "say whose with `--candidate NAME`")
    })
}

/// Attempts in the learner's own results, which are all where no others are named.
fn mark_own(sats: &mut [Sat], own: Option<&Path>, args: &Args) {
    let Some(own) = own else { return };
    let ids: Option<HashSet<String>> =
        (!args.results.is_empty()).then(|| Own::of(own.to_owned()).map(|own| own.ids()).unwrap_or_default());
    for sat in sats {
        sat.own = ids.as_ref().is_none_or(|ids| ids.contains(&sat.attempt_id));
    }
}

/// The name that practised last, else that of whoever is asked for.
fn practises_as(sats: &[Sat], who: &[&Person]) -> String {
    let last = sats.iter().filter(|sat| sat.own).max_by_key(|sat| sat.started_at);
    let asked = || who.first().map(|person| person.name.clone());
    last.map(|sat| sat.candidate.clone()).or_else(asked).unwrap_or_else(|| DEFAULT_LEARNER.to_owned())
}

/// The ids of topics that are asked for by id or title. One that nobody was asked is refused, with the nearest that somebody was.
fn topics(sats: &[Sat], topics: &[String], beside: &Beside) -> Result<Vec<String>, Failure> {
    let asked = || sats.iter().flat_map(|sat| &sat.answers).map(|answer| answer.topic.as_str());
    let mut wanted = Vec::new();
    for topic in topics {
        let copies = sats.iter().filter_map(|sat| {
            let copy = beside.copy(&sat.exam_id, &sat.exam_digest, &sat.key_digest)?;
            copy.topics.iter().find(|known| known.title == *topic).map(|known| known.id.to_string())
        });
        let titled: HashSet<String> = copies.collect();
        let named = asked().any(|id| id == topic).then(|| topic.clone());
        let before = wanted.len();
        wanted.extend(titled.into_iter().chain(named));
        if wanted.len() == before {
            let known: HashSet<&str> = asked().collect();
            return Err(filters::nowhere("topic", topic, known.into_iter()));
        }
    }
    Ok(wanted)
}

/// Nothing of whoever is asked for at the exam that is: refuses one that nobody knows, and where others have attempts.
fn not_sat(
    exam: &str,
    args: &Args,
    who: &[&Person],
    gathered: Option<&Gathered>,
    context: &mut Context,
) -> Result<(), Failure> {
    let named = args.exam.as_deref().unwrap_or(exam);
    let begin = begin(named, context);
    let Some(gathered) = gathered.filter(|gathered| !gathered.seats.is_empty()) else {
        return begin.map(|_| ());
    };
    if let Ok(begin) = begin {
        let names: Vec<String> =
            who.iter().map(|one| format!("`{}`", sanitize::line(&one.called()))).collect();
        let message = format!("no attempt of {} at `{}` yet", names.join(" or "), sanitize::line(exam));
        let help = format!("examiner practice {}", lines::quoted(&begin));
        return Err(Failure::new(Kind::CommandLine, message, help));
    }
    let known = &gathered.known;
    let is_theirs = |name: &str| who.iter().any(|person| person.name == name);
    let theirs = gathered.seats.iter().filter(|seat| is_theirs(known.candidates.text(seat.candidate)));
    let theirs: HashSet<&str> = theirs.map(|seat| base(known.exams.text(seat.exam))).collect();
    let unknown = filters::nowhere("exam", exam, theirs.iter().copied());
    let near = nearest(exam, theirs.into_iter()).is_none().then(|| nearby::exam(named)).flatten();
    Err(match near {
        Some(near) => Failure { help: format!("did you mean `{}`?", sanitize::line(&near)), ..unknown },
        None => unknown,
    })
}

/// How an exam is named to practise it: as it was, or the file here that has this id. An error where there is none.
fn begin(named: &str, context: &mut Context) -> Result<String, Failure> {
    let is_there = library::built_in(base(named)).is_some() || folder::exists(Path::new(named));
    let file = if is_there { None } else { nearby::by_id(base(named)) };
    let name = match (file, named.split_once('/')) {
        (Some(file), Some((_, form))) => format!("{file}/{form}"),
        (Some(file), None) => file,
        (None, _) => named.to_owned(),
    };
    source::find(&WhichExam { exam: Some(name.clone()), form: None }, None, context)?;
    Ok(name)
}

/// No attempt is listed for what is asked.
fn nothing_listed(args: &Args, form: Option<&str>) -> Failure {
    let (message, help) = match (&args.since, form) {
        (Some(since), _) => (
            format!("no attempt was begun on {} or later", sanitize::line(since)),
            "leave `--since` out to see those before",
        ),
        (None, Some(form)) => (
            format!("no attempt at the form `{}`", sanitize::line(form)),
            "name the exam alone to see attempts at all of it",
        ),
        (None, None) => ("no attempt counts here".to_owned(), "leave one of the filters out"),
    };
    Failure::new(Kind::CommandLine, message, help)
}

/// What is to be said of rows.
fn rows_noted(gathered: &Gathered) -> Vec<Note> {
    let notes = noted::of_all(gathered, &crate::report::model::Asked::default(), false);
    let of_rows = |note: &Note| {
        matches!(
            note,
            Note::DuplicateAttempts(..) | Note::Conflicts(..) | Note::DoubledRows(_) | Note::BadRows(..)
        )
    };
    notes.into_iter().filter(of_rows).collect()
}
