//! A file in UTF-8 that its definition calls something else.

/// How many Japanese characters must be seen before a file is called UTF-8.
const ENOUGH: usize = 8;

/// Whether the beginning of a file that is declared as cp932 is Japanese text in UTF-8: wholly valid (but for a
/// character cut off at the end), with at least eight characters of U+3000–U+9FFF or U+FF00–U+FFEF.
///
/// It is safe to refuse such a file. In UTF-8 those characters begin with E3–E9 or EF, each followed by two bytes of
/// 80–BF. Read as cp932, that is a rare kanji of the second level (縺, 繧, 譁 …) or half a character, over and over.
/// Real cp932 text breaks the rule at once: hiragana and katakana begin with 82 and 83, the kanji of the first level with
/// 88–97, which begin nothing in UTF-8. Half-width katakana alone can be valid UTF-8 by chance (ﾃｱ is C3 B1), but only
/// as characters of two bytes, which are not counted.
pub fn looks_like_utf8(bytes: &[u8]) -> bool {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let japanese = |c: &char| matches!(c, '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}');
    valid.chars().filter(japanese).take(ENOUGH).count() == ENOUGH
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::cp932;

    const LINES: [&str; 5] = [
        "宛名番号,氏名,生年月日,住所\r\n0001,山田　太郎,昭和五十五年四月一日,東京都千代田区霞が関一丁目\r\n",
        "ﾔﾏﾀﾞ ﾀﾛｳ,ｻﾄｳ ﾊﾅｺ,ｽｽﾞｷ ｲﾁﾛｳ\r\n",
        "ヤマダ　タロウ,サトウ　ハナコ\r\n",
        "髙﨑,纊褜鍈銈蓜俉炻昱棈鋹曻彅",
        "㈱,①②③④,ⅠⅡⅢ,㍻,〇〇〇",
    ];

    #[test]
    fn japanese_in_utf8_is_recognised_wherever_it_is_cut_off() {
        let text = LINES[0].as_bytes();
        for end in 40..text.len() {
            assert!(looks_like_utf8(&text[..end]), "{end}");
        }
    }

    #[test]
    fn cp932_text_is_not_taken_for_utf8() {
        for (nth, line) in LINES.iter().enumerate() {
            assert!(!looks_like_utf8(&cp932(&line.repeat(10))), "{nth}");
        }
        // Katakana of half width that happen to be valid, as two bytes each.
        assert!(std::str::from_utf8(&cp932("ﾃｱﾃｲﾃｳ")).is_ok());
        assert!(!looks_like_utf8(&cp932(&"ﾃｱﾃｲﾃｳ".repeat(10))));
    }

    #[test]
    fn ascii_alone_is_no_ground_to_refuse() {
        assert!(!looks_like_utf8(b"0001,A,19800401\r\n"));
        assert!(!looks_like_utf8(b""));
    }
}
