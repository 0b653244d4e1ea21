//! A consumer process: it takes one step at a time and can die between any two.

use rusqlite::{Connection, ErrorCode, ffi, params_from_iter};

use super::bench::Bench;
use super::broker::Delivery;
use super::program::{Program, Statement, Step};
use super::provider::Answer;

/// What came of one turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// A step was taken.
    Moved,
    /// Another consumer's transaction is in the way; the step is still to do.
    Waits,
    /// The handler is through.
    Done,
    /// The handler raised something that it doesn't catch.
    Raised,
}

/// One run of `handle(msg)`. To drop it is to kill it: what it hasn't committed is rolled back.
pub(crate) struct Worker<'p> {
    steps: &'p [Step],
    at: usize,
    db: Connection,
    delivery: Delivery,
    seen: bool,
    violated: bool,
    charge: Option<String>,
}

enum Trouble {
    Locked,
    Violation,
    Other(String),
}

impl<'p> Worker<'p> {
    /// Starts the handler with a delivery.
    pub(crate) fn start(program: &'p Program, bench: &Bench, delivery: Delivery) -> Self {
        Self {
            steps: program.steps(),
            at: 0,
            db: bench.connect(),
            delivery,
            seen: false,
            violated: false,
            charge: None,
        }
    }

    /// How many steps it has taken; a step that is skipped counts.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Takes the next step.
    pub(crate) fn turn(&mut self, bench: &mut Bench) -> Turn {
        let Some(step) = self.steps.get(self.at) else {
            return Turn::Done;
        };
        match self.take(step, bench) {
            Ok(()) => {
                self.at = self.steps.len().min(self.at + 1);
                Turn::Moved
            }
            Err(Trouble::Locked) => Turn::Waits,
            Err(Trouble::Violation) => self.catch(bench),
            Err(Trouble::Other(error)) => self.raise(bench, error),
        }
    }

    fn take(&mut self, step: &Step, bench: &mut Bench) -> Result<(), Trouble> {
        match step {
            Step::Look(statement) => {
                let values = self.values(statement);
                let mut look = self.db.prepare(&statement.sql)?;
                self.seen = look.exists(params_from_iter(values))?;
            }
            Step::StopIfSeen if self.seen => {
                bench.hits += 1;
                bench.broker.ack(self.delivery.offset);
                self.at = self.steps.len();
            }
            Step::Begin => self.db.execute_batch("BEGIN")?,
            Step::Write(statement) => {
                let values = params_from_iter(self.values(statement));
                self.db.execute(&statement.sql, values)?;
            }
            Step::Charge { keyed } => {
                let message = &self.delivery.message;
                let key = keyed.then_some(message.id.as_str());
                self.charge = Some(match bench.provider.charge(message, key, bench.now) {
                    Answer::Charged(id) | Answer::Stored(id) => id,
                    Answer::KeyReused => return Err(Trouble::Other("key reused".to_owned())),
                });
            }
            Step::Commit => self.db.execute_batch("COMMIT")?,
            Step::Duplicate if self.violated => bench.hits += 1,
            Step::StopIfSeen | Step::Duplicate => {}
            Step::Ack => bench.broker.ack(self.delivery.offset),
        }
        Ok(())
    }

    fn values(&self, statement: &Statement) -> Vec<rusqlite::types::Value> {
        let value = |name: &String| self.delivery.message.value(name, self.charge.as_deref());
        statement.binds.iter().map(value).collect()
    }

    /// `except UniqueViolation:`, which the transaction leaves by a rollback.
    fn catch(&mut self, bench: &mut Bench) -> Turn {
        let handler = self.steps.iter().position(|s| *s == Step::Duplicate);
        let Some(handler) = handler else {
            return self.raise(bench, "a violation that nobody catches".to_owned());
        };
        self.roll_back();
        self.violated = true;
        self.at = handler;
        Turn::Moved
    }

    fn raise(&mut self, bench: &mut Bench, error: String) -> Turn {
        self.roll_back();
        self.at = self.steps.len();
        bench.errors.push(error);
        Turn::Raised
    }

    fn roll_back(&self) {
        if !self.db.is_autocommit() {
            self.db.execute_batch("ROLLBACK").expect("a rollback works");
        }
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        let unique = [ffi::SQLITE_CONSTRAINT_UNIQUE, ffi::SQLITE_CONSTRAINT_PRIMARYKEY];
        match error.sqlite_error() {
            Some(e) if matches!(e.code, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(e) if unique.contains(&e.extended_code) => Self::Violation,
            Some(_) | None => Self::Other(error.to_string()),
        }
    }
}
