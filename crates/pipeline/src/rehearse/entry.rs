//! An entry of the history, from what a run came to.

use super::readiness::{characters_there, readiness};
use super::{RehearseOptions, Seen};
use crate::Outcome;
use crate::verify::VerifyOutcome;
use std::collections::BTreeMap;
use std::path::Path;
use utsushi_delivery::rehearsal::{
    Disk, FoundGroup, FoundThere, Machine, REHEARSAL_FORM, ReadFile, Rehearsal, RehearsedFile, RehearsedJob,
    Seconds, VerifiedThere,
};
use utsushi_delivery::{FindingCounts, Overview, Tool};
use utsushi_findings::Severity;
use utsushi_layout::FileLayout;
use utsushi_store::{MemoryBudget, Sha256Stream, hex};

/// What the run wrote of its own times, where it is there and can be read.
#[derive(Default)]
pub(super) struct Timings(serde_json::Value);

impl Timings {
    pub fn read(run: &Path) -> Timings {
        let text = std::fs::read(run.join("run.json")).unwrap_or_default();
        Timings(serde_json::from_slice(&text).unwrap_or_default())
    }

    /// Seconds of a job.
    pub fn seconds_of(&self, name: &str) -> f64 {
        let seconds = self.job(name).and_then(|job| job.get("seconds"));
        seconds.and_then(serde_json::Value::as_f64).unwrap_or(0.0)
    }

    fn job(&self, name: &str) -> Option<&serde_json::Value> {
        let mut jobs = self.0.get("jobs")?.as_array()?.iter();
        jobs.find(|job| job.get("name").and_then(serde_json::Value::as_str) == Some(name))
    }
}

/// Seconds by stage: an object of numbers, or a list of objects with a name and seconds. Empty where there are none.
fn stages(value: Option<&serde_json::Value>) -> BTreeMap<String, f64> {
    use serde_json::Value;
    let seconds = |value: &Value| value.as_f64().or_else(|| value.get("seconds").and_then(Value::as_f64));
    match value.and_then(|value| value.get("stages")) {
        Some(Value::Object(stages)) => {
            stages.iter().filter_map(|(name, value)| Some((name.clone(), seconds(value)?))).collect()
        }
        Some(Value::Array(stages)) => {
            let name = |stage: &Value| {
                let name = stage.get("name").or_else(|| stage.get("stage"))?;
                Some(name.as_str()?.to_owned())
            };
            stages.iter().filter_map(|stage| Some((name(stage)?, seconds(stage)?))).collect()
        }
        _ => BTreeMap::new(),
    }
}

/// Findings of a run by code, file and item, without those that a sample cannot tell anything about.
pub(super) fn conversion(overview: &Overview, off: &[&str]) -> Vec<FoundGroup> {
    let told = overview.groups.iter().filter(|group| !off.contains(&group.code.id()));
    told.map(|group| FoundGroup {
        code: group.code.id().to_owned(),
        severity: severity(group.code.0.severity).to_owned(),
        file: group.file.clone(),
        item: group.item.clone(),
        count: group.count,
    })
    .collect()
}

pub(super) fn delivery(verified: &VerifyOutcome) -> Vec<FoundGroup> {
    let groups = verified.verification.groups.iter();
    groups
        .map(|group| FoundGroup {
            code: group.code.clone(),
            severity: group.severity.clone(),
            file: group.file.clone(),
            item: group.item.clone(),
            count: group.count,
        })
        .collect()
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// Groups with their sums.
fn summed(groups: &[FoundGroup]) -> FoundThere {
    let mut findings = FindingCounts::default();
    for group in groups {
        match group.severity.as_str() {
            "error" => findings.error += group.count,
            "warning" => findings.warning += group.count,
            _ => findings.info += group.count,
        }
        *findings.codes.entry(group.code.clone()).or_default() += group.count;
    }
    FoundThere { findings, groups: groups.to_vec() }
}

/// What is known of a rehearsal besides what was found.
pub(super) struct Measured<'a> {
    pub number: u32,
    pub began: u64,
    pub seconds: Seconds,
    pub timings: Timings,
    pub pace: Vec<Option<(f64, f64)>>,
    pub disk: Disk,
    pub outcome: &'a Outcome,
    pub verified: &'a VerifyOutcome,
    pub read: Vec<ReadFile>,
    /// For each job the bytes of its inputs as they are, and the records that were left out.
    pub whole: Vec<(u64, u64)>,
}

