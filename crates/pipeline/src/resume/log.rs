//! The log of a job: frames, each with its length and a checksum in front. A log that was torn, or that does not end
//! with its end, is no log.

use super::end::End;
use super::entry;
use super::wire::Take;
use crate::chunk::DoneChunk;
use crate::outputs::Base;
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use utsushi_findings::{Finding, Problem};
use utsushi_store::{Scratch, ScratchFile};

const NAME: &str = "job-log-";
/// Length (eight bytes) and CRC-32 of the frame.
const HEAD: usize = 12;

/// What a frame is: its first byte.
const CHUNK: u8 = 1;
const FINDINGS: u8 = 2;
const END: u8 = 3;

/// The name of a job's log in scratch.
pub(super) fn name(job: usize) -> String {
    format!("{NAME}{job}")
}

/// The job whose log has this name.
pub(super) fn job_of(name: &str) -> Option<usize> {
    name.strip_prefix(NAME)?.parse().ok()
}

/// A log being written, by the write stage.
pub(crate) struct JobLog {
    file: ScratchFile,
    /// Of which targets the rows are needed again.
    rows: Vec<bool>,
    buffer: Vec<u8>,
}

impl JobLog {
    pub(super) fn create(scratch: &Scratch, job: usize, rows: Vec<bool>) -> Result<JobLog, Problem> {
        Ok(JobLog { file: scratch.write(&name(job))?, rows, buffer: Vec::new() })
    }

    /// Adds the chunks of a round, before their facts are taken.
    pub fn chunks(&mut self, done: &[DoneChunk], bases: &[Base]) -> Result<(), Problem> {
        for (chunk, base) in done.iter().zip(bases) {
            self.begin(CHUNK);
            entry::write(chunk, base, &self.rows, &mut self.buffer);
            self.put()?;
        }
        Ok(())
    }

    /// Adds findings about whole inputs.
    pub fn findings(&mut self, findings: &[Finding]) -> Result<(), Problem> {
        self.begin(FINDINGS);
        entry::write_findings(findings, &mut self.buffer);
        self.put()
    }

    /// Ends the log: from here on the job can be kept.
    pub(super) fn end(mut self, end: &End) -> Result<(), Problem> {
        self.begin(END);
        self.buffer.extend(end.to_bytes());
        self.put()?;
        self.file.sync()
    }

    fn begin(&mut self, what: u8) {
        self.buffer.clear();
        self.buffer.extend([0; HEAD]);
        self.buffer.push(what);
    }

    fn put(&mut self) -> Result<(), Problem> {
        let frame = &self.buffer[HEAD..];
        let (length, sum) = (frame.len() as u64, crc32fast::hash(frame));
        self.buffer[..8].copy_from_slice(&length.to_le_bytes());
        self.buffer[8..HEAD].copy_from_slice(&sum.to_le_bytes());
        self.file.write_all(&self.buffer).map_err(|error| self.file.problem(&error))
    }
}

/// A frame that was read.
pub(super) enum Frame {
    /// A chunk, still as bytes.
    Chunk(Vec<u8>),
    Findings(Vec<Finding>),
    End(Box<End>),
}

/// Reads a log.
pub(super) struct Frames {
    file: BufReader<File>,
    left: u64,
}

impl Frames {
    pub fn open(scratch: &Scratch, job: usize) -> Result<Frames, Problem> {
        let file = scratch.open(&name(job))?;
        let io = |error| Problem::io(&scratch.path().join(name(job)), &error);
        let left = file.metadata().map_err(io)?.len();
        Ok(Frames { file: BufReader::with_capacity(256 << 10, file), left })
    }

    /// The next frame; `None` behind the last.
    pub fn next(&mut self) -> io::Result<Option<Frame>> {
        if self.left == 0 {
            return Ok(None);
        }
        let torn = || io::Error::from(io::ErrorKind::InvalidData);
        let mut head = [0; HEAD];
        self.file.read_exact(&mut head)?;
        let mut take = Take(&head);
        let (Some(length), Some(sum)) = (take.u64(), take.u32()) else { return Err(torn()) };
        let all = length.checked_add(HEAD as u64).filter(|all| *all <= self.left && length > 0);
        self.left -= all.ok_or_else(torn)?;
        let mut frame = vec![0; usize::try_from(length).map_err(|_| torn())?];
        self.file.read_exact(&mut frame)?;
        if crc32fast::hash(&frame) != sum {
            return Err(torn());
        }
        let what = frame[0];
        Ok(Some(match what {
            CHUNK => {
                frame.remove(0);
                Frame::Chunk(frame)
            }
            FINDINGS => Frame::Findings(entry::read_findings(&mut Take(&frame[1..])).ok_or_else(torn)?),
            END => Frame::End(Box::new(End::from_bytes(&frame[1..]).ok_or_else(torn)?)),
            _ => return Err(torn()),
        }))
    }
}

/// The end of a log all of whose frames are whole.
pub(super) fn whole(scratch: &Scratch, job: usize) -> Option<End> {
    let mut frames = Frames::open(scratch, job).ok()?;
    loop {
        if let Frame::End(end) = frames.next().ok()?? {
            return (frames.left == 0).then_some(*end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_store::RunFolder;

    #[test]
    fn a_log_without_its_end_or_with_a_wrong_byte_anywhere_is_none() {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::create(&root.path().join("out"), false, "manifest.json").unwrap();
        let scratch = folder.scratch();
        let mut log = JobLog::create(scratch, 0, vec![true]).unwrap();
        log.chunks(&[DoneChunk::default()], &[Base { records: 0, lines: 0, offset: 0 }]).unwrap();
        log.findings(&[]).unwrap();
        assert!(whole(scratch, 0).is_none(), "it has no end yet");
        log.end(&End::default()).unwrap();
        assert!(whole(scratch, 0).is_some());
        let path = scratch.path().join(name(0));
        let bytes = std::fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            std::fs::write(&path, &bytes[..at]).unwrap();
            assert!(whole(scratch, 0).is_none(), "torn at {at}");
            let mut wrong = bytes.clone();
            wrong[at] ^= 0x10;
            std::fs::write(&path, &wrong).unwrap();
            assert!(whole(scratch, 0).is_none(), "wrong at {at}");
        }
        assert_eq!((job_of(&name(12)), job_of("facts")), (Some(12), None));
    }
}
