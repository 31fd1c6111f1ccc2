//! cp932 out. Our own table, made from the decoder's: encoding_rs' encoder writes the numeric reference `&#57344;`
//! for U+E000, and turns characters that only look alike into each other.

use std::sync::LazyLock;

use super::Unencodable;
use crate::ascii;
use crate::charset::cp932_table::TABLE;

/// Codes of the basic plane: 0 for none, below 100 a single byte.
struct Codes(Box<[u16; 0x10000]>);

static CODES: LazyLock<Codes> = LazyLock::new(|| {
    let mut codes: Box<[u16; 0x10000]> =
        vec![0; 0x10000].into_boxed_slice().try_into().unwrap_or_else(|_| unreachable!("made this long"));
    for (code, character) in TABLE.characters() {
        // NEC's selection of IBM's extensions: each of its characters also stands in JIS X 0208 or in IBM's rows.
        if matches!(code, 0xED00..=0xEEFF) {
            continue;
        }
        // In ascending order JIS X 0208's rows 81–84 stand before NEC's 87, and that before IBM's FA–FC: the first wins.
        if let Some(place) = codes.get_mut(character as usize).filter(|place| **place == 0) {
            *place = code;
        }
    }
    Codes(codes)
});

impl Codes {
    /// The code of a character beyond ASCII, if it has one.
    #[inline]
    fn of(&self, character: char) -> Option<u16> {
        self.0.get(character as usize).copied().filter(|&code| code != 0)
    }
}

pub(super) fn encode_into(text: &str, out: &mut Vec<u8>) -> Result<(), Unencodable> {
    let codes = &*CODES;
    out.reserve(text.len());
    let mut offset = 0;
    loop {
        let (length, _) = ascii::run(&text.as_bytes()[offset..]);
        out.extend_from_slice(&text.as_bytes()[offset..offset + length]);
        offset += length;
        let mut rest = text[offset..].chars();
        loop {
            let Some(character) = rest.next() else {
                return Ok(());
            };
            if character.is_ascii() {
                break;
            }
            let Some(code) = codes.of(character) else {
                return Err(Unencodable { offset, character });
            };
            match code.to_be_bytes() {
                [0, single] => out.push(single),
                pair => out.extend_from_slice(&pair),
            }
            offset += character.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Charset;
    use proptest::prelude::*;

    fn encode(text: &str) -> Result<Vec<u8>, Unencodable> {
        let mut out = b"before".to_vec();
        encode_into(text, &mut out).map(|()| out.split_off(b"before".len()))
    }

    #[test]
    fn every_character_written_reads_back_and_every_one_read_can_be_written() {
        let mut written = Vec::new();
        for character in '\0'..=char::MAX {
            if let Ok(bytes) = encode(character.encode_utf8(&mut [0; 4])) {
                let mut text = String::new();
                assert!(Charset::Cp932.decode_into(&bytes, &mut text).is_ok());
                assert_eq!(text, character.to_string());
                written.push(character);
            }
        }
        let mut read: Vec<char> = TABLE.characters().map(|(_, character)| character).collect();
        read.sort_unstable();
        read.dedup();
        assert_eq!(written, read);
    }

    #[test]
    fn jis_x_0208_comes_before_nec_row_13_before_ibm_and_nec_selected_never() {
        for (character, code) in [
            ("￢", [0x81, 0xCA]),
            ("∵", [0x81, 0xE6]),
            ("㈱", [0x87, 0x8A]),
            ("Ⅰ", [0x87, 0x54]),
            ("髙", [0xFB, 0xFC]),
            ("﨑", [0xFA, 0xB1]),
            ("ⅰ", [0xFA, 0x40]),
        ] {
            assert_eq!(encode(character), Ok(code.to_vec()), "{character}");
        }
        for character in '\0'..='\u{FFFF}' {
            if let Ok(bytes) = encode(character.encode_utf8(&mut [0; 4])) {
                assert!(!matches!(bytes[0], 0xED | 0xEE));
            }
        }
    }

    #[test]
    fn private_use_goes_to_the_user_defined_cells() {
        assert_eq!(encode("\u{E000}\u{E757}"), Ok(vec![0xF0, 0x40, 0xF9, 0xFC]));
        assert!(encode("\u{E758}").is_err());
    }

    #[test]
    fn look_alikes_are_refused_with_their_place() {
        for character in ['−', '〜', '‖', '—', '¢', '£', '¬', '¥', '‾', '𠮷', '\u{E0100}'] {
            let text = format!("abc漢{character}");
            assert_eq!(encode(&text), Err(Unencodable { offset: 6, character }));
        }
    }

    proptest! {
        #[test]
        fn text_is_written_as_its_characters_are(text in "[ -~]{0,9}[ア-ヺ亜-黑ｱ-ﾝ]{0,9}[ -~]{0,3}[☃①髙]?") {
            let slowly: Result<Vec<_>, _> = text
                .char_indices()
                .map(|(offset, character)| {
                    encode(character.encode_utf8(&mut [0; 4])).map_err(|problem| Unencodable { offset, ..problem })
                })
                .collect();
            prop_assert_eq!(encode(&text), slowly.map(|pieces| pieces.concat()));
        }
    }
}
