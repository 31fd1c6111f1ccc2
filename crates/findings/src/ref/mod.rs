//! REF: one code a file.

mod ref001;
mod ref002;
mod ref003;
mod ref004;
mod ref005;
mod ref006;
mod ref007;
mod ref008;
mod ref009;
mod ref010;
mod ref011;

pub use ref001::REF001;
pub use ref002::REF002;
pub use ref003::REF003;
pub use ref004::REF004;
pub use ref005::REF005;
pub use ref006::REF006;
pub use ref007::REF007;
pub use ref008::REF008;
pub use ref009::REF009;
pub use ref010::REF010;
pub use ref011::REF011;
