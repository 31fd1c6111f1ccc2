//! The CSV tables that layouts are written in.

use std::path::{Path, PathBuf};
use utsushi_findings::{Problem, Problems, problem};

/// A CSV of the layouts with the position of each row.
pub(crate) struct Table {
    pub path: PathBuf,
    pub rows: Vec<csv::StringRecord>,
}

impl Table {
    pub fn read(path: &Path, text: &str, columns: &[&str]) -> Result<Table, Problems> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let said = |error: &csv::Error| {
            let mut problem =
                problem!("CSV として読めません: {error}", "cannot be read as CSV: {error}").at(path);
            if let Some(position) = error.position() {
                problem = problem.line(position.line(), None);
            }
            problem
        };
        let header = reader.headers().map_err(|error| said(&error))?;
        if header.iter().ne(columns.iter().copied()) {
            let columns = columns.join(",");
            return Err(problem!("見出しは {columns} です", "the header must be {columns}")
                .at(path)
                .line(1, Some(1))
                .into());
        }
        let mut problems = Problems::default();
        let mut rows = Vec::new();
        for row in reader.records() {
            match row {
                Ok(row) if row.len() == columns.len() => rows.push(row),
                Ok(row) => {
                    let (expected, actual) = (columns.len(), row.len());
                    let line = row.position().map_or(0, csv::Position::line);
                    problems.push(
                        problem!(
                            "{expected} 列のはずが {actual} 列です",
                            "{expected} columns expected, {actual} found"
                        )
                        .at(path)
                        .line(line, Some(1)),
                    );
                }
                Err(error) => problems.push(said(&error)),
            }
        }
        problems.finish()?;
        Ok(Table { path: path.to_owned(), rows })
    }

    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|row| row.get(column)).unwrap_or("").trim()
    }

    /// Puts a problem at a cell: `column` is counted in characters of the line.
    pub fn at(&self, row: usize, column: usize, problem: Problem) -> Problem {
        let Some(record) = self.rows.get(row) else { return problem.at(&self.path) };
        let before: usize = record.iter().take(column).map(|cell| cell.chars().count() + 1).sum();
        let line = record.position().map_or(0, csv::Position::line);
        problem.at(&self.path).line(line, Some(before as u64 + 1))
    }
}
