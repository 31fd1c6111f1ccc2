//! EUC-JP: ASCII, JIS X 0208, half-width kana behind 8E, JIS X 0212 behind 8F; and eucJP-ms, as UNIX systems wrote Windows' characters.

use super::jisx0208::{self, ask};
use super::multibyte::{Cells, Entry, Shape};
use encoding_rs::EUC_JP;
use std::sync::LazyLock;

/// IBM's extensions, which eucJP-ms has from 8FF3F3 onwards, some of them a second time. The order is that of glibc's EUC-JP-MS,
/// with which `tests/charset_oracles.rs` compares every cell.
const IBM: &str = "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ＇＂㈱№℡炻仼僴凬匇匤﨎咊坙﨏塚增寬峵嵓﨑德悅愠敎昻晥晴朗栁﨓﨔橫櫢淸淲瀨凞猪甁皂皞益礰礼神祥福竧靖精綠緖羽荢﨟薰蘒﨡蠇諸譿賴赶﨣﨤逸郞都鄕﨧﨨閒隆﨩霻靍靑飯飼館馞髙魲鶴黑";

/// The code of a row and cell; behind 8F one of 10000 and more.
fn code(row: u8, cell: u8) -> u32 {
    u32::from(row + 0xA0) << 8 | u32::from(cell + 0xA0)
}

/// C1 controls but 8E and 8F, and half-width kana.
fn singles() -> impl Iterator<Item = Entry> {
    let controls = (0x80..=0x9F_u32).filter(|byte| !matches!(byte, 0x8E | 0x8F));
    let kana = (0..0x3F_u32).filter_map(|nth| Some((0x8EA1 + nth, char::from_u32(0xFF61 + nth)?, None)));
    controls.filter_map(|byte| Some((byte, char::from_u32(byte)?, None))).chain(kana)
}

/// JIS X 0212: 6,067 characters in rows 2–77.
fn jisx0212() -> impl Iterator<Item = Entry> {
    (1..=94_u8).flat_map(|row| {
        (1..=94_u8).filter_map(move |cell| {
            let character = ask(EUC_JP, &[0x8F, row + 0xA0, cell + 0xA0])?;
            (row < 78).then_some((0x1_0000 | code(row, cell), character, None))
        })
    })
}

/// EUC-JP, with JIS's readings.
pub(super) static CELLS: LazyLock<Cells> = LazyLock::new(|| {
    let jisx0208 = jisx0208::jis().map(|(row, cell, character)| (code(row, cell), character, None));
    Cells::new(Shape::Extended, singles().chain(jisx0208).chain(jisx0212()))
});

/// eucJP-ms, with Microsoft's readings, NEC's row 13, IBM's extensions, and the user-defined rows 85–94 of both sets.
pub(super) static MICROSOFT: LazyLock<Cells> = LazyLock::new(|| {
    let jisx0208 = jisx0208::microsoft().map(|(row, cell, character)| (code(row, cell), character, None));
    let nec = (1..=94_u8).filter_map(|cell| Some((code(13, cell), ask(EUC_JP, &[0xAD, cell + 0xA0])?, None)));
    let ibm = IBM.chars().zip(82_u32..).map(|(character, nth)| {
        (0x1_0000 | code((nth / 94) as u8 + 83, (nth % 94) as u8 + 1), character, None)
    });
    let user_defined = (0..1880_u32).filter_map(|nth| {
        let (set, nth_of_set) = (nth / 940, nth % 940);
        let code = code((nth_of_set / 94) as u8 + 85, (nth_of_set % 94) as u8 + 1);
        Some((set << 16 | code, char::from_u32(0xE000 + nth)?, None))
    });
    let broken_bar = [(0x1_A2C3, '\u{FFE4}', None)];
    let entries = singles().chain(jisx0208).chain(nec).chain(jisx0212()).chain(ibm).chain(user_defined);
    Cells::new(Shape::Extended, entries.chain(broken_bar))
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Charset, DecodeProblem, DecodeProblemKind};

    #[test]
    fn one_two_and_three_bytes_are_one_character() {
        let mut text = String::new();
        assert!(Charset::EucJp.decode_into(b"A\xB4\xC1\x8E\xB1\x8F\xB0\xA1", &mut text).is_ok());
        assert_eq!(text, "A漢ｱ丂");
    }

    #[test]
    fn a_character_cut_in_half_is_told_and_what_cannot_follow_is_left_alone() {
        let problem = |bytes: &[u8]| {
            let DecodeProblem { offset, len, kind } =
                Charset::EucJp.decode_into(bytes, &mut String::new()).unwrap_err();
            (offset, len, kind)
        };
        use DecodeProblemKind::{LoneLead, Undefined};
        assert_eq!(problem(b"a\xB4"), (1, 1, LoneLead));
        assert_eq!(problem(b"\x8F\xB0"), (0, 2, LoneLead));
        assert_eq!(problem(b"\x8F\xB0,"), (0, 2, Undefined));
        assert_eq!(problem(b"\xB4,"), (0, 1, Undefined));
        assert_eq!(problem(b"\xAD\xA1"), (0, 2, Undefined));
    }

    #[test]
    fn user_defined_cells_are_those_of_cp932_in_order() {
        let mut text = String::new();
        let bytes = b"\xF5\xA1\xFE\xFE\x8F\xF5\xA1\x8F\xFE\xFE";
        assert!(Charset::EucJpMs.decode_into(bytes, &mut text).is_ok());
        assert_eq!(text, "\u{E000}\u{E3AB}\u{E3AC}\u{E757}");
        assert!(Charset::EucJp.decode_into(bytes, &mut text).is_err());
    }

    #[test]
    fn what_eucjp_ms_adds_are_characters_of_cp932() {
        assert_eq!(IBM.chars().count(), 106);
        let mut bytes = Vec::new();
        assert_eq!(crate::OutputEncoding::Cp932.encode_into(IBM, &mut bytes), Ok(()));
    }
}
