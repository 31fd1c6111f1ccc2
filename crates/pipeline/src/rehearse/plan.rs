//! `plan`: what a migration will take, from the history, or from a short run on this machine where there is none.

use super::entry::{Timings, machine};
use super::watch::{Watch, bytes_in};
use super::{History, estimate};
use crate::Observer;
use crate::convert::{Options, convert};
use crate::job::Feeder;
use crate::project::Project;
use crate::verify::{VerifyOptions, verify};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use utsushi_delivery::forecast::{Forecast, RestsOn};
use utsushi_delivery::rehearsal::{Disk, Rehearsal, RehearsedJob, Seconds};
use utsushi_findings::{Problem, Problems, problem};
use utsushi_layout::{Library, Masking};
use utsushi_store::{MemoryBudget, RunFolder, Scratch, free_room};

/// Bytes of input that are converted to measure: long enough for a pace, short enough to wait for.
const MEASURED: u64 = 8 << 20;

/// How a plan is made.
pub struct PlanOptions<'a> {
    /// Where the run would appear.
    pub out: PathBuf,
    /// The folder of the history.
    pub history: PathBuf,
    /// Where layouts are read from.
    pub library: &'a Library,
    /// How much is held at once.
    pub memory: MemoryBudget,
    /// Set from outside to stop.
    pub cancelled: &'a AtomicBool,
}

/// A plan.
#[derive(Debug)]
pub struct Planned {
    /// Times and room.
    pub forecast: Forecast,
    /// Bytes that may be written where the run would appear.
    pub free_bytes: u64,
    /// The history, where there is one.
    pub history: History,
}

/// Estimates time and room of the project's jobs.
///
/// # Errors
/// The history cannot be read, the disk does not say what is free, or there is no history and nothing could be measured.
pub fn plan(
    project: Project,
    options: &PlanOptions<'_>,
    observer: &dyn Observer,
) -> Result<Planned, Problems> {
    let history = History::read(&options.history)?;
    let free_bytes = free_room(&options.out)?;
    let jobs = estimate::jobs_of(&project);
    let here = machine(options.memory, None);
    let mut forecast = estimate::of_jobs(jobs.clone(), &history.entries, &here);
    if !forecast.is_known() {
        let measured = measure(project, options, observer)?;
        let bytes = measured.disk.input_bytes;
        let of_this = Rehearsal { machine: here.clone(), ..measured };
        forecast = estimate::of_jobs(jobs, &[of_this], &here);
        forecast.rests_on =
            RestsOn { samples: true, same_machine: true, measured_bytes: Some(bytes), ..RestsOn::default() };
    }
    Ok(Planned { forecast, free_bytes, history })
}

/// Converts and verifies the first records of the largest job.
fn measure(
    mut project: Project,
    options: &PlanOptions<'_>,
    observer: &dyn Observer,
) -> Result<Rehearsal, Problems> {
    let sized = project.jobs.iter().enumerate().filter_map(|(at, job)| Some((job.bytes()?, at)));
    let Some((bytes, largest)) = sized.max().filter(|(bytes, _)| *bytes > 0) else {
        return Err(problem!(
            "測るものがありません: 入力が空か、一度しか読めません",
            "there is nothing to measure: the inputs are empty, or can be read only once"
        )
        .help(
            "ファイルを入力にするか、utsushi rehearse を一度実行してください",
            "name files as inputs, or run utsushi rehearse once",
        )
        .into());
    };
    let place = std::path::absolute(&options.out).map_err(|error| Problem::io(&options.out, &error))?;
    let work = RunFolder::create(&place.with_file_name("utsushi-measure"), false, "manifest.json")?;
    let run = Options {
        out: work.path().join("run"),
        overwrite: false,
        check_only: false,
        resume: false,
        memory: options.memory,
        cancelled: options.cancelled,
        reports: &|_, _| Ok(Vec::new()),
        disk_limit: None,
    };
    copy_first(&mut project, largest, work.scratch(), &run)?;
    let job = project.jobs.swap_remove(largest);
    let lang = project.lang;
    project.jobs = vec![job];
    // Decisions on persons name rows that are not here.
    project.same_person = None;
    let watch = Watch::new(observer, work.path());
    let begun = Instant::now();
    let outcome = convert(&project, &run, &watch)?;
    let mut seconds = Seconds { convert: begun.elapsed().as_secs_f64(), ..Seconds::default() };
    let (pace, peak) = watch.told();
    let verification = VerifyOptions {
        delivery: run.out.clone(),
        out: work.path().join("verify"),
        overwrite: false,
        base_date: None,
        standard: None,
        library: options.library,
        profile: None,
        expected: Vec::new(),
        json: false,
        masking: Masking::On,
        lang,
        memory: options.memory,
        cancelled: options.cancelled,
        pages: &|_| Ok(Vec::new()),
        sample: None,
    };
    let begun = Instant::now();
    verify(&verification, observer)?;
    seconds.verify = begun.elapsed().as_secs_f64();
    let output_bytes = bytes_in(&run.out);
    let timings = Timings::read(&run.out);
    let jobs = outcome.manifest.jobs.iter().map(|job| RehearsedJob {
        name: job.name.clone(),
        bytes: job.inputs.iter().map(|input| input.bytes).sum(),
        full_bytes: bytes,
        seconds: timings.seconds_of(&job.name),
        at_best: pace.first().copied().flatten().map(|pace| pace.0),
        at_worst: pace.first().copied().flatten().map(|pace| pace.1),
        ..RehearsedJob::default()
    });
    let jobs: Vec<RehearsedJob> = jobs.collect();
    let input_bytes = jobs.iter().map(|job| job.bytes).sum();
    let disk = Disk { input_bytes, full_bytes: bytes, output_bytes, peak_bytes: peak.max(output_bytes) };
    Ok(Rehearsal { seconds, disk, jobs, ..Rehearsal::default() })
}

/// Copies the first chunks of a job, which then reads the copies alone.
fn copy_first(
    project: &mut Project,
    largest: usize,
    scratch: &Scratch,
    options: &Options<'_>,
) -> Result<(), Problem> {
    let job = &project.jobs[largest];
    let name = |input: usize| format!("first-{input}");
    let mut files = Vec::new();
    let mut feeder = Feeder::new(job, 0);
    let mut bytes = 0;
    while bytes < MEASURED {
        options.go_on()?;
        let round = feeder.round(1)?;
        let Some(raw) = round.first() else { break };
        let input = &job.inputs[raw.input];
        while files.len() <= raw.input {
            let mut file = scratch.write(&name(files.len()))?;
            let head = &job.inputs[files.len()].head;
            file.write_all(head).map_err(|error| file.problem(&error))?;
            files.push(file);
        }
        let records = input.original(&raw.chunk.data);
        let file = &mut files[raw.input];
        file.write_all(&records).map_err(|error| file.problem(&error))?;
        bytes += records.len() as u64;
    }
    let copied = files.len();
    drop(files);
    let job = &mut project.jobs[largest];
    job.inputs.truncate(copied);
    for (nth, input) in job.inputs.iter_mut().enumerate() {
        *input = input.with_records_of(&scratch.path().join(name(nth)))?;
    }
    Ok(())
}

/// Where a history is, for a project in this folder, unless another place is named.
pub fn history_folder(named: Option<&Path>, project: &Project) -> PathBuf {
    named.map_or_else(|| project.folder.join("rehearsals"), Path::to_owned)
}
