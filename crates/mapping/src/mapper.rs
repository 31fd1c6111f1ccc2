//! Filling the columns of a chunk.

use crate::transform::{Fault, Made, Remarks, Step};
use utsushi_findings::{CHR001, CHR002, Detail};
use utsushi_layout::{Column, Rows};
use utsushi_legacy::{Chunk, Field, Records};
use utsushi_text::{Charset, DecodeProblem, DecodeProblemKind, trim};

/// How one item is fed.
#[derive(Debug)]
pub(crate) struct ItemPlan {
    pub feed: Feed,
    /// Written where the feed gives a blank.
    pub default: Option<String>,
}

#[derive(Debug)]
pub(crate) enum Feed {
    Constant(String),
    /// One field, decoded and perhaps trimmed: the hot path.
    Plain {
        field: usize,
        trim: bool,
    },
    Steps {
        field: usize,
        steps: Vec<Step>,
    },
    Joined {
        fields: Vec<usize>,
        before: Vec<Step>,
        separator: String,
        after: Vec<Step>,
    },
}

/// A compiled mapping from one source to one file.
#[derive(Debug)]
pub struct Mapper {
    charset: Charset,
    plans: Vec<Option<ItemPlan>>,
}

/// Buffers that a worker keeps from chunk to chunk.
#[derive(Debug, Default)]
pub struct Workspace {
    decoded: String,
    made: String,
    joined: String,
    remarks: Remarks,
}

/// Appends a field's text.
pub(crate) fn decode(charset: Charset, field: &Field<'_>, out: &mut String) -> Result<(), DecodeProblem> {
    if field.doubled_quotes {
        let mut bytes = Vec::with_capacity(field.bytes.len());
        field.undouble_into(&mut bytes);
        charset.decode_into(&bytes, out).map(|_| ())
    } else {
        charset.decode_into(field.bytes, out).map(|_| ())
    }
}

impl Mapper {
    pub(crate) fn new(charset: Charset, plans: Vec<Option<ItemPlan>>) -> Self {
        Mapper { charset, plans }
    }

    /// Positions of the source's fields that feed nothing, out of `fields`.
    pub fn unused_fields(&self, fields: usize) -> Vec<usize> {
        let mut used = vec![false; fields];
        for plan in self.plans.iter().flatten() {
            match &plan.feed {
                Feed::Constant(_) => {}
                Feed::Plain { field, .. } | Feed::Steps { field, .. } => used[*field] = true,
                Feed::Joined { fields, .. } => fields.iter().for_each(|field| used[*field] = true),
            }
        }
        (0..fields).filter(|field| !used[*field]).collect()
    }

