//! The built-in exams, embedded from `exams/`.

/// One built-in exam.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// Its id, which is its file's name, too.
    pub id: &'static str,
    /// The file.
    pub bytes: &'static [u8],
}

/// All of them, in the order listed.
pub const BUILT_IN: &[BuiltIn] =
    &[BuiltIn { id: "delivery-guarantees", bytes: include_bytes!("../exams/delivery-guarantees.toml") }];

/// The built-in exam with this id.
pub fn built_in(id: &str) -> Option<BuiltIn> {
    BUILT_IN.iter().find(|exam| exam.id == id).copied()
}
