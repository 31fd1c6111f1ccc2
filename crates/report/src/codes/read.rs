//! What somebody filled in, from xlsx or CSV.

use super::{BLANK, COLUMNS};
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;
use std::path::Path;
use utsushi_findings::{Problem, problem};

/// A line with a standard value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filled {
    /// Its row in the sheet, or its line in the CSV; from 1.
    pub line: u64,
    /// The mapping.
    pub mapping: String,
    /// The table in it.
    pub table: String,
    /// The vendor's value.
    pub value: String,
    /// The standard value; empty for a blank on purpose.
    pub standard: String,
}

/// Where the columns stand that are read.
struct Places([usize; 4]);

impl Places {
    fn find(path: &Path, header: &[String]) -> Result<Places, Problem> {
        let place = |name: &str| {
            let (_, titles) = COLUMNS.iter().find(|(column, _)| *column == name)?;
            header.iter().position(|cell| [titles.ja, titles.en].contains(&cell.trim()))
        };
        let mut places = [0; 4];
        for (to, name) in places.iter_mut().zip(["mapping", "table", "value", "standard"]) {
            *to = place(name).ok_or_else(|| {
                problem!("見出しの行に {name} の列がありません", "the header line has no column {name}")
                    .at(path)
                    .line(1, None)
                    .help(
                        "utsushi map codes が書いたファイルに記入してください",
                        "fill in the file that utsushi map codes wrote",
                    )
            })?;
        }
        Ok(Places(places))
    }

    fn filled(&self, line: u64, cells: &[String]) -> Option<Filled> {
        let [mapping, table, value, standard] = self.0.map(|at| cells.get(at).cloned().unwrap_or_default());
        let standard = match standard.trim() {
            "" => return None,
            BLANK => String::new(),
            code => code.to_owned(),
        };
        let [mapping, table] = [mapping, table].map(|text| text.trim().to_owned());
        Some(Filled { line, mapping, table, value, standard })
    }
}

/// Reads a CSV in UTF-8, or in CP932 as spreadsheets save it.
///
/// # Errors
/// It is none, or its header is another.
pub fn read_codes_csv(path: &Path, bytes: &[u8]) -> Result<Vec<Filled>, Problem> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut text = String::new();
    let charset = match std::str::from_utf8(bytes) {
        Ok(_) => utsushi_text::Charset::Utf8,
        Err(_) => utsushi_text::Charset::Cp932,
    };
    if charset.decode_into(bytes, &mut text).is_err() {
        return Err(problem!("UTF-8 でも CP932 でもありません", "is neither UTF-8 nor CP932").at(path));
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let (mut places, mut filled) = (None, Vec::new());
    let (mut counted, mut line) = (0, 1);
    for record in reader.records() {
        let record = record.map_err(|error| {
            problem!("CSV として読めません: {error}", "cannot be read as CSV: {error}").at(path)
        })?;
        // The reader takes the second half of a line end for a part of the next record.
        let start = record.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(counted);
        let rest = text.get(start..).unwrap_or_default();
        let start = text.len() - rest.trim_start_matches(['\r', '\n']).len();
        line += text.get(counted..start).map_or(0, |passed| passed.matches('\n').count()) as u64;
        counted = start;
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        match &places {
            None => places = Some(Places::find(path, &cells)?),
            Some(places) => filled.extend(places.filled(line, &cells)),
        }
    }
    places.ok_or_else(|| problem!("空のファイルです", "the file is empty").at(path)).map(|_| filled)
}

/// Reads the first sheet of an xlsx.
///
/// # Errors
/// It is none, or its header is another.
pub fn read_codes_xlsx(path: &Path, bytes: &[u8]) -> Result<Vec<Filled>, Problem> {
    let said = |error: calamine::XlsxError| {
        problem!("xlsx として読めません: {error}", "cannot be read as xlsx: {error}").at(path)
    };
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(said)?;
    let sheet = workbook.worksheet_range_at(0);
    let sheet =
        sheet.ok_or_else(|| problem!("シートがありません", "there is no sheet").at(path))?.map_err(said)?;
    let first = sheet.start().map_or(0, |(row, _)| u64::from(row));
    let (mut places, mut filled) = (None, Vec::new());
    for (row, cells) in (first + 1..).zip(sheet.rows()) {
        let cells: Vec<String> = cells.iter().map(text).collect();
        match &places {
            None => places = Some(Places::find(path, &cells)?),
            Some(places) => filled.extend(places.filled(row, &cells)),
        }
    }
    places.ok_or_else(|| problem!("空のシートです", "the sheet is empty").at(path)).map(|_| filled)
}

/// A cell as text: a code that a spreadsheet took for a number is written as one again.
fn text(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        cell => cell.to_string(),
    }
}
