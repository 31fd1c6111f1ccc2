//! A row with all its values, as it waits in scratch for the row beside it.

use crate::{Columns, Side, canonical};
use utsushi_layout::Rows;

/// Which row it is, to people.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Source {
    /// Which of the files that together are the standard file, from 0.
    pub part: u16,
    /// Record in it, from 1.
    pub record: u64,
    /// Whether it is about a person under 支援措置, of whom nothing is shown.
    pub protected: bool,
}

/// The canonical values of a row, at the places of its [`Columns`].
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PackedRow {
    /// Which row it is.
    pub source: Source,
    text: String,
    ends: Vec<u32>,
}

/// Bytes before the ends: part, record, protected.
const HEAD: usize = 2 + 8 + 1;

impl PackedRow {
    /// Packs a row.
    pub fn of(columns: &Columns, side: Side, rows: &Rows, row: usize, source: Source) -> PackedRow {
        let mut packed = PackedRow { source, ..PackedRow::default() };
        let layout = columns.layout(side);
        let mut number = String::new();
        for item in columns.items(side) {
            let value = rows.column(item).get(row);
            packed.text.push_str(canonical(&layout.items[item], value, &mut number));
            packed.ends.push(u32::try_from(packed.text.len()).unwrap_or(u32::MAX));
        }
        packed
    }

    /// The value at a place; empty for a blank.
    pub fn value(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.ends.get(at).and_then(|end| self.text.get(start..*end as usize)).unwrap_or("")
    }

    /// As bytes, appended.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.source.part.to_le_bytes());
        out.extend_from_slice(&self.source.record.to_le_bytes());
        out.push(u8::from(self.source.protected));
        out.extend_from_slice(&(self.ends.len() as u32).to_le_bytes());
        self.ends.iter().for_each(|end| out.extend_from_slice(&end.to_le_bytes()));
        out.extend_from_slice(self.text.as_bytes());
    }

    /// From what [`PackedRow::write`] wrote; `None` for anything else.
    pub fn read(bytes: &[u8]) -> Option<PackedRow> {
        let part = u16::from_le_bytes(bytes.get(..2)?.try_into().ok()?);
        let record = u64::from_le_bytes(bytes.get(2..10)?.try_into().ok()?);
        let protected = *bytes.get(10)? != 0;
        let count = u32::from_le_bytes(bytes.get(HEAD..HEAD + 4)?.try_into().ok()?) as usize;
        let begin = HEAD + 4 + count.checked_mul(4)?;
        let ends = bytes.get(HEAD + 4..begin)?.chunks_exact(4);
        let ends: Vec<u32> = ends.filter_map(|end| Some(u32::from_le_bytes(end.try_into().ok()?))).collect();
        let text = std::str::from_utf8(bytes.get(begin..)?).ok()?.to_owned();
        (ends.is_sorted() && ends.last().map_or(0, |end| *end as usize) == text.len()).then_some(PackedRow {
            source: Source { part, record, protected },
            text,
            ends,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_as_it_was_and_torn_bytes_are_none() {
        let row = PackedRow {
            source: Source { part: 1, record: 1 << 40, protected: true },
            text: "1山".into(),
            ends: vec![1, 1, 4],
        };
        let mut bytes = Vec::new();
        row.write(&mut bytes);
        let read = PackedRow::read(&bytes).unwrap();
        assert_eq!(read, row);
        assert_eq!([read.value(0), read.value(1), read.value(2), read.value(3)], ["1", "", "山", ""]);
        for end in 0..bytes.len() {
            assert!(PackedRow::read(&bytes[..end]).is_none(), "{end}");
        }
    }
}
