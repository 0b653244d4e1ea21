//! What holds for every page, and what a reader does with one.

use std::path::{Path, PathBuf};

use crate::cli::sandbox::Sandbox;

use super::axe;
use super::chromium::{Browser, Look};
use super::results::{Make, numbered};

/// A page below a folder of its own.
pub(super) struct Page {
    pub(super) sandbox: Sandbox,
    pub(super) path: PathBuf,
}

/// The panel's example, looked at from a copy: codes are kept beside the results.
fn panel(options: &[&str]) -> Page {
    let sandbox = Sandbox::new();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/panel");
    copy(&from, &sandbox.path("panel"));
    report(sandbox, "panel", options)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry").path();
        let to = to.join(entry.file_name().expect("a name"));
        if entry.is_dir() { copy(&entry, &to) } else { std::fs::copy(&entry, &to).map(drop).expect("a copy") }
    }
}

fn made(make: &Make<'_>, options: &[&str]) -> Page {
    let sandbox = Sandbox::new();
    sandbox.write("made.csv", make.csv());
    report(sandbox, "made.csv", options)
}

fn report(sandbox: Sandbox, results: &str, options: &[&str]) -> Page {
    let ran = sandbox.run(&[&["report", results, "-o", "page.html"], options].concat(), "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let path = sandbox.path("page.html");
    Page { sandbox, path }
}

/// What holds for every page in every look, the rules of accessibility included.
pub(super) fn holds(browser: &mut Browser, page: &Page, look: Look, name: &str) {
    fits(browser, page, look, name);
    axe::finds_nothing(browser, name);
}

/// What holds for every page in every look.
pub(super) fn fits(browser: &mut Browser, page: &Page, look: Look, name: &str) {
    browser.open(&page.path, look);
    let width = u64::from(look.width);
    let wide = browser.value(&format!(
        "[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth, \
         [...document.body.querySelectorAll('*')].filter((it) => !it.closest('.scroll, pre, svg, .said') \
         && it.getBoundingClientRect().right > {width} + 0.5).slice(0, 3).map((it) => it.outerHTML.slice(0, 200))]"
    ));
    assert!(
        wide[0].as_u64() <= Some(width)
            && wide[1].as_u64() <= Some(width)
            && wide[3].as_array().is_some_and(Vec::is_empty),
        "{name} is wider than its window: {wide}"
    );
    browser.picture(name);
    let complaints = browser.complaints();
    assert!(complaints.is_empty(), "{name}: {complaints:#?}");
}

#[test]
#[ignore = "needs Chromium: .ci/run installs it and runs these"]
fn the_panels_page_is_sound_in_every_look() {
    let browser = &mut Browser::start();
    let page = panel(&[]);
    holds(browser, &page, Look::DESKTOP, "panel");
    holds(browser, &page, Look::DARK, "panel-dark");
    holds(browser, &page, Look::PHONE, "panel-phone");
    holds(browser, &page, Look::PAPER, "panel-paper");
    let blind = panel(&["--blind"]);
    holds(browser, &blind, Look::DESKTOP, "blind");
    holds(browser, &blind, Look { scheme: "dark", ..Look::PHONE }, "blind-phone-dark");
    drop(page.sandbox);
}

#[test]
#[ignore = "needs Chromium: .ci/run installs it and runs these"]
fn few_and_many_candidates_fit() {
    let browser = &mut Browser::start();
    let topics = numbered("topic", 8);
    let of =
        |n, questions| made(&Make { candidates: &numbered("Candidate", n), topics: &topics, questions }, &[]);
    for n in [1, 2, 14] {
        let page = of(n, 5);
        holds(browser, &page, Look::DESKTOP, &format!("made-{n}"));
        fits(browser, &page, Look::PHONE, &format!("made-{n}-phone"));
    }
    let many = of(100, 9);
    for (look, name) in [(Look::DESKTOP, ""), (Look::PHONE, "-phone"), (Look::PAPER, "-paper")] {
        fits(browser, &many, look, &format!("made-100{name}"));
    }
    let one = panel(&["--exam", "messaging", "--candidate", "Altair"]);
    holds(browser, &one, Look::DESKTOP, "one");
    let two = panel(&["--exam", "messaging", "--candidate", "Altair", "--candidate", "Vega"]);
    holds(browser, &two, Look::DESKTOP, "two");
    let plain = panel(&["--exam", "messaging", "--rows", "candidate", "--columns", "question"]);
    holds(browser, &plain, Look::DESKTOP, "plain");
    holds(browser, &plain, Look::PHONE, "plain-phone");
}

#[test]
#[ignore = "needs Chromium: .ci/run installs it and runs these"]
fn hostile_names_change_nothing_but_their_own_text() {
    let browser = &mut Browser::start();
    let long = "W".repeat(2000);
    let spaced = "many words ".repeat(180);
    let names = [
        "</script><script>document.title = 'broken'</script>",
        "\" onmouseover=\"document.title='broken'\" x=\"",
        "<img src=x onerror=\"document.title='broken'\">",
        "\u{202e}desrever\u{202c} and \u{2066}isolated",
        "tab\tand \u{1b}[31mred",
        "王小明",
        "김철수 (서울)",
        "👩‍🚀 Ünïcödé é",
        "محمد بن سلمان",
        long.as_str(),
        spaced.trim(),
        "-",
    ];
    let names: Vec<String> = names.map(str::to_owned).to_vec();
    let topics = ["</style><b>topic".to_owned(), "主题".to_owned(), "t".repeat(300)];
    let make = Make { candidates: &names, topics: &topics, questions: 7 };
    for (look, name) in
        [(Look::DESKTOP, "hostile"), (Look::PHONE, "hostile-phone"), (Look::PAPER, "hostile-paper")]
    {
        let page = made(&make, &[]);
        holds(browser, &page, look, name);
        assert_eq!(browser.value("document.title"), "made");
        let longest = browser.value(
            "Math.max(...[...document.querySelectorAll('main p')].map((it) => it.textContent.length))",
        );
        assert!(longest.as_u64() < Some(2000), "{name}: no sentence is a name: {longest}");
        let added = browser.value(
            "[document.scripts.length, document.images.length, document.querySelectorAll('style').length, \
             [...document.querySelectorAll('b')].filter((it) => it.textContent.length > 1).length]",
        );
        assert_eq!(added, serde_json::json!([1, 0, 1, 0]), "{name}");
    }
}

#[test]
#[ignore = "needs Chromium: .ci/run installs it and runs these"]
fn a_candidate_is_found_by_name_and_everything_by_keyboard() {
    let browser = &mut Browser::start();
    let page = panel(&["--exam", "messaging"]);
    browser.open(&page.path, Look::DESKTOP);
    let shown = "[...document.querySelectorAll('.levels tbody th[scope=row]')].filter((it) => it.offsetParent).map((it) => it.textContent).join()";
    assert_eq!(browser.value(shown).as_str().map(|names| names.split(',').count()), Some(11));
    for _ in 0..20 {
        browser.key("Tab");
        if browser.value("document.activeElement.tagName") == "INPUT" {
            break;
        }
    }
    for letter in ["r", "i", "g"] {
        browser.key(letter);
    }
    assert_eq!(browser.value(shown), "Rigel");
    assert_eq!(browser.value("document.querySelector('output').textContent"), "1 of 11");
    let cards = "[...document.querySelectorAll('details.who')].filter((it) => it.offsetParent).length";
    assert_eq!(browser.value(cards), 1);
    browser.key("Tab");
    let at = browser.value("document.activeElement.className");
    assert_eq!(at, "scroll", "behind the field is the region of the table");
    let outline = browser.value("getComputedStyle(document.activeElement).outlineStyle");
    assert_eq!(outline, "solid", "what has the focus shows it");
    browser.key("Tab");
    browser.key("Enter");
    assert_eq!(
        browser.value("document.querySelector(':target summary').textContent.startsWith('Rigel')"),
        true
    );
}

#[test]
#[ignore = "needs Chromium: .ci/run installs it and runs these"]
fn without_script_nothing_is_missing() {
    let browser = &mut Browser::start();
    let page = panel(&[]);
    browser.ask("Emulation.setScriptExecutionDisabled", &serde_json::json!({ "value": true }));
    holds_without_script(browser, &page);
}

fn holds_without_script(browser: &mut Browser, page: &Page) {
    browser.open(&page.path, Look::DESKTOP);
    browser.picture("no-script");
    browser.ask("Emulation.setScriptExecutionDisabled", &serde_json::json!({ "value": false }));
    assert_eq!(browser.value("document.getElementById('filter').offsetParent"), serde_json::Value::Null);
    let hidden = "[...document.querySelectorAll('main [hidden]')].filter((it) => !it.matches('#filter, .unfolds')).length";
    assert_eq!(browser.value(hidden), 0);
    browser.open(&page.path, Look::DESKTOP);
    assert_eq!(browser.value("document.getElementById('filter').hidden"), false);
}

#[test]
#[ignore = "needs Chromium: .ci/run installs it and runs these"]
fn it_prints_on_pages_of_a4() {
    let browser = &mut Browser::start();
    let page = panel(&["--exam", "messaging"]);
    browser.open(&page.path, Look::DESKTOP);
    let pdf = browser.print("panel");
    let pages = count(&pdf, b"/Type /Page\n");
    assert!((3..=14).contains(&pages), "{pages} pages");
    assert_eq!(count(&pdf, b"/MediaBox [0 0 594.95996 841.91998]"), pages, "A4");
    browser.open(&page.path, Look::PAPER);
    let wrong = browser.value(
        "[...document.querySelectorAll('thead')].filter((it) => getComputedStyle(it).display !== 'table-header-group').length \
         + [...document.querySelectorAll('main tr, main svg, main summary')].filter((it) => getComputedStyle(it).breakInside !== 'avoid').length \
         + [...document.querySelectorAll('nav, form')].filter((it) => getComputedStyle(it).display !== 'none').length",
    );
    assert_eq!(wrong, 0);
}

pub(super) fn count(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes.windows(wanted.len()).filter(|window| *window == wanted).count()
}
