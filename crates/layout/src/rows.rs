//! The rows of one chunk on their way through mapping and checks.

use crate::masking::hide;
use crate::{Batch, Column, FileLayout, Item, Masking, Origins};
use std::ops::Range;
use std::sync::Arc;
use utsushi_findings::{Action, Code, Detail, Disposition, Group, Policy, Severity};

/// What to do with a character the target cannot hold: `[characters] unmapped`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Unmapped {
    /// The item is left blank.
    #[default]
    Blank,
    /// The character becomes 〓.
    Geta,
    /// The character is written as it is.
    Keep,
    /// The row is rejected.
    Reject,
}

impl Unmapped {
    /// The treatment called `name` in `migration.toml`.
    pub fn from_name(name: &str) -> Option<Unmapped> {
        match name {
            "blank" => Some(Unmapped::Blank),
            "geta" => Some(Unmapped::Geta),
            "keep" => Some(Unmapped::Keep),
            "reject" => Some(Unmapped::Reject),
            _ => None,
        }
    }
}

/// How findings are treated in a run: the same for every row.
#[derive(Clone, Debug, Default)]
pub struct Treatment {
    /// What a code does to its row.
    pub policy: Policy,
    /// What a character outside the repertoire does.
    pub unmapped: Unmapped,
    /// What is shown of a value.
    pub masking: Masking,
    /// Codes that are not looked for: as if the value were right.
    pub ignored: Vec<Code>,
}

/// A finding about one row of the chunk; its place is relative to the chunk.
#[derive(Clone, PartialEq, Debug)]
pub struct RowFinding {
    /// Record in the chunk, from 0.
    pub record: u32,
    /// Which row of a repeating group, from 1.
    pub occurrence: u32,
    /// Item of the layout.
    pub item: u16,
    /// What is wrong.
    pub code: Code,
    /// What fills the message.
    pub detail: Detail,
    /// The value, masked.
    pub value: String,
    /// What stands in its place where the row is about a person under 支援措置, if that is something else.
    pub hidden: Option<Box<str>>,
    /// What was done.
    pub action: Action,
}

impl RowFinding {
    /// Hides what the finding shows: its row is about a person under 支援措置, who could be found by it
    /// (住民基本台帳事務処理要領第5-10).
    pub fn hide(&mut self) {
        if let Some(hidden) = self.hidden.take() {
            self.value = hidden.into();
        }
        if self.code.0.group == Group::Characters && matches!(self.detail, Detail::Text(_)) {
            self.detail = Detail::Text("＊".into());
        }
    }
}

/// One faulty character of a value.
#[derive(Clone, Debug)]
pub struct CharacterFault {
    /// The code: CHR003, CHR004 …
    pub code: Code,
    /// Where it stands in the value, in bytes.
    pub span: Range<usize>,
    /// How it is named to people: `U+E000`.
    pub name: String,
}

/// Rows of one target, column by column.
#[derive(Debug)]
pub struct Rows {
    layout: Arc<FileLayout>,
    treatment: Arc<Treatment>,
    columns: Vec<Column>,
    records: Vec<u32>,
    /// Which row of a repeating group each row is, from 1; empty where nothing repeats.
    occurrences: Vec<u32>,
    rejected: Vec<bool>,
    /// Record and occurrence of each row that was removed, in order; nearly always empty.
    removed: Vec<(u32, u32)>,
    findings: Vec<RowFinding>,
}

