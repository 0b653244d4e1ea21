//! The ladder: rungs lowest first, each with its cut.

use std::collections::HashMap;

use super::known::Known;
use super::number;
use crate::exam::default;
use crate::exam::id::Level;
use crate::exam::model::{CutsSource, Ladder, Rung};
use crate::exam::problem::{Bound, Fault};
use crate::exam::quantity::Fraction;
use crate::exam::raw::{self, Read, Sink, Table};
use crate::exam::section::Section;

/// Reads `ladder`, `cuts` and `cuts_basis`; tells the levels also where the cuts can't be read.
pub(super) fn read(table: &mut Table<'_>, sink: &mut Sink<'_>) -> (Read<Ladder>, Option<Known>) {
    let levels = levels(table, sink);
    let known = levels.as_ref().ok().map(|levels| Known::new("level", levels.iter().map(Level::as_str)));
    (with_cuts(levels, table, sink), known)
}

fn with_cuts(levels: Read<Vec<Level>>, table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<Ladder> {
    let cuts = table.table("cuts", Section::Cuts, sink);
    let basis = table.text("cuts_basis", sink);
    let levels = levels?;
    let given = cuts?.map_or_else(|| Ok(HashMap::new()), |cuts| given(cuts, &levels, sink))?;
    let all_given = levels.iter().all(|level| given.contains_key(level));
    let rungs = levels
        .into_iter()
        .enumerate()
        .map(|(rung, level)| {
            let cut = given.get(&level).copied().unwrap_or_else(|| default::cut(rung));
            Rung { level, cut }
        })
        .collect();
    let cuts = match basis? {
        Some(basis) => CutsSource::Basis(basis),
        None if all_given => CutsSource::File,
        None => CutsSource::Defaults,
    };
    Ok(Ladder { rungs, cuts })
}

fn levels(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<Vec<Level>> {
    let Some(item) = table.take("ladder") else {
        return Ok(default::ladder());
    };
    let span = item.span.clone();
    let names = item.texts(sink)?;
    if names.is_empty() {
        return Err(sink.add(Fault::EmptyList("ladder"), span));
    }
    if names.len() > Bound::Rungs.most() {
        return Err(sink.add(Fault::TooMuch(Bound::Rungs, names.len()), span));
    }
    let mut seen = HashMap::new();
    let mut levels = Ok(Vec::with_capacity(names.len()));
    for name in names {
        let level = match Level::new(&name.value) {
            Some(level) if level.as_str() == "zero" => Err(sink.add(Fault::ZeroRung, name.span)),
            Some(level) => {
                if let Some(first) = seen.get(&level).cloned() {
                    let fault = Fault::Repeated { key: "ladder", found: name.value };
                    Err(sink.add_second(fault, name.span, first))
                } else {
                    seen.insert(level.clone(), name.span);
                    Ok(level)
                }
            }
            None => Err(sink.add(Fault::NoId(name.value), name.span)),
        };
        raw::push(&mut levels, level);
    }
    levels
}

fn given(cuts: Table<'_>, levels: &[Level], sink: &mut Sink<'_>) -> Read<HashMap<Level, Fraction>> {
    let known: HashMap<&str, &Level> = levels.iter().map(|level| (level.as_str(), level)).collect();
    let mut given = Ok(HashMap::new());
    for item in cuts.rest() {
        let Some(level) = known.get(&*item.key).copied() else {
            let levels = Known::new("level", levels.iter().map(Level::as_str));
            given = Err(levels.undeclared(&item.key, item.key_span, sink));
            continue;
        };
        let key = format!("cuts.{}", item.key);
        let cut = item.number(number::CUT, sink).and_then(|literal| {
            number::fraction(&literal.value)
                .filter(|cut| *cut > Fraction::ZERO)
                .ok_or_else(|| raw::out_of_range(&key, number::CUT, literal.span, sink))
        });
        match (given.as_mut(), cut) {
            (Ok(given), Ok(cut)) => {
                given.insert(level.clone(), cut);
            }
            (_, Err(reported)) => given = Err(reported),
            (Err(_), Ok(_)) => {}
        }
    }
    given
}
