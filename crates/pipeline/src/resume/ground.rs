//! What a finished job rests on. If any of it is another in the run that resumes, the job runs again.

use crate::convert::Options;
use crate::project::{Project, ProjectJob};
use crate::protection::Protection;
use serde::{Deserialize, Serialize};
use std::io::Read;
use std::time::UNIX_EPOCH;
use utsushi_check::file::Plan;
use utsushi_cleanse::duplicates::DuplicatePolicy;
use utsushi_findings::{Problem, problem};
use utsushi_layout::{FileLayout, Masking};
use utsushi_store::{Sha256Stream, hex};

/// One thing that a job rests on, and how it was.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Ground {
    what: What,
    name: String,
    state: String,
}

#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
enum What {
    /// The program itself.
    Program,
    /// A flag that changes what is written. Threads and memory do not.
    Flag,
    /// The jobs of the run.
    Jobs,
    /// Layouts and code tables.
    Layouts,
    /// Which items are mapped in any job: it decides which rules over many rows run.
    Mapped,
    /// Who is protected: it decides what is masked.
    Protected,
    /// A file of the project.
    File,
    /// An input.
    Input,
}

fn ground(what: What, name: impl Into<String>, state: impl Into<String>) -> Ground {
    Ground { what, name: name.into(), state: state.into() }
}

fn digest<'p>(parts: impl Iterator<Item = &'p [u8]>) -> String {
    let mut hash = Sha256Stream::new();
    for part in parts {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hex(&hash.finish())
}

/// What every job of a run rests on. Whatever a pass before the main one finds out and the main pass goes by belongs
/// here, as `protection` does: as it was found, so that it does not matter which inputs it was found in.
pub(super) fn of_run(
    project: &Project,
    options: &Options<'_>,
    plan: &Plan,
    protection: &Protection,
) -> Vec<Ground> {
    let mut grounds = vec![
        ground(What::Program, "", program()),
        ground(What::Flag, "--check-only", options.check_only.to_string()),
        ground(What::Flag, "--unmask", (project.treatment.masking == Masking::Off).to_string()),
    ];
    let jobs: Vec<&[u8]> = project.jobs.iter().map(|job| job.name.as_bytes()).collect();
    grounds.push(ground(What::Jobs, "", digest(jobs.into_iter())));
    let files = project.shared_files.iter();
    grounds.extend(files.map(|file| ground(What::File, &file.path, &file.sha256)));
    let mut layouts: Vec<String> = plan.layouts().map(|layout| format!("{layout:?}")).collect();
    layouts
        .extend(project.standard.code_tables().map(|(name, table)| format!("{name} {:?}", table.entries())));
    grounds.push(ground(What::Layouts, "", digest(layouts.iter().map(String::as_bytes))));
    let mapped = plan.mapped_items().map(|mapped| format!("{mapped:?}")).collect::<Vec<String>>();
    grounds.push(ground(What::Mapped, "", digest(mapped.iter().map(String::as_bytes))));
    grounds.push(ground(What::Protected, "", digest([protection.told().as_slice()].into_iter())));
    grounds
}

/// The files of the project that only this job rests on; other jobs may read the same ones.
pub(super) fn of_job(job: &ProjectJob) -> Vec<Ground> {
    job.files.iter().map(|file| ground(What::File, &file.path, &file.sha256)).collect()
}

/// What decides which of a job's rows are duplicates, besides the job itself: the other jobs that feed a file of it in
/// which they are looked for, as they are now.
pub(super) fn of_others(
    project: &Project,
    job: usize,
    options: &Options<'_>,
) -> Result<Vec<Ground>, Problem> {
    let mut grounds = Vec::new();
    for other in beside(project, job) {
        let said = |what: Ground| Ground { name: format!("{} ({})", what.name, other.name), ..what };
        grounds.extend(of_job(other).into_iter().chain(inputs_now(other, options)?).map(said));
    }
    Ok(grounds)
}

/// The other jobs that feed a file of this one in which duplicates are looked for.
pub(super) fn beside(project: &Project, job: usize) -> impl Iterator<Item = &ProjectJob> {
    let looked = |layout: &FileLayout| project.cleanse.policy(layout) != DuplicatePolicy::Off;
    let targets = project.jobs.get(job).into_iter().flat_map(|job| &job.targets);
    let ids: Vec<String> =
        targets.filter(|target| looked(&target.layout)).map(|target| target.layout.id()).collect();
    let feeds =
        move |other: &ProjectJob| other.targets.iter().any(|target| ids.contains(&target.layout.id()));
    let others = project.jobs.iter().enumerate().filter(move |(at, _)| *at != job);
    others.map(|(_, other)| other).filter(move |other| feeds(other))
}

/// The inputs of a job, with their digests.
pub(super) fn of_inputs<'i>(inputs: impl Iterator<Item = (&'i str, &'i str)>) -> Vec<Ground> {
    inputs.map(|(path, sha256)| ground(What::Input, path, sha256)).collect()
}

