//! `verify`: a delivery, whoever made it, against the standard: what is wrong with it, and whether to take it.
//!
//! Files are found and told apart by `utsushi-delivery`, items and records checked as in `convert`, rules over many rows
//! fed while the rows go by. Work goes round by round in the current rayon pool; findings come in the order of the files
//! and their records, so that threads and memory make no difference.

mod answer;
mod assemble;
mod cook;
mod expected;
mod feed;
mod frictionless;
mod gaiji;
mod height;
mod init;
mod pictures;
mod profile;
mod sink;
mod verdict;
mod whole;

pub use expected::ExpectedTotal;
pub use height::{HEIGHTS, height};
pub use init::{Draft, DraftTotal, draft};
pub use profile::Profile;
pub use utsushi_delivery::verification as result;
pub use utsushi_delivery::verification::*;
pub use verdict::{CONDITIONAL_ON, REFUSE_ON};

use crate::convert::{BASE_COST, CHUNK_COST};
use crate::outputs::Base;
use crate::protection::Protection;
use crate::rehearse::SampleRules;
use crate::{Observer, verify::answer::Across};
use assemble::Gathered;
use cook::{Cooked, Kitchen};
use feed::{Feeder, Source};
use pictures::Pictures;
use rayon::prelude::*;
use sink::{About, Sink};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use utsushi_check::Checker;
use utsushi_check::file::{FileInRun, Plan};
use utsushi_delivery::read::{Delivery, Kind, Reading, Remark, find};
use utsushi_findings::{
    CHR001, CHR002, CHR003, Code, Detail, FMT005, FMT008, Finding, Lang, Origin, Policy, Problem, Problems,
    SET031, problem,
};
use utsushi_layout::{FileLayout, Is, Library, Masking, Relation, Standard, Test, Treatment};
use utsushi_legacy::LineEnds;
use utsushi_store::{MemoryBudget, RunFolder, peak_memory, write_small};
use utsushi_text::Repertoire;

/// What people read of a verification: paths in its folder with their bytes.
pub type Pages<'a> = dyn Fn(&Verification) -> Result<Vec<(String, Vec<u8>)>, Problem> + 'a + Sync;

/// How a delivery is verified.
pub struct VerifyOptions<'a> {
    /// A folder or a zip.
    pub delivery: PathBuf,
    /// Where the result appears.
    pub out: PathBuf,
    /// Whether an earlier result there is replaced.
    pub overwrite: bool,
    /// 基準日, `YYYYMMDD`, if it was named.
    pub base_date: Option<String>,
    /// The standard, if it was named.
    pub standard: Option<String>,
    /// Where layouts are read from.
    pub library: &'a Library,
    /// The profile's file, if there is one.
    pub profile: Option<PathBuf>,
    /// Figures that the clerk filled in.
    pub expected: Vec<ExpectedTotal>,
    /// Whether `verify.json` is written.
    pub json: bool,
    /// What is shown of values.
    pub masking: Masking,
    /// Language of the files.
    pub lang: Lang,
    /// How much is held at once.
    pub memory: MemoryBudget,
    /// Set from outside to stop; nothing is left behind then.
    pub cancelled: &'a AtomicBool,
    /// Makes the pages.
    pub pages: &'a Pages<'a>,
    /// Where the delivery is a sample of a rehearsal: what cannot be judged of it.
    pub sample: Option<&'a SampleRules>,
}

/// The part of `--memory` that facts about rows may take before they go to scratch.
const FACTS_SHARE: u64 = 8;

impl VerifyOptions<'_> {
    fn pieces_per_round(&self) -> usize {
        let threads = rayon::current_num_threads() as u64;
        let facts = self.memory.bytes() / FACTS_SHARE;
        (self.memory.bytes().saturating_sub(BASE_COST + facts) / CHUNK_COST).clamp(2, (threads * 4).max(4))
            as usize
    }

    fn go_on(&self) -> Result<(), Problem> {
        match self.cancelled.load(Ordering::Relaxed) {
            true => Err(problem!(
                "中断しました。結果は何も残していません",
                "cancelled; no result was left behind"
            )),
            false => Ok(()),
        }
    }
}

