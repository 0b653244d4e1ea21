//! What becomes of an error, and who hears of it.

use super::super::Asked;
use super::super::reading::code_block;
use super::super::toolchain::{prints, run};
use super::{Outcome, bare, with};

pub(super) fn thirty_seconds_in_text(asked: &Asked) {
    let started = asked.code("terminal").split(' ').find_map(|word| word.strip_prefix("TIMEOUT="));
    let value = started.expect("the variable is set");
    let code = with(asked.code("timeout.rs"), "fn main() {", "fn shown() {");
    let main = format!("fn main() {{ unsafe {{ std::env::set_var(\"TIMEOUT\", {value:?}) }}; shown(); }}");
    let shown = Outcome::of(&format!("{code}{main}"));
    asked.assert_options(&[
        ("Nothing: it panics on line 3", shown.panics_at(3)),
        ("`timeout 30`", shown.prints("timeout 30\n")),
        ("`timeout 0`", shown.prints("timeout 0\n")),
        ("isn't told a type", matches!(shown, Outcome::Refused(_))),
    ]);
}

pub(super) fn first_bad_cell(asked: &Asked) {
    let out = prints(asked.code("total.rs"));
    assert!(asked.accepts(out.trim_end()), "{out}");
    for missed in ["sum 42", "sum 12", "bad cell: 7x", "bad cell y", "bad cell 7", "7x y"] {
        assert!(!asked.accepts(missed), "{missed}");
    }
}

pub(super) fn cause_in_the_log(asked: &Asked) {
    let mut program = format!("use std::{{error::Error, fmt, fs::File, io}};\n{}", asked.code("load.rs"));
    let mut main = String::new();
    for (i, option) in asked.option.iter().enumerate() {
        program += &format!("fn option_{i}(error: LoadError) {{ {} }}\n", bare(&option.text));
        main += &format!("option_{i}(LoadError {{ cause: File::open(\"missing\").unwrap_err() }});\n");
    }
    let ran = run(&format!("{program}fn main() {{ {main} }}"));
    assert_eq!(ran.status, 0, "{}", ran.err);
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines.len(), asked.option.len(), "{}", ran.err);
    let claims = asked.option.iter().zip(lines);
    let claims: Vec<(&str, bool)> =
        claims.map(|(option, line)| (option.text.as_str(), line.contains("No such file"))).collect();
    asked.assert_options(&claims);
}

