//! The eras that municipal records are written in.

use crate::date::PartialDate;

/// An era (元号) that municipal records and family registers are written in.
///
/// 元治 (1864–1865) and everything before 文久 are not read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Era {
    /// 文久, from 1861-03-29.
    Bunkyu,
    /// 慶応, from 1865-05-01.
    Keio,
    /// 明治, from 1868-01-25 (慶応4年1月1日: the change in September reached back to New Year).
    Meiji,
    /// 大正, from 1912-07-30, a day that is also 明治45年7月30日.
    Taisho,
    /// 昭和, from 1926-12-25, a day that is also 大正15年12月25日.
    Showa,
    /// 平成, from 1989-01-08 (昭和64年政令1号: the day after its promulgation).
    Heisei,
    /// 令和, from 2019-05-01 (平成31年政令143号).
    Reiwa,
}

/// A day as one number that sorts like the day.
#[inline]
pub(crate) const fn key(year: u16, month: u8, day: u8) -> u32 {
    (year as u32) << 16 | (month as u32) << 8 | day as u32
}

impl Era {
    /// All eras, oldest first.
    pub const ALL: [Era; 7] =
        [Era::Bunkyu, Era::Keio, Era::Meiji, Era::Taisho, Era::Showa, Era::Heisei, Era::Reiwa];

    /// The Gregorian day on which the era began.
    pub const fn first_day(self) -> PartialDate {
        let (year, month, day) = match self {
            Era::Bunkyu => (1861, 3, 29),
            Era::Keio => (1865, 5, 1),
            Era::Meiji => (1868, 1, 25),
            Era::Taisho => (1912, 7, 30),
            Era::Showa => (1926, 12, 25),
            Era::Heisei => (1989, 1, 8),
            Era::Reiwa => (2019, 5, 1),
        };
        PartialDate { year, month, day }
    }

    /// The year of the common era that is year 1 (元年).
    #[inline]
    pub const fn first_year(self) -> u16 {
        (self.written().0 >> 16) as u16
    }

    /// The letter in host data and on forms; 文久 and 慶応 have none.
    pub const fn letter(self) -> Option<char> {
        match self {
            Era::Bunkyu | Era::Keio => None,
            Era::Meiji => Some('M'),
            Era::Taisho => Some('T'),
            Era::Showa => Some('S'),
            Era::Heisei => Some('H'),
            Era::Reiwa => Some('R'),
        }
    }

    /// The era of a letter, ASCII, in either case.
    pub const fn from_letter(letter: char) -> Option<Era> {
        match letter {
            'M' | 'm' => Some(Era::Meiji),
            'T' | 't' => Some(Era::Taisho),
            'S' | 's' => Some(Era::Showa),
            'H' | 'h' => Some(Era::Heisei),
            'R' | 'r' => Some(Era::Reiwa),
            _ => None,
        }
    }

    /// The one-digit code of host data, 1 (明治) to 5 (令和); 文久 and 慶応 have none.
    pub const fn digit(self) -> Option<u8> {
        match self {
            Era::Bunkyu | Era::Keio => None,
            Era::Meiji => Some(1),
            Era::Taisho => Some(2),
            Era::Showa => Some(3),
            Era::Heisei => Some(4),
            Era::Reiwa => Some(5),
        }
    }

    /// The era of a one-digit host code, as a number (1, not `b'1'`).
    pub const fn from_digit(digit: u8) -> Option<Era> {
        match digit {
            1 => Some(Era::Meiji),
            2 => Some(Era::Taisho),
            3 => Some(Era::Showa),
            4 => Some(Era::Heisei),
            5 => Some(Era::Reiwa),
            _ => None,
        }
    }

