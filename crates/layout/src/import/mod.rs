//! Specification workbooks as layouts: what an official workbook says, with the roles and rules of a standard that is
//! already here.
//!
//! Tables are found by their titles, which a [`Profile`] lists. Nothing is passed over in silence: what could not be
//! understood is a [`Remark`](ImportRemark) with its sheet and cell, and so is every role and rule that found no place.

mod build;
mod carry;
mod profile;
mod read;
mod sheet;
mod size;
mod tables;
mod write;

pub use profile::Profile;

use crate::{Library, Standard};
use std::path::{Path, PathBuf};
use utsushi_findings::{Both, Problem, Problems, problem};

/// What is to be imported.
#[derive(Clone, Debug)]
pub struct Import<'a> {
    /// The workbooks, one business each.
    pub workbooks: &'a [PathBuf],
    /// How they name their columns.
    pub profile: &'a Profile,
    /// The new standard's name.
    pub name: &'a str,
    /// The standard whose slugs, roles and rules are carried over, and where its rule files are read.
    pub from: (&'a Library, &'a Standard),
    /// Number of the business, for a single workbook that does not say it.
    pub business: Option<u32>,
}

/// Why a person should look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum Why {
    /// A sheet, row or cell that was not understood.
    NotUnderstood,
    /// A role that rules need has no item now.
    RoleLost,
    /// A rule that cannot be carried over.
    RuleLost,
    /// A guess: right as a rule, and worth a look.
    Guessed,
}

impl Why {
    /// Its name in `import.csv`.
    pub fn name(self) -> &'static str {
        match self {
            Why::NotUnderstood => "not_understood",
            Why::RoleLost => "role_lost",
            Why::RuleLost => "rule_lost",
            Why::Guessed => "guessed",
        }
    }
}

/// Something a person should look at.
#[derive(Clone, Debug)]
pub struct ImportRemark {
    /// Why.
    pub why: Why,
    /// The workbook's file name, or the rules file.
    pub file: String,
    /// Sheet and cell, or the rule.
    pub place: String,
    /// What.
    pub text: (String, String),
}

/// A new standard, ready to be written below `<DIR>/<name>/`.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Relative path and content of each file, sorted.
    pub files: Vec<(String, String)>,
    /// What to look at, in the order of the workbooks.
    pub remarks: Vec<ImportRemark>,
    /// Businesses, files, items and code tables that were read.
    pub counts: [usize; 4],
}

impl Imported {
    /// Whether something was not understood or could not be carried over: exit status 1.
    pub fn is_incomplete(&self) -> bool {
        self.remarks.iter().any(|remark| remark.why != Why::Guessed)
    }
}

/// Reads the workbooks.
///
/// # Errors
/// A workbook that cannot be read at all, has no table of items, or does not say its business.
pub fn import(import: &Import<'_>) -> Result<Imported, Problems> {
    let mut problems = Problems::default();
    let name = import.name;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
    if name.is_empty() || !name.chars().all(plain) || name.starts_with('.') {
        problems.push(problem!(
            "標準の名前「{name}」は英小文字・数字・. - _ で書きます",
            "the standard's name \"{name}\" must be lower-case letters, digits, . - and _"
        ));
    }
    let mut remarks = Vec::new();
    let mut businesses: Vec<read::Business> = Vec::new();
    for path in import.workbooks {
        let Some(business) =
            problems.take(read::workbook(path, import, &mut remarks).map_err(Problems::from))
        else {
            continue;
        };
        match businesses.iter_mut().find(|known| known.number == business.number) {
            // One business in several workbooks.
            Some(known) => known.merge(business),
            None => businesses.push(business),
        }
    }
    problems.finish()?;
    businesses.sort_by_key(|business| business.number);
    let built = build::build(import, businesses, &mut remarks);
    write::write(import, built, remarks)
}

fn shown(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn remark(why: Why, file: &str, place: impl Into<String>, ja: String, en: String) -> ImportRemark {
    ImportRemark { why, file: file.to_owned(), place: place.into(), text: (ja, en) }
}

impl ImportRemark {
    /// The remark in both languages.
    pub fn said(&self) -> Problem {
        Problem::new(self.text.0.clone(), self.text.1.clone()).at(format!("{} {}", self.file, self.place))
    }
}

/// What an item of the new standard says of its source.
const SOURCE: Both = Both { ja: "取り込んだ仕様書", en: "imported workbook" };
