//! What `unsafe` allows, and what crosses to C.

use super::super::Asked;
use super::super::reading::quoted;
use super::super::toolchain::{compile, error, prints, run, run_released};
use super::{COUNTING, Outcome, with};

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

pub(super) fn path_that_turns_to_garbage(asked: &Asked) {
    let code = asked.code("log.rs");
    let path = asked.prompt.split('"').nth(1).expect("the path that is passed");
    let program = |code: &str| {
        format!(
            "{code}{COUNTING}
            use std::ffi::{{CString, c_char}};
            static ALREADY: AtomicUsize = AtomicUsize::new(0);
            fn counted() -> (usize, usize) {{ (MADE.load(SeqCst), FREED.load(SeqCst)) }}
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

pub(super) fn a_safe_get(asked: &Asked) {
    let code = asked.code("ring.rs");
    // Four of eight bytes: what lies beyond the ring is there, and belongs to someone else.
    let main = "fn main() {
        let bytes = [1u8, 2, 3, 4, 66, 67, 68, 69];
        let ring = Ring { ptr: bytes.as_ptr(), len: 4 };
        println!(\"{}\", ring.get(4));
    }";
    let released = |code: &str| run_released(&format!("{code}{main}"));
    let holds = |code: &str| released(code).is_ok_and(|ran| ran.status == 101);
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

/// An allocator whose blocks begin behind a header: not where `malloc` says that they do.
const WITH_HEADERS: &str = "
use std::alloc::{GlobalAlloc, Layout, System};
const HEADER: usize = 64;
fn with_header(layout: Layout) -> Layout {
    Layout::from_size_align(layout.size() + HEADER, HEADER).expect(\"a small block\")
}
struct Headed;
unsafe impl GlobalAlloc for Headed {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe { System.alloc(with_header(layout)).add(HEADER) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at.sub(HEADER), with_header(layout)) }
    }
}
#[global_allocator]
static ALLOCATOR: Headed = Headed;
";

pub(super) fn freed_by_the_other_side(asked: &Asked) {
    let code = asked.code("report.rs");
    assert!(asked.code("main.c").contains("free(text);"));
    let rendered = "use std::ffi::{CStr, CString, c_char, c_void};
        unsafe extern \"C\" { fn free(at: *mut c_void); }
        fn render(id: u32) -> String { format!(\"report {id}\") }
        unsafe fn read(text: *mut c_char) -> String {
            unsafe { CStr::from_ptr(text) }.to_str().expect(\"text\").to_owned()
        }";
    // The library with its allocator, and C: it reads the text and gives it back so.
    let survives = |allocator: &str, give_back: &str| {
        let ran = run(&format!(
            "{allocator}{rendered}{code}
            fn main() {{
                let text = report(7);
                println!(\"{{}}\", unsafe {{ read(text) }});
                unsafe {{ {give_back} }};
            }}"
        ));
        assert_eq!(ran.out, "report 7\n", "{}", ran.err);
        ran.status == 0
    };
    let by_free = "free(text.cast())";
    assert!(survives("", by_free), "as it went for years");
    assert!(!survives(WITH_HEADERS, by_free), "as on stderr");
    let exported = &asked.option("Export a `report_free`").text;
    let call = exported.split('`').nth(3).expect("what it calls");
    let by_rust = format!("drop({call}(text))");
    let with_any_allocator = |give_back: &str| survives("", give_back) && survives(WITH_HEADERS, give_back);

    let lent = with(code, ".into_raw()", ".as_ptr().cast_mut()");
    let alive = prints(&format!(
        "{COUNTING}{rendered}{lent}
        fn main() {{
            let (before, _) = (live(), report(7));
            println!(\"{{}}\", live() > before);
        }}"
    ));

    // Two calls, from two threads where the prompt has several: the second comes before C has read the
    // first one's text.
    let kept = asked.option("buffer, return its address");
    let threads = if asked.prompt.contains("from several threads") { 2 } else { 1 };
    let apart = prints(&format!(
        "{rendered}
        {} mut TEXT: [u8; 16] = [0; 16];
        extern \"C\" fn report(id: u32) -> *mut c_char {{
            let text = CString::new(render(id)).expect(\"no NUL\");
            let bytes = text.as_bytes_with_nul();
            unsafe {{ (&raw mut TEXT).cast::<u8>().copy_from(bytes.as_ptr(), bytes.len()) }};
            (&raw mut TEXT).cast()
        }}
        fn main() {{
            let first = report(7);
            if {threads} > 1 {{
                std::thread::spawn(|| _ = report(8)).join().expect(\"no panic\");
            }}
            println!(\"{{}}\", unsafe {{ read(first) }} == \"report 7\");
        }}",
        quoted(&kept.text)
    ));
    asked.assert_options(&[
        ("the default allocator", with_any_allocator(by_free)),
        ("Return `as_ptr().cast_mut()`", alive.trim() == "true"),
        ("Export a `report_free`", with_any_allocator(&by_rust)),
        ("buffer, return its address", apart.trim() == "true"),
    ]);
}
