//! DUP: one code a file.

mod dup001;

pub use dup001::DUP001;
