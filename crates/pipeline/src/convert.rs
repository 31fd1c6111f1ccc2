//! `convert`: a project into a run's folder.

use crate::across::{self, Across};
use crate::characters::Changes;
use crate::chunk::Kitchen;
use crate::decide;
use crate::job::{Feeder, Runner};
use crate::outputs::{FileOutput, Finished, JobView, Outputs};
use crate::persons::Persons;
use crate::project::{Project, ProjectJob};
use crate::protection::Protection;
use crate::resume::{Checkpoints, FinishedFile, Resumed, fed_later};
use crate::run_info::{JobInfo, RunInfo};
use crate::timings::{PartTime, Stage, StageTime, Timings};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use utsushi_check::file::{CountedTotal, Plan};
use utsushi_delivery::findings::Names;
use utsushi_delivery::{
    FindingCounts, LayoutBasis, Manifest, NamedTotal, Output, Overview, RuleNotRun, StandardUsed, Tool,
    TotalGroup,
    datapackage::{Resource, describe},
};
use utsushi_findings::{Code, Problem, Problems, Severity, Tally, problem};
use utsushi_layout::Masking;
use utsushi_store::{MemoryBudget, RunFolder, peak_memory, write_small};

/// What people read of a run: paths in its folder with their bytes, from its manifest and its findings.
pub type Reports<'a> = dyn Fn(&Manifest, &Overview) -> Result<Vec<(String, Vec<u8>)>, Problem> + 'a + Sync;

/// How a run is done.
pub struct Options<'a> {
    /// Where the run's folder appears.
    pub out: PathBuf,
    /// Whether an existing run there is replaced.
    pub overwrite: bool,
    /// Whether only findings, rejects and the account are written.
    pub check_only: bool,
    /// Whether jobs that an earlier run into the same folder finished are kept, where nothing they rest on has changed.
    pub resume: bool,
    /// How much is held at once.
    pub memory: MemoryBudget,
    /// Set from outside to stop the run; there is no output then.
    pub cancelled: &'a AtomicBool,
    /// Makes the reports that stand in the run's folder. They are not in the manifest they are made from.
    pub reports: &'a Reports<'a>,
    /// For tests: bytes after which the disk is full.
    pub disk_limit: Option<u64>,
}

/// The part of `--memory` that facts about rows may take before they go to scratch.
const FACTS_SHARE: u64 = 8;
/// What one chunk holds on its way through reading, mapping and writing.
pub(crate) const CHUNK_COST: u64 = 14 << 20;
/// What the process needs besides: tables, column writers, the open row groups.
pub(crate) const BASE_COST: u64 = 136 << 20;

impl Options<'_> {
    /// How many chunks are read, mapped or written at once. It changes the speed and the memory, never the output.
    pub(crate) fn chunks_per_round(&self) -> usize {
        let threads = rayon::current_num_threads() as u64;
        let facts = self.memory.bytes() / FACTS_SHARE;
        (self.memory.bytes().saturating_sub(BASE_COST + facts) / CHUNK_COST).clamp(2, (threads * 4).max(4))
            as usize
    }

    /// Whether the run may go on.
    pub(crate) fn go_on(&self) -> Result<(), Problem> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(problem!("中断しました。出力はありません", "cancelled; there is no output"));
        }
        Ok(())
    }
}

/// A pass over the inputs before the jobs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pass {
    /// Looking for keys that stand twice.
    Keys,
    /// Looking at the rows whose keys do, to choose which of them stay.
    Duplicates,
}

impl Pass {
    /// Its name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Pass::Keys => "keys",
            Pass::Duplicates => "duplicates",
        }
    }
}

