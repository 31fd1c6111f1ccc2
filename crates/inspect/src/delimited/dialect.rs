//! Which delimiter, and what quotes mean: whatever gives most lines the same number of fields.

use super::rows;
use super::split::{Quotes, split};
use crate::view::Coding;
use std::collections::BTreeMap;

/// How to cut lines.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// Whether quotes enclose fields.
    pub(super) quotes: bool,
    pub(super) multiline: bool,
    pub(super) columns: usize,
    pub(super) rival: Option<(u8, usize, f64)>,
}

const DELIMITERS: [u8; 4] = [b',', b'\t', b'|', b';'];

/// Lines that are compared, spread over all there are.
const COMPARED: usize = 4000;

/// The share of lines with the same number of fields below which a file is not delimited.
const REGULAR: f64 = 0.6;

pub(super) fn find(lines: &[&[u8]], coding: Coding) -> Option<Dialect> {
    let step = lines.len().div_ceil(COMPARED).max(1);
    let compared: Vec<&[u8]> = lines.iter().copied().step_by(step).filter(|line| !line.is_empty()).collect();
    let consecutive = &lines[..lines.len().min(COMPARED)];
    let mut found: Vec<(f64, Dialect)> =
        DELIMITERS.iter().filter_map(|delimiter| with(*delimiter, &compared, consecutive, coding)).collect();
    // The most regular; of those about as regular, the one with most fields.
    let best = found.iter().map(|(share, _)| *share).fold(0.0, f64::max);
    let likely = |(share, dialect): &(f64, Dialect)| (*share > best - 0.05, dialect.columns);
    found.sort_by_key(|found| std::cmp::Reverse(likely(found)));
    let mut found = found.into_iter();
    let (share, mut dialect) = found.next()?;
    dialect.rival = found.next().map(|(share, other)| (other.delimiter, other.columns, share));
    (share >= REGULAR).then_some(dialect)
}

fn with(delimiter: u8, lines: &[&[u8]], consecutive: &[&[u8]], coding: Coding) -> Option<(f64, Dialect)> {
    let enclosing = count(lines, delimiter, true, coding);
    let data = count(lines, delimiter, false, coding);
    let mut dialect =
        Dialect { delimiter, quotes: true, multiline: false, columns: enclosing.columns, rival: None };
    let mut share = enclosing.share;
    let better_as_data = data.share >= enclosing.share && enclosing.misquoted > enclosing.quoted;
    if better_as_data || data.share > enclosing.share + 0.02 {
        (dialect.quotes, dialect.columns) = (false, data.columns);
        share = data.share;
    }
    if enclosing.open > 0 {
        let joined = rows::join(consecutive, delimiter, coding);
        let alone = count(consecutive, delimiter, true, coding);
        if joined.multiline > 0 && joined.share > alone.share && joined.share >= share {
            dialect.quotes = true;
            dialect.multiline = true;
            dialect.columns = joined.columns;
            share = joined.share;
        }
    }
    (dialect.columns > 1).then_some((share, dialect))
}

pub(super) struct Count {
    pub(super) columns: usize,
    /// Of the lines, those with that many fields.
    pub(super) share: f64,
    /// Lines with quotes as they should stand, and with others.
    quoted: u64,
    misquoted: u64,
    open: u64,
}

fn count(lines: &[&[u8]], delimiter: u8, quotes: bool, coding: Coding) -> Count {
    let mut counts = BTreeMap::new();
    let mut cells = Vec::new();
    let mut count = Count { columns: 0, share: 0.0, quoted: 0, misquoted: 0, open: 0 };
    for line in lines {
        match split(line, delimiter, quotes, coding, &mut cells) {
            Quotes::Good => count.quoted += u64::from(cells.iter().any(|cell| cell.quoted)),
            Quotes::Stray => count.misquoted += 1,
            Quotes::Open => {
                count.misquoted += 1;
                count.open += 1;
            }
        }
        *counts.entry(cells.len()).or_insert(0u64) += 1;
    }
    (count.columns, count.share) = most(&counts);
    count
}

/// The most frequent number, and its share.
pub(super) fn most(counts: &BTreeMap<usize, u64>) -> (usize, f64) {
    let all: u64 = counts.values().sum();
    counts
        .iter()
        .max_by_key(|(columns, times)| (**times, **columns))
        .map_or((0, 0.0), |(columns, times)| (*columns, *times as f64 / all as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialect(text: &str) -> Option<Dialect> {
        find(&text.lines().map(str::as_bytes).collect::<Vec<_>>(), Coding::Utf8)
    }

    #[test]
    fn the_delimiter_is_the_one_that_cuts_lines_alike() {
        for (text, delimiter, columns) in [
            ("1,a;b,c\n2,d,e\n3,f,g", b',', 3),
            ("1\ta,b\tc\n2\td\te\n3\tf\tg,h,i", b'\t', 3),
            ("1|a|b\n2|c|d", b'|', 3),
            ("1;a,b;c\n2;d;e", b';', 3),
        ] {
            let found = dialect(text).unwrap();
            assert_eq!((found.delimiter, found.columns), (delimiter, columns), "{text}");
        }
        assert_eq!(dialect("a\nb\nc"), None);
    }

    #[test]
    fn quotes_are_data_where_they_enclose_nothing() {
        assert!(!dialect("1,\"a,b\n2,\"c,d\n3,e,f").unwrap().quotes);
        assert!(dialect("1,\"a,x\",b\n2,\"c\",d\n3,e,f").unwrap().quotes);
    }

    #[test]
    fn line_ends_in_quotes_need_records_that_come_out_whole() {
        assert!(dialect("1,\"a\nb\",c\n2,d,e\n3,\"f\n\ng\",h\n4,i,j").unwrap().multiline);
        assert!(!dialect("1,\"a,b\n2,c,d\n3,e,f\n4,\"g\",h\n5,i,j").unwrap().multiline);
    }
}
