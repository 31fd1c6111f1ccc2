//! Rows that stand twice: which of them stays, and what differs.
//!
//! Where rows are more than memory holds, three steps lead to an answer, each in bounded memory:
//!
//! 1. [`Fingerprints`] takes a keyed hash of every row's key and gives back, as [`Nominee`]s, the places of those that
//!    stand more than once. A hash only nominates: two keys that share one cost a look, nothing else.
//! 2. The nominated rows that are not rejected come back whole, as [`Candidate`]s. They are put in order so that of each key
//!    the row that its file's [`DuplicatePolicy`] prefers comes first.
//! 3. [`judge`] walks them once, compares values, and gives a [`Verdict`] for each row that leaves.
//!
//! The answer depends on the rows and their order alone.

mod aside;
mod candidate;
mod fingerprint;
mod fingerprints;
mod judge;
mod policy;
mod verdict;

pub use aside::Aside;
pub use candidate::{Candidate, CandidateRun, Candidates};
pub use fingerprint::{Batch, Fingerprint, Nominee, Share, Spot};
pub use fingerprints::{Fingerprints, Nominees};
pub use judge::judge;
pub use policy::{DuplicatePolicy, KeyPolicy};
pub use verdict::{Difference, Loss, Verdict, Verdicts};

/// A row of a run: chunks in the order of the input, records and occurrences in the chunk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Place {
    /// Number of the chunk.
    pub chunk: u32,
    /// Record in the chunk, from 0.
    pub record: u32,
    /// Which of the job's targets the row is of.
    pub target: u16,
    /// Which row of a repeating group, from 1.
    pub occurrence: u32,
}

impl Place {
    /// Bytes of a place.
    const BYTES: usize = 14;

    /// In the order of the bytes: chunk, record, target, occurrence.
    fn to_bytes(self) -> [u8; Place::BYTES] {
        let mut bytes = [0; Place::BYTES];
        bytes[..4].copy_from_slice(&self.chunk.to_be_bytes());
        bytes[4..8].copy_from_slice(&self.record.to_be_bytes());
        bytes[8..10].copy_from_slice(&self.target.to_be_bytes());
        bytes[10..].copy_from_slice(&self.occurrence.to_be_bytes());
        bytes
    }

    fn of_bytes(bytes: &[u8]) -> Place {
        Place {
            chunk: number(bytes, 0),
            record: number(bytes, 4),
            target: (number(bytes, 6) & 0xFFFF) as u16,
            occurrence: number(bytes, 10),
        }
    }
}

/// Four bytes, the highest first; 0 where there are none.
fn number(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|rest| rest.first_chunk::<4>()).map_or(0, |four| u32::from_be_bytes(*four))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written_and_its_bytes_are_in_its_order() {
        let place = Place { chunk: 1, record: 70_000, target: 258, occurrence: 3 };
        assert_eq!(Place::of_bytes(&place.to_bytes()), place);
        assert!(place.to_bytes() < Place { occurrence: 4, ..place }.to_bytes());
        assert!(Place { target: 259, occurrence: 1, ..place }.to_bytes() > place.to_bytes());
    }
}
