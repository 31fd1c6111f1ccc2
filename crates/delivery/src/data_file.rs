//! The Parquet of one standard file.

use crate::parquet_file::{ColumnOf, ParquetFile, item_fields, item_properties, problem};
use parquet::errors::ParquetError;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;
use utsushi_findings::Problem;
use utsushi_layout::{Batch, FileLayout};

/// A Parquet file in `data/` being written.
pub struct DataFile<W: Write + Send> {
    file: ParquetFile<W>,
    layout: Arc<FileLayout>,
    path: String,
}

impl<W: Write + Send> DataFile<W> {
    /// Begins the file of `layout`; `path` is for messages.
    ///
    /// # Errors
    /// What `file` says.
    pub fn new(file: W, layout: Arc<FileLayout>, path: &str) -> Result<Self, Problem> {
        let file = ParquetFile::new(file, item_fields(&layout), item_properties(&layout));
        Ok(DataFile { file: file.map_err(|error| problem(path, &error))?, layout, path: path.to_owned() })
    }

    /// Appends batches, in order.
    ///
    /// # Errors
    /// What the file says.
    pub fn write(&mut self, batches: &[&Batch]) -> Result<(), Problem> {
        let layout = &self.layout;
        let columns: Vec<_> = batches
            .iter()
            .map(|batch| {
                let column =
                    |index: usize| batch.typed(index, &layout.items[index]).map_err(ParquetError::from);
                (batch.rows(), column)
            })
            .collect();
        let columns: Vec<(usize, &ColumnOf<'_>)> =
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
