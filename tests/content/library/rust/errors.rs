//! What becomes of an error, and who hears of it.

use super::super::Asked;
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
    for missed in ["sum 42", "sum 12", "bad cell y", "bad cell 7", "7x y"] {
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

/// Clients by script in place of the network: whole requests of four odd bytes, one that hangs up
/// after two, and one that is served if the service is still there.
const SCRIPTED: &str = "
mod env {
    pub fn var(_: &str) -> Result<String, ()> { Ok(String::new()) }
}
struct TcpListener;
impl TcpListener {
    fn bind(_: String) -> Result<Self, ()> { Ok(Self) }
    fn incoming(&self) -> impl Iterator<Item = Result<&'static [u8], ()>> {
        let clients: [&[u8]; 4] = [&[255, 0, 128, 7], &[0; 4], CLIENT, &[0, 0, 0, 9]];
        clients.into_iter().map(Ok)
    }
}
fn answer(_: &mut &[u8], length: u32) { println!(\"answered {length}\"); }
use std::io::Read;
";

pub(super) fn which_unwrap_first(asked: &Asked) {
    let code = asked.code("serve.rs");
    let with_client = |client: &str| format!("{code}{}", SCRIPTED.replace("CLIENT", client));
    let hung_up = Outcome::Ran(run(&with_client("&[0, 0]")));
    asked.assert_options(&[
        ("Line 2:", hung_up.panics_at(2)),
        ("Line 5:", hung_up.panics_at(5)),
        ("Line 7:", hung_up.panics_at(7)),
        ("Line 8:", hung_up.panics_at(8)),
    ]);
    assert!(prints(&with_client("&[254, 237, 1, 2]")).ends_with("answered 9\n"));
    let mended = "if stream.read_exact(&mut head).is_err() { continue; }";
    let mended = with(&with_client("&[0, 0]"), "stream.read_exact(&mut head).unwrap();", mended);
    assert!(prints(&mended).ends_with("answered 9\n"));
    for line in [2, 3, 5, 7, 8] {
        let shown = code.lines().nth(line - 1).expect("the line");
        assert_eq!(shown.matches(".unwrap()").count(), 1, "{shown}");
    }
}
