//! `trace/`: where each row of a standard file came from, row for row.

use crate::parquet_file::{ParquetFile, problem, properties};
use arrow::array::{ArrayRef, DictionaryArray, Int32Array, Int64Array, StringArray};
use arrow::datatypes::{DataType, Field, Int32Type};
use parquet::basic::Encoding;
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnPath;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;
use utsushi_findings::Problem;
use utsushi_layout::Origins;

/// A trace file being written: input, record, line, offset, occurrence.
pub struct TraceFile<W: Write + Send> {
    file: ParquetFile<W>,
    path: String,
}

/// The origins of one batch with what its chunk's own numbers are relative to.
#[derive(Debug)]
pub struct Traced<'a> {
    /// Origins relative to the chunk.
    pub origins: &'a Origins,
    /// Path of the input.
    pub input: &'a str,
    /// Records before the chunk.
    pub records_before: u64,
    /// Lines before the chunk, headers included.
    pub lines_before: u64,
    /// Byte offset of the chunk.
    pub offset: u64,
}

impl Traced<'_> {
    fn column(&self, index: usize) -> Result<ArrayRef, ParquetError> {
        let rows = self.origins.records().len();
        let absolute = |values: &[u32], base: u64| -> ArrayRef {
            Arc::new(Int64Array::from_iter_values(
                values.iter().map(|value| (base + u64::from(*value)) as i64),
            ))
        };
        Ok(match index {
            0 => {
                let keys = Int32Array::from(vec![0; rows]);
                let values = Arc::new(StringArray::from(vec![self.input]));
                Arc::new(DictionaryArray::<Int32Type>::try_new(keys, values).map_err(ParquetError::from)?)
            }
            1 => absolute(self.origins.records(), self.records_before + 1),
            2 => absolute(self.origins.lines(), self.lines_before + 1),
            3 => absolute(self.origins.offsets(), self.offset),
            _ => Arc::new(Int32Array::from_iter_values(self.origins.occurrences().iter().map(|n| *n as i32))),
        })
    }
}

impl<W: Write + Send> TraceFile<W> {
    /// Begins a trace.
    ///
    /// # Errors
    /// What `file` says.
    pub fn new(file: W, path: &str) -> Result<Self, Problem> {
        let text = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        let fields = vec![
            Field::new("input", text, false),
            Field::new("record", DataType::Int64, false),
            Field::new("line", DataType::Int64, false),
            Field::new("offset", DataType::Int64, false),
            Field::new("occurrence", DataType::Int32, false),
        ];
        let mut properties = properties();
        for name in ["record", "line", "offset"] {
            properties = properties
                .set_column_dictionary_enabled(ColumnPath::from(name), false)
                .set_column_encoding(ColumnPath::from(name), Encoding::DELTA_BINARY_PACKED);
        }
        let file = ParquetFile::new(file, fields, properties.build());
        Ok(TraceFile { file: file.map_err(|error| problem(path, &error))?, path: path.to_owned() })
    }

    /// Appends the origins of batches, in order.
    ///
    /// # Errors
    /// What the file says.
    pub fn write(&mut self, batches: &[Traced<'_>]) -> Result<(), Problem> {
        let columns: Vec<_> = batches
            .iter()
            .map(|batch| (batch.origins.records().len(), |index| batch.column(index)))
            .collect();
        let columns: Vec<(usize, &crate::parquet_file::ColumnOf<'_>)> =
            columns.iter().map(|(rows, column)| (*rows, column as _)).collect();
        self.file.write(&columns).map_err(|error| problem(&self.path, &error))
    }

    /// Ends the file and gives it back, with how long encoding and compressing has kept the threads.
    ///
    /// # Errors
    /// What the file says.
    pub fn finish(mut self) -> Result<(W, Duration), Problem> {
        let problem = |error| problem(&self.path, &error);
        self.file.close().map_err(problem)?;
        let spent = self.file.spent();
        Ok((self.file.finish().map_err(problem)?, spent))
    }
}
