#![doc = include_str!("../README.md")]

mod blobs;
mod canonical;
mod columns;
mod digest;
mod fit;
mod packed;
mod pairing;
mod place;
mod tolerance;

pub use blobs::{Blob, BlobSorter, SortedBlobs};
pub use canonical::canonical;
pub use columns::Columns;
pub use digest::Digester;
pub use fit::{Fit, FitCounts, fit};
pub use packed::{PackedRow, Source};
pub use pairing::{Found, PairCounts, pair_rows};
pub use place::{Place, Side};
pub use tolerance::{Tolerance, Tolerances, Tolerated};
