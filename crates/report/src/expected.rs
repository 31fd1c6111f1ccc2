//! The sheet of figures that a clerk looks up in the city's own reports: written prefilled, filled in, read back.

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Color, Format, FormatBorder, Workbook, XlsxError};
use std::io::Cursor;
use std::path::Path;
use utsushi_findings::{Lang, Problem, problem};

/// One line of the sheet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ExpectedLine {
    /// `01.resident`.
    pub file: String,
    /// 住民情報.
    pub file_name: String,
    /// 人口.
    pub name: String,
    /// Values of what the figure is broken down by, joined by `/`; empty for the whole figure.
    pub group: String,
    /// What it may be broken down by, by name: to be read.
    pub group_by: String,
    /// Name of the item that is summed; empty where rows are counted.
    pub sum_of: String,
    /// 基準日, `YYYYMMDD`.
    pub base_date: String,
    /// Where to look: the report or practice.
    pub source: String,
    /// What was filled in.
    pub figure: String,
    /// Which report it was taken from.
    pub report: String,
    /// Row in the sheet, from 1.
    pub line: u64,
}

/// The columns: name in Japanese and English, width, and whether a person fills them in.
const COLUMNS: [(&str, &str, f64, bool); 10] = [
    ("移行ファイル", "file", 18.0, false),
    ("名称", "file name", 22.0, false),
    ("集計名", "figure", 22.0, false),
    ("分類の値", "group", 16.0, true),
    ("分類", "broken down by", 24.0, false),
    ("合計する項目", "sum of", 18.0, false),
    ("基準日", "day", 11.0, true),
    ("確認した数", "expected", 16.0, true),
    ("出典の帳票", "report", 26.0, true),
    ("調べる場所", "where to look", 60.0, false),
];

/// The sheet to fill in.
///
/// # Errors
/// The workbook could not be made.
pub fn expected_xlsx(lines: &[ExpectedLine], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(lang.pick("確認する数", "Expected figures"))?;
    let bold = Format::new().set_bold().set_border(FormatBorder::Thin).set_text_wrap();
    let text = Format::new().set_num_format("@").set_border(FormatBorder::Thin).set_text_wrap();
    let to_fill = text.clone().set_background_color(Color::RGB(0x00FF_F9DB));
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    for (at, (ja, en, width, fill)) in COLUMNS.iter().enumerate() {
        let format =
            if *fill { bold.clone().set_background_color(Color::RGB(0x00FF_F9DB)) } else { bold.clone() };
        sheet.write_string_with_format(0, at as u16, lang.pick(ja, en), &format)?;
        sheet.set_column_width(at as u16, *width)?;
    }
    for (row, line) in lines.iter().enumerate() {
        let cells = [
            &line.file,
            &line.file_name,
            &line.name,
            &line.group,
            &line.group_by,
            &line.sum_of,
            &line.base_date,
            &line.figure,
            &line.report,
            &line.source,
        ];
        for (at, cell) in cells.iter().enumerate() {
            let format = if COLUMNS[at].3 { &to_fill } else { &text };
            sheet.write_string_with_format(row as u32 + 1, at as u16, cell.as_str(), format)?;
        }
    }
    sheet.set_freeze_panes(1, 3)?;
    sheet.set_repeat_rows(0, 0)?;
    book.save_to_buffer()
}

/// Reads a sheet that was filled in. Lines without a figure are left out.
///
/// # Errors
/// It is no xlsx, or not this sheet.
pub fn read_expected_xlsx(path: &Path, bytes: &[u8]) -> Result<Vec<ExpectedLine>, Problem> {
    let said = |error: calamine::XlsxError| {
        problem!("xlsx として読めません: {error}", "cannot be read as xlsx: {error}").at(path)
    };
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(said)?;
    let sheet = workbook.worksheet_range_at(0);
    let sheet =
        sheet.ok_or_else(|| problem!("シートがありません", "there is no sheet").at(path))?.map_err(said)?;
    let first = sheet.start().map_or(0, |(row, _)| u64::from(row));
    let mut rows = (first + 1..).zip(sheet.rows());
    let header: Vec<String> =
        rows.next().map(|(_, cells)| cells.iter().map(text).collect()).unwrap_or_default();
    let mut places = [0; COLUMNS.len()];
    for (place, (ja, en, ..)) in places.iter_mut().zip(COLUMNS) {
        *place = header.iter().position(|cell| [ja, en].contains(&cell.trim())).ok_or_else(|| {
            problem!("見出しの行に「{ja}」の列がありません", "the header line has no column \"{en}\"")
                .at(path)
                .line(1, None)
                .help(
                    "utsushi verify --totals-sheet が書いたファイルに記入してください",
                    "fill in the file that utsushi verify --totals-sheet wrote",
                )
        })?;
    }
    let mut lines = Vec::new();
    for (line, cells) in rows {
        let cells: Vec<String> = cells.iter().map(text).collect();
        let cell = |at: usize| cells.get(places[at]).map_or("", |cell| cell.trim()).to_owned();
        let day = cell(6).replace(['-', '/', '.'], "");
        let read = ExpectedLine {
            file: cell(0),
            file_name: cell(1),
            name: cell(2),
            group: cell(3),
            group_by: cell(4),
            sum_of: cell(5),
            base_date: day,
            figure: cell(7),
            report: cell(8),
            source: cell(9),
            line,
        };
        if !read.figure.is_empty() {
            lines.push(read);
        }
    }
    Ok(lines)
}

/// A cell as text: a figure that a spreadsheet took for a number is written as one again.
fn text(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        cell => cell.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_filled_in_is_read_back() {
        let line = ExpectedLine {
            file: "01.resident".into(),
            name: "人口".into(),
            group: "001/1/1".into(),
            base_date: "20260401".into(),
            figure: "1,234".into(),
            report: "住民基本台帳年報".into(),
            ..ExpectedLine::default()
        };
        let empty = ExpectedLine { figure: String::new(), ..line.clone() };
        for lang in [Lang::Ja, Lang::En] {
            let bytes = expected_xlsx(&[empty.clone(), line.clone()], lang).unwrap();
            let read = read_expected_xlsx(Path::new("t.xlsx"), &bytes).unwrap();
            assert_eq!(read, [ExpectedLine { line: 3, ..line.clone() }]);
        }
        assert!(read_expected_xlsx(Path::new("t.xlsx"), b"x").is_err());
    }
}
