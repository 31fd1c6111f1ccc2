//! The worksheet for the person who identifies gaiji: an xlsx to fill in, or a page to look at. A working file, in clear.

use crate::Drawing;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use utsushi_findings::Lang;

/// One character to identify.
#[derive(Clone, Debug, Default)]
pub struct WorksheetLine {
    /// Its cells in the gaiji table, in the order of the columns.
    pub cells: Vec<String>,
    /// How often it stands in the data, and in how many records.
    pub count: u64,
    /// Records.
    pub records: u64,
    /// Values in which it stands, with the kana of the same record, in clear.
    pub contexts: Vec<(String, String)>,
    /// Glyphs it may be: MJ name, how it is written, why it is here.
    pub candidates: Vec<(String, String, String)>,
    /// What the vendor's font has for it, if a font was given. Only the page shows it.
    pub drawing: Option<Drawing>,
}

/// Headings of the columns that are only to be read: whoever reads a worksheet back leaves them out.
const SHOWN: [(&str, &str); 4] =
    [("出現数", "count"), ("レコード数", "records"), ("使用例", "context"), ("候補", "candidates")];

/// The workbook. `columns` are the headings of the gaiji table.
///
/// # Errors
/// The workbook could not be made.
pub fn worksheet_xlsx(lines: &[WorksheetLine], columns: &[&str], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let (bold, wrap) = (Format::new().set_bold(), Format::new().set_text_wrap());
    let text = Format::new().set_num_format("@");
    let shown = SHOWN.map(|(ja, en)| lang.pick(ja, en));
    for (at, name) in columns.iter().chain(&shown).enumerate() {
        sheet.write_string_with_format(0, at as u16, *name, &bold)?;
    }
    for (row, line) in lines.iter().enumerate() {
        let row = row as u32 + 1;
        for (at, cell) in line.cells.iter().enumerate() {
            // As text: a number would lose its leading zeros.
            sheet.write_string_with_format(row, at as u16, cell, &text)?;
        }
        let at = columns.len() as u16;
        sheet.write_number(row, at, line.count as f64)?;
        sheet.write_number(row, at + 1, line.records as f64)?;
        let contexts: Vec<String> =
            line.contexts.iter().map(|(value, kana)| format!("{value} {kana}")).collect();
        sheet.write_string_with_format(row, at + 2, contexts.join("\n"), &wrap)?;
        let candidates: Vec<String> =
            line.candidates.iter().map(|(mj, spelling, why)| format!("{mj} {spelling} {why}")).collect();
        sheet.write_string_with_format(row, at + 3, candidates.join("\n"), &wrap)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    book.save_to_buffer()
}

/// A glyph as a picture in the page, which its policy lets through: it is part of the page, and has attributes only.
fn picture(drawing: &Drawing, name: &str, lang: Lang) -> Markup {
    html! { @match drawing {
        Drawing::Glyph { view, path } => {
            svg width="64" height="64" viewBox=(view) role="img" aria-label=(name) { path d=(path) {} }
        }
        Drawing::None => (lang.pick("フォントに字形なし", "no glyph in the font")),
        Drawing::TooComplex => (lang.pick("字形が複雑すぎて描けません", "glyph too complex to draw")),
    } }
}

/// The page. Glyphs of candidates show in IPAmj明朝 where it is installed; it says what to do where it is not.
pub fn worksheet_html(lines: &[WorksheetLine], columns: &[&str], lang: Lang) -> String {
    let style = "body{font-family:sans-serif;margin:2em}table{border-collapse:collapse}td,th{border:1px solid #999;padding:.3em;\
                 vertical-align:top}.glyph{font-family:IPAmj明朝,IPAmjMincho,serif;font-size:180%}@media print{thead{display:table-header-group}}";
    let help = lang.pick(
        "候補の字形は、この計算機に IPAmj明朝 フォントがあるときに正しく表示されます。無いときは文字情報技術促進協議会の頁 (moji.or.jp/mojikiban/font/) から入手し、ネットワークのない計算機には媒体で持ち込んで導入してください。この頁には個人の氏名が含まれます。",
        "Glyphs show rightly where the font IPAmj明朝 is installed. If it is not, get it from moji.or.jp/mojikiban/font/ and carry it over on a medium. This page holds names of people.",
    );
    let drawn = lines.iter().any(|line| line.drawing.is_some());
    html! {
        (DOCTYPE)
        html lang=(lang.name()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (lang.pick("外字の作業票", "Gaiji worksheet")) }
                style { (PreEscaped(style)) }
            }
            body {
                h1 { (lang.pick("外字の作業票", "Gaiji worksheet")) }
                p { (help) }
                table {
                    thead { tr {
                        @for (at, name) in columns.iter().enumerate() {
                            th { (name) }
                            @if at == 0 && drawn { th { (lang.pick("ベンダーの字形", "vendor's glyph")) } }
                        }
                        @for (ja, en) in SHOWN { th { (lang.pick(ja, en)) } }
                    } }
                    tbody { @for line in lines { tr {
                        @for (at, cell) in line.cells.iter().enumerate() {
                            td { (cell) }
                            @if at == 0 && drawn {
                                td { @if let Some(drawing) = &line.drawing { (picture(drawing, cell, lang)) } }
                            }
                        }
                        td { (line.count) }
                        td { (line.records) }
                        td { @for (value, kana) in &line.contexts { div { span.glyph { (value) } " " (kana) } } }
                        td { @for (mj, spelling, why) in &line.candidates {
                            div { span.glyph { (spelling) } " " (mj) " " (why) }
                        } }
                    } } }
                }
            }
        }
    }
    .into_string()
}

