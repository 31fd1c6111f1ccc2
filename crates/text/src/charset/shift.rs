//! Rows and cells as Shift_JIS writes them.

use super::multibyte::Entry;

/// The code of a row and cell of 94 × 94; rows 95–120 are the user-defined area F040–FCFC.
pub(super) fn code(row: u8, cell: u8) -> u32 {
    let lead = (row - 1) / 2 + if row <= 62 { 0x81 } else { 0xC1 };
    let trail = match (row % 2, cell) {
        (0, _) => cell + 0x9E,
        (_, 1..=63) => cell + 0x3F,
        _ => cell + 0x40,
    };
    u32::from(lead) << 8 | u32::from(trail)
}

/// Half-width katakana A1–DF, U+FF61 onwards.
pub(super) fn kana() -> impl Iterator<Item = Entry> {
    (0..0x3F_u32).filter_map(|nth| Some((0xA1 + nth, char::from_u32(0xFF61 + nth)?, None)))
}

/// JIS X 0201's left half where it is not ASCII: 5C is ¥, 7E is ‾.
pub(super) const ROMAN: [Entry; 2] = [(0x5C, '\u{A5}', None), (0x7E, '\u{203E}', None)];

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn rows_and_cells_are_where_the_standard_puts_them() {
        for (row, cell, expected) in [
            (1, 1, 0x8140),
            (1, 64, 0x8180),
            (2, 1, 0x819F),
            (16, 1, 0x889F),
            (62, 94, 0x9FFC),
            (63, 1, 0xE040),
            (95, 1, 0xF040),
            (114, 94, 0xF9FC),
        ] {
            assert_eq!(code(row, cell), expected);
        }
    }
}
