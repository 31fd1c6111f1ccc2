//! `convert`: a project into a run's folder.

use crate::characters::Changes;
use crate::chunk::Kitchen;
use crate::job::Runner;
use crate::outputs::{FileOutput, Finished, Outputs};
use crate::project::Project;
use crate::run_info::{JobInfo, RunInfo};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use utsushi_delivery::{
    FindingCounts, LayoutBasis, Manifest, Output, Overview, StandardUsed, Tool,
    datapackage::{Resource, describe},
};
use utsushi_findings::{Code, Problem, Problems, Severity, Tally, problem};
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
    /// How much is held at once.
    pub memory: MemoryBudget,
    /// Set from outside to stop the run; nothing is left behind then.
    pub cancelled: &'a AtomicBool,
    /// Makes the reports that stand in the run's folder. They are not in the manifest they are made from.
    pub reports: &'a Reports<'a>,
    /// For tests: bytes after which the disk is full.
    pub disk_limit: Option<u64>,
}

/// What one chunk holds on its way through reading, mapping and writing.
const CHUNK_COST: u64 = 14 << 20;
/// What the process needs besides: tables, column writers, the open row groups.
const BASE_COST: u64 = 136 << 20;

impl Options<'_> {
    /// How many chunks are read, mapped or written at once. It changes the speed and the memory, never the output.
    pub(crate) fn chunks_per_round(&self) -> usize {
        let threads = rayon::current_num_threads() as u64;
        (self.memory.bytes().saturating_sub(BASE_COST) / CHUNK_COST).clamp(2, (threads * 4).max(4)) as usize
    }
}

/// Who is told how far a run is.
pub trait Observer: Sync {
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
    /// How long it took.
    pub time: Duration,
    /// The most memory the process has held, in bytes, where the system tells.
    pub peak_memory: Option<u64>,
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
/// The run could not be done: unreadable input, no space, a folder in the way. Nothing that looks finished is left.
pub fn convert(
    project: &Project,
    options: &Options<'_>,
    observer: &dyn Observer,
) -> Result<Outcome, Problems> {
    let started = Instant::now();
    refuse_inputs_in(&options.out, project)?;
    let mut folder = RunFolder::create(&options.out, options.overwrite, "manifest.json")?;
    if let Some(bytes) = options.disk_limit {
        folder = folder.with_disk_limit(bytes);
    }
    let mut outputs = Outputs::create(&folder, project.lang)?;
    let (mut jobs, mut infos, mut tally) = (Vec::new(), Vec::new(), Tally::default());
    let mut changes = Changes::default();
    for job in &project.jobs {
        let begun = Instant::now();
        observer.job(&job.name, job.bytes());
        let mut files = Vec::new();
        if !options.check_only {
            for target in &job.targets {
                let known = outputs.files.iter().position(|file| file.layout.id() == target.layout.id());
                files.push(match known {
                    Some(index) => index,
                    None => {
                        outputs.files.push(FileOutput::create(&folder, &target.layout, project.csv)?);
                        outputs.files.len() - 1
                    }
                });
            }
        }
        let csv = (!options.check_only).then_some(project.csv);
        let kitchen = Kitchen::new(job, project.treatment.clone(), csv);
        outputs.overview.next_job();
        let (account, found, changed) =
            Runner::new(job).run(files, &kitchen, &mut outputs, options, observer)?;
        let bytes = account.inputs.iter().map(|input| input.bytes).sum();
        infos.push(JobInfo::new(&job.name, account.records, bytes, begun.elapsed()));
        tally.merge(&found);
        changes.merge(changed);
        jobs.push(account);
        observer.job_done();
    }
    let Finished { outputs: mut files, totals: control_totals, tables, overview } = outputs.finish()?;
    let digests: Vec<String> = tables.iter().map(|table| table.written.sha256_hex()).collect();
    let resources: Vec<Resource<'_>> = tables
        .iter()
        .zip(&digests)
        .map(|(table, sha256)| Resource {
            layout: &table.layout,
            path: &table.written.path,
            bytes: table.written.bytes,
            sha256,
        })
        .collect();
    if !options.check_only {
        let name = format!("utsushi-{}", project.municipality.code);
        let title = format!("{} ({})", project.municipality.name, project.standard.title);
        let text = describe(&name, &title, project.csv.encoding, &resources);
        let written = write_small(&folder, "datapackage.json", text.as_bytes())?;
        let sha256 = written.sha256_hex();
        files.push(Output { path: written.path, bytes: written.bytes, sha256, rows: None });
    }
    let mut layouts: Vec<LayoutBasis> = Vec::new();
    for target in project.jobs.iter().flat_map(|job| &job.targets) {
        let layout = &target.layout;
        let (run, not_run) = target.checker.rules();
        let basis = LayoutBasis {
            file: layout.id(),
            name: layout.name.clone(),
            basis: layout.basis.clone(),
            rules_run: run as u64,
            rules_not_run: not_run as u64,
        };
        if !layouts.contains(&basis) {
            layouts.push(basis);
        }
    }
    let mut manifest = Manifest {
        utsushi: Tool { version: env!("CARGO_PKG_VERSION").to_owned(), manifest: 1 },
        lang: project.lang.name().to_owned(),
        municipality: project.municipality.clone(),
        standard: StandardUsed {
            name: project.standard.name.clone(),
            title: project.standard.title.clone(),
            basis: project.standard.basis.clone(),
            layouts,
        },
        characters: project.characters.used(&changes),
        project: project.files.clone(),
        jobs,
        outputs: files,
        findings: FindingCounts {
            error: tally.of(Severity::Error),
            warning: tally.of(Severity::Warning),
            info: tally.of(Severity::Info),
            codes: tally.iter().map(|(code, count): (Code, u64)| (code.id().to_owned(), count)).collect(),
        },
        control_totals,
    };
    prove(&manifest)?;
    for (path, bytes) in (options.reports)(&manifest, &overview)? {
        let written = write_small(&folder, &path, &bytes)?;
        let sha256 = written.sha256_hex();
        manifest.outputs.push(Output { path: written.path, bytes: written.bytes, sha256, rows: None });
    }
    manifest.outputs.sort_by(|a, b| a.path.cmp(&b.path));
    write_small(&folder, "manifest.json", manifest.to_json().as_bytes())?;
    let time = started.elapsed();
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
    };
    let text = serde_json::to_string_pretty(&info).unwrap_or_default() + "\n";
    write_small(&folder, "run.json", text.as_bytes())?;
    folder.finish()?;
    Ok(Outcome { manifest, tally, time: started.elapsed(), peak_memory: peak_memory() })
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
