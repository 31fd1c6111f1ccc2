//! The census of gaiji: every private character, and every other character outside the target repertoire, that stands in a
//! text item of a standard file, before anything is replaced. The counts are those that a run would have.

use crate::convert::Options;
use crate::job::Feeder;
use crate::project::{Project, ProjectJob};
use crate::{chunk::RawChunk, selection};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use utsushi_findings::{Problem, Problems, problem};
use utsushi_layout::{Rows, Treatment};
use utsushi_legacy::Records;
use utsushi_mapping::Workspace;
use utsushi_text::gaiji::{GaijiStatus, parse_vendor_code};
use utsushi_text::{CharacterProblemKind, is_private_use};

/// Contexts and first places kept of a character.
const KEPT: usize = 5;
/// The standard file in which a delivery lists its gaiji (外字一覧).
const GAIJI_LIST: &str = "00.gaiji_list";

/// What is in the way of a character.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum CensusKind {
    /// A gaiji with this status in the table; `None` if the table does not have it.
    Gaiji(Option<Status>),
    /// Outside the repertoire.
    Outside,
    /// A variation sequence that is not registered.
    UnregisteredSequence,
    /// A variation selector without a base.
    LoneSelector,
}

/// [`GaijiStatus`] in the order of a census.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Status(u8);

impl Status {
    fn new(status: GaijiStatus) -> Status {
        Status(GaijiStatus::ALL.iter().position(|one| *one == status).unwrap_or(0) as u8)
    }

    /// The status.
    pub fn get(self) -> GaijiStatus {
        GaijiStatus::ALL.get(usize::from(self.0)).copied().unwrap_or(GaijiStatus::Pending)
    }
}

impl CensusKind {
    /// Its name in a census.
    pub fn name(self) -> &'static str {
        match self {
            CensusKind::Gaiji(None) => "gaiji",
            CensusKind::Gaiji(Some(status)) => status.get().name(),
            CensusKind::Outside => "outside",
            CensusKind::UnregisteredSequence => "unregistered_sequence",
            CensusKind::LoneSelector => "lone_selector",
        }
    }
}

/// Where a character stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FirstPlace {
    /// The job.
    pub job: String,
    /// The input, as the trace names it.
    pub input: String,
    /// Record in it, from 1.
    pub record: u64,
    /// Line, from 1.
    pub line: u64,
    /// Byte offset of the record.
    pub offset: u64,
}

/// A value in which a character stands, in clear.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The value.
    pub value: String,
    /// The kana of the same record, where the file has an item for it.
    pub kana: String,
}

/// One character, or character with variation selector.
#[derive(Clone, Debug)]
pub struct CensusEntry {
    /// The character.
    pub text: String,
    /// What is in its way.
    pub kind: CensusKind,
    /// How often it stands there.
    pub count: u64,
    /// In how many records.
    pub records: u64,
    /// How often in which file and item (slugs).
    pub items: BTreeMap<(String, String), u64>,
    /// The first places.
    pub first: Vec<FirstPlace>,
    /// The first different values.
    pub contexts: Vec<Context>,
}

/// The census of a project.
#[derive(Debug, Default)]
pub struct Census {
    /// By what stands there.
    pub entries: BTreeMap<String, CensusEntry>,
    /// Records read.
    pub records: u64,
    /// The gaiji for which a delivered 外字一覧 names a glyph (a font or an image); `None` if the project delivers none.
    pub listed: Option<BTreeSet<char>>,
}

/// Takes the census of every job of the project.
///
/// # Errors
/// An input that cannot be read, or Ctrl-C.
pub fn census(project: &Project, options: &Options<'_>) -> Result<Census, Problems> {
    let mut census = Census::default();
    for job in &project.jobs {
        if job.targets.iter().any(|target| target.layout.id() == GAIJI_LIST) {
            census.listed.get_or_insert_default();
        }
        let mut bases = vec![(0_u64, 0_u64); job.inputs.len()];
        for (base, input) in bases.iter_mut().zip(&job.inputs) {
            base.1 = input.header.lines;
        }
        let mut feeder = Feeder::new(job, 0);
        loop {
            if options.cancelled.load(std::sync::atomic::Ordering::Relaxed) {
                return Err(problem!("中断しました", "cancelled").into());
            }
            let round = feeder.round(options.chunks_per_round())?;
            if round.is_empty() {
                break;
            }
            let counted: Vec<Counted> = round
                .into_par_iter()
                .with_max_len(1)
                .map(|raw| count(project, job, raw))
                .collect::<Result<_, Problem>>()?;
            for done in counted {
                census.take(job, done, &mut bases);
            }
        }
    }
    Ok(census)
}

/// What one chunk holds; records and lines from 0 in the chunk.
struct Counted {
    input: usize,
    records: u64,
    lines: u64,
    entries: BTreeMap<String, CensusEntry>,
    listed: Vec<char>,
}

