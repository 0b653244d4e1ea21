//! The desk that a candidate sits at: the attempt, its log, the clock and the prompter, kept in step.

use std::io;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use crate::clock::Clock;
use crate::exam::{Exam, Question};
use crate::render::{Look, sanitize};
use crate::session::{Attempt, Entry, Event, Moment, Stamp, machine, moment::WallTime};
use crate::store::drafts;
use crate::store::journal::{Chain, Journal};
use crate::store::ledger::Trouble;
use crate::terminal::prompter::{
    Ask, Command, CommandWord, Draft, Edit, Gone, Got, Manner, Prompter, Reply, Want,
};

/// Where an attempt's events go.
#[derive(Debug)]
pub enum Log {
    /// Into its journal, synced.
    Kept(Box<Journal>),
    /// Nowhere: a trial.
    Trial {
        /// How many there were.
        seq: u64,
        /// Where longer texts lie while they are written.
        scratch: tempfile::TempDir,
    },
}

impl Log {
    /// Appends an event.
    pub fn append(&mut self, event: &Event, at: Moment, boot: &str) -> io::Result<Entry> {
        match self {
            Self::Kept(journal) => journal.append(event, at, boot),
            Self::Trial { seq, .. } => {
                *seq += 1;
                let stamp =
                    Stamp { seq: *seq, at: WallTime(at.wall_ms), up: at.up_ms, boot: boot.to_owned() };
                Ok(Entry { stamp, event: event.clone() })
            }
        }
    }

    /// The chain of the last line; none for a trial.
    pub fn chain(&self) -> Option<&Chain> {
        match self {
            Self::Kept(journal) => Some(journal.chain()),
            Self::Trial { .. } => None,
        }
    }
}

/// Why a sitting stops before its end.
#[derive(Debug)]
pub enum Stop {
    /// The person, or the process, was called away; everything accepted is kept.
    Left,
    /// Something could not be kept.
    Trouble(Trouble),
    /// Handed in and safe in its journal, but its rows could not be brought into the results.
    Unrecorded(Trouble),
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

/// Whether the program asks before it starts, submits, and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// It asks.
    Ask,
    /// `--yes`.
    Given,
}

/// What is shown and heard of the clock before the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockTalk {
    /// Time left, bells.
    Full,
    /// Nothing but the end.
    Quiet,
}

/// How a sitting goes about things.
#[derive(Clone, Copy, Debug)]
pub struct Ways {
    /// Whether it asks first.
    pub consent: Consent,
    /// What of the clock is shown.
    pub clock_talk: ClockTalk,
    /// Whether predictions are asked for.
    pub predict: crate::exam::Predict,
}

/// Everything of the world that a sitting needs.
pub struct Room<'a> {
    /// Who is asked.
    pub prompter: &'a mut dyn Prompter,
    /// The time.
    pub clock: &'a dyn Clock,
    /// Width and colour.
    pub look: Look,
    /// For times of day.
    pub zone: TimeZone,
}

/// A sitting under way.
pub struct Desk<'a> {
    /// The world.
    pub room: Room<'a>,
    /// The exam.
    pub exam: &'a Exam,
    /// How it goes about things.
    pub ways: Ways,
    /// Where it stands.
    pub attempt: Attempt,
    /// Where events go.
    pub log: Log,
    /// What stood in the prompt of a question that is not left yet.
    pub(super) held: Option<super::asking::Held>,
    /// How many of the notices of time left were given.
    pub(super) notices: usize,
}

/// How often a script's event is tried to be kept.
const TRIES: u32 = 3;

/// Parts of the time left at which a bell sounds and a notice is given, in percent.
const BELLS: [u64; 2] = [20, 5];

impl<'a> Desk<'a> {
    /// A desk for an attempt whose log is open.
    pub fn new(room: Room<'a>, exam: &'a Exam, ways: Ways, attempt: Attempt, log: Log) -> Self {
        let mut desk = Self { room, exam, ways, attempt, log, held: None, notices: 0 };
        desk.notices = desk.bells().iter().filter(|&&bell| bell <= desk.elapsed()).count();
        desk
    }

    /// Now.
    pub fn now(&self) -> Moment {
        self.room.clock.now()
    }

    /// Milliseconds since the attempt's start.
    pub fn elapsed(&self) -> u64 {
        self.attempt.elapsed_at(self.now(), self.room.clock.boot())
    }

    /// Milliseconds since the attempt's start at an instant of this boot.
    pub fn elapsed_at(&self, at: Moment) -> u64 {
        self.attempt.elapsed_at(at, self.room.clock.boot())
    }

