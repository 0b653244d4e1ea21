//! Conducts a sitting: asks, journals, shows, and hands in. What the rules are is in `session`; how a prompt is drawn is
//! in `terminal`; here one follows from the other.

pub mod asking;
pub mod closing;
pub mod colours;
pub mod desk;
pub mod feedback;
pub mod front;
mod kinds;
mod menu;
pub mod outcome;
pub mod pages;
pub mod practising;
mod predicting;
mod reviewing;
pub mod starting;
pub mod taking;
