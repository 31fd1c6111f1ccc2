//! Standard rows as CSV: comma, quotes where needed, CRLF; the first line names the items by their slugs.

use memchr::{memchr2, memchr3};
use std::ops::Range;
use utsushi_layout::{Batch, FileLayout};
use utsushi_text::{OutputEncoding, Unencodable};

/// How CSV in `data/` is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CsvFormat {
    /// The encoding of the whole file.
    pub encoding: OutputEncoding,
}

impl CsvFormat {
    /// What a file begins with: the byte order mark, if the encoding has one, and the header line.
    pub fn header(self, layout: &FileLayout) -> Vec<u8> {
        let mut line: String =
            layout.items.iter().map(|item| item.slug.as_str()).collect::<Vec<_>>().join(",");
        line.push_str("\r\n");
        let mut out = self.encoding.bom().to_vec();
        // Slugs are ASCII, which every encoding has.
        if self.encoding.encode_into(&line, &mut out).is_err() {
            debug_assert!(false, "a slug is not ASCII");
        }
        out
    }

    /// Appends the rows of `batch` to `out`.
    ///
    /// # Errors
    /// The row (from 0) and character that the encoding does not have.
    pub fn encode(self, batch: &Batch, out: &mut Vec<u8>) -> Result<(), (usize, char)> {
        match self.encoding {
            OutputEncoding::Utf8 | OutputEncoding::Utf8Bom => {
                rows(batch, out);
                Ok(())
            }
            encoding => {
                let mut text = Vec::new();
                rows(batch, &mut text);
                // Rows are made of str and ASCII.
                let text = String::from_utf8_lossy(&text);
                encoding.encode_into(&text, out).map_err(|Unencodable { offset, character }| {
                    let before = text.get(..offset).unwrap_or_default();
                    (line_of(before), character)
                })
            }
        }
    }
}

/// The row in which a text that begins with the first row ends: line ends inside quotes do not count.
fn line_of(text: &str) -> usize {
    let mut quoted = false;
    text.bytes()
        .filter(|byte| {
            quoted ^= *byte == b'"';
            *byte == b'\n' && !quoted
        })
        .count()
}

fn rows(batch: &Batch, out: &mut Vec<u8>) {
    struct Cells<'a> {
        /// Commas since the last column that has any value.
        commas: usize,
        ends: &'a [i32],
        values: &'a [u8],
        /// Whether some value of the column may need quotes.
        special: bool,
    }
    let mut columns: Vec<Cells<'_>> = Vec::new();
    let mut commas = 0;
    for (index, column) in batch.columns().iter().enumerate() {
        commas += usize::from(index > 0);
        let (ends, values) = (column.value_offsets(), column.value_data());
        if !values.is_empty() {
            columns.push(Cells {
                commas: std::mem::take(&mut commas),
                ends,
                values,
                special: needs_quotes(values),
            });
        }
    }
    // Items that nothing feeds are no more than their commas; as many again that a copy may read beyond them.
    let blanks = vec![b','; batch.columns().len() + SHORT];
    let size = |cells: &Cells<'_>| match cells.special {
        // Two quotes around each value, and every byte may be a quote to be doubled.
        true => 2 * cells.values.len() + 2 * batch.rows(),
        false => cells.values.len(),
    };
    let most = columns.iter().map(size).sum::<usize>() + batch.rows() * (batch.columns().len() + 1) + SHORT;
    let mut at = out.len();
    out.resize(at + most, 0);
    for row in 0..batch.rows() {
        for cells in &columns {
            at = copy(&blanks, 0..cells.commas, out, at);
            let value = cells.ends[row] as usize..cells.ends[row + 1] as usize;
            if cells.special && needs_quotes(&cells.values[value.clone()]) {
                at = quote(&cells.values[value], out, at);
            } else {
                at = copy(cells.values, value, out, at);
            }
        }
        at = copy(&blanks, 0..commas, out, at);
        out[at..at + 2].copy_from_slice(b"\r\n");
        at += 2;
    }
    out.truncate(at);
}

/// Bytes that are copied at once where a value is no longer: one instruction or two, where calling for a copy of just so
/// many takes ten times that.
const SHORT: usize = 32;

/// Copies `range` of `from` to `out` at `at`, and says where it ends there. Bytes of `out` behind it may be written too.
#[inline(always)]
fn copy(from: &[u8], range: Range<usize>, out: &mut [u8], at: usize) -> usize {
    let end = at + range.len();
    if range.len() <= SHORT
        && let Some(piece) = from.get(range.start..).and_then(|rest| rest.first_chunk::<SHORT>())
        && let Some(place) = out.get_mut(at..).and_then(|rest| rest.first_chunk_mut::<SHORT>())
    {
        *place = *piece;
    } else {
        out[at..end].copy_from_slice(&from[range]);
    }
    end
}

fn needs_quotes(value: &[u8]) -> bool {
    memchr3(b',', b'"', b'\n', value).is_some() || memchr2(b'\r', b'\n', value).is_some()
}

fn quote(value: &[u8], out: &mut [u8], mut at: usize) -> usize {
    let mut push = |byte: u8| {
        out[at] = byte;
        at += 1;
    };
    push(b'"');
    for byte in value {
        if *byte == b'"' {
            push(b'"');
        }
        push(*byte);
    }
    push(b'"');
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parquet_file::tests::batch;
    use proptest::prelude::*;

    fn written(values: &[[&str; 3]], encoding: OutputEncoding) -> Vec<u8> {
        let (_, batch) = batch(values);
        let mut out = Vec::new();
        CsvFormat { encoding }.encode(&batch, &mut out).unwrap();
        out
    }

    #[test]
    fn quotes_stand_only_where_needed() {
        let text = written(&[["1", "a,b", "x\"y"], ["2", "", "改\n行"]], OutputEncoding::Utf8);
        assert_eq!(String::from_utf8(text).unwrap(), "1,\"a,b\",\"x\"\"y\"\r\n2,,\"改\n行\"\r\n");
    }

    #[test]
    fn a_character_the_encoding_lacks_is_named_with_its_row() {
        let (_, batch) = batch(&[["1", "山\n", ""], ["2", "𠮷", ""]]);
        let mut out = Vec::new();
        let wrong = CsvFormat { encoding: OutputEncoding::Cp932 }.encode(&batch, &mut out);
        assert_eq!(wrong, Err((1, '𠮷')));
    }

    #[test]
    fn a_file_begins_with_its_mark_and_its_header() {
        let (layout, _) = batch(&[]);
        assert!(
            CsvFormat { encoding: OutputEncoding::Utf8Bom }
                .header(&layout)
                .starts_with(b"\xef\xbb\xbfaddress")
        );
        assert!(CsvFormat { encoding: OutputEncoding::Utf16Le }.header(&layout).starts_with(b"\xff\xfea\0"));
        assert!(
            CsvFormat { encoding: OutputEncoding::Cp932 }.header(&layout).starts_with(b"address_number,")
        );
    }

    proptest! {
        #[test]
        fn an_independent_reader_reads_back_what_was_written(
            values in proptest::collection::vec(["[0-9]{1,3}", "[ -~あ-ん\r\n]{0,40}", "[\",\r\n日]{0,4}"], 1..20)
        ) {
            let rows: Vec<[&str; 3]> = values.iter().map(|row| [&*row[0], &*row[1], &*row[2]]).collect();
            let text = written(&rows, OutputEncoding::Utf8);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&*text);
            let read: Vec<Vec<String>> =
                reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            let wanted: Vec<Vec<String>> = rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
            prop_assert_eq!(read, wanted);
        }
    }
}
