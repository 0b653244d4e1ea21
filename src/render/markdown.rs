//! Markdown as terminal text: paragraphs, emphasis, inline code, fenced code and lists. All else (headings, links, tables,
//! quotes, html) is shown as it was written, so that nothing an author wrote is lost and nothing is followed or fetched.
//!
//! Without colour, emphasis keeps its stars; code keeps its backticks in any case, for in an exam it matters where code ends.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, OffsetIter, Options, Parser, Tag, TagEnd};

use super::paint::{self, Color, Ink, Line, Slant, Span, Style, Weight};
use super::{Look, sanitize, snippet, width};

/// Lists nested deeper than this are shown as written.
const DEEPEST: usize = 6;

/// A list that would leave fewer columns than this is shown as written.
const LEAST_ROOM: usize = 16;

/// How code blocks are set off.
const CODE_INDENT: &str = "    ";

/// What a text may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Everything that is rendered.
    Blocks,
    /// Paragraphs and code; a list is shown as written, for an option `- 5` is a number.
    Inline,
}

/// What becomes of the marks around emphasis and inline code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    /// Both are kept.
    Written,
    /// Emphasis is painted, code keeps its backticks and is painted.
    Painted,
    /// Both are dropped.
    Dropped,
}

/// Markdown as wrapped lines behind `indent`, each ending in a newline.
pub fn render(text: &str, look: Look, indent: &str) -> String {
    let first = [Span::plain(indent)];
    paint::lines(&blocks(text, look, &first, width::of(indent), Scope::Blocks), look.color)
}

/// Markdown of one entry of a list (an option, a part): the first line behind `first`, the others behind `rest` columns.
pub(super) fn entry(text: &str, look: Look, first: &[Span], rest: usize) -> Vec<Line> {
    blocks(text, look, first, rest, Scope::Inline)
}

/// Markdown of one entry as plain text on one line, without the marks of emphasis and code; not truncated.
pub fn plain_line(text: &str) -> String {
    let mut layout = Layout::new(text, Look::plain(usize::MAX), &[], 0, Scope::Inline);
    layout.marks = Marks::Dropped;
    layout.run();
    let lines: Vec<String> = layout.lines.iter().map(|line| paint::text_of(line)).collect();
    lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn blocks(text: &str, look: Look, first: &[Span], rest: usize, scope: Scope) -> Vec<Line> {
    let mut layout = Layout::new(text, look, first, rest, scope);
    layout.run();
    layout.lines
}

/// A list that is open.
struct List {
    /// The number of the next item, where items are numbered.
    next: Option<u64>,
    /// How many items have begun.
    items: usize,
    /// The columns before the text around it.
    outer_rest: usize,
}

/// Lays out the events of one text, line by line.
struct Layout<'a> {
    source: &'a str,
    events: OffsetIter<'a>,
    look: Look,
    scope: Scope,
    marks: Marks,
    lines: Vec<Line>,
    /// What stands before the next line, where that is more than blanks.
    marker: Option<Line>,
    /// Columns before any other line.
    rest: usize,
    /// The text collected for the next paragraph.
    inline: Line,
    strong: usize,
    emphasis: usize,
    lists: Vec<List>,
    /// Up to where the source has been shown, at the top level.
    shown_to: usize,
}

impl<'a> Layout<'a> {
    fn new(source: &'a str, look: Look, first: &[Span], rest: usize, scope: Scope) -> Self {
        Self {
            source,
            // Tables are recognised only to be shown as written.
            events: Parser::new_ext(source, Options::ENABLE_TABLES).into_offset_iter(),
            look,
            scope,
            marks: match look.color {
                Color::On => Marks::Painted,
                Color::Off => Marks::Written,
            },
            lines: Vec::new(),
            marker: Some(first.to_vec()),
            rest,
            inline: Vec::new(),
            strong: 0,
            emphasis: 0,
            lists: Vec::new(),
            shown_to: 0,
        }
    }

