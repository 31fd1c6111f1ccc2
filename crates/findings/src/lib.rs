//! Everything that can be wrong with a record, a file or a project, as data.
//!
//! * [`Entry`] — one code of the catalogue: severity, default action, and its texts in Japanese and English.
//!   Each lives in a file of its own, `src/<group>/<code>.rs`, and nowhere else.
//! * [`Finding`] — one case of a code, with its place ([`Origin`]).
//! * [`Problem`] — why a run cannot start or go on: a message in both languages with its place and what to do.
//!
//! This crate reads no data and knows no standard: `text` and `value` say what is wrong with a value, and whoever
//! asked them makes the finding.

mod catalogue;
mod chr;
mod cod;
mod dat;
mod dup;
mod entry;
mod finding;
mod fmt;
mod itm;
mod lang;
mod map;
mod num;
mod page;
mod policy;
mod problem;
mod rec;
#[path = "ref/mod.rs"]
mod reference;
mod set;
mod suggest;
mod toml_text;

pub use catalogue::{CATALOGUE, find};
pub use chr::*;
pub use cod::*;
pub use dat::*;
pub use dup::*;
pub use entry::{Code, Disposition, Entry, Group, Severity};
pub use finding::{Action, Detail, Finding, Origin, Tally};
pub use fmt::*;
pub use itm::*;
pub use lang::{Both, Lang};
pub use map::*;
pub use num::*;
pub use page::{explain, reference_page};
pub use policy::Policy;
pub use problem::{Place, Problem, Problems};
pub use rec::*;
pub use reference::*;
pub use set::*;
pub use suggest::did_you_mean;
pub use toml_text::from_toml;
