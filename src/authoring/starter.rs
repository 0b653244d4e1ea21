//! An exam to begin from in an editor: a question of each kind, and a comment on each key.

use super::asked::title_of;
use super::strings::prose;
use crate::exam::id;

const STARTER: &str = include_str!("starter.toml");

/// The starter under an id and a title made of the name of its file.
pub fn text(name: &str) -> String {
    let Some(id) = id::like(name) else { return STARTER.to_owned() };
    let safe: String = name.chars().filter(|letter| !letter.is_control()).take(100).collect();
    STARTER.replacen("id = \"starter\"", &format!("id = {}", prose(&id)), 1).replacen(
        "title = \"Starter\"",
        &format!("title = {}", prose(&title_of(&safe))),
        1,
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exam::{self, Kind};

    #[test]
    fn it_shows_a_question_of_each_kind() {
        let exam = exam::parse(text("my-first exam").as_bytes()).unwrap();
        assert_eq!((exam.id.as_str(), exam.title.as_str()), ("my-first-exam", "My first exam"));
        for kind in Kind::ALL {
            assert!(exam.questions.iter().any(|question| question.face.kind() == kind), "{kind:?}");
        }
    }

    proptest! {
        #[test]
        fn any_name_of_a_file_will_do(name in any::<String>()) {
            let made = text(&name);
            prop_assert!(exam::parse(made.as_bytes()).is_ok(), "{}", made);
        }
    }
}
