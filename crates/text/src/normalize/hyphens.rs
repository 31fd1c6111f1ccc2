/// What is done with hyphens, dashes, minus signs and long vowels, which are mistaken for each other: - ‐ ‑ – — ― − － ー ｰ.
///
/// In both, one that follows a kana is the long vowel ー (ｰ after half-width katakana); hiragana count only in `Kana`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hyphens {
    /// In an address: between digits, also a letter or 番 before them, it is a hyphen, in the width of the digit before it;
    /// in a katakana word ー; elsewhere it stays as it is.
    ///
    /// ハイツ－１０１: after katakana and before a digit nothing tells which it is, and it stays.
    Address,
    /// In a reading: after kana it is ー; elsewhere it stays.
    Kana,
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '－' | 'ー' | 'ｰ')
}

/// The long vowel in the width of the kana before it.
fn long_vowel(before: char, how: Hyphens) -> Option<char> {
    match before {
        'ァ'..='ヺ' | 'ー' => Some('ー'),
        'ぁ'..='ゖ' if how == Hyphens::Kana => Some('ー'),
        'ｦ'..='ﾟ' => Some('ｰ'),
        _ => None,
    }
}

/// The hyphen in the width of the digit before it. Kanji digits take a full-width one.
fn hyphen(before: char) -> Option<char> {
    match before {
        '0'..='9' | 'A'..='Z' | 'a'..='z' => Some('-'),
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '一'
        | '二'
        | '三'
        | '四'
        | '五'
        | '六'
        | '七'
        | '八'
        | '九'
        | '十'
        | '〇'
        | '番' => Some('－'),
        _ => None,
    }
}

fn is_digit(character: char) -> bool {
    !character.is_ascii_alphabetic()
        && !matches!(character, 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '番')
        && hyphen(character).is_some()
}

pub(super) fn apply(text: &str, how: Hyphens, out: &mut String) {
    let mut characters = text.chars().peekable();
    let mut before = '\0';
    while let Some(character) = characters.next() {
        let mut made = character;
        if is_hyphen(character) {
            let digit_follows = characters.peek().copied().is_some_and(is_digit);
            let as_long_vowel = long_vowel(before, how).filter(|_| how == Hyphens::Kana || !digit_follows);
            let as_hyphen = hyphen(before).filter(|_| how == Hyphens::Address && digit_follows);
            made = as_long_vowel.or(as_hyphen).unwrap_or(character);
        }
        out.push(made);
        before = made;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(how: Hyphens, text: &str) -> String {
        let mut out = String::new();
        apply(text, how, &mut out);
        out
    }

    #[test]
    fn in_an_address_digits_make_hyphens_and_katakana_make_long_vowels() {
        for (text, expected) in [
            ("１ー２−３", "１－２－３"),
            ("1‐2―3", "1-2-3"),
            ("二ー三", "二－三"),
            ("Ａー１０１", "Ａ－１０１"),
            ("コ－ポタワ−", "コーポタワー"),
            ("ｺ-ﾎﾟ", "ｺｰﾎﾟ"),
            ("ハイツ－１０１", "ハイツ－１０１"),
            ("タワー１０１", "タワー１０１"),
            ("山田－太郎", "山田－太郎"),
        ] {
            assert_eq!(made(Hyphens::Address, text), expected);
        }
    }

    #[test]
    fn in_a_reading_every_kana_makes_a_long_vowel() {
        assert_eq!(made(Hyphens::Kana, "ス－パ- らーめん−"), "スーパー らーめん−".replace("ん−", "んー"));
        assert_eq!(made(Hyphens::Kana, "ANN-MARIE"), "ANN-MARIE");
    }
}
