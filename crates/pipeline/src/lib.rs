//! The run: which files, in which order, how much at once, and what became of every record.
//!
//! [`Project::load`] reads a migration project and compiles it: every mistake in it is told before the first record.
//! [`convert`] runs it. Work goes round by round in the current rayon pool: while the chunks of one round are mapped
//! and checked, the next round is read and the one before it is written, in the order of the input. So the output
//! depends on neither the number of threads nor the memory.
//!
//! Formats are the business of `utsushi-legacy` and `utsushi-delivery`; nothing here looks into a record.

mod across;
mod census;
mod characters;
mod chunk;
mod codes;
pub mod compare;
mod convert;
mod decide;
mod explain;
mod first_run;
mod floors;
mod inputs;
mod job;
mod outputs;
mod persons;
mod project;
mod project_characters;
mod project_cleanse;
mod project_job;
mod project_settings;
mod project_toml;
mod protection;
mod rehearse;
mod resume;
mod run_info;
mod selection;
mod strangers;
mod timings;
pub mod verify;

pub use census::{Census, CensusEntry, CensusKind, Context, FirstPlace, Status, census};
pub use codes::{CodeTableCount, CodeValue, FieldValues, VALUES_MAX, code_values, read_codes};
pub use convert::{Observer, Options, Outcome, Pass, Reports, convert};
pub use explain::explain_record;
pub use project::{Project, ProjectJob};
pub use project_characters::ProjectCharacters;
pub use rehearse::{
    HISTORY_PAGE, History, HistoryPage, PlanOptions, Planned, RehearseOptions, Rehearsed, SampleRules,
    history_folder, plan, rehearse,
};
pub use resume::Resumed;
pub use timings::{PartTime, Stage, StageTime};
