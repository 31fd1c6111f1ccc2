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
mod opening;
mod pass;
mod pictures;
mod planning;
mod profile;
mod protected;
mod repertoire;
mod sink;
mod verdict;
pub(crate) mod whole;

pub(crate) use answer::of_file;
pub use expected::ExpectedTotal;
pub use height::{HEIGHTS, height};
pub use init::{Draft, DraftTotal, draft};
pub(crate) use opening::{layouts_of, refuse_inside, standard_of, unknown_layouts};
pub use profile::Profile;
pub use utsushi_delivery::verification as result;
pub use utsushi_delivery::verification::*;
pub use verdict::{CONDITIONAL_ON, REFUSE_ON};

use crate::convert::{BASE_COST, CHUNK_COST};
use crate::rehearse::SampleRules;
use crate::{Observer, verify::answer::Across};
use assemble::Gathered;
use cook::Kitchen;
use feed::Source;
use opening::Opened;
use pass::{Pass, Passed};
use pictures::Pictures;
use planning::{checker_of, plan_of};
use protected::find_protected;
use sink::{About, Sink};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use utsushi_delivery::read::{Kind, Reading, Remark, find};
use utsushi_findings::{
    CHR001, CHR002, CHR003, Code, Detail, Finding, Lang, Origin, Policy, Problem, Problems, problem,
};
use utsushi_layout::{Library, Masking, Treatment};
use utsushi_store::{MemoryBudget, RunFolder, hex, peak_memory, write_small};

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
        (self.memory.bytes().saturating_sub(BASE_COST + facts) / CHUNK_COST).clamp(2, (threads * 8).max(4))
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

/// Verifies a delivery.
///
/// # Errors
/// It could not be done: nothing there, a wrong profile or `delivery.toml`, no space, stopped. Nothing is left then. What
/// is wrong with the delivery is no error but the result.
pub fn verify(options: &VerifyOptions<'_>, observer: &dyn Observer) -> Result<VerifyOutcome, Problems> {
    let started = Instant::now();
    let Opened { delivery, standard, layouts, profile, taken, base_date } = Opened::new(options)?;
    let folder = RunFolder::create(&options.out, options.overwrite, "verification.json")?;
    let go_on = || options.go_on();
    observer.job(&delivery.name, None);
    let mut search = find(&delivery, &standard, &layouts, folder.scratch())?;
    let mut remarks: Vec<Remark> = delivery.remarks.clone();
    remarks.append(&mut search.remarks);

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
    let hashed_later = readings.iter().filter(|(_, reading)| reading.hashes());
    let hashed_later = hashed_later.map(|(_, reading)| reading.member).collect();
    let (mut sha256, unread) = whole::digests(&delivery, &hashed_later, &go_on)?;
    observer.job_done();
    let pictures = Pictures::new(&delivery, &search.others, &sha256);
    let plan = plan_of(&layouts, &readings, base_date.as_deref(), pictures.images);
    for (layout, reading) in readings {
        let file = plan.file(&layouts[layout].id()).unwrap_or(0);
        let checker = checker_of(&standard, &reading, &taken.repertoire, base_date.as_deref());
        sources.push(Source { reading, file, checker });
    }
    let member_of = |source: &Source| source.reading.member;
    for (member, text) in unread {
        let layout = sources.iter().find(|source| member_of(source) == member);
        let layout = layout.map(|source| source.reading.layout.id());
        whole::tell_unreadable(&mut remarks, &delivery, member, layout, &text);
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
    let mut gathered = Gathered::new(&sources);
    let scratch = folder.scratch();
    let pass = Pass { options, observer, delivery: &delivery, sources: &sources, about: &about, scratch };
    let Passed { states, failed, digests } = pass.run(&kitchen, &mut sink, &mut across, &mut gathered)?;
    for (source, digest) in digests {
        sha256[member_of(&sources[source])] = Some(hex(&digest));
    }
    gathered.leave_out_taken(&taken.repertoire);
    let answered = across.finish(&about, &mut sink, options.lang, folder.scratch(), &go_on)?;
    observer.job_done();

    for (source, text) in failed {
        let member = member_of(&sources[source]);
        gathered.failed.push(source);
        let layout = Some(about[source].layout[0].id());
        whole::tell_unreadable(&mut remarks, &delivery, member, layout, &text);
    }
    for (source, (about, state)) in about.iter().zip(&states).enumerate() {
        remarks.extend(whole::of_source(about, state, gathered.failed.contains(&source)));
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
    remarks.extend(whole::without_masters(&layouts, &search.found, &missing));
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
            taken: &taken,
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

pub(crate) fn output(written: &utsushi_store::Written) -> utsushi_delivery::Output {
    utsushi_delivery::Output {
        path: written.path.clone(),
        bytes: written.bytes,
        sha256: written.sha256_hex(),
        rows: None,
    }
}
