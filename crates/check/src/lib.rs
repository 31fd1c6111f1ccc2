//! Whether an item is right. Says what is wrong; what happens to the row is decided by the rows' treatment
//! ([`utsushi_layout::Rows::report`]), never here.
//!
//! Each check is one file, under `item/` or `record/`; it names its finding code and is tested right beneath. Checks over
//! many rows and files are in [`file`], those of what is delivered beside the data in [`delivery`].

mod checker;
pub mod delivery;
pub mod file;
mod item;
mod record;

pub use checker::Checker;
pub use item::characters::name as character_name;
