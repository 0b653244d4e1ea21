//! How things look as text: values in, `String` out. Knows nothing of terminals, files, clocks or the environment;
//! width and colour are given. Everything that a file or a person supplied goes through [`sanitize`] in here.

pub mod altitude;
pub mod attempts;
mod broken;
pub mod diagnostic;
pub mod document;
pub mod duration;
pub mod grading;
pub mod highlight;
mod json;
pub mod level;
pub mod markdown;
pub mod markup;
pub mod page;
pub mod paint;
pub mod plural;
pub mod question;
pub mod reference;
pub mod report;
pub mod sanitize;
pub mod share;
pub mod sheet;
pub mod snippet;
pub mod sparkline;
pub mod table;
pub mod tidy;
pub mod title;
pub mod verified;
pub mod width;

pub use paint::Color;

/// What output is laid out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Columns. Never 0 in practice; where it is too small to hold anything, text overflows rather than vanishes.
    pub width: usize,
    /// Whether styles are written.
    pub color: Color,
}

impl Look {
    /// A look of this width without colour.
    pub const fn plain(width: usize) -> Self {
        Self { width, color: Color::Off }
    }

    /// A look of this width with colour.
    pub const fn colored(width: usize) -> Self {
        Self { width, color: Color::On }
    }
}
