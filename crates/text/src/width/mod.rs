//! Half width and full width: kana and ASCII, there and back.

mod ascii;
mod kana;
mod kana_to_full;
mod kana_to_half;

pub use ascii::{ascii_to_full_width, ascii_to_half_width};
pub use kana_to_full::{KanaOptions, kana_to_full_width};
pub use kana_to_half::kana_to_half_width;
