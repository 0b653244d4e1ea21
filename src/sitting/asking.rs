//! One question on the screen, until it is answered, left, or out of time.

use crate::exam::{Answer, Face, Navigation, PartId, Question, Truth};
use crate::render;
use crate::scoring::number;
use crate::session::machine::{self, Input};
use crate::session::{Event, Moment, Scope};
use crate::terminal::prompter::{Ask, Choice, Command, CommandWord, Draft, Got, Manner, Reply, Want};

use super::desk::{Consent, Desk, Stop, draft_text};
use super::pages;

/// The longest answer that is taken, in bytes.
const LONGEST_ANSWER: usize = 64 * 1024;

/// How a visit to a question ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// An answer is kept.
    Answered(Answer),
    /// Left for now.
    Skipped,
    /// To the question before.
    Back,
    /// The candidate wants to hand in.
    Submit,
    /// The question's own time ran out.
    QuestionOver,
    /// The exam's time ran out.
    ExamOver,
    /// Practice: show the answer.
    ShowMe,
    /// Practice: on to the next.
    Next,
}

/// What a reply means for the question.
enum Sense {
    Answer(Answer),
    Refused(String),
    ShowMe,
    Next,
}

/// What the menu came to.
enum Chosen {
    Command(Command),
    Question,
    /// Time ran out meanwhile.
    Ended(Turn),
}

/// How a question is asked.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// Commands open besides those of every question.
    pub extra: Vec<CommandWord>,
    /// Options tried before, struck out (practice).
    pub tried: Vec<PartId>,
}

/// What stands in the prompt when it opens.
#[derive(Clone, Debug, Default)]
struct Standing {
    place: usize,
    ticked: Vec<usize>,
    text: String,
}

