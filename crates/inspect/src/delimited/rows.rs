//! Records, where quotes may hold line ends.

use super::dialect::{Dialect, most};
use super::split::{Quotes, split};
use crate::view::Coding;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Lines that one record may go over.
const LONGEST: usize = 100;

/// The records of `lines`: one a line, or, with `multiline`, several where that gives the right number of fields.
/// Blank lines are none.
pub(super) fn rows<'a>(lines: &[&'a [u8]], dialect: &Dialect, coding: Coding) -> Vec<Cow<'a, [u8]>> {
    let mut rows = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        if line.is_empty() {
            continue;
        }
        let joined =
            if dialect.multiline { join_one(&lines[at - 1..], dialect.delimiter, coding) } else { None };
        match joined {
            Some((record, taken, columns)) if columns == dialect.columns => {
                rows.push(Cow::Owned(record));
                at += taken - 1;
            }
            _ => rows.push(Cow::Borrowed(*line)),
        }
    }
    rows
}

/// The record that begins with an open quote in the first line, the lines it takes and its fields.
fn join_one(lines: &[&[u8]], delimiter: u8, coding: Coding) -> Option<(Vec<u8>, usize, usize)> {
    let mut cells = Vec::new();
    let first = lines.first()?;
    if split(first, delimiter, true, coding, &mut cells) != Quotes::Open {
        return None;
    }
    let mut record = first.to_vec();
    for (nth, line) in lines.iter().enumerate().take(LONGEST).skip(1) {
        record.push(b'\n');
        record.extend_from_slice(line);
        if !line.contains(&b'"') {
            continue;
        }
        match split(&record, delimiter, true, coding, &mut cells) {
            Quotes::Open => {}
            Quotes::Good => return Some((record, nth + 1, cells.len())),
            Quotes::Stray => return None,
        }
    }
    None
}

pub(super) struct Joined {
    pub(super) columns: usize,
    pub(super) share: f64,
    /// Records over several lines that have that many fields.
    pub(super) multiline: u64,
}

/// How regular records are if quotes may hold line ends.
pub(super) fn join(lines: &[&[u8]], delimiter: u8, coding: Coding) -> Joined {
    let mut counts = BTreeMap::new();
    let mut cells = Vec::new();
    let mut multiline: BTreeMap<usize, u64> = BTreeMap::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let (taken, columns) = match join_one(&lines[at..], delimiter, coding) {
            Some((_, taken, columns)) => {
                *multiline.entry(columns).or_default() += 1;
                (taken, columns)
            }
            None => {
                split(line, delimiter, true, coding, &mut cells);
                (1, cells.len())
            }
        };
        if !line.is_empty() {
            *counts.entry(columns).or_insert(0) += 1;
        }
        at += taken;
    }
    let (columns, share) = most(&counts);
    Joined { columns, share, multiline: multiline.get(&columns).copied().unwrap_or(0) }
}
