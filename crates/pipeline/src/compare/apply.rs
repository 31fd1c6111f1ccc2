//! Applying a delta: the old state becomes the new one, or the delta is refused.

use super::delta::{ADD, BEFORE, CHANGE, DELETE, inputs, path_of, refuse_unread, refuse_unreadable};
use super::side::{Opened, SideFile};
use super::walk::{DIGESTS_SHARE, PLACES_SHARE, ROWS_SHARE, Walked, Walker, Wanted, changed_meanwhile};
use super::write::StandardFile;
use super::{stopped, tool};
use crate::Observer;
use crate::verify::{refuse_inside, whole::digest};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use utsushi_compare::{BlobSorter, Columns, Digester, Fit, Place, Side, fit};
use utsushi_delivery::Output;
use utsushi_delivery::delta::{Applied, Delta, DeltaFile};
use utsushi_delivery::read::Delivery;
use utsushi_findings::{Problem, Problems, problem};
use utsushi_layout::{FileLayout, Library, Rows};
use utsushi_store::{MemoryBudget, RunFolder, Sorter, write_small};

/// How a delta is applied.
pub struct ApplyOptions<'a> {
    /// The folder of the delta.
    pub delta: PathBuf,
    /// The old state: a folder, a zip or a file.
    pub old: PathBuf,
    /// Where the new state appears.
    pub out: PathBuf,
    /// Whether an earlier one there is replaced.
    pub overwrite: bool,
    /// Where layouts are read from.
    pub library: &'a Library,
    /// How much is held at once.
    pub memory: MemoryBudget,
    /// Set from outside to stop; nothing is left behind then.
    pub cancelled: &'a AtomicBool,
}

/// The four parts of a delta, of which any may have no file.
struct Parts {
    add: Option<Opened>,
    before: Option<Opened>,
    change: Option<Opened>,
    delete: Option<Opened>,
}

/// Applies a delta: rows in the old order, changed ones in their place, added ones at the end in the order of the delta.
///
/// # Errors
/// It could not be done: the delta was changed since it was made, or does not fit the old state (a row to delete or to change is
/// not there as the delta has it); something cannot be read, no space, stopped. Nothing is left then.
pub fn apply(options: &ApplyOptions<'_>, observer: &dyn Observer) -> Result<Applied, Problems> {
    std::fs::metadata(&options.old).map_err(|error| Problem::io(&options.old, &error))?;
    for path in [&options.old, &options.delta] {
        refuse_inside(&options.out, path)?;
    }
    let go_on = || stopped(options.cancelled);
    let (delta, delta_sha256) = read_delta(&options.delta, &go_on)?;
    let folder = RunFolder::create(&options.out, options.overwrite, "applied.json")?;
    let standard = Some(delta.standard.as_str());
    let old = Opened::new(&options.old, "old-", standard, options.library, folder.scratch())?;
    let old = old.with_files(&options.old)?;
    refuse_unreadable(&old)?;
    let part = |path: &str, label| -> Result<Option<Opened>, Problems> {
        let path = options.delta.join(path);
        if !path.is_dir() {
            return Ok(None);
        }
        let opened = Opened::new(&path, label, standard, options.library, folder.scratch())?;
        refuse_unreadable(&opened)?;
        Ok(Some(opened))
    };
    let parts = Parts {
        add: part(ADD, "add-")?,
        before: part(BEFORE, "before-")?,
        change: part(CHANGE, "change-")?,
        delete: part(DELETE, "delete-")?,
    };
    if let Some(layout) = old
        .files
        .keys()
        .map(|index| &old.layouts[*index])
        .find(|layout| !delta.files.iter().any(|file| file.file == layout.id() && file.there[0]))
    {
        let id = layout.id();
        return Err(problem!(
            "差分は {id} のない旧データから作られています",
            "the delta was made from an old state without {id}"
        )
        .at(&options.old)
        .help(
            "差分を作ったときと同じ旧データを指定してください",
            "name the old state that the delta was made from",
        )
        .into());
    }
    observer.job(&old.delivery.name, Some(old.bytes()));
    let walker = Walker::new(folder.scratch(), options.memory, &go_on, observer)?;
    let mut outputs = Vec::new();
    for file in &delta.files {
        let Some(layout) = old.layouts.iter().find(|layout| layout.id() == file.file) else {
            let id = &file.file;
            return Err(problem!("標準に {id} がありません", "the standard has no file {id}")
                .at(&options.delta)
                .into());
        };
        outputs.extend(one_file(&walker, &folder, options, file, layout, &old, &parts)?);
    }
    let old_side = inputs(&old, &go_on)?;
    observer.job_done();
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    let applied = Applied {
        utsushi: tool(),
        standard: delta.standard,
        delta_sha256,
        old: old_side,
        files: delta.files,
        outputs,
    };
    let text = serde_json::to_string_pretty(&applied).unwrap_or_default() + "\n";
    write_small(&folder, "applied.json", text.as_bytes())?;
    go_on()?;
    folder.finish()?;
    Ok(applied)
}

