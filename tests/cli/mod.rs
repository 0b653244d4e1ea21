//! The program as a process: its files, its words, its exit codes.

mod clocks;
mod compare;
mod debrief;
mod full_disk;
mod giving_back;
mod hostile;
mod jobs;
mod kill_anywhere;
mod live;
mod locked;
mod namesakes;
mod on_screen;
mod plain_take;
mod readme;
mod release;
mod report;
mod results_files;
mod results_made_elsewhere;
mod resuming;
mod sandbox;
mod sheets;
mod show;
mod side_by_side;
mod strange_files;
mod taken_away;
