//! The main pass: pieces are read, checked and written down, round by round, the next while the last is checked.

use super::VerifyOptions;
use super::answer::Across;
use super::assemble::Gathered;
use super::cook::{Cooked, Kitchen};
use super::feed::{Feeder, Source};
use super::sink::{About, Sink};
use crate::Observer;
use crate::outputs::Base;
use rayon::prelude::*;
use utsushi_delivery::read::Delivery;
use utsushi_findings::Problem;
use utsushi_legacy::LineEnds;
use utsushi_store::Scratch;

/// What is known of a source so far.
#[derive(Default, Clone)]
pub(super) struct State {
    pub records: u64,
    pub lines: u64,
    pub bytes: u64,
    pub blank_lines: u64,
    pub line_ends: LineEnds,
}

/// What a pass reads.
pub(super) struct Pass<'a> {
    pub options: &'a VerifyOptions<'a>,
    pub observer: &'a dyn Observer,
    pub delivery: &'a Delivery,
    pub sources: &'a [Source],
    pub about: &'a [About],
    pub scratch: &'a Scratch,
}

/// What came of it, besides findings and facts.
pub(super) struct Passed {
    /// By source.
    pub states: Vec<State>,
    /// Sources that could not be read to their end, and why.
    pub failed: Vec<(usize, String)>,
    /// SHA-256 of sources that were read from their first byte to their last.
    pub digests: Vec<(usize, [u8; 32])>,
}

impl Pass<'_> {
    /// Reads and checks everything.
    ///
    /// # Errors
    /// The disk is full, or it was stopped. A file that cannot be read is no error.
    pub fn run(
        &self,
        kitchen: &Kitchen<'_>,
        sink: &mut Sink<'_>,
        across: &mut Across<'_, '_>,
        gathered: &mut Gathered,
    ) -> Result<Passed, Problem> {
        let Pass { options, observer, delivery, sources, about, scratch } = *self;
        let mut states: Vec<State> = sources
            .iter()
            .map(|source| {
                let (lines, bytes) = source.reading.before();
                State { lines, bytes, ..State::default() }
            })
            .collect();
        let bytes = sources.iter().map(|source| delivery.members[source.reading.member].bytes).sum();
        observer.job(&delivery.name, Some(bytes));
        let mut feeder = Feeder::new(delivery, sources, scratch, 0..sources.len());
        let size = options.pieces_per_round();
        let mut raw = feeder.round(size);
        let mut done: Vec<Cooked> = Vec::new();
        while !(raw.is_empty() && done.is_empty()) {
            options.go_on()?;
            let more = !raw.is_empty();
            let pieces = std::mem::take(&mut raw);
            let ((next, cooked), written) = rayon::join(
                || {
                    rayon::join(
                        || if more { feeder.round(size) } else { Vec::new() },
                        || {
                            let pieces = pieces.into_par_iter().with_max_len(1);
                            pieces.map(|raw| kitchen.cook(raw)).collect::<Vec<_>>()
                        },
                    )
                },
                || -> Result<(), Problem> {
                    for mut cooked in done.drain(..) {
                        let state = &mut states[cooked.source];
                        let base = Base { records: state.records, lines: state.lines, offset: state.bytes };
                        let mut findings = std::mem::take(&mut cooked.findings);
                        for finding in &mut findings {
                            finding.origin.record += base.records + 1;
                            finding.origin.line += base.lines + 1;
                            finding.origin.offset += base.offset;
                        }
                        sink.write(findings, &about[cooked.source])?;
                        let file = sources[cooked.source].file;
                        across.add(&mut cooked, file, base)?;
                        gathered.add(&mut cooked, base.records);
                        state.add(&cooked);
                    }
                    Ok(())
                },
            );
            written?;
            raw = next;
            done = cooked;
            let sum = |of: fn(&State) -> u64| states.iter().map(of).sum();
            observer.progress(sum(|state| state.bytes), sum(|state| state.records));
        }
        Ok(Passed { failed: feeder.failed, digests: feeder.digests, states })
    }
}

impl State {
    fn add(&mut self, cooked: &Cooked) {
        self.records += cooked.records;
        self.lines += cooked.lines;
        self.bytes += cooked.bytes;
        self.blank_lines += cooked.blank_lines;
        self.line_ends.merge(cooked.line_ends);
    }
}
