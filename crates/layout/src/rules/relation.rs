//! References from one file to another.

use super::Test;

/// Every row that meets `when` and has all `items` filled finds a row in `to` whose `roles` have the same values.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Items of this file.
    pub items: Vec<usize>,
    /// The file that is pointed at: `00.town_master`.
    pub to: String,
    /// Items of that file, one for each of `items`.
    pub roles: Vec<usize>,
    /// The date on which the row found must be valid, if it must; where it is blank, 基準日 counts.
    pub as_of: Option<usize>,
    /// First and last day of a row of `to`, where `as_of` is given.
    pub valid: (Option<usize>, Option<usize>),
    /// Rows of this file that it is about.
    pub when: Vec<Test>,
    /// What the row found must meet.
    pub to_when: Vec<Test>,
    /// Items of this file and of `to` that have the same value.
    pub equal: Vec<(usize, usize)>,
    /// The item of this file that says how many rows are found.
    pub count_equals: Option<usize>,
    /// Whether breaking it is an error rather than a warning.
    pub error: bool,
    /// The statute or practice it comes from.
    pub source: String,
}
