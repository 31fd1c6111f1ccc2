//! What the benches share: running a command and asking the kernel what it used, runs that alternate, tables, the machine.
//!
//! A bench takes what it needs: `mod support;`.

#![allow(dead_code, unused_imports)]

mod contender;
mod files;
mod machine;
mod multiply;
mod options;
mod table;
mod tools;
mod usage;

pub use contender::{Contender, alternate, bar, ratio};
pub use files::{begin, lines, make, remove, warm};
pub use machine::{load, machine};
pub use multiply::{Copies, Delivered};
pub use options::Options;
pub use table::{grouped, table};
pub use tools::{DuckDb, Tools, first_line, python};
pub use usage::{Usage, timed, timed_until};

/// What can go wrong in a bench: it is told and ends it.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The program that is measured.
pub const UTSUSHI: &str = env!("CARGO_BIN_EXE_utsushi");

/// Seed of the cities that are made.
pub const SEED: &str = "2060";