/// What a verification came to.
#[derive(Debug)]
pub struct VerifyOutcome {
    /// The result as it was written.
    pub verification: Verification,
    /// Whether it is a plain yes: exit status 0.
    pub accepted: bool,
    /// How long it took.
    pub time: Duration,
    /// The most memory the process has held, in bytes, where the system tells.
    pub peak_memory: Option<u64>,
}

/// The standard that a delivery follows: as it was named, as it says itself, or 中間標準レイアウト V2.7.
fn standard_of(named: Option<&str>, delivery: &Delivery, library: &Library) -> Result<Standard, Problems> {
    let manifest = delivery.manifest.as_ref().map(|manifest| manifest.standard.name.as_str());
    let name = named.or(delivery.declared.standard.as_deref()).or(manifest).unwrap_or("chukan-2.7");
    library.load(name)
}

/// The layouts of a standard.
fn layouts_of(standard: &Standard) -> Vec<Arc<FileLayout>> {
    standard.files().cloned().map(Arc::new).collect()
}

/// A layout of images with the check that their pages add up: an image with a second page has as many rows as it says to
/// have pages. One with only a first page may be a file that binds them all.
fn with_pages(layout: &FileLayout) -> FileLayout {
    let mut layout = layout.clone();
    let roles =
        ["business_number", "image_kind", "image_key", "page_number"].map(|role| layout.role_index(role));
    let pages = layout.items.iter().position(|item| item.slug == "page_count");
    if let ([Some(business), Some(kind), Some(key), Some(page)], Some(pages)) = (roles, pages) {
        let items = vec![business, kind, key];
        let second = ["2", "02", "002", "0002", "00002"].map(str::to_owned).to_vec();
        layout.rules.relations.push(Relation {
            items: items.clone(),
            to: layout.id(),
            roles: items,
            as_of: None,
            valid: (None, None),
            when: vec![Test { item: page, is: Is::In(second) }],
            to_when: Vec::new(),
            equal: Vec::new(),
            count_equals: Some(pages),
            error: false,
            source: "common practice".to_owned(),
        });
    }
    layout
}

/// Characters that the receiving side takes, and where that is from.
fn repertoire_of(delivery: &Delivery) -> Result<Repertoire, Problem> {
    let declared = delivery.declared.characters.as_ref().map(|characters| characters.repertoire.as_str());
    let manifest = delivery.manifest.as_ref().map(|manifest| manifest.characters.repertoire.as_str());
    let name = declared.or(manifest.filter(|name| *name != "mj-plus")).unwrap_or("mj");
    Repertoire::from_name(name).ok_or_else(|| {
        problem!("文字の範囲「{name}」はありません", "there is no repertoire \"{name}\"").help(
            "delivery.toml の [characters] repertoire は mj・jisx0213・jisx0208・cp932 のどれかです",
            "[characters] repertoire in delivery.toml is mj, jisx0213, jisx0208 or cp932",
        )
    })
}

/// The result must not become a part of what is verified.
fn refuse_inside(out: &Path, delivery: &Path) -> Result<(), Problem> {
    let Ok(inside) = delivery.canonicalize() else { return Ok(()) };
    let mut place = std::path::absolute(out).map_err(|error| Problem::io(out, &error))?;
    let mut above = Vec::new();
    while place.canonicalize().is_err() {
        above.extend(place.file_name().map(ToOwned::to_owned));
        if !place.pop() {
            break;
        }
    }
    let place = place.canonicalize().unwrap_or(place);
    if place.starts_with(&inside) || (above.is_empty() && inside.starts_with(&place)) {
        return Err(problem!(
            "結果の出力先が納品物の中か上にあります",
            "the folder of the result lies inside or above the delivery"
        )
        .at(out)
        .help("--out で別のフォルダーを指定してください", "name another folder with --out"));
    }
    Ok(())
}