pub(super) fn entry(seen: &Seen<'_>, measured: Measured<'_>, options: &RehearseOptions<'_>) -> Rehearsal {
    let Measured { outcome, verified, .. } = &measured;
    let mut jobs = Vec::new();
    for (index, job) in seen.manifest.jobs.iter().enumerate() {
        let told = measured.timings.job(&job.name);
        let pace = measured.pace.get(index).copied().flatten();
        let bytes = job.inputs.iter().map(|input| input.bytes).sum();
        let (full_bytes, left_out) = measured.whole.get(index).copied().unwrap_or((bytes, 0));
        jobs.push(RehearsedJob {
            name: job.name.clone(),
            bytes,
            full_bytes,
            records: job.records,
            left_out,
            unrouted: job.unrouted,
            broken: job.broken,
            rejected: job.rejected_records,
            attention: job.attention,
            seconds: measured.timings.seconds_of(&job.name),
            at_best: pace.map(|pace| pace.0),
            at_worst: pace.map(|pace| pace.1),
            stages: stages(told),
        });
    }
    let conversion = summed(seen.conversion);
    let rejected: u64 = jobs.iter().map(|job| job.rejected).sum();
    let exit = u8::from(conversion.findings.error > 0 || rejected > 0 || !verified.accepted);
    Rehearsal {
        utsushi: Tool { version: env!("CARGO_PKG_VERSION").to_owned(), manifest: REHEARSAL_FORM },
        number: measured.number,
        began: measured.began,
        exit,
        municipality: seen.manifest.municipality.clone(),
        base_date: seen.manifest.base_date.clone(),
        standard: seen.manifest.standard.name.clone(),
        machine: machine(options.memory, outcome.peak_memory.max(verified.peak_memory)),
        sample: seen.sample.cloned(),
        seconds: measured.seconds,
        stages: stages(Some(&measured.timings.0)),
        disk: measured.disk,
        jobs,
        files: files(seen),
        delivery: VerifiedThere {
            decision: verified.verification.verdict.decision,
            accepted: verified.accepted,
            reasons: verified.verification.verdict.reasons.clone(),
            found: summed(seen.delivery),
        },
        conversion,
        characters: characters_there(seen, None),
        businesses: readiness(seen),
        read: measured.read,
    }
}

/// This machine, and what a run is allowed of it.
pub(super) fn machine(memory: MemoryBudget, peak: Option<u64>) -> Machine {
    Machine {
        os: std::env::consts::OS.to_owned(),
        arch: std::env::consts::ARCH.to_owned(),
        processors: std::thread::available_parallelism().map_or(1, usize::from) as u64,
        threads: rayon::current_num_threads() as u64,
        memory_bytes: memory.bytes(),
        peak_memory_bytes: peak,
    }
}

fn files(seen: &Seen<'_>) -> Vec<RehearsedFile> {
    let mut files: Vec<RehearsedFile> = Vec::new();
    for account in seen.manifest.jobs.iter().flat_map(|job| &job.targets) {
        let known = files.iter().position(|file| file.file == account.file);
        let at = known.unwrap_or_else(|| {
            let layout = seen.project.standard.file(&account.file);
            files.push(RehearsedFile {
                file: account.file.clone(),
                name: layout.map(|layout| layout.name.clone()).unwrap_or_default(),
                basis: layout.map(|layout| layout.basis.clone()).unwrap_or_default(),
                layout_sha256: layout.map(digest_of).unwrap_or_default(),
                ..RehearsedFile::default()
            });
            files.len() - 1
        });
        let file = &mut files[at];
        file.read += account.read;
        file.written += account.written;
        file.rejected += account.rejected;
        file.duplicates += account.duplicates;
        file.left_behind += account.left_behind;
    }
    files.sort_by(|a, b| a.file.cmp(&b.file));
    files
}

/// The digest of a layout with its rules, as this version of the program holds it.
fn digest_of(layout: &FileLayout) -> String {
    let mut hash = Sha256Stream::new();
    hash.update(format!("{layout:?}").as_bytes());
    hex(&hash.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_read_in_either_form_and_may_be_missing() {
        let of = |text: &str| stages(Some(&serde_json::from_str(text).unwrap()));
        let two = BTreeMap::from([("check".to_owned(), 0.5), ("decode".to_owned(), 2.0)]);
        assert_eq!(of(r#"{"stages": {"check": 0.5, "decode": 2, "note": "x"}}"#), two);
        assert_eq!(
            of(r#"{"stages": [{"name": "decode", "seconds": 2}, {"stage": "check", "seconds": 0.5}, 7]}"#),
            two
        );
        assert!(of("{}").is_empty() && of(r#"{"stages": 3}"#).is_empty() && stages(None).is_empty());
    }
}
