//! `rehearse`: everything that `convert` and `verify` would do, without data in the end, kept as an entry of a history.
//!
//! The run and its verification are those of [`convert`](crate::convert) and [`verify`](crate::verify::verify): a rehearsal
//! knows no rule of its own. What they came to is counted, and only counts, times and digests stay.

mod entry;
mod estimate;
mod history;
mod plan;
mod readiness;
mod sample;
mod trim;
mod watch;

pub use history::{HISTORY_PAGE, History};
pub use plan::{PlanOptions, Planned, history_folder, plan};
pub use trim::SampleRules;

use crate::verify::{Pages, Verification, VerifyOptions, VerifyOutcome, verify};
use crate::{Census, Observer, Options, Outcome, Project, Reports, census, convert};
use entry::{Measured, Timings};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use utsushi_delivery::forecast::Forecast;
use utsushi_delivery::rehearsal::{Disk, FoundGroup, ReadFile, Rehearsal, Sample, Seconds};
use utsushi_delivery::{Manifest, Overview};
use utsushi_findings::{Problem, Problems, problem};
use utsushi_layout::{Library, Masking};
use utsushi_store::{MemoryBudget, RunFolder, make_folder, write_file};
use watch::{Watch, bytes_in};

/// Makes the page over a history, whose last entry is the newest.
pub type HistoryPage<'a> = dyn Fn(&[Rehearsal], &Forecast) -> String + 'a + Sync;

/// How a rehearsal is done.
pub struct RehearseOptions<'a> {
    /// The folder of the history; it is made if it is not there.
    pub history: PathBuf,
    /// Where the run and its verification are kept, if they are: in `run` and `verify` of this folder.
    pub keep: Option<PathBuf>,
    /// Whether an earlier rehearsal there is replaced.
    pub overwrite: bool,
    /// The share of households and persons that is looked at, in millionths; `None` for everything.
    pub sample: Option<u32>,
    /// The profile of the verification, if there is one.
    pub profile: Option<PathBuf>,
    /// Where layouts are read from.
    pub library: &'a Library,
    /// How much is held at once.
    pub memory: MemoryBudget,
    /// Set from outside to stop; nothing is appended then.
    pub cancelled: &'a AtomicBool,
    /// Makes the reports of the run.
    pub reports: &'a Reports<'a>,
    /// Makes the pages of the verification.
    pub pages: &'a Pages<'a>,
    /// Makes the page over the history.
    pub page: &'a HistoryPage<'a>,
    /// For tests: bytes after which the disk is full.
    pub disk_limit: Option<u64>,
}

/// What a rehearsal came to.
#[derive(Debug)]
pub struct Rehearsed {
    /// The history; its last entry is this rehearsal.
    pub history: History,
    /// Where the entry stands.
    pub path: PathBuf,
    /// What the whole would take from here on.
    pub forecast: Forecast,
    /// How long the rehearsal took.
    pub time: Duration,
}

impl Rehearsed {
    /// This rehearsal.
    pub fn entry(&self) -> Option<&Rehearsal> {
        self.history.entries.last()
    }
}

/// What the parts of an entry are made from.
struct Seen<'a> {
    project: &'a Project,
    manifest: &'a Manifest,
    overview: &'a Overview,
    verified: &'a Verification,
    census: Option<&'a Census>,
    conversion: &'a [FoundGroup],
    delivery: &'a [FoundGroup],
    sample: Option<&'a Sample>,
}

