//! What two birth dates say of each other.

use super::reason::Reason;

/// A birth date as it is compared: year, month and day of the common era, 0 for an unknown part; all 0 where there is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, PartialOrd, Ord)]
pub struct Birth {
    /// Year.
    pub year: u16,
    /// Month.
    pub month: u8,
    /// Day.
    pub day: u8,
}

/// Years from one era's year to the same year of another: 明治 1867, 大正 1911, 昭和 1925, 平成 1988 and 令和 2018 plus the year.
const ERAS: [i32; 5] = [1867, 1911, 1925, 1988, 2018];

impl Birth {
    /// From `YYYYMMDD` as standard files hold it: unknown parts 00. Anything else is none.
    pub fn parse(text: &str) -> Birth {
        let number =
            |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u16>().ok());
        let (Some(year), Some(month), Some(day), 8) = (number(0..4), number(4..6), number(6..8), text.len())
        else {
            return Birth::default();
        };
        if year == 0 || year == 9999 || month > 12 || day > 31 {
            return Birth::default();
        }
        Birth { year, month: month as u8, day: day as u8 }
    }

    /// Whether it says anything.
    pub fn is_known(self) -> bool {
        self.year != 0
    }

    fn is_whole(self) -> bool {
        self.year != 0 && self.month != 0 && self.day != 0
    }

    fn digits(self) -> [u8; 8] {
        let mut digits = [0; 8];
        let mut rest = u32::from(self.year) * 10_000 + u32::from(self.month) * 100 + u32::from(self.day);
        for digit in digits.iter_mut().rev() {
            *digit = (rest % 10) as u8;
            rest /= 10;
        }
        digits
    }

    /// What the two say; `None` where one of them is not known.
    pub fn compare(self, other: Birth) -> Option<Reason> {
        if !self.is_known() || !other.is_known() {
            return None;
        }
        if !self.is_whole() || !other.is_whole() {
            let agree = |a: u8, b: u8| a == 0 || b == 0 || a == b;
            return Some(
                match (self.year == other.year, agree(self.month, other.month), agree(self.day, other.day)) {
                    (true, true, true) if self.month != 0 && self.month == other.month => Reason::BirthMonth,
                    (true, true, true) => Reason::BirthYear,
                    _ => Reason::BirthDiffers,
                },
            );
        }
        if self == other {
            return Some(Reason::BirthEqual);
        }
        if self.year == other.year && self.month == other.day && self.day == other.month {
            return Some(Reason::BirthSwapped);
        }
        if (self.month, self.day) == (other.month, other.day) && self.era_slip(other) {
            return Some(Reason::BirthEra);
        }
        let (a, b) = (self.digits(), other.digits());
        let differ: Vec<usize> = (0..8).filter(|at| a[*at] != b[*at]).collect();
        Some(match differ[..] {
            [_] => Reason::BirthDigit,
            [first, second] if second == first + 1 && a[first] == b[second] && a[second] == b[first] => {
                Reason::BirthDigit
            }
            _ => Reason::BirthDiffers,
        })
    }

    /// Whether one is the other read in another era: S5 for H5.
    fn era_slip(self, other: Birth) -> bool {
        let (low, high) = (self.year.min(other.year), self.year.max(other.year));
        ERAS.iter().enumerate().any(|(at, earlier)| {
            let year = i32::from(low) - earlier;
            let end = ERAS.get(at + 1).map_or(i32::MAX, |next| next - earlier + 1);
            (1..=end).contains(&year) && ERAS[at + 1..].iter().any(|later| later + year == i32::from(high))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(a: &str, b: &str) -> Option<Reason> {
        let (a, b) = (Birth::parse(a), Birth::parse(b));
        assert_eq!(a.compare(b), b.compare(a));
        a.compare(b)
    }

    #[test]
    fn slips_of_writing_are_told_from_other_days() {
        for (a, b, expected) in [
            ("19550401", "19550401", Reason::BirthEqual),
            ("19550411", "19551104", Reason::BirthSwapped),
            ("19550401", "20180401", Reason::BirthEra),
            ("19550401", "19550407", Reason::BirthDigit),
            ("19550412", "19550421", Reason::BirthDigit),
            ("19550400", "19550412", Reason::BirthMonth),
            ("19550000", "19550412", Reason::BirthYear),
            ("19550400", "19550512", Reason::BirthDiffers),
            ("19550412", "19560523", Reason::BirthDiffers),
        ] {
            assert_eq!(compare(a, b), Some(expected), "{a} {b}");
        }
        assert_eq!(compare("", "19550401"), None);
        assert_eq!(compare("99999999", "19550401"), None);
    }

    #[test]
    fn the_same_year_of_two_eras_is_a_slip_only_where_the_era_had_it() {
        // 昭和30 and 平成30; 平成40 never was, so 2028 is no slip of 昭和40.
        assert_eq!(compare("19550401", "20180401"), Some(Reason::BirthEra));
        assert_eq!(compare("19120801", "19260801"), Some(Reason::BirthEra));
        assert_ne!(compare("19880801", "19260801"), Some(Reason::BirthEra));
    }
}
