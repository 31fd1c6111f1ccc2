//! One job from its first byte to its account.

use crate::across::Across;
use crate::characters::Changes;
use crate::chunk::{DoneChunk, Kitchen, RawChunk};
use crate::convert::{Observer, Options};
use crate::floors::Refused;
use crate::inputs::Reading;
use crate::outputs::{Base, JobView, Outputs, RejectedRecords};
use crate::project::ProjectJob;
use crate::strangers::Strangers;
use crate::timings::{Stage, Timings};
use rayon::prelude::*;
use std::collections::BTreeMap;
use utsushi_delivery::findings::Names;
use utsushi_delivery::{Account, Input, Job, LeftBehind, Rejects};
use utsushi_findings::{
    Action, CHR006, CHR007, CHR008, Detail, Entry, FMT005, FMT006, FMT007, FMT008, FMT010, FMT012, FMT013,
    FMT014, Finding, MAP002, MAP006, MAP010, MAP011, MAP012, MAP013, Origin, Problem, SET001, Tally, problem,
};
use utsushi_legacy::{Cutter, LineEnds, Trailer, Transcoder};
use utsushi_store::{Sha256Stream, hex};
use utsushi_text::{Charset, Policy};

/// Records that are named of those that the law keeps.
const REFUSED_NAMED: usize = 5;

/// What is known of an input so far.
#[derive(Default)]
struct InputState {
    bytes: u64,
    records: u64,
    lines: u64,
    blank_lines: u64,
    record_bytes: u64,
    framing_bytes: u64,
    line_ends: LineEnds,
    unrouted: u64,
    trailers: Vec<(u64, Trailer)>,
    unused_unreadable: Vec<u64>,
    cut_off: bool,
    strangers: Strangers,
    hash: Sha256Stream,
}

/// Reads the inputs of a job, a round of chunks at a time.
pub(crate) struct Feeder<'a> {
    job: &'a ProjectJob,
    input: usize,
    /// Chunks before the next one, in the whole run.
    chunks: u32,
    cutter: Option<Cutter<Transcoder<Reading>>>,
    spare: Vec<Vec<u8>>,
}

impl<'a> Feeder<'a> {
    pub fn new(job: &'a ProjectJob, chunks: u32) -> Self {
        Feeder { job, input: 0, chunks, cutter: None, spare: Vec::new() }
    }

    /// Takes the memory of chunks that are done with, of at most so many.
    pub fn reuse(&mut self, done: Vec<RawChunk>, most: usize) {
        self.spare.extend(done.into_iter().map(|raw| raw.chunk.data));
        self.spare.truncate(most);
    }

    /// The next chunks, at most so many; none at the end.
    pub fn round(&mut self, chunks: usize) -> Result<Vec<RawChunk>, Problem> {
        let mut round = Vec::with_capacity(chunks);
        while round.len() < chunks {
            let Some(input) = self.job.inputs.get(self.input) else { break };
            let mut cutter = match self.cutter.take() {
                Some(cutter) => cutter,
                None => Cutter::new(input.read()?, &self.job.source, input.header.bytes),
            };
            match cutter.next_chunk(self.spare.pop()) {
                Ok(Some(chunk)) => {
                    self.cutter = Some(cutter);
                    let verdicts = Vec::new();
                    round.push(RawChunk { input: self.input, number: self.chunks, chunk, verdicts });
                    self.chunks += 1;
                }
                Ok(None) => {
                    cutter.into_reader().into_inner().finish()?;
                    self.input += 1;
                }
                Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                    return Err(problem!(
                        "読んでいる間にファイルが短くなりました",
                        "the file became shorter while it was read"
                    )
                    .at(&input.path)
                    .help(
                        "ほかのプログラムが書いていないか確かめ、写しを取ってからやり直してください",
                        "is another program still writing it? copy it and run again",
                    ));
                }
                Err(error) => return Err(cutter.into_reader().into_inner().problem(&error)),
            }
        }
        Ok(round)
    }
}

/// A job being run.
pub(crate) struct Runner<'a> {
    job: &'a ProjectJob,
    states: Vec<InputState>,
    account: Job,
    rejected: RejectedRecords,
    tally: Tally,
    unused_filled: Vec<u64>,
    /// Values that each normalisation changed, by target and item.
    normalized: BTreeMap<(usize, usize, Policy), u64>,
    /// Characters written as others.
    changes: Changes,
    /// Records that a rule would have left behind and the law keeps: by rule and law how many, and where the first are.
    refused: BTreeMap<(usize, &'static str), (u64, Vec<String>)>,
}

