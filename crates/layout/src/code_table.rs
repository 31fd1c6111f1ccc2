//! A code table of the standard.

use std::collections::HashMap;

/// Values with their names, as `codes/<name>.csv` lists them.
#[derive(Clone, Debug)]
pub struct CodeTable {
    /// The table's name.
    pub name: String,
    entries: Vec<(String, String)>,
    values: HashMap<String, usize, foldhash::fast::RandomState>,
}

impl CodeTable {
    pub(crate) fn new(name: String, entries: Vec<(String, String)>) -> Self {
        let values = entries.iter().enumerate().map(|(index, (value, _))| (value.clone(), index)).collect();
        CodeTable { name, entries, values }
    }

    /// Whether `value` is one of the codes.
    pub fn contains(&self, value: &str) -> bool {
        self.values.contains_key(value)
    }

    /// Codes and their names, in the file's order.
    pub fn entries(&self) -> &[(String, String)] {
        &self.entries
    }
}
