//! Similarities counted by hand, and the search against comparing each with each.

use proptest::prelude::*;

use super::super::test::Made;
use super::*;

/// What both have, and what either has.
fn of_both(one: &[u64], other: &[u64]) -> (usize, usize) {
    let both = one.iter().filter(|part| other.contains(part)).count();
    (both, one.len() + other.len() - both)
}

fn jaccard(one: &str, other: &str) -> (usize, usize) {
    of_both(&parts(one, Signs::Ignored), &parts(other, Signs::Ignored))
}

#[test]
fn similarity_is_what_both_have_of_what_either_has() {
    assert_eq!(jaccard("What happens next?", "what **happens** next"), (3, 3));
    // ^ab abc bcd cde de$ against ^ab abc bcx cxe xe$
    assert_eq!(jaccard("a b c d e", "a b c x e"), (2, 8));
    // One word more at the end: ten parts against eleven, and two are not the same.
    assert_eq!(jaccard("a b c d e f g h i j", "a b c d e f g h i j k"), (9, 12));
    assert_eq!(jaccard("?", "…"), (1, 1));
    assert_eq!(jaccard("a", "b"), (0, 2));
    assert_eq!(parts("a > b", Signs::Ignored), parts("a < b", Signs::Ignored));
    assert_ne!(parts("a > b", Signs::AreWords), parts("a < b", Signs::AreWords));
}

#[test]
fn four_fifths_are_enough() {
    let list = |range: std::ops::Range<u64>| range.collect::<Vec<u64>>();
    assert_eq!(shared(&list(0..9), &list(1..10)), Some(8), "8 of 10");
    assert_eq!(shared(&list(0..8), &list(0..10)), Some(8), "8 of 10");
    assert_eq!(shared(&list(0..10), &list(2..10)), Some(8), "8 of 10");
    assert_eq!(shared(&list(0..9), &list(1..11)), None, "8 of 11");
    assert_eq!(shared(&list(0..7), &list(0..9)), None, "7 of 9");
    assert_eq!(shared(&list(0..3), &list(5..8)), None);
}

fn question(id: &str, prompt: &str, more: &str) -> String {
    format!(
        "[[question]]\nid = \"{id}\"\ntopic = \"t\"\nkind = \"text\"\nprompt = \"{prompt}\"\naccept = [\"{id}\"]\n{more}"
    )
}

fn groups(rest: &str) -> Vec<(Vec<String>, f64)> {
    let Made { exam, spans, source } = Made::of(rest);
    let found = lint(&exam, &spans).into_iter().map(|finding| {
        let Warning::NearDuplicate { questions, similarity } = finding.warning else { panic!() };
        let names: Vec<String> = questions.iter().map(|id| format!("\"{id}\"")).collect();
        let places: Vec<&str> = finding.places.iter().map(|place| &source[place.clone()]).collect();
        assert_eq!(names, places);
        (questions.iter().map(ToString::to_string).collect(), similarity)
    });
    found.collect()
}

/// So many words, the last of them another.
fn words(count: usize, last: &str) -> String {
    let words: Vec<String> = (1..count).map(|at| format!("w{at}")).collect();
    format!("{} {last}", words.join(" "))
}

#[test]
fn a_word_in_the_middle_of_many_is_nearly_the_same() {
    // The last word changes two parts of n: (n − 2) of (n + 2), so that 18 words are 0.8.
    let two = |count: usize| {
        format!("{}{}", question("a", &words(count, "x"), ""), question("b", &words(count, "y"), ""))
    };
    let [(names, similarity)] = &groups(&two(18))[..] else { panic!() };
    assert_eq!(names, &["a", "b"]);
    assert!((similarity - 0.8).abs() < 1e-12);
    assert_eq!(groups(&two(17)), []);
}

