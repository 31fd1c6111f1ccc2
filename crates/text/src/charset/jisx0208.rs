//! The 6,879 characters of JIS X 0208 by row and cell.

use encoding_rs::{EUC_JP, Encoding};

/// Cells that JIS X 0208's own table (JIS X 0208:1997 附属書4, JIS X 0213:2004) and Microsoft read as other code points
/// of the same character: row, cell, JIS, Microsoft.
pub(super) const READINGS: [(u8, u8, char, char); 7] = [
    (1, 29, '\u{2014}', '\u{2015}'),
    (1, 33, '\u{301C}', '\u{FF5E}'),
    (1, 34, '\u{2016}', '\u{2225}'),
    (1, 61, '\u{2212}', '\u{FF0D}'),
    (1, 81, '\u{A2}', '\u{FFE0}'),
    (1, 82, '\u{A3}', '\u{FFE1}'),
    (2, 44, '\u{AC}', '\u{FFE2}'),
];

/// Every character with its row and cell, as JIS reads it (1-32 \ is U+FF3C in both: 5C is taken).
pub(super) fn jis() -> impl Iterator<Item = (u8, u8, char)> {
    microsoft().map(|(row, cell, character)| {
        let differs = READINGS.iter().find(|known| (known.0, known.1) == (row, cell));
        (row, cell, differs.map_or(character, |known| known.2))
    })
}

/// Every character with its row and cell, as Microsoft reads it.
pub(super) fn microsoft() -> impl Iterator<Item = (u8, u8, char)> {
    (1..=84_u8).filter(|row| !(9..=15).contains(row)).flat_map(|row| {
        (1..=94_u8).filter_map(move |cell| Some((row, cell, ask(EUC_JP, &[0xA0 + row, 0xA0 + cell])?)))
    })
}

/// The one character that encoding_rs reads in these bytes.
pub(super) fn ask(encoding: &'static Encoding, bytes: &[u8]) -> Option<char> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_whole_standard_and_no_vendor_row() {
        assert_eq!(jis().count(), 6_879);
        assert_eq!(jis().filter(|(row, ..)| *row >= 16).count(), 6_355);
    }

    #[test]
    fn each_reading_that_differs_is_what_it_is_said_to_be() {
        for (row, cell, jis_reads, microsoft_reads) in READINGS {
            assert!(jis().any(|found| found == (row, cell, jis_reads)));
            assert!(microsoft().any(|found| found == (row, cell, microsoft_reads)), "{row}-{cell}");
        }
    }
}
