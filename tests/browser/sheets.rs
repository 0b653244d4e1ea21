//! Sheets for a conversation: on a screen, on a phone, and printed to be written on.

use std::path::Path;

use crate::cli::sandbox::Sandbox;

use super::chromium::{Browser, Look};
use super::pages::{Page, count, holds};

/// A page of the panel's example.
fn page(arguments: &[&str]) -> Page {
    let sandbox = Sandbox::new();
    let panel = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/panel");
    let arguments: Vec<String> =
        arguments.iter().map(|text| text.replace("PANEL", &panel.display().to_string())).collect();
    let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    arguments.extend(["-o", "page.html"]);
    let ran = sandbox.run(&arguments, "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    Page { path: sandbox.path("page.html"), sandbox }
}

const PAGES: [(&str, &[&str]); 4] = [
    ("debrief", &["debrief", "Rigel", "PANEL", "--exam", "messaging"]),
    ("debrief-all", &["debrief", "Sirius", "PANEL", "--all"]),
    ("compare", &["compare", "Rigel", "Vega", "--results", "PANEL", "--exam", "messaging"]),
    (
        "compare-five",
        &[
            "compare",
            "Rigel",
            "Vega",
            "Mira",
            "Polaris",
            "Sirius",
            "--results",
            "PANEL",
            "--exam",
            "messaging",
        ],
    ),
];

#[test]
#[ignore = "needs Chromium: .ci/run installs it and runs these"]
fn sheets_are_sound_in_every_look() {
    let browser = &mut Browser::start();
    for (name, arguments) in PAGES {
        let page = page(arguments);
        for (look, of) in
            [(Look::DESKTOP, ""), (Look::DARK, "-dark"), (Look::PHONE, "-phone"), (Look::PAPER, "-paper")]
        {
            holds(browser, &page, look, &format!("{name}{of}"));
        }
    }
}

#[test]
#[ignore = "needs Chromium: .ci/run installs it and runs these"]
fn there_is_room_to_write_on_paper_and_none_on_a_screen() {
    let browser = &mut Browser::start();
    let lines =
        "[...document.querySelectorAll('.lines')].map((it) => Math.round(it.getBoundingClientRect().height))";
    for (name, arguments) in PAGES {
        let page = page(arguments);
        browser.open(&page.path, Look::DESKTOP);
        let on_screen = browser.value(lines);
        let on_screen = on_screen.as_array().expect("a list");
        assert!(on_screen.len() > 4 && on_screen.iter().all(|height| height == 0), "{name}: {on_screen:?}");
        browser.open(&page.path, Look::PAPER);
        let on_paper = browser.value(lines);
        let on_paper = on_paper.as_array().expect("a list");
        // 8 mm a line, two at least.
        assert!(on_paper.iter().all(|height| height.as_u64() >= Some(60)), "{name}: {on_paper:?}");
        let cut = browser.value(
            "[...document.querySelectorAll('.asked')].filter((it) => getComputedStyle(it).breakInside !== 'avoid').length \
             + [...document.querySelectorAll('nav, .on-screen')].filter((it) => getComputedStyle(it).display !== 'none').length",
        );
        assert_eq!(cut, 0, "{name}");
    }
}

#[test]
#[ignore = "needs Chromium: .ci/run installs it and runs these"]
fn each_sheet_begins_on_paper_of_its_own() {
    let browser = &mut Browser::start();
    let pages = |browser: &mut Browser, name: &str, arguments: &[&str]| {
        let page = page(arguments);
        browser.open(&page.path, Look::DESKTOP);
        count(&browser.print(name), b"/Type /Page\n")
    };
    let of = |exam: &'static str| ["debrief", "Rigel", "PANEL", "--exam", exam];
    let messaging = pages(browser, "debrief-messaging", &of("messaging"));
    let queries = pages(browser, "debrief-queries", &of("queries"));
    assert!((2..=6).contains(&messaging) && (1..=4).contains(&queries), "{messaging} and {queries}");
    assert_eq!(pages(browser, "debrief-both", &["debrief", "Rigel", "PANEL"]), messaging + queries);
}
