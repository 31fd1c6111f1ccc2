//! SET: one code a file.

mod set001;
mod set002;
mod set003;

pub use set001::SET001;
pub use set002::SET002;
pub use set003::SET003;