/// Reads `delta.json` and makes sure that every file it names is as it was written.
fn read_delta(
    path: &Path,
    go_on: &(dyn Fn() -> Result<(), Problem> + Sync),
) -> Result<(Delta, String), Problems> {
    let json = path.join("delta.json");
    let bytes = std::fs::read(&json).map_err(|error| {
        Problem::io(&json, &error).help(
            "--apply には、utsushi delta が書いたフォルダーを指定してください",
            "--apply takes the folder that utsushi delta wrote",
        )
    })?;
    let delta: Delta = serde_json::from_slice(&bytes).map_err(|error| {
        let line = error.line();
        problem!(
            "差分の記録として読めません ({line} 行)",
            "cannot be read as the account of a delta (line {line})"
        )
        .at(&json)
    })?;
    let delivery = Delivery::open(path)?;
    for output in &delta.outputs {
        let member = delivery.member(&output.path);
        let same = match member {
            None => false,
            Some(member) => digest(&delivery, member, go_on)?.is_ok_and(|sha256| sha256 == output.sha256),
        };
        if !same {
            return Err(problem!(
                "差分のファイルが、作られたときのままではありません",
                "a file of the delta is not as it was written"
            )
            .at(path.join(&output.path))
            .help("utsushi delta で作り直してください", "make it again with utsushi delta")
            .into());
        }
    }
    let member = delivery.member("delta.json");
    let sha256 = member.map(|member| digest(&delivery, member, go_on)).transpose()?;
    Ok((delta, sha256.and_then(Result::ok).unwrap_or_default()))
}

/// A file of a part, walked: where it is, and what was seen of it.
struct Taken<'a> {
    of: (&'a Opened, &'a SideFile),
    walked: Walked,
}

impl<'a> Taken<'a> {
    fn which(&self) -> (&'a Opened, &'a SideFile, &Walked) {
        (self.of.0, self.of.1, &self.walked)
    }
}

const GONE: u8 = 0;
const CHANGED: u8 = 1;

