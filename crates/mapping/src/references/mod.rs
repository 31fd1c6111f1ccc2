//! Reference tables: the vendor's masters and the crosswalks that `lookup` and `renumber` read.

mod index;

pub(crate) use index::Index;

use crate::csv_table::{Told, decode, read};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use utsushi_findings::{Problem, Problems, problem};
use utsushi_text::Charset;

/// The reference tables of a project, by name.
#[derive(Debug, Default)]
pub struct References {
    by_name: BTreeMap<String, Arc<Reference>>,
}

impl References {
    /// No tables.
    pub fn new() -> Self {
        References::default()
    }

    /// Adds a table; one of the same name is replaced.
    pub fn add(&mut self, name: impl Into<String>, reference: Reference) {
        self.by_name.insert(name.into(), Arc::new(reference));
    }

    /// Memory of all tables, as [`Reference::bytes`].
    pub fn bytes(&self) -> usize {
        self.by_name.values().map(|reference| reference.bytes()).sum()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Arc<Reference>> {
        self.by_name.get(name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

/// One table, held in memory.
pub struct Reference {
    path: PathBuf,
    columns: Vec<String>,
    /// All cells, back to back.
    text: String,
    /// Where each cell ends.
    ends: Vec<u32>,
    /// The line of each row.
    lines: Vec<u32>,
    /// One for each way in which the mappings ask.
    indexes: Mutex<Vec<(Ask, Arc<Index>)>>,
}

/// What a table is asked by: the column of the key and those of the first and last day of validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ask {
    pub key: usize,
    pub valid_from: Option<usize>,
    pub valid_to: Option<usize>,
}

impl Reference {
    /// Reads a CSV file with a header line. Cells are taken without the spaces around them. `path` is only named in
    /// problems.
    ///
    /// # Errors
    /// Bytes that are no characters, a missing header, columns of the same name, rows with too many or too few cells,
    /// a quote that is not closed, or more than 4 GiB. Whether a key stands twice shows when a mapping says which
    /// column is the key: see [`Mapper::compile_with`](crate::Mapper::compile_with).
    pub fn from_csv(path: &Path, bytes: &[u8], charset: Charset) -> Result<Reference, Problems> {
        let decoded = decode(path, bytes, charset)?;
        let mut columns = Vec::new();
        let mut text = String::with_capacity(decoded.len());
        let (mut ends, mut lines) = (Vec::new(), Vec::new());
        let mut fits = true;
        let header = |names: &[&str]| {
            columns.extend(names.iter().map(|name| (*name).to_owned()));
            Ok(())
        };
        let row = |cells: &[&str], line: u64, _: &mut Told<'_>| {
            for cell in cells {
                text.push_str(cell);
                match u32::try_from(text.len()) {
                    Ok(end) => ends.push(end),
                    Err(_) => {
                        fits = false;
                        ends.push(0);
                    }
                }
            }
            lines.push(u32::try_from(line).unwrap_or(u32::MAX));
        };
        read(path, &decoded, header, row)?;
        if !fits || u32::try_from(lines.len()).is_err() {
            return Err(problem!("参照表が 4 GiB を超えています", "the reference is larger than 4 GiB")
                .at(path)
                .into());
        }
        text.shrink_to_fit();
        ends.shrink_to_fit();
        lines.shrink_to_fit();
        Ok(Reference { path: path.to_owned(), columns, text, ends, lines, indexes: Mutex::default() })
    }

    /// Estimated memory in bytes, with the index that a lookup will need.
    pub fn bytes(&self) -> usize {
        let rows = self.rows();
        let cells = self.text.capacity() + 4 * (self.ends.capacity() + self.lines.capacity());
        cells + Index::bytes(rows)
    }

    /// Number of rows below the header.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// Names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| !name.is_empty() && column == name)
    }

    pub(crate) fn cell(&self, row: usize, column: usize) -> &str {
        let at = row * self.columns.len() + column;
        let start = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        match (start, self.ends.get(at)) {
            (Some(start), Some(end)) => self.text.get(start as usize..*end as usize).unwrap_or(""),
            _ => "",
        }
    }

    /// A problem of a row.
    pub(crate) fn told(&self) -> Told<'_> {
        Told::new(&self.path)
    }

    pub(crate) fn line(&self, row: usize) -> u64 {
        self.lines.get(row).copied().unwrap_or(0).into()
    }

    /// The index for one way of asking, made once.
    pub(crate) fn index(&self, ask: Ask) -> Result<Arc<Index>, Problems> {
        let mut indexes = self.indexes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, index)) = indexes.iter().find(|(known, _)| *known == ask) {
            return Ok(Arc::clone(index));
        }
        let index = Arc::new(Index::new(self, ask)?);
        indexes.push((ask, Arc::clone(&index)));
        Ok(index)
    }

    pub(crate) fn unknown_column(&self, name: &str) -> Problem {
        let path = self.path.display();
        let known = self.columns.join(", ");
        let said = problem!(
            "{path} に列「{name}」はありません (あるもの: {known})",
            "{path} has no column \"{name}\" (there are: {known})"
        );
        let names = self.columns.iter().map(String::as_str);
        said.suggest(utsushi_findings::did_you_mean(name, names))
    }
}

/// Its shape: the values may be personal.
impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reference")
            .field("path", &self.path)
            .field("columns", &self.columns)
            .field("rows", &self.rows())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(text: &str) -> Result<Reference, String> {
        let read = Reference::from_csv(Path::new("towns.csv"), text.as_bytes(), Charset::Utf8);
        read.map_err(|problems| problems.to_string())
    }

    #[test]
    fn cells_are_found_by_row_and_column() {
        let towns = reference("code,name\n001,中央\n002, 本町 \n003,\n").unwrap();
        assert_eq!((towns.rows(), towns.columns().len()), (3, 2));
        assert_eq!((towns.cell(0, 0), towns.cell(1, 1), towns.cell(2, 1)), ("001", "本町", ""));
        assert_eq!((towns.cell(3, 0), towns.column("name"), towns.column("")), ("", Some(1), None));
        assert!(towns.bytes() > 40 && towns.bytes() < 2000, "{}", towns.bytes());
        assert!(!format!("{towns:?}").contains("中央"));
    }

    #[test]
    fn a_broken_file_is_told_with_its_line() {
        assert!(reference("code,name\n001\n").unwrap_err().contains("towns.csv:2: 2 columns expected"));
        assert!(reference("").unwrap_err().contains("no header"));
    }
}
