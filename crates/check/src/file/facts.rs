//! From rows to facts.

use super::fault::{Lost, RowId};
use super::plan::{Plan, What};
use super::space::{Payload, UNKNOWN, meets};
use super::total::{Counts, Figure};
use utsushi_layout::{Batch, Rows};
use utsushi_store::{Run, RunBuilder};

/// Facts are kept apart by the first bits of their hash, so that each part can be put in order on its own.
pub(super) const PARTS: usize = 8;

/// What the rows of a group are, the rows that are not there, and those that point at them: in this order.
pub(super) const ROW: u8 = 0;
pub(super) const GONE: u8 = 1;
pub(super) const POINTS: u8 = 2;

/// The facts of some rows.
#[derive(Debug)]
pub struct Facts {
    pub(super) runs: Vec<Run>,
    /// Rows in which each item is filled, by file.
    pub(super) filled: Vec<(usize, Vec<u64>)>,
    pub(super) counts: Vec<Counts>,
    pub(super) figures: Vec<Figure>,
}

/// Makes facts of the rows of one chunk.
#[derive(Debug)]
pub struct FactMaker<'p> {
    plan: &'p Plan,
    chunk: u32,
    parts: Vec<RunBuilder>,
    record: Vec<u8>,
    filled: Vec<(usize, Vec<u64>)>,
    counts: Vec<Counts>,
    figures: Vec<Figure>,
}

impl<'p> FactMaker<'p> {
    /// For the rows of chunk `chunk` of the run; later chunks have higher numbers.
    pub fn new(plan: &'p Plan, chunk: u32) -> Self {
        FactMaker {
            plan,
            chunk,
            parts: (0..PARTS).map(|_| RunBuilder::default()).collect(),
            record: Vec::new(),
            filled: Vec::new(),
            counts: plan.totals.iter().map(|_| Counts::default()).collect(),
            figures: Vec::new(),
        }
    }

    /// The rows of a file that are written. Of one chunk a file has one batch.
    pub fn add(&mut self, file: usize, batch: &Batch) {
        let plan = self.plan;
        let mut hashes = Hashes::default();
        for (index, space) in plan.spaces.iter().enumerate().filter(|(_, space)| space.file == file) {
            let keys = hashes.of(plan, batch, &space.key);
            for (row, key) in keys.iter().enumerate() {
                let Some(key) = key else { continue };
                let (mut sure, mut maybe) = (0u64, 0u64);
                for (bit, tests) in space.conditions.iter().enumerate() {
                    match meets(tests, batch, row) {
                        Some(true) => sure |= 1 << bit,
                        Some(false) => {}
                        None => maybe |= 1 << bit,
                    }
                }
                begin(&mut self.record, index, *key, ROW);
                self.record.extend_from_slice(&self.chunk.to_be_bytes());
                self.record.extend_from_slice(&(row as u32).to_be_bytes());
                let bits = space.bit_bytes();
                self.record.extend_from_slice(&sure.to_be_bytes()[8 - bits..]);
                self.record.extend_from_slice(&maybe.to_be_bytes()[8 - bits..]);
                for payload in &space.payload {
                    let value = plan.keys.payload(*payload, batch, row);
                    self.record.extend_from_slice(&value.to_be_bytes());
                }
                self.parts[part(*key)].push(&self.record);
            }
        }
        for (index, rule) in plan.rules.iter().enumerate().filter(|(_, rule)| rule.file == file) {
            if let What::Relation(relation) = &rule.what {
                let keys = hashes.of(plan, batch, &relation.items);
                self.points(index, relation, batch, keys);
            }
        }
        self.count(file, batch);
    }