    fn run(&mut self) {
        while let Some((event, range)) = self.events.next() {
            if self.lists.is_empty() {
                // Between blocks there is what makes no event: definitions of links.
                if range.start > self.shown_to {
                    self.as_written(self.shown_to..range.start);
                }
                self.shown_to = self.shown_to.max(range.end);
            }
            self.event(event, range);
        }
        self.flush();
        self.as_written(self.shown_to..self.source.len());
        self.empty_line_behind_marker();
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(end, &range),
            Event::Text(text) => self.push(&text),
            Event::Code(code) => self.code(&code, &range),
            Event::SoftBreak => self.inline.push(Span::plain(" ")),
            Event::HardBreak => self.inline.push(Span::plain("\n")),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => self.inline_as_written(range),
            Event::Rule => self.as_written(range),
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.separate(),
            Tag::Emphasis => {
                self.mark(range.start, 1);
                self.emphasis += 1;
            }
            Tag::Strong => {
                self.mark(range.start, 2);
                self.strong += 1;
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.fenced(&info),
            Tag::List(start) => self.list(start, range),
            Tag::Item => self.item(),
            Tag::Link { .. } | Tag::Image { .. } => {
                self.text_to_end();
                self.inline_as_written(range);
            }
            Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(CodeBlockKind::Indented)
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {
                self.text_to_end();
                self.as_written(range);
            }
        }
    }

