//! What a verification came to: all that a page, a workbook or another program needs. Values are masked, and nothing here
//! depends on a clock, a thread or an absolute path.

use crate::{FindingCounts, Municipality, Output, StandardUsed, Tool};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utsushi_findings::Severity;

/// What a delivery is worth.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// 受入可.
    #[default]
    Accept,
    /// 条件付き受入可.
    Conditional,
    /// 受入不可.
    Refuse,
}

/// One verification: `verification.json`.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct Verification {
    /// What made it; the form of this file is version 1.
    pub utsushi: Tool,
    /// Language of its texts: `ja` or `en`.
    pub lang: String,
    /// The verdict, and why.
    pub verdict: Verdict,
    /// What was checked.
    pub delivery: DeliveryFacts,
    /// Whose data it is, where the delivery or `delivery.toml` says.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub municipality: Option<Municipality>,
    /// 基準日, `YYYYMMDD`, and where it is from: `argument`, `delivery.toml`, `manifest`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub base_date: Option<String>,
    /// The standard, and every rule that was not run.
    pub standard: StandardUsed,
    /// Characters that the receiving side takes: `mj`, `cp932` …
    pub repertoire: String,
    /// Standard files, in order of business and layout: those found, and those missing of the businesses delivered.
    pub files: Vec<VerifiedFile>,
    /// Files that are no standard file.
    pub others: Vec<OtherFile>,
    /// A line a business that was delivered.
    pub businesses: Vec<BusinessResult>,
    /// Findings by severity and code, with the severities of the profile.
    pub findings: FindingCounts,
    /// The same grouped by file, item and code, with a few examples.
    pub groups: Vec<FindingGroup>,
    /// Figures that were counted and compared.
    pub totals: Vec<ComparedTotal>,
    /// 支援措置.
    pub support: SupportCounts,
    /// Gaiji.
    pub gaiji: GaijiResult,
    /// Images of the index.
    pub images: ImageResult,
    /// What the profile says, in full.
    pub profile: ProfileUsed,
    /// Files of this verification but this one, with their digests.
    pub outputs: Vec<Output>,
}

/// The verdict.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct Verdict {
    /// What it is.
    pub decision: Decision,
    /// Why, the heaviest first; empty for 受入可.
    pub reasons: Vec<Reason>,
}

/// One reason.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct Reason {
    /// What it leads to.
    pub decision: Decision,
    /// The rule of the profile that it comes from: `error:REF`, `SET021`, `warning` …
    pub rule: String,
    /// Cases of each code.
    pub codes: BTreeMap<String, u64>,
    /// All cases.
    pub count: u64,
    /// The rule in words.
    pub text: String,
}

/// What was checked.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct DeliveryFacts {
    /// Its name, without the folders above it.
    pub name: String,
    /// `run`, `folder` or `zip`.
    pub kind: String,
    /// Files in it.
    pub files: u64,
    /// Their bytes, unpacked.
    pub bytes: u64,
    /// Rows that were checked.
    pub rows: u64,
    /// SHA-256 of `manifest.json`, or of the zip: what a signed copy is matched with. Empty where there is neither.
    pub sha256: String,
    /// What has this digest: `manifest.json` or the zip's name.
    pub sha256_of: String,
}

/// What became of a standard file.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// Read and checked to its end.
    #[default]
    Checked,
    /// There, without a row.
    Empty,
    /// There, and unreadable, wholly or from some place on.
    Unreadable,
    /// Not there, though its business was delivered.
    Missing,
}

/// One standard file.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct VerifiedFile {
    /// `01.resident`.
    pub file: String,
    /// Its name: 住民情報.
    pub name: String,
    /// Number of its business.
    pub business: u32,
    /// What became of it.
    pub state: FileState,
    /// Where its content is from: `reconstructed`, `official` …
    pub basis: String,
    /// The file, or its parts in order.
    pub parts: Vec<FilePart>,
    /// The same file in the other form, which was not read but compared in its number of rows.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub beside: Option<String>,
    /// Rows, broken ones included.
    pub rows: u64,
    /// Columns that are items, and items of the layout.
    pub columns: u64,
    /// Items of the layout.
    pub items: u64,
    /// How many records the old system had, where `delivery.toml`, the manifest or 件数・合計表 says.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub old_rows: Option<u64>,
    /// Where that is from: `delivery.toml`, `manifest`, `control_total`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub old_rows_from: Option<String>,
    /// Findings in it.
    pub findings: Counts,
    /// Rows with an error or a warning.
    pub attention: u64,
}

/// One physical file.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct FilePart {
    /// Its path in the delivery.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256, in hex.
    pub sha256: String,
    /// `csv` or `parquet`.
    pub form: String,
    /// Charset of a CSV.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub charset: Option<String>,
    /// Whether a CSV has a header.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub header: Option<bool>,
    /// Its rows.
    pub rows: u64,
}

/// A file that is no standard file.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct OtherFile {
    /// Its path in the delivery.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Whether it is clear what it is.
    pub known: bool,
    /// SHA-256 in hex, where it was computed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sha256: Option<String>,
}

/// How many findings.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Errors.
    pub error: u64,
    /// Warnings.
    pub warning: u64,
    /// For information.
    pub info: u64,
}

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
        }
    }

    /// Both together.
    pub fn and(self, other: Counts) -> Counts {
        Counts {
            error: self.error + other.error,
            warning: self.warning + other.warning,
            info: self.info + other.info,
        }
    }
}

