//! DAT: one code a file.

mod dat001;
mod dat002;
mod dat003;
mod dat004;
mod dat005;

pub use dat001::DAT001;
pub use dat002::DAT002;
pub use dat003::DAT003;
pub use dat004::DAT004;
pub use dat005::DAT005;
