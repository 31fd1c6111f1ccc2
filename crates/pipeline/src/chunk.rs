//! What a worker does with one chunk: from bytes to batches, with nothing shared.

use crate::characters::{self, Changes};
use crate::decide::{self, Decided, Removed};
use crate::floors::{self, Left, Refused};
use crate::inputs::Input;
use crate::persons;
use crate::project::ProjectJob;
use crate::protection::Protection;
use crate::selection;
use crate::strangers::Strangers;
use crate::timings::{Stage, Timings};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use utsushi_check::file::{FactMaker, Facts, Lost, Plan};
use utsushi_cleanse::duplicates::Verdict;
use utsushi_delivery::CsvFormat;
use utsushi_findings::{
    Action, CHR001, CHR002, Code, Detail, Finding, Lang, NUM002, Origin, Problem, Severity, problem,
};
use utsushi_layout::{Batch, RowFinding, Rows, Treatment};
use utsushi_legacy::{
    BrokenKind, Chunk, FieldProblem, Format, LineEnd, LineEnds, RecordSpan, Records, SourceDefinition,
    Trailer,
};
use utsushi_mapping::Times;
use utsushi_text::{DecodeProblemKind, Policy};

/// A chunk with the input it is of.
pub(crate) struct RawChunk {
    pub input: usize,
    /// Its number in the run.
    pub number: u32,
    pub chunk: Chunk,
    /// What was decided on its rows before.
    pub verdicts: Vec<Verdict>,
}

/// What became of a chunk. Records and lines in it count from the chunk's beginning.
#[derive(Default)]
pub(crate) struct DoneChunk {
    pub input: usize,
    pub number: u32,
    pub chunk: Chunk,
    /// Bytes of the file that it stands for.
    pub bytes: u64,
    pub records: u64,
    pub broken: u64,
    pub unrouted: u64,
    pub rejected: u64,
    /// Records with an error or a warning.
    pub attention: u64,
    /// Those records, from 0.
    pub attended: Vec<u32>,
    /// What rules over many rows need to know.
    pub facts: Option<Facts>,
    /// The persons of its rows, where the same person is looked for.
    pub persons: Vec<u8>,
    pub lines: u64,
    pub blank_lines: u64,
    pub record_bytes: u64,
    pub framing_bytes: u64,
    pub line_ends: LineEnds,
    pub trailers: Vec<Trailer>,
    pub targets: Vec<DoneTarget>,
    /// In order of record; `origin.record` and `line` from 0, `offset` in the chunk.
    pub findings: Vec<Finding>,
    /// Bytes of the record of each finding.
    pub record_sizes: Vec<u32>,
    /// The rejected records, one behind the other.
    pub rejects: Vec<u8>,
    /// Records of each rule that leaves records behind.
    pub left_behind: Vec<u64>,
    /// Records that a rule would have left behind, and the law keeps.
    pub refused: Vec<Refused>,
    /// Records in another charset.
    pub strangers: Strangers,
    /// Records with a value in each field that feeds nothing.
    pub unused_filled: Vec<u64>,
    /// Records with bytes that are no characters in each field that feeds nothing.
    pub unused_unreadable: Vec<u64>,
    /// Whether the input ends in the middle of a record.
    pub cut_off: bool,
    /// Characters written as others.
    pub changes: Changes,
}

/// The rows of one target.
#[derive(Default)]
pub(crate) struct DoneTarget {
    pub batch: Batch,
    pub csv: Vec<u8>,
    /// Records for this target, broken ones included.
    pub wanted: u64,
    pub read: u64,
    /// Values that each normalisation changed, by item.
    pub normalized: BTreeMap<(usize, Policy), u64>,
    pub rejected: u64,
    pub left_behind: u64,
    pub removed: Removed,
}

/// What workers need, and the buffers they hand on to each other.
pub(crate) struct Kitchen<'a, 's> {
    pub job: &'a ProjectJob,
    pub treatment: Arc<Treatment>,
    pub csv: Option<CsvFormat>,
    pub plan: &'a Plan,
    /// Where the file of each target stands in the plan.
    pub files: &'a [usize],
    pub protection: &'a Protection,
    /// What the passes before came to, and the language in which it is told.
    pub decided: Option<(&'a Decided<'s>, Lang)>,
    pub timings: Option<&'a Timings>,
    benches: Mutex<Vec<Bench>>,
}

/// Buffers of one worker.
pub(crate) struct Bench {
    records: Records,
    rows: Vec<Rows>,
    work: utsushi_mapping::Workspace,
    text: String,
}

