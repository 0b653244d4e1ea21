//! The file system, and only it: journals, results, locks, atomic writes. Every function that writes names what it
//! was about when it fails.

pub mod arrival;
mod chain;
pub mod codes;
pub mod disk;
pub mod drafts;
pub mod fault;
pub mod folder;
pub mod forgetting;
pub mod forgotten;
pub mod handing_over;
pub mod journal;
pub mod ledger;
mod lines;
pub mod lock;
pub mod marks;
pub mod parted;
pub mod recording;
pub mod regular;
pub mod results_files;
pub mod trouble;
