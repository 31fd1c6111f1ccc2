//! Checks across the items of one row, as the layout's rules list them. A row in which an item that the rule looks
//! at has an error already is left out: first cause wins.

mod forbids;
mod implies;
mod order;
mod period;
mod requires;
pub(crate) mod time;
pub(crate) mod when;

use crate::item::Fault;
use utsushi_layout::{FileLayout, RecordRule, Rows, RuleKind};

/// Runs one rule over all rows. What is wrong is reported at the item that is wrong.
pub(crate) fn check(rule: &RecordRule, layout: &FileLayout, rows: &mut Rows) {
    let name = |item: usize| layout.items[item].name.as_str();
    let error = rule.error;
    let told = || when::describe(&rule.when, layout);
    match &rule.kind {
        RuleKind::Order { earlier, later } => each(rule, rows, *later, |row, value| {
            order::check(row.get(*earlier), value, name(*earlier), error)
        }),
        RuleKind::Requires(needed) => {
            // Reported once, at the first of the items of which one is needed.
            let Some(first) = needed.first() else { return };
            each(rule, rows, *first, |row, value| {
                let any = !value.is_empty() || needed[1..].iter().any(|item| !row.get(*item).is_empty());
                requires::check(any, told, error)
            });
        }
        RuleKind::Forbids(items) => {
            for item in items {
                each(rule, rows, *item, |_, value| forbids::check(value, told, error));
            }
        }
        RuleKind::Implies(item, values) => {
            each(rule, rows, *item, |_, value| implies::check(value, values, told, error));
        }
        RuleKind::NotBefore(item, day) => {
            each(rule, rows, *item, |_, value| time::not_before(value, day.text(), error));
        }
        RuleKind::NotAfter(item, day) => {
            each(rule, rows, *item, |_, value| time::not_after(value, day.text(), error))
        }
        RuleKind::Lasts { start, end, years } => each(rule, rows, *end, |row, value| {
            period::lasts(row.get(*start), value, *years, name(*start), error)
        }),
        RuleKind::KeepsUntil { item, from, years } => each(rule, rows, *item, |row, value| {
            period::keeps_until(row.get(*from), value, *years, name(*from), error)
        }),
    }
}

/// One row while the column of the item in question is out of [`Rows`].
struct Row<'a> {
    rows: &'a Rows,
    row: usize,
}

impl<'a> Row<'a> {
    fn get(&self, item: usize) -> &'a str {
        self.rows.column(item).get(self.row)
    }
}

fn each(
    rule: &RecordRule,
    rows: &mut Rows,
    item: usize,
    check: impl Fn(&Row<'_>, &str) -> Result<(), Fault>,
) {
    let mut others = rule.items();
    others.sort_unstable();
    others.dedup();
    others.retain(|other| *other != item);
    let mut column = rows.take(item);
    for row in 0..column.len() {
        let fault = {
            let view = Row { rows, row };
            let value = column.get(row);
            let applies = rule.when.iter().all(|test| {
                let other = if test.item == item { value } else { view.get(test.item) };
                when::holds(&test.is, other)
            });
            let skip = !applies
                || rows.is_rejected(row)
                || column.is_settled(row)
                || others.iter().any(|other| rows.column(*other).is_settled(row));
            if skip { Ok(()) } else { check(&view, value) }
        };
        if let Err(Fault { code, detail }) = fault {
            rows.report(&mut column, (row, item), code, detail, None);
        }
    }
    rows.put(item, column);
}
