//! What `unsafe` allows, and what crosses to C.

use std::env;
use std::fs;
use std::process::Command;

use super::super::Asked;
use super::super::shell::{Ran, ran};
use super::super::toolchain::{compile, error, prints, run};
use super::{Outcome, with};

pub(super) fn silenced_with_unsafe(asked: &Asked) {
    let code = asked.code("queue.rs");
    let shown = Outcome::of(code);
    let before = Outcome::of(&with(code, "unsafe {", "{"));
    asked.assert_options(&[
        ("prints `[2, 2, 3, 4]`", shown.prints("[2, 2, 3, 4]\n")),
        ("line 6 may write", matches!(shown, Outcome::Ran(_))),
        ("that it had without `unsafe`", shown.refused("E0499", 5) && before.refused("E0499", 5)),
        ("panics on line 5", shown.panics_at(5)),
    ]);
}

pub(super) fn lines_that_need_unsafe(asked: &Asked) {
    let said = error(asked.code("pid.rs"));
    let refused: Vec<&str> = said
        .split("error[E0133]")
        .skip(1)
        .map(|error| {
            error.split("main.rs:").nth(1).and_then(|place| place.split(':').next()).expect("a line")
        })
        .collect();
    assert_eq!(said.matches("error[").count(), refused.len(), "{said}");
    let claims: Vec<(&str, bool)> = asked
        .option
        .iter()
        .map(|option| {
            let line =
                option.text.strip_prefix("Line ").and_then(|rest| rest.split(',').next()).expect("a line");
            (option.text.as_str(), refused.contains(&line))
        })
        .collect();
    asked.assert_options(&claims);
    for option in &asked.option {
        let (line, code) = option.text.split_once(", `").expect("a line and its code");
        let number: usize =
            line.chars().filter(char::is_ascii_digit).collect::<String>().parse().expect("a line");
        let shown = asked.code("pid.rs").lines().nth(number - 1).expect("the line");
        assert!(shown.contains(code.trim_end_matches('`')), "{shown}");
    }
}

/// Counts what Rust's global allocator gave and got back.
const COUNTING: &str = "
use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::{CStr, CString, c_char, c_void};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
static MADE: AtomicUsize = AtomicUsize::new(0);
static FREED: AtomicUsize = AtomicUsize::new(0);
struct Counting;
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        MADE.fetch_add(1, SeqCst);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        FREED.fetch_add(1, SeqCst);
        unsafe { System.dealloc(at, layout) }
    }
}
#[global_allocator]
static ALLOCATOR: Counting = Counting;
fn counted() -> (usize, usize) {
    (MADE.load(SeqCst), FREED.load(SeqCst))
}
";

pub(super) fn path_that_turns_to_garbage(asked: &Asked) {
    let code = asked.code("log.rs");
    let path = asked.prompt.split('"').nth(1).expect("the path that is passed");
    let program = |code: &str| {
        format!(
            "{code}{COUNTING}
            static ALREADY: AtomicUsize = AtomicUsize::new(0);
            unsafe extern \"C\" fn log_open(_: *const c_char) -> i32 {{
                ALREADY.store(counted().1, SeqCst);
                0
            }}
            fn main() {{
                let before = counted();
                open_log({path:?});
                let after = counted();
                println!(\"{{}} {{}} {{}}\",
                    ALREADY.load(SeqCst) - before.1, after.0 - before.0, after.1 - before.1);
                println!(\"{{:?}}\", CString::new({path:?}).expect(\"no NUL\").as_bytes_with_nul().last());
            }}"
        )
    };
    let shown = program(code);
    let said = compile(&shown).1;
    let out = prints(&shown);
    let (freed, last) = out.split_once('\n').expect("two lines");
    let counts: Vec<u32> = freed.split(' ').map(|count| count.parse().expect("a count")).collect();
    let [before_the_call, made, in_all] = counts[..] else {
        panic!("{out}");
    };
    let warned = said.contains("dangling_pointers_from_temporaries") && said.contains("main.rs:2:");
    asked.assert_options(&[
        ("The pointer dangles", before_the_call == made && warned),
        ("no NUL at its end", last.trim() != "Some(0)"),
        ("Rust frees it again", in_all > made),
        ("`c_char` is signed", path.bytes().any(|byte| byte > 127)),
    ]);
    let bound = with(&with(code, ".as_ptr()", ""), "log_open(path)", "log_open(path.as_ptr())");
    let bound = program(&bound);
    assert!(!compile(&bound).1.contains("dangling"));
    assert!(prints(&bound).starts_with("0 "), "it is still there when C reads it");
}