    /// The question at a place.
    pub fn question(&self, place: usize) -> Option<&'a Question> {
        self.exam.question(&self.attempt.drawn(place).id)
    }

    /// Journals an event, synced, and applies it. What cannot be written is held and tried again until it can, or the
    /// person gives up.
    pub fn note(&mut self, event: &Event, at: Moment) -> Result<(), Stop> {
        let boot = self.room.clock.boot().to_owned();
        let mut tries = 0;
        loop {
            tries += 1;
            match self.log.append(event, at, &boot) {
                Ok(entry) => {
                    return self.attempt.apply(&entry).map_err(|why| Stop::Trouble(self.incoherent(&why)));
                }
                Err(error) => {
                    let trouble = self.unkept(&error);
                    self.try_again(trouble, tries)?;
                }
            }
        }
    }

    fn incoherent(&self, why: &str) -> Trouble {
        Trouble::new(&self.log_path(), why, "this should not happen")
    }

    fn unkept(&self, error: &io::Error) -> Trouble {
        Trouble::io(&self.log_path(), "append to the attempt's journal", error)
    }

    fn log_path(&self) -> std::path::PathBuf {
        match &self.log {
            Log::Kept(journal) => journal.path().to_owned(),
            Log::Trial { .. } => std::path::PathBuf::from("(not recorded)"),
        }
    }

    /// A script can't be asked: it is tried again at once, and then given up.
    fn try_again(&mut self, trouble: Trouble, tries: u32) -> Result<(), Stop> {
        if self.ways.consent == Consent::Given && self.room.prompter.manner() == Manner::Plain {
            return if tries < TRIES { Ok(()) } else { Err(self.given_up(trouble)) };
        }
        let text = format!(
            "\nThis could not be kept: {trouble}\nIt is held here and nothing is lost yet. Put that right, then press Enter to try again; Ctrl-C gives up what was just entered."
        );
        let text = super::pages::wrapped(&sanitize::text(&text), self.room.look, "");
        self.room.prompter.show(&text);
        let ask = Ask {
            message: "Try again?",
            help: "Enter tries again",
            want: Want::Line { draft: "" },
            until_up_ms: None,
            bells_up_ms: &[],
            commands: &[],
        };
        match self.room.prompter.ask(&ask).got {
            Got::Gone(_) => Err(self.given_up(trouble)),
            Got::Chosen(_)
            | Got::Ticked(_)
            | Got::Typed(_)
            | Got::Confirmed(_)
            | Got::Command(_)
            | Got::Escaped(_)
            | Got::Expired(_) => Ok(()),
        }
    }

    /// What was accepted so far is on disk somewhere before the program ends.
    fn given_up(&self, mut trouble: Trouble) -> Stop {
        if let Log::Kept(journal) = &self.log {
            // Where that fails, too, the first trouble says what is wrong.
            trouble.rescued = journal.rescue().ok().flatten();
        }
        Stop::Trouble(trouble)
    }

    /// Notes all events that an input makes, at its instant.
    pub fn take_in(&mut self, place: usize, input: machine::Input, at: Moment) -> Result<Vec<Event>, Stop> {
        let events = machine::step(&self.attempt, place, input, at, self.room.clock.boot());
        for event in &events {
            self.note(event, at)?;
        }
        Ok(events)
    }

    /// Asks, and notes what the clocks did meanwhile; notes and returns [`Stop::Left`] if the person is gone.
    pub fn ask(&mut self, ask: &Ask<'_>) -> Result<Reply, Stop> {
        let reply = self.room.prompter.ask(ask);
        self.came(reply)
    }

    /// Has a text written in the candidate's editor: comes back with what was saved.
    pub(super) fn edit(&mut self, file: &Path, draft: &str, until_up_ms: Option<u64>) -> Result<Reply, Stop> {
        if let Err(error) = drafts::save(file, draft) {
            let text = format!("No file could be made for the editor: {error}. Type the text here.");
            self.show(&super::pages::wrapped(&text, self.room.look, ""));
            return Ok(Reply { got: Got::Typed(draft.to_owned()), at: self.now(), jumps: Vec::new() });
        }
        let mut reply = self.room.prompter.edit(&Edit { file, until_up_ms });
        match &mut reply.got {
            Got::Typed(text) => *text = self.saved(file, draft),
            Got::Expired(typed) => *typed = Draft::Typed(self.saved(file, draft)),
            Got::Chosen(_)
            | Got::Ticked(_)
            | Got::Confirmed(_)
            | Got::Command(_)
            | Got::Escaped(_)
            | Got::Gone(_) => {}
        }
        self.came(reply)
    }

    /// What was saved of a text; what can't be read is put aside, and the text is as it was.
    pub(super) fn saved(&mut self, file: &Path, earlier: &str) -> String {
        drafts::saved(file).unwrap_or_else(|error| {
            let what = sanitize::line(&error.to_string()).into_owned();
            let kept = drafts::set_aside(file).map_or_else(
                |_| "It is left where it is.".to_owned(),
                |aside| format!("It is kept as `{}`.", sanitize::line(&aside.display().to_string())),
            );
            let stands =
                if earlier.is_empty() { "Your text is empty." } else { "Your text is as it was before." };
            let text = format!("What was saved for this question can't be read: {what}. {kept} {stands}");
            self.show(&super::pages::wrapped(&text, self.room.look, ""));
            earlier.to_owned()
        })
    }

    /// Where a text lies while it is written: beside the journal, so that it outlives the program.
    pub(super) fn draft_file(&self, place: usize) -> PathBuf {
        let number = place + 1;
        match &self.log {
            Log::Kept(journal) => journal.path().with_extension(format!("answer-{number}.md")),
            Log::Trial { scratch, .. } => scratch.path().join(format!("answer-{number}.md")),
        }
    }

    fn came(&mut self, reply: Reply) -> Result<Reply, Stop> {
        for jump in &reply.jumps {
            self.note(&Event::ClockJumped { by_ms: jump.by_ms }, jump.at)?;
        }
        if let Got::Gone(gone) = reply.got {
            return self.leave(gone_word(gone), reply.at);
        }
        if reply.got == Got::Command(Command::Plain(CommandWord::Quit)) {
            return self.leave("menu", reply.at);
        }
        Ok(reply)
    }

    /// Notes that the program is left.
    pub fn leave<T>(&mut self, how: &str, at: Moment) -> Result<T, Stop> {
        // A journal that cannot take this line is whole without it.
        let event = Event::Left { how: how.to_owned() };
        let boot = self.room.clock.boot().to_owned();
        if let Ok(entry) = self.log.append(&event, at, &boot) {
            let _ = self.attempt.apply(&entry);
        }
        Err(Stop::Left)
    }

    /// Prints.
    pub fn show(&mut self, text: &str) {
        self.room.prompter.show(text);
    }

    /// The instant on the `up` clock at which so many milliseconds since the start have passed.
    pub fn up_at(&self, elapsed_ms: u64) -> u64 {
        let now = self.now();
        let elapsed = self.elapsed_at(now);
        if elapsed_ms >= elapsed {
            now.up_ms.saturating_add(elapsed_ms - elapsed)
        } else {
            now.up_ms.saturating_sub(elapsed - elapsed_ms)
        }
    }

    /// When the exam's time ends, on the `up` clock.
    pub(super) fn exam_end_up(&self) -> Option<u64> {
        self.attempt.exam_deadline().map(|end| self.up_at(end))
    }

    /// When the exam's bells sound, in milliseconds since the start, ascending.
    fn bells(&self) -> Vec<u64> {
        match (self.ways.clock_talk, self.attempt.exam_deadline()) {
            (ClockTalk::Full, Some(end)) => {
                let limit = self.attempt.started.limit.map_or(end, |limit| limit.0);
                BELLS.iter().map(|percent| end.saturating_sub(limit / 100 * percent)).collect()
            }
            (ClockTalk::Quiet, _) | (ClockTalk::Full, None) => Vec::new(),
        }
    }

    /// The bells still to come, on the `up` clock.
    pub fn bells_to_come(&self) -> Vec<u64> {
        let elapsed = self.elapsed();
        self.bells().into_iter().filter(|&bell| bell > elapsed).map(|bell| self.up_at(bell)).collect()
    }

    /// Gives a notice of the time left if a bell has sounded since the last one.
    pub fn give_notice(&mut self) {
        let elapsed = self.elapsed();
        let passed = self.bells().iter().filter(|&&bell| bell <= elapsed).count();
        if passed > self.notices {
            self.notices = passed;
            let text = super::pages::time_left(self);
            self.show(&text);
        }
    }
}

/// How the journal names the way somebody left.
pub fn gone_word(gone: Gone) -> &'static str {
    match gone {
        Gone::Interrupt => "ctrl-c",
        Gone::Terminate => "terminated",
        Gone::HangUp => "hung-up",
        Gone::EndOfInput => "end-of-input",
    }
}
