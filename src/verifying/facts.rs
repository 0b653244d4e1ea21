//! What a journal tells that is no alteration, and that whoever reads a score has to know.

use crate::session::moment::drift;
use crate::session::{AttemptState, Entry, Event, Mode, Pace};

use super::kinds::{FactKind, Journal};

/// All of it, in the order in which it is told.
pub fn of(journal: &Journal) -> Vec<FactKind> {
    let started = &journal.attempt.started;
    let mut facts = Vec::new();
    if let Some(extra) = &started.extra_time {
        facts.push(FactKind::ExtraTime { amount: extra.amount.clone(), reference: extra.reference.clone() });
    }
    if started.mode == Mode::Exam && started.pace == Pace::Untimed {
        facts.push(FactKind::Untimed);
    }
    if started.seed_given {
        facts.push(FactKind::SeedGiven { seed: started.seed });
    }
    let (mut times, mut away, mut reboots) = (0_u32, 0_u64, 0_u32);
    for entry in &journal.entries {
        match &entry.event {
            Event::GivenBack { ms, by } => facts.push(FactKind::GivenBack { ms: ms.0, by: by.clone() }),
            Event::ClockJumped { by_ms } => facts.push(FactKind::ClockJumped { by_ms: *by_ms }),
            Event::Resumed { away_ms, rebooted } => {
                times = times.saturating_add(1);
                away = away.saturating_add(*away_ms);
                reboots = reboots.saturating_add(u32::from(*rebooted));
            }
            Event::Started(_)
            | Event::Shown { .. }
            | Event::Predicted { .. }
            | Event::Answered { .. }
            | Event::Tried { .. }
            | Event::Completed { .. }
            | Event::Skipped { .. }
            | Event::Flagged { .. }
            | Event::Unclear { .. }
            | Event::Expired { .. }
            | Event::Left { .. }
            | Event::Submitted { .. }
            | Event::Recorded { .. } => {}
        }
    }
    if times > 0 {
        facts.push(FactKind::Interrupted { times, away_ms: away });
    }
    if reboots > 0 {
        facts.push(FactKind::Rebooted { times: reboots });
    }
    facts.extend(stopped(&journal.entries));
    if journal.torn {
        facts.push(FactKind::Torn);
    }
    if journal.attempt.state == AttemptState::Open {
        facts.push(FactKind::Open { running: journal.running });
    }
    facts
}

/// Where the clocks part, and no event says so. What is done later to an attempt that is handed in is no part of its time.
fn stopped(entries: &[Entry]) -> Vec<FactKind> {
    let end = entries.iter().rposition(|entry| matches!(entry.event, Event::Submitted { .. }));
    let sat = &entries[..end.map_or(entries.len(), |end| end + 1)];
    let is_jump =
        |entry: Option<&Entry>| entry.is_some_and(|entry| matches!(entry.event, Event::ClockJumped { .. }));
    let part = |(i, pair): (usize, &[Entry])| {
        let [before, after] = pair else { return None };
        let same_boot = before.stamp.boot == after.stamp.boot;
        if !same_boot || is_jump(Some(after)) || is_jump(sat.get(i + 2)) {
            return None;
        }
        let by_ms = drift(before.stamp.moment(), after.stamp.moment())?;
        Some(FactKind::ClockStopped { line: after.stamp.seq, by_ms })
    };
    sat.windows(2).enumerate().filter_map(part).collect()
}
