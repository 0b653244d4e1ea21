//! How long guards live, who wakes whom, and when a channel ends.

use super::super::Asked;
use super::super::toolchain::{compile, error, prints, run};
use super::{Outcome, bare, with};

pub(super) fn a_limit_in_a_thread(asked: &Asked) {
    let code = format!("{}use std::thread;", asked.code("worker.rs"));
    let shown = Outcome::of(&code);
    let copied = Outcome::of(&with(&code, "spawn(||", "spawn(move ||")).prints("0\n1\n2\n");
    asked.assert_options(&[
        ("prints 0, 1 and 2", shown.prints("0\n1\n2\n")),
        ("prints nothing", shown.prints("")),
        ("not in an `Arc`", !copied),
        ("borrows `limit`", shown.refused("E0373", 3) && copied),
    ]);
}

/// Polls by hand: an executor with nothing to wait for.
const POLLING: &str = "
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
fn polled<F: Future + ?Sized>(future: Pin<&mut F>) -> Option<F::Output> {
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}
";

pub(super) fn audit_before_done(asked: &Asked) {
    let code = asked.code("handle.rs");
    let program = format!("{code}{POLLING}fn main() {{ polled(pin!(handle(7))).expect(\"it ends\"); }}");
    let out = prints(&program);
    assert!(asked.accepts(&out.lines().collect::<Vec<_>>().join(" ")), "{out}");
    for missed in ["audit 7 done 7", "done 7 audit 7", "audit 7", "done", "nothing"] {
        assert!(!asked.accepts(missed), "{missed}");
    }
    assert!(compile(&program).1.contains("unused implementer of `Future`"));
    assert_eq!(prints(&with(&program, "audit(id);\n", "audit(id).await;\n")), "audit 7\ndone 7\n");
}

