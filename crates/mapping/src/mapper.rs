//! Filling the columns of a chunk.

use crate::corrections::{Corrections, Hit};
use crate::feed::{Fed, Feed, ItemPlan, StepKind};
use crate::record::Record;
use crate::transform::{Beside, Fault, Made, Remarks, Step};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use utsushi_findings::{CHR001, CHR002, Detail, MAP005, NUM002};
use utsushi_layout::{Column, Rows};
use utsushi_legacy::{Chunk, Field, FieldProblem, Records, SourceDefinition};
use utsushi_text::{Changed, DecodeProblemKind, Policy, trim};

/// A compiled mapping from one source to one file.
#[derive(Debug)]
pub struct Mapper {
    pub(crate) source: SourceDefinition,
    /// The repeating group that gives the rows.
    pub(crate) each: Option<usize>,
    pub(crate) plans: Vec<Option<ItemPlan>>,
    /// Items whose values the old system may have cut to the length of its field.
    pub(crate) may_be_cut: Vec<bool>,
}

/// Buffers that a worker keeps from chunk to chunk.
#[derive(Debug, Default)]
pub struct Workspace {
    pub(crate) decoded: String,
    made: String,
    pub(crate) joined: String,
    second: String,
    remarks: Remarks,
    /// The policies that changed the value at hand.
    pub(crate) changed: Changed,
    /// Values that each policy changed, by item.
    counts: BTreeMap<(usize, Policy), u64>,
    times: Times,
}

/// How long items with steps took, since this was last asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Times {
    /// Those without a step of the next kind.
    pub transform: Duration,
    /// Those with a step that changes how characters are written: kana, width, normalize, seiji.
    pub normalize: Duration,
}

impl Workspace {
    /// Takes out how many values of each item (by position) each policy changed since this was last asked.
    pub fn take_changes(&mut self) -> BTreeMap<(usize, Policy), u64> {
        std::mem::take(&mut self.counts)
    }

    /// Takes out how long items with steps took since this was last asked.
    pub fn take_times(&mut self) -> Times {
        std::mem::take(&mut self.times)
    }
}

impl Workspace {
    /// Drops what steps had to say: for whoever only looks.
    pub(crate) fn forget_remarks(&mut self) {
        self.remarks.clear();
    }
}

impl Mapper {
    pub(crate) fn new(source: SourceDefinition, plans: Vec<Option<ItemPlan>>, may_be_cut: Vec<bool>) -> Self {
        Mapper { source, each: None, plans, may_be_cut }
    }

    /// Makes a row of every occurrence of the repeating group at `group` of the source's groups.
    pub fn for_each(mut self, group: usize) -> Self {
        self.each = Some(group);
        self
    }

    /// Which items are fed.
    pub fn mapped(&self) -> Vec<bool> {
        self.plans.iter().map(Option::is_some).collect()
    }

    /// Positions of the source's fields that feed nothing, out of `fields`. A field that only decides a condition feeds
    /// nothing; one that gives a lookup its date does.
    pub fn unused_fields(&self, fields: usize) -> Vec<usize> {
        let mut used = vec![false; fields];
        for field in self.plans.iter().flatten().flat_map(ItemPlan::used_fields) {
            if let Some(used) = used.get_mut(field) {
                *used = true;
            }
        }
        (0..fields).filter(|field| !used[*field]).collect()
    }

    /// Fills every column of `rows` from the records that [`Rows::begin`] named.
    pub fn map(&self, chunk: &Chunk, records: &Records, rows: &mut Rows, work: &mut Workspace) {
        for item in 0..self.plans.len() {
            self.map_item(item, chunk, records, rows, work, &[]);
        }
    }

    /// Fills only the columns of `items`, as [`Mapper::map`] does; the others stay empty.
    pub fn map_items(
        &self,
        items: &[usize],
        chunk: &Chunk,
        records: &Records,
        rows: &mut Rows,
        work: &mut Workspace,
    ) {
        for item in items {
            self.map_item(*item, chunk, records, rows, work, &[]);
        }
    }

