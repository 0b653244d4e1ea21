//! Drawn prompts: the only file that imports inquire. What keys mean and when a prompt ends is the relay's business.

use std::fmt;
use std::io::Write as _;
use std::os::fd::AsFd as _;

use inquire::error::InquireResult;
use inquire::list_option::ListOption;
use inquire::ui::{Attributes, Color, RenderConfig, StyleSheet, Styled};
use inquire::{Confirm, MultiSelect, Select, Text};

use super::editor::Editor;
use super::field::LONGEST_LINE;
use super::layout::{CHOOSE_PREFIX, Layout, Row, TICK_PREFIX, cut, width};
use super::open::{By, Drawn, End, Opening};
use super::prompter::{Ask, ClockJump, Draft, Edit, Gone, Got, Manner, Prompter, Reply, Want};
use super::relay::{Relay, Suspended};
use super::tabs;
use super::tty::size;
use crate::clock::{Moment, SharedClock, in_time};

/// Whether prompts are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// They are.
    On,
    /// They are not.
    Off,
}

/// Asks with inquire, over the relay. One in a process; dropping it leaves the terminal as it was found.
pub struct InquirePrompter {
    relay: Relay,
    clock: SharedClock,
    colour: Colour,
    editor: Option<Editor>,
}

impl fmt::Debug for InquirePrompter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InquirePrompter").field("relay", &self.relay).finish_non_exhaustive()
    }
}

impl InquirePrompter {
    /// Takes over standard input. Fails if it is no terminal (see [`super::can_draw`]) or no pseudo-terminal can be had.
    pub fn start(clock: SharedClock, colour: Colour) -> std::io::Result<Self> {
        let relay = Relay::start(SharedClock::clone(&clock))?;
        Ok(Self { relay, clock, colour, editor: None })
    }

    /// With the person's own editor for longer texts.
    #[must_use]
    pub fn with_editor(self, editor: Option<Editor>) -> Self {
        Self { editor, ..self }
    }

    /// Has the editor open the file until it is left, or has to be ended.
    fn run_editor(&self, editor: &Editor, edit: &Edit<'_>) -> std::io::Result<Got> {
        let suspended = self.relay.suspend();
        let screen = std::io::stderr().as_fd().try_clone_to_owned()?;
        let running = editor.open(edit.file, suspended.terminal()?, screen)?;
        loop {
            if let Some(status) = running.look()? {
                // What a shell says of a program that it can't find or start.
                return match status.code() {
                    Some(126 | 127) => {
                        Err(std::io::Error::new(std::io::ErrorKind::NotFound, "no such program"))
                    }
                    _ => Ok(Got::Typed(String::new())),
                };
            }
            if let Some(gone) = self.relay.gone() {
                running.end(suspended.terminal()?);
                return Ok(Got::Gone(gone));
            }
            if edit.until_up_ms.is_some_and(|until| !in_time(self.clock.now().up_ms, until)) {
                running.end(suspended.terminal()?);
                return Ok(Got::Expired(Draft::Nothing));
            }
        }
    }

