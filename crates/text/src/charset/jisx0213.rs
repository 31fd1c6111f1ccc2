//! Shift_JIS-2004, as JIS X 0213:2004 附属書1 has it: JIS X 0201 and both planes of JIS X 0213.

use super::multibyte::{Cells, Shape};
use super::shift;
use std::sync::LazyLock;

/// A line for each row: plane, row, and the characters of its 94 cells.
const TABLE: &str = include_str!("tables/jisx0213.txt");

/// Cells of plane 1 whose character is two code points: row, cells, and the second.
const SECOND: [(u8, std::ops::RangeInclusive<u8>, char); 12] = [
    (4, 87..=91, '\u{309A}'),
    (5, 87..=94, '\u{309A}'),
    (6, 88..=88, '\u{309A}'),
    (11, 36..=36, '\u{300}'),
    (11, 40..=40, '\u{300}'),
    (11, 41..=41, '\u{301}'),
    (11, 42..=42, '\u{300}'),
    (11, 43..=43, '\u{301}'),
    (11, 44..=44, '\u{300}'),
    (11, 45..=45, '\u{301}'),
    (11, 46..=46, '\u{300}'),
    (11, 47..=47, '\u{301}'),
];

/// The two tones written as one cell.
const TONES: [(u8, u8, char); 2] = [(11, 69, '\u{2E5}'), (11, 70, '\u{2E9}')];

/// Every character: plane, row, cell, code point, and a second code point if it is two. 11,233 of them.
pub(super) fn characters() -> impl Iterator<Item = (u8, u8, u8, char, Option<char>)> {
    TABLE.lines().filter(|line| !line.starts_with('#')).flat_map(|line| {
        let (place, row) = line.split_once(' ').unwrap_or_default();
        let (plane, number) = place.split_once('-').unwrap_or_default();
        let (plane, number) = (plane.parse().unwrap_or(1), number.parse().unwrap_or(1));
        (1..=94_u8).zip(row.chars()).filter(|(_, character)| *character != '\u{FFFD}').map(
            move |(cell, character)| {
                let second = SECOND
                    .iter()
                    .find(|(row, cells, _)| (plane, *row) == (1, number) && cells.contains(&cell))
                    .map(|(.., second)| *second)
                    .or_else(|| {
                        let tone = |known: &&(u8, u8, char)| (1, known.0, known.1) == (plane, number, cell);
                        TONES.iter().find(tone).map(|tone| tone.2)
                    });
                (plane, number, cell, character, second)
            },
        )
    })
}

/// The row of Shift_JIS's user-defined area in which a row of plane 2 stands.
fn plane_2(row: u8) -> u8 {
    match row {
        1 => 95,
        8 => 96,
        3..=5 => row + 94,
        12..=15 => row + 88,
        _ => row + 26,
    }
}

pub(super) static CELLS: LazyLock<Cells> = LazyLock::new(|| {
    let characters = characters().map(|(plane, row, cell, first, second)| {
        (shift::code(if plane == 1 { row } else { plane_2(row) }, cell), first, second)
    });
    Cells::new(Shape::Shift, shift::ROMAN.into_iter().chain(shift::kana()).chain(characters))
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Charset;

    #[test]
    fn it_is_the_whole_standard() {
        assert_eq!(characters().count(), 11_233);
        assert_eq!(characters().filter(|found| found.0 == 2).count(), 2_436);
        assert_eq!(characters().filter(|found| found.4.is_some()).count(), 25);
    }

    #[test]
    fn cells_that_cp932_uses_otherwise_are_other_characters() {
        let mut text = String::new();
        assert!(Charset::ShiftJisx0213.decode_into(b"\xF0\x40\xED\x40\x82\xF5\xFB\xFC", &mut text).is_ok());
        assert_eq!(text, "𠂉硃か\u{309A}騠");
    }

    #[test]
    fn two_code_points_of_one_cell_are_written_as_one() {
        let mut bytes = Vec::new();
        assert!(Charset::ShiftJisx0213.encode_into("か\u{309A}か", &mut bytes).is_ok());
        assert_eq!(bytes, b"\x82\xF5\x82\xA9");
    }
}
