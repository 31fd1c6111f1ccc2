//! Rows as a standard file: CSV and Parquet.

use std::io::Write;
use std::sync::Arc;
use utsushi_compare::PackedRow;
use utsushi_delivery::{CsvFormat, DataFile, Output};
use utsushi_findings::{Problem, problem};
use utsushi_layout::{FileLayout, ItemType, Rows};
use utsushi_store::{OutputFile, RunFolder};
use utsushi_text::OutputEncoding;

/// Rows that are written at once.
const AT_ONCE: usize = 8_192;

const FORMAT: CsvFormat = CsvFormat { encoding: OutputEncoding::Utf8 };

/// A standard file being written: the CSV and the Parquet of the same rows. Neither is there before the first row, unless it is
/// [begun](StandardFile::begin).
pub(super) struct StandardFile<'f> {
    folder: &'f RunFolder,
    layout: Arc<FileLayout>,
    /// Without the extension.
    path: String,
    files: Option<(OutputFile, DataFile<OutputFile>)>,
    waiting: Vec<PackedRow>,
    rows: Rows,
    pub written: u64,
}

impl<'f> StandardFile<'f> {
    /// The file of a layout below `folder_path`: `data/add`.
    pub fn new(folder: &'f RunFolder, folder_path: &str, layout: &Arc<FileLayout>) -> Self {
        StandardFile {
            folder,
            layout: Arc::clone(layout),
            path: path_of(folder_path, layout),
            files: None,
            waiting: Vec::new(),
            rows: Rows::new(Arc::clone(layout), Arc::default()),
            written: 0,
        }
    }

    /// Makes the files, whether rows come or not.
    pub fn begin(&mut self) -> Result<&mut (OutputFile, DataFile<OutputFile>), Problem> {
        if self.files.is_none() {
            let mut csv = self.folder.file(&format!("{}.csv", self.path))?;
            csv.write_all(&FORMAT.header(&self.layout)).map_err(|error| csv.problem(&error))?;
            let path = format!("{}.parquet", self.path);
            let parquet = DataFile::new(self.folder.file(&path)?, Arc::clone(&self.layout), &path)?;
            self.files = Some((csv, parquet));
        }
        self.files.as_mut().ok_or_else(|| problem!("ファイルがありません", "there is no file"))
    }

    /// Adds a row with all items of the layout. `input` is the file it is from, for messages.
    ///
    /// # Errors
    /// A number that is none, or the disk is full.
    pub fn add(&mut self, row: PackedRow, input: &str) -> Result<(), Problem> {
        for (at, item) in self.layout.items.iter().enumerate().filter(|(_, item)| item.kind.is_number()) {
            let value = row.value(at);
            let is_number = match item.kind {
                ItemType::Integer => value.parse::<i64>().is_ok(),
                _ => utsushi_value::parse_decimal(value, item.decimals).is_ok(),
            };
            if !value.is_empty() && !is_number {
                let (record, name) = (row.source.record, &item.name);
                return Err(problem!(
                    "{record} 件目の「{name}」が数として読めないので、移せません",
                    "record {record}: {name} is no number, so the row cannot be written"
                )
                .at(input)
                .help(
                    "utsushi verify で確かめ、データを直してからやり直してください",
                    "check it with utsushi verify, correct the data, and run again",
                ));
            }
        }
        self.waiting.push(row);
        if self.waiting.len() < AT_ONCE { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), Problem> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return Ok(());
        }
        self.rows.begin(0..waiting.len() as u32);
        for item in 0..self.layout.items.len() {
            let mut column = self.rows.take(item);
            waiting.iter().for_each(|row| column.push(row.value(item)));
            self.rows.put(item, column);
        }
        let batch = self.rows.seal(|_| (0, 0));
        let (csv, parquet) = self.begin()?;
        let mut bytes = Vec::new();
        // UTF-8 has every character.
        let _ = FORMAT.encode(&batch, &mut bytes);
        csv.write_all(&bytes).map_err(|error| csv.problem(&error))?;
        parquet.write(&[&batch])?;
        self.written += waiting.len() as u64;
        Ok(())
    }

    /// Ends both; none where there were no rows.
    ///
    /// # Errors
    /// The disk is full.
    pub fn finish(mut self) -> Result<(u64, Vec<Output>), Problem> {
        self.flush()?;
        let Some((csv, parquet)) = self.files else { return Ok((0, Vec::new())) };
        let line = |written: utsushi_store::Written| Output {
            rows: Some(self.written),
            ..crate::verify::output(&written)
        };
        let files = vec![line(csv.finish()?), line(parquet.finish()?.0.finish()?)];
        Ok((self.written, files))
    }
}

/// Where a standard file lies below a folder, without its extension.
pub(super) fn path_of(folder: &str, layout: &FileLayout) -> String {
    format!("{folder}/{}/{}", layout.folder(), layout.slug)
}
