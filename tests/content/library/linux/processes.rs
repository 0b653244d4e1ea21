//! Processes and signals: scripts of the exam, with stubs for what they start.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::super::reading::count_after;
use super::super::shell::run;
use super::super::{Asked, toolchain};
use super::reading::{number, quoted, row, with, with_line};

const ENDING: [&str; 9] = ["HUP", "INT", "QUIT", "ABRT", "KILL", "SEGV", "PIPE", "ALRM", "TERM"];

/// Of all signals that end a process, the one that makes the script print what the log shows.
pub(super) fn import_was_killed(asked: &Asked) {
    let shown = asked.code("nightly.log").lines().last().unwrap_or_default();
    let nightly = asked.code("nightly.sh");
    let mut ended_so = Vec::new();
    for signal in ENDING {
        let import =
            format!("printf '#!/bin/sh\\nulimit -c 0\\nkill -{signal} $$\\n' > import; chmod +x import\n");
        if run(&format!("{import}{nightly}")).out.lines().last() == Some(shown) {
            ended_so.push(signal);
        }
    }
    let [signal] = ended_so[..] else { panic!("{ended_so:?} print {shown}") };
    assert!((number(run(&format!("kill -l {signal}")).out.trim()) - asked.number()).abs() < 0.5, "{signal}");
}

fn state(pid: u32) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

/// A child in the state that `ps` shows: ended and not waited for, or stopped.
fn child_in(wanted: char) -> Child {
    let mut sleep = Command::new("sleep");
    let child = sleep.arg("60").stdin(Stdio::null()).spawn().expect("a child");
    let signal = match wanted {
        'Z' => "TERM",
        'T' => "STOP",
        other => panic!("no child is put into {other}"),
    };
    assert_eq!(run(&format!("kill -{signal} {}", child.id())).status, 0);
    let deadline = Instant::now() + Duration::from_secs(5);
    while state(child.id()) != Some(wanted) {
        assert!(Instant::now() < deadline, "the child is in {:?}, not in {wanted}", state(child.id()));
        std::thread::yield_now();
    }
    child
}

pub(super) fn zombie_waits_for_its_parent(asked: &Asked) {
    let shown = row(asked.code("terminal"), "977");
    let parent = row(asked.code("terminal"), shown[1]);
    assert!(asked.right().contains(parent[3]), "{} is the parent", parent[3]);
    let wanted = shown[2].chars().next().expect("a state");

    let mut child = child_in(wanted);
    let pid = child.id();
    let continued = run(&format!("kill -CONT {pid}")).status == 0 && state(pid) != Some(wanted);
    let allowed = run(&format!("kill -9 {pid}")).status == 0;
    let unimpressed = state(pid) == Some(wanted);
    child.wait().expect("the child's status");
    asked.assert_options(&[
        ("with `wait()`", unimpressed && state(pid).is_none()),
        ("not allowed to signal", !allowed),
        ("The disk read", wanted == 'D'),
        ("it is stopped", continued || wanted == 'T'),
    ]);
}

pub(super) fn trap_runs_after_the_job(asked: &Asked) {
    let job = "printf '#!/bin/sh\\nkill -TERM $PPID\\necho \"job done\"\\n' > job; chmod +x job";
    let script = asked.code("drain.sh");
    assert!(script.contains("its last line is: echo \"job done\""), "{script}");
    let ran = run(&format!("{job}\ncat > drain.sh <<'EOF'\n{script}EOF\nbash drain.sh"));
    let printed: Vec<&str> = ran.out.lines().collect();
    let keyed: Vec<&str> = asked.entry.iter().map(|entry| quoted(&entry.text)).collect();
    assert_eq!(keyed, printed, "{ran:?}");
    assert_eq!(ran.status, 143);
}

/// How the container's command is started: as PID 1 itself, or by an init that passes signals on to it.
#[derive(Clone, Copy, PartialEq)]
enum Pid1 {
    Command,
    Init,
}

/// Whether the server hears of a SIGTERM to PID 1, in a time that goes with the seconds of the grace.
fn drains(start: &str, pid1: Pid1, grace: u32) -> bool {
    let passed_on = if pid1 == Pid1::Init { "[ -e passed-on ]" } else { "true" };
    let server = format!(
        r#"#!/usr/bin/env bash
trap 'echo drained; exit 0' TERM
kill -TERM "$(cat entry.pid)"
until {passed_on}; do /bin/true; done
for ((i = 0; i < {grace} * 2; i++)); do /bin/true; done
echo "never asked"
"#
    );
    // Like `docker run --init`: the signal goes to the one child.
    let init = r#"trap 'kill -TERM "$child"; : > passed-on' TERM
./start.sh &
child=$!
wait "$child"; wait "$child"
"#;
    let main = if pid1 == Pid1::Init { init } else { "exec ./start.sh\n" };
    let set = format!("cat > start.sh <<'EOF'\n{start}EOF\ncat > server <<'EOF'\n{server}EOF\n");
    let ran = run(&format!(
        "{set}printf '#!/bin/sh\\n' > migrate; chmod +x start.sh server migrate\n\
         cat > main.sh <<'EOF'\necho $$ > entry.pid\n{main}EOF\nbash main.sh | cat; ls passed-on"
    ));
    assert_eq!(ran.out.contains("passed-on"), pid1 == Pid1::Init, "{ran:?}");
    let (drained, not) = (ran.out.contains("drained"), ran.out.contains("never asked"));
    assert!(drained != not, "{ran:?}");
    drained
}

