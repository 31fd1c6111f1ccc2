//! From rows to facts.

use super::fault::{Lost, RowId};
use super::parts::Records;
use super::plan::{Plan, What};
use super::source::{Flags, Key, Source};
use super::space::{UNKNOWN, meets};
use super::total::{Counts, Figure};
use utsushi_layout::{Batch, Rows};

/// The facts of some rows.
#[derive(Debug)]
pub struct Facts {
    pub(super) records: Vec<Records>,
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
    records: Vec<Records>,
    words: Vec<u64>,
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
            records: Vec::new(),
            words: Vec::new(),
            filled: Vec::new(),
            counts: plan.totals.iter().map(|_| Counts::default()).collect(),
            figures: Vec::new(),
        }
    }

    /// The rows of a file that are written. Of one chunk a file has one batch.
    pub fn add(&mut self, file: usize, batch: &Batch) {
        let mut hashes = Hashes::default();
        for (index, source) in self.plan.sources.iter().enumerate() {
            if source.file == file && !source.gone {
                let keys = hashes.of(self.plan, batch, &source.items);
                self.remember((index, source), batch, keys);
            }
        }
        self.count(file, batch);
    }

    fn remember(&mut self, (index, source): (usize, &Source), batch: &Batch, keys: &[Option<Key>]) {
        let plan = self.plan;
        let space = source.space.map(|space| &plan.spaces[space]);
        let conditions = space.map_or(&[][..], |space| &space.conditions);
        self.words.clear();
        for (row, key) in keys.iter().enumerate() {
            let Some(key) = key else { continue };
            let mut flags = Flags::default();
            for (bit, tests) in conditions.iter().enumerate() {
                match meets(tests, batch, row) {
                    Some(true) => flags.sure |= 1 << bit,
                    Some(false) => {}
                    None => flags.maybe |= 1 << bit,
                }
            }
            for (bit, pointing) in source.points.iter().enumerate() {
                let What::Relation(relation) = &plan.rules[pointing.rule].what else { continue };
                if meets(&relation.when, batch, row) == Some(true) {
                    flags.points |= 1 << bit;
                }
            }
            let of_space = |rule: &usize| plan.rules[*rule].what.is_about(flags.sure, flags.maybe);
            let counts = source.always || space.is_some_and(|space| space.rules.iter().any(of_space));
            if flags.points == 0 && !counts {
                continue;
            }
            let begin = self.words.len();
            source.write(*key, row as u32, flags, &mut self.words);
            if !source.values.is_empty() {
                let values = self.words.len();
                self.words.extend(source.values.iter().map(|value| plan.keys.payload(*value, batch, row)));
                // A row points nowhere by a rule whose values an error has settled.
                let known = |place: &usize| self.words[values + place] != UNKNOWN;
                let mut points = flags.points;
                for (bit, pointing) in source.points.iter().enumerate() {
                    if !pointing.places.iter().all(known) {
                        points &= !(1 << bit);
                    }
                }
                if points != flags.points {
                    let values = self.words.split_off(values);
                    self.words.truncate(begin);
                    source.write(*key, row as u32, Flags { points, ..flags }, &mut self.words);
                    self.words.extend(values);
                }
            }
        }
        self.put(index, source);
    }

    fn put(&mut self, index: usize, source: &Source) {
        if !self.words.is_empty() {
            self.records.push(Records::new(index, self.chunk, source.width(), &self.words));
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
        let mut hasher = plan.keys.hasher();
        for (index, source) in plan.sources.iter().enumerate() {
            if source.file != file || !source.gone {
                continue;
            }
            self.words.clear();
            for row in (0..rows.len()).filter(|row| which(*row)) {
                let values = || source.items.iter().map(|item| rows.column(*item).get(row));
                if !values().any(str::is_empty) {
                    source.write_gone(hasher.of(values()), rows.records()[row], why.byte(), &mut self.words);
                }
            }
            self.put(index, source);
        }
    }

    /// The facts.
    pub fn finish(self) -> Facts {
        let FactMaker { records, filled, counts, figures, .. } = self;
        Facts { records, filled, counts, figures }
    }
}

/// Hashes of the keys of a batch: several rules often look at the same items.
#[derive(Default)]
struct Hashes(Vec<(Vec<usize>, Vec<Option<Key>>)>);

impl Hashes {
    fn of(&mut self, plan: &Plan, batch: &Batch, items: &[usize]) -> &[Option<Key>] {
        let known = self.0.iter().position(|(known, _)| known == items);
        let index = known.unwrap_or_else(|| {
            let empty = items.iter().any(|item| batch.filled(*item) == 0);
            let mut hasher = plan.keys.hasher();
            let keys = match empty {
                true => Vec::new(),
                false => (0..batch.rows()).map(|row| hasher.key(batch, items, row)).collect(),
            };
            self.0.push((items.to_vec(), keys));
            self.0.len() - 1
        });
        &self.0[index].1
    }
}
