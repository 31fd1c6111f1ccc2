//! Findings grouped for people: how many of which code in which item, with a few examples.

use crate::findings::Names;
use std::collections::{BTreeMap, HashMap};
use utsushi_findings::{Code, Finding, Lang};

/// Examples kept of each group.
const EXAMPLES: usize = 5;

/// All findings of a run, grouped by file, item and code.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// In order of code, file and item.
    pub groups: Vec<Group>,
}

/// Findings of one code in one item.
#[derive(Clone, Debug)]
pub struct Group {
    /// `01.resident`; empty where the finding is about a record or an input.
    pub file: String,
    /// Name of the file.
    pub file_name: String,
    /// Name of the item; empty where there is none.
    pub item: String,
    /// The code.
    pub code: Code,
    /// How many.
    pub count: u64,
    /// How many in each job, by its position.
    pub jobs: BTreeMap<usize, u64>,
    /// The first of them.
    pub examples: Vec<Example>,
}

/// One finding, as people may see it.
#[derive(Clone, Debug)]
pub struct Example {
    /// Path of the input.
    pub input: String,
    /// Record in it; 0 where the finding is about the whole input.
    pub record: u64,
    /// Line of the record.
    pub line: u64,
    /// The value, masked.
    pub value: String,
    /// What is wrong.
    pub message: String,
}

/// Groups findings as they come.
#[derive(Debug, Default)]
pub struct Grouping {
    groups: Vec<Group>,
    /// Position of each group, by job, target, item and code.
    known: HashMap<(usize, Option<u16>, Option<u16>, Code), usize>,
    job: usize,
}

impl Grouping {
    /// From here on findings are of this job: the targets of another have other meanings.
    pub fn of_job(&mut self, job: usize) {
        self.job = job;
    }

    /// Counts a finding.
    pub fn add(&mut self, finding: &Finding, names: &Names<'_>, lang: Lang) {
        let key = (self.job, finding.target, finding.item, finding.code);
        let index = *self.known.entry(key).or_insert_with(|| {
            let layout = finding.target.and_then(|target| names.targets.get(target as usize));
            let item = layout.zip(finding.item).and_then(|(layout, item)| layout.items.get(item as usize));
            let file = layout.map(|layout| layout.id()).unwrap_or_default();
            let item = item.map(|item| item.name.clone()).unwrap_or_default();
            let same =
                self.groups.iter().position(|g| g.code == finding.code && g.file == file && g.item == item);
            same.unwrap_or_else(|| {
                self.groups.push(Group {
                    file,
                    file_name: layout.map(|layout| layout.name.clone()).unwrap_or_default(),
                    item,
                    code: finding.code,
                    count: 0,
                    jobs: BTreeMap::new(),
                    examples: Vec::new(),
                });
                self.groups.len() - 1
            })
        });
        let group = &mut self.groups[index];
        group.count += 1;
        *group.jobs.entry(self.job).or_default() += 1;
        if group.examples.len() < EXAMPLES {
            let mut message = String::new();
            finding.message(lang, &mut message);
            let input = names.inputs.get(finding.origin.input as usize).cloned().unwrap_or_default();
            let (record, line) = (finding.origin.record, finding.origin.line);
            group.examples.push(Example { input, record, line, value: finding.value.clone(), message });
        }
    }

    /// The groups, sorted.
    pub fn finish(mut self) -> Overview {
        self.groups.sort_by(|a, b| (a.code, &a.file, &a.item).cmp(&(b.code, &b.file, &b.item)));
        Overview { groups: self.groups }
    }
}
