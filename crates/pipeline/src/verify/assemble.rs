//! Everything that was found, put together into one result.

use super::VerifyOptions;
use super::answer::Answered;
use super::cook::Cooked;
use super::feed::Source;
use super::height::height;
use super::profile::Profile;
use super::repertoire::Taken;
use super::result::*;
use super::sink::Sink;
use super::verdict::judge;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use utsushi_check::file::Plan;
use utsushi_delivery::read::{Delivery, Form, Search};
use utsushi_delivery::{FindingCounts, LayoutBasis, Municipality, Overview, RuleNotRun, StandardUsed, Tool};
use utsushi_findings::{Lang, Severity};
use utsushi_layout::{FileLayout, Standard};

/// A private character of the data.
pub(super) struct Used {
    pub count: u64,
    pub source: usize,
    pub record: u64,
    pub item: u16,
}

/// What is counted while rows go by.
pub(super) struct Gathered {
    pub gaiji: BTreeMap<char, Used>,
    pub listed: HashSet<char>,
    pub list_rows: u64,
    pub gaiji_unlisted: u64,
    pub without_glyph: u64,
    pub ledger: (u64, u64),
    pub flagged: BTreeMap<String, u64>,
    pub images: [u64; 4],
    pub images_unlisted: u64,
    /// 件数 by business and file name.
    pub stated: Vec<(String, String, u64)>,
    /// Sources that could not be read to their end.
    pub failed: Vec<usize>,
    files: Vec<String>,
    is_list: Vec<bool>,
}

impl Gathered {
    pub fn new(sources: &[Source]) -> Self {
        let is_list = |source: &Source| source.reading.layout.role_index("identification_status").is_some();
        Gathered {
            gaiji: BTreeMap::new(),
            listed: HashSet::new(),
            list_rows: 0,
            gaiji_unlisted: 0,
            without_glyph: 0,
            ledger: (0, 0),
            flagged: BTreeMap::new(),
            images: [0; 4],
            images_unlisted: 0,
            stated: Vec::new(),
            failed: Vec::new(),
            files: sources.iter().map(|source| source.reading.layout.id()).collect(),
            is_list: sources.iter().map(is_list).collect(),
        }
    }

    /// Takes a piece, in order; `before` are the records of its file before it.
    pub fn add(&mut self, cooked: &mut Cooked, before: u64) {
        let tallied = std::mem::take(&mut cooked.tallied);
        for (character, (count, record, item)) in tallied.gaiji {
            let place =
                Used { count: 0, source: cooked.source, record: before + u64::from(record) + 1, item };
            self.gaiji.entry(character).or_insert(place).count += count;
        }
        self.listed.extend(tallied.listed);
        if self.is_list[cooked.source] {
            self.list_rows += cooked.records;
        }
        self.without_glyph += tallied.without_glyph;
        self.ledger = (self.ledger.0 + tallied.ledger.0, self.ledger.1 + tallied.ledger.1);
        if tallied.flagged > 0 {
            *self.flagged.entry(self.files[cooked.source].clone()).or_default() += tallied.flagged;
        }
        self.images.iter_mut().zip(tallied.images).for_each(|(all, one)| *all += one);
        if self.stated.len() < 10_000 {
            self.stated.extend(tallied.stated);
        }
    }
}

/// All that a result is made of.
pub(super) struct Parts<'a> {
    pub options: &'a VerifyOptions<'a>,
    pub delivery: &'a Delivery,
    pub standard: &'a Standard,
    pub layouts: &'a [Arc<FileLayout>],
    pub taken: &'a Taken,
    pub base_date: Option<String>,
    pub search: &'a Search,
    pub sources: &'a [Source],
    /// By source.
    pub records: Vec<u64>,
    /// Layouts that are missing.
    pub missing: Vec<usize>,
    /// By member.
    pub sha256: &'a [Option<String>],
    /// The digest that a signed copy is matched with, and what it is of.
    pub signed: (String, String),
    pub plan: &'a Plan,
    pub answered: &'a Answered,
    pub gathered: &'a Gathered,
    /// Whether images and fonts were looked for.
    pub pictures: (bool, bool),
    pub totals: Vec<ComparedTotal>,
    pub profile: &'a Profile,
}

