//! What kinds of characters went by while decoding.

use std::ops::{BitOr, BitOrAssign};

use crate::ascii;
use crate::character::{is_control, is_half_width_kana, is_private_use};

/// What kinds of characters a text holds, so that checks which cannot find anything are skipped.
///
/// Text that [`Charset::Cp932`](crate::Charset::Cp932) decoded, with neither [`control`](Seen::control) nor
/// [`private_use`](Seen::private_use), lies in [`Repertoire::Cp932`](crate::Repertoire::Cp932): no need to look again.
/// The default is what an empty text holds.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Seen(u8);

impl Seen {
    pub(crate) const NON_ASCII: Seen = Seen(1);
    pub(crate) const CONTROL: Seen = Seen(1 << 1);
    pub(crate) const PRIVATE_USE: Seen = Seen(1 << 2);
    pub(crate) const HALF_WIDTH_KANA: Seen = Seen(1 << 3);

    /// Looks through a text that is already decoded.
    pub fn of(text: &str) -> Seen {
        let bytes = text.as_bytes();
        let (length, control) = ascii::run(bytes);
        let mut seen = if control { Seen::CONTROL } else { Seen::default() };
        let rest = &bytes[length..];
        for window in rest.windows(3) {
            seen |= Seen::of_bytes(window[0], window[1], window[2]);
        }
        match *rest {
            [] => {}
            [.., second, last] => seen |= Seen::of_bytes(second, last, 0) | Seen::of_bytes(last, 0, 0),
            [last] => seen |= Seen::of_bytes(last, 0, 0),
        }
        seen
    }

    /// What a character is that begins with these bytes of UTF-8, or nothing where none begins. Without a branch, so
    /// that the compiler looks at many places at a time.
    #[inline]
    fn of_bytes(first: u8, second: u8, third: u8) -> Seen {
        let non_ascii = first >= 0x80;
        // C1 is C2 80–9F.
        let control = (first < 0x20) | (first == 0x7F) | ((first == 0xC2) & (second < 0xA0));
        // U+E000–EFFF is EE …, U+F000–F8FF EF 80–A3 …, plane 15 F3 B0–BF …, plane 16 F4 ….
        let private_use = (first == 0xEE)
            | ((first == 0xEF) & (second < 0xA4))
            | ((first == 0xF3) & (second >= 0xB0))
            | (first == 0xF4);
        // U+FF61–FF7F is EF BD A1–BF, U+FF80–FF9F EF BE 80–9F.
        let half_width_kana =
            (first == 0xEF) & (((second == 0xBD) & (third >= 0xA1)) | ((second == 0xBE) & (third <= 0x9F)));
        Seen(
            u8::from(non_ascii)
                | u8::from(control) << 1
                | u8::from(private_use) << 2
                | u8::from(half_width_kana) << 3,
        )
    }

    /// What one character is.
    pub(crate) fn of_character(character: char) -> Seen {
        let mut seen = Seen::default();
        if !character.is_ascii() {
            seen |= Seen::NON_ASCII;
        }
        if is_control(character) {
            seen |= Seen::CONTROL;
        }
        if is_private_use(character) {
            seen |= Seen::PRIVATE_USE;
        }
        if is_half_width_kana(character) {
            seen |= Seen::HALF_WIDTH_KANA;
        }
        seen
    }

    /// Anything beyond ASCII.
    #[inline]
    pub fn non_ascii(self) -> bool {
        self.any(Seen::NON_ASCII)
    }

    /// A control character: C0 (with NUL, tab and line ends), DEL, or C1.
    #[inline]
    pub fn control(self) -> bool {
        self.any(Seen::CONTROL)
    }

    /// A character for private use: a gaiji, most likely.
    #[inline]
    pub fn private_use(self) -> bool {
        self.any(Seen::PRIVATE_USE)
    }

    /// A half-width katakana, or half-width 。「」、・.
    #[inline]
    pub fn half_width_kana(self) -> bool {
        self.any(Seen::HALF_WIDTH_KANA)
    }

    #[inline]
    fn any(self, kinds: Seen) -> bool {
        self.0 & kinds.0 != 0
    }

    #[inline]
    pub(crate) const fn bits(self) -> u8 {
        self.0
    }

    #[inline]
    pub(crate) const fn from_bits(bits: u8) -> Seen {
        Seen(bits)
    }
}

impl BitOr for Seen {
    type Output = Seen;

    #[inline]
    fn bitor(self, other: Seen) -> Seen {
        Seen(self.0 | other.0)
    }
}

impl BitOrAssign for Seen {
    #[inline]
    fn bitor_assign(&mut self, other: Seen) {
        self.0 |= other.0;
    }
}

impl std::fmt::Debug for Seen {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Seen")
            .field("non_ascii", &self.non_ascii())
            .field("control", &self.control())
            .field("private_use", &self.private_use())
            .field("half_width_kana", &self.half_width_kana())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_kind_is_seen_and_no_other() {
        assert_eq!(Seen::of(""), Seen::default());
        assert_eq!(Seen::of("abc 123"), Seen::default());
        assert_eq!(Seen::of("漢字"), Seen::NON_ASCII);
        assert_eq!(Seen::of("a\tb"), Seen::CONTROL);
        assert_eq!(Seen::of("\u{85}"), Seen::NON_ASCII | Seen::CONTROL);
        assert_eq!(Seen::of("\u{E000}"), Seen::NON_ASCII | Seen::PRIVATE_USE);
        assert_eq!(Seen::of("ｶ"), Seen::NON_ASCII | Seen::HALF_WIDTH_KANA);
    }

    #[test]
    fn a_character_is_the_same_alone_and_within_a_text() {
        for character in '\0'..=char::MAX {
            let alone = Seen::of(character.encode_utf8(&mut [0; 4]));
            assert_eq!(alone, Seen::of_character(character), "{character:?}");
        }
    }

    proptest! {
        #[test]
        fn a_text_holds_what_its_characters_are(text in "(\\PC|[ -~ｱ-ﾟあ-ん\u{80}-\u{A0}]){0,30}") {
            let expected = text.chars().map(Seen::of_character).fold(Seen::default(), BitOr::bitor);
            prop_assert_eq!(Seen::of(&text), expected);
        }
    }
}
