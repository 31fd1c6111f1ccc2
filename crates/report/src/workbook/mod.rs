//! The workbook: the same figures as the page, to sort, to filter, and to write decisions into.
//!
//! Text is always written as text: a value that begins with `=` stays what it was and is never a formula.

pub(crate) mod sheet;
mod sheets;

use crate::facts::Facts;
use crate::words;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use utsushi_delivery::{Manifest, Overview};
use utsushi_findings::{Lang, Problem};

/// The report as an Excel workbook of five sheets. Same input, same bytes.
///
/// # Errors
/// What cannot stand in a workbook: more groups of findings than a sheet has rows.
pub fn xlsx(manifest: &Manifest, overview: &Overview, lang: Lang) -> Result<Vec<u8>, Problem> {
    write(&Facts::new(manifest, overview), lang).map_err(|error| {
        Problem::new(
            format!("Excel ファイルを作れません ({error})"),
            format!("the workbook cannot be made ({error})"),
        )
        .at("report.xlsx")
    })
}

fn write(facts: &Facts<'_>, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The library would write the present time.
    let long_ago = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(words::TITLE.get(lang))
        .set_author(format!("utsushi {}", facts.manifest.utsushi.version))
        .set_creation_datetime(&long_ago);
    workbook.set_properties(&properties);
    sheets::summary(workbook.add_worksheet(), facts, lang)?;
    sheets::findings(workbook.add_worksheet(), facts, lang)?;
    sheets::examples(workbook.add_worksheet(), facts, lang)?;
    sheets::files(workbook.add_worksheet(), facts, lang)?;
    sheets::characters(workbook.add_worksheet(), facts, lang)?;
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{manifest, overview};
    use calamine::{Data, DataType, Range, Reader, Xlsx, open_workbook_from_rs};
    use std::io::Cursor;

    fn book(lang: Lang) -> Xlsx<Cursor<Vec<u8>>> {
        open_workbook_from_rs(Cursor::new(xlsx(&manifest(), &overview(), lang).unwrap())).unwrap()
    }

    fn sheet(name: &str) -> Range<Data> {
        book(Lang::Ja).worksheet_range(name).unwrap()
    }

    /// The column under `title`, in the first row that is a heading.
    fn column(range: &Range<Data>, title: &str) -> Vec<Data> {
        let (row, column) = range
            .used_cells()
            .find(|(_, _, cell)| *cell == title)
            .map(|(row, column, _)| (row, column))
            .unwrap_or_else(|| panic!("no column {title}"));
        range.rows().skip(row + 1).map(|row| row[column].clone()).collect()
    }

    #[test]
    fn the_same_run_gives_the_same_bytes_at_another_second() {
        let first = xlsx(&manifest(), &overview(), Lang::Ja).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        assert!(first == xlsx(&manifest(), &overview(), Lang::Ja).unwrap());
    }

    #[test]
    fn sheets_have_names_in_the_language_of_the_report() {
        assert_eq!(book(Lang::Ja).sheet_names(), ["概要", "指摘一覧", "例", "ファイル", "文字"]);
        assert_eq!(book(Lang::En).sheet_names(), ["Summary", "Findings", "Examples", "Files", "Characters"]);
    }

    #[test]
    fn the_findings_have_the_counts_of_the_overview_in_the_pages_order() {
        let range = sheet("指摘一覧");
        let counts: Vec<f64> = column(&range, "件数").iter().filter_map(|cell| cell.get_float()).collect();
        assert_eq!(counts, [20.0, 2.0, 2.0, 3.0, 1.0, 1.0]);
        assert_eq!(counts.iter().sum::<f64>(), overview().groups.iter().map(|g| g.count as f64).sum::<f64>());
        let numbers: Vec<f64> = column(&range, "番号").iter().filter_map(|cell| cell.get_float()).collect();
        assert_eq!(numbers, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    }

    #[test]
    fn the_account_has_the_manifests_numbers() {
        let range = sheet("概要");
        let written: Vec<f64> =
            column(&range, "⑤ 出力").iter().take(2).filter_map(|cell| cell.get_float()).collect();
        assert_eq!(written, [980.0, 975.0]);
        assert!(range.used_cells().any(|(_, _, cell)| cell == "1,000件のうち31件に確認が必要です"));
    }

    #[test]
    fn what_looks_like_a_formula_is_text() {
        let mut book = book(Lang::Ja);
        for name in book.sheet_names() {
            let formulas = book.worksheet_formula(&name).unwrap();
            assert_eq!(formulas.used_cells().count(), 0, "{name}");
        }
        let item = column(&sheet("指摘一覧"), "項目");
        assert!(item.contains(&Data::String("=HYPERLINK(1)".into())));
        let value = column(&sheet("例"), "値");
        assert_eq!(value[0], Data::String("=cmd|'/C calc'!A0␀漢<b>".into()));
    }

    #[test]
    fn a_value_longer_than_a_cell_is_cut_and_says_so() {
        let mut overview = overview();
        overview.groups[0].examples[0].value = "漢".repeat(40_000);
        let bytes = xlsx(&manifest(), &overview, Lang::Ja).unwrap();
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let values = column(&book.worksheet_range("例").unwrap(), "値");
        assert!(values.iter().any(|value| value.to_string().ends_with("漢…")));
    }
}
