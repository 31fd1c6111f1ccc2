//! Checks over many rows: keys, references between files, histories, control totals, as the layouts' rules list them.
//!
//! A [`Plan`] says which of the rules can run on the files at hand, and names those that cannot. While rows go by, a
//! [`FactMaker`] turns each into a few small facts: which rule, the hash of the key's values under a key that is drawn
//! anew for every run (so that no digest of a personal value ever lies on a disk without the value itself), and the few
//! values that the rule compares. A [`Collector`] puts the facts in order by key; then one pass over each group of facts with the same key
//! finds what is wrong. A row that has an error in an item that a rule looks at is left out: first cause wins.
//!
//! Findings come in the order of file, row and rule, whatever the threads, the memory and the hashes were.

mod collect;
mod facts;
mod fault;
mod group;
mod part;
mod parts;
mod plan;
mod saved;
mod sip;
mod source;
mod space;
mod total;

pub use collect::{Answer, Collector, Faults};
pub use facts::{FactMaker, Facts};
pub use fault::{Fault, Lost, RowId, Told};
pub use plan::{FileInRun, NotRun, Plan, Why};
pub use total::{ComparedFigure, CountedTotal, Group};

#[cfg(test)]
mod tests;