impl Bench {
    pub fn parts(&mut self) -> (&mut Records, &mut Vec<Rows>, &mut utsushi_mapping::Workspace, &mut String) {
        (&mut self.records, &mut self.rows, &mut self.work, &mut self.text)
    }
}

impl<'a, 's> Kitchen<'a, 's> {
    /// `csv` is `None` where no data is written.
    pub fn new(
        job: &'a ProjectJob,
        treatment: Treatment,
        csv: Option<CsvFormat>,
        (plan, files): (&'a Plan, &'a [usize]),
        protection: &'a Protection,
    ) -> Self {
        let treatment = Arc::new(treatment);
        Kitchen {
            job,
            treatment,
            csv,
            plan,
            files,
            protection,
            decided: None,
            timings: None,
            benches: Mutex::default(),
        }
    }

    /// The numbers of the protected persons of a chunk, as targets for which `tells` holds say.
    pub fn protected(&self, raw: &RawChunk, tells: &[bool]) -> Vec<u64> {
        let mut bench = self.bench();
        let Bench { records, rows, work, text } = &mut bench;
        records.parse(&self.job.source, &self.job.inputs[raw.input].header, &raw.chunk);
        let mut wanted = vec![false; records.spans().len()];
        let mut numbers = Vec::new();
        for ((target, rows), tells) in self.job.targets.iter().zip(rows.iter_mut()).zip(tells) {
            if !tells {
                continue;
            }
            let selection = selection::select(target, &raw.chunk, records, &[], &mut wanted, text);
            rows.begin_repeated(selection.rows);
            target.mapper.map_corrected(&raw.chunk, records, rows, work, &target.corrections);
            numbers.extend(self.protection.numbers(rows));
        }
        self.give_back(bench);
        numbers
    }

    /// Gives the chunks of a round what was decided on their rows before.
    pub fn attach(&self, job: usize, first: u32, round: &mut [RawChunk]) -> Result<(), Problem> {
        self.decided.map_or(Ok(()), |(decided, _)| decided.attach(job, first, round))
    }

    /// Hands a bench to the next worker.
    pub fn give_back(&self, bench: Bench) {
        if let Ok(mut benches) = self.benches.lock() {
            benches.push(bench);
        }
    }

    /// The buffers for one chunk.
    pub fn bench(&self) -> Bench {
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
        self.give_back(bench);
        done
    }

