//! A sheet being filled row by row, in the few formats that the workbook has.

use crate::visible::visible;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// Characters that a cell holds, less a margin for characters that Excel counts twice.
const LONGEST: usize = 16_000;

/// A cell.
pub(crate) enum Cell<'a> {
    /// Text, never a formula.
    Text(&'a str),
    /// A number.
    Number(u64),
    /// Nothing, but with a frame.
    Blank,
}

impl From<u64> for Cell<'_> {
    fn from(number: u64) -> Self {
        Cell::Number(number)
    }
}

impl From<Option<u64>> for Cell<'_> {
    fn from(number: Option<u64>) -> Self {
        number.map_or(Cell::Blank, Cell::Number)
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Cell::Text(text)
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Cell::Text(text)
    }
}

/// A sheet and the row that comes next.
pub(crate) struct Sheet<'a> {
    pub sheet: &'a mut Worksheet,
    pub row: u32,
    font: &'static str,
}

impl<'a> Sheet<'a> {
    /// An A4 sheet with page numbers, `widths` in characters.
    pub fn new(sheet: &'a mut Worksheet, name: &str, widths: &[f64]) -> Result<Self, XlsxError> {
        sheet.set_name(name)?;
        sheet
            .set_paper_size(9)
            .set_landscape()
            .set_print_fit_to_pages(1, 0)
            .set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
        sheet.set_footer("&L&A&R&P / &N");
        for (column, width) in (0..).zip(widths) {
            sheet.set_column_width(column, *width)?;
        }
        Ok(Sheet { sheet, row: 0, font: "Yu Gothic" })
    }

    fn format(&self) -> Format {
        Format::new().set_font_name(self.font).set_font_size(10).set_align(FormatAlign::Top)
    }

    fn framed(&self) -> Format {
        self.format().set_text_wrap().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00CF_D6DE))
    }

    /// A line of text by itself, `size` points.
    pub fn line(&mut self, text: &str, size: f64) -> Result<(), XlsxError> {
        let format = self.format().set_font_size(size);
        let format = if size > 10.0 { format.set_bold() } else { format };
        self.sheet.write_string_with_format(self.row, 0, cut(text), &format)?;
        self.row += 1;
        Ok(())
    }

    pub fn skip(&mut self) {
        self.row += 1;
    }

    /// The headings of columns.
    pub fn heading(&mut self, titles: &[&str]) -> Result<(), XlsxError> {
        let format = self
            .framed()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(Color::RGB(0x001D_4A73))
            .set_align(FormatAlign::VerticalCenter);
        for (column, title) in (0..).zip(titles) {
            self.sheet.write_string_with_format(self.row, column, *title, &format)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A row of a table.
    pub fn cells(&mut self, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        let text = self.framed();
        let number = self.framed().set_num_format("#,##0");
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(string) => {
                    self.sheet.write_string_with_format(self.row, column, cut(string), &text)?
                }
                // Exact up to 2^53: nine thousand million million records.
                Cell::Number(count) => {
                    self.sheet.write_number_with_format(self.row, column, *count as f64, &number)?
                }
                Cell::Blank => self.sheet.write_blank(self.row, column, &text)?,
            };
        }
        self.row += 1;
        Ok(())
    }

    /// Makes the rows since `heading` a list: it filters, and its heading stays in sight and on every page.
    pub fn list(&mut self, heading: u32, columns: usize) -> Result<(), XlsxError> {
        let last = u16::try_from(columns).unwrap_or(u16::MAX) - 1;
        self.sheet.autofilter(heading, 0, (self.row - 1).max(heading), last)?;
        self.sheet.set_freeze_panes(heading + 1, 0)?;
        self.sheet.set_repeat_rows(heading, heading)?;
        Ok(())
    }
}

/// `text` as a cell can hold and show it.
fn cut(text: &str) -> String {
    let text = visible(text);
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_holds_more_than_excel_lets_it() {
        let cut = cut(&"𠮷".repeat(50_000));
        assert!(cut.encode_utf16().count() <= 32_767);
        assert!(cut.ends_with('…'));
    }

    #[test]
    fn an_absent_number_is_blank_and_not_zero() {
        assert!(matches!(Cell::from(None::<u64>), Cell::Blank));
        assert!(matches!(Cell::from(Some(0)), Cell::Number(0)));
    }
}
