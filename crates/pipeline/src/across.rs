//! Rules over many rows, fed while the rows go by: facts in the order of the chunks, and where each row came from.

use crate::chunk::DoneChunk;
use crate::outputs::{Base, Outputs};
use crate::persons::Persons;
use crate::project::{Project, ProjectJob};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::sync::Arc;
use utsushi_check::file::{Answer, Collector, Fault, FileInRun, Lost, Plan, RowId, Told};
use utsushi_delivery::Job;
use utsushi_delivery::findings::Names;
use utsushi_findings::{Action, Code, Detail, Finding, Origin, Problem, SET002, SET003, Severity, Tally};
use utsushi_layout::FileLayout;
use utsushi_store::{Scratch, ScratchFile, Sorter};

/// Findings that are written at once.
const AT_ONCE: usize = 4096;

/// The rules that can run on the files that the project's jobs feed.
pub(crate) fn plan(project: &Project) -> Plan {
    let mut files: Vec<FileInRun> = Vec::new();
    for target in project.jobs.iter().flat_map(|job| &job.targets) {
        match files.iter_mut().find(|file| file.layout.id() == target.layout.id()) {
            // Where two jobs feed a file, an item that only one of them feeds is blank in the other's rows.
            Some(file) => {
                file.mapped.iter_mut().zip(&target.mapped).for_each(|(all, mapped)| *all &= mapped);
            }
            None => {
                files.push(FileInRun { layout: Arc::clone(&target.layout), mapped: target.mapped.clone() });
            }
        }
    }
    Plan::new(files, project.base_date.as_deref())
}

/// What the rules of a run need besides the rows.
pub(crate) struct Across<'p, 's> {
    plan: &'p Plan,
    scratch: &'s Scratch,
    collector: Collector<'p, 's>,
    /// By number of the chunk.
    chunks: Vec<ChunkPlace>,
    /// By file of the plan.
    origins: Vec<OriginsWriter>,
    memory: usize,
    /// The persons of the run, where the same person is looked for.
    pub persons: Option<Persons>,
}

/// A chunk's place.
#[derive(Clone, Copy)]
pub(crate) struct ChunkPlace {
    pub job: usize,
    pub input: usize,
    pub base: Base,
}

impl<'p, 's> Across<'p, 's> {
    /// For a run that may hold about `memory` bytes of facts.
    pub fn new(plan: &'p Plan, scratch: &'s Scratch, memory: usize) -> Result<Self, Problem> {
        let origins = (0..plan.layouts().count()).map(|file| OriginsWriter::create(scratch, file));
        Ok(Across {
            plan,
            scratch,
            collector: Collector::new(plan, scratch, memory),
            chunks: Vec::new(),
            origins: origins.collect::<Result<_, _>>()?,
            memory,
            persons: None,
        })
    }

    /// Chunks so far.
    pub fn chunks(&self) -> u32 {
        self.chunks.len() as u32
    }

    /// Takes the facts of a round's chunks, in their order.
    pub fn add(
        &mut self,
        job: usize,
        files: &[usize],
        done: &mut [DoneChunk],
        bases: &[Base],
    ) -> Result<(), Problem> {
        for (chunk, base) in done.iter_mut().zip(bases) {
            let number = self.chunks.len() as u32;
            debug_assert_eq!(number, chunk.number);
            self.chunks.push(ChunkPlace { job, input: chunk.input, base: *base });
            for (target, file) in chunk.targets.iter().zip(files) {
                self.origins[*file].add(number, &target.batch, &chunk.attended)?;
            }
            if let Some(persons) = &mut self.persons {
                persons.add(job, chunk)?;
            }
            if let Some(facts) = chunk.facts.take() {
                self.collector.add(facts)?;
            }
        }
        Ok(())
    }

