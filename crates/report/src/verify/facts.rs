//! What page and workbook say of a verification, reckoned once.

use super::changes::{Change, Changed, changes};
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::collections::HashMap;
use utsushi_delivery::verification::{
    BusinessResult, Counts, Decision, FilePart, FileState, FindingGroup, OtherFile, Verification,
    VerifiedFile,
};
use utsushi_findings::Lang;

/// What a clerk writes into a delivery: no part of what was handed over.
const DECLARED: &str = "delivery.toml";

/// A verification in the order in which it is read.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    pub result: &'a Verification,
    pub before: Option<&'a Verification>,
    pub lang: Lang,
    /// By severity, then the most frequent first; their place here, from 1, is their number everywhere.
    pub groups: Vec<&'a FindingGroup>,
    /// Against the last delivery; empty without one.
    pub changes: Vec<Changed<'a>>,
    /// By file, item and code: how many cases there were last time, and what became of them.
    was: HashMap<(&'a str, &'a str, &'a str), (u64, Change)>,
}

/// One sheet to sign: a business, or the delivery as a whole.
#[derive(Clone, Debug)]
pub(crate) struct Desk<'a> {
    /// Missing for the delivery as a whole.
    pub business: Option<&'a BusinessResult>,
    pub files: Vec<&'a VerifiedFile>,
    /// With their numbers.
    pub groups: Vec<(usize, &'a FindingGroup)>,
}

impl Desk<'_> {
    /// What links name: `business-01`, `business-all`.
    pub fn id(&self) -> String {
        self.business.map_or("business-all".into(), |business| format!("business-{:02}", business.number))
    }
}

fn rank(severity: &str) -> usize {
    ["error", "warning", "info"].iter().position(|name| *name == severity).unwrap_or(3)
}

impl<'a> Facts<'a> {
    pub fn new(result: &'a Verification, before: Option<&'a Verification>) -> Self {
        let mut groups: Vec<&FindingGroup> = result.groups.iter().collect();
        groups.sort_by_key(|group| {
            (rank(&group.severity), Reverse(group.count), &group.code, &group.file, &group.item)
        });
        let changes = before.map(|before| changes(result, before)).unwrap_or_default();
        let was = changes
            .iter()
            .map(|kind| {
                let group = kind.group;
                ((group.file.as_str(), group.item.as_str(), group.code.as_str()), (kind.was, kind.change))
            })
            .collect();
        let lang = Lang::from_name(&result.lang).unwrap_or(Lang::Ja);
        Facts { result, before, lang, groups, changes, was }
    }

    /// Cases of a group last time, and what became of them; nothing without a delivery before.
    pub fn was(&self, group: &FindingGroup) -> Option<(u64, Change)> {
        self.was.get(&(group.file.as_str(), group.item.as_str(), group.code.as_str())).copied()
    }

