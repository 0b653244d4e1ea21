//! What holds for every page, and what a reader does with one.

use std::path::{Path, PathBuf};

use crate::cli::sandbox::Sandbox;

use super::axe::{self, Rules};
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

/// What holds for every page in every look, the rules of accessibility included: all of them on a desktop, elsewhere those that the
/// look can break.
pub(super) fn holds(browser: &mut Browser, page: &Page, look: Look, name: &str) {
    fits(browser, page, look, name);
    let rules = match look {
        Look::DESKTOP => Rules::All,
        Look::PHONE => Rules::OfWidth,
        _ => Rules::OfColors,
    };
    axe::finds_nothing(browser, name, rules);
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
    fits(browser, &page, Look::PAPER, "panel-paper");
    let blind = panel(&["--blind"]);
    fits(browser, &blind, Look::DESKTOP, "blind");
    fits(browser, &blind, Look { scheme: "dark", ..Look::PHONE }, "blind-phone-dark");
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
    fits(browser, &two, Look::DESKTOP, "two");
    let plain = panel(&["--exam", "messaging", "--rows", "candidate", "--columns", "question"]);
    holds(browser, &plain, Look::DESKTOP, "plain");
    fits(browser, &plain, Look::PHONE, "plain-phone");
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
        if name == "hostile" {
            holds(browser, &page, look, name);
        } else {
            fits(browser, &page, look, name);
        }
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

/// An exam whose author means no good.
const HOSTILE: &str = r#"
format = 1
id = "hostile"
title = "</title><script>window.broken = 1</script>"
cuts_basis = "</style><script>window.broken = 1</script>"

[[topic]]
id = "letters"
title = "<img src=x onerror='window.broken = 1'>"

[[question]]
id = "pick"
topic = "letters"
level = "junior"
title = "</h3><img src=x onerror='window.broken = 1'>"
prompt = "</summary></details><script>window.broken = 1</script> [link](javascript:window.broken=1) ![it](x.png)\n\n<b onclick='window.broken = 1'>bold</b> `</code><script>window.broken = 1</script>`"
explanation = "<style>body { display: none }</style>"
follow_up = "\" onmouseover=\"window.broken=1"
[[question.snippet]]
title = "</figcaption><script>window.broken = 1</script>"
language = "rust"
code = "</code></pre><script>window.broken = 1</script>"
[[question.option]]
text = "</td></tr></table><script>window.broken = 1</script>"
heads_up = "<iframe srcdoc='<script>parent.broken = 1</script>'></iframe>"
[[question.option]]
text = "<svg onload='window.broken = 1'></svg>"
correct = true
"#;

#[test]
#[ignore = "needs Chromium: .ci/run installs it and runs these"]
fn a_hostile_authors_text_is_text() {
    let browser = &mut Browser::start();
    let sandbox = Sandbox::new();
    sandbox.write("hostile.toml", HOSTILE);
    for (name, answer) in [("Ada", "a\n"), ("Bob", "b\n")] {
        let ran = sandbox.run(&["take", "hostile.toml", "--candidate", name, "--yes"], answer);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    let mut page = report(sandbox, "results.csv", &[]);
    for (arguments, scripts) in
        [(&[][..], 1), (&["debrief", "Ada"][..], 0), (&["compare", "Ada", "Bob"][..], 0)]
    {
        let name = format!("author-{}", arguments.first().unwrap_or(&"report"));
        if !arguments.is_empty() {
            let ran = page.sandbox.run(&[arguments, &["-o", "sheet.html"]].concat(), "");
            assert_eq!(ran.code, Some(0), "{ran:?}");
            page.path = page.sandbox.path("sheet.html");
        }
        holds(browser, &page, Look::DESKTOP, &name);
        let there = browser.value(
            "[typeof window.broken, document.scripts.length, document.querySelectorAll('style').length, \
             document.querySelectorAll('img, iframe, [onclick], [onload], [onerror], [onmouseover], a[href^=\"javascript\"], main b[onclick]').length, \
             document.body.textContent.includes('window.broken = 1')]",
        );
        assert_eq!(there, serde_json::json!(["undefined", scripts, 1, 0, true]), "{name}");
        let _ = std::fs::remove_file(page.sandbox.path("sheet.html"));
    }
}

#[test]
#[ignore = "needs Chromium: .ci/run installs it and runs these"]
fn a_cell_is_read_out_in_words() {
    let browser = &mut Browser::start();
    let page = panel(&["--exam", "messaging"]);
    browser.open(&page.path, Look::DESKTOP);
    let tree = browser.ask("Accessibility.getFullAXTree", &serde_json::json!({}));
    let nodes = tree["nodes"].as_array().expect("nodes");
    let said = |word: &str| {
        let is_it = |node: &&serde_json::Value| {
            node["role"]["value"] == "StaticText"
                && node["name"]["value"].as_str().map(str::trim) == Some(word)
        };
        nodes.iter().filter(is_it).count()
    };
    assert!(said("right") > 100 && said("wrong") > 30, "{} and {}", said("right"), said("wrong"));
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
    let printed = browser.value(&format!("dispatchEvent(new Event('beforeprint')), {shown}"));
    assert_eq!(printed.as_str().map(|names| names.split(',').count()), Some(11), "on paper is everybody");
    assert_eq!(browser.value(&format!("dispatchEvent(new Event('afterprint')), {shown}")), "Rigel");
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
    let text = String::from_utf8_lossy(&pdf);
    let boxes: Vec<Vec<f64>> = text
        .split("/MediaBox [")
        .skip(1)
        .filter_map(|rest| rest.split_once(']')?.0.split_whitespace().map(|n| n.parse().ok()).collect())
        .collect();
    assert_eq!(boxes.len(), pages);
    for size in boxes {
        let a4 = [0.0, 0.0, 595.28, 841.89];
        assert!(size.iter().zip(a4).all(|(is, a4)| (is - a4).abs() < 1.0), "A4: {size:?}");
    }
    browser.open(&page.path, Look::PAPER);
    let wrong = browser.value(
        "[...document.querySelectorAll('thead')].filter((it) => getComputedStyle(it).display !== 'table-header-group').length \
         + [...document.querySelectorAll('thead')].filter((it) => it.offsetHeight > 240).length \
         + [...document.querySelectorAll('main table')].filter((it) => getComputedStyle(it).display !== 'table' || [it, it.parentElement].some((of) => getComputedStyle(of).overflow !== 'visible')).length \
         + [...document.querySelectorAll('main tr, main svg, main summary')].filter((it) => getComputedStyle(it).breakInside !== 'avoid').length \
         + [...document.querySelectorAll('nav, form')].filter((it) => getComputedStyle(it).display !== 'none').length",
    );
    assert_eq!(wrong, 0, "heads can repeat, nothing is cut, and there is nothing to click");
}

#[test]
#[ignore = "needs Chromium: .ci/run installs it and runs these"]
fn on_a_phone_a_name_stays_whole_and_a_table_shows_that_it_goes_on() {
    let browser = &mut Browser::start();
    let page = panel(&["--exam", "messaging"]);
    browser.open(&page.path, Look::PHONE);
    let broken = browser.value(
        "[...document.querySelectorAll('main th[scope=row] bdi, main thead th')].flatMap((it) => { \
           const words = []; \
           const walker = document.createTreeWalker(it, NodeFilter.SHOW_TEXT); \
           for (let text; text = walker.nextNode();) for (const word of text.data.matchAll(/\\S+/g)) { \
             const range = document.createRange(); \
             range.setStart(text, word.index); range.setEnd(text, word.index + word[0].length); \
             if (new Set([...range.getClientRects()].map((at) => at.top)).size > 1) words.push(word[0]); \
           } \
           return words; })",
    );
    assert_eq!(broken, serde_json::json!([]), "words broken over lines");
    let shades = browser.value(
        "[...document.querySelectorAll('.scroll')].filter((it) => it.scrollWidth > it.clientWidth) \
         .map((it) => getComputedStyle(it).backgroundAttachment)",
    );
    let shades = shades.as_array().expect("a list");
    assert!(shades.len() >= 3, "too few tables are wider than a phone to tell: {shades:?}");
    assert!(shades.iter().all(|shade| *shade == "local, local, scroll, scroll"), "{shades:?}");
    let rungs = browser.value(
        "[...document.querySelectorAll('.levels thead .rungs')].map((it) => it.getBoundingClientRect().left)",
    );
    let beside = rungs
        .as_array()
        .expect("a list")
        .iter()
        .all(|left| left.as_f64() < Some(f64::from(Look::PHONE.width) - 40.0));
    assert!(
        beside && rungs.as_array().is_some_and(|all| all.len() == 3),
        "all rungs begin on the screen: {rungs}"
    );
}

pub(super) fn count(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes.windows(wanted.len()).filter(|window| *window == wanted).count()
}
