//! Shift_JIS as JIS X 0208:1997 附属書1 has it: JIS X 0201 and JIS X 0208, without any vendor's rows.

use super::multibyte::{Cells, Shape};
use super::{jisx0208, shift};
use std::sync::LazyLock;

/// The user-defined cells F040–F9FC are U+E000–E757 as in cp932: outside the standard, but gaiji stand there all the same,
/// and keep their code.
pub(super) static CELLS: LazyLock<Cells> = LazyLock::new(|| {
    let characters = jisx0208::jis().map(|(row, cell, character)| (shift::code(row, cell), character, None));
    let user_defined = (0..1880_u32).filter_map(|nth| {
        let (row, cell) = ((nth / 94) as u8 + 95, (nth % 94) as u8 + 1);
        Some((shift::code(row, cell), char::from_u32(0xE000 + nth)?, None))
    });
    Cells::new(
        Shape::Shift,
        shift::ROMAN.into_iter().chain(shift::kana()).chain(characters).chain(user_defined),
    )
});

#[cfg(test)]
mod tests {
    use crate::Charset;

    #[test]
    fn jis_readings_and_no_vendor_rows() {
        let mut text = String::new();
        assert!(
            Charset::ShiftJis
                .decode_into(
                    b"\\~\x81\x5C\x81\x5F\x81\x60\x81\x61\x81\x7C\x81\x91\x81\x92\x81\xCA",
                    &mut text
                )
                .is_ok()
        );
        assert_eq!(text, "¥‾\u{2014}＼〜‖−¢£¬");
        for vendor in [b"\x87\x40", b"\xED\x40", b"\xFB\xFC", b"\xFC\x4B"] {
            assert!(Charset::ShiftJis.decode_into(vendor, &mut text).is_err());
        }
    }

    #[test]
    fn gaiji_keep_their_code() {
        let mut text = String::new();
        let seen = Charset::ShiftJis.decode_into(b"\xF0\x40\xF9\xFC", &mut text).unwrap();
        assert_eq!(text, "\u{E000}\u{E757}");
        assert!(seen.private_use());
    }
}
