//! Problems of an exam file → text: `file:line:column`, the source line, a caret, what to do.
//!
//! Everything quoted comes from a file that may be hostile: what could control a terminal or change how a line reads is shown as a
//! visible escape, and the caret moves along. Of a long line only what surrounds the caret is looked at.

pub mod explained;
pub mod json;

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Padding, Renderer, Snippet};
use unicode_width::UnicodeWidthChar as _;

use super::{Color, Look, plural, width};
use crate::exam::problem::{Fault, Lines, Place, Problem, Problems, Severity};

/// The most problems shown with their lines; the rest is counted.
pub const MOST: usize = 50;
/// How many of a problem's places are shown with their lines; the others are named.
const WITH_LINES: usize = 3;
/// What stands before the text of a note, besides the line's number.
const NOTE: usize = 9;
/// The least room for a source line, however narrow the terminal.
const LEAST_ROOM: usize = 24;
/// The longest text of the file in a title, in characters: a bound for what the wording does not bound.
const LONGEST_TITLE: usize = 600;

/// Problems with their source lines, at most [`MOST`] of them.
pub fn render(problems: &Problems, source: &[u8], file: &str, look: Look) -> String {
    let lines = Lines::new(source);
    let renderer = match look.color {
        Color::On => Renderer::styled(),
        Color::Off => Renderer::plain(),
    };
    // The lines are cut to the width here; the renderer, which would cut them at another place, is told that all fits.
    let renderer = renderer.term_width(usize::MAX / 2);
    let file = visible(file);
    let mut text = String::new();
    for problem in problems.iter().take(MOST) {
        text.push_str(&place_under_title(&renderer.render(&report(problem, &lines, &file, look.width))));
        text.push_str("\n\n");
    }
    match problems.len().saturating_sub(MOST) {
        0 => {}
        1 => text.push_str("1 more problem is not shown\n"),
        more => {
            let _ = writeln!(text, "{more} more problems are not shown");
        }
    }
    text
}

/// The renderer draws an empty gutter between the title and the place, which belongs right under the title.
fn place_under_title(report: &str) -> String {
    let lines: Vec<&str> = report.lines().collect();
    let bare = |line: &str| {
        let mut inside = false;
        line.chars()
            .filter(|&c| {
                let escape = c == '\u{1b}' || inside;
                inside = escape && c != 'm';
                !escape && c != ' '
            })
            .collect::<String>()
    };
    let first = lines.iter().position(|line| bare(line).starts_with("-->"));
    let kept = lines.iter().enumerate().filter(|(at, line)| Some(at + 1) != first || bare(line) != "|");
    kept.map(|(_, line)| *line).collect::<Vec<_>>().join("\n")
}

/// All problems, one a line for each place that is named: `file:line:column: severity[name]: text`.
pub fn short(problems: &Problems, source: &[u8], file: &str) -> String {
    let lines = Lines::new(source);
    let file = visible(file);
    let mut text = String::new();
    let mut before = (0, Place { line: 0, column: 0 });
    for problem in problems {
        before = (problem.span.start, lines.place_after(problem.span.start, before));
        let Place { line, column } = before.1;
        let (severity, name) = (problem.severity().word(), problem.fault.name());
        let message = title(problem);
        let mut line_of = |Place { line, column }: Place, message: &str| {
            let _ = writeln!(text, "{file}:{line}:{column}: {severity}[{name}]: {message}");
        };
        line_of(Place { line, column }, &message);
        for span in &problem.again {
            line_of(lines.place(span.start), &message);
        }
        if problem.unnamed > 0 {
            line_of(before.1, &format!("{} not named", more_places(problem.unnamed)));
        }
    }
    text
}

fn more_places(count: usize) -> String {
    if count == 1 { "1 more place is".to_owned() } else { format!("{count} more places are") }
}

