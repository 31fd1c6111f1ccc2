//! A nominated row with all its values, as bytes that can be put in order.

use super::aside::{Aside, INLINE_MAX};
use super::policy::rank;
use super::{DuplicatePolicy, KeyPolicy, Place};
use std::hash::{BuildHasher, RandomState};
use utsushi_findings::Problem;
use utsushi_layout::FileLayout;
use utsushi_store::{RunBuilder, Sorter};

/// Set in the length of a value that an error has settled: what stands there is not what the vendor wrote.
pub(super) const SETTLED: u32 = 1 << 31;

/// A row that was not rejected.
#[derive(Debug)]
pub struct Candidate<'a, V> {
    /// The number of its file in the run.
    pub file: u16,
    /// Its file's layout.
    pub layout: &'a FileLayout,
    /// Its file's policy.
    pub policy: DuplicatePolicy,
    /// Where it is.
    pub place: Place,
    /// Its values as they would go out, each with whether an error has settled it, in the order of the layout.
    pub values: V,
    /// The bytes of its record.
    pub record: &'a [u8],
}

/// Writes candidates into runs. Every worker has its own.
#[derive(Debug)]
pub struct CandidateRun {
    key: RandomState,
    run: RunBuilder,
    /// Head and values of rows that are too long for a run.
    long: Vec<(Vec<u8>, Vec<u8>)>,
    values: Vec<u8>,
    head: Vec<u8>,
}

/// Candidates of one chunk.
#[derive(Debug)]
pub struct Candidates {
    run: utsushi_store::Run,
    long: Vec<(Vec<u8>, Vec<u8>)>,
}

impl CandidateRun {
    /// An empty one. All candidates of one judgement need the same `key`.
    pub fn new(key: RandomState) -> Self {
        CandidateRun {
            key,
            run: RunBuilder::default(),
            long: Vec::new(),
            values: Vec::new(),
            head: Vec::new(),
        }
    }

    /// Adds a row.
    ///
    /// What is compared: the values, and where an error has settled one of them also the record's bytes, for two values
    /// that were blanked may have been different.
    pub fn push<'v, V: Iterator<Item = (&'v str, bool)> + Clone>(&mut self, row: &Candidate<'_, V>) {
        let values = &mut self.values;
        values.clear();
        let (mut settled, mut blanks) = (false, 0u16);
        for (value, is_settled) in row.values.clone() {
            settled |= is_settled;
            blanks += u16::from(value.is_empty());
            let flag = if is_settled { SETTLED } else { 0 };
            values.extend_from_slice(&(value.len() as u32 | flag).to_le_bytes());
            values.extend_from_slice(value.as_bytes());
        }
        if settled {
            values.extend_from_slice(row.record);
        }
        let head = &mut self.head;
        head.clear();
        head.extend_from_slice(&row.file.to_be_bytes());
        for (item, (value, _)) in row.layout.items.iter().zip(row.values.clone()) {
            if item.key {
                head.extend_from_slice(&(value.len() as u32).to_be_bytes());
                head.extend_from_slice(value.as_bytes());
            }
        }
        let key_end = head.len() as u16;
        match row.policy {
            DuplicatePolicy::Off | DuplicatePolicy::Key(KeyPolicy::First) => {}
            DuplicatePolicy::Key(KeyPolicy::Last) => head.extend(row.place.to_bytes().map(|byte| !byte)),
            DuplicatePolicy::Key(KeyPolicy::MostComplete) => head.extend_from_slice(&blanks.to_be_bytes()),
            DuplicatePolicy::Key(KeyPolicy::Newest(item)) => {
                let value = row.values.clone().nth(item).map_or("", |(value, _)| value);
                rank(value, row.layout.items[item].kind, head);
            }
            // Equal rows stand together, in the order of the input.
            DuplicatePolicy::Exact | DuplicatePolicy::Key(KeyPolicy::None) => {
                head.extend_from_slice(&self.key.hash_one(&*values).to_be_bytes());
            }
        }
        head.extend_from_slice(&row.place.to_bytes());
        let ends = [key_end.to_le_bytes(), (head.len() as u16).to_le_bytes()].concat();
        if values.len() > INLINE_MAX {
            head.extend_from_slice(&ends);
            self.long.push((head.clone(), values.clone()));
            return;
        }
        head.push(0);
        head.extend_from_slice(values);
        head.extend_from_slice(&ends);
        self.run.push(head);
    }

    /// What was added, in order; it is empty then.
    pub fn finish(&mut self) -> Candidates {
        Candidates { run: self.run.sort(), long: std::mem::take(&mut self.long) }
    }
}

impl Candidates {
    /// Hands them over.
    ///
    /// # Errors
    /// The disk is full, or the system refuses.
    pub fn add_to(self, sorter: &mut Sorter<'_>, aside: &mut Aside<'_>) -> Result<(), Problem> {
        sorter.add_run(self.run)?;
        for (head, values) in self.long {
            let (begin, ends) = head.split_at(head.len() - 4);
            let mut record = begin.to_vec();
            aside.put(&values, &mut record)?;
            record.extend_from_slice(ends);
            sorter.add(&record)?;
        }
        Ok(())
    }
}

/// A candidate as it stands in a sorter.
pub(super) struct Read<'a> {
    /// File and key.
    pub key: &'a [u8],
    pub place: Place,
    /// What stands for the values.
    pub values: &'a [u8],
}

impl<'a> Read<'a> {
    pub fn of(record: &'a [u8]) -> Read<'a> {
        let (body, ends) = record.split_at(record.len().saturating_sub(4));
        let end = |at: usize| {
            ends.get(at..)
                .and_then(|ends| ends.first_chunk::<2>())
                .map_or(0, |two| usize::from(u16::from_le_bytes(*two)))
        };
        let (key_end, head_end) = (end(0).min(body.len()), end(2).min(body.len()));
        let place = body.get(head_end.saturating_sub(Place::BYTES)..head_end).unwrap_or_default();
        Read { key: &body[..key_end], place: Place::of_bytes(place), values: &body[head_end..] }
    }

    pub fn file(&self) -> usize {
        self.key.first_chunk::<2>().map_or(0, |two| usize::from(u16::from_be_bytes(*two)))
    }
}

/// The values of a row: each with whether an error has settled it.
pub(super) fn values(mut bytes: &[u8], items: usize) -> impl Iterator<Item = (&[u8], bool)> {
    (0..items).map(move |_| {
        let (head, rest) = bytes.split_first_chunk::<4>().unwrap_or((&[0; 4], &[]));
        let written = u32::from_le_bytes(*head);
        let (value, rest) = rest.split_at(((written & !SETTLED) as usize).min(rest.len()));
        bytes = rest;
        (value, written & SETTLED != 0)
    })
}
