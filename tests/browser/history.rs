//! A learner's own page.

use crate::cli::sandbox::Sandbox;

use super::chromium::{Browser, Look};
use super::pages::{Page, holds};

#[test]
#[ignore = "needs Chromium: .ci/run installs it and runs these"]
fn a_history_is_sound_in_every_look() {
    let sandbox = Sandbox::new();
    for answers in ["a\na b\nd\n41\n", "b\na b\nc\n42\n", "b\na c\nc\n42\n"] {
        let ran = sandbox.run(&["practice", "four.toml", "--yes"], answers);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    let left = sandbox.run(&["practice", "four.toml", "--yes"], "b\n");
    assert_eq!(left.code, Some(130), "{left:?}");
    let ran = sandbox.run(&["history", "-o", "page.html"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let page = Page { path: sandbox.path("page.html"), sandbox };
    let browser = &mut Browser::start();
    let looks = [
        (Look::DESKTOP, "history"),
        (Look::DARK, "history-dark"),
        (Look::PHONE, "history-phone"),
        (Look::PAPER, "history-paper"),
    ];
    for (look, name) in looks {
        holds(browser, &page, look, name);
    }
}
