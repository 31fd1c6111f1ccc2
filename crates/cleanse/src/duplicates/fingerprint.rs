//! One row's key as a hash, and where the row is.

use super::Place;

/// Bits of an offset in a chunk, of a record's number in it and of a record's length.
const SPAN_BITS: u32 = 21;

/// Bits of what a fingerprint says of its rows: see [`Spot::which`].
const WHICH_BITS: u32 = 20;

/// Parts that fingerprints fall into by their highest bits, so that each can be looked at by itself.
pub(super) const PARTS: usize = 256;

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

/// Targets of a job whose rows have the same keys, since the same fields of the record feed them. One fingerprint stands for the
/// rows of all of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Share {
    /// Position of each target among the job's, with the number of its file in the run.
    members: Vec<(u16, u16)>,
    repeated: bool,
}

impl Share {
    /// At most so many targets share a fingerprint.
    pub const MOST: usize = WHICH_BITS as usize;

    /// Targets with a row for a record, at most [`Share::MOST`]. [`Spot::which`] says which of them have one, a bit each.
    pub fn of(members: Vec<(u16, u16)>) -> Share {
        Share { members, repeated: false }
    }

    /// A target with rows for a repeating group. [`Spot::which`] is the occurrence.
    pub fn repeated(target: u16, file: u16) -> Share {
        Share { members: vec![(target, file)], repeated: true }
    }

    /// The rows that a fingerprint stands for: target, file and occurrence.
    pub(super) fn rows(&self, which: u32) -> impl Iterator<Item = (u16, u16, u32)> + '_ {
        let members = self.members.iter().enumerate();
        members.filter_map(move |(nth, (target, file))| match self.repeated {
            true => Some((*target, *file, which)),
            false => (which >> nth & 1 == 1).then_some((*target, *file, 1)),
        })
    }
}

/// Where the rows of a fingerprint are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spot {
    /// Number of the chunk in the run.
    pub chunk: u32,
    /// Record in the chunk, from 0.
    pub record: u32,
    /// First byte of the record in the chunk.
    pub start: u32,
    /// Bytes of the record, line end included.
    pub length: u32,
    /// The number of the [`Share`] among those of its job.
    pub share: u16,
    /// Which of the share's rows: see [`Share::of`] and [`Share::repeated`].
    pub which: u32,
}

/// A key, as a hash, and where its rows are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fingerprint {
    pub(super) hash: u64,
    pub(super) chunk: u32,
    /// Share (12 bits) and which of its rows (20 bits).
    row: u32,
    /// Record, start and length.
    span: u64,
}

impl Fingerprint {
    /// Bytes of one in scratch.
    pub(super) const BYTES: usize = 24;

    /// Of rows whose key has this hash. Keys of files that share no fingerprint should have different hashes. `None` for a place
    /// that no chunk of at most 2 MiB, share under 4,096 and occurrence under 1,048,576 has.
    #[inline]
    pub fn new(hash: u64, spot: Spot) -> Option<Fingerprint> {
        let Spot { chunk, record, start, length, share, which } = spot;
        let fits = (record | start | length) < 1 << SPAN_BITS;
        if !fits || share >= 1 << (u32::BITS - WHICH_BITS) || which >= 1 << WHICH_BITS {
            return None;
        }
        let span = u64::from(record) << (2 * SPAN_BITS) | u64::from(start) << SPAN_BITS | u64::from(length);
        Some(Fingerprint { hash, chunk, row: u32::from(share) << WHICH_BITS | which, span })
    }

    pub(super) fn spot(&self) -> Spot {
        let of_span = |nth: u32| (self.span >> (nth * SPAN_BITS)) as u32 & ((1 << SPAN_BITS) - 1);
        Spot {
            chunk: self.chunk,
            record: of_span(2),
            start: of_span(1),
            length: of_span(0),
            share: (self.row >> WHICH_BITS) as u16,
            which: self.row & ((1 << WHICH_BITS) - 1),
        }
    }

    pub(super) fn to_bytes(self) -> [u8; Fingerprint::BYTES] {
        let mut bytes = [0; Fingerprint::BYTES];
        bytes[..8].copy_from_slice(&self.hash.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.chunk.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.row.to_le_bytes());
        bytes[16..].copy_from_slice(&self.span.to_le_bytes());
        bytes
    }

    pub(super) fn of_bytes(bytes: &[u8; Fingerprint::BYTES]) -> Fingerprint {
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

/// Fingerprints of a chunk, in order of part: made by the workers.
#[derive(Debug)]
pub struct Batch {
    prints: Vec<Fingerprint>,
    /// Where each part begins, and where the last ends.
    starts: Vec<u32>,
}

impl Batch {
    /// Puts fingerprints in order of part.
    pub fn of(prints: &[Fingerprint]) -> Batch {
        let mut starts = vec![0u32; PARTS + 1];
        for print in prints {
            starts[print.part() + 1] += 1;
        }
        for part in 0..PARTS {
            starts[part + 1] += starts[part];
        }
        let mut next = starts.clone();
        let nothing = Fingerprint { hash: 0, chunk: 0, row: 0, span: 0 };
        let mut ordered = vec![nothing; prints.len()];
        for print in prints {
            let at = &mut next[print.part()];
            ordered[*at as usize] = *print;
            *at += 1;
        }
        Batch { prints: ordered, starts }
    }

    /// Those of one part.
    pub(super) fn part(&self, part: usize) -> &[Fingerprint] {
        &self.prints[self.starts[part] as usize..self.starts[part + 1] as usize]
    }

    /// Bytes it holds.
    pub(super) fn bytes(&self) -> usize {
        self.prints.len() * size_of::<Fingerprint>() + self.starts.len() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_beyond_what_fits_is_refused_and_not_cut() {
        let most = (1 << 21) - 1;
        let spot = Spot {
            chunk: u32::MAX,
            record: most,
            start: most,
            length: most,
            share: 4095,
            which: (1 << 20) - 1,
        };
        let print = Fingerprint::new(5, spot).unwrap();
        assert_eq!(print.spot(), spot);
        assert_eq!(Fingerprint::of_bytes(&print.to_bytes()), print);
        for beyond in
            [Spot { length: 1 << 21, ..spot }, Spot { share: 4096, ..spot }, Spot { which: 1 << 20, ..spot }]
        {
            assert_eq!(Fingerprint::new(5, beyond), None);
        }
    }

    #[test]
    fn a_fingerprint_stands_for_the_rows_of_its_share() {
        let rows = |share: &Share, which| share.rows(which).collect::<Vec<_>>();
        let share = Share::of(vec![(0, 7), (3, 9)]);
        assert_eq!(rows(&share, 0b11), [(0, 7, 1), (3, 9, 1)]);
        assert_eq!(rows(&share, 0b10), [(3, 9, 1)]);
        assert_eq!(rows(&Share::repeated(2, 4), 6), [(2, 4, 6)]);
    }
}
