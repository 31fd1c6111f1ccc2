//! The forms that dates are written in.

use super::cursor::{Cursor, EraMark};
use super::resolve::{self, LEFT_OUT};
use super::{Reading, Sentinel};
use crate::date::DateProblem;
use crate::era::Era;

/// A date as written: numbers, not yet a day.
#[derive(Clone, Copy)]
struct Written {
    era: EraMark,
    year: u32,
    year_digits: u8,
    month: u8,
    day: u8,
    leap_month: bool,
    approximate: bool,
}

pub(super) fn read(text: &str) -> Result<Reading, DateProblem> {
    let mut at = Cursor::new(text);
    at.spaces();
    if at.at_end() {
        return Ok(Reading::Blank);
    }
    let (first, last) = statement(&mut at).ok_or(DateProblem::NotADate)?;
    let Some(last) = last else { return meaning(&first) };
    match (meaning(&first)?, meaning(&last)?) {
        (Reading::Date(first), Reading::Date(last)) => resolve::between(first, last).map(Reading::Date),
        _ => Err(DateProblem::NotADate),
    }
}

/// The whole text: one date, or the two ends of an interval.
fn statement(at: &mut Cursor<'_>) -> Option<(Written, Option<Written>)> {
    let estimated = estimate(at);
    let mut first = date(at)?;
    first.approximate |= estimated | about(at);
    let mut last = None;
    if at.eat("から") {
        at.spaces();
        last = Some(interval_end(at, &first)?);
        about(at);
        if !at.eat("まで") {
            return None;
        }
        at.spaces();
        at.eat_any(&["の間", "間"]);
        about(at);
    }
    at.spaces();
    at.at_end().then_some((first, last))
}

/// One date in any form.
fn date(at: &mut Cursor<'_>) -> Option<Written> {
    let era = at.era();
    let (year, year_digits) = if at.eat("元") { (1, 1) } else { at.number()? };
    let mut written = Written {
        era,
        year,
        year_digits,
        month: LEFT_OUT,
        day: LEFT_OUT,
        leap_month: false,
        approximate: false,
    };
    let spaced = at.spaces();
    if at.eat("年") {
        after_year(at, &mut written)?;
    } else if let Some(separator) = at.separator() {
        separated(at, &mut written, Some(separator))?;
    } else if spaced && at.at_digit() {
        separated(at, &mut written, None)?;
    } else {
        written = run_of_digits(written)?;
    }
    Some(written)
}

/// `550401` behind an era, `3550401`, `19800401`, `550401`.
fn run_of_digits(written: Written) -> Option<Written> {
    let (year, year_digits, era) = match (written.era, written.year_digits) {
        (EraMark::None | EraMark::CommonEra, 8) => (written.year / 10_000, 4, written.era),
        (EraMark::None, 7) => {
            let mark = match (written.year, written.year / 1_000_000) {
                (0 | 9_999_999, _) => EraMark::None,
                (_, digit) => {
                    u8::try_from(digit).ok().and_then(Era::from_digit).map_or(EraMark::Unknown, EraMark::Era)
                }
            };
            (written.year / 10_000 % 100, 2, mark)
        }
        (EraMark::None | EraMark::Era(_) | EraMark::Unknown, 6) => (written.year / 10_000, 2, written.era),
        _ => return None,
    };
    let month = u8::try_from(written.year / 100 % 100).ok()?;
    let day = u8::try_from(written.year % 100).ok()?;
    Some(Written { era, year, year_digits, month, day, ..written })
}

/// Month and day behind `1980/`, with the same separator between them, or behind `1980 `, with spaces.
fn separated(at: &mut Cursor<'_>, written: &mut Written, separator: Option<char>) -> Option<()> {
    at.spaces();
    written.leap_month = at.eat("閏");
    written.month = if unknown(at) { LEFT_OUT } else { at.part()? };
    let spaced = at.spaces();
    match separator {
        None if spaced => {}
        Some(_) if at.separator() == separator => {}
        _ => return None,
    }
    at.spaces();
    written.day = if unknown(at) { LEFT_OUT } else { at.part()? };
    Some(())
}

