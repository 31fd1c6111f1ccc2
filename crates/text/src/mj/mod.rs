//! MJ文字情報一覧表: 58,862 glyphs of kanji, each known by several numbers and written in up to three ways.
//!
//! Source: MJ文字情報一覧表 Ver.006.02, © IPA (独立行政法人情報処理推進機構), CC BY-SA 2.1 JP.

mod number;
mod readings;
mod spelling;
mod table;

pub use number::{GlyphNumber, GlyphNumberProblem};
pub use readings::{glyphs_read, readings_of};
pub use spelling::{Spelled, is_registered_sequence, same_by_glyph, spelled};
pub use table::{Glyph, glyphs};

pub(crate) use table::table;
