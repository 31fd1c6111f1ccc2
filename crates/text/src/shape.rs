//! What a value looks like, without what it says: for reports that must not show a person's data.

use crate::character::{is_private_use, is_variation_selector};

/// Appends the shape of `text`: one letter for each character.
///
/// | in the text | in the shape |
/// | --- | --- |
/// | kanji: ideographs of every block, radicals, 々 〆 〇 〻, private use (gaiji) | 漢 |
/// | hiragana, with hentaigana | あ |
/// | katakana, full or half width, with ゛ ゜ | カ |
/// | Latin letters, full or half width, with accents too | A |
/// | digits 0–9, full or half width | 9 |
/// | space, U+3000, `-` `/` `.` `,` `－` `／` `．` `，` `・` `･` `ー` `ｰ` | itself |
/// | a variation selector | nothing |
/// | anything else | 記 |
pub fn shape_into(text: &str, out: &mut String) {
    out.reserve(text.len());
    out.extend(text.chars().filter(|&character| !is_variation_selector(character)).map(shape));
}

fn shape(character: char) -> char {
    match character {
        ' ' | '\u{3000}' | '-' | '/' | '.' | ',' | '－' | '／' | '．' | '，' | '・' | '･' | 'ー' | 'ｰ' => {
            character
        }
        '0'..='9' | '０'..='９' => '9',
        'A'..='Z' | 'a'..='z' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => 'A',
        // Latin-1 to Latin Extended-B without × ÷, and Latin Extended Additional.
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => 'A',
        'ぁ'..='ゖ' | 'ゝ'..='ゟ' | '\u{1B001}'..='\u{1B11F}' | '\u{1B150}'..='\u{1B152}' => 'あ',
        'ァ'..='ヺ' | 'ヽ'..='ヿ' | '\u{3099}'..='゜' | 'ㇰ'..='ㇿ' | 'ｦ'..='ﾟ' => 'カ',
        '\u{1B000}' | '\u{1B120}'..='\u{1B122}' | '\u{1B155}' | '\u{1B164}'..='\u{1B167}' => 'カ',
        '々' | '〆' | '〇' | '〻' | '\u{2E80}'..='\u{2FDF}' => '漢',
        // Extension A, the first block, compatibility ideographs, and the two planes kept for ideographs.
        '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' => '漢',
        _ if is_private_use(character) => '漢',
        _ => '記',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::count_characters;
    use proptest::prelude::*;

    fn shape_of(text: &str) -> String {
        let mut out = String::new();
        shape_into(text, &mut out);
        out
    }

    #[test]
    fn each_kind_of_character_has_its_letter() {
        assert_eq!(shape_of("髙橋　はなこ"), "漢漢　あああ");
        assert_eq!(shape_of("ﾀｶﾊｼ ハナコ"), "カカカカ カカカ");
        assert_eq!(shape_of("Smith Ｊｏｈｎ Müller"), "AAAAA AAAA AAAAAA");
        assert_eq!(shape_of("佐々木〆〇𠮷\u{E000}\u{FA19}㐂"), "漢漢漢漢漢漢漢漢漢");
    }

    #[test]
    fn punctuation_of_dates_and_addresses_stays_so_that_the_form_can_be_seen() {
        assert_eq!(shape_of("1987/04/12"), "9999/99/99");
        assert_eq!(shape_of("昭和62.4.12"), "漢漢99.9.99");
        assert_eq!(shape_of("霞が関２－１－３コーポ・Ａ"), "漢あ漢9－9－9カーカ・A");
    }

    #[test]
    fn other_signs_and_controls_are_only_said_to_be_there() {
        assert_eq!(shape_of("①㈱〒@\t\n\0＠が한"), "記記記記記記記記あ記");
    }

    #[test]
    fn variation_selectors_vanish() {
        assert_eq!(shape_of("葛\u{E0100}神\u{FE00}"), "漢漢");
    }

    #[test]
    fn no_character_but_space_and_punctuation_shows_itself() {
        for character in '\0'..=char::MAX {
            let shown = shape(character);
            let kept = " \u{3000}-/.,－／．，・･ーｰ".contains(character);
            assert!(if kept { shown == character } else { "漢あカA9記".contains(shown) }, "{character:?}");
        }
    }

    proptest! {
        #[test]
        fn a_shape_is_as_long_as_its_text(text: String) {
            prop_assert_eq!(count_characters(&shape_of(&text)), count_characters(&text));
        }
    }
}