    /// As [`Mapper::map`], with the values that `corrections` has for some rows instead of what the vendor wrote. A
    /// corrected value is not mapped, so it has no finding but that it was corrected.
    pub fn map_corrected(
        &self,
        chunk: &Chunk,
        records: &Records,
        rows: &mut Rows,
        work: &mut Workspace,
        corrections: &Corrections,
    ) {
        if corrections.is_empty() {
            return self.map(chunk, records, rows, work);
        }
        for item in corrections.keys() {
            self.map_item(*item, chunk, records, rows, work, &[]);
        }
        let hits = corrections.hits(rows);
        let mut rest = hits.as_slice();
        for item in (0..self.plans.len()).filter(|item| !corrections.keys().contains(item)) {
            let (own, later) = rest.split_at(rest.partition_point(|hit| hit.item <= item));
            rest = later;
            self.map_item(item, chunk, records, rows, work, own);
        }
    }

    /// `hits` are the corrections of this item, in order of row.
    fn map_item(
        &self,
        item: usize,
        chunk: &Chunk,
        records: &Records,
        rows: &mut Rows,
        work: &mut Workspace,
        hits: &[Hit<'_>],
    ) {
        let mut column = rows.take(item);
        let plan = self.plans.get(item).and_then(Option::as_ref);
        let timed = plan.and_then(ItemPlan::kind).map(|kind| (kind, Instant::now()));
        match plan {
            None if hits.is_empty() => column.push_blanks(rows.len()),
            // The hot path, in a loop of its own.
            Some(ItemPlan::Always(Fed { feed: feed @ Feed::Plain { field, trim }, default }))
                if hits.is_empty() =>
            {
                let cells = self.each.is_none().then(|| records.cells(chunk, *field));
                for row in 0..rows.len() {
                    let value = match &cells {
                        Some(cells) => cells.get(rows.records()[row] as usize),
                        None => self.record(row, chunk, records, rows).field(*field),
                    };
                    match plain(&self.source, (*field, &value), *trim, &mut column) {
                        Ok(()) => commit(&mut column, default),
                        Err(wrong) => {
                            let record = self.record(row, chunk, records, rows);
                            report(wrong, feed, (row, item), record, rows, &mut column, work);
                        }
                    }
                }
            }
            Some(ItemPlan::Always(fed)) if hits.is_empty() => {
                for row in 0..rows.len() {
                    let record = self.record(row, chunk, records, rows);
                    fill(fed, (row, item), record, rows, &mut column, work);
                }
            }
            plan => {
                let mut hits = hits.iter().peekable();
                for row in 0..rows.len() {
                    let record = self.record(row, chunk, records, rows);
                    if let Some(hit) = hits.next_if(|hit| hit.row == row) {
                        column.push(&hit.correction.value);
                        original(plan, record, work);
                        let who = Detail::Text(hit.correction.who.as_str().into());
                        rows.report(&mut column, (row, item), &MAP005, who, Some(&work.decoded));
                        continue;
                    }
                    match plan.map(|plan| plan.of(record, &mut work.decoded)) {
                        None => column.commit(),
                        Some(Err(otherwise)) => column.push(otherwise),
                        Some(Ok(fed)) => fill(fed, (row, item), record, rows, &mut column, work),
                    }
                }
            }
        }
        if self.may_be_cut.get(item).copied().unwrap_or(false)
            && let Some(full) = self.full(item, chunk, records, rows, &column, work)
        {
            column.set_full(full);
        }
        rows.put(item, column);
        match timed {
            Some((StepKind::Characters, begun)) => work.times.normalize += begun.elapsed(),
            Some((StepKind::Value, begun)) => work.times.transform += begun.elapsed(),
            None => {}
        }
    }

    /// The rows whose value fills a field that it comes from; `None` where nobody knows how much the fields hold.
    fn full(
        &self,
        item: usize,
        chunk: &Chunk,
        records: &Records,
        rows: &Rows,
        column: &Column,
        work: &mut Workspace,
    ) -> Option<Vec<u32>> {
        let plan = self.plans.get(item)?.as_ref()?;
        let mut full = Vec::new();
        for row in 0..rows.len() {
            if column.get(row).is_empty() {
                continue;
            }
            let record = self.record(row, chunk, records, rows);
            let Ok(Fed { feed, .. }) = plan.of(record, &mut work.decoded) else { continue };
            if feed.steps().into_iter().flatten().any(Step::translates) {
                continue;
            }
            for field in feed.fields() {
                if !record.source.fills(*field, &record.field(*field))? {
                    continue;
                }
                work.decoded.clear();
                let read = record.decode(*field, &mut work.decoded).is_ok();
                // A number with leading zeros fills its field always.
                if read && work.decoded.chars().any(char::is_alphabetic) {
                    full.push(row as u32);
                    break;
                }
            }
        }
        Some(full)
    }

    /// The record of a row.
    #[inline]
    fn record<'a>(&'a self, row: usize, chunk: &'a Chunk, records: &'a Records, rows: &Rows) -> Record<'a> {
        let number = rows.records()[row] as usize;
        let occurrence = self.each.map(|group| (group, rows.occurrence(row) as usize - 1));
        Record { source: &self.source, chunk, records, number, occurrence }
    }
}

