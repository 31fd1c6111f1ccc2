#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod charset;
mod delimited;
mod doubt;
mod field;
mod fixed;
mod framing;
mod hex;
mod inspect;
mod render;
mod report;
mod sample;
mod source_toml;
mod view;

pub use charset::{Candidate, CharsetEvidence, CharsetName, EucCells, SjisCells};
pub use delimited::{Delimited, HeaderEvidence, Quoting};
pub use doubt::Doubt;
pub use field::{DateForm, Field, FieldProfile, Guess, Kinds, Meaning};
pub use fixed::{Ends, Fixed, RecordCount, RecordLength, RecordMark};
pub use framing::Framing;
pub use hex::HexLine;
pub use inspect::inspect;
pub use report::{Confidence, Format, Report};
pub use sample::{Options, Sample};