    /// The sheets: each business, then the delivery as a whole.
    pub fn desks(&self) -> Vec<Desk<'a>> {
        let known = |number: Option<u32>| {
            self.result.businesses.iter().any(|business| Some(business.number) == number)
        };
        let mut desks: Vec<Desk<'a>> = self
            .result
            .businesses
            .iter()
            .map(|business| Desk {
                business: Some(business),
                files: self.result.files.iter().filter(|file| file.business == business.number).collect(),
                groups: self.numbered(|group| group.business == Some(business.number)),
            })
            .collect();
        desks.push(Desk {
            business: None,
            files: Vec::new(),
            groups: self.numbered(|group| !known(group.business)),
        });
        desks
    }

    fn numbered(&self, wanted: impl Fn(&FindingGroup) -> bool) -> Vec<(usize, &'a FindingGroup)> {
        (1..).zip(&self.groups).filter(|(_, group)| wanted(group)).map(|(at, group)| (at, *group)).collect()
    }

    /// All findings.
    pub fn findings(&self) -> u64 {
        let counts = &self.result.findings;
        counts.error + counts.warning + counts.info
    }

    /// Findings that the groups hold.
    pub fn listed(&self) -> u64 {
        self.groups.iter().map(|group| group.count).sum()
    }

    /// Standard files in a state.
    pub fn files(&self, state: FileState) -> u64 {
        self.result.files.iter().filter(|file| file.state == state).count() as u64
    }

    /// A file of the last delivery.
    pub fn file_before(&self, file: &str) -> Option<&'a VerifiedFile> {
        self.before?.files.iter().find(|before| before.file == file)
    }

    /// Whether any layout is not the official one.
    pub fn reconstructed(&self) -> bool {
        let standard = &self.result.standard;
        let mut bases = standard.layouts.iter().map(|layout| &layout.basis).chain([&standard.basis]);
        bases.any(|basis| basis == "reconstructed")
    }

    /// The digest that a signed copy is matched with, and what it is of. A delivery with neither manifest nor zip has that of
    /// its list of files but `delivery.toml`, which the clerk writes: a line `digest`, two spaces, `path`, LF for each, in order of path, as `sha256sum` writes it.
    pub fn digest(&self) -> (String, String) {
        let delivery = &self.result.delivery;
        if !delivery.sha256.is_empty() {
            return (delivery.sha256.clone(), delivery.sha256_of.clone());
        }
        let mut lines: Vec<(&str, &str)> = self.physical().map(|part| (part.0, part.2)).collect();
        lines.sort_unstable();
        lines.dedup();
        let text: String = lines
            .iter()
            .filter(|(path, digest)| !digest.is_empty() && *path != DECLARED)
            .map(|(path, digest)| format!("{digest}  {path}\n"))
            .collect();
        let digest: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
        (digest, String::new())
    }

    /// Every physical file: path, bytes, digest.
    pub fn physical(&self) -> impl Iterator<Item = (&'a str, u64, &'a str)> {
        let parts = self.result.files.iter().flat_map(|file| &file.parts);
        let parts = parts.map(|part: &FilePart| (part.path.as_str(), part.bytes, part.sha256.as_str()));
        parts.chain(self.result.others.iter().map(|other: &OtherFile| {
            (other.path.as_str(), other.bytes, other.sha256.as_deref().unwrap_or_default())
        }))
    }
}

/// All findings of a business.
pub(crate) fn all(business: &BusinessResult) -> Counts {
    business.heights.values().fold(Counts::default(), |all, one| all.and(*one))
}

/// How a decision is drawn.
pub(crate) fn class(decision: Decision) -> &'static str {
    match decision {
        Decision::Accept => "clean",
        Decision::Conditional => "look",
        Decision::Refuse => "wrong",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::testing::{previous, verification};

    #[test]
    fn every_finding_stands_on_exactly_one_sheet() {
        let result = verification();
        let facts = Facts::new(&result, None);
        let mut numbers: Vec<usize> =
            facts.desks().iter().flat_map(|desk| desk.groups.iter().map(|(number, _)| *number)).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=result.groups.len()).collect::<Vec<_>>());
    }

    #[test]
    fn the_worst_and_most_frequent_findings_come_first() {
        let result = verification();
        let facts = Facts::new(&result, None);
        let order: Vec<_> =
            facts.groups.iter().map(|group| (rank(&group.severity), Reverse(group.count))).collect();
        assert!(order.is_sorted());
    }

    #[test]
    fn a_delivery_without_a_manifest_is_matched_by_its_list_of_files() {
        let mut result = verification();
        assert_eq!(
            Facts::new(&result, None).digest(),
            (result.delivery.sha256.clone(), "manifest.json".into())
        );
        result.delivery.sha256.clear();
        let of = |result: &Verification| Facts::new(result, None).digest().0;
        let one = of(&result);
        assert_eq!(one.len(), 64);
        result.files.reverse();
        assert_eq!(of(&result), one, "the order makes no difference");
        let written =
            OtherFile { path: DECLARED.into(), sha256: Some("0".repeat(64)), ..OtherFile::default() };
        result.others.push(written);
        assert_eq!(of(&result), one, "what the clerk wrote makes no difference");
        result.files.retain(|file| file.business != 1);
        assert_ne!(of(&result), one);
    }

    #[test]
    fn a_group_knows_its_cases_of_last_time() {
        let (result, before) = (verification(), previous());
        let facts = Facts::new(&result, Some(&before));
        let group = facts.groups.iter().find(|group| group.code == "DAT002").unwrap();
        assert_eq!(facts.was(group), Some((5, Change::Better)));
        assert_eq!(Facts::new(&result, None).was(group), None);
    }
}
