//! The real world as a [`Context`]: the only file that reads the environment.

#![expect(clippy::disallowed_methods, reason = "this is where the world comes in")]

use std::env::{self, VarError};
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::Arc;

use etcetera::BaseStrategy as _;
use jiff::tz::TimeZone;

use crate::cli::{Cli, When};
use crate::clock::{SharedClock, SystemClock};
use crate::context::Context;
use crate::render::{Color, Look};
use crate::terminal::bar::Bars;
use crate::terminal::editor::Editor;
use crate::terminal::inquire::{Colour, InquirePrompter};
use crate::terminal::pager::Pager;
use crate::terminal::plain::PlainPrompter;
use crate::terminal::prompter::{Manner, Prompter};
use crate::terminal::{can_draw, size};

/// The narrowest width that text is laid out for.
const NARROWEST: usize = 40;
/// The widest: longer lines are hard to read.
const WIDEST: usize = 120;

/// The widest that tables are.
const WIDEST_TABLE: usize = 400;

/// Reads the environment.
pub fn context(cli: &Cli, out_is_terminal: bool, err_is_terminal: bool) -> Context {
    // A full disk must come back as an error, not as a signal that ends the process.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
    let asked_plain = cli.plain || env::var("TERM").is_ok_and(|term| term == "dumb");
    let plain = asked_plain || !can_draw();
    let (columns, rows) = size();
    let width = columns.clamp(NARROWEST, WIDEST);
    let color = |is_terminal: bool| color(cli.color, is_terminal && !plain);
    Context {
        clock: Arc::new(SystemClock::new()),
        zone: zone(),
        out: Box::new(io::stdout()),
        err: Box::new(io::stderr()),
        out_look: Look { width, color: color(out_is_terminal) },
        table_width: columns.clamp(NARROWEST, WIDEST_TABLE),
        err_look: Look { width, color: if plain { Color::Off } else { color(err_is_terminal) } },
        bars: if err_is_terminal && !plain { Bars::Drawn } else { Bars::Silent },
        plain: asked_plain,
        manner: if plain { Manner::Plain } else { Manner::Interactive },
        has_terminal: io::stdin().is_terminal(),
        open_prompter: Box::new(open_prompter),
        data: etcetera::choose_base_strategy().ok().map(|base| base.data_dir().join("examiner")),
        pager: (out_is_terminal && !plain).then(|| pager(rows)).flatten(),
        chance: uuid::Uuid::new_v4().into_bytes(),
    }
}

/// The pager that the environment names, else `less`; none where it names none (`PAGER=''`).
fn pager(rows: usize) -> Option<Pager> {
    let named = ["EXAMINER_PAGER", "PAGER"].into_iter().find_map(|name| env::var(name).ok());
    let command = named.unwrap_or_else(|| "less".to_owned());
    let less = env::var_os("LESS").is_none().then_some("FRX");
    (!command.trim().is_empty()).then_some(Pager { command, rows, less })
}

/// The editor that the environment names.
fn editor() -> Option<Editor> {
    ["VISUAL", "EDITOR"].into_iter().find_map(|name| Editor::new(&env::var(name).ok()?))
}

/// The time zone; UTC where `TZ` names what is no file of a zone, but a device or a pipe that never ends.
fn zone() -> TimeZone {
    let named = env::var_os("TZ").unwrap_or_default();
    let named = named.to_string_lossy();
    let path = Path::new(named.trim_start_matches(':'));
    if path.is_absolute() && !path.is_file() { TimeZone::UTC } else { TimeZone::system() }
}

fn open_prompter(manner: Manner, color: Color, clock: SharedClock) -> io::Result<Box<dyn Prompter>> {
    Ok(match manner {
        Manner::Plain => Box::new(PlainPrompter::start(clock)?),
        Manner::Interactive => {
            let colour = match color {
                Color::On => Colour::On,
                Color::Off => Colour::Off,
            };
            let prompter = Box::new(InquirePrompter::start(clock, colour)?.with_editor(editor()));
            #[cfg(debug_assertions)]
            let prompter = panicking::wrap(prompter);
            prompter
        }
    })
}

/// For tests: with `EXAMINER_TEST_PANIC=N` the program panics where it would ask for the Nth time. Debug builds only.
#[cfg(debug_assertions)]
mod panicking {
    use super::{Manner, Prompter, env};
    use crate::terminal::prompter::{Ask, Edit, Reply};

    pub(super) fn wrap(prompter: Box<dyn Prompter>) -> Box<dyn Prompter> {
        match env::var("EXAMINER_TEST_PANIC").ok().and_then(|number| number.parse().ok()) {
            Some(left) => Box::new(Panicking { prompter, left }),
            None => prompter,
        }
    }

    struct Panicking {
        prompter: Box<dyn Prompter>,
        left: usize,
    }

    impl Prompter for Panicking {
        fn show(&mut self, text: &str) {
            self.prompter.show(text);
        }

        fn ask(&mut self, ask: &Ask<'_>) -> Reply {
            self.left = self.left.saturating_sub(1);
            assert!(self.left > 0, "a panic that was asked for");
            self.prompter.ask(ask)
        }

        fn editor(&self) -> Option<&str> {
            self.prompter.editor()
        }

        fn edit(&mut self, edit: &Edit<'_>) -> Reply {
            self.prompter.edit(edit)
        }

        fn manner(&self) -> Manner {
            self.prompter.manner()
        }

        fn acknowledge(&mut self, text: &str) {
            self.prompter.acknowledge(text);
        }
    }
}

/// `--color` first, then `NO_COLOR`, then `CLICOLOR_FORCE`, then whether it is a terminal.
fn color(when: When, is_terminal: bool) -> Color {
    let set = |name: &str| match env::var(name) {
        Ok(value) => !value.is_empty() && value != "0",
        Err(VarError::NotUnicode(_)) => true,
        Err(VarError::NotPresent) => false,
    };
    let no_color = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    match when {
        When::Always => Color::On,
        When::Auto if !no_color && (set("CLICOLOR_FORCE") || is_terminal) => Color::On,
        When::Auto | When::Never => Color::Off,
    }
}
