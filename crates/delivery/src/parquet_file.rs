//! Parquet, written by column writers that are fed in order.
//!
//! A row group closes at exactly [`ROW_GROUP`] rows, wherever batches begin and end, so that the same rows give the
//! same bytes. The columns of what is written at once are encoded in parallel in the current rayon pool.

use arrow::array::ArrayRef;
use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, ArrowWriterOptions, compute_leaves,
};
use parquet::basic::{Compression, Encoding};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;
use rayon::prelude::*;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use utsushi_layout::{FileLayout, ItemType};

/// Rows of a full row group.
pub const ROW_GROUP: usize = 131_072;

/// One Parquet file being written.
pub struct ParquetFile<W: Write + Send> {
    file: SerializedFileWriter<W>,
    factory: ArrowRowGroupWriterFactory,
    fields: Vec<Field>,
    columns: Vec<ArrowColumnWriter>,
    /// Rows in the open row group.
    open: usize,
    groups: usize,
    /// Nanoseconds of encoding and compressing, of all threads.
    spent: AtomicU64,
}

/// A column of one batch: made when its turn comes, so that conversions run in parallel too.
pub type ColumnOf<'a> = dyn Fn(usize) -> Result<ArrayRef> + Sync + 'a;

/// Settings that every file of ours has.
pub(crate) fn properties() -> WriterPropertiesBuilder {
    WriterProperties::builder()
        .set_created_by(concat!("utsushi ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::ZSTD(Default::default()))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_max_row_group_row_count(Some(ROW_GROUP))
}

/// The columns of a standard file.
pub fn item_fields(layout: &FileLayout) -> Vec<Field> {
    let kind = |kind: ItemType, decimals: u8| match kind {
        ItemType::Integer => DataType::Int64,
        ItemType::Decimal => DataType::Decimal128(38, decimals as i8),
        _ => DataType::Utf8,
    };
    layout.items.iter().map(|item| Field::new(&item.slug, kind(item.kind, item.decimals), true)).collect()
}

/// How the columns of a standard file are encoded: a dictionary where values repeat, none where each row has its own.
pub fn item_properties(layout: &FileLayout) -> WriterProperties {
    let mut properties = properties();
    // The least and the greatest of a column of text cost a comparison per row, and help nobody but for a key.
    for item in layout.items.iter().filter(|item| !item.key && !item.kind.is_number()) {
        properties = properties
            .set_column_statistics_enabled(ColumnPath::from(item.slug.as_str()), EnabledStatistics::None);
    }
    for item in layout.items.iter().filter(|item| item.mostly_unique()) {
        let path = ColumnPath::from(item.slug.as_str());
        properties = properties
            .set_column_dictionary_enabled(path.clone(), false)
            .set_column_encoding(path, Encoding::PLAIN);
    }
    properties.build()
}

impl<W: Write + Send> ParquetFile<W> {
    /// Begins a file with these columns.
    ///
    /// # Errors
    /// What `file` says.
    pub fn new(file: W, fields: Vec<Field>, properties: WriterProperties) -> Result<Self> {
        let schema = Arc::new(Schema::new(fields.clone()));
        let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(file, schema, options)?;
        let (file, factory) = writer.into_serialized_writer()?;
        let columns = factory.create_column_writers(0)?;
        Ok(ParquetFile { file, factory, fields, columns, open: 0, groups: 0, spent: AtomicU64::new(0) })
    }

    /// How long encoding and compressing has kept the threads so far, writing not counted.
    pub fn spent(&self) -> Duration {
        Duration::from_nanos(self.spent.load(Ordering::Relaxed))
    }

    /// Appends batches, in order: for each its number of rows and its columns.
    ///
    /// # Errors
    /// What the file says, or a column that cannot be made.
    pub fn write(&mut self, batches: &[(usize, &ColumnOf<'_>)]) -> Result<()> {
        let mut next = batches.iter().copied().filter(|batch| batch.0 > 0);
        let mut rest = next.next().map(|(rows, columns)| (0, rows, columns));
        while rest.is_some() {
            // As many pieces as the open row group still takes.
            let mut pieces: Vec<(usize, usize, &ColumnOf<'_>)> = Vec::new();
            while let Some((start, rows, columns)) = rest {
                let space = ROW_GROUP - self.open;
                if space == 0 {
                    break;
                }
                let taken = rows.min(space);
                pieces.push((start, taken, columns));
                self.open += taken;
                rest = if taken < rows {
                    Some((start + taken, rows - taken, columns))
                } else {
                    next.next().map(|(rows, columns)| (0, rows, columns))
                };
            }
            let spent = &self.spent;
            self.columns.par_iter_mut().zip(&self.fields).enumerate().try_for_each(
                |(index, (writer, field))| -> Result<()> {
                    let begun = Instant::now();
                    for (start, rows, columns) in &pieces {
                        let array = columns(index)?;
                        let array = if array.len() == *rows { array } else { array.slice(*start, *rows) };
                        for leaf in compute_leaves(field, &array)? {
                            writer.write(&leaf)?;
                        }
                    }
                    spent.fetch_add(begun.elapsed().as_nanos() as u64, Ordering::Relaxed);
                    Ok(())
                },
            )?;
            if self.open == ROW_GROUP {
                self.close_group()?;
            }
        }
        Ok(())
    }

    fn close_group(&mut self) -> Result<()> {
        self.groups += 1;
        let columns = std::mem::replace(&mut self.columns, self.factory.create_column_writers(self.groups)?);
        let spent = &self.spent;
        let close = |column: ArrowColumnWriter| {
            let begun = Instant::now();
            let chunk = column.close();
            spent.fetch_add(begun.elapsed().as_nanos() as u64, Ordering::Relaxed);
            chunk
        };
        let chunks: Vec<ArrowColumnChunk> = columns.into_par_iter().map(close).collect::<Result<_>>()?;
        let mut group = self.file.next_row_group()?;
        for chunk in chunks {
            chunk.append_to_row_group(&mut group)?;
        }
        group.close()?;
        self.open = 0;
        Ok(())
    }

    /// Ends the row group that is open: no more batches come.
    ///
    /// # Errors
    /// What the file says.
    pub fn close(&mut self) -> Result<()> {
        if self.open > 0 { self.close_group() } else { Ok(()) }
    }

    /// Writes what is open and the footer, and gives the file back.
    ///
    /// # Errors
    /// What the file says.
    pub fn finish(mut self) -> Result<W> {
        self.close()?;
        self.file.into_inner()
    }
}

/// An error of the file below, if that is what it was.
pub(crate) fn io_error(error: &ParquetError) -> Option<&std::io::Error> {
    match error {
        ParquetError::External(inner) => inner.downcast_ref(),
        _ => None,
    }
}

/// Turns a Parquet error into one that can be told to a person.
pub(crate) fn problem(path: &str, error: &ParquetError) -> utsushi_findings::Problem {
    match io_error(error) {
        Some(error) => utsushi_findings::Problem::io(path.as_ref(), error),
        None => {
            utsushi_findings::problem!("Parquet が書けません ({error})", "cannot write Parquet ({error})")
                .at(path)
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use arrow::array::{Array, AsArray};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use std::sync::LazyLock;
    use utsushi_layout::{Batch, Library, Rows, Standard};

    /// A batch of the first three items of 01.koseki_display, which are text.
    pub fn batch(values: &[[&str; 3]]) -> (Arc<FileLayout>, Batch) {
        static STANDARD: LazyLock<Standard> = LazyLock::new(|| Library::Embedded.load("chukan-2.7").unwrap());
        let mut layout = STANDARD.file("01.koseki_display").unwrap().clone();
        layout.items.truncate(3);
        let layout = Arc::new(layout);
        let mut rows = Rows::new(Arc::clone(&layout), Arc::default());
        rows.begin(0..values.len() as u32);
        for item in 0..3 {
            let mut column = rows.take(item);
            values.iter().for_each(|row| column.push(row[item]));
            rows.put(item, column);
        }
        (layout, rows.seal(|record| (record, record * 7)))
    }

    fn file_of(sizes: &[usize]) -> Vec<u8> {
        let all: Vec<[String; 3]> = (0..sizes.iter().sum())
            .map(|n: usize| [format!("{n}"), format!("町{}", n % 7), String::new()])
            .collect();
        let (layout, _) = batch(&[]);
        let mut file = ParquetFile::new(Vec::new(), item_fields(&layout), item_properties(&layout)).unwrap();
        let mut start = 0;
        let mut batches = Vec::new();
        for size in sizes {
            let rows: Vec<[&str; 3]> =
                all[start..start + size].iter().map(|r| [&*r[0], &*r[1], &*r[2]]).collect();
            batches.push(batch(&rows).1);
            start += size;
        }
        for pair in batches.chunks(2) {
            let columns: Vec<_> = pair
                .iter()
                .map(|batch| {
                    let layout = &layout;
                    (batch.rows(), move |index: usize| {
                        batch.typed(index, &layout.items[index]).map_err(ParquetError::from)
                    })
                })
                .collect();
            let columns: Vec<(usize, &ColumnOf<'_>)> =
                columns.iter().map(|(rows, column)| (*rows, column as &ColumnOf<'_>)).collect();
            file.write(&columns).unwrap();
        }
        file.finish().unwrap()
    }

    #[test]
    fn row_groups_close_at_exactly_their_size_and_no_row_is_lost() {
        let bytes = file_of(&[100_000, 0, 31_072, 140_000, 3]);
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes)).unwrap();
        let sizes: Vec<i64> = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
        assert_eq!(sizes, [131_072, 131_072, 8_931]);
        let mut next = 0;
        for batch in reader.build().unwrap() {
            let batch = batch.unwrap();
            let numbers = batch.column(0).as_string::<i32>();
            for row in 0..batch.num_rows() {
                assert_eq!(numbers.value(row), next.to_string());
                assert!(batch.column(2).is_null(row));
                next += 1;
            }
        }
        assert_eq!(next, 271_075);
    }

    #[test]
    fn how_batches_are_handed_over_together_makes_no_difference() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert!(pool.install(|| file_of(&[70_000, 70_000, 5])) == file_of(&[70_000, 70_000, 5]));
    }
}
