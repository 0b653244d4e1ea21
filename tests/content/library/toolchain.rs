//! Rust snippets, compiled by the `rustc` that `RUSTC` or the path names, and run.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::shell::{PATIENCE, Ran, ran};

/// Compiles a program without running it; true for one that compiles, and what the compiler said.
pub(crate) fn compile(code: &str) -> (bool, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let output = rustc(folder.path(), code, &["--emit=metadata"]);
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The compiler's error for a program that must not compile.
pub(crate) fn error(code: &str) -> String {
    let (compiles, said) = compile(code);
    assert!(!compiles, "it compiles:\n{code}");
    said
}

/// Compiles a program with debug assertions, as `cargo run` does, and runs it.
pub(crate) fn run(code: &str) -> Ran {
    built_and_run(code, "debug-assertions=on").unwrap_or_else(|said| panic!("{said}\n{code}"))
}

/// Compiles a program without debug assertions, as `cargo run --release` does, and runs it; or what the
/// compiler said.
pub(crate) fn run_released(code: &str) -> Result<Ran, String> {
    built_and_run(code, "debug-assertions=off")
}

fn built_and_run(code: &str, assertions: &str) -> Result<Ran, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let output = rustc(folder.path(), code, &["-o", "program", "-C", assertions, "-C", "debuginfo=0"]);
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let mut program = Command::new("timeout");
    program.args(["--signal=KILL", PATIENCE, "./program"]).current_dir(folder.path());
    Ok(ran(&program.env_remove("RUST_BACKTRACE").stdin(Stdio::null()).output().expect("it runs")))
}

/// What a program prints that must compile and end well.
pub(crate) fn prints(code: &str) -> String {
    let ran = run(code);
    assert_eq!(ran.status, 0, "{}\n{code}", ran.err);
    ran.out
}

fn rustc(folder: &Path, code: &str, args: &[&str]) -> Output {
    fs::write(folder.join("main.rs"), code).expect("the program is written");
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command.args(["--edition=2024", "--color=never", "main.rs"]).args(args);
    command.current_dir(folder).output().expect("rustc is there")
}

#[test]
fn programs_compile_or_not_and_print() {
    assert!(error("fn main() { let x: u8 = 256; }").contains("out of range"));
    assert!(compile("fn main() {}").0);
    assert_eq!(prints("fn main() { println!(\"{}\", 1 + 1); }"), "2\n");
    assert_eq!(run("fn main() { let v: Vec<u8> = vec![]; v[std::env::args().count()]; }").status, 101);
    let asserting = "fn main() { debug_assert!(std::env::args().count() > 1); }";
    assert_eq!((run(asserting).status, run_released(asserting).map(|ran| ran.status)), (101, Ok(0)));
}
