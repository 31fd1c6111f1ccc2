//! `map codes`: which values go into the code tables of a project, and decisions about them put back.

use crate::convert::{BASE_COST, CHUNK_COST};
use crate::job::Feeder;
use crate::project::{Project, ProjectJob};
use crate::selection;
use crate::{Observer, inputs};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use utsushi_findings::{Problem, Problems, did_you_mean, problem};
use utsushi_layout::ItemType;
use utsushi_legacy::Records;
use utsushi_mapping::with_codes;
use utsushi_store::MemoryBudget;

/// The most values of one table that are listed.
pub const VALUES_MAX: usize = 2_000;

/// A field with more values than this holds no code: it is not listed.
const FEW: usize = 50;

/// A code table of a mapping with the values that go into it.
#[derive(Clone, PartialEq, Debug)]
pub struct CodeTableCount {
    /// The job.
    pub job: String,
    /// The mapping, relative to the project.
    pub mapping: String,
    /// The table: `sex` of `[code.sex]`.
    pub table: String,
    /// The vendor fields that the values come from.
    pub fields: Vec<String>,
    /// The standard items that the values go to, by name.
    pub items: Vec<String>,
    /// Values and names that the standard has for every one of the items; `None` where it does not say.
    pub standard: Option<Vec<(String, String)>>,
    /// Values found or in the table, in order of value.
    pub values: Vec<CodeValue>,
    /// How often a value came that is not listed, for there were [`VALUES_MAX`] already.
    pub left_out: u64,
}

/// A vendor's value.
#[derive(Clone, PartialEq, Debug)]
pub struct CodeValue {
    /// As it goes into the table.
    pub value: String,
    /// How often: once for each row and item.
    pub count: u64,
    /// What the table makes of it.
    pub standard: Option<String>,
}

/// A vendor field of few values that goes through no code table.
#[derive(Clone, PartialEq, Debug)]
pub struct FieldValues {
    /// The job.
    pub job: String,
    /// The field.
    pub field: String,
    /// Its values without the blanks around them, with the number of records; a blank is none.
    pub values: Vec<(String, u64)>,
}

type Counts = BTreeMap<String, u64>;

/// What was counted in one chunk or in one job.
#[derive(Default)]
struct Counted {
    /// By target, item and table.
    codes: BTreeMap<(usize, usize, String), (Counts, u64)>,
    /// By field; `None` once there are too many.
    fields: BTreeMap<usize, Option<Counts>>,
}

impl Counted {
    /// Adds what came after, so that the values listed are the same whatever the threads and the memory.
    fn add(&mut self, later: Counted) {
        for (key, (counts, _)) in later.codes {
            let (all, left_out) = self.codes.entry(key).or_default();
            for (value, count) in counts {
                let room = all.len() < VALUES_MAX;
                match all.get_mut(&value) {
                    Some(sum) => *sum += count,
                    None if room => {
                        all.insert(value, count);
                    }
                    None => *left_out += count,
                }
            }
        }
        for (field, counts) in later.fields {
            let all = self.fields.entry(field).or_insert_with(|| Some(Counts::new()));
            match (counts, all.as_mut()) {
                (Some(counts), Some(sums)) => {
                    for (value, count) in counts {
                        *sums.entry(value).or_default() += count;
                    }
                    if sums.len() > FEW {
                        *all = None;
                    }
                }
                _ => *all = None,
            }
        }
    }
}

/// Counts the values that go into every code table of the project and, with `all`, those of every other field that has
/// few. Memory does not grow with the input.
///
/// # Errors
/// An input that cannot be read, or `cancelled`.
pub fn code_values(
    project: &Project,
    all: bool,
    memory: MemoryBudget,
    cancelled: &AtomicBool,
    observer: &dyn Observer,
) -> Result<(Vec<CodeTableCount>, Vec<FieldValues>), Problem> {
    let (mut tables, mut fields) = (Vec::new(), Vec::new());
    let threads = rayon::current_num_threads() as u64;
    let chunks =
        (memory.bytes().saturating_sub(BASE_COST) / CHUNK_COST).clamp(2, (threads * 4).max(4)) as usize;
    for job in &project.jobs {
        observer.job(&job.name, job.bytes());
        let mut counted = Counted::default();
        let mut feeder = Feeder::new(job, 0);
        let (mut bytes, mut records) = (0, 0);
        loop {
            let round = feeder.round(chunks)?;
            if round.is_empty() {
                break;
            }
            if cancelled.load(Ordering::Relaxed) {
                return Err(problem!("中断しました。何も書いていません", "cancelled; nothing was written"));
            }
            bytes += round.iter().map(|raw| raw.chunk.data.len() as u64).sum::<u64>();
            let parts: Vec<(Counted, u64)> =
                round.into_par_iter().with_max_len(1).map(|raw| count(job, all, &raw)).collect();
            for (part, found) in parts {
                counted.add(part);
                records += found;
            }
            observer.progress(bytes, records);
        }
        observer.job_done();
        tables.extend(tables_of(project, job, &counted.codes));
        let uses: BTreeSet<usize> = job
            .targets
            .iter()
            .flat_map(|target| target.mapper.code_uses())
            .flat_map(|used| used.fields)
            .collect();
        for (field, counts) in counted.fields {
            if let (Some(counts), false) = (counts, uses.contains(&field)) {
                let field = job.source.fields[field].name.clone();
                fields.push(FieldValues {
                    job: job.name.clone(),
                    field,
                    values: counts.into_iter().collect(),
                });
            }
        }
    }
    Ok((merged(tables), fields))
}

