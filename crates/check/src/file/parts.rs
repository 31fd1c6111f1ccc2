//! Records of all sources, kept apart by the first bits of their hash, in memory or in scratch.
//!
//! Nothing is put in order here: a part is small enough to be put in order when it is looked at.

use super::source::Source;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use utsushi_findings::Problem;
use utsushi_store::{Scratch, ScratchFile};

/// How many parts.
pub(super) const PARTS: usize = 128;

/// The part of a hash.
pub(super) fn part(high: u64) -> usize {
    (high >> (64 - PARTS.trailing_zeros())) as usize
}

/// Records of one source and chunk, part by part, in the order of the rows.
#[derive(Debug)]
pub(super) struct Records {
    pub(super) source: usize,
    pub(super) chunk: u32,
    pub(super) words: Vec<u64>,
    /// Where each part ends, in words.
    ends: Box<[u32; PARTS]>,
}

impl Records {
    /// Puts records apart that are each `width` words.
    pub fn new(source: usize, chunk: u32, width: usize, records: &[u64]) -> Self {
        let mut ends = Box::new([0u32; PARTS]);
        for record in records.chunks_exact(width) {
            ends[part(record[0])] += width as u32;
        }
        let mut next = [0u32; PARTS];
        let mut end = 0;
        for (next, count) in next.iter_mut().zip(ends.iter_mut()) {
            *next = end;
            end += *count;
            *count = end;
        }
        let mut words = vec![0; records.len()];
        for record in records.chunks_exact(width) {
            let next = &mut next[part(record[0])];
            words[*next as usize..][..width].copy_from_slice(record);
            *next += width as u32;
        }
        Records { source, chunk, words, ends }
    }

    /// Records that are kept apart already, as [`words`](Records::words) holds them; `None` where they are not.
    pub fn again(source: usize, chunk: u32, width: usize, words: Vec<u64>) -> Option<Self> {
        let mut ends = Box::new([0u32; PARTS]);
        let mut last = 0;
        if !words.len().is_multiple_of(width) {
            return None;
        }
        for (at, record) in words.chunks_exact(width).enumerate() {
            let part = part(record[0]);
            if part < last {
                return None;
            }
            last = part;
            ends[part] = u32::try_from((at + 1) * width).ok()?;
        }
        let mut end = 0;
        for place in ends.iter_mut() {
            end = end.max(*place);
            *place = end;
        }
        Some(Records { source, chunk, words, ends })
    }

    fn of(&self, part: usize) -> &[u64] {
        let begin = if part == 0 { 0 } else { self.ends[part - 1] };
        &self.words[begin as usize..self.ends[part] as usize]
    }

    fn bytes(&self) -> usize {
        self.words.len() * 8 + PARTS * 4 + 64
    }
}

/// Records of one part and source that lie in the file.
#[derive(Clone, Copy, Debug)]
struct Segment {
    source: u32,
    at: u64,
    words: u64,
}

/// All records of a run.
pub(super) struct Parts<'s> {
    scratch: &'s Scratch,
    memory: usize,
    held: Vec<Records>,
    bytes: usize,
    file: Option<ScratchFile>,
    written: u64,
    segments: Vec<Vec<Segment>>,
}

const NAME: &str = "facts";

impl<'s> Parts<'s> {
    /// Holds about `memory` bytes, and puts the rest in `scratch`.
    pub fn new(scratch: &'s Scratch, memory: usize) -> Self {
        Parts {
            scratch,
            memory,
            held: Vec::new(),
            bytes: 0,
            file: None,
            written: 0,
            segments: vec![Vec::new(); PARTS],
        }
    }

    /// Takes records; those of later chunks come later.
    pub fn add(&mut self, records: Records) -> Result<(), Problem> {
        self.bytes += records.bytes();
        self.held.push(records);
        if self.bytes > self.memory { self.spill() } else { Ok(()) }
    }

