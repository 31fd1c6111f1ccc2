//! Making a delta: what is to be added, changed and deleted so that the old state becomes the new one.

use super::pair::{FileOf, Told, pair_file};
use super::side::Opened;
use super::walk::{Walked, Walker};
use super::write::StandardFile;
use super::{matched, stopped, tool};
use crate::Observer;
use crate::verify::{refuse_inside, whole::digest};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use utsushi_compare::{Columns, Digester};
use utsushi_delivery::Output;
use utsushi_delivery::delta::{Delta, DeltaFile, DeltaSide};
use utsushi_findings::{Problem, Problems, problem};
use utsushi_layout::{FileLayout, Library};
use utsushi_store::{MemoryBudget, RunFolder, write_small};

/// How a delta is made.
pub struct DeltaOptions<'a> {
    /// The old state: a folder, a zip or a file.
    pub old: PathBuf,
    /// The new state.
    pub new: PathBuf,
    /// Where the delta appears.
    pub out: PathBuf,
    /// Whether an earlier delta there is replaced.
    pub overwrite: bool,
    /// The standard of both, if it was named.
    pub standard: Option<String>,
    /// Where layouts are read from.
    pub library: &'a Library,
    /// How much is held at once.
    pub memory: MemoryBudget,
    /// Set from outside to stop; nothing is left behind then.
    pub cancelled: &'a AtomicBool,
}

/// Where the rows of a delta lie in its folder.
pub(super) const ADD: &str = "data/add";
pub(super) const BEFORE: &str = "data/before";
pub(super) const CHANGE: &str = "data/change";
pub(super) const DELETE: &str = "data/delete";

/// Makes a delta.
///
/// # Errors
/// It could not be done: nothing there, something in either state cannot be read, two standards, no space, stopped. Nothing
/// is left then.
pub fn delta(options: &DeltaOptions<'_>, observer: &dyn Observer) -> Result<Delta, Problems> {
    for path in [&options.old, &options.new] {
        std::fs::metadata(path).map_err(|error| Problem::io(path, &error))?;
        refuse_inside(&options.out, path)?;
    }
    let folder = RunFolder::create(&options.out, options.overwrite, "delta.json")?;
    let go_on = || stopped(options.cancelled);
    let open = |path: &Path, label| -> Result<Opened, Problems> {
        let opened =
            Opened::new(path, label, options.standard.as_deref(), options.library, folder.scratch())?;
        let opened = opened.with_files(path)?;
        refuse_unreadable(&opened)?;
        Ok(opened)
    };
    let (old, new) = (open(&options.old, "old-")?, open(&options.new, "new-")?);
    let (was, is) = (&old.standard.name, &new.standard.name);
    if was != is {
        return Err(problem!(
            "旧は {was}、新は {is} で、標準が違います",
            "the old state follows {was} and the new one {is}"
        )
        .at(&options.new)
        .help(
            "同じ標準に変換してから差分を作ってください。同じものなら --standard で指定してください",
            "convert both to one standard first; if they are the same, name it with --standard",
        )
        .into());
    }
    observer.job(&format!("{} → {}", old.delivery.name, new.delivery.name), Some(old.bytes() + new.bytes()));
    let walker = Walker::new(folder.scratch(), options.memory, &go_on, observer)?;
    let (mut files, mut outputs) = (Vec::new(), Vec::new());
    for (id, sides) in matched(&old, &new) {
        let Some(layout) = old.layouts.iter().find(|layout| layout.id() == id) else { continue };
        let (file, written) = one_file(&walker, &folder, layout, sides)?;
        files.push(file);
        outputs.extend(written);
    }
    let side = |opened: &Opened| inputs(opened, &go_on);
    let (old_side, new_side) = rayon::join(|| side(&old), || side(&new));
    observer.job_done();
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    let delta = Delta {
        utsushi: tool(),
        standard: old.standard.name.clone(),
        old: old_side?,
        new: new_side?,
        files,
        outputs,
    };
    let text = serde_json::to_string_pretty(&delta).unwrap_or_default() + "\n";
    write_small(&folder, "delta.json", text.as_bytes())?;
    go_on()?;
    folder.finish()?;
    Ok(delta)
}

