//! An exam's Markdown as a tree, for what is not a terminal: the same parts are rendered (paragraphs, emphasis, inline code, fenced
//! code, lists), and all else stands as it was written.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, OffsetIter, Options, Parser, Tag, TagEnd};

/// Lists nested deeper than this are left as written.
const DEEPEST: usize = 6;
/// Emphasis nested deeper than this is left as written.
const DEEPEST_EMPHASIS: usize = 16;

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// Fenced code.
    Code {
        /// The language named behind the fence; empty if none.
        language: String,
        /// The code, without its last newline.
        code: String,
    },
    /// A list.
    List {
        /// The first number, where items are numbered.
        start: Option<u64>,
        /// Whether its items are paragraphs, with room between them.
        loose: bool,
        /// Its items.
        items: Vec<Vec<Self>>,
    },
    /// What is not rendered, as it was written.
    Written(String),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Text.
    Text(String),
    /// Code.
    Code(String),
    /// Emphasis, and the sign it was written with.
    Emphasis(char, Vec<Self>),
    /// Strong emphasis, and the sign it was written with.
    Strong(char, Vec<Self>),
    /// A line's end that is kept.
    Break,
}

/// Reads Markdown.
pub fn parse(source: &str) -> Vec<Block> {
    let events = Parser::new_ext(source, Options::ENABLE_TABLES).into_offset_iter();
    let mut reader = Reader { source, events, shown_to: 0, emphasis: 0, loose: Vec::new() };
    let mut blocks = reader.blocks(0, None);
    reader.gap(source.len(), &mut blocks);
    blocks
}

struct Reader<'a> {
    source: &'a str,
    events: OffsetIter<'a>,
    /// Up to where the source is in the tree, at the top level.
    shown_to: usize,
    /// In how many emphases.
    emphasis: usize,
    /// For each list that is open, whether an item of it holds a paragraph.
    loose: Vec<bool>,
}

impl<'a> Reader<'a> {
    /// Blocks up to the end of what `until` closes, or of the text. Text that stands in an item without a paragraph is one.
    fn blocks(&mut self, depth: usize, until: Option<TagEnd>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut tight: Vec<Inline> = Vec::new();
        while let Some((event, range)) = self.events.next() {
            if depth == 0 {
                self.gap(range.start, &mut blocks);
                self.shown_to = self.shown_to.max(range.end);
            }
            match event {
                Event::End(end) if Some(end) == until => break,
                Event::Start(Tag::Paragraph) => {
                    close(&mut tight, &mut blocks);
                    if let Some(loose) = self.loose.last_mut() {
                        *loose = true;
                    }
                    blocks.push(Block::Paragraph(self.inlines(TagEnd::Paragraph)));
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    close(&mut tight, &mut blocks);
                    let language = info.split([' ', ',', '{']).next().unwrap_or_default().to_owned();
                    let code = self.text_to_end();
                    blocks.push(Block::Code { language, code: code.trim_end_matches('\n').to_owned() });
                }
                Event::Start(Tag::List(start)) if depth < DEEPEST => {
                    close(&mut tight, &mut blocks);
                    self.loose.push(false);
                    let items = self.items(depth + 1);
                    let loose = self.loose.pop().unwrap_or_default();
                    blocks.push(Block::List { start, loose, items });
                }
                Event::Start(tag) if is_inline(&tag) => {
                    let inline = self.tagged(&tag, range);
                    tight.push(inline);
                }
                Event::Start(_) => {
                    close(&mut tight, &mut blocks);
                    self.text_to_end();
                    blocks.extend(self.written(range));
                }
                Event::Rule => {
                    close(&mut tight, &mut blocks);
                    blocks.extend(self.written(range));
                }
                Event::End(_) => {}
                event @ (Event::Text(_)
                | Event::Code(_)
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::FootnoteReference(_)
                | Event::TaskListMarker(_)
                | Event::SoftBreak
                | Event::HardBreak) => tight.extend(self.inline(event, range)),
            }
        }
        close(&mut tight, &mut blocks);
        blocks
    }

