//! What a worker does with one chunk: from bytes to batches, with nothing shared.

use crate::project::ProjectJob;
use std::sync::{Arc, Mutex};
use utsushi_delivery::CsvFormat;
use utsushi_findings::{Action, Finding, Origin, Problem, Severity, problem};
use utsushi_layout::{Batch, Rows, Treatment};
use utsushi_legacy::{Chunk, LineEnds, Records};

/// A chunk with the input it is of.
pub(crate) struct RawChunk {
    pub input: usize,
    pub chunk: Chunk,
}

/// What became of a chunk. Records and lines in it count from the chunk's beginning.
pub(crate) struct DoneChunk {
    pub input: usize,
    pub chunk: Chunk,
    pub records: u64,
    pub broken: u64,
    pub unrouted: u64,
    pub rejected: u64,
    /// Records with an error or a warning.
    pub attention: u64,
    pub lines: u64,
    pub blank_lines: u64,
    pub record_bytes: u64,
    pub framing_bytes: u64,
    pub line_ends: LineEnds,
    pub targets: Vec<DoneTarget>,
    /// In order of record; `origin.record` and `line` from 0, `offset` in the chunk.
    pub findings: Vec<Finding>,
    /// Bytes of the record of each finding.
    pub record_sizes: Vec<u32>,
    /// The rejected records, one behind the other.
    pub rejects: Vec<u8>,
}

/// The rows of one target.
pub(crate) struct DoneTarget {
    pub batch: Batch,
    pub csv: Vec<u8>,
    pub read: u64,
    pub rejected: u64,
}

/// What workers need, and the buffers they hand on to each other.
pub(crate) struct Kitchen<'a> {
    pub job: &'a ProjectJob,
    pub treatment: Arc<Treatment>,
    pub csv: Option<CsvFormat>,
    benches: Mutex<Vec<Bench>>,
}

/// Buffers of one worker.
struct Bench {
    records: Records,
    rows: Vec<Rows>,
    work: utsushi_mapping::Workspace,
    text: String,
}

impl<'a> Kitchen<'a> {
    /// `csv` is `None` where no data is written.
    pub fn new(job: &'a ProjectJob, treatment: Treatment, csv: Option<CsvFormat>) -> Self {
        Kitchen { job, treatment: Arc::new(treatment), csv, benches: Mutex::default() }
    }

    fn bench(&self) -> Bench {
        let free = self.benches.lock().ok().and_then(|mut benches| benches.pop());
        free.unwrap_or_else(|| Bench {
            records: Records::default(),
            rows: self
                .job
                .targets
                .iter()
                .map(|target| Rows::new(Arc::clone(&target.layout), Arc::clone(&self.treatment)))
                .collect(),
            work: utsushi_mapping::Workspace::default(),
            text: String::new(),
        })
    }

    /// Cuts, maps and checks a chunk.
    ///
    /// # Errors
    /// A character that the output encoding does not have, which the repertoire should have kept out.
    pub fn cook(&self, raw: RawChunk) -> Result<DoneChunk, Problem> {
        let mut bench = self.bench();
        let done = self.cook_at(&mut bench, raw);
        if let Ok(mut benches) = self.benches.lock() {
            benches.push(bench);
        }
        done
    }

