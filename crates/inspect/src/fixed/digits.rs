//! Where one number ends and the next begins in a run of digits.

use super::profile::Profiled;
use std::ops::Range;
use utsushi_value::{Reading, is_corporate_number, is_individual_number, read_date};

/// What may stand in a window of so many bytes, the most telling first.
const WINDOWS: [(usize, Judge); 6] = [
    (14, |text| date_time(text)),
    (13, |text| Some(is_corporate_number(text).is_ok())),
    (12, |text| Some(is_individual_number(text).is_ok())),
    (8, |text| date(text)),
    (7, |text| date(text)),
    (6, |text| two_digit_year(text)),
];

/// Whether a text is right; `None` where it is a filler, which says nothing.
type Judge = fn(&str) -> Option<bool>;

/// Fewest right values.
const FEWEST: usize = 5;

/// Windows that hold dates or numbers with check digits in nearly all records, from left to right.
pub(super) fn windows(profiled: &Profiled, run: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (width, judge) in WINDOWS {
        let mut at = run.start;
        while at + width <= run.end {
            let window = at..at + width;
            let free = found.iter().all(|taken| taken.end <= window.start || window.end <= taken.start);
            // Six digits are a date too often by chance: only a whole run.
            if free && (width != 6 || run.len() == 6) && holds(profiled, window.clone(), judge) {
                found.push(window);
                at += width;
            } else {
                at += 1;
            }
        }
    }
    found.sort_by_key(|window| window.start);
    found
}

fn holds(profiled: &Profiled, window: Range<usize>, judge: Judge) -> bool {
    let (mut right, mut wrong, mut zeros) = (0, 0, 0);
    let mut first = None;
    let mut differ = false;
    for record in &profiled.records {
        let bytes = &record[window.clone()];
        if bytes.iter().all(|byte| *byte == b' ') {
            continue;
        }
        match std::str::from_utf8(bytes).ok().map(judge) {
            Some(Some(true)) => {
                right += 1;
                zeros += usize::from(matches!(window.len(), 7 | 8) && bytes.ends_with(b"00"));
                differ |= *first.get_or_insert(bytes) != bytes;
            }
            Some(None) => {}
            _ => wrong += 1,
        }
        // Hopeless: stop looking.
        if wrong > 20 && wrong * 10 > right {
            return false;
        }
    }
    // Dirty values are few; a date that never changes may be the day of the export.
    // Unknown days are few too: mostly zeros are the beginning of another number.
    zeros * 5 <= right
        && right >= FEWEST.min(profiled.records.len())
        && right > 0
        && wrong * 20 <= right
        && (differ || window.len() == 8)
}

fn date(text: &str) -> Option<bool> {
    match read_date(text) {
        // Eight digits are years 1800 to 2999 to `value`; people were born after 1850, and permits end before 2100.
        Ok(Reading::Date(read)) => Some(matches!(read.date.year, 1850..=2100)),
        Ok(Reading::Sentinel(_) | Reading::Blank) => None,
        Err(_) => Some(false),
    }
}

fn date_time(text: &str) -> Option<bool> {
    let part = |range: Range<usize>, most: u8| text[range].parse::<u8>().is_ok_and(|n| n <= most);
    if !text.is_ascii() {
        return Some(false);
    }
    let date = date(&text[..8])?;
    Some(date && &text[6..8] != "00" && part(8..10, 23) && part(10..12, 59) && part(12..14, 59))
}

fn two_digit_year(text: &str) -> Option<bool> {
    Some(
        matches!(read_date(text), Err(utsushi_value::DateProblem::AmbiguousEra))
            && date(&format!("19{text}"))?,
    )
}

/// Borders where digits that differ from record to record are followed by digits that hardly do: the last digits of one number
/// and the leading zeros of the next.
pub(super) fn steps(profiled: &Profiled, run: Range<usize>) -> Vec<usize> {
    let bits = |at: usize| profiled.positions[at].digit_bits();
    (run.start + 1..run.end)
        .filter(|at| bits(at - 1) >= 1.5 && bits(*at) <= (bits(at - 1) - 1.2).min(1.0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Coding;

    #[test]
    fn dates_and_checked_numbers_are_found_between_other_digits() {
        let numbers = ["696178789893", "352409379765", "908639969632", "564870559500", "221101149370"];
        let records: Vec<String> = (0..50)
            .map(|nth| {
                format!(
                    "{nth:05}1980{:02}{:02}{}{:03}",
                    nth % 12 + 1,
                    nth % 28 + 1,
                    numbers[nth % 5],
                    nth % 7
                )
            })
            .collect();
        let bytes: Vec<&[u8]> = records.iter().map(|record| record.as_bytes()).collect();
        let profiled = Profiled::of(&bytes, 28, Coding::Cp932);
        assert_eq!(windows(&profiled, 0..28), [5..13, 13..25]);
    }

    #[test]
    fn a_number_ends_where_the_zeros_of_the_next_begin() {
        let records: Vec<String> = (0..500).map(|nth| format!("{nth:06}{:06}", nth / 2)).collect();
        let bytes: Vec<&[u8]> = records.iter().map(|record| record.as_bytes()).collect();
        assert_eq!(steps(&Profiled::of(&bytes, 12, Coding::Cp932), 0..12), [6]);
    }
}
