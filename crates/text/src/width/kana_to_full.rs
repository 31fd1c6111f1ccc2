//! Half-width katakana made full-width.

use super::kana::{HALF_VOICED_MARK, VOICED_MARK, full, half_voiced, voiced};

/// What else is made full-width in a name written in kana.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct KanaOptions {
    /// Every space U+0020 becomes U+3000.
    pub spaces: bool,
    /// A hyphen-minus directly after a kana becomes ー: old systems without ｰ wrote ｺ-ﾋ-.
    /// Right for names; in an address ﾊｲﾂ-101 it is wrong.
    pub hyphen_as_long_vowel: bool,
}

/// Appends `text` with half-width katakana made full-width, and ﾞ ﾟ made one with the kana before them.
///
/// ｶﾞ is ガ, ﾊﾟ パ, ｳﾞ ヴ, ﾜﾞ ヷ, ｦﾞ ヺ. A mark that follows no half-width kana that takes it stands alone: ﾞ is ゛ and ﾟ ゜.
/// ｰ｡｢｣､･ are ー。「」、・. Small kana are never guessed: ｷﾖｳｺ is キヨウコ.
pub fn kana_to_full_width(text: &str, options: KanaOptions, out: &mut String) {
    out.reserve(text.len());
    let mut previous = '\0';
    let mut copied = 0;
    for (offset, character) in text.char_indices() {
        let replacement = match character {
            VOICED_MARK | HALF_VOICED_MARK => {
                let compose = if character == VOICED_MARK { voiced } else { half_voiced };
                match compose(previous) {
                    Some(composed) => {
                        // The kana before was half-width, so it has been replaced and is the last thing written.
                        out.pop();
                        Some(composed)
                    }
                    None => full(character),
                }
            }
            ' ' if options.spaces => Some('\u{3000}'),
            '-' if options.hyphen_as_long_vowel && is_kana(previous) => Some('ー'),
            _ => full(character),
        };
        if let Some(replacement) = replacement {
            if copied < offset {
                out.push_str(&text[copied..offset]);
            }
            out.push(replacement);
            copied = offset + character.len_utf8();
        }
        previous = character;
    }
    out.push_str(&text[copied..]);
}

/// A kana that can be drawn out: hiragana, katakana, half-width katakana with their marks.
fn is_kana(character: char) -> bool {
    matches!(character, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ｦ'..='ﾟ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NEITHER: KanaOptions = KanaOptions { spaces: false, hyphen_as_long_vowel: false };

    fn full_width(text: &str, options: KanaOptions) -> String {
        let mut out = String::from("前");
        kana_to_full_width(text, options, &mut out);
        out.split_off("前".len())
    }

    #[test]
    fn marks_join_the_kana_before_them() {
        assert_eq!(full_width("ﾀﾞｲｺﾞ ﾊﾟﾋﾞ ｳﾞｧ ﾜﾞ ｦﾞ", NEITHER), "ダイゴ パビ ヴァ ヷ ヺ");
    }

    #[test]
    fn a_mark_that_joins_nothing_stands_alone() {
        assert_eq!(full_width("ﾞ ﾅﾞ ｶﾟ ｶﾞﾞ ﾟ", NEITHER), "゛ ナ゛ カ゜ ガ゛ ゜");
        // Only what was half-width is joined: カ may be there on purpose, and out's last character is not ours to take.
        assert_eq!(full_width("カﾞ漢ﾞ", NEITHER), "カ゛漢゛");
    }

    #[test]
    fn punctuation_of_kana_becomes_full_width_and_other_text_stays() {
        assert_eq!(full_width("｢ｱ･ｲ､ｳ｡｣ｰ", NEITHER), "「ア・イ、ウ。」ー");
        assert_eq!(full_width("漢字 abc-１２ひらがなカタカナ", NEITHER), "漢字 abc-１２ひらがなカタカナ");
    }

    #[test]
    fn small_kana_are_never_guessed() {
        assert_eq!(full_width("ｷﾖｳｺ ｷｮｳｺ", NEITHER), "キヨウコ キョウコ");
    }

    #[test]
    fn spaces_become_full_width_only_when_asked() {
        let options = KanaOptions { spaces: true, ..NEITHER };
        assert_eq!(full_width("ﾔﾏﾀﾞ ﾊﾅｺ", options), "ヤマダ　ハナコ");
        assert_eq!(full_width("ﾔﾏﾀﾞ ﾊﾅｺ", NEITHER), "ヤマダ ハナコ");
    }

    #[test]
    fn a_hyphen_after_a_kana_is_a_long_vowel_only_when_asked() {
        let options = KanaOptions { hyphen_as_long_vowel: true, ..NEITHER };
        assert_eq!(full_width("ﾛﾊﾞ-ﾄ ﾏﾘ- ｽﾞ- メ- 3-1 -ｱ", options), "ロバート マリー ズー メー 3-1 -ア");
        assert_eq!(full_width("ﾏﾘ--", options), "マリー-");
        assert_eq!(full_width("ﾛﾊﾞ-ﾄ", NEITHER), "ロバ-ト");
    }

    proptest! {
        #[test]
        fn no_half_width_kana_is_left_and_nothing_else_is_touched(text: String) {
            let out = full_width(&text, NEITHER);
            prop_assert!(!out.chars().any(crate::is_half_width_kana));
            if !text.chars().any(crate::is_half_width_kana) {
                prop_assert_eq!(out, text);
            }
        }

        #[test]
        fn half_width_kana_come_back(text in "([ｦ-ｯｱ-ﾝｰ｡｢｣､･]|[ｳｶ-ﾄﾊ-ﾎ]ﾞ|[ﾊ-ﾎ]ﾟ| ){0,20}") {
            let mut back = String::new();
            crate::kana_to_half_width(&full_width(&text, KanaOptions { spaces: true, ..NEITHER }), &mut back);
            prop_assert_eq!(back, text);
        }
    }
}
