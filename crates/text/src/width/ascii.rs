//! ASCII and its full-width forms: U+0021–007E beside U+FF01–FF5E, U+0020 beside U+3000.

/// Appends `text` with full-width letters, digits, signs and spaces made half-width; kana stay as they are.
pub fn ascii_to_half_width(text: &str, out: &mut String) {
    replace(text, out, |character| match character {
        '\u{3000}' => Some(' '),
        '！'..='～' => char::from_u32(character as u32 - '！' as u32 + '!' as u32),
        _ => None,
    });
}

/// Appends `text` with half-width letters, digits, signs and spaces made full-width; kana stay as they are.
pub fn ascii_to_full_width(text: &str, out: &mut String) {
    replace(text, out, |character| match character {
        ' ' => Some('\u{3000}'),
        '!'..='~' => char::from_u32(character as u32 - '!' as u32 + '！' as u32),
        _ => None,
    });
}

#[inline]
fn replace(text: &str, out: &mut String, replacement: impl Fn(char) -> Option<char>) {
    out.reserve(text.len());
    let mut copied = 0;
    for (offset, character) in text.char_indices() {
        if let Some(replacement) = replacement(character) {
            out.push_str(&text[copied..offset]);
            out.push(replacement);
            copied = offset + character.len_utf8();
        }
    }
    out.push_str(&text[copied..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn half_width(text: &str) -> String {
        let mut out = String::new();
        ascii_to_half_width(text, &mut out);
        out
    }

    fn full_width(text: &str) -> String {
        let mut out = String::new();
        ascii_to_full_width(text, &mut out);
        out
    }

    #[test]
    fn letters_digits_signs_and_spaces_change_their_width() {
        assert_eq!(half_width("ＡＢＣ　ａｂｃ　０９！～－"), "ABC abc 09!~-");
        assert_eq!(full_width("ABC abc 09!~-"), "ＡＢＣ　ａｂｃ　０９！～－");
    }

    #[test]
    fn kana_controls_and_other_signs_stay() {
        for text in ["カナｶﾅ漢字", "\t\n\u{7F}", "￥￢−〜ー"] {
            assert_eq!(half_width(text), text);
            assert_eq!(full_width(text), text);
        }
    }

    proptest! {
        #[test]
        fn all_printable_ascii_comes_back(text in "[ -~]{0,40}") {
            prop_assert!(!full_width(&text).bytes().any(|byte| byte.is_ascii()));
            prop_assert_eq!(half_width(&full_width(&text)), text);
        }
    }
}