/// Who is told how far a run is.
pub trait Observer: Sync {
    /// What a run with `--resume` found, before the first job.
    fn resumed(&self, _found: &Resumed) {}
    /// A pass over the inputs begins before the first job; `bytes` is the size of what it may read, where that is known.
    fn pass(&self, _pass: Pass, _bytes: Option<u64>) {}
    /// So much of the pass is read.
    fn pass_progress(&self, _bytes: u64) {}
    /// The pass is over; it may have had to read less.
    fn pass_done(&self) {}
    /// A job begins; `bytes` is the size of its inputs, where it is known.
    fn job(&self, name: &str, bytes: Option<u64>);
    /// So much of the job is written.
    fn progress(&self, bytes: u64, records: u64);
    /// The job is written.
    fn job_done(&self);
}

/// What a run came to.
#[derive(Debug)]
pub struct Outcome {
    /// The manifest as it was written.
    pub manifest: Manifest,
    /// Findings by code.
    pub tally: Tally,
    /// Findings grouped, with the first of each group.
    pub overview: Overview,
    /// How long it took.
    pub time: Duration,
    /// The most memory the process has held, in bytes, where the system tells.
    pub peak_memory: Option<u64>,
    /// How long the parts of the run took on the clock, in their order.
    pub parts: Vec<PartTime>,
    /// How long each stage kept the threads, all of them together.
    pub stages: Vec<StageTime>,
}

impl Outcome {
    /// Whether there are errors or rejected records: exit status 1.
    pub fn has_errors(&self) -> bool {
        self.tally.of(Severity::Error) > 0 || self.manifest.jobs.iter().any(|job| job.rejected_records > 0)
    }
}

/// Converts every job of the project.
///
/// # Errors
/// The run could not be done: unreadable input, no space, a folder in the way. Nothing that looks finished is left; jobs
/// that are finished are kept for a run with [`Options::resume`], and a problem says so.
pub fn convert(
    project: &Project,
    options: &Options<'_>,
    observer: &dyn Observer,
) -> Result<Outcome, Problems> {
    let started = Instant::now();
    refuse_inputs_in(&options.out, project)?;
    let begin = if options.resume { RunFolder::resume } else { RunFolder::create };
    let mut folder = begin(&options.out, options.overwrite, "manifest.json")?;
    if let Some(bytes) = options.disk_limit {
        folder = folder.with_disk_limit(bytes);
    }
    let mut checkpoints = Checkpoints::look(&folder, project)?;
    match run(project, options, observer, &folder, &mut checkpoints, started) {
        Ok(outcome) => {
            folder.finish()?;
            Ok(Outcome { time: started.elapsed(), ..outcome })
        }
        Err(problems) => Err(checkpoints.after_failure(&folder, project.jobs.len(), problems)),
    }
}