    /// Lends the terminal to another program until what is returned is dropped.
    pub fn suspend(&self) -> Suspended<'_> {
        self.relay.suspend()
    }

    /// Whether the person is gone: looked at while another program has the terminal.
    pub fn gone(&self) -> Option<Gone> {
        self.relay.gone()
    }

    /// Opens the relay for the prompt, draws it, and tells how it ended; the highlight of a list starts at `place`.
    fn ask_once(
        &self,
        ask: &Ask<'_>,
        place: usize,
        again: bool,
    ) -> (Option<End>, Option<Value>, Vec<ClockJump>) {
        let drawn = Drawn::after(match ask.want {
            Want::Choose { choices, .. } | Want::Tick { choices, .. } => choices.len(),
            Want::Line { .. } | Want::LineOfMany { .. } | Want::Confirm { .. } => 0,
        });
        let layout = Layout::of(ask, place);
        let opening = Opening {
            field: layout.field(ask),
            until_up_ms: ask.until_up_ms,
            bells_up_ms: ask.bells_up_ms.to_vec(),
            esc: !ask.commands.is_empty(),
            drawn: drawn.clone(),
            again,
        };
        match self.relay.open(opening) {
            Ok(()) => {
                let value = self.draw(ask, &layout, &drawn);
                let (end, jumps) = self.relay.close();
                (end, value, jumps)
            }
            Err(end) => (Some(end), None, self.relay.close().1),
        }
    }

    /// Draws the prompt and waits; `None` if the prompt gave nothing.
    fn draw(&self, ask: &Ask<'_>, layout: &Layout, drawn: &Drawn) -> Option<Value> {
        let config = config(self.colour);
        let help = Some(ask.help).filter(|help| !help.is_empty());
        let result = match ask.want {
            Want::Choose { choices, .. } => {
                // What stays when it is answered is one line.
                let room = layout.columns.saturating_sub(width(ask.message)).saturating_sub(4);
                let formatter = |row: ListOption<&Row>| cut(row.value.text.trim_start(), room);
                let mut prompt = Select::new(ask.message, layout.rows(choices, CHOOSE_PREFIX, drawn))
                    .with_render_config(config)
                    .without_filtering()
                    .with_page_size(layout.page)
                    .with_starting_cursor(layout.cursor)
                    .with_formatter(&formatter);
                prompt.help_message = help;
                prompt.raw_prompt().map(|row| Value::Place(row.index))
            }
            Want::Tick { choices, ticked } => {
                let ticked: Vec<_> = ticked.iter().copied().filter(|&place| place < choices.len()).collect();
                let mut prompt = MultiSelect::new(ask.message, layout.rows(choices, TICK_PREFIX, drawn))
                    .with_render_config(config)
                    .without_filtering()
                    .with_page_size(layout.page)
                    .with_starting_cursor(layout.cursor)
                    .with_default(&ticked)
                    .with_formatter(&|rows| labels(rows));
                prompt.help_message = help;
                prompt.raw_prompt().map(|rows| Value::Places(rows.iter().map(|row| row.index).collect()))
            }
            Want::Line { draft } | Want::LineOfMany { draft } => {
                let shown = tabs::shown(draft);
                let mut prompt = Text::new(ask.message).with_render_config(config).with_initial_value(&shown);
                prompt.help_message = help;
                prompt.prompt().map(Value::Text)
            }
            Want::Confirm { default } => {
                let shown = |yes: bool| {
                    drawn.ask();
                    String::from(if yes { "Y/n" } else { "y/N" })
                };
                let mut prompt = Confirm::new(ask.message)
                    .with_render_config(config)
                    .with_default(default)
                    .with_default_value_formatter(&shown)
                    .with_formatter(&|yes| String::from(if yes { "yes" } else { "no" }))
                    // The relay lets nothing else through.
                    .with_parser(&|text| Ok(text.ends_with('y')));
                prompt.help_message = help;
                prompt.prompt().map(Value::Answer)
            }
        };
        value(result)
    }
}

/// What a prompt gave.
enum Value {
    Place(usize),
    Places(Vec<usize>),
    Text(String),
    Answer(bool),
}

fn value(result: InquireResult<Value>) -> Option<Value> {
    // Every error means the same here: the relay knows why the prompt ended, or the terminal could not be used.
    result.ok()
}

impl Prompter for InquirePrompter {
    fn show(&mut self, text: &str) {
        // A terminal that went away is noticed by the next prompt.
        let _ = write_lines(text);
    }

    fn ask(&mut self, ask: &Ask<'_>) -> Reply {
        let mut place = if let Want::Choose { cursor, .. } = ask.want { cursor } else { 0 };
        let mut ticks = if let Want::Tick { ticked, .. } = ask.want { ticked.to_vec() } else { Vec::new() };
        let mut line = match ask.want {
            Want::Line { draft } | Want::LineOfMany { draft } => draft.to_owned(),
            Want::Choose { .. } | Want::Tick { .. } | Want::Confirm { .. } => String::new(),
        };
        let mut jumps = Vec::new();
        let mut again = false;
        // Once, and again each time the screen became too small for the list.
        loop {
            let want = match ask.want {
                Want::Choose { choices, .. } => Want::Choose { choices, cursor: place },
                Want::Tick { choices, .. } => Want::Tick { choices, ticked: &ticks },
                Want::Line { .. } => Want::Line { draft: &line },
                Want::LineOfMany { .. } => Want::LineOfMany { draft: &line },
                want @ Want::Confirm { .. } => want,
            };
            let ask = Ask { want, ..*ask };
            let (end, value, seen) = self.ask_once(&ask, place, again);
            jumps.extend(seen);
            if let Some(End { by: By::Resize, cursor, .. }) = end {
                again = true;
                place = cursor;
                let columns = size().0;
                let mut left = width(ask.message).saturating_add(3);
                if let Some(Value::Places(places)) = value {
                    left = left.saturating_add(places.len().saturating_mul(4));
                    ticks = places;
                }
                erase_lines_above(left.div_ceil(columns).max(1));
                continue;
            }
            let cut = matches!(end, Some(End { by: By::Enter, cut: true, .. }));
            let (got, at) = got(end, value, &ask);
            let got = if let Want::LineOfMany { .. } = ask.want { tabs::meant(got) } else { got };
            if let (true, Got::Typed(text)) = (cut, &got) {
                // What was cut is never taken unseen.
                self.show(&format!(
                    "Not taken yet: it was cut at {LONGEST_LINE} characters, the most a line holds here.\nShorten it, or press Enter to answer with what stands there."
                ));
                line.clone_from(text);
                continue;
            }
            return Reply { got, at: at.unwrap_or_else(|| self.clock.now()), jumps };
        }
    }

