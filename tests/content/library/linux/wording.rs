//! The line numbers that texts point at.

use regex::Regex;

use super::super::{Asked, Paper};

/// A question, its script, a line's number, and how that line starts.
const POINTED_AT: [(&str, &str, usize, &str); 15] = [
    ("stop-takes-ten-seconds", "start.sh", 4, "./server"),
    ("lock-outlives-the-script", "deploy.sh", 2, "exec 9>"),
    ("folder-without-x", "tidy.sh", 4, "chmod 644 reports"),
    ("log-renamed-while-open", "rotate.sh", 1, "exec 3>> app.log"),
    ("name-with-a-blank", "cleanup.sh", 2, "f=\"old report.txt\""),
    ("name-with-a-blank", "cleanup.sh", 3, "rm $f"),
    ("build-fails-deploy-goes-on", "release.sh", 4, "    ./build"),
    ("build-fails-deploy-goes-on", "release.sh", 5, "    ./upload"),
    ("build-fails-deploy-goes-on", "release.sh", 8, "deploy ||"),
    ("variable-that-went-away", "clean.sh", 2, "source"),
    ("variable-that-went-away", "clean.sh", 3, "rm -rf"),
    ("backup-ok-for-days", "backup.sh", 2, "set -e"),
    ("backup-ok-for-days", "backup.sh", 4, "pg_dump"),
    ("backup-ok-for-days", "backup.sh", 5, "find"),
    ("backup-ok-for-days", "backup.sh", 6, "echo"),
];

fn texts(asked: &Asked) -> String {
    let options = asked.option.iter().flat_map(|option| [&option.text, &option.heads_up]);
    let all: Vec<&str> =
        options.chain([&asked.prompt, &asked.explanation, &asked.follow_up]).map(String::as_str).collect();
    all.join("\n").replace('\n', " ")
}

#[test]
fn line_numbers_in_texts_point_at_the_lines_they_mean() {
    let paper = Paper::read("linux");
    let named = Regex::new(r"\b[Ll]ines? (\d+)(?: and (\d+))?").expect("a pattern");
    let mut checked = 0;
    for asked in &paper.question {
        for found in named.captures_iter(&texts(asked)) {
            for number in found.iter().skip(1).flatten() {
                let number: usize = number.as_str().parse().expect("a number");
                let meant = POINTED_AT.iter().find(|(id, _, line, _)| *id == asked.id && *line == number);
                let (_, title, _, start) = meant.unwrap_or_else(|| panic!("{}: line {number}", asked.id));
                let line = asked.code(title).lines().nth(number - 1).unwrap_or_default();
                assert!(line.starts_with(start), "{}: {number}: {line}", asked.id);
                checked += 1;
            }
        }
    }
    assert!(checked >= 14, "{checked}");
}
