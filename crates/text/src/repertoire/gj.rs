//! 行政事務標準文字's additional glyphs (GJ000001 …). The table is not part of the program: its users bring it, and its
//! number of glyphs and its version are those of their file.

use std::collections::BTreeMap;

/// One GJ glyph.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GjGlyph {
    /// GJ000001 is 1.
    pub number: u32,
    /// The private character by which the font 行政事務標準明朝追加文字 encodes it.
    pub character: char,
}

/// The GJ glyphs of a user's table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct GjTable {
    version: String,
    by_number: BTreeMap<u32, char>,
    characters: std::collections::BTreeSet<char>,
}

impl GjTable {
    /// A table of these glyphs; of two with one number the later counts.
    pub fn new(version: String, glyphs: impl IntoIterator<Item = GjGlyph>) -> GjTable {
        let by_number: BTreeMap<u32, char> =
            glyphs.into_iter().map(|glyph| (glyph.number, glyph.character)).collect();
        let characters = by_number.values().copied().collect();
        GjTable { version, by_number, characters }
    }

    /// What the user says of its version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The private character of a glyph.
    pub fn character(&self, number: u32) -> Option<char> {
        self.by_number.get(&number).copied()
    }

    /// Whether this private character is a GJ glyph.
    pub fn holds(&self, character: char) -> bool {
        self.characters.contains(&character)
    }

    /// How many glyphs it has.
    pub fn len(&self) -> usize {
        self.by_number.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.by_number.is_empty()
    }

    /// The number in `GJ000001`.
    pub fn parse_number(text: &str) -> Option<u32> {
        let digits = text.strip_prefix("GJ").or_else(|| text.strip_prefix("gj"))?;
        (digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| digits.parse().ok())
            .flatten()
    }
}
