//! Servers that are stopped and started again on the same port.

use super::super::{Asked, toolchain};
use super::reading::{number, number_after, row};
use super::sockets::words_for;

const EADDRINUSE: i32 = 98;

/// Servers by hand, without `SO_REUSEADDR`, which the standard library sets. Each accepts, closes
/// first and ends; then it says whether the next one may bind, and how long the kernel still waits.
/// `first` is the first restart after a change: the option is set on the new socket alone.
const RESTARTS: &str = r#"
use std::io::{Error, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::{AsRawFd, FromRawFd};
use std::process::{Command, Stdio};

unsafe extern "C" {
    fn socket(family: i32, kind: i32, protocol: i32) -> i32;
    fn setsockopt(socket: i32, level: i32, name: i32, value: *const i32, size: u32) -> i32;
    fn bind(socket: i32, address: *const [u8; 16], size: u32) -> i32;
    fn listen(socket: i32, backlog: i32) -> i32;
}

const SOCKET: i32 = 1;
const REUSE_ADDRESS: i32 = 2;
const KEEP_ALIVE: i32 = 9;
const TCP: i32 = 6;
const TCP_LINGER2: i32 = 8;

fn set(socket: i32, level: i32, name: i32, value: i32) {
    assert_eq!(unsafe { setsockopt(socket, level, name, &value, 4) }, 0);
}

fn listener(port: u16, reuse: bool) -> Result<TcpListener, Error> {
    let mut address = [0_u8; 16];
    address[..2].copy_from_slice(&2_u16.to_ne_bytes());
    address[2..4].copy_from_slice(&port.to_be_bytes());
    address[4..8].copy_from_slice(&[127, 0, 0, 1]);
    unsafe {
        let descriptor = socket(2, 1, 0);
        assert!(descriptor >= 0);
        let listener = TcpListener::from_raw_fd(descriptor);
        if reuse {
            set(descriptor, SOCKET, REUSE_ADDRESS, 1);
        }
        if bind(descriptor, &address, 16) < 0 || listen(descriptor, 8) < 0 {
            return Err(Error::last_os_error());
        }
        Ok(listener)
    }
}

fn close_first(listener: &TcpListener, option: &str) {
    let (accepted, _) = listener.accept().unwrap();
    match option {
        "keepalive" => set(accepted.as_raw_fd(), SOCKET, KEEP_ALIVE, 1),
        "linger" => set(accepted.as_raw_fd(), TCP, TCP_LINGER2, 5),
        _ => {}
    }
}

/// The seconds that a connection in TIME-WAIT at this port has left, once there is one.
fn time_wait(port: u16) -> Option<f64> {
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    table.lines().skip(1).find_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        if !fields[1].ends_with(&format!(":{port:04X}")) || fields[3] != "06" {
            return None;
        }
        let ticks = u32::from_str_radix(fields[5].split(':').nth(1)?, 16).ok()?;
        Some(f64::from(ticks) / 100.0)
    })
}

fn restart(option: &str, still_listening: bool) {
    let reuse = option == "reuse";
    let mut killed = None;
    let mut old = None;
    let port: u16;
    if option == "kill" {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let mut child = command.arg("serve").stdout(Stdio::piped()).stdin(Stdio::piped()).spawn().unwrap();
        let mut said = [0; 5];
        child.stdout.as_mut().unwrap().read_exact(&mut said).unwrap();
        port = std::str::from_utf8(&said).unwrap().parse().unwrap();
        killed = Some(child);
    } else {
        let listener = listener(0, reuse).unwrap();
        port = listener.local_addr().unwrap().port();
        old = Some(listener);
    }
    let mut client = TcpStream::connect(("127.0.0.1", port)).unwrap();
    if let Some(listener) = &old {
        close_first(listener, option);
    }
    assert_eq!(client.read(&mut [0; 8]).unwrap(), 0);
    drop(client);
    if let Some(mut child) = killed {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    if !still_listening {
        old = None;
    }
    let mut left = time_wait(port);
    for _ in 0..100_000 {
        if left.is_some() {
            break;
        }
        std::thread::yield_now();
        left = time_wait(port);
    }
    let bound = listener(port, reuse || option == "first");
    println!("{option} {} {:.0}", bound.is_ok(), left.expect("TIME-WAIT"));
    drop(old);
}

fn main() {
    if std::env::args().nth(1).is_some() {
        let listener = listener(0, false).unwrap();
        print!("{:05}", listener.local_addr().unwrap().port());
        std::io::stdout().flush().unwrap();
        close_first(&listener, "none");
        std::io::stdin().read(&mut [0]).unwrap();
        return;
    }
    for option in ["none", "kill", "first", "reuse", "linger", "keepalive"] {
        restart(option, STILL_LISTENING);
    }
}
"#;

pub(super) fn reuse_passes_over_time_wait(asked: &Asked) {
    let terminal = asked.code("terminal");
    assert!(terminal.contains(&words_for(EADDRINUSE)) && terminal.contains("TIME-WAIT"), "{terminal}");
    let listening = terminal.lines().any(|line| line.starts_with("LISTEN"));
    let said = toolchain::prints(&format!("const STILL_LISTENING: bool = {listening};\n{RESTARTS}"));
    let starts = |option: &str| row(&said, option)[1] == "true";
    assert!(!starts("none"), "as the terminal shows");
    assert!(!starts("first") && asked.explanation.contains("first restart after the change may still fail"));
    // TCP_LINGER2 is tcp_fin_timeout for one socket, says tcp(7); 5 as in the option.
    let option = asked.option("tcp_fin_timeout");
    let wanted = number_after(&option.text, "tcp_fin_timeout=");
    let sooner = number(row(&said, "linger")[2]) <= wanted;
    asked.assert_options(&[
        ("KillSignal", starts("kill")),
        ("SO_REUSEADDR", starts("reuse")),
        ("tcp_fin_timeout", sooner || starts("linger")),
        ("SO_KEEPALIVE", starts("keepalive")),
    ]);
}
