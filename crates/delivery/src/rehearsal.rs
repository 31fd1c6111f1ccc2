//! What a rehearsal came to: one entry of a history. Counts, times and digests; no value of any record, ever.
//!
//! An entry is a file `NNNN-YYYYMMDDThhmmssZ.json`. It holds a clock, since it tells of one moment on one machine.

use crate::verification::{Counts, Decision, Reason};
use crate::{FindingCounts, Municipality, Tool};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form of an entry that this version writes and reads.
pub const REHEARSAL_FORM: u32 = 1;

/// One rehearsal.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct Rehearsal {
    /// What made it; `manifest` is [`REHEARSAL_FORM`].
    pub utsushi: Tool,
    /// Its number in the history, from 1.
    pub number: u32,
    /// When it began, in seconds since 1970-01-01T00:00:00Z.
    pub began: u64,
    /// Exit status: 0 clean, 1 errors.
    pub exit: u8,
    /// Whose data it is.
    pub municipality: Municipality,
    /// 基準日, `YYYYMMDD`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub base_date: Option<String>,
    /// The standard by name.
    pub standard: String,
    /// What it ran on.
    pub machine: Machine,
    /// Where it looked at a part of the records alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sample: Option<Sample>,
    /// Seconds of each part.
    pub seconds: Seconds,
    /// Seconds of each stage, over all threads, where they were measured.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub stages: BTreeMap<String, f64>,
    /// Bytes on the disk.
    pub disk: Disk,
    /// The jobs, in order.
    pub jobs: Vec<RehearsedJob>,
    /// Rows by standard file.
    pub files: Vec<RehearsedFile>,
    /// What converting found.
    pub conversion: FoundThere,
    /// What verifying the result found, and the verdict.
    pub delivery: VerifiedThere,
    /// Gaiji and other characters in the way; missing where an input can be read only once.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub characters: Option<CharactersThere>,
    /// How far each business is.
    pub businesses: Vec<Readiness>,
    /// Everything that was read, with its digest.
    pub read: Vec<ReadFile>,
}

/// A machine and what the run was allowed of it.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug, Default)]
pub struct Machine {
    /// `linux`, `windows` …
    pub os: String,
    /// `x86_64` …
    pub arch: String,
    /// Processors.
    pub processors: u64,
    /// Worker threads.
    pub threads: u64,
    /// Bytes that the process was allowed to hold.
    pub memory_bytes: u64,
    /// Bytes that it held at its peak, where the system tells.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub peak_memory_bytes: Option<u64>,
}

/// A part of the records.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct Sample {
    /// The share of households and persons, in millionths.
    pub millionths: u32,
    /// The seed of the hash that chooses.
    pub seed: u64,
    /// Rules that a sample cannot tell anything about and that were not run.
    pub not_judged: Vec<NotJudged>,
    /// Codes that were not looked for, for the same reason.
    pub codes_off: Vec<String>,
}

/// A rule that was not run on a sample.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct NotJudged {
    /// The file whose rule it is.
    pub file: String,
    /// `relation`, `control_total`, `one_latest` …
    pub rule: String,
    /// The other file it looks at.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<String>,
}

/// Seconds of a rehearsal.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Debug, Default)]
pub struct Seconds {
    /// Choosing and copying the sample.
    pub sample: f64,
    /// What `convert` takes.
    pub convert: f64,
    /// The census of characters, which `convert` does not do.
    pub census: f64,
    /// What `verify` takes.
    pub verify: f64,
}

/// Bytes on the disk.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Disk {
    /// Bytes of all inputs that were read (those of the sample, where there is one).
    pub input_bytes: u64,
    /// Bytes of all inputs as they are.
    pub full_bytes: u64,
    /// Bytes of the run's folder.
    pub output_bytes: u64,
    /// The most that outputs and scratch were seen to take together, while `convert` ran.
    pub peak_bytes: u64,
}

/// One job.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct RehearsedJob {
    /// Its name.
    pub name: String,
    /// Bytes that it read.
    pub bytes: u64,
    /// Bytes of its inputs as they are.
    pub full_bytes: u64,
    /// Records that it read: `routed + unrouted + broken`.
    pub records: u64,
    /// Records that are not in the sample; with those read they are all.
    pub left_out: u64,
    /// Records that no target wanted.
    pub unrouted: u64,
    /// Records that could not be cut.
    pub broken: u64,
    /// Records that were rejected.
    pub rejected: u64,
    /// Records with an error or a warning.
    pub attention: u64,
    /// Seconds it took.
    pub seconds: f64,
    /// The least seconds a byte took in any quarter of it, times its bytes; missing where it was too short to tell.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at_best: Option<f64>,
    /// The same of the slowest quarter.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at_worst: Option<f64>,
    /// Seconds of each stage, where they were measured.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub stages: BTreeMap<String, f64>,
}

/// The account of a standard file over all jobs.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug, Default)]
pub struct RehearsedFile {
    /// `01.resident`.
    pub file: String,
    /// Its name.
    pub name: String,
    /// Where its layout comes from.
    pub basis: String,
    /// SHA-256 of the layout with its rules, as the program holds it.
    pub layout_sha256: String,
    /// Rows offered to it: the sum of the four below.
    pub read: u64,
    /// Rows written.
    pub written: u64,
    /// Rows rejected.
    pub rejected: u64,
    /// Rows removed as duplicates.
    pub duplicates: u64,
    /// Rows left behind by rule.
    pub left_behind: u64,
}

