//! Rules over all rows of a file.

use super::Test;

/// A rule over the rows of a file that share a key.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRule {
    /// What must hold.
    pub kind: FileRuleKind,
    /// What the rows of a group have in common.
    pub key: Vec<usize>,
    /// Only rows that meet all of these.
    pub when: Vec<Test>,
    /// Not those that meet all of these.
    pub except_when: Vec<Test>,
    /// Whether breaking it is an error rather than a warning.
    pub error: bool,
    /// The statute or practice it comes from.
    pub source: String,
}

/// What must hold of the rows of a group.
#[derive(Clone, Debug, PartialEq)]
pub enum FileRuleKind {
    /// Exactly one row has `1` in this item.
    OneLatest(usize),
    /// No two rows share a day.
    NoOverlap {
        /// First day.
        start: usize,
        /// Last day; blank: until the next row begins.
        end: usize,
        /// What puts the rows in order; else `start`.
        order: Option<usize>,
    },
    /// There is only one row.
    Unique,
    /// Exactly one row has one of the values in this item.
    OnePerGroup(usize, Vec<String>),
}

impl FileRuleKind {
    /// As `rule` in the file spells it.
    pub fn name(&self) -> &'static str {
        match self {
            FileRuleKind::OneLatest(_) => "one_latest",
            FileRuleKind::NoOverlap { .. } => "no_overlap",
            FileRuleKind::Unique => "unique",
            FileRuleKind::OnePerGroup(..) => "one_per_group",
        }
    }
}

/// A figure to count again, and to compare with the one that was delivered.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlTotal {
    /// Its name: 人口.
    pub name: String,
    /// What it is broken down by.
    pub group_by: Vec<usize>,
    /// What is counted.
    pub measure: Measure,
    /// Only rows that meet all of these.
    pub when: Vec<Test>,
    /// The file that holds the delivered figures.
    pub to: String,
    /// Whether a difference is an error rather than a warning.
    pub error: bool,
    /// The report or practice it comes from.
    pub source: String,
}

/// What a control total counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Rows.
    Count,
    /// The values of this item.
    Sum(usize),
}
