//! Findings that rest on several rows, told with the places of the rows.

use super::sink::{About, Sink};
use crate::across::{ChunkPlace, OriginsWriter, Places};
use crate::outputs::Base;
use utsushi_check::file::{Answer, Collector, Lost, Plan, Told};
use utsushi_findings::{Action, Code, Detail, Finding, Lang, Origin, Problem, SET002, SET003, Severity};
use utsushi_store::{Scratch, Sorter};

/// Findings that are written at once.
const AT_ONCE: usize = 4_096;

/// What rules over many rows need while rows go by.
pub(super) struct Across<'p, 's> {
    pub collector: Collector<'p, 's>,
    plan: &'p Plan,
    chunks: Vec<ChunkPlace>,
    origins: Vec<OriginsWriter>,
    attended: Sorter<'s>,
}

/// What is told of rules besides findings.
pub(super) struct Answered {
    pub totals: Vec<utsushi_check::file::CountedTotal>,
    pub compared: Vec<utsushi_check::file::ComparedFigure>,
    pub not_run: Vec<utsushi_check::file::NotRun>,
    /// Rules run and not run, by file of the plan.
    pub rules: Vec<(u64, u64)>,
    /// Records with an error or a warning, by source.
    pub attention: Vec<u64>,
}

impl<'p, 's> Across<'p, 's> {
    pub fn new(plan: &'p Plan, scratch: &'s Scratch, memory: usize) -> Result<Self, Problem> {
        let origins = (0..plan.layouts().count()).map(|file| OriginsWriter::create(scratch, file));
        Ok(Across {
            collector: Collector::new(plan, scratch, memory),
            plan,
            chunks: Vec::new(),
            origins: origins.collect::<Result<_, _>>()?,
            attended: Sorter::new(scratch, "attended", memory / 8),
        })
    }

    /// Takes a piece that stands at `base` in its file.
    pub fn add(&mut self, cooked: &mut super::cook::Cooked, file: usize, base: Base) -> Result<(), Problem> {
        let number = self.chunks.len() as u32;
        debug_assert_eq!(number, cooked.number);
        self.chunks.push(ChunkPlace { job: cooked.source, input: 0, base });
        self.origins[file].add(number, &cooked.batch, &cooked.attended)?;
        for record in &cooked.attended {
            self.attend(cooked.source, base.records + u64::from(*record) + 1)?;
        }
        if let Some(facts) = cooked.facts.take() {
            self.collector.add(facts)?;
        }
        Ok(())
    }

    fn attend(&mut self, source: usize, record: u64) -> Result<(), Problem> {
        let mut key = [0; 12];
        key[..4].copy_from_slice(&(source as u32).to_be_bytes());
        key[4..].copy_from_slice(&record.to_be_bytes());
        self.attended.add(&key)
    }

    /// Finds what is wrong across rows and writes it. `about` tells of each source.
    pub fn finish(
        mut self,
        about: &[About],
        sink: &mut Sink<'_>,
        lang: Lang,
        scratch: &Scratch,
        go_on: &(dyn Fn() -> Result<(), Problem> + Sync),
    ) -> Result<Answered, Problem> {
        let chunks = std::mem::take(&mut self.chunks);
        let origins = std::mem::take(&mut self.origins);
        let (plan, mut attended) = (self.plan, self.attended);
        let Answer { mut faults, totals_missing, totals, compared, not_run, rules } =
            self.collector.finish(go_on)?;
        let files = origins.into_iter().map(|file| file.finish(scratch)).collect::<Result<_, _>>()?;
        let mut places = Places { chunks, files };
        let mut open: Option<usize> = None;
        let mut findings: Vec<Finding> = Vec::new();
        let named = |source: usize, record: u64| format!("{} #{record}", about[source].path[0]);
        while let Some(fault) = faults.next()? {
            let (place, origin, _) = places.of(fault.file, fault.row)?;
            let detail = match &fault.told {
                Told::Text(text) => Detail::Text(text.as_str().into()),
                Told::Counts { expected, actual } => Detail::Counts { expected: *expected, actual: *actual },
                Told::Row(file, row) => {
                    let (other, origin) = places.other(*file, *row)?;
                    Detail::Text(named(other.job, origin.record).into())
                }
                Told::Lost(chunk, record, why) => {
                    let other = places.chunks[*chunk as usize];
                    let record = other.base.records + u64::from(*record) + 1;
                    Detail::Text(format!("{}: {}", named(other.job, record), lost(*why, lang)).into())
                }
            };
            if open != Some(place.job) || findings.len() >= AT_ONCE {
                if let Some(source) = open {
                    sink.write(std::mem::take(&mut findings), &about[source])?;
                }
                open = Some(place.job);
                go_on()?;
            }
            if fault.code.severity != Severity::Info {
                let mut key = [0; 12];
                key[..4].copy_from_slice(&(place.job as u32).to_be_bytes());
                key[4..].copy_from_slice(&origin.record.to_be_bytes());
                attended.add(&key)?;
            }
            findings.push(Finding {
                code: Code(fault.code),
                origin: Origin { input: 0, ..origin },
                target: Some(0),
                item: Some(fault.item as u16),
                value: String::new(),
                detail,
                action: Action::None,
            });
        }
        if let Some(source) = open {
            sink.write(findings, &about[source])?;
        }
        let layouts: Vec<_> = plan.layouts().collect();
        for (file, error, text) in totals_missing {
            let code = Code(if error { &SET002 } else { &SET003 });
            let about = About::new("", Some(layouts[file]));
            sink.write(vec![of_file(code, Detail::Text(text.into()))], &about)?;
        }
        let attention = count(attended, about.len())?;
        Ok(Answered { totals, compared, not_run, rules, attention })
    }
}

/// A finding about a whole file.
pub(crate) fn of_file(code: Code, detail: Detail) -> Finding {
    Finding {
        code,
        origin: Origin::default(),
        target: Some(0),
        item: None,
        value: String::new(),
        detail,
        action: Action::None,
    }
}

fn lost(why: Lost, lang: Lang) -> &'static str {
    match why {
        // Nothing is rejected here: its key cannot be used.
        Lost::Rejected => lang.pick("キーに誤りがある", "its key is wrong"),
        other => other.name().get(lang),
    }
}

/// Records of each source, each counted once.
fn count(attended: Sorter<'_>, sources: usize) -> Result<Vec<u64>, Problem> {
    let mut counts = vec![0; sources];
    let mut sorted = attended.finish()?;
    let mut last = Vec::new();
    while let Some(key) = sorted.next()? {
        if last != key {
            last.clear();
            last.extend_from_slice(key);
            let source = key.first_chunk::<4>().map_or(0, |source| u32::from_be_bytes(*source));
            if let Some(count) = counts.get_mut(source as usize) {
                *count += 1;
            }
        }
    }
    Ok(counts)
}
