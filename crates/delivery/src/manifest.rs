//! `manifest.json`: what went in, what came out, and the account between them. No clock and no absolute path stands
//! in it, so that the same input gives the same manifest.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The manifest of a run.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct Manifest {
    /// What made it.
    pub utsushi: Tool,
    /// Language of the files.
    pub lang: String,
    /// Whose data it is.
    pub municipality: Municipality,
    /// 基準日, `YYYYMMDD`: the day as of which the data is delivered, where the project names it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub base_date: Option<String>,
    /// The standard the files follow.
    pub standard: StandardUsed,
    /// Which characters the receiving side takes, and which were written as others.
    pub characters: Characters,
    /// `migration.toml` and the sources and mappings it names.
    pub project: Vec<Input>,
    /// The jobs, in order.
    pub jobs: Vec<Job>,
    /// What became of duplicates, by file.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub cleansed: Vec<CleansedFile>,
    /// Every file of the run but this one and `run.json`.
    pub outputs: Vec<Output>,
    /// Findings by severity and code.
    pub findings: FindingCounts,
    /// Figures that must come out the same wherever the data goes.
    pub control_totals: Vec<ControlTotals>,
    /// What the search for the same person came to, where there was one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub same_person: Option<SamePerson>,
}

/// A search for the same person (名寄せ), in figures.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct SamePerson {
    /// The files whose rows were compared, `01.resident`.
    pub files: Vec<String>,
    /// The score from which a pair is listed, `0.900`.
    pub threshold: String,
    /// Rows that were compared.
    pub persons: u64,
    /// Comparisons that were made.
    pub compared: u64,
    /// Pairs of rows that reached the threshold.
    pub pairs: u64,
    /// Of them, pairs that somebody has decided are two persons.
    pub decided_different: u64,
    /// Pairs beyond the most that are listed, the least likely ones.
    pub not_listed: u64,
    /// Pairs in `candidates.csv`: one for each two numbers.
    pub listed: u64,
    /// Their groups.
    pub groups: u64,
    /// Pairs that would join two 個人番号 or two persons decided to be different.
    pub conflicts: u64,
    /// Pairs of which nothing but the rows is shown.
    pub protected: u64,
    /// Listed pairs by score, from the highest.
    pub bands: Vec<CountOf>,
    /// Listed pairs by reason.
    pub reasons: Vec<CountOf>,
    /// By key: pairs of rows not compared by it, since too many rows share it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub not_compared: Vec<CountOf>,
    /// The file of decisions, where there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decisions: Option<DecisionCounts>,
}

/// How many of what.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct CountOf {
    /// What.
    pub name: String,
    /// How many.
    pub count: u64,
}

/// Decisions about the same person, in figures.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct DecisionCounts {
    /// Lines that say `same`.
    pub same: u64,
    /// Lines that say `different`.
    pub different: u64,
    /// Lines that say `later`.
    pub later: u64,
    /// Doubts (DUP010 to DUP014).
    pub doubts: u64,
    /// Lines of `crosswalk.csv`.
    pub crosswalk: u64,
}

/// What made a run.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct Tool {
    /// Version of utsushi.
    pub version: String,
    /// Version of this file's form.
    pub manifest: u32,
}

/// A municipality.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct Municipality {
    /// 全国地方公共団体コード.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// Characters of a run.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct Characters {
    /// `mj`, `mj-plus`, `jisx0213`, `jisx0208`, `cp932`.
    pub repertoire: String,
    /// What the user says is the version of the table of GJ glyphs.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gj_version: Option<String>,
    /// The gaiji table, where there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gaiji: Option<GaijiCounts>,
    /// Relations by which characters may be reduced, in order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub shrink: Vec<String>,
    /// Every character that was written as another, with how often.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub changes: Vec<CharacterChange>,
}

/// How many gaiji a table has of each status.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct GaijiCounts {
    /// Identified.
    pub identified: u64,
    /// Nobody has identified them yet.
    pub pending: u64,
    /// They cannot be identified.
    pub rejected: u64,
}

