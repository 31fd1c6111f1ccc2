//! Which targets of a job have the same keys, so that one fingerprint does for all of them.

use crate::project::{Project, ProjectJob};
use utsushi_cleanse::duplicates::{DuplicatePolicy, Share};
use utsushi_layout::{FileLayout, ItemType};
use utsushi_mapping::Copied;

/// Targets that share fingerprints.
pub(super) struct TargetShare {
    /// Goes into the hash: files that share fingerprints anywhere in the run have one domain.
    pub domain: u16,
    /// Positions among the job's targets.
    pub targets: Vec<usize>,
    /// The key items, where they are copied from fields.
    pub copied: Option<Vec<(Copied, ItemType)>>,
    /// Whether its target has rows for a repeating group.
    pub repeated: bool,
}

impl TargetShare {
    /// As fingerprints know it; `files` is the number of each target's file.
    pub fn known(&self, files: &[usize]) -> Share {
        let member = |target: &usize| (*target as u16, files[*target] as u16);
        match (self.repeated, self.targets.as_slice()) {
            (true, [target]) => Share::repeated(*target as u16, files[*target] as u16),
            (_, targets) => Share::of(targets.iter().map(member).collect()),
        }
    }
}

/// Positions of the key items of a file.
pub(super) fn keys(layout: &FileLayout) -> Vec<usize> {
    (0..layout.items.len()).filter(|item| layout.items[*item].key).collect()
}

/// The shares of every job. `planned` is the number of each target's file among `files` of the run.
pub(super) fn of_project(
    project: &Project,
    policies: &[Vec<DuplicatePolicy>],
    planned: &[Vec<usize>],
    files: usize,
) -> Vec<Vec<TargetShare>> {
    let jobs = project.jobs.iter().zip(policies);
    let mut shares: Vec<Vec<TargetShare>> = jobs.map(|(job, policies)| of_job(job, policies)).collect();
    // A file stands for itself, or for another with which it shares fingerprints.
    let mut domains: Vec<usize> = (0..files).collect();
    let of = |domains: &[usize], mut file: usize| {
        while domains[file] != file {
            file = domains[file];
        }
        file
    };
    for (shares, planned) in shares.iter().zip(planned) {
        for share in shares {
            for pair in share.targets.windows(2) {
                let (a, b) = (of(&domains, planned[pair[0]]), of(&domains, planned[pair[1]]));
                domains[a.max(b)] = a.min(b);
            }
        }
    }
    for (shares, planned) in shares.iter_mut().zip(planned) {
        for share in shares {
            share.domain = of(&domains, planned[share.targets[0]]) as u16;
        }
    }
    shares
}

fn of_job(job: &ProjectJob, policies: &[DuplicatePolicy]) -> Vec<TargetShare> {
    let mut shares: Vec<TargetShare> = Vec::new();
    for (index, target) in job.targets.iter().enumerate() {
        if policies[index] == DuplicatePolicy::Off {
            continue;
        }
        let repeated = target.each.is_some();
        let copied = |item: usize| Some((target.mapper.copied(item)?, target.layout.items[item].kind));
        let copied: Option<Vec<_>> = match repeated {
            true => None,
            false => keys(&target.layout).into_iter().map(copied).collect(),
        };
        let same = |share: &&mut TargetShare| {
            copied.is_some() && share.copied == copied && share.targets.len() < Share::MOST
        };
        match shares.iter_mut().find(same) {
            Some(share) => share.targets.push(index),
            None => shares.push(TargetShare { domain: 0, targets: vec![index], copied, repeated }),
        }
    }
    shares
}
