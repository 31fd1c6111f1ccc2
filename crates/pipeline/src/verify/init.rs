//! `verify --init`: what is seen of a delivery, to be corrected by a person.

use super::{layouts_of, standard_of};
use std::path::{Path, PathBuf};
use utsushi_delivery::read::{DECLARED, DeclaredFile, Delivery, Form, Kind, Search, declaration, find};
use utsushi_findings::{Lang, Problems};
use utsushi_layout::{FileLayout, Library, Measure};
use utsushi_store::RunFolder;

/// A draft of `delivery.toml`, and what to look up in which report.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Where it goes: into a folder, beside a zip.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// Standard files that were seen, and files that were not recognised.
    pub files: usize,
    /// Files that were not recognised.
    pub unknown: usize,
    /// Figures of the layouts' rules for the files that were seen: file, its name, figure, what it is broken down by, its
    /// unit, the source of the rule.
    pub totals: Vec<DraftTotal>,
    /// 基準日, where it is known.
    pub base_date: Option<String>,
}

/// A figure that somebody may look up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DraftTotal {
    /// `01.resident`.
    pub file: String,
    /// 住民情報.
    pub file_name: String,
    /// 人口.
    pub name: String,
    /// Names of the items it is broken down by.
    pub group_by: Vec<String>,
    /// Name of the item that is summed; empty where rows are counted.
    pub sum_of: String,
    /// The report or practice it comes from.
    pub source: String,
}

/// Looks at a delivery. Nothing is written but in `work`, a folder that does not stay.
///
/// # Errors
/// There is no delivery, or it cannot be read.
pub fn draft(
    path: &Path,
    work: &RunFolder,
    library: &Library,
    standard: Option<&str>,
    lang: Lang,
) -> Result<Draft, Problems> {
    let delivery = Delivery::open(path)?;
    let standard = standard_of(standard, &delivery, library)?;
    let layouts = layouts_of(&standard);
    let search: Search = find(&delivery, &standard, &layouts, work.scratch())?;
    let declared = |layout: &FileLayout, members: Vec<(usize, Option<&Form>)>| {
        let known = delivery.declared.file(&layout.id());
        let mut file = DeclaredFile {
            layout: layout.id(),
            old_count: known.and_then(|known| known.old_count),
            columns: known.map(|known| known.columns.clone()).unwrap_or_default(),
            ..DeclaredFile::default()
        };
        for (member, form) in members {
            file.paths.push(delivery.members[member].path.clone());
            if let Some(Form::Csv(form)) = form {
                file.charset = Some(form.charset.clone());
                file.delimiter = (form.delimiter != b',').then(|| char::from(form.delimiter).to_string());
                file.header = Some(form.header > 0);
            }
        }
        file
    };
    let mut files: Vec<(&FileLayout, DeclaredFile)> = Vec::new();
    for found in &search.found {
        let layout = &*layouts[found.layout];
        let mut members: Vec<(usize, Option<&Form>)> =
            found.parts.iter().map(|part| (part.member, Some(&part.form))).collect();
        members.extend(found.unreadable.iter().map(|member| (*member, None)));
        files.push((layout, declared(layout, members)));
    }
    let unknown: Vec<&str> = search
        .others
        .iter()
        .filter(|other| !other.known)
        .map(|other| delivery.members[other.member].path.as_str())
        .collect();
    let base_date = delivery
        .declared
        .base_date
        .clone()
        .or_else(|| delivery.manifest.as_ref().and_then(|manifest| manifest.base_date.clone()));
    let text = declaration(lang, &standard.name, base_date.as_deref(), &files, &unknown);
    let totals = files.iter().flat_map(|(layout, _)| totals_of(layout)).collect();
    let path = match delivery.kind {
        Kind::Zip => {
            let stem = path.file_stem().map_or("delivery".into(), |stem| stem.to_string_lossy().into_owned());
            path.with_file_name(format!("{stem}.{DECLARED}"))
        }
        _ => path.join(DECLARED),
    };
    Ok(Draft { path, text, files: files.len(), unknown: unknown.len(), totals, base_date })
}

fn totals_of(layout: &FileLayout) -> Vec<DraftTotal> {
    let name = |item: &usize| layout.items[*item].name.clone();
    let all = layout.rules.totals.iter().map(|total| DraftTotal {
        file: layout.id(),
        file_name: layout.name.clone(),
        name: total.name.clone(),
        group_by: total.group_by.iter().map(name).collect(),
        sum_of: match total.measure {
            Measure::Count => String::new(),
            Measure::Sum(item) => name(&item),
        },
        source: total.source.clone(),
    });
    all.collect()
}
