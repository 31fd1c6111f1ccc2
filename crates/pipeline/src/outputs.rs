//! The files of a run, written in the order of the input.

use crate::chunk::{DoneChunk, DoneTarget};
use crate::decide::Removed;
use crate::resume::{FinishedFile, JobLog};
use arrow::array::Array;
use rayon::prelude::*;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;
use utsushi_delivery::duplicates;
use utsushi_delivery::findings::{FindingsFiles, Names};
use utsushi_delivery::rejects::RejectsList;
use utsushi_delivery::trace::{TraceFile, Traced};
use utsushi_delivery::{
    CleansedFile, ControlTotals, CsvFormat, DataFile, Grouping, ItemTotal, Output, Overview,
};
use utsushi_findings::{Finding, Lang, Problem, problem};
use utsushi_layout::{Batch, FileLayout, ItemType};
use utsushi_store::{OutputFile, RunFolder, Scratch, Written};

/// Where a chunk stands in its input: what its own numbers are relative to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Base {
    pub records: u64,
    pub lines: u64,
    pub offset: u64,
}

/// One standard file: CSV, Parquet and trace.
pub(crate) struct FileOutput {
    pub layout: Arc<FileLayout>,
    pub rows: u64,
    /// `None` once it is finished.
    writing: Option<Writing>,
    /// CSV, Parquet and trace, once it is finished.
    finished: Option<[Output; 3]>,
    /// How long encoding the data and the trace kept the threads, once it is finished.
    spent: (Duration, Duration),
    filled: Vec<u64>,
    sums: Vec<i128>,
}

/// The three files of a standard file while rows still come.
struct Writing {
    csv: OutputFile,
    parquet: DataFile<OutputFile>,
    trace: TraceFile<OutputFile>,
}

/// What stands in the folder once all records are written.
pub(crate) struct Finished {
    pub outputs: Vec<Output>,
    pub totals: Vec<ControlTotals>,
    pub tables: Vec<DataCsv>,
    pub overview: Overview,
    pub cleansed: Vec<CleansedFile>,
    /// How long encoding the data and the trace kept the threads.
    pub spent: (Duration, Duration),
}

/// The rows of one standard file that left because another one stays.
struct RemovedRows {
    layout: Arc<FileLayout>,
    file: Option<OutputFile>,
    exact: u64,
    by_key: u64,
    rejected: u64,
}

/// A CSV of `data/` that is done.
pub(crate) struct DataCsv {
    pub layout: Arc<FileLayout>,
    pub written: Output,
}

impl FileOutput {
    pub fn create(
        folder: &RunFolder,
        layout: &Arc<FileLayout>,
        format: CsvFormat,
    ) -> Result<FileOutput, Problem> {
        let place = format!("{}/{}", layout.folder(), layout.slug);
        let mut csv = folder.file(&format!("data/{place}.csv"))?;
        csv.write_all(&format.header(layout)).map_err(|error| csv.problem(&error))?;
        let parquet = format!("data/{place}.parquet");
        let trace = format!("trace/{place}.parquet");
        Ok(FileOutput {
            layout: Arc::clone(layout),
            rows: 0,
            writing: Some(Writing {
                csv,
                parquet: DataFile::new(folder.file(&parquet)?, Arc::clone(layout), &parquet)?,
                trace: TraceFile::new(folder.file(&trace)?, &trace)?,
            }),
            finished: None,
            spent: Default::default(),
            filled: vec![0; layout.items.len()],
            sums: vec![0; layout.items.len()],
        })
    }

    /// A file that an earlier run has finished; its rows do not come again.
    pub fn again(layout: &Arc<FileLayout>, finished: &FinishedFile) -> FileOutput {
        FileOutput {
            layout: Arc::clone(layout),
            rows: finished.rows,
            writing: None,
            finished: Some(finished.outputs.clone()),
            spent: Default::default(),
            filled: finished.filled.clone(),
            sums: finished.sums.iter().map(|sum| sum.parse().unwrap_or(0)).collect(),
        }
    }