    fn cook_at(
        &self,
        bench: &mut Bench,
        RawChunk { input, number, chunk, verdicts }: RawChunk,
    ) -> Result<DoneChunk, Problem> {
        let Bench { records, rows, work, text } = bench;
        let nowhere = Timings::default();
        let timings = self.timings.unwrap_or(&nowhere);
        let mut chain = timings.chain();
        records.parse(&self.job.source, &self.job.inputs[input].header, &chunk);
        chain.was(Stage::Parse);
        let spans = records.spans();
        let file = &self.job.inputs[input];
        let places = Places::of(file, &chunk, spans);
        let mut rejected = vec![false; spans.len()];
        let mut wanted = vec![false; spans.len()];
        let mut findings = Vec::new();
        let mut broken = 0;
        let origin = |record: u32| {
            let span = spans[record as usize];
            let offset = places.start(record).into();
            let (record, line) = (record.into(), span.line.into());
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
        let Left { rules: left, refused } = floors::left_behind(self.job, &chunk, records, rows, work, text);
        let mut left_behind = vec![0; self.job.left_behind.len()];
        left.iter().flatten().for_each(|rule| left_behind[*rule] += 1);
        let unused_filled = selection::unused_filled(self.job, &chunk, records);
        let unused_unreadable = selection::unused_unreadable(self.job, &chunk, records, text);
        let cut_off = chunk.last && spans.last().is_some_and(is_cut_off);
        let mut changes = Changes::default();
        let mut targets = Vec::with_capacity(self.job.targets.len());
        let mut facts = FactMaker::new(self.plan, number);
        let mut protected = vec![false; spans.len()];
        let mut of_rows: Vec<(usize, RowFinding)> = Vec::new();
        chain.was(Stage::Select);
        for (index, (target, rows)) in self.job.targets.iter().zip(rows.iter_mut()).enumerate() {
            let selection = selection::select(target, &chunk, records, &left, &mut wanted, text);
            let left_rows = selection.left_behind.len() as u64;
            if left_rows > 0 {
                // They are not written, but a reference to one of them is not one to nobody.
                rows.begin_repeated(selection.left_behind);
                target.mapper.map(&chunk, records, rows, work);
                facts.lost(self.files[index], rows, |_| true, Lost::LeftBehind);
            }
            if !selection.unreadable.is_empty() {
                rows.begin(selection.unreadable.iter().map(|(record, ..)| *record));
                target.mapper.map(&chunk, records, rows, work);
                facts.lost(self.files[index], rows, |_| true, Lost::Rejected);
            }
            match target.each {
                Some(_) => rows.begin_repeated(selection.rows),
                None => rows.begin(selection.rows.iter().map(|row| row.0)),
            }
            for (record, field, problem) in &selection.unreadable {
                rejected[*record as usize] = true;
                findings.push(unreadable(&self.job.source, *field, problem, index, origin(*record)));
            }
            let unreadable = selection.unreadable.len() as u64;
            chain.was(Stage::Select);
            work.take_times();
            target.mapper.map_corrected(&chunk, records, rows, work, &target.corrections);
            let Times { transform, normalize } = work.take_times();
            timings.add(Stage::Transform, transform);
            timings.add(Stage::Normalize, normalize);
            chain.was_but(Stage::Decode, transform + normalize);
            let normalized = work.take_changes();
            if let Some(carrier) = self.job.carrier.as_deref() {
                characters::carry(
                    carrier,
                    self.job.source.charset.name().starts_with("utf-"),
                    rows,
                    &mut changes,
                );
            }
            chain.was(Stage::Characters);
            target.checker.check(rows);
            chain.was(Stage::Check);
            self.protection.mark(rows, &mut protected);
            let mut removed = Removed::default();
            if let Some((decided, lang)) = self.decided {
                let own = decide::of_target(&verdicts, index);
                if !removed.take_out(own, decided, lang, rows) {
                    return Err(decide::lost_row(self.job));
                }
            }
            let mut lost = 0;
            for row in 0..rows.len() {
                if rows.is_rejected(row) {
                    lost += 1;
                    rejected[rows.records()[row] as usize] = true;
                }
            }
            of_rows.extend(rows.take_findings().into_iter().map(|finding| (index, finding)));
            let read = rows.len() as u64 + broken + unreadable + left_rows;
            if lost > 0 {
                facts.lost(self.files[index], rows, |row| rows.is_rejected(row), Lost::Rejected);
            }
            if removed.exact + removed.by_key > 0 {
                facts.lost(self.files[index], rows, |row| rows.is_removed(row), Lost::Duplicate);
            }
            chain.was(Stage::Findings);
            let batch = rows.seal(|record| (spans[record as usize].line, places.start(record)));
            chain.was(Stage::Seal);
            facts.add(self.files[index], &batch);
            chain.was(Stage::Facts);
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
            chain.was(Stage::Csv);
            targets.push(DoneTarget {
                batch,
                csv,
                wanted: selection.wanted + broken,
                normalized,
                read,
                rejected: lost + broken + unreadable,
                left_behind: left_rows,
                removed,
            });
        }
        let persons = persons::of_chunk(self.job, &targets, &protected);
        for (target, mut finding) in of_rows {
            if protected[finding.record as usize] {
                finding.hide();
            }
            findings.push(Finding {
                code: finding.code,
                origin: Origin { occurrence: finding.occurrence, ..origin(finding.record) },
                target: Some(target as u16),
                item: Some(finding.item),
                value: finding.value,
                detail: finding.detail,
                action: finding.action,
            });
        }
        findings.sort_by_key(|f| (f.origin.record, f.target, f.origin.occurrence, f.item));
        let strangers = Strangers::of(&self.job.source, &chunk, spans, &findings);
        let record_sizes = findings.iter().map(|finding| places.size(finding.origin.record as u32)).collect();
        let mut rejects = Vec::new();
        for (record, span) in spans.iter().enumerate() {
            if rejected[record] {
                rejects.extend_from_slice(&chunk.data[span.start as usize..span.end_with_line_end as usize]);
            }
        }
        // Between files a record keeps its end: else the next file's first rejected record would run into it.
        let more_files = input + 1 < self.job.inputs.len();
        let last = spans.last().filter(|span| span.end == span.end_with_line_end);
        if let (true, true, Some(true), Some(_)) = (chunk.last, more_files, rejected.last(), last) {
            rejects.extend_from_slice(line_end(&self.job.source, records.line_ends));
        }
        let rejects = file.original(&rejects).into_owned();
        let mut attended: Vec<u32> = findings
            .iter()
            .filter(|finding| finding.code.0.severity != Severity::Info)
            .map(|finding| finding.origin.record as u32)
            .collect();
        attended.dedup();
        let bytes = file.original_len(&chunk.data) as u64;
        let record_bytes = places.record_bytes().unwrap_or(records.record_bytes);
        let routed = wanted.iter().filter(|wanted| **wanted).count() as u64;
        let facts = Some(facts.finish());
        chain.was(Stage::Findings);
        Ok(DoneChunk {
            input,
            number,
            bytes,
            records: spans.len() as u64,
            broken,
            unrouted: spans.len() as u64 - routed - broken,
            rejected: rejected.iter().filter(|rejected| **rejected).count() as u64,
            attention: attended.len() as u64,
            attended,
            facts,
            persons,
            lines: records.lines.into(),
            blank_lines: records.blank_lines.into(),
            record_bytes,
            framing_bytes: bytes - record_bytes,
            line_ends: records.line_ends,
            trailers: records.trailers.clone(),
            targets,
            findings,
            record_sizes,
            rejects,
            left_behind,
            unused_filled,
            unused_unreadable,
            cut_off,
            changes,
            refused,
            strangers,
            chunk,
        })
    }
}

/// Whether a file's last record looks as if the file went on: it is too short, and nothing ends it.
fn is_cut_off(span: &RecordSpan) -> bool {
    let short = match span.broken.map(|broken| broken.kind) {
        Some(BrokenKind::FieldCount { expected, actual }) => actual < expected,
        Some(BrokenKind::WrongLength { expected, actual }) => actual < expected,
        Some(BrokenKind::UnclosedQuote) => true,
        _ => false,
    };
    short && span.end == span.end_with_line_end
}

/// Where the records of a chunk stand in the bytes of the file, from the chunk's beginning.
struct Places<'a> {
    spans: &'a [RecordSpan],
    /// In a file in UTF-16: the first byte of each record, and how many it has.
    original: Option<Vec<(u32, u32)>>,
}

