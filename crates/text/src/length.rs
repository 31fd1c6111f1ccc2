//! How long a text is, as a layout counts.

use crate::character::is_variation_selector;

/// How many characters `text` has: the "digits" of a layout.
///
/// A base and its variation selector (IVS U+E0100–E01EF, SVS U+FE00–FE0F) are one. A selector never counts, so
/// one without a base adds nothing.
pub fn count_characters(text: &str) -> usize {
    // Counted without a branch, so that the compiler takes many bytes at a time.
    let bytes = text.as_bytes();
    let characters = bytes.iter().filter(|&&byte| !is_continuation(byte)).count();
    let maybe_selector = bytes
        .iter()
        .zip(bytes.iter().skip(1))
        .fold(false, |found, (&first, &second)| found | begins_selector(first, second));
    if !maybe_selector {
        return characters;
    }
    characters - text.chars().filter(|&character| is_variation_selector(character)).count()
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// In UTF-8 an SVS begins with EF B8, an IVS with F3 A0; so do a few others.
fn begins_selector(first: u8, second: u8) -> bool {
    ((first == 0xEF) & (second == 0xB8)) | ((first == 0xF3) & (second == 0xA0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_base_and_its_variation_selector_are_one_character() {
        assert_eq!(count_characters("葛\u{E0100}飾区"), 3);
        assert_eq!(count_characters("神\u{FE00}"), 1);
        assert_eq!(count_characters("𠮷\u{E01EF}野"), 2);
    }

    #[test]
    fn every_other_character_counts_one_whatever_its_width() {
        assert_eq!(count_characters(""), 0);
        assert_eq!(count_characters("abc 1"), 5);
        assert_eq!(count_characters("ｶﾞﾊﾟ"), 4);
        assert_eq!(count_characters("か\u{3099}"), 2);
        assert_eq!(count_characters("\u{E000}漢Ａ"), 3);
    }

    proptest! {
        #[test]
        fn the_number_is_what_a_plain_loop_finds(text in "(\\PC|[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}\u{FDFF}\u{FE10}]){0,30}") {
            prop_assert_eq!(count_characters(&text), text.chars().filter(|&c| !is_variation_selector(c)).count());
        }
    }
}
