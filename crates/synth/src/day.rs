//! Days that can be counted: `value` has dates, and no arithmetic.

use utsushi_value::PartialDate;

/// A day, as days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Day(pub i32);

/// The day on which every made-up municipality exports its records: no clock is ever asked.
pub(crate) const EXPORT_DAY: Day = Day::of(2026, 4, 1);

impl Day {
    /// The day of a Gregorian date (Howard Hinnant, `days_from_civil`).
    pub const fn of(year: i32, month: i32, day: i32) -> Day {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Day(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    /// The date of the day (Howard Hinnant, `civil_from_days`). Years must be 1 to 9999.
    pub fn date(self) -> PartialDate {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = (of_year - (153 * month + 2) / 5 + 1) as u8;
        let month = if month < 10 { month + 3 } else { month - 9 } as u8;
        let year = (year + era * 400 + i32::from(month <= 2)) as u16;
        PartialDate { year, month, day }
    }

    pub fn plus(self, days: i32) -> Day {
        Day(self.0 + days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_from_1873_is_the_day_after_the_one_before() {
        let mut before = Day::of(1872, 12, 31).date();
        for day in Day::of(1873, 1, 1).0..Day::of(2100, 1, 1).0 {
            let date = Day(day).date();
            assert!(PartialDate::new(date.year, date.month, date.day).is_ok() && date > before);
            assert_eq!(Day::of(date.year.into(), date.month.into(), date.day.into()), Day(day));
            before = date;
        }
        assert_eq!(Day::of(1970, 1, 1), Day(0));
    }
}
