//! MAP: one code a file.

mod map001;
mod map002;

pub use map001::MAP001;
pub use map002::MAP002;
