//! Keys that stand more than once, out of more than memory holds.

use super::{Place, number};
use rayon::prelude::*;
use std::io::{Read, Seek, SeekFrom, Write};
use utsushi_findings::Problem;
use utsushi_store::{RunBuilder, Scratch, Sorted, Sorter};

/// Parts that fingerprints fall into by their highest bits, so that each can be put in order by itself.
const PARTS: usize = 256;

/// Bytes of a fingerprint in scratch.
const BYTES: usize = 24;

/// Parts that are looked at before what they nominated is handed on.
const PARTS_AT_ONCE: usize = 4;

/// Bits of an offset in a chunk, of a record's number in it and of a record's length.
const SPAN_BITS: u32 = 21;

/// One row's key, as a hash, and where the row is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fingerprint {
    hash: u64,
    chunk: u32,
    /// Target (12 bits) and occurrence (20 bits).
    row: u32,
    /// Record, start and length.
    span: u64,
}

/// A row whose fingerprint stands more than once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Nominee {
    /// The row.
    pub place: Place,
    /// First byte of its record in the chunk.
    pub start: u32,
    /// Bytes of its record, line end included.
    pub length: u32,
}

/// Bytes of a nominee in scratch.
const NOMINEE: usize = Place::BYTES + 8;

impl Nominee {
    fn to_bytes(self) -> [u8; NOMINEE] {
        let mut bytes = [0; NOMINEE];
        bytes[..Place::BYTES].copy_from_slice(&self.place.to_bytes());
        bytes[Place::BYTES..Place::BYTES + 4].copy_from_slice(&self.start.to_be_bytes());
        bytes[Place::BYTES + 4..].copy_from_slice(&self.length.to_be_bytes());
        bytes
    }
}

impl Fingerprint {
    /// Of a row whose key has this hash. Hashes of keys of different files should differ. `None` for a place that no chunk
    /// of at most 2 MiB, target under 4,096 and occurrence under 1,048,576 has.
    pub fn new(hash: u64, nominee: Nominee) -> Option<Fingerprint> {
        let Nominee { place, start, length } = nominee;
        let fits = |value: u32| value < 1 << SPAN_BITS;
        if !(fits(place.record)
            && fits(start)
            && fits(length)
            && place.target < 1 << 12
            && place.occurrence < 1 << 20)
        {
            return None;
        }
        let span =
            u64::from(place.record) << (2 * SPAN_BITS) | u64::from(start) << SPAN_BITS | u64::from(length);
        let row = u32::from(place.target) << 20 | place.occurrence;
        Some(Fingerprint { hash, chunk: place.chunk, row, span })
    }

    fn nominee(&self) -> Nominee {
        let of_span = |nth: u32| (self.span >> (nth * SPAN_BITS)) as u32 & ((1 << SPAN_BITS) - 1);
        let place = Place {
            chunk: self.chunk,
            record: of_span(2),
            target: (self.row >> 20) as u16,
            occurrence: self.row & ((1 << 20) - 1),
        };
        Nominee { place, start: of_span(1), length: of_span(0) }
    }

    fn to_bytes(self) -> [u8; BYTES] {
        let mut bytes = [0; BYTES];
        bytes[..8].copy_from_slice(&self.hash.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.chunk.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.row.to_le_bytes());
        bytes[16..].copy_from_slice(&self.span.to_le_bytes());
        bytes
    }

    fn of_bytes(bytes: &[u8; BYTES]) -> Fingerprint {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x] = *bytes;
        Fingerprint {
            hash: u64::from_le_bytes([a, b, c, d, e, f, g, h]),
            chunk: u32::from_le_bytes([i, j, k, l]),
            row: u32::from_le_bytes([m, n, o, p]),
            span: u64::from_le_bytes([q, r, s, t, u, v, w, x]),
        }
    }

    fn part(&self) -> usize {
        (self.hash >> 56) as usize
    }
}

