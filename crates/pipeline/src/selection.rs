//! Which records of a chunk are rows of which target.

use crate::project::{ProjectJob, Target};
use utsushi_legacy::{Chunk, FieldKind, FieldProblem, Records};

/// The rows of one target: record of the chunk and occurrence, from 1.
#[derive(Default)]
pub(crate) struct Selection {
    pub rows: Vec<(u32, u32)>,
    /// Records that are for this target, those left behind included.
    pub wanted: u64,
    /// Rows that a rule leaves behind.
    pub left_behind: Vec<(u32, u32)>,
    /// Records whose condition rests on a field that cannot be read.
    pub unreadable: Vec<(u32, usize, FieldProblem)>,
}

/// For each record the first rule that leaves it behind; empty where the job has no such rule.
pub(crate) fn left_behind(
    job: &ProjectJob,
    chunk: &Chunk,
    records: &Records,
    text: &mut String,
) -> Vec<Option<usize>> {
    if job.left_behind.is_empty() {
        return Vec::new();
    }
    let spans = records.spans();
    (0..spans.len())
        .map(|record| {
            let mut rules = job.left_behind.iter();
            let whole = spans[record].broken.is_none();
            whole.then(|| rules.position(|rule| rule.when.holds(chunk, records, record, text))).flatten()
        })
        .collect()
}

/// Chooses the rows of a target, and marks the records it wants in `wanted`.
pub(crate) fn select(
    target: &Target,
    chunk: &Chunk,
    records: &Records,
    left: &[Option<usize>],
    wanted: &mut [bool],
    text: &mut String,
) -> Selection {
    let mut selection = Selection::default();
    for (record, span) in records.spans().iter().enumerate() {
        let of_type = target.record_type.is_none_or(|wanted| records.record_type(record) == Some(wanted));
        if span.broken.is_some() || !of_type {
            continue;
        }
        match target.when.as_ref().map_or(Ok(true), |when| when.decide(chunk, records, record, text)) {
            Ok(true) => {}
            Ok(false) => continue,
            Err((field, problem)) => {
                wanted[record] = true;
                selection.wanted += 1;
                selection.unreadable.push((record as u32, field, problem));
                continue;
            }
        }
        wanted[record] = true;
        selection.wanted += 1;
        let leaves = left.get(record).is_some_and(Option::is_some);
        let mut row = |occurrence: u32| match leaves {
            true => selection.left_behind.push((record as u32, occurrence)),
            false => selection.rows.push((record as u32, occurrence)),
        };
        match &target.each {
            None => row(1),
            Some(each) => {
                for occurrence in 0..each.times {
                    let filled = |field: &usize| {
                        !each.charset.is_blank(records.field_in(chunk, record, *field, occurrence).bytes)
                    };
                    if each.fields.iter().any(filled) {
                        row(occurrence as u32 + 1);
                    }
                }
            }
        }
    }
    selection
}

/// How many records have a value in each field that feeds nothing.
pub(crate) fn unused_filled(job: &ProjectJob, chunk: &Chunk, records: &Records) -> Vec<u64> {
    let charset = job.source.charset;
    let filled = |field: &usize| {
        let times = job.source.times(*field);
        let zero_is_blank = job.source.fields[*field].zero_is_blank;
        let is_blank =
            |bytes: &[u8]| charset.is_blank(bytes) || zero_is_blank && bytes.iter().all(|byte| *byte == b'0');
        let first = records.cells(chunk, *field);
        let some = |record: usize| {
            !is_blank(first.get(record).bytes)
                || (1..times).any(|nth| !is_blank(records.field_in(chunk, record, *field, nth).bytes))
        };
        (0..records.len()).filter(|record| some(*record)).count() as u64
    };
    job.unused.iter().map(filled).collect()
}

/// How many records have bytes that are no characters in each field that feeds nothing: nobody else would look at them.
pub(crate) fn unused_unreadable(
    job: &ProjectJob,
    chunk: &Chunk,
    records: &Records,
    text: &mut String,
) -> Vec<u64> {
    let mut unreadable = |field: &usize| {
        if job.source.fields[*field].kind != FieldKind::Text {
            return 0;
        }
        let times = job.source.times(*field);
        let first = records.cells(chunk, *field);
        let mut some = |record: usize| {
            (0..times).any(|nth| {
                let found = match nth {
                    0 => first.get(record),
                    _ => records.field_in(chunk, record, *field, nth),
                };
                !job.source.is_text(*field, &found, text)
            })
        };
        (0..records.len()).filter(|record| some(*record)).count() as u64
    };
    job.unused.iter().map(&mut unreadable).collect()
}