    fn items(&mut self, depth: usize) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some((event, _)) = self.events.next() {
            if matches!(event, Event::Start(Tag::Item)) {
                items.push(self.blocks(depth, Some(TagEnd::Item)));
            } else if matches!(event, Event::End(TagEnd::List(_))) {
                break;
            }
        }
        items
    }

    fn inlines(&mut self, until: TagEnd) -> Vec<Inline> {
        let mut out = Vec::new();
        while let Some((event, range)) = self.events.next() {
            if event == Event::End(until) {
                break;
            }
            if let Event::Start(tag) = event {
                out.push(self.tagged(&tag, range));
            } else {
                out.extend(self.inline(event, range));
            }
        }
        out
    }

    fn tagged(&mut self, tag: &Tag<'a>, range: Range<usize>) -> Inline {
        if matches!(tag, Tag::Emphasis | Tag::Strong) && self.emphasis < DEEPEST_EMPHASIS {
            self.emphasis += 1;
            let sign = self.source.get(range.start..).and_then(|rest| rest.chars().next()).unwrap_or('*');
            let inner = if *tag == Tag::Emphasis {
                Inline::Emphasis(sign, self.inlines(TagEnd::Emphasis))
            } else {
                Inline::Strong(sign, self.inlines(TagEnd::Strong))
            };
            self.emphasis -= 1;
            return inner;
        }
        self.text_to_end();
        Inline::Text(self.source.get(range).unwrap_or_default().to_owned())
    }

    fn inline(&self, event: Event<'a>, range: Range<usize>) -> Option<Inline> {
        match event {
            Event::Text(text) => Some(Inline::Text(text.into_string())),
            Event::Code(code) => Some(Inline::Code(code.into_string())),
            Event::SoftBreak => Some(Inline::Text(" ".to_owned())),
            Event::HardBreak => Some(Inline::Break),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {
                Some(Inline::Text(self.source.get(range).unwrap_or_default().to_owned()))
            }
            Event::Start(_) | Event::End(_) | Event::Rule => None,
        }
    }

    /// What lies between two blocks and makes no event: definitions of links.
    fn gap(&mut self, to: usize, blocks: &mut Vec<Block>) {
        if to > self.shown_to {
            blocks.extend(self.written(self.shown_to..to));
            self.shown_to = to;
        }
    }

    fn written(&self, range: Range<usize>) -> Option<Block> {
        let text = self.source.get(range).unwrap_or_default();
        let text = text.trim_matches(['\n', '\r']).trim_end();
        (!text.trim().is_empty()).then(|| Block::Written(text.to_owned()))
    }

    /// Passes over what has just been opened, to its end; the text in it.
    fn text_to_end(&mut self) -> String {
        let (mut depth, mut text) = (1_usize, String::new());
        for (event, _) in self.events.by_ref() {
            depth += usize::from(matches!(event, Event::Start(_)));
            depth -= usize::from(matches!(event, Event::End(_)));
            if let Event::Text(piece) = event {
                text.push_str(&piece);
            }
            if depth == 0 {
                break;
            }
        }
        text
    }
}

fn close(tight: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    if !tight.is_empty() {
        blocks.push(Block::Paragraph(std::mem::take(tight)));
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn what_is_rendered_makes_a_tree() {
        let blocks = parse("A *b* **c** `d<e>`\nf  \ng\n\n```sql\nSELECT 1;\n```\n\n3. x\n4. y\n   - z\n");
        assert_eq!(
            blocks,
            [
                Block::Paragraph(vec![
                    text("A "),
                    Inline::Emphasis('*', vec![text("b")]),
                    text(" "),
                    Inline::Strong('*', vec![text("c")]),
                    text(" "),
                    Inline::Code("d<e>".to_owned()),
                    text(" "),
                    text("f"),
                    Inline::Break,
                    text("g")
                ]),
                Block::Code { language: "sql".to_owned(), code: "SELECT 1;".to_owned() },
                Block::List {
                    start: Some(3),
                    loose: false,
                    items: vec![
                        vec![Block::Paragraph(vec![text("x")])],
                        vec![
                            Block::Paragraph(vec![text("y")]),
                            Block::List {
                                start: None,
                                loose: false,
                                items: vec![vec![Block::Paragraph(vec![text("z")])]]
                            }
                        ]
                    ]
                }
            ]
        );
    }

    #[test]
    fn all_else_stands_as_written() {
        for written in [
            "# Heading",
            "> quote",
            "<script>alert(1)</script>",
            "| a | b |\n| - | - |\n| 1 | 2 |",
            "[x]: http://example.org",
            "***",
        ] {
            assert_eq!(parse(written), [Block::Written(written.to_owned())], "{written}");
        }
        assert_eq!(
            parse("a [b](c) <i>d"),
            [Block::Paragraph(vec![text("a "), text("[b](c)"), text(" "), text("<i>"), text("d")])]
        );
    }

    #[test]
    fn emphasis_of_any_depth_is_read() {
        let source = format!("{0}a{0}", "*".repeat(30_000));
        let blocks = parse(&source);
        assert!(matches!(blocks.as_slice(), [Block::Paragraph(_)]));
        drop(blocks);
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_strange(source in "[ -~\n`*#>|]{0,200}") {
            let _ = parse(&source);
        }
    }
}
