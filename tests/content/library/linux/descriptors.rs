//! A service that leaks connections until it has no descriptor left.

use std::io::Read as _;
use std::net::TcpStream;

use super::super::{Asked, toolchain};
use super::reading::{number, number_after, row};
use super::sockets::{EMFILE, connection, port_of, socket_at, words_for};

/// `api` under a limit of 64: it calls `billing`, which closes, and does not close itself, until a
/// call fails. Then it tries to accept a customer: as it is, with a new limit for those that are
/// started later, and started anew.
const API: &str = r#"
use std::fs::read_link;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};

#[repr(C)]
struct Limit {
    soft: u64,
    hard: u64,
}

unsafe extern "C" {
    fn getrlimit(resource: i32, limit: *mut Limit) -> i32;
    fn setrlimit(resource: i32, limit: *const Limit) -> i32;
}

const OPEN_FILES: i32 = 7;

fn limit_to(soft: u64) {
    let mut limit = Limit { soft: 0, hard: 0 };
    unsafe {
        assert_eq!(getrlimit(OPEN_FILES, &mut limit), 0);
        limit.soft = soft;
        assert_eq!(setrlimit(OPEN_FILES, &limit), 0);
    }
}

fn api(billing: u16, leaks: bool) {
    let customers = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    println!("{}", customers.local_addr().unwrap().port());
    let mut left_open = Vec::new();
    while leaks {
        match TcpStream::connect(("127.0.0.1", billing)) {
            Ok(mut call) => {
                assert_eq!(call.read(&mut [0]).unwrap(), 0);
                left_open.push(call);
            }
            Err(error) => {
                assert_eq!(error.raw_os_error(), Some(24));
                break;
            }
        }
    }
    println!("{}", left_open.len());
    for line in std::io::stdin().lock().lines() {
        line.unwrap();
        println!("{}", customers.accept().map_or_else(|error| error.raw_os_error().unwrap(), |_| 0));
    }
}

struct Api {
    process: Child,
    said: BufReader<ChildStdout>,
    customer: TcpStream,
    leaked: usize,
}

fn line(said: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    line.trim().to_owned()
}

impl Api {
    fn start(billing: u16, kind: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([billing.to_string(), kind.to_owned()]);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let port: u16 = line(&mut said).parse().unwrap();
        let leaked = line(&mut said).parse().unwrap();
        let customer = TcpStream::connect(("127.0.0.1", port)).unwrap();
        Self { process, said, customer, leaked }
    }

    fn accepts(&mut self) -> String {
        self.process.stdin.as_mut().unwrap().write_all(b"accept\n").unwrap();
        line(&mut self.said)
    }

    fn open(&self) -> usize {
        let descriptors = std::fs::read_dir(format!("/proc/{}/fd", self.process.id())).unwrap();
        descriptors.filter(|entry| read_link(entry.as_ref().unwrap().path()).is_ok()).count()
    }

    fn stop(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        drop(self.customer);
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [billing, kind] = &args[..] {
        return api(billing.parse().unwrap(), kind == "leaks");
    }
    limit_to(64);
    let billing = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = billing.local_addr().unwrap().port();
    std::thread::spawn(move || {
        loop {
            drop(billing.accept());
        }
    });
    let mut shown = Api::start(port, "leaks");
    println!("open {}", shown.open());
    println!("leaked {}", shown.leaked);
    println!("shown {}", shown.accepts());
    limit_to(128);
    println!("limit-of-the-unit {}", shown.accepts());
    limit_to(64);
    shown.stop();
    let mut restarted = Api::start(port, "anew");
    println!("restarted {}", restarted.accepts());
    restarted.stop();
}
"#;

/// A connection's state at this end, now and later.
fn states(end: &TcpStream) -> impl Fn() -> Option<String> + use<> {
    let (local, remote) = (port_of(end.local_addr()), port_of(end.peer_addr()));
    move || socket_at(local, remote).map(|(state, _)| state)
}

pub(super) fn restart_serves_at_once(asked: &Asked) {
    let terminal = asked.code("terminal");
    let shown = row(terminal, "CLOSE-WAIT");
    let waiting = number(shown[0]);
    let descriptors = number_after(terminal, "wc -l\n");
    assert!(waiting > 0.9 * descriptors, "most descriptors are such connections");

    let (mut api, billing) = connection();
    let state = states(&api);
    let established = state();
    drop(billing);
    assert_eq!(api.read(&mut [0; 8]).expect("an end"), 0);
    let peer_closed = state();
    // include/net/tcp_states.h
    let named = [("ESTAB", "01"), ("FIN-WAIT-2", "05"), ("CLOSE-WAIT", "08")];
    let code = named.iter().find(|(name, _)| *name == shown[1]).map(|(_, code)| (*code).to_owned());
    assert!(code.is_some());

    let said = toolchain::prints(API);
    let serves = |words: &str| row(&said, words)[1] == "0";
    assert_eq!(row(&said, "shown")[1], EMFILE.to_string());
    assert!(terminal.contains(&format!("accept: {}", words_for(EMFILE))));
    assert!(number(row(&said, "leaked")[1]) > 0.8 * number(row(&said, "open")[1]), "{said}");

    let per_hour = waiting / 6.0;
    assert!(asked.prompt.contains("six hours ago") && asked.right().contains("restart it"));
    let days = number_after(&asked.option("LimitNOFILE").text, "LimitNOFILE` to") / per_hour / 24.0;
    assert!((days - 16.5).abs() < 0.5 && asked.explanation.contains("16 days"), "{days}");
    asked.assert_options(&[
        ("restart it", code == peer_closed && serves("restarted")),
        ("Have `billing` close", code == established),
        ("daemon-reload", serves("limit-of-the-unit")),
        // Until its release the process stays as it is.
        ("release it", serves("shown")),
    ]);
}
