//! Records of the same number of bytes: how many, and where fields begin in them.

mod borders;
mod class;
mod digits;
mod ends;
mod machine;
mod period;
mod profile;

pub(crate) use borders::Kind;
pub use ends::{Ends, RecordCount, RecordMark};

use crate::field::{Column, Field};
use crate::framing::content_end;
use crate::view::{Coding, View};
use crate::{Confidence, Framing};
use profile::Profiled;
use std::collections::BTreeMap;

/// How a file of fixed width is written, and how regular it is.
#[derive(Clone, PartialEq, Debug)]
pub struct Fixed {
    /// The record length.
    pub length: RecordLength,
    /// What stands between records, as a source definition names it: `none`, `crlf`, `lf`, `cr`, `auto`.
    pub line_end: &'static str,
    /// Records that were looked at, without header and trailer.
    pub records: u64,
    /// Lines of another length, where there are line ends, header and trailer apart.
    pub uneven: u64,
    /// The first and the last records, where they are not like the others.
    pub ends: Ends,
}

/// A record length, and why.
#[derive(Clone, PartialEq, Debug)]
pub struct RecordLength {
    /// Bytes of a record, without its line end.
    pub bytes: usize,
    /// With line ends: the share of lines with this length. Without: of the places where the form of the file changes,
    /// those that do so again after so many bytes. 0 to 1.
    pub share: f64,
    /// Other lengths that repeat nearly as well, multiples apart.
    pub rivals: Vec<usize>,
    /// Without line ends: bytes left over when the file is cut into such records; `None` where its size is not known.
    pub remainder: Option<u64>,
    /// How sure it is.
    pub confidence: Confidence,
}

/// Fewest lines of one length that are no chance, and the share of all lines that they must be.
const FEWEST_LINES: usize = 2;
const REGULAR: f64 = 0.8;

/// The longest record that a source definition can have, in bytes.
const LONGEST: usize = 1 << 16;

/// Reads lines as records of fixed width, if nearly all have the same length.
pub(crate) fn read_lines(
    lines: &[&[u8]],
    coding: Coding,
    framing: &Framing,
    end_seen: bool,
) -> Option<(Fixed, Vec<Field>)> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let filled: Vec<&[u8]> = lines.iter().copied().filter(|line| !line.is_empty()).collect();
    for line in &filled {
        *counts.entry(line.len()).or_default() += 1;
    }
    let (&bytes, &times) = counts.iter().max_by_key(|(_, times)| **times)?;
    let mut inner = &filled[..];
    let header = usize::from(filled.len() > 2 && filled[0].len() != bytes);
    let trailer = usize::from(end_seen && filled.len() > 2 && filled[filled.len() - 1].len() != bytes);
    inner = &inner[header..inner.len() - trailer];
    let share = times as f64 / inner.len().max(1) as f64;
    if times < FEWEST_LINES || share < REGULAR || !(2..=LONGEST).contains(&bytes) {
        return None;
    }
    let records: Vec<&[u8]> = inner.iter().copied().filter(|line| line.len() == bytes).collect();
    let confidence = match (times, share >= 0.99) {
        (10.., true) => Confidence::High,
        (10.., false) => Confidence::Medium,
        _ => Confidence::Low,
    };
    let length = RecordLength { bytes, share, rivals: vec![], remainder: None, confidence };
    let uneven = (inner.len() - records.len()) as u64;
    let (mut fixed, fields) = read_records(&records, length, coding, end_seen && trailer == 0, header == 0);
    (fixed.line_end, fixed.uneven) = (framing.name(), uneven);
    fixed.ends.header += header as u64;
    fixed.ends.trailer += trailer as u64;
    Some((fixed, fields))
}

/// Reads the file as records of fixed width without line ends, if it repeats itself.
pub(crate) fn read_unbroken(view: &View, size: Option<u64>) -> Option<(Fixed, Vec<Field>)> {
    let first = view.parts.first()?;
    let content = |bytes: &[u8], last: bool| if last { content_end(bytes) } else { bytes.len() };
    let end_seen = view.parts.iter().any(|part| part.last);
    // Records end where ^Z begins.
    let after: u64 = view
        .parts
        .iter()
        .filter(|part| part.last)
        .map(|part| (part.bytes.len() - content(&part.bytes, true)) as u64)
        .sum();
    let size = size.filter(|_| end_seen).map(|size| size.saturating_sub(first.at + after));
    let bytes = &first.bytes[..content(&first.bytes, first.last)];
    let mut length = period::find(bytes, size, view.coding)?;
    let stride = length.bytes;
    let mut records = Vec::new();
    for part in &view.parts {
        let bytes = &part.bytes[..content(&part.bytes, part.last)];
        let into = (part.at.saturating_sub(first.at) % stride as u64) as usize;
        let skip = (stride - into) % stride;
        records.extend(bytes.get(skip..).unwrap_or_default().chunks_exact(stride));
    }
    let ends =
        |end: &[u8]| stride > end.len() + 1 && records.iter().all(|record: &&[u8]| record.ends_with(end));
    let (line_end, shorter) = match () {
        () if ends(b"\r\n") => ("crlf", 2),
        () if ends(b"\n") => ("lf", 1),
        () if ends(b"\r") => ("cr", 1),
        () => ("none", 0),
    };
    length.bytes -= shorter;
    let records: Vec<&[u8]> = records.into_iter().map(|record| &record[..stride - shorter]).collect();
    let whole_end = end_seen && length.remainder == Some(0);
    let (mut fixed, fields) = read_records(&records, length, view.coding, whole_end, true);
    fixed.line_end = line_end;
    Some((fixed, fields))
}

fn read_records(
    records: &[&[u8]],
    length: RecordLength,
    coding: Coding,
    end_seen: bool,
    begin_seen: bool,
) -> (Fixed, Vec<Field>) {
    let ends = ends::find(records, length.bytes, coding, begin_seen, end_seen);
    let records = &records[ends.header as usize..records.len() - ends.trailer as usize];
    let profiled = Profiled::of(records, length.bytes, coding);
    let fields = borders::fields(&profiled, ends.mark.as_ref().map(|mark| mark.at))
        .into_iter()
        .enumerate()
        .map(|(nth, found)| {
            let mut column = Column::default();
            for record in records {
                let bytes = &record[found.place.clone()];
                match found.kind {
                    Kind::Text => column.add(bytes, coding),
                    Kind::Zoned => column.add(machine::zoned(bytes).as_bytes(), Coding::Cp932),
                    Kind::Packed => column.add(machine::packed(bytes).as_bytes(), Coding::Cp932),
                }
            }
            let place = (found.place.start, found.place.len());
            Field { kind: found.kind.name(), ..column.finish(None, nth, Some(place)) }
        })
        .collect();
    let fixed = Fixed { length, line_end: "none", records: records.len() as u64, uneven: 0, ends };
    (fixed, fields)
}

impl Kind {
    /// How a source definition says it.
    fn name(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Zoned => "zoned",
            Kind::Packed => "packed",
        }
    }
}
