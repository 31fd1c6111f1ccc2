//! Where findings go: written, counted, grouped.

use super::height::{HEIGHTS, height};
use super::profile::Profile;
use super::result::Counts;
use super::verdict::Weighed;
use std::collections::BTreeMap;
use std::sync::Arc;
use utsushi_delivery::findings::{FindingsFiles, Names};
use utsushi_delivery::{Grouping, Overview};
use utsushi_findings::{Code, Finding, Lang, Problem, Tally};
use utsushi_layout::FileLayout;
use utsushi_store::{OutputFile, RunFolder, Written};

/// What findings are about: a physical file and its standard file, as far as they are known.
#[derive(Clone, Debug)]
pub(super) struct About {
    /// Stands in the column `job`: the folder of the business.
    pub job: String,
    pub path: [String; 1],
    pub layout: Vec<Arc<FileLayout>>,
}

impl About {
    pub fn new(path: &str, layout: Option<&Arc<FileLayout>>) -> Self {
        About {
            job: layout.map(|layout| layout.folder()).unwrap_or_default(),
            path: [path.to_owned()],
            layout: layout.into_iter().cloned().collect(),
        }
    }

    fn names(&self) -> Names<'_> {
        Names { job: &self.job, inputs: &self.path, targets: &self.layout }
    }

    fn business(&self) -> Option<u32> {
        self.layout.first().map(|layout| layout.business)
    }
}

/// All findings of a verification.
pub(super) struct Sink<'a> {
    files: FindingsFiles<OutputFile, OutputFile>,
    grouping: Grouping,
    profile: &'a Profile,
    lang: Lang,
    /// Numbers the things findings are about, for the grouping.
    about: usize,
    pub tally: Tally,
    pub weighed: Weighed,
    pub by_business: BTreeMap<u32, (Weighed, BTreeMap<&'static str, Counts>)>,
    pub by_file: BTreeMap<String, Counts>,
    /// Findings kept for `verify.json`: the first of each file.
    pub kept: Vec<Kept>,
    kept_of: BTreeMap<String, usize>,
}

/// A finding as `verify.json` tells it.
pub(super) struct Kept {
    pub path: String,
    pub code: Code,
    pub record: u64,
    pub field: String,
    pub message: String,
}

/// Findings of one file that `verify.json` holds.
const KEPT: usize = 1_000;

impl<'a> Sink<'a> {
    pub fn create(folder: &RunFolder, profile: &'a Profile, lang: Lang) -> Result<Self, Problem> {
        let files = FindingsFiles::new(folder.file("findings.parquet")?, folder.file("findings.csv")?, lang)?;
        Ok(Sink {
            files,
            grouping: Grouping::default(),
            profile,
            lang,
            about: 0,
            tally: Tally::default(),
            weighed: Weighed::default(),
            by_business: BTreeMap::new(),
            by_file: BTreeMap::new(),
            kept: Vec::new(),
            kept_of: BTreeMap::new(),
        })
    }

    /// Writes findings about one file. Those that the profile turns off are left out.
    pub fn write(&mut self, findings: Vec<Finding>, about: &About) -> Result<(), Problem> {
        if findings.is_empty() {
            return Ok(());
        }
        self.about += 1;
        self.grouping.of_job(self.about);
        let mut shown = Vec::with_capacity(findings.len());
        for mut finding in findings {
            let Some(code) = self.profile.code(finding.code) else { continue };
            finding.code = code;
            if about.layout.is_empty() {
                finding.target = None;
            }
            self.count(&finding, about);
            self.grouping.add(&finding, &about.names(), self.lang);
            self.keep(&finding, about);
            shown.push(finding);
        }
        self.files.write(&shown, &about.names())
    }

    fn count(&mut self, finding: &Finding, about: &About) {
        let code = finding.code;
        let layout = about.layout.first();
        let item = layout.zip(finding.item).and_then(|(layout, item)| layout.items.get(item as usize));
        // What rests on several rows has a rule of its own for the verdict; this is about values of keys.
        let key = height(code) == "item" && item.is_some_and(|item| item.key);
        self.tally.add(code);
        self.weighed.add(code, key);
        if let Some(business) = about.business() {
            let (weighed, heights) = self.by_business.entry(business).or_default();
            weighed.add(code, key);
            heights.entry(height(code)).or_default().add(code.0.severity);
        }
        if let Some(layout) = layout {
            self.by_file.entry(layout.id()).or_default().add(code.0.severity);
        }
    }

    fn keep(&mut self, finding: &Finding, about: &About) {
        let kept = self.kept_of.entry(about.path[0].clone()).or_default();
        if *kept >= KEPT {
            return;
        }
        *kept += 1;
        let layout = about.layout.first();
        let item = layout.zip(finding.item).and_then(|(layout, item)| layout.items.get(item as usize));
        let mut message = String::new();
        finding.message(self.lang, &mut message);
        self.kept.push(Kept {
            path: about.path[0].clone(),
            code: finding.code,
            record: finding.origin.record,
            field: item.map(|item| item.slug.clone()).unwrap_or_default(),
            message,
        });
    }

    /// Counts of each height of a business, all four.
    pub fn heights(&self, business: u32) -> BTreeMap<String, Counts> {
        let known = self.by_business.get(&business).map(|(_, heights)| heights);
        let of = |name: &str| known.and_then(|heights| heights.get(name)).copied().unwrap_or_default();
        HEIGHTS.iter().map(|name| ((*name).to_owned(), of(name))).collect()
    }

    /// Ends both files.
    pub fn finish(self) -> Result<(Vec<Written>, Overview), Problem> {
        let (parquet, csv) = self.files.finish()?;
        Ok((vec![parquet.finish()?, csv.finish()?], self.grouping.finish()))
    }
}
