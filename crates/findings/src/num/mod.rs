//! NUM: one code a file.

mod num001;
mod num002;
mod num003;
mod num004;

pub use num001::NUM001;
pub use num002::NUM002;
pub use num003::NUM003;
pub use num004::NUM004;