    /// Fills every column of `rows` from the records that [`Rows::begin`] named.
    pub fn map(&self, chunk: &Chunk, records: &Records, rows: &mut Rows, work: &mut Workspace) {
        for (item, plan) in self.plans.iter().enumerate() {
            let mut column = rows.take(item);
            match plan {
                None => (0..rows.len()).for_each(|_| column.push("")),
                Some(plan) => self.fill(plan, item, chunk, records, rows, &mut column, work),
            }
            rows.put(item, column);
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn fill(
        &self,
        plan: &ItemPlan,
        item: usize,
        chunk: &Chunk,
        records: &Records,
        rows: &mut Rows,
        column: &mut Column,
        work: &mut Workspace,
    ) {
        for row in 0..rows.len() {
            let record = rows.records()[row] as usize;
            let made = match &plan.feed {
                Feed::Constant(value) => {
                    column.buffer().push_str(value);
                    Ok(())
                }
                Feed::Plain { field, trim } => {
                    let field = records.field(chunk, record, *field);
                    self.plain(&field, *trim, column)
                }
                Feed::Steps { field, steps } => {
                    let field = records.field(chunk, record, *field);
                    work.decoded.clear();
                    decode(self.charset, &field, &mut work.decoded).map_err(Wrong::Bytes).and_then(|()| {
                        run(steps, work).map_err(Wrong::Value)?;
                        column.buffer().push_str(&work.decoded);
                        Ok(())
                    })
                }
                Feed::Joined { fields, before, separator, after } => {
                    self.join((fields, before, separator, after), chunk, records, record, work).map(|()| {
                        column.buffer().push_str(&work.decoded);
                    })
                }
            };
            match made {
                Ok(()) => {
                    if let (Some(default), true) = (&plan.default, column.buffer().len() == column.start()) {
                        column.buffer().push_str(default);
                    }
                    column.commit();
                }
                Err(wrong) => {
                    if matches!(plan.feed, Feed::Plain { .. }) {
                        let start = column.start();
                        work.decoded.clear();
                        work.decoded.push_str(&column.buffer()[start..]);
                    }
                    column.discard();
                    column.commit();
                    let (code, detail) = match wrong {
                        Wrong::Bytes(problem) => self.bytes(&problem, chunk, records, record, plan),
                        Wrong::Value(fault) => (fault.code, fault.detail),
                    };
                    rows.report(column, (row, item), code, detail, Some(&work.decoded));
                }
            }
            if !work.remarks.is_empty() {
                for remark in work.remarks.drain(..) {
                    rows.report(column, (row, item), remark, Detail::None, None);
                }
            }
        }
    }

    #[inline]
    fn plain(&self, field: &Field<'_>, trimmed: bool, column: &mut Column) -> Result<(), Wrong> {
        if field.bytes.is_empty() {
            return Ok(());
        }
        let start = column.start();
        let buffer = column.buffer();
        decode(self.charset, field, buffer).map_err(Wrong::Bytes)?;
        if trimmed {
            let value = &buffer[start..];
            let inner = trim(value);
            if inner.len() != value.len() {
                let from = inner.as_ptr() as usize - value.as_ptr() as usize;
                let length = inner.len();
                buffer.truncate(start + from + length);
                buffer.drain(start..start + from);
            }
        }
        Ok(())
    }

    /// Leaves the joined value in `work.decoded`.
    fn join(
        &self,
        (fields, before, separator, after): (&[usize], &[Step], &str, &[Step]),
        chunk: &Chunk,
        records: &Records,
        record: usize,
        work: &mut Workspace,
    ) -> Result<(), Wrong> {
        work.joined.clear();
        for field in fields {
            let field = records.field(chunk, record, *field);
            work.decoded.clear();
            decode(self.charset, &field, &mut work.decoded).map_err(Wrong::Bytes)?;
            run(before, work).map_err(Wrong::Value)?;
            if !work.decoded.is_empty() {
                if !work.joined.is_empty() {
                    work.joined.push_str(separator);
                }
                work.joined.push_str(&work.decoded);
            }
        }
        std::mem::swap(&mut work.joined, &mut work.decoded);
        run(after, work).map_err(Wrong::Value)
    }

    /// What to say of bytes that are no character: the bytes themselves, in hex.
    fn bytes(
        &self,
        problem: &DecodeProblem,
        chunk: &Chunk,
        records: &Records,
        record: usize,
        plan: &ItemPlan,
    ) -> (&'static utsushi_findings::Entry, Detail) {
        let fields: &[usize] = match &plan.feed {
            Feed::Constant(_) => &[],
            Feed::Plain { field, .. } | Feed::Steps { field, .. } => std::slice::from_ref(field),
            Feed::Joined { fields, .. } => fields,
        };
        let mut hex = String::new();
        for field in fields {
            let field = records.field(chunk, record, *field);
            let mut bytes = Vec::new();
            field.undouble_into(&mut bytes);
            if self.charset.decode_into(&bytes, &mut String::new()).is_err_and(|found| found == *problem) {
                let end = (problem.offset + problem.len).min(bytes.len());
                for byte in bytes.get(problem.offset..end).unwrap_or_default() {
                    hex.push_str(&format!("{byte:02X}"));
                }
                break;
            }
        }
        let code = match problem.kind {
            DecodeProblemKind::LoneLead => &CHR002,
            DecodeProblemKind::Undefined => &CHR001,
        };
        (code, Detail::Text(hex.into()))
    }
}

enum Wrong {
    Bytes(DecodeProblem),
    Value(Fault),
}

/// Runs `work.decoded` through the steps, in place. On a fault it holds the text that the failing step was given.
fn run(steps: &[Step], work: &mut Workspace) -> Result<(), Fault> {
    for step in steps {
        if work.decoded.is_empty() && !matches!(step, Step::Code(_)) {
            continue;
        }
        work.made.clear();
        match step.apply(&work.decoded, &mut work.made, &mut work.remarks)? {
            Made::Part(part) if part.len() == work.decoded.len() => continue,
            Made::Part(part) => work.made.push_str(part),
            Made::New => {}
        }
        std::mem::swap(&mut work.decoded, &mut work.made);
    }
    Ok(())
}
