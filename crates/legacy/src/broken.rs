//! Why a record has no fields.

use utsushi_findings::{Code, Detail, FMT001, FMT002, FMT003, FMT004, FMT009, FMT011};

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
    /// A record of fixed width has another length (`FMT009`).
    WrongLength {
        /// Bytes of the definition.
        expected: u32,
        /// Bytes of the record, without its line end.
        actual: u32,
    },
    /// The definition does not know the record's type (`FMT011`).
    UnknownType {
        /// The first bytes of what stands for the type: no more, as it may be part of a name.
        bytes: [u8; 4],
        /// How many bytes stand for it.
        len: u32,
    },
}

impl BrokenKind {
    /// A record whose type, as it stands in the file, the definition does not know.
    pub(crate) fn unknown_type(value: &[u8]) -> BrokenKind {
        let mut bytes = [0; 4];
        for (to, byte) in bytes.iter_mut().zip(value) {
            *to = *byte;
        }
        BrokenKind::UnknownType { bytes, len: value.len() as u32 }
    }
}

impl Broken {
    /// The code of the finding to make of it.
    pub fn code(self) -> Code {
        Code(match self.kind {
            BrokenKind::FieldCount { .. } => &FMT001,
            BrokenKind::UnclosedQuote => &FMT002,
            BrokenKind::MisplacedQuote { .. } => &FMT003,
            BrokenKind::TooLong { .. } => &FMT004,
            BrokenKind::WrongLength { .. } => &FMT009,
            BrokenKind::UnknownType { .. } => &FMT011,
        })
    }

    /// What fills the code's message.
    pub fn detail(self) -> Detail {
        match self.kind {
            BrokenKind::FieldCount { expected, actual } => {
                Detail::Counts { expected: u64::from(expected), actual: u64::from(actual) }
            }
            BrokenKind::TooLong { limit, actual } => Detail::Counts { expected: limit, actual },
            BrokenKind::WrongLength { expected, actual } => {
                Detail::Counts { expected: u64::from(expected), actual: u64::from(actual) }
            }
            BrokenKind::UnknownType { bytes, len } => {
                let shown = bytes.iter().take(len as usize).map(|byte| format!("{byte:02X}"));
                let more = if len as usize > bytes.len() { "…" } else { "" };
                Detail::Text((shown.collect::<String>() + more).into())
            }
            BrokenKind::UnclosedQuote | BrokenKind::MisplacedQuote { .. } => Detail::None,
        }
    }
}
