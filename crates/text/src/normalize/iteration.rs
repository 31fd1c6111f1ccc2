/// Writes iteration marks out: 々 and 〻 repeat the kanji before them, with what selects its form, ゝ the hiragana, ヽ the
/// katakana, and ゞ ヾ its voiced form. A mark that has nothing to repeat stays.
pub(super) fn apply(text: &str, out: &mut String) -> bool {
    // The character before and where it begins in `out`, with its variation selector.
    let mut previous: Option<(char, usize)> = None;
    for character in text.chars() {
        let start = out.len();
        let repeated = match (character, previous) {
            ('々' | '〻', Some((before, from))) if is_kanji(before) => {
                let again = out[from..].to_owned();
                out.push_str(&again);
                Some(before)
            }
            ('ゝ', Some((before @ 'ぁ'..='ゖ', _))) | ('ヽ', Some((before @ 'ァ'..='ヺ', _))) => {
                let plain = unvoiced(before);
                out.push(plain);
                Some(plain)
            }
            ('ゞ', Some((before @ 'ぁ'..='ゖ', _))) | ('ヾ', Some((before @ 'ァ'..='ヺ', _))) => {
                let mut one = String::new();
                super::marks::apply(&format!("{}\u{3099}", unvoiced(before)), &mut one);
                let mut characters = one.chars();
                let voiced = characters.next().filter(|_| characters.next().is_none());
                out.extend(voiced);
                voiced
            }
            _ => None,
        };
        match repeated {
            Some(repeated) => previous = Some((repeated, start)),
            None => {
                out.push(character);
                if !crate::is_variation_selector(character) {
                    previous = Some((character, start));
                }
            }
        }
    }
    true
}

fn is_kanji(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The kana without its voice: ゝ after が is か (すゞ is すず, but がゝ is がか).
fn unvoiced(kana: char) -> char {
    match kana {
        'ヴ' => 'ウ',
        'ゔ' => 'う',
        _ => ['\u{3099}', '\u{309A}']
            .into_iter()
            .flat_map(|mark| [1, 2].map(|back| (mark, back)))
            .filter_map(|(mark, back)| Some((mark, char::from_u32(kana as u32 - back)?)))
            .find(|(mark, plain)| {
                let mut made = String::new();
                super::marks::apply(&format!("{plain}{mark}"), &mut made);
                made.chars().eq([kana])
            })
            .map_or(kana, |(_, plain)| plain),
    }
}

#[cfg(test)]
mod tests {
    use super::apply;

    #[test]
    fn marks_repeat_what_stands_before_them() {
        for (text, expected) in [
            ("佐々木", "佐佐木"),
            ("代々々", "代代代"),
            ("邉\u{E0103}々", "邉\u{E0103}邉\u{E0103}"),
            ("すゞ", "すず"),
            ("ちゝぶ", "ちちぶ"),
            ("バヽ", "バハ"),
            ("ハヾ", "ハバ"),
            ("々", "々"),
            ("あ々", "あ々"),
            ("あゞ", "あゞ"),
            ("カゝ", "カゝ"),
        ] {
            let mut out = String::new();
            apply(text, &mut out);
            assert_eq!(out, expected);
        }
    }
}