    fn editor(&self) -> Option<&str> {
        self.editor.as_ref().map(Editor::name)
    }

    fn edit(&mut self, edit: &Edit<'_>) -> Reply {
        let left = || Got::Typed(String::new());
        let got = self.editor.as_ref().map_or_else(left, |editor| {
            self.run_editor(editor, edit).unwrap_or_else(|error| {
                let text = format!("{} could not be used: {error}. Type the text here.", editor.name());
                // A terminal that went away is noticed by the next prompt.
                let _ = write_lines(&text);
                left()
            })
        });
        Reply { got, at: self.clock.now(), jumps: self.relay.jumps() }
    }

    fn manner(&self) -> Manner {
        Manner::Interactive
    }

    fn acknowledge(&mut self, _text: &str) {}
}

/// What the end and the prompt's value mean together.
fn got(end: Option<End>, value: Option<Value>, ask: &Ask<'_>) -> (Got, Option<Moment>) {
    // Nobody ended it: the terminal could not be read or drawn on.
    let Some(end) = end else { return (Got::Gone(Gone::EndOfInput), None) };
    let at = Some(end.at);
    let got = match (end.by, value) {
        (By::Gone(gone), _) => Got::Gone(gone),
        (By::Enter, Some(Value::Place(place))) => Got::Chosen(place),
        (By::Enter, Some(Value::Places(places))) => Got::Ticked(places),
        (By::Enter, Some(Value::Text(text))) => Got::Typed(text + &end.rest),
        (By::Enter, Some(Value::Answer(answer))) => Got::Confirmed(answer),
        // Without a value the terminal could not be used; after resizing the prompt was drawn again, so this never comes.
        (By::Enter, None) | (By::Resize, _) => Got::Gone(Gone::EndOfInput),
        (By::Esc, value) => Got::Escaped(draft(value, &end.rest, ask)),
        (By::Deadline, value) => Got::Expired(draft(value, &end.rest, ask)),
    };
    (got, at)
}

fn draft(value: Option<Value>, rest: &str, ask: &Ask<'_>) -> Draft {
    match value {
        Some(Value::Text(text)) => Draft::Typed(text + rest),
        Some(Value::Places(places)) => Draft::Ticked(places),
        // A highlighted option is not a choice, nor is a `y` without Enter.
        Some(Value::Place(_) | Value::Answer(_)) => Draft::Nothing,
        None => match ask.want {
            Want::Line { .. } | Want::LineOfMany { .. } | Want::Tick { .. } => draft_at_start(ask),
            Want::Choose { .. } | Want::Confirm { .. } => Draft::Nothing,
        },
    }
}

fn draft_at_start(ask: &Ask<'_>) -> Draft {
    match ask.want {
        Want::Line { draft } | Want::LineOfMany { draft } => Draft::Typed(draft.to_owned()),
        Want::Tick { ticked, .. } => Draft::Ticked(ticked.to_vec()),
        Want::Choose { .. } | Want::Confirm { .. } => Draft::Nothing,
    }
}

/// The line that stays when ticks were given.
fn labels(rows: &[ListOption<&Row>]) -> String {
    let labels: Vec<_> = rows.iter().map(|row| row.value.label.as_str()).collect();
    if labels.is_empty() { String::from("none") } else { labels.join(", ") }
}

/// Prompts in the terminal's own colours; nothing is said by colour alone.
fn config(colour: Colour) -> RenderConfig<'static> {
    let plain = RenderConfig::empty().with_canceled_prompt_indicator(Styled::new(""));
    match colour {
        Colour::Off => plain,
        Colour::On => {
            let strong = StyleSheet::new().with_attr(Attributes::BOLD);
            let mark = StyleSheet::new().with_fg(Color::DarkCyan);
            let mut config = plain
                .with_prompt_prefix(Styled::new("?").with_style_sheet(mark))
                .with_answered_prompt_prefix(Styled::new("?").with_style_sheet(mark))
                .with_answer(mark)
                .with_highlighted_option_prefix(Styled::new(">").with_style_sheet(mark))
                .with_selected_option(Some(mark));
            config.prompt = strong;
            config
        }
    }
}

/// Takes back the lines that a prompt left which is drawn again.
fn erase_lines_above(lines: usize) {
    // A terminal that went away is noticed by the prompt.
    let _ = write!(std::io::stderr(), "\x1b[{lines}A\r\x1b[J");
}

fn write_lines(text: &str) -> std::io::Result<()> {
    let mut screen = std::io::stderr().lock();
    screen.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        screen.write_all(b"\n")?;
    }
    screen.flush()
}
