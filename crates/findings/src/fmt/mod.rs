//! FMT: one code a file.

mod fmt001;
mod fmt002;
mod fmt003;
mod fmt004;
mod fmt005;
mod fmt006;
mod fmt007;
mod fmt008;
mod fmt009;
mod fmt010;
mod fmt011;
mod fmt012;
mod fmt013;
mod fmt014;

pub use fmt001::FMT001;
pub use fmt002::FMT002;
pub use fmt003::FMT003;
pub use fmt004::FMT004;
pub use fmt005::FMT005;
pub use fmt006::FMT006;
pub use fmt007::FMT007;
pub use fmt008::FMT008;
pub use fmt009::FMT009;
pub use fmt010::FMT010;
pub use fmt011::FMT011;
pub use fmt012::FMT012;
pub use fmt013::FMT013;
pub use fmt014::FMT014;
