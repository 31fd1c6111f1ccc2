//! From the numbers that are written to the day that is meant.

use super::{DateNotes, ReadDate, Reading, Sentinel};
use crate::date::{DateProblem, FIRST_GREGORIAN_YEAR, PartialDate};
use crate::era::{Era, reach};

/// A month or day left out, or written 不詳; 0 and 99 are also unknown, but may be part of a sentinel.
pub(super) const LEFT_OUT: u8 = u8::MAX;

/// The leap months between 文久 and 明治5年: 文久2年閏8月, 慶応元年閏5月, 慶応4年 (明治元年) 閏4月, 明治3年閏10月.
const LEAP_MONTHS: [(u16, u8); 4] = [(1862, 8), (1865, 5), (1868, 4), (1870, 10)];

/// A day in an era: the year from 0 to 99, month and day as written (0, 99 and [`LEFT_OUT`] are unknown).
#[inline]
pub(super) fn in_era(era: Era, year: u8, month: u8, day: u8, leap: bool) -> Result<Reading, DateProblem> {
    match (year, month, day) {
        (0, 0, 0) => return Ok(Reading::Sentinel(Sentinel::Zeros)),
        (0, ..) => return Err(DateProblem::NeverWas),
        (99, 99, 99) if matches!(era, Era::Heisei | Era::Reiwa) => {
            return Ok(Reading::Sentinel(Sentinel::Nines));
        }
        _ => {}
    }
    let (month, day) = (known(month), known(day));
    let year = era.first_year() + u16::from(year) - 1;
    if year == 1872 && month == 12 && (3..=31).contains(&day) {
        return Err(DateProblem::CalendarGap);
    }
    if year < FIRST_GREGORIAN_YEAR && day > 30 {
        return Err(DateProblem::NeverWas);
    }
    let mut read = checked(year, month, day, leap)?;
    let (earliest, latest) = reach(&read.date);
    read.era = Some(era);
    let (first, last) = era.written();
    read.notes.before_era = latest < first;
    read.notes.out_of_era = latest < first || last < earliest;
    Ok(Reading::Date(read))
}

/// A day in the common era, its parts as in [`in_era`].
#[inline]
pub(super) fn in_common_era(year: u16, month: u8, day: u8, leap: bool) -> Result<Reading, DateProblem> {
    match (year, month, day) {
        (0, 0, 0) => Ok(Reading::Sentinel(Sentinel::Zeros)),
        (9999, 99, 99) => Ok(Reading::Sentinel(Sentinel::Nines)),
        (1800..=2999, ..) => checked(year, known(month), known(day), leap).map(Reading::Date),
        _ => Err(DateProblem::NotADate),
    }
}

#[inline]
fn known(part: u8) -> u8 {
    if part == 99 || part == LEFT_OUT { 0 } else { part }
}

#[inline]
fn checked(year: u16, month: u8, day: u8, leap: bool) -> Result<ReadDate, DateProblem> {
    if leap && !LEAP_MONTHS.contains(&(year, month)) {
        return Err(DateProblem::NeverWas);
    }
    let date = PartialDate::new(year, month, day)?;
    let notes = DateNotes {
        lunar: year < FIRST_GREGORIAN_YEAR,
        leap_month: leap,
        unknown_parts: !date.is_complete(),
        ..DateNotes::default()
    };
    Ok(ReadDate { date, era: None, notes })
}

/// What is surely known of a day between `first` and `last`: the parts that are the same in both.
pub(super) fn between(first: ReadDate, last: ReadDate) -> Result<ReadDate, DateProblem> {
    if reach(&last.date).1 < reach(&first.date).0 {
        return Err(DateProblem::NeverWas);
    }
    let same_year = first.date.year == last.date.year;
    let same_month = same_year && first.date.month == last.date.month;
    let same_day = same_month && first.date.day == last.date.day;
    let date = PartialDate {
        year: first.date.year,
        month: if same_month { first.date.month } else { 0 },
        day: if same_day { first.date.day } else { 0 },
    };
    let notes = DateNotes {
        out_of_era: first.notes.out_of_era || last.notes.out_of_era,
        before_era: first.notes.before_era || last.notes.before_era,
        lunar: first.notes.lunar,
        leap_month: first.notes.leap_month && last.notes.leap_month && same_month,
        unknown_parts: !date.is_complete(),
        approximate: true,
        year_uncertain: !same_year,
    };
    Ok(ReadDate { date, era: first.era, notes })
}
