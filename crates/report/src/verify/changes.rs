//! What became of the findings since the last delivery.

use std::collections::BTreeMap;
use utsushi_delivery::verification::{FindingGroup, Verification};

/// What became of one kind of finding: a code in an item of a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Change {
    /// There was none last time.
    New,
    /// There are more.
    Worse,
    /// There are as many.
    Same,
    /// There are fewer.
    Better,
    /// There is none any more.
    Gone,
}

/// How many kinds of findings changed in which way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ChangeCounts {
    /// Kinds that were not there last time.
    pub new: u64,
    /// Kinds with more cases.
    pub worse: u64,
    /// Kinds with as many.
    pub same: u64,
    /// Kinds with fewer.
    pub better: u64,
    /// Kinds that are no longer there.
    pub gone: u64,
}

/// One kind of finding, now and last time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Changed<'a> {
    /// Its group: the present one, or where it is gone the one of last time.
    pub group: &'a FindingGroup,
    pub was: u64,
    pub is: u64,
    pub change: Change,
}

type Key<'a> = (&'a str, &'a str, &'a str);

fn key(group: &FindingGroup) -> Key<'_> {
    (&group.file, &group.item, &group.code)
}

/// Every kind of finding that either has, what is new first, then what is worse; in each the most frequent first.
pub(crate) fn changes<'a>(now: &'a Verification, before: &'a Verification) -> Vec<Changed<'a>> {
    let mut kinds: BTreeMap<Key<'_>, Changed<'a>> = BTreeMap::new();
    for group in &before.groups {
        let gone = Changed { group, was: 0, is: 0, change: Change::Gone };
        kinds.entry(key(group)).or_insert(gone).was += group.count;
    }
    for group in &now.groups {
        let new = Changed { group, was: 0, is: 0, change: Change::New };
        let kind = kinds.entry(key(group)).or_insert(new);
        kind.group = group;
        kind.is += group.count;
    }
    let mut all: Vec<Changed<'a>> = kinds.into_values().collect();
    for kind in &mut all {
        kind.change = match (kind.was, kind.is) {
            (0, _) => Change::New,
            (_, 0) => Change::Gone,
            (was, is) if is > was => Change::Worse,
            (was, is) if is < was => Change::Better,
            _ => Change::Same,
        };
    }
    all.sort_by_key(|kind| (kind.change, std::cmp::Reverse(kind.is.abs_diff(kind.was)), key(kind.group)));
    all
}

/// How many kinds of findings changed in which way between two verifications of one city's data.
pub fn change_counts(now: &Verification, before: &Verification) -> ChangeCounts {
    count(&changes(now, before))
}

pub(crate) fn count(changes: &[Changed<'_>]) -> ChangeCounts {
    let mut counts = ChangeCounts::default();
    for kind in changes {
        match kind.change {
            Change::New => counts.new += 1,
            Change::Worse => counts.worse += 1,
            Change::Same => counts.same += 1,
            Change::Better => counts.better += 1,
            Change::Gone => counts.gone += 1,
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::testing::{previous, verification};

    #[test]
    fn what_is_new_or_worse_comes_before_what_is_better_or_gone() {
        let (now, before) = (verification(), previous());
        let found = changes(&now, &before);
        let told: Vec<_> = found.iter().map(|kind| (kind.group.code.as_str(), kind.was, kind.is)).collect();
        assert!(found.iter().map(|kind| kind.change).is_sorted());
        assert!(told.contains(&("DAT002", 5, 3)) && told.contains(&("COD001", 7, 0)), "{told:?}");
        let counts = change_counts(&now, &before);
        assert_eq!((counts.worse, counts.better, counts.gone), (1, 1, 1));
        let kinds = [counts.new, counts.worse, counts.same, counts.better].iter().sum::<u64>();
        assert_eq!(kinds, now.groups.len() as u64);
    }

    #[test]
    fn a_delivery_compared_with_itself_has_no_change() {
        let now = verification();
        assert!(changes(&now, &now).iter().all(|kind| kind.change == Change::Same));
    }
}