    /// Finds what is wrong across rows and writes it. Gives the rest of the answer back.
    pub fn finish(
        self,
        project: &Project,
        outputs: &mut Outputs<'_>,
        tally: &mut Tally,
        jobs: &mut [Job],
        go_on: &(dyn Fn() -> Result<(), Problem> + Sync),
    ) -> Result<Answered, Problem> {
        let Across { plan, scratch, collector, chunks, origins, memory, persons: _ } = self;
        // While the disk takes the data, the processors find out.
        let (answer, closed) = rayon::join(|| collector.finish(go_on), || outputs.close());
        closed?;
        let Answer { mut faults, totals_missing, totals, not_run, rules, .. } = answer?;
        let mut places = Places {
            chunks,
            files: origins.into_iter().map(|file| file.finish(scratch)).collect::<Result<_, _>>()?,
        };
        let layouts: Vec<&Arc<FileLayout>> = plan.layouts().collect();
        let mut teller = Teller::new(project, &layouts);
        let mut attended = Sorter::new(scratch, "attended", memory / 8);
        let mut found = 0u64;
        while let Some(fault) = faults.next()? {
            let (place, origin, known) = places.of(fault.file, fault.row)?;
            let detail = match &fault.told {
                Told::Text(text) => Detail::Text(text.as_str().into()),
                Told::Counts { expected, actual } => Detail::Counts { expected: *expected, actual: *actual },
                Told::Row(file, row) => {
                    let (other, origin) = places.other(*file, *row)?;
                    Detail::Text(teller.place(other, origin.record, None).into())
                }
                Told::Lost(chunk, record, why) => {
                    let other = places.chunks[*chunk as usize];
                    let record = other.base.records + u64::from(*record) + 1;
                    Detail::Text(teller.place(other, record, Some(*why)).into())
                }
            };
            tally.add(Code(fault.code));
            if !known && fault.code.severity != Severity::Info {
                let mut key = [0; 16];
                key[..4].copy_from_slice(&(place.job as u32).to_be_bytes());
                key[4..8].copy_from_slice(&(place.input as u32).to_be_bytes());
                key[8..].copy_from_slice(&origin.record.to_be_bytes());
                attended.add(&key)?;
            }
            teller.tell(place.job, &fault, origin, detail, outputs)?;
            found += 1;
            if found.is_multiple_of(AT_ONCE as u64) {
                go_on()?;
            }
        }
        teller.flush(outputs)?;
        for (file, error, text) in totals_missing {
            let code = Code(if error { &SET002 } else { &SET003 });
            tally.add(code);
            teller.tell_of_file(file, code, text, outputs)?;
        }
        count_attended(attended, jobs)?;
        Ok(Answered { totals, not_run, rules })
    }
}

/// What a run tells of its rules besides findings.
pub(crate) struct Answered {
    pub totals: Vec<utsushi_check::file::CountedTotal>,
    pub not_run: Vec<utsushi_check::file::NotRun>,
    /// Rules run and not run, by file of the plan.
    pub rules: Vec<(u64, u64)>,
}

/// Records that had no finding before, each counted once.
fn count_attended(attended: Sorter<'_>, jobs: &mut [Job]) -> Result<(), Problem> {
    let mut sorted = attended.finish()?;
    let mut last = Vec::new();
    while let Some(key) = sorted.next()? {
        if last != key {
            last.clear();
            last.extend_from_slice(key);
            let job = key.first_chunk::<4>().map_or(0, |job| u32::from_be_bytes(*job)) as usize;
            if let Some(job) = jobs.get_mut(job) {
                job.attention += 1;
            }
        }
    }
    Ok(())
}

/// Turns faults into findings of the jobs whose records they are about.
struct Teller<'a> {
    project: &'a Project,
    inputs: Vec<Vec<String>>,
    targets: Vec<Vec<Arc<FileLayout>>>,
    /// For each job and file of the plan: the job's target.
    target_of: Vec<Vec<Option<u16>>>,
    job: usize,
    findings: Vec<Finding>,
}

