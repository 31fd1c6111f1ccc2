//! First and last records that are not like the others.

use super::profile::Profiled;
use crate::view::Coding;

/// Header and trailer records.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ends {
    /// Records before the first one that is like the others.
    pub header: u64,
    /// Records after the last one.
    pub trailer: u64,
    /// The byte that tells them from the others, if one does.
    pub mark: Option<RecordMark>,
    /// Where a trailer holds the number of records.
    pub count: Option<RecordCount>,
}

/// One byte at the beginning of a record that says what kind of record it is: an ASCII letter or digit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordMark {
    /// Bytes of the record before it.
    pub at: usize,
    /// In the header records, in their order.
    pub header: Vec<u8>,
    /// In all others.
    pub data: u8,
    /// In the trailer records, in their order.
    pub trailer: Vec<u8>,
}

/// A number in a trailer record that is the number of records.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RecordCount {
    /// Which of the trailer records, from 0.
    pub record: usize,
    /// Bytes of it before the number.
    pub at: usize,
    /// Its digits.
    pub bytes: usize,
}

/// How much less a header record is like the others than the least of these.
const UNLIKE: f64 = 0.15;

/// Header records, or trailer records, at most.
const MOST: usize = 3;

/// Bytes at the beginning of a record among which the mark is looked for.
const MARKS: usize = 2;

pub(super) fn find(
    records: &[&[u8]],
    length: usize,
    coding: Coding,
    begin_seen: bool,
    end_seen: bool,
) -> Ends {
    let mut ends = Ends::default();
    if records.len() < 2 * MOST + 2 {
        return ends;
    }
    let profiled = Profiled::of(&records[MOST..records.len() - MOST], length, coding);
    let mut likeness: Vec<f64> =
        profiled.records.iter().map(|record| profiled.likeness(record, coding)).collect();
    likeness.sort_by(f64::total_cmp);
    // The least but for a few dirty records.
    let least = likeness[likeness.len() / 50];
    let unlike = |record: &&[u8]| profiled.likeness(record, coding) < least - UNLIKE;
    let header = records.iter().take(MOST).take_while(|record| begin_seen && unlike(record)).count();
    let trailer = records.iter().rev().take(MOST).take_while(|record| end_seen && unlike(record)).count();
    (ends.header, ends.trailer) = (header as u64, trailer as u64);
    let (headers, rest) = records.split_at(header);
    let (data, trailers) = rest.split_at(rest.len() - trailer);
    ends.mark = mark(headers, data, trailers);
    let numbers = [data.len() as u64, records.len() as u64];
    ends.count = trailers.iter().enumerate().find_map(|(record, bytes)| {
        let (at, bytes) = count(bytes, numbers)?;
        Some(RecordCount { record, at, bytes })
    });
    ends
}

fn mark(headers: &[&[u8]], data: &[&[u8]], trailers: &[&[u8]]) -> Option<RecordMark> {
    let first = data.first().filter(|_| headers.len() + trailers.len() > 0)?;
    (0..MARKS.min(first.len())).find_map(|at| {
        let found = |records: &[&[u8]]| -> Vec<u8> { records.iter().map(|record| record[at]).collect() };
        let (header, trailer, data_byte) = (found(headers), found(trailers), first[at]);
        let all = [&header[..], &trailer, &[data_byte]].concat();
        let each_once = all.iter().enumerate().all(|(nth, byte)| !all[..nth].contains(byte));
        // A zero is more likely the first of a number that will be larger in other records.
        let good = each_once
            && data_byte != b'0'
            && all.iter().all(u8::is_ascii_alphanumeric)
            && data.iter().all(|record| record[at] == data_byte);
        good.then_some(RecordMark { at, header, data: data_byte, trailer })
    })
}

/// A number that is one of these: bytes before it, and how many it has.
fn count(trailer: &[u8], numbers: [u64; 2]) -> Option<(usize, usize)> {
    let mut at = 0;
    while at < trailer.len() {
        let digits = trailer[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        // A mark of one digit may stand right before it, and other numbers after it.
        for from in [at, at + 1] {
            for bytes in (2..=(at + digits).saturating_sub(from).min(12)).rev() {
                let text = std::str::from_utf8(&trailer[from..from + bytes]).unwrap_or_default();
                let zeros = text.bytes().take_while(|byte| *byte == b'0').count();
                // Between other digits only leading zeros show where it begins.
                let whole = bytes == digits || (bytes + 1 == digits && from > at) || zeros > 1;
                if whole && text.parse().is_ok_and(|number: u64| numbers.contains(&number)) {
                    return Some((from, bytes));
                }
            }
        }
        at += digits.max(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(first: &[&str], last: &[&str]) -> Ends {
        let mut records: Vec<String> = first.iter().map(|record| record.to_string()).collect();
        records.extend((0..30).map(|nth| format!("2{nth:05}KATO TARO   ")));
        records.extend(last.iter().map(|record| record.to_string()));
        let bytes: Vec<&[u8]> = records.iter().map(|record| record.as_bytes()).collect();
        find(&bytes, 18, Coding::Cp932, true, true)
    }

    #[test]
    fn header_and_trailer_are_told_by_what_they_hold() {
        let ends = found(&["1JUKI  20240401   "], &["9000030           "]);
        assert_eq!((ends.header, ends.trailer), (1, 1));
        assert_eq!(ends.count, Some(RecordCount { record: 0, at: 1, bytes: 6 }));
        assert_eq!(
            ends.mark,
            Some(RecordMark { at: 0, header: vec![b'1'], data: b'2', trailer: vec![b'9'] })
        );
    }

    #[test]
    fn there_may_be_two_trailers_and_a_sum_behind_the_count() {
        // 全銀: 8 with count and sum, 9 for the end.
        let ends = found(&[], &["8000030000012345  ", "9                 "]);
        assert_eq!((ends.header, ends.trailer), (0, 2));
        assert_eq!(ends.count, Some(RecordCount { record: 0, at: 1, bytes: 6 }));
        assert_eq!(ends.mark.map(|mark| mark.trailer), Some(b"89".to_vec()));
    }

    #[test]
    fn records_like_the_others_are_neither() {
        assert_eq!(found(&["200100KATO JIRO   "], &["200200KATO SABURO "]), Ends::default());
    }
}