pub(super) fn panic_in_a_callback(asked: &Asked) {
    let code = asked.code("callback.rs");
    let prelude = "
        use std::panic;
        unsafe extern \"C\" fn c_loop(callback: extern \"C\" fn(i32) -> i32) {
            println!(\"c_loop got {}\", callback(7));
        }";
    let shown = run(&format!("{code}{prelude}"));
    let panicked = shown.err.contains("main.rs:4:") && shown.err.contains("index out of bounds");
    asked.assert_options(&[
        ("unwinds through the C code", shown.out.contains("survived: true")),
        ("`c_loop` goes on", shown.out.contains("c_loop got 0")),
        ("reads beyond `TABLE`", !panicked),
        ("prints the panic and aborts", panicked && shown.status == 134 && shown.out.is_empty()),
    ]);
    let caught = "panic::catch_unwind(|| TABLE[code as usize]).unwrap_or(-1)";
    let caught = with(code, "    TABLE[code as usize]", caught);
    assert!(prints(&format!("{caught}{prelude}")).starts_with("c_loop got -1\n"));
}

/// Runs a program, if it compiles, that was built without debug assertions.
fn without_debug_assertions(code: &str) -> Option<Ran> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("main.rs"), code).expect("the program is written");
    let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.args(["--edition=2024", "--color=never", "main.rs", "-o", "program", "-C", "debug-assertions=off"]);
    let built = ran(&rustc.current_dir(folder.path()).output().expect("rustc is there"));
    let mut program = Command::new(folder.path().join("program"));
    program.env_remove("RUST_BACKTRACE");
    (built.status == 0).then(|| ran(&program.output().expect("it runs")))
}

pub(super) fn a_safe_get(asked: &Asked) {
    let code = asked.code("ring.rs");
    // Four of eight bytes: what lies beyond the ring is there, and belongs to someone else.
    let main = "fn main() {
        let bytes = [1u8, 2, 3, 4, 66, 67, 68, 69];
        let ring = Ring { ptr: bytes.as_ptr(), len: 4 };
        println!(\"{}\", ring.get(4));
    }";
    let released = |code: &str| without_debug_assertions(&format!("{code}{main}"));
    let holds = |code: &str| released(code).is_some_and(|ran| ran.status == 101);
    let shown = released(code).expect("it compiles");
    let read = "unsafe { *self.ptr.add(i) }";
    let marked = with(code, "pub fn get", "/// # Safety\n/// As above.\npub unsafe fn get");
    let sliced =
        with(code, read, "unsafe { *std::slice::from_raw_parts(self.ptr, self.len).get_unchecked(i) }");
    let checked = with(code, "debug_assert!", "assert!");
    asked.assert_options(&[
        ("Fine: line 7", shown.status == 101),
        ("Make it `unsafe fn`", holds(&marked)),
        ("get_unchecked", holds(&sliced)),
        ("Put `assert!`", holds(&checked)),
    ]);
    assert_eq!(shown.out, "66\n", "read beyond the ring");
    assert_eq!(run(&format!("{code}{main}")).status, 101, "debug builds check");
    let callers_must_vouch = error(&format!("{marked}{main}")).contains("error[E0133]");
    assert_eq!(asked.option("`unsafe fn`").credit.is_some(), callers_must_vouch);
}

pub(super) fn freed_by_the_other_side(asked: &Asked) {
    let code = asked.code("report.rs");
    assert!(asked.code("main.c").contains("free(text);"));
    let lent = with(&with(code, ".into_raw()", ".as_ptr().cast_mut()"), "fn report", "fn lent");
    let program = format!(
        "{COUNTING}{code}{lent}
        fn render(id: u32) -> String {{ format!(\"report {{id}}\") }}
        unsafe extern \"C\" {{ fn free(at: *mut c_void); }}
        static mut TEXT: [u8; 16] = [0; 16];
        extern \"C\" fn kept(id: u32) -> *mut c_char {{
            let text = CString::new(render(id)).expect(\"no NUL\");
            let bytes = text.as_bytes_with_nul();
            unsafe {{ (&raw mut TEXT).cast::<u8>().copy_from(bytes.as_ptr(), bytes.len()) }};
            (&raw mut TEXT).cast()
        }}
        fn live() -> usize {{ let (made, freed) = counted(); made - freed }}
        fn read(text: *mut c_char) -> String {{
            unsafe {{ CStr::from_ptr(text) }}.to_str().expect(\"text\").to_owned()
        }}
        fn main() {{
            let before = live();
            let text = report(7);
            let out = live() - before;
            let whole = read(text) == \"report 7\";
            drop(unsafe {{ CString::from_raw(text) }});
            let handed_back = out == 1 && whole && live() == before;

            let text = report(7);
            unsafe {{ free(text.cast()) }};
            let returned = live() == before;

            let start = live();
            lent(7);
            let alive = live() > start;

            let first = kept(7);
            kept(8);
            let apart = read(first) == \"report 7\";
            println!(\"{{handed_back}} {{returned}} {{alive}} {{apart}}\");
        }}"
    );
    let out = prints(&program);
    let held: Vec<bool> = out.split_whitespace().map(|word| word.parse().expect("true or false")).collect();
    let [handed_back, returned_by_free, alive_after_return, apart] = held[..] else {
        panic!("{out}");
    };
    asked.assert_options(&[
        ("the default allocator", returned_by_free),
        ("Return `as_ptr().cast_mut()`", alive_after_return),
        ("Export a `report_free`", handed_back),
        ("`static` buffer", apart),
    ]);
}
