//! What is wrong with a delivery as a whole: files that are missing, digests that are not those that were recorded.

use super::pass::State;
use super::sink::About;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::io::Read;
use std::sync::Arc;
use utsushi_delivery::read::{Delivery, Found, Remark};
use utsushi_findings::{
    Detail, FMT005, FMT008, Problem, SET004, SET005, SET008, SET016, SET017, SET031, SET032,
};
use utsushi_layout::FileLayout;
use utsushi_legacy::LineEnds;
use utsushi_store::{Sha256Stream, hex};

/// Files that could not be read, and why.
type Unread = Vec<(usize, String)>;

/// SHA-256 of every file but `others`, which are hashed while they are checked; and what could not be read.
pub(super) fn digests(
    delivery: &Delivery,
    others: &HashSet<usize>,
    go_on: &(dyn Fn() -> Result<(), Problem> + Sync),
) -> Result<(Vec<Option<String>>, Unread), Problem> {
    let one =
        |member: usize| (!others.contains(&member)).then(|| digest(delivery, member, go_on)).transpose();
    let all = (0..delivery.members.len()).into_par_iter().with_max_len(1).map(one);
    let all: Vec<Option<Result<String, String>>> = all.collect::<Result<_, Problem>>()?;
    let mut failed = Vec::new();
    let digests = all.into_iter().enumerate().map(|(member, digest)| match digest {
        Some(Ok(digest)) => Some(digest),
        Some(Err(text)) => {
            failed.push((member, text));
            None
        }
        None => None,
    });
    Ok((digests.collect(), failed))
}

/// SHA-256 of a file, or why it could not be read.
pub(crate) fn digest(
    delivery: &Delivery,
    member: usize,
    go_on: &(dyn Fn() -> Result<(), Problem> + Sync),
) -> Result<Result<String, String>, Problem> {
    let told = |problem: Problem| problem.to_string().lines().next().unwrap_or_default().to_owned();
    let mut reader = match delivery.read(member) {
        Ok(reader) => reader,
        Err(problem) => return Ok(Err(told(problem))),
    };
    let mut hash = Sha256Stream::default();
    let mut buffer = vec![0; 1 << 20];
    loop {
        go_on()?;
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(Ok(hex(&hash.finish()))),
            Ok(read) => hash.update(&buffer[..read]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Ok(Err(told(reader.problem(&error)))),
        }
    }
}

/// Digest of the zip itself.
pub(super) fn digest_of_zip(delivery: &Delivery) -> Result<String, Problem> {
    let mut file = utsushi_store::InputFile::open(&delivery.path)?;
    let mut hash = Sha256Stream::default();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer).map_err(|error| file.problem(&error))? {
            0 => return Ok(hex(&hash.finish())),
            read => hash.update(&buffer[..read]),
        }
    }
}

/// Files whose digest, or size, is not the one that the manifest or the data package gives; and those it names that are
/// not there.
pub(super) fn compare_recorded(
    delivery: &Delivery,
    layouts: &[Arc<FileLayout>],
    digests: &[Option<String>],
) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let layout_of = |path: &str| {
        let (folder, name) = path.strip_prefix("data/")?.split_once('/')?;
        let stem = name.rsplit_once('.')?.0;
        layouts.iter().find(|layout| layout.folder() == folder && layout.slug == stem)
    };
    let mut told: Vec<&str> = Vec::new();
    for output in delivery.manifest.iter().flat_map(|manifest| &manifest.outputs) {
        let layout = layout_of(&output.path).map(|layout| layout.id());
        told.push(&output.path);
        match delivery.member(&output.path) {
            None if layout.is_some() => {
                remarks.push(Remark::new(&SET004, &output.path, layout, output.path.as_str()));
            }
            None => remarks.push(Remark::new(&SET017, &output.path, None, output.path.as_str())),
            Some(member) if digests[member].as_ref().is_some_and(|digest| *digest != output.sha256) => {
                remarks.push(Remark::new(&SET016, &output.path, layout, "manifest.json"));
            }
            Some(_) => {}
        }
    }
    for resource in delivery.package.iter().flat_map(|package| &package.resources) {
        if told.contains(&resource.path.as_str()) {
            continue;
        }
        let Some(member) = delivery.member(&resource.path) else {
            remarks.push(Remark::new(&SET004, &resource.path, None, resource.path.as_str()));
            continue;
        };
        let size = resource.bytes.is_some_and(|bytes| bytes != delivery.members[member].bytes);
        let digest =
            resource.sha256.as_ref().zip(digests[member].as_ref()).is_some_and(|(said, is)| said != is);
        if size || digest {
            remarks.push(Remark::new(&SET016, &resource.path, None, "datapackage.json"));
        }
    }
    remarks
}

