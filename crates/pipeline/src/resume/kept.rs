//! Which jobs are kept, and the write stage fed from their logs.

use super::Resumed;
use super::end::{End, FinishedFile, Secret};
use super::ground::{self, Ground};
use super::log::{self, Frame, Frames, JobLog};
use crate::across::Across;
use crate::characters::Changes;
use crate::chunk::DoneChunk;
use crate::convert::Options;
use crate::outputs::{Base, JobView, Outputs, RejectedRecords};
use crate::project::{Project, ProjectJob};
use crate::protection::Protection;
use rayon::prelude::*;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use utsushi_check::file::Plan;
use utsushi_delivery::{CsvFormat, Job};
use utsushi_findings::{Problem, Problems, Tally, problem};
use utsushi_store::RunFolder;

/// Jobs of a run that are finished and can be kept for another.
pub(crate) struct Checkpoints {
    secret: Secret,
    /// The ends of the jobs that this run keeps, from the first on.
    kept: Vec<End>,
    /// Why the first job behind them is not kept, where its log was there.
    torn: bool,
    /// What every job rests on.
    grounds: Vec<Ground>,
    /// Jobs that are finished, and kept if this run fails.
    finished: usize,
    /// Whether it is known which files they need.
    decided: bool,
    /// Files of the run's folder that they have finished.
    paths: HashSet<String>,
    /// Whether the next job can be kept: one cannot whose inputs can be read only once, and none behind it.
    open: bool,
}

/// Whether a job behind this one feeds the file too.
pub(crate) fn fed_later(project: &Project, job: usize, file: &str) -> bool {
    let later = project.jobs.iter().skip(job + 1);
    later.flat_map(|job| &job.targets).any(|target| target.layout.id() == file)
}

impl Checkpoints {
    /// Looks at what an earlier run left in the folder. Nothing but the logs stays in its scratch place.
    pub fn look(folder: &RunFolder, project: &Project) -> Result<Checkpoints, Problem> {
        let scratch = folder.scratch();
        let (mut kept, mut torn) = (Vec::<End>::new(), false);
        if folder.is_left_over() {
            for job in 0..project.jobs.len().saturating_sub(1) {
                if !scratch.has(&log::name(job)) {
                    break;
                }
                match log::whole(scratch, job) {
                    Some(end) if kept.first().is_none_or(|first| first.secret == end.secret) => {
                        kept.push(end);
                    }
                    _ => {
                        torn = true;
                        break;
                    }
                }
            }
            folder.keep(!kept.is_empty());
            scratch.retain(|name| log::job_of(name).is_some_and(|job| job < kept.len()))?;
        }
        let drawn = || {
            let state = RandomState::new();
            let mut next = 0u64..;
            let mut word = || state.hash_one(next.next());
            let plan = [word(), word(), word(), word()];
            Secret { plan, protection: [word(), word()] }
        };
        let secret = kept.first().map_or_else(drawn, |end| end.secret);
        Ok(Checkpoints {
            secret,
            finished: kept.len(),
            kept,
            torn,
            grounds: Vec::new(),
            decided: false,
            paths: HashSet::new(),
            open: true,
        })
    }

    /// The keys under which this run hashes values: those of the run that it goes on with.
    pub fn secret(&self) -> Secret {
        self.secret
    }

    /// Keeps the jobs whose grounds are the same and whose files are as they were written, and removes the rest.
    pub fn decide(
        &mut self,
        folder: &RunFolder,
        project: &Project,
        options: &Options<'_>,
        (plan, protection): (&Plan, &Protection),
    ) -> Result<Resumed, Problem> {
        let mut found = Resumed::default();
        if project.jobs.len() > 1 {
            self.grounds = ground::of_run(project, options, plan, protection);
        }
        let ends = std::mem::take(&mut self.kept);
        let looked_at = ends.len();
        for (index, (end, job)) in ends.into_iter().zip(&project.jobs).enumerate() {
            if let Some(why) = self.why_not(&end, (project, index), folder, options)? {
                found.again = Some((job.name.clone(), why));
                break;
            }
            found.kept.push(job.name.clone());
            self.paths.extend(end.outputs().map(|output| output.path.clone()));
            self.kept.push(end);
        }
        if self.torn && self.kept.len() == looked_at {
            let why = problem!("途中の記録が壊れています", "its log is damaged");
            found.again = project.jobs.get(looked_at).map(|job| (job.name.clone(), why));
        }
        if found.again.is_none() && folder.is_left_over() {
            // It has no log, and never will.
            let next = project.jobs.get(self.kept.len());
            let next = next.filter(|_| !can_be_kept(project, self.kept.len()));
            found.again = next.map(|job| (job.name.clone(), why_never(project)));
        }
        (self.finished, self.decided) = (self.kept.len(), true);
        self.tidy(folder)?;
        folder.keep(self.finished > 0);
        Ok(found)
    }

