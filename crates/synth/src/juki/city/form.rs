//! Records as bytes of a file: CSV or fixed width, both in CP932.

use super::fields::Fields;
use super::sheet::{COUNT_BYTES, DATA, HEADER, Kind, Sheet, TRAILER};
use crate::juki::Format;
use crate::juki::block::put_line;

/// Appends what stands before the first record.
pub(crate) fn begin(sheet: &Sheet, format: Format, out: &mut Vec<u8>) {
    match format {
        Format::Csv => {
            put_line(&sheet.headings().join(","), out);
            out.extend_from_slice(b"\r\n");
        }
        Format::Fixed => framing(sheet, HEADER, sheet.name, out),
    }
}

/// Appends what stands behind the last record.
pub(crate) fn end(sheet: &Sheet, format: Format, records: u64, out: &mut Vec<u8>) {
    if format == Format::Fixed {
        framing(sheet, TRAILER, &format!("{records:0width$}", width = COUNT_BYTES), out);
    }
}

fn framing(sheet: &Sheet, kind: &str, text: &str, out: &mut Vec<u8>) {
    let end = out.len() + sheet.record_bytes();
    out.extend_from_slice(kind.as_bytes());
    out.extend_from_slice(text.as_bytes());
    out.resize(end, b' ');
    line_end(sheet, out);
}

fn line_end(sheet: &Sheet, out: &mut Vec<u8>) {
    if sheet.line_ends {
        out.extend_from_slice(b"\r\n");
    }
}

/// Appends a record.
pub(crate) fn record(
    sheet: &Sheet,
    format: Format,
    fields: &Fields,
    scratch: &mut String,
    out: &mut Vec<u8>,
) {
    debug_assert_eq!(fields.len(), sheet.width(), "{}", sheet.name);
    match format {
        Format::Csv => {
            scratch.clear();
            for at in 0..fields.len() {
                if at > 0 {
                    scratch.push(',');
                }
                csv_value(fields.get(at), scratch);
            }
            put_line(scratch, out);
            out.extend_from_slice(b"\r\n");
        }
        Format::Fixed => {
            if !sheet.typed() {
                out.extend_from_slice(DATA.as_bytes());
            }
            for (at, column) in sheet.all().enumerate() {
                let value = fields.get(at);
                if value.is_empty() && at >= sheet.columns.len() {
                    // An occurrence that holds nothing is all spaces.
                    out.resize(out.len() + column.bytes, b' ');
                } else {
                    fixed_value(value, column.kind, column.bytes, out);
                }
            }
            line_end(sheet, out);
        }
    }
}

fn csv_value(value: &str, out: &mut String) {
    if value.contains([',', '"']) {
        out.push('"');
        for character in value.chars() {
            if character == '"' {
                out.push('"');
            }
            out.push(character);
        }
        out.push('"');
    } else {
        out.push_str(value);
    }
}

/// The digit of an era's letter; any other byte stays.
pub(super) fn era_digit(letter: u8) -> u8 {
    b"MTSHR".iter().position(|era| *era == letter).map_or(letter, |at| b'1' + at as u8)
}

/// A value in so many bytes. No column is too narrow for what a municipality holds; a test sees to it.
fn fixed_value(value: &str, kind: Kind, bytes: usize, out: &mut Vec<u8>) {
    let end = out.len() + bytes;
    match kind {
        Kind::Half | Kind::Wide => {
            put_line(value, out);
            debug_assert!(out.len() <= end, "{value} in {bytes}");
            if kind == Kind::Wide && end.saturating_sub(out.len()).is_multiple_of(2) {
                while out.len() < end {
                    out.extend_from_slice(b"\x81\x40");
                }
            }
            out.resize(end, b' ');
        }
        Kind::Date => {
            let rest = value.get(1..).unwrap_or("000000");
            let era = match value.as_bytes().first() {
                Some(letter) => era_digit(*letter),
                None => b'0',
            };
            out.push(era);
            out.extend_from_slice(rest.as_bytes());
            out.resize(end, b' ');
        }
        Kind::Zoned => {
            let digits = value.len().min(bytes);
            out.resize(end - digits, b'0');
            out.extend_from_slice(&value.as_bytes()[..digits]);
            if let Some(last @ b'0'..=b'9') = out.last_mut() {
                *last = if *last == b'0' { b'{' } else { b'A' + (*last - b'1') };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_fixed_width_are_padded_as_hosts_do() {
        let value = |value: &str, kind, bytes| {
            let mut out = Vec::new();
            fixed_value(value, kind, bytes, &mut out);
            out
        };
        assert_eq!(value("山", Kind::Wide, 6), b"\x8e\x52\x81\x40\x81\x40");
        assert_eq!(value("ﾔﾏ", Kind::Half, 4), b"\xd4\xcf  ");
        assert_eq!(value("S550401", Kind::Date, 7), b"3550401");
        assert_eq!(value("", Kind::Date, 7), b"0000000");
        // In EBCDIC overpunch, brought to ASCII, +300 ends in {, +301 in A.
        assert_eq!(value("300", Kind::Zoned, 5), b"0030{");
        assert_eq!(value("301", Kind::Zoned, 5), b"0030A");
    }

    #[test]
    fn only_values_that_need_it_are_quoted() {
        let mut out = String::new();
        csv_value("コーポ桜", &mut out);
        csv_value("\"桜\",１", &mut out);
        assert_eq!(out, "コーポ桜\"\"\"桜\"\",１\"");
    }
}
