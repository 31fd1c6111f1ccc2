//! Glyphs out of a vendor's font of gaiji, as paths that a page can hold.
//!
//! The font of gaiji of Windows (EUDC, `.tte`) is a TrueType font under another extension. A glyph is found by the `cmap` of the font at the
//! private character (OpenType specification, "cmap"). A font comes from elsewhere: nothing in it is believed. A small file can ask for
//! billions of outlines (a glyph of two glyphs, each of two …), and the reader of fonts cannot be stopped; and ttf-parser 0.25.1 asserts
//! in a debug build what a damaged font can break. So it works on a thread of its own, which is given up when a glyph takes too
//! long, and whose end before its time is damage of the font.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Read;
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;
use ttf_parser::{Face, OutlineBuilder, Tag};
use utsushi_findings::{Problem, problem};

/// Lines and curves of one glyph. The most complicated kanji have fewer than a thousand.
const MAX_SEGMENTS: usize = 20_000;
/// Bytes of a font: several times the largest font of kanji.
const MAX_BYTES: u64 = 256 << 20;
/// For one glyph, which takes well under a millisecond.
const PATIENCE: Duration = Duration::from_secs(10);

/// Name of the thread that reads fonts. Should it panic, that is told as a damaged font, not as a mistake of the program.
pub const FONT_THREAD: &str = "font";

/// What a font has for a character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// A glyph: the `viewBox` and the `d` of a path of SVG, in the units of the font, y downwards.
    Glyph {
        /// Left, top, width, height.
        view: String,
        /// The path.
        path: String,
    },
    /// No glyph, or an empty one.
    None,
    /// A glyph of more lines than one can be drawn with.
    TooComplex,
}

/// What the font at `path` has for each of `characters`.
///
/// # Errors
/// The file cannot be read, is no font, is cut off, or cannot be drawn in reasonable time.
pub fn draw_from_font(path: &Path, characters: &[char]) -> Result<BTreeMap<char, Drawing>, Problem> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| Problem::io(path, &error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(no_font("256 MiB を超えています", "is larger than 256 MiB", path));
    }
    draw(bytes, characters, PATIENCE, path)
}

fn no_font(ja: &str, en: &str, path: &Path) -> Problem {
    problem!("フォントとして使えません: {ja}", "cannot be used as a font: it {en}").at(path).help(
        "ベンダーの外字フォント (.tte、.ttf、.otf) を、もう一度写し直して指定してください",
        "copy the vendor's font of gaiji (.tte, .ttf or .otf) again and name it",
    )
}

fn draw(
    bytes: Vec<u8>,
    characters: &[char],
    patience: Duration,
    path: &Path,
) -> Result<BTreeMap<char, Drawing>, Problem> {
    let (send, receive) = channel();
    let wanted = characters.to_vec();
    std::thread::Builder::new()
        .name(FONT_THREAD.to_owned())
        .spawn(move || {
            let face = match whole(&bytes) {
                Ok(face) => face,
                Err(why) => return drop(send.send(Err(why))),
            };
            // First of all that it is a font, which holds for data without gaiji too.
            if send.send(Ok(None)).is_err() {
                return;
            }
            for character in wanted {
                if send.send(Ok(Some((character, glyph(&face, character))))).is_err() {
                    return;
                }
            }
        })
        .map_err(|error| Problem::io(path, &error))?;
    let mut drawn = BTreeMap::new();
    for _ in 0..=characters.len() {
        match receive.recv_timeout(patience) {
            Ok(Ok(one)) => drawn.extend(one),
            Ok(Err((ja, en))) => return Err(no_font(ja, en, path)),
            Err(RecvTimeoutError::Timeout) => {
                return Err(no_font("字形を描き終えられません", "has a glyph without end", path));
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(no_font("壊れています", "is damaged", path));
            }
        }
    }
    Ok(drawn)
}

/// The font, if this is one font with all its bytes. The reader of fonts passes over a table that is cut off, and the glyphs would only be missing.
fn whole(bytes: &[u8]) -> Result<Face<'_>, (&'static str, &'static str)> {
    const NONE: (&str, &str) = (
        "TrueType でも OpenType でもありません",
        "is neither TrueType nor OpenType, or its start is damaged",
    );
    if bytes.starts_with(b"ttcf") {
        return Err((
            "フォントの集まり (.ttc) です。一つを取り出してください",
            "is a collection of fonts (.ttc); take one out of it",
        ));
    }
    let face = Face::parse(bytes, 0).map_err(|_| NONE)?;
    let raw = face.raw_face();
    let cut = raw
        .table_records
        .into_iter()
        .any(|table| u64::from(table.offset) + u64::from(table.length) > bytes.len() as u64);
    if cut {
        return Err(("途中で切れています", "is cut off"));
    }
    let has = |tag: &[u8; 4]| raw.table(Tag::from_bytes(tag)).is_some();
    let tables = face.tables();
    if tables.cmap.is_none() {
        return Err((
            "文字コードの表 (cmap) がないか、壊れています",
            "has no sound table of characters (cmap)",
        ));
    }
    if tables.glyf.is_none() && tables.cff.is_none() {
        return Err(match has(b"glyf") || has(b"CFF ") {
            true => ("字形の表が壊れています", "has a damaged table of glyphs"),
            false => ("線で描かれた字形がありません", "has no glyphs drawn in lines"),
        });
    }
    Ok(face)
}

