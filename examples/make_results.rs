//! Writes results of any size to standard output, the same for the same numbers: to try reports and to measure them.
//!
//! `cargo run --release --example make_results -- 5000000 > big.csv` writes 250,000 attempts of 20 questions each by
//! 50,000 candidates; a second number sets how many candidates there are.

use std::io::{self, BufWriter, Write};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const HEADER: &str = "attempt_id,candidate,candidate_id,exam_id,exam_digest,key_digest,mode,status,started_at,finished_at,number,question_id,topic,level,kind,ladder,answer,outcome,points,max_points,seconds,grader";
const TOPICS: [&str; 12] = [
    "delivery-semantics",
    "idempotency",
    "ordering",
    "outbox",
    "consumer-groups",
    "observability",
    "schemas",
    "retries",
    "transactions",
    "partitions",
    "backpressure",
    "replay",
];
const QUESTIONS: u64 = 20;

fn main() -> io::Result<()> {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse().map_err(io::Error::other));
    let rows: u64 = numbers.next().transpose()?.unwrap_or(10_000);
    let attempts = rows.div_ceil(QUESTIONS);
    let candidates = numbers.next().transpose()?.unwrap_or(attempts / 5).max(1);
    let mut chance = ChaCha8Rng::seed_from_u64(1);
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    writeln!(out, "{HEADER}")?;
    let mut left = rows;
    for attempt in 0..attempts {
        let random = chance.next_u64();
        let id = format!(
            "{:08x}-{:04x}-7{:03x}-a{:03x}-{:012x}",
            0x019a_9000 + (attempt >> 12),
            attempt & 0xfff,
            random & 0xfff,
            (random >> 12) & 0xfff,
            random >> 16
        );
        let who = chance.next_u64() % candidates;
        let skill = 35 + who % 60;
        let second = attempt % 86_400;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let day = 1 + (attempt / 86_400) % 28;
        let head = format!(
            "{id},Candidate {who:06},,messaging/short,5b0e77d2a1c40f39,90ac41f3be17d265,exam,submitted,2026-11-{day:02}T{hour:02}:{minute:02}:{second:02}Z,2026-11-{day:02}T23:59:59Z"
        );
        for number in 1..=QUESTIONS.min(left) {
            let random = chance.next_u32();
            let question = u64::from(random >> 8) % 5 + (number - 1) * 5;
            let topic = TOPICS[usize::try_from(question % 12).unwrap_or_default()];
            let level = ["junior", "middle", "senior"][usize::try_from(question % 3).unwrap_or_default()];
            let (outcome, points) =
                if u64::from(random % 100) < skill { ("correct", 1) } else { ("incorrect", 0) };
            writeln!(
                out,
                "{head},{number},q-{question:03},{topic},{level},single,junior=0.70 middle=0.65 senior=0.60,claim-first,{outcome},{points},1,{}.{},key",
                10 + random % 90,
                random % 10,
            )?;
        }
        left = left.saturating_sub(QUESTIONS);
    }
    out.flush()
}
