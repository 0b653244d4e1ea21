//! What all pages have in common: one file with nothing from elsewhere, light and dark, that prints on A4. Every value is escaped by
//! its type, and the page itself forbids whatever is not its own: styles and scripts run by their digests alone.

pub mod author;
pub mod parts;
pub mod table;

use std::borrow::Cow;
use std::fmt::Write as _;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};
use unicode_segmentation::UnicodeSegmentation as _;

use super::{sanitize, width};

/// How pages look, on a screen and on paper.
pub const STYLE: &str = include_str!("page.css");
/// Lets a reader look for a candidate; without it everything is shown.
pub const SCRIPT: &str = include_str!("filter.js");
/// A name is not shown longer than so many columns; the whole of it is told on hover.
pub const LONGEST_NAME: usize = 48;

/// Columns of what stands in the margin of each printed page.
const MARGIN: usize = 90;

/// A page.
pub struct Page<'a> {
    /// For the window and the bookmark.
    pub title: &'a str,
    /// The language that it is in.
    pub language: &'a str,
    /// How it looks.
    pub style: &'a str,
    /// What it can do, if anything.
    pub script: Option<&'static str>,
    /// What it says.
    pub body: Markup,
}

impl Page<'_> {
    /// The whole file.
    pub fn text(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang=(sanitize::line(self.language)) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy(self.style, self.script));
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (sanitize::line(self.title)) }
                    style { (PreEscaped(self.style)) }
                }
                body {
                    (self.body)
                    @if let Some(script) = self.script { script { (PreEscaped(script)) } }
                }
            }
        };
        page.into_string() + "\n"
    }
}

/// What may be loaded and run: this style and this script, and nothing from anywhere.
fn policy(style: &str, script: Option<&str>) -> String {
    let digest = |text: &str| format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())));
    let script = script.map_or_else(|| "'none'".to_owned(), digest);
    let style = digest(style);
    format!("default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'")
}

/// Bytes as the policy spells digests.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |three: &[u8]| {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        let letter = |at: usize| char::from(LETTERS[(bits >> (18 - 6 * at) & 63) as usize]);
        (0..4).map(|at| if at <= three.len() { letter(at) } else { '=' }).collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

/// What stands in the margins of printed pages: this text on top, and which page of how many below. `of` is the name that the pages
/// have, or nothing for all.
pub fn running_head(of: &str, text: &str) -> String {
    let text = quoted(&shortened(&sanitize::line(text), MARGIN));
    format!(
        "@page {of}{{margin-top:18mm;margin-bottom:17mm;\
         @top-left{{content:{text};font:8pt sans-serif;color:#444}}\
         @bottom-right{{content:counter(page)\" of \"counter(pages);font:8pt sans-serif;color:#444}}}}"
    )
}

/// A text as a style spells it: whatever is no plain letter or digit by its number, so that nothing can end it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else {
            let _ = write!(out, "\\{:06x}", u32::from(c));
        }
    }
    out + "\""
}

/// A heading of this level, 1 to 6, to which a link may lead.
pub fn heading(level: u8, id: Option<&str>, text: &Markup) -> Markup {
    html! {
        @match level {
            1 => h1 id=[id] { (text) },
            2 => h2 id=[id] { (text) },
            3 => h3 id=[id] { (text) },
            4 => h4 id=[id] { (text) },
            5 => h5 id=[id] { (text) },
            _ => h6 id=[id] { (text) },
        }
    }
}

/// Somebody's name, or a code: shortened where it is longer than any name, and then whole on hover.
pub fn name(name: &str) -> Markup {
    let shown = sanitize::line(name);
    if width::of(&shown) <= LONGEST_NAME {
        return html! { bdi { (shown) } };
    }
    html! { bdi title=(shown) { (shortened(&shown, LONGEST_NAME)) } }
}

/// A name among others in a line: one of plain letters can't turn what stands beside it, and needs no isolation.
pub fn within(name: &str) -> Markup {
    if name.is_ascii() && name.len() <= LONGEST_NAME {
        return html! { (sanitize::line(name)) };
    }
    self::name(name)
}

/// A text of at most so many columns, with an ellipsis where something is left out.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    if width::of(text) <= most {
        return Cow::Borrowed(text);
    }
    let mut taken = 0;
    let fits = |grapheme: &&str| {
        taken += width::of(grapheme);
        taken < most
    };
    Cow::Owned(text.graphemes(true).take_while(fits).collect::<String>() + "…")
}

/// What lies in a region of its own that scrolls sideways where it is wider than the screen, by keyboard as well.
pub fn scrolled(labelled_by: &str, inner: &Markup) -> Markup {
    html! { div.scroll role="region" aria-labelledby=(labelled_by) tabindex="0" { (inner) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_spelled_as_browsers_spell_them() {
        for (bytes, spelled) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("\u{ff}", "w78="),
        ] {
            assert_eq!(base64(bytes.as_bytes()), spelled);
        }
    }

    #[test]
    fn a_long_name_is_shortened_and_is_whole_on_hover() {
        assert_eq!(name("Ada <b>").into_string(), "<bdi>Ada &lt;b&gt;</bdi>");
        let long = "日本".repeat(1000);
        let shown = name(&long).into_string();
        assert_eq!(shown.matches('日').count(), 1000 + 12, "{shown}");
        assert!(shown.ends_with("…</bdi>"));
    }

    #[test]
    fn nothing_but_its_own_style_and_script_is_allowed() {
        let page =
            Page { title: "</title><script>", language: "en", style: "a{}", script: None, body: html! {} };
        let text = page.text();
        assert!(text.contains("<title>&lt;/title&gt;&lt;script&gt;</title>"), "{text}");
        assert!(text.contains("default-src 'none'; style-src 'sha256-"), "{text}");
        assert!(text.contains("; script-src 'none'; base-uri 'none'; form-action 'none'"), "{text}");
    }
}
