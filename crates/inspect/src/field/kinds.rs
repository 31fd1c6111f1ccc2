//! Kinds of characters of a value.

use super::Kinds;
use utsushi_text::is_half_width_kana;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Digits,
    Ascii,
    HalfKana,
    FullKana,
    Kanji,
    Mixed,
}

/// The kind of a text that is not empty.
pub(super) fn kind(text: &str) -> Kind {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Kind::Digits;
    }
    if text.is_ascii() {
        return Kind::Ascii;
    }
    let all = |test: fn(char) -> bool| text.chars().all(|c| matches!(c, ' ' | '\u{3000}') || test(c));
    match () {
        () if all(|c| is_half_width_kana(c) || c == '-') => Kind::HalfKana,
        () if all(|c| matches!(c, 'ぁ'..='ゟ' | 'ァ'..='ヿ')) => Kind::FullKana,
        () if all(is_kanji) => Kind::Kanji,
        () => Kind::Mixed,
    }
}

/// Kanji of every block, 々 〆 〇, and private use, where gaiji are.
pub(super) fn is_kanji(c: char) -> bool {
    matches!(c, '々' | '〆' | '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
        || utsushi_text::is_private_use(c)
        || utsushi_text::is_variation_selector(c)
}

impl Kinds {
    pub(super) fn add(&mut self, kind: Kind) {
        *match kind {
            Kind::Digits => &mut self.digits,
            Kind::Ascii => &mut self.ascii,
            Kind::HalfKana => &mut self.half_kana,
            Kind::FullKana => &mut self.full_kana,
            Kind::Kanji => &mut self.kanji,
            Kind::Mixed => &mut self.mixed,
        } += 1;
    }

    /// The kind of nearly all values, if they are of one kind.
    pub(super) fn main(&self) -> Option<Kind> {
        let all = self.digits + self.ascii + self.half_kana + self.full_kana + self.kanji + self.mixed;
        [
            (self.digits, Kind::Digits),
            (self.ascii, Kind::Ascii),
            (self.half_kana, Kind::HalfKana),
            (self.full_kana, Kind::FullKana),
            (self.kanji, Kind::Kanji),
        ]
        .into_iter()
        .find(|(count, _)| all > 0 && *count * 10 >= all * 9)
        .map(|(_, kind)| kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_of_the_kind_of_all_its_characters() {
        for (text, expected) in [
            ("0123", Kind::Digits),
            ("S550401", Kind::Ascii),
            ("ﾔﾏﾀﾞ ﾊﾅｺ", Kind::HalfKana),
            ("ヤマダ　ハナコ", Kind::FullKana),
            ("山田　花子", Kind::Kanji),
            ("山田　はな子", Kind::Mixed),
            ("１丁目2番", Kind::Mixed),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }
}
