//! The learner's own results: in the user's data folder, so that a history follows its learner and no repository is littered.

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::store::ledger::{Ledger, Trouble};
use crate::store::{disk, folder};

/// The learner's own results, in the user's data folder.
pub fn ledger(context: &Context) -> Result<Ledger, Failure> {
    let Some(data) = &context.data else {
        let help = "set HOME or XDG_DATA_HOME, or practise without a record with `--no-record`";
        return Err(Failure::new(Kind::File, "there is no home folder to keep practice in", help));
    };
    disk::private_folders(data).map_err(|e| {
        let trouble = Trouble::io(data, "create the data folder", &e);
        trouble.or(
            "name another data folder with `XDG_DATA_HOME`, or practise without a record with `--no-record`",
        )
    })?;
    Ok(Ledger::of_learner(&data.join("practice.csv"))?)
}

/// The learner's own results, if there are any.
pub fn existing_ledger(context: &Context) -> Option<Ledger> {
    let path = context.data.as_ref()?.join("practice.csv");
    folder::exists(&path).then(|| Ledger::of_learner(&path).ok()).flatten()
}
