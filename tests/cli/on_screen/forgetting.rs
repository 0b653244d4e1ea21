//! `attempts` at a terminal: the list, and a removal that asks for the name.

use super::{answer, ends, reads_well, ready, shows};
use crate::cli::sandbox::Sandbox;

#[test]
fn who_removes_somebody_sees_what_goes_and_types_the_name() {
    let sandbox = Sandbox::new();
    let take = ["take", "four.toml", "--candidate", "Ada", "--yes"];
    assert_eq!(sandbox.run(&take, "b\na c\nc\n42\n").code, Some(0));
    for (typed, code) in [("Adda\r", 1), ("\u{3}", 130)] {
        let mut pty = sandbox.pty(&["attempts", "forget", "Ada"], 60, 24);
        answer(&mut pty, "Type the name to remove it", typed);
        ends(&mut pty, code);
        shows(&mut pty, &["nothing was removed"]);
        assert_eq!(sandbox.rows("results.csv").len(), 4);
    }
    let mut pty = sandbox.pty(&["attempts", "forget", "Ada"], 60, 24);
    ready(&mut pty, "Type the name to remove it");
    shows(&mut pty, &["Ada, 1 attempt. This goes, for good:", "4 rows from", "1 journal from"]);
    pty.send("Ada\r");
    ends(&mut pty, 0);
    shows(&mut pty, &["Removed: 1 attempt of Ada (4 rows and 1 journal)"]);
    reads_well(&pty);
    assert_eq!(sandbox.rows("results.csv").len(), 0);
}

#[test]
fn the_list_fits_a_narrow_terminal() {
    let sandbox = Sandbox::new();
    let take = ["take", "four.toml", "--candidate", "Ada Lovelace of London", "--yes"];
    assert_eq!(sandbox.run(&take, "b\na c\nc\n42\n").code, Some(0));
    let mut pty = sandbox.pty(&["attempts"], 60, 24);
    ends(&mut pty, 0);
    shows(&mut pty, &["handed", "4 of 4"]);
    reads_well(&pty);
}
