//! Bytes, for where nothing else helps. What may be somebody's data is shown by its class only.

use crate::Sample;

/// Up to sixteen bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HexLine {
    /// Bytes of the file before them.
    pub offset: u64,
    /// Two characters a byte: hexadecimal for bytes that frame (control characters, quotes, delimiters, a byte order mark,
    /// a full-width space), and a class for the rest, see [`HexLine::LEGEND`].
    pub cells: Vec<String>,
}

impl HexLine {
    /// The classes: letters and signs by which a byte is shown, in Japanese and English.
    pub const LEGEND: (&str, &str) = (
        " 9 数字   A 英字   _ 空白   . その他の記号   k A1–DF (半角カナか2バイト目)   W 81–9F・E0–FC (2バイト文字か)   ? その他  16進数はそのままのバイト",
        " 9 digit   A letter   _ space   . other sign   k A1–DF (half-width kana or a second byte)   W 81–9F, E0–FC (perhaps of two bytes)   ? other  hexadecimal: the byte itself",
    );
}

/// Bytes shown of the beginning and of the end.
const FIRST: usize = 128;
const LAST: usize = 32;

pub(crate) fn lines(sample: &Sample) -> Vec<HexLine> {
    let first = &sample.first[..sample.first.len().min(FIRST)];
    let mut found = view(first, 0);
    let end = sample.end();
    let shown = if sample.complete() { first.len() } else { 0 };
    let from = end.len().saturating_sub(LAST).max(shown);
    if let Some(size) = sample.size {
        found.extend(view(&end[from..], size.saturating_sub((end.len() - from) as u64)));
    }
    found
}

fn view(bytes: &[u8], offset: u64) -> Vec<HexLine> {
    let starts_with_mark = |len: usize| offset == 0 && bytes.len() >= len;
    let mark = match bytes {
        [0xEF, 0xBB, 0xBF, ..] if starts_with_mark(3) => 3,
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] if starts_with_mark(2) => 2,
        _ => 0,
    };
    let cell = |at: usize| {
        let byte = bytes[at];
        let wide_space = |at: usize| bytes.get(at..at + 2) == Some(&[0x81, 0x40]);
        let framing = at < mark
            || matches!(byte, 0..0x20 | 0x7F | b'"' | b',' | b'|' | b';')
            || wide_space(at)
            || (at > 0 && wide_space(at - 1));
        match byte {
            _ if framing => format!("{byte:02X}"),
            b'0'..=b'9' => " 9".to_owned(),
            b'A'..=b'Z' | b'a'..=b'z' => " A".to_owned(),
            b' ' => " _".to_owned(),
            0x21..0x7F => " .".to_owned(),
            0xA1..=0xDF => " k".to_owned(),
            0x81..=0x9F | 0xE0..=0xFC => " W".to_owned(),
            _ => " ?".to_owned(),
        }
    };
    (0..bytes.len())
        .step_by(16)
        .map(|start| HexLine {
            offset: offset + start as u64,
            cells: (start..bytes.len().min(start + 16)).map(cell).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bytes_that_frame_are_shown_as_they_are() {
        let lines = lines(&Sample::whole(*b"A1, \x81\x40\x8A\xBF\r\n\"-"));
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].cells.join(" "), " A  9 2C  _ 81 40  W  k 0D 0A 22  .");
    }

    #[test]
    fn no_value_can_be_read_from_the_classes() {
        for byte in b'0'..=b'9' {
            assert_eq!(view(&[byte], 1)[0].cells, [" 9"]);
        }
    }

    #[test]
    fn beginning_and_end_are_shown_once() {
        let shown = |len: usize| {
            lines(&Sample::whole(vec![b'x'; len])).iter().map(|line| line.cells.len()).sum::<usize>()
        };
        assert_eq!((shown(0), shown(1), shown(128), shown(140), shown(1000)), (0, 1, 128, 140, 160));
        let tail =
            Sample { first: vec![b'x'; 200], tail: vec![b'y'; 50], size: Some(999), ..Sample::default() };
        assert_eq!(lines(&tail).last().unwrap().offset, 999 - 16);
    }
}
