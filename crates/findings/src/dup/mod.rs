//! DUP: one code a file.

mod dup001;
mod dup002;
mod dup003;
mod dup004;
mod dup010;
mod dup011;
mod dup012;
mod dup013;
mod dup014;

pub use dup001::DUP001;
pub use dup002::DUP002;
pub use dup003::DUP003;
pub use dup004::DUP004;
pub use dup010::DUP010;
pub use dup011::DUP011;
pub use dup012::DUP012;
pub use dup013::DUP013;
pub use dup014::DUP014;