    /// Writes what is held, part by part: of each source the chunks, each with its number and count of words ahead.
    fn spill(&mut self) -> Result<(), Problem> {
        let mut held = std::mem::take(&mut self.held);
        self.bytes = 0;
        held.sort_by_key(|records| records.source);
        let mut file = match self.file.take() {
            Some(file) => file,
            None => self.scratch.write(NAME)?,
        };
        let mut bytes = Vec::new();
        for part in 0..PARTS {
            for of_source in held.chunk_by(|a, b| a.source == b.source) {
                let (before, at) = (bytes.len(), self.written + bytes.len() as u64);
                for records in of_source {
                    let words = records.of(part);
                    if !words.is_empty() {
                        let head = u64::from(records.chunk) << 32 | words.len() as u64;
                        bytes.extend_from_slice(&head.to_le_bytes());
                        bytes.extend(words.iter().flat_map(|word| word.to_le_bytes()));
                    }
                }
                let words = (bytes.len() - before) as u64 / 8;
                if words > 0 {
                    let source = of_source[0].source as u32;
                    self.segments[part].push(Segment { source, at, words });
                }
            }
            if bytes.len() > 256 << 10 || part + 1 == PARTS {
                file.write_all(&bytes).map_err(|error| file.problem(&error))?;
                self.written += bytes.len() as u64;
                bytes.clear();
            }
        }
        self.file = Some(file);
        Ok(())
    }

    /// Words of a part's records of some sources.
    pub fn words(&self, part: usize, which: impl Fn(usize) -> bool) -> u64 {
        let written = self.segments[part].iter().filter(|segment| which(segment.source as usize));
        let held = self.held.iter().filter(|records| which(records.source));
        written.map(|segment| segment.words).sum::<u64>()
            + held.map(|records| records.of(part).len() as u64).sum::<u64>()
    }

    /// For reading a part, on one thread.
    pub fn reader(&self) -> Result<Reader<'_, 's>, Problem> {
        let file = match self.file {
            Some(_) => Some(self.scratch.open(NAME)?),
            None => None,
        };
        Ok(Reader { parts: self, file, bytes: Vec::new(), words: Vec::new() })
    }

    /// Removes the file, once nobody reads it.
    pub fn remove(mut self) -> Result<(), Problem> {
        match self.file.take() {
            Some(_) => self.scratch.remove(NAME),
            None => Ok(()),
        }
    }
}

/// Reads parts.
pub(super) struct Reader<'p, 's> {
    parts: &'p Parts<'s>,
    file: Option<File>,
    bytes: Vec<u8>,
    words: Vec<u64>,
}

impl Reader<'_, '_> {
    /// Gives all records of a part and source with their chunk, in the order of the rows.
    pub fn each(
        &mut self,
        part: usize,
        (index, source): (usize, &Source),
        mut take: impl FnMut(u32, &[u64]) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let width = source.width();
        for segment in self.parts.segments[part].iter().filter(|segment| segment.source as usize == index) {
            let Some(file) = &mut self.file else { continue };
            self.bytes.resize(segment.words as usize * 8, 0);
            file.seek(SeekFrom::Start(segment.at))
                .and_then(|_| file.read_exact(&mut self.bytes))
                .map_err(|error| Problem::io(&self.parts.scratch.path().join(NAME), &error))?;
            self.words.clear();
            self.words.extend(self.bytes.as_chunks::<8>().0.iter().map(|word| u64::from_le_bytes(*word)));
            let mut rest = &self.words[..];
            while let Some((head, after)) = rest.split_first() {
                let (chunk, words) = ((head >> 32) as u32, (head & 0xffff_ffff) as usize);
                let Some((records, after)) = after.split_at_checked(words) else { break };
                for record in records.chunks_exact(width) {
                    take(chunk, record)?;
                }
                rest = after;
            }
        }
        for records in self.parts.held.iter().filter(|records| records.source == index) {
            for record in records.of(part).chunks_exact(width) {
                take(records.chunk, record)?;
            }
        }
        Ok(())
    }
}