    /// The name in kanji: 昭和.
    pub const fn kanji(self) -> &'static str {
        match self {
            Era::Bunkyu => "文久",
            Era::Keio => "慶応",
            Era::Meiji => "明治",
            Era::Taisho => "大正",
            Era::Showa => "昭和",
            Era::Heisei => "平成",
            Era::Reiwa => "令和",
        }
    }

    /// The era of a date and the year in it, 1 to 99.
    ///
    /// A day that two eras share (1912-07-30, 1926-12-25) belongs to the newer. Dates before 1873 are taken as lunar, as
    /// [`read_date`](crate::read_date) gives them. `None` when unknown parts leave more than one era possible (1989-00-00),
    /// when no era here has the day (元治, 1872-12-03 to 31), and from 2118 on, which would be 令和100年.
    pub fn of(date: &PartialDate) -> Option<(Era, u8)> {
        let (earliest, latest) = reach(date);
        if date.year == 1872 && date.month == 12 && date.day > 2 {
            return None;
        }
        let era = Era::ALL.into_iter().rev().find(|era| latest >= era.written().0)?;
        let (first, last) = era.written();
        let within = first <= earliest && latest <= last;
        let year = date.year.checked_sub(era.first_year())? + 1;
        match u8::try_from(year) {
            Ok(year) if within && year <= 99 => Some((era, year)),
            _ => None,
        }
    }

    /// The first and the last day as they are written in the era itself: lunar up to the beginning of 明治. The present era has
    /// no last day.
    ///
    /// 慶応 was in use until the change of 慶応4年9月8日, though 明治 then reached back to that New Year.
    #[inline]
    pub(crate) const fn written(self) -> (u32, u32) {
        const WRITTEN: [(u32, u32); 7] = [
            (key(1861, 2, 19), key(1864, 2, 20)),
            (key(1865, 4, 7), key(1868, 9, 8)),
            (key(1868, 1, 1), key(1912, 7, 30)),
            (key(1912, 7, 30), key(1926, 12, 25)),
            (key(1926, 12, 25), key(1989, 1, 7)),
            (key(1989, 1, 8), key(2019, 4, 30)),
            (key(2019, 5, 1), u32::MAX),
        ];
        WRITTEN[self as usize]
    }
}

/// The earliest and the latest day that a date with unknown parts can mean.
#[inline]
pub(crate) fn reach(date: &PartialDate) -> (u32, u32) {
    let or = |part: u8, otherwise: u8| if part == 0 { otherwise } else { part };
    (key(date.year, or(date.month, 1), or(date.day, 1)), key(date.year, or(date.month, 12), or(date.day, 31)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(year: u16, month: u8, day: u8) -> Option<(Era, u8)> {
        Era::of(&PartialDate::new(year, month, day).unwrap())
    }

    #[test]
    fn an_era_begins_on_the_day_of_its_ordinance() {
        // By hand, from DOMAIN.md "Dates".
        let borders = [
            ((1912, 7, 29), (Era::Meiji, 45), (1912, 7, 30), (Era::Taisho, 1)),
            ((1926, 12, 24), (Era::Taisho, 15), (1926, 12, 25), (Era::Showa, 1)),
            ((1989, 1, 7), (Era::Showa, 64), (1989, 1, 8), (Era::Heisei, 1)),
            ((2019, 4, 30), (Era::Heisei, 31), (2019, 5, 1), (Era::Reiwa, 1)),
        ];
        for (before, old, after, new) in borders {
            assert_eq!(of(before.0, before.1, before.2), Some(old));
            assert_eq!(of(after.0, after.1, after.2), Some(new));
        }
    }

    #[test]
    fn unknown_parts_across_a_border_leave_the_era_open() {
        assert_eq!(of(1989, 0, 0), None);
        assert_eq!(of(1989, 1, 0), None);
        assert_eq!(of(1989, 2, 0), Some((Era::Heisei, 1)));
        assert_eq!(of(1945, 0, 0), Some((Era::Showa, 20)));
    }

    #[test]
    fn years_before_1873_are_lunar_and_genji_is_no_era_here() {
        assert_eq!(of(1872, 12, 2), Some((Era::Meiji, 5)));
        assert_eq!(of(1872, 12, 3), None);
        assert_eq!(of(1868, 1, 1), Some((Era::Meiji, 1)));
        assert_eq!(of(1867, 12, 30), Some((Era::Keio, 3)));
        assert_eq!(of(1864, 6, 1), None);
        assert_eq!(of(1861, 2, 19), Some((Era::Bunkyu, 1)));
        assert_eq!(of(1860, 1, 1), None);
    }

    #[test]
    fn an_era_has_two_digits_of_years() {
        assert_eq!(of(2117, 12, 31), Some((Era::Reiwa, 99)));
        assert_eq!(of(2118, 1, 1), None);
    }

    #[test]
    fn letters_and_digits_name_the_same_five_eras() {
        for (letter, digit, era) in [
            ('M', 1, Era::Meiji),
            ('T', 2, Era::Taisho),
            ('S', 3, Era::Showa),
            ('H', 4, Era::Heisei),
            ('R', 5, Era::Reiwa),
        ] {
            assert_eq!((Era::from_letter(letter), era.letter()), (Some(era), Some(letter)));
            assert_eq!((Era::from_digit(digit), era.digit()), (Some(era), Some(digit)));
        }
        assert_eq!((Era::Keio.letter(), Era::Bunkyu.digit()), (None, None));
        assert_eq!((Era::from_letter('K'), Era::from_digit(0), Era::from_digit(6)), (None, None, None));
    }
}