fn glyph(face: &Face, character: char) -> Drawing {
    let Some(id) = face.glyph_index(character).filter(|id| id.0 != 0) else { return Drawing::None };
    let mut outline = Outline::default();
    let ended = face.outline_glyph(id, &mut outline).is_some();
    if outline.segments > MAX_SEGMENTS {
        return Drawing::TooComplex;
    }
    let Some([left, top, right, bottom]) = outline.bounds.filter(|_| ended) else { return Drawing::None };
    // The square of the font, so that glyphs keep their size and place, and whatever stands out of it.
    let em = i32::from(face.units_per_em());
    let ascender = i32::from(face.ascender()).clamp(0, em);
    let (left, top) = (left.min(0), top.min(-ascender));
    let (right, bottom) = (right.max(em), bottom.max(em - ascender));
    let view = format!("{left} {top} {} {}", right - left, bottom - top);
    Drawing::Glyph { view, path: outline.path.trim_end().to_owned() }
}

/// Writes a path of SVG, in whole units: a unit is a thousandth of the glyph or less.
#[derive(Default)]
struct Outline {
    path: String,
    segments: usize,
    /// Left, top, right, bottom of all points.
    bounds: Option<[i32; 4]>,
}

impl Outline {
    fn add(&mut self, command: char, points: &[(f32, f32)]) {
        self.segments = self.segments.saturating_add(1);
        if self.segments > MAX_SEGMENTS {
            return;
        }
        self.path.push(command);
        for (x, y) in points {
            // A conversion of floats saturates and makes no-numbers 0; the clamp keeps sums in range.
            let x = (x.round() as i32).clamp(-65_536, 65_536);
            let y = (-y.round() as i32).clamp(-65_536, 65_536);
            let [left, top, right, bottom] = self.bounds.unwrap_or([x, y, x, y]);
            self.bounds = Some([left.min(x), top.min(y), right.max(x), bottom.max(y)]);
            let _ = write!(self.path, "{x} {y} ");
        }
    }
}

impl OutlineBuilder for Outline {
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
    use utsushi_findings::Lang;

    const FONT: &[u8] = include_bytes!("../tests/fixtures/made_up.tte");
    const SOUND: [char; 5] = ['\u{E000}', '\u{E001}', '\u{E002}', '\u{E003}', '\u{F0000}'];

    fn drawn(bytes: &[u8], characters: &[char], patience: u64) -> Result<BTreeMap<char, Drawing>, Problem> {
        draw(bytes.to_vec(), characters, Duration::from_millis(patience), Path::new("made_up.tte"))
    }

    #[test]
    fn gaiji_is_drawn_by_its_private_character_in_either_plane() {
        let drawn = drawn(FONT, &SOUND, 10_000).unwrap();
        let frame = "M200 -200 L200 -800 L800 -800 L800 -200 L200 -200 Z";
        assert_eq!(
            drawn[&'\u{E000}'],
            Drawing::Glyph { view: "0 -880 1000 1000".into(), path: frame.into() }
        );
        let leaf = "M100 -100 Q100 -900 900 -900 L900 -100 L100 -100 Z";
        assert!(
            matches!(&drawn[&'\u{F0000}'], Drawing::Glyph { path, .. } if path == leaf),
            "{:?}",
            drawn[&'\u{F0000}']
        );
        assert!(
            matches!(&drawn[&'\u{E001}'], Drawing::Glyph { path, .. } if path.starts_with(leaf) && path.len() > leaf.len())
        );
        // One that is empty, and one that the font does not name.
        assert_eq!(drawn[&'\u{E002}'], Drawing::None);
        assert_eq!(drawn[&'\u{E003}'], Drawing::None);
    }

    #[test]
    fn font_cut_off_anywhere_is_refused_in_both_languages() {
        for length in 0..FONT.len() {
            // The last table is filled up with zeros to a multiple of four.
            match drawn(&FONT[..length], &SOUND, 10_000) {
                Err(said) => {
                    let (ja, en) = (said.render(Lang::Ja), said.render(Lang::En));
                    assert!(
                        ja.contains("フォントとして使えません") && en.contains("cannot be used as a font")
                    );
                }
                Ok(_) => assert!(length + 4 > FONT.len(), "{length} of {}", FONT.len()),
            }
        }
        for no_font in [&b"PK\x03\x04"[..], b"ttcf\0\x01\0\0\0\0\0\x01", b"name,kana\r\n"] {
            assert!(drawn(no_font, &SOUND, 10_000).is_err());
        }
    }

    #[test]
    fn font_with_any_byte_changed_is_drawn_or_refused() {
        for at in 0..FONT.len() {
            for value in [0, 1, 0x7F, 0x80, 0xFF] {
                let mut bytes = FONT.to_vec();
                bytes[at] = value;
                if let Ok(drawn) = drawn(&bytes, &SOUND, 10_000) {
                    assert_eq!(drawn.len(), SOUND.len());
                }
            }
        }
    }

    #[test]
    fn glyph_without_end_is_given_up() {
        let endless = include_bytes!("../tests/fixtures/endless.tte");
        let said = drawn(endless, &['\u{E000}', '\u{E001}'], 300).unwrap_err().render(Lang::En);
        assert!(said.contains("without end"), "{said}");
    }

    #[test]
    fn outline_holds_no_more_than_so_many_segments() {
        let mut outline = Outline::default();
        for _ in 0..MAX_SEGMENTS * 3 {
            outline.line_to(f32::NAN, f32::INFINITY);
        }
        assert!(outline.segments > MAX_SEGMENTS && outline.path.len() < MAX_SEGMENTS * 20);
        assert_eq!(outline.bounds, Some([0, -65_536, 0, -65_536]));
    }
}