fn run(
    project: &Project,
    options: &Options<'_>,
    observer: &dyn Observer,
    folder: &RunFolder,
    checkpoints: &mut Checkpoints,
    started: Instant,
) -> Result<Outcome, Problems> {
    let timings = Timings::default();
    let mut plan = across::plan(project);
    plan.set_secret(checkpoints.secret().plan);
    let memory = (options.memory.bytes() / FACTS_SHARE) as usize;
    let nobody = Protection::new(checkpoints.secret().protection);
    let protection = timings.part("protected", || find_protected(project, &plan, options, nobody))?;
    let resumed =
        timings.part("resume", || checkpoints.decide(folder, project, options, (&plan, &protection)))?;
    if options.resume {
        observer.resumed(&resumed);
    }
    let mut outputs = Outputs::create(folder, project.lang)?;
    let mut across = Across::new(&plan, folder.scratch(), memory)?;
    across.persons =
        project.same_person.as_ref().map(|_| Persons::new(project, folder.scratch())).transpose()?;
    let decided = timings.part("duplicates", || {
        decide::decide(project, &plan, folder.scratch(), options, (&timings, observer))
    })?;
    let (mut jobs, mut infos, mut tally) = (Vec::new(), Vec::new(), Tally::default());
    let mut changes = Changes::default();
    for (index, job) in project.jobs.iter().enumerate() {
        let begun = Instant::now();
        observer.job(&job.name, job.bytes());
        let mut files = Vec::new();
        if !options.check_only {
            for target in &job.targets {
                let known = outputs.files.iter().position(|file| file.layout.id() == target.layout.id());
                files.push(match known {
                    Some(index) => index,
                    None => {
                        outputs.files.push(match checkpoints.file(&target.layout.id()) {
                            Some(finished) => FileOutput::again(&target.layout, finished),
                            None => FileOutput::create(folder, &target.layout, project.csv)?,
                        });
                        outputs.files.len() - 1
                    }
                });
            }
        }
        let csv = (!options.check_only).then_some(project.csv);
        let planned = in_plan(&plan, job);
        let mut kitchen = Kitchen::new(job, project.treatment.clone(), csv, (&plan, &planned), &protection);
        kitchen.decided = decided.as_ref().map(|decided| (decided, project.lang));
        kitchen.timings = Some(&timings);
        outputs.overview.of_job(index);
        let kept = checkpoints.keeps(index);
        let (account, found, changed) = if kept {
            let inputs: Vec<String> = job.inputs.iter().map(|input| input.shown.clone()).collect();
            let layouts: Vec<_> = job.targets.iter().map(|target| target.layout.clone()).collect();
            let view = JobView { names: Names { job: &job.name, inputs: &inputs, targets: &layouts }, files };
            checkpoints.replay(index, (&view, csv), (&plan, &planned), &mut outputs, &mut across, options)?
        } else {
            outputs.log = checkpoints.begin(folder, project, index, options.check_only)?;
            let runner = Runner::new(job);
            let done = timings.part("jobs", || {
                runner.run((index, files), &kitchen, &mut outputs, &mut across, options, observer)
            })?;
            let finished = finish_files(project, index, &mut outputs)?;
            if let Some(log) = outputs.log.take() {
                let job = (project, index);
                checkpoints.finished(
                    (folder, options),
                    job,
                    log,
                    (&done.0, &done.2),
                    (&outputs, finished),
                )?;
            }
            done
        };
        let bytes = account.inputs.iter().map(|input| input.bytes).sum();
        observer.progress(bytes, account.records);
        infos.push(JobInfo::new(&job.name, kept, account.records, bytes, begun.elapsed()));
        tally.merge(&found);
        changes.merge(changed);
        jobs.push(account);
        observer.job_done();
    }
    let go_on = || options.go_on();
    let persons = across.persons.take();
    let answered = timings
        .part("rules across rows", || across.finish(project, &mut outputs, &mut tally, &mut jobs, &go_on))?;
    let same_person = match persons {
        Some(persons) => Some(
            timings
                .part("same person", || persons.finish(project, options, folder, &mut outputs, &mut tally))?,
        ),
        None => None,
    };
    drop(decided);
    let Finished { outputs: mut files, totals: mut control_totals, tables, overview, cleansed, spent } =
        timings.part("closing", || outputs.finish(&|layout| project.cleanse.policy(layout).text(layout)))?;
    timings.add(Stage::Parquet, spent.0);
    timings.add(Stage::Trace, spent.1);
    for counted in &answered.totals {
        if let Some(totals) = control_totals.iter_mut().find(|totals| totals.file == counted.file) {
            totals.totals.push(named_total(counted));
        }
    }
    let resources: Vec<Resource<'_>> = tables
        .iter()
        .map(|table| Resource {
            layout: &table.layout,
            path: &table.written.path,
            bytes: table.written.bytes,
            sha256: &table.written.sha256,
        })
        .collect();
    if !options.check_only {
        let name = format!("utsushi-{}", project.municipality.code);
        let title = format!("{} ({})", project.municipality.name, project.standard.title);
        let text = describe(&name, &title, project.csv.encoding, &resources);
        let written = write_small(folder, "datapackage.json", text.as_bytes())?;
        let sha256 = written.sha256_hex();
        files.push(Output { path: written.path, bytes: written.bytes, sha256, rows: None });
    }
    let layouts = plan.layouts().zip(&answered.rules).map(|(layout, (run, not_run))| LayoutBasis {
        file: layout.id(),
        name: layout.name.clone(),
        basis: layout.basis.clone(),
        rules_run: *run,
        rules_not_run: *not_run,
    });
    let rules_not_run = answered.not_run.iter().map(|rule| RuleNotRun {
        file: rule.file.clone(),
        rule: rule.rule.to_owned(),
        roles: rule.roles.clone(),
        to: rule.to.clone(),
        why: rule.why.name().to_owned(),
    });
    let mut manifest = Manifest {
        utsushi: Tool { version: env!("CARGO_PKG_VERSION").to_owned(), manifest: 1 },
        lang: project.lang.name().to_owned(),
        municipality: project.municipality.clone(),
        base_date: project.base_date.clone(),
        standard: StandardUsed {
            name: project.standard.name.clone(),
            title: project.standard.title.clone(),
            basis: project.standard.basis.clone(),
            layouts: layouts.collect(),
            rules_not_run: rules_not_run.collect(),
        },
        characters: project.characters.used(&changes),
        project: project.files.clone(),
        jobs,
        cleansed,
        outputs: files,
        findings: FindingCounts {
            error: tally.of(Severity::Error),
            warning: tally.of(Severity::Warning),
            info: tally.of(Severity::Info),
            codes: tally.iter().map(|(code, count): (Code, u64)| (code.id().to_owned(), count)).collect(),
        },
        control_totals,
        same_person,
    };
    prove(&manifest).inspect_err(|_| folder.keep(false))?;
    for (path, bytes) in timings.part("reports", || (options.reports)(&manifest, &overview))? {
        let written = write_small(folder, &path, &bytes)?;
        let sha256 = written.sha256_hex();
        manifest.outputs.push(Output { path: written.path, bytes: written.bytes, sha256, rows: None });
    }
    manifest.outputs.sort_by(|a, b| a.path.cmp(&b.path));
    write_small(folder, "manifest.json", manifest.to_json().as_bytes())?;
    let time = started.elapsed();
    let written = folder.spent();
    timings.add(Stage::Hash, written.hashing);
    timings.add(Stage::Write, written.writing);
    timings.add(Stage::Sync, written.syncing);
    let (parts, stages) = (timings.parts(), timings.stages());
    let info = RunInfo {
        utsushi: env!("CARGO_PKG_VERSION"),
        os: std::env::consts::OS,
        arch: std::env::consts::ARCH,
        processors: std::thread::available_parallelism().map_or(1, usize::from),
        threads: rayon::current_num_threads(),
        memory_bytes: options.memory.bytes(),
        peak_memory_bytes: peak_memory(),
        started_unix_seconds: SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |now| now.as_secs().saturating_sub(time.as_secs())),
        seconds: time.as_secs_f64(),
        jobs: infos,
        parts: parts.clone(),
        stages: stages.clone(),
    };
    let text = serde_json::to_string_pretty(&info).unwrap_or_default() + "\n";
    write_small(folder, "run.json", text.as_bytes())?;
    let (time, peak_memory) = (started.elapsed(), peak_memory());
    Ok(Outcome { manifest, tally, overview, time, peak_memory, parts, stages })
}