    fn points(
        &mut self,
        rule: usize,
        relation: &super::plan::PlannedRelation,
        batch: &Batch,
        keys: &[Option<u128>],
    ) {
        let plan = self.plan;
        'rows: for (row, key) in keys.iter().enumerate() {
            let Some(key) = key else { continue };
            if meets(&relation.when, batch, row) != Some(true) {
                continue;
            }
            begin(&mut self.record, relation.space, *key, POINTS);
            self.record.extend_from_slice(&(rule as u32).to_be_bytes());
            self.record.extend_from_slice(&self.chunk.to_be_bytes());
            self.record.extend_from_slice(&(row as u32).to_be_bytes());
            let dated = relation.as_of.map(|(item, ..)| Payload::Date(item));
            let same = relation.equal.iter().map(|(item, _)| Payload::Same(*item));
            for payload in dated.into_iter().chain(same) {
                let value = plan.keys.payload(payload, batch, row);
                if value == UNKNOWN {
                    continue 'rows;
                }
                self.record.extend_from_slice(&value.to_be_bytes());
            }
            if let Some(item) = relation.count {
                if batch.has_error(item, row) {
                    continue;
                }
                let count = batch.value(item, row).parse().unwrap_or(UNKNOWN);
                self.record.extend_from_slice(&count.to_be_bytes());
            }
            self.parts[part(*key)].push(&self.record);
        }
    }

    fn count(&mut self, file: usize, batch: &Batch) {
        let plan = self.plan;
        let filled = (0..plan.files[file].layout.items.len()).map(|item| batch.filled(item) as u64);
        self.filled.push((file, filled.collect()));
        for (total, counts) in plan.totals.iter().zip(&mut self.counts) {
            if total.file == file {
                total.count(batch, counts);
            }
        }
        if let Some(total) = plan.totals.iter().find(|total| total.to == Some(file)) {
            let at = |row: usize| RowId { chunk: self.chunk, row: row as u32 };
            let figures = (0..batch.rows()).filter_map(|row| total.figure(plan, batch, row, at(row)));
            self.figures.extend(figures);
        }
    }

    /// Rows that are not written: those of `rows` for which `which` holds. Only their keys are remembered.
    pub fn lost(&mut self, file: usize, rows: &Rows, which: impl Fn(usize) -> bool, why: Lost) {
        let plan = self.plan;
        let pointed_at = |index: usize| {
            plan.rules.iter().any(|rule| matches!(&rule.what, What::Relation(to) if to.space == index))
        };
        for (index, space) in plan.spaces.iter().enumerate() {
            if space.file != file || !(pointed_at(index) || !space.rules.is_empty()) {
                continue;
            }
            for row in (0..rows.len()).filter(|row| which(*row)) {
                let values = || space.key.iter().map(|item| rows.column(*item).get(row));
                if values().any(str::is_empty) {
                    continue;
                }
                let key = plan.keys.of(values());
                begin(&mut self.record, index, key, GONE);
                self.record.extend_from_slice(&self.chunk.to_be_bytes());
                self.record.extend_from_slice(&rows.records()[row].to_be_bytes());
                self.record.push(why.byte());
                self.parts[part(key)].push(&self.record);
            }
        }
    }

    /// The facts, in order.
    pub fn finish(mut self) -> Facts {
        Facts {
            runs: self.parts.iter_mut().map(RunBuilder::sort).collect(),
            filled: self.filled,
            counts: self.counts,
            figures: self.figures,
        }
    }
}

fn part(key: u128) -> usize {
    (key >> 125) as usize % PARTS
}

fn begin(record: &mut Vec<u8>, space: usize, key: u128, tag: u8) {
    record.clear();
    record.extend_from_slice(&(space as u16).to_be_bytes());
    record.extend_from_slice(&key.to_be_bytes());
    record.push(tag);
}

/// Hashes of the keys of a batch: several rules often look at the same items.
#[derive(Default)]
struct Hashes(Vec<(Vec<usize>, Vec<Option<u128>>)>);

impl Hashes {
    fn of(&mut self, plan: &Plan, batch: &Batch, items: &[usize]) -> &[Option<u128>] {
        let known = self.0.iter().position(|(known, _)| known == items);
        let index = known.unwrap_or_else(|| {
            let empty = items.iter().any(|item| batch.filled(*item) == 0);
            let keys = match empty {
                true => Vec::new(),
                false => (0..batch.rows()).map(|row| plan.keys.key(batch, items, row)).collect(),
            };
            self.0.push((items.to_vec(), keys));
            self.0.len() - 1
        });
        &self.0[index].1
    }
}
