//! The tests.

mod exam_files;