impl<'a> Places<'a> {
    fn of(input: &Input, chunk: &Chunk, spans: &'a [RecordSpan]) -> Places<'a> {
        let len = |from: u32, to: u32| input.original_len(&chunk.data[from as usize..to as usize]) as u32;
        let original = input.order.map(|_| {
            let (mut at, mut before) = (0, 0);
            let place = |span: &RecordSpan| {
                let start = at + len(before, span.start);
                let size = len(span.start, span.end_with_line_end);
                (at, before) = (start + size, span.end_with_line_end);
                (start, size)
            };
            spans.iter().map(place).collect()
        });
        Places { spans, original }
    }

    fn start(&self, record: u32) -> u32 {
        let record = record as usize;
        self.original.as_ref().map_or(self.spans[record].start, |places| places[record].0)
    }

    fn size(&self, record: u32) -> u32 {
        let span = self.spans[record as usize];
        let as_read = span.end_with_line_end - span.start;
        self.original.as_ref().map_or(as_read, |places| places[record as usize].1)
    }

    fn record_bytes(&self) -> Option<u64> {
        self.original.as_ref().map(|places| places.iter().map(|place| u64::from(place.1)).sum())
    }
}

/// A record whose condition rests on a field that cannot be read: nobody can say whether the target wants it.
fn unreadable(
    source: &SourceDefinition,
    field: usize,
    problem: &FieldProblem,
    target: usize,
    origin: Origin,
) -> Finding {
    let code = match problem {
        FieldProblem::Bytes(problem) if problem.kind == DecodeProblemKind::LoneLead => &CHR002,
        FieldProblem::Bytes(_) => &CHR001,
        FieldProblem::Number => &NUM002,
    };
    Finding {
        code: Code(code),
        origin,
        target: Some(target as u16),
        item: None,
        value: String::new(),
        detail: Detail::Text(source.fields[field].name.as_str().into()),
        action: Action::Rejected,
    }
}

/// What ends a record of this source, where it is not said what was seen most.
fn line_end(source: &SourceDefinition, seen: LineEnds) -> &'static [u8] {
    let declared = match &source.format {
        Format::Csv(dialect) => Some(dialect.line_end),
        Format::Fixed(layout) => layout.line_end,
    };
    match declared {
        None => b"",
        Some(LineEnd::Crlf) => b"\r\n",
        Some(LineEnd::Lf) => b"\n",
        Some(LineEnd::Cr) => b"\r",
        Some(LineEnd::Auto) if seen.lf > seen.crlf => b"\n",
        Some(LineEnd::Auto) if seen.cr > seen.crlf => b"\r",
        Some(LineEnd::Auto) => b"\r\n",
    }
}
