//! What fills up text in fields of fixed width.

use utsushi_text::Charset;

/// The spaces that fill up the end of a text field, and are no part of its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Padding {
    /// Spaces of half width: 20.
    Half,
    /// Spaces of full width: 8140 in cp932, A1A1 in EUC-JP.
    Full,
    /// Either, even mixed.
    #[default]
    Both,
}

const HALF: u64 = u64::from_le_bytes([b' '; 8]);
const FULL: u64 = u64::from_le_bytes([0x81, 0x40, 0x81, 0x40, 0x81, 0x40, 0x81, 0x40]);

impl Padding {
    /// Without the padding at the end. Bytes of other characters stay whole: in cp932 the 40 of ァ (83 40), the 81 40
    /// after half a pair, and a 20 that stands where a lead byte's second should.
    #[inline]
    pub(crate) fn strip(self, charset: Charset, bytes: &[u8]) -> &[u8] {
        match charset {
            Charset::Cp932 | Charset::ShiftJis | Charset::ShiftJisx0213 => self.strip_cp932(bytes),
            Charset::EucJp | Charset::EucJpMs => self.strip_euc(bytes),
            // No definition of fixed width has UTF-16; its text would be left as it is.
            Charset::Utf16Le | Charset::Utf16Be => bytes,
            Charset::Utf8 => self.strip_utf8(bytes),
        }
    }

    /// In EUC-JP a 20 is a space wherever it stands, and an A1 A1 is a full-width space if a character begins there:
    /// it may be the end of one character and the beginning of another. A run of high bytes is walked from its front.
    fn strip_euc(self, bytes: &[u8]) -> &[u8] {
        let mut rest = bytes;
        loop {
            rest = match rest {
                [before @ .., b' '] if self != Padding::Full => before,
                [.., 0xA1, 0xA1] if self != Padding::Half => {
                    let run = rest.iter().rposition(u8::is_ascii).map_or(0, |at| at + 1);
                    let without = run + without_full_euc(&rest[run..]);
                    if without == rest.len() {
                        return rest;
                    }
                    &rest[..without]
                }
                _ => return rest,
            }
        }
    }

    #[inline]
    fn strip_cp932(self, bytes: &[u8]) -> &[u8] {
        let mut rest = bytes;
        loop {
            let (character, before) = match rest {
                [.., b' '] if self != Padding::Full => (1, without_words::<1>(rest, HALF)),
                [.., 0x81, 0x40] if self != Padding::Half => (2, without_words::<2>(rest, FULL)),
                _ => return rest,
            };
            // Where the byte before the padding waits for its second one, the first of the padding is it.
            if leads_at_end(before) % 2 == 1 {
                return &bytes[..before.len() + character];
            }
            rest = before;
        }
    }

    fn strip_utf8(self, bytes: &[u8]) -> &[u8] {
        let mut rest = bytes;
        loop {
            rest = match rest {
                [before @ .., b' '] if self != Padding::Full => before,
                [before @ .., 0xE3, 0x80, 0x80] if self != Padding::Half => before,
                _ => return rest,
            }
        }
    }
}

/// Where the full-width spaces begin with which a run of bytes 80–FF ends; its length if it ends with none.
fn without_full_euc(run: &[u8]) -> usize {
    let (mut at, mut end) = (0, 0);
    while at < run.len() {
        let length = match run[at] {
            0x8F => 3,
            0x8E | 0xA1..=0xFE => 2,
            _ => 1,
        };
        let character = &run[at..run.len().min(at + length)];
        at += character.len();
        if character != [0xA1, 0xA1] {
            end = at;
        }
    }
    end
}

/// Takes characters of `SIZE` bytes off the end, of which `word` is full: as many as there are, eight bytes at a time.
#[inline]
fn without_words<const SIZE: usize>(mut bytes: &[u8], word: u64) -> &[u8] {
    while let Some((before, last)) = bytes.split_last_chunk::<8>() {
        let same = (u64::from_le_bytes(*last) ^ word).leading_zeros() as usize / 8;
        if same < 8 {
            return &bytes[..bytes.len() - same / SIZE * SIZE];
        }
        bytes = before;
    }
    let eight = word.to_le_bytes();
    while let Some((before, _)) =
        bytes.split_last_chunk::<SIZE>().filter(|(_, last)| eight.starts_with(*last))
    {
        bytes = before;
    }
    bytes
}

