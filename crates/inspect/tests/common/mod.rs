//! The sample, and the same records in other forms.
#![allow(dead_code, reason = "each test file uses some")]

use std::path::Path;
use utsushi_inspect::{Delimited, Field, Fixed, Format, Report, Sample, inspect};
use utsushi_legacy::SourceDefinition;
use utsushi_text::{Charset, OutputEncoding};

/// The sample's file of residents, with planted defects.
pub fn residents() -> Vec<u8> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/juki-one-file/input/JUKI01.csv");
    std::fs::read(path).unwrap()
}

/// Its header and the records that are clean, as text.
pub fn records() -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for line in residents().split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut text = String::new();
        if Charset::Cp932.decode_into(line, &mut text).is_err() || text.contains('"') {
            continue;
        }
        let row: Vec<String> = text.split(',').map(str::to_owned).collect();
        if row.len() == 40 {
            rows.push(row);
        }
    }
    rows
}

pub fn cp932(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    OutputEncoding::Cp932.encode_into(text, &mut bytes).unwrap();
    bytes
}

pub fn joined(rows: &[Vec<String>], delimiter: &str, line_end: &str) -> String {
    rows.iter().map(|row| row.join(delimiter) + line_end).collect()
}

pub fn look(bytes: impl Into<Vec<u8>>) -> Report {
    let report = inspect(&Sample::whole(bytes));
    // Whatever it is, it can be said.
    for lang in [utsushi_findings::Lang::Ja, utsushi_findings::Lang::En] {
        assert!(report.render(lang).ends_with('\n'));
    }
    report
}

pub fn delimited(report: &Report) -> &Delimited {
    match &report.format {
        Format::Delimited(found) => found,
        other => panic!("{other:?}"),
    }
}

pub fn fixed(report: &Report) -> &Fixed {
    match &report.format {
        Format::Fixed(found) => found,
        other => panic!("{other:?}"),
    }
}

pub fn field<'a>(report: &'a Report, name: &str) -> &'a Field {
    report.fields.iter().find(|field| field.name == name).unwrap()
}

/// The definition, read as `utsushi convert` would.
pub fn definition(report: &Report) -> SourceDefinition {
    let text = report.source_toml();
    SourceDefinition::from_toml(Path::new("inspected.toml"), &text).unwrap_or_else(|problems| {
        panic!(
            "{}\n{text}",
            problems.iter().map(|p| p.render(utsushi_findings::Lang::En)).collect::<String>()
        )
    })
}

/// Widths of the sample's fields in bytes, as a vendor would lay them out; full width where text is.
const WIDTHS: [usize; 40] = [
    15, 15, 1, 1, 40, 30, 40, 30, 7, 2, 10, 40, 7, 11, 20, 30, 40, 60, 3, 13, 60, 40, 7, 7, 7, 10, 7, 80, 80,
    7, 10, 12, 11, 20, 30, 7, 1, 14, 20, 60,
];

/// Places of the fields: bytes before, and bytes.
pub fn places() -> Vec<(usize, usize)> {
    let mut at = 0;
    WIDTHS
        .iter()
        .map(|width| {
            at += width;
            (at - width, *width)
        })
        .collect()
}

pub fn record_length() -> usize {
    WIDTHS.iter().sum()
}

/// The clean records in fixed width, filled with spaces; text that is too long is left out.
pub fn fixed_records() -> Vec<Vec<u8>> {
    let make = |row: &Vec<String>| {
        let mut record = Vec::new();
        for (value, width) in row.iter().zip(WIDTHS) {
            let mut bytes = cp932(value);
            if bytes.len() > width {
                return None;
            }
            bytes.resize(width, b' ');
            record.extend(bytes);
        }
        Some(record)
    };
    records().iter().skip(1).filter_map(make).collect()
}
