//! Texts that are being written: each a file beside its attempt's journal, so that it outlives the program.

use std::io;
use std::path::{Path, PathBuf};

use super::{disk, folder, regular};

/// More is not read of what an editor saved, in bytes.
const MOST: u64 = 1 << 20;

/// Writes a text where an editor is to find it; nobody else may read it.
pub fn save(file: &Path, text: &str) -> io::Result<()> {
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    disk::replace(file, format!("{text}{end}").as_bytes(), 0o600)
}

/// What is saved there; nothing if there is no such file.
pub fn saved(file: &Path) -> io::Result<String> {
    match regular::read(file, MOST) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).replace("\r\n", "\n")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error),
    }
}

/// Gives what can't be read another name, so that nothing is written over it; where it is then.
pub fn set_aside(file: &Path) -> io::Result<PathBuf> {
    let free = (1..u32::MAX).map(|number| file.with_extension(format!("md.unread-{number}")));
    let aside = free.into_iter().find(|path| !folder::exists(path)).unwrap_or_else(|| file.to_owned());
    disk::rename(file, &aside)?;
    Ok(aside)
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
    fn what_was_saved_comes_back_and_what_cant_be_read_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("answer.md");
        save(&file, "one\ntwo").unwrap();
        assert_eq!(saved(&file).unwrap(), "one\ntwo\n");
        std::fs::write(&file, b"\xffx\r\ny").unwrap();
        assert_eq!(saved(&file).unwrap(), "\u{fffd}x\ny");
        saved(folder.path()).unwrap_err();
        for number in 1..=2 {
            let long = vec![b'a' + number; 2 << 20];
            std::fs::write(&file, &long).unwrap();
            saved(&file).unwrap_err();
            let aside = set_aside(&file).unwrap();
            assert_eq!(aside, folder.path().join(format!("answer.md.unread-{number}")));
            assert!(std::fs::read(aside).unwrap() == long);
            assert_eq!(saved(&file).unwrap(), "");
        }
        save(&file, "one").unwrap();
        done(&file);
        assert_eq!(saved(&file).unwrap(), "");
    }
}
