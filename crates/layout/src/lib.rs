//! The standards, as data, and the batch of items that flows through the house.
//!
//! * [`Standard`] — a standard with its businesses, files, items and code tables, read from `layouts/` (a copy is
//!   inside the binary) or from a folder the user names.
//! * [`Rows`] — the rows of one chunk while they are mapped and checked: a text column per item, the status of each
//!   row, and the findings. What a finding does to its row happens here, in one place.
//! * [`Batch`] — the rows that are left, sealed as Arrow columns, each traceable to its record.
//!
//! Layouts know nothing of vendors; see `utsushi-mapping` for that.

mod batch;
mod code_table;
mod column;
mod diff;
mod import;
mod item;
mod item_row;
mod lint;
mod load;
mod masking;
mod roles;
mod rows;
mod rules;
mod standard;
mod table;

pub use batch::{Batch, Origins};
pub use code_table::CodeTable;
pub use column::Column;
pub use diff::{Change, Diff, FileDiff, ItemDiff, diff};
pub use import::{Import, ImportRemark, Imported, Profile, Why, import};
pub use item::{Item, ItemType};
pub use lint::{Remark, lint};
pub use load::{Library, standard_names};
pub use masking::Masking;
pub use roles::{Role, Roles};
pub use rows::{CharacterFault, RowFinding, Rows, Treatment, Unmapped};
pub use rules::{
    ControlTotal, Day, FileRule, FileRuleKind, Is, Measure, RecordRule, Relation, RuleKind, Rules, Test,
};
pub use standard::{Business, FileLayout, Standard};