impl Census {
    fn take(&mut self, job: &ProjectJob, done: Counted, bases: &mut [(u64, u64)]) {
        let base = &mut bases[done.input];
        for (text, mut entry) in done.entries {
            for place in &mut entry.first {
                place.job.clone_from(&job.name);
                place.input.clone_from(&job.inputs[done.input].shown);
                place.record += base.0 + 1;
                place.line += base.1 + 1;
            }
            match self.entries.get_mut(&text) {
                None => {
                    self.entries.insert(text, entry);
                }
                Some(known) => {
                    known.count += entry.count;
                    known.records += entry.records;
                    for (item, count) in entry.items {
                        *known.items.entry(item).or_default() += count;
                    }
                    known.first.extend(entry.first);
                    known.first.truncate(KEPT);
                    for context in entry.contexts {
                        known.remember(context);
                    }
                }
            }
        }
        base.0 += done.records;
        base.1 += done.lines;
        self.records += done.records;
        if let Some(listed) = &mut self.listed {
            listed.extend(done.listed);
        }
    }
}

impl CensusEntry {
    fn remember(&mut self, context: Context) {
        if self.contexts.len() < KEPT && !self.contexts.contains(&context) {
            self.contexts.push(context);
        }
    }
}

fn count(
    project: &Project,
    job: &ProjectJob,
    RawChunk { input, chunk, .. }: RawChunk,
) -> Result<Counted, Problem> {
    let carrier = &project.characters.carrier;
    let mut records = Records::default();
    let (mut text, mut work) = (String::new(), Workspace::default());
    records.parse(&job.source, &job.inputs[input].header, &chunk);
    let spans = records.spans();
    let left = selection::left_behind(job, &chunk, &records, &mut text);
    let mut wanted = vec![false; spans.len()];
    let mut entries: BTreeMap<String, CensusEntry> = BTreeMap::new();
    let mut in_records: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    let mut listed = Vec::new();
    let treatment = std::sync::Arc::new(Treatment::default());
    for target in &job.targets {
        let layout = &target.layout;
        let mut rows = Rows::new(layout.clone(), treatment.clone());
        let selection = selection::select(target, &chunk, &records, &left, &mut wanted, &mut text);
        match target.each {
            Some(_) => rows.begin_repeated(selection.rows),
            None => rows.begin(selection.rows.iter().map(|row| row.0)),
        }
        // Not the corrected values: a correction counts where it is applied, in the run.
        target.mapper.map(&chunk, &records, &mut rows, &mut work);
        if layout.id() == GAIJI_LIST {
            listed.extend(with_glyph(&rows));
        }
        for (item, described) in layout.items.iter().enumerate().filter(|(_, item)| item.kind.can_keep()) {
            let column = rows.column(item);
            if carrier.is_plain(column.text()) {
                continue;
            }
            let kana = layout.item_index(&format!("{}_kana", described.slug));
            for row in 0..rows.len() {
                let value = column.get(row);
                let mut start = 0;
                while let Some(found) =
                    value.get(start..).and_then(|rest| carrier.repertoire.first_problem(rest))
                {
                    let at = start + found.offset;
                    start = at + found.length;
                    let one = value.get(at..start).unwrap_or("");
                    let kind = match found.kind {
                        CharacterProblemKind::Control => continue,
                        CharacterProblemKind::PrivateUse => CensusKind::Gaiji(
                            carrier.gaiji.get(found.character).map(|gaiji| Status::new(gaiji.status)),
                        ),
                        CharacterProblemKind::Outside => CensusKind::Outside,
                        CharacterProblemKind::UnregisteredSequence => CensusKind::UnregisteredSequence,
                        CharacterProblemKind::LoneSelector => CensusKind::LoneSelector,
                    };
                    let record = rows.records()[row];
                    let entry = entries.entry(one.to_owned()).or_insert_with(|| CensusEntry {
                        text: one.to_owned(),
                        kind,
                        count: 0,
                        records: 0,
                        items: BTreeMap::new(),
                        first: Vec::new(),
                        contexts: Vec::new(),
                    });
                    entry.count += 1;
                    *entry.items.entry((layout.id(), described.slug.clone())).or_default() += 1;
                    let kana = kana.map_or("", |kana| rows.column(kana).get(row));
                    entry.remember(Context { value: value.to_owned(), kana: kana.to_owned() });
                    if in_records.entry(one.to_owned()).or_default().insert(record) {
                        entry.records += 1;
                        let span = &spans[record as usize];
                        entry.first.push(FirstPlace {
                            job: String::new(),
                            input: String::new(),
                            record: record.into(),
                            line: span.line.into(),
                            offset: chunk.offset + u64::from(span.start),
                        });
                    }
                }
            }
        }
    }
    for entry in entries.values_mut() {
        // Targets are counted one after the other, places stand in order of record.
        entry.first.sort_by_key(|place| place.record);
        entry.first.truncate(KEPT);
    }
    Ok(Counted { input, records: spans.len() as u64, lines: records.lines.into(), entries, listed })
}

/// The gaiji of a 外字一覧 for which it names a font or an image.
fn with_glyph(rows: &Rows) -> Vec<char> {
    let layout = rows.layout();
    let value =
        |slug: &str, row: usize| layout.item_index(slug).map_or("", |item| rows.column(item).get(row));
    (0..rows.len())
        .filter(|row| {
            !value("font_file_name", *row).is_empty() || !value("glyph_image_name", *row).is_empty()
        })
        .filter_map(|row| {
            let private = value("private_use_code", row);
            parse_vendor_code(value("gaiji_code", row))
                .or_else(|| parse_vendor_code(&format!("U+{private}")))
                .filter(|c| is_private_use(*c))
        })
        .collect()
}
