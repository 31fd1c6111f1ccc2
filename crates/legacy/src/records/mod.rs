//! The records of a chunk.

mod parse;

pub(crate) use parse::content;

use crate::framing::QUOTE;
use crate::index::Index;
use crate::walk::DOUBLED;
use crate::{Broken, Chunk, LineEnds};
use std::ops::Range;

/// The records of one chunk, as places in its data. Meant to be filled again and again: its buffers stay.
///
/// Every byte of the chunk belongs to one record (line ends included) or is framing: blank lines, the ^Z at the end,
/// and records that the definition calls headers, trailers or to be skipped.
#[derive(Debug, Default)]
pub struct Records {
    /// Physical line ends in the chunk, those inside quotes or rejected records included: what the number of the
    /// next chunk's first line is more than this one's. In a file without line ends every record is a line.
    pub lines: u32,
    /// Lines without a byte, which are no records (`FMT005`). Where a record has one field, a blank line is one.
    pub blank_lines: u32,
    /// Bytes of records, with their line ends.
    pub record_bytes: u64,
    /// All other bytes of the chunk.
    pub framing_bytes: u64,
    /// What ended records and blank lines.
    pub line_ends: LineEnds,
    /// Records that the definition says to skip: framing.
    pub skipped: u32,
    /// The trailers in the chunk, in order: framing, too.
    pub trailers: Vec<Trailer>,
    spans: Vec<RecordSpan>,
    /// For each record the byte before it (wrapping), then the end of each field.
    ends: Vec<u32>,
    /// Field of the definition → column of the file; empty where they are the same.
    columns: Vec<u32>,
    fields: usize,
    quoted: bool,
    index: Index,
    /// Where each field of a record of fixed width stands; empty for CSV.
    slots: Vec<Slot>,
    /// Type of each record, or `NO_TYPE`; empty where all are of one kind.
    types: Vec<u32>,
    /// In CSV, for the fields of groups: where in `occurrences` theirs are.
    members: Vec<Range<u32>>,
    /// Fields of the definition that hold the occurrences of a group's field.
    occurrences: Vec<u32>,
}

/// No type: the type of a broken record, and of a field that all records have.
const NO_TYPE: u32 = u32::MAX;

/// A field's place in a record of fixed width.
#[derive(Clone, Copy, Debug)]
struct Slot {
    at: u32,
    bytes: u32,
    stride: u32,
    times: u32,
    record_type: u32,
}