impl<'a> Runner<'a> {
    pub fn new(job: &'a ProjectJob) -> Self {
        let extension = job.inputs.first().and_then(|input| input.path.extension()).and_then(|e| e.to_str());
        let extension = extension.filter(|e| e.bytes().all(|b| b.is_ascii_alphanumeric())).unwrap_or("csv");
        let states = job.inputs.iter().map(|input| {
            let mut state = InputState {
                bytes: input.head.len() as u64,
                lines: input.header.lines,
                framing_bytes: input.head.len() as u64,
                ..InputState::default()
            };
            state.hash.update(&input.head);
            state
        });
        let targets = job
            .targets
            .iter()
            .map(|target| Account {
                file: target.layout.id(),
                each: target.each.as_ref().map(|each| each.name.clone()),
                ..Account::default()
            })
            .collect();
        Runner {
            job,
            states: states.collect(),
            account: Job {
                name: job.name.clone(),
                inputs: Vec::new(),
                records: 0,
                routed: 0,
                unrouted: 0,
                broken: 0,
                rejected_records: 0,
                attention: 0,
                rejects: None,
                left_behind: job
                    .left_behind
                    .iter()
                    .map(|rule| LeftBehind {
                        name: rule.name.clone(),
                        when: rule.written.clone(),
                        ground: rule.ground.clone(),
                        kept_until: rule.kept_until.clone(),
                        refused: 0,
                        approved_by: rule.approved_by.clone(),
                        approved_on: rule.approved_on.clone(),
                        records: 0,
                    })
                    .collect(),
                targets,
            },
            rejected: RejectedRecords::new(
                format!("rejects/{}.{extension}", job.name),
                job.inputs
                    .iter()
                    .map(|input| input.header_lines.as_slice())
                    .find(|lines| !lines.is_empty())
                    .unwrap_or_default()
                    .to_vec(),
            ),
            tally: Tally::default(),
            unused_filled: vec![0; job.unused.len()],
            normalized: BTreeMap::new(),
            changes: Changes::default(),
            refused: BTreeMap::new(),
        }
    }

    /// Runs the job; `files` is the position of each target's file among the outputs, empty where no data is
    /// written.
    pub fn run(
        mut self,
        (index, files): (usize, Vec<usize>),
        kitchen: &Kitchen<'_, '_>,
        outputs: &mut Outputs<'_>,
        across: &mut Across<'_, '_>,
        options: &Options<'_>,
        observer: &dyn Observer,
    ) -> Result<(Job, Tally, Changes), Problem> {
        let job = self.job;
        let inputs: Vec<String> = job.inputs.iter().map(|input| input.shown.clone()).collect();
        let layouts: Vec<_> = job.targets.iter().map(|target| target.layout.clone()).collect();
        let view = JobView { names: Names { job: &job.name, inputs: &inputs, targets: &layouts }, files };
        let first = across.chunks();
        let mut feeder = Feeder::new(job, first);
        let size = options.chunks_per_round();
        let nowhere = Timings::default();
        let timings = kitchen.timings.unwrap_or(&nowhere);
        let mut raw = timings.time(Stage::Cut, || feeder.round(size))?;
        kitchen.attach(index, first, &mut raw)?;
        let mut done: Vec<DoneChunk> = Vec::new();
        while !(raw.is_empty() && done.is_empty()) {
            options.go_on()?;
            let bases = self.take_account(&mut done);
            let more = !raw.is_empty();
            let Runner { states, rejected, .. } = &mut self;
            let (next, (cooked, written)) = rayon::join(
                || if more { timings.time(Stage::Cut, || feeder.round(size)) } else { Ok(Vec::new()) },
                || {
                    let cook = || {
                        let chunks = raw.into_par_iter().with_max_len(1);
                        chunks.map(|raw| kitchen.cook(raw)).collect::<Result<Vec<_>, _>>()
                    };
                    rayon::join(cook, || {
                        rayon::join(
                            || timings.time(Stage::Hash, || hash(job, &done, states)),
                            || outputs.write(&view, rejected, &done, &bases),
                        )
                        .1
                    })
                },
            );
            written?;
            across.add(index, kitchen.files, &mut done, &bases)?;
            raw = next?;
            kitchen.attach(index, first, &mut raw)?;
            feeder.spare.extend(done.drain(..).map(|chunk| chunk.chunk.data));
            feeder.spare.truncate(size);
            done = cooked?;
            observer.progress(self.states.iter().map(|state| state.bytes).sum(), self.account.records);
        }
        let findings = self.findings_about_inputs();
        findings.iter().for_each(|finding| self.tally.add(finding.code));
        outputs.write_findings(&findings, &view.names)?;
        let record_bytes = self.rejected.bytes;
        if let Some(written) = self.rejected.finish()? {
            outputs.add(&written, None);
            self.account.rejects = Some(Rejects { path: written.path, record_bytes });
        }
        self.account.inputs =
            job.inputs.iter().zip(self.states).map(|(input, state)| state.account(input)).collect();
        Ok((self.account, self.tally, self.changes))
    }

