//! Families of variants: the characters that 縮退 leads to one another.

use super::{Relation, shrink_candidates};
use crate::mj::{Glyph, glyphs};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The relations of 縮退 by which two kanji count as one family: official tables and parents (親字). 別字 are other characters,
/// and what rests on dictionaries or likeness alone would join names that are not one.
const RELATIONS: [Relation; 7] = [
    Relation::JisUnification,
    Relation::Notice582First,
    Relation::Notice582Second,
    Relation::Tsuchi5202,
    Relation::Tsutatsu2842Zokuji,
    Relation::Tsutatsu2842Unmarked,
    Relation::KosekiOyaji,
];

static FAMILIES: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    fn first(parents: &HashMap<char, char>, mut character: char) -> char {
        while let Some(parent) = parents.get(&character) {
            character = *parent;
        }
        character
    }
    let mut parents: HashMap<char, char> = HashMap::new();
    for glyph in glyphs() {
        let Some(base) = glyph.ucs() else { continue };
        for relation in RELATIONS {
            for (_, to) in shrink_candidates(relation, "", Some(glyph)) {
                let Some(to) = to.chars().next() else { continue };
                let (a, b) = (first(&parents, base), first(&parents, to));
                if a != b {
                    parents.insert(a.max(b), a.min(b));
                }
            }
        }
    }
    parents.keys().map(|character| (*character, first(&parents, *character))).collect()
});

/// The first character of the family of variants that a character or a sequence is of: 邉, 邊 and 辺 are one family, and so are 髙
/// and 高. One that no relation joins with another is its own. For comparing, never for output. Source: MJ縮退マップ.
pub fn family(text: &str, glyph: Option<Glyph>) -> char {
    let character = glyph.and_then(|glyph| glyph.ucs()).or_else(|| text.chars().next()).unwrap_or(' ');
    FAMILIES.get(&character).copied().unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mj::spelled;

    fn of(text: &str) -> char {
        let one = spelled(text).next().unwrap();
        family(one.text, one.glyph)
    }

    #[test]
    fn variants_are_one_family_and_other_characters_are_not() {
        assert_eq!(of("邉"), of("辺"));
        assert_eq!(of("邊"), of("辺"));
        assert_eq!(of("髙"), of("高"));
        assert_ne!(of("高"), of("辺"));
    }
}
