//! Sockets: the kernel's own, on the loopback, and two calculations.

use std::io::{Error, ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use super::super::Asked;
use super::reading::{number, number_after, quoted, row};

const PATIENCE: Duration = Duration::from_secs(5);

/// Two ends of a connection: the one that connected, and the one that was accepted.
pub(super) fn connection() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a listener");
    let connected = TcpStream::connect(listener.local_addr().expect("its address")).expect("a connection");
    let (accepted, _) = listener.accept().expect("the same");
    for end in [&connected, &accepted] {
        end.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    }
    (connected, accepted)
}

/// The sockets of `/proc/net/tcp`, a row of its columns each.
fn sockets() -> Vec<Vec<String>> {
    let table = std::fs::read_to_string("/proc/net/tcp").expect("a table of sockets");
    table.lines().skip(1).map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

/// What the table has on the socket between these ports: its state, and what waits to be
/// received. A listener's other port is 0.
pub(super) fn socket_at(local: u16, remote: u16) -> Option<(String, u64)> {
    let (here, there) = (format!(":{local:04X}"), format!(":{remote:04X}"));
    let found = sockets().into_iter().find(|row| row[1].ends_with(&here) && row[2].ends_with(&there));
    found.map(|row| {
        let (_, received) = row[4].split_once(':').expect("two queues");
        (row[3].clone(), u64::from_str_radix(received, 16).expect("a number"))
    })
}

pub(super) fn port_of(address: Result<SocketAddr, Error>) -> u16 {
    address.expect("an address").port()
}

/// The kernel's words for an error.
pub(super) fn words_for(code: i32) -> String {
    let error = Error::from_raw_os_error(code).to_string();
    error.split(" (os error").next().expect("words").to_owned()
}

pub(super) const EMFILE: i32 = 24;
const EADDRNOTAVAIL: i32 = 99;
const ETIMEDOUT: i32 = 110;
const ECONNREFUSED: i32 = 111;

/// The texts between `b"` and `"` in Python, as bytes.
fn literals(python: &str) -> Vec<Vec<u8>> {
    let literals = python.split("b\"").skip(1).map(|rest| rest.split('"').next().expect("its end"));
    literals.map(|text| text.replace("\\n", "\n").into_bytes()).collect()
}

pub(super) fn one_receive_returns_both_lines(asked: &Asked) {
    let sent = literals(asked.code("client.py"));
    let expected = &literals(asked.code("server.py"))[0];
    let most: usize =
        format!("{:.0}", number_after(asked.code("server.py"), "recv(")).parse().expect("a size");
    let (mut client, mut server) = connection();
    for line in &sent {
        client.write_all(line).expect("all of it is sent");
    }
    let all = sent.concat();
    let mut buffer = vec![0; most];
    let deadline = Instant::now() + PATIENCE;
    while server.peek(&mut buffer).expect("something is there") < all.len() {
        assert!(Instant::now() < deadline, "both lines are in the buffer");
        std::thread::yield_now();
    }
    let count = server.read(&mut buffer).expect("something is received");
    let data = &buffer[..count];

    let (mut client, mut server) = connection();
    client.write_all(&sent[0]).expect("all of it is sent");
    let mut alone = vec![0; sent[0].len()];
    let held_back = server.read_exact(&mut alone).is_err();
    asked.assert_options(&[
        ("both lines", data == all && data != expected && alone == *expected),
        ("only half a line", count < all.len()),
        ("overtake", data.starts_with(&sent[1])),
        ("Nagle", held_back),
    ]);
}

/// 127.0.0.2 stands for the machine's other address: it is local as well, and another one.
pub(super) fn other_addresses_are_refused(asked: &Asked) {
    let called = asked.prompt.split_once("http://").expect("a URL").1;
    let (host, rest) = called.split_once(':').expect("a port");
    let port = rest.split('/').next().expect("a path");
    let terminal = asked.code("on 10.0.3.17");
    assert!(
        terminal.contains(&format!("localhost:{port}")) && asked.right().contains(&format!("{host}:{port}"))
    );
    let listening = terminal.lines().find_map(|line| line.trim_end().strip_suffix(&format!(":{port}")));
    let bound = listening.and_then(|line| line.split_whitespace().last()).expect("a listener");
    let bound: Ipv4Addr = bound.parse().expect("its address");
    let listener = TcpListener::bind((bound, 0)).expect("a listener");
    let port = port_of(listener.local_addr());
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok(), "curl on the machine itself");
    let other = SocketAddr::from((Ipv4Addr::new(127, 0, 0, 2), port));
    let seen = TcpStream::connect_timeout(&other, PATIENCE).map_err(|error| error.kind());
    asked.assert_options(&[
        ("It prints `ok`", seen.is_ok()),
        ("It times out", matches!(seen, Err(ErrorKind::TimedOut | ErrorKind::WouldBlock))),
        ("It is reset", matches!(seen, Err(ErrorKind::ConnectionReset))),
        ("It is refused", matches!(seen, Err(ErrorKind::ConnectionRefused))),
    ]);
}

/// The names that glibc asks for, by resolv.conf(5): fewer dots than `ndots`, and the search list
/// comes first.
fn candidates(conf: &str, name: &str) -> Vec<String> {
    let search: Vec<&str> = row(conf, "search").into_iter().skip(1).collect();
    let as_it_is = name.trim_end_matches('.').to_owned();
    if name.ends_with('.') {
        return vec![as_it_is];
    }
    let dots = u32::try_from(name.matches('.').count()).map(f64::from).expect("few");
    let mut names: Vec<String> = search.iter().map(|suffix| format!("{name}.{suffix}")).collect();
    let at = if dots < number_after(conf, "ndots:") { names.len() } else { 0 };
    names.insert(at, as_it_is);
    names
}

