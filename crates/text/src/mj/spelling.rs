//! Text as glyphs: the several spellings of one glyph are one.

use super::{Glyph, table};
use crate::is_variation_selector;

/// One character of a text with the variation selector behind it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spelled<'t> {
    /// What stands there.
    pub text: &'t str,
    /// Where it begins in the text, in bytes.
    pub offset: usize,
    /// The glyph it spells. `None` for what the table does not hold: kana, letters, an unregistered sequence.
    pub glyph: Option<Glyph>,
}

/// Takes a text apart. A selector belongs to the character before it; one at the very beginning stands alone.
pub fn spelled(text: &str) -> impl Iterator<Item = Spelled<'_>> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (offset, base) = rest.next()?;
        let selector = match is_variation_selector(base) {
            true => None,
            false => rest.next_if(|(_, next)| is_variation_selector(*next)).map(|(_, selector)| selector),
        };
        let end = offset + base.len_utf8() + selector.map_or(0, char::len_utf8);
        Some(Spelled { text: &text[offset..end], offset, glyph: table().spelled(base, selector) })
    })
}

/// Whether base and selector are registered for a glyph of the table.
pub fn is_registered_sequence(base: char, selector: char) -> bool {
    table().spelled(base, Some(selector)).is_some()
}

/// Whether two texts are written with the same glyphs, whatever their code points: U+FA19 is U+795E U+E0103.
pub fn same_by_glyph(a: &str, b: &str) -> bool {
    a == b
        || spelled(a).map(|one| one.glyph.ok_or(one.text)).eq(spelled(b).map(|one| one.glyph.ok_or(one.text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_glyph_are_one_and_of_two_are_two() {
        assert!(same_by_glyph("\u{FA19}山", "\u{795E}\u{E0103}山"));
        assert!(same_by_glyph("\u{795E}\u{FE00}", "\u{795E}\u{E0103}"));
        assert!(!same_by_glyph("\u{795E}", "\u{FA19}"));
        assert!(!same_by_glyph("髙", "高"));
        assert!(!same_by_glyph("山", "山田"));
    }

    #[test]
    fn every_spelling_of_every_glyph_is_equal_and_whole() {
        for glyph in super::super::glyphs() {
            for way in glyph.spellings() {
                let mut found = spelled(&way);
                assert_eq!(found.next().map(|one| (one.text, one.glyph)), Some((way.as_str(), Some(glyph))));
                assert_eq!(found.next(), None);
            }
        }
    }

    #[test]
    fn an_unregistered_sequence_is_no_glyph() {
        let found: Vec<_> = spelled("葛\u{E0100}か").map(|one| (one.offset, one.glyph.is_some())).collect();
        assert_eq!(found, [(0, false), (7, false)]);
        assert!(is_registered_sequence('葛', '\u{E0102}'));
        assert_eq!(spelled("\u{E0100}").count(), 1);
    }
}
