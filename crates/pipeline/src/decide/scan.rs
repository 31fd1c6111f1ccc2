//! What a worker does with a chunk in the passes before.

use super::glimpse::Glimpse;
use super::lost_row;
use super::shares::{TargetShare, keys};
use crate::characters::{self, Changes};
use crate::chunk::{Kitchen, RawChunk};
use crate::{floors, selection};
use std::hash::{BuildHasher, Hasher, RandomState};
use utsushi_cleanse::duplicates::{
    Batch, Candidate, CandidateRun, Candidates, DuplicatePolicy, Fingerprint, Nominee, Place, Spot,
};
use utsushi_findings::Problem;
use utsushi_layout::{Column, Rows};

/// Makes hashes of keys.
#[derive(Clone)]
pub(super) struct KeyHasher {
    /// Of every hash: so that nobody can tell a number from its hash, or make two of the same.
    key: RandomState,
}

impl KeyHasher {
    /// With a key drawn anew.
    pub fn drawn() -> KeyHasher {
        KeyHasher { key: RandomState::new() }
    }

    /// Begins the bytes of a key.
    #[inline]
    pub fn begin(bytes: &mut Vec<u8>, domain: u16) {
        bytes.clear();
        bytes.extend_from_slice(&domain.to_le_bytes());
    }

    /// Adds an item of it. No text holds the byte behind it.
    #[inline]
    pub fn item(bytes: &mut Vec<u8>, text: &[u8]) {
        bytes.extend_from_slice(text);
        bytes.push(0xFF);
    }

    /// The hash of a key.
    #[inline]
    pub fn hash(&self, bytes: &[u8]) -> u64 {
        let mut hasher = self.key.build_hasher();
        hasher.write(bytes);
        hasher.finish()
    }
}

/// What is needed to look at the chunks of a job.
pub(super) struct Scanner<'a> {
    pub kitchen: Kitchen<'a, 'a>,
    pub policies: &'a [DuplicatePolicy],
    pub shares: &'a [TargetShare],
    /// Where the key fields alone tell the keys.
    pub glimpse: Option<Glimpse>,
    pub hasher: KeyHasher,
}

/// What the first pass finds in a chunk.
pub(super) struct Scanned {
    pub records: u64,
    pub prints: Batch,
}

impl Scanner<'_> {
    /// The targets that are looked at.
    fn targets(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.policies.len()).filter(|target| self.policies[*target] != DuplicatePolicy::Off)
    }

    /// The fingerprints of a chunk.
    pub fn scan(&self, raw: &RawChunk) -> Result<Scanned, Problem> {
        let mut prints = Vec::new();
        let glimpse = self.glimpse.as_ref();
        let job = self.kitchen.job;
        let seen = glimpse.and_then(|glimpse| glimpse.look(job, self.shares, raw, &self.hasher, &mut prints));
        let records = match seen {
            Some(records) => u64::from(records),
            None => {
                prints.clear();
                self.map_keys(raw, &mut prints)
            }
        };
        let prints: Option<Vec<Fingerprint>> = prints.into_iter().collect();
        let prints = prints.ok_or_else(|| lost_row(job))?;
        Ok(Scanned { records, prints: Batch::of(&prints) })
    }

    /// Maps the key items alone. Says how many records there are.
    fn map_keys(&self, raw: &RawChunk, prints: &mut Vec<Option<Fingerprint>>) -> u64 {
        let job = self.kitchen.job;
        let mut bench = self.kitchen.bench();
        let (records, all_rows, work, text) = bench.parts();
        records.parse(&job.source, &job.inputs[raw.input].header, &raw.chunk);
        let left = floors::left_behind(job, &raw.chunk, records, all_rows, work, text).rules;
        let mut wanted = vec![false; records.len()];
        let mut which = vec![0u32; records.len()];
        let mut key = Vec::new();
        for (nth, share) in self.shares.iter().enumerate() {
            let Some(first) = share.targets.first().copied() else { continue };
            let rows = &mut all_rows[first];
            if share.repeated {
                let target = &job.targets[first];
                let selection = selection::select(target, &raw.chunk, records, &left, &mut wanted, text);
                rows.begin_repeated(selection.rows);
            } else {
                which.fill(0);
                for (bit, target) in share.targets.iter().enumerate() {
                    let target = &job.targets[*target];
                    let selection = selection::select(target, &raw.chunk, records, &left, &mut wanted, text);
                    selection.rows.iter().for_each(|(record, _)| which[*record as usize] |= 1 << bit);
                }
                rows.begin((0..which.len() as u32).filter(|record| which[*record as usize] != 0));
            }
            let items = keys(rows.layout());
            job.targets[first].mapper.map_items(&items, &raw.chunk, records, rows, work);
            work.take_changes();
            self.carry(rows);
            let columns: Vec<&Column> = items.iter().map(|item| rows.column(*item)).collect();
            let spans = records.spans();
            for row in (0..rows.len()).filter(|row| !rows.is_rejected(*row)) {
                KeyHasher::begin(&mut key, share.domain);
                let mut whole = true;
                for column in &columns {
                    let value = column.get(row);
                    whole &= !value.is_empty();
                    KeyHasher::item(&mut key, value.as_bytes());
                }
                if !whole {
                    continue;
                }
                let record = rows.records()[row];
                let span = spans[record as usize];
                let spot = Spot {
                    chunk: raw.number,
                    record,
                    start: span.start,
                    length: span.end_with_line_end - span.start,
                    share: nth as u16,
                    which: if share.repeated { rows.occurrence(row) } else { which[record as usize] },
                };
                prints.push(Fingerprint::new(self.hasher.hash(&key), spot));
            }
        }
        let count = records.len() as u64;
        self.kitchen.give_back(bench);
        count
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
        let (records, all_rows, work, text) = bench.parts();
        let header = &job.inputs[raw.input].header;
        // Nominees are in order of record; only their records are looked at.
        let mut picked: Vec<&Nominee> = nominees.iter().collect();
        picked.dedup_by_key(|nominee| nominee.place.record);
        let part = raw.chunk.pick(
            picked.iter().map(|nominee| nominee.start as usize..(nominee.start + nominee.length) as usize),
        );
        records.parse(&job.source, header, &part);
        if records.len() != picked.len() {
            return Err(lost_row(job));
        }
        let numbers: Vec<u32> = picked.iter().map(|nominee| nominee.place.record).collect();
        let mut run = CandidateRun::new(self.hasher.key.clone());
        for index in self.targets() {
            let target = &job.targets[index];
            let rows = &mut all_rows[index];
            let own = nominees.iter().filter(|nominee| usize::from(nominee.place.target) == index);
            let at =
                |nominee: &Nominee| numbers.partition_point(|number| *number < nominee.place.record) as u32;
            // The first pass did not look at everything.
            let own = own.filter(|nominee| {
                let nth = at(nominee) as usize;
                let when = target.when.as_ref();
                records.spans()[nth].broken.is_none()
                    && target.record_type.is_none_or(|wanted| records.record_type(nth) == Some(wanted))
                    && when.is_none_or(|when| when.decide(&part, records, nth, text) == Ok(true))
            });
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