/// Files that `delivery.toml` names and that are not there.
pub(super) fn declared_missing(delivery: &Delivery) -> Vec<Remark> {
    let all = delivery.declared.files.iter().flat_map(|file| file.paths.iter().map(move |path| (file, path)));
    let missing = all.filter(|(_, path)| delivery.member(path).is_none());
    missing
        .map(|(file, path)| Remark::new(&SET004, path.as_str(), Some(file.layout.clone()), path.as_str()))
        .collect()
}

/// Files of the layouts that are not there: those that the profile requires, and those of businesses that were delivered.
/// `told` are files of which it has been said already.
pub(super) fn missing(
    layouts: &[Arc<FileLayout>],
    found: &[Found],
    required: (&[u32], &[String]),
    told: &[String],
) -> Vec<(usize, Remark)> {
    let there = |layout: usize| found.iter().any(|found| found.layout == layout);
    let delivered: Vec<u32> = found.iter().map(|found| layouts[found.layout].business).collect();
    let mut missing = Vec::new();
    for (index, layout) in layouts.iter().enumerate().filter(|(index, _)| !there(*index)) {
        let id = layout.id();
        let required = required.0.contains(&layout.business) || required.1.contains(&id);
        if !required && !delivered.contains(&layout.business) {
            continue;
        }
        let code = if required { &SET004 } else { &SET005 };
        if !told.contains(&id) {
            missing.push((index, Remark::new(code, "", Some(id.clone()), format!("{id} {}", layout.name))));
        }
    }
    missing
}

/// That the masters which the delivered files point at are not there at all: codes without them mean nothing to anybody.
/// Where some of 共通 was delivered, or the profile asks for it, [`missing`] names the files.
pub(super) fn without_masters(
    layouts: &[Arc<FileLayout>],
    found: &[Found],
    missing: &[(usize, Remark)],
) -> Option<Remark> {
    let common = |layout: usize| layouts[layout].business == 0;
    if found.iter().any(|found| common(found.layout)) || missing.iter().any(|(layout, _)| common(*layout)) {
        return None;
    }
    let relations = found.iter().flat_map(|found| &layouts[found.layout].rules.relations);
    let pointed: BTreeSet<&str> = relations.map(|relation| relation.to.as_str()).collect();
    let named =
        layouts.iter().filter(|layout| layout.business == 0 && pointed.contains(layout.id().as_str()));
    let names: Vec<&str> = named.map(|layout| layout.name.as_str()).collect();
    (!names.is_empty()).then(|| Remark::new(&SET032, "", None, names.join("、")))
}

/// A file that could not be read.
pub(crate) fn unreadable(delivery: &Delivery, member: usize, layout: Option<String>, text: &str) -> Remark {
    Remark::new(&SET008, delivery.members[member].path.as_str(), layout, text)
}

/// Adds that a file could not be read, unless that is told already.
pub(super) fn tell_unreadable(
    remarks: &mut Vec<Remark>,
    delivery: &Delivery,
    member: usize,
    layout: Option<String>,
    text: &str,
) {
    let path = &delivery.members[member].path;
    if !remarks.iter().any(|remark| remark.path == *path && remark.code.id == SET008.id) {
        remarks.push(unreadable(delivery, member, layout, text));
    }
}

/// What is told of a file that was read: blank lines, line ends of several kinds, no record at all.
pub(super) fn of_source(about: &About, state: &State, failed: bool) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let layout = about.layout.first().map(|layout| layout.id());
    let mut add = |code, detail| {
        remarks.push(Remark { code, path: about.path[0].clone(), layout: layout.clone(), detail });
    };
    if state.blank_lines > 0 {
        add(&FMT005, Detail::Counts { expected: 0, actual: state.blank_lines });
    }
    if state.line_ends.mixed() {
        let LineEnds { crlf, lf, cr } = state.line_ends;
        add(&FMT008, Detail::Text(format!("CRLF {crlf}, LF {lf}, CR {cr}").into()));
    }
    if state.records == 0 && !failed {
        add(&SET031, Detail::None);
    }
    remarks
}