fn count(job: &ProjectJob, all: bool, raw: &crate::chunk::RawChunk) -> (Counted, u64) {
    let (mut records, mut text) = (Records::default(), String::new());
    let mut work = utsushi_mapping::Workspace::default();
    let chunk = &raw.chunk;
    records.parse(&job.source, &job.inputs[raw.input].header, chunk);
    let mut counted = Counted::default();
    let mut wanted = vec![false; records.len()];
    let left = selection::left_behind(job, chunk, &records, &mut text);
    for (index, target) in job.targets.iter().enumerate() {
        if target.mapper.code_uses().is_empty() {
            continue;
        }
        let selection = selection::select(target, chunk, &records, &left, &mut wanted, &mut text);
        for row in selection.rows {
            target.mapper.code_values(chunk, &records, row, &mut work, &mut |item, table, value| {
                let key = (index, item, table.to_owned());
                let (counts, _) = counted.codes.entry(key).or_default();
                match counts.get_mut(value) {
                    Some(count) => *count += 1,
                    None => drop(counts.insert(value.to_owned(), 1)),
                }
            });
        }
    }
    for field in (0..job.source.fields.len()).filter(|_| all) {
        let mut counts = Counts::new();
        for record in (0..records.len()).filter(|record| records.spans()[*record].broken.is_none()) {
            for nth in 0..job.source.times(field) {
                text.clear();
                let found = records.field_in(chunk, record, field, nth);
                let value = match job.source.decode(field, &found, &mut text) {
                    Ok(()) => utsushi_text::trim(&text),
                    Err(_) => continue,
                };
                if !value.is_empty() {
                    *counts.entry(value.to_owned()).or_default() += 1;
                }
            }
            if counts.len() > FEW {
                break;
            }
        }
        let few = counts.len() <= FEW;
        counted.fields.insert(field, few.then_some(counts));
    }
    (counted, records.len() as u64)
}

fn tables_of(
    project: &Project,
    job: &ProjectJob,
    codes: &BTreeMap<(usize, usize, String), (Counts, u64)>,
) -> Vec<CodeTableCount> {
    let mut tables = Vec::new();
    for (index, target) in job.targets.iter().enumerate() {
        for used in target.mapper.code_uses() {
            let item = &target.layout.items[used.item];
            let table = item.code_table.as_deref().and_then(|name| project.standard.code_table(name));
            let table = table.filter(|_| used.last && item.kind == ItemType::Code);
            let empty = (Counts::new(), 0);
            let (counts, left_out) = codes.get(&(index, used.item, used.table.clone())).unwrap_or(&empty);
            let mut values: BTreeMap<String, CodeValue> = BTreeMap::new();
            for (value, count) in counts {
                values
                    .insert(value.clone(), CodeValue { value: value.clone(), count: *count, standard: None });
            }
            for (value, standard) in used.entries {
                let new = CodeValue { value: value.clone(), count: 0, standard: None };
                values.entry(value).or_insert(new).standard = Some(standard);
            }
            tables.push(CodeTableCount {
                job: job.name.clone(),
                mapping: inputs::shown(&project.folder, &target.mapping_file),
                table: used.table,
                fields: used.fields.iter().map(|field| job.source.fields[*field].name.clone()).collect(),
                items: vec![item.name.clone()],
                standard: table.map(|table| table.entries().to_vec()),
                values: values.into_values().collect(),
                left_out: *left_out,
            });
        }
    }
    tables
}

