#![doc = include_str!("../README.md")]

mod broken;
mod cut;
mod decode;
mod fixed;
mod framer;
mod framing;
mod glance;
mod header;
mod index;
mod line_end;
mod numbers;
mod record_types;
mod records;
mod source;
mod source_toml;
mod stranger;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod utf16;
mod utf8;
mod walk;

pub use broken::{Broken, BrokenKind};
pub use cut::{CHUNK_BYTES, CHUNK_BYTES_MAX, Chunk, Cutter};
pub use decode::FieldProblem;
pub use fixed::{FixedLayout, Padding, RECORD_LENGTH_MAX};
pub use framing::{LINE_MAX, TRAILER_MAX};
pub use glance::Glance;
pub use header::{HEADER_MAX, Header};
pub use line_end::{LineEnd, LineEnds};
pub use records::{Cells, Field, RecordSpan, Records, Trailer};
pub use source::{
    CsvDialect, DeletedFlag, FieldKind, Format, Group, HeaderNames, Place, QuoteRule, SourceDefinition,
    SourceField,
};
pub use stranger::{holds_vendor_characters, is_cp932_record, is_utf8_record};
pub use utf8::looks_like_utf8;
pub use utf16::{ByteOrder, Transcoder, Utf16, original_hex, original_len};