    /// Adds a round to the account, in the order of the input, and turns the places in it into places in the input.
    fn take_account(&mut self, done: &mut [DoneChunk]) -> Vec<Base> {
        let account = &mut self.account;
        let mut bases = Vec::with_capacity(done.len());
        for chunk in done {
            let state = &mut self.states[chunk.input];
            let base = Base { records: state.records, lines: state.lines, offset: state.bytes };
            for finding in &mut chunk.findings {
                finding.origin.record += base.records + 1;
                finding.origin.line += base.lines + 1;
                finding.origin.offset += base.offset;
                self.tally.add(finding.code);
            }
            self.changes.merge(std::mem::take(&mut chunk.changes));
            bases.push(base);
            state.bytes += chunk.bytes;
            state.strangers.merge(&chunk.strangers, base.records);
            state.records += chunk.records;
            state.lines += chunk.lines;
            state.blank_lines += chunk.blank_lines;
            state.record_bytes += chunk.record_bytes;
            state.framing_bytes += chunk.framing_bytes;
            state.line_ends.merge(chunk.line_ends);
            state.unrouted += chunk.unrouted;
            state.cut_off |= chunk.cut_off;
            state.unused_unreadable.resize(chunk.unused_unreadable.len(), 0);
            for (all, count) in state.unused_unreadable.iter_mut().zip(&chunk.unused_unreadable) {
                *all += count;
            }
            state.trailers.extend(chunk.trailers.iter().map(|trailer| (base.records, *trailer)));
            account.records += chunk.records;
            account.broken += chunk.broken;
            account.unrouted += chunk.unrouted;
            account.routed += chunk.records - chunk.broken - chunk.unrouted;
            account.rejected_records += chunk.rejected;
            account.attention += chunk.attention;
            for (rule, count) in account.left_behind.iter_mut().zip(&chunk.left_behind) {
                rule.records += count;
            }
            for Refused { record, rule, law } in &chunk.refused {
                account.left_behind[*rule].refused += 1;
                let (count, first) = self.refused.entry((*rule, law)).or_default();
                *count += 1;
                if first.len() < REFUSED_NAMED {
                    let record = base.records + u64::from(*record) + 1;
                    first.push(format!("{} #{record}", self.job.inputs[chunk.input].shown));
                }
            }
            for (target, done) in chunk.targets.iter().enumerate() {
                for ((item, policy), count) in &done.normalized {
                    *self.normalized.entry((target, *item, *policy)).or_default() += count;
                }
            }
            for (all, count) in self.unused_filled.iter_mut().zip(&chunk.unused_filled) {
                *all += count;
            }
            for (target, done) in account.targets.iter_mut().zip(&chunk.targets) {
                target.wanted += done.wanted;
                target.not_wanted += chunk.records - done.wanted;
                target.read += done.read;
                target.written += done.batch.rows() as u64;
                target.rejected += done.rejected;
                target.left_behind += done.left_behind;
                target.duplicates += done.removed.exact + done.removed.by_key;
            }
        }
        bases
    }