/// What a business's files came to: what one 担当課 signs.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct BusinessResult {
    /// Its number.
    pub number: u32,
    /// Its slug: `juki`.
    pub slug: String,
    /// Its name: 住民基本台帳.
    pub name: String,
    /// What its findings alone would lead to.
    pub decision: Decision,
    /// Files delivered.
    pub files: u64,
    /// Files of the layout that are missing.
    pub missing: u64,
    /// Rows delivered.
    pub rows: u64,
    /// Rows of the old system, where all its files say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub old_rows: Option<u64>,
    /// Findings at each height: `item`, `record`, `file`, `delivery`, all four always.
    pub heights: BTreeMap<String, Counts>,
}

/// Findings of one code in one item.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct FindingGroup {
    /// `01.resident`; empty where the finding is about the delivery.
    pub file: String,
    /// Name of the file.
    pub file_name: String,
    /// Number of its business, where it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub business: Option<u32>,
    /// Name of the item; empty where there is none.
    pub item: String,
    /// The code.
    pub code: String,
    /// `error`, `warning`, `info`, by the profile.
    pub severity: String,
    /// `item`, `record`, `file` or `delivery`.
    pub height: String,
    /// The code in a few words.
    pub title: String,
    /// What to do.
    pub advice: String,
    /// How many.
    pub count: u64,
    /// The first of them, masked.
    pub examples: Vec<FindingExample>,
}

/// One finding, as people may see it.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct FindingExample {
    /// The file in the delivery.
    pub path: String,
    /// Record in it, from 1; 0 where the finding is about the whole file.
    pub record: u64,
    /// Line of the record; 0 in Parquet.
    pub line: u64,
    /// The value, masked.
    pub value: String,
    /// What is wrong.
    pub message: String,
}

/// One figure: what somebody said, and what counting the data gave.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct ComparedTotal {
    /// `01.resident`.
    pub file: String,
    /// The figure: 人口.
    pub name: String,
    /// 基準日, `YYYYMMDD`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub base_date: Option<String>,
    /// What it is broken down by, by name.
    pub group_by: Vec<String>,
    /// Values of that; none for the whole figure. `＊` where an item is sensitive.
    pub group: Vec<String>,
    /// Name of the item that is summed; missing where rows are counted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sum_of: Option<String>,
    /// What the delivery's 件数・合計表 says.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub delivered: Option<String>,
    /// What the clerk filled in from the city's own reports.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expected: Option<String>,
    /// Which report that is from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub report: Option<String>,
    /// What counting gave.
    pub counted: String,
    /// `agrees`, `tolerated`, `differs`, or `not_compared` where nobody said anything.
    pub state: String,
}

/// 支援措置 in numbers.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug, Default)]
pub struct SupportCounts {
    /// Whether the ledger was delivered.
    pub ledger_delivered: bool,
    /// Rows of the ledger.
    pub ledger_rows: u64,
    /// Current ones: latest, not cancelled, protected or provisionally protected.
    pub active_rows: u64,
    /// Rows with the flag, by file.
    pub flagged: BTreeMap<String, u64>,
    /// Persons in the ledger without the flag (SET021).
    pub without_flag: u64,
    /// Flags without a ledger row (SET022).
    pub without_ledger: u64,
}

/// Gaiji in the data and in the list.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug, Default)]
pub struct GaijiResult {
    /// Whether 外字一覧 was delivered.
    pub list_delivered: bool,
    /// Rows of the list.
    pub listed: u64,
    /// Different private characters in the data.
    pub codes: u64,
    /// How often they stand there.
    pub uses: u64,
    /// Of the codes, those that the list lacks (SET023).
    pub unlisted: u64,
    /// Rows of the list whose font and picture were not delivered (SET024); missing where fonts were not looked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub without_glyph: Option<u64>,
}

/// Images and their index.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug, Default)]
pub struct ImageResult {
    /// Rows of the index.
    pub listed: u64,
    /// Whether images were looked for: some are there, or `delivery.toml` names their folder.
    pub compared: bool,
    /// Listed and delivered.
    pub delivered: u64,
    /// Listed and not delivered (SET025).
    pub missing: u64,
    /// Delivered and not listed (SET026).
    pub unlisted: u64,
    /// Delivered with another digest (SET027).
    pub differing: u64,
}

/// The profile, as it was used.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct ProfileUsed {
    /// Its name; empty for the one inside the program.
    pub name: String,
    /// SHA-256 of its file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sha256: Option<String>,
    /// Codes that are not looked for.
    pub off: Vec<String>,
    /// Codes with another severity.
    pub severity: BTreeMap<String, String>,
    /// Cases of a code that do not count for the verdict.
    pub tolerated: BTreeMap<String, u64>,
    /// By how much an expected figure may differ: absolutely, and in percent.
    pub total_tolerance: String,
    /// In percent.
    pub total_tolerance_percent: String,
    /// Businesses that must be there.
    pub require_businesses: Vec<u32>,
    /// Files that must be there.
    pub require_files: Vec<String>,
    /// What leads to 受入不可.
    pub refuse_on: Vec<String>,
    /// What leads to 条件付き受入可.
    pub conditional_on: Vec<String>,
    /// Exit status of 条件付き受入可: `accept` is 0, `refuse` is 1.
    pub conditional: String,
}
