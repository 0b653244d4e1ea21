//! Titles of questions where they stand in a sentence.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::sanitize;

/// Markdown as a title on one line: its words alone, without the marks of emphasis, code, links, lists, quotes and headings; HTML
/// stands as it was written. Not truncated.
pub fn title_line(text: &str) -> String {
    let mut words = String::new();
    for event in Parser::new(text) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                words.push_str(&sanitize::line(&text));
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image) => {}
            Event::Start(_)
            | Event::End(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => words.push(' '),
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::title_line;

    #[test]
    fn titles_have_words_and_no_marks() {
        assert_eq!(title_line("- **one** or\n- _two_"), "one or two");
        assert_eq!(title_line("> ## So `x`[^1] [here](http://x)"), "So x[^1] here");
        assert_eq!(title_line("a\u{1b}[0m <b>b</b>"), "a\\u{1b}[0m <b>b</b>");
    }
}