/// Gathers fingerprints, in memory or in scratch.
#[derive(Debug)]
pub struct Fingerprints<'s> {
    scratch: &'s Scratch,
    memory: usize,
    held: usize,
    /// As they came, each in order of part.
    batches: Vec<Vec<Fingerprint>>,
    file: Option<utsushi_store::ScratchFile>,
    written: u64,
    /// For each time that something was written: where each part begins, and where the last ends.
    spills: Vec<Vec<u64>>,
}

/// Its file.
const NAME: &str = "fingerprints";

/// Read of it at once.
const READ: u64 = BYTES as u64 * (16 << 10);

/// The fingerprints of a part in a batch that is in order.
fn of_part(batch: &[Fingerprint], part: usize) -> &[Fingerprint] {
    let begin = batch.partition_point(|fingerprint| fingerprint.part() < part);
    let end = batch.partition_point(|fingerprint| fingerprint.part() <= part);
    &batch[begin..end]
}

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
        }
    }

    /// Puts a batch in the order that [`Fingerprints::add`] wants: for the workers.
    pub fn order(batch: &mut [Fingerprint]) {
        batch.sort_unstable_by_key(|fingerprint| fingerprint.hash);
    }

    /// Adds a batch that is in order.
    ///
    /// # Errors
    /// The disk is full, or the system refuses.
    pub fn add(&mut self, batch: Vec<Fingerprint>) -> Result<(), Problem> {
        debug_assert!(batch.is_sorted_by_key(|fingerprint| fingerprint.hash));
        self.held += batch.capacity() * size_of::<Fingerprint>();
        self.batches.push(batch);
        if self.held > self.memory { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> Result<(), Problem> {
        if self.file.is_none() {
            self.file = Some(self.scratch.write(NAME)?);
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut begins = vec![0; self.batches.len()];
        let mut starts = Vec::with_capacity(PARTS + 1);
        let mut buffer = Vec::with_capacity(64 << 10);
        for part in 0..PARTS {
            starts.push(self.written);
            for (batch, begin) in self.batches.iter().zip(&mut begins) {
                let rest = &batch[*begin..];
                let own = rest.iter().take_while(|fingerprint| fingerprint.part() == part);
                for fingerprint in own {
                    buffer.extend_from_slice(&fingerprint.to_bytes());
                    *begin += 1;
                }
                if buffer.len() >= 48 << 10 {
                    self.written += buffer.len() as u64;
                    file.write_all(&buffer).map_err(|error| file.problem(&error))?;
                    buffer.clear();
                }
            }
            self.written += buffer.len() as u64;
            file.write_all(&buffer).map_err(|error| file.problem(&error))?;
            buffer.clear();
        }
        starts.push(self.written);
        self.spills.push(starts);
        self.batches.clear();
        self.held = 0;
        Ok(())
    }

    /// All rows whose fingerprint stands more than once, in the order of their places. About `memory` bytes of them are
    /// held. `go_on` is asked now and then.
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
            (0..PARTS).partition(|part| self.rows(*part) * BYTES <= most);
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

    /// Rows of a part.
    fn rows(&self, part: usize) -> usize {
        let spilled: u64 = self.spills.iter().map(|starts| starts[part + 1] - starts[part]).sum();
        let held: usize = self.batches.iter().map(|batch| of_part(batch, part).len()).sum();
        spilled as usize / BYTES + held
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
                    some.extend(bytes.as_chunks::<BYTES>().0.iter().map(Fingerprint::of_bytes));
                    take(&some)?;
                }
            }
        }
        self.batches.iter().try_for_each(|batch| take(of_part(batch, part)))
    }

    /// The nominees of a part that fits in memory.
    fn part(&self, part: usize) -> Result<RunBuilder, Problem> {
        let mut all = Vec::with_capacity(self.rows(part));
        self.each(part, |some| {
            all.extend_from_slice(some);
            Ok(())
        })?;
        Fingerprints::order(&mut all);
        let mut run = RunBuilder::default();
        for same in all.chunk_by(|a, b| a.hash == b.hash).filter(|same| same.len() > 1) {
            same.iter().for_each(|fingerprint| run.push(&fingerprint.nominee().to_bytes()));
        }
        Ok(run)
    }

    /// The nominees of a part that does not: most rows have one key.
    fn large_part(&self, part: usize, nominees: &mut Sorter<'_>) -> Result<(), Problem> {
        let mut sorter = Sorter::new(self.scratch, "keys", self.memory / 2);
        self.each(part, |some| {
            some.iter().try_for_each(|fingerprint| {
                let mut bytes = [0; 8 + NOMINEE];
                bytes[..8].copy_from_slice(&fingerprint.hash.to_be_bytes());
                bytes[8..].copy_from_slice(&fingerprint.nominee().to_bytes());
                sorter.add(&bytes)
            })
        })?;
        let mut sorted = sorter.finish()?;
        // The row before, and whether it has been nominated.
        let mut before: Option<([u8; 8 + NOMINEE], bool)> = None;
        while let Some(bytes) = sorted.next()? {
            let Some(bytes) = bytes.first_chunk::<{ 8 + NOMINEE }>() else { continue };
            let same = match &before {
                Some((last, told)) if last[..8] == bytes[..8] => {
                    if !told {
                        nominees.add(&last[8..])?;
                    }
                    nominees.add(&bytes[8..])?;
                    true
                }
                _ => false,
            };
            before = Some((*bytes, same));
        }
        Ok(())
    }
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
        fn those_that_stand_more_than_once_come_back_in_order_whatever_the_memory(
            chunks in proptest::collection::vec(proptest::collection::vec((0u64..40, any::<bool>()), 0..60), 0..8),
        ) {
            let root = tempfile::tempdir().unwrap();
            let folder = RunFolder::create(&root.path().join("out"), false, "manifest.json").unwrap();
            let mut batches = Vec::new();
            let mut times = BTreeMap::new();
            for (chunk, hashes) in chunks.iter().enumerate() {
                let mut batch = Vec::new();
                for (record, (hash, far)) in hashes.iter().enumerate() {
                    let hash = hash.wrapping_mul(if *far { 0x9E37_79B9_7F4A_7C15 } else { 1 });
                    let place =
                        Place { chunk: chunk as u32, record: record as u32, target: 7, occurrence: 1 };
                    *times.entry(hash).or_insert(0) += 1;
                    let nominee = Nominee { place, start: record as u32 * 9, length: 9 };
                    batch.push((hash, nominee));
                }
                batches.push(batch);
            }
            let all = batches.iter().flatten();
            let expected: Vec<Nominee> = all.filter(|(hash, _)| times[hash] > 1).map(|(_, nominee)| *nominee).collect();
            for memory in [1, 3_000, usize::MAX] {
                let mut fingerprints = Fingerprints::new(folder.scratch(), memory);
                for batch in &batches {
                    let mut made: Vec<Fingerprint> =
                        batch.iter().filter_map(|(hash, nominee)| Fingerprint::new(*hash, *nominee)).collect();
                    Fingerprints::order(&mut made);
                    fingerprints.add(made).unwrap();
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
        let batch = |chunk: u32| -> Vec<Fingerprint> {
            let place = |record| Place { chunk, record, target: 0, occurrence: 1 };
            let nominee = |record| Nominee { place: place(record), start: 0, length: 1 };
            (0..50).filter_map(|record| Fingerprint::new(7, nominee(record))).collect()
        };
        // Every part is larger than what is held of it.
        let mut fingerprints = Fingerprints::new(folder.scratch(), 2_000);
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

    #[test]
    fn a_place_beyond_what_fits_is_refused_and_not_cut() {
        let nominee = Nominee {
            place: Place { chunk: u32::MAX, record: (1 << 21) - 1, target: 4095, occurrence: (1 << 20) - 1 },
            start: (1 << 21) - 1,
            length: (1 << 21) - 1,
        };
        assert_eq!(Fingerprint::new(5, nominee).unwrap().nominee(), nominee);
        assert_eq!(Fingerprint::new(5, Nominee { length: 1 << 21, ..nominee }), None);
    }
}
