//! Dates as they are written in legacy files.

mod cursor;
mod grammar;
mod resolve;
#[cfg(test)]
mod tests;

use crate::date::{DateProblem, PartialDate};
use crate::era::Era;

/// What a date field holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Reading {
    /// Nothing but spaces.
    Blank,
    /// A date.
    Date(ReadDate),
    /// A filler whose meaning depends on the item: 99999999 is 期限なし in one and unknown in another.
    Sentinel(Sentinel),
}

/// A date as read, and what was remarkable about how it was written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ReadDate {
    /// The date; years of an era are converted to the common era.
    pub date: PartialDate,
    /// The era it was written in; `None` for years of the common era.
    pub era: Option<Era>,
    /// What a caller should report or record beside it.
    pub notes: DateNotes,
}

/// What was remarkable about a written date. All false for a plain one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct DateNotes {
    /// Surely not a day of the era it is written in (S640108, H310501, S010101); converted all the same.
    pub out_of_era: bool,
    /// Out of era because it lies before the era began (S010101). Then `out_of_era` is set too.
    pub before_era: bool,
    /// Before 1873-01-01: month and day are as written, of the lunar calendar, not converted. A date written with a year of the
    /// common era may be Gregorian or lunar there; nothing tells which.
    pub lunar: bool,
    /// Written with a leap month (閏10月); the month is its number. Then `lunar` is set too.
    pub leap_month: bool,
    /// Month or day is unknown.
    pub unknown_parts: bool,
    /// Written with 頃, 推定, 上旬 … or as an interval (から … までの間). The date keeps the parts as written; for an interval,
    /// those that are the same at both ends. The caller has to carry the written form.
    pub approximate: bool,
    /// An interval from one year into another: the year is that of its beginning, month and day are unknown. Then
    /// `approximate` is set too.
    pub year_uncertain: bool,
}

/// A filler in place of a date.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Sentinel {
    /// Only zeros, 6 to 8 of them or behind an era (S000000).
    Zeros,
    /// Only nines, 6 to 8 of them or behind 平成 or 令和 (H999999).
    Nines,
}

/// Reads one written date.
///
/// Half and full width are the same, and spaces may stand around every part. Read are, by example:
///
/// - `S550401`, `3550401` (era code 1–5, M T S H R), `19800401` (eight digits are always a year of the common era)
/// - `S55.4.1`, `R 1.5.1`, `昭55.4.1`, `㍼55/4/1`, `1980-04-01`, `S55 4 1`: three parts with one kind of separator
/// - `昭和55年4月1日`, `令和元年5月1日`, `1980年4月1日`, `西暦1980年4月1日`, `明治3年閏10月5日`
/// - unknown month or day: `S200000`, `S20.99.99`, `昭和20年`, `昭和20年3月`, and with 不詳 or 不明 in place of, before or
///   after 月 and 日
/// - approximate: `昭和20年頃`, `推定昭和20年3月1日頃`, `昭和20年3月上旬`, `昭和20年1月1日から3月31日までの間` (the end may leave
///   out what it shares with the beginning, or say 同年 or 同月)
///
/// Years of the common era are 1800 to 2999. Era names are 明治 to 令和 by letter, code, one kanji, two kanji or square
/// character, and 慶応 and 文久. Allocates nothing.
///
/// # Errors
///
/// [`DateProblem::AmbiguousEra`] for a two-digit year without an era (`550401`), [`DateProblem::UnknownEra`],
/// [`DateProblem::NeverWas`], [`DateProblem::CalendarGap`], and [`DateProblem::NotADate`] for everything else.
pub fn read_date(text: &str) -> Result<Reading, DateProblem> {
    match read_plain(text.as_bytes()) {
        Some(reading) => reading,
        None => grammar::read(text),
    }
}

/// The forms that files are full of: `S550401`, `3550401`, `19800401`. `None` when it is some other form.
#[inline]
fn read_plain(bytes: &[u8]) -> Option<Result<Reading, DateProblem>> {
    match *bytes {
        [era, a, b, c, d, e, f] => {
            let [year, month, day] = pairs([a, b, c, d, e, f])?;
            Some(resolve::in_era(ERA_OF[usize::from(era)]?, year, month, day, false))
        }
        [a, b, c, d, e, f, g, h] => {
            let [century, year, ..] = pairs([a, b, c, d, b'0', b'0'])?;
            let [_, month, day] = pairs([b'0', b'0', e, f, g, h])?;
            Some(resolve::in_common_era(u16::from(century) * 100 + u16::from(year), month, day, false))
        }
        _ => None,
    }
}

/// The era of a letter or digit: a table, because eras alternate from record to record, which a branch would not foresee.
static ERA_OF: [Option<Era>; 256] = {
    let mut eras = [None; 256];
    let mut byte = 0u8;
    while byte < 128 {
        eras[byte as usize] = match byte {
            b'0'..=b'9' => Era::from_digit(byte - b'0'),
            _ => Era::from_letter(byte as char),
        };
        byte += 1;
    }
    eras
};

/// The numbers of three pairs of ASCII digits.
#[inline]
fn pairs(bytes: [u8; 6]) -> Option<[u8; 3]> {
    // one comparison for all: a date is read for every record
    let digits = bytes.map(|byte| byte.wrapping_sub(b'0'));
    let all_digits = digits.iter().fold(true, |all, &digit| all & (digit < 10));
    let [a, b, c, d, e, f] = digits;
    if all_digits { Some([a * 10 + b, c * 10 + d, e * 10 + f]) } else { None }
}
