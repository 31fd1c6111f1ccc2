//! Spaces that only fill a field.

/// Without the spaces at both ends: U+0020 and U+3000, no others.
#[inline]
pub fn trim(text: &str) -> &str {
    trim_end(trim_start(text))
}

/// Without the spaces at the beginning: U+0020 and U+3000, no others.
#[inline]
pub fn trim_start(text: &str) -> &str {
    let mut offset = 0;
    loop {
        offset += match text.as_bytes()[offset..] {
            [b' ', ..] => 1,
            [0xE3, 0x80, 0x80, ..] => 3,
            _ => return &text[offset..],
        };
    }
}

/// Without the spaces at the end: U+0020 and U+3000, no others.
#[inline]
pub fn trim_end(text: &str) -> &str {
    let mut end = text.len();
    loop {
        end -= match text.as_bytes()[..end] {
            [.., b' '] => 1,
            [.., 0xE3, 0x80, 0x80] => 3,
            _ => return &text[..end],
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn half_and_full_width_spaces_go_from_the_ends_only() {
        assert_eq!(trim(" 　山田　太郎　 "), "山田　太郎");
        assert_eq!(trim_start("　 a　"), "a　");
        assert_eq!(trim_end("　a 　"), "　a");
        assert_eq!(trim(" 　"), "");
        assert_eq!(trim(""), "");
    }

    #[test]
    fn other_blanks_stay_because_nobody_typed_them_to_fill_a_field() {
        for text in ["\ta\t", "\u{A0}a\u{A0}", "\na\r", "\u{200B}a\u{2003}", "\0"] {
            assert_eq!(trim(text), text);
        }
    }

    proptest! {
        #[test]
        fn the_ends_are_what_a_plain_loop_finds(text in "[ 　\tあ\u{3040}\u{E000}a]{0,12}") {
            let spaces = [' ', '\u{3000}'];
            prop_assert_eq!(trim(&text), text.trim_matches(spaces));
            prop_assert_eq!(trim_start(&text), text.trim_start_matches(spaces));
            prop_assert_eq!(trim_end(&text), text.trim_end_matches(spaces));
        }
    }
}
