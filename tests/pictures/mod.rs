//! The README's pictures: the panel's page in a browser, and a still of a session in a terminal. They are made by
//! `cargo test --locked --test suite pictures::make -- --ignored` (with Chromium), and held here to what the program prints today.

mod png;
mod still;

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::browser::chromium::{Browser, Look};
use crate::cli::sandbox::Sandbox;

/// What to do when a picture shows an old look.
const AGAIN: &str = "make the pictures again: cargo test --locked --test suite pictures::make -- --ignored";
/// The keyword of a picture's text that tells of which page it is.
const OF: &str = "Source";
/// Who is on the page: some of each group of the example.
const WHO: [&str; 7] = ["Vega", "Rigel", "Capella", "Altair", "Deneb", "Mira", "Polaris"];
/// The window, and how many pixels of a picture make one of the page.
const WINDOW: Look = Look { width: 1080, ..Look::DESKTOP };
const SCALE: f64 = 1.5;
/// What is shown below the first table, in pixels of the page.
const BELOW: u64 = 10;

fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures").join(name)
}

/// The page of the example's panel.
fn page() -> (Sandbox, PathBuf) {
    let sandbox = Sandbox::new();
    let panel = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/panel");
    let panel = panel.to_str().expect("a plain path");
    let who = WHO.iter().flat_map(|who| ["--candidate", who]);
    let arguments = ["report", panel, "--exam", "messaging", "-o", "panel.html"].into_iter().chain(who);
    let ran = sandbox.run(&arguments.collect::<Vec<_>>(), "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let page = sandbox.path("panel.html");
    (sandbox, page)
}

/// What a picture tells of the page that it is of.
fn digest(page: &Path) -> String {
    let bytes = Sha256::digest(std::fs::read(page).expect("a page"));
    bytes.iter().fold("the page whose SHA-256 is ".to_owned(), |digest, byte| format!("{digest}{byte:02x}"))
}

#[test]
#[ignore = "writes the README's pictures, and needs Chromium"]
fn make_the_pictures() {
    std::fs::write(place("session.svg"), still::session()).expect("a still");
    let (_sandbox, page) = page();
    let browser = &mut Browser::start();
    for (name, scheme) in [("panel-light.png", "light"), ("panel-dark.png", "dark")] {
        browser.open(&page, Look { scheme, ..WINDOW });
        let bottom =
            browser.value("Math.ceil(document.querySelector('.levels').getBoundingClientRect().bottom)");
        let height = u32::try_from(bottom.as_u64().expect("a table") + BELOW).expect("a page's height");
        let picture = browser.shot(Look { height, ..WINDOW }, SCALE);
        let picture = png::with_text(&picture, OF, &digest(&page));
        assert!(picture.len() < 200_000, "{name} has {} bytes", picture.len());
        std::fs::write(place(name), picture).expect("a picture");
    }
}

#[test]
fn the_pages_pictures_are_of_what_the_program_prints_today() {
    let (_sandbox, page) = page();
    for name in ["panel-light.png", "panel-dark.png"] {
        let picture = std::fs::read(place(name)).unwrap_or_else(|error| panic!("{name}: {error}; {AGAIN}"));
        assert_eq!(
            png::text(&picture, OF).as_deref(),
            Some(&*digest(&page)),
            "{name} is of an old page; {AGAIN}"
        );
    }
}

#[test]
fn the_still_is_of_what_the_program_prints_today() {
    let kept = std::fs::read_to_string(place("session.svg")).unwrap_or_default();
    let today = still::session();
    let first = kept.lines().zip(today.lines()).find(|(kept, today)| kept != today);
    assert!(kept == today, "the still of a session shows an old one: {first:#?}; {AGAIN}");
}

#[test]
fn the_readme_shows_them_with_their_words() {
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("a README");
    for name in ["panel-light.png", "panel-dark.png", "session.svg"] {
        let shown =
            readme.find(&format!("\"tests/pictures/{name}\"")).unwrap_or_else(|| panic!("{name} is shown"));
        assert!(shown < 4000, "{name} is shown near the top, not at {shown}");
    }
    for image in readme.split("<img ").skip(1) {
        let image = image.split_once('>').expect("an end").0;
        let words =
            image.split_once("alt=\"").and_then(|(_, rest)| rest.split_once('"')).expect("words for it").0;
        assert!(words.len() > 60, "{words}");
    }
}
