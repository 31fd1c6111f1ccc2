//! What a worker does with a chunk in the passes before.

use super::lost_row;
use crate::characters::{self, Changes};
use crate::chunk::{Kitchen, RawChunk};
use crate::{floors, selection};
use std::hash::{BuildHasher, Hasher, RandomState};
use utsushi_cleanse::duplicates::{
    Candidate, CandidateRun, Candidates, DuplicatePolicy, Fingerprint, Fingerprints, Nominee, Place,
};
use utsushi_findings::Problem;
use utsushi_layout::{Column, Rows};

/// What is needed to look at the chunks of a job.
pub(super) struct Scanner<'a> {
    pub kitchen: Kitchen<'a, 'a>,
    pub policies: &'a [DuplicatePolicy],
    /// Of every hash: so that nobody can tell a number from its hash, or make two of the same.
    pub key: RandomState,
}

/// What the first pass finds in a chunk.
pub(super) struct Scanned {
    pub records: u64,
    pub prints: Vec<Fingerprint>,
}

impl Scanner<'_> {
    /// The targets that are looked at.
    fn targets(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.policies.len()).filter(|target| self.policies[*target] != DuplicatePolicy::Off)
    }

    /// Maps the key items alone.
    pub fn scan(&self, raw: &RawChunk) -> Result<Scanned, Problem> {
        let job = self.kitchen.job;
        let mut bench = self.kitchen.bench();
        let (records, all_rows, work, text) = bench.parts();
        records.parse(&job.source, &job.inputs[raw.input].header, &raw.chunk);
        let left = floors::left_behind(job, &raw.chunk, records, all_rows, work, text).rules;
        let mut wanted = vec![false; records.len()];
        let mut prints = Vec::with_capacity(records.len());
        let mut fits = true;
        for index in self.targets() {
            let (target, rows) = (&job.targets[index], &mut all_rows[index]);
            let selection = selection::select(target, &raw.chunk, records, &left, &mut wanted, text);
            rows.begin_repeated(selection.rows);
            let items = &target.layout.items;
            let keys: Vec<usize> = (0..items.len()).filter(|item| items[*item].key).collect();
            target.mapper.map_items(&keys, &raw.chunk, records, rows, work);
            work.take_changes();
            self.carry(rows);
            let columns: Vec<&Column> = keys.iter().map(|item| rows.column(*item)).collect();
            let spans = records.spans();
            for row in (0..rows.len()).filter(|row| !rows.is_rejected(*row)) {
                let mut hasher = self.key.build_hasher();
                hasher.write_usize(self.kitchen.files[index]);
                let mut whole = true;
                for column in &columns {
                    let value = column.get(row);
                    whole &= !value.is_empty();
                    hasher.write(value.as_bytes());
                    hasher.write_u8(0xFF);
                }
                if !whole {
                    continue;
                }
                let record = rows.records()[row];
                let span = spans[record as usize];
                let place = Place {
                    chunk: raw.number,
                    record,
                    target: index as u16,
                    occurrence: rows.occurrence(row),
                };
                let length = span.end_with_line_end - span.start;
                let print = Fingerprint::new(hasher.finish(), Nominee { place, start: span.start, length });
                fits &= print.is_some();
                prints.extend(print);
            }
        }
        let records = records.len() as u64;
        self.kitchen.give_back(bench);
        if !fits {
            return Err(lost_row(job));
        }
        Fingerprints::order(&mut prints);
        prints.shrink_to_fit();
        Ok(Scanned { records, prints })
    }

    fn carry(&self, rows: &mut Rows) {
        let job = self.kitchen.job;
        if let Some(carrier) = job.carrier.as_deref() {
            let unicode = job.source.charset.name().starts_with("utf-");
            characters::carry(carrier, unicode, rows, &mut Changes::default());
        }
    }

    /// Maps and checks the nominated rows of a chunk in full. What is rejected is no candidate.
    pub fn candidates(&self, raw: &RawChunk, nominees: &[Nominee]) -> Result<Candidates, Problem> {
        let job = self.kitchen.job;
        let mut bench = self.kitchen.bench();
        let (records, all_rows, work, _) = bench.parts();
        let header = &job.inputs[raw.input].header;
        // Nominees are in order of record; only their records are looked at.
        let mut picked: Vec<&Nominee> = nominees.iter().collect();
        picked.dedup_by_key(|nominee| nominee.place.record);
        let part = raw.chunk.pick(
            picked.iter().map(|nominee| nominee.start as usize..(nominee.start + nominee.length) as usize),
        );
        records.parse(&job.source, header, &part);
        if records.len() != picked.len() || records.spans().iter().any(|span| span.broken.is_some()) {
            return Err(lost_row(job));
        }
        let numbers: Vec<u32> = picked.iter().map(|nominee| nominee.place.record).collect();
        let mut run = CandidateRun::new(self.key.clone());
        for index in self.targets() {
            let target = &job.targets[index];
            let rows = &mut all_rows[index];
            let own = nominees.iter().filter(|nominee| usize::from(nominee.place.target) == index);
            let at =
                |nominee: &Nominee| numbers.partition_point(|number| *number < nominee.place.record) as u32;
            rows.begin_repeated(own.map(|nominee| (at(nominee), nominee.place.occurrence)));
            if rows.is_empty() {
                continue;
            }
            target.mapper.map_corrected(&part, records, rows, work, &target.corrections);
            work.take_changes();
            self.carry(rows);
            target.checker.check(rows);
            for row in (0..rows.len()).filter(|row| !rows.is_rejected(*row)) {
                let nth = rows.records()[row] as usize;
                let span = records.spans()[nth];
                let place = Place {
                    chunk: raw.number,
                    record: numbers[nth],
                    target: index as u16,
                    occurrence: rows.occurrence(row),
                };
                let value = |item: usize| {
                    let column = rows.column(item);
                    (column.outgoing(row), column.is_settled(row))
                };
                run.push(&Candidate {
                    file: self.kitchen.files[index] as u16,
                    layout: &target.layout,
                    policy: self.policies[index],
                    place,
                    values: (0..target.layout.items.len()).map(value),
                    record: &part.data[span.start as usize..span.end as usize],
                });
            }
        }
        self.kitchen.give_back(bench);
        Ok(run.finish())
    }
}
