//! Reading the tools: what is on the screen, read by a machine, and the kernel beside it.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener, TcpStream};

use super::super::Asked;
use super::reading::{number, number_after, row};
use super::sockets::socket_at;

/// The path that each descriptor meant when the number was read from it.
pub(super) fn base_is_open_as_three(asked: &Asked) {
    let trace = asked.code("strace -e trace=openat,read,close ./worker");
    let wanted = asked.prompt.split("with 4").next().and_then(|text| text.split('`').nth(1));
    let key = wanted.and_then(|setting| setting.split(" =").next()).expect("a setting");
    let mut open: BTreeMap<&str, &str> = BTreeMap::new();
    let mut found = Vec::new();
    let mut refused = Vec::new();
    for line in trace.lines() {
        let (call, result) = line.rsplit_once(" = ").expect("a result");
        let quoted = call.split('"').nth(1).unwrap_or_default();
        let descriptor = call.split(['(', ',', ')']).nth(1).expect("a descriptor");
        match call.split('(').next().expect("a call") {
            "openat" if result.starts_with('-') => refused.push(quoted),
            "openat" => assert_eq!(open.insert(result, quoted), None),
            "close" => assert!(open.remove(descriptor).is_some()),
            "read" if quoted.starts_with(key) => found.push(open[descriptor]),
            "read" => assert!(open.contains_key(descriptor)),
            call => panic!("{call}"),
        }
    }
    let [path] = found[..] else { panic!("{found:?}") };
    assert!(asked.accepts(path), "{path}");
    assert!(asked.accepts(path.rsplit('/').next().expect("a name")));
    for other in refused.iter().chain(&["/etc/worker.toml", "/opt/worker"]) {
        assert!(!asked.accepts(other), "{other}");
    }
}

fn seconds(time: &str) -> f64 {
    let (minutes, seconds) = time.split_once('m').expect("minutes");
    number(minutes) * 60.0 + number(seconds)
}

pub(super) fn processor_time_per_second(asked: &Asked) {
    let terminal = asked.code("terminal");
    let of = |word: &str| seconds(row(terminal, word)[1]);
    let busy = (of("user") + of("sys")) / of("real");
    assert!(busy < number_after(terminal, "nproc\n"));
    assert!((asked.number() - busy).abs() < 0.05, "{busy}");
}

/// A call that took its time: its descriptor, how it ended, and its seconds.
struct Call<'a> {
    name: &'a str,
    descriptor: &'a str,
    peer: &'a str,
    message: &'a str,
    result: &'a str,
    seconds: f64,
}

fn calls(trace: &str) -> Vec<Call<'_>> {
    let mut peers: BTreeMap<&str, &str> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in trace.lines() {
        let (call, rest) = line.split_once(" = ").expect("a result");
        let (result, time) = rest.split_once(" <").expect("a time");
        let (name, args) = call.split_once('(').expect("arguments");
        let args = args.trim_end().trim_end_matches(')');
        let descriptor = match name {
            "socket" => result,
            "poll" => args.split(['=', ',']).nth(1).expect("a descriptor"),
            _ => args.split(',').next().expect("a descriptor"),
        };
        if name == "connect" {
            peers.insert(descriptor, args.split(", ").nth(1).expect("an address"));
        }
        let peer = peers.get(descriptor).copied().unwrap_or_default();
        let message = args.split('"').nth(1).unwrap_or_default();
        calls.push(Call { name, descriptor, peer, message, result, seconds: number(time) });
    }
    calls
}

pub(super) fn first_name_server_is_silent(asked: &Asked) {
    let calls = calls(asked.code("strace -T ./report (addresses abridged)"));
    for call in calls.iter().filter(|call| call.peer.ends_with(":53") && call.message.starts_with("A ")) {
        let mut words = call.message.split(' ').skip(1);
        // RFC 1035, 4.1: a header of 12 bytes, the labels with their lengths, a zero, type and class;
        // an answer points back at the name.
        let query = 12 + words.next().expect("a name").len() + 2 + 4;
        let size = query + words.count() * 16;
        assert_eq!(call.result, size.to_string(), "{}", call.message);
    }
    let slow = calls.iter().max_by(|a, b| a.seconds.total_cmp(&b.seconds)).expect("a call");
    assert!((slow.seconds - 5.0).abs() < 0.1 && slow.name == "poll");
    let silent = slow.result.contains("Timeout")
        && !calls.iter().any(|call| call.name == "recvfrom" && call.descriptor == slow.descriptor);
    let quick_polls = calls.iter().filter(|call| call.name == "poll" && call.seconds < 1.0).count();
    let asked_once_more = |call: &&Call<'_>| call.name == "sendto" && call.peer == slow.peer;
    let again = calls.iter().filter(asked_once_more).count() > 1;
    let answered = calls.iter().any(|call| call.name == "recvfrom" && call.peer.ends_with(":53"));
    asked.assert_options(&[
        ("PostgreSQL", slow.peer.ends_with(":5432")),
        ("10.0.0.2", silent && slow.peer == "10.0.0.2:53"),
        ("Each `poll`", quick_polls == 0),
        ("lost by chance", answered && again),
    ]);
}

