#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod assign;
mod codes;
mod content;
mod names;
mod profile;
mod render;
mod scaffold;
mod steps;

pub use names::Why;
pub use profile::{Profiles, RECORDS_MAX};
pub use scaffold::{Choices, Pair, Scaffold, Sure};
