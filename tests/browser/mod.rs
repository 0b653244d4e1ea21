//! The panel's page in a real browser, as a panel's lead opens it: light and dark, on a phone, on paper, blind, with hostile names.

mod axe;
pub(crate) mod chromium;
mod history;
mod pages;
pub(crate) mod results;
mod sheets;