    /// Closes the files, once no more rows come.
    pub fn finish(&mut self) -> Result<FinishedFile, Problem> {
        if let Some(Writing { csv, parquet, trace }) = self.writing.take() {
            let rows = Some(self.rows);
            let (csv, (parquet, trace)) = rayon::join(
                || csv.finish(),
                || {
                    rayon::join(
                        || parquet.finish().and_then(|(file, spent)| Ok((file.finish()?, spent))),
                        || trace.finish().and_then(|(file, spent)| Ok((file.finish()?, spent))),
                    )
                },
            );
            let (csv, (parquet, of_data), (trace, of_trace)) = (csv?, parquet?, trace?);
            self.spent = (of_data, of_trace);
            self.finished = Some([output(csv, rows), output(parquet, rows), output(trace, rows)]);
        }
        let Some(outputs) = self.finished.clone() else {
            // Finished before, with a problem that ended the run.
            return Err(problem!("ファイルを閉じられません", "a file cannot be closed"));
        };
        Ok(FinishedFile {
            file: self.layout.id(),
            rows: self.rows,
            filled: self.filled.clone(),
            sums: self.sums.iter().map(i128::to_string).collect(),
            outputs,
        })
    }

    fn write(&mut self, done: &[(&DoneTarget, Base, &str)]) -> Result<(), Problem> {
        if self.writing.is_none() {
            return Ok(());
        }
        for (target, ..) in done {
            self.rows += target.batch.rows() as u64;
            self.count(&target.batch);
        }
        let traced: Vec<Traced<'_>> = done
            .iter()
            .map(|(target, base, input)| Traced {
                origins: target.batch.origins(),
                input,
                records_before: base.records,
                lines_before: base.lines,
                offset: base.offset,
            })
            .collect();
        let batches: Vec<&Batch> = done.iter().map(|(target, ..)| &target.batch).collect();
        let Some(Writing { csv, parquet, trace }) = &mut self.writing else { return Ok(()) };
        let (columns, (text, places)) = rayon::join(
            || parquet.write(&batches),
            || {
                rayon::join(
                    || {
                        let mut texts = done.iter();
                        texts.try_for_each(|(target, ..)| {
                            csv.write_all(&target.csv).map_err(|e| csv.problem(&e))
                        })
                    },
                    || trace.write(&traced),
                )
            },
        );
        columns.and(text).and(places)
    }

    fn count(&mut self, batch: &Batch) {
        for (index, column) in batch.columns().iter().enumerate() {
            self.filled[index] += (column.len() - column.null_count()) as u64;
            let item = &self.layout.items[index];
            if item.kind.is_number() {
                for value in column.iter().flatten() {
                    // The checks have seen to it that these are numbers in their standard form.
                    let digits: String = value.chars().filter(|c| *c != '.').collect();
                    self.sums[index] = self.sums[index].saturating_add(digits.parse().unwrap_or(0));
                }
            }
        }
    }

    fn totals(&self) -> ControlTotals {
        let items = self.layout.items.iter().enumerate().map(|(index, item)| {
            let scale = if item.kind == ItemType::Decimal { item.decimals } else { 0 };
            let sum = item.kind.is_number().then(|| {
                let mut text = String::new();
                utsushi_value::Decimal { unscaled: self.sums[index], scale }.write(&mut text);
                text
            });
            ItemTotal { item: item.slug.clone(), name: item.name.clone(), filled: self.filled[index], sum }
        });
        let items = items.collect();
        ControlTotals { file: self.layout.id(), rows: self.rows, items, totals: Vec::new() }
    }
}

/// Everything a run writes while it reads.
pub(crate) struct Outputs<'a> {
    folder: &'a RunFolder,
    pub files: Vec<FileOutput>,
    findings: FindingsFiles<OutputFile, OutputFile>,
    rejects: RejectsList<OutputFile>,
    outputs: Vec<Output>,
    removed: Vec<RemovedRows>,
    pub overview: Grouping,
    /// Where all that is written is noted too, for a run that goes on behind the job.
    pub log: Option<JobLog>,
    lang: Lang,
    list: &'static str,
}