/// One table that several items, targets or jobs use is one table.
fn merged(tables: Vec<CodeTableCount>) -> Vec<CodeTableCount> {
    let mut all: Vec<CodeTableCount> = Vec::new();
    for table in tables {
        let Some(first) =
            all.iter_mut().find(|first| first.mapping == table.mapping && first.table == table.table)
        else {
            all.push(table);
            continue;
        };
        for (names, more) in [(&mut first.fields, table.fields), (&mut first.items, table.items)] {
            more.into_iter().for_each(|name| {
                if !names.contains(&name) {
                    names.push(name)
                }
            });
        }
        if first.job != table.job && !first.job.split(", ").any(|job| job == table.job) {
            first.job = format!("{}, {}", first.job, table.job);
        }
        first.standard = match (first.standard.take(), table.standard) {
            (Some(one), Some(other)) => Some(one.into_iter().filter(|entry| other.contains(entry)).collect()),
            (one, other) => one.or(other),
        };
        first.left_out += table.left_out;
        for value in table.values {
            match first.values.binary_search_by(|known| known.value.cmp(&value.value)) {
                Ok(at) => first.values[at].count += value.count,
                Err(at) => first.values.insert(at, value),
            }
        }
    }
    all
}

/// A line of a worksheet that somebody filled: its number, mapping, table, vendor value, standard value.
pub type Decision = (u64, String, String, String, String);

/// The mappings of the project with the decisions of `lines` in their code tables: path and text of each that changes,
/// and the number of entries that are new or other than before.
///
/// # Errors
/// Every line that names no mapping or table of the project, that gives a value the standard does not have, or that
/// contradicts an earlier one: with its number, placed by `place`.
pub fn read_codes(
    project: &Project,
    lines: &[Decision],
    place: &dyn Fn(Problem, u64) -> Problem,
) -> Result<(Vec<(PathBuf, String)>, usize), Problems> {
    let mut problems = Problems::default();
    let tables: Vec<CodeTableCount> =
        merged(project.jobs.iter().flat_map(|job| tables_of(project, job, &BTreeMap::new())).collect());
    let mut decided: BTreeMap<(&str, &str, &str), (&str, u64)> = BTreeMap::new();
    for (line, mapping, table, value, standard) in lines {
        let known = tables.iter().find(|known| known.mapping == *mapping && known.table == *table);
        let Some(known) = known else {
            let said = problem!(
                "プロジェクトに {mapping} の対応表 [code.{table}] はありません",
                "the project has no code table [code.{table}] in {mapping}"
            );
            let names =
                tables.iter().filter(|known| known.mapping == *mapping).map(|known| known.table.as_str());
            problems.push(place(said.suggest(did_you_mean(table, names)), *line));
            continue;
        };
        let allowed = known.standard.as_ref();
        if let Some(allowed) = allowed
            .filter(|allowed| !standard.is_empty() && !allowed.iter().any(|(code, _)| code == standard))
        {
            let codes: Vec<&str> = allowed.iter().map(|(code, _)| code.as_str()).take(12).collect();
            let (codes, items) = (codes.join(", "), known.items.join(", "));
            problems.push(place(
                problem!(
                    "標準コード「{standard}」は項目「{items}」のコード表にありません (あるもの: {codes})",
                    "\"{standard}\" is no code of \"{items}\" (there are: {codes})"
                ),
                *line,
            ));
            continue;
        }
        match decided.insert((mapping, table, value), (standard, *line)) {
            Some((other, first)) if other != standard => problems.push(place(
                problem!(
                    "{first} 行目と同じ値に別の標準コードがあります",
                    "gives the value of line {first} another code"
                ),
                *line,
            )),
            _ => {}
        }
    }
    problems.finish()?;
    let mut changes: BTreeMap<&str, Vec<(String, String, String)>> = BTreeMap::new();
    for ((mapping, table, value), (standard, _)) in decided {
        let known = tables.iter().find(|known| known.mapping == mapping && known.table == table);
        let now = known.and_then(|known| known.values.iter().find(|known| known.value == value));
        if now.and_then(|now| now.standard.as_deref()) != Some(standard) {
            let change = (table.to_owned(), value.to_owned(), standard.to_owned());
            changes.entry(mapping).or_default().push(change);
        }
    }
    let (mut files, mut count) = (Vec::new(), 0);
    for (mapping, codes) in changes {
        let targets = project.jobs.iter().flat_map(|job| &job.targets);
        let mut paths = targets.map(|target| &target.mapping_file);
        let Some(path) = paths.find(|path| inputs::shown(&project.folder, path) == mapping) else { continue };
        let text = std::fs::read_to_string(path).map_err(|error| Problem::io(path, &error))?;
        files.push((path.clone(), with_codes(path, &text, &codes)?));
        count += codes.len();
    }
    Ok((files, count))
}