/// Leaves a blank, with the finding that says why.
#[cold]
fn report(
    wrong: Wrong,
    feed: &Feed,
    (row, item): (usize, usize),
    record: Record<'_>,
    rows: &mut Rows,
    column: &mut Column,
    work: &mut Workspace,
) {
    if matches!(feed, Feed::Plain { .. }) {
        let start = column.start();
        work.decoded.clear();
        work.decoded.push_str(&column.buffer()[start..]);
    }
    column.discard();
    column.commit();
    let (code, detail) = match wrong {
        Wrong::Field(problem) => told(&problem, record, feed),
        Wrong::Value(fault) => (fault.code, fault.detail),
    };
    rows.report(column, (row, item), code, detail, Some(&work.decoded));
}

/// Makes what is in the buffer the next row, or the default if it is nothing.
#[inline]
fn commit(column: &mut Column, default: &Option<String>) {
    if let (Some(default), true) = (default, column.buffer().len() == column.start()) {
        column.buffer().push_str(default);
    }
    column.commit();
}

/// Appends one row.
#[inline]
fn fill(
    fed: &Fed,
    (row, item): (usize, usize),
    record: Record<'_>,
    rows: &mut Rows,
    column: &mut Column,
    work: &mut Workspace,
) {
    let made = match &fed.feed {
        Feed::Constant(value) => {
            column.buffer().push_str(value);
            Ok(())
        }
        Feed::Plain { field, trim } => plain(record.source, (*field, &record.field(*field)), *trim, column),
        Feed::Steps { field, steps } => {
            work.decoded.clear();
            record.decode(*field, &mut work.decoded).map_err(Wrong::Field).and_then(|()| {
                run(steps, record, work).map_err(Wrong::Value)?;
                column.buffer().push_str(&work.decoded);
                Ok(())
            })
        }
        Feed::Joined { fields, before, separator, after } => {
            join((fields, before, separator, after), record, work).map(|()| {
                column.buffer().push_str(&work.decoded);
            })
        }
    };
    match made {
        Ok(()) => commit(column, &fed.default),
        Err(wrong) => report(wrong, &fed.feed, (row, item), record, rows, column, work),
    }
    if !work.changed.is_empty() {
        for policy in std::mem::take(&mut work.changed).policies() {
            *work.counts.entry((item, policy)).or_default() += 1;
        }
    }
    if !work.remarks.is_empty() {
        // A remark shows what the vendor wrote, not what became of it.
        work.second.clear();
        for field in fed.feed.fields() {
            let _ = record.decode(*field, &mut work.second);
        }
        for remark in work.remarks.drain(..) {
            rows.report(column, (row, item), remark, Detail::None, Some(&work.second));
        }
    }
}