impl<'a> Teller<'a> {
    fn new(project: &'a Project, layouts: &[&Arc<FileLayout>]) -> Self {
        let of = |job: &ProjectJob| {
            let target = |layout: &&Arc<FileLayout>| {
                let mut targets = job.targets.iter();
                targets.position(|target| target.layout.id() == layout.id()).map(|target| target as u16)
            };
            layouts.iter().map(target).collect()
        };
        Teller {
            project,
            inputs: project
                .jobs
                .iter()
                .map(|job| job.inputs.iter().map(|input| input.shown.clone()).collect())
                .collect(),
            targets: project
                .jobs
                .iter()
                .map(|job| job.targets.iter().map(|target| Arc::clone(&target.layout)).collect())
                .collect(),
            target_of: project.jobs.iter().map(of).collect(),
            job: 0,
            findings: Vec::new(),
        }
    }

    /// A record, as people find it: input and number, and why it is not in the file.
    fn place(&self, place: ChunkPlace, record: u64, why: Option<Lost>) -> String {
        let input = &self.inputs[place.job][place.input];
        match why {
            Some(why) => format!("{input} #{record}: {}", why.name().get(self.project.lang)),
            None => format!("{input} #{record}"),
        }
    }

    fn tell(
        &mut self,
        job: usize,
        fault: &Fault,
        origin: Origin,
        detail: Detail,
        outputs: &mut Outputs<'_>,
    ) -> Result<(), Problem> {
        if job != self.job || self.findings.len() >= AT_ONCE {
            self.flush(outputs)?;
        }
        self.job = job;
        self.findings.push(Finding {
            code: Code(fault.code),
            origin,
            target: self.target_of[job][fault.file],
            item: Some(fault.item as u16),
            // Its hash alone is known by now.
            value: String::new(),
            detail,
            action: Action::None,
        });
        Ok(())
    }

    fn tell_of_file(
        &mut self,
        file: usize,
        code: Code,
        text: String,
        outputs: &mut Outputs<'_>,
    ) -> Result<(), Problem> {
        self.flush(outputs)?;
        self.job = self.target_of.iter().position(|targets| targets[file].is_some()).unwrap_or(0);
        self.findings.push(Finding {
            code,
            origin: Origin { input: u32::MAX, ..Origin::default() },
            target: self.target_of[self.job][file],
            item: None,
            value: String::new(),
            detail: Detail::Text(text.into()),
            action: Action::None,
        });
        self.flush(outputs)
    }

    fn flush(&mut self, outputs: &mut Outputs<'_>) -> Result<(), Problem> {
        if self.findings.is_empty() {
            return Ok(());
        }
        outputs.overview.of_job(self.job);
        let names = Names {
            job: &self.project.jobs[self.job].name,
            inputs: &self.inputs[self.job],
            targets: &self.targets[self.job],
        };
        outputs.write_findings(&self.findings, &names)?;
        self.findings.clear();
        Ok(())
    }
}

/// Bytes of a row's origin: record, line, offset and occurrence, relative to its chunk.
const ORIGIN: usize = 16;
/// Set in the occurrence of a row whose record has an error or a warning already.
const ATTENDED: u32 = 1 << 31;

/// The origins of the rows of one file, in their order.
pub(crate) struct OriginsWriter {
    name: String,
    file: ScratchFile,
    buffer: Vec<u8>,
    rows: u64,
    /// Chunk and first row.
    starts: Vec<(u32, u64)>,
}

impl OriginsWriter {
    pub fn create(scratch: &Scratch, file: usize) -> Result<Self, Problem> {
        let name = format!("origins{file}");
        Ok(OriginsWriter {
            file: scratch.write(&name)?,
            name,
            buffer: Vec::new(),
            rows: 0,
            starts: Vec::new(),
        })
    }