    /// Why a job is not kept; `None` where it is.
    fn why_not(
        &self,
        end: &End,
        (project, index): (&Project, usize),
        folder: &RunFolder,
        options: &Options<'_>,
    ) -> Result<Option<Problem>, Problem> {
        options.go_on()?;
        if !can_be_kept(project, index) {
            return Ok(Some(why_never(project)));
        }
        let job = &project.jobs[index];
        let mut grounds = self.grounds.clone();
        grounds.extend(ground::of_job(job));
        grounds.extend(ground::of_others(project, index, options)?);
        // The inputs stand last, and are read only where all else is the same.
        let inputs = end.account.inputs.len();
        let (before, inputs_before) = end.grounds.split_at(end.grounds.len().saturating_sub(inputs));
        if let Some(why) = ground::difference(before, &grounds) {
            return Ok(Some(why));
        }
        if let Some(why) = ground::difference(inputs_before, &ground::inputs_now(job, options)?) {
            return Ok(Some(why));
        }
        for output in end.outputs() {
            options.go_on()?;
            if folder.adopt(&output.path, output.bytes, &output.sha256)?.is_none() {
                let path = &output.path;
                return Ok(Some(problem!(
                    "{path} が書いたときのままではありません",
                    "{path} is not as it was written"
                )));
            }
        }
        Ok(None)
    }

    /// Removes everything from the folder but what the finished jobs need.
    fn tidy(&self, folder: &RunFolder) -> Result<(), Problem> {
        folder.retain(&|path| self.paths.contains(path))?;
        folder.scratch().retain(|name| log::job_of(name).is_some_and(|job| job < self.finished))
    }

    /// Whether this run keeps the job.
    pub fn keeps(&self, job: usize) -> bool {
        job < self.kept.len()
    }

    /// A file that a kept job has finished.
    pub fn file(&self, id: &str) -> Option<&FinishedFile> {
        self.kept.iter().flat_map(|end| &end.files).find(|file| file.file == id)
    }

    /// Begins the log of a job, if there is to be one.
    pub fn begin(
        &mut self,
        folder: &RunFolder,
        project: &Project,
        job: usize,
        check_only: bool,
    ) -> Result<Option<JobLog>, Problem> {
        let this = &project.jobs[job];
        self.open &= can_be_kept(project, job);
        if !self.open || job + 1 == project.jobs.len() {
            return Ok(None);
        }
        let shared = this.targets.iter().map(|t| !check_only && fed_later(project, job, &t.layout.id()));
        JobLog::create(folder.scratch(), job, shared.collect()).map(Some)
    }