/// The cells of the first sheet of a workbook, row by row.
///
/// # Errors
/// It is no workbook.
pub fn read_xlsx(bytes: &[u8]) -> Result<Vec<Vec<String>>, String> {
    use calamine::Reader;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes))
        .map_err(|error: calamine::XlsxError| error.to_string())?;
    let range = book.worksheet_range_at(0).ok_or("no sheet")?.map_err(|error| error.to_string())?;
    Ok(range.rows().map(|row| row.iter().map(|cell| cell.to_string()).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_workbook_reads_back_with_its_zeros() {
        let line = WorksheetLine {
            cells: vec!["F040".into(), "001340".into()],
            count: 3,
            ..WorksheetLine::default()
        };
        let bytes = worksheet_xlsx(std::slice::from_ref(&line), &["code", "koseki"], Lang::En).unwrap();
        let rows = read_xlsx(&bytes).unwrap();
        assert_eq!(rows[0][..3], ["code", "koseki", "count"]);
        assert_eq!(rows[1][..3], ["F040", "001340", "3"]);
        assert!(read_xlsx(b"PK no").is_err());
        assert!(worksheet_html(&[line], &["code", "koseki"], Lang::Ja).contains("IPAmj"));
    }

    #[test]
    fn page_shows_the_vendors_glyph_beside_the_gaiji_or_says_that_there_is_none() {
        let line =
            |drawing| WorksheetLine { cells: vec!["F040".into()], drawing, ..WorksheetLine::default() };
        let glyph = Drawing::Glyph { view: "0 -880 1000 1000".into(), path: "M1 2 Z".into() };
        let page = worksheet_html(&[line(Some(glyph)), line(Some(Drawing::None))], &["code"], Lang::En);
        assert!(
            page.contains(r#"<td>F040</td><td><svg width="64""#) && page.contains(r#"d="M1 2 Z""#),
            "{page}"
        );
        assert!(page.contains("<td>F040</td><td>no glyph in the font</td>"), "{page}");
        assert!(!page.contains("style=") && !page.contains("src=") && !page.contains("href="));
        assert!(!worksheet_html(&[line(None)], &["code"], Lang::En).contains("vendor's glyph"));
    }
}
