//! One case of a code, and where it was found.

use crate::{Code, Lang, Severity};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Where a row came from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Origin {
    /// Index of the input file in its job.
    pub input: u32,
    /// Record in that physical file, from 1, without headers and trailers.
    pub record: u64,
    /// Physical line on which the record begins, from 1; headers count.
    pub line: u64,
    /// Byte offset of the record's first byte in the file.
    pub offset: u64,
    /// Which row of a repeating group, from 1; 1 where nothing repeats.
    pub occurrence: u32,
}

/// What the case adds to its code's message.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Detail {
    /// Nothing.
    #[default]
    None,
    /// Two counts: what should be and what is.
    Counts {
        /// What should be.
        expected: u64,
        /// What is.
        actual: u64,
    },
    /// A name, a byte or a form: never a value of a record in clear.
    Text(Box<str>),
}

/// What was done about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// The row was not written.
    Rejected,
    /// The item was left blank.
    Blanked,
    /// The value was written (perhaps converted).
    Kept,
    /// The offending character was replaced by 〓.
    Replaced,
    /// The row was taken out because another one stays in its place.
    Removed,
    /// Nothing was done to any row: the finding is about a file.
    None,
}

impl Action {
    /// The word in `findings.csv`.
    pub fn name(self) -> &'static str {
        match self {
            Action::Rejected => "rejected",
            Action::Blanked => "blanked",
            Action::Kept => "kept",
            Action::Replaced => "replaced",
            Action::Removed => "removed",
            Action::None => "none",
        }
    }
}

/// One case, complete enough to be found again in the input.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// What is wrong.
    pub code: Code,
    /// The place. `record` 0 means the whole file.
    pub origin: Origin,
    /// Index of the job's target file, or `None` where the finding is about the record or the input itself.
    pub target: Option<u16>,
    /// Index of the item in the target's layout.
    pub item: Option<u16>,
    /// The masked value; empty where there is none.
    pub value: String,
    /// What fills the message.
    pub detail: Detail,
    /// What was done.
    pub action: Action,
}

impl Finding {
    /// The code's message in `lang`, filled with this case's detail.
    pub fn message(&self, lang: Lang, out: &mut String) {
        fill(self.code.0.message.get(lang), &self.detail, out);
    }
}

fn fill(template: &str, detail: &Detail, out: &mut String) {
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}') else {
            break;
        };
        let written = match (&rest[open + 1..open + close], detail) {
            ("expected", Detail::Counts { expected, .. }) => write!(out, "{expected}"),
            ("actual", Detail::Counts { actual, .. }) => write!(out, "{actual}"),
            ("text", Detail::Text(text)) => write!(out, "{text}"),
            _ => write!(out, "?"),
        };
        debug_assert!(written.is_ok());
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
}

/// How often each code occurred.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    counts: BTreeMap<Code, u64>,
}

impl Tally {
    /// Counts one case.
    pub fn add(&mut self, code: Code) {
        *self.counts.entry(code).or_default() += 1;
    }

    /// Adds another tally to this one.
    pub fn merge(&mut self, other: &Tally) {
        for (code, count) in &other.counts {
            *self.counts.entry(*code).or_default() += count;
        }
    }

    /// Codes with their counts, in order of id.
    pub fn iter(&self) -> impl Iterator<Item = (Code, u64)> + '_ {
        self.counts.iter().map(|(code, count)| (*code, *count))
    }

    /// Cases of one code.
    pub fn count(&self, code: Code) -> u64 {
        self.counts.get(&code).copied().unwrap_or(0)
    }

    /// Cases of one severity.
    pub fn of(&self, severity: Severity) -> u64 {
        self.iter().filter(|(code, _)| code.0.severity == severity).map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_by_its_detail() {
        let mut out = String::new();
        fill("{expected} fields, {actual} found", &Detail::Counts { expected: 40, actual: 39 }, &mut out);
        assert_eq!(out, "40 fields, 39 found");
    }

    #[test]
    fn every_placeholder_of_the_catalogue_is_known() {
        for entry in crate::CATALOGUE {
            for text in [entry.message.ja, entry.message.en] {
                let mut rest = text;
                while let Some(open) = rest.find('{') {
                    let close = rest[open..].find('}').expect("a brace closes") + open;
                    assert!(["expected", "actual", "text"].contains(&&rest[open + 1..close]), "{}", entry.id);
                    rest = &rest[close + 1..];
                }
            }
        }
    }
}
