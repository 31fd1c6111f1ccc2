use crate::width::{KanaOptions, kana_to_full_width};

/// Appends a reading folded so that what old systems wrote alike is alike: for looking for the same person, and never for
/// output, since キヨウコ and キョウコ are different names.
///
/// Katakana of full width, small kana as large ones, ヴ as ブ, ヰ ヱ ヲ as イ エ オ, ヅ ヂ as ズ ジ, without long vowels, hyphens,
/// middle dots and spaces; hiragana as katakana; iteration marks written out.
pub fn fold_for_matching(reading: &str, out: &mut String) {
    let mut full = String::new();
    kana_to_full_width(reading, KanaOptions::default(), &mut full);
    let (mut joined, mut expanded) = (String::new(), String::new());
    super::marks::apply(&full, &mut joined);
    super::iteration::apply(&joined, &mut expanded);
    for character in expanded.chars() {
        let katakana = match character {
            'ぁ'..='ゖ' => char::from_u32(character as u32 + 0x60).unwrap_or(character),
            _ => character,
        };
        out.push(match katakana {
            ' ' | '\u{3000}' | '・' | 'ー' | '-' | '－' | '\u{2010}'..='\u{2015}' | '\u{2212}' => continue,
            'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' => {
                char::from_u32(katakana as u32 + 1).unwrap_or(katakana)
            }
            'ヵ' => 'カ',
            'ヶ' => 'ケ',
            'ヴ' => 'ブ',
            'ヰ' => 'イ',
            'ヱ' => 'エ',
            'ヲ' => 'オ',
            'ヅ' => 'ズ',
            'ヂ' => 'ジ',
            other => other,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::fold_for_matching;

    #[test]
    fn what_old_systems_wrote_alike_is_alike() {
        let fold = |reading: &str| {
            let mut out = String::new();
            fold_for_matching(reading, &mut out);
            out
        };
        for same in [
            &["ｷﾖｳｺ", "キョウコ", "きょうこ", "キヨウコ"][..],
            &["ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ　タロウ"],
            &["すゞ", "スズ", "スヅ"],
            &["ﾕ-ｺ", "ユーコ", "ユコ"],
        ] {
            for reading in same {
                assert_eq!(fold(reading), fold(same[0]), "{reading}");
            }
        }
        assert_ne!(fold("ハナコ"), fold("バナコ"));
    }
}
