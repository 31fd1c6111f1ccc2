//! How vendor fields become standard items.
//!
//! A mapping (`mapping/*.toml`) says for each item which fields feed it and through which transforms. It is compiled
//! before the first record is read: every name is resolved to a position, every mistake is told with its place.
//! [`Mapper::map`] then fills the columns of a chunk one item at a time.
//!
//! [`References`] are the vendor's masters and crosswalks that a mapping may look values up in; [`Corrections`] are
//! values that a person decided instead of what the vendor wrote.
//!
//! This is the only crate that knows both a vendor's file and a standard.

mod code_tables;
mod compile;
mod condition;
mod copied;
mod corrections;
mod csv_table;
mod days;
mod definition;
mod explain;
mod feed;
mod gaiji_file;
mod mapper;
mod record;
mod references;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod transform;

pub use code_tables::{CodeUse, with_codes};
pub use condition::Condition;
pub use copied::Copied;
pub use corrections::{Correction, Corrections};
pub use explain::{Explained, Shown};
pub use gaiji_file::{GAIJI_COLUMNS, GaijiCells, GaijiFile, read_gj_table};
pub use mapper::{Mapper, Times, Workspace};
pub use references::{Reference, References};
pub use transform::{CATALOGUE as TRANSFORMS, Transform};

/// Its example is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