/// How many names are asked for until one is there.
fn lookups(conf: &str, name: &str, there: &[&str]) -> Option<usize> {
    candidates(conf, name).iter().position(|name| there.contains(&name.as_str())).map(|at| at + 1)
}

pub(super) fn two_dots_are_tried_first(asked: &Asked) {
    let conf = asked.code("/etc/resolv.conf");
    let names: Vec<&str> = asked.prompt.split('`').skip(1).step_by(2).collect();
    let [outside, inside @ ..] = &names[..] else { panic!("names: {}", asked.prompt) };
    let log: Vec<(&str, &str)> =
        asked.code("DNS log").lines().filter_map(|line| line.rsplit_once(' ')).collect();
    let logged: Vec<&str> = log.iter().map(|(name, _)| *name).collect();
    assert_eq!(candidates(conf, outside), logged);
    assert!(log.iter().all(|(name, status)| (*status == "NOERROR") == (name == outside)));

    let there = [*outside, "orders.shop.svc.cluster.local", "orders.billing.svc.cluster.local"];
    let helps = |conf: &str| {
        let found: Vec<Option<usize>> = inside.iter().map(|name| lookups(conf, name, &there)).collect();
        lookups(conf, outside, &there) == Some(1) && found.iter().all(Option::is_some)
    };
    assert_eq!((inside.len(), helps(conf)), (2, false));
    let option = |words: &str| quoted(&asked.option(words).text);
    let ndots = |words: &str| helps(&conf.replace("options ndots:5", option(words)));
    asked.assert_options(&[
        ("ndots:3", ndots("ndots:3")),
        (
            "`partner.example`",
            helps(&conf.replace("search ", &format!("search {} ", option("`partner.example`")))),
        ),
        ("ndots:2", ndots("ndots:2")),
        ("10.96.0.11", helps(&format!("{}\n{conf}", option("10.96.0.11")))),
    ]);
}

/// `include/net/tcp_states.h`
const ESTABLISHED: &str = "01";
const TIME_WAIT: &str = "06";

/// How many local ports so many requests leave in TIME-WAIT, with a connection for each of them or with
/// one for all.
fn ports_blocked(requests: usize, reused: bool) -> usize {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a listener");
    let address = listener.local_addr().expect("its address");
    let mut kept: Option<(TcpStream, TcpStream)> = None;
    for _ in 0..requests {
        let connect = || {
            let connected = TcpStream::connect(address).expect("a connection");
            (connected, listener.accept().expect("the same").0)
        };
        let (mut proxy, mut app) = kept.take().unwrap_or_else(connect);
        proxy.write_all(b"?").expect("a request");
        app.read_exact(&mut [0]).expect("the request");
        app.write_all(b"!").expect("a response");
        proxy.read_exact(&mut [0]).expect("the response");
        if reused {
            kept = Some((proxy, app));
        } else {
            drop(proxy);
            assert_eq!(app.read(&mut [0]).expect("an end"), 0);
        }
    }
    let there = format!(":{:04X}", address.port());
    let deadline = Instant::now() + PATIENCE;
    loop {
        let to_there = sockets().into_iter().filter(|row| row[2].ends_with(&there));
        let states: Vec<String> = to_there.map(|row| row[3].clone()).collect();
        if states.iter().all(|state| [ESTABLISHED, TIME_WAIT].contains(&state.as_str())) {
            return states.iter().filter(|state| *state == TIME_WAIT).count();
        }
        assert!(Instant::now() < deadline, "connections are closed: {states:?}");
    }
}

pub(super) fn ports_run_out(asked: &Asked) {
    let proxy = asked.code("on the proxy");
    let blocked = number_after(&asked.prompt, "TIME-WAIT lasts");
    let requests = number_after(proxy, "10.2.0.7:8080,");
    let (_, range) = proxy.split_once("ip_local_port_range = ").expect("a range");
    let range: Vec<f64> = range.split_whitespace().take(2).map(number).collect();
    let carries = |first: f64, last: f64| (last - first + 1.0) / blocked;
    let shown = carries(range[0], range[1]);
    let fails = number(proxy.lines().nth(1).and_then(|line| line.split('/').next()).expect("a rate"));
    assert!((requests - shown - fails).abs() < 1.0, "{shown} succeed");
    assert!((shown * blocked - number_after(proxy, "wc -l\n")).abs() < 0.5);
    assert!(asked.prompt.contains("opens and closes one connection to `app` for each request"));

    let wider = &asked.option("Widen").text;
    let wider = carries(number_after(wider, "` to"), number_after(wider, "1024-"));
    let reads = |code: i32| proxy.contains(&words_for(code));
    assert!(reads(EADDRNOTAVAIL));
    let tried = 20;
    assert_eq!(ports_blocked(tried, false), tried, "a port for each request");
    let reused = ports_blocked(tried, true);
    asked.assert_options(&[
        ("Widen", wider >= requests),
        ("LimitNOFILE", reads(EMFILE)),
        ("somaxconn", reads(ETIMEDOUT) || reads(ECONNREFUSED)),
        ("Keep connections", reused == 0),
    ]);
}
