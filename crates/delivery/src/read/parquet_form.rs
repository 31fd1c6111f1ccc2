//! A Parquet of a delivery, whoever wrote it.

use super::guard::guarded;
use super::{Columns, Delivery};
use arrow::array::{Array, AsArray, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, SchemaRef};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use utsushi_findings::Problem;
use utsushi_layout::{FileLayout, Item, ItemType};
use utsushi_store::Scratch;

/// Rows that are taken at once.
const ROWS: usize = 4_096;

/// Bytes of a footer, and of one column of a row group, that are read: a real one has a few kilobytes, and at most
/// hundreds of megabytes.
const FOOTER_MAX: u64 = 64 << 20;
const COLUMN_MAX: i64 = 2 << 30;

/// What a Parquet says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParquetForm {
    /// Which item each column is.
    pub columns: Columns,
    /// Rows by its footer.
    pub rows: u64,
    /// Columns whose type is not that of their item.
    pub wrong_types: Vec<String>,
    /// Where it was unpacked to, if it had to be.
    spilled: Option<String>,
}

impl ParquetForm {
    /// Reads the footer. A file out of a zip is unpacked into scratch first: Parquet is read from its end.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn read(
        delivery: &Delivery,
        member: usize,
        scratch: &Scratch,
        layout: impl Fn(&[String]) -> Option<usize>,
        layouts: &[std::sync::Arc<FileLayout>],
    ) -> Result<(usize, ParquetForm), String> {
        let spilled = match delivery.members[member].on_disk() {
            Some(_) => None,
            None => Some(spill(delivery, member, scratch).map_err(|problem| problem.to_string())?),
        };
        let mut file = open(delivery, member, scratch, spilled.as_deref())?;
        refuse_others(&mut file)?;
        let builder = begin(file)?;
        let metadata = builder.metadata();
        let too_large = |size: i64| !(0..=COLUMN_MAX).contains(&size);
        for group in metadata.row_groups() {
            if group.columns().iter().any(|column| too_large(column.uncompressed_size())) {
                return Err("row group > 2 GiB".to_owned());
            }
        }
        let rows = metadata.file_metadata().num_rows().max(0) as u64;
        let schema = builder.schema();
        let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
        let index = layout(&names).ok_or_else(String::new)?;
        let columns = Columns::of(&layouts[index], &names);
        let wrong_types = wrong_types(&layouts[index], &columns, schema);
        Ok((index, ParquetForm { columns, rows, wrong_types, spilled }))
    }

    /// Starts reading rows.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn rows(
        &self,
        delivery: &Delivery,
        member: usize,
        scratch: &Scratch,
    ) -> Result<ParquetRecordBatchReader, String> {
        let file = open(delivery, member, scratch, self.spilled.as_deref())?;
        let builder = begin(file)?;
        guarded(|| builder.with_batch_size(ROWS).build().map_err(|error| error.to_string()))
    }
}

fn begin(file: File) -> Result<ParquetRecordBatchReaderBuilder<File>, String> {
    guarded(|| ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| error.to_string()))
}

/// The next rows; `None` at the end.
///
/// # Errors
/// Why it cannot be read on. The reader must not be asked again.
pub(super) fn next_rows(reader: &mut ParquetRecordBatchReader) -> Result<Option<RecordBatch>, String> {
    guarded(|| reader.next().transpose().map_err(|error| error.to_string()))
}

fn open(
    delivery: &Delivery,
    member: usize,
    scratch: &Scratch,
    spilled: Option<&str>,
) -> Result<File, String> {
    match (delivery.members[member].on_disk(), spilled) {
        (Some(path), _) => File::open(path).map_err(|error| error.to_string()),
        (None, Some(name)) => scratch.open(name).map_err(|problem| problem.to_string()),
        (None, None) => Err("zip".to_owned()),
    }
}

fn spill(delivery: &Delivery, member: usize, scratch: &Scratch) -> Result<String, Problem> {
    let name = format!("parquet{}{member}", delivery.label);
    let mut reader = delivery.read(member)?;
    let mut file = scratch.write(&name)?;
    std::io::copy(&mut reader, &mut file).map_err(|error| reader.problem(&error))?;
    Ok(name)
}