/// Rehearses every job of the project and appends what it came to.
///
/// # Errors
/// It could not be done: as [`convert`](crate::convert) and [`verify`]. Nothing is appended and nothing is left then.
pub fn rehearse(
    mut project: Project,
    options: &RehearseOptions<'_>,
    observer: &dyn Observer,
) -> Result<Rehearsed, Problems> {
    let started = Instant::now();
    let began = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs());
    refuse_among_inputs(&options.history, &project)?;
    // It locks the history, and whatever becomes of this run it is gone afterwards.
    let place = std::path::absolute(&options.history)
        .map_err(|error| Problem::io(&options.history, &error))?
        .join("work");
    let work = RunFolder::create(&place, false, "manifest.json")?;
    let keep = options.keep.as_deref();
    let kept =
        keep.map(|keep| RunFolder::create(keep, options.overwrite, "run/manifest.json")).transpose()?;
    let mut history = History::read(&options.history)?;
    let base = kept.as_ref().unwrap_or(&work).path();

    let overview: Mutex<Overview> = Mutex::default();
    let run = Options {
        out: base.join("run"),
        overwrite: false,
        check_only: false,
        resume: false,
        memory: options.memory,
        cancelled: options.cancelled,
        reports: options.reports,
        disk_limit: options.disk_limit,
    };
    let jobs = estimate::jobs_of(&project);
    let begun = Instant::now();
    let taken =
        options.sample.map(|share| take_sample(&mut project, share, &work, &run, observer)).transpose()?;
    let project = &project;
    let mut seconds = Seconds { sample: begun.elapsed().as_secs_f64(), ..Seconds::default() };
    let watch = Watch::new(observer, base);
    let reports = |manifest: &Manifest, found: &Overview| {
        watch.look();
        if let Ok(mut overview) = overview.lock() {
            overview.clone_from(found);
        }
        (options.reports)(manifest, found)
    };
    let run = Options { reports: &reports, ..run };
    let begun = Instant::now();
    let outcome = convert(project, &run, &watch)?;
    seconds.convert = begun.elapsed().as_secs_f64();
    let (pace, peak) = watch.told();
    let overview = overview.lock().map(|mut found| std::mem::take(&mut *found)).unwrap_or_default();
    let timings = Timings::read(&run.out);
    let output_bytes = bytes_in(&run.out);

    let begun = Instant::now();
    let verified = verified(project, options, base, taken.as_ref().map(|taken| &taken.rules), observer)?;
    seconds.verify = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    // An input that can be read only once has been read by now.
    let once = project.jobs.iter().any(|job| job.bytes().is_none());
    let census = if once { None } else { Some(census(project, &run)?) };
    seconds.census = begun.elapsed().as_secs_f64();

    let input_bytes = outcome.manifest.jobs.iter().flat_map(|job| &job.inputs).map(|input| input.bytes).sum();
    let off = taken.as_ref().map_or(Vec::new(), |_| trim::codes_off());
    let (conversion, delivery) = (entry::conversion(&overview, &off), entry::delivery(&verified));
    let seen = Seen {
        project,
        manifest: &outcome.manifest,
        overview: &overview,
        verified: &verified.verification,
        census: census.as_ref(),
        conversion: &conversion,
        delivery: &delivery,
        sample: taken.as_ref().map(|taken| &taken.told),
    };
    let full_bytes = jobs.iter().filter_map(|job| job.1).sum::<u64>().max(input_bytes);
    let measured = Measured {
        number: history.next_number(),
        began,
        seconds,
        timings,
        pace,
        disk: Disk { input_bytes, full_bytes, output_bytes, peak_bytes: peak.max(output_bytes) },
        outcome: &outcome,
        verified: &verified,
        read: read_files(&outcome, &verified, options, taken.as_ref().map_or(&[], |taken| &taken.read)),
        whole: taken.as_ref().map(|taken| taken.whole.clone()).unwrap_or_default(),
    };
    let entry = entry::entry(&seen, measured, options);
    go_on(options)?;
    if let Some(kept) = kept {
        kept.finish()?;
    }
    make_folder(&options.history)?;
    let path = history.append(&options.history, entry)?;
    let forecast = estimate::of_jobs(jobs, &history.entries, &entry::machine(options.memory, None));
    let page = (options.page)(&history.entries, &forecast);
    write_file(&options.history.join(HISTORY_PAGE), page.as_bytes(), true)?;
    drop(work);
    Ok(Rehearsed { history, path, forecast, time: started.elapsed() })
}

fn go_on(options: &RehearseOptions<'_>) -> Result<(), Problem> {
    match options.cancelled.load(Ordering::Relaxed) {
        true => Err(problem!(
            "中断しました。記録は残していません",
            "cancelled; nothing was appended to the history"
        )),
        false => Ok(()),
    }
}