/// Closes the files that a job has fed and none behind it feeds. Those of the last job are closed at the end.
fn finish_files(
    project: &Project,
    job: usize,
    outputs: &mut Outputs<'_>,
) -> Result<Vec<FinishedFile>, Problem> {
    if job + 1 == project.jobs.len() || outputs.files.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = project.jobs[job].targets.iter().map(|target| target.layout.id()).collect();
    let files = outputs.files.iter_mut().filter(|file| ids.contains(&file.layout.id()));
    files.filter(|file| !fed_later(project, job, &file.layout.id())).map(FileOutput::finish).collect()
}

/// Where the files that a job feeds stand in the plan.
pub(crate) fn in_plan(plan: &Plan, job: &ProjectJob) -> Vec<usize> {
    job.targets.iter().map(|target| plan.file(&target.layout.id()).unwrap_or(0)).collect()
}

/// Reads, before anything is written, who is under 支援措置: the ledger, and with `--unmask` also the flags of residents.
/// Without it values are shapes anyway, and a row's own flag hides the rest.
fn find_protected(
    project: &Project,
    plan: &Plan,
    options: &Options<'_>,
    mut protection: Protection,
) -> Result<Protection, Problem> {
    // Candidates stand in clear, so flags have to be known as with `--unmask`.
    let unmasked = project.treatment.masking == Masking::Off || project.same_person.is_some();
    for job in &project.jobs {
        let tells: Vec<bool> =
            job.targets.iter().map(|target| Protection::is_told_by(&target.layout, unmasked)).collect();
        if !tells.contains(&true) {
            continue;
        }
        if job.inputs.iter().any(|input| input.size.is_none()) {
            // It can be read only once, and that must be when it is converted.
            protection.everybody = true;
            continue;
        }
        let planned = in_plan(plan, job);
        let mut feeder = Feeder::new(job, 0);
        loop {
            options.go_on()?;
            let round = feeder.round(options.chunks_per_round())?;
            if round.is_empty() {
                break;
            }
            let kitchen = Kitchen::new(job, project.treatment.clone(), None, (plan, &planned), &protection);
            let found = round.par_iter().with_max_len(1).map(|raw| kitchen.protected(raw, &tells));
            let found: Vec<Vec<u64>> = found.collect();
            found.into_iter().for_each(|numbers| protection.add(numbers));
        }
    }
    Ok(protection)
}