    fn cook_at(&self, bench: &mut Bench, RawChunk { input, chunk }: RawChunk) -> Result<DoneChunk, Problem> {
        let Bench { records, rows, work, text } = bench;
        records.parse(&self.job.source, &self.job.inputs[input].header, &chunk);
        let spans = records.spans();
        let mut rejected = vec![false; spans.len()];
        let mut wanted = vec![false; spans.len()];
        let mut findings = Vec::new();
        let mut broken = 0;
        let origin = |record: u32| {
            let span = spans[record as usize];
            let (record, line, offset) = (record.into(), span.line.into(), span.start.into());
            Origin { input: input as u32, record, line, offset, occurrence: 1 }
        };
        for (record, span) in spans.iter().enumerate() {
            if let Some(fault) = &span.broken {
                broken += 1;
                rejected[record] = true;
                findings.push(Finding {
                    code: fault.code(),
                    origin: origin(record as u32),
                    target: None,
                    item: None,
                    value: String::new(),
                    detail: fault.detail(),
                    action: Action::Rejected,
                });
            }
        }
        let mut targets = Vec::with_capacity(self.job.targets.len());
        for (index, (target, rows)) in self.job.targets.iter().zip(rows.iter_mut()).enumerate() {
            rows.begin((0..spans.len() as u32).filter(|record| {
                let record = *record as usize;
                let takes = spans[record].broken.is_none()
                    && target.when.as_ref().is_none_or(|when| when.holds(&chunk, records, record, text));
                wanted[record] |= takes;
                takes
            }));
            target.mapper.map(&chunk, records, rows, work);
            target.checker.check(rows);
            let mut lost = 0;
            for row in 0..rows.len() {
                if rows.is_rejected(row) {
                    lost += 1;
                    rejected[rows.records()[row] as usize] = true;
                }
            }
            findings.extend(rows.take_findings().into_iter().map(|finding| Finding {
                code: finding.code,
                origin: origin(finding.record),
                target: Some(index as u16),
                item: Some(finding.item),
                value: finding.value,
                detail: finding.detail,
                action: finding.action,
            }));
            let read = rows.len() as u64 + broken;
            let batch = rows.seal(|record| (spans[record as usize].line, spans[record as usize].start));
            let mut csv = Vec::new();
            if let Some(format) = self.csv {
                format.encode(&batch, &mut csv).map_err(|(row, character)| {
                    let code = character as u32;
                    let file = target.layout.id();
                    let record = batch.origins().records().get(row).map_or(0, |record| spans[*record as usize].start);
                    let offset = chunk.offset + u64::from(record);
                    problem!(
                        "{file}: 文字 U+{code:04X} は出力の文字コードで書けません (オフセット {offset} のレコード)",
                        "{file}: the character U+{code:04X} is not in the output encoding (record at offset {offset})"
                    )
                    .at(&self.job.inputs[input].path)
                    .help(
                        "[delivery] encoding を utf-8 にするか、[characters] repertoire を出力に合わせてください",
                        "set [delivery] encoding to utf-8, or make [characters] repertoire fit the output",
                    )
                })?;
            }
            targets.push(DoneTarget { batch, csv, read, rejected: lost + broken });
        }
        findings.sort_by_key(|finding| (finding.origin.record, finding.target, finding.item));
        let size = |record: u64| {
            let span = spans[record as usize];
            span.end_with_line_end - span.start
        };
        let record_sizes = findings.iter().map(|finding| size(finding.origin.record)).collect();
        let mut rejects = Vec::new();
        for (record, span) in spans.iter().enumerate() {
            if rejected[record] {
                rejects.extend_from_slice(&chunk.data[span.start as usize..span.end_with_line_end as usize]);
            }
        }
        // Between files a record keeps its end: else the next file's first rejected record would run into it.
        let more_files = input + 1 < self.job.inputs.len();
        if chunk.last
            && more_files
            && !rejects.is_empty()
            && !rejects.ends_with(b"\n")
            && !rejects.ends_with(b"\r")
        {
            rejects.extend_from_slice(if records.line_ends.lf > 0 { b"\n" } else { b"\r\n" });
        }
        let mut attention: Vec<u64> = findings
            .iter()
            .filter(|finding| finding.code.0.severity != Severity::Info)
            .map(|finding| finding.origin.record)
            .collect();
        attention.dedup();
        let routed = wanted.iter().filter(|wanted| **wanted).count() as u64;
        Ok(DoneChunk {
            input,
            records: spans.len() as u64,
            broken,
            unrouted: spans.len() as u64 - routed - broken,
            rejected: rejected.iter().filter(|rejected| **rejected).count() as u64,
            attention: attention.len() as u64,
            lines: records.lines.into(),
            blank_lines: records.blank_lines.into(),
            record_bytes: records.record_bytes,
            framing_bytes: records.framing_bytes,
            line_ends: records.line_ends,
            targets,
            findings,
            record_sizes,
            rejects,
            chunk,
        })
    }
}