    /// Ends the log of a job that is finished: it can be kept from here on.
    pub fn finished(
        &mut self,
        (folder, options): (&RunFolder, &Options<'_>),
        (project, job): (&Project, usize),
        log: JobLog,
        (account, changes): (&Job, &Changes),
        (outputs, files): (&Outputs<'_>, Vec<FinishedFile>),
    ) -> Result<(), Problem> {
        let mut grounds = self.grounds.clone();
        grounds.extend(ground::of_job(&project.jobs[job]));
        grounds.extend(ground::of_others(project, job, options)?);
        let inputs = account.inputs.iter().map(|input| (input.path.as_str(), input.sha256.as_str()));
        grounds.extend(ground::of_inputs(inputs));
        let end = End {
            secret: self.secret,
            grounds,
            account: account.clone(),
            changes: changes.to_list(),
            rejects: account.rejects.as_ref().and_then(|rejects| outputs.written(&rejects.path)).cloned(),
            files,
        };
        log.end(&end)?;
        self.paths.extend(end.outputs().map(|output| output.path.clone()));
        self.finished += 1;
        folder.keep(true);
        Ok(())
    }

    /// Writes what a kept job has written, from its log.
    pub fn replay(
        &self,
        job: usize,
        (view, csv): (&JobView<'_>, Option<CsvFormat>),
        (plan, planned): (&Plan, &[usize]),
        outputs: &mut Outputs<'_>,
        across: &mut Across<'_, '_>,
        options: &Options<'_>,
    ) -> Result<(Job, Tally, Changes), Problem> {
        let end = &self.kept[job];
        let mut tally = Tally::default();
        let mut frames = Frames::open(outputs.scratch(), job)?;
        let size = options.chunks_per_round();
        let mut raw: Vec<Vec<u8>> = Vec::new();
        let mut rejected = RejectedRecords::new(String::new(), Vec::new());
        loop {
            let frame = frames.next().map_err(|_| unreadable())?;
            let chunk = match frame {
                Some(Frame::Chunk(chunk)) => {
                    raw.push(chunk);
                    if raw.len() < size {
                        continue;
                    }
                    None
                }
                other => other,
            };
            options.go_on()?;
            let (mut done, bases) = cooked(&raw, plan, view, csv)?;
            raw.clear();
            done.iter().flat_map(|chunk| &chunk.findings).for_each(|finding| tally.add(finding.code));
            if done.iter().zip(across.chunks()..).any(|(chunk, number)| chunk.number != number) {
                return Err(unreadable());
            }
            outputs.write(view, &mut rejected, &done, &bases)?;
            across.add(job, planned, &mut done, &bases)?;
            match chunk {
                Some(Frame::Findings(findings)) => {
                    findings.iter().for_each(|finding| tally.add(finding.code));
                    outputs.write_findings(&findings, &view.names)?;
                }
                Some(Frame::End(_)) => break,
                Some(Frame::Chunk(_)) => {}
                None if size == 0 => return Err(unreadable()),
                None => {}
            }
        }
        if let Some(rejects) = &end.rejects {
            outputs.add_written(rejects.clone());
        }
        let changes = end.changes().ok_or_else(unreadable)?;
        Ok((end.account.clone(), tally, changes))
    }

    /// After a run that failed: leaves what another run can go on with, and says so; else nothing is left.
    pub fn after_failure(&self, folder: &RunFolder, jobs: usize, mut problems: Problems) -> Problems {
        if !folder.is_kept() {
            return problems;
        }
        if self.decided {
            // What cannot be removed now, the next run removes.
            let _ = self.tidy(folder);
        }
        let (finished, path) = (self.finished, folder.path().display());
        problems.push(
            problem!(
                "{jobs} ジョブのうち終わった {finished} ジョブを {path} に残しました。住民のデータがそのまま入っています",
                "{finished} of {jobs} jobs are finished and kept in {path}; it holds personal data in clear"
            )
            .help(
                "原因を直し、同じコマンドに --resume を付けると続きから実行します。--resume なしの実行はこれを消します",
                "put right what was wrong, then run the same command with --resume to go on; a run without it removes them",
            ),
        );
        problems
    }
}

/// Whether it can be found out in another run that the inputs are the same, and those that decide on its duplicates.
fn can_be_kept(project: &Project, job: usize) -> bool {
    let again = |job: &ProjectJob| job.inputs.iter().all(|input| input.size.is_some());
    // Persons are not in the log: whoever looks for them reads all jobs.
    project.same_person.is_none() && again(&project.jobs[job]) && ground::beside(project, job).all(again)
}

fn why_never(project: &Project) -> Problem {
    if project.same_person.is_some() {
        return problem!(
            "同一人物を探すため、すべてのジョブを読みます",
            "the same person is looked for, which needs all jobs"
        );
    }
    problem!(
        "入力が標準入力かパイプで、二度は読めません",
        "it reads standard input or a pipe, which cannot be read twice"
    )
}

fn unreadable() -> Problem {
    problem!("終わったジョブの記録を読み戻せません", "the log of a finished job cannot be read back")
        .help("--resume を付けずに実行してください", "run without --resume")
}

/// Chunks as the write stage takes them, with their CSV where rows are there.
fn cooked(
    raw: &[Vec<u8>],
    plan: &Plan,
    view: &JobView<'_>,
    csv: Option<CsvFormat>,
) -> Result<(Vec<DoneChunk>, Vec<Base>), Problem> {
    let (inputs, targets) = (view.names.inputs.len(), view.names.targets.len());
    let read = |bytes: &Vec<u8>| {
        let (mut chunk, base) = super::entry::read(plan, inputs, targets, bytes)?;
        for (target, layout) in chunk.targets.iter_mut().zip(view.names.targets) {
            if let Some(csv) = csv.filter(|_| !target.batch.columns().is_empty()) {
                (target.batch.columns().len() == layout.items.len()).then_some(())?;
                csv.encode(&target.batch, &mut target.csv).ok()?;
            }
        }
        Some((chunk, base))
    };
    let chunks = raw.par_iter().with_max_len(1).map(read).collect::<Option<Vec<_>>>();
    Ok(chunks.ok_or_else(unreadable)?.into_iter().unzip())
}