/// The fields' meaning is that of vmstat(8).
pub(super) fn memory_is_short_and_processes_wait(asked: &Asked) {
    let mut lines = asked.code("vmstat 5, shortened (MB; si, so KB/s)").lines();
    let names: Vec<&str> = lines.next().expect("a header").split_whitespace().collect();
    let rows: Vec<BTreeMap<&str, f64>> =
        lines.map(|line| names.iter().copied().zip(line.split_whitespace().map(number)).collect()).collect();
    assert_eq!(rows.len(), 3);
    let cpus = number_after(&asked.prompt, "machine with");
    let each = |holds: fn(&BTreeMap<&str, f64>, f64) -> bool| {
        let count = rows.iter().filter(|row| holds(row, cpus)).count();
        assert!(count == 0 || count == rows.len(), "the lines agree");
        count > 0
    };
    for row in &rows {
        let shares = ["us", "sy", "id", "wa", "st"].map(|name| row[name]);
        assert!((shares.iter().sum::<f64>() - 100.0).abs() < 0.5, "{row:?}");
    }
    asked.assert_options(&[
        ("more memory than", each(|row, _| row["si"] > 100.0 && row["so"] > 100.0)),
        ("ready to run", each(|row, cpus| row["r"] > cpus)),
        ("wait for I/O", each(|row, _| row["b"] > row["r"])),
        ("other guests", each(|row, _| row["st"] > 0.0)),
    ]);
}

/// How long a request takes at worst, in ms, under `cpu.max`: threads run side by side until the
/// quota of a period is used up, and go on with the next one. By the kernel's document on CFS
/// bandwidth control; a request may start anywhere in a period.
fn worst(cpu_max: &str, work: f64, threads: f64) -> f64 {
    const STEP: f64 = 0.1;
    let of = |at: usize| number(cpu_max.split_whitespace().nth(at).expect("quota and period")) / 1000.0;
    let (quota, period) = (of(0), of(1));
    let takes = |phase: f64| {
        let (mut now, mut left, mut granted) = (phase, work, quota);
        let mut ends = period;
        while left > STEP / 2.0 {
            if now >= ends - STEP / 2.0 {
                ends += period;
                granted = quota;
            }
            let used = (STEP * threads).min(granted).min(left);
            granted -= used;
            left -= used;
            now += STEP;
        }
        now - phase
    };
    let phases = (0..100_u8).map(|percent| f64::from(percent) / 100.0 * period);
    phases.map(takes).fold(0.0, f64::max)
}

pub(super) fn quota_must_cover_a_request(asked: &Asked) {
    let cgroup = asked.code("the pod's cgroup, over one minute");
    let (cpu_max, _) = cgroup.split_once("cpu.stat").expect("the counters");
    let cpu_max = cpu_max.trim_start_matches("cpu.max");
    let work = number_after(&asked.prompt, "each");
    let shown = worst(cpu_max, work, 1.0);
    assert!((shown - number_after(&asked.prompt, "up to")).abs() < 1.0, "{shown}");
    assert!(number_after(cgroup, "nr_throttled") > 0.0);
    assert!(number_after(asked.code("the node"), "cores,") > 50.0);
    // What the counters come to when requests start anywhere in a period: a timer counts the period of
    // the start, the next one, and an idle one, with which it stops (`do_sched_cfs_period_timer()`).
    assert!(asked.prompt.starts_with("Two requests a second"));
    let requests = 2.0 * 60.0;
    let of = |at: usize| number(cpu_max.split_whitespace().nth(at).expect("quota and period"));
    let (quota, period) = (of(0), of(1));
    let halted = requests * (period - quota) / period;
    let counters = [
        ("nr_periods", 3.0 * requests),
        ("nr_throttled", halted),
        ("throttled_usec", halted * (period - quota) / 2.0),
    ];
    for (name, value) in counters {
        assert!((number_after(cgroup, name) - value).abs() < 0.5, "{name}: {value}");
    }
    let set = |words: &str| {
        let text = &asked.option(words).text;
        text.split('`').map(str::trim).find(|code| code.starts_with(words)).expect("a setting").to_owned()
    };
    let good = |worst: f64| worst < work + 1.0;
    asked.assert_options(&[
        ("10000 50000", good(worst(&set("10000 50000"), work, 1.0))),
        ("Three threads", good(worst(cpu_max, work, 3.0))),
        ("40000 100000", good(worst(&set("40000 100000"), work, 1.0))),
        // Alone on an idle node there is nobody to come before, whatever its weight.
        ("nice -n -10", good(shown)),
    ]);
    let three = worst(cpu_max, work, 3.0);
    assert!((three - 103.0).abs() < 1.0, "{three}");
}

pub(super) fn nobody_accepts(asked: &Asked) {
    let terminal = asked.code("terminal");
    let listening = row(terminal, "LISTEN");
    let (queued, longest) = (number(listening[1]), number(listening[2]));
    let workers = number_after(&asked.prompt, "PID 4410 has");
    let reading = terminal.lines().filter(|line| line.contains("recvfrom(") && line.contains("10.4.0.9"));
    let stuck = u32::try_from(reading.count()).map(f64::from).expect("few") + number_after(terminal, "\n(");

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a listener");
    let address = listener.local_addr().expect("its address");
    let connect = || {
        let mut client = TcpStream::connect(address).expect("a connection");
        client.write_all(&[b'x'; 500]).expect("bytes that wait");
        client
    };
    let clients: Vec<TcpStream> = (0..5).map(|_| connect()).collect();
    let in_queue = || socket_at(address.port(), 0).expect("the listener").1;
    let before = in_queue();
    let accepted: Vec<_> = (0..3).map(|_| listener.accept().expect("a client")).collect();
    let counts_connections = before == 5 && in_queue() == 2;
    drop((clients, accepted));
    asked.assert_options(&[
        ("10.4.0.9", counts_connections && queued > longest && stuck >= workers),
        ("net.core.somaxconn", longest >= number_after(terminal, "somaxconn =")),
        ("tcp_rmem", !counts_connections),
        ("`listen()` with", stuck < workers),
    ]);
}
