//! The passes before: which rows are duplicates of which, before the first one is written.
//!
//! The first pass looks at the key items of every file that is looked at, and nothing else. The second maps and checks in full
//! only the rows whose keys stand more than once, to see which of them is to stay. The run itself then streams with
//! the list of rows that leave. Where no key stands twice there is no second pass.

mod glimpse;
mod removed;
mod scan;
mod shares;

use crate::chunk::{Kitchen, RawChunk};
use crate::convert::{Observer, Options, Pass};
use crate::job::Feeder;
use crate::project::{Project, ProjectJob, Target};
use crate::protection::Protection;
use crate::timings::{Stage, Timings};
use glimpse::Glimpse;
use rayon::prelude::*;
use scan::{KeyHasher, Scanner};
use std::sync::Mutex;
use utsushi_check::file::Plan;
use utsushi_cleanse::duplicates::{
    Aside, DuplicatePolicy, Fingerprints, Nominee, Place, Verdict, Verdicts, judge,
};
use utsushi_findings::{Problem, problem};
use utsushi_store::{Scratch, Sorter};

pub(crate) use removed::Removed;

/// What the passes before came to.
pub(crate) struct Decided<'s> {
    /// For each job the number of its first chunk in [`Decided::chunks`], where its files were looked at.
    first: Vec<Option<u32>>,
    chunks: Vec<ScannedChunk>,
    jobs: Vec<DecidedJob>,
    verdicts: Mutex<Verdicts<'s>>,
}

/// A chunk of the passes before.
#[derive(Clone, Copy)]
struct ScannedChunk {
    job: u32,
    input: u32,
    /// Records of the input before it.
    records: u64,
}

/// How a job's rows are named.
struct DecidedJob {
    name: String,
    inputs: Vec<String>,
    /// The policy of each target, as it is told.
    policies: Vec<String>,
}

/// A row as people find it.
pub(crate) struct RowName<'a> {
    pub job: &'a str,
    pub input: &'a str,
    /// From 1.
    pub record: u64,
    pub occurrence: u32,
}

impl Decided<'_> {
    /// Gives the chunks of a round, in the order of the run, the verdicts on their rows. `first` is the number of the job's
    /// first chunk in the run.
    pub fn attach(&self, job: usize, first: u32, round: &mut [RawChunk]) -> Result<(), Problem> {
        let (Some(Some(scanned)), Ok(mut verdicts)) = (self.first.get(job), self.verdicts.lock()) else {
            return Ok(());
        };
        for raw in round {
            raw.verdicts = verdicts.of(scanned + (raw.number - first))?;
        }
        Ok(())
    }

    /// The row at a place.
    pub fn name(&self, place: Place) -> RowName<'_> {
        let chunk = self.chunks.get(place.chunk as usize).copied();
        let chunk = chunk.unwrap_or(ScannedChunk { job: 0, input: 0, records: 0 });
        let job = &self.jobs[chunk.job as usize];
        RowName {
            job: &job.name,
            input: job.inputs.get(chunk.input as usize).map_or("", |input| input),
            record: chunk.records + u64::from(place.record) + 1,
            occurrence: place.occurrence,
        }
    }

    /// The policy of a target, as it is told.
    pub fn policy(&self, place: Place) -> &str {
        let chunk = self.chunks.get(place.chunk as usize);
        let job = chunk.and_then(|chunk| self.jobs.get(chunk.job as usize));
        job.and_then(|job| job.policies.get(usize::from(place.target))).map_or("", |policy| policy)
    }
}

/// What each target of a job is looked at for.
fn policies(project: &Project, job: &ProjectJob) -> Vec<DuplicatePolicy> {
    let of = |target: &Target| project.cleanse.policy(&target.layout);
    job.targets.iter().map(of).collect()
}

