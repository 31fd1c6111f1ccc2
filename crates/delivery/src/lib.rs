//! Standard files as they lie on disk.
//!
//! * [`CsvFormat`] — a batch as CSV bytes, in the encoding the project asks for.
//! * [`DataFile`] — batches into Parquet, in order, parallel over columns, row groups of exactly 131,072 rows.
//! * [`trace`], [`findings`], [`rejects`] — what stands beside the data.
//! * [`Manifest`] — what went in, what came out, and the account between them; [`datapackage`] for other tools.
//!
//! * [`verification`] — what checking a delivery came to, for pages, workbooks and other programs.
//! * [`comparison`], [`differences`], [`delta`] — what differs between two deliveries.
//! * [`rehearsal`] — an entry in the history of rehearsals; [`forecast`] — what is estimated from them.
//! * [`read`] — deliveries, whoever made them, found and read back.
//!
//! Files are opened by `utsushi-store`; everything here writes to a `Write`.

pub mod candidates;
pub mod comparison;
mod csv_format;
mod data_file;
pub mod datapackage;
pub mod delta;
pub mod differences;
pub mod duplicates;
pub mod findings;
pub mod forecast;
mod manifest;
mod overview;
mod parquet_file;
pub mod read;
pub mod rehearsal;
pub mod rejects;
pub mod trace;
pub mod verification;

pub use csv_format::CsvFormat;
pub use data_file::DataFile;
pub use manifest::{
    Account, CharacterChange, Characters, CleansedFile, ControlTotals, CountOf, DecisionCounts,
    FindingCounts, GaijiCounts, Input, ItemTotal, Job, LayoutBasis, LeftBehind, Manifest, Municipality,
    NamedTotal, Output, Rejects, RuleNotRun, SamePerson, StandardUsed, Tool, TotalGroup,
};
pub use overview::{Example, Group, Grouping, Overview};
pub use parquet_file::ROW_GROUP;
