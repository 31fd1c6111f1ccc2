//! Whether removals fit a set of rows, and which rows they take.

use crate::{Digester, Place, Side};
use utsushi_findings::Problem;
use utsushi_layout::Rows;
use utsushi_store::{Run, RunBuilder, Sorted};

/// What a delta takes away from the old rows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fit {
    /// An old row is deleted.
    Deleted(Place),
    /// An old row gives way; where it stands among the rows to change.
    Replaced(Place, Place),
    /// The row to delete at this place is not among the old rows.
    NothingToDelete(Place),
    /// The row to change at this place is not among the old rows.
    NothingToChange(Place),
}

/// What was counted on the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FitCounts {
    /// Old rows.
    pub rows: u64,
    /// Rows that nothing was done to.
    pub kept: u64,
}

const OLD: u8 = 2;

impl Digester {
    /// Old rows, sorted, for [`fit`].
    pub fn old_rows(&self, rows: &Rows, piece: u32) -> Run {
        let mut run = RunBuilder::default();
        self.each(Side::A, rows, |row, _, content| {
            run.push(&record(content, OLD, Place { piece, record: rows.records()[row] }.bytes()));
        });
        run.sort()
    }

    /// Rows that are taken away, sorted, for [`fit`].
    pub fn taken_rows(&self, rows: &Rows, changed: bool, piece: u32) -> Run {
        let mut run = RunBuilder::default();
        self.each(Side::A, rows, |row, _, content| {
            let place = Place { piece, record: rows.records()[row] };
            run.push(&record(content, u8::from(changed), place.bytes()));
        });
        run.sort()
    }
}

fn record(content: [u8; 16], what: u8, number: [u8; 8]) -> [u8; 25] {
    let mut record = [0; 25];
    record[..16].copy_from_slice(&content);
    record[16] = what;
    record[17..].copy_from_slice(&number);
    record
}

/// Matches what is taken away with the old rows: rows with the same values, in order. Of old rows that are the same the first are
/// taken. What is found comes in no order.
///
/// # Errors
/// The scratch files cannot be read, or `found` says so.
pub fn fit(
    mut sorted: Sorted<'_>,
    mut found: impl FnMut(Fit) -> Result<(), Problem>,
) -> Result<FitCounts, Problem> {
    let mut counts = FitCounts::default();
    let mut content = [0; 16];
    let mut waiting: std::collections::VecDeque<(bool, Place)> = Default::default();
    while let Some(record) = sorted.next()? {
        let (Some(now), Some(what), Some(number)) = (
            record.first_chunk::<16>().copied(),
            record.get(16).copied(),
            record.get(17..25).and_then(|bytes| <[u8; 8]>::try_from(bytes).ok()),
        ) else {
            continue;
        };
        if now != content {
            nothing(&mut waiting, &mut found)?;
            content = now;
        }
        if what != OLD {
            waiting.push_back((what == 1, Place::from_bytes(number)));
            continue;
        }
        counts.rows += 1;
        let place = Place::from_bytes(number);
        match waiting.pop_front() {
            None => counts.kept += 1,
            Some((false, _)) => found(Fit::Deleted(place))?,
            Some((true, number)) => found(Fit::Replaced(place, number))?,
        }
    }
    nothing(&mut waiting, &mut found)?;
    Ok(counts)
}

fn nothing(
    waiting: &mut std::collections::VecDeque<(bool, Place)>,
    found: &mut impl FnMut(Fit) -> Result<(), Problem>,
) -> Result<(), Problem> {
    waiting.drain(..).try_for_each(|(changed, number)| {
        found(if changed { Fit::NothingToChange(number) } else { Fit::NothingToDelete(number) })
    })
}
