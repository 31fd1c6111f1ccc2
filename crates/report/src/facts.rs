//! What both reports say, reckoned once from the manifest and the groups.

use std::cmp::Reverse;
use utsushi_delivery::{Account, Group, Job, Manifest, Overview};
use utsushi_findings::Severity;

/// How a run went, in one word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// Nothing to look at.
    Clean,
    /// Warnings only.
    Look,
    /// Errors, or an account that does not close.
    Wrong,
}

/// A run in figures.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    pub manifest: &'a Manifest,
    /// By severity, then the most frequent first; their place here, from 1, is their number in both reports.
    pub groups: Vec<&'a Group>,
    /// Records of all jobs.
    pub records: u64,
    /// Records with an error or a warning.
    pub attention: u64,
    /// Records in `rejects/`.
    pub rejected: u64,
    /// Rows in `data/`.
    pub written: u64,
    /// Rows removed as duplicates.
    pub duplicates: u64,
    /// Rows left behind by rule.
    pub left_behind: u64,
    /// Whether nothing was to be written: rows are then those that would be.
    pub planned: bool,
}

impl<'a> Facts<'a> {
    pub fn new(manifest: &'a Manifest, overview: &'a Overview) -> Self {
        let mut groups: Vec<&Group> = overview.groups.iter().collect();
        groups.sort_by(|a, b| {
            let key = |group: &Group| (group.code.0.severity, Reverse(group.count), group.code);
            (key(a), &a.file, &a.item).cmp(&(key(b), &b.file, &b.item))
        });
        let jobs = |of: fn(&Job) -> u64| manifest.jobs.iter().map(of).sum();
        let targets =
            |of: fn(&Account) -> u64| manifest.jobs.iter().flat_map(|job| &job.targets).map(of).sum();
        let written = targets(|target| target.written);
        Facts {
            manifest,
            groups,
            records: jobs(|job| job.records),
            attention: jobs(|job| job.attention),
            rejected: jobs(|job| job.rejected_records),
            written,
            duplicates: targets(|target| target.duplicates),
            left_behind: targets(|target| target.left_behind),
            planned: written > 0 && !manifest.outputs.iter().any(|output| output.path.starts_with("data/")),
        }
    }

    /// Findings of all severities.
    pub fn findings(&self) -> u64 {
        let counts = &self.manifest.findings;
        counts.error + counts.warning + counts.info
    }

    /// Findings of one severity.
    pub fn of(&self, severity: Severity) -> u64 {
        let counts = &self.manifest.findings;
        match severity {
            Severity::Error => counts.error,
            Severity::Warning => counts.warning,
            Severity::Info => counts.info,
        }
    }

    /// Findings that the groups hold: fewer than [`findings`](Self::findings) when they were made from an extract.
    pub fn listed(&self) -> u64 {
        self.groups.iter().map(|group| group.count).sum()
    }

    /// Whether every record and every byte is accounted for.
    pub fn closes(&self) -> bool {
        self.manifest.jobs.iter().all(|job| {
            let records = job.inputs.iter().map(|input| input.records.unwrap_or(0)).sum::<u64>()
                == job.records
                && job.routed + job.unrouted + job.broken == job.records;
            let bytes = job.inputs.iter().all(|input| match (input.record_bytes, input.framing_bytes) {
                (Some(record), Some(framing)) => record + framing == input.bytes,
                _ => true,
            });
            records && bytes && job.targets.iter().all(|target| target.closes(job.records))
        })
    }

    pub fn verdict(&self) -> Verdict {
        if self.of(Severity::Error) > 0 || self.rejected > 0 || !self.closes() {
            Verdict::Wrong
        } else if self.attention > 0 || self.of(Severity::Warning) > 0 {
            Verdict::Look
        } else {
            Verdict::Clean
        }
    }

    /// The name of a standard file, or nothing.
    pub fn file_name(&self, file: &str) -> &'a str {
        let layouts = &self.manifest.standard.layouts;
        layouts.iter().find(|layout| layout.file == file).map_or("", |layout| &layout.name)
    }

    /// Whether any layout is not the official one.
    pub fn reconstructed(&self) -> bool {
        let standard = &self.manifest.standard;
        let mut bases = standard.layouts.iter().map(|layout| &layout.basis).chain([&standard.basis]);
        bases.any(|basis| basis == "reconstructed")
    }

    /// Outputs in order of path.
    pub fn outputs(&self) -> Vec<&'a utsushi_delivery::Output> {
        let mut outputs: Vec<_> = self.manifest.outputs.iter().collect();
        outputs.sort_by(|a, b| a.path.cmp(&b.path));
        outputs
    }
}

/// How many of a job's `records`, and of the rows they gave, an account says nothing about or says too much about.
pub(crate) fn difference(records: u64, account: &Account) -> u64 {
    let routed = account.wanted.saturating_add(account.not_wanted).abs_diff(records);
    // One record of a repeating group gives any number of rows.
    let offered = if account.each.is_some() { 0 } else { account.wanted.abs_diff(account.read) };
    let told = [account.written, account.rejected, account.duplicates, account.left_behind];
    let told = told.into_iter().fold(0, u64::saturating_add);
    routed.saturating_add(offered).saturating_add(told.abs_diff(account.read))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{manifest, overview};

    #[test]
    fn the_worst_and_most_frequent_findings_come_first() {
        let (manifest, overview) = (manifest(), overview());
        let facts = Facts::new(&manifest, &overview);
        let order: Vec<_> = facts.groups.iter().map(|group| (group.code.id(), group.count)).collect();
        assert_eq!(
            order,
            [("ITM001", 20), ("DAT002", 2), ("FMT001", 2), ("DAT003", 3), ("DAT003", 1), ("FMT005", 1)]
        );
    }

    #[test]
    fn an_account_that_does_not_close_is_wrong_whatever_else_is_right() {
        let mut manifest = manifest();
        manifest.findings = Default::default();
        let job = &mut manifest.jobs[0];
        (job.attention, job.rejected_records) = (0, 0);
        let overview = Overview::default();
        assert_eq!(Facts::new(&manifest, &overview).verdict(), Verdict::Clean);
        manifest.findings.warning = 1;
        assert_eq!(Facts::new(&manifest, &overview).verdict(), Verdict::Look);
        manifest.jobs[0].targets[0].written -= 1;
        let facts = Facts::new(&manifest, &overview);
        assert!(!facts.closes());
        assert_eq!(difference(1_000, &manifest.jobs[0].targets[0]), 1);
        assert_eq!(facts.verdict(), Verdict::Wrong);
    }

    #[test]
    fn only_a_repeating_group_may_give_more_rows_than_records() {
        let mut account = manifest().jobs[0].targets[0].clone();
        (account.read, account.written) = (account.read + 50, account.written + 50);
        assert_eq!(difference(1_000, &account), 50);
        account.each = Some("世帯員".into());
        assert_eq!(difference(1_000, &account), 0);
    }

    #[test]
    fn a_byte_that_no_record_and_no_frame_owns_is_noticed() {
        let mut manifest = manifest();
        manifest.jobs[0].inputs[0].framing_bytes = Some(1);
        let overview = Overview::default();
        assert!(!Facts::new(&manifest, &overview).closes());
    }
}
