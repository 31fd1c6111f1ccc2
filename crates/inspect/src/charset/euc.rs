//! What the characters of an EUC-JP file say about which EUC-JP it is.

use utsushi_text::Charset;

/// Characters of two and three bytes, counted by what EUC-JP (JIS) and eucJP-ms make of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct EucCells {
    /// Both have a character there, and write it as different code points: — 〜 ‖ − ¢ £ ¬ and JIS X 0212's ￤.
    pub differ: u64,
    /// Only eucJP-ms has a character there: NEC's row 13, IBM's extensions, user-defined rows.
    pub microsoft_only: u64,
}

impl EucCells {
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        let read = |charset: Charset, code: &[u8]| {
            let mut text = String::new();
            charset.decode_into(code, &mut text).ok().map(|_| text)
        };
        let mut at = 0;
        while let Some(&lead) = bytes.get(at) {
            let length = match lead {
                0x8F => 3,
                0x8E | 0xA1..=0xFE => 2,
                _ => 1,
            };
            let Some(code) = bytes.get(at..at + length) else { return };
            at += length;
            // Rows of kanji and kana, and half-width katakana, are alike.
            let alike = matches!(lead, 0..=0x8E | 0xA3..=0xA8 | 0xB0..=0xF4);
            if alike {
                continue;
            }
            match (read(Charset::EucJp, code), read(Charset::EucJpMs, code)) {
                (None, Some(_)) => self.microsoft_only += 1,
                (jis, microsoft) if jis != microsoft => self.differ += 1,
                (None, None) => at -= length - 1,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_counted_as_the_two_have_it() {
        let mut cells = EucCells::default();
        cells.add(b"A\xB4\xC1\x8E\xB1\xA1\xC1\xAD\xA1\xF5\xA1\x8F\xF3\xF3\x8F\xB0\xA1\xFF");
        assert_eq!(cells, EucCells { differ: 1, microsoft_only: 3 });
    }

    #[test]
    fn what_is_passed_over_is_alike() {
        for code in (0x8E_u8..=0xF4).flat_map(|lead| (0xA1..=0xFE_u8).map(move |trail| [lead, trail])) {
            if matches!(code[0], 0x8E | 0xA3..=0xA8 | 0xB0..=0xF4) {
                let read = |charset: Charset| {
                    let mut text = String::new();
                    charset.decode_into(&code, &mut text).map(|_| text)
                };
                assert_eq!(read(Charset::EucJp), read(Charset::EucJpMs), "{code:02X?}");
            }
        }
    }
}
