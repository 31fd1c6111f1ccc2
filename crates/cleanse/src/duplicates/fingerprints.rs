//! Keys that stand more than once, out of more than memory holds.

use super::fingerprint::{Batch, Fingerprint, Nominee, PARTS, Share, Spot};
use super::{Place, number};
use rayon::prelude::*;
use std::io::{Read, Seek, SeekFrom, Write};
use utsushi_findings::Problem;
use utsushi_store::{RunBuilder, Scratch, Sorted, Sorter};

/// Parts that are looked at before what they nominated is handed on.
const PARTS_AT_ONCE: usize = 4;

/// Bytes of a nominee in scratch.
const NOMINEE: usize = Place::BYTES + 8;

/// Bytes of a hash and a file: rows with the same have one key.
const KEY: usize = 10;

impl Nominee {
    fn to_bytes(self) -> [u8; NOMINEE] {
        let mut bytes = [0; NOMINEE];
        bytes[..Place::BYTES].copy_from_slice(&self.place.to_bytes());
        bytes[Place::BYTES..Place::BYTES + 4].copy_from_slice(&self.start.to_be_bytes());
        bytes[Place::BYTES + 4..].copy_from_slice(&self.length.to_be_bytes());
        bytes
    }
}

/// Gathers fingerprints, in memory or in scratch.
#[derive(Debug)]
pub struct Fingerprints<'s> {
    scratch: &'s Scratch,
    memory: usize,
    held: usize,
    /// As they came.
    batches: Vec<Batch>,
    file: Option<utsushi_store::ScratchFile>,
    written: u64,
    /// For each time that something was written: where each part begins, and where the last ends.
    spills: Vec<Vec<u64>>,
    /// For each job its first chunk and its shares.
    jobs: Vec<(u32, Vec<Share>)>,
}

/// Its file.
const NAME: &str = "fingerprints";

/// Read of it at once.
const READ: u64 = Fingerprint::BYTES as u64 * (16 << 10);

impl<'s> Fingerprints<'s> {
    /// For about `memory` bytes.
    pub fn new(scratch: &'s Scratch, memory: usize) -> Self {
        Fingerprints {
            scratch,
            memory,
            held: 0,
            batches: Vec::new(),
            file: None,
            written: 0,
            spills: Vec::new(),
            jobs: Vec::new(),
        }
    }

    /// From chunk `first` on, fingerprints are those of a job with these shares.
    pub fn begin(&mut self, first: u32, shares: Vec<Share>) {
        self.jobs.push((first, shares));
    }

