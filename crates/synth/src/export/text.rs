//! The bytes of a vendor file, and the definitions that go with it.

use super::ExportFormat;
use super::plan::{Field, Vendor};
use crate::standard::City;
use std::fmt::Write;
use utsushi_layout::ItemType;
use utsushi_text::OutputEncoding;

/// Files of more records than this come in two parts.
const ONE_PART: usize = 24;

/// A full-width space in CP932.
const WIDE_SPACE: [u8; 2] = [0x81, 0x40];

impl Vendor {
    fn fields(&self) -> impl Iterator<Item = (usize, &Field)> {
        self.targets
            .iter()
            .enumerate()
            .flat_map(|(target, plan)| plan.fields.iter().map(move |field| (target, field)))
    }

    /// The bytes of every field of a record.
    fn cells(&self, city: &City, record: usize) -> Vec<Vec<u8>> {
        let rows = &self.records[record];
        self.fields()
            .map(|(target, field)| {
                let value = rows[target]
                    .map_or("", |row| city.file(self.targets[target].file).rows[row][field.item].as_str());
                let text = match rows[target] {
                    Some(_) => field.style.write(value).unwrap_or_else(|| value.to_owned()),
                    None => String::new(),
                };
                let mut bytes = Vec::new();
                // What is made is made of CP932; should a layout's own words not be, the field is blank and the test says so.
                if OutputEncoding::Cp932.encode_into(&text, &mut bytes).is_err() {
                    bytes.clear();
                }
                bytes
            })
            .collect()
    }

    fn widths(&self, city: &City) -> Vec<usize> {
        let mut widths = vec![2; self.fields().count()];
        for record in 0..self.records.len() {
            for (width, cell) in widths.iter_mut().zip(self.cells(city, record)) {
                *width = (*width).max(cell.len() + cell.len() % 2);
            }
        }
        widths
    }

    /// Name, bytes and records of each physical file.
    pub fn parts(&self, city: &City, format: ExportFormat) -> Vec<(String, Vec<u8>, u64)> {
        let all = self.records.len();
        let half = if all > ONE_PART { all / 2 } else { all };
        let parts = [0..half, half..all].into_iter().filter(|part| part.start == 0 || !part.is_empty());
        let parts: Vec<std::ops::Range<usize>> = parts.collect();
        let widths = self.widths(city);
        let several = parts.len() > 1;
        parts
            .into_iter()
            .enumerate()
            .map(|(part, records)| {
                let suffix = if several { ["a", "b"][part] } else { "" };
                let name = format!("{}{suffix}.dat", self.name);
                let count = records.len();
                let mut bytes = Vec::new();
                match format {
                    ExportFormat::Csv => {
                        let names: Vec<String> = self.fields().map(|(_, field)| field.name.clone()).collect();
                        let _ = OutputEncoding::Cp932.encode_into(&names.join(","), &mut bytes);
                        bytes.extend_from_slice(b"\r\n");
                        for record in records {
                            for (index, cell) in self.cells(city, record).iter().enumerate() {
                                if index > 0 {
                                    bytes.push(b',');
                                }
                                csv_cell(cell, &mut bytes);
                            }
                            bytes.extend_from_slice(b"\r\n");
                        }
                    }
                    ExportFormat::Fixed => {
                        for record in records {
                            bytes.push(b'1');
                            for ((cell, width), (target, field)) in
                                self.cells(city, record).iter().zip(&widths).zip(self.fields())
                            {
                                let layout = &city.file(self.targets[target].file).layout;
                                let wide = matches!(layout.items[field.item].kind, ItemType::Text);
                                fixed_cell(cell, *width, wide, &mut bytes);
                            }
                        }
                        let length = 1 + widths.iter().sum::<usize>();
                        let mut trailer = format!("9{count:07}").into_bytes();
                        trailer.resize(length.max(8), b' ');
                        bytes.extend_from_slice(&trailer[..length.max(8)]);
                    }
                }
                (name, bytes, count as u64)
            })
            .collect()
    }

    /// The source definition.
    pub fn source(&self, city: &City, format: ExportFormat) -> String {
        let mut text = String::new();
        match format {
            ExportFormat::Csv => {
                text.push_str(
                    "format = \"csv\"\ncharset = \"cp932\"\nquote = \"when-needed\"\nline_end = \"crlf\"\nheader = 1\nheader_names = \"match\"\nfields = [\n",
                );
                for (_, field) in self.fields() {
                    let _ = writeln!(text, "  \"{}\",", field.name);
                }
                text.push_str("]\n");
            }
            ExportFormat::Fixed => {
                let widths = self.widths(city);
                let length = (1 + widths.iter().sum::<usize>()).max(8);
                let _ = write!(
                    text,
                    "format = \"fixed\"\ncharset = \"cp932\"\nrecord_length = {length}\nline_end = \"none\"\n\n\
                     [record_type]\nat = 1\nbytes = 1\n[record_type.values]\n\"1\" = \"data\"\n\"9\" = \"trailer\"\n\n\
                     [trailer]\ncount_at = 2\ncount_bytes = 7\n"
                );
                let mut at = 2;
                for ((_, field), width) in self.fields().zip(&widths) {
                    let _ =
                        write!(text, "\n[[field]]\nname = \"{}\"\nat = {at}\nbytes = {width}\n", field.name);
                    at += width;
                }
            }
        }
        text
    }

    /// The mapping of each target: file and text.
    pub fn mappings(&self, city: &City) -> Vec<(String, String)> {
        let mapping = |target: &super::plan::Target| {
            let layout = &city.file(target.file).layout;
            let (mut items, mut tables) = (String::from("[item]\n"), String::new());
            for field in &target.fields {
                let item = &layout.items[field.item];
                let (steps, table) = field.style.steps(&item.slug);
                let _ =
                    writeln!(items, "\"{}\" = {{ from = \"{}\", steps = {steps} }}", item.name, field.name);
                tables.push_str(&table.unwrap_or_default());
            }
            (layout.id(), items + &tables)
        };
        self.targets.iter().map(mapping).collect()
    }

    /// The rows that converting must give, in order.
    pub fn expected(&self, city: &City) -> Vec<(String, Vec<Vec<String>>)> {
        let rows = |(index, target): (usize, &super::plan::Target)| {
            let file = city.file(target.file);
            let rows =
                self.records.iter().filter_map(|record| record[index]).map(|row| file.rows[row].clone());
            (file.layout.id(), rows.collect())
        };
        self.targets.iter().enumerate().map(rows).collect()
    }
}

fn csv_cell(cell: &[u8], out: &mut Vec<u8>) {
    // No trail byte of CP932 is a comma, a quote or a line end.
    if cell.iter().any(|byte| b",\"\r\n".contains(byte)) {
        out.push(b'"');
        for byte in cell {
            if *byte == b'"' {
                out.push(b'"');
            }
            out.push(*byte);
        }
        out.push(b'"');
    } else {
        out.extend_from_slice(cell);
    }
}

/// Padded to the field's width: text that is all full width with full-width spaces, everything else with spaces.
fn fixed_cell(cell: &[u8], width: usize, wide: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(cell);
    let mut left = width.saturating_sub(cell.len());
    while wide && left >= 2 {
        out.extend_from_slice(&WIDE_SPACE);
        left -= 2;
    }
    out.extend(std::iter::repeat_n(b' ', left));
}
