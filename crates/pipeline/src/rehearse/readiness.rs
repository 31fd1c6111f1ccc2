//! How far each business is: a checklist whose every figure comes from the run.

use super::Seen;
use std::collections::{BTreeMap, BTreeSet};
use utsushi_delivery::rehearsal::{CharactersThere, Check, Occurrences, Readiness};
use utsushi_delivery::verification::Counts;
use utsushi_findings::Severity;
use utsushi_layout::Standard;

/// One line a business that some job feeds, in order of number.
pub(super) fn readiness(seen: &Seen<'_>) -> Vec<Readiness> {
    let mut fed: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for target in seen.project.jobs.iter().flat_map(|job| &job.targets) {
        fed.entry(target.layout.business).or_default().insert(target.layout.id());
    }
    fed.into_iter().map(|(number, files)| business(seen, number, &files)).collect()
}

fn business(seen: &Seen<'_>, number: u32, files: &BTreeSet<String>) -> Readiness {
    let standard = &seen.project.standard;
    let known = standard.businesses.iter().find(|business| business.number == number);
    let mut line = Readiness {
        number,
        name: known.map(|business| business.name.clone()).unwrap_or_default(),
        tables: tables(seen, files, known.map_or(0, |business| business.files.len() as u64)),
        mappings: mappings(seen, number, files),
        characters: characters(seen, files),
        references: references(seen, files),
        totals: totals(seen, files),
        ..Readiness::default()
    };
    let accounts = seen.manifest.jobs.iter().flat_map(|job| &job.targets);
    line.rows = accounts.filter(|account| files.contains(&account.file)).map(|account| account.written).sum();
    for (file, severity, count) in findings(seen) {
        if files.contains(file) {
            line.findings = line.findings.and(counts(severity, count));
        }
    }
    let verified = seen.verified.businesses.iter().find(|business| business.number == number);
    line.decision = verified.map(|business| business.decision);
    line
}

/// Findings of converting and of verifying, with the file they are about.
fn findings<'a>(seen: &'a Seen<'_>) -> impl Iterator<Item = (&'a str, Severity, u64)> {
    let converting = seen.conversion.iter().map(|group| (group.file.as_str(), &group.severity, group.count));
    let verifying = seen.delivery.iter().map(|group| (group.file.as_str(), &group.severity, group.count));
    converting.chain(verifying).map(|(file, severity, count)| {
        let severity = match severity.as_str() {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => Severity::Info,
        };
        (file, severity, count)
    })
}

fn counts(severity: Severity, count: u64) -> Counts {
    match severity {
        Severity::Error => Counts { error: count, ..Counts::default() },
        Severity::Warning => Counts { warning: count, ..Counts::default() },
        Severity::Info => Counts { info: count, ..Counts::default() },
    }
}

/// Whether a job, by position, feeds one of the files.
fn feeds(seen: &Seen<'_>, job: usize, files: &BTreeSet<String>) -> bool {
    seen.project.jobs.get(job).is_some_and(|job| {
        let mut targets = job.targets.iter();
        targets.any(|target| files.contains(&target.layout.id()))
    })
}

fn tables(seen: &Seen<'_>, files: &BTreeSet<String>, of: u64) -> Check {
    let jobs = seen.manifest.jobs.iter().enumerate().filter(|(index, _)| feeds(seen, *index, files));
    let open = jobs.map(|(_, job)| job.unrouted + job.broken).sum();
    Check { done: files.len() as u64, of, open }
}

