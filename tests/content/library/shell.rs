//! Shell snippets, run in a folder of their own that goes away afterwards.

use std::fs;
use std::process::{Command, Output};

/// What a script did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) out: String,
    pub(crate) err: String,
    /// The exit status; 128 + n for a signal n, as a shell says it.
    pub(crate) status: i32,
}

/// Seconds after which what hangs is killed.
pub(crate) const PATIENCE: &str = "60";

/// Runs a script with bash, in the C locale.
pub(crate) fn run(script: &str) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(".script");
    fs::write(&file, script).expect("the script is written");
    let mut bash = Command::new("timeout");
    bash.args(["--signal=KILL", PATIENCE, "bash"]).arg(&file).current_dir(folder.path()).env_clear();
    bash.env("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin").env("LC_ALL", "C").env("TZ", "UTC");
    bash.env("HOME", folder.path()).env("TMPDIR", folder.path());
    ran(&bash.stdin(std::process::Stdio::null()).output().expect("`timeout` and `bash` are there"))
}

/// What a finished process left, as text.
pub(crate) fn ran(output: &Output) -> Ran {
    use std::os::unix::process::ExitStatusExt as _;
    let signalled = || 128 + output.status.signal().unwrap_or_default();
    Ran {
        status: output.status.code().unwrap_or_else(signalled),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

#[test]
fn a_script_tells_what_it_printed_and_how_it_ended() {
    let ran = run("pwd | wc -l; echo no >&2; exit 3");
    assert_eq!((ran.out.trim(), ran.err.trim(), ran.status), ("1", "no", 3));
    assert_eq!(run("kill -TERM $$").status, 143);
}
