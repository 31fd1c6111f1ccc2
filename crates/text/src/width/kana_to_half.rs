//! Full-width katakana made half-width, as old systems store them.

use super::kana::{HALF_VOICED_MARK, VOICED_MARK, full, half_voiced, voiced};

/// By code from U+3000: the half-width kana and the mark after it; NUL for none.
const HALF: [(char, char); 0x100] = {
    let mut table = [('\0', '\0'); 0x100];
    table[0] = (' ', '\0');
    let mut code = '｡' as u32;
    // The marks alone are left out: ハ゜ stays two characters, else it would come back as one.
    while code < VOICED_MARK as u32 {
        if let Some(half) = char::from_u32(code) {
            if let Some(plain) = full(half) {
                table[plain as usize - 0x3000] = (half, '\0');
            }
            if let Some(composed) = voiced(half) {
                table[composed as usize - 0x3000] = (half, VOICED_MARK);
            }
            if let Some(composed) = half_voiced(half) {
                table[composed as usize - 0x3000] = (half, HALF_VOICED_MARK);
            }
        }
        code += 1;
    }
    table
};

/// Appends `text` with full-width katakana, ー。「」、・ and U+3000 made half-width; ガ becomes ｶﾞ.
///
/// What has no half-width form (ヰ ヱ ヮ ヵ ヶ, hiragana, kanji, ゛ ゜) stays. [`kana_to_full_width`](crate::kana_to_full_width)
/// with [`spaces`](crate::KanaOptions::spaces) gives the same text back, if it had no half-width kana and no U+0020.
pub fn kana_to_half_width(text: &str, out: &mut String) {
    out.reserve(text.len());
    let mut copied = 0;
    for (offset, character) in text.char_indices() {
        let code = (character as usize).wrapping_sub(0x3000);
        if let Some(&(half, mark)) = HALF.get(code).filter(|(half, _)| *half != '\0') {
            out.push_str(&text[copied..offset]);
            out.push(half);
            if mark != '\0' {
                out.push(mark);
            }
            copied = offset + character.len_utf8();
        }
    }
    out.push_str(&text[copied..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KanaOptions, kana_to_full_width};
    use proptest::prelude::*;

    fn half_width(text: &str) -> String {
        let mut out = String::new();
        kana_to_half_width(text, &mut out);
        out
    }

    #[test]
    fn voiced_kana_are_taken_apart() {
        assert_eq!(half_width("ダイゴ　パヴェル「ヷヺ」ー。、・"), "ﾀﾞｲｺﾞ ﾊﾟｳﾞｪﾙ｢ﾜﾞｦﾞ｣ｰ｡､･");
    }

    #[test]
    fn what_has_no_half_width_form_stays() {
        for text in ["ヰヱヮヵヶヸヹヽヾ", "ひらがな", "漢字ＡＢＣ１２３", "abc -", "゛゜", "ｱ"]
        {
            assert_eq!(half_width(text), text);
        }
    }

    proptest! {
        #[test]
        fn full_width_comes_back(text in "([ァ-ー、。「」・　゛゜ぁ-んa-z-]|\\PC){0,20}") {
            prop_assume!(!text.chars().any(|c| c == ' ' || crate::is_half_width_kana(c)));
            let mut back = String::new();
            let options = KanaOptions { spaces: true, hyphen_as_long_vowel: false };
            kana_to_full_width(&half_width(&text), options, &mut back);
            prop_assert_eq!(back, text);
        }
    }
}