fn refuse_others(file: &mut File) -> Result<(), String> {
    let io = |error: std::io::Error| error.to_string();
    let length = file.metadata().map_err(io)?.len();
    if length < 12 {
        return Err("not Parquet".to_owned());
    }
    let mut end = [0; 8];
    file.seek(SeekFrom::End(-8)).and_then(|_| file.read_exact(&mut end)).map_err(io)?;
    file.seek(SeekFrom::Start(0)).map_err(io)?;
    let footer = u64::from(u32::from_le_bytes([end[0], end[1], end[2], end[3]]));
    if &end[4..] != b"PAR1" || footer + 12 > length || footer > FOOTER_MAX {
        return Err("not Parquet".to_owned());
    }
    Ok(())
}

fn wrong_types(layout: &FileLayout, columns: &Columns, schema: &SchemaRef) -> Vec<String> {
    let all = columns.items.iter().zip(schema.fields());
    let wrong = all.filter_map(|(item, field)| {
        let item = &layout.items[(*item)?];
        (!fits(item.kind, field.data_type())).then(|| format!("{} {}", item.name, field.data_type()))
    });
    wrong.collect()
}

/// Whether values of this type are those of such an item without a doubt.
fn fits(kind: ItemType, given: &DataType) -> bool {
    use DataType::*;
    let text = match given {
        Utf8 | LargeUtf8 | Utf8View => true,
        Dictionary(_, values) => matches!(**values, Utf8 | LargeUtf8 | Utf8View),
        _ => false,
    };
    let whole = matches!(given, Int8 | Int16 | Int32 | Int64 | UInt8 | UInt16 | UInt32);
    match (kind, given) {
        (_, Null) => true,
        (ItemType::Integer, Decimal128(_, 0)) => true,
        (ItemType::Integer, _) => whole,
        (ItemType::Decimal, Decimal128(..)) => true,
        (ItemType::Decimal, _) => whole,
        (ItemType::Date, Date32) => true,
        _ => text,
    }
}

/// A column's values as text; `None` if they are none.
pub(super) fn texts(batch: &RecordBatch, column: usize, item: &Item) -> Option<StringArray> {
    let array = batch.column(column);
    let array = match (array.data_type(), item.kind) {
        (DataType::Decimal128(..), ItemType::Decimal) => {
            cast(array, &DataType::Decimal128(38, item.decimals as i8)).ok()?
        }
        (DataType::Decimal128(..), ItemType::Integer) => cast(array, &DataType::Decimal128(38, 0)).ok()?,
        _ => array.clone(),
    };
    if array.data_type() == &DataType::Date32 {
        let text = cast(&array, &DataType::Utf8).ok()?;
        let days = text.as_string::<i32>().iter().map(|day| day.map(|day| day.replace('-', "")));
        return Some(days.collect());
    }
    let text = cast(&array, &DataType::Utf8).ok()?;
    Some(text.as_string::<i32>().clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{Decimal128Array, Float64Array, Int32Array};
    use std::sync::Arc;
    use utsushi_layout::Library;

    #[test]
    fn numbers_and_dates_become_the_text_that_the_csv_has() {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let of = |kind: ItemType| {
            standard.files().flat_map(|file| &file.items).find(|item| item.kind == kind).unwrap().clone()
        };
        let text = |array: arrow::array::ArrayRef, item: &Item| {
            let batch = RecordBatch::try_from_iter([("a", array)]).unwrap();
            texts(&batch, 0, item).unwrap().value(0).to_owned()
        };
        assert_eq!(text(Arc::new(Int32Array::from(vec![-12])), &of(ItemType::Integer)), "-12");
        let mut decimal = of(ItemType::Decimal);
        decimal.decimals = 2;
        let array = Decimal128Array::from(vec![12_345]).with_precision_and_scale(9, 3).unwrap();
        assert_eq!(text(Arc::new(array), &decimal), "12.35");
        let day = arrow::array::Date32Array::from(vec![0]);
        assert_eq!(text(Arc::new(day), &of(ItemType::Date)), "19700101");
        assert!(!fits(ItemType::Integer, Float64Array::from(vec![1.0]).data_type()));
    }
}
