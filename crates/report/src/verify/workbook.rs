//! The workbook about a delivery: a summary, a sheet for each section to decide and sign on, the list of returns for the
//! vendor, and the closing checklist. Text is always written as text and never as a formula.

use super::annex::profile_lines;
use super::changes::count;
use super::desk::{name, signed};
use super::facts::{Desk, Facts};
use super::glance::{HEIGHTS, title};
use super::page::{digest_of, municipality};
use super::words;
use crate::words as common;
use crate::workbook::sheet::{Cell, Sheet};
use rust_xlsxwriter::{DataValidation, DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use std::collections::HashSet;
use utsushi_delivery::verification::{Decision, FindingGroup, Verification};
use utsushi_findings::Problem;

/// Rows of findings on one sheet: as many as Excel takes, less a margin.
const ROWS: usize = 1_000_000;
/// Places named for each line of the list of returns.
const PLACES: usize = 5;

/// The report about a delivery as a workbook, in the language of the result. `before` is the result of the last delivery.
/// Same input, same bytes.
///
/// # Errors
/// What cannot stand in a workbook.
pub fn verify_xlsx(result: &Verification, before: Option<&Verification>) -> Result<Vec<u8>, Problem> {
    write(&Facts::new(result, before)).map_err(|error| {
        Problem::new(
            format!("Excel ファイルを作れません ({error})"),
            format!("the workbook cannot be made ({error})"),
        )
        .at("report.xlsx")
    })
}

fn write(facts: &Facts<'_>) -> Result<Vec<u8>, XlsxError> {
    let lang = facts.lang;
    let mut workbook = Workbook::new();
    // The library would write the present time.
    let long_ago = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(words::TITLE.get(lang))
        .set_author(format!("utsushi {}", facts.result.utsushi.version))
        .set_creation_datetime(&long_ago);
    workbook.set_properties(&properties);
    summary(workbook.add_worksheet(), facts)?;
    let mut taken: HashSet<String> =
        [words::SUMMARY, words::RETURNS, words::CHECKLIST].map(|title| title.get(lang).to_lowercase()).into();
    for desk in facts.desks() {
        let name = sheet_name(&name(&desk, lang), &mut taken);
        section(workbook.add_worksheet(), &name, facts, &desk)?;
    }
    returns(workbook.add_worksheet(), facts)?;
    checklist(workbook.add_worksheet(), facts)?;
    workbook.save_to_buffer()
}

/// A name that Excel takes and no sheet has yet: 31 characters at most, none of `[ ] : * ? / \`.
fn sheet_name(name: &str, taken: &mut HashSet<String>) -> String {
    let plain: String =
        name.chars().map(|c| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let cut = |length: usize| -> String {
        let mut units = 0;
        plain
            .trim()
            .chars()
            .take_while(|c| {
                units += c.len_utf16();
                units <= length
            })
            .collect()
    };
    let mut found = cut(31);
    for number in 2.. {
        if !found.trim().is_empty() && taken.insert(found.to_lowercase()) {
            break;
        }
        found = format!("{} {number}", cut(24));
    }
    found
}

fn heading(sheet: &mut Sheet<'_>, facts: &Facts<'_>, title: &str) -> Result<(), XlsxError> {
    let (result, lang) = (facts.result, facts.lang);
    let (digest, of) = facts.digest();
    let day = result.base_date.as_deref().map(words::day);
    sheet.line(&format!("{title}: {}", municipality(result, lang)), 16.0)?;
    sheet.line(
        &format!(
            "{} {}   {} {}",
            words::DELIVERY.get(lang),
            result.delivery.name,
            words::BASE_DATE.get(lang),
            day.as_deref().unwrap_or(words::UNKNOWN.get(lang))
        ),
        10.0,
    )?;
    sheet.line(&format!("{}: {digest}", digest_of(&of, lang)), 10.0)
}

fn summary(sheet: &mut Worksheet, facts: &Facts<'_>) -> Result<(), XlsxError> {
    let (result, lang) = (facts.result, facts.lang);
    let mut sheet =
        Sheet::new(sheet, words::SUMMARY.get(lang), &[30.0, 40.0, 14.0, 14.0, 14.0, 14.0, 14.0, 20.0])?;
    let sheet = &mut sheet;
    heading(sheet, facts, words::TITLE.get(lang))?;
    let decision = result.verdict.decision;
    sheet.line(&format!("{}: {}", common::VERDICT.get(lang), words::decision(decision).get(lang)), 14.0)?;
    sheet.line(words::next(decision).get(lang), 10.0)?;
    sheet.skip();
    sheet.heading(
        &[words::LEADS_TO, words::BY_RULE, common::COUNT, common::CODE].map(|title| title.get(lang)),
    )?;
    for reason in &result.verdict.reasons {
        let codes: Vec<String> = reason.codes.iter().map(|(code, count)| format!("{code} {count}")).collect();
        sheet.cells(&[
            words::decision(reason.decision).get(lang).into(),
            (&reason.text).into(),
            reason.count.into(),
            (&codes.join(", ")).into(),
        ])?;
    }
    sheet.skip();
    let counts = &result.findings;
    let lines = [
        (words::ROWS_CHECKED, result.delivery.rows),
        (words::ERRORS, counts.error),
        (words::WARNINGS, counts.warning),
        (words::INFOS, counts.info),
        (words::RULES_NOT_RUN, result.standard.rules_not_run.len() as u64),
        (words::LEDGER_ROWS, result.support.ledger_rows),
        (words::ACTIVE_ROWS, result.support.active_rows),
        (words::WITHOUT_FLAG, result.support.without_flag),
        (words::WITHOUT_LEDGER, result.support.without_ledger),
        (words::GAIJI_CODES, result.gaiji.codes),
        (words::GAIJI_UNLISTED, result.gaiji.unlisted),
    ];
    for (name, count) in lines {
        sheet.cells(&[name.get(lang).into(), count.into()])?;
    }
    sheet.skip();
    at_a_glance(sheet, facts)?;
    if let Some(before) = facts.before {
        sheet.skip();
        sheet.line(words::CHANGES.get(lang), 12.0)?;
        let verdict = words::decision(before.verdict.decision).get(lang);
        sheet.cells(&[words::LAST_DELIVERY.get(lang).into(), (&before.delivery.name).into()])?;
        sheet.cells(&[words::LAST_VERDICT.get(lang).into(), verdict.into()])?;
        let of = count(&facts.changes);
        use super::changes::Change::{Better, Gone, New, Same, Worse};
        for (change, kinds) in
            [(New, of.new), (Worse, of.worse), (Same, of.same), (Better, of.better), (Gone, of.gone)]
        {
            sheet.cells(&[words::change(change).get(lang).into(), kinds.into()])?;
        }
    }
    sheet.skip();
    sheet.line(words::PROFILE.get(lang), 12.0)?;
    for (name, text) in profile_lines(facts) {
        sheet.cells(&[name.into(), (&text).into()])?;
    }
    sheet.skip();
    if facts.reconstructed() {
        sheet.line(common::NOT_OFFICIAL.get(lang), 10.0)?;
    }
    sheet.line(&common::MADE_BY.get(lang).replace("{version}", &result.utsushi.version), 10.0)
}

fn at_a_glance(sheet: &mut Sheet<'_>, facts: &Facts<'_>) -> Result<(), XlsxError> {
    let lang = facts.lang;
    sheet.line(words::GLANCE.get(lang), 12.0)?;
    let heights = HEIGHTS.map(|(_, title)| title.get(lang));
    let slashes = format!("{} / {}", words::ERRORS.get(lang), words::WARNINGS.get(lang));
    sheet.line(&slashes, 10.0)?;
    let [item, record, file, delivery] = heights;
    sheet.heading(&[
        words::BUSINESS.get(lang),
        common::VERDICT.get(lang),
        item,
        record,
        file,
        delivery,
        words::ROWS_DELIVERED.get(lang),
    ])?;
    for business in &facts.result.businesses {
        let figures = HEIGHTS.map(|(height, _)| {
            let counts = business.heights.get(height).copied().unwrap_or_default();
            format!("{} / {}", counts.error, counts.warning)
        });
        let name = format!("{:02} {}", business.number, business.name);
        let mut cells: Vec<Cell<'_>> =
            vec![(&name).into(), words::decision(business.decision).get(lang).into()];
        cells.extend(figures.iter().map(Cell::from));
        cells.push(business.rows.into());
        sheet.cells(&cells)?;
    }
    Ok(())
}

fn section(sheet: &mut Worksheet, name: &str, facts: &Facts<'_>, desk: &Desk<'_>) -> Result<(), XlsxError> {
    let (result, lang) = (facts.result, facts.lang);
    let widths = [7.0, 12.0, 30.0, 24.0, 22.0, 12.0, 12.0, 16.0, 14.0, 12.0, 30.0];
    let mut sheet = Sheet::new(sheet, name, &widths)?;
    let sheet = &mut sheet;
    heading(sheet, facts, &format!("{} {name}", words::DESK.get(lang)))?;
    if let Some(business) = desk.business {
        let verdict = words::decision(business.decision).get(lang);
        sheet.line(&format!("{}: {verdict}", common::VERDICT.get(lang)), 12.0)?;
    }
    sheet.skip();
    sheet.heading(&[
        "",
        words::SECTION.get(lang),
        words::MEDIA.get(lang),
        words::RECEIVED_ON.get(lang),
        words::RECEIVED_BY.get(lang),
    ])?;
    sheet.cells(&[Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank])?;
    if desk.business.is_some() {
        sheet.skip();
        sheet.line(words::COUNT_TABLE.get(lang), 12.0)?;
        sheet.line(words::COUNT_RULE.get(lang), 10.0)?;
        sheet.heading(&[
            "",
            common::FILE.get(lang),
            common::FILE_NAME.get(lang),
            words::STATE.get(lang),
            words::OLD_FROM.get(lang),
            words::OLD.get(lang),
            words::ROWS_DELIVERED.get(lang),
            words::DIFFERENCE.get(lang),
            words::LAST_ROWS.get(lang),
            "",
            words::REASON.get(lang),
        ])?;
        for file in &desk.files {
            let difference = file.old_rows.map(|old| signed(old, file.rows)).unwrap_or_default();
            let from = file.old_rows_from.as_deref().map_or("", |word| words::old_from(word, lang));
            sheet.cells(&[
                Cell::Blank,
                (&file.file).into(),
                (&file.name).into(),
                words::state(file.state).get(lang).into(),
                from.into(),
                file.old_rows.into(),
                file.rows.into(),
                (&difference).into(),
                facts.file_before(&file.file).map(|file| file.rows).into(),
                Cell::Blank,
                Cell::Blank,
            ])?;
        }
    } else if !result.others.is_empty() {
        sheet.skip();
        sheet.line(words::OTHERS.get(lang), 12.0)?;
        for other in &result.others {
            let known = if other.known { words::KNOWN_YES } else { words::KNOWN_NO };
            sheet.cells(&[
                Cell::Blank,
                Cell::Blank,
                (&other.path).into(),
                known.get(lang).into(),
                Cell::Blank,
                other.bytes.into(),
            ])?;
        }
    }
    sheet.skip();
    sheet.line(words::SIGN.get(lang), 12.0)?;
    sheet.heading(&[
        "",
        common::OFFICE.get(lang),
        common::ROLE.get(lang),
        common::NAME.get(lang),
        common::DATE.get(lang),
    ])?;
    for role in words::ROLES {
        sheet.cells(&[Cell::Blank, Cell::Blank, role.get(lang).into(), Cell::Blank, Cell::Blank])?;
    }
    let at = sheet.row;
    sheet.cells(&[Cell::Blank, Cell::Blank, words::DESK_VERDICT.get(lang).into(), Cell::Blank])?;
    let verdicts = [Decision::Accept, Decision::Conditional, Decision::Refuse];
    let verdicts = DataValidation::new()
        .allow_list_strings(&verdicts.map(|decision| words::decision(decision).get(lang)))?;
    sheet.sheet.add_data_validation(at, 3, at, 3, &verdicts)?;
    sheet.skip();
    decisions(sheet, facts, desk)
}

/// The findings of a section, with room for what it decides: last, so that they can be filtered.
fn decisions(sheet: &mut Sheet<'_>, facts: &Facts<'_>, desk: &Desk<'_>) -> Result<(), XlsxError> {
    let lang = facts.lang;
    sheet.line(words::DECIDE.get(lang), 12.0)?;
    if desk.groups.is_empty() {
        return sheet.line(words::NO_DESK_FINDINGS.get(lang), 10.0);
    }
    let at = sheet.row;
    let titles = [
        common::NUMBER,
        common::SEVERITY,
        common::WHAT,
        common::FILE_NAME,
        common::ITEM,
        common::COUNT,
        words::LAST,
        common::DECISION,
        common::OWNER,
        common::DUE,
        common::NOTES,
    ]
    .map(|title| title.get(lang));
    sheet.heading(&titles)?;
    for (number, group) in desk.groups.iter().take(ROWS) {
        let what = format!("{} {}", group.code, title(&group.code, &group.title, lang));
        sheet.cells(&[
            (*number as u64).into(),
            words::severity(&group.severity).get(lang).into(),
            (&what).into(),
            (&format!("{} {}", group.file_name, group.file)).into(),
            (&group.item).into(),
            group.count.into(),
            facts.was(group).map(|(was, _)| was).into(),
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
        ])?;
    }
    let choices =
        DataValidation::new().allow_list_strings(&common::DECISIONS.map(|choice| choice.get(lang)))?;
    sheet.sheet.add_data_validation(at + 1, 7, sheet.row - 1, 7, &choices)?;
    sheet.sheet.autofilter(at, 0, sheet.row - 1, titles.len() as u16 - 1)?;
    Ok(())
}

/// What goes back to the vendor: places and kinds, never a value.
fn returns(sheet: &mut Worksheet, facts: &Facts<'_>) -> Result<(), XlsxError> {
    let (result, lang) = (facts.result, facts.lang);
    let columns = [
        (common::NUMBER, 7.0),
        (words::BUSINESS, 18.0),
        (common::FILE, 18.0),
        (common::FILE_NAME, 20.0),
        (common::ITEM, 20.0),
        (common::CODE, 10.0),
        (common::WHAT, 26.0),
        (common::SEVERITY, 10.0),
        (common::COUNT, 10.0),
        (words::PLACES, 44.0),
        (common::ADVICE, 44.0),
        (words::VENDOR_ANSWER, 26.0),
        (words::FIXED_ON, 12.0),
    ];
    let mut sheet = Sheet::new(sheet, words::RETURNS.get(lang), &columns.map(|(_, width)| width))?;
    heading(&mut sheet, facts, words::RETURNS.get(lang))?;
    sheet.line(words::RETURNS_RULE.get(lang), 10.0)?;
    let at = sheet.row;
    sheet.heading(&columns.map(|(title, _)| title.get(lang)))?;
    let numbered = (1_u64..).zip(&facts.groups).filter(|(_, group)| group.severity != "info");
    for (number, group) in numbered.take(ROWS) {
        let business = result.businesses.iter().find(|business| Some(business.number) == group.business);
        let business = business.map(|business| format!("{:02} {}", business.number, business.name));
        sheet.cells(&[
            number.into(),
            business.as_deref().unwrap_or(words::NO_BUSINESS.get(lang)).into(),
            (&group.file).into(),
            (&group.file_name).into(),
            (&group.item).into(),
            (&group.code).into(),
            title(&group.code, &group.title, lang).into(),
            words::severity(&group.severity).get(lang).into(),
            group.count.into(),
            (&places(group)).into(),
            (&group.advice).into(),
            Cell::Blank,
            Cell::Blank,
        ])?;
    }
    sheet.list(at, columns.len())
}

/// `01_juki/resident.csv #3, #17`.
fn places(group: &FindingGroup) -> String {
    let mut text = String::new();
    let mut last = None;
    for example in group.examples.iter().take(PLACES) {
        if !text.is_empty() {
            text.push_str(", ");
        }
        if last != Some(&example.path) {
            text.push_str(&example.path);
        }
        if example.record > 0 {
            text.push_str(&format!(
                "{}#{}",
                if last != Some(&example.path) { " " } else { "" },
                example.record
            ));
        }
        last = Some(&example.path);
    }
    text
}

fn checklist(sheet: &mut Worksheet, facts: &Facts<'_>) -> Result<(), XlsxError> {
    let lang = facts.lang;
    let columns = [
        (common::NUMBER, 7.0),
        (words::CHECK_ITEM, 70.0),
        (words::CHECK_DONE, 18.0),
        (words::CHECKED_BY, 16.0),
        (words::CHECKED_ON, 14.0),
        (common::NOTES, 34.0),
    ];
    let mut sheet = Sheet::new(sheet, words::CHECKLIST.get(lang), &columns.map(|(_, width)| width))?;
    heading(&mut sheet, facts, words::CHECKLIST.get(lang))?;
    sheet.skip();
    sheet.heading(&columns.map(|(title, _)| title.get(lang)))?;
    for (number, check) in (1_u64..).zip(words::CHECKS) {
        let blanks = [Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank];
        let mut cells = vec![number.into(), check.get(lang).into()];
        cells.extend(blanks);
        sheet.cells(&cells)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::testing::{hopeless, previous, verification};
    use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
    use std::io::Cursor;

    fn book(result: &Verification) -> Xlsx<Cursor<Vec<u8>>> {
        open_workbook_from_rs(Cursor::new(verify_xlsx(result, Some(&previous())).unwrap())).unwrap()
    }

    fn texts(range: &Range<Data>) -> String {
        range.used_cells().map(|(_, _, cell)| cell.to_string() + "\n").collect()
    }

    #[test]
    fn a_sheet_for_each_section_the_returns_and_the_checklist() {
        let names = ["概要", "01 住民基本台帳", "08 個人住民税", "納品物全体", "差戻し一覧", "完了確認"];
        assert_eq!(book(&verification()).sheet_names(), names);
        let english = Verification { lang: "en".into(), ..verification() };
        assert_eq!(book(&english).sheet_names()[4..], ["Returns", "Closing checklist"]);
    }

    #[test]
    fn the_list_of_returns_holds_no_value_and_no_message() {
        let mut book = book(&verification());
        let text = texts(&book.worksheet_range("差戻し一覧").unwrap());
        assert!(text.contains("01_juki/<img src=x>.csv #1, #2, #3"), "{text}");
        assert!(!text.contains("=cmd") && !text.contains("暦にない日付です"));
        assert!(!text.contains("SET012"), "what is only for information is not sent back");
        assert!(text.contains("SET021"));
    }

    #[test]
    fn nothing_is_a_formula_and_the_decisions_are_blank() {
        let mut book = book(&verification());
        for name in book.sheet_names() {
            assert_eq!(book.worksheet_formula(&name).unwrap().used_cells().count(), 0, "{name}");
        }
        let range = book.worksheet_range("01 住民基本台帳").unwrap();
        let row = range.rows().find(|row| row.contains(&Data::String("=HYPERLINK(1)".into()))).unwrap();
        assert!(row[7..].iter().all(|cell| *cell == Data::Empty));
        assert_eq!(row[5], Data::Float(20.0));
        assert_eq!(row[6], Data::Float(2.0), "last time");
    }

    #[test]
    fn the_workbook_has_every_kind_that_the_page_leaves_out() {
        let mut book = book(&hopeless(1_500, 3));
        let range = book.worksheet_range("差戻し一覧").unwrap();
        assert!(range.rows().count() > 1_500);
        assert!(texts(&book.worksheet_range("01 住民基本台帳").unwrap()).contains("項目01499"));
    }

    #[test]
    fn a_name_that_excel_refuses_is_changed_and_stays_its_own() {
        let mut taken = HashSet::new();
        let long = format!("01 {}", "長い名前".repeat(20));
        assert_eq!(sheet_name("a/b:c", &mut taken), "a b c");
        let one = sheet_name(&long, &mut taken);
        let two = sheet_name(&long, &mut taken);
        assert!(one != two && one.encode_utf16().count() <= 31 && two.encode_utf16().count() <= 31);
    }

    #[test]
    fn the_same_result_gives_the_same_bytes_at_another_second() {
        let first = verify_xlsx(&verification(), None).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        assert!(first == verify_xlsx(&verification(), None).unwrap());
    }
}
