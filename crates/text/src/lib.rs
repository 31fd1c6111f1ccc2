#![doc = include_str!("../README.md")]

mod ascii;
mod character;
mod charset;
mod encode;
pub mod foreign;
pub mod gaiji;
mod hentaigana;
mod length;
pub mod mj;
mod normalize;
mod packed;
mod repertoire;
mod shape;
pub mod shrink;
mod trim;
mod width;

pub use character::{is_control, is_half_width_kana, is_private_use, is_variation_selector};
pub use charset::{Charset, DecodeProblem, DecodeProblemKind, Seen};
pub use encode::{OutputEncoding, Unencodable};
pub use hentaigana::hentaigana_readings;
pub use length::count_characters;
pub use normalize::{Changed, Controls, Form, Hyphens, Normalize, Policy, Runs, fold_for_matching};
pub use repertoire::{CharacterProblem, CharacterProblemKind, GjGlyph, GjTable, Repertoire};
pub use shape::shape_into;
pub use trim::{trim, trim_end, trim_start};
pub use width::{
    KanaOptions, ascii_to_full_width, ascii_to_half_width, kana_to_full_width, kana_to_half_width,
};