/// The result but for its groups and outputs.
pub(super) fn assemble(parts: Parts<'_>, sink: &Sink<'_>) -> Verification {
    let lang = parts.options.lang;
    let files = files(&parts, sink);
    let businesses = businesses(&parts, &files, sink);
    let delivery = parts.delivery;
    let municipality = delivery
        .declared
        .municipality
        .clone()
        .map(|(code, name)| Municipality { code, name })
        .or_else(|| delivery.manifest.as_ref().map(|manifest| manifest.municipality.clone()));
    let tally = &sink.tally;
    let count = |id: &str| tally.iter().filter(|(code, _)| code.id() == id).map(|(_, count)| count).sum();
    Verification {
        utsushi: Tool { version: env!("CARGO_PKG_VERSION").to_owned(), manifest: 1 },
        lang: lang.name().to_owned(),
        verdict: judge(parts.profile, &sink.weighed, lang),
        delivery: DeliveryFacts {
            name: delivery.name.clone(),
            kind: delivery.kind.name().to_owned(),
            files: delivery.members.len() as u64,
            bytes: delivery.members.iter().map(|member| member.bytes).sum(),
            rows: parts.records.iter().sum(),
            sha256: parts.signed.0.clone(),
            sha256_of: parts.signed.1.clone(),
        },
        municipality,
        base_date: parts.base_date.clone(),
        standard: standard(&parts),
        repertoire: parts.taken.repertoire.name().to_owned(),
        others: others(&parts),
        findings: FindingCounts {
            error: tally.of(Severity::Error),
            warning: tally.of(Severity::Warning),
            info: tally.of(Severity::Info),
            codes: tally.iter().map(|(code, count)| (code.id().to_owned(), count)).collect(),
        },
        groups: Vec::new(),
        support: SupportCounts {
            ledger_delivered: files
                .iter()
                .any(|file| file.file == "01.support_measure" && file.state != FileState::Missing),
            ledger_rows: parts.gathered.ledger.0,
            active_rows: parts.gathered.ledger.1,
            flagged: parts.gathered.flagged.clone(),
            without_flag: count("SET021"),
            without_ledger: count("SET022"),
        },
        gaiji: GaijiResult {
            list_delivered: parts.gathered.is_list.contains(&true),
            listed: parts.gathered.list_rows,
            codes: parts.gathered.gaiji.len() as u64,
            uses: parts.gathered.gaiji.values().map(|used| used.count).sum(),
            unlisted: parts.gathered.gaiji_unlisted,
            without_glyph: parts.pictures.1.then_some(parts.gathered.without_glyph),
        },
        images: ImageResult {
            listed: parts.gathered.images[0],
            compared: parts.pictures.0,
            delivered: parts.gathered.images[1] + parts.gathered.images[3],
            missing: parts.gathered.images[2],
            unlisted: parts.gathered.images_unlisted,
            differing: parts.gathered.images[3],
        },
        totals: parts.totals.clone(),
        profile: parts.profile.used.clone(),
        outputs: Vec::new(),
        files,
        businesses,
    }
}

