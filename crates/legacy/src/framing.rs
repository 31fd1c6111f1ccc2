//! The few facts of a definition that cutting needs, and the limits it keeps.

use crate::{CsvDialect, LineEnd, QuoteRule, SourceDefinition};
use utsushi_text::Charset;

/// The longest line that can be a record, in bytes without its line end: 1 MiB.
///
/// A longer one is rejected in pieces of exactly this length (`FMT004`), the last one with the line end.
pub const LINE_MAX: usize = 1 << 20;

/// The longest trailer of ^Z, in bytes: 64 KiB, the largest cluster to which old systems filled a file up.
pub const TRAILER_MAX: usize = 1 << 16;

pub(crate) const QUOTE: u8 = b'"';
pub(crate) const CTRL_Z: u8 = 0x1A;

/// What a walk over bytes must know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Framing {
    pub delimiter: u8,
    pub quote: QuoteRule,
    pub line_end: LineEnd,
    pub multiline: bool,
    pub fields: usize,
    /// Whose second bytes may look like the delimiter, if any may.
    pub shadowed: Option<Charset>,
    /// Whether what is too long is split between characters, so that each piece can be turned back into UTF-16.
    pub whole_characters: bool,
    /// Longest record, without its line end.
    pub record_max: usize,
    /// Longest skipped region that stays one reject.
    pub region_max: usize,
    pub trailer_max: usize,
}

impl Framing {
    pub fn of(definition: &SourceDefinition, dialect: &CsvDialect) -> Framing {
        let shadowed = (0x40..=0x7E).contains(&dialect.delimiter) && definition.charset.shadows_ascii();
        Framing {
            delimiter: dialect.delimiter,
            quote: dialect.quote,
            line_end: dialect.line_end,
            multiline: dialect.multiline,
            fields: definition.columns().len(),
            shadowed: shadowed.then_some(definition.charset),
            whole_characters: definition.utf16.is_some(),
            record_max: if dialect.multiline { dialect.max_record } else { LINE_MAX },
            region_max: LINE_MAX,
            trailer_max: TRAILER_MAX,
        }
    }

    /// Where a piece of `data` from `start` that should not go beyond `at` ends: there, or with the character before.
    pub fn split(&self, data: &[u8], start: usize, at: usize) -> usize {
        if !self.whole_characters {
            return at;
        }
        match crate::utf16::character_start(data, at) {
            before if before > start => before,
            // One character is longer than a piece may be.
            _ => (at..data.len()).find(|at| !matches!(data[*at], 0x80..0xC0)).unwrap_or(data.len()),
        }
    }

    /// How far beyond a record's start the decision where it ends may look.
    pub fn reach(&self) -> usize {
        if self.multiline { self.region_max + self.record_max + 8 } else { 8 }
    }

    /// Where the trailer of a file that ends with `data` begins: the first ^Z after which nothing stands but ^Z and
    /// line ends, looked for in the last `trailer_max` bytes. A ^Z anywhere else is data.
    pub fn trailer_start(&self, data: &[u8]) -> usize {
        let run = trailing_run(data, self.trailer_max);
        memchr::memchr(CTRL_Z, &data[run..]).map_or(data.len(), |at| run + at)
    }
}

/// Where the run of ^Z and line ends begins with which `data` ends, at most `most` bytes of it.
pub(crate) fn trailing_run(data: &[u8], most: usize) -> usize {
    let from = data.len().saturating_sub(most);
    let before = data[from..].iter().rposition(|byte| !matches!(*byte, CTRL_Z | b'\r' | b'\n'));
    from + before.map_or(0, |at| at + 1)
}
