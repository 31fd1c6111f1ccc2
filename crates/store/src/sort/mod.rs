//! Putting more records in order than memory holds.
//!
//! A record is a short run of bytes; order is that of the bytes. Records come in sorted [`Run`]s, which many threads
//! may make; a [`Sorter`] keeps them in memory up to its share, then merges them into files of [`Scratch`], and
//! at the end gives all records in order. The order, and so what is made of it, depends on nothing but the records.

mod merge;
mod run;

pub use merge::Sorted;
pub use run::{Run, RunBuilder};

use crate::scratch::Scratch;
use merge::Source;
use utsushi_findings::Problem;

/// Files that are merged at once: more would need too many handles and too much memory for their buffers.
const FAN_IN: usize = 32;

/// An external sort.
#[derive(Debug)]
pub struct Sorter<'a> {
    scratch: &'a Scratch,
    name: String,
    memory: usize,
    runs: Vec<Run>,
    held: usize,
    loose: RunBuilder,
    files: Vec<String>,
    made: usize,
    records: u64,
}

impl<'a> Sorter<'a> {
    /// A sorter that holds about `memory` bytes; its files in `scratch` begin with `name`.
    pub fn new(scratch: &'a Scratch, name: &str, memory: usize) -> Self {
        Sorter {
            scratch,
            name: name.to_owned(),
            memory: memory.max(1),
            runs: Vec::new(),
            held: 0,
            loose: RunBuilder::default(),
            files: Vec::new(),
            made: 0,
            records: 0,
        }
    }

    /// How many records it has been given.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Adds records that are in order already.
    ///
    /// # Errors
    /// The disk is full, or the system refuses.
    pub fn add_run(&mut self, run: Run) -> Result<(), Problem> {
        if run.is_empty() {
            return Ok(());
        }
        self.records += run.records();
        self.held += run.bytes();
        self.runs.push(run);
        if self.held > self.memory { self.spill() } else { Ok(()) }
    }

    /// Adds one record.
    ///
    /// # Errors
    /// The disk is full, or the system refuses.
    pub fn add(&mut self, record: &[u8]) -> Result<(), Problem> {
        self.loose.push(record);
        if self.loose.bytes() < (self.memory / 4).clamp(1, 4 << 20) {
            return Ok(());
        }
        let run = self.loose.sort();
        self.add_run(run)
    }

    /// All records in order. The files go as they are read.
    ///
    /// # Errors
    /// The disk is full, or the system refuses.
    pub fn finish(mut self) -> Result<Sorted<'a>, Problem> {
        let run = self.loose.sort();
        self.add_run(run)?;
        while self.files.len() > FAN_IN {
            let first: Vec<String> = self.files.drain(..FAN_IN).collect();
            self.merge_files(&first)?;
        }
        let mut sources = self.runs.drain(..).map(Source::memory).collect::<Vec<_>>();
        for file in self.files.drain(..) {
            sources.push(Source::file(self.scratch, file)?);
        }
        Sorted::new(sources)
    }

    fn spill(&mut self) -> Result<(), Problem> {
        let sources = self.runs.drain(..).map(Source::memory).collect();
        self.held = 0;
        self.write(Sorted::new(sources)?)?;
        if self.files.len() >= FAN_IN * 2 {
            let first: Vec<String> = self.files.drain(..FAN_IN).collect();
            self.merge_files(&first)?;
        }
        Ok(())
    }

    fn merge_files(&mut self, files: &[String]) -> Result<(), Problem> {
        let sources = files.iter().map(|file| Source::file(self.scratch, file.clone()));
        let merged = Sorted::new(sources.collect::<Result<_, _>>()?)?;
        self.write(merged)
    }

    fn write(&mut self, mut sorted: Sorted<'_>) -> Result<(), Problem> {
        let name = format!("{}-{}", self.name, self.made);
        self.made += 1;
        let mut file = run::Writer::create(self.scratch, &name)?;
        while let Some(record) = sorted.next()? {
            file.write(record)?;
        }
        file.finish()?;
        self.files.push(name);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scratch() -> (tempfile::TempDir, Scratch) {
        let root = tempfile::tempdir().unwrap();
        let scratch = Scratch::at(root.path().join("scratch")).unwrap();
        (root, scratch)
    }

    fn sort(scratch: &Scratch, records: &[Vec<u8>], memory: usize, runs: bool) -> Vec<Vec<u8>> {
        let mut sorter = Sorter::new(scratch, "test", memory);
        if runs {
            for part in records.chunks(7) {
                let mut run = RunBuilder::default();
                part.iter().for_each(|record| run.push(record));
                sorter.add_run(run.sort()).unwrap();
            }
        } else {
            records.iter().for_each(|record| sorter.add(record).unwrap());
        }
        let mut sorted = sorter.finish().unwrap();
        let mut found = Vec::new();
        while let Some(record) = sorted.next().unwrap() {
            found.push(record.to_vec());
        }
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_order_is_that_of_the_bytes_whatever_the_memory(
            records in proptest::collection::vec(proptest::collection::vec(0u8..4, 0..40), 0..600),
        ) {
            let (_root, scratch) = scratch();
            let mut expected = records.clone();
            expected.sort();
            for memory in [1, 200, 5_000, usize::MAX] {
                for runs in [false, true] {
                    prop_assert_eq!(&sort(&scratch, &records, memory, runs), &expected);
                }
            }
            prop_assert_eq!(std::fs::read_dir(scratch.path()).unwrap().count(), 0);
        }
    }

    #[test]
    fn many_files_are_merged_in_steps_and_removed() {
        let (_root, scratch) = scratch();
        let records: Vec<Vec<u8>> = (0..3_000u32).rev().map(|n| n.to_be_bytes().to_vec()).collect();
        let found = sort(&scratch, &records, 8, true);
        assert!(found.is_sorted() && found.len() == records.len());
        assert_eq!(std::fs::read_dir(scratch.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_full_disk_is_told() {
        let (_root, scratch) = scratch();
        scratch.limit(100);
        let mut sorter = Sorter::new(&scratch, "test", 50);
        let said = (0..100).find_map(|n: u32| sorter.add(&[n as u8; 20]).err()).unwrap().to_string();
        assert!(said.contains("no space left"), "{said}");
    }
}
