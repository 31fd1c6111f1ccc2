//! Records in order, in memory or in a file: each behind its length in two bytes.

use crate::scratch::{Scratch, ScratchFile};
use std::io::Write;
use utsushi_findings::Problem;

/// Records of a run file that are gathered before they are written.
const BUFFER: usize = 256 << 10;

/// Bytes in front of each record.
pub(super) const HEAD: usize = 2;

/// Longest record.
const LONGEST: usize = u16::MAX as usize;

/// The first sixteen bytes as a number, so that most comparisons need no look at the record.
pub(super) fn prefix(record: &[u8]) -> u128 {
    match record.first_chunk::<16>() {
        Some(first) => u128::from_be_bytes(*first),
        None => {
            let mut first = [0; 16];
            first[..record.len()].copy_from_slice(record);
            u128::from_be_bytes(first)
        }
    }
}

/// Records being gathered.
#[derive(Debug, Default)]
pub struct RunBuilder {
    bytes: Vec<u8>,
    starts: Vec<u32>,
}

impl RunBuilder {
    /// Adds a record of at most 65,535 bytes; what is longer is cut.
    pub fn push(&mut self, record: &[u8]) {
        let record = &record[..record.len().min(LONGEST)];
        self.starts.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
        self.bytes.extend_from_slice(&(record.len() as u16).to_le_bytes());
        self.bytes.extend_from_slice(record);
    }

    /// Bytes it holds.
    pub fn bytes(&self) -> usize {
        self.bytes.len() + self.starts.len() * 4
    }

    /// The records in order; the builder is empty then, and keeps its memory.
    pub fn sort(&mut self) -> Run {
        let record = |start: u32| record_at(&self.bytes, start as usize);
        let mut order: Vec<(u128, u32)> =
            self.starts.iter().map(|start| (prefix(record(*start)), *start)).collect();
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| record(a.1).cmp(record(b.1))));
        let mut bytes = Vec::with_capacity(self.bytes.len());
        for (_, start) in &order {
            let start = *start as usize;
            bytes.extend_from_slice(&self.bytes[start..start + HEAD + record_at(&self.bytes, start).len()]);
        }
        self.bytes.clear();
        self.starts.clear();
        Run { bytes, records: order.len() as u64 }
    }
}

/// The record whose length stands at `start`.
pub(super) fn record_at(bytes: &[u8], start: usize) -> &[u8] {
    let Some(head) = bytes.get(start..).and_then(|rest| rest.first_chunk::<HEAD>()) else { return &[] };
    let begin = start + HEAD;
    bytes.get(begin..begin + usize::from(u16::from_le_bytes(*head))).unwrap_or_default()
}

/// Records in order.
#[derive(Debug, Default)]
pub struct Run {
    bytes: Vec<u8>,
    records: u64,
}

impl Run {
    /// How many.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Bytes it holds.
    pub fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records == 0
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// A run file being written.
pub(super) struct Writer {
    file: ScratchFile,
    buffer: Vec<u8>,
}

impl Writer {
    pub fn create(scratch: &Scratch, name: &str) -> Result<Writer, Problem> {
        Ok(Writer { file: scratch.write(name)?, buffer: Vec::with_capacity(BUFFER + LONGEST) })
    }

    pub fn write(&mut self, record: &[u8]) -> Result<(), Problem> {
        self.buffer.extend_from_slice(&(record.len() as u16).to_le_bytes());
        self.buffer.extend_from_slice(record);
        if self.buffer.len() >= BUFFER { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Problem> {
        let written = self.file.write_all(&self.buffer);
        self.buffer.clear();
        written.map_err(|error| self.file.problem(&error))
    }

    pub fn finish(mut self) -> Result<(), Problem> {
        self.flush()
    }
}
