//! Which records a rule may leave behind: those that no law keeps.

use crate::project::ProjectJob;
use crate::selection;
use utsushi_layout::Rows;
use utsushi_legacy::{Chunk, Records};
use utsushi_mapping::Workspace;

/// The records of a chunk that are left behind, and those that should have been.
pub(crate) struct Left {
    /// For each record the rule that leaves it behind; empty where the job has no rule.
    pub rules: Vec<Option<usize>>,
    pub refused: Vec<Refused>,
}

/// A record that meets a rule and is migrated all the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused {
    pub record: u32,
    pub rule: usize,
    pub law: &'static str,
}

/// Finds the records that rules leave behind, but for those of which a row stands in a file whose rows the law keeps. A record
/// that the source calls deleted is none: it is left behind in any case.
pub(crate) fn left_behind(
    job: &ProjectJob,
    chunk: &Chunk,
    records: &Records,
    all_rows: &mut [Rows],
    work: &mut Workspace,
    text: &mut String,
) -> Left {
    let mut rules = selection::left_behind(job, chunk, records, text);
    let mut refused = Vec::new();
    if !rules.iter().flatten().any(|rule| !job.left_behind[*rule].deleted) {
        return Left { rules, refused };
    }
    let mut wanted = vec![false; records.len()];
    for (target, rows) in job.targets.iter().zip(all_rows) {
        let Some(floor) = &target.floor else { continue };
        let selection = selection::select(target, chunk, records, &rules, &mut wanted, text);
        rows.begin_repeated(selection.left_behind);
        target.mapper.map_items(floor.items(), chunk, records, rows, work);
        work.take_changes();
        for row in 0..rows.len() {
            let record = rows.records()[row];
            let rule = rules[record as usize].filter(|rule| !job.left_behind[*rule].deleted);
            if let Some(rule) = rule
                && floor.keeps(|item| rows.column(item).outgoing(row))
            {
                rules[record as usize] = None;
                refused.push(Refused { record, rule, law: floor.law() });
            }
        }
    }
    refused.sort_by_key(|refused| refused.record);
    Left { rules, refused }
}