/// A record that ends a file and says how many records there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Trailer {
    /// The number of records that it declares; `None` where the definition does not say where that stands, or what
    /// stands there is no number (`FMT013`). It is compared with the records of the file since its last trailer (`FMT010`):
    /// all that are in [`Records`], broken ones included.
    pub declared: Option<u64>,
    /// Records of the chunk before it.
    pub records: u32,
    /// Its first byte, from the beginning of the chunk.
    pub offset: u32,
    /// Physical line on which it begins, from 0 at the beginning of the chunk.
    pub line: u32,
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
        self.skipped = 0;
        self.trailers.clear();
        self.spans.clear();
        self.ends.clear();
        self.columns.clear();
        self.fields = 0;
        self.slots.clear();
        self.types.clear();
        self.members.clear();
        self.occurrences.clear();
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

    /// The type of a record, as an index into
    /// [`SourceDefinition::record_types`](crate::SourceDefinition::record_types). `None` for a broken record, and where
    /// all records are of one kind.
    #[inline]
    pub fn record_type(&self, record: usize) -> Option<usize> {
        self.types.get(record).filter(|nth| **nth != NO_TYPE).map(|nth| *nth as usize)
    }

    /// Field `field` (its position in the definition, whatever the order of the columns) of record `record` of the
    /// chunk that was parsed; the first occurrence of a field of a group. Empty for a broken record, for a field that
    /// records of this type do not have, and for a record or field that does not exist.
    #[inline]
    pub fn field<'a>(&self, chunk: &'a Chunk, record: usize, field: usize) -> Field<'a> {
        self.field_in(chunk, record, field, 0)
    }

    /// Occurrence `occurrence`, from 0, of a field of a group; empty where there is none, and as
    /// [`field`](Records::field) is.
    #[inline]
    pub fn field_in<'a>(
        &self,
        chunk: &'a Chunk,
        record: usize,
        field: usize,
        occurrence: usize,
    ) -> Field<'a> {
        if !self.slots.is_empty() {
            let bytes = self.stretch(&chunk.data, record, field, occurrence).unwrap_or_default();
            return Field { bytes, doubled_quotes: false };
        }
        let column = match occurrence == 0 && field < self.fields {
            true => self.column_of(field),
            false => self.member(field, occurrence).and_then(|field| self.column_of(field)),
        };
        match column {
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
        let cells = self.cells(chunk, field);
        (0..self.spans.len()).map(move |record| cells.get(record))
    }

    /// Field `field` of any record, as [`field`](Records::field) gives it: for loops over records, since where a field
    /// stands is found out once.
    pub fn cells<'a>(&'a self, chunk: &'a Chunk, field: usize) -> Cells<'a> {
        let place = match (self.slots.is_empty(), self.column_of(field)) {
            (false, _) => CellsPlace::Stretches { records: self, field },
            (true, Some(column)) if field < self.fields => CellsPlace::Columns {
                ends: self.ends.get(column..).unwrap_or_default(),
                stride: self.fields + 1,
                quoted: self.quoted,
            },
            _ => CellsPlace::Groups { records: self, field },
        };
        Cells { chunk, place }
    }

    #[inline]
    fn stretch<'a>(
        &self,
        data: &'a [u8],
        record: usize,
        field: usize,
        occurrence: usize,
    ) -> Option<&'a [u8]> {
        let slot = self.slots.get(field)?;
        let span = self.spans.get(record).filter(|span| span.broken.is_none())?;
        if slot.record_type != NO_TYPE && self.types.get(record) != Some(&slot.record_type) {
            return None;
        }
        let occurrence = u32::try_from(occurrence).ok().filter(|nth| *nth < slot.times)?;
        let start = (span.start + slot.at + occurrence * slot.stride) as usize;
        data.get(start..start + slot.bytes as usize)
    }

    /// The field of the definition that holds an occurrence of a group's field.
    #[cold]
    fn member(&self, field: usize, occurrence: usize) -> Option<usize> {
        let range = self.members.get(field.checked_sub(self.fields)?)?;
        let occurrences = self.occurrences.get(range.start as usize..range.end as usize)?;
        occurrences.get(occurrence).map(|field| *field as usize)
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
        cell(data, &self.ends, record * (self.fields + 1) + column, self.quoted)
    }
}

/// One field of the records of a chunk: see [`Records::cells`].
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    chunk: &'a Chunk,
    place: CellsPlace<'a>,
}

#[derive(Clone, Copy, Debug)]
enum CellsPlace<'a> {
    /// Between ends that are `stride` apart.
    Columns { ends: &'a [u32], stride: usize, quoted: bool },
    /// At a place in each record.
    Stretches { records: &'a Records, field: usize },
    /// The first member of a group.
    Groups { records: &'a Records, field: usize },
}

impl<'a> Cells<'a> {
    /// The field of one record.
    #[inline]
    pub fn get(&self, record: usize) -> Field<'a> {
        match self.place {
            CellsPlace::Columns { ends, stride, quoted } => {
                cell(&self.chunk.data, ends, record * stride, quoted)
            }
            CellsPlace::Stretches { records, field } => {
                let bytes = records.stretch(&self.chunk.data, record, field, 0).unwrap_or_default();
                Field { bytes, doubled_quotes: false }
            }
            CellsPlace::Groups { records, field } => records.field(self.chunk, record, field),
        }
    }
}

/// What stands between the ends at `at` and behind it.
#[inline]
fn cell<'a>(data: &'a [u8], ends: &[u32], at: usize, quoted: bool) -> Field<'a> {
    let Some([before, end]) = ends.get(at..).and_then(|ends| ends.first_chunk()).copied() else {
        return Field::default();
    };
    let start = before.wrapping_add(1) & !DOUBLED;
    let bytes = data.get(start as usize..(end & !DOUBLED) as usize).unwrap_or_default();
    let bytes = match bytes {
        [QUOTE, inside @ .., _] if quoted => inside,
        _ => bytes,
    };
    Field { bytes, doubled_quotes: end & DOUBLED != 0 }
}
