//! What a worker does with one piece: from bytes to facts and findings, with nothing shared.

use super::feed::{Raw, Source};
use super::pictures::Pictures;
use crate::protection::Protection;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use utsushi_check::file::{FactMaker, Facts, Lost, Plan};
use utsushi_findings::{Action, Code, Detail, FMT014, Finding, Origin, Severity};
use utsushi_layout::{Batch, FileLayout, Rows, Treatment};
use utsushi_legacy::{LineEnds, Records};
use utsushi_text::is_private_use;

/// What became of a piece. Records and lines count from its beginning.
pub(super) struct Cooked {
    pub source: usize,
    pub number: u32,
    pub records: u64,
    pub lines: u64,
    pub bytes: u64,
    pub blank_lines: u64,
    pub line_ends: LineEnds,
    pub batch: Batch,
    pub facts: Option<Facts>,
    /// In order of record; `origin` from 0 within the piece.
    pub findings: Vec<Finding>,
    /// Records with an error or a warning.
    pub attended: Vec<u32>,
    pub tallied: Tallied,
}

/// What is counted besides.
#[derive(Default)]
pub(super) struct Tallied {
    /// Private characters: how often, and the first place: record (from 0 in the piece), item.
    pub gaiji: BTreeMap<char, (u64, u32, u16)>,
    /// Codes that 外字一覧 has.
    pub listed: Vec<char>,
    /// Rows of the ledger of 支援措置, and those that are current.
    pub ledger: (u64, u64),
    /// Rows with the flag of protection.
    pub flagged: u64,
    /// Rows of the image index; of these delivered, missing, differing.
    pub images: [u64; 4],
    /// Rows of 外字一覧 without a glyph.
    pub without_glyph: u64,
    /// 件数 that 件数・合計表 says, by business and file name.
    pub stated: Vec<(String, String, u64)>,
}

/// What workers need.
pub(super) struct Kitchen<'a> {
    pub sources: &'a [Source],
    pub treatment: Arc<Treatment>,
    pub plan: &'a Plan,
    pub protection: &'a Protection,
    pub pictures: &'a Pictures,
    pub base_day: Option<&'a str>,
    records: Mutex<Vec<Records>>,
}

impl<'a> Kitchen<'a> {
    pub fn new(
        sources: &'a [Source],
        treatment: Arc<Treatment>,
        plan: &'a Plan,
        protection: &'a Protection,
        pictures: &'a Pictures,
        base_day: Option<&'a str>,
    ) -> Self {
        Kitchen { sources, treatment, plan, protection, pictures, base_day, records: Mutex::default() }
    }

    fn rows(&self, source: &Source) -> Rows {
        Rows::new(Arc::clone(&source.reading.layout), Arc::clone(&self.treatment))
    }

    fn buffer(&self) -> Records {
        self.records.lock().ok().and_then(|mut records| records.pop()).unwrap_or_default()
    }

    fn give_back(&self, records: Records) {
        if let Ok(mut all) = self.records.lock() {
            all.push(records);
        }
    }

    /// The numbers of the protected persons of a piece.
    pub fn protected(&self, raw: &Raw) -> Vec<u64> {
        let source = &self.sources[raw.source];
        let (mut records, mut rows) = (self.buffer(), self.rows(source));
        source.reading.fill(&raw.piece, &mut records, &mut rows);
        self.give_back(records);
        self.protection.numbers(&rows)
    }

    /// Reads, checks and remembers a piece.
    pub fn cook(&self, raw: Raw) -> Cooked {
        let source = &self.sources[raw.source];
        let (mut records, mut rows) = (self.buffer(), self.rows(source));
        let places = source.reading.fill(&raw.piece, &mut records, &mut rows);
        self.give_back(records);
        let place = |record: u32| places.records.get(record as usize).copied().unwrap_or_default();
        let origin = |record: u32| {
            let (line, offset) = place(record);
            Origin {
                input: 0,
                record: record.into(),
                line: line.into(),
                offset: offset.into(),
                occurrence: 1,
            }
        };
        let mut findings = Vec::new();
        for (record, broken) in &places.broken {
            let last = *record as usize + 1 == places.records.len();
            let (code, detail) = match places.cut_off && last {
                true => (Code(&FMT014), Detail::None),
                false => (broken.code(), broken.detail()),
            };
            findings.push(finding(code, origin(*record), detail, None));
        }
        let mut tallied = Tallied::default();
        let layout = &source.reading.layout;
        count_gaiji(layout, &rows, &mut tallied);
        source.checker.check(&mut rows);
        count_support(layout, &rows, &mut tallied);
        for (record, item, code, text) in self.pictures.check(layout, &rows, &mut tallied) {
            findings.push(finding(Code(code), origin(record), Detail::Text(text.into()), Some(item)));
        }
        if layout.business == 0 && layout.slug == "control_total" {
            tallied.stated = stated(layout, &rows, self.base_day);
        }
        let mut protected = vec![false; places.records.len()];
        self.protection.mark(&rows, &mut protected);
        for mut found in rows.take_findings() {
            if protected.get(found.record as usize) == Some(&true) {
                found.hide();
            }
            let mut made = finding(found.code, origin(found.record), found.detail, Some(found.item));
            made.value = found.value;
            findings.push(made);
        }
        findings.sort_by_key(|finding| (finding.origin.record, finding.item));
        let mut facts = FactMaker::new(self.plan, raw.number);
        if (0..rows.len()).any(|row| rows.is_rejected(row)) {
            facts.lost(source.file, &rows, |row| rows.is_rejected(row), Lost::Rejected);
        }
        let batch = rows.seal(place);
        facts.add(source.file, &batch);
        let mut attended: Vec<u32> = findings
            .iter()
            .filter(|finding| finding.code.0.severity != Severity::Info)
            .map(|finding| finding.origin.record as u32)
            .collect();
        attended.dedup();
        Cooked {
            source: raw.source,
            number: raw.number,
            records: places.records.len() as u64,
            lines: places.lines,
            bytes: places.bytes,
            blank_lines: places.blank_lines,
            line_ends: places.line_ends,
            batch,
            facts: Some(facts.finish()),
            findings,
            attended,
            tallied,
        }
    }
}