/// What is known of a source so far.
#[derive(Default, Clone)]
struct State {
    records: u64,
    lines: u64,
    bytes: u64,
    blank_lines: u64,
    line_ends: LineEnds,
}

/// Verifies a delivery.
///
/// # Errors
/// It could not be done: nothing there, a wrong profile or `delivery.toml`, no space, stopped. Nothing is left then. What
/// is wrong with the delivery is no error but the result.
pub fn verify(options: &VerifyOptions<'_>, observer: &dyn Observer) -> Result<VerifyOutcome, Problems> {
    let started = Instant::now();
    let delivery = Delivery::open(&options.delivery)?;
    let standard = standard_of(options.standard.as_deref(), &delivery, options.library)?;
    let mut profile = match &options.profile {
        None => Profile::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| Problem::io(path, &error))?;
            Profile::read(path, &text, &standard)?
        }
    };
    if let Some(sample) = options.sample {
        profile.turn_off(&sample.codes_off());
    }
    let repertoire = repertoire_of(&delivery)?;
    let base_date = options
        .base_date
        .clone()
        .or_else(|| delivery.declared.base_date.clone())
        .or_else(|| delivery.manifest.as_ref().and_then(|manifest| manifest.base_date.clone()));
    refuse_inside(&options.out, &options.delivery)?;
    let mut layouts = layouts_of(&standard);
    if let Some(sample) = options.sample {
        layouts = layouts.into_iter().map(|layout| sample.trimmed(layout)).collect();
    }
    unknown_layouts(&delivery, &layouts)?;
    let folder = RunFolder::create(&options.out, options.overwrite, "verification.json")?;
    let go_on = || options.go_on();
    observer.job(&delivery.name, None);
    let mut search = find(&delivery, &standard, &layouts, folder.scratch())?;
    let mut remarks: Vec<Remark> = delivery.remarks.clone();
    remarks.append(&mut search.remarks);
    let (sha256, unread) = whole::digests(&delivery, &go_on)?;
    observer.job_done();

    let mut sources: Vec<Source> = Vec::new();
    let mut readings: Vec<(usize, Reading)> = Vec::new();
    for found in &mut search.found {
        let layout = &layouts[found.layout];
        for part in &found.parts {
            match Reading::new(&delivery, layout, part) {
                Ok(reading) => readings.push((found.layout, reading)),
                Err(text) => {
                    found.unreadable.push(part.member);
                    remarks.push(whole::unreadable(&delivery, part.member, Some(layout.id()), &text));
                }
            }
        }
    }
    let pictures = Pictures::new(&delivery, &search.others, &sha256);
    let plan = plan_of(&layouts, &readings, base_date.as_deref(), pictures.images);
    for (layout, reading) in readings {
        let file = plan.file(&layouts[layout].id()).unwrap_or(0);
        let checker = checker_of(&standard, &reading, &repertoire, base_date.as_deref());
        sources.push(Source { reading, file, checker });
    }
    let member_of = |source: &Source| source.reading.member;
    for (member, text) in unread {
        let known = remarks
            .iter()
            .any(|remark| remark.path == delivery.members[member].path && remark.code.id == "SET008");
        if !known {
            let layout = sources.iter().find(|source| member_of(source) == member);
            let layout = layout.map(|source| source.reading.layout.id());
            remarks.push(whole::unreadable(&delivery, member, layout, &text));
        }
    }

    let has_list =
        sources.iter().any(|source| source.reading.layout.role_index("identification_status").is_some());
    let mut ignored = profile.ignored();
    if has_list {
        // Each code is looked up in the list instead of being told wherever it stands.
        ignored.push(Code(&CHR003));
    }
    // Nothing is rejected: bytes that are no characters cost their item, not the row.
    let mut policy = Policy::default();
    for code in [CHR001.id, CHR002.id] {
        policy.set(code, "blank")?;
    }
    let masking = options.masking;
    let treatment = Arc::new(Treatment { policy, masking, ignored, ..Treatment::default() });
    let protection = find_protected(options, &delivery, &sources, &plan, &treatment, &pictures, &folder)?;
    let kitchen = Kitchen::new(&sources, treatment, &plan, &protection, &pictures, base_date.as_deref());
    let mut sink = Sink::create(&folder, &profile, options.lang)?;
    let memory = (options.memory.bytes() / FACTS_SHARE) as usize;
    let mut across = Across::new(&plan, folder.scratch(), memory)?;
    let about: Vec<About> = sources
        .iter()
        .map(|source| About::new(&delivery.members[member_of(source)].path, Some(&source.reading.layout)))
        .collect();
    let mut states: Vec<State> = sources
        .iter()
        .map(|source| {
            let (lines, bytes) = source.reading.before();
            State { lines, bytes, ..State::default() }
        })
        .collect();
    let bytes = sources.iter().map(|source| delivery.members[member_of(source)].bytes).sum();
    observer.job(&delivery.name, Some(bytes));
    let mut gathered = Gathered::new(&sources);
    let mut feeder = Feeder::new(&delivery, &sources, folder.scratch(), 0..sources.len());
    let size = options.pieces_per_round();
    let mut raw = feeder.round(size);
    let mut done: Vec<Cooked> = Vec::new();
    while !(raw.is_empty() && done.is_empty()) {
        options.go_on()?;
        let more = !raw.is_empty();
        let pieces = std::mem::take(&mut raw);
        let ((next, cooked), written) = rayon::join(
            || {
                rayon::join(
                    || if more { feeder.round(size) } else { Vec::new() },
                    || {
                        let pieces = pieces.into_par_iter().with_max_len(1);
                        pieces.map(|raw| kitchen.cook(raw)).collect::<Vec<_>>()
                    },
                )
            },
            || -> Result<(), Problem> {
                for mut cooked in done.drain(..) {
                    let state = &mut states[cooked.source];
                    let base = Base { records: state.records, lines: state.lines, offset: state.bytes };
                    let mut findings = std::mem::take(&mut cooked.findings);
                    for finding in &mut findings {
                        finding.origin.record += base.records + 1;
                        finding.origin.line += base.lines + 1;
                        finding.origin.offset += base.offset;
                    }
                    sink.write(findings, &about[cooked.source])?;
                    let file = sources[cooked.source].file;
                    across.add(&mut cooked, file, base)?;
                    gathered.add(&mut cooked, base.records);
                    state.records += cooked.records;
                    state.lines += cooked.lines;
                    state.bytes += cooked.bytes;
                    state.blank_lines += cooked.blank_lines;
                    state.line_ends.merge(cooked.line_ends);
                }
                Ok(())
            },
        );
        written?;
        raw = next;
        done = cooked;
        observer
            .progress(states.iter().map(|state| state.bytes).sum(), states.iter().map(|s| s.records).sum());
    }
    let failed = std::mem::take(&mut feeder.failed);
    drop(feeder);
    let answered = across.finish(&about, &mut sink, options.lang, folder.scratch(), &go_on)?;
    observer.job_done();

    for (source, text) in failed {
        let member = member_of(&sources[source]);
        gathered.failed.push(source);
        let known = remarks
            .iter()
            .any(|remark| remark.path == delivery.members[member].path && remark.code.id == "SET008");
        if !known {
            remarks.push(whole::unreadable(&delivery, member, Some(about[source].layout[0].id()), &text));
        }
    }
    for (source, state) in states.iter().enumerate() {
        let layout = Some(about[source].layout[0].id());
        let path = about[source].path[0].as_str();
        let mut add =
            |code, detail| remarks.push(Remark { code, path: path.into(), layout: layout.clone(), detail });
        if state.blank_lines > 0 {
            add(&FMT005, Detail::Counts { expected: 0, actual: state.blank_lines });
        }
        if state.line_ends.mixed() {
            let LineEnds { crlf, lf, cr } = state.line_ends;
            add(&FMT008, Detail::Text(format!("CRLF {crlf}, LF {lf}, CR {cr}").into()));
        }
        if state.records == 0 && !gathered.failed.contains(&source) {
            add(&SET031, Detail::None);
        }
    }
    for found in &search.found {
        let of = |source: &usize| sources[*source].reading.layout.id() == layouts[found.layout].id();
        let rows = (0..sources.len()).filter(of).map(|source| states[source].records).sum();
        remarks.extend(found.disagreement(&delivery, &layouts[found.layout], rows));
    }
    remarks.extend(whole::compare_recorded(&delivery, &layouts, &sha256));
    remarks.extend(whole::declared_missing(&delivery));
    let told: Vec<String> = remarks
        .iter()
        .filter(|remark| remark.code.id == "SET004")
        .filter_map(|remark| remark.layout.clone())
        .collect();
    let required = (&profile.used.require_businesses[..], &profile.used.require_files[..]);
    let missing = whole::missing(&layouts, &search.found, required, &told);
    remarks.extend(missing.iter().map(|(_, remark)| remark.clone()));
    if has_list {
        let unlisted = gathered.unlisted();
        for (source, finding) in unlisted {
            sink.write(vec![finding], &about[source])?;
        }
    }
    if sources.iter().any(|source| source.reading.layout.role_index("image_key").is_some()) {
        for member in pictures.unlisted() {
            gathered.images_unlisted += 1;
            let path = delivery.members[member].path.as_str();
            remarks.push(Remark {
                code: &utsushi_findings::SET026,
                path: path.into(),
                layout: None,
                detail: Detail::None,
            });
        }
    }
    let (totals, differing) = expected::compare(options, &profile, &layouts, &answered, base_date.as_deref());
    for (layout, finding) in differing {
        sink.write(vec![finding], &About::new("", layout.as_ref()))?;
    }
    remarks.sort_by(|a, b| (&a.layout, &a.path, a.code.id).cmp(&(&b.layout, &b.path, b.code.id)));
    for remark in &remarks {
        let layout = remark.layout.as_ref().and_then(|id| layouts.iter().find(|layout| layout.id() == *id));
        let finding = Finding {
            origin: Origin::default(),
            ..answer::of_file(Code(remark.code), remark.detail.clone())
        };
        sink.write(vec![finding], &About::new(&remark.path, layout))?;
    }

    let signed =
        match (delivery.kind, delivery.member("manifest.json").filter(|_| delivery.manifest.is_some())) {
            (Kind::Zip, _) => (whole::digest_of_zip(&delivery)?, delivery.name.clone()),
            (_, Some(member)) => (sha256[member].clone().unwrap_or_default(), "manifest.json".to_owned()),
            _ => Default::default(),
        };
    let mut verification = assemble::assemble(
        assemble::Parts {
            options,
            delivery: &delivery,
            standard: &standard,
            layouts: &layouts,
            repertoire: &repertoire,
            base_date,
            search: &search,
            sources: &sources,
            records: states.iter().map(|state| state.records).collect(),
            missing: missing.iter().map(|(layout, _)| *layout).collect(),
            sha256: &sha256,
            signed,
            plan: &plan,
            answered: &answered,
            gathered: &gathered,
            pictures: (pictures.images, pictures.fonts),
            totals,
            profile: &profile,
        },
        &sink,
    );
    let kept = options.json.then(|| frictionless::report(&verification, &sink.kept));
    let (written, overview) = sink.finish()?;
    verification.groups = assemble::groups(overview, &layouts, options.lang);
    let mut outputs = written;
    if let Some(text) = kept {
        outputs.push(write_small(&folder, "verify.json", text.as_bytes())?);
    }
    verification.outputs = outputs.iter().map(output).collect();
    for (path, bytes) in (options.pages)(&verification)? {
        let written = write_small(&folder, &path, &bytes)?;
        verification.outputs.push(output(&written));
    }
    verification.outputs.sort_by(|a, b| a.path.cmp(&b.path));
    let text = serde_json::to_string_pretty(&verification).unwrap_or_default() + "\n";
    write_small(&folder, "verification.json", text.as_bytes())?;
    folder.finish()?;
    let accepted = match verification.verdict.decision {
        Decision::Accept => true,
        Decision::Conditional => profile.accepts_conditional(),
        Decision::Refuse => false,
    };
    Ok(VerifyOutcome { verification, accepted, time: started.elapsed(), peak_memory: peak_memory() })
}