    /// Adds the fingerprints of a chunk.
    ///
    /// # Errors
    /// The disk is full, or the system refuses.
    pub fn add(&mut self, batch: Batch) -> Result<(), Problem> {
        self.held += batch.bytes();
        self.batches.push(batch);
        if self.held > self.memory { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> Result<(), Problem> {
        if self.file.is_none() {
            self.file = Some(self.scratch.write(NAME)?);
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut starts = Vec::with_capacity(PARTS + 1);
        let mut buffer = Vec::with_capacity(64 << 10);
        for part in 0..PARTS {
            starts.push(self.written + buffer.len() as u64);
            for batch in &self.batches {
                for fingerprint in batch.part(part) {
                    buffer.extend_from_slice(&fingerprint.to_bytes());
                }
                if buffer.len() >= 48 << 10 {
                    self.written += buffer.len() as u64;
                    file.write_all(&buffer).map_err(|error| file.problem(&error))?;
                    buffer.clear();
                }
            }
        }
        self.written += buffer.len() as u64;
        file.write_all(&buffer).map_err(|error| file.problem(&error))?;
        starts.push(self.written);
        self.spills.push(starts);
        self.batches.clear();
        self.held = 0;
        Ok(())
    }

    /// All rows of a file whose fingerprint stands in it more than once, in the order of their places. About `memory` bytes of
    /// them are held. `go_on` is asked now and then.
    ///
    /// # Errors
    /// The disk is full, the system refuses, or `go_on` does.
    pub fn nominees(
        mut self,
        memory: usize,
        go_on: &(dyn Fn() -> Result<(), Problem> + Sync),
    ) -> Result<Nominees<'s>, Problem> {
        self.file = None;
        let mut sorter = Sorter::new(self.scratch, "nominees", memory);
        let most = self.memory / (2 * PARTS_AT_ONCE);
        let (parts, large): (Vec<usize>, Vec<usize>) =
            (0..PARTS).partition(|part| self.prints(*part) * Fingerprint::BYTES <= most);
        for parts in parts.chunks(PARTS_AT_ONCE) {
            go_on()?;
            let found = parts.par_iter().with_max_len(1).map(|part| self.part(*part));
            for mut run in found.collect::<Result<Vec<_>, Problem>>()? {
                sorter.add_run(run.sort())?;
            }
        }
        for part in large {
            go_on()?;
            self.large_part(part, &mut sorter)?;
        }
        if !self.spills.is_empty() {
            self.scratch.remove(NAME)?;
        }
        drop(self);
        Ok(Nominees { sorted: sorter.finish()?, next: None, begun: false })
    }

    /// Fingerprints of a part.
    fn prints(&self, part: usize) -> usize {
        let spilled: u64 = self.spills.iter().map(|starts| starts[part + 1] - starts[part]).sum();
        let held: usize = self.batches.iter().map(|batch| batch.part(part).len()).sum();
        spilled as usize / Fingerprint::BYTES + held
    }

    /// Hands over the fingerprints of a part, some at a time.
    fn each(
        &self,
        part: usize,
        mut take: impl FnMut(&[Fingerprint]) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        if !self.spills.is_empty() {
            let mut file = self.scratch.open(NAME)?;
            let (mut bytes, mut some) = (Vec::new(), Vec::new());
            for starts in &self.spills {
                let (mut from, to) = (starts[part], starts[part + 1]);
                while from < to {
                    bytes.resize((to - from).min(READ) as usize, 0);
                    let read = file.seek(SeekFrom::Start(from)).and_then(|_| file.read_exact(&mut bytes));
                    read.map_err(|error| Problem::io(&self.scratch.path().join(NAME), &error))?;
                    from += bytes.len() as u64;
                    some.clear();
                    let prints = bytes.as_chunks::<{ Fingerprint::BYTES }>().0.iter();
                    some.extend(prints.map(Fingerprint::of_bytes));
                    take(&some)?;
                }
            }
        }
        self.batches.iter().try_for_each(|batch| take(batch.part(part)))
    }

    /// The nominees of a part that fits in memory.
    fn part(&self, part: usize) -> Result<RunBuilder, Problem> {
        let mut all = Vec::with_capacity(self.prints(part));
        self.each(part, |some| {
            all.extend_from_slice(some);
            Ok(())
        })?;
        keep_suspects(&mut all);
        all.sort_unstable_by_key(|print| print.hash);
        let mut run = RunBuilder::default();
        let mut files: Vec<(u16, u32)> = Vec::new();
        for same in all.chunk_by(|a, b| a.hash == b.hash).filter(|same| same.len() > 1) {
            files.clear();
            for print in same {
                for (file, _) in self.rows(print) {
                    match files.iter_mut().find(|(known, _)| *known == file) {
                        Some((_, count)) => *count += 1,
                        None => files.push((file, 1)),
                    }
                }
            }
            for (file, nominee) in same.iter().flat_map(|print| self.rows(print)) {
                if files.iter().any(|(known, count)| *known == file && *count > 1) {
                    run.push(&nominee.to_bytes());
                }
            }
        }
        Ok(run)
    }

    /// The rows that a fingerprint stands for, each with its file.
    fn rows(&self, print: &Fingerprint) -> impl Iterator<Item = (u16, Nominee)> + '_ {
        let Spot { chunk, record, start, length, share, which } = print.spot();
        let job = self.jobs.partition_point(|(first, _)| *first <= chunk).checked_sub(1);
        let share = job.and_then(|job| self.jobs[job].1.get(usize::from(share)));
        share.into_iter().flat_map(move |share| share.rows(which)).map(move |(target, file, occurrence)| {
            (file, Nominee { place: Place { chunk, record, target, occurrence }, start, length })
        })
    }

    /// The nominees of a part that does not: most rows have one key.
    fn large_part(&self, part: usize, nominees: &mut Sorter<'_>) -> Result<(), Problem> {
        let mut sorter = Sorter::new(self.scratch, "keys", self.memory / 2);
        self.each(part, |some| {
            some.iter().try_for_each(|print| {
                let mut bytes = [0; KEY + NOMINEE];
                bytes[..8].copy_from_slice(&print.hash.to_be_bytes());
                self.rows(print).try_for_each(|(file, nominee)| {
                    bytes[8..KEY].copy_from_slice(&file.to_be_bytes());
                    bytes[KEY..].copy_from_slice(&nominee.to_bytes());
                    sorter.add(&bytes)
                })
            })
        })?;
        let mut sorted = sorter.finish()?;
        // The row before, and whether it has been nominated.
        let mut before: Option<([u8; KEY + NOMINEE], bool)> = None;
        while let Some(bytes) = sorted.next()? {
            let Some(bytes) = bytes.first_chunk::<{ KEY + NOMINEE }>() else { continue };
            let same = match &before {
                Some((last, told)) if last[..KEY] == bytes[..KEY] => {
                    if !told {
                        nominees.add(&last[KEY..])?;
                    }
                    nominees.add(&bytes[KEY..])?;
                    true
                }
                _ => false,
            };
            before = Some((*bytes, same));
        }
        Ok(())
    }
}

/// Drops, without putting them in order, most of those whose hash stands once. All whose hash stands more often stay.
fn keep_suspects(prints: &mut Vec<Fingerprint>) {
    let slots = (prints.len() * 4).next_power_of_two();
    let slot = |print: &Fingerprint| (print.hash >> 16) as usize & (slots - 1);
    let mut seen = vec![0u8; slots];
    for print in prints.iter() {
        let seen = &mut seen[slot(print)];
        *seen = seen.saturating_add(1);
    }
    prints.retain(|print| seen[slot(print)] > 1);
}

/// Nominated rows in the order of their places.
#[derive(Debug)]
pub struct Nominees<'s> {
    sorted: Sorted<'s>,
    next: Option<Nominee>,
    begun: bool,
}

