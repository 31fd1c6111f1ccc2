//! Defects planted in a municipality, each of a named kind with the code that must be found.
//!
//! Each stands where it can lead to nothing else: in a record that no other refers to, or in an item that no rule over
//! several files looks at. First cause wins, so one defect is one finding.

mod kinds;
mod planted;

pub(crate) use planted::{Planted, head, table};

use super::block::Slot;
use super::fields::Fields;
use super::form;
use super::sheet::{COUNT_BYTES, DELETED, Sheet, TRAILER};
use crate::juki::Format;
use crate::random::Random;
use kinds::*;
use std::collections::BTreeMap;
use utsushi_findings::Entry;

/// How many of the records have a defect, in millionths.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dirt(u32);

impl Dirt {
    /// Of a share from 0 to 1; `None` for any other number.
    pub fn of(rate: f64) -> Option<Dirt> {
        (0.0..=1.0).contains(&rate).then_some(Dirt((rate * 1e6).round() as u32))
    }

    pub(crate) fn falls(self, random: &mut Random) -> bool {
        random.chance(self.0, 1_000_000)
    }

    /// The defect that a record is given, if any.
    pub(crate) fn draw(
        self,
        random: &mut Random,
        sheet: &Sheet,
        format: Format,
        fields: &Fields,
        seen: &Seen,
    ) -> Option<&'static Defect> {
        if !self.falls(random) {
            return None;
        }
        let record = View { sheet, fields, seen };
        let fits = |defect: &&Defect| {
            defect.sheet == sheet.name
                && defect.format.is_none_or(|only| only == format)
                && record.get(DELETED) != "1"
                && (defect.fits)(&record)
        };
        let count = DEFECTS.iter().filter(fits).count() as u32;
        DEFECTS.iter().filter(fits).nth(random.below(count) as usize)
    }
}

/// A record that a defect may be planted in.
pub(crate) struct View<'a> {
    sheet: &'a Sheet,
    fields: &'a Fields,
    seen: &'a Seen,
}

/// What went before a record in its block, for defects that lie between two records.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// The last record without a defect, by sheet.
    before: BTreeMap<&'static str, Fields>,
    /// The number of the last Japanese resident without a defect, of whom nothing was said yet that he is not.
    japanese: Option<String>,
    /// Whether a record that is marked as deleted was exported.
    deleted: bool,
}

impl Seen {
    /// Takes notice of a record without a defect.
    pub(crate) fn notice(&mut self, sheet: &'static Sheet, fields: &Fields) {
        let (seen, japanese) = (Seen::default(), &mut self.japanese);
        let record = View { sheet, fields, seen: &seen };
        if record.get(DELETED) == "1" {
            self.deleted |= sheet.name == "JUKI01";
            return;
        }
        if sheet.name == "JUKI01" && record.get("住民区分") == "1" && record.get("消除年月日").is_empty()
        {
            *japanese = Some(record.get("宛名番号").to_owned());
        }
        if DEFECTS.iter().any(|defect| defect.sheet == sheet.name && defect.looks_back()) {
            self.before.insert(sheet.name, fields.clone());
        }
    }
}

impl View<'_> {
    /// The value of a column, of its first occurrence in a group; blank if there is none.
    fn get(&self, column: &str) -> &str {
        self.sheet.at(column).map_or("", |at| self.fields.get(at))
    }

    /// The last record of the sheet that has no defect, if `fits` holds for it.
    fn before(&self, fits: Fits) -> bool {
        let before = self.seen.before.get(self.sheet.name);
        before.is_some_and(|fields| fits(&View { fields, ..*self }))
    }
}

/// A kind of defect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Defect {
    pub name: &'static str,
    pub code: &'static Entry,
    sheet: &'static str,
    /// The vendor's column; empty where it is the record as a whole.
    column: &'static str,
    /// The standard file and item of the finding; empty where it names none.
    file: &'static str,
    item: &'static str,
    /// The only form in which it can be.
    format: Option<Format>,
    fits: fn(&View<'_>) -> bool,
    change: Change,
    /// What is found of the file as a whole, besides.
    also: Option<&'static Defect>,
}

