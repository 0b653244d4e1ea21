//! What must be known to read a table for programs, said besides: what is known of all candidates is put together.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashSet;

use crate::report::gather::{Gathered, Name};
use crate::report::model::{Lacks, Report};

use super::super::plural;
use super::notes::{MOST_NAMED, dropped, left_out, of_all, which};

/// The remarks where there is no page; `report` has no exams.
pub fn in_short(report: &Report, gathered: &Gathered) -> Vec<String> {
    let seats = || gathered.seats.iter().filter(|seat| seat.total.questions > 0);
    let again = seats().filter(|seat| seat.sat > 1).count();
    let waiting: usize = seats().map(|seat| seat.total.ungraded() as usize).sum();
    let outside: usize = gathered.seats.iter().map(|seat| seat.outside as usize).sum();
    let mut remarks = Vec::new();
    if again > 0 {
        let n = plural::count(again, "candidate");
        remarks.push(format!("{n} sat an exam more than once; {}", which(report.asked.attempts)));
    }
    if waiting > 0 {
        let (waits, are) = if waiting == 1 { ("waits", "is") } else { ("wait", "are") };
        remarks
            .push(format!("{} {waits} for a mark and {are} in no share", plural::count(waiting, "answer")));
    }
    if outside > 0 {
        let are = if outside == 1 { "is" } else { "are" };
        remarks.push(format!("{} {are} outside the days asked for", plural::count(outside, "attempt")));
    }
    remarks.extend(versions_in_short(gathered));
    if !gathered.dropped.is_empty() {
        let known = &gathered.known;
        let mut questions: Vec<String> =
            gathered.dropped.iter().map(|(_, question)| known.questions.text(*question).to_owned()).collect();
        questions.sort();
        questions.dedup();
        remarks.push(dropped(&questions));
    }
    for (place, of) in gathered.left_out.iter().enumerate().filter(|(_, of)| of.seat.is_some()) {
        if place >= MOST_NAMED {
            let n = gathered.left_out.len() - place;
            remarks
                .push(format!("{} more have rows left out, and so no share", plural::count(n, "candidate")));
            break;
        }
        let why = if report.blind { String::new() } else { of.bad.to_string() };
        let who = if report.blind { "" } else { &of.candidate };
        remarks.push(left_out(who, &Lacks { rows: of.rows, of: of.of, place: of.place.clone(), why }, true));
    }
    remarks.extend(of_all(report).into_iter().map(|(_, words)| words));
    remarks
}

/// That attempts at one exam were sat in several versions of it, or marked by several keys.
fn versions_in_short(gathered: &Gathered) -> Vec<String> {
    let known = &gathered.known;
    let seats = gathered.seats.iter().filter(|seat| seat.total.questions > 0);
    let facts = seats.flat_map(|seat| seat.facts.iter().map(|fact| (seat.exam, fact)));
    let versions: HashSet<(Name, Name, Name)> =
        facts.map(|(exam, fact)| (exam, fact.exam_digest, fact.key_digest)).collect();
    let mut exams: BTreeMap<&str, [BTreeSet<Name>; 2]> = BTreeMap::new();
    for (exam, exam_digest, key_digest) in versions {
        let [of_exam, of_key] = exams.entry(known.exams.text(exam)).or_default();
        of_exam.insert(exam_digest);
        of_key.insert(key_digest);
    }
    let mut said = Vec::new();
    for (exam, of) in exams {
        let what = [("sat in", "version of it", "versions of it"), ("marked by", "key", "keys")];
        for (digests, (how, one, several)) in of.into_iter().zip(what) {
            let named = digests.iter().filter(|digest| !known.digests.text(**digest).is_empty()).count();
            match (named, digests.len()) {
                (2.., _) => said.push(format!("{exam} was {how} {} {several}", plural::word(named))),
                (1, 2) => said.push(format!("not all attempts at {exam} name the {one}")),
                _ => {}
            }
        }
    }
    said
}
