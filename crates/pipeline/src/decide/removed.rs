//! Carrying verdicts out: the rows of a chunk that leave, what is told of them, and how they are kept aside.

use super::{Decided, RowName};
use utsushi_cleanse::duplicates::{Loss, Verdict};
use utsushi_delivery::duplicates::{Kept, RemovedRow};
use utsushi_findings::{DUP002, DUP003, DUP004, Detail, Lang};
use utsushi_layout::Rows;

/// The rows of one target of a chunk that left.
#[derive(Default)]
pub(crate) struct Removed {
    /// Equal to another row in every item.
    pub exact: u64,
    /// Removed by the policy for equal keys.
    pub by_key: u64,
    /// Rejected since nobody may win.
    pub nobody: u64,
    /// Lines of `duplicates/`.
    pub lines: Vec<u8>,
}

impl Removed {
    /// Takes the rows out that the verdicts are about, which are in the order of the rows. `false` if one of them is not
    /// there, or was rejected.
    pub fn take_out<'v>(
        &mut self,
        verdicts: impl Iterator<Item = &'v Verdict>,
        decided: &Decided<'_>,
        lang: Lang,
        rows: &mut Rows,
    ) -> bool {
        let layout = std::sync::Arc::clone(rows.layout());
        let key = layout.items.iter().position(|item| item.key).unwrap_or(0);
        let mut row = 0;
        for verdict in verdicts {
            let wanted = (verdict.place.record, verdict.place.occurrence);
            while row < rows.len() && (rows.records()[row], rows.occurrence(row)) < wanted {
                row += 1;
            }
            let there = row < rows.len() && (rows.records()[row], rows.occurrence(row)) == wanted;
            if !there || rows.is_rejected(row) {
                return false;
            }
            let names = |items: &mut dyn Iterator<Item = u16>| {
                let names: Vec<&str> =
                    items.map(|item| layout.items[usize::from(item)].name.as_str()).collect();
                names.join("・")
            };
            let name = decided.name(verdict.place);
            match &verdict.loss {
                Loss::Nobody { first, rows: count, items } => {
                    let first = text(&decided.name(*first));
                    let items = names(&mut items.iter().copied());
                    let told = match lang {
                        Lang::Ja => format!("最初の行: {first}、{count} 行、違う項目: {items}"),
                        Lang::En => format!("first of them: {first}, {count} rows, different: {items}"),
                    };
                    let mut column = rows.take(key);
                    rows.report(&mut column, (row, key), &DUP004, Detail::Text(told.into()), None);
                    rows.put(key, column);
                    self.nobody += 1;
                }
                Loss::Exact(to) => {
                    let kept = decided.name(*to);
                    self.line(&name, &kept, decided.policy(verdict.place), Vec::new(), rows, row);
                    rows.remove(row, key, &DUP002, Detail::Text(text(&kept).into()));
                    self.exact += 1;
                }
                Loss::ByKey { to, differences } => {
                    let kept = decided.name(*to);
                    let items = names(&mut differences.iter().map(|difference| difference.item));
                    let place = text(&kept);
                    let told = match lang {
                        Lang::Ja => format!("残した行: {place}、違う項目: {items}"),
                        Lang::En => format!("stays: {place}, different: {items}"),
                    };
                    let differ =
                        differences.iter().map(|one| (usize::from(one.item), one.kept.as_str())).collect();
                    self.line(&name, &kept, decided.policy(verdict.place), differ, rows, row);
                    rows.remove(row, key, &DUP003, Detail::Text(told.into()));
                    self.by_key += 1;
                }
            }
        }
        true
    }

    fn line(
        &mut self,
        name: &RowName<'_>,
        kept: &RowName<'_>,
        policy: &str,
        differences: Vec<(usize, &str)>,
        rows: &Rows,
        row: usize,
    ) {
        let kept =
            Kept { job: kept.job, input: kept.input, record: kept.record, occurrence: kept.occurrence };
        let removed = RemovedRow {
            policy,
            job: name.job,
            input: name.input,
            record: name.record,
            occurrence: name.occurrence,
            kept,
            differences,
        };
        let value = |item: usize| rows.column(item).outgoing(row);
        removed.write(rows.layout(), value, &mut self.lines);
    }
}

/// `JUKI01.csv #12`.
fn text(name: &RowName<'_>) -> String {
    match name.occurrence {
        0 | 1 => format!("{} #{}", name.input, name.record),
        more => format!("{} #{} [{more}]", name.input, name.record),
    }
}