/// The part of a job that its outputs need.
pub(crate) struct JobView<'a> {
    pub names: Names<'a>,
    /// Position in [`Outputs::files`] of each target's file; empty where no data is written.
    pub files: Vec<usize>,
}

/// Where a job's rejected records go: a file that begins with the first of them.
pub(crate) struct RejectedRecords {
    path: String,
    header: Vec<u8>,
    pub bytes: u64,
    file: Option<OutputFile>,
}

impl<'a> Outputs<'a> {
    pub fn create(folder: &'a RunFolder, lang: Lang) -> Result<Outputs<'a>, Problem> {
        let findings =
            FindingsFiles::new(folder.file("findings.parquet")?, folder.file("findings.csv")?, lang)?;
        let list = "rejects/rejects.csv";
        let file = folder.file(list)?;
        let rejects = RejectsList::new(file, lang).map_err(|error| Problem::io(list.as_ref(), &error))?;
        let overview = Grouping::default();
        Ok(Outputs {
            folder,
            files: Vec::new(),
            findings,
            rejects,
            outputs: Vec::new(),
            removed: Vec::new(),
            overview,
            log: None,
            lang,
            list,
        })
    }

    /// Writes the chunks of one round.
    pub fn write(
        &mut self,
        job: &JobView<'_>,
        rejected: &mut RejectedRecords,
        done: &[DoneChunk],
        bases: &[Base],
    ) -> Result<(), Problem> {
        let Outputs { folder, files, findings, rejects, removed, overview, log, lang, list, .. } = self;
        let noted = || log.as_mut().map_or(Ok(()), |log| log.chunks(done, bases));
        let written = || {
            rayon::join(
                || {
                    files.par_iter_mut().enumerate().try_for_each(|(index, file)| {
                        let Some(target) = job.files.iter().position(|target| *target == index) else {
                            return Ok(());
                        };
                        let parts: Vec<(&DoneTarget, Base, &str)> = done
                            .iter()
                            .zip(bases)
                            .map(|(chunk, base)| {
                                (&chunk.targets[target], *base, job.names.inputs[chunk.input].as_str())
                            })
                            .collect();
                        file.write(&parts)
                    })
                },
                || {
                    for chunk in done {
                        findings.write(&chunk.findings, &job.names)?;
                        chunk.findings.iter().for_each(|finding| overview.add(finding, &job.names, *lang));
                        for (finding, size) in chunk.findings.iter().zip(&chunk.record_sizes) {
                            let added = rejects.add(finding, (*size).into(), &job.names);
                            added.map_err(|error| Problem::io((*list).as_ref(), &error))?;
                        }
                        rejected.write(folder, &chunk.rejects)?;
                        for (target, layout) in chunk.targets.iter().zip(job.names.targets) {
                            keep_aside(folder, removed, layout, &target.removed)?;
                        }
                    }
                    Ok(())
                },
            )
        };
        let ((rows, rest), noted) = rayon::join(written, noted);
        rows.and(rest).and(noted)
    }

    /// Writes findings about whole inputs.
    pub fn write_findings(&mut self, findings: &[Finding], names: &Names<'_>) -> Result<(), Problem> {
        findings.iter().for_each(|finding| self.overview.add(finding, names, self.lang));
        if let Some(log) = &mut self.log {
            log.findings(findings)?;
        }
        self.findings.write(findings, names)
    }

    /// Notes a file that is done.
    pub fn add(&mut self, written: &Written, rows: Option<u64>) {
        self.outputs.push(output(written.clone(), rows));
    }

    /// Notes a file that an earlier run has finished.
    pub fn add_written(&mut self, written: Output) {
        self.outputs.push(written);
    }

    /// A file that is done.
    pub fn written(&self, path: &str) -> Option<&Output> {
        self.outputs.iter().find(|output| output.path == path)
    }

    /// The folder's place for what is needed only now.
    pub fn scratch(&self) -> &'a Scratch {
        self.folder.scratch()
    }

    /// Ends the files of data and trace, to which no more rows come.
    pub fn close(&mut self) -> Result<(), Problem> {
        self.files.par_iter_mut().try_for_each(|file| file.finish().map(drop))
    }

