//! How vendor fields become standard items.
//!
//! A mapping (`mapping/*.toml`) says for each item which fields feed it and through which transforms. It is compiled
//! before the first record is read: every name is resolved to a position, every mistake is told with its place.
//! [`Mapper::map`] then fills the columns of a chunk one item at a time.
//!
//! This is the only crate that knows both a vendor's file and a standard.

mod compile;
mod condition;
mod definition;
mod mapper;
mod transform;

pub use condition::Condition;
pub use mapper::{Mapper, Workspace};
pub use transform::{CATALOGUE as TRANSFORMS, Transform};
