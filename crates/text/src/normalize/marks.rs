/// Joins combining marks, U+3099 and U+309A, to the kana before them where one kana is that; elsewhere they stay.
///
/// Only kana are looked at, which is what composing in the sense of NFC would not leave it at.
pub(super) fn apply(text: &str, out: &mut String) -> bool {
    let mut previous = None;
    for character in text.chars() {
        let joined = match character {
            '\u{3099}' => previous.and_then(voiced),
            '\u{309A}' => previous.and_then(half_voiced),
            _ => None,
        };
        match joined {
            Some(joined) => {
                out.pop();
                out.push(joined);
                previous = None;
            }
            None => {
                out.push(character);
                previous = Some(character);
            }
        }
    }
    true
}

/// The voiced kana of one: Unicode sets it just behind.
fn voiced(kana: char) -> Option<char> {
    match kana {
        'う' => Some('ゔ'),
        'ウ' => Some('ヴ'),
        'ゝ' | 'ヽ' => char::from_u32(kana as u32 + 1),
        'ワ' | 'ヰ' | 'ヱ' | 'ヲ' => char::from_u32(kana as u32 + 8),
        'か' | 'き' | 'く' | 'け' | 'こ' | 'さ' | 'し' | 'す' | 'せ' | 'そ' | 'た' | 'ち' | 'つ' | 'て'
        | 'と' | 'は' | 'ひ' | 'ふ' | 'へ' | 'ほ' | 'カ' | 'キ' | 'ク' | 'ケ' | 'コ' | 'サ' | 'シ' | 'ス'
        | 'セ' | 'ソ' | 'タ' | 'チ' | 'ツ' | 'テ' | 'ト' | 'ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ' => {
            char::from_u32(kana as u32 + 1)
        }
        _ => None,
    }
}

/// The half-voiced kana of one.
fn half_voiced(kana: char) -> Option<char> {
    match kana {
        'は' | 'ひ' | 'ふ' | 'へ' | 'ほ' | 'ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ' => {
            char::from_u32(kana as u32 + 2)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::apply;

    #[test]
    fn a_kana_and_its_mark_become_one_and_other_marks_stay() {
        let mut out = String::new();
        apply("か\u{3099}は\u{309A}ウ\u{3099}ワ\u{3099}ヲ\u{3099}ゝ\u{3099}", &mut out);
        assert_eq!(out, "がぱヴヷヺゞ");
        for text in ["か\u{309A}", "ア\u{3099}", "\u{3099}", "か\u{3099}\u{3099}", "神\u{FE00}"] {
            out.clear();
            apply(text, &mut out);
            assert_eq!(out, text.replacen("か\u{3099}", "が", 1));
        }
    }

    #[test]
    fn every_voiced_kana_is_reached() {
        let made = |mark: char| {
            ('ぁ'..='ヾ')
                .filter_map(|kana| {
                    let mut out = String::new();
                    apply(&format!("{kana}{mark}"), &mut out);
                    out.chars().next().filter(|_| out.chars().count() == 1)
                })
                .collect::<String>()
        };
        let voiced =
            "ゔがぎぐげござじずぜぞだぢづでどばびぶべぼゞヴガギグゲゴザジズゼゾダヂヅデドバビブベボヾ";
        // ヷヸヹヺ come from ワヰヱヲ, which stand behind ホ.
        assert_eq!(made('\u{3099}'), voiced.replace('ヾ', "ヷヸヹヺヾ"));
        assert_eq!(made('\u{309A}'), "ぱぴぷぺぽパピプペポ");
    }
}