#[inline]
fn plain(
    source: &SourceDefinition,
    (field, value): (usize, &Field<'_>),
    trimmed: bool,
    column: &mut Column,
) -> Result<(), Wrong> {
    if value.bytes.is_empty() {
        return Ok(());
    }
    let start = column.start();
    let buffer = column.buffer();
    source.decode(field, value, buffer).map_err(Wrong::Field)?;
    if trimmed {
        let value = &buffer[start..];
        let inner = trim(value);
        if inner.len() != value.len() {
            let from = inner.as_ptr() as usize - value.as_ptr() as usize;
            let length = inner.len();
            buffer.truncate(start + from + length);
            buffer.drain(start..start + from);
        }
    }
    Ok(())
}

/// Leaves the joined value in `work.decoded`.
fn join(
    (fields, before, separator, after): (&[usize], &[Step], &str, &[Step]),
    record: Record<'_>,
    work: &mut Workspace,
) -> Result<(), Wrong> {
    work.joined.clear();
    for field in fields {
        work.decoded.clear();
        record.decode(*field, &mut work.decoded).map_err(Wrong::Field)?;
        run(before, record, work).map_err(Wrong::Value)?;
        if !work.decoded.is_empty() {
            if !work.joined.is_empty() {
                work.joined.push_str(separator);
            }
            work.joined.push_str(&work.decoded);
        }
    }
    std::mem::swap(&mut work.joined, &mut work.decoded);
    run(after, record, work).map_err(Wrong::Value)
}

/// Leaves in `work.decoded` what the vendor wrote, as far as it can be read.
fn original(plan: Option<&ItemPlan>, record: Record<'_>, work: &mut Workspace) {
    work.joined.clear();
    if let Some(Ok(fed)) = plan.map(|plan| plan.of(record, &mut work.decoded)) {
        for field in fed.feed.fields() {
            // What cannot be decoded is not reported here: it is no longer of use.
            let _ = record.decode(*field, &mut work.joined);
        }
    }
    std::mem::swap(&mut work.joined, &mut work.decoded);
}

/// What to say of a field that says nothing: of bytes that are no character the bytes themselves, in hex.
pub(crate) fn told(
    problem: &FieldProblem,
    record: Record<'_>,
    feed: &Feed,
) -> (&'static utsushi_findings::Entry, Detail) {
    let FieldProblem::Bytes(wrong) = problem else { return (&NUM002, Detail::None) };
    let mut hex = String::new();
    let field = feed
        .fields()
        .iter()
        .find(|field| record.decode(**field, &mut String::new()).is_err_and(|found| found == *problem));
    if let Some(field) = field {
        let mut bytes = Vec::new();
        record.field(*field).undouble_into(&mut bytes);
        let end = (wrong.offset + wrong.len).min(bytes.len());
        match record.source.utf16 {
            Some(_) => hex = utsushi_legacy::original_hex(&bytes, wrong.offset),
            None => {
                for byte in bytes.get(wrong.offset..end).unwrap_or_default() {
                    hex.push_str(&format!("{byte:02X}"));
                }
            }
        }
    }
    let code = match wrong.kind {
        DecodeProblemKind::LoneLead => &CHR002,
        DecodeProblemKind::Undefined => &CHR001,
    };
    (code, Detail::Text(hex.into()))
}

pub(crate) enum Wrong {
    Field(FieldProblem),
    Value(Fault),
}

/// Runs `work.decoded` through the steps, in place. On a fault it holds the text that the failing step was given.
pub(crate) fn run(steps: &[Step], record: Record<'_>, work: &mut Workspace) -> Result<(), Fault> {
    steps.iter().try_for_each(|step| advance(step, record, work))
}

/// Takes `work.decoded` through one step, in place.
#[inline]
pub(crate) fn advance(step: &Step, record: Record<'_>, work: &mut Workspace) -> Result<(), Fault> {
    if work.decoded.is_empty() && !matches!(step, Step::Code(_)) {
        return Ok(());
    }
    work.made.clear();
    let mut beside =
        Beside { remarks: &mut work.remarks, changed: &mut work.changed, second: &mut work.second, record };
    match step.apply(&work.decoded, &mut work.made, &mut beside)? {
        Made::Part(part) if part.len() == work.decoded.len() => return Ok(()),
        Made::Part(part) => work.made.push_str(part),
        Made::New => {}
    }
    std::mem::swap(&mut work.decoded, &mut work.made);
    Ok(())
}
