#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod duplicates;
pub mod floor;
pub mod person;