    fn findings_about_inputs(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (index, (input, state)) in self.job.inputs.iter().zip(&self.states).enumerate() {
            let mut add = |code: &'static Entry, detail: Detail| {
                findings.push(Finding {
                    code: code.into(),
                    origin: Origin { input: index as u32, ..Origin::default() },
                    target: None,
                    item: None,
                    value: String::new(),
                    detail,
                    action: Action::None,
                });
            };
            let count = |actual| Detail::Counts { expected: 0, actual };
            if state.blank_lines > 0 {
                add(&FMT005, count(state.blank_lines));
            }
            if input.header.order.is_some() {
                add(&FMT006, Detail::None);
            }
            if input.header.bom && self.job.source.charset != Charset::Utf8 {
                add(&FMT007, Detail::Text(self.job.source.charset.name().into()));
            }
            let strangers = &state.strangers;
            if strangers.other.count > 0 {
                let other = if self.job.source.charset == Charset::Utf8 { "cp932" } else { "utf-8" };
                add(&CHR007, Detail::Text(strangers.other.text(other, state.records).into()));
            }
            if strangers.vendor.count > 0 {
                add(&CHR008, Detail::Text(strangers.vendor.text("cp932", state.records).into()));
            }
            if state.line_ends.mixed() {
                let LineEnds { crlf, lf, cr } = state.line_ends;
                add(&FMT008, Detail::Text(format!("CRLF {crlf}, LF {lf}, CR {cr}").into()));
            }
            if state.unrouted > 0 {
                add(&MAP002, count(state.unrouted));
            }
            if self.job.source.has_trailer() && state.trailers.is_empty() {
                add(&FMT012, Detail::None);
            }
            // A trailer counts the records between it and the one before it.
            let mut counted = 0;
            for (before, trailer) in &state.trailers {
                let actual = before + u64::from(trailer.records) - counted;
                counted += actual;
                match trailer.declared {
                    Some(expected) if expected != actual => add(&FMT010, Detail::Counts { expected, actual }),
                    None if self.job.source.counts_records() => add(&FMT013, Detail::None),
                    _ => {}
                }
            }
            if state.records == 0 {
                add(&SET001, Detail::None);
            }
            if state.cut_off {
                add(&FMT014, Detail::None);
            }
            let unreadable =
                self.job.unused.iter().zip(&state.unused_unreadable).filter(|(_, count)| **count > 0);
            let unreadable: Vec<String> = unreadable
                .map(|(field, count)| format!("{}: {count}", self.job.source.fields[*field].name))
                .collect();
            if !unreadable.is_empty() {
                add(&MAP012, Detail::Text(unreadable.join(", ").into()));
            }
        }
        let mut add = |code: &'static Entry, detail: Detail| {
            findings.push(Finding {
                code: code.into(),
                // About the job: no input in particular.
                origin: Origin { input: u32::MAX, ..Origin::default() },
                target: None,
                item: None,
                value: String::new(),
                detail,
                action: Action::None,
            });
        };
        for target in &self.job.targets {
            let lost = target.corrections.unapplied().count();
            if lost > 0 {
                add(
                    &MAP006,
                    Detail::Counts { expected: target.corrections.len() as u64, actual: lost as u64 },
                );
            }
        }
        let mut add = |code: &'static Entry, text: String| add(code, Detail::Text(text.into()));
        for (field, count) in self.job.unused.iter().zip(&self.unused_filled).filter(|(_, count)| **count > 0)
        {
            add(&MAP010, format!("{}: {count}", self.job.source.fields[*field].name));
        }
        for ((target, item, policy), count) in &self.normalized {
            let layout = &self.job.targets[*target].layout;
            let (file, item, policy) = (layout.id(), &layout.items[*item].name, policy.name());
            add(&CHR006, format!("{file} {item} {policy}: {count}"));
        }
        for rule in self.account.left_behind.iter().filter(|rule| rule.records > 0) {
            add(&MAP011, format!("{}: {}", rule.name, rule.records));
        }
        for ((rule, law), (count, first)) in &self.refused {
            let name = &self.account.left_behind[*rule].name;
            let more = if *count > first.len() as u64 { " …" } else { "" };
            add(&MAP013, format!("{name}: {law}: {count}; {}{more}", first.join(", ")));
        }
        findings
    }
}

impl InputState {
    fn account(self, input: &crate::inputs::Input) -> Input {
        Input {
            path: input.shown.clone(),
            bytes: self.bytes,
            sha256: hex(&self.hash.finish()),
            records: Some(self.records),
            record_bytes: Some(self.record_bytes),
            framing_bytes: Some(self.framing_bytes),
        }
    }
}

fn hash(job: &ProjectJob, done: &[DoneChunk], states: &mut [InputState]) {
    for chunk in done {
        states[chunk.input].hash.update(&job.inputs[chunk.input].original(&chunk.chunk.data));
    }
}
