//! Shell as an ordinary user runs it, also where the test itself runs as root.

use super::super::shell::Ran;
use super::super::toolchain;

/// A program that gives up every capability, for good, and becomes bash.
const GIVE_UP: &str = r#"
use std::os::unix::process::CommandExt;

unsafe extern "C" {
    fn prctl(option: i32, ...) -> i32;
    fn capset(header: *mut [u32; 2], data: *const [u32; 6]) -> i32;
}

const NO_NEW_PRIVILEGES: i32 = 38;
const CAPABILITIES_VERSION_3: u32 = 0x2008_0522;

fn main() {
    let mut own = [CAPABILITIES_VERSION_3, 0];
    unsafe {
        assert_eq!(prctl(NO_NEW_PRIVILEGES, 1_u64, 0_u64, 0_u64, 0_u64), 0);
        assert_eq!(capset(&mut own, &[0; 6]), 0);
    }
    let error = std::process::Command::new("bash").env("LC_ALL", "C").args(["-c", SCRIPT]).exec();
    panic!("{error}");
}
"#;

/// Runs a script in a folder of its own, as one whom permissions bind: root without capabilities is
/// like any owner of files.
pub(super) fn run(script: &str) -> Ran {
    toolchain::run(&format!("const SCRIPT: &str = {script:?};\n{GIVE_UP}"))
}

#[test]
fn permissions_bind_root_too() {
    let ran = run("echo 1 > file; chmod 000 file; cat file; grep CapEff /proc/self/status");
    assert!(ran.err.contains("Permission denied"), "{ran:?}");
    assert!(ran.out.contains("0000000000000000"), "{ran:?}");
}