impl Nominees<'_> {
    /// The chunk of the next one; `None` after the last.
    ///
    /// # Errors
    /// Scratch cannot be read.
    pub fn chunk(&mut self) -> Result<Option<u32>, Problem> {
        if !self.begun {
            self.begun = true;
            self.step()?;
        }
        Ok(self.next.map(|next| next.place.chunk))
    }

    /// Those of chunk `chunk`, in order; the chunks before it must have been asked for.
    ///
    /// # Errors
    /// Scratch cannot be read.
    pub fn of(&mut self, chunk: u32) -> Result<Vec<Nominee>, Problem> {
        let mut found = Vec::new();
        while self.chunk()? == Some(chunk) {
            found.extend(self.next);
            self.step()?;
        }
        Ok(found)
    }

    fn step(&mut self) -> Result<(), Problem> {
        self.next = self.sorted.next()?.map(|bytes| Nominee {
            place: Place::of_bytes(bytes),
            start: number(bytes, Place::BYTES),
            length: number(bytes, Place::BYTES + 4),
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use utsushi_store::RunFolder;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn those_that_stand_more_than_once_in_a_file_come_back_in_order_whatever_the_memory(
            chunks in proptest::collection::vec(proptest::collection::vec((0u64..40, any::<bool>(), 1u32..4), 0..60), 0..8),
        ) {
            let root = tempfile::tempdir().unwrap();
            let folder = RunFolder::create(&root.path().join("out"), false, "manifest.json").unwrap();
            // The second half is another job, whose first target feeds the file of the other's second.
            let half = chunks.len() as u32 / 2;
            let shares = |chunk: u32| if chunk < half { [(7, 1), (9, 2)] } else { [(0, 2), (1, 3)] };
            let mut batches = Vec::new();
            let (mut times, mut rows) = (BTreeMap::new(), Vec::new());
            for (chunk, hashes) in chunks.iter().enumerate() {
                let chunk = chunk as u32;
                let mut batch = Vec::new();
                for (record, (hash, far, which)) in hashes.iter().enumerate() {
                    let record = record as u32;
                    let hash = hash.wrapping_mul(if *far { 0x9E37_79B9_7F4A_7C15 } else { 1 });
                    let spot = Spot { chunk, record, start: record * 9, length: 9, share: 0, which: *which };
                    batch.extend(Fingerprint::new(hash, spot));
                    for (nth, (target, file)) in shares(chunk).into_iter().enumerate() {
                        if which >> nth & 1 == 1 {
                            let place = Place { chunk, record, target, occurrence: 1 };
                            *times.entry((hash, file)).or_insert(0) += 1;
                            rows.push(((hash, file), Nominee { place, start: record * 9, length: 9 }));
                        }
                    }
                }
                batches.push(batch);
            }
            let repeated = rows.iter().filter(|(key, _)| times[key] > 1);
            let expected: Vec<Nominee> = repeated.map(|(_, nominee)| *nominee).collect();
            for memory in [1, 3_000, usize::MAX] {
                let mut fingerprints = Fingerprints::new(folder.scratch(), memory);
                for (chunk, batch) in batches.iter().enumerate() {
                    let chunk = chunk as u32;
                    if chunk == 0 || chunk == half {
                        fingerprints.begin(chunk, vec![Share::of(shares(chunk).to_vec())]);
                    }
                    fingerprints.add(Batch::of(batch)).unwrap();
                }
                let mut nominees = fingerprints.nominees(memory, &|| Ok(())).unwrap();
                let mut found = Vec::new();
                while let Some(chunk) = nominees.chunk().unwrap() {
                    found.extend(nominees.of(chunk).unwrap());
                }
                prop_assert_eq!(&found, &expected);
                drop(nominees);
                prop_assert_eq!(std::fs::read_dir(folder.scratch().path()).unwrap().count(), 0);
            }
        }
    }

    #[test]
    fn a_full_disk_is_told_and_most_rows_of_one_key_need_no_memory() {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::create(&root.path().join("out"), false, "manifest.json").unwrap();
        let batch = |chunk: u32| {
            let spot = |record| Spot { chunk, record, start: 0, length: 1, share: 0, which: 1 };
            let prints = (0..50).filter_map(|record| Fingerprint::new(7, spot(record)));
            Batch::of(&prints.collect::<Vec<_>>())
        };
        // Every part is larger than what is held of it.
        let mut fingerprints = Fingerprints::new(folder.scratch(), 4_000);
        fingerprints.begin(0, vec![Share::of(vec![(0, 0)])]);
        (0..20).for_each(|chunk| fingerprints.add(batch(chunk)).unwrap());
        let mut nominees = fingerprints.nominees(2_000, &|| Ok(())).unwrap();
        let found: usize = (0..20).map(|chunk| nominees.of(chunk).unwrap().len()).sum();
        assert_eq!(found, 1_000);
        drop(nominees);
        let folder = folder.with_disk_limit(100);
        let mut fingerprints = Fingerprints::new(folder.scratch(), 2_000);
        let said = (0..20).find_map(|chunk| fingerprints.add(batch(chunk)).err()).unwrap().to_string();
        assert!(said.contains("no space left"), "{said}");
    }
}
