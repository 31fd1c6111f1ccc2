//! Readings of glyphs, to find candidates for one that nobody has identified.
//!
//! Source: the readings of MJ文字情報一覧表 Ver.006.02, © IPA, CC BY-SA 2.1 JP.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Glyph, GlyphNumber};
use crate::packed::{self, cells};

struct Readings {
    by_glyph: HashMap<Glyph, Vec<Box<str>>>,
    by_reading: HashMap<Box<str>, Vec<Glyph>>,
}

static READINGS: LazyLock<Readings> = LazyLock::new(|| {
    let mut by_glyph: HashMap<Glyph, Vec<Box<str>>> = HashMap::new();
    let mut by_reading: HashMap<Box<str>, Vec<Glyph>> = HashMap::new();
    for line in packed::MJ_READINGS.text().lines() {
        let [mj, reading] = cells(line);
        let glyph = GlyphNumber::parse(mj).ok().and_then(Glyph::numbered);
        if let Some(glyph) = glyph {
            by_glyph.entry(glyph).or_default().push(reading.into());
            by_reading.entry(reading.into()).or_default().push(glyph);
        }
    }
    Readings { by_glyph, by_reading }
});

/// The readings of a glyph, in hiragana, as the table gives them.
pub fn readings_of(glyph: Glyph) -> impl Iterator<Item = &'static str> {
    READINGS.by_glyph.get(&glyph).into_iter().flatten().map(AsRef::as_ref)
}

/// The glyphs that are read so (in hiragana), in order of their MJ number.
pub fn glyphs_read(reading: &str) -> &'static [Glyph] {
    READINGS.by_reading.get(reading).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_lead_to_glyphs_and_back() {
        let lines = include_str!("../../data/mj-readings.tsv").lines().count() - 1;
        assert_eq!(READINGS.by_reading.values().map(Vec::len).sum::<usize>(), lines);
        let first = Glyph::numbered(GlyphNumber::Mj(1)).unwrap();
        assert_eq!(readings_of(first).collect::<Vec<_>>(), ["おなじ", "くりかえし", "のま"]);
        assert!(glyphs_read("のま").contains(&first));
        assert!(glyphs_read("").is_empty());
    }
}
