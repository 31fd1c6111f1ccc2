//! The end of a job's log: what is known only once the job is finished.

use super::ground::Ground;
use crate::characters::Changes;
use serde::{Deserialize, Serialize};
use utsushi_delivery::{Job, Output};

/// Keys under which the run hashed values. The log lies beside the values themselves, and is its owner's alone.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Secret {
    pub plan: [u64; 4],
    pub protection: [u64; 2],
}

/// A standard file that no later job feeds: closed, and on the disk.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub(crate) struct FinishedFile {
    /// `01.resident`.
    pub file: String,
    pub rows: u64,
    /// Rows in which each item is filled.
    pub filled: Vec<u64>,
    /// The unscaled sum of each item that is a number, in decimal.
    pub sums: Vec<String>,
    /// CSV, Parquet and trace.
    pub outputs: [Output; 3],
}

/// What the end has.
#[derive(Serialize, Deserialize, Debug)]
pub(super) struct End {
    pub secret: Secret,
    /// What the job rests on.
    pub grounds: Vec<Ground>,
    pub account: Job,
    /// Characters written as others: from, to, why, how often.
    pub changes: Vec<(String, String, String, u64)>,
    pub rejects: Option<Output>,
    pub files: Vec<FinishedFile>,
}

impl End {
    /// Every file of the run's folder that the job has finished.
    pub fn outputs(&self) -> impl Iterator<Item = &Output> {
        self.files.iter().flat_map(|file| &file.outputs).chain(&self.rejects)
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        // Every field is a string, a number or a list of them: this cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<End> {
        serde_json::from_slice(bytes).ok()
    }

    pub fn changes(&self) -> Option<Changes> {
        Changes::of(&self.changes)
    }
}

#[cfg(test)]
impl Default for End {
    fn default() -> Self {
        let account = Job {
            name: "juki".to_owned(),
            inputs: Vec::new(),
            records: 0,
            routed: 0,
            unrouted: 0,
            broken: 0,
            rejected_records: 0,
            attention: 0,
            rejects: None,
            left_behind: Vec::new(),
            targets: Vec::new(),
        };
        let (grounds, changes, files) = Default::default();
        End { secret: Secret::default(), grounds, account, changes, rejects: None, files }
    }
}
