//! The days that a written date may mean.

use utsushi_value::{PartialDate, Reading, read_date};

/// From a day to a day, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Days {
    first: u32,
    last: u32,
}

impl Days {
    /// Every day there is.
    pub const ALL: Days = Days { first: 0, last: u32::MAX };

    /// The days that a date may mean: one, or all of a month or year where the rest is unknown. A blank and a filler
    /// may be any day. `None` for what is no date.
    pub fn of(text: &str) -> Option<Days> {
        match read_date(text).ok()? {
            Reading::Date(read) => {
                let PartialDate { year, month, day } = read.date;
                let key = |month: u8, day: u8| u32::from(year) << 16 | u32::from(month) << 8 | u32::from(day);
                let at_most = |part: u8| if part == 0 { u8::MAX } else { part };
                let last =
                    if read.notes.year_uncertain { u32::MAX } else { key(at_most(month), at_most(day)) };
                Some(Days { first: key(month, day), last })
            }
            Reading::Blank | Reading::Sentinel(_) => Some(Days::ALL),
        }
    }

    /// A period of validity: blanks and fillers leave it open. `None` if one of the dates cannot be read or the last
    /// day comes before the first.
    pub fn period(from: &str, to: &str) -> Option<Days> {
        let days = Days { first: Days::of(from)?.first, last: Days::of(to)?.last };
        (days.first <= days.last).then_some(days)
    }

    /// Whether some day is in both.
    pub fn meet(self, other: Days) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_with_unknown_parts_may_be_any_day_of_them() {
        let days = |text| Days::of(text).unwrap();
        let april = Days::period("S550401", "S550430").unwrap();
        assert!(april.meet(days("19800430")) && !april.meet(days("19800501")));
        assert!(april.meet(days("19800400")) && !april.meet(days("19800500")));
        assert!(april.meet(days("昭和55年")) && !april.meet(days("昭和56年")));
        assert!(april.meet(days("")) && april.meet(days("99999999")));
        assert_eq!(Days::of("abc"), None);
    }

    #[test]
    fn a_period_is_open_where_its_date_is_blank_or_a_filler() {
        for to in ["", "99999999", "00000000"] {
            assert!(Days::period("19800401", to).unwrap().meet(Days::of("29991231").unwrap()));
        }
        assert_eq!(Days::period("19800401", "19800331"), None);
        assert_eq!(Days::period("19800401", "x"), None);
    }
}
