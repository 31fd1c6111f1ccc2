//! Whether an item is right. Says what is wrong; what happens to the row is decided by the rows' treatment
//! ([`utsushi_layout::Rows::report`]), never here.
//!
//! Each check is one file under `item/`; it names its finding code and is tested right beneath. Checks of records,
//! files and deliveries come beside it.

mod checker;
mod item;

pub use checker::Checker;
