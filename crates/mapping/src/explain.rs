//! One record, item by item and step by step: for people who want to know how a value came about.

use crate::feed::{Fed, Feed};
use crate::mapper::{Mapper, Workspace, run, told};
use crate::record::Record;
use crate::transform::Step;
use utsushi_findings::Entry;
use utsushi_legacy::{Chunk, Records};

/// How one item of a row was filled.
#[derive(Clone, Debug)]
pub struct Explained {
    /// Position of the item in its file.
    pub item: usize,
    /// What happened, in order; the last is what the mapping gives, if nothing failed.
    pub shown: Vec<Shown>,
}

/// Something that happened to a value.
#[derive(Clone, Debug)]
pub enum Shown {
    /// A field of the vendor's record, by name, and its text as it was decoded.
    Field(String, String),
    /// A step was applied, by name, and gave this; the policies of `normalize` that changed it.
    Step(&'static str, String, Vec<&'static str>),
    /// Fields were joined to this.
    Joined(String),
    /// A constant, a default for a blank, or the `otherwise` of a condition.
    Constant(String),
    /// Nothing comes of it: the finding.
    Failed(Option<&'static str>, &'static Entry),
}

impl Mapper {
    /// Maps record `number` of a chunk, its row `occurrence` (from 1), and says step by step how each mapped item is filled. What
    /// a correction puts in its place, and checks after the mapping, are not shown.
    pub fn explain(
        &self,
        chunk: &Chunk,
        records: &Records,
        number: usize,
        occurrence: u32,
    ) -> Vec<Explained> {
        let occurrence = self.each.map(|group| (group, occurrence.saturating_sub(1) as usize));
        let record = Record { source: &self.source, chunk, records, number, occurrence };
        let mut work = Workspace::default();
        let plans = self.plans.iter().enumerate().filter_map(|(item, plan)| Some((item, plan.as_ref()?)));
        plans
            .map(|(item, plan)| {
                let shown = match plan.of(record, &mut work.decoded) {
                    Err(otherwise) => vec![Shown::Constant(otherwise.to_owned())],
                    Ok(fed) => fill(fed, record, &mut work),
                };
                Explained { item, shown }
            })
            .collect()
    }
}

fn fill(fed: &Fed, record: Record<'_>, work: &mut Workspace) -> Vec<Shown> {
    let mut shown = Vec::new();
    let value = value(&fed.feed, record, work, &mut shown);
    if let (Some(value), Some(default)) = (value, &fed.default)
        && value.is_empty()
    {
        shown.push(Shown::Constant(default.clone()));
    }
    shown
}

/// The value before its default, or `None` where a step failed.
fn value(feed: &Feed, record: Record<'_>, work: &mut Workspace, shown: &mut Vec<Shown>) -> Option<String> {
    let decode = |field: usize, shown: &mut Vec<Shown>| {
        let mut text = String::new();
        match record.decode(field, &mut text) {
            Ok(()) => {
                shown.push(Shown::Field(record.source.fields[field].name.clone(), text.clone()));
                Some(text)
            }
            Err(problem) => {
                shown.push(Shown::Field(record.source.fields[field].name.clone(), text));
                shown.push(Shown::Failed(None, told(&problem, record, feed).0));
                None
            }
        }
    };
    match feed {
        Feed::Constant(value) => {
            shown.push(Shown::Constant(value.clone()));
            Some(value.clone())
        }
        Feed::Plain { field, trim } => {
            let mut text = decode(*field, shown)?;
            if *trim {
                text = utsushi_text::trim(&text).to_owned();
                shown.push(Shown::Step(Step::Trim.name(), text.clone(), vec![]));
            }
            Some(text)
        }
        Feed::Steps { field, steps } => {
            let text = decode(*field, shown)?;
            apply(steps, text, record, work, shown)
        }
        Feed::Joined { fields, before, separator, after } => {
            let mut parts = Vec::new();
            for field in fields {
                let text = decode(*field, shown)?;
                parts.push(apply(before, text, record, work, shown)?);
            }
            parts.retain(|part| !part.is_empty());
            let joined = parts.join(separator);
            shown.push(Shown::Joined(joined.clone()));
            apply(after, joined, record, work, shown)
        }
    }
}

fn apply(
    steps: &[Step],
    mut text: String,
    record: Record<'_>,
    work: &mut Workspace,
    shown: &mut Vec<Shown>,
) -> Option<String> {
    for step in steps {
        work.decoded.clear();
        work.decoded.push_str(&text);
        work.changed = utsushi_text::Changed::default();
        if let Err(fault) = run(std::slice::from_ref(step), record, work) {
            shown.push(Shown::Failed(Some(step.name()), fault.code));
            return None;
        }
        text.clone_from(&work.decoded);
        let policies = std::mem::take(&mut work.changed).policies().map(|policy| policy.name());
        shown.push(Shown::Step(step.name(), text.clone(), policies.collect()));
    }
    Some(text)
}