    pub fn add(
        &mut self,
        chunk: u32,
        batch: &utsushi_layout::Batch,
        attended: &[u32],
    ) -> Result<(), Problem> {
        if batch.rows() == 0 {
            return Ok(());
        }
        self.starts.push((chunk, self.rows));
        self.rows += batch.rows() as u64;
        let origins = batch.origins();
        let places = origins.records().iter().zip(origins.lines()).zip(origins.offsets());
        for (((record, line), offset), occurrence) in places.zip(origins.occurrences()) {
            let known = if attended.binary_search(record).is_ok() { ATTENDED } else { 0 };
            for number in [*record, *line, *offset, *occurrence | known] {
                self.buffer.extend_from_slice(&number.to_le_bytes());
            }
        }
        if self.buffer.len() > 256 << 10 { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Problem> {
        let written = self.file.write_all(&self.buffer);
        self.buffer.clear();
        written.map_err(|error| self.file.problem(&error))
    }

    pub fn finish(mut self, scratch: &Scratch) -> Result<OriginsReader, Problem> {
        self.flush()?;
        let ordered = BufReader::with_capacity(64 << 10, scratch.open(&self.name)?);
        let others = scratch.open(&self.name)?;
        let path = scratch.path().join(&self.name);
        Ok(OriginsReader { path, ordered, at: 0, others, starts: self.starts })
    }
}

pub(crate) struct OriginsReader {
    path: std::path::PathBuf,
    /// Rows are asked for in their order.
    ordered: BufReader<File>,
    at: u64,
    /// And some others in any.
    others: File,
    starts: Vec<(u32, u64)>,
}

impl OriginsReader {
    fn offset(&self, row: RowId) -> u64 {
        let known = self.starts.binary_search_by_key(&row.chunk, |start| start.0);
        known.map_or(0, |index| (self.starts[index].1 + u64::from(row.row)) * ORIGIN as u64)
    }

    fn next(&mut self, row: RowId) -> std::io::Result<[u8; ORIGIN]> {
        let offset = self.offset(row);
        let mut bytes = [0; ORIGIN];
        self.ordered.seek_relative(offset as i64 - self.at as i64)?;
        self.ordered.read_exact(&mut bytes)?;
        self.at = offset + ORIGIN as u64;
        Ok(bytes)
    }

    fn any(&mut self, row: RowId) -> std::io::Result<[u8; ORIGIN]> {
        let mut bytes = [0; ORIGIN];
        self.others.seek(SeekFrom::Start(self.offset(row)))?;
        self.others.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// Where rows came from.
pub(crate) struct Places {
    pub chunks: Vec<ChunkPlace>,
    pub files: Vec<OriginsReader>,
}

impl Places {
    fn origin(&self, row: RowId, bytes: [u8; ORIGIN]) -> (ChunkPlace, Origin, bool) {
        let number = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let place = self.chunks[row.chunk as usize];
        let origin = Origin {
            input: place.input as u32,
            record: place.base.records + u64::from(number(0)) + 1,
            line: place.base.lines + u64::from(number(4)) + 1,
            offset: place.base.offset + u64::from(number(8)),
            occurrence: number(12) & !ATTENDED,
        };
        (place, origin, number(12) & ATTENDED != 0)
    }

    /// The place of a row; rows of a file are asked for in order. Also whether its record has a finding already.
    pub fn of(&mut self, file: usize, row: RowId) -> Result<(ChunkPlace, Origin, bool), Problem> {
        let reader = &mut self.files[file];
        let bytes = reader.next(row).map_err(|error| Problem::io(&reader.path, &error))?;
        Ok(self.origin(row, bytes))
    }

    /// The place of any row.
    pub fn other(&mut self, file: usize, row: RowId) -> Result<(ChunkPlace, Origin), Problem> {
        let reader = &mut self.files[file];
        let bytes = reader.any(row).map_err(|error| Problem::io(&reader.path, &error))?;
        let (place, origin, _) = self.origin(row, bytes);
        Ok((place, origin))
    }
}
