//! `single`, `boolean` and `multiple`: a list to choose from or to tick.

use crate::exam::{Answer, Choice as Opt, Face, PartId, Partial, Truth};
use crate::render::question::{self as card, Standing as Mark};
use crate::terminal::prompter::{CommandWord, Manner};

use super::{Heard, Label, Prompt, Sheet, Standing, Step, beside};

/// How much wider the list draws what is struck out.
const STRUCK_OUT: usize = 10;

impl<'a> Sheet<'a> {
    /// The options with their letters.
    pub(super) fn options(&self) -> String {
        let in_order = self.in_order().map(|option| {
            let mark = if self.tried.contains(&option.id) { Mark::Tried } else { Mark::Open };
            (option.text.as_str(), mark)
        });
        card::options(in_order, self.look)
    }

    fn in_order(&self) -> impl Iterator<Item = &'a Opt> {
        let options = self.question.face.options();
        self.parts.iter().filter_map(|id| options.iter().find(|option| option.id == *id))
    }

    pub(super) fn choose(&self, cursor: usize) -> Step {
        let boolean = matches!(self.question.face, Face::Boolean);
        let message = match (boolean, self.manner) {
            (false, Manner::Interactive) => "Your choice",
            (false, Manner::Plain) => "Your choice, a letter (? for help)",
            (true, Manner::Interactive) => "True or false",
            (true, Manner::Plain) => "True or false, t or f (? for help)",
        };
        let mut labels = if boolean { self.truths() } else { self.labels() };
        let options = labels.len();
        labels.extend(self.ways_out(options).map(|(_, label)| label));
        let keys = self.keys("↑↓ or a letter moves, Enter answers");
        Step { message: message.to_owned(), keys, prompt: Prompt::Choose(labels, cursor) }
    }

    pub(super) fn tick(&self, ticked: &[usize]) -> Step {
        let partial = match self.partial {
            Partial::None => "exactly the right ones, or no points",
            Partial::Net => "a wrong one takes a right one away",
        };
        let message = match self.manner {
            Manner::Interactive => format!("Your choices ({partial})"),
            Manner::Plain => format!("Your choices, letters with spaces between; {partial} (? for help)"),
        };
        let keys = self.keys("a letter or Space ticks, Enter answers");
        Step { message, keys, prompt: Prompt::Tick(self.labels(), ticked.to_vec()) }
    }

    fn labels(&self) -> Vec<Label> {
        let label = |(at, option): (usize, &Opt)| {
            let open = !self.tried.contains(&option.id);
            let room = if open { self.room() } else { self.room().saturating_sub(STRUCK_OUT) };
            Label { key: card::label(at), text: card::short(&option.text, room), open }
        };
        self.in_order().enumerate().map(label).collect()
    }

    fn truths(&self) -> Vec<Label> {
        let label = |word: &str| {
            let open = !self.tried.iter().any(|id| id.as_str() == word);
            Label { key: word[..1].to_owned(), text: word.to_owned(), open }
        };
        ["true", "false"].map(label).to_vec()
    }

    /// "Show me" and "next" below so many options. In a drawn list a letter picks them, unless it is an option's.
    fn ways_out(&self, options: usize) -> impl Iterator<Item = (Heard, Label)> {
        let drawn = self.manner == Manner::Interactive;
        self.extra.iter().filter_map(move |word| {
            let (heard, letter, name, text) = match word {
                CommandWord::ShowMe => (Heard::ShowMe, "s", "show", "show me the answer"),
                CommandWord::Next => (Heard::Next, "n", "next", "on to the next question"),
                CommandWord::Skip
                | CommandWord::Flag
                | CommandWord::Back
                | CommandWord::Unclear
                | CommandWord::Time
                | CommandWord::Submit
                | CommandWord::Quit
                | CommandWord::Hint => return None,
            };
            let key = if drawn { beside(options, letter, name) } else { name.to_owned() };
            Some((heard, Label { key, text: text.to_owned(), open: true }))
        })
    }

    pub(super) fn chosen(&self, at: usize) -> Heard {
        let options = match self.question.face {
            Face::Boolean if at < 2 => return Heard::Answer(Answer::Boolean(Truth::from(at == 0))),
            Face::Boolean => 2,
            Face::Single(_)
            | Face::Multiple(_)
            | Face::Text
            | Face::Number { .. }
            | Face::Order(_)
            | Face::Match { .. }
            | Face::Essay => match self.parts.get(at) {
                Some(id) => return Heard::Answer(Answer::Single(id.clone())),
                None => self.parts.len(),
            },
        };
        let way_out = self.ways_out(options).nth(at - options);
        way_out.map_or_else(|| Heard::Refused("Answer or skip.".to_owned()), |(heard, _)| heard)
    }

    pub(super) fn ticked(&self, standing: &mut Standing, ticked: &[usize]) -> Heard {
        *standing = Standing::Ticks(ticked.to_vec());
        self.ticks(ticked).map_or_else(
            || Heard::Refused(format!("Tick at least one, or skip {}.", self.how_to_skip())),
            Heard::Answer,
        )
    }

    /// The options ticked, in the file's order; `None` for none.
    pub(super) fn ticks(&self, ticked: &[usize]) -> Option<Answer> {
        let chosen: Vec<&PartId> = ticked.iter().filter_map(|&at| self.parts.get(at)).collect();
        let in_file_order: Vec<PartId> = self
            .question
            .face
            .options()
            .iter()
            .filter(|option| chosen.contains(&&option.id))
            .map(|option| option.id.clone())
            .collect();
        (!in_file_order.is_empty()).then_some(Answer::Multiple(in_file_order))
    }
}
