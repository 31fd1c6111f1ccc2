//! `differences.csv` and `differences.parquet`: every difference between two sets.

use crate::findings::csv_error;
use crate::parquet_file::{ParquetFile, problem, properties};
use arrow::array::{ArrayRef, Int64Array, StringArray};
use arrow::datatypes::{DataType, Field};
use std::io::Write;
use std::sync::Arc;
use utsushi_findings::Problem;

/// Columns of both files.
pub const COLUMNS: [&str; 10] =
    ["file", "key", "kind", "item", "a", "b", "a_input", "a_record", "b_input", "b_record"];

/// Lines that are written to the Parquet at once.
const AT_ONCE: usize = 8_192;

/// One difference.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Line {
    /// `01.resident`.
    pub file: String,
    /// The masked key.
    pub key: String,
    /// `only_a`, `only_b`, `changed`, `tolerated`.
    pub kind: &'static str,
    /// The item's name; empty where it is about a whole row.
    pub item: String,
    /// The masked values.
    pub values: [String; 2],
    /// File of the row, on each side.
    pub inputs: [String; 2],
    /// Record in it, from 1; 0 where there is no row.
    pub records: [u64; 2],
}

/// Both files being written.
pub struct DifferencesFiles<W: Write + Send, C: Write> {
    parquet: ParquetFile<W>,
    csv: csv::Writer<C>,
    lines: Vec<Line>,
}

impl<W: Write + Send, C: Write> DifferencesFiles<W, C> {
    /// Begins both.
    ///
    /// # Errors
    /// What the files say.
    pub fn new(parquet: W, mut csv: C) -> Result<Self, Problem> {
        let kind = |name: &str| if name.ends_with("_record") { DataType::Int64 } else { DataType::Utf8 };
        let fields = COLUMNS.iter().map(|name| Field::new(*name, kind(name), true)).collect();
        let parquet = ParquetFile::new(parquet, fields, properties().build());
        let parquet = parquet.map_err(|error| problem("differences.parquet", &error))?;
        csv.write_all(b"\xef\xbb\xbf").map_err(csv_problem)?;
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(csv);
        csv.write_record(COLUMNS).map_err(|error| csv_problem(csv_error(error)))?;
        Ok(DifferencesFiles { parquet, csv, lines: Vec::new() })
    }

    /// Adds a difference.
    ///
    /// # Errors
    /// What the files say.
    pub fn add(&mut self, line: Line) -> Result<(), Problem> {
        let number = |record: u64| if record == 0 { String::new() } else { record.to_string() };
        let [a, b] = line.records.map(number);
        let cells: [&str; 10] = [
            &line.file,
            &line.key,
            line.kind,
            &line.item,
            &line.values[0],
            &line.values[1],
            &line.inputs[0],
            &a,
            &line.inputs[1],
            &b,
        ];
        self.csv.write_record(cells).map_err(|error| csv_problem(csv_error(error)))?;
        self.lines.push(line);
        if self.lines.len() < AT_ONCE { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), Problem> {
        let lines = std::mem::take(&mut self.lines);
        let column = |index: usize| -> parquet::errors::Result<ArrayRef> {
            let number = |side: usize| -> ArrayRef {
                let records = lines.iter().map(|line| line.records[side]);
                Arc::new(records.map(|record| (record > 0).then_some(record as i64)).collect::<Int64Array>())
            };
            let text = |of: &dyn for<'l> Fn(&'l Line) -> &'l str| -> ArrayRef {
                let values = lines.iter().map(|line| Some(of(line)).filter(|value| !value.is_empty()));
                Arc::new(values.collect::<StringArray>())
            };
            Ok(match index {
                0 => text(&|line| &line.file),
                1 => text(&|line| &line.key),
                2 => text(&|line| line.kind),
                3 => text(&|line| &line.item),
                4 => text(&|line| &line.values[0]),
                5 => text(&|line| &line.values[1]),
                6 => text(&|line| &line.inputs[0]),
                7 => number(0),
                8 => text(&|line| &line.inputs[1]),
                _ => number(1),
            })
        };
        let written = self.parquet.write(&[(lines.len(), &column)]);
        written.map_err(|error| problem("differences.parquet", &error))
    }

    /// Ends both and gives them back.
    ///
    /// # Errors
    /// What the files say.
    pub fn finish(mut self) -> Result<(W, C), Problem> {
        self.flush()?;
        let parquet = self.parquet.finish().map_err(|error| problem("differences.parquet", &error))?;
        let csv = self.csv.into_inner().map_err(|error| csv_problem(error.into_error()))?;
        Ok((parquet, csv))
    }
}

fn csv_problem(error: std::io::Error) -> Problem {
    Problem::io("differences.csv".as_ref(), &error)
}
