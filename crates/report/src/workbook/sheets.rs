//! The five sheets.

use super::sheet::{Cell, Sheet};
use crate::facts::{Facts, difference};
use crate::words;
use rust_xlsxwriter::{DataValidation, Worksheet, XlsxError};
use utsushi_findings::{Both, Lang};

/// The verdict, the figures and the account.
pub(super) fn summary(sheet: &mut Worksheet, facts: &Facts<'_>, lang: Lang) -> Result<(), XlsxError> {
    let widths = [34.0, 18.0, 14.0, 14.0, 14.0, 14.0, 14.0, 14.0, 14.0, 14.0];
    let mut sheet = Sheet::new(sheet, words::SHEETS[0].get(lang), &widths)?;
    let manifest = facts.manifest;
    sheet.line(&format!("{}: {}", words::TITLE.get(lang), manifest.municipality.name), 16.0)?;
    sheet.line(&words::verdict(facts, lang), 14.0)?;
    sheet.line(&words::more(facts, lang), 10.0)?;
    sheet.skip();
    let title = |text: Both| Cell::Text(text.get(lang));
    let rows = if facts.planned { words::PLANNED_ROWS } else { words::WRITTEN_ROWS };
    let closes = if facts.closes() { words::CLOSES } else { words::OPEN };
    sheet.cells(&[title(words::MUNICIPALITY), (&manifest.municipality.name).into()])?;
    sheet.cells(&[title(words::MUNICIPALITY_CODE), (&manifest.municipality.code).into()])?;
    sheet.cells(&[title(words::STANDARD), (&manifest.standard.title).into()])?;
    sheet.cells(&[title(words::BASIS), words::basis(&manifest.standard.basis, lang).into()])?;
    let figures = [
        (words::RECORDS, facts.records),
        (words::ATTENTION, facts.attention),
        (words::REJECTED_RECORDS, facts.rejected),
        (rows, facts.written),
        (words::DUPLICATE_ROWS, facts.duplicates),
        (words::LEFT_ROWS, facts.left_behind),
        (words::FINDING, facts.findings()),
    ];
    for (name, count) in figures {
        sheet.cells(&[title(name), count.into()])?;
    }
    sheet.cells(&[title(words::SEVERITY), (&words::severities(facts, lang)).into()])?;
    sheet.cells(&[title(words::RECONCILED), title(closes)])?;
    sheet.skip();
    account(&mut sheet, facts, lang)?;
    sheet.skip();
    if facts.reconstructed() {
        sheet.line(words::NOT_OFFICIAL.get(lang), 10.0)?;
    }
    sheet.line(&words::MADE_BY.get(lang).replace("{version}", &manifest.utsushi.version), 10.0)
}

fn account(sheet: &mut Sheet<'_>, facts: &Facts<'_>, lang: Lang) -> Result<(), XlsxError> {
    let written = if facts.planned { words::PLANNED } else { words::WRITTEN };
    let marked = [
        ("①", words::RECORD_COUNT),
        ("②", words::NOT_WANTED),
        ("③", words::WANTED),
        ("④", words::READ),
        ("⑤", written),
        ("⑥", words::REJECTED),
        ("⑦", words::DUPLICATES),
        ("⑧", words::LEFT_BEHIND),
    ]
    .map(|(mark, title)| format!("{mark} {}", title.get(lang)));
    sheet.line(words::ACCOUNT.get(lang), 12.0)?;
    sheet.line(words::ACCOUNT_RULE.get(lang), 10.0)?;
    let mut titles = vec![words::FILE_NAME.get(lang), words::FILE.get(lang)];
    titles.extend(marked.iter().map(String::as_str));
    titles.push(words::DIFFERENCE.get(lang));
    sheet.heading(&titles)?;
    for job in &facts.manifest.jobs {
        for target in &job.targets {
            sheet.cells(&[
                facts.file_name(&target.file).into(),
                (&target.file).into(),
                job.records.into(),
                target.not_wanted.into(),
                target.wanted.into(),
                target.read.into(),
                target.written.into(),
                target.rejected.into(),
                target.duplicates.into(),
                target.left_behind.into(),
                difference(job.records, target).into(),
            ])?;
        }
    }
    sheet.skip();
    sheet.line(words::JOB_RULE.get(lang), 10.0)?;
    sheet.heading(
        &[words::JOB, words::RECORD_COUNT, words::ROUTED, words::UNROUTED, words::BROKEN]
            .map(|title| title.get(lang)),
    )?;
    for job in &facts.manifest.jobs {
        let counts = [job.records, job.routed, job.unrouted, job.broken].map(Cell::Number);
        let [records, routed, unrouted, broken] = counts;
        sheet.cells(&[(&job.name).into(), records, routed, unrouted, broken])?;
    }
    rules(sheet, facts, lang)?;
    cleansed(sheet, facts, lang)
}