/// A problem as the renderer's groups. The title stands alone and so does each origin: a snippet with a path would print the line and
/// column of what is shown of a line, not those of the file.
fn report<'a>(problem: &Problem, lines: &Lines<'_>, file: &'a str, columns: usize) -> Vec<Group<'a>> {
    let level = match problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let titled = Group::with_title(level.clone().primary_title(title(problem)).id(problem.fault.name()));
    let at = |offset: usize| {
        let Place { line, column } = lines.place(offset);
        Group::with_level(level.clone()).element(Origin::path(file).line(line).char_column(column))
    };
    let quoted = |span: &Range<usize>| {
        let (row, covers) = lines.line(span.start);
        (Quote::new(lines.source(), &covers, span, columns, row), row)
    };
    let (primary, row) = quoted(&problem.span);
    let mut snippet = Snippet::source(primary.text.clone())
        .line_start(row + 1)
        .annotation(primary.mark(AnnotationKind::Primary));
    let label = problem.first.as_ref().map(|_| problem.fault.first_label());
    let first = problem.first.iter().map(|span| (span, label));
    let again = problem.again.iter().take(WITH_LINES - 1).map(|span| (span, None));
    let mut apart = Vec::new();
    for (span, label) in first.chain(again) {
        let (quote, other_row) = quoted(span);
        if let Some(span) = primary.within(span).filter(|_| other_row == row) {
            snippet = snippet.annotation(labelled(AnnotationKind::Context.span(span), label));
        } else {
            apart.push((span.start, quote, other_row, label));
        }
    }
    let mut groups = vec![titled, at(problem.span.start)];
    let mut last = Group::with_level(level.clone()).element(snippet);
    for (offset, quote, row, label) in apart {
        groups.extend([last.element(Padding), at(offset)]);
        let mark = labelled(quote.mark(AnnotationKind::Context), label);
        let snippet = Snippet::source(quote.text).line_start(row + 1).annotation(mark);
        last = Group::with_level(level.clone()).element(snippet);
    }
    let mut footers: Vec<(Level<'_>, String)> = Vec::new();
    let room = columns.saturating_sub((row + 1).to_string().len() + NOTE).max(LEAST_ROOM);
    footers.extend(elsewhere(problem, lines, room).map(|text| (Level::NOTE, text)));
    if let Fault::Warning(warning) = &problem.fault {
        footers.push((Level::NOTE, warning.reason().to_owned()));
    }
    footers.extend(problem.fault.help().map(|help| (Level::HELP, help)));
    for (place, (level, text)) in footers.into_iter().enumerate() {
        last = if place == 0 { last.element(Padding) } else { last };
        let text: Vec<String> = text.lines().map(visible).collect();
        last = last.element(level.message(text.join("\n")));
    }
    groups.push(last);
    groups
}

fn labelled<'a>(mark: Annotation<'a>, label: Option<&'a str>) -> Annotation<'a> {
    match label {
        Some(label) => mark.label(label),
        None => mark,
    }
}

/// The places that are not shown with their lines: named, or counted.
fn elsewhere(problem: &Problem, lines: &Lines<'_>, room: usize) -> Option<String> {
    let named = problem.again.iter().skip(WITH_LINES - 1).map(|span| {
        let Place { line, column } = lines.place(span.start);
        format!("{line}:{column}")
    });
    let named: Vec<String> = named.collect();
    let more = (problem.unnamed > 0).then(|| format!("{} not named", more_places(problem.unnamed)));
    let text = match (named.as_slice(), more) {
        ([], more) => more?,
        (named, None) => format!("also at {}", plural::list(named)),
        (named, Some(more)) => format!("also at {}; {more}", named.join(", ")),
    };
    Some(width::wrap(&text, room, "", "").join("\n"))
}

fn title(problem: &Problem) -> String {
    let message = problem.fault.message();
    match message.char_indices().nth(LONGEST_TITLE) {
        Some((cut, _)) => visible(&message[..cut]) + "…",
        None => visible(&message),
    }
}

/// Part of a source line as it is shown.
struct Quote {
    text: String,
    /// The bytes of the text under the caret.
    marked: Range<usize>,
    /// For each character of the file that is shown: its offset there and in the text.
    shown: Vec<(usize, usize)>,
}

/// One character of a file as it is shown.
struct Cell {
    offset: usize,
    text: String,
    width: usize,
}

impl Quote {
    /// Quotes what surrounds `span` of the line that covers these bytes.
    fn new(source: &[u8], covers: &Range<usize>, span: &Range<usize>, width: usize, row: usize) -> Self {
        let gutter = (row + 1).to_string().len() + 3;
        let room = width.saturating_sub(gutter).max(LEAST_ROOM);
        let start = span.start.clamp(covers.start, covers.end);
        let end = span.end.clamp(start, covers.end);
        let from = boundary(source, start.saturating_sub(4 * room).max(covers.start));
        let to = boundary(source, start.saturating_add(4 * room).min(covers.end));
        let cells = cells(source, from..to);
        let total: usize = cells.iter().map(|cell| cell.width).sum();
        let complete = from == covers.start && to == covers.end;
        if complete && total <= room {
            return Self::of(&cells, start..end, "", "");
        }
        let caret = cells.partition_point(|cell| cell.offset < start);
        let marked: usize = cells.iter().skip(caret).take_while(|c| c.offset < end).map(|c| c.width).sum();
        // What follows the caret matters more than what precedes it, unless little follows.
        let after: usize = cells.iter().skip(caret).map(|cell| cell.width).sum();
        let wanted = marked.max(room / 2).min(after).min(room - 2);
        let mut first = caret;
        let mut before = room - 2 - wanted;
        while first > 0 && cells[first - 1].width <= before {
            before -= cells[first - 1].width;
            first -= 1;
        }
        let mut left = room - 2;
        let mut last = first;
        while last < cells.len() && cells[last].width <= left {
            left -= cells[last].width;
            last += 1;
        }
        let cut_before = first > 0 || from > covers.start;
        let cut_after = last < cells.len() || to < covers.end;
        let cells = cells.get(first..last).unwrap_or_default();
        Self::of(cells, start..end, if cut_before { "…" } else { "" }, if cut_after { "…" } else { "" })
    }

    fn of(cells: &[Cell], span: Range<usize>, before: &str, after: &str) -> Self {
        let mut text = before.to_owned();
        let mut shown = Vec::with_capacity(cells.len());
        for cell in cells {
            shown.push((cell.offset, text.len()));
            text.push_str(&cell.text);
        }
        let end = text.len();
        text.push_str(after);
        let mut quote = Self { text, marked: end..end, shown };
        quote.marked = quote.map(&span, end);
        quote
    }

    /// Where bytes of the file are in the text.
    fn map(&self, span: &Range<usize>, end: usize) -> Range<usize> {
        let place = |offset: usize| {
            let at = self.shown.partition_point(|(known, _)| *known < offset);
            self.shown.get(at).map_or(end, |(_, at)| *at)
        };
        let start = place(span.start);
        start..place(span.end).max(start)
    }

    /// Where bytes of the file are in the text, if they begin in it.
    fn within(&self, span: &Range<usize>) -> Option<Range<usize>> {
        self.shown.binary_search_by_key(&span.start, |(offset, _)| *offset).ok()?;
        let end = self.shown.last().map(|(_, at)| *at)?;
        Some(self.map(span, end))
    }

    fn mark<'a>(&self, kind: AnnotationKind) -> Annotation<'a> {
        kind.span(self.marked.clone())
    }
}

/// The nearest offset, going back, at which a character begins.
fn boundary(source: &[u8], mut offset: usize) -> usize {
    let continues = |offset: usize| source.get(offset).is_some_and(|byte| byte & 0xC0 == 0x80);
    let least = offset.saturating_sub(3);
    while offset > least && continues(offset) {
        offset -= 1;
    }
    offset
}

fn cells(source: &[u8], covers: Range<usize>) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut offset = covers.start;
    for chunk in source.get(covers).unwrap_or_default().utf8_chunks() {
        for character in chunk.valid().chars() {
            if character != '\u{feff}' || offset > 0 {
                let text = shown(character);
                let width = text.chars().map(|c| c.width().unwrap_or(0)).sum();
                cells.push(Cell { offset, text, width });
            }
            offset += character.len_utf8();
        }
        for byte in chunk.invalid() {
            cells.push(Cell { offset, text: format!("\\x{byte:02X}"), width: 4 });
            offset += 1;
        }
    }
    cells
}

/// A text in one line, with nothing in it that controls a terminal.
fn visible(text: &str) -> String {
    text.chars().map(shown).collect()
}

/// A character as it is shown: as it is, or as an escape where it is none to see.
fn shown(character: char) -> String {
    match character {
        '\t' => "    ".to_owned(),
        _ if is_hidden(character) => character.escape_default().collect(),
        _ => character.to_string(),
    }
}

/// Controls, line separators, and format characters, which change how others are read.
const fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}
