//! What the exams and the examples say, held against what happens: the built-in lesson in `lesson`, the
//! exams beside it in `library`, and the examples of a panel and of a statement on its results.

#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod lesson;
mod library;
mod panel;
mod per_topic;
