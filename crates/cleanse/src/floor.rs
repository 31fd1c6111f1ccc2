//! Floors of law: what no rule of a project may leave behind.
//!
//! Every floor names its law. There is none without a source: how long other records are kept is decided by each
//! municipality's own rules (文書管理規程), which the rule that leaves them behind has to name.

use utsushi_layout::FileLayout;
use utsushi_value::PartialDate;

/// How long the law says that the rows of a standard file are kept.
#[derive(Clone, Copy, Debug)]
struct Statute {
    file: &'static str,
    /// Roles of the date from which the time runs: the first that is filled.
    from: &'static [&'static str],
    years: u16,
    /// Whether it runs from the beginning of the next 年度 and not from the day itself.
    from_next_fiscal_year: bool,
    /// It is for rows whose day is not before this one.
    since: &'static str,
    law: &'static str,
}

/// All of them.
const STATUTES: [Statute; 5] = [
    // 除票 and 改製原: 150 years since 2019-06-20. What was removed before 2014-06-20 had five years, and they were over.
    Statute {
        file: "01.removed_resident",
        from: &["removal_date", "reissue_date"],
        years: 150,
        from_next_fiscal_year: false,
        since: "20140620",
        law: "住民基本台帳法施行令第34条第1項",
    },
    Statute {
        file: "04.removed_fuhyo",
        from: &["removal_date"],
        years: 150,
        from_next_fiscal_year: false,
        since: "20140620",
        law: "住民基本台帳法施行令第34条",
    },
    Statute {
        file: "04.removed_koseki",
        from: &["removal_date"],
        years: 150,
        from_next_fiscal_year: true,
        since: "",
        law: "戸籍法施行規則第5条第4項",
    },
    Statute {
        file: "04.former_koseki",
        from: &["reissue_date"],
        years: 150,
        from_next_fiscal_year: true,
        since: "",
        law: "平成6年法務省令第51号附則; 戸籍法施行規則第5条第4項",
    },
    // Before 2010-06-01 it was fifty years.
    Statute {
        file: "04.reception",
        from: &["receipt_date"],
        years: 150,
        from_next_fiscal_year: true,
        since: "20100601",
        law: "戸籍法施行規則第21条第3項",
    },
];

/// The floor under the rows of one file.
#[derive(Clone, Debug)]
pub struct Floor {
    statute: Statute,
    items: Vec<usize>,
    /// 基準日, `YYYYMMDD`.
    base_date: Option<String>,
}

impl Floor {
    /// The floor under the rows of the file of `layout`, where there is one. Without a `base_date` (`YYYYMMDD`) no time is over.
    pub fn of(layout: &FileLayout, base_date: Option<&str>) -> Option<Floor> {
        let statute = *STATUTES.iter().find(|statute| statute.file == layout.id())?;
        let items = statute.from.iter().filter_map(|role| layout.role_index(role)).collect();
        Some(Floor { statute, items, base_date: base_date.map(str::to_owned) })
    }

    /// The items it looks at.
    pub fn items(&self) -> &[usize] {
        &self.items
    }

    /// The law.
    pub fn law(&self) -> &'static str {
        self.statute.law
    }

    /// Whether the law keeps a row: unless it is sure that its time is over, or that this law is not about it. `value` gives
    /// the row's values by position.
    pub fn keeps<'v>(&self, value: impl Fn(usize) -> &'v str) -> bool {
        let day = self.items.iter().map(|item| value(*item)).find(|value| !value.is_empty());
        // The latest day that it may be.
        let Some(day) = day.and_then(|day| PartialDate::parse_compact(day).ok()) else { return true };
        let (year, month) = (day.year, if day.month == 0 { 12 } else { day.month });
        let latest = number(year, month, if day.day == 0 { 31 } else { day.day });
        if latest < self.statute.since.parse().unwrap_or(0) {
            return false;
        }
        let over = match self.statute.from_next_fiscal_year {
            true => number(if month >= 4 { year + 1 } else { year } + self.statute.years, 4, 1),
            false => latest + u32::from(self.statute.years) * 10_000,
        };
        let base_date = self.base_date.as_deref().and_then(|date| date.parse::<u32>().ok());
        base_date.is_none_or(|base_date| base_date < over)
    }
}

/// Days in their order.
fn number(year: u16, month: u8, day: u8) -> u32 {
    u32::from(year) * 10_000 + u32::from(month) * 100 + u32::from(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    fn keeps(file: &str, base_date: Option<&str>, date: &str) -> bool {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let floor = Floor::of(standard.file(file).unwrap(), base_date).unwrap();
        assert!(!floor.items().is_empty() && !floor.law().is_empty());
        floor.keeps(|item| if item == floor.items()[0] { date } else { "" })
    }

    #[test]
    fn every_statute_is_about_a_file_of_the_standard_that_has_its_day() {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        for statute in STATUTES {
            let floor = Floor::of(standard.file(statute.file).unwrap(), None).unwrap();
            assert!(!floor.items().is_empty(), "{}", statute.file);
        }
        assert!(Floor::of(standard.file("01.resident").unwrap(), None).is_none());
    }

    // 住民基本台帳法施行令第34条第1項: 150 years, for those removed on or after 2014-06-20.
    #[test]
    fn a_removed_record_is_kept_for_150_years() {
        for (date, kept) in [
            ("20140619", false),
            ("20140620", true),
            ("20140600", true),
            ("20140500", false),
            ("", true),
            ("2014", true),
        ] {
            assert_eq!(keeps("01.removed_resident", Some("20260331"), date), kept, "{date}");
        }
        assert!(keeps("01.removed_resident", Some("21640619"), "20140620"));
        assert!(!keeps("01.removed_resident", Some("21640620"), "20140620"));
        assert!(keeps("01.removed_resident", None, "20140620"));
    }

    // 戸籍法施行規則第5条第4項: from the year after the 年度.
    #[test]
    fn a_removed_register_is_kept_from_the_next_fiscal_year() {
        assert!(keeps("04.removed_koseki", Some("20260331"), "18760331"));
        assert!(!keeps("04.removed_koseki", Some("20260401"), "18760331"));
        assert!(keeps("04.removed_koseki", Some("20260401"), "18760401"));
    }
}
