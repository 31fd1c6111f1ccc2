//! Rows as digests: what is sorted instead of the rows.

use crate::{Columns, Place, Side, Tolerated, canonical};
use std::hash::{BuildHasher, Hasher, RandomState};
use utsushi_layout::{Column, Item, Rows};
use utsushi_store::{Run, RunBuilder};

/// Makes digests of rows under a key that is drawn anew for every comparison and never written. They order rows, they never
/// tell two of them apart for people: 128 bits of two independent SipHash functions.
#[derive(Debug)]
pub struct Digester {
    columns: Columns,
    tolerated: Vec<Tolerated>,
    states: [RandomState; 2],
}

/// A digest.
pub(crate) type Digest = [u8; 16];

/// What stands before a value's index and behind it: no byte of UTF-8.
const END: u8 = 0xFF;

impl Digester {
    /// For rows with these columns. `tolerated` is per item of A's layout: rows that are compared as wholes, and keys, are found
    /// by their values without what is excused.
    pub fn new(columns: Columns, tolerated: &[Tolerated]) -> Digester {
        let of = |item: usize| tolerated.get(item).copied().unwrap_or_default();
        let tolerated = columns.items(Side::A).map(of).collect();
        Digester { columns, tolerated, states: [RandomState::new(), RandomState::new()] }
    }

    /// The columns.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// What is excused at each place of the columns.
    pub fn tolerated(&self) -> &[Tolerated] {
        &self.tolerated
    }

    fn digest(&self, bytes: &[u8]) -> Digest {
        let mut digest = [0; 16];
        for (state, part) in self.states.iter().zip(digest.chunks_exact_mut(8)) {
            let mut hasher = state.build_hasher();
            hasher.write(bytes);
            part.copy_from_slice(&hasher.finish().to_be_bytes());
        }
        digest
    }

    /// Calls `each` with row, digest of what finds it and digest of its content.
    pub(crate) fn each(&self, side: Side, rows: &Rows, mut each: impl FnMut(usize, Digest, Digest)) {
        let layout = self.columns.layout(side);
        let all: Vec<(usize, &Item, &Column)> = self
            .columns
            .items(side)
            .enumerate()
            .map(|(at, item)| (at, &layout.items[item], rows.column(item)))
            // A column that is blank in all rows adds nothing to any digest.
            .filter(|(_, _, column)| !column.text().is_empty())
            .collect();
        let keyed = self.columns.is_keyed();
        let folds = self.tolerated.iter().any(|tolerated| !tolerated.is_none());
        let is_key = |at: usize| !keyed || self.columns.key().contains(&at);
        let found_by: Vec<bool> = all.iter().map(|(at, ..)| is_key(*at)).collect();
        let same = !keyed && !folds;
        let (mut content, mut key) = (Vec::with_capacity(1024), Vec::with_capacity(256));
        let (mut number, mut folded) = (String::new(), String::new());
        for row in 0..rows.len() {
            content.clear();
            key.clear();
            for ((at, item, column), found_by) in all.iter().zip(&found_by) {
                let value = column.get(row);
                if value.is_empty() {
                    continue;
                }
                let value = canonical(item, value, &mut number);
                let index = (*at as u16).to_le_bytes();
                push(index, value, &mut content);
                if same || !found_by {
                    continue;
                }
                let tolerated = self.tolerated[*at];
                if tolerated.is_none() {
                    push(index, value, &mut key);
                } else {
                    folded.clear();
                    tolerated.fold(value, &mut folded);
                    // Nothing but what is excused is as good as a blank.
                    if !folded.is_empty() {
                        push(index, &folded, &mut key);
                    }
                }
            }
            let digest = self.digest(&content);
            each(row, if same { digest } else { self.digest(&key) }, digest);
        }
    }

    /// The rows of a piece, sorted: a record of 40 bytes each, of key, content, side and place.
    pub fn run(&self, side: Side, rows: &Rows, piece: u32) -> Run {
        let mut run = RunBuilder::default();
        self.each(side, rows, |row, key, content| {
            let place = Place { piece, record: rows.records()[row] };
            let mut record = [0; crate::pairing::RECORD];
            record[..16].copy_from_slice(&key);
            record[16..32].copy_from_slice(&content);
            record[32..].copy_from_slice(&place.bytes());
            record[32] |= if side == Side::B { 0x80 } else { 0 };
            run.push(&record);
        });
        run.sort()
    }
}

fn push(index: [u8; 2], value: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(&index);
    out.extend_from_slice(value.as_bytes());
    out.push(END);
}
