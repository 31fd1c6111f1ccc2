//! Many runs as one.

use super::run::{HEAD, Run, prefix, record_at};
use crate::scratch::Scratch;
use std::fs::File;
use std::io::Read;
use utsushi_findings::Problem;

/// Read from a file at once: with every record whole.
const BUFFER: usize = 128 << 10;

/// One run being read.
#[derive(Debug)]
pub(super) struct Source<'a> {
    bytes: Vec<u8>,
    /// Where the current record's length stands.
    at: usize,
    key: u128,
    file: Option<(&'a Scratch, String, File)>,
}

impl<'a> Source<'a> {
    pub fn memory(run: Run) -> Self {
        Source { bytes: run.into_bytes(), at: 0, key: 0, file: None }
    }

    pub fn file(scratch: &'a Scratch, name: String) -> Result<Self, Problem> {
        let file = scratch.open(&name)?;
        Ok(Source { bytes: Vec::new(), at: 0, key: 0, file: Some((scratch, name, file)) })
    }

    fn record(&self) -> &[u8] {
        record_at(&self.bytes, self.at)
    }

    /// Makes sure that the current record is whole in memory; `false` at the end.
    fn load(&mut self) -> Result<bool, Problem> {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            if rest.len() >= HEAD {
                let length = usize::from(u16::from_le_bytes([rest[0], rest[1]]));
                if rest.len() >= HEAD + length {
                    self.key = prefix(&rest[HEAD..HEAD + length]);
                    return Ok(true);
                }
            }
            let Some((scratch, name, file)) = &mut self.file else { return Ok(false) };
            self.bytes.drain(..self.at);
            self.at = 0;
            let before = self.bytes.len();
            self.bytes.resize(before + BUFFER, 0);
            let read = file
                .read(&mut self.bytes[before..])
                .map_err(|error| Problem::io(&scratch.path().join(&*name), &error))?;
            self.bytes.truncate(before + read);
            if read == 0 {
                let (scratch, name) = (*scratch, std::mem::take(name));
                self.file = None;
                scratch.remove(&name)?;
                return Ok(false);
            }
        }
    }

    fn step(&mut self) -> Result<bool, Problem> {
        self.at += HEAD + self.record().len();
        self.load()
    }

    fn is_before(&self, other: &Source<'_>) -> bool {
        (self.key, self.record()) < (other.key, other.record())
    }
}

/// Records in order.
#[derive(Debug)]
pub struct Sorted<'a> {
    /// A heap: no source stands behind the two at twice its place.
    heap: Vec<Source<'a>>,
    begun: bool,
}

impl<'a> Sorted<'a> {
    pub(super) fn new(sources: Vec<Source<'a>>) -> Result<Self, Problem> {
        let mut heap = Vec::with_capacity(sources.len());
        for mut source in sources {
            if source.load()? {
                heap.push(source);
            }
        }
        let mut sorted = Sorted { heap, begun: false };
        for place in (0..sorted.heap.len() / 2).rev() {
            sorted.sink(place);
        }
        Ok(sorted)
    }

    /// The next record; `None` when all have been given.
    ///
    /// # Errors
    /// The system refuses to read.
    #[expect(clippy::should_implement_trait, reason = "the record is lent, which an iterator cannot do")]
    pub fn next(&mut self) -> Result<Option<&[u8]>, Problem> {
        if std::mem::replace(&mut self.begun, true)
            && let Some(first) = self.heap.first_mut()
        {
            if !first.step()? {
                self.heap.swap_remove(0);
            }
            self.sink(0);
        }
        Ok(self.heap.first().map(Source::record))
    }

    fn sink(&mut self, mut place: usize) {
        loop {
            let (left, right) = (place * 2 + 1, place * 2 + 2);
            let mut least = place;
            for child in [left, right] {
                if child < self.heap.len() && self.heap[child].is_before(&self.heap[least]) {
                    least = child;
                }
            }
            if least == place {
                return;
            }
            self.heap.swap(place, least);
            place = least;
        }
    }
}
