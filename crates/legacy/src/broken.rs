//! Why a record could not be cut into fields.

use utsushi_findings::{Code, Detail, FMT001, FMT002, FMT003, FMT004};

/// A record that cannot be cut into fields. All its bytes are kept for the rejects; none of its fields is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Broken {
    /// The first cause, from the left.
    pub kind: BrokenKind,
}

/// Why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BrokenKind {
    /// The record has more or fewer fields than the definition (`FMT001`).
    FieldCount {
        /// Fields of the definition.
        expected: u32,
        /// Fields of the record, all counted.
        actual: u32,
    },
    /// The line, or with `multiline` the file, ends inside quotes (`FMT002`).
    UnclosedQuote,
    /// Quotes do not stand as the definition says (`FMT003`).
    MisplacedQuote {
        /// The first offending byte: after a closing quote, or the first of an unquoted field where every field
        /// must be quoted. In bytes from where the record begins.
        at: u32,
    },
    /// No end of the record within the limit (`FMT004`).
    TooLong {
        /// Bytes a record may have, without its line end.
        limit: u64,
        /// Bytes gone through from where the record begins to the end of this piece; more than `limit`.
        actual: u64,
    },
}

impl Broken {
    /// The code of the finding to make of it.
    pub fn code(self) -> Code {
        Code(match self.kind {
            BrokenKind::FieldCount { .. } => &FMT001,
            BrokenKind::UnclosedQuote => &FMT002,
            BrokenKind::MisplacedQuote { .. } => &FMT003,
            BrokenKind::TooLong { .. } => &FMT004,
        })
    }

    /// What fills the code's message.
    pub fn detail(self) -> Detail {
        match self.kind {
            BrokenKind::FieldCount { expected, actual } => {
                Detail::Counts { expected: u64::from(expected), actual: u64::from(actual) }
            }
            BrokenKind::TooLong { limit, actual } => Detail::Counts { expected: limit, actual },
            BrokenKind::UnclosedQuote | BrokenKind::MisplacedQuote { .. } => Detail::None,
        }
    }
}