fn one_file(
    walker: &Walker<'_>,
    folder: &RunFolder,
    options: &ApplyOptions<'_>,
    account: &DeltaFile,
    layout: &Arc<FileLayout>,
    old: &Opened,
    parts: &Parts,
) -> Result<Vec<Output>, Problem> {
    let digester = Digester::new(Columns::whole(layout), &[]);
    let columns = digester.columns();
    let id = layout.id();
    let mut rows = Sorter::new(walker.scratch, "fit", walker.share(DIGESTS_SHARE));
    let mut scan =
        |opened: Option<&'_ Opened>, what: Option<bool>| -> Result<Option<(usize, Walked)>, Problem> {
            let Some((index, file)) = opened.and_then(|opened| opened.file(&id)) else { return Ok(None) };
            let Some(opened) = opened else { return Ok(None) };
            let look = |found: &Rows, piece: u32| match what {
                None => digester.old_rows(found, piece),
                Some(changed) => digester.taken_rows(found, changed, piece),
            };
            let walked = walker.scan(opened, file, &[], look, |run| rows.add_run(run))?;
            refuse_unread(Some((opened, file)), &walked)?;
            Ok(Some((index, walked)))
        };
    let old_walked = scan(Some(old), None)?;
    let delete = scan(parts.delete.as_ref(), Some(false))?;
    let before = scan(parts.before.as_ref(), Some(true))?;

    let place_of = |path: &str, side: &Option<(usize, Walked)>, opened: Option<&Opened>, place: Place| {
        let (part, record) = side.as_ref().map_or((0, 0), |(_, walked)| walked.source(place));
        let file = opened.and_then(|opened| Some((opened, opened.file(&id)?.1)));
        (options.delta.join(path).join(path_of(file, usize::from(part))), record)
    };
    let places = walker.share(PLACES_SHARE);
    let mut edits = Sorter::new(walker.scratch, "edits", places);
    let mut links = Sorter::new(walker.scratch, "links", places);
    let counts = fit(rows.finish()?, |found| match found {
        Fit::Deleted(place) => {
            let mut record = [0; 9];
            record[..8].copy_from_slice(&place.bytes());
            record[8] = GONE;
            edits.add(&record)
        }
        Fit::Replaced(place, number) => {
            let mut record = [0; 9];
            record[..8].copy_from_slice(&place.bytes());
            record[8] = CHANGED;
            edits.add(&record)?;
            // The changed row stands where the row before it stood in its own file.
            let index = before.as_ref().map_or(0, |(_, walked)| walked.source(number).1 - 1);
            let mut link = [0; 16];
            link[..8].copy_from_slice(&index.to_be_bytes());
            link[8..].copy_from_slice(&place.bytes());
            links.add(&link)
        }
        Fit::NothingToDelete(place) => {
            Err(does_not_fit(place_of(DELETE, &delete, parts.delete.as_ref(), place)))
        }
        Fit::NothingToChange(place) => {
            Err(does_not_fit(place_of(BEFORE, &before, parts.before.as_ref(), place)))
        }
    })?;
    if counts.rows != account.old || counts.kept != account.unchanged {
        let (has, said) = (counts.rows, account.old);
        return Err(problem!(
            "{id} は {has} 行ですが、差分は {said} 行の旧データから作られています",
            "{id} has {has} rows, and the delta was made from {said}"
        )
        .at(&options.old)
        .help(
            "差分を作ったときと同じ旧データを指定してください",
            "name the old state that the delta was made from",
        ));
    }

    // The changed rows, by the place of the row that gives way.
    let mut changed = BlobSorter::new(walker.scratch, "changed", walker.share(ROWS_SHARE));
    if let Some(change) = walk_part(walker, parts.change.as_ref(), &id)? {
        let mut links = Wanted::new(links.finish()?)?;
        let (mut index, mut bytes) = (0u64, Vec::new());
        walker.again(change.which(), (columns, Side::A), None, None, |_, _, row| {
            let place = links.at(Place::from_bytes(index.to_be_bytes()))?.ok_or_else(changed_meanwhile)?;
            let mut key = [0; 9];
            key[1..].copy_from_slice(place.get(..8).unwrap_or(&[0; 8]));
            bytes.clear();
            row.write(&mut bytes);
            index += 1;
            changed.add(key, &bytes)
        })?;
    }
    let mut changed = changed.finish()?;
    let mut out = StandardFile::new(folder, "data", layout);
    if account.there[1] {
        out.begin()?;
    }
    if let Some(((_, walked), (_, file))) = old_walked.as_ref().zip(old.file(&id)) {
        let mut edits = Wanted::new(edits.finish()?)?;
        let which = (old, file, walked);
        walker.again(which, (columns, Side::A), None, None, |place, _, row| {
            match edits.at(place)?.as_deref() {
                None => {
                    let input = path_of(Some((old, file)), usize::from(row.source.part));
                    out.add(row, &input)
                }
                Some([CHANGED]) => match changed.next()? {
                    Some((key, bytes)) if key[1..] == place.bytes() => {
                        let row = utsushi_compare::PackedRow::read(&bytes).ok_or_else(changed_meanwhile)?;
                        out.add(row, CHANGE)
                    }
                    _ => Err(changed_meanwhile()),
                },
                Some(_) => Ok(()),
            }
        })?;
    }
    if let Some(add) = walk_part(walker, parts.add.as_ref(), &id)? {
        walker.again(add.which(), (columns, Side::A), None, None, |_, _, row| out.add(row, ADD))?;
    }
    let (written, outputs) = out.finish()?;
    if written != account.new {
        let new = account.new;
        return Err(problem!(
            "{id} は {written} 行になりましたが、差分の記録では {new} 行です",
            "{id} came to {written} rows, and by the delta's account it has {new}"
        )
        .at(&options.delta)
        .help("utsushi delta で作り直してください", "make it again with utsushi delta"));
    }
    Ok(outputs)
}

/// Looks through a part of the delta, so that its rows can be gone over in order.
fn walk_part<'a>(
    walker: &Walker<'_>,
    opened: Option<&'a Opened>,
    id: &str,
) -> Result<Option<Taken<'a>>, Problem> {
    let Some((opened, (_, file))) = opened.and_then(|opened| Some((opened, opened.file(id)?))) else {
        return Ok(None);
    };
    let look = |_: &Rows, _: u32| utsushi_store::Run::default();
    let walked = walker.scan(opened, file, &[], look, |_| Ok(()))?;
    refuse_unread(Some((opened, file)), &walked)?;
    Ok(Some(Taken { of: (opened, file), walked }))
}

fn does_not_fit((path, record): (PathBuf, u64)) -> Problem {
    problem!(
        "差分が旧データに合いません: 差分の {record} 件目の行が、旧データにありません",
        "the delta does not fit the old state: its row {record} is not there as the delta has it"
    )
    .at(path)
    .help(
        "差分を作ったときと同じ旧データを指定するか、今の旧データから差分を作り直してください",
        "name the old state that the delta was made from, or make the delta again from what the old state is now",
    )
}
