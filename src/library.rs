//! The built-in exams, embedded from `exams/`.

/// One built-in exam.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// Its id, which is its file's name, too.
    pub id: &'static str,
    /// The file.
    pub bytes: &'static [u8],
}

/// All of them, in the order listed: the lesson first, then the exams.
pub const BUILT_IN: &[BuiltIn] = &[
    BuiltIn { id: "delivery-guarantees", bytes: include_bytes!("../exams/delivery-guarantees.toml") },
    BuiltIn { id: "messaging", bytes: include_bytes!("../exams/messaging.toml") },
    BuiltIn { id: "sql", bytes: include_bytes!("../exams/sql.toml") },
    BuiltIn { id: "rust", bytes: include_bytes!("../exams/rust.toml") },
    BuiltIn { id: "http-apis", bytes: include_bytes!("../exams/http-apis.toml") },
    BuiltIn { id: "observability", bytes: include_bytes!("../exams/observability.toml") },
    BuiltIn { id: "linux", bytes: include_bytes!("../exams/linux.toml") },
];

/// The built-in exam with this id.
pub fn built_in(id: &str) -> Option<BuiltIn> {
    BUILT_IN.iter().find(|exam| exam.id == id).copied()
}
