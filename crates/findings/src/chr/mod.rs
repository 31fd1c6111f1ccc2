//! CHR: one code a file.

mod chr001;
mod chr002;
mod chr003;
mod chr004;
mod chr005;
mod chr006;
mod chr007;
mod chr008;
mod chr013;
mod chr014;
mod chr015;
mod chr016;
mod chr017;
mod chr018;
mod chr019;
mod chr020;

pub use chr001::CHR001;
pub use chr002::CHR002;
pub use chr003::CHR003;
pub use chr004::CHR004;
pub use chr005::CHR005;
pub use chr006::CHR006;
pub use chr007::CHR007;
pub use chr008::CHR008;
pub use chr013::CHR013;
pub use chr014::CHR014;
pub use chr015::CHR015;
pub use chr016::CHR016;
pub use chr017::CHR017;
pub use chr018::CHR018;
pub use chr019::CHR019;
pub use chr020::CHR020;