/// A finding about a row: nothing is done to it.
fn finding(code: Code, origin: Origin, detail: Detail, item: Option<u16>) -> Finding {
    Finding { code, origin, target: Some(0), item, value: String::new(), detail, action: Action::None }
}

/// Private characters of all texts but those of the list of gaiji itself.
fn count_gaiji(layout: &FileLayout, rows: &Rows, tallied: &mut Tallied) {
    let list =
        layout.role_index("gaiji_code").filter(|_| layout.role_index("identification_status").is_some());
    if let Some(code) = list {
        let private = layout.items.iter().position(|item| item.slug == "private_use_code");
        for row in 0..rows.len() {
            tallied.listed.extend(utsushi_text::gaiji::parse_vendor_code(rows.column(code).get(row)));
            if let Some(private) = private {
                let code = rows.column(private).get(row);
                let code = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
                tallied.listed.extend(code.filter(|c| is_private_use(*c)));
            }
        }
        return;
    }
    for item in 0..layout.items.len() {
        let column = rows.column(item);
        // One look at the bytes settles it for nearly every column: private characters begin with these.
        let may_be = memchr::memchr3_iter(0xEE, 0xEF, 0xF3, column.text().as_bytes())
            .chain(memchr::memchr_iter(0xF4, column.text().as_bytes()))
            .any(|at| {
                column.text().get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_private_use)
            });
        if !may_be {
            continue;
        }
        for row in 0..column.len() {
            for character in column.get(row).chars().filter(|c| is_private_use(*c)) {
                let place = (0, rows.records()[row], item as u16);
                let seen = tallied.gaiji.entry(character).or_insert(place);
                seen.0 += 1;
                if (place.1, place.2) < (seen.1, seen.2) {
                    (seen.1, seen.2) = (place.1, place.2);
                }
            }
        }
    }
}

fn count_support(layout: &FileLayout, rows: &Rows, tallied: &mut Tallied) {
    let value = |role: &str, row: usize| layout.role_index(role).map(|item| rows.column(item).get(row));
    if layout.role_index("support_status").is_some() {
        tallied.ledger.0 += rows.len() as u64;
        let active = |row: &usize| {
            matches!(value("support_status", *row), Some("1" | "2"))
                && value("latest_flag", *row) == Some("1")
                && value("cancelled_flag", *row) != Some("1")
        };
        tallied.ledger.1 += (0..rows.len()).filter(active).count() as u64;
    } else if layout.role_index("protected_flag").is_some() {
        let flagged = |row: &usize| !matches!(value("protected_flag", *row), Some("" | "0") | None);
        tallied.flagged += (0..rows.len()).filter(flagged).count() as u64;
    }
}

/// The numbers of records that 件数・合計表 says files have.
fn stated(layout: &FileLayout, rows: &Rows, base_day: Option<&str>) -> Vec<(String, String, u64)> {
    let item = |role: &str| layout.role_index(role);
    let (Some(business), Some(file), Some(name), Some(day), Some(count), Some(group)) = (
        item("business_number"),
        item("file_name"),
        item("total_name"),
        item("base_date"),
        item("total_count"),
        item("group1"),
    ) else {
        return Vec::new();
    };
    let value = |item: usize, row: usize| rows.column(item).get(row);
    (0..rows.len())
        .filter(|row| value(name, *row) == "件数" && value(group, *row).is_empty())
        .filter(|row| base_day.is_none_or(|base| base == value(day, *row)))
        .filter_map(|row| {
            let count = value(count, row).parse().ok()?;
            Some((value(business, row).to_owned(), value(file, row).to_owned(), count))
        })
        .collect()
}
