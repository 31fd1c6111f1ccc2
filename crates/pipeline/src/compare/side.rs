//! One of the two sets, opened: which standard files it has and how they are read.

use crate::verify::{layouts_of, standard_of, unknown_layouts};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use utsushi_delivery::read::{Delivery, Found, Reading, Remark, find};
use utsushi_findings::{Problem, Problems, SET001, problem};
use utsushi_layout::{FileLayout, Library, Standard};
use utsushi_store::Scratch;

/// A set that is ready to be read.
pub(super) struct Opened {
    pub delivery: Delivery,
    pub standard: Standard,
    pub layouts: Vec<Arc<FileLayout>>,
    /// Its files by their place among the layouts.
    pub files: BTreeMap<usize, SideFile>,
    pub remarks: Vec<Remark>,
}

/// A standard file of a set.
pub(super) struct SideFile {
    /// Its files in order, each ready to be read.
    pub readings: Vec<Reading>,
    /// Files that are of it and cannot be read.
    pub unreadable: Vec<String>,
}

impl SideFile {
    /// Which items any of its files has a column for.
    pub fn mapped(&self, layout: &FileLayout) -> Vec<bool> {
        let mut all = vec![false; layout.items.len()];
        for reading in &self.readings {
            for (all, one) in all.iter_mut().zip(reading.mapped()) {
                *all |= one;
            }
        }
        all
    }
}

impl Opened {
    /// Opens a folder, a zip or a single file. `label` keeps what is unpacked of several sets apart.
    ///
    /// # Errors
    /// It cannot be read, its `delivery.toml` is wrong, or there is no such standard.
    pub fn new(
        path: &Path,
        label: &'static str,
        standard: Option<&str>,
        library: &Library,
        scratch: &Scratch,
    ) -> Result<Opened, Problems> {
        let delivery = Delivery::open_or_file(path)?.labelled(label);
        let standard = standard_of(standard, &delivery, library)?;
        let layouts = layouts_of(&standard);
        unknown_layouts(&delivery, &layouts)?;
        let search = find(&delivery, &standard, &layouts, scratch)?;
        let mut remarks = delivery.remarks.clone();
        remarks.extend(search.remarks);
        let mut files = BTreeMap::new();
        for found in &search.found {
            files.insert(found.layout, ready(&delivery, &layouts[found.layout], found, &mut remarks));
        }
        let mut opened = Opened { delivery, standard, layouts, files, remarks };
        opened.remarks.sort_by(|a, b| (&a.path, a.code.id).cmp(&(&b.path, b.code.id)));
        Ok(opened)
    }

    /// The same, where there is at least one standard file.
    ///
    /// # Errors
    /// As [`Opened::new`]; or there is none.
    pub fn with_files(self, path: &Path) -> Result<Opened, Problem> {
        if !self.files.is_empty() {
            return Ok(self);
        }
        let mut problem = problem!("標準のファイルが一つも見つかりません", "there is no standard file in it")
            .at(path)
            .help(
                "ファイル名か見出しから分からないときは、utsushi verify --init で delivery.toml を作り、どれがどのファイルかを書いてください",
                "if neither names nor headers tell, write a delivery.toml (utsushi verify --init drafts one) that says which file is which",
            );
        // What was wrong with the only file says why.
        if let [remark] = &self.remarks[..] {
            let code = remark.code.id;
            problem = problem!(
                "標準のファイルが一つも見つかりません ({code})",
                "there is no standard file in it ({code})"
            )
            .at(path)
            .help("意味は utsushi explain コードで分かります", "what the code means: utsushi explain CODE");
        }
        Err(problem)
    }

    /// Its file with this id.
    pub fn file(&self, id: &str) -> Option<(usize, &SideFile)> {
        self.files
            .iter()
            .find(|(index, _)| self.layouts[**index].id() == id)
            .map(|(index, file)| (*index, file))
    }

    /// Bytes of all files that are read.
    pub fn bytes(&self) -> u64 {
        let readings = self.files.values().flat_map(|file| &file.readings);
        readings.map(|reading| self.delivery.members[reading.member].bytes).sum()
    }
}

fn ready(
    delivery: &Delivery,
    layout: &Arc<FileLayout>,
    found: &Found,
    remarks: &mut Vec<Remark>,
) -> SideFile {
    let path = |member: usize| delivery.members[member].path.clone();
    // A file without a byte has no rows, and nothing that could not be read.
    let is_empty = |path: &String, remarks: &[Remark]| {
        remarks.iter().any(|remark| remark.path == *path && remark.code.id == SET001.id)
    };
    let unreadable = found.unreadable.iter().map(|member| path(*member));
    let unreadable = unreadable.filter(|path| !is_empty(path, remarks)).collect();
    let mut file = SideFile { readings: Vec::new(), unreadable };
    for part in &found.parts {
        match Reading::new(delivery, layout, part) {
            Ok(reading) => file.readings.push(reading),
            Err(text) => {
                file.unreadable.push(path(part.member));
                remarks.push(crate::verify::whole::unreadable(
                    delivery,
                    part.member,
                    Some(layout.id()),
                    &text,
                ));
            }
        }
    }
    file
}
