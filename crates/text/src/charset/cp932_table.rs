//! The cells of cp932, ready to be written as UTF-8.

use std::sync::LazyLock;

use encoding_rs::{DecoderResult, SHIFT_JIS};

use super::cp932::is_lead_byte;
use super::seen::Seen;

/// One cell: up to three bytes of UTF-8, how many they are, and what kind of character they make.
///
/// The lowest three bytes are the UTF-8 (first byte lowest, zero where unused), two bits the length, and the rest
/// [`Seen`]: a caller gathers kinds with one `|` per character. Zero is a cell without a character.
/// Only this file makes them, from a `char`, so that the bytes of any cell are one character of UTF-8, or none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell(u32);

impl Cell {
    /// No character.
    pub(crate) const EMPTY: Cell = Cell(0);

    fn new(character: char) -> Cell {
        let mut bytes = [0; 4];
        let length = character.encode_utf8(&mut bytes).len();
        debug_assert!(length < 4, "cp932 holds no character beyond the basic plane");
        bytes[3] = length as u8 | Seen::of_character(character).bits() << 2;
        Cell(u32::from_le_bytes(bytes))
    }

    /// The UTF-8, followed by one byte that means nothing.
    #[inline]
    pub(crate) fn bytes(self) -> [u8; 4] {
        self.0.to_le_bytes()
    }

    /// How many bytes of [`Cell::bytes`] count: 1 to 3, and 0 for [`Cell::EMPTY`].
    #[inline]
    pub(crate) fn length(self) -> usize {
        (self.0 >> 24 & 3) as usize
    }

    /// Gathers kinds of characters; bytes and length of the result mean nothing.
    #[inline]
    pub(crate) fn or(self, other: Cell) -> Cell {
        Cell(self.0 | other.0)
    }

    /// The kinds of characters gathered.
    #[inline]
    pub(crate) fn seen(self) -> Seen {
        Seen::from_bits((self.0 >> 26) as u8)
    }

    /// The character, if there is one.
    pub(crate) fn character(self) -> Option<char> {
        str::from_utf8(&self.bytes()[..self.length()]).ok()?.chars().next()
    }
}

/// All cells by code: 0000–00FF are the single bytes, then lead byte × 256 + trail byte.
pub(crate) struct Table(Box<[Cell; 0x10000]>);

impl Table {
    #[inline]
    pub(crate) fn single(&self, byte: u8) -> Cell {
        self.0[usize::from(byte)]
    }

    #[inline]
    pub(crate) fn pair(&self, lead: u8, trail: u8) -> Cell {
        self.0[usize::from(lead) << 8 | usize::from(trail)]
    }

    /// Every code that is a character, in ascending order.
    pub(crate) fn characters(&self) -> impl Iterator<Item = (u16, char)> {
        (0..=u16::MAX).filter_map(|code| Some((code, self.0[usize::from(code)].character()?)))
    }
}

/// The table, made from encoding_rs' decoder when it is first needed (a millisecond).
pub(crate) static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut cells: Box<[Cell; 0x10000]> = vec![Cell::EMPTY; 0x10000]
        .into_boxed_slice()
        .try_into()
        .unwrap_or_else(|_| unreachable!("made this long"));
    for byte in 0..=0xFF_u8 {
        if !is_lead_byte(byte) {
            cells[usize::from(byte)] = ask(&[byte]);
            continue;
        }
        for trail in 0x40..=0xFC_u8 {
            cells[usize::from(u16::from_be_bytes([byte, trail]))] = ask(&[byte, trail]);
        }
    }
    Table(cells)
});

/// The one character that encoding_rs reads in these bytes.
fn ask(bytes: &[u8]) -> Cell {
    let mut units = [0; 4];
    let mut decoder = SHIFT_JIS.new_decoder_without_bom_handling();
    let (result, _, written) = decoder.decode_to_utf16_without_replacement(bytes, &mut units, true);
    match (result, written) {
        (DecoderResult::InputEmpty, 1) => char::from_u32(units[0].into()).map_or(Cell::EMPTY, Cell::new),
        _ => Cell::EMPTY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_is_what_encoding_rs_reads_there() {
        let mut characters = 0;
        for code in 0..=u16::MAX {
            let [lead, trail] = code.to_be_bytes();
            let bytes = if lead == 0 { vec![trail] } else { vec![lead, trail] };
            if lead != 0 && !is_lead_byte(lead) {
                continue;
            }
            let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(&bytes);
            let mut text = text.as_deref().unwrap_or_default().chars();
            // With no trail byte in the right range, what encoding_rs reads is not one character of two bytes.
            let expected = text.next().filter(|_| text.next().is_none());
            let cell = if lead == 0 { TABLE.single(trail) } else { TABLE.pair(lead, trail) };
            assert_eq!(cell.character(), expected, "{code:04X}");
            assert_eq!(cell.seen(), expected.map(Seen::of_character).unwrap_or_default(), "{code:04X}");
            characters += usize::from(expected.is_some());
        }
        // 128 ASCII, 80, 63 half-width kana; 7,724 in 94×94 rows and IBM's; 1,880 user-defined.
        assert_eq!(characters, 9_796);
    }
}
