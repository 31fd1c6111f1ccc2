//! Characters that a page or a workbook cannot hold or would not show.

use std::borrow::Cow;

/// `text` with every control character as its picture (U+2400 …), so that a NUL in a value is seen, and with what no
/// XML may hold and what would turn the text after it around as U+FFFD.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| picture(character) == character) {
        return Cow::Borrowed(text);
    }
    text.chars().map(picture).collect()
}

fn picture(character: char) -> char {
    match character {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        '\x7f' => '␡',
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_pictured_and_other_text_is_left_alone() {
        assert_eq!(visible("漢\0漢\t\u{9d}\u{202e}"), "漢␀漢␉\u{fffd}\u{fffd}");
        assert!(matches!(visible("髙橋　葛󠄀\u{e000}"), Cow::Borrowed(_)));
    }
}
