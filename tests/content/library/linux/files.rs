//! Files and permissions: scripts of the exam, and one model of a disk that loses its power.

use super::super::Asked;
use super::super::reading::assert_only_order;
use super::super::shell::run;
use super::reading::{number, quoted, row, with};
use super::unprivileged;

pub(super) fn folder_needs_x(asked: &Asked) {
    let script = asked.code("tidy.sh");
    let after = "ls reports; chmod u+x reports; cat reports/q3.csv; stat -c %A reports/q3.csv";
    let ran = unprivileged::run(&format!("{script}\necho --\n{after}"));
    let (printed, after) = ran.out.split_once("--\n").expect("both parts");
    let after: Vec<&str> = after.lines().collect();
    let [listed, with_x, mode] = after[..] else { panic!("{ran:?}") };
    assert_eq!(listed, "q3.csv");
    let prints = printed == "42\n";
    let refused = ran.err.contains("Permission denied") && printed.is_empty();
    asked.assert_options(&[
        ("read by everybody", prints),
        ("owner may read inside", prints),
        ("taken `r`", refused && !mode.contains('r')),
        ("nothing in it can be opened", refused && with_x == "42"),
    ]);
}

pub(super) fn descriptor_follows_the_file(asked: &Asked) {
    let script = asked.code("rotate.sh");
    let ran = run(&format!("{script}echo --\ncat app.log\necho --\ncat app.log.1"));
    let parts: Vec<&str> = ran.out.split("--\n").collect();
    let [_, log, rotated] = parts[..] else { panic!("{ran:?}") };
    let is_in = |text: &str| text.lines().any(|line| line == "two");
    asked.assert_options(&[
        ("looks up the path again", is_in(log)),
        ("In `app.log.1`", is_in(rotated)),
        ("`touch` made it", is_in(log)),
        ("Nowhere", !ran.err.is_empty() || !(is_in(log) || is_in(rotated))),
    ]);
}

pub(super) fn offset_outlives_the_truncation(asked: &Asked) {
    let script = asked.code("copytruncate.sh");
    let size = |script: &str| number(run(script).out.trim());
    let shown = size(script);
    assert!((asked.number() - shown).abs() < 0.5, "{shown}");
    // What the explanation says of a log that is opened for appending.
    let appended = size(&with(script, "exec 3> app.log ", "exec 3>> app.log "));
    assert!((appended - 6.0).abs() < 0.5 && asked.explanation.contains("prints 6."), "{appended}");
}

pub(super) fn sed_puts_a_new_file_in_place(asked: &Asked) {
    let out = run(asked.code("edit.sh")).out;
    let found = |name: &str| out.lines().any(|line| line == name);
    let names = ["live.conf", "mirror.conf", "current.conf", "before.conf"];
    asked.assert_options(&names.map(|name| (name, found(name))));
    assert_eq!(out.lines().count(), asked.option.iter().filter(|option| option.correct).count());
}

/// A step of `save`.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Write,
    SyncFile,
    Rename,
    SyncFolder,
}

impl Step {
    fn named(text: &str) -> Self {
        let steps = [
            ("write the new state to `state.json.tmp`", Self::Write),
            ("`fsync` `state.json.tmp`", Self::SyncFile),
            ("rename `state.json.tmp` to `state.json`", Self::Rename),
            ("`fsync` the folder", Self::SyncFolder),
        ];
        let named = steps.iter().find(|(words, _)| text.starts_with(words));
        named.unwrap_or_else(|| panic!("a step: {text}")).1
    }
}

/// A folder as POSIX promises it: what isn't synced may be on the disk after a crash, or may not.
#[derive(Default)]
struct Disk {
    written: bool,
    file_synced: bool,
    renamed: bool,
    folder_synced: bool,
}

impl Disk {
    /// Does a step; false where it can't be done.
    fn take(&mut self, step: Step) -> bool {
        match step {
            Step::Write => self.written = true,
            Step::SyncFile => self.file_synced = self.written,
            Step::Rename => self.renamed = self.written,
            Step::SyncFolder => self.folder_synced = self.renamed,
        }
        self.written
    }

    /// Whether a crash now may leave a new name without all of the new bytes.
    fn may_be_torn(&self) -> bool {
        self.renamed && !self.file_synced
    }

    /// Whether `state.json` is the new state for good.
    fn is_new(&self) -> bool {
        self.renamed && self.file_synced && self.folder_synced
    }
}

fn survives(order: &[Step]) -> bool {
    let mut disk = Disk::default();
    order.iter().all(|step| disk.take(*step) && !disk.may_be_torn()) && disk.is_new()
}

pub(super) fn one_order_survives_every_crash(asked: &Asked) {
    assert_eq!(asked.entry.len(), 4);
    assert_only_order(asked, |order| {
        let steps: Vec<Step> = order.iter().map(|text| Step::named(text)).collect();
        survives(&steps)
    });
    // Today's `save` is what the terminal shows: the name leads to a file without the new bytes.
    let empty = run("echo old > state.json; : > state.json; stat -c '%s %n' state.json").out;
    assert!(asked.code("after the power cut").contains(&empty), "{empty}");
    assert!(asked.code("save.py, today").contains("open(\"state.json\", \"w\")"));
}

pub(super) fn truncating_the_descriptor_frees_the_space(asked: &Asked) {
    let terminal = asked.code("terminal, as root");
    let open = row(terminal, "ingest");
    let descriptor = open[2].trim_end_matches('w');
    let path = format!("/proc/{}/fd/{descriptor}", open[1]);
    let name = open[5];
    // How large the file behind the descriptor is after a remedy; nothing where it was closed.
    let left = |remedy: &str| {
        let remedy = remedy.replace(&path, &format!("/proc/$$/fd/{descriptor}")).replace(name, "./raw.log");
        assert!(!remedy.contains("/var/") && !remedy.contains("2211"), "{remedy}");
        let ran = run(&format!(
            "exec {descriptor}> raw.log\nhead -c 100000 /dev/zero >&{descriptor}\nrm raw.log\n{remedy}\n\
             [ -e /proc/$$/fd/{descriptor} ] && stat -Lc %s /proc/$$/fd/{descriptor}"
        ));
        ran.out.trim().parse::<u32>().ok()
    };
    let option = |words: &str| quoted(&asked.option(words).text);
    let restart = format!("exec {descriptor}>&-");
    assert_eq!(left("true"), Some(100_000));
    assert_eq!(left(&restart), None, "a restart frees it, as its heads-up says");
    asked.assert_options(&[
        ("removes the last name", left(option("removes the last name")) == Some(0)),
        ("goes on there", left(option("goes on there")) == Some(0)),
        ("empties the file", left(option("empties the file")) == Some(0)),
        ("systemctl restart", left(&restart).is_some()),
    ]);
}
