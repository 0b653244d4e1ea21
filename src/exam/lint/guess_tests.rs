//! What a guess brings, counted by hand or by trying everything.

use super::super::mix;
use super::super::test::{exam, single};
use super::*;
use crate::exam::Key;

/// The guess at the one question of an exam.
fn guess(rest: &str) -> Vec<(f64, f64)> {
    let (exam, _) = exam(rest);
    let Guess(guess) = Guess::at(&exam.questions[0], exam.scoring.partial);
    guess.into_iter().map(|(share, chance)| (share.as_f64(), chance)).collect()
}

#[track_caller]
fn assert_near(found: &[(f64, f64)], expected: &[(f64, f64)]) {
    let near = |(one, other): (&(f64, f64), &(f64, f64))| {
        (one.0 - other.0).abs() < 1e-12 && (one.1 - other.1).abs() < 1e-12
    };
    let alike = found.len() == expected.len() && found.iter().zip(expected).all(near);
    assert!(alike, "{found:?} {expected:?}");
}

const TOP: &str = "[[question]]\nid = \"q\"\ntopic = \"t\"\nprompt = \"?\"\n";
const NET: &str = "[scoring]\npartial = \"net\"\n";

#[test]
fn a_guess_at_one_option_earns_what_the_option_does() {
    let options =
        "option = [{ text = \"a\", correct = true }, { text = \"b\", credit = 0.5 }, { text = \"c\" }]\n";
    assert_near(&guess(&format!("{TOP}{options}")), &[(1.0, 1.0 / 3.0), (0.5, 1.0 / 3.0)]);
}

#[test]
fn ticks_are_any_set_but_the_empty_one() {
    let options = "kind = \"multiple\"\noption = [{ text = \"a\", correct = true }, { text = \"b\", correct = true }, { text = \"c\" }, { text = \"d\" }]\n";
    assert_near(&guess(&format!("{TOP}{options}")), &[(1.0, 1.0 / 15.0)]);
    // Half of it: one right one alone (2 ways), or both with one wrong one (2 ways).
    assert_near(&guess(&format!("{NET}{TOP}{options}")), &[(0.5, 4.0 / 15.0), (1.0, 1.0 / 15.0)]);
}

#[test]
fn orders_are_all_alike() {
    let entries = "kind = \"order\"\nentry = [{ text = \"a\" }, { text = \"b\" }, { text = \"c\" }]\n";
    assert_near(&guess(&format!("{TOP}{entries}")), &[(1.0, 1.0 / 6.0)]);
    // One of six has no inversion, two have one of three.
    assert_near(&guess(&format!("{NET}{TOP}{entries}")), &[(1.0, 1.0 / 6.0), (1.0 / 3.0, 2.0 / 6.0)]);
}

#[test]
fn each_left_side_is_given_a_right_one_of_its_own() {
    let pairs = "kind = \"match\"\npair = [{ left = \"a\", right = \"1\" }, { left = \"b\", right = \"2\" }, { left = \"c\", right = \"3\" }]\ndistractors = [\"4\"]\n";
    assert_near(&guess(&format!("{TOP}{pairs}")), &[(1.0, 1.0 / 24.0)]);
    // Two of three right: three ways to choose them, and one wrong side of two is left for the third.
    assert_near(&guess(&format!("{NET}{TOP}{pairs}")), &[(1.0 / 3.0, 3.0 / 24.0), (1.0, 1.0 / 24.0)]);
}

#[test]
fn what_is_written_is_not_guessed() {
    for kind in [
        "kind = \"text\"\naccept = [\"a\"]\n",
        "kind = \"number\"\nanswer = 1\n",
        "kind = \"essay\"\ncriterion = [{ text = \"a\", points = 1 }]\n",
    ] {
        assert_near(&guess(&format!("{TOP}{kind}")), &[]);
    }
    assert_near(&guess(&format!("{TOP}kind = \"boolean\"\nanswer = true\n")), &[(1.0, 0.5)]);
}

/// All ways to take `taken` of `of`, one after the other.
fn all_orders(of: usize, taken: usize) -> Vec<Vec<usize>> {
    if taken == 0 {
        return vec![Vec::new()];
    }
    let longer = all_orders(of, taken - 1).into_iter().flat_map(|order| {
        let rest: Vec<usize> = (0..of).filter(|at| !order.contains(at)).collect();
        rest.into_iter().map(move |next| [order.clone(), vec![next]].concat())
    });
    longer.collect()
}

/// The mean and the probability of earning anything, of all these net counts alike.
fn summary(nets: &[i64], whole: i64) -> (f64, f64) {
    let positive = || nets.iter().filter(|net| **net > 0);
    let sum: i64 = positive().sum();
    let count = |count: usize| f64::from(u32::try_from(count).unwrap());
    let mean = f64::from(i32::try_from(sum).unwrap()) / f64::from(i32::try_from(whole).unwrap());
    (mean / count(nets.len()), count(positive().count()) / count(nets.len()))
}

fn of_guess(guess: &[(Part, f64)]) -> (f64, f64) {
    let any = guess.iter().map(|(_, chance)| chance).sum();
    (guess.iter().map(|(share, chance)| share.as_f64() * chance).sum(), any)
}

