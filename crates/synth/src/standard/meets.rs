//! Whether conditions and rules of a row hold: the meaning that layouts/README.md gives them, for rows whose dates are
//! all complete.

use super::BASE_DATE;
use utsushi_layout::{Day, Is, RecordRule, RuleKind, Test};

pub(super) fn day(day: &Day) -> &str {
    match day {
        Day::On(day) => day,
        Day::Delivery => BASE_DATE,
    }
}

pub(super) fn test(test: &Test, row: &[String]) -> bool {
    let value = row[test.item].as_str();
    match &test.is {
        Is::Blank => value.is_empty(),
        Is::Filled => !value.is_empty(),
        Is::In(values) => values.iter().any(|known| known == value),
        Is::NotIn(values) => !values.iter().any(|known| known == value),
        Is::EndsWith(ends) => ends.iter().any(|end| value.ends_with(end.as_str())),
        Is::Before(limit) => !value.is_empty() && value < day(limit),
        Is::OnOrAfter(limit) => !value.is_empty() && value >= day(limit),
    }
}

pub(super) fn tests(tests: &[Test], row: &[String]) -> bool {
    tests.iter().all(|one| test(one, row))
}

/// Whether a rule of the row holds.
pub(super) fn record(rule: &RecordRule, row: &[String]) -> bool {
    if !tests(&rule.when, row) {
        return true;
    }
    let value = |item: usize| row[item].as_str();
    match &rule.kind {
        RuleKind::Order { earlier, later } => {
            value(*earlier).is_empty() || value(*later).is_empty() || value(*earlier) <= value(*later)
        }
        RuleKind::Requires(items) => items.iter().any(|item| !value(*item).is_empty()),
        RuleKind::Forbids(items) => items.iter().all(|item| value(*item).is_empty()),
        RuleKind::Implies(item, values) => {
            value(*item).is_empty() || values.iter().any(|known| known == value(*item))
        }
        RuleKind::NotBefore(item, limit) => value(*item).is_empty() || value(*item) >= day(limit),
        RuleKind::NotAfter(item, limit) => value(*item).is_empty() || value(*item) <= day(limit),
        RuleKind::Lasts { start, end, years } => {
            value(*start).is_empty()
                || value(*end).is_empty()
                || years_after(value(*start), *years, -1) == value(*end)
        }
        RuleKind::KeepsUntil { item, from, years } => {
            value(*item).is_empty()
                || value(*from).is_empty()
                || value(*item) >= years_after(value(*from), *years, 0).as_str()
        }
    }
}

/// The day so many years after a date, moved by some days.
pub(super) fn years_after(date: &str, years: u16, days: i32) -> String {
    let part = |range: std::ops::Range<usize>| {
        date.get(range).and_then(|text| text.parse::<i32>().ok()).unwrap_or(1)
    };
    let (month, mut of_month) = (part(4..6).max(1), part(6..8).max(1));
    // 29 February has no anniversary in most years: the day after the 28th is taken, as the law counts.
    if (month, of_month) == (2, 29) {
        of_month = 28;
    }
    let mut text = String::new();
    crate::day::Day::of(part(0..4) + i32::from(years), month, of_month)
        .plus(days)
        .date()
        .write_compact(&mut text);
    text
}
