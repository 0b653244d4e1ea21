//! Plays a question's consumer: alone, dying at a chosen step, or two at a time.

use super::bench::Bench;
use super::message::Message;
use super::paper::{Lesson, Question, fence};
use super::program::Program;
use super::worker::{Turn, Worker};

/// More rounds than any two handlers need, unless they are stuck.
const ROUNDS: usize = 100;

/// A consumer, the database it works on and the message it gets.
pub(crate) struct Scene {
    pub(crate) program: Program,
    pub(crate) scripts: Vec<String>,
    message_id: &'static str,
}

/// How a play of two consumers went.
pub(crate) struct Played {
    pub(crate) bench: Bench,
    /// How often one consumer had to wait for the other.
    pub(crate) waits: usize,
    /// Whether neither could go on.
    pub(crate) stuck: bool,
}

impl Scene {
    /// The first question's consumer, as shown.
    pub(crate) fn check_then_charge() -> Self {
        Self::of(&question("check-then-charge"), "", "m-88121")
    }

    /// The consumer and the index that the first question's explanation puts in its place.
    pub(crate) fn claim_first() -> Self {
        let question = question("check-then-charge");
        let index = fence(&question.explanation, "sql");
        let mut scene = Self::of(&question, &index, "m-88121");
        scene.program = Program::read(&fence(&question.explanation, "python"));
        scene
    }

    /// The second question's consumer, with the order that it will mark.
    pub(crate) fn commit_then_ack() -> Self {
        let order = "INSERT INTO orders (id) VALUES ('o-7731');";
        Self::of(&question("commit-then-ack"), order, "m-50317")
    }

    /// The third question's consumer, with the intent that it will complete.
    pub(crate) fn charge_then_crash() -> Self {
        let intent = "INSERT INTO payment_intents (id) VALUES ('pi_88');";
        Self::of(&question("charge-then-crash"), intent, "m-90442")
    }

    fn of(question: &Question, setup: &str, message_id: &'static str) -> Self {
        let code = question.code("python");
        assert!(code.starts_with("db = psycopg.connect(DSN, autocommit=True)\n"));
        Self {
            program: Program::read(code),
            scripts: vec![question.code("sql").to_owned(), setup.to_owned()],
            message_id,
        }
    }

    /// A fresh bench with nothing published.
    pub(crate) fn quiet_bench(&self) -> Bench {
        let scripts: Vec<&str> = self.scripts.iter().map(String::as_str).collect();
        Bench::new(&scripts)
    }

    /// A fresh bench with the message published.
    pub(crate) fn bench(&self) -> Bench {
        let mut bench = self.quiet_bench();
        bench.broker.publish(Message::new(self.message_id));
        bench
    }

    /// How many points there are at which a consumer can die.
    pub(crate) fn crash_points(&self) -> std::ops::RangeInclusive<usize> {
        0..=self.program.steps().len()
    }

    /// Lets consumers die at these points, one after the other, and the next one finish.
    pub(crate) fn die_at(&self, points: &[usize]) -> Bench {
        let mut bench = self.bench();
        for &point in points {
            self.die(&mut bench, point);
        }
        self.finish(&mut bench);
        bench
    }

    /// Runs a consumer for that many steps and kills it; then its delivery is visible again.
    pub(crate) fn die(&self, bench: &mut Bench, point: usize) {
        if let Some(delivery) = bench.broker.receive(bench.now) {
            let mut worker = Worker::start(&self.program, bench, delivery);
            while worker.at() < point && worker.turn(bench) == Turn::Moved {}
        }
        bench.broker.rebalance();
    }

    /// Runs a consumer on everything that the broker still has; whatever raises is left unacked.
    pub(crate) fn finish(&self, bench: &mut Bench) {
        while let Some(delivery) = bench.broker.receive(bench.now) {
            let mut worker = Worker::start(&self.program, bench, delivery);
            while worker.turn(bench) == Turn::Moved {}
        }
    }

    /// Plays two consumers that hold the message at once, in every order of their steps.
    pub(crate) fn every_race(&self) -> Vec<Played> {
        let orders = orders_of_two(self.program.steps().len());
        orders.iter().map(|order| self.race(order)).collect()
    }

    /// Plays two consumers whose steps come in this order; true is the second one's.
    fn race(&self, order: &[bool]) -> Played {
        let mut bench = self.bench();
        let first = bench.broker.receive(bench.now).expect("delivery 1");
        bench.broker.rebalance();
        let second = bench.broker.receive(bench.now).expect("delivery 2");
        let mut first = Worker::start(&self.program, &bench, first);
        let mut second = Worker::start(&self.program, &bench, second);
        let mut waits = 0;
        for &seconds_turn in order {
            let worker = if seconds_turn { &mut second } else { &mut first };
            waits += usize::from(worker.turn(&mut bench) == Turn::Waits);
        }
        let over = |turn| matches!(turn, Turn::Done | Turn::Raised);
        let mut rounds = 0..ROUNDS;
        let stuck = !rounds.any(|_| {
            let turns = [first.turn(&mut bench), second.turn(&mut bench)];
            turns.into_iter().all(over)
        });
        Played { bench, waits, stuck }
    }

    /// Stalls a consumer before its charge for that long; if the message is visible again by then, a
    /// second consumer gets it.
    pub(crate) fn stall(&self, bench: &mut Bench, charge: usize, seconds: u64) {
        let delivery = bench.broker.receive(bench.now).expect("delivery 1");
        let mut first = Worker::start(&self.program, bench, delivery);
        while first.at() < charge {
            assert_eq!(first.turn(bench), Turn::Moved, "alone until the charge");
        }
        bench.now += seconds;
        if let Some(delivery) = bench.broker.receive(bench.now) {
            let mut second = Worker::start(&self.program, bench, delivery);
            loop {
                match second.turn(bench) {
                    Turn::Moved => {}
                    Turn::Waits => assert_eq!(first.turn(bench), Turn::Moved),
                    Turn::Done | Turn::Raised => break,
                }
            }
        }
        while first.turn(bench) == Turn::Moved {}
    }
}

fn question(id: &str) -> Question {
    Lesson::read().question(id)
}

/// Every order in which two consumers can take that many steps each.
fn orders_of_two(steps: usize) -> Vec<Vec<bool>> {
    fn extend(order: &mut Vec<bool>, first: usize, second: usize, all: &mut Vec<Vec<bool>>) {
        if first == 0 && second == 0 {
            all.push(order.clone());
        }
        for (left, is_second) in [(first, false), (second, true)] {
            if left > 0 {
                order.push(is_second);
                let taken = usize::from(is_second);
                extend(order, first - (1 - taken), second - taken, all);
                order.pop();
            }
        }
    }
    let mut all = Vec::new();
    extend(&mut Vec::new(), steps, steps, &mut all);
    all
}

#[test]
fn two_consumers_of_five_steps_have_252_orders() {
    assert_eq!(orders_of_two(5).len(), 252);
}
