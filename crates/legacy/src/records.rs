//! The records of a chunk.

use crate::framer::{Framer, PieceKind};
use crate::framing::{Framing, QUOTE};
use crate::index::Index;
use crate::walk::{DOUBLED, Walker};
use crate::{Broken, Chunk, Header, LineEnds, QuoteRule, SourceDefinition};

/// The records of one chunk, as places in its data. Meant to be filled again and again: its buffers stay.
///
/// Every byte of the chunk belongs to one record (line ends included) or is framing (blank lines, the trailer).
#[derive(Debug, Default)]
pub struct Records {
    /// Physical line ends in the chunk, those inside quotes or rejected records included: what the number of the
    /// next chunk's first line is more than this one's.
    pub lines: u32,
    /// Lines without a byte, which are no records (`FMT005`). Where a record has one field, a blank line is one.
    pub blank_lines: u32,
    /// Bytes of records, with their line ends.
    pub record_bytes: u64,
    /// All other bytes of the chunk.
    pub framing_bytes: u64,
    /// What ended records and blank lines.
    pub line_ends: LineEnds,
    spans: Vec<RecordSpan>,
    /// For each record the byte before it (wrapping), then the end of each field.
    ends: Vec<u32>,
    /// Field of the definition → column of the file; empty where they are the same.
    columns: Vec<u32>,
    fields: usize,
    quoted: bool,
    index: Index,
}

/// Where a record stands. Offsets are bytes from the beginning of its chunk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RecordSpan {
    /// Its first byte.
    pub start: u32,
    /// Its end without the line end.
    pub end: u32,
    /// Its end with the line end, if it has one.
    pub end_with_line_end: u32,
    /// Physical line on which it begins, from 0 at the beginning of the chunk.
    pub line: u32,
    /// Why it has no fields, if it has none.
    pub broken: Option<Broken>,
}

/// One field as it stands in the file, without the quotes around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Field<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Whether quotes inside are still doubled.
    pub doubled_quotes: bool,
}

impl Field<'_> {
    /// Appends the field's bytes to `out`, doubled quotes made single.
    pub fn undouble_into(&self, out: &mut Vec<u8>) {
        let mut rest = self.bytes;
        if self.doubled_quotes {
            while let Some(at) = memchr::memchr(QUOTE, rest) {
                out.extend_from_slice(&rest[..=at]);
                rest = rest.get(at + 2..).unwrap_or_default();
            }
        }
        out.extend_from_slice(rest);
    }
}

impl Records {
    /// Empties it, keeping the buffers. [`parse`](Records::parse) does so by itself.
    pub fn clear(&mut self) {
        self.lines = 0;
        self.blank_lines = 0;
        self.record_bytes = 0;
        self.framing_bytes = 0;
        self.line_ends = LineEnds::default();
        self.spans.clear();
        self.ends.clear();
        self.columns.clear();
        self.fields = 0;
    }

    /// Finds the records of `chunk` and their fields. `definition` must be the one with which the chunk was cut, and
    /// `header` that of its file.
    pub fn parse(&mut self, definition: &SourceDefinition, header: &Header, chunk: &Chunk) {
        self.parse_with(&Framing::of(definition), header, chunk);
    }

    pub(crate) fn parse_with(&mut self, framing: &Framing, header: &Header, chunk: &Chunk) {
        self.clear();
        self.fields = framing.fields;
        self.quoted = framing.quote != QuoteRule::Never;
        if let Some(order) = &header.order {
            self.columns.resize(framing.fields, 0);
            for (column, field) in order.iter().enumerate() {
                if let Some(slot) = self.columns.get_mut(*field) {
                    *slot = column as u32;
                }
            }
        }
        let data = &chunk.data[..chunk.content.min(chunk.data.len())];
        self.index.build(framing, data);
        let mut framer = Framer::new(Walker::new(framing, data, &self.index), chunk.state, &chunk.decided);
        while let Some(piece) = framer.next(&mut self.ends) {
            let broken = match piece.kind {
                PieceKind::Row => None,
                PieceKind::Blank => {
                    self.blank_lines += 1;
                    self.framing_bytes += (piece.end_with_line_end - piece.start) as u64;
                    self.lines += piece.lines;
                    count_line_end(&mut self.line_ends, data, piece.end, piece.end_with_line_end);
                    continue;
                }
                PieceKind::Broken(kind) => {
                    // Ends at which every field is empty.
                    self.ends.extend(0..=framing.fields as u32);
                    Some(Broken { kind })
                }
            };
            self.spans.push(RecordSpan {
                start: piece.start as u32,
                end: piece.end as u32,
                end_with_line_end: piece.end_with_line_end as u32,
                line: self.lines,
                broken,
            });
            self.lines += piece.lines;
            self.record_bytes += (piece.end_with_line_end - piece.start) as u64;
            count_line_end(&mut self.line_ends, data, piece.end, piece.end_with_line_end);
        }
        self.framing_bytes += (chunk.data.len() - data.len()) as u64;
    }

    /// How many records, broken ones included.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Where the records stand, in the order of the file.
    pub fn spans(&self) -> &[RecordSpan] {
        &self.spans
    }

    /// Field `field` (its position in the definition, whatever the order of the columns) of record `record` of the
    /// chunk that was parsed. Empty for a broken record, and for a record or field that does not exist.
    #[inline]
    pub fn field<'a>(&self, chunk: &'a Chunk, record: usize, field: usize) -> Field<'a> {
        match self.column_of(field) {
            Some(column) => self.cell(&chunk.data, record, column),
            None => Field::default(),
        }
    }

    /// Field `field` of every record, in order: [`field`](Records::field) for a whole column.
    pub fn column<'a>(
        &'a self,
        chunk: &'a Chunk,
        field: usize,
    ) -> impl ExactSizeIterator<Item = Field<'a>> + 'a {
        let column = self.column_of(field);
        (0..self.spans.len()).map(move |record| match column {
            Some(column) => self.cell(&chunk.data, record, column),
            None => Field::default(),
        })
    }

    #[inline]
    fn column_of(&self, field: usize) -> Option<usize> {
        match self.columns.is_empty() {
            true => Some(field).filter(|field| *field < self.fields),
            false => self.columns.get(field).map(|column| *column as usize),
        }
    }

    #[inline]
    fn cell<'a>(&self, data: &'a [u8], record: usize, column: usize) -> Field<'a> {
        let at = record * (self.fields + 1) + column;
        let Some([before, end]) = self.ends.get(at..).and_then(|ends| ends.first_chunk()).copied() else {
            return Field::default();
        };
        let start = before.wrapping_add(1) & !DOUBLED;
        let bytes = data.get(start as usize..(end & !DOUBLED) as usize).unwrap_or_default();
        let bytes = match bytes {
            [QUOTE, inside @ .., _] if self.quoted => inside,
            _ => bytes,
        };
        Field { bytes, doubled_quotes: end & DOUBLED != 0 }
    }
}

#[inline]
fn count_line_end(counts: &mut LineEnds, data: &[u8], end: usize, end_with_line_end: usize) {
    match &data[end..end_with_line_end] {
        [b'\r', b'\n'] => counts.crlf += 1,
        [b'\n'] => counts.lf += 1,
        [b'\r'] => counts.cr += 1,
        _ => {}
    }
}
