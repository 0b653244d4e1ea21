//! What was probably meant by a name that is nowhere: of an exam that is at hand, of an attempt that is open.

use std::path::Path;

use super::likeness::nearest;
use super::list::{AtHand, at_hand};
use crate::failure::Failure;
use crate::render::sanitize;
use crate::store::folder;

/// How the exam that was probably meant is named: by its own name, or by the id that it gives itself.
pub(super) fn exam(named: &str) -> Option<String> {
    let split = named.rsplit_once('/');
    let folder = split.map(|(folder, _)| folder).filter(|folder| folder::is_folder(Path::new(folder)));
    let at_hand = at_hand(Path::new(folder.unwrap_or(".")));
    match split {
        // `delivery-guarantes/short`: the form is kept.
        Some((base, form)) if folder.is_none() => {
            among(base, &at_hand).map(|found| format!("{found}/{form}"))
        }
        Some(_) | None => among(named, &at_hand),
    }
}

/// How the exam here is named that has this id.
pub(super) fn by_id(id: &str) -> Option<String> {
    let has = |one: &AtHand| one.exam.as_ref().is_ok_and(|exam| exam.id.as_str() == id);
    at_hand(Path::new(".")).into_iter().find(has).map(|one| one.name)
}

fn among(named: &str, at_hand: &[AtHand]) -> Option<String> {
    let id = |one: &AtHand| one.exam.as_ref().ok().map(|exam| exam.id.to_string());
    let same = at_hand.iter().find(|one| id(one).as_deref() == Some(named));
    if let Some(same) = same {
        return Some(same.name.clone());
    }
    // The ending and the folder are no likeness: `beta.toml` is not `zeta.toml` because both end so.
    let stem = |name: &'_ str| -> String {
        let file = name.rsplit_once('/').map_or(name, |(_, file)| file);
        file.strip_suffix(".toml").unwrap_or(file).to_owned()
    };
    let stems: Vec<String> = at_hand.iter().map(|one| stem(&one.name)).collect();
    let near = nearest(&stem(named), stems.iter().map(String::as_str))?.to_owned();
    let is_file = |name: &str| name.strip_suffix(".toml").is_some();
    let ending = |one: &AtHand| is_file(&one.name) == is_file(named);
    let like = || at_hand.iter().zip(&stems).filter(|(_, known)| **known == near).map(|(one, _)| one);
    like().find(|one| ending(one)).or_else(|| like().next()).map(|one| one.name.clone())
}

/// The failure to open a file, with what was probably meant where there is nothing of that name.
pub(super) fn or_meant(failure: Failure, named: &str) -> Failure {
    if folder::exists(Path::new(named)) {
        return failure;
    }
    match exam(named) {
        Some(near) => Failure { help: format!("did you mean `{}`?", sanitize::line(&near)), ..failure },
        None => failure,
    }
}

/// The attempt that was probably meant: the only one of a candidate of about this name, or the only one whose id begins about so.
pub(super) fn attempt<'a>(wanted: &str, open: &'a [(String, String)]) -> Option<&'a (String, String)> {
    let candidate = nearest(wanted, open.iter().map(|(_, candidate)| candidate.as_str()));
    let begins = |id: &'a str| id.get(..wanted.len()).unwrap_or(id);
    let beginning = nearest(wanted, open.iter().map(|(id, _)| begins(id)));
    let mut fitting = open.iter().filter(|(id, of)| match candidate {
        Some(candidate) => of == candidate,
        None => Some(begins(id)) == beginning,
    });
    fitting.next().filter(|_| fitting.next().is_none())
}
