//! The program as a process: its files, its words, its exit codes.

mod full_disk;
mod hostile;
mod kill_anywhere;
mod on_screen;
mod plain_take;
mod readme;
mod release;
mod resuming;
mod sandbox;