/// What was left behind, on what ground, and who approved it.
fn rules(sheet: &mut Sheet<'_>, facts: &Facts<'_>, lang: Lang) -> Result<(), XlsxError> {
    let mut rules = facts.manifest.jobs.iter().flat_map(|job| &job.left_behind).peekable();
    if rules.peek().is_none() {
        return Ok(());
    }
    let titles = [
        words::RULE,
        words::RECORD_COUNT,
        words::CONDITION,
        words::GROUND,
        words::KEPT_UNTIL,
        words::APPROVED_BY,
        words::APPROVED_ON,
        words::KEPT_BY_LAW,
    ];
    sheet.skip();
    sheet.line(words::RULES.get(lang), 12.0)?;
    sheet.heading(&titles.map(|title| title.get(lang)))?;
    for rule in rules {
        sheet.cells(&[
            (&rule.name).into(),
            rule.records.into(),
            (&rule.when).into(),
            (&rule.ground).into(),
            (&rule.kept_until).into(),
            (&rule.approved_by).into(),
            rule.approved_on.as_deref().unwrap_or_default().into(),
            rule.refused.into(),
        ])?;
    }
    Ok(())
}

/// What became of rows that share their key.
fn cleansed(sheet: &mut Sheet<'_>, facts: &Facts<'_>, lang: Lang) -> Result<(), XlsxError> {
    if facts.manifest.cleansed.is_empty() {
        return Ok(());
    }
    let titles = [words::FILE, words::POLICY, words::EXACT, words::BY_KEY, words::NOBODY, words::KEPT_ASIDE];
    sheet.skip();
    sheet.line(words::CLEANSED.get(lang), 12.0)?;
    sheet.heading(&titles.map(|title| title.get(lang)))?;
    for file in &facts.manifest.cleansed {
        sheet.cells(&[
            (&file.file).into(),
            (&file.policy).into(),
            file.exact.into(),
            file.by_key.into(),
            file.rejected.into(),
            file.path.as_deref().unwrap_or_default().into(),
        ])?;
    }
    Ok(())
}

/// The findings, with room for what is decided about each, by whom, until when.
pub(super) fn findings(sheet: &mut Worksheet, facts: &Facts<'_>, lang: Lang) -> Result<(), XlsxError> {
    let columns = [
        (words::NUMBER, 7.0),
        (words::SEVERITY, 10.0),
        (words::CODE, 10.0),
        (words::WHAT, 26.0),
        (words::FILE, 18.0),
        (words::FILE_NAME, 18.0),
        (words::ITEM, 20.0),
        (words::COUNT, 10.0),
        (words::ADVICE, 56.0),
        (words::DECISION, 16.0),
        (words::OWNER, 14.0),
        (words::DUE, 12.0),
        (words::NOTES, 24.0),
    ];
    let mut sheet = Sheet::new(sheet, words::SHEETS[1].get(lang), &columns.map(|(_, width)| width))?;
    sheet.heading(&columns.map(|(title, _)| title.get(lang)))?;
    for (number, group) in (1_u64..).zip(&facts.groups) {
        let entry = group.code.0;
        sheet.cells(&[
            number.into(),
            words::severity(entry.severity).get(lang).into(),
            entry.id.into(),
            entry.title.get(lang).into(),
            (&group.file).into(),
            (&group.file_name).into(),
            (&group.item).into(),
            group.count.into(),
            entry.advice.get(lang).into(),
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
        ])?;
    }
    if !facts.groups.is_empty() {
        let choices =
            DataValidation::new().allow_list_strings(&words::DECISIONS.map(|choice| choice.get(lang)))?;
        sheet.sheet.add_data_validation(1, 9, sheet.row - 1, 9, &choices)?;
    }
    sheet.list(0, columns.len())
}

