//! What kind of character one is, as far as several rules ask the same.

/// A control character: C0 (with NUL, tab and line ends), DEL, or C1.
#[inline]
pub const fn is_control(character: char) -> bool {
    matches!(character, '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}')
}

/// A character for private use: U+E000–F8FF and the planes 15 and 16. What it looks like, only its owner can say.
#[inline]
pub const fn is_private_use(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}

/// A half-width katakana or its punctuation: U+FF61–FF9F, JIS X 0201's right half.
#[inline]
pub const fn is_half_width_kana(character: char) -> bool {
    matches!(character, '\u{FF61}'..='\u{FF9F}')
}

/// A variation selector: of a standardized (U+FE00–FE0F) or an ideographic (U+E0100–E01EF) variation sequence.
#[inline]
pub const fn is_variation_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_is_what_unicode_calls_cc() {
        for character in '\0'..=char::MAX {
            assert_eq!(is_control(character), character.is_control(), "{character:?}");
        }
    }

    #[test]
    fn the_borders_of_each_range_belong_to_it() {
        for (test, first, last) in [
            (is_private_use as fn(char) -> bool, 0xE000_u32, 0xF8FF_u32),
            (is_private_use, 0xF0000, 0x10FFFF),
            (is_half_width_kana, 0xFF61, 0xFF9F),
            (is_variation_selector, 0xFE00, 0xFE0F),
            (is_variation_selector, 0xE0100, 0xE01EF),
        ] {
            let holds = |code| char::from_u32(code).is_some_and(test);
            assert!(holds(first) && holds(last));
            assert!(!holds(first - 1) && !holds(last + 1));
        }
    }
}