#[test]
fn one_prompt_on_other_snippets_is_another_question() {
    let snippet = |code: &str| format!("[[question.snippet]]\ncode = \"{code}\"\n");
    let ask = |id: &str, more: &str| question(id, "What happens next?", more);
    let (ack, commit) = (snippet("msg.ack()"), snippet("db.commit(); msg.ack()"));
    assert_eq!(groups(&format!("{}{}", ask("a", &ack), ask("b", &commit))), []);
    assert_eq!(
        groups(&format!("{}{}", ask("a", &ack), ask("b", &ack))),
        [(vec!["a".into(), "b".into()], 1.0)]
    );
    assert_eq!(groups(&format!("{}{}", ask("a", &ack), ask("b", ""))), []);
    let shared = "[[snippet]]\nid = \"s\"\ncode = \"1\"\n[[snippet]]\nid = \"t\"\ncode = \"1\"\n";
    let uses = |id: &str, used: &str| ask(id, "").replace("kind =", &format!("uses = [{used}]\nkind ="));
    assert_eq!(groups(&format!("{shared}{}{}", uses("a", "\"s\""), uses("b", "\"t\""))), []);
    let both = [uses("a", "\"s\", \"t\""), uses("b", "\"t\", \"s\"")].concat();
    assert_eq!(groups(&format!("{shared}{both}")).len(), 1);
}

#[test]
fn other_prompts_on_one_snippet_are_other_questions() {
    let long = format!("[[question.snippet]]\ncode = \"{}\"\n", words(100, "end"));
    let two = [question("a", "Which line fails?", &long), question("b", "What is printed?", &long)];
    assert_eq!(groups(&two.concat()), []);
}

#[test]
fn groups_are_named_in_file_order_by_their_first() {
    let ask = |id: &str, prompt: &str| question(id, prompt, "");
    let all =
        [ask("a", "One?"), ask("b", "Two?"), ask("c", "One"), ask("d", "two"), ask("e", "ONE!")].concat();
    let names: Vec<String> = groups(&all).into_iter().map(|(names, _)| names.join(" ")).collect();
    assert_eq!(names, ["a c e", "b d"]);
}

#[test]
fn thousands_from_one_template_come_to_an_end() {
    let template = |unique: usize, at: usize| {
        let words: Vec<u64> = (0..60).collect();
        let mut parts: Vec<u64> = words.into_iter().map(mixed).collect();
        parts.extend((0..unique).map(|part| mixed((1_000 + at * 100 + part) as u64)));
        parts.sort_unstable();
        parts
    };
    let search = |unique: usize| {
        let search = Search::new((0..2_000).map(|at| template(unique, at)).collect());
        Search { work: WORK / 50, ..search }.groups(|_, _| true)
    };
    assert_eq!(search(3).iter().map(|group| group.members.len()).collect::<Vec<_>>(), [2_000]);
    assert_eq!(search(9), [], "each is compared with each, until that is too much");
}

/// By comparing each with the first of every group so far.
fn slowly(texts: &[Vec<u64>]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let similarity = |group: &Group| of_both(&texts[group.members[0]], text);
        let is_alike = |group: &&mut Group| {
            let (both, either) = similarity(group);
            5 * both >= 4 * either
        };
        if let Some(group) = groups.iter_mut().find(is_alike) {
            let (both, either) = similarity(group);
            group.least = group.least.min(ratio(both, either));
            group.members.push(at);
        } else {
            groups.push(Group { members: vec![at], least: 1.0 });
        }
    }
    groups.retain(|group| group.members.len() > 1);
    groups
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_search_finds_what_comparing_each_with_each_does(
        texts in prop::collection::vec(prop::collection::btree_set(0..14_u64, 1..12), 0..40),
    ) {
        let texts: Vec<Vec<u64>> = texts.into_iter().map(|text| text.into_iter().collect()).collect();
        prop_assert_eq!(Search::new(texts.clone()).groups(|_, _| true), slowly(&texts));
    }

    #[test]
    fn any_text_has_a_part(text in any::<String>()) {
        prop_assert!(!parts(&text, Signs::Ignored).is_empty());
        prop_assert!(!parts(&text, Signs::AreWords).is_empty());
    }
}
