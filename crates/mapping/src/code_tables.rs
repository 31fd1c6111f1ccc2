//! The code tables of a mapping seen from outside: which values go into them, and how to write more into the file.

use crate::Mapper;
use crate::feed::{Feed, ItemPlan};
use crate::mapper::{Workspace, advance};
use crate::record::Record;
use crate::transform::Step;
use crate::transform::code::Code;
use std::path::Path;
use utsushi_findings::{Problem, problem};
use utsushi_legacy::{Chunk, Records};

/// An item whose values go through a code table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeUse {
    /// Position of the item in the layout.
    pub item: usize,
    /// Name of the table in the mapping.
    pub table: String,
    /// Positions of the vendor fields that the values come from.
    pub fields: Vec<usize>,
    /// Whether the item gets what the table gives, with no step behind it.
    pub last: bool,
    /// Vendor value and standard value of each entry, in order of the former.
    pub entries: Vec<(String, String)>,
}

fn code(step: &Step) -> Option<&Code> {
    match step {
        Step::Code(code) => Some(code),
        _ => None,
    }
}

impl Mapper {
    /// Every use of a code table, in order of item.
    pub fn code_uses(&self) -> Vec<CodeUse> {
        let mut uses: Vec<CodeUse> = Vec::new();
        for (item, plan) in self.plans.iter().enumerate() {
            for feed in plan.iter().flat_map(ItemPlan::feeds) {
                let steps: Vec<&Step> = feed.steps().into_iter().flatten().collect();
                for (nth, code) in steps.iter().enumerate().filter_map(|(nth, step)| Some((nth, code(step)?)))
                {
                    let known = |used: &&mut CodeUse| used.item == item && used.table == code.table();
                    let last = nth + 1 == steps.len();
                    if let Some(used) = uses.iter_mut().find(known) {
                        used.last &= last;
                        used.fields.extend(feed.fields());
                        used.fields.sort_unstable();
                        used.fields.dedup();
                        continue;
                    }
                    let pairs = code.entries().map(|(from, to)| (from.to_owned(), to.to_owned()));
                    let mut entries: Vec<(String, String)> = pairs.collect();
                    entries.sort();
                    let (table, fields) = (code.table().to_owned(), feed.fields().to_vec());
                    uses.push(CodeUse { item, table, fields, last, entries });
                }
            }
        }
        uses
    }

    /// Tells every value of one row that goes into a code table: item, table, value. A blank is told only where the
    /// table translates it, and a value that an earlier step cannot read is none.
    pub fn code_values(
        &self,
        chunk: &Chunk,
        records: &Records,
        (record, occurrence): (u32, u32),
        work: &mut Workspace,
        tell: &mut dyn FnMut(usize, &str, &str),
    ) {
        let occurrence = self.each.map(|group| (group, occurrence as usize - 1));
        let record = Record { source: &self.source, chunk, records, number: record as usize, occurrence };
        for (item, plan) in self.plans.iter().enumerate() {
            let Some(plan) = plan.as_ref().filter(|plan| plan.feeds().any(translates)) else { continue };
            let Ok(fed) = plan.of(record, &mut work.decoded) else { continue };
            let mut steps = |steps: &[Step], work: &mut Workspace| {
                steps.iter().all(|step| {
                    if let Some(code) = code(step)
                        && (!work.decoded.is_empty() || code.get("").is_some())
                    {
                        tell(item, code.table(), &work.decoded);
                    }
                    advance(step, record, work).is_ok()
                })
            };
            match &fed.feed {
                Feed::Constant(_) | Feed::Plain { .. } => {}
                Feed::Steps { field, steps: all } => {
                    work.decoded.clear();
                    if record.decode(*field, &mut work.decoded).is_ok() {
                        steps(all, work);
                    }
                }
                Feed::Joined { fields, before, separator, after } => {
                    let mut joined = String::new();
                    let read = fields.iter().all(|field| {
                        work.decoded.clear();
                        let read = record.decode(*field, &mut work.decoded).is_ok() && steps(before, work);
                        if !work.decoded.is_empty() {
                            if !joined.is_empty() {
                                joined.push_str(separator);
                            }
                            joined.push_str(&work.decoded);
                        }
                        read
                    });
                    if read {
                        work.decoded = joined;
                        steps(after, work);
                    }
                }
            }
        }
        work.forget_remarks();
    }
}

fn translates(feed: &Feed) -> bool {
    feed.steps().into_iter().flatten().any(|step| code(step).is_some())
}

/// The mapping in `text` with these entries in its code tables: table, vendor value, standard value. Everything else,
/// also comments, stays as it is. `path` is only named in problems.
///
/// # Errors
/// The text is no TOML, or it has no such table.
pub fn with_codes(path: &Path, text: &str, codes: &[(String, String, String)]) -> Result<String, Problem> {
    let told = |error: toml_edit::TomlError| {
        let message = error.message().to_owned();
        problem!("TOML として読めません: {message}", "cannot be read as TOML: {message}").at(path)
    };
    let mut document: toml_edit::DocumentMut = text.parse().map_err(told)?;
    for (name, value, standard) in codes {
        let table = document.get_mut("code").and_then(|code| code.get_mut(name));
        let Some(table) = table.and_then(toml_edit::Item::as_table_like_mut) else {
            let said = problem!("対応表 [code.{name}] がありません", "there is no code table [code.{name}]");
            return Err(said.at(path));
        };
        match table.get_mut(value).and_then(toml_edit::Item::as_value_mut) {
            Some(old) if old.as_str() == Some(standard) => {}
            Some(old) => {
                let decor = old.decor().clone();
                *old = standard.as_str().into();
                *old.decor_mut() = decor;
            }
            None => {
                table.insert(value, toml_edit::value(standard.as_str()));
            }
        }
    }
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_added_and_changed_and_comments_stay() {
        let text = "# one\n[item]\na = { constant = '1' }\n\n[code.sex] # two\n\"男\" = \"1\" # three\n\"女\" = \"2\"\n";
        let codes = [("sex", "男", "9"), ("sex", "不 \"明\"", "0"), ("sex", "女", "2")]
            .map(|(table, from, to)| (table.to_owned(), from.to_owned(), to.to_owned()));
        let made = with_codes(Path::new("m.toml"), text, &codes).unwrap();
        for kept in ["# one", "# two", "\"男\" = \"9\" # three", "\"女\" = \"2\""] {
            assert!(made.contains(kept), "{made}");
        }
        let read: toml::Table = toml::from_str(&made).unwrap();
        assert_eq!(read["code"]["sex"]["不 \"明\""].as_str(), Some("0"));
        assert!(with_codes(Path::new("m.toml"), text, &[("seks".into(), "a".into(), "1".into())]).is_err());
    }
}
