//! Records of a fixed number of bytes.

mod framing;
mod padding;

pub(crate) use framing::{FixedFramer, FixedFraming};
pub use padding::Padding;

use crate::LineEnd;

/// The longest record of fixed width, in bytes without its line end.
pub const RECORD_LENGTH_MAX: usize = 1 << 16;

/// How records of fixed width are framed. Where the fields stand in them is said by each field's
/// [`place`](crate::SourceField::place).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedLayout {
    /// Bytes of a record without its line end: 1 to [`RECORD_LENGTH_MAX`].
    pub record_length: usize,
    /// What ends a record; `None` where the next one follows at once.
    pub line_end: Option<LineEnd>,
    /// Lines, or records where there are no line ends, before the first record: 0 to 9.
    pub header: u8,
    /// What fills up text.
    pub padding: Padding,
}
