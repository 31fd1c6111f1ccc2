//! CHR: one code a file.

mod chr001;
mod chr002;
mod chr003;
mod chr004;
mod chr005;
mod chr006;
mod chr007;
mod chr008;

pub use chr001::CHR001;
pub use chr002::CHR002;
pub use chr003::CHR003;
pub use chr004::CHR004;
pub use chr005::CHR005;
pub use chr006::CHR006;
pub use chr007::CHR007;
pub use chr008::CHR008;
