//! Results of any number of candidates, topics and questions, the same on every run.

use std::fmt::Write as _;

const HEADER: &str = "attempt_id,candidate,candidate_id,exam_id,exam_digest,key_digest,mode,status,started_at,finished_at,number,question_id,topic,level,kind,ladder,answer,outcome,points,max_points,seconds,grader\n";

/// What to make.
pub(crate) struct Make<'a> {
    /// Who sits it.
    pub(crate) candidates: &'a [String],
    /// The topics.
    pub(crate) topics: &'a [String],
    /// Questions of each topic.
    pub(crate) questions: usize,
}

/// `Candidate 001` and so on.
pub(crate) fn numbered(word: &str, n: usize) -> Vec<String> {
    (1..=n).map(|i| format!("{word} {i:03}")).collect()
}

impl Make<'_> {
    /// The rows of all.
    pub(crate) fn csv(&self) -> String {
        let mut out = HEADER.to_owned();
        for (who, candidate) in self.candidates.iter().enumerate() {
            let mut number = 0;
            for (topic, topic_id) in self.topics.iter().enumerate() {
                for question in 0..self.questions {
                    number += 1;
                    let rung = question % 3;
                    let level = ["junior", "middle", "senior"][rung];
                    let skill = (who * 37 + 11) % 90 + 20;
                    let chance = (who * 7919 + topic * 104_729 + question * 1299 + who * question * 31) % 100;
                    let (answer, outcome, points) = match chance + rung * 15 {
                        of if of < skill => ("a", "correct", "1"),
                        of if of % 11 == 0 => ("", "unanswered", "0"),
                        of if of % 7 == 0 => ("c", "partial", "0.5"),
                        of if of % 2 == 0 => ("b", "incorrect", "0"),
                        _ => ("d", "incorrect", "0"),
                    };
                    let _ = writeln!(
                        out,
                        "a{who:04}-0000-7000-8000-000000000000,\"{}\",,made,5b0e77d2a1c40f39,90ac41f3be17d265,exam,submitted,2026-11-18T09:00:00Z,2026-11-18T09:40:00Z,{number},q-{topic}-{question},\"{}\",{level},single,junior=0.70 middle=0.65 senior=0.60,{answer},{outcome},{points},1,30.0,key",
                        candidate.replace('"', "\"\""),
                        topic_id.replace('"', "\"\""),
                    );
                }
            }
        }
        out
    }
}
