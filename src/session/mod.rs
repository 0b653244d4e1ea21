//! What happens while someone sits an exam, as data: events, the state they add up to, and what may come next.
//!
//! Pure: instants come in as values, nothing is read or written here.

pub mod attempt;
pub mod event;
pub mod machine;
pub mod moment;
pub mod order;
pub mod progress;
pub mod timeline;

pub use attempt::{Attempt, AttemptState};
pub use event::{
    AttemptId, By, Completion, Drawn, Entry, Event, ExtraTime, Mode, Pace, Rows, Scope, Stamp, Started,
};
pub use moment::Moment;
pub use progress::Progress;
