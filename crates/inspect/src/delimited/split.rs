//! One line, cut at its delimiters.

use crate::view::Coding;
use std::ops::Range;

/// One field of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Cell {
    /// Its bytes, without the quotes around it.
    pub(crate) bytes: Range<usize>,
    pub(crate) quoted: bool,
}

/// How the quotes of a line stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Quotes {
    /// Each that opens is closed before a delimiter or the end.
    Good,
    /// Something follows the quote that closes.
    Stray,
    /// The last field is still open.
    Open,
}

/// Cuts a line into `cells`. Where `quotes` is false, they are data.
pub(crate) fn split(
    line: &[u8],
    delimiter: u8,
    quotes: bool,
    coding: Coding,
    cells: &mut Vec<Cell>,
) -> Quotes {
    cells.clear();
    let mut state = Quotes::Good;
    let mut at = 0;
    loop {
        if quotes && line.get(at) == Some(&b'"') {
            let start = at + 1;
            let mut end = start;
            loop {
                match (line.get(end), line.get(end + 1)) {
                    (None, _) => {
                        cells.push(Cell { bytes: start..end, quoted: true });
                        return Quotes::Open;
                    }
                    (Some(b'"'), Some(b'"')) => end += 2,
                    (Some(b'"'), _) => break,
                    _ => end += 1,
                }
            }
            cells.push(Cell { bytes: start..end, quoted: true });
            at = end + 1;
            if line.get(at).is_some_and(|byte| *byte != delimiter) {
                state = Quotes::Stray;
                at = plain_end(line, at, delimiter, coding);
            }
        } else {
            let end = plain_end(line, at, delimiter, coding);
            cells.push(Cell { bytes: at..end, quoted: false });
            at = end;
        }
        if at >= line.len() {
            return state;
        }
        at += 1;
    }
}

fn plain_end(line: &[u8], mut at: usize, delimiter: u8, coding: Coding) -> usize {
    while at < line.len() && line[at] != delimiter {
        at += if delimiter >= 0x40 && coding.is_lead_byte(line[at]) { 2 } else { 1 };
    }
    at.min(line.len())
}

/// Appends a field's bytes, with doubled quotes made single.
pub(crate) fn value_into(line: &[u8], cell: &Cell, out: &mut Vec<u8>) {
    out.clear();
    let bytes = &line[cell.bytes.clone()];
    if !cell.quoted || !bytes.contains(&b'"') {
        out.extend_from_slice(bytes);
        return;
    }
    let mut doubled = false;
    for &byte in bytes {
        doubled = byte == b'"' && !doubled;
        if !doubled {
            out.push(byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fields(line: &str, delimiter: u8, quotes: bool) -> (Vec<String>, Quotes) {
        let mut cells = Vec::new();
        let state = split(line.as_bytes(), delimiter, quotes, Coding::Utf8, &mut cells);
        let mut out = Vec::new();
        let values = cells.iter().map(|cell| {
            value_into(line.as_bytes(), cell, &mut out);
            String::from_utf8(out.clone()).unwrap()
        });
        (values.collect(), state)
    }

    #[test]
    fn delimiters_inside_quotes_are_data() {
        assert_eq!(fields(r#"a,"b,""c""",,"#, b',', true).0, ["a", r#"b,"c""#, "", ""]);
        assert_eq!(fields(r#"a,"b,c""#, b',', false).0, ["a", "\"b", "c\""]);
    }

    #[test]
    fn quotes_that_do_not_close_or_close_too_early_are_told() {
        assert_eq!(fields(r#"a,"b,c"#, b',', true).1, Quotes::Open);
        assert_eq!(fields(r#""a"b,c"#, b',', true).1, Quotes::Stray);
        assert_eq!(fields(r#"a"b,c"#, b',', true).1, Quotes::Good);
    }

    #[test]
    fn a_bar_that_is_the_second_byte_of_a_character_is_data() {
        let mut cells = Vec::new();
        // ポ is 83 7C.
        split(b"\x83\x7C|a", b'|', true, Coding::Cp932, &mut cells);
        assert_eq!(cells.len(), 2);
    }

    proptest! {
        #[test]
        fn any_line_is_cut_without_panic(line: Vec<u8>, quotes: bool) {
            let mut cells = Vec::new();
            for delimiter in *b",|\t;" {
                split(&line, delimiter, quotes, Coding::Cp932, &mut cells);
                prop_assert!(!cells.is_empty());
                prop_assert!(cells.iter().all(|cell| cell.bytes.start <= cell.bytes.end && cell.bytes.end <= line.len()));
            }
        }
    }
}
