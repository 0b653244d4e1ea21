//! axe-core's accessibility rules on a page.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::chromium::Browser;

/// Where `.ci/run` installs it; `AXE_CORE` names another place.
fn script() -> PathBuf {
    let named = std::env::var_os("AXE_CORE").map(PathBuf::from);
    named.unwrap_or_else(|| {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("target/browser/node_modules/axe-core/axe.min.js")
    })
}

/// Holds that no rule is violated, whatever its impact, with all that can be unfolded unfolded.
pub(super) fn finds_nothing(browser: &mut Browser, page: &str) {
    let script = script();
    let text = std::fs::read_to_string(&script).unwrap_or_else(|error| {
        panic!("{}: axe-core is not installed ({error}): `.ci/run` installs it", script.display())
    });
    browser.value("document.querySelectorAll('details').forEach((it) => (it.open = true))");
    browser.value(&format!("{text};0"));
    let found = browser.value(
        "axe.run(document, { resultTypes: ['violations'] }).then((found) => ({ passes: found.passes.length, \
         violations: found.violations.map((it) => `${it.impact} ${it.id}: ${it.help}: ${it.nodes.length} nodes, first ${it.nodes[0].html.slice(0, 300)} (${it.nodes[0].failureSummary})`) }))",
    );
    assert!(
        found["passes"].as_u64().is_some_and(|passes| passes > 10),
        "{page}: hardly a rule was tried: {found}"
    );
    let violations: Vec<&str> =
        found["violations"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert!(violations.is_empty(), "{page}: {violations:#?}");
}
