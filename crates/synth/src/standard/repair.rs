//! Making a row fit the rules of a row.

use super::meets::{day, record, years_after};
use super::value::Values;
use utsushi_layout::{FileLayout, Is, RecordRule, RuleKind};

/// Changes what may be changed until every rule of the row holds; false if one still does not.
pub(super) fn repair(layout: &FileLayout, row: &mut [String], pinned: &[bool], values: &mut Values) -> bool {
    for _ in 0..10 {
        let Some(rule) = layout.rules.records.iter().find(|rule| !record(rule, row)) else { return true };
        if !mend(layout, rule, row, pinned, values) && !evade(layout, rule, row, pinned, values) {
            return false;
        }
    }
    layout.rules.records.iter().all(|rule| record(rule, row))
}

/// Makes the rule hold by what it asks for.
fn mend(
    layout: &FileLayout,
    rule: &RecordRule,
    row: &mut [String],
    pinned: &[bool],
    values: &mut Values,
) -> bool {
    let free = |item: usize| !pinned[item];
    let may_blank = |item: usize| free(item) && !layout.items[item].required && !layout.items[item].key;
    match &rule.kind {
        RuleKind::Order { earlier, later } => match (free(*earlier), free(*later)) {
            (true, true) => row.swap(*earlier, *later),
            (true, false) => row[*earlier] = row[*later].clone(),
            (false, true) => row[*later] = row[*earlier].clone(),
            (false, false) => return false,
        },
        RuleKind::Requires(items) => {
            let Some(item) = items.iter().copied().find(|item| free(*item)) else { return false };
            row[item] = values.of(layout, item);
        }
        RuleKind::Forbids(items) => {
            for item in items.iter().copied().filter(|item| !row[*item].is_empty()).collect::<Vec<_>>() {
                if !may_blank(item) {
                    return false;
                }
                row[item].clear();
            }
        }
        RuleKind::Implies(item, allowed) if free(*item) && !allowed.is_empty() => {
            row[*item].clone_from(&allowed[0])
        }
        RuleKind::NotBefore(item, limit) | RuleKind::NotAfter(item, limit) if free(*item) => {
            row[*item] = day(limit).to_owned();
        }
        RuleKind::Lasts { start, end, years } if free(*end) => {
            row[*end] = years_after(&row[*start], *years, -1)
        }
        RuleKind::KeepsUntil { item, from, years } if free(*item) => {
            row[*item] = years_after(&row[*from], *years, 0)
        }
        _ => return false,
    }
    record(rule, row)
}

/// Makes the rule no longer apply, or blanks what breaks it.
fn evade(
    layout: &FileLayout,
    rule: &RecordRule,
    row: &mut [String],
    pinned: &[bool],
    values: &mut Values,
) -> bool {
    let may_blank = |item: usize| !pinned[item] && !layout.items[item].required && !layout.items[item].key;
    for test in &rule.when {
        let before = row[test.item].clone();
        match &test.is {
            Is::In(listed) if !pinned[test.item] => {
                let other =
                    (0..20).map(|_| values.of(layout, test.item)).find(|value| !listed.contains(value));
                match other {
                    Some(other) => row[test.item] = other,
                    None if may_blank(test.item) => row[test.item].clear(),
                    None => continue,
                }
            }
            Is::Filled | Is::Before(_) | Is::OnOrAfter(_) | Is::EndsWith(_) if may_blank(test.item) => {
                row[test.item].clear();
            }
            _ => continue,
        }
        if record(rule, row) {
            return true;
        }
        row[test.item] = before;
    }
    for item in rule.items() {
        if !row[item].is_empty() && may_blank(item) {
            let before = std::mem::take(&mut row[item]);
            if record(rule, row) {
                return true;
            }
            row[item] = before;
        }
    }
    false
}