/// A character that was written as another.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct CharacterChange {
    /// Code points in the source: `U+E000`, `U+9089 U+E0119`.
    pub from: String,
    /// The cell of CP932 that a gaiji had.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub vendor_code: Option<String>,
    /// Code points that were written.
    pub to: String,
    /// Why: `gaiji`, `substitute`, or a relation of 縮退.
    pub relation: String,
    /// How often, in all text items of all rows that were read.
    pub count: u64,
}

/// A standard and how far its layouts are official.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct StandardUsed {
    /// `chukan-2.7`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Basis of the whole: `reconstructed`, `official` …
    pub basis: String,
    /// Basis of each file that was written.
    pub layouts: Vec<LayoutBasis>,
    /// Every rule that was not run, and why.
    #[serde(default)]
    pub rules_not_run: Vec<RuleNotRun>,
}

/// A rule of a layout that was not run.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct RuleNotRun {
    /// The file whose rule it is.
    pub file: String,
    /// Its kind: `relation`, `unique`, `order` …
    pub rule: String,
    /// The items it looks at, by role.
    pub roles: Vec<String>,
    /// The other file it looks at.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<String>,
    /// `no_base_date`, `file_not_delivered`, `item_not_mapped`, `item_blank` or `too_many_alike`.
    pub why: String,
}

/// Where one file's layout comes from.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct LayoutBasis {
    /// `01.resident`.
    pub file: String,
    /// Its name.
    pub name: String,
    /// Its basis.
    pub basis: String,
    /// Rules that were run.
    pub rules_run: u64,
    /// Rules that were not run; `standard.rules_not_run` names them.
    pub rules_not_run: u64,
}

/// A file that was read.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct Input {
    /// Path relative to the project.
    pub path: String,
    /// Its size: `record_bytes + framing_bytes` for an input of records.
    pub bytes: u64,
    /// SHA-256 of the whole file, in hex.
    pub sha256: String,
    /// Records, for an input of records.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub records: Option<u64>,
    /// Bytes of records with their line ends.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub record_bytes: Option<u64>,
    /// Bytes of headers, byte order mark, blank lines and ^Z.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub framing_bytes: Option<u64>,
}

/// The account of one job.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct Job {
    /// Its name.
    pub name: String,
    /// What it read.
    pub inputs: Vec<Input>,
    /// Records in all inputs: `routed + unrouted + broken`.
    pub records: u64,
    /// Records that at least one target wanted.
    pub routed: u64,
    /// Records that no target wanted.
    pub unrouted: u64,
    /// Records that could not be cut into fields; every target counts them as read and rejected.
    pub broken: u64,
    /// Records in `rejects/`: rejected by at least one target.
    pub rejected_records: u64,
    /// Records with at least one error or warning.
    pub attention: u64,
    /// The rejected records, byte for byte.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rejects: Option<Rejects>,
    /// What each rule left behind.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub left_behind: Vec<LeftBehind>,
    /// The account of each target.
    pub targets: Vec<Account>,
}

/// What became of rows of one standard file that share their key, where a policy was chosen or some were found.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct CleansedFile {
    /// `01.resident`.
    pub file: String,
    /// `exact`, `first`, `last`, `newest(更新日時)`, `most-complete` or `none`.
    pub policy: String,
    /// Rows removed that are equal to another in every item.
    pub exact: u64,
    /// Rows removed by the policy for equal keys.
    pub by_key: u64,
    /// Rows rejected, since they share a key, differ, and nobody may win.
    pub rejected: u64,
    /// The rows that were removed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path: Option<String>,
}

