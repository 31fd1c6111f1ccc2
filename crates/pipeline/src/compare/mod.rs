//! `compare` and `delta`: what differs between two runs, two deliveries, or a delivery and the export of the new system.
//!
//! Files are found and read as in `verify`, and matched by their standard file. A first pass over both sides makes keyed digests; sorted,
//! in scratch beyond the memory, they say which rows have no equal. Only those rows are taken out in a second pass, and their
//! values compared. Results depend on the rows alone: not on threads, memory, charset or form.

mod apply;
mod delta;
mod pair;
mod side;
mod sink;
mod walk;
mod write;

pub use apply::{ApplyOptions, apply};
pub use delta::{DeltaOptions, delta};
pub use utsushi_compare::{Tolerance, Tolerances};
pub use utsushi_delivery::comparison::*;
pub use utsushi_delivery::delta::{Applied, Delta, DeltaFile, DeltaSide};

use crate::Observer;
use crate::protection::Protection;
use crate::verify::{output, refuse_inside};
use pair::{FileOf, pair_file};
use side::Opened;
use sink::Sink;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use utsushi_compare::{Columns, Digester, Side, Tolerated};
use utsushi_delivery::Tool;
use utsushi_delivery::read::Remark;
use utsushi_findings::{Code, Lang, Problem, Problems, Severity, problem};
use utsushi_layout::{Library, Masking};
use utsushi_store::{MemoryBudget, RunFolder, peak_memory, write_small};
use walk::{Walked, Walker};

/// What people read of a comparison: paths in its folder with their bytes.
pub type Pages<'a> = dyn Fn(&Comparison) -> Result<Vec<(String, Vec<u8>)>, Problem> + 'a + Sync;

/// Version of the form of `compare.json`, `delta.json` and `applied.json`.
const FORM: u32 = 1;

/// How two sets are compared.
pub struct CompareOptions<'a> {
    /// The first set: a folder, a zip or a file.
    pub a: PathBuf,
    /// The second set.
    pub b: PathBuf,
    /// Where the result appears; without it nothing is written but scratch.
    pub out: Option<PathBuf>,
    /// Whether an earlier result there is replaced.
    pub overwrite: bool,
    /// The standard of both, if it was named.
    pub standard: Option<String>,
    /// Where layouts are read from.
    pub library: &'a Library,
    /// What is excused.
    pub tolerances: Tolerances,
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
}

/// What a comparison came to.
#[derive(Debug)]
pub struct CompareOutcome {
    /// The result as it was written.
    pub comparison: Comparison,
    /// How long it took.
    pub time: Duration,
    /// The most memory the process has held, in bytes, where the system tells.
    pub peak_memory: Option<u64>,
}

/// Where scratch lies when no result is written.
const WORK: &str = "utsushi-compare-work";

/// Comparisons that may run side by side in one folder without a result.
const SIDE_BY_SIDE: usize = 16;

/// A place for scratch in the folder at hand; another comparison may have the first one.
fn work() -> Result<RunFolder, Problem> {
    let place = |nth: usize| match nth {
        0 => PathBuf::from(WORK),
        _ => PathBuf::from(format!("{WORK}-{}", nth + 1)),
    };
    let first = match RunFolder::create(&place(0), false, "compare.json") {
        Err(problem) => problem,
        free => return free,
    };
    let mut others = (1..SIDE_BY_SIDE).map(|nth| RunFolder::create(&place(nth), false, "compare.json"));
    others.find_map(Result::ok).ok_or(first)
}

fn stopped(cancelled: &AtomicBool) -> Result<(), Problem> {
    match cancelled.load(Ordering::Relaxed) {
        true => {
            Err(problem!("中断しました。結果は何も残していません", "cancelled; no result was left behind"))
        }
        false => Ok(()),
    }
}

fn tool() -> Tool {
    Tool { version: env!("CARGO_PKG_VERSION").to_owned(), manifest: FORM }
}