    fn end(&mut self, end: TagEnd, range: &Range<usize>) {
        match end {
            TagEnd::Emphasis => {
                self.emphasis = self.emphasis.saturating_sub(1);
                self.mark(range.start, 1);
            }
            TagEnd::Strong => {
                self.strong = self.strong.saturating_sub(1);
                self.mark(range.start, 2);
            }
            TagEnd::Paragraph => self.flush(),
            TagEnd::Item => {
                self.flush();
                self.empty_line_behind_marker();
                self.rest = self.lists.last().map_or(self.rest, |list| list.outer_rest);
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            // Their starts were shown as written, up to their ends.
            TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn push(&mut self, text: &str) {
        let style = Style {
            weight: if self.strong > 0 { Weight::Bold } else { Weight::Normal },
            slant: if self.emphasis > 0 { Slant::Italic } else { Slant::Upright },
            ink: Ink::Text,
        };
        self.inline.push(Span::new(sanitize::line(text), style));
    }

    /// The `length` characters that open emphasis at `at` in the source, where they are kept.
    fn mark(&mut self, at: usize, length: usize) {
        if self.marks == Marks::Written {
            let mark = self.source.get(at..at + length).unwrap_or_default();
            self.inline.push(Span::plain(sanitize::line(mark)));
        }
    }

    fn code(&mut self, code: &str, range: &Range<usize>) {
        let code = sanitize::line(code);
        if self.marks == Marks::Dropped {
            self.inline.push(Span::plain(code));
            return;
        }
        let written = self.source.get(range.clone()).unwrap_or_default();
        let fence = written.get(..written.len() - written.trim_start_matches('`').len()).unwrap_or_default();
        let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        self.inline.push(Span::new(format!("{fence}{pad}"), Style::DIM));
        self.inline.push(Span::new(code, Style::ink(Ink::Magenta)));
        self.inline.push(Span::new(format!("{pad}{fence}"), Style::DIM));
    }

    fn fenced(&mut self, info: &str) {
        self.flush();
        self.separate();
        let language = info.split([' ', ',', '{']).next().unwrap_or_default();
        let code = self.text_to_end();
        let behind = |mut line: Line| {
            line.push(Span::plain(CODE_INDENT));
            line
        };
        let rest = behind(self.blank());
        let mut first = self.marker.take().map_or_else(|| rest.clone(), behind);
        for line in snippet::code_lines(&code, language, self.look.color) {
            snippet::push_folded(&mut self.lines, &line, self.look.width, &first, &rest);
            first.clone_from(&rest);
        }
    }

    fn list(&mut self, start: Option<u64>, range: Range<usize>) {
        self.flush();
        let room = self.look.width.saturating_sub(self.rest + marker_text(start).len());
        if self.scope == Scope::Inline || self.lists.len() >= DEEPEST || room < LEAST_ROOM {
            self.text_to_end();
            self.as_written(range);
            return;
        }
        if self.lists.is_empty() {
            self.separate();
        }
        self.lists.push(List { next: start, items: 0, outer_rest: self.rest });
    }

    fn item(&mut self) {
        self.flush();
        let mut marker = self.marker.take().unwrap_or_else(|| self.blank());
        if let Some(list) = self.lists.last_mut() {
            let own = marker_text(list.next);
            self.rest = list.outer_rest + width::of(&own);
            list.next = list.next.map(|n| n.saturating_add(1));
            list.items += 1;
            marker.push(Span::plain(own));
        }
        self.marker = Some(marker);
    }

    /// Puts an empty line between blocks, and between items that hold blocks.
    fn separate(&mut self) {
        let first_in_item = self.marker.is_some() && self.lists.last().is_none_or(|list| list.items < 2);
        if !self.lines.is_empty() && !first_in_item {
            self.lines.push(Line::new());
        }
    }

    /// Lays out the paragraph collected so far.
    fn flush(&mut self) {
        let spans = std::mem::take(&mut self.inline);
        if !spans.is_empty() {
            self.wrap(&spans);
        }
    }

    fn wrap(&mut self, spans: &[Span]) {
        let first = self.marker.take().unwrap_or_else(|| self.blank());
        self.lines.extend(paint::wrap(spans, self.look.width, &first, self.rest));
    }

    fn inline_as_written(&mut self, range: Range<usize>) {
        let written = self.source.get(range).unwrap_or_default();
        let words: Vec<&str> = written.split('\n').map(str::trim).collect();
        self.push(&words.join(" "));
    }

    /// Shows a part of the source as a block, its lines as they are.
    fn as_written(&mut self, range: Range<usize>) {
        let written = self.source.get(range.clone()).unwrap_or_default();
        if written.trim().is_empty() {
            return;
        }
        // A block's range begins behind its indent, which is part of what was written.
        let before = self.source.get(..range.start).unwrap_or_default();
        let outdent =
            if self.lists.is_empty() { before.len() - before.trim_end_matches(' ').len() } else { 0 };
        let written = self.source.get(range.start - outdent..range.end).unwrap_or(written);
        self.flush();
        self.separate();
        let nested = self.lists.first().map_or(0, |list| self.rest.saturating_sub(list.outer_rest));
        let written = sanitize::text(written.trim_matches(['\n', '\r']).trim_end());
        for (i, line) in written.split('\n').enumerate() {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            let line = if i == 0 { line } else { line.get(blanks.min(nested)..).unwrap_or_default() };
            self.wrap(&[Span::plain(line)]);
        }
    }

    /// A marker that nothing followed still gets its line.
    fn empty_line_behind_marker(&mut self) {
        if let Some(mut marker) = self.marker.take() {
            paint::trim_end(&mut marker);
            self.lines.push(marker);
        }
    }

    fn blank(&self) -> Line {
        vec![Span::plain(" ".repeat(self.rest))]
    }

    /// Passes over what has just been opened, to its end; the text in it.
    fn text_to_end(&mut self) -> String {
        let mut depth = 1_usize;
        let mut text = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Text(piece) => text.push_str(&piece),
                Event::Code(_)
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::FootnoteReference(_)
                | Event::SoftBreak
                | Event::HardBreak
                | Event::Rule
                | Event::TaskListMarker(_) => {}
            }
            if depth == 0 {
                break;
            }
        }
        text
    }
}

/// What stands before an item: `• ` or `3. `.
fn marker_text(number: Option<u64>) -> String {
    number.map_or_else(|| "• ".to_owned(), |n| format!("{n}. "))
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