/// Threads and channels that are scheduled by hand: a spawned closure runs at once, or not before
/// someone waits. A loop that would wait for ever says so, and is unwound.
const SCHEDULED: &str = "
mod thread {
    use std::{cell::RefCell, collections::VecDeque, rc::Rc};
    type Waiting = Rc<RefCell<Option<Box<dyn FnOnce()>>>>;
    thread_local!(static QUEUE: RefCell<VecDeque<Waiting>> = RefCell::default());
    thread_local!(pub static EAGER: std::cell::Cell<bool> = const { std::cell::Cell::new(false) });
    pub struct Handle(Waiting);
    impl Handle {
        pub fn join(self) -> Result<(), ()> { run(&self.0); Ok(()) }
    }
    fn run(waiting: &Waiting) {
        let body = waiting.borrow_mut().take();
        if let Some(body) = body { body() }
    }
    pub fn spawn(body: impl FnOnce() + 'static) -> Handle {
        let waiting: Waiting = Rc::new(RefCell::new(Some(Box::new(body))));
        QUEUE.with_borrow_mut(|queue| queue.push_back(Rc::clone(&waiting)));
        if EAGER.get() { run(&waiting) }
        Handle(waiting)
    }
    pub fn next() -> bool {
        let next = QUEUE.with_borrow_mut(|queue| queue.pop_front());
        next.inspect(run).is_some()
    }
    pub fn played(program: fn(), eager: bool) {
        EAGER.set(eager);
        let _hung = std::panic::catch_unwind(program);
        QUEUE.take();
        println!(\"--\");
    }
}
mod mpsc {
    use std::sync::mpsc;
    pub use std::sync::mpsc::{Sender, SyncSender, TryIter};
    pub struct Receiver(mpsc::Receiver<i32>);
    pub fn channel() -> (Sender<i32>, Receiver) {
        let (tx, rx) = mpsc::channel();
        (tx, Receiver(rx))
    }
    pub fn sync_channel(bound: usize) -> (SyncSender<i32>, Receiver) {
        let (tx, rx) = mpsc::sync_channel(bound);
        (tx, Receiver(rx))
    }
    impl Receiver {
        fn wait(&self) -> Option<i32> {
            loop {
                match self.0.try_recv() {
                    Ok(value) => return Some(value),
                    Err(mpsc::TryRecvError::Disconnected) => return None,
                    Err(mpsc::TryRecvError::Empty) if super::thread::next() => {}
                    Err(mpsc::TryRecvError::Empty) => {
                        println!(\"hangs\");
                        std::panic::resume_unwind(Box::new(()));
                    }
                }
            }
        }
        pub fn iter(&self) -> impl Iterator<Item = i32> { std::iter::from_fn(|| self.wait()) }
        pub fn try_iter(&self) -> TryIter<'_, i32> { self.0.try_iter() }
    }
    impl IntoIterator for Receiver {
        type Item = i32;
        type IntoIter = Box<dyn Iterator<Item = i32>>;
        fn into_iter(self) -> Self::IntoIter { Box::new(std::iter::from_fn(move || self.wait())) }
    }
}
";

pub(super) fn the_loop_that_waits(asked: &Asked) {
    let code = asked.code("gather.rs");
    let changed = asked.option.iter().map(|option| {
        let (place, change) = option.text.split_once(": ").expect("a place and a change");
        match (place, bare(change)) {
            ("On line 8", change) => with(code, "\n\n", &format!("\n{change}\n")),
            ("On line 2", call) => with(code, "mpsc::channel()", call),
            ("On line 9", head) => with(code, "for id in rx", head),
            other => panic!("{other:?}"),
        }
    });
    let programs: Vec<String> = [code.to_owned()].into_iter().chain(changed).collect();
    let modules = |imports: &str| -> String {
        let public = programs.iter().map(|program| with(program, "fn main", "pub fn main"));
        let modules = public.enumerate().map(|(i, program)| format!("mod v{i} {{ {imports}\n{program} }}\n"));
        modules.collect::<Vec<String>>().concat()
    };
    let (compiles, said) = compile(&format!("{}fn main() {{}}", modules("use std::{sync::mpsc, thread};")));
    assert!(compiles, "with real threads: {said}");

    let play = |i: usize| format!("for eager in [true, false] {{ thread::played(v{i}::main, eager); }}");
    let main = (0..programs.len()).map(play).collect::<Vec<String>>().concat();
    let out = prints(&format!("{SCHEDULED}{}fn main() {{ {main} }}", modules("use super::{mpsc, thread};")));
    let played: Vec<&str> = out.split_terminator("--\n").collect();
    assert_eq!(played[..2], ["0\n1\n2\nhangs\n"; 2], "as shown");
    let ends = |runs: &[&str]| runs.iter().all(|out| *out == "0\n1\n2\nall done\n");
    let claims = asked.option.iter().zip(played[2..].chunks(2));
    let claims: Vec<(&str, bool)> = claims.map(|(option, runs)| (option.text.as_str(), ends(runs))).collect();
    asked.assert_options(&claims);
}

pub(super) fn eight_workers_one_speed(asked: &Asked) {
    let code = asked.code("pool.rs");
    let timing: Vec<f64> =
        asked.code("timing").split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let alone: f64 = 400.0 * 0.020;
    assert!(timing.iter().all(|seconds| (seconds - alone).abs() < 0.1), "{timing:?}");
    assert!(asked.prompt.contains("20 ms") && asked.code("timing").matches("jobs=400").count() == 2);

    let prelude = "use std::{sync::{Barrier, Mutex}, thread};\nstatic MET: Barrier = Barrier::new(2);\n";
    let asked_inside = "println!(\"{}\", queue.try_lock().is_err()); job.run();";
    let one = "struct Job; impl Job { fn run(self) {} }
        fn main() { run_all(&Mutex::new(vec![Job]), 1); }";
    let held = prints(&format!("{prelude}{one}{}", with(code, "job.run();", asked_inside)));
    let held: bool = held.trim().parse().expect("true or false");

    let released = "loop {
        let job = queue.lock().unwrap().pop();
        let Some(job) = job else { break };";
    let released = with(code, "while let Some(job) = queue.lock().unwrap().pop() {", released);
    // Two jobs that meet; then one that goes on while another worker takes eight in a row; then jobs
    // whose taking is all that they cost.
    let main = "use std::{sync::atomic::{AtomicUsize, Ordering::SeqCst}, time::Instant};
        static TAKEN: AtomicUsize = AtomicUsize::new(0);
        enum Job { Meet, Outlast, Take }
        impl Job {
            fn run(self) {
                match self {
                    Job::Meet => { MET.wait(); }
                    Job::Outlast => while TAKEN.load(SeqCst) < 8 { thread::yield_now() },
                    Job::Take => { TAKEN.fetch_add(1, SeqCst); }
                }
            }
        }
        fn jobs(count: usize) -> Vec<Job> { (0..count).map(|_| Job::Take).collect() }
        fn main() {
            run_all(&Mutex::new(vec![Job::Meet, Job::Meet]), 2);
            println!(\"met\");
            let mut outlasted = jobs(8);
            outlasted.push(Job::Outlast);
            run_all(&Mutex::new(outlasted), 2);
            println!(\"outlasted\");
            let many = Mutex::new(jobs(400));
            let start = Instant::now();
            run_all(&many, 8);
            println!(\"{}\", start.elapsed().as_secs_f64());
        }";
    let ran = run(&format!("{prelude}{released}{main}"));
    let printed: Vec<&str> = ran.out.lines().collect();
    // Were each worker joined before the next starts, or did it wait for the others after its `pop`, it would hang.
    let (met, outlasted) = (printed.contains(&"met"), printed.contains(&"outlasted"));
    let all_pops: f64 = printed.last().and_then(|last| last.parse().ok()).unwrap_or(f64::INFINITY);
    asked.assert_options(&[
        ("`scope.spawn` joins", !met),
        ("A `Mutex` is fair", met && !outlasted),
        ("one cache line", all_pops > alone / 2.0),
        ("The guard of line 2", held && met && outlasted),
    ]);
}

/// An executor of one task that polls it once and then when it was woken. The reply comes after a
/// thousand turns. Says whether the task ended, and after how many polls.
const WOKEN: &str = "
use std::sync::{Arc, Mutex, mpsc, atomic::{AtomicUsize, Ordering::SeqCst}};
use std::task::{Context, Poll, Wake, Waker};
use std::pin::{Pin, pin};
struct Flag(AtomicUsize);
impl Wake for Flag {
    fn wake(self: Arc<Self>) { self.0.store(1, SeqCst); }
}
fn play(future: impl Future<Output = u32>, reply: impl FnOnce()) {
    let flag = Arc::new(Flag(AtomicUsize::new(1)));
    let waker = Waker::from(Arc::clone(&flag));
    let (mut future, mut reply, mut polls) = (pin!(future), Some(reply), 0);
    for turn in 0..2000 {
        if turn == 1000 { reply.take().expect(\"once\")(); }
        if flag.0.swap(0, SeqCst) == 1 {
            polls += 1;
            if future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
                return println!(\"ended {polls}\");
            }
        }
    }
    println!(\"hangs {polls}\");
}
";

const BY_CHANNEL: &str = "
pub fn probe() {
    let (tx, rx) = mpsc::channel();
    play(Reply { rx }, move || tx.send(5).expect(\"a receiver\"));
}
pub fn spawned() {
    let (tx, rx) = mpsc::channel();
    let task: Pin<Box<dyn Future<Output = u32> + Send>> = Box::pin(Reply { rx });
    play(task, move || tx.send(5).expect(\"a receiver\"));
}";

const BY_WAKER: &str = "
type Shared = Arc<Mutex<(Option<u32>, Option<Waker>)>>;
struct Stored(Shared);
impl Future for Stored {
    type Output = u32;
    fn poll(self: Pin<&mut Self>, cx: &mut Context) -> Poll<u32> {
        let mut shared = self.0.lock().expect(\"no panic\");
        if let Some(reply) = shared.0.take() { return Poll::Ready(reply); }
        shared.1 = Some(cx.waker().clone());
        Poll::Pending
    }
}
fn stored() {
    let shared = Shared::default();
    play(Stored(Arc::clone(&shared)), move || {
        let mut shared = shared.lock().expect(\"no panic\");
        shared.0 = Some(5);
        if let Some(waker) = shared.1.take() { waker.wake() }
    });
}";

pub(super) fn reply_that_came_later(asked: &Asked) {
    let code = asked.code("reply.rs");
    let busy = with(code, "Err(_) => Poll::Pending", "Err(_) => { cx.waker().wake_by_ref(); Poll::Pending }");
    // The reply is to come from the thread that waits for it.
    let blocking = "self.rx.recv_timeout(std::time::Duration::from_millis(20)).map_err(|_| -> u8 {
        println!(\"blocks\"); std::process::exit(0) })";
    let blocking = with(code, "self.rx.try_recv()", blocking);
    let module = |name: &str, code: &str| format!("mod {name} {{ use super::*;\n{code}{BY_CHANNEL} }}\n");
    let modules = [module("shown", code), module("busy", &busy), module("blocking", &blocking)].concat();
    let main = "fn main() { shown::probe(); busy::probe(); stored(); shown::spawned(); blocking::probe(); }";
    let out = prints(&format!("{WOKEN}{modules}{BY_WAKER}{main}"));
    let [shown, busy, stored, spawned, blocked] = out.lines().collect::<Vec<_>>()[..] else {
        panic!("{out}");
    };
    assert_eq!(shown, "hangs 1");
    let by_two_polls = |outcome: &str| outcome == "ended 2";
    asked.assert_options(&[
        ("wake_by_ref", by_two_polls(busy)),
        ("self.rx.recv()", by_two_polls(blocked)),
        ("Store the waker", by_two_polls(stored)),
        ("Spawn each `Reply`", by_two_polls(spawned)),
    ]);
    assert_eq!((busy, blocked), ("ended 1001", "blocks"));
    assert!(asked.option("wake_by_ref").credit.is_some());
}

/// A feed that is slow for as long as the program runs; a refresh is started, and a quote asked for.
const REFRESHED: &str = "
struct Prices { cents: Vec<u64> }
struct Feed;
impl Feed {
    async fn fetch(&self) -> Prices { std::future::pending().await }
}
";

/// A mutex whose waiters give the thread back.
const ASYNC_MUTEX: &str = "
struct AsyncMutex<T>(Mutex<T>);
struct Guard<'a, T>(std::sync::MutexGuard<'a, T>);
impl<T> Guard<'_, T> {
    fn unwrap(self) -> Self { self }
}
impl<T> std::ops::Deref for Guard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T { &self.0 }
}
impl<T> std::ops::DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T { &mut self.0 }
}
impl<T> AsyncMutex<T> {
    fn new(value: T) -> Self { Self(Mutex::new(value)) }
    async fn lock(&self) -> Guard<'_, T> {
        let ready = |guard| Poll::Ready(Guard(guard));
        let tried = |_: &mut Context| self.0.try_lock().map_or(Poll::Pending, ready);
        std::future::poll_fn(tried).await
    }
}
";

pub(super) fn quotes_stop_at_refresh(asked: &Asked) {
    let code = asked.code("prices.rs");
    let (lock, fetch) =
        ("    let mut guard = prices.lock().unwrap();\n", "    let fresh = feed.fetch().await; // 80 ms\n");
    let swapped = with(code, &format!("{lock}{fetch}"), &format!("{fetch}{lock}"));
    let read_write =
        with(&with(code, lock, &lock.replace("lock()", "write()")), "prices.lock()", "prices.read()");
    let read_write = read_write.replace("Mutex", "RwLock");
    let awaited = code.replace("Mutex", "AsyncMutex").replace(".lock()", ".lock().await");

    let probe = |lock: &str, free: &str| {
        format!(
            "pub fn probe() -> &'static str {{
                let prices = {lock}::new(Prices {{ cents: vec![100] }});
                let mut refresh = pin!(refresh(&prices, &Feed));
                assert!(polled(refresh.as_mut()).is_none());
                if !{free} {{ return \"blocked\"; }}
                match polled(pin!(quote(&prices, 0))) {{ Some(100) => \"answered\", _ => \"waits\" }}
            }}"
        )
    };
    let module = |name: &str, code: &str, lock: &str, free: &str| {
        format!("mod {name} {{ use super::*;\n{code}{} }}\n", probe(lock, free))
    };
    let modules = [
        module("shown", code, "Mutex", "prices.try_lock().is_ok()"),
        module("swapped", &swapped, "Mutex", "prices.try_lock().is_ok()"),
        module("read_write", &read_write, "RwLock", "prices.try_read().is_ok()"),
        module("awaited", &awaited, "AsyncMutex", "true"),
    ];
    let prelude = format!("use std::sync::{{Mutex, RwLock}};\n{POLLING}{REFRESHED}");
    let main = "fn main() {
        for probe in [shown::probe, swapped::probe, read_write::probe, awaited::probe] {
            println!(\"{}\", probe());
        }
    }";
    let out = prints(&format!("{prelude}{ASYNC_MUTEX}{}{main}", modules.concat()));
    let [shown, swapped, read_write, awaited] = out.lines().collect::<Vec<_>>()[..] else {
        panic!("{out}");
    };
    assert_eq!(shown, "blocked");
    let spawn = "fn spawn(_: impl Future + Send) {}
        fn main() { spawn(refresh(&Mutex::new(Prices { cents: vec![] }), &Feed)); }";
    let said = error(&format!("{prelude}{code}{spawn}"));
    let can_be_spawned = !said.contains("future cannot be sent between threads safely");
    asked.assert_options(&[
        ("`RwLock`", read_write == "answered"),
        ("Swap lines 2 and 3", swapped == "answered"),
        ("async mutex", awaited == "answered"),
        ("four threads", can_be_spawned),
    ]);
    assert_eq!(awaited, "waits", "what quotes must not do");
    assert!(asked.option("async mutex").credit.is_none());
}
