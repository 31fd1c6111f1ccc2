//! Sealed rows: Arrow columns and where each row came from.

use arrow::array::{Array, ArrayRef, Decimal128Array, Int64Array, StringArray};
use arrow::buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow::error::ArrowError;
use std::sync::Arc;

use crate::{Item, ItemType};

/// Where the rows of a batch came from, relative to their chunk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    records: Vec<u32>,
    lines: Vec<u32>,
    offsets: Vec<u32>,
    occurrences: Vec<u32>,
}

impl Origins {
    /// Adds a row.
    pub fn push(&mut self, record: u32, line: u32, offset: u32, occurrence: u32) {
        self.occurrences.push(occurrence);
        self.records.push(record);
        self.lines.push(line);
        self.offsets.push(offset);
    }

    /// Record of each row, from 0 in the chunk.
    pub fn records(&self) -> &[u32] {
        &self.records
    }

    /// Physical line of each row's record, from 0 in the chunk.
    pub fn lines(&self) -> &[u32] {
        &self.lines
    }

    /// Which row of a repeating group each row is, from 1.
    pub fn occurrences(&self) -> &[u32] {
        &self.occurrences
    }

    /// Byte offset of each row's record in the chunk.
    pub fn offsets(&self) -> &[u32] {
        &self.offsets
    }
}

/// The rows of one chunk that are written. Columns hold text; a blank is null.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    columns: Vec<StringArray>,
    /// Per item, whether an error has settled each row's cell; empty where none has.
    errors: Vec<Vec<bool>>,
    origins: Origins,
}

impl Batch {
    pub(crate) fn new(columns: Vec<(Vec<i32>, String)>, errors: Vec<Vec<bool>>, origins: Origins) -> Self {
        let rows = origins.records.len();
        // An item that has no column at all has not even ends of values: all such items share one column of blanks.
        let blank = StringArray::new_null(rows);
        let column = |(ends, values): (Vec<i32>, String)| match ends.len() <= rows && values.is_empty() {
            true => blank.clone(),
            false => text_column(ends, values),
        };
        let columns = columns.into_iter().map(column).collect();
        Batch { columns, errors, origins }
    }

    /// Rows that were sealed before, of which only text and origins are wanted: for each item where its values end
    /// (with 0 in front) and the values; no items at all where only the origins are wanted. `None` where that is no batch.
    pub fn again(columns: Vec<(Vec<i32>, Vec<u8>)>, origins: Origins) -> Option<Self> {
        let rows = origins.records.len();
        let sound = |(ends, values): (Vec<i32>, Vec<u8>)| {
            let text = String::from_utf8(values).ok()?;
            let whole = ends.len() == rows + 1 && ends.first() == Some(&0) && ends.is_sorted();
            let place = |end: &i32| usize::try_from(*end).is_ok_and(|end| text.is_char_boundary(end));
            let sound =
                whole && ends.iter().all(place) && ends.last().copied() == i32::try_from(text.len()).ok();
            sound.then_some((ends, text))
        };
        let columns = columns.into_iter().map(sound).collect::<Option<Vec<_>>>()?;
        Some(Batch::new(columns, Vec::new(), origins))
    }

    /// Whether a value has an error already, so that no other check should look at it.
    pub fn has_error(&self, item: usize, row: usize) -> bool {
        self.errors.get(item).and_then(|rows| rows.get(row)).copied().unwrap_or(false)
    }

    /// Rows in which an item is not blank.
    pub fn filled(&self, item: usize) -> usize {
        self.columns.get(item).map_or(0, |column| column.len() - column.null_count())
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.origins.records.len()
    }

    /// The items' text, in the layout's order.
    pub fn columns(&self) -> &[StringArray] {
        &self.columns
    }

    /// Where the rows came from.
    pub fn origins(&self) -> &Origins {
        &self.origins
    }

    /// One value; empty where it is blank.
    pub fn value(&self, item: usize, row: usize) -> &str {
        self.columns[item].value(row)
    }

