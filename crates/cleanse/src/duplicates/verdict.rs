//! A row that leaves, and why, as bytes that can be put in order.

use super::aside::Aside;
use super::{Place, number};
use utsushi_findings::Problem;
use utsushi_store::{Sorted, Sorter};

/// Why a row leaves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Loss {
    /// It is equal to this row.
    Exact(Place),
    /// Another one of its key stays.
    ByKey {
        /// The row that stays.
        to: Place,
        /// What differs.
        differences: Vec<Difference>,
    },
    /// Nobody stays.
    Nobody {
        /// The first row of the key.
        first: Place,
        /// How many rows there are.
        rows: u64,
        /// Positions of the items that are not the same in all of them.
        items: Vec<u16>,
    },
}

/// An item that is not the same in the row that stays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// Its position.
    pub item: u16,
    /// The value in the row that stays.
    pub kept: String,
}

/// A row that leaves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// The row.
    pub place: Place,
    /// Why.
    pub loss: Loss,
}

impl Verdict {
    pub(super) fn write(
        &self,
        sorter: &mut Sorter<'_>,
        aside: &mut Aside<'_>,
        record: &mut Vec<u8>,
    ) -> Result<(), Problem> {
        record.clear();
        record.extend_from_slice(&self.place.to_bytes());
        let (kind, other) = match &self.loss {
            Loss::Exact(to) => (0, to),
            Loss::ByKey { to, .. } => (1, to),
            Loss::Nobody { first, .. } => (2, first),
        };
        record.push(kind);
        record.extend_from_slice(&other.to_bytes());
        let mut rest = Vec::new();
        match &self.loss {
            Loss::Exact(_) => {}
            Loss::ByKey { differences, .. } => {
                for Difference { item, kept } in differences {
                    rest.extend_from_slice(&item.to_be_bytes());
                    rest.extend_from_slice(&(kept.len() as u32).to_be_bytes());
                    rest.extend_from_slice(kept.as_bytes());
                }
            }
            Loss::Nobody { rows, items, .. } => {
                rest.extend_from_slice(&rows.to_be_bytes());
                items.iter().for_each(|item| rest.extend_from_slice(&item.to_be_bytes()));
            }
        }
        aside.put(&rest, record)?;
        sorter.add(record)
    }

    fn read(record: &[u8], aside: &mut Aside<'_>, rest: &mut Vec<u8>) -> Result<Verdict, Problem> {
        const KIND: usize = Place::BYTES;
        let place = Place::of_bytes(record);
        let other = Place::of_bytes(record.get(KIND + 1..).unwrap_or_default());
        aside.get(record.get(KIND + 1 + Place::BYTES..).unwrap_or_default(), rest)?;
        let two = |bytes: &[u8]| bytes.first_chunk::<2>().map_or(0, |two| u16::from_be_bytes(*two));
        let loss = match record.get(KIND) {
            Some(1) => {
                let (mut at, mut differences) = (0, Vec::new());
                while at + 6 <= rest.len() {
                    let length = number(rest, at + 2) as usize;
                    let kept = rest.get(at + 6..at + 6 + length).unwrap_or_default();
                    let kept = String::from_utf8_lossy(kept).into_owned();
                    differences.push(Difference { item: two(&rest[at..]), kept });
                    at += 6 + length;
                }
                Loss::ByKey { to: other, differences }
            }
            Some(2) => Loss::Nobody {
                first: other,
                rows: rest.first_chunk::<8>().map_or(0, |eight| u64::from_be_bytes(*eight)),
                items: rest.get(8..).unwrap_or_default().chunks(2).map(two).collect(),
            },
            _ => Loss::Exact(other),
        };
        Ok(Verdict { place, loss })
    }
}

/// Verdicts in the order of their places.
#[derive(Debug)]
pub struct Verdicts<'s> {
    sorted: Sorted<'s>,
    aside: Aside<'s>,
    next: Option<Verdict>,
    rest: Vec<u8>,
}

impl<'s> Verdicts<'s> {
    pub(super) fn new(sorted: Sorted<'s>, aside: Aside<'s>) -> Result<Self, Problem> {
        let mut verdicts = Verdicts { sorted, aside, next: None, rest: Vec::new() };
        verdicts.step()?;
        Ok(verdicts)
    }

    /// Those of chunk `chunk`, in order. Verdicts of the chunks before it are passed over.
    ///
    /// # Errors
    /// Scratch cannot be read.
    pub fn of(&mut self, chunk: u32) -> Result<Vec<Verdict>, Problem> {
        let mut found = Vec::new();
        while let Some(next) = self.next.take_if(|next| next.place.chunk <= chunk) {
            if next.place.chunk == chunk {
                found.push(next);
            }
            self.step()?;
        }
        Ok(found)
    }

    fn step(&mut self) -> Result<(), Problem> {
        self.next = match self.sorted.next()? {
            Some(record) => Some(Verdict::read(record, &mut self.aside, &mut self.rest)?),
            None => None,
        };
        Ok(())
    }
}