    /// Ends every file.
    pub fn finish(mut self, policy: &dyn Fn(&FileLayout) -> String) -> Result<Finished, Problem> {
        let (mut totals, mut tables) = (Vec::new(), Vec::new());
        let mut spent = (Duration::ZERO, Duration::ZERO);
        for mut file in std::mem::take(&mut self.files) {
            totals.push(file.totals());
            let finished = file.finish()?;
            spent = (spent.0 + file.spent.0, spent.1 + file.spent.1);
            tables.push(DataCsv { layout: file.layout, written: finished.outputs[0].clone() });
            self.outputs.extend(finished.outputs);
        }
        let mut cleansed = Vec::new();
        for removed in std::mem::take(&mut self.removed) {
            let RemovedRows { layout, file, exact, by_key, rejected } = removed;
            let written = file.map(OutputFile::finish).transpose()?;
            if let Some(written) = &written {
                self.add(written, Some(exact + by_key));
            }
            let policy = policy(&layout);
            let path = written.map(|written| written.path);
            cleansed.push(CleansedFile { file: layout.id(), policy, exact, by_key, rejected, path });
        }
        cleansed.sort_by(|a, b| a.file.cmp(&b.file));
        let Outputs { findings, rejects, mut outputs, overview, list, .. } = self;
        let (parquet, csv) = findings.finish()?;
        let rejects = rejects.finish().map_err(|error| Problem::io(list.as_ref(), &error))?;
        for file in [parquet, csv, rejects] {
            outputs.push(output(file.finish()?, None));
        }
        Ok(Finished { outputs, totals, tables, overview: overview.finish(), cleansed, spent })
    }
}

/// Writes the rows of a chunk that left to the file of their own, which begins with the first of them.
fn keep_aside(
    folder: &RunFolder,
    files: &mut Vec<RemovedRows>,
    layout: &Arc<FileLayout>,
    removed: &Removed,
) -> Result<(), Problem> {
    let Removed { exact, by_key, nobody, lines } = removed;
    if exact + by_key + nobody == 0 {
        return Ok(());
    }
    let known = files.iter().position(|file| file.layout.id() == layout.id());
    let known = known.unwrap_or_else(|| {
        let layout = Arc::clone(layout);
        files.push(RemovedRows { layout, file: None, exact: 0, by_key: 0, rejected: 0 });
        files.len() - 1
    });
    let rows = &mut files[known];
    rows.exact += exact;
    rows.by_key += by_key;
    rows.rejected += nobody;
    if lines.is_empty() {
        return Ok(());
    }
    if rows.file.is_none() {
        let mut file = folder.file(&format!("duplicates/{}/{}.csv", layout.folder(), layout.slug))?;
        file.write_all(&duplicates::header(layout)).map_err(|error| file.problem(&error))?;
        rows.file = Some(file);
    }
    match &mut rows.file {
        Some(file) => file.write_all(lines).map_err(|error| file.problem(&error)),
        None => Ok(()),
    }
}

fn output(written: Written, rows: Option<u64>) -> Output {
    Output { sha256: written.sha256_hex(), path: written.path, bytes: written.bytes, rows }
}

impl RejectedRecords {
    /// `header` stands before the first record, if there is one.
    pub fn new(path: String, header: Vec<u8>) -> Self {
        RejectedRecords { path, header, bytes: 0, file: None }
    }

    fn write(&mut self, folder: &RunFolder, records: &[u8]) -> Result<(), Problem> {
        if records.is_empty() {
            return Ok(());
        }
        if self.file.is_none() {
            let mut file = folder.file(&self.path)?;
            file.write_all(&self.header).map_err(|error| file.problem(&error))?;
            self.file = Some(file);
        }
        if let Some(file) = &mut self.file {
            file.write_all(records).map_err(|error| file.problem(&error))?;
            self.bytes += records.len() as u64;
        }
        Ok(())
    }

    /// Ends the file, if there is one.
    pub fn finish(self) -> Result<Option<Written>, Problem> {
        self.file.map(OutputFile::finish).transpose()
    }
}
