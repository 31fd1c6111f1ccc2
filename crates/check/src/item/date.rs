use super::Fault;
use utsushi_findings::{DAT001, DAT002, Detail};
use utsushi_value::{DateProblem, PartialDate};

/// DAT001, DAT002: eight digits that are a day of the calendar, or one whose month or day is unknown.
#[inline]
pub(crate) fn check(value: &str) -> Result<(), Fault> {
    match PartialDate::parse_compact(value) {
        Ok(_) => Ok(()),
        Err(DateProblem::NeverWas | DateProblem::CalendarGap) => Err(Fault::new(&DAT002, Detail::None)),
        Err(_) => Err(Fault::new(&DAT001, Detail::None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // 1900 was no leap year, 2000 was one.
    #[test]
    fn a_date_is_a_day_that_was_or_says_what_is_unknown() {
        for good in ["20000229", "19450300", "19450000", "18720100"] {
            assert!(check(good).is_ok(), "{good}");
        }
        assert_eq!(check("19000229").unwrap_err(), "DAT002");
        assert_eq!(check("19451301").unwrap_err(), "DAT002");
        assert_eq!(check("S550401").unwrap_err(), "DAT001");
        assert_eq!(check("1980-04-01").unwrap_err(), "DAT001");
    }
}
