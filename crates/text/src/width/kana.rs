//! Which full-width kana a half-width one is: the table of JIS X 0201 beside JIS X 0208.

/// The half-width marks of voiced and half-voiced sounds.
pub(super) const VOICED_MARK: char = 'ﾞ';
pub(super) const HALF_VOICED_MARK: char = 'ﾟ';

/// From U+FF61 on.
const FULL: [char; 63] = [
    '。', '「', '」', '、', '・', 'ヲ', 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ャ', 'ュ', 'ョ', 'ッ', 'ー', 'ア',
    'イ', 'ウ', 'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ', 'サ', 'シ', 'ス', 'セ', 'ソ', 'タ', 'チ', 'ツ',
    'テ', 'ト', 'ナ', 'ニ', 'ヌ', 'ネ', 'ノ', 'ハ', 'ヒ', 'フ', 'ヘ', 'ホ', 'マ', 'ミ', 'ム', 'メ', 'モ',
    'ヤ', 'ユ', 'ヨ', 'ラ', 'リ', 'ル', 'レ', 'ロ', 'ワ', 'ン', '゛', '゜',
];

/// The full-width form of a half-width kana, mark or punctuation.
#[inline]
pub(super) const fn full(half: char) -> Option<char> {
    match half {
        '｡'..='ﾟ' => Some(FULL[half as usize - '｡' as usize]),
        _ => None,
    }
}

/// The full-width kana that a half-width one and ﾞ make together.
#[inline]
pub(super) const fn voiced(half: char) -> Option<char> {
    match half {
        'ｳ' => Some('ヴ'),
        'ﾜ' => Some('ヷ'),
        'ｦ' => Some('ヺ'),
        // Unicode sets each of these just before its voiced form.
        'ｶ'..='ﾄ' | 'ﾊ'..='ﾎ' => char::from_u32(FULL[half as usize - '｡' as usize] as u32 + 1),
        _ => None,
    }
}

/// The full-width kana that a half-width one and ﾟ make together.
#[inline]
pub(super) const fn half_voiced(half: char) -> Option<char> {
    match half {
        'ﾊ'..='ﾎ' => char::from_u32(FULL[half as usize - '｡' as usize] as u32 + 2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sounds_with_marks_are_those_of_the_kana_table() {
        let made = |compose: fn(char) -> Option<char>| ('｡'..='ﾟ').filter_map(compose).collect::<String>();
        assert_eq!(made(voiced), "ヺヴガギグゲゴザジズゼゾダヂヅデドバビブベボヷ");
        assert_eq!(made(half_voiced), "パピプペポ");
    }

    #[test]
    fn every_half_width_kana_has_a_full_width_form() {
        for (code, expected) in
            [('｡', '。'), ('ｦ', 'ヲ'), ('ｰ', 'ー'), ('ｱ', 'ア'), ('ﾝ', 'ン'), ('ﾞ', '゛'), ('ﾟ', '゜')]
        {
            assert_eq!(full(code), Some(expected));
        }
        assert_eq!([full('\u{FF60}'), full('\u{FFA0}'), full('ア')], [None; 3]);
    }
}
