//! Who owns what, and how long a borrow lasts.

use super::super::Asked;
use super::super::toolchain::{compile, error, prints};
use super::{COUNTING, Outcome, assert_printed_in_order, bare, with};

pub(super) fn counted_after_the_loop(asked: &Asked) {
    let code = asked.code("greet.rs");
    let shown = Outcome::of(code);
    asked.assert_options(&[
        ("`0 greeted`", shown.ends_with("0 greeted")),
        ("`2 greeted`", shown.ends_with("2 greeted")),
        ("has moved", shown.refused("E0382", 6)),
        ("isn't `mut`", shown.refused("E0596", 3)),
    ]);
    assert!(Outcome::of(&with(code, "in names", "in &names")).ends_with("2 greeted"));
    assert!(
        Outcome::of(&with(code, "    println!(\"{} greeted\", names.len());\n", ""))
            .prints("hello ada\nhello lin\n")
    );
}

pub(super) fn relaxed_limits(asked: &Asked) {
    let shown = Outcome::of(asked.code("limits.rs"));
    asked.assert_options(&[
        ("prints `60`", shown.prints("60\n")),
        ("prints `600`", shown.prints("600\n")),
        ("line 10 moved", shown.refused("E0382", 11)),
        ("line 9 lacks `mut`", shown.refused("E0596", 9)),
    ]);
    let without_copy = with(asked.code("limits.rs"), "Clone, Copy", "Clone");
    assert!(Outcome::of(&without_copy).refused("E0382", 11));
}

pub(super) fn the_last_owner(asked: &Asked) {
    let code = format!("{}use std::{{cell::RefCell, rc::Rc}};", asked.code("session.rs"));
    let shown = Outcome::of(&code);
    asked.assert_options(&[
        ("line 15 drops the session", shown.prints("closed 7\nend\n")),
        ("`held` lives until", shown.prints("end\nclosed 7\n")),
        ("It prints `end` alone", shown.prints("end\n")),
        ("It doesn't compile", matches!(shown, Outcome::Refused(_))),
    ]);
    let emptied = with(&code, "drop(session);", "session.on_close.take();\ndrop(session);");
    assert!(Outcome::of(&emptied).prints("closed 7\nend\n"), "the closure was the other owner");
    let weak = with(&code, "Rc::clone(&session)", "Rc::downgrade(&session)");
    let upgraded = "if let Some(session) = held.upgrade() { println!(\"bye {}\", session.id); }";
    let weak = with(&weak, "println!(\"bye {}\", held.id)", &format!("{{ {upgraded} }}"));
    assert!(Outcome::of(&weak).prints("closed 7\nend\n"), "the fix that is proposed");
}

pub(super) fn what_is_dropped_when(asked: &Asked) {
    assert_printed_in_order(asked, &prints(asked.code("steps.rs")));
}