/// The first few cases of each finding.
pub(super) fn examples(sheet: &mut Worksheet, facts: &Facts<'_>, lang: Lang) -> Result<(), XlsxError> {
    let columns = [
        (words::NUMBER, 7.0),
        (words::CODE, 10.0),
        (words::FILE, 18.0),
        (words::ITEM, 20.0),
        (words::INPUT, 28.0),
        (words::RECORD, 12.0),
        (words::LINE, 10.0),
        (words::VALUE, 32.0),
        (words::MESSAGE, 56.0),
    ];
    let mut sheet = Sheet::new(sheet, words::SHEETS[2].get(lang), &columns.map(|(_, width)| width))?;
    sheet.heading(&columns.map(|(title, _)| title.get(lang)))?;
    for (number, group) in (1_u64..).zip(&facts.groups) {
        for example in &group.examples {
            // Record 0 is the whole input.
            let place = |at: u64| (example.record > 0).then_some(at);
            sheet.cells(&[
                number.into(),
                group.code.id().into(),
                (&group.file).into(),
                (&group.item).into(),
                (&example.input).into(),
                place(example.record).into(),
                place(example.line).into(),
                (&example.value).into(),
                (&example.message).into(),
            ])?;
        }
    }
    sheet.list(0, columns.len())
}

/// Every file that was read or written.
pub(super) fn files(sheet: &mut Worksheet, facts: &Facts<'_>, lang: Lang) -> Result<(), XlsxError> {
    let columns = [
        (words::KIND, 22.0),
        (words::PATH, 44.0),
        (words::ROWS, 12.0),
        (words::BYTES, 14.0),
        (words::RECORD_BYTES, 16.0),
        (words::FRAMING_BYTES, 14.0),
        (words::DIGEST, 70.0),
    ];
    let mut sheet = Sheet::new(sheet, words::SHEETS[3].get(lang), &columns.map(|(_, width)| width))?;
    sheet.heading(&columns.map(|(title, _)| title.get(lang)))?;
    let manifest = facts.manifest;
    let inputs = manifest.jobs.iter().flat_map(|job| &job.inputs).map(|file| (words::INPUTS, file));
    for (kind, file) in inputs.chain(manifest.project.iter().map(|file| (words::PROJECT, file))) {
        sheet.cells(&[
            kind.get(lang).into(),
            (&file.path).into(),
            file.records.into(),
            file.bytes.into(),
            file.record_bytes.into(),
            file.framing_bytes.into(),
            (&file.sha256).into(),
        ])?;
    }
    for file in facts.outputs() {
        sheet.cells(&[
            words::OUTPUTS.get(lang).into(),
            (&file.path).into(),
            file.rows.into(),
            file.bytes.into(),
            Cell::Blank,
            Cell::Blank,
            (&file.sha256).into(),
        ])?;
    }
    sheet.list(0, columns.len())
}

/// Every character that was written as another.
pub(super) fn characters(sheet: &mut Worksheet, facts: &Facts<'_>, lang: Lang) -> Result<(), XlsxError> {
    let columns = [
        (words::CHARACTER_FROM, 26.0),
        (words::VENDOR_CODE, 14.0),
        (words::CHARACTER_TO, 26.0),
        (words::RELATION, 26.0),
        (words::COUNT, 12.0),
    ];
    let mut sheet = Sheet::new(sheet, words::SHEETS[4].get(lang), &columns.map(|(_, width)| width))?;
    sheet.heading(&columns.map(|(title, _)| title.get(lang)))?;
    for change in &facts.manifest.characters.changes {
        sheet.cells(&[
            (&change.from).into(),
            change.vendor_code.as_deref().map_or(Cell::Blank, Cell::Text),
            (&change.to).into(),
            (&change.relation).into(),
            change.count.into(),
        ])?;
    }
    sheet.list(0, columns.len())
}