fn verified(
    project: &Project,
    options: &RehearseOptions<'_>,
    base: &Path,
    sample: Option<&SampleRules>,
    observer: &dyn Observer,
) -> Result<VerifyOutcome, Problems> {
    let verification = VerifyOptions {
        delivery: base.join("run"),
        out: base.join("verify"),
        overwrite: false,
        base_date: None,
        standard: None,
        library: options.library,
        profile: options.profile.clone(),
        expected: Vec::new(),
        json: false,
        masking: Masking::On,
        lang: project.lang,
        memory: options.memory,
        cancelled: options.cancelled,
        pages: options.pages,
        sample,
    };
    verify(&verification, observer)
}

/// What a sample was taken of, and what must be known of it.
struct Taken {
    whole: Vec<(u64, u64)>,
    read: Vec<ReadFile>,
    rules: SampleRules,
    told: Sample,
}

/// Lets the project read a sample of its records, and takes out the rules that say nothing of one.
fn take_sample(
    project: &mut Project,
    millionths: u32,
    work: &RunFolder,
    options: &Options<'_>,
    observer: &dyn Observer,
) -> Result<Taken, Problem> {
    let sample::Sampled { whole, read, states } =
        sample::sample(project, millionths, work.scratch(), options, observer)?;
    let mut not_judged = Vec::new();
    for target in project.jobs.iter_mut().flat_map(|job| &mut job.targets) {
        target.layout = Arc::new(states.trim(&target.layout, &mut not_judged));
    }
    not_judged.sort();
    not_judged.dedup();
    let mut codes_off: Vec<String> = trim::codes_off().into_iter().map(str::to_owned).collect();
    if project.same_person.take().is_some() {
        // Decisions name rows that may not be in the sample, and half of a pair is no pair.
        codes_off.extend(["DUP010", "DUP011", "DUP012", "DUP013", "DUP014"].map(str::to_owned));
    }
    let told = Sample { millionths, seed: sample::SEED, not_judged, codes_off };
    Ok(Taken { whole, read, rules: SampleRules::new(states), told })
}

/// Everything that was read, inputs first, each kind in order of path. `as_they_are` are inputs of which only a sample was read.
fn read_files(
    outcome: &Outcome,
    verified: &VerifyOutcome,
    options: &RehearseOptions<'_>,
    as_they_are: &[ReadFile],
) -> Vec<ReadFile> {
    let of = |kind: &str, input: &utsushi_delivery::Input| ReadFile {
        kind: kind.to_owned(),
        path: input.path.clone(),
        bytes: input.bytes,
        sha256: input.sha256.clone(),
    };
    let manifest = &outcome.manifest;
    let inputs = manifest.jobs.iter().flat_map(|job| &job.inputs).map(|input| of("input", input));
    let mut read: Vec<ReadFile> = inputs.collect();
    for file in &mut read {
        if let Some(whole) = as_they_are.iter().find(|whole| whole.path == file.path) {
            file.clone_from(whole);
        }
    }
    read.sort_by(|a, b| a.path.cmp(&b.path));
    read.dedup();
    read.extend(manifest.project.iter().map(|file| of("project", file)));
    if let (Some(path), Some(sha256)) = (&options.profile, &verified.verification.profile.sha256) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::metadata(path).map_or(0, |found| found.len());
        read.push(ReadFile { kind: "profile".to_owned(), path: name, bytes, sha256: sha256.clone() });
    }
    read
}

/// A pattern of `files` must never come to name what a rehearsal writes.
fn refuse_among_inputs(history: &Path, project: &Project) -> Result<(), Problem> {
    let Ok(history) = history.canonicalize() else { return Ok(()) };
    for input in project.jobs.iter().flat_map(|job| &job.inputs) {
        if input.path.canonicalize().is_ok_and(|path| path.starts_with(&history)) {
            return Err(problem!(
                "履歴のフォルダーの中に入力ファイルがあります",
                "this input lies inside the folder of the history"
            )
            .at(&input.path)
            .help("--history で別のフォルダーを指定してください", "name another folder with --history"));
        }
    }
    Ok(())
}
