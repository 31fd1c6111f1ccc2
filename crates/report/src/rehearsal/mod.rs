//! What people read of rehearsals: what changed between two of them, and the page over a history.

mod changes;
mod chart;
mod difference;
mod outlook;
mod page;
mod ready;
#[cfg(test)]
pub(crate) mod testing;
mod trends;
pub mod words;

pub use changes::{AccountChange, FindingChange, NamedCount, RehearsalChanges, Where, rehearsal_changes};
pub use page::history_html;
pub use words::{bytes_text, seconds_text};
