//! A calendar date whose month or day may be unknown.

use std::fmt;

/// The first year of the Gregorian calendar in Japan (明治5年太政官布告337号).
pub(crate) const FIRST_GREGORIAN_YEAR: u16 = 1873;

/// A calendar date whose month or day may be unknown.
///
/// From 1873 on, month and day are Gregorian. Before, they are the lunar month and day as written (see [`PartialDate::new`]).
/// The order is that of the text of [`PartialDate::write_compact`]: an unknown part sorts before every known one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct PartialDate {
    /// Year of the common era, 1 to 9999.
    pub year: u16,
    /// Month, 1 to 12; 0 when unknown.
    pub month: u8,
    /// Day of the month, 1 to 31; 0 when unknown.
    pub day: u8,
}

/// Why a text or three numbers are not a date.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DateProblem {
    /// Not written in any form that dates are written in.
    NotADate,
    /// Written as a date, but no calendar ever had that day: 1945-02-29, month 13, year 0 of an era.
    NeverWas,
    /// The form of a date in an era that is not known here: 7 digits beginning with 6, an unknown letter, 安政.
    UnknownEra,
    /// A year of one or two digits without an era: 550401, 55.4.1.
    AmbiguousEra,
    /// 明治5年12月3日 to 31日: 明治5年12月2日 was followed by 明治6年1月1日 (明治5年太政官布告337号).
    CalendarGap,
}

impl fmt::Display for DateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DateProblem::NotADate => "not a date",
            DateProblem::NeverWas => "a date that never was",
            DateProblem::UnknownEra => "an unknown era",
            DateProblem::AmbiguousEra => "a two-digit year without an era",
            DateProblem::CalendarGap => "a day skipped when the calendar changed at the end of Meiji 5",
        })
    }
}

impl std::error::Error for DateProblem {}

impl PartialDate {
    /// A date from its parts; 0 stands for an unknown month or day, and a known day in an unknown month is allowed.
    ///
    /// Before 1873 a 30th is accepted in every month, because lunar months are kept as written.
    ///
    /// # Errors
    ///
    /// [`DateProblem::NeverWas`] when the year is not in 1..=9999 or the calendar has no such month or day.
    #[inline]
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, DateProblem> {
        if (1..=9999).contains(&year) && exists(year, month, day) {
            Ok(PartialDate { year, month, day })
        } else {
            Err(DateProblem::NeverWas)
        }
    }

    /// Whether month and day are both known.
    pub fn is_complete(&self) -> bool {
        self.month != 0 && self.day != 0
    }

    /// Appends `YYYYMMDD` with 00 for unknown parts: the text of a standard date item.
    pub fn write_compact(&self, out: &mut String) {
        push_two(self.year / 100, out);
        push_two(self.year, out);
        push_two(u16::from(self.month), out);
        push_two(u16::from(self.day), out);
    }

    /// Reads what [`PartialDate::write_compact`] writes: exactly eight ASCII digits, 00 for an unknown month or day.
    ///
    /// # Errors
    ///
    /// [`DateProblem::NotADate`] when these are not eight ASCII digits, [`DateProblem::NeverWas`] when there is no such day;
    /// 00000000 and 99999999 never were.
    pub fn parse_compact(text: &str) -> Result<Self, DateProblem> {
        let bytes: &[u8; 8] = text.as_bytes().try_into().map_err(|_| DateProblem::NotADate)?;
        if !bytes.iter().all(u8::is_ascii_digit) {
            return Err(DateProblem::NotADate);
        }
        let two = |at: usize| (bytes[at] - b'0') * 10 + (bytes[at + 1] - b'0');
        PartialDate::new(u16::from(two(0)) * 100 + u16::from(two(2)), two(4), two(6))
    }
}

/// Whether the calendar of that year has a month (0 to 12) with that day; 0 in either is unknown.
#[inline]
fn exists(year: u16, month: u8, day: u8) -> bool {
    const LONGEST: [u8; 13] = [31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let Some(&longest) = LONGEST.get(usize::from(month)) else {
        return false;
    };
    if year < FIRST_GREGORIAN_YEAR {
        return day <= longest.max(30);
    }
    let leap = || year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    day <= longest && (month != 2 || day < 29 || leap())
}

/// Appends the last two decimal digits of `number`.
pub(crate) fn push_two(number: u16, out: &mut String) {
    out.push(char::from(b'0' + (number / 10 % 10) as u8));
    out.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn february_29_exists_in_gregorian_leap_years_only() {
        // Python: calendar.isleap
        for (year, leap) in
            [(1900, false), (1904, true), (1945, false), (2000, true), (2024, true), (2100, false)]
        {
            assert_eq!(PartialDate::new(year, 2, 29).is_ok(), leap, "{year}");
        }
    }

    #[test]
    fn a_month_or_day_outside_the_calendar_never_was() {
        for (year, month, day) in
            [(0, 1, 1), (10_000, 1, 1), (1980, 13, 1), (1980, 4, 31), (1980, 1, 32), (1980, 0, 32)]
        {
            assert_eq!(
                PartialDate::new(year, month, day),
                Err(DateProblem::NeverWas),
                "{year}-{month}-{day}"
            );
        }
    }

    #[test]
    fn a_known_day_in_an_unknown_month_is_a_date() {
        let date = PartialDate::new(1945, 0, 31).unwrap();
        assert!(!date.is_complete());
        assert!(PartialDate::new(1945, 1, 31).unwrap().is_complete());
    }

    #[test]
    fn before_1873_every_month_may_have_a_30th() {
        assert!(PartialDate::new(1872, 2, 30).is_ok());
        assert!(PartialDate::new(1872, 2, 31).is_err());
        assert!(PartialDate::new(1873, 2, 30).is_err());
    }

    #[test]
    fn compact_text_is_eight_ascii_digits_and_nothing_else() {
        for text in ["", "1980040", "198004011", " 1980401", "1980-4-1", "１９８００４０１", "1980040a"]
        {
            assert_eq!(PartialDate::parse_compact(text), Err(DateProblem::NotADate), "{text}");
        }
        for text in ["00000000", "99999999", "19459900", "19450099", "19450229"] {
            assert_eq!(PartialDate::parse_compact(text), Err(DateProblem::NeverWas), "{text}");
        }
        assert_eq!(PartialDate::parse_compact("19450300"), PartialDate::new(1945, 3, 0));
    }

    proptest! {
        #[test]
        fn compact_text_reads_back_as_the_same_date(year in 1u16..=9999, month in 0u8..=12, day in 0u8..=31) {
            if let Ok(date) = PartialDate::new(year, month, day) {
                let mut text = String::new();
                date.write_compact(&mut text);
                prop_assert_eq!(PartialDate::parse_compact(&text), Ok(date));
            }
        }

        #[test]
        fn any_text_is_read_without_panic(text in ".*") {
            let _ = PartialDate::parse_compact(&text);
        }
    }
}
