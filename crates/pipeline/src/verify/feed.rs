//! The pieces of all files of a delivery, one file after the other.

use utsushi_delivery::read::{Delivery, Piece, Reading, Stream};
use utsushi_store::Scratch;

/// A file being checked: what is read, and where it stands in the plan.
pub(super) struct Source {
    pub reading: Reading,
    /// Place of its standard file in the plan.
    pub file: usize,
    pub checker: utsushi_check::Checker,
}

/// A piece with the file it is of.
pub(super) struct Raw {
    pub source: usize,
    /// Its number in the run.
    pub number: u32,
    pub piece: Piece,
}

/// Reads files, a round of pieces at a time.
pub(super) struct Feeder<'a> {
    delivery: &'a Delivery,
    sources: &'a [Source],
    scratch: &'a Scratch,
    /// Files to read, in order, and the next of them.
    which: Vec<usize>,
    next: usize,
    pieces: u32,
    stream: Option<Stream>,
    /// Files that could not be read to their end, and why.
    pub failed: Vec<(usize, String)>,
    /// SHA-256 of files that were read from their first byte to their last.
    pub digests: Vec<(usize, [u8; 32])>,
}

impl<'a> Feeder<'a> {
    pub fn new(
        delivery: &'a Delivery,
        sources: &'a [Source],
        scratch: &'a Scratch,
        which: impl Iterator<Item = usize>,
    ) -> Self {
        Feeder {
            delivery,
            sources,
            scratch,
            which: which.collect(),
            next: 0,
            pieces: 0,
            stream: None,
            failed: Vec::new(),
            digests: Vec::new(),
        }
    }

    /// The next pieces, at most so many; none at the end.
    pub fn round(&mut self, most: usize) -> Vec<Raw> {
        let mut round = Vec::with_capacity(most);
        while round.len() < most {
            let Some(source) = self.which.get(self.next).copied() else { break };
            let mut stream = match self.stream.take() {
                Some(stream) => stream,
                None => match self.sources[source].reading.open(self.delivery, self.scratch) {
                    Ok(stream) => stream,
                    Err(text) => {
                        self.fail(source, text);
                        continue;
                    }
                },
            };
            match stream.piece() {
                Ok(Some(piece)) => {
                    self.stream = Some(stream);
                    round.push(Raw { source, number: self.pieces, piece });
                    self.pieces += 1;
                }
                Ok(None) => match stream.finish() {
                    Ok(digest) => {
                        self.digests.extend(digest.map(|digest| (source, digest)));
                        self.next += 1;
                    }
                    Err(text) => self.fail(source, text),
                },
                Err(text) => self.fail(source, text),
            }
        }
        round
    }

    fn fail(&mut self, source: usize, text: String) {
        self.failed.push((source, text));
        self.next += 1;
    }
}
