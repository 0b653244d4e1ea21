//! The menu behind Esc (in plain lines behind `:quit`).

use crate::authoring::step::{Given, Step};
use crate::render::plural;

use super::asking::{Answer, Said};
use super::author::{Author, Stop};

/// What the menu came to.
pub(super) enum Chosen {
    /// Back to the prompt.
    GoOn,
    /// Something else.
    Said(Said),
}

/// An item of the menu.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    GoOn,
    Back,
    Drop,
    Save,
    Leave,
}

impl Author<'_> {
    /// Asks what is wanted in place of an answer.
    pub(super) fn menu(&mut self, step: Step, has_before: bool) -> Result<Chosen, Stop> {
        let front = step.is_of_the_exam();
        let complete = self.work.draft.questions.len();
        let mut items = vec![(Item::GoOn, "back to the prompt".to_owned())];
        if has_before {
            items.push((Item::Back, "one step back".to_owned()));
        }
        if self.changing.is_some() {
            items.push((Item::Drop, "leave the question as it was".to_owned()));
        } else if front {
            if complete > 0 {
                items.push((Item::Drop, "leave the exam itself as it was".to_owned()));
            }
        } else {
            items.push((Item::Drop, "drop this question".to_owned()));
            if complete > 0 {
                let count = plural::count(complete, "question");
                items.push((Item::Save, format!("save {count} and stop; this one stays as a comment")));
            }
        }
        items.push((Item::Leave, "leave, to go on later".to_owned()));
        let texts: Vec<String> = items.iter().map(|(_, text)| text.clone()).collect();
        let help = "a letter moves, Enter chooses, Esc goes back to the prompt";
        let item = match self.choice("Menu", help, &texts, usize::from(has_before))? {
            Answer::Given(Given::Place(at)) => items.get(at).map_or(Item::GoOn, |(item, _)| *item),
            Answer::Given(_) | Answer::Back(_) | Answer::Menu(_) => Item::GoOn,
        };
        Ok(match item {
            Item::GoOn => Chosen::GoOn,
            Item::Back => Chosen::Said(Said::Back),
            Item::Drop => Chosen::Said(Said::Drop),
            Item::Save => Chosen::Said(Said::Save),
            Item::Leave => return self.leave(),
        })
    }
}
