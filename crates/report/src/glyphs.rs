//! Glyphs of a vendor's own font (EUDC.TTE, .ttf, .otf), drawn as SVG so that a page needs no font.

use std::fmt::Write;
use ttf_parser::{Face, OutlineBuilder};

/// Longest path data of a glyph, in bytes: a kanji takes some two thousand.
const PATH_MAX: usize = 64 * 1024;

/// The drawing of one glyph, in a square of `units` with the baseline where the font has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// Path data of SVG.
    pub path: String,
    /// Units of the square's side.
    pub units: u16,
}

/// A font file that was read.
#[derive(Debug)]
pub struct GlyphFont<'a> {
    face: Face<'a>,
}

impl<'a> GlyphFont<'a> {
    /// Reads the first font of the file.
    ///
    /// # Errors
    /// What the bytes lack to be a font.
    pub fn read(bytes: &'a [u8]) -> Result<GlyphFont<'a>, String> {
        Face::parse(bytes, 0).map(|face| GlyphFont { face }).map_err(|error| error.to_string())
    }

    /// The glyph of a character; `None` where the font has none, or an empty one.
    pub fn draw(&self, character: char) -> Option<Drawing> {
        let glyph = self.face.glyph_index(character)?;
        let mut pen = Pen { path: String::new(), top: f32::from(self.face.ascender()) };
        self.face.outline_glyph(glyph, &mut pen)?;
        let drawn = !pen.path.is_empty() && pen.path.len() <= PATH_MAX;
        drawn.then(|| Drawing { path: pen.path, units: self.face.units_per_em() })
    }
}

/// Writes path data with y downwards, as SVG has it.
struct Pen {
    path: String,
    top: f32,
}

impl Pen {
    fn add(&mut self, letter: char, points: &[(f32, f32)]) {
        // One segment too many is enough to know that this is no glyph.
        if self.path.len() > PATH_MAX {
            return;
        }
        self.path.push(letter);
        for (x, y) in points {
            let _ = write!(self.path, "{} {} ", x.round(), (self.top - y).round());
        }
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.add('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.add('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.add('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.add('C', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.add('Z', &[]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FONT: &[u8] = include_bytes!("../../../tests/fixtures/font/gaiji.ttf");

    #[test]
    fn a_glyph_is_drawn_from_the_top_down_and_a_missing_one_is_not() {
        let font = GlyphFont::read(FONT).unwrap();
        let square = font.draw('\u{e000}').unwrap();
        assert_eq!((square.path.as_str(), square.units), ("M100 880 L100 80 L900 80 L900 880 L100 880 Z", 1000));
        assert!(font.draw('\u{e001}').is_some());
        assert_eq!(font.draw('\u{e002}'), None);
    }

    #[test]
    fn no_bytes_make_it_panic() {
        assert!(GlyphFont::read(b"not a font").is_err());
        for cut in 0..FONT.len() {
            if let Ok(font) = GlyphFont::read(&FONT[..cut]) {
                let _ = font.draw('\u{e000}');
            }
            let mut bent = FONT.to_vec();
            bent[cut] ^= 0xff;
            if let Ok(font) = GlyphFont::read(&bent) {
                let _ = (font.draw('\u{e000}'), font.draw('\u{e001}'));
            }
        }
    }
}