#[derive(Clone, Copy, Debug)]
enum Change {
    /// Another value.
    Text(&'static str),
    /// Other values in several columns.
    Several(&'static [(&'static str, Value)]),
    /// As many kanji as the field takes in fixed width, in CSV as many as the standard's item.
    Full(usize),
    /// The value of another column.
    Copy(&'static str),
    /// These bytes as the value.
    Raw(&'static [u8]),
    /// The value ends in half a kanji.
    HalfKanji,
    /// The last digit is another.
    NextDigit,
    /// The last character is lost.
    Shorter,
    /// These bytes as the value of a field that feeds nothing: told once for the file.
    Unread(&'static [u8]),
    /// The file as a whole, not one record.
    Whole,
    /// Only so many columns (CSV).
    Columns(usize),
    /// An empty line before the record (CSV).
    BlankLine,
    /// LF instead of CRLF behind the record (CSV).
    LineFeed,
    /// Three bytes of the record are lost (fixed width).
    ShortRecord,
}
use Change::*;

/// Where a value comes from.
#[derive(Clone, Copy, Debug)]
enum Value {
    Is(&'static str),
    /// The same column of the last record of the sheet that has no defect.
    Before,
    /// The number of a Japanese resident.
    Japanese,
    /// A number like the record's own that nobody has.
    Nobody,
    /// The last digits of the record's own number.
    OwnNumber,
}
use Value::*;

type Fits = fn(&View<'_>) -> bool;

impl Defect {
    /// Whether it takes a value of an earlier record.
    fn looks_back(&self) -> bool {
        matches!(self.change, Several(changes) if changes.iter().any(|change| matches!(change.1, Before)))
    }

    /// Appends the record, spoilt.
    pub(crate) fn plant(
        &self,
        sheet: &Sheet,
        format: Format,
        fields: &mut Fields,
        seen: &mut Seen,
        scratch: &mut String,
        out: &mut Vec<u8>,
    ) {
        let start = out.len();
        let at = sheet.at(self.column).unwrap_or(0);
        let value = fields.get(at).to_owned();
        match self.change {
            Text(text) => fields.set(at, text),
            Copy(column) => {
                let other = sheet.at(column).map_or(String::new(), |at| fields.get(at).to_owned());
                fields.set(at, &other);
            }
            Several(changes) => {
                for (column, from) in changes {
                    let Some(at) = sheet.at(column) else { continue };
                    match from {
                        Is(text) => fields.set(at, text),
                        Before => {
                            let before = seen.before.get(sheet.name);
                            fields.set(at, before.map_or("", |fields| fields.get(at)));
                        }
                        Nobody => fields.set(at, &format!("98{}", value.get(2..).unwrap_or(""))),
                        OwnNumber => {
                            let own =
                                sheet.at("宛名番号").map_or(String::new(), |at| fields.get(at).to_owned());
                            fields.set(at, own.get(own.len().saturating_sub(5)..).unwrap_or(""));
                        }
                        // Of one person once: a second row would lead to other findings.
                        Japanese => fields.set(at, &seen.japanese.take().unwrap_or_default()),
                    }
                }
            }
            Full(characters) => {
                let takes = sheet.all().nth(at).map_or(0, |column| column.bytes / 2);
                fields.set(at, &"架".repeat(if format == Format::Fixed { takes } else { characters }));
            }
            NextDigit => {
                let last = value.bytes().last().map_or(b'0', |last| b'0' + (last - b'0' + 1) % 10);
                let kept = value.get(..value.len().saturating_sub(1)).unwrap_or("");
                fields.set(at, &format!("{kept}{}", char::from(last)));
            }
            Shorter => fields.set(at, value.get(1..).unwrap_or("")),
            HalfKanji if format == Format::Fixed => {
                // Only the last byte of a field can be half a character: the field is full.
                let characters = sheet.all().nth(at).map_or(0, |column| column.bytes / 2);
                fields.set(at, &"架".repeat(characters));
            }
            HalfKanji => fields.set(at, "架空"),
            Raw(_) | Unread(_) => fields.set(at, "\u{1}"),
            Whole | Columns(_) | BlankLine | LineFeed | ShortRecord => {}
        }
        if matches!(self.change, BlankLine) {
            out.extend_from_slice(b"\r\n");
        }
        let begin = out.len();
        form::record(sheet, format, fields, scratch, out);
        let end = sheet_end(sheet, format);
        match self.change {
            Raw(bytes) | Unread(bytes) => replace_raw(sheet, format, at, bytes, begin, out),
            HalfKanji => half_kanji(sheet, format, at, begin, out),
            Columns(count) => {
                let line = out[begin..].to_vec();
                let kept = cells(&line).take(count).map(|cell| cell.1).last().unwrap_or(0);
                out.truncate(begin + kept);
                out.extend_from_slice(end);
            }
            LineFeed => {
                out.truncate(out.len() - 2);
                out.push(b'\n');
            }
            ShortRecord => {
                out.truncate(out.len() - end.len() - 3);
                out.extend_from_slice(end);
            }
            _ => {}
        }
        debug_assert!(out.len() > start);
    }
}

fn sheet_end(sheet: &Sheet, format: Format) -> &'static [u8] {
    if format == Format::Csv || sheet.line_ends { b"\r\n" } else { b"" }
}

/// Where the cells of a CSV line begin and end.
fn cells(line: &[u8]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let (mut quoted, mut start, mut at) = (false, 0, 0);
    std::iter::from_fn(move || {
        while at <= line.len() {
            let byte = line.get(at).copied().unwrap_or(b'\r');
            quoted ^= byte == b'"';
            at += 1;
            if !quoted && matches!(byte, b',' | b'\r') {
                let cell = (start, at - 1);
                start = at;
                if byte == b'\r' {
                    at = line.len() + 1;
                }
                return Some(cell);
            }
        }
        None
    })
}

/// Where the cell stands in the record that `out` ends with and that begins at `begin`.
fn cell(sheet: &Sheet, format: Format, at: usize, begin: usize, out: &[u8]) -> std::ops::Range<usize> {
    match format {
        Format::Csv => {
            let (start, end) = cells(&out[begin..]).nth(at).unwrap_or_default();
            begin + start..begin + end
        }
        Format::Fixed => {
            let before: usize = sheet.all().take(at).map(|column| column.bytes).sum();
            let start = begin + before + if sheet.typed() { 0 } else { 2 };
            start..start + sheet.all().nth(at).map_or(0, |column| column.bytes)
        }
    }
}

pub(super) fn replace_raw(
    sheet: &Sheet,
    format: Format,
    at: usize,
    bytes: &[u8],
    begin: usize,
    out: &mut Vec<u8>,
) {
    let range = cell(sheet, format, at, begin, out);
    let mut value = bytes.to_vec();
    if format == Format::Fixed {
        value.resize(range.len(), b' ');
    }
    out.splice(range, value);
}

fn half_kanji(sheet: &Sheet, format: Format, at: usize, begin: usize, out: &mut Vec<u8>) {
    let range = cell(sheet, format, at, begin, out);
    match format {
        Format::Csv => drop(out.remove(range.end - 1)),
        Format::Fixed => {
            // One byte of padding in front, so that the last character lies across the border.
            out.splice(range.clone(), out[range.start..range.end - 1].to_vec());
            out.insert(range.start, b'x');
        }
    }
}

/// The part of a file that holds nothing: an export that broke off.
pub(crate) const EMPTY_PART: &str = "z";

/// Whether a municipality of this dirt has an empty part of this file.
pub(crate) fn has_empty_part(slot: &Slot, dirt: Option<Dirt>) -> bool {
    dirt.is_some() && slot.sheet.name == EMPTY_FILE.sheet
}

/// Brings the last two columns of a CSV line into the other order, where a municipality of this dirt has them so.
pub(crate) fn reorder(sheet: &Sheet, format: Format, dirt: Option<Dirt>, begin: usize, out: &mut Vec<u8>) {
    if dirt.is_none() || format == Format::Fixed || sheet.name != OTHER_ORDER.sheet {
        return;
    }
    let line = out.split_off(begin);
    let all: Vec<(usize, usize)> = cells(&line).collect();
    let [.., one, other] = all[..] else { return };
    out.extend_from_slice(&line[..one.0]);
    out.extend_from_slice(&line[other.0..other.1]);
    out.push(b',');
    out.extend_from_slice(&line[one.0..one.1]);
    out.extend_from_slice(&line[other.1..]);
}

/// Spoils what stands before the first record.
pub(crate) fn spoil_begin(
    (nth, slot): (usize, &Slot),
    format: Format,
    dirt: Option<Dirt>,
    bytes: &mut Vec<u8>,
    planted: &mut Vec<Planted>,
) {
    if dirt.is_none() || format == Format::Fixed {
        return;
    }
    if slot.sheet.name == BYTE_ORDER_MARK.sheet {
        bytes.splice(0..0, *b"\xEF\xBB\xBF");
        planted.push(Planted { slot: nth, record: 0, defect: &BYTE_ORDER_MARK });
    }
    if slot.sheet.name == OTHER_ORDER.sheet {
        reorder(slot.sheet, format, dirt, 0, bytes);
        planted.push(Planted { slot: nth, record: 0, defect: &OTHER_ORDER });
    }
}

/// Spoils what stands behind the last record.
pub(crate) fn spoil_end(
    (nth, slot): (usize, &Slot),
    format: Format,
    dirt: Option<Dirt>,
    records: u64,
    bytes: &mut Vec<u8>,
    planted: &mut Vec<Planted>,
) {
    if dirt.is_none() {
        return;
    }
    if format == Format::Csv {
        if slot.sheet.name == BROKEN_OFF.sheet {
            // A day, and no line end.
            bytes.extend_from_slice(b"R080401");
            planted.push(Planted { slot: nth, record: records + 1, defect: &LAST_RECORD });
            planted.push(Planted { slot: nth, record: 0, defect: &BROKEN_OFF });
        }
        return;
    }
    let mut count =
        |text: String| bytes.splice(TRAILER.len()..TRAILER.len() + COUNT_BYTES, text.into_bytes()).count();
    let defect = match slot.sheet.name {
        name if name == WRONG_COUNT.sheet => {
            count(format!("{:0width$}", records + 1, width = COUNT_BYTES));
            &WRONG_COUNT
        }
        name if name == NO_COUNT.sheet => {
            count(format!("{:?<width$}", "", width = COUNT_BYTES));
            &NO_COUNT
        }
        name if name == NO_TRAILER.sheet => {
            bytes.clear();
            &NO_TRAILER
        }
        _ => return,
    };
    planted.push(Planted { slot: nth, record: 0, defect });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_a_line_are_cut_at_commas_outside_quotes() {
        let found: Vec<_> = cells(b"1,\"a,\"\"b\",,3\r\n").collect();
        assert_eq!(found, [(0, 1), (2, 9), (10, 10), (11, 12)]);
    }

    #[test]
    fn a_share_is_from_none_to_all() {
        assert_eq!(Dirt::of(0.01), Some(Dirt(10_000)));
        assert_eq!((Dirt::of(1.5), Dirt::of(-0.1), Dirt::of(f64::NAN)), (None, None, None));
    }
}