pub(super) fn exec_lets_the_server_drain(asked: &Asked) {
    let start = asked.code("start.sh");
    let exec = quoted(&asked.option("Write `exec").text);
    let server = exec.strip_prefix("exec ").expect("the same command, with exec");
    let trap = quoted(&asked.option("on top of").text);
    let stop = &asked.option("docker stop -t").text;
    let longer = count_after(stop, "docker stop -t");
    let usual = 10;
    assert!(asked.code("terminal").contains(&format!("0m{usual}.")) && longer > usual);
    assert!(!drains(start, Pid1::Command, usual), "as the terminal shows");
    asked.assert_options(&[
        ("docker stop -t", drains(start, Pid1::Command, longer)),
        ("on top of", drains(&with_line(start, 2, trap), Pid1::Command, usual)),
        ("Write `exec", drains(&with(start, server, exec), Pid1::Command, usual)),
        ("--init", drains(start, Pid1::Init, usual)),
    ]);
    assert!(
        drains(&with(start, server, exec), Pid1::Init, usual),
        "an init passes it on to what is its child"
    );
}

/// A program that is `flock -n 9` when called with arguments, and runs a script otherwise.
const WITH_FLOCK: &str = r#"
unsafe extern "C" {
    fn flock(descriptor: i32, operation: i32) -> i32;
}

const EXCLUSIVE_AND_AT_ONCE: i32 = 2 | 4;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [at_once, descriptor] = &args[..] {
        assert_eq!(at_once, "-n");
        let descriptor = descriptor.parse().expect("a descriptor");
        std::process::exit(unsafe { -flock(descriptor, EXCLUSIVE_AND_AT_ONCE) });
    }
    std::fs::create_dir("bin").expect("a folder");
    std::fs::copy(std::env::current_exe().expect("a path"), "bin/flock").expect("a copy");
    let bin = std::env::current_dir().expect("a folder").join("bin");
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let status = std::process::Command::new("bash").env("PATH", path).args(["-c", SCRIPT]).status();
    assert!(status.expect("bash").success());
}
"#;

/// What deploys by a script led to.
struct Deploys {
    /// Whether a second one got the lock, while the first one's warm-up went on.
    second: bool,
    /// Whether that warm-up kept the descriptor.
    kept: bool,
    /// Whether one got the lock that was started in the middle of another.
    at_once: bool,
}

fn deploys(script: &str) -> Deploys {
    let harness = format!(
        r#"cp() {{
    if [ -e halfway ]; then
        rm halfway
        bash deploy.sh > during.out 2>&1
    fi
    command cp "$@"
}}
export -f cp
mkdir -p build live twice/build twice/live; mkfifo started release
cat > deploy.sh <<'EOF'
{script}EOF
printf '#!/bin/sh\necho $$ > started\nexec cat release > /dev/null\n' > warm-up
chmod +x warm-up
bash deploy.sh > first.out 2>&1
read -r warming < started
printf '#!/bin/sh\n' > warm-up
bash deploy.sh > second.out 2>&1
grep -qx deployed first.out && echo first
grep -qx deployed second.out && echo second
[ -e /proc/$warming/fd/9 ] && echo kept
: > release
command cp deploy.sh warm-up twice; cd twice; : > halfway
bash deploy.sh > first.out 2>&1
grep -qx deployed first.out && grep -qx deployed during.out && echo at-once
true
"#
    );
    let printed = toolchain::prints(&format!("const SCRIPT: &str = {harness:?};\n{WITH_FLOCK}"));
    let has = |word: &str| printed.lines().any(|line| line == word);
    assert!(has("first"), "{script}: {printed}");
    Deploys { second: has("second"), kept: has("kept"), at_once: has("at-once") }
}

pub(super) fn warm_up_inherits_the_lock(asked: &Asked) {
    let script = asked.code("deploy.sh");
    let warm_up = "./warm-up &";
    let option = |words: &str| quoted(&asked.option(words).text);
    let shown = deploys(script);
    let removed = deploys(&with_line(script, 2, option("rm -f")));
    let closed = deploys(&with(script, warm_up, &format!("./warm-up {} &", option("9>&-`, so"))));
    let detached = deploys(&with(script, warm_up, &format!("{} {warm_up}", option("nohup"))));
    let trapped = deploys(&with_line(script, 3, option("EXIT")));
    assert!(!shown.second && shown.kept && !shown.at_once, "as the terminal shows");
    // Right is what lets the next one through and still keeps two from running at once.
    let mends = |deploys: &Deploys| deploys.second && !deploys.kept && !deploys.at_once;
    asked.assert_options(&[
        ("rm -f", mends(&removed)),
        ("9>&-`, so", mends(&closed)),
        ("nohup", mends(&detached)),
        ("EXIT", mends(&trapped)),
    ]);
    assert!(removed.second && removed.at_once, "as the heads-up of `rm` says");
}
