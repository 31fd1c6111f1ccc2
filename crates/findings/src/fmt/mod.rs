//! FMT: one code a file.

mod fmt001;
mod fmt002;
mod fmt003;
mod fmt004;
mod fmt005;
mod fmt006;
mod fmt007;
mod fmt008;

pub use fmt001::FMT001;
pub use fmt002::FMT002;
pub use fmt003::FMT003;
pub use fmt004::FMT004;
pub use fmt005::FMT005;
pub use fmt006::FMT006;
pub use fmt007::FMT007;
pub use fmt008::FMT008;
