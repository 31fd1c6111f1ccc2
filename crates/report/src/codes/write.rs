//! The worksheet as xlsx and as CSV.

use super::{COLUMNS, CodeLine, StandardCodes, name, shown, state};
use crate::visible::visible;
use rust_xlsxwriter::{Color, DataValidation, Format, Formula, Workbook, Worksheet, XlsxError};
use utsushi_findings::Lang;

/// The worksheet as CSV with a byte order mark.
pub fn codes_csv(lines: &[CodeLine], standards: &[StandardCodes], lang: Lang) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    let mut row = |cells: [&str; COLUMNS.len()]| {
        for (nth, cell) in cells.iter().enumerate() {
            text.push_str(if nth > 0 { "," } else { "" });
            if cell.contains(['"', ',', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push_str("\r\n");
    };
    row(COLUMNS.each_ref().map(|(_, title)| title.get(lang)));
    for line in lines {
        let count = line.count.to_string();
        row(cells(line, &count, standards, lang));
    }
    text.into_bytes()
}

fn cells<'a>(
    line: &'a CodeLine,
    count: &'a str,
    standards: &'a [StandardCodes],
    lang: Lang,
) -> [&'a str; COLUMNS.len()] {
    let CodeLine { job, mapping, table, fields, items, value, .. } = line;
    let (code, title) = (shown(line), name(line, standards));
    [job, mapping, table, fields, items, value, count, code, title, state(line, lang)]
}

/// The worksheet as xlsx: cells are text, and the column to fill offers the standard's values, listed with their names
/// in a sheet of their own.
///
/// # Errors
/// Too many lines for a sheet.
pub fn codes_xlsx(lines: &[CodeLine], standards: &[StandardCodes], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let codes_name = lang.pick("標準コード", "standard codes");
    let (sheet, ranges) = standard_sheet(standards, codes_name, lang)?;
    let mut workbook = Workbook::new();
    // No clock: the same lines give the same bytes.
    let epoch = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&epoch));
    let text = Format::new().set_font_name("Yu Gothic").set_font_size(10).set_num_format("@");
    let title =
        text.clone().set_bold().set_font_color(Color::White).set_background_color(Color::RGB(0x001D_4A73));
    let fill = text.clone().set_background_color(Color::RGB(0x00FF_F7D6));
    let main = workbook.add_worksheet();
    main.set_name(lang.pick("値と標準コード", "values"))?;
    for (column, width) in (0..).zip([10.0, 28.0, 18.0, 18.0, 22.0, 18.0, 10.0, 14.0, 22.0, 18.0]) {
        main.set_column_width(column, width)?;
    }
    for (column, (_, name)) in (0..).zip(&COLUMNS) {
        main.write_string_with_format(0, column, name.get(lang), &title)?;
    }
    main.set_freeze_panes(1, 0)?;
    let last = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    main.autofilter(0, 0, last, COLUMNS.len() as u16 - 1)?;
    for (row, line) in (1..).zip(lines) {
        for (column, cell) in (0..).zip(cells(line, "", standards, lang)) {
            match COLUMNS[usize::from(column)].0 {
                "count" => drop(main.write_number_with_format(row, column, line.count as f64, &text)?),
                "standard" => drop(main.write_string_with_format(row, column, cell, &fill)?),
                // A value is read back: it stays as it is wherever a sheet can hold it.
                "value" => drop(main.write_string_with_format(row, column, cell, &text)?),
                _ => drop(main.write_string_with_format(row, column, visible(cell), &text)?),
            }
        }
        let of = |(mapping, table, _): &&(String, String, String)| {
            *mapping == line.mapping && *table == line.table
        };
        if let Some((.., range)) = ranges.iter().find(of) {
            let allowed = DataValidation::new()
                .allow_list_formula(Formula::new(range))
                .ignore_blank(true)
                .set_error_title(lang.pick("標準にないコード", "No code of the standard"))?
                .set_error_message(lang.pick(
                    "一覧から選んでください。空にする値には \"\" と書きます",
                    "Choose from the list; \"\" stands for a blank",
                ))?;
            main.add_data_validation(row, 7, row, 7, &allowed)?;
        }
    }
    workbook.push_worksheet(sheet);
    workbook.save_to_buffer()
}

/// A mapping, its table, and the range of cells that hold the values.
type Place = (String, String, String);

/// The standard's values, and for each table the range they stand in.
fn standard_sheet(
    standards: &[StandardCodes],
    sheet_name: &str,
    lang: Lang,
) -> Result<(Worksheet, Vec<Place>), XlsxError> {
    let text = Format::new().set_font_name("Yu Gothic").set_font_size(10).set_num_format("@");
    let mut sheet = Worksheet::new();
    sheet.set_name(sheet_name)?;
    let titles = [&COLUMNS[1].1, &COLUMNS[2].1, &COLUMNS[7].1, &COLUMNS[8].1];
    for (column, title) in (0..).zip(titles) {
        sheet.set_column_width(column, 24)?;
        sheet.write_string_with_format(0, column, title.get(lang), &text)?;
    }
    let (mut row, mut ranges) = (1, Vec::new());
    for (mapping, table, codes) in standards {
        let first = row + 1;
        let blank = (super::BLANK.to_owned(), lang.pick("空にする", "a blank").to_owned());
        for (code, name) in codes.iter().chain([&blank]) {
            for (column, cell) in (0..).zip([mapping, table, code, name]) {
                sheet.write_string_with_format(row, column, cell, &text)?;
            }
            row += 1;
        }
        ranges.push((mapping.clone(), table.clone(), format!("='{sheet_name}'!$C${first}:$C${row}")));
    }
    Ok((sheet, ranges))
}
