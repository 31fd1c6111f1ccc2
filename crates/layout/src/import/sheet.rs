//! The cells of a workbook as text, with merged cells filled.

use calamine::{DataRef, DataType, Reader, Xlsx};
use std::collections::HashSet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use utsushi_findings::{Problem, problem};

/// A specification has some hundred lines a sheet; a sheet beyond this is something else, or an attack.
const ROWS: usize = 20_000;
const COLUMNS: usize = 256;
const FILE_BYTES: u64 = 64 << 20;

/// One sheet.
pub(super) struct Sheet {
    pub name: String,
    rows: Vec<Vec<String>>,
    /// Cells that repeat the one above, since both are merged.
    continued: HashSet<(usize, usize)>,
}

impl Sheet {
    #[cfg(test)]
    pub fn of(name: &str, rows: &[&[&str]]) -> Sheet {
        let rows = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        Sheet { name: name.to_owned(), rows, continued: HashSet::new() }
    }

    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    pub fn columns(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The text of a cell; blank where there is none.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|row| row.get(column)).map_or("", |text| text.trim())
    }

    pub fn is_continued(&self, row: usize, column: usize) -> bool {
        self.continued.contains(&(row, column))
    }

    fn put(&mut self, row: usize, column: usize, text: String) {
        if self.rows.len() <= row {
            self.rows.resize(row + 1, Vec::new());
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
    }
}

/// How people name a cell: `B12`.
pub(super) fn cell_name(row: usize, column: usize) -> String {
    let mut letters = String::new();
    let mut left = column + 1;
    while left > 0 {
        letters.insert(0, char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

/// The sheets of a workbook, in order.
pub(super) fn read(path: &Path) -> Result<Vec<Sheet>, Problem> {
    let io = |error| Problem::io(path, &error);
    let file = File::open(path).map_err(io)?;
    let size = file.metadata().map_err(io)?;
    if size.is_dir() {
        return Err(io(std::io::ErrorKind::IsADirectory.into()));
    }
    if size.len() > FILE_BYTES {
        return Err(problem!("仕様書としては大きすぎます", "is too large for a specification").at(path));
    }
    let broken = |error: &dyn std::fmt::Display| {
        problem!("xlsx として読めません ({error})", "cannot be read as xlsx ({error})").at(path).help(
            "壊れていないか確かめ、.xls や .ods なら表計算ソフトで .xlsx に保存し直してください",
            "is it damaged? save .xls or .ods as .xlsx with a spreadsheet program",
        )
    };
    let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(|error| broken(&error))?;
    let names = workbook.sheet_names();
    let mut sheets = Vec::new();
    for name in names {
        let mut sheet = Sheet { name: name.clone(), rows: Vec::new(), continued: HashSet::new() };
        let place = |problem: Problem| problem.at(format!("{} [{name}]", path.display()));
        // A chart sheet has no cells.
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { continue };
        loop {
            let cell = match cells.next_cell() {
                Ok(Some(cell)) => cell,
                Ok(None) => break,
                Err(error) => return Err(place(broken(&error))),
            };
            let (row, column) = cell.get_position();
            let (row, column) = (row as usize, column as usize);
            let text = text(cell.get_value());
            if text.is_empty() {
                continue;
            }
            if row >= ROWS || column >= COLUMNS {
                let cell = cell_name(row, column);
                return Err(place(problem!(
                    "{cell} まで値があり、仕様書としては大きすぎます",
                    "holds values as far as {cell}: too large for a specification"
                )));
            }
            sheet.put(row, column, text);
        }
        drop(cells);
        if let Ok(regions) = workbook.merge_cells_by_sheet_name(&name) {
            for region in regions {
                let (top, left) = (region.start.0 as usize, region.start.1 as usize);
                let (bottom, right) = (region.end.0 as usize, region.end.1 as usize);
                let text = sheet.cell(top, left).to_owned();
                if text.is_empty() || bottom >= ROWS || right >= COLUMNS {
                    continue;
                }
                for row in top..=bottom {
                    for column in left..=right {
                        if (row, column) != (top, left) {
                            sheet.put(row, column, text.clone());
                        }
                        if row > top {
                            sheet.continued.insert((row, column));
                        }
                    }
                }
            }
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        value => value.as_string().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_people_name_them() {
        assert_eq!(cell_name(0, 0), "A1");
        assert_eq!(cell_name(11, 25), "Z12");
        assert_eq!(cell_name(0, 26), "AA1");
    }

    #[test]
    fn what_is_no_workbook_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.xlsx");
        std::fs::write(&path, b"PK\x03\x04 not really").unwrap();
        let said = read(&path).err().unwrap().to_string();
        assert!(said.contains("a.xlsx: cannot be read as xlsx"), "{said}");
        assert!(read(dir.path()).is_err());
        assert!(read(&dir.path().join("none.xlsx")).is_err());
    }
}
