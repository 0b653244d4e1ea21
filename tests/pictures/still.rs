//! A still of a session: the program itself in a terminal of 80 columns, its screen as an SVG with its text as text.

use std::fmt::Write as _;

use vt100::{Cell, Color, Parser, Screen};

use crate::cli::sandbox::Sandbox;

const EXAM: &str = include_str!("../../examples/first-exam.toml");
/// The terminal's size; rows that stay empty at the end are not drawn.
const COLUMNS: u16 = 80;
const ROWS: u16 = 50;
/// A cell's size, and the border.
const WIDE: f64 = 8.4;
const HIGH: f64 = 19.0;
const BORDER: f64 = 18.0;

/// Colours as pages have them, on a light ground and on a dark one.
const STYLE: &str = "text{font:14px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:#1a1b20;white-space:pre}\
rect{fill:#fff;stroke:#d9dbe2}.dim{fill:#585b66}.bold{font-weight:600}\
.c1{fill:#a3281f}.c2{fill:#1a6b34}.c3{fill:#7a5200}.c4{fill:#1d4fa0}.c5{fill:#8a2178}.c6{fill:#12606f}\
@media(prefers-color-scheme:dark){text{fill:#e8e9ee}rect{fill:#15161a;stroke:#33353e}.dim{fill:#a6a9b5}\
.c1{fill:#ff9d94}.c2{fill:#7fd49a}.c3{fill:#e8c477}.c4{fill:#8fb6ff}.c5{fill:#f0a2e2}.c6{fill:#7fd3e3}}";

/// Practice at the first question: a prediction, a wrong choice, and what is said about it.
pub(super) fn session() -> String {
    let sandbox = Sandbox::new();
    sandbox.write("first-exam.toml", EXAM);
    let mut pty = sandbox.pty(&["practice", "first-exam.toml", "--seed", "7"], COLUMNS, ROWS);
    pty.wait_for("Start?").send("\r");
    pty.wait_for("First say it yourself").send("nothing: it is all or nothing\r");
    pty.wait_for("Your choice").send("a").wait_for("> a) Only the first one").send("\r");
    pty.wait_for_screen("the second try", |screen| {
        screen.contains("n) on to the next question") && screen.trim_end().ends_with("menu]")
    });
    let mut parser = Parser::new(ROWS.try_into().unwrap(), COLUMNS.try_into().unwrap(), 0);
    parser.process(&pty.raw_output());
    svg(parser.screen(), "examiner practice first-exam.toml --seed 7")
}

/// The screen.
fn svg(screen: &Screen, command: &str) -> String {
    let typed = format!("<tspan class=\"dim\">$</tspan> {command}");
    let mut rows = vec![typed];
    rows.extend((0..ROWS).map(|row| self::row(screen, row)));
    rows.truncate(rows.iter().rposition(|row| !row.is_empty()).map_or(0, |last| last + 1));
    let wide = f64::from(COLUMNS) * WIDE + 2.0 * BORDER;
    let high = f64::from(u16::try_from(rows.len()).unwrap()) * HIGH + 2.0 * BORDER;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\" role=\"img\">\n\
         <title>A session in a terminal: {command}</title>\n<style>{STYLE}</style>\n\
         <rect x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"7\"/>\n",
        wide - 1.0,
        high - 1.0
    );
    for (place, row) in (0_u16..).zip(&rows) {
        if !row.is_empty() {
            let y = BORDER + f64::from(place) * HIGH + 14.0;
            writeln!(out, "<text x=\"{BORDER}\" y=\"{y}\" xml:space=\"preserve\">{row}</text>").unwrap();
        }
    }
    out + "</svg>\n"
}

/// A row as runs of the same look, each where its first cell is and as wide as its cells, whatever the font.
fn row(screen: &Screen, row: u16) -> String {
    let mut runs: Vec<(u16, u16, String, String)> = Vec::new();
    for column in 0..COLUMNS {
        let Some(cell) = screen.cell(row, column).filter(|cell| !cell.is_wide_continuation()) else {
            continue;
        };
        let text = if cell.has_contents() { cell.contents() } else { " " };
        let (class, cells) = (class(cell), 1 + u16::from(cell.is_wide()));
        match runs.last_mut() {
            Some((_, wide, last, run)) if *last == class => {
                *wide += cells;
                run.push_str(text);
            }
            _ => runs.push((column, cells, class, text.to_owned())),
        }
    }
    while let Some((_, wide, _, run)) = runs.last_mut() {
        let kept = run.trim_end().len();
        *wide -= u16::try_from(run.len() - kept).unwrap();
        run.truncate(kept);
        if kept > 0 {
            break;
        }
        runs.pop();
    }
    let drawn = runs.iter().filter(|(.., run)| !run.trim().is_empty()).map(|(column, wide, class, run)| {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let text = run.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let (x, long) = (BORDER + f64::from(*column) * WIDE, f64::from(*wide) * WIDE);
        format!("<tspan x=\"{x:.1}\" textLength=\"{long:.1}\"{class}>{text}</tspan>")
    });
    drawn.collect()
}

fn class(cell: &Cell) -> String {
    let ink = match cell.fgcolor() {
        Color::Idx(color @ 1..=6) => format!("c{color}"),
        Color::Idx(color @ 9..=14) => format!("c{}", color - 8),
        _ => String::new(),
    };
    let weight = match (cell.bold(), cell.dim()) {
        (true, _) => "bold",
        (_, true) => "dim",
        _ => "",
    };
    [ink.as_str(), weight].iter().filter(|class| !class.is_empty()).copied().collect::<Vec<_>>().join(" ")
}
