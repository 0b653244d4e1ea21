//! Pages of results on real screens: whatever the width, no line is broken by the terminal, and colour changes no letter.

use std::path::Path;
use std::process::Command;

use crate::cli::sandbox::Sandbox;

/// The example panel, and results with names and topics of all widths.
fn room() -> Sandbox {
    let sandbox = Sandbox::new();
    let panel = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/panel");
    let copied = Command::new("cp").arg("-r").arg(panel).arg(sandbox.path("panel")).status();
    assert!(copied.expect("cp runs").success());
    let mut text =
        "attempt_id,candidate,exam_id,started_at,question_id,topic,level,outcome,points,max_points\n"
            .to_owned();
    let long = "Wolfeschlegelsteinhausenbergerdorffvoralternwarengewissenhaftschaferswessen";
    let names = [
        "山田太郎山田太郎山田太郎山田太郎山田太郎",
        "🦀 Zoë",
        long,
        "Ana María de la Cruz y Sánchez-Villalobos",
    ];
    for (i, name) in names.iter().enumerate() {
        for question in 0..24 {
            let topic = ["transactional-outbox-and-change-data-capture-in-practice", "sql", "順序", "a b c"]
                [question % 4];
            let level = ["junior", "middle", "senior"][question % 3];
            let (outcome, points) = if (question + i) % 5 > i { ("correct", 1) } else { ("incorrect", 0) };
            text.push_str(&format!(
                "a{i},{name},m,2026-11-18T09:00:00Z,q{question},{topic},{level},{outcome},{points},1\n"
            ));
        }
    }
    sandbox.write("names.csv", text);
    sandbox
}

#[test]
fn no_page_is_wider_than_the_screen_and_colour_changes_no_letter() {
    let sandbox = room();
    let long = ["山田太郎山田太郎山田太郎山田太郎山田太郎", "🦀 Zoë"];
    let pages: [&[&str]; 7] = [
        &["report", "panel"],
        &["report", "panel", "--sort", "total", "--times"],
        &["report", "panel", "--rows", "candidate", "--columns", "topic"],
        &["report", "names.csv"],
        &["report", "names.csv", "--rows", "topic", "--columns", "candidate", "--cell", "both"],
        &["debrief", "Rigel", "panel"],
        &["compare", long[0], long[1], "--results", "names.csv"],
    ];
    for page in pages {
        for columns in [60, 80, 120, 200] {
            let shown = ["always", "never"].map(|color| {
                let mut pty = sandbox.pty(&[&["--color", color], page].concat(), columns, 24);
                assert_eq!(pty.finish(), 0, "{page:?}: {}", pty.transcript());
                assert_eq!(pty.broken_rows(), Vec::<String>::new(), "{page:?} at {columns}");
                let raw = String::from_utf8_lossy(&pty.raw_output()).into_owned();
                assert_eq!(raw.contains("\u{1b}[1m"), color == "always", "{page:?} at {columns}");
                pty.transcript()
            });
            assert_eq!(shown[0], shown[1], "{page:?} at {columns}");
        }
    }
}
