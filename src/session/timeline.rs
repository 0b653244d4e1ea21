//! What happened in an attempt, event by event: each with the time since the start, the question it is about, and the time spent
//! on that so far.

use super::attempt::{Attempt, Incoherent};
use super::event::{Entry, Event};
use super::moment::WallTime;

/// One event of an attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened<'e> {
    /// Milliseconds since the start, by the clock that counts.
    pub elapsed_ms: u64,
    /// The wall clock.
    pub at: WallTime,
    /// What.
    pub event: &'e Event,
    /// Milliseconds since the event before; time given back meanwhile is none.
    pub away_ms: u64,
    /// The question that it is about, or that was on screen.
    pub on: Option<On>,
}

/// A question as an event leaves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct On {
    /// Its place in the attempt.
    pub place: usize,
    /// Milliseconds on screen so far, over all visits.
    pub seen_ms: u64,
    /// How often it came on screen so far.
    pub visits: u32,
    /// The answer that stood before the event.
    pub stood: Option<String>,
}

/// All that happened, and what it adds up to.
pub fn timeline(entries: &[Entry]) -> Result<(Attempt, Vec<Happened<'_>>), Incoherent> {
    let (first, rest) = entries.split_at(entries.len().min(1));
    let mut attempt = Attempt::from_entries(first)?;
    let mut all = Vec::new();
    for entry in first {
        all.push(Happened { elapsed_ms: 0, at: entry.stamp.at, event: &entry.event, away_ms: 0, on: None });
    }
    let mut alive_ms = 0;
    for entry in rest {
        let place = about(&attempt, &entry.event);
        let stood = place.and_then(|place| Some(attempt.progress[place].answer.as_ref()?.0.clone()));
        attempt.apply(entry).map_err(|why| Incoherent { line: entry.stamp.seq, why })?;
        let elapsed_ms = attempt.elapsed_at(attempt.last(), attempt.boot());
        let on = place.map(|place| On {
            place,
            seen_ms: attempt.seen_ms(place, elapsed_ms),
            visits: attempt.progress[place].visits,
            stood,
        });
        let away_ms = elapsed_ms.saturating_sub(alive_ms);
        all.push(Happened { elapsed_ms, at: entry.stamp.at, event: &entry.event, away_ms, on });
        if !matches!(entry.event, Event::GivenBack { .. }) {
            alive_ms = elapsed_ms;
        }
    }
    Ok((attempt, all))
}

fn about(attempt: &Attempt, event: &Event) -> Option<usize> {
    match event {
        Event::Shown { question }
        | Event::Predicted { question, .. }
        | Event::Answered { question, .. }
        | Event::Tried { question, .. }
        | Event::Completed { question, .. }
        | Event::Skipped { question }
        | Event::Flagged { question }
        | Event::Unclear { question, .. } => attempt.place(question).ok(),
        Event::Expired { question, .. } => question.as_ref().and_then(|id| attempt.place(id).ok()),
        Event::ClockJumped { .. } | Event::Left { .. } | Event::Resumed { .. } | Event::GivenBack { .. } => {
            attempt.on_screen()
        }
        Event::Started(_) | Event::Submitted { .. } | Event::Recorded { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::Stamp;
    use super::*;

    const STARTED: &str = r#"{"event":"started","attempt":"a","candidate":"Ada","candidate_id":"","exam":"x","exam_digest":"","key_digest":"","mode":"exam","seed":1,"seed_given":false,"pace":"timed","limit":600000,"questions":[{"id":"one","topic":"t"},{"id":"two","topic":"t"}],"program":"0"}"#;

    fn entry(seq: u64, seconds: u64, event: &str) -> Entry {
        let at = WallTime(i64::try_from(seconds * 1000).unwrap());
        let stamp = Stamp { seq, at, up: seconds * 1000, boot: "b".to_owned() };
        Entry { stamp, event: serde_json::from_str(event).unwrap() }
    }

    #[test]
    fn each_event_has_its_time_since_the_start_and_on_the_question() {
        let events = [
            (0, STARTED),
            (1, r#"{"event":"shown","question":"one"}"#),
            (5, r#"{"event":"answered","question":"one","answer":"a","seconds":4.0}"#),
            (5, r#"{"event":"shown","question":"two"}"#),
            (7, r#"{"event":"left","how":"ctrl-c"}"#),
            (50, r#"{"event":"given_back","ms":60000,"by":"M. Ito"}"#),
            (60, r#"{"event":"resumed","away_ms":10000,"rebooted":false}"#),
            (61, r#"{"event":"skipped","question":"two"}"#),
            (62, r#"{"event":"shown","question":"one"}"#),
            (64, r#"{"event":"answered","question":"one","answer":"b","seconds":6.0}"#),
        ];
        let entries: Vec<Entry> =
            events.iter().zip(1..).map(|((at, event), seq)| entry(seq, *at, event)).collect();
        let (attempt, all) = timeline(&entries).unwrap();
        assert_eq!(attempt.answered(), 1);
        assert_eq!(all[6].away_ms, 53_000, "time given back meanwhile is no sign of life");
        let told: Vec<_> = all
            .iter()
            .map(|one| {
                let on = one.on.as_ref().map(|on| (on.place, on.seen_ms / 1000, on.visits));
                (one.elapsed_ms / 1000, on, one.on.as_ref().and_then(|on| on.stood.as_deref()))
            })
            .collect();
        assert_eq!(
            told,
            [
                (0, None, None),
                (1, Some((0, 0, 1)), None),
                (5, Some((0, 4, 1)), None),
                (5, Some((1, 0, 1)), None),
                (7, Some((1, 2, 1)), None),
                // Until it is resumed, nobody knows how long it was away.
                (50, Some((1, 45, 1)), None),
                // Time away is not time on the question.
                (60, Some((1, 2, 1)), None),
                (61, Some((1, 3, 1)), None),
                (62, Some((0, 4, 2)), Some("a")),
                (64, Some((0, 6, 2)), Some("a")),
            ]
        );
        assert!(timeline(&[]).is_err() && timeline(&entries[1..]).is_err());
    }
}