/// A rule for records that are not migrated, and how many met it.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct LeftBehind {
    /// Its name.
    pub name: String,
    /// Its condition.
    pub when: String,
    /// 根拠.
    pub ground: String,
    /// 保存期限: a day, or `none`; empty where the source calls the records deleted.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub kept_until: String,
    /// Who approved it.
    pub approved_by: String,
    /// When it was approved.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub approved_on: Option<String>,
    /// Records that met it and no rule before it.
    pub records: u64,
    /// Records that met it and are migrated all the same, since the law keeps them.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub refused: u64,
}

/// The file of a job's rejected records.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct Rejects {
    /// Its path in the run's folder.
    pub path: String,
    /// Bytes of the records in it, without header.
    pub record_bytes: u64,
}

/// The account of one target: `records = wanted + not_wanted`, `read = written + rejected + duplicates + left_behind`,
/// and `read = wanted` unless a record gives several rows (`each`).
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct Account {
    /// `01.resident`.
    pub file: String,
    /// The repeating group that gives the rows, where one record gives several.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub each: Option<String>,
    /// Records of the job that were for this target.
    pub wanted: u64,
    /// Rows offered to the target.
    pub read: u64,
    /// Records of another type, or that did not meet its condition.
    pub not_wanted: u64,
    /// Rows in `data/`.
    pub written: u64,
    /// Rows rejected.
    pub rejected: u64,
    /// Rows removed as duplicates.
    pub duplicates: u64,
    /// Rows left behind by rule.
    pub left_behind: u64,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl Account {
    /// Whether the account closes against the job's number of records.
    pub fn closes(&self, records: u64) -> bool {
        self.wanted + self.not_wanted == records
            && (self.each.is_some() || self.wanted == self.read)
            && self.read == self.written + self.rejected + self.duplicates + self.left_behind
    }
}

/// A file of the run.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct Output {
    /// Path in the run's folder, with forward slashes.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256, in hex.
    pub sha256: String,
    /// Rows, where it has rows.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rows: Option<u64>,
}

/// Findings counted.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct FindingCounts {
    /// Errors.
    pub error: u64,
    /// Warnings.
    pub warning: u64,
    /// For information.
    pub info: u64,
    /// Cases of each code that occurred.
    pub codes: BTreeMap<String, u64>,
}

/// Control totals of one standard file.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct ControlTotals {
    /// `01.resident`.
    pub file: String,
    /// Rows.
    pub rows: u64,
    /// Per item, in order.
    pub items: Vec<ItemTotal>,
    /// The totals that the layout's rules name.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub totals: Vec<NamedTotal>,
}

/// A total that a rule names: 人口 by town, sex and nationality.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct NamedTotal {
    /// Its name.
    pub name: String,
    /// Slug of the item that is summed; missing where rows are counted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sum_of: Option<String>,
    /// Rows counted.
    pub rows: u64,
    /// Their sum.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sum: Option<String>,
    /// Slugs of the items that it is broken down by.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub group_by: Vec<String>,
    /// Its lines; none where an item of `group_by` is sensitive.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub groups: Vec<TotalGroup>,
}

/// One line of a total.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct TotalGroup {
    /// Values of `group_by`.
    pub values: Vec<String>,
    /// Rows.
    pub rows: u64,
    /// Their sum.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sum: Option<String>,
}

/// Control total of one item.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct ItemTotal {
    /// The item's slug.
    pub item: String,
    /// Its name in the layout.
    #[serde(default)]
    pub name: String,
    /// Rows in which it is not blank.
    pub filled: u64,
    /// Sum of an item that is a number, in its own scale.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sum: Option<String>,
}

impl Manifest {
    /// The file's text.
    pub fn to_json(&self) -> String {
        // Every field is a string, a number or a list of them: this cannot fail.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_closes_only_when_every_record_is_somewhere() {
        let account = Account {
            file: "01.resident".into(),
            read: 9,
            wanted: 9,
            not_wanted: 1,
            written: 8,
            rejected: 1,
            ..Account::default()
        };
        assert!(account.closes(10));
        assert!(!account.closes(11));
        assert!(!Account { written: 7, ..account }.closes(10));
    }
}
