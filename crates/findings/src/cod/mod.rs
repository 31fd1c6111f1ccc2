//! COD: one code a file.

mod cod001;

pub use cod001::COD001;