#[test]
fn net_shares_are_those_of_all_that_can_be_guessed() {
    for entries in 2..=6 {
        let net = |order: &Vec<usize>| -> i64 {
            let pairs = (0..entries).flat_map(|second| (0..second).map(move |first| (first, second)));
            pairs.map(|(first, second)| if order[first] < order[second] { 1 } else { -1 }).sum()
        };
        let nets: Vec<i64> = all_orders(entries, entries).iter().map(net).collect();
        let (found, expected) =
            (of_guess(&order(entries)), summary(&nets, i64::try_from(entries * (entries - 1) / 2).unwrap()));
        assert!((found.0 - expected.0).abs() < 1e-12 && (found.1 - expected.1).abs() < 1e-12, "{entries}");
    }
    for (lefts, rights) in [(2, 2), (3, 3), (2, 5), (4, 4), (5, 6)] {
        let net = |sides: &Vec<usize>| -> i64 {
            sides.iter().enumerate().map(|(left, right)| if left == *right { 1 } else { -1 }).sum()
        };
        let nets: Vec<i64> = all_orders(rights, lefts).iter().map(net).collect();
        let (found, expected) =
            (of_guess(&matching(lefts, rights)), summary(&nets, i64::try_from(lefts).unwrap()));
        assert!(
            (found.0 - expected.0).abs() < 1e-12 && (found.1 - expected.1).abs() < 1e-12,
            "{lefts} {rights}"
        );
    }
}

#[test]
fn the_largest_questions_have_probabilities_too() {
    let keys: Vec<OptionKey> = (0..64)
        .map(|at| OptionKey { merit: if at < 20 { Merit::Right } else { Merit::Wrong }, heads_up: None })
        .collect();
    for guess in [order(64), matching(64, 64), matching(40, 64), multiple(&keys)] {
        let (mean, any) = of_guess(&guess);
        assert!((0.0..=1.0).contains(&any) && mean <= any, "{any} {mean}");
        assert!(
            guess.iter().all(|(share, chance)| share.part <= share.whole && (0.0..=1.0).contains(chance))
        );
    }
}

fn found(rest: &str) -> Vec<(usize, f64)> {
    let (exam, spans) = exam(rest);
    let (mixes, guesses) = (mix::all(&exam), all(&exam));
    let asked: Vec<_> = mixes.iter().map(|mix| mix.levels(&exam)).collect();
    let mixes: Vec<_> = mixes.iter().zip(&asked).map(|(mix, asked)| (mix, asked.as_slice())).collect();
    let found = lint(&exam, &spans, &mixes, &guesses);
    let figures = found.into_iter().map(|finding| {
        let Warning::Guessable { questions, probability, .. } = finding.warning else {
            panic!("{finding:?}")
        };
        (questions, probability)
    });
    figures.collect()
}

fn of_two_options(count: usize) -> String {
    (0..count).map(|id| single(id, "level = \"junior\"", &[3, 4], id % 2)).collect()
}

#[test]
fn a_level_is_guessable_above_five_percent() {
    // From the oracle: 10 questions of two options reach 0.8 with 5.5%, 15 with 1.8%.
    let cut = "ladder = [\"junior\"]\ncuts = { junior = 0.8 }\n";
    let [(10, probability)] = found(&format!("{cut}{}", of_two_options(10)))[..] else { panic!() };
    assert!((probability - 0.054_687_5).abs() < 1e-12);
    assert_eq!(found(&format!("{cut}{}", of_two_options(15))), []);
}

#[test]
fn of_a_draw_the_worst_is_taken() {
    // Ten questions with ten options and two with two: of two drawn the worst are the two.
    let hard = (10..20).map(|id| single(id, "level = \"junior\"", &[3; 10], id % 10));
    let bank = format!("{}{}", of_two_options(2), hard.collect::<String>());
    let head = "ladder = [\"junior\"]\n";
    assert_eq!(found(&format!("{head}{bank}")), []);
    let [(2, probability)] = found(&format!("{head}[[draw]]\nlevel = \"junior\"\ncount = 2\n{bank}"))[..]
    else {
        panic!()
    };
    assert!((probability - 0.25).abs() < 1e-12);
    let form = "[[form]]\nid = \"f\"\ndraw = [{ level = \"junior\", count = 2 }]\n";
    assert_eq!(found(&format!("{head}{form}{bank}")).len(), 1, "a form counts for itself");
}

#[test]
fn a_draw_that_leaves_the_level_open_is_judged_by_the_count_that_is_easiest() {
    // Of two drawn any number may be juniors; one alone is reached with 1/2, two with 1/4.
    let text = "[[question]]\nid = \"text\"\ntopic = \"t\"\nlevel = \"senior\"\nkind = \"text\"\nprompt = \"?\"\naccept = [\"a\"]\n";
    let more = text.replace("\"text\"\ntopic", "\"more\"\ntopic").replace('?', "More?");
    let bank = format!("[[draw]]\ntopic = \"t\"\ncount = 2\n{}{text}{more}", of_two_options(2));
    let [(1, probability)] = found(&bank)[..] else { panic!("{:?}", found(&bank)) };
    assert!((probability - 0.5).abs() < 1e-12);
}

#[test]
fn more_right_than_wrong_options_are_counted() {
    let exam = "format = 1\nid = \"m\"\ntitle = \"M\"\nscoring = { partial = \"net\" }\n[[question]]\nid = \"q\"\ntopic = \"t\"\nkind = \"multiple\"\nprompt = \"?\"\n";
    let option = |n: usize| format!("[[question.option]]\ntext = \"o{n}\"\ncorrect = true\n");
    let exam =
        crate::exam::parse(format!("{exam}{}{}{}", option(1), option(2), option(3)).as_bytes()).unwrap();
    let Some(Key::Multiple(keys)) = &exam.questions[0].key else { panic!("multiple") };
    // Of seven sets of ticks three hold one, three hold two, one holds all.
    let shares: Vec<f64> = multiple(keys).into_iter().map(|(_, chance)| chance * 7.0).collect();
    assert!(
        shares.iter().zip([3.0, 3.0, 1.0]).all(|(got, expected)| (got - expected).abs() < 1e-12),
        "{shares:?}"
    );
}