/// Findings by code and item.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct FoundThere {
    /// By severity and code.
    pub findings: FindingCounts,
    /// By code, file and item.
    pub groups: Vec<FoundGroup>,
}

/// How many findings of one code in one item.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug, Default)]
pub struct FoundGroup {
    /// The code.
    pub code: String,
    /// `error`, `warning`, `info`.
    pub severity: String,
    /// `01.resident`; empty where it is about a record or an input.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub file: String,
    /// Name of the item; empty where there is none.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub item: String,
    /// How many.
    pub count: u64,
}

/// What verifying came to.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct VerifiedThere {
    /// The verdict.
    pub decision: Decision,
    /// Whether it is a yes by the profile.
    pub accepted: bool,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What was found.
    #[serde(flatten)]
    pub found: FoundThere,
}

/// Characters in the way, by what is in their way.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug, Default)]
pub struct CharactersThere {
    /// Gaiji that the table identifies.
    pub identified: Occurrences,
    /// Gaiji that the table does not have or that nobody has identified yet.
    pub open: Occurrences,
    /// Gaiji that cannot be identified.
    pub rejected: Occurrences,
    /// Other characters that the receiving side does not take.
    pub outside: Occurrences,
}

/// How many kinds, and how often.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Occurrences {
    /// Different characters.
    pub kinds: u64,
    /// How often they stand there.
    pub uses: u64,
}

/// How far a business is: figures of the run, one for each line of the checklist.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug, Default)]
pub struct Readiness {
    /// Number of the business.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// Rows written of its files.
    pub rows: u64,
    /// Tables identified: files of the business that are fed, of those that the standard has. Open: records of its jobs
    /// that no file wanted or that could not be cut.
    pub tables: Check,
    /// Mappings complete: items that are fed, of all items of the files fed. Open: required items that nothing feeds, vendor
    /// fields that hold data and feed nothing, and items with values that no code table has.
    pub mappings: Check,
    /// Characters identified: gaiji in its items that the table identifies, of all of them. Open: the rest, and characters
    /// that the receiving side does not take. Missing where no census was taken.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub characters: Option<Check>,
    /// References closed: relations that were run, of those that its files have. Open: references that lead nowhere.
    pub references: Check,
    /// Totals agree: figures that agree, of those that were compared. Open: those that differ.
    pub totals: Check,
    /// Findings in its files, converting and verifying together.
    pub findings: Counts,
    /// What verifying says of it, where it was delivered.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decision: Option<Decision>,
}

/// One line of the checklist.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Check {
    /// Done.
    pub done: u64,
    /// Of so many.
    pub of: u64,
    /// What is in the way.
    pub open: u64,
}

/// What a line of the checklist says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CheckState {
    /// Nothing is in the way.
    Ready,
    /// Something is.
    Open,
    /// Nothing was there to judge by.
    NotJudged,
}

impl Check {
    /// What it says.
    pub fn state(self) -> CheckState {
        match (self.open, self.done) {
            (0, 0) => CheckState::NotJudged,
            (0, _) => CheckState::Ready,
            _ => CheckState::Open,
        }
    }
}

/// A file that was read.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug, Default)]
pub struct ReadFile {
    /// `input`, `project` (settings, sources, mappings, tables) or `profile`.
    pub kind: String,
    /// Relative to the project.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256, in hex.
    pub sha256: String,
}

impl Rehearsal {
    /// Records read by all jobs.
    pub fn records(&self) -> u64 {
        self.jobs.iter().map(|job| job.records).sum()
    }

    /// `NNNN-YYYYMMDDThhmmssZ.json`.
    pub fn file_name(&self) -> String {
        let stamp: String = moment(self.began).chars().filter(|c| !matches!(c, '-' | ':')).collect();
        format!("{:04}-{stamp}.json", self.number)
    }

    /// All seconds but those that only a rehearsal takes.
    pub fn seconds_of_migration(&self) -> f64 {
        self.seconds.convert + self.seconds.verify
    }

    /// As JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// A moment as `2026-11-23T06:28:00Z`, from seconds since 1970 (days to civil dates after Howard Hinnant's algorithm).
pub fn moment(seconds: u64) -> String {
    let (days, of_day) = (seconds / 86_400, seconds % 86_400);
    let z = days + 719_468;
    let (era, day_of_era) = (z / 146_097, z % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_day_of_the_calendar() {
        assert_eq!(moment(0), "1970-01-01T00:00:00Z");
        assert_eq!(moment(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(moment(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(moment(1_795_415_280), "2026-11-23T06:28:00Z");
    }

    #[test]
    fn entries_sort_by_number_and_come_back_as_they_were() {
        let entry = Rehearsal { number: 7, began: 951_782_400, ..Rehearsal::default() };
        assert_eq!(entry.file_name(), "0007-20000229T000000Z.json");
        assert_eq!(serde_json::from_str::<Rehearsal>(&entry.to_json()).unwrap(), entry);
    }

    #[test]
    fn a_check_without_a_figure_is_no_yes() {
        assert_eq!(Check::default().state(), CheckState::NotJudged);
        assert_eq!(Check { done: 1, of: 2, open: 0 }.state(), CheckState::Ready);
        assert_eq!(Check { done: 1, of: 2, open: 1 }.state(), CheckState::Open);
    }
}
