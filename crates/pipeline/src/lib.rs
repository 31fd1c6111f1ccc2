//! The run: which files, in which order, how much at once, and what became of every record.
//!
//! [`Project::load`] reads a migration project and compiles it: every mistake in it is told before the first record.
//! [`convert`] runs it. Work goes round by round in the current rayon pool: while the chunks of one round are mapped
//! and checked, the next round is read and the one before it is written, in the order of the input. So the output
//! depends on neither the number of threads nor the memory.
//!
//! Formats are the business of `utsushi-legacy` and `utsushi-delivery`; nothing here looks into a record.

mod chunk;
mod convert;
mod explain;
mod inputs;
mod job;
mod outputs;
mod project;
mod project_toml;
mod run_info;
mod selection;
mod strangers;

pub use convert::{Observer, Options, Outcome, Reports, convert};
pub use explain::explain_record;
pub use project::{Project, ProjectJob};