/// Compares two sets.
///
/// # Errors
/// It could not be done: nothing there, no standard file in it, a wrong tolerance, no space, stopped. Nothing is left then. What
/// cannot be read of a file is no error: it is counted, and the sets are not equal.
pub fn compare(options: &CompareOptions<'_>, observer: &dyn Observer) -> Result<CompareOutcome, Problems> {
    let started = Instant::now();
    let paths = [&options.a, &options.b];
    for path in paths {
        std::fs::metadata(path).map_err(|error| Problem::io(path, &error))?;
    }
    if let Some(out) = &options.out {
        paths.iter().try_for_each(|path| refuse_inside(out, path))?;
    }
    let folder = match &options.out {
        Some(out) => RunFolder::create(out, options.overwrite, "compare.json")?,
        None => work()?,
    };
    let go_on = || stopped(options.cancelled);
    let open = |path: &Path, label| -> Result<Opened, Problems> {
        let opened =
            Opened::new(path, label, options.standard.as_deref(), options.library, folder.scratch())?;
        Ok(opened.with_files(path)?)
    };
    let (a, b) = (open(&options.a, "a-")?, open(&options.b, "b-")?);
    options.tolerances.check(&a.standard)?;
    observer.job(&format!("{} / {}", a.delivery.name, b.delivery.name), Some(a.bytes() + b.bytes()));
    let walker = Walker::new(folder.scratch(), options.memory, &go_on, observer)?;
    let protection = match options.masking {
        Masking::On => None,
        Masking::Off => {
            let mut protection = Protection::drawn();
            walker.protected(&a, &mut protection)?;
            walker.protected(&b, &mut protection)?;
            Some(protection)
        }
    };
    let mut sink = Sink::create(options.out.as_ref().map(|_| &folder), options.masking)?;
    let mut files = Vec::new();
    for (id, sides) in matched(&a, &b) {
        go_on()?;
        files.push(compared(&walker, options, &id, sides, protection.as_ref(), &mut sink)?);
    }
    observer.job_done();
    let written = sink.finish()?;
    let side = |opened: &Opened| ComparedSide {
        name: opened.delivery.name.clone(),
        kind: opened.delivery.kind.name().to_owned(),
        standard: opened.standard.name.clone(),
    };
    let mut comparison = Comparison {
        utsushi: tool(),
        lang: options.lang.name().to_owned(),
        equal: files.iter().all(ComparedFile::is_equal),
        a: side(&a),
        b: side(&b),
        tolerated: options.tolerances.wishes().map(asked).collect(),
        files,
        remarks: remarks("a", &a.remarks, options.lang)
            .chain(remarks("b", &b.remarks, options.lang))
            .collect(),
        outputs: written.iter().map(output).collect(),
    };
    if options.out.is_some() {
        for (path, bytes) in (options.pages)(&comparison)? {
            comparison.outputs.push(output(&write_small(&folder, &path, &bytes)?));
        }
        comparison.outputs.sort_by(|a, b| a.path.cmp(&b.path));
        let text = serde_json::to_string_pretty(&comparison).unwrap_or_default() + "\n";
        write_small(&folder, "compare.json", text.as_bytes())?;
        go_on()?;
        folder.finish()?;
    }
    Ok(CompareOutcome { comparison, time: started.elapsed(), peak_memory: peak_memory() })
}

fn asked((file, item, tolerated): (Option<&str>, &str, Tolerated)) -> ToleratedItem {
    ToleratedItem {
        file: file.unwrap_or("*").to_owned(),
        item: item.to_owned(),
        tolerances: tolerated.names().into_iter().map(str::to_owned).collect(),
    }
}

/// What is told of files: not what is only for information.
fn remarks<'r>(
    side: &'r str,
    remarks: &'r [Remark],
    lang: Lang,
) -> impl Iterator<Item = ComparedRemark> + 'r {
    let told = remarks.iter().filter(|remark| remark.code.severity != Severity::Info);
    told.map(move |remark| {
        let finding = crate::verify::of_file(Code(remark.code), remark.detail.clone());
        let mut message = String::new();
        finding.message(lang, &mut message);
        ComparedRemark {
            side: side.to_owned(),
            path: remark.path.clone(),
            code: remark.code.id.to_owned(),
            message,
        }
    })
}

