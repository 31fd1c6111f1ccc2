//! Rules of a file, as `<file>.rules.toml` lists them (the form is described in `layouts/README.md`). They name
//! roles, not items, so that they carry over to another standard whose items are called differently. Here they are
//! read and their roles found; whether they hold is the business of `utsushi-check`.

mod condition;
mod parse;
mod relation;
mod row;
mod set;

pub use condition::{Day, Is, Test};
pub use relation::Relation;
pub use row::{RecordRule, RuleKind};
pub use set::{ControlTotal, FileRule, FileRuleKind, Measure};

/// The rules of one file.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Rules across the items of a row.
    pub records: Vec<RecordRule>,
    /// Rows of other files (or of this one) that the rows of this file point at.
    pub relations: Vec<Relation>,
    /// Rules over all rows of the file.
    pub files: Vec<FileRule>,
    /// Figures to count again.
    pub totals: Vec<ControlTotal>,
}

impl Rules {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.records.len() + self.relations.len() + self.files.len() + self.totals.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