/// Looks for duplicates in every file for which the project wants it. `None` where there is no such file.
///
/// # Errors
/// An input cannot be read or changed meanwhile, the disk is full, or the run was cancelled.
pub(crate) fn decide<'s>(
    project: &Project,
    plan: &Plan,
    scratch: &'s Scratch,
    options: &Options<'_>,
    (timings, observer): (&Timings, &dyn Observer),
) -> Result<Option<Decided<'s>>, Problem> {
    let policies: Vec<Vec<DuplicatePolicy>> = project.jobs.iter().map(|job| policies(project, job)).collect();
    let looks = |job: &Vec<DuplicatePolicy>| job.iter().any(|policy| *policy != DuplicatePolicy::Off);
    if !policies.iter().any(looks) {
        return Ok(None);
    }
    let memory = options.memory.bytes() as usize;
    let size = options.chunks_per_round();
    let go_on = || options.go_on();
    let hasher = KeyHasher::drawn();
    // Nothing is told in the passes before, so nobody needs hiding.
    let protection = Protection::drawn();
    let planned: Vec<Vec<usize>> =
        project.jobs.iter().map(|job| crate::convert::in_plan(plan, job)).collect();
    let shares = shares::of_project(project, &policies, &planned, plan.layouts().count());
    let scanner = |index: usize| {
        let job = &project.jobs[index];
        let kitchen =
            Kitchen::new(job, project.treatment.clone(), None, (plan, &planned[index]), &protection);
        let shares = shares[index].as_slice();
        let glimpse = Glimpse::new(job, shares);
        Scanner { kitchen, policies: &policies[index], shares, glimpse, hasher: hasher.clone() }
    };

    let looked_at = || project.jobs.iter().zip(&policies).filter(|(_, policies)| looks(policies));
    let total: Option<u64> = looked_at().map(|(job, _)| job.bytes()).sum();
    let heads: usize = looked_at().flat_map(|(job, _)| &job.inputs).map(|input| input.head.len()).sum();
    let mut read = heads as u64;
    observer.pass(Pass::Keys, total);
    let mut prints = Fingerprints::new(scratch, memory / 4);
    let (mut first, mut chunks) = (Vec::new(), Vec::<ScannedChunk>::new());
    for (index, job) in project.jobs.iter().enumerate() {
        if !looks(&policies[index]) {
            first.push(None);
            continue;
        }
        first.push(Some(chunks.len() as u32));
        let known = shares[index].iter().map(|share| share.known(&planned[index]));
        prints.begin(chunks.len() as u32, known.collect());
        for (nth, input) in job.inputs.iter().enumerate() {
            input.spool(scratch, &format!("spooled-{index}-{nth}"))?;
        }
        let scanner = scanner(index);
        let mut records = vec![0; job.inputs.len()];
        let mut feeder = Feeder::new(job, chunks.len() as u32);
        let mut round = feeder.round(size)?;
        while !round.is_empty() {
            options.go_on()?;
            let (next, scanned) = rayon::join(
                || timings.time(Stage::Prescan, || feeder.round(size)),
                || {
                    let scan = |raw| timings.time(Stage::Prescan, || scanner.scan(raw));
                    let scanned = round.par_iter().with_max_len(1).map(scan);
                    scanned.collect::<Result<Vec<_>, Problem>>()
                },
            );
            for (raw, scanned) in round.iter().zip(scanned?) {
                let before = &mut records[raw.input];
                chunks.push(ScannedChunk { job: index as u32, input: raw.input as u32, records: *before });
                *before += scanned.records;
                prints.add(scanned.prints)?;
                read += original_len(job, raw);
            }
            observer.pass_progress(read);
            feeder.reuse(round, size);
            round = next?;
        }
    }
    observer.pass_done();

    let mut nominees = timings.time(Stage::Prescan, || prints.nominees(memory / 16, &go_on))?;
    read = heads as u64;
    observer.pass(Pass::Duplicates, total);
    let mut candidates = Sorter::new(scratch, "candidates", memory / 8);
    let mut aside = Aside::new(scratch, "candidates-long");
    for (index, job) in project.jobs.iter().enumerate() {
        let Some(Some(begin)) = first.get(index) else { continue };
        let later = first[index + 1..].iter().flatten().next();
        let end = later.copied().unwrap_or(chunks.len() as u32);
        let scanner = scanner(index);
        let mut feeder = Feeder::new(job, *begin);
        while nominees.chunk()?.is_some_and(|chunk| chunk < end) {
            options.go_on()?;
            let round = timings.time(Stage::Decide, || feeder.round(size))?;
            if round.is_empty() {
                return Err(lost_row(job));
            }
            let mut nominated = Vec::new();
            for raw in &round {
                let found = nominees.of(raw.number)?;
                if !found.is_empty() {
                    nominated.push((raw, found));
                }
            }
            let look = |(raw, found): &(&RawChunk, Vec<Nominee>)| {
                timings.time(Stage::Decide, || scanner.candidates(raw, found))
            };
            let found = nominated.par_iter().with_max_len(1).map(look);
            for found in found.collect::<Result<Vec<_>, Problem>>()? {
                found.add_to(&mut candidates, &mut aside)?;
            }
            drop(nominated);
            read += round.iter().map(|raw| original_len(job, raw)).sum::<u64>();
            observer.pass_progress(read);
            feeder.reuse(round, size);
        }
    }
    drop(nominees);
    observer.pass_done();
    let mut files = vec![(DuplicatePolicy::Off, 0); plan.layouts().count()];
    for (index, job) in project.jobs.iter().enumerate() {
        for ((target, file), policy) in job.targets.iter().zip(&planned[index]).zip(&policies[index]) {
            files[*file] = (*policy, target.layout.items.len());
        }
    }
    let verdicts = judge(scratch, candidates, aside, &files, memory / 32, &go_on)?;
    let jobs = project.jobs.iter().zip(&policies).map(|(job, policies)| DecidedJob {
        name: job.name.clone(),
        inputs: job.inputs.iter().map(|input| input.shown.clone()).collect(),
        policies: job
            .targets
            .iter()
            .zip(policies)
            .map(|(target, policy)| policy.text(&target.layout))
            .collect(),
    });
    Ok(Some(Decided { first, chunks, jobs: jobs.collect(), verdicts: Mutex::new(verdicts) }))
}

/// Bytes of the file that a chunk stands for.
fn original_len(job: &ProjectJob, raw: &RawChunk) -> u64 {
    job.inputs[raw.input].original_len(&raw.chunk.data) as u64
}

/// A row that was there in one pass is not there in the next.
pub(crate) fn lost_row(job: &ProjectJob) -> Problem {
    let name = &job.name;
    problem!(
        "ジョブ {name} の入力が、二度目に読んだとき一度目と違いました。出力は残していません",
        "the inputs of the job {name} were not the same when they were read again; no output was left"
    )
    .help(
        "ほかのプログラムが書いていないか確かめ、写しを取ってからやり直してください",
        "is another program still writing them? copy them and run again",
    )
}

/// Verdicts on the rows of one target of a chunk.
pub(crate) fn of_target(verdicts: &[Verdict], target: usize) -> impl Iterator<Item = &Verdict> {
    verdicts.iter().filter(move |verdict| usize::from(verdict.place.target) == target)
}
