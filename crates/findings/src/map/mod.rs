//! MAP: one code a file.

mod map001;
mod map002;
mod map003;
mod map004;
mod map005;
mod map006;
mod map010;
mod map011;
mod map012;
mod map013;

pub use map001::MAP001;
pub use map002::MAP002;
pub use map003::MAP003;
pub use map004::MAP004;
pub use map005::MAP005;
pub use map006::MAP006;
pub use map010::MAP010;
pub use map011::MAP011;
pub use map012::MAP012;
pub use map013::MAP013;
