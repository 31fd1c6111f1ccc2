//! SET: one code a file.

mod set001;

pub use set001::SET001;