fn standard(parts: &Parts<'_>) -> StandardUsed {
    let rules = parts.plan.layouts().zip(&parts.answered.rules);
    let mut rules_not_run: Vec<RuleNotRun> = parts
        .answered
        .not_run
        .iter()
        .map(|rule| RuleNotRun {
            file: rule.file.clone(),
            rule: rule.rule.to_owned(),
            roles: rule.roles.clone(),
            to: rule.to.clone(),
            why: rule.why.name().to_owned(),
        })
        .collect();
    let has =
        |role: &str| parts.sources.iter().find(|source| source.reading.layout.role_index(role).is_some());
    if let Some(name) = &parts.taken.without_table {
        rules_not_run.push(RuleNotRun {
            file: String::new(),
            rule: format!("repertoire {name}"),
            roles: Vec::new(),
            to: None,
            why: "no_table".to_owned(),
        });
    }
    let mut beside = |role: &str, rule: &str, done: bool| {
        if let Some(source) = has(role).filter(|_| !done) {
            rules_not_run.push(RuleNotRun {
                file: source.reading.layout.id(),
                rule: rule.to_owned(),
                roles: vec![role.to_owned()],
                to: None,
                why: "not_in_delivery".to_owned(),
            });
        }
    };
    beside("image_key", "images", parts.pictures.0);
    beside("identification_status", "glyphs", parts.pictures.1);
    StandardUsed {
        name: parts.standard.name.clone(),
        title: parts.standard.title.clone(),
        basis: parts.standard.basis.clone(),
        layouts: rules
            .map(|(layout, (run, not_run))| LayoutBasis {
                file: layout.id(),
                name: layout.name.clone(),
                basis: layout.basis.clone(),
                rules_run: *run,
                rules_not_run: *not_run,
            })
            .collect(),
        rules_not_run,
    }
}

fn files(parts: &Parts<'_>, sink: &Sink<'_>) -> Vec<VerifiedFile> {
    let delivery = parts.delivery;
    let mut files: Vec<(usize, VerifiedFile)> = Vec::new();
    for found in &parts.search.found {
        let layout = &parts.layouts[found.layout];
        let of: Vec<usize> = (0..parts.sources.len())
            .filter(|source| parts.sources[*source].reading.layout.id() == layout.id())
            .collect();
        let rows_of = |member: usize| {
            let source = of.iter().find(|source| parts.sources[**source].reading.member == member);
            source.map_or(0, |source| parts.records[*source])
        };
        let part = |member: usize, form: Option<&Form>| FilePart {
            path: delivery.members[member].path.clone(),
            bytes: delivery.members[member].bytes,
            sha256: parts.sha256[member].clone().unwrap_or_default(),
            form: form.map(Form::name).unwrap_or_default().to_owned(),
            charset: match form {
                Some(Form::Csv(form)) => Some(form.charset.clone()),
                _ => None,
            },
            header: match form {
                Some(Form::Csv(form)) => Some(form.header > 0),
                _ => None,
            },
            rows: rows_of(member),
        };
        let mut shown: Vec<FilePart> =
            found.parts.iter().map(|found| part(found.member, Some(&found.form))).collect();
        for member in &found.unreadable {
            let path = &delivery.members[*member].path;
            if !shown.iter().any(|part| part.path == *path) {
                shown.push(part(*member, None));
            }
        }
        let rows = of.iter().map(|source| parts.records[*source]).sum();
        let failed =
            !found.unreadable.is_empty() || of.iter().any(|source| parts.gathered.failed.contains(source));
        let (old_rows, from) = old_rows(parts, layout);
        files.push((
            found.layout,
            VerifiedFile {
                state: match (failed, rows) {
                    (true, _) => FileState::Unreadable,
                    (false, 0) => FileState::Empty,
                    _ => FileState::Checked,
                },
                parts: shown,
                beside: found.beside.map(|(member, _)| delivery.members[member].path.clone()),
                rows,
                columns: found.parts.first().map_or(0, |part| part.form.columns().matched() as u64),
                old_rows,
                old_rows_from: from,
                attention: of.iter().map(|source| parts.answered.attention[*source]).sum(),
                ..named(layout)
            },
        ));
    }
    for layout in &parts.missing {
        let (old_rows, old_rows_from) = old_rows(parts, &parts.layouts[*layout]);
        let file = named(&parts.layouts[*layout]);
        files.push((*layout, VerifiedFile { state: FileState::Missing, old_rows, old_rows_from, ..file }));
    }
    files.sort_by_key(|(layout, _)| *layout);
    let mut files: Vec<VerifiedFile> = files.into_iter().map(|(_, file)| file).collect();
    for file in &mut files {
        file.findings = sink.by_file.get(&file.file).copied().unwrap_or_default();
    }
    files
}

