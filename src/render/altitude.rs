//! The altitude line: how far through a lesson or practice one has climbed, from zero to the highest level of the run.
//!
//! ```text
//! zero ━━━━━━━━━━ junior ━━━━━● ─ middle ────────── senior   7 of 12
//!      6 of 7 at the first try
//! ```

use std::cmp::Ordering;

use super::paint::{self, Ink, Line, Span, Style, Weight};
use super::{Look, plural, sanitize, width};

/// Where the climb starts.
const START: &str = "zero";

/// The line is no longer than this, however wide the screen.
const LONGEST: usize = 76;

/// Fewer columns than this between two names, and names between the ends are left out.
const LEAST_STEP: usize = 4;

/// How far one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Altitude<'a> {
    /// The levels of the run, lowest first, as the file has them; none where the exam has none.
    pub levels: &'a [&'a str],
    /// Questions completed: right in the end, or shown.
    pub completed: usize,
    /// Questions of this run.
    pub total: usize,
    /// Of those completed, how many were right at the first try.
    pub first_try: usize,
}

/// The line, and under it what was right at the first try; each line ending in a newline.
pub fn line(altitude: &Altitude<'_>, look: Look) -> String {
    let count = format!("{} of {}", altitude.completed, altitude.total);
    // As much room as the last count will take, so that the line keeps its length from start to end.
    let last = format!("{0} of {0}", altitude.total.max(altitude.completed));
    let room = look.width.min(LONGEST).saturating_sub(width::of(&last) + 3);
    let all: Vec<String> = altitude.levels.iter().map(|level| sanitize::line(level).into_owned()).collect();
    let ends: Vec<String> = all.last().cloned().into_iter().collect();
    let (names, step) = match (step(&all, room), step(&ends, room)) {
        (Some(step), _) => (all, step),
        (None, Some(step)) => (ends, step),
        (None, None) => {
            let left = room.saturating_sub(width::of(START) + 2 + 2 * LEAST_STEP).max(1);
            let short = ends.iter().map(|name| width::truncate(name, left).into_owned()).collect();
            (short, LEAST_STEP)
        }
    };
    let mut lines = vec![climb(&names, step, altitude, &count)];
    if altitude.completed > 0 {
        let tries = format!("{} of {} at the first try", altitude.first_try, altitude.completed);
        lines.push(vec![Span::plain(" ".repeat(width::of(START) + 1)), Span::new(tries, Style::DIM)]);
    }
    paint::lines(&lines, look.color)
}

/// The same in words, for plain lines and screen readers: `4 of 12 questions completed, 3 of 4 at the first try`.
pub fn in_words(altitude: &Altitude<'_>) -> String {
    let Altitude { completed, first_try, .. } = altitude;
    let all = plural::count(altitude.total, "question");
    match completed {
        0 => format!("0 of {all} completed"),
        _ => format!("{completed} of {all} completed, {first_try} of {completed} at the first try"),
    }
}

/// The columns between two names, if all have room.
fn step(names: &[String], room: usize) -> Option<usize> {
    let steps = names.len().max(1);
    let text: usize = width::of(START) + names.iter().map(|name| width::of(name)).sum::<usize>();
    let blanks = steps + names.len();
    let step = room.checked_sub(text + blanks)? / steps;
    (step >= LEAST_STEP).then_some(step)
}

fn climb(names: &[String], step: usize, altitude: &Altitude<'_>, count: &str) -> Line {
    let steps = names.len().max(1);
    let mark = place(altitude, step * steps);
    let behind = Style::ink(Ink::Green);
    let mut line = vec![Span::new(START, if altitude.completed == 0 { Style::BOLD } else { Style::PLAIN })];
    for i in 0..steps {
        let start = i * step;
        let end = start + step;
        let heavy = mark.saturating_sub(start).min(step);
        let marked = usize::from((start..end).contains(&mark));
        line.push(Span::plain(" "));
        line.push(Span::new("━".repeat(heavy), behind));
        line.push(Span::new("●".repeat(marked), behind.with_weight(Weight::Bold)));
        line.push(Span::new("─".repeat(step - heavy - marked), Style::DIM));
        if let Some(name) = names.get(i) {
            // The mark beside a name says that its level has just been reached.
            let style = match (mark + 1).cmp(&end) {
                Ordering::Less => Style::DIM,
                Ordering::Equal => Style::BOLD,
                Ordering::Greater => Style::PLAIN,
            };
            line.push(Span::plain(" "));
            line.push(Span::new(name, style));
        }
    }
    line.push(Span::plain("   "));
    line.push(Span::plain(count));
    line
}