fn named_total(counted: &CountedTotal) -> NamedTotal {
    let groups = counted.groups.iter().map(|group| TotalGroup {
        values: group.values.clone(),
        rows: group.rows,
        sum: group.sum.clone(),
    });
    NamedTotal {
        name: counted.name.clone(),
        sum_of: counted.sum_of.clone(),
        rows: counted.rows,
        sum: counted.sum.clone(),
        group_by: counted.group_by.clone(),
        groups: groups.collect(),
    }
}

/// A run whose account does not close must not appear: that would be a mistake of ours, and a lost record of theirs.
fn prove(manifest: &Manifest) -> Result<(), Problem> {
    for job in &manifest.jobs {
        let inputs_close = job
            .inputs
            .iter()
            .all(|input| input.bytes == input.record_bytes.unwrap_or(0) + input.framing_bytes.unwrap_or(0));
        let closes = inputs_close
            && job.records == job.inputs.iter().filter_map(|input| input.records).sum::<u64>()
            && job.records == job.routed + job.unrouted + job.broken
            && job.targets.iter().all(|account| account.closes(job.records));
        if !closes {
            let name = &job.name;
            return Err(problem!(
                "ジョブ {name} の件数が合いません。出力は残していません",
                "the account of the job {name} does not close; no output was left"
            )
            .help(
                "utsushi の誤りです。開発者に知らせてください",
                "this is a mistake in utsushi: please report it",
            ));
        }
    }
    Ok(())
}

/// Reading from a folder that is about to be replaced would end in losing both.
fn refuse_inputs_in(out: &Path, project: &Project) -> Result<(), Problem> {
    let Ok(out) = out.canonicalize() else { return Ok(()) };
    for input in project.jobs.iter().flat_map(|job| &job.inputs) {
        if input.path.canonicalize().is_ok_and(|path| path.starts_with(&out)) {
            return Err(problem!(
                "入力ファイルが出力先のフォルダーの中にあります",
                "this input lies inside the output folder"
            )
            .at(&input.path)
            .help("--out で別のフォルダーを指定してください", "name another folder with --out"));
        }
    }
    Ok(())
}
