#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod day;
mod juki;
mod names;
mod random;

pub use juki::{Content, DEFECTS, Defect, Dirt, Format, INPUT, JukiOptions, PROJECT, Summary, write_juki};