/// How many bytes at the end could each be a lead byte. After any other byte a character begins, and of these every
/// second one is the second byte of the one before: if they are odd in number, the last waits for its second byte.
#[inline]
fn leads_at_end(bytes: &[u8]) -> usize {
    bytes.iter().rev().take_while(|byte| Charset::Cp932.is_lead_byte(**byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn both(bytes: &[u8]) -> &[u8] {
        Padding::Both.strip(Charset::Cp932, bytes)
    }

    /// From the front, a character at a time.
    fn plainly(padding: Padding, bytes: &[u8]) -> &[u8] {
        let (mut at, mut end) = (0, 0);
        while at < bytes.len() {
            let pair = Charset::Cp932.is_lead_byte(bytes[at]);
            let character = &bytes[at..bytes.len().min(at + 1 + usize::from(pair))];
            at += character.len();
            let fills = match character {
                [b' '] => padding != Padding::Full,
                [0x81, 0x40] => padding != Padding::Half,
                _ => false,
            };
            if !fills {
                end = at;
            }
        }
        &bytes[..end]
    }

    #[test]
    fn spaces_of_either_width_go_from_the_end_only() {
        assert_eq!(
            both(b"\x81\x40 \x8E\x52\x81\x40\x93\x63\x81\x40 \x81\x40  "),
            b"\x81\x40 \x8E\x52\x81\x40\x93\x63"
        );
        assert_eq!(both(b"AB                  "), b"AB");
        assert_eq!(both(&b"\x81\x40".repeat(20)), b"");
        assert_eq!(both(b"A "), b"A");
        assert_eq!(both(b""), b"");
    }

    #[test]
    fn only_the_declared_padding_goes() {
        let strip = |padding: Padding| padding.strip(Charset::Cp932, b"A\x81\x40 ");
        assert_eq!(strip(Padding::Half), b"A\x81\x40");
        assert_eq!(strip(Padding::Full), b"A\x81\x40 ");
        assert_eq!(Padding::Full.strip(Charset::Cp932, b"A \x81\x40"), b"A ");
        assert_eq!(Padding::Both.strip(Charset::Utf8, "山　 　".as_bytes()), "山".as_bytes());
        assert_eq!(Padding::Half.strip(Charset::Utf8, "山　 ".as_bytes()), "山　".as_bytes());
    }

    #[test]
    fn bytes_of_other_characters_stay() {
        // ァ is 83 40, メ 83 81.
        assert_eq!(both(b"\x83\x40  "), b"\x83\x40");
        assert_eq!(both(b"\x83\x81\x40 "), b"\x83\x81\x40");
        assert_eq!(both(b"\x83\x81\x81\x40"), b"\x83\x81");
        assert_eq!(both(b"\x83\x81\x40\x81\x40\x81\x40\x81\x40\x81\x40"), b"\x83\x81\x40");
    }

    #[test]
    fn in_euc_jp_a_full_width_space_is_one_where_a_character_begins() {
        let both = |bytes: &'static [u8]| Padding::Both.strip(Charset::EucJp, bytes);
        assert_eq!(both(b"\xB4\xC1\xA1\xA1 \xA1\xA1  "), b"\xB4\xC1");
        // 8FB0A1 A1A1 is 丂 and a space; 8FB0 A1 A1A1 would not be.
        assert_eq!(both(b"\x8F\xB0\xA1\xA1\xA1"), b"\x8F\xB0\xA1");
        // A1 is the second byte of 亜's neighbour B0A1, then a lead byte waits.
        assert_eq!(both(b"\xB0\xA1\xA1"), b"\xB0\xA1\xA1");
        assert_eq!(both(b"\x8E\xB1\xA1\xA1"), b"\x8E\xB1");
        assert_eq!(Padding::Half.strip(Charset::EucJp, b"A\xA1\xA1 "), b"A\xA1\xA1");
        assert_eq!(Padding::Full.strip(Charset::EucJp, b"A \xA1\xA1"), b"A ");
        assert_eq!(both(&b"\xA1"[..]), b"\xA1");
    }

    #[test]
    fn half_a_character_keeps_the_byte_after_it() {
        assert_eq!(both(b"\x8E\x52\x8E   "), b"\x8E\x52\x8E ");
        assert_eq!(both(b"\x8E\x52\x8E"), b"\x8E\x52\x8E");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn the_end_is_where_a_walk_from_the_front_finds_it(
            pieces in prop::collection::vec(prop::sample::select(vec![
                &b" "[..], b" ", b"        ", b"\x81\x40", b"\x81\x40\x81\x40\x81\x40\x81\x40", b"\x81", b"\x40", b"\x83", b"\x83\x40", b"A", b"\xFF",
            ]), 0..16),
            padding in prop::sample::select(vec![Padding::Half, Padding::Full, Padding::Both]),
        ) {
            let bytes = pieces.concat();
            prop_assert_eq!(padding.strip(Charset::Cp932, &bytes), plainly(padding, &bytes));
        }
    }
}
