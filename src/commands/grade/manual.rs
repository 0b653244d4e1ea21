use super::super::source::Source;
use crate::cli::grade::Grade;
use crate::context::Context;
use crate::failure::Failure;
use crate::store::ledger::Ledger;
pub(super) fn run(_: &Grade, _: &Source, _: &Ledger, _: &str, _: &mut Context) -> Result<(), Failure> {
    Ok(())
}