fn one_file(
    walker: &Walker<'_>,
    folder: &RunFolder,
    layout: &std::sync::Arc<FileLayout>,
    sides: [FileOf<'_>; 2],
) -> Result<(DeltaFile, Vec<Output>), Problem> {
    let digester = Digester::new(Columns::whole(layout), &[]);
    let standard_file = |path| StandardFile::new(folder, path, layout);
    let (mut add, mut before) = (standard_file(ADD), standard_file(BEFORE));
    let (mut change, mut delete) = (standard_file(CHANGE), standard_file(DELETE));
    let path = |side: usize, part: u16| path_of(sides[side], usize::from(part));
    let refuse = |walked: &[Walked; 2]| {
        sides.iter().zip(walked).try_for_each(|(side, walked)| refuse_unread(*side, walked))
    };
    let paired = pair_file(walker, &digester, sides, None, refuse, |told, _| match told {
        Told::OnlyA(row) => {
            let input = path(0, row.source.part);
            delete.add(row, &input)
        }
        Told::OnlyB(row) => {
            let input = path(1, row.source.part);
            add.add(row, &input)
        }
        Told::Beside(old, new) => {
            let (was, is) = (path(0, old.source.part), path(1, new.source.part));
            before.add(old, &was)?;
            change.add(new, &is)
        }
    })?;
    let mut outputs = Vec::new();
    let mut end = |file: StandardFile<'_>| -> Result<u64, Problem> {
        let (rows, written) = file.finish()?;
        outputs.extend(written);
        Ok(rows)
    };
    let (added, _) = (end(add)?, end(before)?);
    let (changed, deleted) = (end(change)?, end(delete)?);
    let file = DeltaFile {
        file: layout.id(),
        name: layout.name.clone(),
        there: sides.map(|side| side.is_some()),
        old: paired.counts.rows[0],
        new: paired.counts.rows[1],
        added,
        changed,
        deleted,
        unchanged: paired.counts.equal,
    };
    match file.closes() {
        true => Ok((file, outputs)),
        false => {
            let id = &file.file;
            Err(problem!("{id} の件数が合いません", "the account of {id} does not close"))
        }
    }
}

/// The path of a file of one side.
pub(super) fn path_of(side: FileOf<'_>, part: usize) -> String {
    let path = side.and_then(|(opened, file)| {
        let member = file.readings.get(part)?.member;
        Some(opened.delivery.members[member].path.clone())
    });
    path.unwrap_or_default()
}

/// A delta of what cannot be read would delete it.
pub(super) fn refuse_unreadable(opened: &Opened) -> Result<(), Problem> {
    match opened.files.values().flat_map(|file| &file.unreadable).next() {
        None => Ok(()),
        Some(path) => Err(unreadable(opened, path)),
    }
}

fn unreadable(opened: &Opened, path: &str) -> Problem {
    let name = &opened.delivery.name;
    problem!(
        "{name} のファイルが読めないので、差分は扱えません",
        "a file of {name} cannot be read, and so no delta is possible"
    )
    .at(path)
    .help(
        "utsushi verify で何が読めないかを確かめ、直してからやり直してください",
        "see with utsushi verify what cannot be read, have it mended, and run again",
    )
}

/// Refuses a file of which not every line and value was read.
pub(super) fn refuse_unread(side: FileOf<'_>, walked: &Walked) -> Result<(), Problem> {
    let Some((opened, _)) = side else { return Ok(()) };
    if let Some((part, _)) = walked.failed.first() {
        return Err(unreadable(opened, &path_of(side, *part)));
    }
    let Some((part, record)) = walked.first_unread else { return Ok(()) };
    let (lines, values) = (walked.broken, walked.undecodable);
    Err(problem!(
        "読めない行が {lines}、文字でない値が {values} あるので、差分は扱えません (最初は {record} 件目)",
        "{lines} lines and {values} values cannot be read, and so no delta is possible (the first is record {record})"
    )
    .at(path_of(side, usize::from(part)))
    .help(
        "utsushi verify で場所を確かめ、直してからやり直してください",
        "see where with utsushi verify, have it mended, and run again",
    ))
}

/// The files that were read, with their SHA-256.
pub(super) fn inputs(
    opened: &Opened,
    go_on: &(dyn Fn() -> Result<(), Problem> + Sync),
) -> Result<DeltaSide, Problem> {
    let members: Vec<usize> =
        opened.files.values().flat_map(|file| &file.readings).map(|reading| reading.member).collect();
    let one = |member: usize| -> Result<Output, Problem> {
        let file = &opened.delivery.members[member];
        let sha256 = digest(&opened.delivery, member, go_on)?.map_err(|_| unreadable(opened, &file.path))?;
        Ok(Output { path: file.path.clone(), bytes: file.bytes, sha256, rows: None })
    };
    let mut inputs = members.into_par_iter().with_max_len(1).map(one).collect::<Result<Vec<_>, _>>()?;
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(DeltaSide { name: opened.delivery.name.clone(), inputs })
}
