//! Texts that are being written: each a file beside its attempt's journal, so that it outlives the program.

use std::io;
use std::path::Path;

use super::{disk, regular};

/// More is not read of what an editor saved, in bytes.
const MOST: u64 = 1 << 20;

/// Writes a text where an editor is to find it; nobody else may read it.
pub fn save(file: &Path, text: &str) -> io::Result<()> {
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    disk::replace(file, format!("{text}{end}").as_bytes(), 0o600)
}

/// What is saved there; nothing if there is no such file.
pub fn saved(file: &Path) -> String {
    let bytes = regular::read(file, MOST).unwrap_or_default();
    String::from_utf8_lossy(&bytes).replace("\r\n", "\n")
}

/// Takes the file away, if it is there: what is in the journal need not lie beside it.
pub fn done(file: &Path) {
    // What stays is a copy of what is kept.
    let _ = disk::remove(file);
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test writes what editors write")]
mod tests {
    use super::*;

    #[test]
    fn what_was_saved_comes_back_and_what_is_no_file_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("answer.md");
        save(&file, "one\ntwo").unwrap();
        assert_eq!(saved(&file), "one\ntwo\n");
        std::fs::write(&file, b"\xffx\r\ny").unwrap();
        assert_eq!(saved(&file), "\u{fffd}x\ny");
        assert_eq!(saved(folder.path()), "");
        done(&file);
        assert_eq!(saved(&file), "");
    }
}
