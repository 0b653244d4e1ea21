//! Codes in place of names: kept beside the first file, made for who has none, and taken for who is asked for.
//!
//! In a blind report a candidate is asked for by their code. Real names are not taken, and not told: whoever knows one could
//! find its code by asking for it.

use super::filters;
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::render::sanitize;
use crate::report::gather::{Gathered, Seat};
use crate::results::codes::Codes;
use crate::store::results_files::ResultsFile;
use crate::store::trouble::Trouble;
use crate::store::{codes, folder};

/// The file beside which codes are kept: the first that has some, so that another file in the folder changes no code; else the
/// first.
fn keeper(files: &[ResultsFile]) -> Option<&ResultsFile> {
    let has = |file: &&ResultsFile| file.stays() && folder::is_file(&codes::path_beside(&file.path));
    files.iter().find(has).or_else(|| files.first())
}

/// The codes that there are.
pub fn known(files: &[ResultsFile]) -> Result<Codes, Failure> {
    let Some(first) = keeper(files) else { return Ok(Codes::default()) };
    if !first.stays() {
        let name = first.path.display().to_string();
        let message =
            format!("`{}` is no file that stays, and codes are kept beside one", sanitize::line(&name));
        return Err(Failure::new(
            Kind::CommandLine,
            message,
            "save the results as a file and name that first",
        ));
    }
    let text = codes::read(&codes::path_beside(&first.path)).map_err(|trouble| unread(first, trouble))?;
    parsed(first, &text)
}

/// The codes that there are beside files of which a sheet is made; none where nobody has made any.
pub fn if_any(files: &[ResultsFile]) -> Result<Codes, Failure> {
    let kept =
        keeper(files).filter(|first| first.stays() && folder::is_file(&codes::path_beside(&first.path)));
    if kept.is_some() { known(files) } else { Ok(Codes::default()) }
}

/// The names to be gathered for these codes; none, so that all are gathered, where one is no code.
pub fn names(asked: &[String], codes: &Codes) -> Vec<String> {
    let names: Option<Vec<String>> = asked.iter().map(|code| Some(codes.person(code)?.0.clone())).collect();
    names.unwrap_or_default()
}

/// Leaves those whose codes are asked for. One that is nobody's here is refused, with the codes that are somebody's.
pub fn only(asked: &[String], gathered: &mut Gathered, codes: &Codes) -> Result<(), Failure> {
    if asked.is_empty() {
        return Ok(());
    }
    let known = &gathered.known;
    let code = |seat: &Seat| {
        codes.of(known.candidates.text(seat.candidate), known.candidate_ids.text(seat.candidate_id))
    };
    let mut there: Vec<&str> = gathered.seats.iter().filter_map(code).collect();
    there.sort_unstable();
    there.dedup();
    if let Some(unknown) = asked.iter().find(|asked| !there.contains(&asked.as_str())) {
        let failure = filters::nowhere("candidate", unknown, there.iter().copied());
        let help = format!("with `--blind` candidates are asked for by their codes: {}", failure.help);
        let help = if there.is_empty() {
            "`--blind` without `--candidate` makes the codes".to_owned()
        } else {
            help
        };
        return Err(Failure { help, ..failure });
    }
    let theirs: Vec<bool> = gathered
        .seats
        .iter()
        .map(|seat| code(seat).is_some_and(|code| asked.iter().any(|asked| asked == code)))
        .collect();
    let mut theirs = theirs.into_iter();
    gathered.seats.retain(|_| theirs.next().unwrap_or(false));
    Ok(())
}

/// The codes of all who are here, new ones kept beside the first file, which is said.
pub fn made(files: &[ResultsFile], gathered: &Gathered, context: &mut Context) -> Result<Codes, Failure> {
    let Some(first) = keeper(files) else { return Ok(Codes::default()) };
    let known = &gathered.known;
    let mut people: Vec<(&str, &str)> = gathered
        .seats
        .iter()
        .map(|seat| (known.candidates.text(seat.candidate), known.candidate_ids.text(seat.candidate_id)))
        .collect();
    people.sort_unstable();
    let chance = context.chance;
    let more = |text: &str| Ok(Codes::parse(text)?.extend(people.iter().copied(), chance));
    let path = codes::path_beside(&first.path);
    let text = codes::update(&path, more).map_err(|trouble| unread(first, trouble))?;
    let place = if first.is_found() { &first.named } else { &path };
    let place = place.display().to_string();
    let place = sanitize::line(&place);
    context.say(&if first.is_found() {
        format!("whose codes these are stands beside the first file in `{place}` (its name ends in `.codes`)")
    } else {
        format!("whose codes these are stands in `{place}`")
    });
    parsed(first, &text)
}

fn parsed(first: &ResultsFile, text: &str) -> Result<Codes, Failure> {
    Codes::parse(text).map_err(|what| {
        let path = codes::path_beside(&first.path);
        unread(first, Trouble::new(&path, what, "move the file of codes away: then all are made anew"))
    })
}

/// A file of codes that can't be read. One beside a file that was found in a folder is not named.
fn unread(first: &ResultsFile, trouble: Trouble) -> Failure {
    if !first.is_found() || trouble.called_away {
        return trouble.into();
    }
    let folder = first.named.display().to_string();
    let message = format!("the codes in `{}`: {}", sanitize::line(&folder), trouble.what);
    Failure::new(Kind::File, message, trouble.help)
}
