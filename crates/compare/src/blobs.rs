//! Sorting what may be longer than a record of the sorter.

use utsushi_findings::Problem;
use utsushi_store::{Scratch, Sorted, Sorter};

/// Bytes of a blob in one record: the sorter takes 65,535 with what stands before them.
const PART: usize = 60_000;

/// Bytes of a key, and behind it the number of the part.
const KEY: usize = 9;
const HEAD: usize = KEY + 4;

/// A key with what it is the key of.
pub type Blob = ([u8; KEY], Vec<u8>);

/// Sorts blobs of any length by a key of nine bytes. No two may have the same key.
#[derive(Debug)]
pub struct BlobSorter<'a> {
    sorter: Sorter<'a>,
    record: Vec<u8>,
}

impl<'a> BlobSorter<'a> {
    /// As [`Sorter::new`].
    pub fn new(scratch: &'a Scratch, name: &str, memory: usize) -> Self {
        BlobSorter { sorter: Sorter::new(scratch, name, memory), record: Vec::new() }
    }

    /// Adds one.
    ///
    /// # Errors
    /// The disk is full, or the system refuses.
    pub fn add(&mut self, key: [u8; KEY], blob: &[u8]) -> Result<(), Problem> {
        let mut rest = blob;
        for part in 0u32.. {
            let (now, later) = rest.split_at(rest.len().min(PART));
            self.record.clear();
            self.record.extend_from_slice(&key);
            self.record.extend_from_slice(&part.to_be_bytes());
            self.record.extend_from_slice(now);
            self.sorter.add(&self.record)?;
            if later.is_empty() {
                break;
            }
            rest = later;
        }
        Ok(())
    }

    /// All of them in order of key.
    ///
    /// # Errors
    /// The disk is full, or the system refuses.
    pub fn finish(self) -> Result<SortedBlobs<'a>, Problem> {
        Ok(SortedBlobs { sorted: self.sorter.finish()?, pending: None })
    }
}

/// Blobs in order.
#[derive(Debug)]
pub struct SortedBlobs<'a> {
    sorted: Sorted<'a>,
    pending: Option<Blob>,
}

impl SortedBlobs<'_> {
    /// The next one with its key; `None` at the end.
    ///
    /// # Errors
    /// The system refuses to read.
    #[expect(clippy::should_implement_trait, reason = "it may fail, as the sorter may")]
    pub fn next(&mut self) -> Result<Option<Blob>, Problem> {
        loop {
            let record = self.sorted.next()?;
            let Some(record) = record.filter(|record| record.len() >= HEAD) else {
                return Ok(self.pending.take());
            };
            let mut key = [0; KEY];
            key.copy_from_slice(&record[..KEY]);
            let rest = &record[HEAD..];
            match &mut self.pending {
                Some((last, blob)) if *last == key => blob.extend_from_slice(rest),
                _ => {
                    let done = self.pending.replace((key, rest.to_vec()));
                    if done.is_some() {
                        return Ok(done);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_store::RunFolder;

    #[test]
    fn long_blobs_come_back_whole_and_in_order() {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::create(&root.path().join("x"), false, "x").unwrap();
        let mut sorter = BlobSorter::new(folder.scratch(), "blobs", 1_000);
        let blob = |n: usize| vec![n as u8; n * 50_000];
        for n in [3usize, 0, 5, 1] {
            sorter.add([n as u8; KEY], &blob(n)).unwrap();
        }
        let mut sorted = sorter.finish().unwrap();
        let mut found = Vec::new();
        while let Some((key, bytes)) = sorted.next().unwrap() {
            assert_eq!(bytes, blob(key[0] as usize));
            found.push(key[0]);
        }
        assert_eq!(found, [0, 1, 3, 5]);
    }
}
