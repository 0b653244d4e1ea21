//! Draws and orders for a seed, on a whole exam: the same on every machine, for ever.

use examiner::exam;
use examiner::session::order;

const POOL: &str = r#"
format = 1
id = "pool"
title = "Pool"
shuffle = { questions = true }
[[draw]]
level = "junior"
count = 2
[[form]]
id = "short"
draw = [ { level = "junior", count = 1 }, { level = "middle", count = 1 } ]
"#;

fn pool() -> exam::Exam {
    let questions = (0..8).map(|number| {
        let level = if number < 5 { "junior" } else { "middle" };
        let options = ["one", "two", "three", "none of these"].map(|text| {
            let pin = if text.starts_with("none") { "pin = true\n" } else { "" };
            let correct = if text == "one" { "correct = true\n" } else { "" };
            format!("[[question.option]]\ntext = \"{text}\"\n{correct}{pin}")
        });
        format!(
            "[[question]]\nid = \"q{number}\"\ntopic = \"t\"\nlevel = \"{level}\"\nprompt = \"p{number}\"\n{}",
            options.concat()
        )
    });
    let text = format!("{POOL}{}", questions.collect::<Vec<_>>().concat());
    exam::parse(text.as_bytes()).expect("a valid exam")
}

fn described(exam: &exam::Exam, form: Option<&exam::Form>, seed: u64) -> String {
    let places = order::questions(exam, form, seed);
    let one = |place: &usize| {
        let question = &exam.questions[*place];
        let parts: String = order::parts(exam, question, seed).iter().map(exam::PartId::as_str).collect();
        format!("{}:{parts}", question.id)
    };
    places.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_seed_gives_the_same_exam_on_every_machine() {
    let pool = pool();
    let short = pool.forms.first();
    assert_eq!(described(&pool, None, 1), "q5:bcad q6:cbad q7:abcd q2:cbad q0:acbd");
    assert_eq!(described(&pool, None, 2), "q0:abcd q5:bcad q6:abcd q7:acbd q3:bacd");
    assert_eq!(described(&pool, short, 1), "q6:cbad q0:acbd");
    assert_eq!(described(&pool, short, u64::MAX), "q7:abcd q3:acbd");
}

proptest::proptest! {
    #[test]
    fn pinned_options_keep_their_place_and_draws_their_number(seed: u64) {
        let pool = pool();
        let places = order::questions(&pool, None, seed);
        proptest::prop_assert_eq!(places.len(), 2 + 3);
        proptest::prop_assert_eq!(places.iter().filter(|&&place| place < 5).count(), 2);
        for place in places {
            let parts = order::parts(&pool, &pool.questions[place], seed);
            proptest::prop_assert_eq!(parts[3].as_str(), "d");
        }
        proptest::prop_assert_eq!(order::questions(&pool, pool.forms.first(), seed).len(), 2);
    }
}