    /// An item's column as Parquet holds it: numbers as numbers, everything else as text.
    ///
    /// # Errors
    /// A number column with a value that is no number: the checks should have blanked it.
    pub fn typed(&self, index: usize, item: &Item) -> Result<ArrayRef, ArrowError> {
        let text = &self.columns[index];
        let wrong = || ArrowError::CastError(format!("{} holds a value that is not a number", item.slug));
        match item.kind {
            ItemType::Integer => {
                let mut values = Vec::with_capacity(text.len());
                for value in text {
                    values.push(value.map(|value| value.parse::<i64>().map_err(|_| wrong())).transpose()?);
                }
                Ok(Arc::new(Int64Array::from(values)))
            }
            ItemType::Decimal => {
                let mut values = Vec::with_capacity(text.len());
                for value in text {
                    let number = value.map(|value| utsushi_value::parse_decimal(value, item.decimals));
                    values.push(number.transpose().map_err(|_| wrong())?.map(|number| number.unscaled));
                }
                let array =
                    Decimal128Array::from(values).with_precision_and_scale(38, item.decimals as i8)?;
                Ok(Arc::new(array))
            }
            _ => Ok(Arc::new(text.clone())),
        }
    }
}

#[allow(
    unsafe_code,
    reason = "measured: looking again for what is UTF-8 in a String took 2 % of a conversion"
)]
fn text_column(ends: Vec<i32>, values: String) -> StringArray {
    if values.is_empty() {
        // An item that nothing feeds: no need to look at its rows.
        let rows = ends.len().saturating_sub(1);
        let nulls = (rows > 0).then(|| NullBuffer::new_null(rows));
        return StringArray::new(
            OffsetBuffer::new(ScalarBuffer::from(ends)),
            Buffer::from_vec(values.into_bytes()),
            nulls,
        );
    }
    // Sixty-four rows at a time, which an iterator of booleans is not.
    let filled = BooleanBuffer::collect_bool(ends.len() - 1, |row| ends[row] != ends[row + 1]);
    let blanks = NullBuffer::new(filled);
    let nulls = (blanks.null_count() > 0).then_some(blanks);
    // Panics unless they begin at 0 or later and ascend.
    let ends = OffsetBuffer::new(ScalarBuffer::from(ends));
    let sound = ends.iter().all(|end| values.is_char_boundary(*end as usize));
    assert!(sound, "a value ends inside a character");
    // SAFETY: what `StringArray::try_new` checks holds. The values are UTF-8, being a `String`. Every end is within them
    // and between two characters: `is_char_boundary` is false for anything else, and no end is negative. There are
    // as many nulls as rows, since both were made from `ends`.
    unsafe { StringArray::new_unchecked(ends, Buffer::from_vec(values.into_bytes()), nulls) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_come_again_as_they_were_and_what_is_no_batch_is_none() {
        let origins = || {
            let mut origins = Origins::default();
            (0..3).for_each(|row| origins.push(row, row, row * 9, 1));
            origins
        };
        let column = |ends: &[i32], values: &str| vec![(ends.to_vec(), values.as_bytes().to_vec())];
        let batch = Batch::again(column(&[0, 1, 1, 4], "a日"), origins()).unwrap();
        assert_eq!((batch.rows(), batch.value(0, 2), batch.filled(0)), (3, "日", 2));
        assert_eq!(Batch::again(Vec::new(), origins()).unwrap().rows(), 3);
        for ends in
            [&[0, 1, 4][..], &[0, 2, 2, 4], &[0, 4, 1, 4], &[0, 1, 1, 3], &[1, 1, 1, 4], &[0, -1, 0, 4]]
        {
            assert!(Batch::again(column(ends, "a日"), origins()).is_none(), "{ends:?}");
        }
    }

    #[test]
    fn a_blank_is_null() {
        let column = text_column(vec![0, 1, 1, 4], "a日".to_owned());
        assert!(column.is_null(1) && column.is_valid(0) && column.is_valid(2));
        assert_eq!(text_column(vec![0, 0, 0], String::new()).null_count(), 2);
        assert_eq!(text_column(vec![0], String::new()).len(), 0);
    }

    /// The unchecked way, beside the checked one of arrow.
    fn agrees(ends: Vec<i32>, values: &str) -> bool {
        let checked = OffsetBuffer::new(ScalarBuffer::from(ends.clone()));
        let checked = StringArray::try_new(checked, Buffer::from_vec(values.as_bytes().to_vec()), None);
        let ours = std::panic::catch_unwind(|| text_column(ends, values.to_owned()));
        match (checked, ours) {
            (Ok(checked), Ok(ours)) => {
                (0..checked.len()).all(|row| checked.value(row) == ours.value(row))
                    && ours.to_data().validate_full().is_ok()
            }
            (Err(_), Err(_)) => true,
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn a_column_is_made_or_refused_as_arrow_would(
            values in "[a-c\u{e9}\u{65e5}\u{20bb7}]{1,12}", cuts in prop::collection::vec(0..60_i32, 0..6),
        ) {
            let mut ends = vec![0];
            ends.extend(cuts);
            ends.sort();
            prop_assert!(agrees(ends, &values));
        }
    }
}
