//! What a comparison came to: all that a page or another program needs. Values are masked, and nothing here depends on a
//! clock, a thread or an absolute path.

use crate::{Output, Tool};
use serde::{Deserialize, Serialize};

/// One comparison: `compare.json`.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct Comparison {
    /// What made it; the form of this file is version 1.
    pub utsushi: Tool,
    /// Language of its texts: `ja` or `en`.
    pub lang: String,
    /// Whether nothing differs but what is tolerated.
    pub equal: bool,
    /// The first set.
    pub a: ComparedSide,
    /// The second set.
    pub b: ComparedSide,
    /// What is tolerated, as it was asked for.
    pub tolerated: Vec<ToleratedItem>,
    /// A line a standard file, in the order of the standard.
    pub files: Vec<ComparedFile>,
    /// What was seen of files and columns that were not compared, or not wholly.
    pub remarks: Vec<ComparedRemark>,
    /// The other files that were written.
    pub outputs: Vec<Output>,
}

/// One of the two sets.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct ComparedSide {
    /// Its name, without the folders above it.
    pub name: String,
    /// `run`, `folder` or `zip`.
    pub kind: String,
    /// Its standard.
    pub standard: String,
}

/// What is tolerated in an item.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct ToleratedItem {
    /// `01.resident`; `*` for every file.
    pub file: String,
    /// The item as it was named; `*` for every item.
    pub item: String,
    /// `whitespace`, `width`, `mj`, `shrink`.
    pub tolerances: Vec<String>,
}

/// What of a standard file differs. All counts are rows unless they say otherwise.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct ComparedFile {
    /// `01.resident`.
    pub file: String,
    /// Its name.
    pub name: String,
    /// Items by which rows are found, by name; none where rows are compared as wholes.
    pub key: Vec<String>,
    /// Whether the file is there, on each side.
    pub there: [bool; 2],
    /// Rows of each side.
    pub rows: [u64; 2],
    /// The same on both sides.
    pub equal: u64,
    /// On both sides, with no difference but what is tolerated.
    pub tolerated: u64,
    /// On both sides, with another difference.
    pub changed: u64,
    /// On one side alone, for each.
    pub only: [u64; 2],
    /// Keys that stand more than once, on each side.
    pub doubled_keys: [u64; 2],
    /// Lines that could not be cut into fields, on each side. They are in no other count.
    pub broken_lines: [u64; 2],
    /// Values whose bytes are no characters, on each side. They were compared as blanks.
    pub undecodable_values: [u64; 2],
    /// Files that could not be read, or not to their end, on each side.
    pub unreadable_files: [Vec<String>; 2],
    /// Items that only one side has, on each side.
    pub only_items: [Vec<OnlyItem>; 2],
    /// Items in which values differ.
    pub items: Vec<ComparedItem>,
    /// The first differences of each kind and item.
    pub examples: Vec<ComparedExample>,
}

/// An item that only one side has.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct OnlyItem {
    /// Its slug.
    pub item: String,
    /// Its name.
    pub name: String,
    /// Rows in which it is not blank.
    pub filled: u64,
}

/// An item in which values differ.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct ComparedItem {
    /// Its slug.
    pub item: String,
    /// Its name.
    pub name: String,
    /// Rows in which it has changed.
    pub changed: u64,
    /// Rows in which it differs by what is tolerated.
    pub tolerated: u64,
}

/// A difference as people see it.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct ComparedExample {
    /// `only_a`, `only_b`, `changed`, `tolerated`.
    pub kind: String,
    /// The item's slug; empty where it is about a whole row.
    pub item: String,
    /// The item's name.
    pub name: String,
    /// The masked key.
    pub key: String,
    /// The masked values.
    pub values: [String; 2],
    /// File and record, from 1, on each side; 0 where there is no row.
    pub inputs: [String; 2],
    /// The record in it.
    pub records: [u64; 2],
}

/// What was seen of a file.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct ComparedRemark {
    /// `a` or `b`.
    pub side: String,
    /// The file.
    pub path: String,
    /// Code of the finding.
    pub code: String,
    /// What it is.
    pub message: String,
}

impl ComparedFile {
    /// Whether nothing differs but what is tolerated, and all of it was read.
    pub fn is_equal(&self) -> bool {
        let none = |counts: [u64; 2]| counts == [0; 2];
        self.there == [true; 2]
            && self.changed == 0
            && none(self.only)
            && none(self.broken_lines)
            && none(self.undecodable_values)
            && self.unreadable_files.iter().all(Vec::is_empty)
            && self.only_items.iter().flatten().all(|item| item.filled == 0)
    }
}
