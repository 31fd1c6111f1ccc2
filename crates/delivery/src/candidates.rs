//! `candidates.csv` and `candidates.parquet`: who may be the same person, for people to decide; and `crosswalk.csv`.

use crate::parquet_file::{ParquetFile, problem, properties};
use arrow::array::{ArrayRef, StringArray};
use arrow::datatypes::{DataType, Field};
use std::io::Write;
use std::sync::Arc;
use utsushi_findings::Problem;

/// Columns of both files. The last five are for people; a filled-in file is a file of decisions.
pub const COLUMNS: [&str; 29] = [
    "group",
    "score",
    "conflict",
    "protected",
    "reasons",
    "reason_codes",
    "a_file",
    "a_row",
    "a_number",
    "a_name",
    "a_other_names",
    "a_kana",
    "a_birth_date",
    "a_sex",
    "a_address",
    "b_file",
    "b_row",
    "b_number",
    "b_name",
    "b_other_names",
    "b_kana",
    "b_birth_date",
    "b_sex",
    "b_address",
    "decision",
    "kept_number",
    "decided_by",
    "decided_reason",
    "decided_on",
];

/// Columns of `crosswalk.csv`.
pub const CROSSWALK: [&str; 6] =
    ["old_number", "new_number", "kept_by", "decided_by", "decided_reason", "decided_on"];

/// One pair, by column.
pub type Line = [String; COLUMNS.len()];

/// Lines that are written at once.
const AT_ONCE: usize = 8_192;

/// Both files being written.
pub struct CandidatesFiles<W: Write + Send, C: Write> {
    parquet: ParquetFile<W>,
    csv: csv::Writer<C>,
    lines: Vec<Line>,
}

impl<W: Write + Send, C: Write> CandidatesFiles<W, C> {
    /// Begins both.
    ///
    /// # Errors
    /// What the files say.
    pub fn new(parquet: W, csv: C) -> Result<Self, Problem> {
        let fields = COLUMNS.iter().map(|name| Field::new(*name, DataType::Utf8, true)).collect();
        let parquet = ParquetFile::new(parquet, fields, properties().build());
        let parquet = parquet.map_err(|error| problem("candidates.parquet", &error))?;
        Ok(CandidatesFiles { parquet, csv: list(csv, &COLUMNS, "candidates.csv")?, lines: Vec::new() })
    }

    /// Adds a pair.
    ///
    /// # Errors
    /// What the files say.
    pub fn add(&mut self, line: Line) -> Result<(), Problem> {
        self.csv.write_record(&line).map_err(|error| csv_problem("candidates.csv", error.into()))?;
        self.lines.push(line);
        if self.lines.len() < AT_ONCE { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), Problem> {
        let lines = std::mem::take(&mut self.lines);
        let column = |index: usize| -> parquet::errors::Result<ArrayRef> {
            let values =
                lines.iter().map(|line| Some(line[index].as_str()).filter(|value| !value.is_empty()));
            Ok(Arc::new(values.collect::<StringArray>()))
        };
        let written = self.parquet.write(&[(lines.len(), &column)]);
        written.map_err(|error| problem("candidates.parquet", &error))
    }

    /// Ends both and gives them back.
    ///
    /// # Errors
    /// What the files say.
    pub fn finish(mut self) -> Result<(W, C), Problem> {
        self.flush()?;
        let parquet = self.parquet.finish().map_err(|error| problem("candidates.parquet", &error))?;
        let csv = self.csv.into_inner();
        Ok((parquet, csv.map_err(|error| csv_problem("candidates.csv", error.into_error()))?))
    }
}

/// Begins a list for people: a byte order mark, CRLF, a header.
fn list<C: Write>(mut file: C, columns: &[&str], path: &str) -> Result<csv::Writer<C>, Problem> {
    file.write_all(b"\xef\xbb\xbf").map_err(|error| csv_problem(path, error))?;
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
    csv.write_record(columns).map_err(|error| csv_problem(path, error.into()))?;
    Ok(csv)
}

/// Writes `crosswalk.csv` and gives the file back.
///
/// # Errors
/// What the file says.
pub fn write_crosswalk<C: Write>(file: C, lines: &[[String; CROSSWALK.len()]]) -> Result<C, Problem> {
    let path = "crosswalk.csv";
    let mut csv = list(file, &CROSSWALK, path)?;
    for line in lines {
        csv.write_record(line).map_err(|error| csv_problem(path, error.into()))?;
    }
    csv.into_inner().map_err(|error| csv_problem(path, error.into_error()))
}

fn csv_problem(path: &str, error: std::io::Error) -> Problem {
    Problem::io(path.as_ref(), &error)
}
