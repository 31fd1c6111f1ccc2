//! Lines with delimiters: which, how quoted, under which names.

mod dialect;
mod header;
mod rows;
mod split;

pub use header::HeaderEvidence;

use crate::field::{Column, Field};
use crate::view::Coding;
use dialect::Dialect;
use split::{Quotes, split, value_into};

/// How a delimited file is written, and how regular it is.
#[derive(Clone, PartialEq, Debug)]
pub struct Delimited {
    /// The byte between two fields.
    pub delimiter: u8,
    /// Fields of most records.
    pub columns: usize,
    /// Records that were looked at, without header lines.
    pub records: u64,
    /// Of them, those with another number of fields.
    pub uneven: u64,
    /// How fields are quoted.
    pub quoting: Quoting,
    /// Fields in quotes.
    pub quoted_fields: u64,
    /// Records whose quotes do not open or close as they should.
    pub misquoted: u64,
    /// Records with line ends inside quotes; 0 where line ends always end records.
    pub multiline: u64,
    /// Header lines, and why.
    pub header: HeaderEvidence,
    /// Fields of the last line, where that is not a record like the others: a trailer, or cut off.
    pub last_line: Option<usize>,
    /// The next best delimiter, with fields and the share of lines that have as many.
    pub rival: Option<(u8, usize, f64)>,
}

/// Where quotes stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quoting {
    /// Around every field.
    Always,
    /// Around some; or none were seen, which is the same to a reader.
    WhenNeeded,
    /// They are data.
    Never,
}

impl Quoting {
    /// How a source definition says it.
    pub fn name(self) -> &'static str {
        match self {
            Quoting::Always => "always",
            Quoting::WhenNeeded => "when-needed",
            Quoting::Never => "never",
        }
    }
}

/// Rows at the beginning that may be header lines.
const HEADERS: usize = 3;

/// Reads lines as a delimited file, if they are one.
pub(crate) fn read(lines: &[&[u8]], coding: Coding, end_seen: bool) -> Option<(Delimited, Vec<Field>)> {
    let dialect = dialect::find(lines, coding)?;
    Some(read_with(&dialect, lines, coding, end_seen))
}

/// Reads lines as records of one field, for which no delimiter is needed.
pub(crate) fn read_single(lines: &[&[u8]], coding: Coding) -> (Delimited, Vec<Field>) {
    let dialect = Dialect { delimiter: b',', quotes: true, multiline: false, columns: 1, rival: None };
    read_with(&dialect, lines, coding, false)
}

fn read_with(dialect: &Dialect, lines: &[&[u8]], coding: Coding, end_seen: bool) -> (Delimited, Vec<Field>) {
    let rows = rows::rows(lines, dialect, coding);
    let mut reader = Reader::new(dialect, coding);
    let begun = if rows.len() > 2 * HEADERS { HEADERS } else { rows.len().min(1) };
    let last = rows.len().saturating_sub(1);
    for (nth, row) in rows.iter().enumerate().skip(begun) {
        reader.add(row, nth == last);
    }
    let first_rows: Vec<Vec<String>> = rows[..begun].iter().map(|row| reader.values(row)).collect();
    let header = header::judge(&first_rows, dialect.columns, &reader.columns);
    for row in rows.iter().take(begun).skip(usize::from(header.lines)) {
        reader.add(row, false);
    }
    let even_last = reader.last_cells.is_none_or(|cells| cells == dialect.columns);
    let trailer = end_seen && !even_last && reader.records > 2 && reader.uneven * 2 < reader.records;
    let quoting = match (dialect.quotes, reader.unquoted, reader.quoted) {
        (false, ..) => Quoting::Never,
        (true, 0, 1..) => Quoting::Always,
        _ => Quoting::WhenNeeded,
    };
    let fields = reader
        .columns
        .into_iter()
        .enumerate()
        .map(|(nth, column)| column.finish(header.names.get(nth).map(String::as_str), nth, None))
        .collect();
    let found = Delimited {
        delimiter: dialect.delimiter,
        columns: dialect.columns,
        records: reader.records,
        uneven: reader.uneven,
        quoting,
        quoted_fields: reader.quoted,
        misquoted: reader.misquoted,
        multiline: reader.multiline,
        header,
        last_line: reader.last_cells.filter(|_| trailer),
        rival: dialect.rival,
    };
    (found, fields)
}

/// Gathers the columns of records.
struct Reader<'a> {
    dialect: &'a Dialect,
    coding: Coding,
    columns: Vec<Column>,
    records: u64,
    uneven: u64,
    quoted: u64,
    unquoted: u64,
    misquoted: u64,
    multiline: u64,
    last_cells: Option<usize>,
}

impl<'a> Reader<'a> {
    fn new(dialect: &'a Dialect, coding: Coding) -> Self {
        Reader {
            dialect,
            coding,
            columns: (0..dialect.columns).map(|_| Column::default()).collect(),
            records: 0,
            uneven: 0,
            quoted: 0,
            unquoted: 0,
            misquoted: 0,
            multiline: 0,
            last_cells: None,
        }
    }

    fn add(&mut self, row: &[u8], last: bool) {
        let mut cells = Vec::new();
        let quotes = split(row, self.dialect.delimiter, self.dialect.quotes, self.coding, &mut cells);
        self.records += 1;
        self.misquoted += u64::from(quotes != Quotes::Good);
        if last {
            self.last_cells = Some(cells.len());
        }
        if cells.len() != self.columns.len() {
            self.uneven += 1;
            return;
        }
        self.multiline += u64::from(self.dialect.multiline && row.contains(&b'\n'));
        let mut value = Vec::new();
        for (column, cell) in self.columns.iter_mut().zip(&cells) {
            if cell.quoted {
                self.quoted += 1;
            } else {
                self.unquoted += 1;
            }
            value_into(row, cell, &mut value);
            column.add(&value, self.coding);
        }
    }

    fn values(&self, row: &[u8]) -> Vec<String> {
        let (mut cells, mut value) = (Vec::new(), Vec::new());
        split(row, self.dialect.delimiter, self.dialect.quotes, self.coding, &mut cells);
        cells
            .iter()
            .map(|cell| {
                value_into(row, cell, &mut value);
                let mut text = String::new();
                self.coding.decode(&value, &mut text);
                utsushi_text::trim(&text).to_owned()
            })
            .collect()
    }
}