/// The inputs of a job as they are now: read as a whole, since size and time prove nothing.
pub(super) fn inputs_now(job: &ProjectJob, options: &Options<'_>) -> Result<Vec<Ground>, Problem> {
    let mut piece = vec![0; 1 << 20];
    let mut grounds = Vec::new();
    for input in &job.inputs {
        let mut reading = input.read_as_it_is()?;
        let mut hash = Sha256Stream::new();
        loop {
            options.go_on()?;
            match reading.read(&mut piece).map_err(|error| reading.problem(&error))? {
                0 => break,
                some => hash.update(&piece[..some]),
            }
        }
        reading.finish()?;
        grounds.push(ground(What::Input, &input.shown, hex(&hash.finish())));
    }
    Ok(grounds)
}

/// The first thing that is another now, as it is told.
pub(super) fn difference(before: &[Ground], now: &[Ground]) -> Option<Problem> {
    let like = |a: &Ground, b: &Ground| a.what == b.what && a.name == b.name;
    for ground in now {
        match before.iter().find(|before| like(before, ground)) {
            Some(before) if before.state == ground.state => {}
            Some(_) => return Some(ground.changed()),
            None => {
                let name = &ground.name;
                return Some(problem!("{name} が加わりました", "{name} is new"));
            }
        }
    }
    let gone = before.iter().find(|before| !now.iter().any(|now| like(before, now)));
    if let Some(Ground { name, .. }) = gone {
        return Some(problem!("{name} がなくなりました", "{name} is no longer there"));
    }
    // The same inputs in another order are another input.
    (before != now).then(|| problem!("ファイルの順が変わりました", "the order of the files changed"))
}

impl Ground {
    fn changed(&self) -> Problem {
        let name = &self.name;
        match self.what {
            What::Program => problem!("utsushi が別の版です", "this is another build of utsushi"),
            What::Flag => problem!("{name} の指定が変わりました", "{name} is set otherwise"),
            What::Jobs => problem!("実行するジョブが変わりました", "the jobs to run are others"),
            What::Layouts => problem!("レイアウトが変わりました", "the layouts changed"),
            What::Mapped => {
                problem!("対応づける項目が変わりました", "the mappings of the project feed other items")
            }
            What::Protected => {
                problem!("支援措置の対象者が変わりました", "who is under 支援措置 changed")
            }
            What::File | What::Input => problem!("{name} が変わりました", "{name} changed"),
        }
    }
}

/// Which program this is: builds of one version may differ, so its size and time count too.
fn program() -> String {
    let version = env!("CARGO_PKG_VERSION");
    let file = std::env::current_exe().and_then(std::fs::metadata);
    let built = file.ok().map(|file| {
        let time = file.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        (file.len(), time.map_or(0, |time| time.as_nanos()))
    });
    format!("{version} {built:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named() {
        let [a, b] = ["1", "2"].map(|state| ground(What::Input, "input/a.csv", state));
        let other = ground(What::File, "mapping/a.toml", "1");
        let said = |before: &[&Ground], now: &[&Ground]| {
            let of = |grounds: &[&Ground]| grounds.iter().map(|g| (*g).clone()).collect::<Vec<_>>();
            difference(&of(before), &of(now)).map(|problem| problem.to_string())
        };
        assert_eq!(said(&[&a, &other], &[&a, &other]), None);
        assert_eq!(said(&[&a], &[&b]).unwrap(), "input/a.csv changed");
        assert_eq!(said(&[&a], &[&a, &other]).unwrap(), "mapping/a.toml is new");
        assert_eq!(said(&[&a, &other], &[&a]).unwrap(), "mapping/a.toml is no longer there");
        assert!(said(&[&a, &other], &[&other, &a]).is_some(), "another order");
    }
}
