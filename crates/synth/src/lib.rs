#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod day;
mod export;
mod juki;
mod names;
mod pairs;
mod random;
mod standard;

pub use export::{ExportFormat, Exported, write_businesses};
pub use juki::{Content, DEFECTS, Defect, Dirt, Format, INPUT, JukiOptions, PROJECT, Summary, write_juki};
pub use pairs::{LookAlike, PAIRS_CITY, PairKind, PairRow, PairsCity, pairs_city};
pub use standard::{City, CityFile, CityOptions, city};
