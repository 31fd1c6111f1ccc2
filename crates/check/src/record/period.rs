use super::time::surely_before;
use crate::item::Fault;
use utsushi_findings::{Detail, REC011, REC012};
use utsushi_value::PartialDate;

fn told(from: &str, error: bool) -> Fault {
    Fault { code: if error { &REC011 } else { &REC012 }, detail: Detail::Text(from.into()) }
}

/// The same day so many years later; 02-29 becomes 02-28 where there is none. `None` for a date with unknown parts.
fn anniversary(date: &str, years: u16) -> Option<PartialDate> {
    let date = PartialDate::parse_compact(date).ok().filter(PartialDate::is_complete)?;
    let year = date.year.checked_add(years)?;
    PartialDate::new(year, date.month, date.day).or_else(|_| PartialDate::new(year, 2, 28)).ok()
}

/// REC011, REC012: the end is the day before the anniversary of the start, or the anniversary itself (both are
/// written).
pub(super) fn lasts(start: &str, end: &str, years: u16, name: &str, error: bool) -> Result<(), Fault> {
    let (Some(limit), Ok(end)) = (anniversary(start, years), PartialDate::parse_compact(end)) else {
        return Ok(());
    };
    if !end.is_complete() {
        return Ok(());
    }
    let (mut first, mut last) = (String::new(), String::new());
    day_before(limit).write_compact(&mut first);
    limit.write_compact(&mut last);
    let mut written = String::new();
    end.write_compact(&mut written);
    if written == first || written == last { Ok(()) } else { Err(told(name, error)) }
}

fn day_before(date: PartialDate) -> PartialDate {
    let (year, month) =
        if date.month > 1 { (date.year, date.month - 1) } else { (date.year.saturating_sub(1), 12) };
    if date.day > 1 {
        return PartialDate { day: date.day - 1, ..date };
    }
    (28..=31).rev().find_map(|day| PartialDate::new(year, month, day).ok()).unwrap_or(date)
}

/// REC011, REC012: a period of retention ends at least so many years after the day it is counted from.
pub(super) fn keeps_until(from: &str, until: &str, years: u16, name: &str, error: bool) -> Result<(), Fault> {
    let Some(limit) = anniversary(from, years) else { return Ok(()) };
    let mut least = String::new();
    limit.write_compact(&mut least);
    if surely_before(until, &least) { Err(told(name, error)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    // One year from 2025-04-01 ends on 2026-03-31; 2024-02-29 plus a year is taken as 2025-02-28.
    #[test]
    fn a_year_ends_the_day_before_its_anniversary() {
        assert!(lasts("20250401", "20260331", 1, "開始", true).is_ok());
        assert!(lasts("20250401", "20260401", 1, "開始", true).is_ok());
        assert_eq!(lasts("20250401", "20260330", 1, "開始", true).unwrap_err(), "REC011");
        assert!(lasts("20240229", "20250227", 1, "開始", true).is_ok());
        assert!(lasts("20250301", "20260228", 1, "開始", true).is_ok());
        assert!(lasts("20250400", "20260330", 1, "開始", true).is_ok());
    }

    // 除票 are kept 150 years (住民基本台帳法施行令第34条).
    #[test]
    fn retention_is_not_cut_short() {
        assert!(keeps_until("20200101", "21700101", 150, "消除", true).is_ok());
        assert_eq!(keeps_until("20200101", "21691231", 150, "消除", false).unwrap_err(), "REC012");
        assert!(keeps_until("20200101", "", 150, "消除", true).is_ok());
    }
}