fn output(written: &utsushi_store::Written) -> utsushi_delivery::Output {
    utsushi_delivery::Output {
        path: written.path.clone(),
        bytes: written.bytes,
        sha256: written.sha256_hex(),
        rows: None,
    }
}

/// `delivery.toml` names layouts of another standard.
fn unknown_layouts(delivery: &Delivery, layouts: &[Arc<FileLayout>]) -> Result<(), Problems> {
    let mut problems = Problems::default();
    for file in &delivery.declared.files {
        if !layouts.iter().any(|layout| layout.id() == file.layout) {
            let id = &file.layout;
            let known: Vec<String> = layouts.iter().map(|layout| layout.id()).collect();
            let nearest = utsushi_findings::did_you_mean(id, known.iter().map(String::as_str));
            let said =
                problem!("移行ファイル「{id}」は標準にありません", "the standard has no file \"{id}\"");
            problems.push(said.at(utsushi_delivery::read::DECLARED).suggest(nearest));
        }
    }
    problems.finish()
}

fn plan_of(
    layouts: &[Arc<FileLayout>],
    readings: &[(usize, Reading)],
    base_date: Option<&str>,
    images: bool,
) -> Plan {
    let mut files: Vec<(usize, FileInRun)> = Vec::new();
    for (layout, reading) in readings {
        let mapped = reading.mapped();
        match files.iter_mut().find(|(known, _)| known == layout) {
            Some((_, file)) => file.mapped.iter_mut().zip(mapped).for_each(|(all, one)| *all &= one),
            None => {
                let known = &layouts[*layout];
                let of_images = images && known.role_index("image_key").is_some();
                let layout_used = if of_images { Arc::new(with_pages(known)) } else { Arc::clone(known) };
                files.push((*layout, FileInRun { layout: layout_used, mapped }));
            }
        }
    }
    Plan::new(files.into_iter().map(|(_, file)| file).collect(), base_date).of_delivery()
}

