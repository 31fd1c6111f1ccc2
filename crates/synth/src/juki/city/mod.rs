//! A whole municipality: every file of 住民基本台帳 and the masters, in CSV or in fixed width.

mod block;
mod definition;
mod dirt;
mod fields;
mod form;
mod project;
mod reason;
mod sheet;
mod sheets;
mod story;
mod write;

use super::{Format, JukiOptions, Summary};
use block::{Made, Plan, SLOTS, Slot};
pub use dirt::Dirt;
use dirt::Planted;
pub(crate) use dirt::head as planted_head;
use rayon::prelude::*;
use std::io::Write;
use utsushi_findings::{Problem, problem};
use utsushi_store::{OutputFile, RunFolder, write_small};

/// A line of the small export brought to fixed width.
#[derive(Debug, Default)]
pub(crate) struct FixedLine {
    fields: fields::Fields,
    scratch: String,
}

impl FixedLine {
    pub(crate) fn put(&mut self, line: &str, out: &mut Vec<u8>) {
        self.fields.clear();
        sheets::resident::small(line, &mut self.fields);
        form::record(&sheets::resident::SMALL, Format::Fixed, &self.fields, &mut self.scratch, out);
    }

    /// The value of a field of the record that was put last, in CP932.
    pub(crate) fn value(&self, at: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        super::block::put_line(self.fields.get(at), &mut bytes);
        bytes
    }

    /// How many bytes a field has.
    pub(crate) fn room(at: usize) -> usize {
        sheets::resident::SMALL.columns.get(at).map_or(0, |column| column.bytes)
    }

    /// Replaces the bytes of a field in the record that `out` ends with and that begins at `begin`.
    pub(crate) fn replace(at: usize, value: &[u8], begin: usize, out: &mut Vec<u8>) {
        let small = &sheets::resident::SMALL;
        let mut value = value.to_vec();
        if small.columns.get(at).is_some_and(|column| column.kind == sheet::Kind::Date)
            && let Some(era) = value.first_mut()
        {
            *era = form::era_digit(*era);
        }
        dirt::replace_raw(small, Format::Fixed, at, &value, begin, out);
    }

    /// What stands before the first record.
    pub(crate) fn begin(out: &mut Vec<u8>) {
        form::begin(&sheets::resident::SMALL, Format::Fixed, out);
    }

    /// What stands behind the last of so many records.
    pub(crate) fn end(records: u64, out: &mut Vec<u8>) {
        form::end(&sheets::resident::SMALL, Format::Fixed, records, out);
    }

    /// The source definition.
    pub(crate) fn source() -> String {
        definition::source(&sheets::resident::SMALL, Format::Fixed)
    }
}

/// What was planted, beside the project's other files: a working file.
pub(crate) const PLANTED: &str = "planted.csv";

/// Writes the whole municipality into the folder.
pub(crate) fn write_city(
    folder: &RunFolder,
    options: &JukiOptions,
    progress: &dyn Fn(u64),
    cancelled: &dyn Fn() -> bool,
) -> Result<Summary, Problem> {
    let mut files = Files::open(folder, options)?;
    let plan = Plan { seed: options.seed, format: options.format, dirt: options.dirt };
    let mut totals = sheets::total::Totals::default();
    let mut summary = Summary::default();
    // A block is some 10 MB of all files: two groups are in memory, one being made, one being written.
    let group = rayon::current_num_threads() as u64;
    let (mut first, mut left) = (0, options.records);
    let mut ready: Vec<Made> = Vec::new();
    while left > 0 || !ready.is_empty() {
        if cancelled() {
            return Err(problem!("中断しました。何も書いていません", "interrupted; nothing was written"));
        }
        let make = || -> Vec<Made> {
            let blocks = if left == 0 { 0 } else { group };
            (first..first + blocks).into_par_iter().map(|block| plan.block(block, left)).collect()
        };
        let write = || ready.iter().try_for_each(|made| files.write(made));
        let (mut made, written) = rayon::join(make, write);
        written?;
        summary.records += ready.iter().map(|made| made.people).sum::<u64>();
        summary.households += ready.iter().map(|made| made.households).sum::<u64>();
        for (nth, made) in made.iter_mut().enumerate() {
            if made.people > left {
                *made = plan.block(first + nth as u64, left);
            }
            left -= made.people;
            totals.merge(std::mem::take(&mut made.totals));
        }
        progress(summary.records);
        first += group;
        ready = made;
    }
    files.write(&plan.masters(&totals))?;
    summary.bytes = files.finish(folder)?;
    Ok(summary)
}

/// The files being written, in the order of [`SLOTS`].
struct Files {
    format: Format,
    dirt: Option<Dirt>,
    open: Vec<OutputFile>,
    records: Vec<u64>,
    planted: Vec<Planted>,
}

impl Files {
    fn open(folder: &RunFolder, options: &JukiOptions) -> Result<Files, Problem> {
        let (format, dirt) = (options.format, options.dirt);
        let (mut open, mut planted) = (Vec::new(), Vec::new());
        for (nth, slot) in SLOTS.iter().enumerate() {
            let mut file = folder.file(&slot.path(format))?;
            let mut bytes = Vec::new();
            form::begin(slot.sheet, format, &mut bytes);
            if dirt::has_empty_part(slot, dirt) {
                let empty = Slot { sheet: slot.sheet, part: dirt::EMPTY_PART };
                let mut bytes = bytes.clone();
                form::end(slot.sheet, format, 0, &mut bytes);
                write_small(folder, &empty.path(format), &bytes)?;
            }
            dirt::spoil_begin((nth, slot), format, dirt, &mut bytes, &mut planted);
            put(&mut file, &bytes)?;
            open.push(file);
        }
        Ok(Files { format, dirt, open, records: vec![0; SLOTS.len()], planted })
    }

    fn write(&mut self, made: &Made) -> Result<(), Problem> {
        for planted in &made.planted {
            let record = planted.record + self.records[planted.slot];
            self.planted.push(Planted { record, ..planted.clone() });
        }
        for (nth, part) in made.parts.iter().enumerate() {
            put(&mut self.open[nth], &part.bytes)?;
            self.records[nth] += part.records;
        }
        Ok(())
    }

    /// Says how many bytes the export has.
    fn finish(mut self, folder: &RunFolder) -> Result<u64, Problem> {
        let mut bytes = 0;
        for (nth, slot) in SLOTS.iter().enumerate() {
            let mut end = Vec::new();
            form::end(slot.sheet, self.format, self.records[nth], &mut end);
            dirt::spoil_end(
                (nth, slot),
                self.format,
                self.dirt,
                self.records[nth],
                &mut end,
                &mut self.planted,
            );
            put(&mut self.open[nth], &end)?;
        }
        for (file, records) in self.open.into_iter().zip(&self.records) {
            // A system exports no file for what it does not have.
            match records {
                0 => file.discard()?,
                _ => bytes += file.finish()?.bytes,
            }
        }
        for (path, text) in project::files(self.format, &self.records) {
            write_small(folder, &path, &text)?;
        }
        if self.dirt.is_some() {
            let table = dirt::table(&self.planted, SLOTS, &self.records, self.format);
            write_small(folder, PLANTED, table.as_bytes())?;
        }
        Ok(bytes)
    }
}

fn put(file: &mut OutputFile, bytes: &[u8]) -> Result<(), Problem> {
    file.write_all(bytes).map_err(|error| file.problem(&error))
}
