//! What changed since the last full migration: `delta.json`; and what became of it: `applied.json`.

use crate::{Output, Tool};
use serde::{Deserialize, Serialize};

/// The account of a delta: `delta.json`. It has no clock and no absolute path.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct Delta {
    /// What made it; the form of this file is version 1.
    pub utsushi: Tool,
    /// The standard of both states.
    pub standard: String,
    /// The old state.
    pub old: DeltaSide,
    /// The new state.
    pub new: DeltaSide,
    /// A line a standard file that either state has.
    pub files: Vec<DeltaFile>,
    /// Every file beside this one.
    pub outputs: Vec<Output>,
}

/// One state.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct DeltaSide {
    /// Its name, without the folders above it.
    pub name: String,
    /// The files that were read.
    pub inputs: Vec<Output>,
}

/// The account of a standard file, in rows: `old - deleted + added = new`, and `old - deleted - changed = unchanged`.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
pub struct DeltaFile {
    /// `01.resident`.
    pub file: String,
    /// Its name.
    pub name: String,
    /// Whether the old and the new state have the file.
    pub there: [bool; 2],
    /// Rows of the old state.
    pub old: u64,
    /// Rows of the new state.
    pub new: u64,
    /// Rows to add.
    pub added: u64,
    /// Rows to change.
    pub changed: u64,
    /// Rows to delete.
    pub deleted: u64,
    /// Rows that stay as they are.
    pub unchanged: u64,
}

impl DeltaFile {
    /// Whether the account closes.
    pub fn closes(&self) -> bool {
        self.old + self.added == self.new + self.deleted
            && self.old == self.unchanged + self.changed + self.deleted
    }
}

/// The account of a delta that was applied: `applied.json`.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct Applied {
    /// What made it; the form of this file is version 1.
    pub utsushi: Tool,
    /// The standard.
    pub standard: String,
    /// SHA-256 of the delta's `delta.json`.
    pub delta_sha256: String,
    /// The old state as it was read.
    pub old: DeltaSide,
    /// A line a standard file.
    pub files: Vec<DeltaFile>,
    /// Every file beside this one.
    pub outputs: Vec<Output>,
}