impl Desk<'_> {
    /// The parts of a question in the order shown: `true` and `false` for a boolean.
    pub fn parts(&self, place: usize) -> &[PartId] {
        &self.attempt.drawn(place).parts
    }

    /// Asks for a prediction, before the options. `Some` ends the visit.
    pub fn ask_prediction(&mut self, place: usize) -> Result<Option<Turn>, Stop> {
        let until = self.until(place);
        let bells = self.bells_to_come();
        let ask = Ask {
            message: "First say it yourself, in a line",
            help: "Enter skips",
            want: Want::Line { draft: "" },
            until_up_ms: until,
            bells_up_ms: &bells,
            commands: &[],
        };
        let reply = self.ask(&ask)?;
        let (text, over) = match reply.got {
            Got::Typed(text) => (text, false),
            Got::Expired(Draft::Typed(text)) => (text, true),
            Got::Expired(Draft::Nothing | Draft::Ticked(_)) => (String::new(), true),
            Got::Chosen(_)
            | Got::Ticked(_)
            | Got::Confirmed(_)
            | Got::Command(_)
            | Got::Escaped(_)
            | Got::Gone(_) => (String::new(), false),
        };
        let text = text.trim();
        if !text.is_empty() {
            let text: String = text.chars().take(2000).collect();
            self.take_in(place, Input::Predict(text), reply.at)?;
        }
        if over { self.expire(place, &Draft::Nothing, None, reply.at).map(Some) } else { Ok(None) }
    }

    /// Asks until there is an answer, or the question is left. The options were printed.
    pub fn ask_answer(&mut self, place: usize, question: &Question, asking: &Asking) -> Result<Turn, Stop> {
        let mut standing = self.standing(place, question);
        loop {
            let reply = self.put(place, question, asking, &standing)?;
            match self.sense(place, question, asking, &reply.got) {
                Some(Sense::Answer(answer)) => {
                    if let Some(turn) = self.accept(place, question, answer, &reply, &mut standing)? {
                        return Ok(turn);
                    }
                }
                Some(Sense::Refused(why)) => {
                    if let Got::Typed(text) = &reply.got {
                        standing.text.clone_from(text);
                    }
                    let text = render::sanitize::text(&why).into_owned();
                    self.show(&text);
                }
                Some(Sense::ShowMe) => return Ok(Turn::ShowMe),
                Some(Sense::Next) => return Ok(Turn::Next),
                None => {
                    if let Some(turn) = self.other(place, question, asking, reply, &mut standing)? {
                        return Ok(turn);
                    }
                }
            }
            self.give_notice();
        }
    }

    /// What came back instead of an answer. `Some` ends the visit.
    fn other(
        &mut self,
        place: usize,
        question: &Question,
        asking: &Asking,
        reply: Reply,
        standing: &mut Standing,
    ) -> Result<Option<Turn>, Stop> {
        match reply.got {
            Got::Expired(draft) => {
                let answer = self.valid(place, question, &draft);
                self.expire(place, &draft, answer, reply.at).map(Some)
            }
            Got::Escaped(draft) => {
                match &draft {
                    Draft::Nothing => {}
                    Draft::Ticked(ticked) => standing.ticked.clone_from(ticked),
                    Draft::Typed(text) => standing.text.clone_from(text),
                }
                match self.menu(place, question, asking, &draft)? {
                    Chosen::Command(command) => self.obey(place, question, command, reply.at),
                    Chosen::Question => Ok(None),
                    Chosen::Ended(turn) => Ok(Some(turn)),
                }
            }
            Got::Command(command) => self.obey(place, question, command, reply.at),
            Got::Chosen(_) | Got::Ticked(_) | Got::Typed(_) | Got::Confirmed(_) | Got::Gone(_) => Ok(None),
        }
    }

    fn put(
        &mut self,
        place: usize,
        question: &Question,
        asking: &Asking,
        standing: &Standing,
    ) -> Result<Reply, Stop> {
        let labels = self.labelled(place, question, asking);
        let choices: Vec<Choice<'_>> =
            labels.iter().map(|(label, text, open)| Choice { label, text, open: *open }).collect();
        let commands = self.commands(place, asking);
        let (message, help) = pages::question_prompt(self, question, self.room.prompter.manner());
        let want = match &question.face {
            Face::Single(_) | Face::Boolean => Want::Choose { choices: &choices, cursor: standing.place },
            Face::Multiple(_) => Want::Tick { choices: &choices, ticked: &standing.ticked },
            Face::Text | Face::Number { .. } | Face::Order(_) | Face::Match { .. } | Face::Essay => {
                Want::Line { draft: &standing.text }
            }
        };
        let until = self.until(place);
        let bells = self.bells_to_come();
        let ask = Ask {
            message: &message,
            help: &help,
            want,
            until_up_ms: until,
            bells_up_ms: &bells,
            commands: &commands,
        };
        self.ask(&ask)
    }

    /// The choices below a question: label, short text, whether still open.
    fn labelled(&self, place: usize, question: &Question, asking: &Asking) -> Vec<(String, String, bool)> {
        let width = self.room.look.width.saturating_sub(12).max(20);
        let mut labels: Vec<(String, String, bool)> = match &question.face {
            Face::Boolean => ["true", "false"]
                .iter()
                .map(|word| {
                    let tried = asking.tried.iter().any(|id| id.as_str() == *word);
                    (word[..1].to_owned(), (*word).to_owned(), !tried)
                })
                .collect(),
            Face::Single(options) | Face::Multiple(options) => self
                .parts(place)
                .iter()
                .enumerate()
                .filter_map(|(at, id)| {
                    let option = options.iter().find(|option| option.id == *id)?;
                    let text = render::question::short(&option.text, width);
                    Some((render::question::label(at), text, !asking.tried.contains(id)))
                })
                .collect(),
            Face::Text | Face::Number { .. } | Face::Order(_) | Face::Match { .. } | Face::Essay => {
                Vec::new()
            }
        };
        if matches!(question.face, Face::Single(_) | Face::Boolean) {
            for word in &asking.extra {
                if *word == CommandWord::ShowMe {
                    labels.push(("show".to_owned(), "show me".to_owned(), true));
                } else if *word == CommandWord::Next {
                    labels.push(("next".to_owned(), "on to the next question".to_owned(), true));
                }
            }
        }
        labels
    }

    fn commands(&self, place: usize, asking: &Asking) -> Vec<CommandWord> {
        let mut commands = vec![CommandWord::Skip, CommandWord::Flag];
        if self.exam.navigation == Navigation::Linear {
            commands = vec![CommandWord::Skip];
        }
        if machine::before(&self.attempt, place, self.exam.navigation, self.elapsed()).is_some() {
            commands.push(CommandWord::Back);
        }
        commands.extend([CommandWord::Unclear, CommandWord::Time, CommandWord::Quit, CommandWord::Submit]);
        commands.extend(&asking.extra);
        commands
    }

    /// What a choice, ticks or a line mean; `None` for anything else.
    fn sense(&self, place: usize, question: &Question, asking: &Asking, got: &Got) -> Option<Sense> {
        match got {
            Got::Chosen(at) => Some(match &question.face {
                Face::Boolean if *at < 2 => Sense::Answer(Answer::Boolean(Truth::from(*at == 0))),
                Face::Single(_) if *at < self.parts(place).len() => {
                    Sense::Answer(Answer::Single(self.parts(place)[*at].clone()))
                }
                Face::Single(_)
                | Face::Boolean
                | Face::Multiple(_)
                | Face::Text
                | Face::Number { .. }
                | Face::Order(_)
                | Face::Match { .. }
                | Face::Essay => self.beyond_options(place, question, asking, *at),
            }),
            Got::Ticked(ticked) => {
                let draft = Draft::Ticked(ticked.clone());
                Some(
                    self.valid(place, question, &draft).map_or_else(
                        || Sense::Refused("Tick at least one, or skip.".to_owned()),
                        Sense::Answer,
                    ),
                )
            }
            Got::Typed(text) => Some(match self.refusal(question, text) {
                Some(why) => Sense::Refused(why),
                None => self
                    .valid(place, question, &Draft::Typed(text.clone()))
                    .map_or_else(|| Sense::Refused("Answer or skip.".to_owned()), Sense::Answer),
            }),
            Got::Confirmed(_) | Got::Command(_) | Got::Escaped(_) | Got::Expired(_) | Got::Gone(_) => None,
        }
    }

    /// Choices behind the options: "show me" and "next".
    fn beyond_options(&self, place: usize, question: &Question, asking: &Asking, at: usize) -> Sense {
        let labels = self.labelled(place, question, asking);
        match labels.get(at).map(|(label, _, _)| label.as_str()) {
            Some("show") => Sense::ShowMe,
            Some("next") => Sense::Next,
            _ => Sense::Refused("Answer or skip.".to_owned()),
        }
    }

    fn refusal(&self, question: &Question, text: &str) -> Option<String> {
        if text.trim().is_empty() {
            let how = match self.room.prompter.manner() {
                Manner::Plain => "`:skip` skips it",
                Manner::Interactive => "Esc opens the menu",
            };
            return Some(format!("Answer or skip ({how})."));
        }
        if text.len() > LONGEST_ANSWER {
            return Some(format!("That is longer than {} KiB; shorten it.", LONGEST_ANSWER / 1024));
        }
        if let Face::Number { unit } = &question.face
            && let Err(problem) = number::read(text, unit.as_deref())
        {
            return Some(format!("{problem}\n{}", problem.help()));
        }
        None
    }

    /// The answer that a draft makes, if it is a valid one.
    fn valid(&self, place: usize, question: &Question, draft: &Draft) -> Option<Answer> {
        match (draft, &question.face) {
            (Draft::Ticked(ticked), Face::Multiple(options)) => {
                let parts = self.parts(place);
                let chosen: Vec<&PartId> = ticked.iter().filter_map(|&at| parts.get(at)).collect();
                let in_file_order: Vec<PartId> = options
                    .iter()
                    .filter(|option| chosen.contains(&&option.id))
                    .map(|option| option.id.clone())
                    .collect();
                (!in_file_order.is_empty()).then_some(Answer::Multiple(in_file_order))
            }
            (Draft::Typed(text), Face::Text | Face::Number { .. } | Face::Essay) => {
                let fits = self.refusal(question, text).is_none();
                fits.then(|| Answer::read(text, &question.face)).flatten()
            }
            (
                Draft::Nothing | Draft::Ticked(_) | Draft::Typed(_),
                Face::Single(_)
                | Face::Multiple(_)
                | Face::Boolean
                | Face::Text
                | Face::Number { .. }
                | Face::Order(_)
                | Face::Match { .. }
                | Face::Essay,
            ) => None,
        }
    }

    /// Keeps an answer. Under linear navigation it is confirmed once: what can't be taken back should be meant.
    fn accept(
        &mut self,
        place: usize,
        question: &Question,
        answer: Answer,
        reply: &Reply,
        standing: &mut Standing,
    ) -> Result<Option<Turn>, Stop> {
        let mut at = reply.at;
        let linear = self.exam.navigation == Navigation::Linear;
        if linear && self.ways.consent == Consent::Ask && self.room.prompter.manner() == Manner::Interactive {
            let bells = self.bells_to_come();
            let ask = Ask {
                message: "Keep this answer? You can't come back to it",
                help: "Enter keeps it",
                want: Want::Confirm { default: true },
                until_up_ms: self.until(place),
                bells_up_ms: &bells,
                commands: &[],
            };
            let confirmed = self.ask(&ask)?;
            match confirmed.got {
                Got::Confirmed(false) => {
                    *standing = self.standing_of(place, question, &answer.to_string());
                    return Ok(None);
                }
                Got::Expired(_) => {
                    let text = Draft::Typed(answer.to_string());
                    return self.expire(place, &text, Some(answer), confirmed.at).map(Some);
                }
                Got::Confirmed(true)
                | Got::Chosen(_)
                | Got::Ticked(_)
                | Got::Typed(_)
                | Got::Command(_)
                | Got::Escaped(_)
                | Got::Gone(_) => at = confirmed.at,
            }
        }
        self.keep(place, answer, at).map(Some)
    }

    /// Journals an answer and says so.
    fn keep(&mut self, place: usize, answer: Answer, at: Moment) -> Result<Turn, Stop> {
        let first = self.attempt.progress[place].answers.is_empty();
        let practice = self.attempt.started.mode == crate::session::Mode::Practice;
        let input =
            if practice && !first { Input::Try(answer.clone()) } else { Input::Answer(answer.clone()) };
        let events = self.take_in(place, input, at)?;
        if let [Event::Expired { scope, .. }] = events[..] {
            return Ok(over(scope));
        }
        let kept = format!("kept: {} of {}", self.attempt.answered(), self.attempt.progress.len());
        self.room.prompter.acknowledge(&kept);
        Ok(Turn::Answered(answer))
    }

    /// Notes that time ended, with what stood there.
    pub fn expire(
        &mut self,
        place: usize,
        draft: &Draft,
        answer: Option<Answer>,
        at: Moment,
    ) -> Result<Turn, Stop> {
        let text = match draft {
            Draft::Ticked(ticked) => {
                let parts = self.parts(place);
                let ids: Vec<&str> =
                    ticked.iter().filter_map(|&at| parts.get(at)).map(PartId::as_str).collect();
                Some(ids.join("+")).filter(|text| !text.is_empty())
            }
            Draft::Nothing | Draft::Typed(_) => draft_text(draft),
        };
        let events = self.take_in(place, Input::Expire { draft: text, answer }, at)?;
        let scope = events
            .iter()
            .find_map(|event| if let Event::Expired { scope, .. } = event { Some(*scope) } else { None });
        let page = pages::out_of_time(self, place, scope.unwrap_or(Scope::Exam));
        self.show(&page);
        Ok(over(scope.unwrap_or(Scope::Exam)))
    }

    /// When the question's, or the exam's, time ends, on the `up` clock.
    pub fn until(&self, place: usize) -> Option<u64> {
        let deadline = machine::deadline(&self.attempt, place, self.elapsed())?;
        Some(self.up_at(deadline.elapsed_ms))
    }

    /// What stands in the prompt: the answer given before, if there is one.
    fn standing(&self, place: usize, question: &Question) -> Standing {
        match &self.attempt.progress[place].answer {
            Some((answer, _)) if self.attempt.started.mode == crate::session::Mode::Exam => {
                self.standing_of(place, question, answer)
            }
            Some(_) | None => Standing::default(),
        }
    }

    fn standing_of(&self, place: usize, question: &Question, answer: &str) -> Standing {
        let at = |id: &PartId| self.parts(place).iter().position(|part| part == id);
        match Answer::read(answer, &question.face) {
            Some(Answer::Single(id)) => Standing { place: at(&id).unwrap_or(0), ..Standing::default() },
            Some(Answer::Multiple(ids)) => {
                Standing { ticked: ids.iter().filter_map(at).collect(), ..Standing::default() }
            }
            Some(Answer::Boolean(truth)) => {
                Standing { place: usize::from(truth == Truth::False), ..Standing::default() }
            }
            Some(Answer::Text(text) | Answer::Number(text) | Answer::Essay(text)) => {
                Standing { text, ..Standing::default() }
            }
            Some(Answer::Order(_) | Answer::Match(_)) | None => Standing::default(),
        }
    }

    /// The menu behind Esc.
    fn menu(
        &mut self,
        place: usize,
        question: &Question,
        asking: &Asking,
        draft: &Draft,
    ) -> Result<Chosen, Stop> {
        let mut commands = self.commands(place, asking);
        commands.retain(|word| *word != CommandWord::Quit && *word != CommandWord::Submit);
        commands.extend([CommandWord::Quit, CommandWord::Submit]);
        let mut items = vec!["back to the question".to_owned()];
        items.extend(commands.iter().map(|word| pages::menu_word(*word).to_owned()));
        let labels: Vec<String> = (0..items.len()).map(|at| (at + 1).to_string()).collect();
        let choices: Vec<Choice<'_>> =
            items.iter().zip(&labels).map(|(text, label)| Choice { label, text, open: true }).collect();
        let until = self.until(place);
        let bells = self.bells_to_come();
        let ask = Ask {
            message: "Menu",
            help: "Enter chooses",
            want: Want::Choose { choices: &choices, cursor: 0 },
            until_up_ms: until,
            bells_up_ms: &bells,
            commands: &[],
        };
        let reply = self.ask(&ask)?;
        let word = match reply.got {
            Got::Chosen(at) => at.checked_sub(1).and_then(|at| commands.get(at)).copied(),
            Got::Expired(_) => {
                let answer = self.valid(place, question, draft);
                return self.expire(place, draft, answer, reply.at).map(Chosen::Ended);
            }
            Got::Ticked(_)
            | Got::Typed(_)
            | Got::Confirmed(_)
            | Got::Command(_)
            | Got::Escaped(_)
            | Got::Gone(_) => None,
        };
        match word {
            None => Ok(Chosen::Question),
            Some(CommandWord::Quit) => self.leave("menu", reply.at),
            Some(CommandWord::Unclear) => self.objection(place, question, draft),
            Some(word) => Ok(Chosen::Command(Command::Plain(word))),
        }
    }

    fn objection(&mut self, place: usize, question: &Question, draft: &Draft) -> Result<Chosen, Stop> {
        let until = self.until(place);
        let bells = self.bells_to_come();
        let ask = Ask {
            message: "What is unclear? (kept for the interviewer)",
            help: "Enter keeps it, nothing goes back",
            want: Want::Line { draft: "" },
            until_up_ms: until,
            bells_up_ms: &bells,
            commands: &[],
        };
        let reply = self.ask(&ask)?;
        match reply.got {
            Got::Typed(text) => Ok(Chosen::Command(Command::Unclear(text))),
            Got::Expired(objection) => {
                if let Draft::Typed(text) = objection
                    && !text.trim().is_empty()
                {
                    self.take_in(place, Input::Object(text), reply.at)?;
                }
                let answer = self.valid(place, question, draft);
                self.expire(place, draft, answer, reply.at).map(Chosen::Ended)
            }
            Got::Chosen(_)
            | Got::Ticked(_)
            | Got::Confirmed(_)
            | Got::Command(_)
            | Got::Escaped(_)
            | Got::Gone(_) => Ok(Chosen::Question),
        }
    }

    /// Carries out a command. `Some` ends the visit.
    fn obey(
        &mut self,
        place: usize,
        question: &Question,
        command: Command,
        at: Moment,
    ) -> Result<Option<Turn>, Stop> {
        let word = match command {
            Command::Unclear(text) => {
                let text = text.trim();
                if !text.is_empty() {
                    let text: String = text.chars().take(2000).collect();
                    self.take_in(place, Input::Object(text), at)?;
                    self.show("Kept for the interviewer.");
                }
                return Ok(None);
            }
            Command::Plain(word) => word,
        };
        match word {
            CommandWord::Skip => {
                self.take_in(place, Input::Skip, at)?;
                Ok(Some(Turn::Skipped))
            }
            CommandWord::Flag => {
                self.take_in(place, Input::Flag, at)?;
                Ok(Some(Turn::Skipped))
            }
            CommandWord::Back => {
                self.take_in(place, Input::Skip, at)?;
                Ok(Some(Turn::Back))
            }
            CommandWord::Submit => {
                self.take_in(place, Input::Skip, at)?;
                Ok(Some(Turn::Submit))
            }
            CommandWord::Time => {
                let text = pages::time_left(self);
                self.show(&text);
                Ok(None)
            }
            CommandWord::Hint => {
                let text = pages::hint(self, question);
                self.show(&text);
                Ok(None)
            }
            CommandWord::ShowMe => Ok(Some(Turn::ShowMe)),
            CommandWord::Next => Ok(Some(Turn::Next)),
            CommandWord::Unclear | CommandWord::Quit => Ok(None),
        }
    }
}

fn over(scope: Scope) -> Turn {
    match scope {
        Scope::Question => Turn::QuestionOver,
        Scope::Exam => Turn::ExamOver,
    }
}
