use crate::item::Fault;
use utsushi_findings::{Detail, REC007, REC008};

/// Whether `a` lies before `b`, both `YYYYMMDD`, whatever their unknown parts (`00`) are. A blank is before nothing.
pub(crate) fn surely_before(a: &str, b: &str) -> bool {
    let (Some(year_a), Some(year_b)) = (a.get(..4), b.get(..4)) else { return false };
    if year_a != year_b {
        return year_a < year_b;
    }
    let (Some(month_a), Some(month_b)) = (a.get(4..6), b.get(4..6)) else { return false };
    if month_a == "00" || month_b == "00" || month_a != month_b {
        return month_a != "00" && month_b != "00" && month_a < month_b;
    }
    let (Some(day_a), Some(day_b)) = (a.get(6..8), b.get(6..8)) else { return false };
    day_a != "00" && day_b != "00" && day_a < day_b
}

fn told(day: &str, error: bool) -> Fault {
    Fault { code: if error { &REC007 } else { &REC008 }, detail: Detail::Text(day.into()) }
}

/// REC007, REC008: a date is not before the day on which what it records began.
pub(super) fn not_before(value: &str, day: &str, error: bool) -> Result<(), Fault> {
    if surely_before(value, day) { Err(told(day, error)) } else { Ok(()) }
}

/// REC007, REC008: a date is not after the day on which what it records ended.
pub(super) fn not_after(value: &str, day: &str, error: bool) -> Result<(), Fault> {
    if surely_before(day, value) { Err(told(day, error)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    // 2012-07-09: the amended 住民基本台帳法 came into force and foreign residents were registered.
    #[test]
    fn nothing_is_recorded_before_it_began() {
        assert_eq!(not_before("20120708", "20120709", true).unwrap_err(), "REC007");
        for fine in ["20120709", "20120700", "20120000", ""] {
            assert!(not_before(fine, "20120709", true).is_ok(), "{fine}");
        }
        assert_eq!(not_after("20130101", "20120709", false).unwrap_err(), "REC008");
    }
}
