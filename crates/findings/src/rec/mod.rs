//! REC: one code a file.

mod rec001;
mod rec002;
mod rec003;
mod rec004;
mod rec005;
mod rec006;
mod rec007;
mod rec008;
mod rec009;
mod rec010;
mod rec011;
mod rec012;

pub use rec001::REC001;
pub use rec002::REC002;
pub use rec003::REC003;
pub use rec004::REC004;
pub use rec005::REC005;
pub use rec006::REC006;
pub use rec007::REC007;
pub use rec008::REC008;
pub use rec009::REC009;
pub use rec010::REC010;
pub use rec011::REC011;
pub use rec012::REC012;
