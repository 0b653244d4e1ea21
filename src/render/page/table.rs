//! A table on a page: caption, headed columns and rows, groups of their own, in a region that scrolls where it is too wide.

use maud::{Markup, html};

use super::super::table::{Align, Column, Row, Table};
use super::scrolled;

/// What stands in a cell, by its row among those that have cells, its column and its text; `None` for the text.
pub type CellOf<'f> = dyn Fn(usize, usize, &str) -> Option<Markup> + 'f;
/// The picture of a row among those that have cells.
pub type PictureOf<'f> = dyn Fn(usize) -> Option<Markup> + 'f;

/// Of more columns than these even short titles may be broken, so that all of them find room on paper.
const MANY: usize = 10;

/// What a page adds to a table.
pub struct Dress<'a> {
    /// The caption's id: no two are the same on a page.
    pub id: &'a str,
    /// The id of what tells it from such a table elsewhere on the page, if that is needed: the exam's title.
    pub of: Option<&'a str>,
    /// What the table shows.
    pub caption: Markup,
    /// Whether the caption is only said, and not seen: because it stands above.
    pub is_said_only: bool,
    /// How it looks.
    pub class: &'a str,
    /// The column that heads each row.
    pub head: usize,
    /// A class of a column's cells, or none.
    pub column: &'a dyn Fn(usize) -> Option<&'static str>,
    /// The title of a column of pictures behind the one that heads rows, and the picture of each row, if there is such a column.
    pub picture: Option<(&'a str, &'a PictureOf<'a>)>,
    /// What stands in its cells.
    pub cell: &'a CellOf<'a>,
}

/// No class.
pub const fn unclassed(_: usize) -> Option<&'static str> {
    None
}

/// A cell as it is.
pub fn plain(_: usize, _: usize, _: &str) -> Option<Markup> {
    None
}

/// The table.
pub fn table(table: &Table, dress: &Dress<'_>) -> Markup {
    let groups = groups(table);
    let columns = table.columns.len() + usize::from(dress.picture.is_some());
    let mut row = 0;
    let table = html! {
        table class={ (dress.class) @if columns > MANY { " many" } } {
            caption.said[dress.is_said_only] id=(dress.id) { (dress.caption) }
            thead {
                tr {
                    @for (place, column) in table.columns.iter().enumerate() {
                        (title(column, (dress.column)(place)))
                        @if let Some((title, _)) = dress.picture.filter(|_| place == dress.head) {
                            th.picture scope="col" { (title) }
                        }
                    }
                }
            }
            @for (heading, rows) in groups {
                tbody {
                    @if let Some(heading) = heading {
                        tr.group { th scope="rowgroup" colspan=(columns) { span { (heading) } } }
                    }
                    @for of in rows {
                        @match of {
                            Row::Cells(texts) => {
                                tr { @for (place, text) in texts.iter().enumerate() { (cell(table, dress, row, place, text)) } }
                                ({ row += 1; "" })
                            },
                            Row::Remark(text) | Row::Group(text) => {
                                tr.remark { td colspan=(columns) { span { (text.trim_start()) } } }
                            },
                        }
                    }
                }
            }
        }
    };
    let label = dress.of.map_or_else(|| dress.id.to_owned(), |of| format!("{of} {}", dress.id));
    scrolled(&label, &table)
}

/// Rows below their headings.
fn groups(table: &Table) -> Vec<(Option<&str>, Vec<&Row>)> {
    let mut groups: Vec<(Option<&str>, Vec<&Row>)> = Vec::new();
    for row in &table.rows {
        match (row, groups.last_mut()) {
            (Row::Group(heading), _) => groups.push((Some(heading), Vec::new())),
            (Row::Cells(_) | Row::Remark(_), Some((_, rows))) => rows.push(row),
            (Row::Cells(_) | Row::Remark(_), None) => groups.push((None, vec![row])),
        }
    }
    groups
}

/// The classes of a cell, if it has any.
fn classes(is_number: bool, own: Option<&str>) -> Option<String> {
    let all: Vec<&str> = is_number.then_some("n").into_iter().chain(own).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

fn title(column: &Column, class: Option<&str>) -> Markup {
    let is_number = column.align == Align::Right;
    let (first, under) =
        column.title.split_first().map_or(("", &[][..]), |(first, under)| (first.as_str(), under));
    html! {
        @if first.is_empty() && under.is_empty() {
            td {}
        } @else {
            th class=[classes(is_number, class)] scope="col" {
                span.head { (first) }
                @for line in under { " " span.under { (line) } }
            }
        }
    }
}

fn cell(table: &Table, dress: &Dress<'_>, row: usize, place: usize, text: &str) -> Markup {
    let is_number = table.columns.get(place).is_some_and(|column| column.align == Align::Right);
    let shown = (dress.cell)(row, place, text).unwrap_or_else(|| html! { (text.trim_start()) });
    html! {
        @if place == dress.head {
            th.n[is_number] scope="row" { (shown) }
            @if let Some((_, picture)) = dress.picture { td.picture { (picture(row).unwrap_or_default()) } }
        } @else {
            td class=[classes(is_number, (dress.column)(place))] { (shown) }
        }
    }
}
