//! All that was found, as data.

use crate::{CharsetEvidence, Delimited, Doubt, Field, Fixed, Framing, HexLine};

/// How sure a guess is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Confidence {
    /// A place to start from.
    Low,
    /// More likely than anything else.
    Medium,
    /// Everything that was seen speaks for it, and enough was seen.
    High,
}

/// What a file probably is. It holds no value of any field but short codes that many records share.
#[derive(Clone, PartialEq, Debug)]
pub struct Report {
    /// Bytes of the file, where known.
    pub size: Option<u64>,
    /// Bytes that were looked at.
    pub looked_at: u64,
    /// The charset, and why.
    pub charset: CharsetEvidence,
    /// Line ends and what stands at the end.
    pub framing: Framing,
    /// How records and fields are framed, and why.
    pub format: Format,
    /// The fields, in the order of the file.
    pub fields: Vec<Field>,
    /// What people have to look at.
    pub doubts: Vec<Doubt>,
    /// The first bytes and the last, for where it is unsure.
    pub hex: Vec<HexLine>,
}

/// How records and fields are framed.
#[derive(Clone, PartialEq, Debug)]
pub enum Format {
    /// There are no records.
    Empty,
    /// Lines, with fields between delimiters.
    Delimited(Delimited),
    /// Records of the same number of bytes.
    Fixed(Fixed),
    /// Nothing known here.
    Unknown,
}

impl Report {
    /// Records that were looked at, without header and trailer.
    pub fn records(&self) -> u64 {
        match &self.format {
            Format::Delimited(found) => found.records,
            Format::Fixed(found) => found.records,
            Format::Empty | Format::Unknown => 0,
        }
    }

    /// Whether the framing is so unsure that people should see the bytes.
    pub fn unsure(&self) -> bool {
        self.charset.confidence == Confidence::Low
            || matches!(self.format, Format::Unknown)
            || self.doubts.iter().any(Doubt::is_about_framing)
    }
}
