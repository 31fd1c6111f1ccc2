//! A delivery of any size: a small city that the layouts made, written many times over under other numbers.
//!
//! Copies differ in the numbers that rules look at (宛名番号, 世帯番号, 物件番号 …), so that every reference of a copy ends in the
//! same copy; masters are written once, and figures of 件数・合計表 are multiplied.

use super::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use utsushi_layout::{FileLayout, ItemType};
use utsushi_synth::{City, CityFile};
use utsushi_value::individual_number_check;

/// How a delivery is written.
pub struct Copies<'a> {
    pub city: &'a City,
    /// Files that are multiplied: `01.resident`.
    pub files: &'a [&'a str],
    pub copies: u64,
    /// Whether every row gets a date that never was.
    pub wrong: bool,
}

/// What was written.
#[derive(Clone, Copy, Default)]
pub struct Delivered {
    pub residents: u64,
    /// Rows of the other files that are multiplied.
    pub others: u64,
    pub bytes: u64,
}

impl Copies<'_> {
    /// Writes the files as CSV in UTF-8, in folders by business.
    pub fn write(&self, out: &Path) -> Result<Delivered> {
        let mut delivered = Delivered::default();
        let known = ["individual_number", "resident_code"].map(|role| Known::of(self.city, role));
        for file in &self.city.files {
            let id = file.layout.id();
            let multiplied = self.files.contains(&id.as_str());
            let master = file.layout.business == 0 && id != "00.image_index" || id == "11.tax_item";
            if !multiplied && !master {
                continue;
            }
            let folder = out.join(file.layout.folder());
            fs::create_dir_all(&folder)?;
            let path = folder.join(&file.layout.slug).with_extension("csv");
            let rows = match multiplied {
                true => self.write_copies(file, &known, &path)?,
                false => self.write_once(file, &path)?,
            };
            delivered.bytes += fs::metadata(&path)?.len();
            match id.as_str() {
                "01.resident" => delivered.residents += rows,
                _ if multiplied => delivered.others += rows,
                _ => {}
            }
        }
        Ok(delivered)
    }

    fn write_copies(&self, file: &CityFile, [persons, codes]: &[Known<'_>; 2], path: &Path) -> Result<u64> {
        let mut out = begin(&file.layout, path)?;
        let items = &file.layout.items;
        let ways: Vec<Way> = items.iter().map(Way::of).collect();
        let wrong = items.iter().position(|item| item.kind == ItemType::Date && !item.key);
        let mut line = Vec::new();
        for copy in 0..self.copies {
            for row in &file.rows {
                line.clear();
                for (item, value) in row.iter().enumerate() {
                    if item > 0 {
                        line.push(b',');
                    }
                    match ways[item] {
                        _ if self.wrong && wrong == Some(item) => line.extend_from_slice(b"20259999"),
                        _ if value.is_empty() => {}
                        Way::Number => number(copy, value, items[item].digits, &mut line),
                        Way::Person => person(persons.nth(copy, value), &mut line),
                        Way::Code => write!(line, "{}", 10_000_000_000 + codes.nth(copy, value))?,
                        Way::Same => cell(value, &mut line),
                    }
                }
                line.extend_from_slice(b"\r\n");
                out.write_all(&line)?;
            }
        }
        out.flush()?;
        Ok(self.copies * file.rows.len() as u64)
    }

    fn write_once(&self, file: &CityFile, path: &Path) -> Result<u64> {
        let mut out = begin(&file.layout, path)?;
        let role = |role: &str| file.layout.role_index(role);
        let figures = role("total_count").into_iter().chain(role("total_amount")).collect::<Vec<_>>();
        let of = role("file_name").filter(|_| file.layout.slug == "control_total");
        let mut line = Vec::new();
        let mut rows = 0;
        for row in &file.rows {
            let multiplied = of.is_some_and(|of| self.files.contains(&row[of].as_str()));
            if of.is_some() && !multiplied {
                continue;
            }
            rows += 1;
            line.clear();
            for (item, value) in row.iter().enumerate() {
                if item > 0 {
                    line.push(b',');
                }
                match value.parse::<i64>() {
                    Ok(figure) if multiplied && figures.contains(&item) => {
                        write!(line, "{}", figure * self.copies as i64)?;
                    }
                    _ => cell(value, &mut line),
                }
            }
            line.extend_from_slice(b"\r\n");
            out.write_all(&line)?;
        }
        out.flush()?;
        Ok(rows)
    }
}

/// The values of a role in a city, each with its place among them.
struct Known<'a>(BTreeMap<&'a str, u64>);

impl<'a> Known<'a> {
    fn of(city: &'a City, role: &str) -> Known<'a> {
        let mut all = BTreeSet::new();
        for file in &city.files {
            if let Some(item) = file.layout.role_index(role) {
                all.extend(file.rows.iter().map(|row| row[item].as_str()).filter(|value| !value.is_empty()));
            }
        }
        Known(all.into_iter().zip(0..).collect())
    }

    /// Place of a value of a copy among those of all copies.
    fn nth(&self, copy: u64, value: &str) -> u64 {
        copy * self.0.len() as u64 + self.0.get(value).copied().unwrap_or(0)
    }
}

fn begin(layout: &FileLayout, path: &Path) -> Result<BufWriter<File>> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let names: Vec<&str> = layout.items.iter().map(|item| item.slug.as_str()).collect();
    write!(out, "{}\r\n", names.join(","))?;
    Ok(out)
}

/// What a copy does with an item.
#[derive(Clone, Copy)]
enum Way {
    Same,
    Number,
    Person,
    Code,
}

impl Way {
    fn of(item: &utsushi_layout::Item) -> Way {
        match item.role.as_deref() {
            Some("individual_number") => Way::Person,
            Some("resident_code") => Way::Code,
            // Of ten digits or more: what is shorter counts within its person.
            Some(role) if role.ends_with("_number") && item.digits >= 10 => match role {
                "corporate_number" | "phone_number" | "history_number" => Way::Same,
                _ => Way::Number,
            },
            _ => Way::Same,
        }
    }
}

/// The number of a copy: six digits of it before the number's own, four or eight.
fn number(copy: u64, value: &str, digits: u32, line: &mut Vec<u8>) {
    if !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return cell(value, line);
    }
    let own = value.trim_start_matches('0');
    match value.len() {
        ..=4 => line.extend_from_slice(format!("{copy:06}{own:0>4}").as_bytes()),
        8 | 15 if own.len() <= 8 && digits >= 14 => {
            line.extend_from_slice(format!("{copy:06}{own:0>8}").as_bytes())
        }
        _ => cell(value, line),
    }
}

/// A 個人番号 with its check digit.
fn person(nth: u64, line: &mut Vec<u8>) {
    let number = format!("{:011}", 10_000_000_000 + nth);
    let mut digits = [0; 11];
    digits.iter_mut().zip(number.bytes()).for_each(|(digit, byte)| *digit = byte - b'0');
    line.extend_from_slice(number.as_bytes());
    line.push(b'0' + individual_number_check(digits));
}

fn cell(value: &str, line: &mut Vec<u8>) {
    if value.contains(['"', ',', '\r', '\n']) {
        line.push(b'"');
        line.extend_from_slice(value.replace('"', "\"\"").as_bytes());
        line.push(b'"');
    } else {
        line.extend_from_slice(value.as_bytes());
    }
}