/// What follows 年: month and day, or less.
fn after_year(at: &mut Cursor<'_>, written: &mut Written) -> Option<()> {
    written.approximate |= estimate(at);
    at.spaces();
    if unknown(at) {
        // 不詳月…, or 不詳 for all that is left
        return if at.eat("月") { after_month(at, written) } else { Some(()) };
    }
    if at.eat("月") {
        // 月日不詳, 月不詳日不詳, or a form left empty
        at.spaces();
        unknown(at);
        return after_month(at, written);
    }
    written.leap_month = at.eat("閏");
    if written.leap_month || at.at_digit() {
        written.month = at.part()?;
        at.spaces();
        return if at.eat("月") { after_month(at, written) } else { None };
    }
    Some(())
}

/// What follows 月: the day, or nothing.
fn after_month(at: &mut Cursor<'_>, written: &mut Written) -> Option<()> {
    written.approximate |= estimate(at);
    at.spaces();
    if unknown(at) {
        at.eat("日");
    } else if at.eat("日") {
        at.spaces();
        unknown(at);
    } else if at.eat_any(&["上旬", "中旬", "下旬", "初旬"]) {
        written.approximate = true;
    } else if at.at_digit() {
        written.day = at.part()?;
        at.spaces();
        return at.eat("日").then_some(());
    }
    Some(())
}

/// The end of an interval, which may leave out what it shares with the beginning.
fn interval_end(at: &mut Cursor<'_>, first: &Written) -> Option<Written> {
    let estimated = estimate(at);
    let mut last = Written { day: LEFT_OUT, approximate: true, ..*first };
    let in_same_month = at.eat("同月") || at.at_number_of("日");
    let in_same_year = !in_same_month && (at.eat("同年") || at.at_number_of("月"));
    if in_same_month {
        after_month(at, &mut last)?;
    } else if in_same_year {
        last = Written { month: LEFT_OUT, leap_month: false, ..last };
        after_year(at, &mut last)?;
    } else {
        last = date(at)?;
        if last.era == EraMark::None && last.year_digits <= 2 {
            last.era = first.era;
        }
    }
    last.approximate |= estimated;
    Some(last)
}

fn unknown(at: &mut Cursor<'_>) -> bool {
    let found = at.eat_any(&["不詳", "不明"]);
    at.spaces();
    found
}

fn estimate(at: &mut Cursor<'_>) -> bool {
    at.spaces();
    let found = at.eat_any(&["推定", "(推定)", "（推定）"]);
    at.spaces();
    found
}

/// Words behind a date that make it approximate.
fn about(at: &mut Cursor<'_>) -> bool {
    at.spaces();
    let about = at.eat_any(&["頃", "ごろ", "ころ"]);
    about | estimate(at)
}

/// The day that is meant.
fn meaning(written: &Written) -> Result<Reading, DateProblem> {
    let &Written { era, year, year_digits, month, day, leap_month, approximate } = written;
    let year = u16::try_from(year).map_err(|_| DateProblem::NotADate)?;
    let reading = match (era, year_digits) {
        (EraMark::Era(era), 1 | 2) => resolve::in_era(era, year as u8, month, day, leap_month),
        (EraMark::None | EraMark::CommonEra, 4) => resolve::in_common_era(year, month, day, leap_month),
        (EraMark::None, 1 | 2) => match (year, month, day) {
            (0, 0, 0) => Ok(Reading::Sentinel(Sentinel::Zeros)),
            (99, 99, 99) => Ok(Reading::Sentinel(Sentinel::Nines)),
            _ => Err(DateProblem::AmbiguousEra),
        },
        (EraMark::Unknown, 1 | 2) => Err(DateProblem::UnknownEra),
        _ => Err(DateProblem::NotADate),
    }?;
    Ok(match reading {
        Reading::Date(mut read) => {
            read.notes.approximate = approximate;
            Reading::Date(read)
        }
        other => other,
    })
}