/// The standard files of two sets, in the order of A's standard, then those that only B's standard has.
fn matched<'o>(a: &'o Opened, b: &'o Opened) -> Vec<(String, [FileOf<'o>; 2])> {
    let mut ids: Vec<String> = a.layouts.iter().map(|layout| layout.id()).collect();
    let more: Vec<String> =
        b.layouts.iter().map(|layout| layout.id()).filter(|id| !ids.contains(id)).collect();
    ids.extend(more);
    let of = |opened: &'o Opened, id: &str| opened.file(id).map(|(_, file)| (opened, file));
    let all = ids.into_iter().map(|id| {
        let sides = [of(a, &id), of(b, &id)];
        (id, sides)
    });
    all.filter(|(_, sides)| sides.iter().any(Option::is_some)).collect()
}

/// The columns of a file on both sides; where one side does not have it, those of the other.
fn columns_of(id: &str, sides: [FileOf<'_>; 2]) -> Option<Columns> {
    let of = |side: FileOf<'_>| {
        let (opened, file) = side?;
        let layout = opened.layouts.iter().find(|layout| layout.id() == id)?;
        Some((layout.clone(), file.mapped(layout)))
    };
    match (of(sides[0]), of(sides[1])) {
        (Some((a, mapped_a)), Some((b, mapped_b))) => Some(Columns::of(&a, &mapped_a, &b, &mapped_b)),
        (Some((one, mapped)), None) | (None, Some((one, mapped))) => {
            Some(Columns::of(&one, &mapped, &one, &mapped))
        }
        (None, None) => None,
    }
}

fn compared(
    walker: &Walker<'_>,
    options: &CompareOptions<'_>,
    id: &str,
    sides: [FileOf<'_>; 2],
    protection: Option<&Protection>,
    sink: &mut Sink,
) -> Result<ComparedFile, Problem> {
    let Some(columns) = columns_of(id, sides) else { return Ok(ComparedFile::default()) };
    let layout = columns.layout(Side::A).clone();
    let tolerated = options.tolerances.of(&layout);
    let digester = Digester::new(columns, &tolerated);
    let path = |side: FileOf<'_>, part: usize| {
        side.and_then(|(opened, file)| {
            let member = file.readings.get(part)?.member;
            Some(opened.delivery.members[member].path.clone())
        })
        .unwrap_or_default()
    };
    let paths = sides.map(|side| {
        let parts = side.map_or(0, |(_, file)| file.readings.len());
        (0..parts).map(|part| path(side, part)).collect::<Vec<_>>()
    });
    sink.begin(id, &digester, paths);
    let paired =
        pair_file(walker, &digester, sides, protection, |_| Ok(()), |told, _| sink.tell(&digester, &told))?;
    let columns = digester.columns();
    let [a, b] = &paired.walked;
    let both = |of: fn(&Walked) -> u64| [of(a), of(b)];
    let only = |side: Side, walked: &Walked| -> Vec<OnlyItem> {
        let items = &columns.layout(side).items;
        let one = |(item, filled): &(usize, u64)| OnlyItem {
            item: items[*item].slug.clone(),
            name: items[*item].name.clone(),
            filled: *filled,
        };
        walked.filled.iter().map(one).collect()
    };
    let unreadable = |side: usize, walked: &Walked| -> Vec<String> {
        let mut paths: Vec<String> = sides[side].map_or(Vec::new(), |(_, file)| file.unreadable.clone());
        paths.extend(walked.failed.iter().map(|(part, _)| path(sides[side], *part)));
        paths
    };
    let told = sink.end();
    Ok(ComparedFile {
        file: id.to_owned(),
        name: layout.name.clone(),
        key: columns.key().iter().map(|at| columns.item(*at).name.clone()).collect(),
        there: sides.map(|side| side.is_some()),
        rows: paired.counts.rows,
        equal: paired.counts.equal,
        doubled_keys: paired.counts.doubled,
        broken_lines: both(|walked| walked.broken),
        undecodable_values: both(|walked| walked.undecodable),
        unreadable_files: [unreadable(0, a), unreadable(1, b)],
        only_items: [only(Side::A, a), only(Side::B, b)],
        ..told
    })
}