/// Flushes two rows and then none, and says whether the writer got the batch's own buffer, and how
/// many rows the second flush would send. What was received is forgotten, as it may have two owners.
const FLUSHED: &str = "
pub fn probe() {
    let (out, writer) = channel();
    let mut batch = Batch { rows: vec![Row(1), Row(2)] };
    let buffer = batch.rows.as_ptr();
    batch.flush(&out);
    let sent = writer.recv().expect(\"a batch\");
    assert_eq!(sent.len(), 2);
    println!(\"{} {}\", sent.as_ptr() == buffer, batch.rows.len());
    mem::forget(sent);
}";

pub(super) fn flush_behind_a_reference(asked: &Asked) {
    let code = asked.code("batch.rs");
    let prelude = "use std::{mem, ptr, sync::mpsc::{Sender, channel}};\n#[derive(Clone)] struct Row(u64);\n";
    assert!(error(&format!("{prelude}{code}fn main() {{}}")).contains("error[E0507]"));
    let mut program = prelude.to_owned();
    let mut main = String::new();
    for (i, option) in asked.option.iter().enumerate() {
        let shown = with(code, "out.send(self.rows)", &format!("out.send({})", bare(&option.text)));
        program += &format!("mod option_{i} {{ use super::*;\n{shown}{FLUSHED} }}\n");
        main += &format!("option_{i}::probe();");
    }
    let out = prints(&format!("{program}fn main() {{ {main} }}"));
    let outcome = |words: &str| {
        let i = asked.option.iter().position(|option| option.text.contains(words)).expect("the option");
        out.lines().nth(i).expect("a line for each option")
    };
    let moved_and_emptied = |words: &str| outcome(words) == "true 0";
    asked.assert_options(&[
        ("mem::take", moved_and_emptied("mem::take")),
        ("clone", moved_and_emptied("clone")),
        ("drain", moved_and_emptied("drain")),
        ("ptr::read", moved_and_emptied("ptr::read")),
    ]);
    for option in &asked.option {
        let emptied_by_copying = outcome(&option.text) == "false 0";
        assert_eq!(option.credit.is_some(), emptied_by_copying, "{}", option.text);
    }
    assert_eq!((outcome("clone"), outcome("ptr::read")), ("false 2", "true 2"));
}

/// Parses 40 fields; says how many allocations that took, and how many outlive the message.
const PARSED: &str = "
fn sent_and_dropped<T: Send + 'static>(message: T) {
    drop(message);
}
pub fn probe() -> (usize, usize) {
    let raw = vec![\"field\"; 40].join(\";\");
    let (made, before) = (MADE.load(SeqCst), live());
    let message = parse(raw);
    assert_eq!(message.fields.len(), 40);
    sent_and_dropped(message);
    (MADE.load(SeqCst) - made, (live() + 1).saturating_sub(before))
}";

pub(super) fn fields_of_its_own_text(asked: &Asked) {
    let code = asked.code("message.rs");
    assert!(error(&format!("{code}fn main() {{}}")).contains("error[E0505]"));
    let owned = |field: &str| code.replace("<'a>", "").replace("&'a str", field);
    let strings = with(&owned("String"), "raw.split(';')", "raw.split(';').map(str::to_owned)");
    let range = "raw.split(';').map(|field| {
        let at = field.as_ptr().addr() - raw.as_ptr().addr();
        at..at + field.len()
    })";
    let ranges = with(&owned("std::ops::Range<usize>"), "raw.split(';')", range);
    let text = "    let text = &*raw.leak();\n    let fields = text.split";
    let leaked = with(&owned("&'static str"), "    let fields = raw.split", text);
    assert!(error(&format!("{leaked}fn main() {{}}")).contains("error[E0382]"), "`leak` takes `raw`");
    let without_raw = with(&leaked, "raw: String,\n", "");
    let leaked = with(&without_raw, "Message { raw, fields }", "Message { fields }");
    let cast = "raw.split(';').map(|field| unsafe { std::mem::transmute::<&str, &'a str>(field) })";
    let transmuted = with(code, "raw.split(';')", cast);

    let variants = [&strings, &leaked, &ranges, &transmuted];
    let modules = variants.iter().enumerate();
    let modules = modules.map(|(i, variant)| format!("mod v{i} {{ use super::*;\n{variant}{PARSED} }}\n"));
    let modules = modules.collect::<Vec<String>>().concat();
    let main = "fn main() {
        for (made, left) in [v0::probe(), v1::probe(), v2::probe(), v3::probe()] {
            println!(\"{} {}\", made < 20, left > 0);
        }
    }";
    let out = prints(&format!("{COUNTING}{modules}{main}"));
    let few_and_freed: Vec<bool> = out.lines().map(|line| line == "true false").collect();
    let kept =
        "fn main() { let kept = parse(\"a;b\".into()).fields[0].clone(); println!(\"{}\", kept.len()); }";
    let dangles = compile(&format!("{transmuted}{kept}")).0;
    asked.assert_options(&[
        ("Vec<String>", few_and_freed[0]),
        ("&'static str", few_and_freed[1]),
        ("Vec<Range<usize>>", few_and_freed[2]),
        ("transmute", few_and_freed[3] && !dangles),
    ]);
    let field = "impl Message { fn field(&self, i: usize) -> &str { &self.raw[self.fields[i].clone()] } }";
    let kept = "fn main() { let kept = parse(\"a;b\".into()).field(0); println!(\"{kept}\"); }";
    assert!(error(&format!("{ranges}{field}{kept}")).contains("error[E0716]"));
}