fn mappings(seen: &Seen<'_>, number: u32, files: &BTreeSet<String>) -> Check {
    let mut check = Check::default();
    for file in files {
        let targets = || {
            let all = seen.project.jobs.iter().flat_map(|job| &job.targets);
            all.filter(move |target| target.layout.id() == *file)
        };
        let Some(layout) = targets().next().map(|target| &target.layout) else { continue };
        for (index, item) in layout.items.iter().enumerate() {
            // Where two jobs feed a file, an item that one of them does not feed is blank in its rows.
            let fed = targets().all(|target| target.mapped.get(index).copied().unwrap_or(false));
            check.of += 1;
            check.done += u64::from(fed);
            check.open += u64::from(!fed && item.required);
        }
    }
    for group in &seen.overview.groups {
        match group.code.id() {
            // A finding each field of each job.
            "MAP010" => {
                let jobs = group.jobs.iter().filter(|(job, _)| feeds(seen, **job, files));
                check.open += jobs.map(|(_, count)| count).sum::<u64>();
            }
            // An item each.
            "MAP001" | "COD001" if business_of(&seen.project.standard, &group.file) == Some(number) => {
                check.open += 1;
            }
            _ => {}
        }
    }
    check
}

fn business_of(standard: &Standard, file: &str) -> Option<u32> {
    standard.file(file).map(|layout| layout.business)
}

/// The characters of a census; of the items of some files alone, where they are given.
pub(super) fn characters_there(seen: &Seen<'_>, files: Option<&BTreeSet<String>>) -> Option<CharactersThere> {
    use crate::CensusKind;
    use utsushi_text::gaiji::GaijiStatus;
    let census = seen.census?;
    let mut there = CharactersThere::default();
    for entry in census.entries.values() {
        let here = |file: &str| files.is_none_or(|files| files.contains(file));
        let items = entry.items.iter().filter(|((file, _), _)| here(file));
        let uses: u64 = items.map(|(_, count)| count).sum();
        if uses == 0 {
            continue;
        }
        let sum: &mut Occurrences = match entry.kind {
            CensusKind::Gaiji(status) => match status.map(|status| status.get()) {
                Some(GaijiStatus::Identified) => &mut there.identified,
                Some(GaijiStatus::Rejected) => &mut there.rejected,
                Some(GaijiStatus::Pending) | None => &mut there.open,
            },
            _ => &mut there.outside,
        };
        sum.kinds += 1;
        sum.uses += uses;
    }
    Some(there)
}

fn characters(seen: &Seen<'_>, files: &BTreeSet<String>) -> Option<Check> {
    let there = characters_there(seen, Some(files))?;
    let done = there.identified.kinds;
    let gaiji = done + there.open.kinds + there.rejected.kinds;
    let open = there.open.kinds + there.rejected.kinds + there.outside.kinds;
    Some(Check { done, of: gaiji, open })
}

fn references(seen: &Seen<'_>, files: &BTreeSet<String>) -> Check {
    let layouts = seen.project.standard.files().filter(|layout| files.contains(&layout.id()));
    let of = layouts.map(|layout| layout.rules.relations.len() as u64).sum();
    let not_run = seen.manifest.standard.rules_not_run.iter();
    let not_run = not_run.filter(|rule| rule.rule == "relation" && files.contains(&rule.file)).count() as u64;
    let sampled = seen.sample.iter().flat_map(|sample| &sample.not_judged);
    let sampled = sampled.filter(|rule| rule.rule == "relation" && files.contains(&rule.file)).count() as u64;
    let nowhere = |groups: &[utsushi_delivery::rehearsal::FoundGroup]| -> u64 {
        let here = groups.iter().filter(|group| files.contains(&group.file) && group.severity != "info");
        here.filter(|group| group.code.starts_with("REF")).map(|group| group.count).sum()
    };
    // Verifying finds again what converting found, unless what was wrong has not been delivered.
    let open = nowhere(seen.conversion).max(nowhere(seen.delivery));
    Check { done: of - (not_run + sampled).min(of), of, open }
}

fn totals(seen: &Seen<'_>, files: &BTreeSet<String>) -> Check {
    let compared = seen.verified.totals.iter().filter(|total| files.contains(&total.file));
    let mut check = Check::default();
    for total in compared {
        match total.state.as_str() {
            "agrees" | "tolerated" => check.done += 1,
            "differs" => check.open += 1,
            _ => continue,
        }
        check.of += 1;
    }
    check
}
