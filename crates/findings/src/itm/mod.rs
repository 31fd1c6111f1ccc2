//! ITM: one code a file.

mod itm001;
mod itm002;
mod itm003;
mod itm004;

pub use itm001::ITM001;
pub use itm002::ITM002;
pub use itm003::ITM003;
pub use itm004::ITM004;