pub(super) fn saved_on_a_full_disk(asked: &Asked) {
    let code = asked.code("save.rs");
    let told = with(
        code,
        "writeln!(out, \"{row}\")?;",
        "writeln!(out, \"{row}\").inspect_err(|_| print!(\"line 4 \"))?;",
    );
    let program = |code: &str| {
        format!(
            "use std::{{fs::File, io::{{self, BufWriter, Write}}}};\n{code}
fn main() {{
    for rows in [2, 3000] {{
        let saved = save(&vec![\"x\".repeat(19); rows], \"/dev/full\");
        println!(\"{{}}\", if saved.is_ok() {{ \"Ok\" }} else {{ \"Err\" }});
    }}
}}"
        )
    };
    let ran = run(&program(&told));
    let (two_rows, many_rows) = ran.out.split_once('\n').unwrap_or_default();
    asked.assert_options(&[
        ("both rows are lost", two_rows == "Ok"),
        ("`writeln!` on line 4", two_rows == "line 4 Err"),
        ("returns its last error", two_rows == "Err"),
        ("Nothing: it panics", ran.status == 101),
    ]);
    assert_eq!(many_rows, "line 4 Err\n");
    let flushed = with(&program(&told), "    Ok(())\n", "    out.flush()?;\n    Ok(())\n");
    assert_eq!(prints(&flushed), "Err\nline 4 Err\n");
}

/// The service with its clients, which come when it listens: from the standard library all but the word
/// of the port that was free. The process ends when the last client has its answer.
const CLIENTS: &str = "
use std::{env, io::{Read, Write}, net::{SocketAddr, TcpStream}, thread};
struct TcpListener(std::net::TcpListener);
impl TcpListener {
    fn bind(address: String) -> std::io::Result<Self> {
        let listener = std::net::TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        thread::spawn(move || clients(address));
        Ok(Self(listener))
    }
    fn incoming(&self) -> std::net::Incoming<'_> { self.0.incoming() }
}
fn clients(address: SocketAddr) {
    let mut answer = String::new();
    for sent in SENT {
        let mut stream = TcpStream::connect(address).expect(\"it listens\");
        stream.write_all(sent).expect(\"a connection\");
        if sent.len() == 4 {
            answer.clear();
            stream.read_to_string(&mut answer).expect(\"an answer\");
            println!(\"{answer}\");
        }
    }
    std::process::exit(0);
}
fn answer(stream: &mut TcpStream, length: u32) {
    write!(stream, \"answered {length}\").expect(\"a client\");
}
";

pub(super) fn which_unwrap_first(asked: &Asked) {
    let code = asked.code("serve.rs");
    let service = with(code, "fn main() {", "fn serve() {");
    let visited_by = |service: &str, set: bool, sent: &str| {
        let listen =
            if set { "env::set_var(\"LISTEN\", \"127.0.0.1:0\")" } else { "env::remove_var(\"LISTEN\")" };
        let all =
            format!("static SENT: &[&[u8]] = &[{sent}];\nfn main() {{ unsafe {{ {listen} }}; serve() }}");
        Outcome::Ran(run(&format!("{service}{CLIENTS}{all}")))
    };
    // Whatever bytes come, in whatever number of connections, and one that hangs up within the first four.
    let odd_bytes = "&[255, 0, 128, 7], &[0; 4], &[254, 237, 1, 2], ".repeat(30);
    let last = "&[0, 0, 0, 9]";
    let served = visited_by(&service, true, &format!("{odd_bytes}{last}"));
    assert!(served.ends_with("answered 9"), "lines 3, 5 and 8 stand whole requests");
    let hung_up = visited_by(&service, true, &format!("{odd_bytes}&[0, 0], {last}"));
    asked.assert_options(&[
        ("Line 2:", hung_up.panics_at(2)),
        ("Line 5:", hung_up.panics_at(5)),
        ("Line 7:", hung_up.panics_at(7)),
        ("Line 8:", hung_up.panics_at(8)),
    ]);
    assert!(visited_by(&service, false, last).panics_at(2), "at the start, before there are clients");
    let mended = "if stream.read_exact(&mut head).is_err() { continue; }";
    let mended = with(&service, "stream.read_exact(&mut head).unwrap();", mended);
    assert!(visited_by(&mended, true, &format!("&[0, 0], {last}")).ends_with("answered 9"));
    for line in [2, 3, 5, 7, 8] {
        let shown = code.lines().nth(line - 1).expect("the line");
        assert_eq!(shown.matches(".unwrap()").count(), 1, "{shown}");
    }
}

/// The two crates as one program; `charge` fails with that error.
fn charged(code: &str, items: &str, error: &str) -> Outcome {
    let (payments, checkout) = code.split_once("// crate checkout").expect("two crates");
    Outcome::of(&format!(
        "mod payments {{
            #![allow(dead_code)]
            pub struct Card;
            pub struct Receipt;
            {items}
            {payments} {{ let _ = (card, cents); Err({error}) }}
        }}
        use payments::{{Card, Receipt}};
        fn finish(_: Receipt) {{ println!(\"finished\") }}
        fn retry_later(_: Card, _: u64) {{ println!(\"retried\") }}
        fn decline<T>(_: T) {{ println!(\"declined\") }}
        fn main() {{ let (card, cents) = (Card, 100); {checkout} }}"
    ))
}

pub(super) fn retry_by_text(asked: &Asked) {
    let shown = asked.code("two crates");
    let texts: Vec<&str> = asked.code("payments, changelog").split('"').skip(1).step_by(2).collect();
    let [before, after] = texts[..] else { panic!("an old wording and a new one: {texts:?}") };
    let text = |words: &str| format!("{words:?}.into()");
    assert!(charged(shown, "", &text(before)).prints("retried\n"), "before the upgrade");
    assert!(charged(shown, "", &text(after)).prints("declined\n"), "since the upgrade");

    // Whether a charge that timed out is retried, or else checkout isn't built.
    let is_told = |outcome: &Outcome| outcome.prints("retried\n") || matches!(outcome, Outcome::Refused(_));
    let boxed = with(shown, "Receipt, String>", "Receipt, Box<dyn std::error::Error>>");
    let boxed = with(&boxed, "why.contains", "why.to_string().contains");
    let constant = with(shown, &format!("{before:?}"), "payments::TIMED_OUT");
    let exported = format!("pub const TIMED_OUT: &str = {after:?};");
    let another = "no answer from the bank in time";
    let variants = code_block(&asked.explanation, "rust");
    let matched = with(shown, "Receipt, String>", "Receipt, ChargeError>");
    let matched = with(
        &with(
            &matched,
            &format!("Err(why) if why.contains({before:?})"),
            "Err(payments::ChargeError::TimedOut)",
        ),
        "Err(why) => decline(why)",
        "Err(payments::ChargeError::Declined { reason }) => decline(reason)",
    );
    let second = with(variants, "TimedOut,", "TimedOut,\n    NoAnswer,");
    let renamed = with(variants, "TimedOut,", "DeadlineExceeded,");
    // The new wording, and then a second kind of timeout.
    let by_enum = [
        charged(&matched, variants, "ChargeError::TimedOut"),
        charged(&matched, &second, "ChargeError::NoAnswer"),
    ];
    let by_constant =
        [charged(&constant, &exported, &text(after)), charged(&constant, &exported, &text(another))];
    let by_box = [charged(&boxed, "", &text(after)), charged(&boxed, "", &text(another))];
    // The pin keeps the old wording, and says nothing of a text that is new.
    let by_pin = [charged(shown, "", &text(before)), charged(shown, "", &text(another))];
    asked.assert_options(&[
        ("Box<dyn Error>", by_box.iter().all(is_told)),
        ("returns an enum", by_enum.iter().all(is_told)),
        ("exports the text as a constant", by_constant.iter().all(is_told)),
        ("pins its messages", by_pin.iter().all(is_told)),
    ]);
    let refused = |outcome: &Outcome, code: &str| matches!(outcome, Outcome::Refused(said) if said.contains(&format!("error[{code}]")));
    assert!(refused(&by_enum[1], "E0004"), "a new variant stops checkout's build");
    assert!(refused(&charged(&matched, &renamed, "ChargeError::DeadlineExceeded"), "E0599"));
    assert!(is_told(&by_constant[0]) && asked.option("as a constant").credit.is_some());
}
