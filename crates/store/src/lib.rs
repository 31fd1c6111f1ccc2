#![doc = include_str!("../README.md")]

mod budget;
mod hash;
mod input;
mod left_over;
mod lock;
mod output;
mod parents;
mod permissions;
mod place;
mod relative;
mod room;
mod run_folder;
mod scratch;
mod single;
mod sort;
mod stamp;
mod sync;

pub use budget::{MemoryBudget, peak_memory};
pub use hash::{Sha256Stream, hex};
pub use input::{InputFile, ReadInput};
pub use output::{OutputFile, Spent, Written};
pub use room::free_room;
pub use run_folder::{RunFolder, write_project, write_small};
pub use scratch::{Scratch, ScratchFile};
pub use single::{make_folder, replace_file, write_file};
pub use sort::{Run, RunBuilder, Sorted, Sorter};