fn named(layout: &FileLayout) -> VerifiedFile {
    VerifiedFile {
        file: layout.id(),
        name: layout.name.clone(),
        business: layout.business,
        basis: layout.basis.clone(),
        items: layout.items.len() as u64,
        ..VerifiedFile::default()
    }
}

/// How many records the old system had: as the clerk says, as our own run counted, as 件数・合計表 says.
fn old_rows(parts: &Parts<'_>, layout: &FileLayout) -> (Option<u64>, Option<String>) {
    let id = layout.id();
    let declared = parts.delivery.declared.file(&id).and_then(|file| file.old_count);
    let targets =
        parts.delivery.manifest.iter().flat_map(|manifest| &manifest.jobs).flat_map(|job| &job.targets);
    let mut accounts = targets.filter(|account| account.file == id).peekable();
    let manifest =
        accounts.peek().is_some().then_some(()).map(|()| accounts.map(|account| account.read).sum());
    let stated = parts.gathered.stated.iter().find(|(business, file, _)| {
        let number = business.parse::<u32>().ok();
        number.is_none_or(|number| number == layout.business)
            && [&layout.slug, &layout.name, &id].contains(&file)
    });
    let known = [
        (declared, "delivery.toml"),
        (manifest, "manifest"),
        (stated.map(|(_, _, count)| *count), "control_total"),
    ];
    match known.into_iter().find(|(count, _)| count.is_some()) {
        Some((count, from)) => (count, Some(from.to_owned())),
        None => (None, None),
    }
}

fn others(parts: &Parts<'_>) -> Vec<OtherFile> {
    let one = |other: &utsushi_delivery::read::Other| {
        let member = &parts.delivery.members[other.member];
        OtherFile {
            path: member.path.clone(),
            bytes: member.bytes,
            known: other.known,
            sha256: parts.sha256[other.member].clone(),
        }
    };
    parts.search.others.iter().map(one).collect()
}

fn businesses(parts: &Parts<'_>, files: &[VerifiedFile], sink: &Sink<'_>) -> Vec<BusinessResult> {
    let mut found: Vec<BusinessResult> = Vec::new();
    for business in &parts.standard.businesses {
        let own: Vec<&VerifiedFile> = files.iter().filter(|file| file.business == business.number).collect();
        if own.is_empty() {
            continue;
        }
        let there = own.iter().filter(|file| file.state != FileState::Missing);
        let old: Option<u64> = there.clone().map(|file| file.old_rows).sum();
        let weighed = sink.by_business.get(&business.number).map(|(weighed, _)| weighed.clone());
        found.push(BusinessResult {
            number: business.number,
            slug: business.slug.clone(),
            name: business.name.clone(),
            decision: judge(parts.profile, &weighed.unwrap_or_default(), parts.options.lang).decision,
            files: there.clone().count() as u64,
            missing: own.iter().filter(|file| file.state == FileState::Missing).count() as u64,
            rows: own.iter().map(|file| file.rows).sum(),
            old_rows: old,
            heights: sink.heights(business.number),
        });
    }
    found
}

/// Findings grouped for people.
pub(super) fn groups(overview: Overview, layouts: &[Arc<FileLayout>], lang: Lang) -> Vec<FindingGroup> {
    let business: HashMap<String, u32> =
        layouts.iter().map(|layout| (layout.id(), layout.business)).collect();
    let one = |group: utsushi_delivery::Group| FindingGroup {
        business: business.get(&group.file).copied(),
        file: group.file,
        file_name: group.file_name,
        item: group.item,
        code: group.code.id().to_owned(),
        severity: group.code.0.severity.name().to_owned(),
        height: height(group.code).to_owned(),
        title: group.code.0.title.get(lang).to_owned(),
        advice: group.code.0.advice.get(lang).to_owned(),
        count: group.count,
        examples: group
            .examples
            .into_iter()
            .map(|example| FindingExample {
                path: example.input,
                record: example.record,
                line: example.line,
                value: example.value,
                message: example.message,
            })
            .collect(),
    };
    overview.groups.into_iter().map(one).collect()
}
