//! Rows that may be one person (名寄せ).
//!
//! Nothing here merges anybody: it finds pairs worth a look, says why, and puts them in groups. A [`Search`] is given every person
//! of a run; rows that share a [`Key`] are compared ([`compare`]), and what scores enough becomes a [`Pair`].
//! Folding is for comparison only, and never reaches an output.

mod birth;
mod block;
mod clear;
mod decisions;
mod fold;
mod folded;
mod group;
mod reason;
mod score;
mod search;

pub use birth::Birth;
pub use block::Key;
pub use clear::{Person, records};
pub use decisions::{Decided, Decision, Decisions, Doubt, Kept, Known};
pub use folded::{Folded, Folder, Name, number_id};
pub use group::{Groups, Listed, group};
pub use reason::{Reason, Reasons};
pub use score::{Bits, Frequencies, Score, bits_for, compare};
pub use search::{Found, Pair, Search};

/// The score in thousandths from which a pair is listed, where a project does not say.
pub const DEFAULT_THRESHOLD: u16 = 800;