/// Where on the track the mark stands: at its start only before the first question is completed, at its end only after the last.
fn place(altitude: &Altitude<'_>, track: usize) -> usize {
    let end = track.saturating_sub(1);
    match altitude.completed {
        0 => 0,
        completed if completed >= altitude.total => end,
        completed => (completed.saturating_mul(end) / altitude.total).clamp(1, end.saturating_sub(1).max(1)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LADDER: [&str; 3] = ["junior", "middle", "senior"];

    fn at(completed: usize, total: usize) -> Altitude<'static> {
        Altitude { levels: &LADDER, completed, total, first_try: completed.saturating_sub(1) }
    }

    #[test]
    fn it_starts_moves_and_arrives_at_60_columns() {
        for (completed, shown) in [
            (0, "zero ●────── junior ─────── middle ─────── senior   0 of 12\n"),
            (
                1,
                "zero ━●───── junior ─────── middle ─────── senior   1 of 12\n     0 of 1 at the first try\n",
            ),
            (
                4,
                "zero ━━━━━━● junior ─────── middle ─────── senior   4 of 12\n     3 of 4 at the first try\n",
            ),
            (
                7,
                "zero ━━━━━━━ junior ━━━━●── middle ─────── senior   7 of 12\n     6 of 7 at the first try\n",
            ),
            (
                12,
                "zero ━━━━━━━ junior ━━━━━━━ middle ━━━━━━● senior   12 of 12\n     11 of 12 at the first try\n",
            ),
        ] {
            assert_eq!(line(&at(completed, 12), Look::plain(60)), shown);
        }
    }

    #[test]
    fn at_80_and_120_columns_it_is_longer_but_not_endless() {
        let at_80 = line(&at(3, 4), Look::plain(80));
        assert!(
            at_80.starts_with(
                "zero ━━━━━━━━━━━━━ junior ━━━━━━━━━━━━━ middle ━━●────────── senior   3 of 4\n"
            ),
            "{at_80}"
        );
        assert_eq!(at_80, line(&at(3, 4), Look::plain(120)));
    }

    #[test]
    fn with_no_levels_or_long_names_the_ends_remain() {
        let none = Altitude { levels: &[], completed: 2, total: 4, first_try: 2 };
        assert_eq!(
            line(&none, Look::plain(40)),
            "zero ━━━━━━━━━━━━●─────────────   2 of 4\n     2 of 2 at the first try\n"
        );
        let long = Altitude { levels: &["an apprentice", "a journeyman", "a master of the art"], ..none };
        assert_eq!(
            line(&long, Look::plain(44)),
            "zero ━━━━●───── a master of the art   2 of 4\n     2 of 2 at the first try\n"
        );
    }

    #[test]
    fn with_colour_what_is_behind_is_green() {
        let altitude = Altitude { levels: &["senior"], completed: 1, total: 2, first_try: 1 };
        assert_eq!(
            line(&altitude, Look::colored(32)),
            "zero \u{1b}[32m━━━━━\u{1b}[0m\u{1b}[1;32m●\u{1b}[0m\u{1b}[2m─────\u{1b}[0m \u{1b}[2msenior\u{1b}[0m   1 of 2\n     \u{1b}[2m1 of 1 at the first try\u{1b}[0m\n"
        );
    }

    #[test]
    fn plain_lines_say_it_in_words() {
        assert_eq!(in_words(&at(0, 1)), "0 of 1 question completed");
        assert_eq!(in_words(&at(4, 12)), "4 of 12 questions completed, 3 of 4 at the first try");
    }

    proptest! {
        #[test]
        fn it_fits_and_never_moves_back(total in 1_usize..60, width in 40_usize..120, levels in 0_usize..4) {
            let levels = LADDER.get(..levels).unwrap_or(&LADDER);
            let mut before = 0;
            for completed in 0..=total {
                let altitude = Altitude { levels, completed, total, first_try: 0 };
                let shown = line(&altitude, Look::plain(width));
                prop_assert!(width::widest_line(&shown) <= width);
                prop_assert_eq!(shown.matches('●').count(), 1);
                let climbed = shown.matches('━').count();
                prop_assert!(climbed >= before);
                before = climbed;
            }
        }

        #[test]
        fn any_name_fits(name in any::<String>(), width in 40_usize..120) {
            let altitude = Altitude { levels: &["junior", &name], completed: 1, total: 3, first_try: 1 };
            prop_assert!(width::widest_line(&line(&altitude, Look::plain(width))) <= width);
        }
    }
}