impl Rows {
    /// An empty set of rows of `layout`.
    pub fn new(layout: Arc<FileLayout>, treatment: Arc<Treatment>) -> Self {
        let columns = vec![Column::default(); layout.items.len()];
        Rows {
            layout,
            treatment,
            columns,
            records: Vec::new(),
            occurrences: Vec::new(),
            rejected: Vec::new(),
            removed: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Declares which records of the chunk (from 0) the rows come from, in order.
    pub fn begin(&mut self, records: impl IntoIterator<Item = u32>) {
        self.records.clear();
        self.records.extend(records);
        self.occurrences.clear();
        self.begin_columns();
    }

    /// Says which records the rows come from after they were filled: one for each row, in order.
    pub fn renumber(&mut self, records: &[u32]) {
        for (record, now) in self.records.iter_mut().zip(records) {
            *record = *now;
        }
    }

    /// As [`Rows::begin`], for a repeating group: each row is a record with its occurrence, from 1.
    pub fn begin_repeated(&mut self, rows: impl IntoIterator<Item = (u32, u32)>) {
        self.records.clear();
        self.occurrences.clear();
        for (record, occurrence) in rows {
            self.records.push(record);
            self.occurrences.push(occurrence);
        }
        self.begin_columns();
    }

    fn begin_columns(&mut self) {
        self.rejected.clear();
        self.rejected.resize(self.records.len(), false);
        self.removed.clear();
        self.findings.clear();
        self.columns.iter_mut().for_each(Column::clear);
    }

    /// The layout.
    pub fn layout(&self) -> &Arc<FileLayout> {
        &self.layout
    }

    /// The record of each row.
    pub fn records(&self) -> &[u32] {
        &self.records
    }

    /// Which row of a repeating group a row is, from 1; 1 where nothing repeats.
    pub fn occurrence(&self, row: usize) -> u32 {
        self.occurrences.get(row).copied().unwrap_or(1)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// One item's column.
    pub fn column(&self, item: usize) -> &Column {
        &self.columns[item]
    }

    /// Takes a column out to be filled or checked while findings are reported; give it back with [`Rows::put`].
    pub fn take(&mut self, item: usize) -> Column {
        std::mem::take(&mut self.columns[item])
    }

    /// Puts a column back.
    pub fn put(&mut self, item: usize, column: Column) {
        self.columns[item] = column;
    }

    /// Reports a finding about a value and does to the row what the policy says. The value is `column`'s at `row`
    /// unless `original` gives what the vendor wrote.
    ///
    /// A cell that an earlier error settled is left alone: the first cause wins.
    pub fn report(
        &mut self,
        column: &mut Column,
        (row, item): (usize, usize),
        code: impl Into<Code>,
        detail: Detail,
        original: Option<&str>,
    ) {
        let code = code.into();
        if column.is_settled(row) || self.treatment.ignored.contains(&code) {
            return;
        }
        let disposition = self.treatment.policy.of(code);
        let action = self.act(column, (row, item), code, disposition);
        let detail = match detail {
            Detail::Text(_) if code.0.group == Group::Characters && self.layout.items[item].sensitive => {
                Detail::Text("＊".into())
            }
            other => other,
        };
        let value = original.unwrap_or_else(|| column.get(row));
        let mut shown = String::new();
        self.treatment.masking.show(&self.layout.items[item], value, None, &mut shown);
        let hidden = hidden(value, &shown);
        self.push((row, item), code, detail, (shown, hidden), action);
    }

    /// Reports faulty characters of one value, all of one kind, and does what `[characters] unmapped` (or, for
    /// control characters, the policy) says. Only the first is written to the findings; all are replaced.
    pub fn report_characters(
        &mut self,
        column: &mut Column,
        (row, item): (usize, usize),
        faults: &[CharacterFault],
        obeys_unmapped: bool,
    ) {
        let looked_for = |fault: &&CharacterFault| !self.treatment.ignored.contains(&fault.code);
        let Some(first) = faults.iter().find(looked_for) else { return };
        if column.is_settled(row) {
            return;
        }
        let layout = Arc::clone(&self.layout);
        let sensitive = layout.items[item].sensitive;
        let mut shown = String::new();
        let span = first.span.clone();
        self.treatment.masking.show(&layout.items[item], column.get(row), Some(span), &mut shown);
        let hidden = hidden(column.get(row), &shown);
        let unmapped = if obeys_unmapped { self.treatment.unmapped } else { Unmapped::Blank };
        let action = if obeys_unmapped && unmapped == Unmapped::Geta && can_hold(&layout.items[item]) {
            let value = column.get(row);
            let mut patched = String::with_capacity(value.len());
            let mut end = 0;
            for fault in faults {
                patched.push_str(value.get(end..fault.span.start).unwrap_or(""));
                patched.push('〓');
                end = fault.span.end;
            }
            patched.push_str(value.get(end..).unwrap_or(""));
            column.patch(row, &patched);
            column.settle(row);
            Action::Replaced
        } else {
            let disposition = match (obeys_unmapped, unmapped) {
                (false, _) => self.treatment.policy.of(first.code),
                (true, Unmapped::Reject) => Disposition::Reject,
                (true, Unmapped::Keep) => Disposition::Keep,
                (true, _) => Disposition::Blank,
            };
            self.act(column, (row, item), first.code, disposition)
        };
        let name = if sensitive { "＊".into() } else { first.name.as_str().into() };
        self.push((row, item), first.code, Detail::Text(name), (shown, hidden), action);
    }

    fn act(
        &mut self,
        column: &mut Column,
        (row, item): (usize, usize),
        code: Code,
        disposition: Disposition,
    ) -> Action {
        let layout = &self.layout.items[item];
        let error = code.0.severity == Severity::Error;
        if error {
            column.settle(row);
        }
        // Where two items disagree, each of them is still a value of its type.
        let wrong = error && code.0.group != Group::Record;
        let disposition = match disposition {
            // A record is not one without its key, and only text can hold what is not of its type.
            Disposition::Blank if layout.key => Disposition::Reject,
            Disposition::Keep if wrong && layout.key => Disposition::Reject,
            Disposition::Keep if wrong && !layout.kind.can_keep() => Disposition::Blank,
            other => other,
        };
        match disposition {
            Disposition::Reject => {
                self.rejected[row] = true;
                Action::Rejected
            }
            Disposition::Blank => {
                if row < column.len() && !column.get(row).is_empty() {
                    column.patch(row, "");
                }
                Action::Blanked
            }
            Disposition::Keep => Action::Kept,
        }
    }

    fn push(
        &mut self,
        (row, item): (usize, usize),
        code: Code,
        detail: Detail,
        (value, hidden): (String, Option<Box<str>>),
        action: Action,
    ) {
        self.findings.push(RowFinding {
            record: self.records[row],
            occurrence: self.occurrence(row),
            item: item as u16,
            code,
            detail,
            value,
            hidden,
            action,
        });
    }

    /// Whether a row is rejected.
    pub fn is_rejected(&self, row: usize) -> bool {
        self.rejected[row]
    }

    /// Takes a row out because another one stays in its place: it is not sealed, nor is it rejected. Of what was found in
    /// it only this is told, at `item`, with the item's value. Rows are removed in their order.
    pub fn remove(&mut self, row: usize, item: usize, code: impl Into<Code>, detail: Detail) {
        let mut shown = String::new();
        let value = self.columns[item].outgoing(row);
        self.treatment.masking.show(&self.layout.items[item], value, None, &mut shown);
        let hidden = hidden(value, &shown);
        self.push((row, item), code.into(), detail, (shown, hidden), Action::Removed);
        self.removed.push((self.records[row], self.occurrence(row)));
    }

    /// Whether a row was removed.
    pub fn is_removed(&self, row: usize) -> bool {
        !self.removed.is_empty()
            && self.removed.binary_search(&(self.records[row], self.occurrence(row))).is_ok()
    }

    /// The findings so far, in order of record and item; takes them.
    pub fn take_findings(&mut self) -> Vec<RowFinding> {
        let mut findings = std::mem::take(&mut self.findings);
        if !self.removed.is_empty() {
            findings.retain(|finding| {
                finding.action == Action::Removed
                    || self.removed.binary_search(&(finding.record, finding.occurrence)).is_err()
            });
        }
        findings.sort_by_key(|finding| (finding.record, finding.occurrence, finding.item));
        findings
    }

    /// Seals the rows that were neither rejected nor removed. `places` gives line and byte offset of each record of the chunk, both
    /// relative to the chunk.
    pub fn seal(&mut self, places: impl Fn(u32) -> (u32, u32)) -> Batch {
        let some_leave = self.rejected.contains(&true) || !self.removed.is_empty();
        let keep: Option<Vec<bool>> = some_leave
            .then(|| (0..self.len()).map(|row| !self.rejected[row] && !self.is_removed(row)).collect());
        let errors = self.columns.iter().map(|column| column.settled(keep.as_deref())).collect();
        let columns = self.columns.iter_mut().map(|column| column.seal(keep.as_deref())).collect();
        let mut origins = Origins::default();
        for (row, record) in self.records.iter().enumerate() {
            if keep.as_ref().is_none_or(|keep| keep[row]) {
                let (line, offset) = places(*record);
                origins.push(*record, line, offset, self.occurrence(row));
            }
        }
        Batch::new(columns, errors, origins)
    }
}

/// The shape of a value where something else is shown of it.
fn hidden(value: &str, shown: &str) -> Option<Box<str>> {
    let mut shape = String::new();
    hide(value, &mut shape);
    (shape != shown).then(|| shape.into())
}

/// Whether a value that is not what was written may stand in an item: a key with 〓 in it is no key.
fn can_hold(item: &Item) -> bool {
    item.kind.can_keep() && !item.key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Library;
    use utsushi_findings::{COD001, DAT002, DAT004, ITM001};

    fn rows() -> Rows {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let layout = Arc::new(standard.file("01.resident").unwrap().clone());
        let mut rows = Rows::new(layout, Arc::default());
        rows.begin([0, 2, 5]);
        for item in 0..rows.layout().items.len() {
            let mut column = rows.take(item);
            ["a", "b", "c"].iter().for_each(|value| column.push(value));
            rows.put(item, column);
        }
        rows
    }

    fn report(rows: &mut Rows, row: usize, item: &str, code: &'static utsushi_findings::Entry) {
        let item = rows.layout().item_index(item).unwrap();
        let mut column = rows.take(item);
        rows.report(&mut column, (row, item), code, Detail::None, None);
        rows.put(item, column);
    }

    #[test]
    fn an_error_blanks_the_item_and_keeps_the_row() {
        let mut rows = rows();
        report(&mut rows, 1, "birth_date", &DAT002);
        let item = rows.layout().item_index("birth_date").unwrap();
        let batch = rows.seal(|_| (0, 0));
        assert_eq!(batch.rows(), 3);
        assert_eq!(batch.value(item, 1), "");
        assert_eq!(batch.value(item, 2), "c");
    }

    #[test]
    fn a_removed_row_is_not_sealed_and_has_no_finding_but_that() {
        let mut rows = rows();
        report(&mut rows, 1, "birth_date", &DAT002);
        report(&mut rows, 2, "birth_date", &DAT002);
        rows.remove(1, 0, &utsushi_findings::DUP002, Detail::None);
        assert!(rows.is_removed(1) && !rows.is_removed(2) && !rows.is_rejected(1));
        let told: Vec<(u32, &str)> =
            rows.take_findings().iter().map(|finding| (finding.record, finding.code.id())).collect();
        assert_eq!(told, [(2, "DUP002"), (5, "DAT002")]);
        assert_eq!(rows.seal(|_| (0, 0)).origins().records(), [0, 5]);
    }

    #[test]
    fn an_error_in_a_key_rejects_the_row() {
        let mut rows = rows();
        report(&mut rows, 0, "address_number", &ITM001);
        assert_eq!(rows.take_findings()[0].action, Action::Rejected);
        let batch = rows.seal(|record| (record, record * 10));
        assert_eq!(batch.rows(), 2);
        assert_eq!(batch.origins().records(), [2, 5]);
    }

    #[test]
    fn a_warning_that_would_blank_a_key_rejects_the_row() {
        let mut rows = rows();
        let mut policy = Policy::default();
        policy.set("DAT003", "blank").unwrap();
        rows.treatment = Arc::new(Treatment { policy, ..Treatment::default() });
        report(&mut rows, 0, "address_number", &utsushi_findings::DAT003);
        assert!(rows.is_rejected(0));
    }

    #[test]
    fn a_key_is_rejected_where_other_items_get_geta() {
        let mut rows = rows();
        rows.treatment = Arc::new(Treatment { unmapped: Unmapped::Geta, ..Treatment::default() });
        let mut column = rows.take(0);
        let fault =
            CharacterFault { code: Code(&utsushi_findings::CHR003), span: 0..1, name: "U+E000".into() };
        rows.report_characters(&mut column, (0, 0), &[fault], true);
        rows.put(0, column);
        assert!(rows.is_rejected(0));
    }

    #[test]
    fn the_first_cause_wins_and_a_warning_settles_nothing() {
        let mut rows = rows();
        report(&mut rows, 0, "birth_date", &DAT004);
        report(&mut rows, 0, "birth_date", &DAT002);
        report(&mut rows, 0, "birth_date", &COD001);
        let codes: Vec<&str> = rows.take_findings().iter().map(|finding| finding.code.id()).collect();
        assert_eq!(codes, ["DAT004", "DAT002"]);
    }

    #[test]
    fn a_disagreement_of_two_items_blanks_neither() {
        let mut rows = rows();
        report(&mut rows, 0, "birth_date", &utsushi_findings::REC001);
        let item = rows.layout().item_index("birth_date").unwrap();
        assert_eq!(rows.take_findings()[0].action, Action::Kept);
        assert_eq!(rows.seal(|_| (0, 0)).value(item, 0), "a");
    }

    #[test]
    fn a_protected_row_shows_shapes_even_where_others_are_in_clear() {
        let mut rows = rows();
        rows.treatment = Arc::new(Treatment { masking: Masking::Off, ..Treatment::default() });
        report(&mut rows, 0, "name", &DAT002);
        let mut finding = rows.take_findings().remove(0);
        assert_eq!(finding.value, "a");
        finding.hide();
        assert_eq!(finding.value, "A");
    }

    #[test]
    fn geta_replaces_only_the_faulty_characters() {
        let mut rows = rows();
        rows.treatment = Arc::new(Treatment { unmapped: Unmapped::Geta, ..Treatment::default() });
        let item = rows.layout().item_index("name").unwrap();
        let mut column = Column::default();
        column.push("山\u{e000}太\u{e001}郎");
        let faults: Vec<CharacterFault> = [(3, 6), (9, 12)]
            .into_iter()
            .map(|(start, end)| CharacterFault {
                code: Code(&utsushi_findings::CHR003),
                span: start..end,
                name: "U+E000".into(),
            })
            .collect();
        rows.report_characters(&mut column, (0, item), &faults, true);
        column.push("b");
        column.push("c");
        rows.put(item, column);
        assert_eq!(rows.seal(|_| (0, 0)).value(item, 0), "山〓太〓郎");
    }
}