/// The checks of a file. That a needed item has no column is said once, not in every row.
fn checker_of(
    standard: &Standard,
    reading: &Reading,
    repertoire: &Repertoire,
    base_date: Option<&str>,
) -> Checker {
    let mapped = reading.mapped();
    let mut layout = (*reading.layout).clone();
    for (item, mapped) in layout.items.iter_mut().zip(&mapped) {
        item.key &= mapped;
        item.required &= mapped;
    }
    Checker::new(standard, Arc::new(layout), repertoire.clone(), &mapped, base_date)
}

/// Reads, before anything is written, who is under 支援措置.
fn find_protected(
    options: &VerifyOptions<'_>,
    delivery: &Delivery,
    sources: &[Source],
    plan: &Plan,
    treatment: &Arc<Treatment>,
    pictures: &Pictures,
    folder: &RunFolder,
) -> Result<Protection, Problem> {
    let unmasked = options.masking == Masking::Off;
    let tells = |source: &usize| Protection::is_told_by(&sources[*source].reading.layout, unmasked);
    let which = (0..sources.len()).filter(tells);
    let mut protection = Protection::drawn();
    let mut feeder = Feeder::new(delivery, sources, folder.scratch(), which);
    loop {
        options.go_on()?;
        let round = feeder.round(options.pieces_per_round());
        if round.is_empty() {
            break;
        }
        let kitchen = Kitchen::new(sources, Arc::clone(treatment), plan, &protection, pictures, None);
        let found = round.par_iter().with_max_len(1).map(|raw| kitchen.protected(raw));
        let found: Vec<Vec<u64>> = found.collect();
        found.into_iter().for_each(|numbers| protection.add(numbers));
    }
    if !feeder.failed.is_empty() {
        // Who stands in what cannot be read nobody knows.
        protection.everybody = true;
    }
    Ok(protection)
}
