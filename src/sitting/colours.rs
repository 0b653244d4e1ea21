//! Colours made ready before they are needed: what highlighting a language takes is compiled on threads of its own while
//! the start page is read, or while the journal is begun, so that no snippet is waited for.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::exam::Exam;
use crate::render::{Color, Look, highlight};
use crate::session::Started;

use super::desk::Consent;

/// Two: a question with code and the SQL beside it are ready in the time of the slower.
const THREADS: usize = 2;
/// How far to look ahead, in questions.
const AHEAD: usize = 64;
/// How many snippets of a language make it ready: each may use other parts of it.
const EACH: usize = 3;

/// What SQL within the strings of another language begins with.
const SQL_WORDS: [&str; 4] = ["SELECT ", "INSERT ", "UPDATE ", "DELETE "];

/// Begins to make ready what the first questions show. Returns at once; a thread that can't be had is done without.
///
/// Where nobody is asked before the start, the first snippet is left to whoever shows it in a moment.
pub fn make_ready(exam: &Exam, started: &Started, look: Look, consent: Consent) {
    if look.color == Color::Off {
        return;
    }
    let snippets = Arc::new(to_come(exam, started));
    let (first, threads) = match consent {
        Consent::Ask => (0, THREADS),
        Consent::Given => (1, THREADS - 1),
    };
    let next = Arc::new(AtomicUsize::new(first));
    for _ in 0..threads.min(snippets.len().saturating_sub(first)) {
        let (snippets, next) = (Arc::clone(&snippets), Arc::clone(&next));
        let work = move || {
            while let Some((language, code)) = snippets.get(next.fetch_add(1, Ordering::Relaxed)) {
                highlight::warm(code, language);
            }
        };
        let _ = thread::Builder::new().name("colours".to_owned()).spawn(work);
    }
}

/// Language and code, in the order in which they are shown, the SQL within code behind it.
fn to_come(exam: &Exam, started: &Started) -> Vec<(String, String)> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut out = Vec::new();
    let questions = started.questions.iter().take(AHEAD).filter_map(|drawn| exam.question(&drawn.id));
    for snippet in questions.flat_map(|question| exam.snippets_of(question)) {
        let own = (snippet.language.as_str(), snippet.code.as_str());
        let within = quoted_sql(own.0, own.1).map(|code| ("sql", code));
        for (language, code) in [Some(own), within].into_iter().flatten() {
            let known = seen.entry(language).or_default();
            if *known < EACH {
                *known += 1;
                out.push((language.to_owned(), code.to_owned()));
            }
        }
    }
    out
}

/// The first SQL in code of another language, to the end of its line.
fn quoted_sql<'c>(language: &str, code: &'c str) -> Option<&'c str> {
    if language == "sql" {
        return None;
    }
    let at = SQL_WORDS.iter().filter_map(|word| code.find(word)).min()?;
    code.get(at..)?.lines().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam;
    use crate::session::{AttemptId, Mode, Pace};
    use crate::sitting::starting::{self, Plan};

    #[test]
    fn what_is_shown_first_is_ready_first_and_the_sql_within_it_next() {
        let python = r#"python"
code = '''
run("SELECT 1")
x = 1
'''"#;
        let question = |number: usize, language: &str| {
            format!(
                "[[question]]\nid = \"q{number}\"\ntopic = \"t\"\nkind = \"boolean\"\nprompt = \"?\"\nanswer = true\nsnippet = [{{ language = \"{language}\", code = \"x{number}\" }}]\n"
            )
        };
        let mut text = "format = 1\nid = \"e\"\ntitle = \"E\"\n".to_owned();
        text.push_str("[[question]]\nid = \"p\"\ntopic = \"t\"\nkind = \"boolean\"\nprompt = \"?\"\nanswer = true\n[[question.snippet]]\nlanguage = \"");
        text.push_str(python);
        text.push('\n');
        for number in 0..5 {
            text.push_str(&question(number, "go"));
        }
        let exam = exam::parse(text.as_bytes()).unwrap();
        let plan = Plan {
            exam: &exam,
            form: None,
            mode: Mode::Exam,
            pace: Pace::Timed,
            candidate: "Ada".to_owned(),
            candidate_id: String::new(),
            seed: 1,
            seed_given: true,
            extra: None,
            narrowed: None,
            reveal: None,
            quiet_clock: false,
            no_predict: false,
            named: None,
        };
        let id = AttemptId::new("01990000-0000-7000-8000-000000000000").unwrap();
        let found = to_come(&exam, &starting::started(&plan, id));
        let languages: Vec<&str> = found.iter().map(|(language, _)| language.as_str()).collect();
        assert_eq!(languages, ["python", "sql", "go", "go", "go"]);
        assert_eq!(found[1].1, "SELECT 1\")");
    }

    #[test]
    fn only_code_of_another_language_has_sql_within() {
        assert_eq!(quoted_sql("sql", "SELECT 1"), None);
        assert_eq!(quoted_sql("go", "a := 1"), None);
        assert_eq!(quoted_sql("go", "q(`UPDATE t`)\nq(`SELECT 1`)"), Some("UPDATE t`)"));
    }
}
