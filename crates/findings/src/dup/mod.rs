//! DUP: one code a file.

mod dup001;
mod dup002;
mod dup003;
mod dup004;

pub use dup001::DUP001;
pub use dup002::DUP002;
pub use dup003::DUP003;
pub use dup004::DUP004;
