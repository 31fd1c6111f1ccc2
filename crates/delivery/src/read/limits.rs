//! How much of a stranger's delivery is looked at: enough for the largest city, too little to fill a disk or a memory.

/// Files in a delivery.
pub const MEMBERS_MAX: usize = 200_000;

/// Folders within folders.
pub const DEPTH_MAX: usize = 16;

/// Bytes that all files of a zip may have together, unpacked: 2 TiB.
pub const UNPACKED_MAX: u64 = 2 << 40;

/// How many times larger a file of a zip may be than its packed bytes, once it is larger than [`RATIO_FREE`]. Deflate
/// packs real tables 5 to 50 times; its limit is about 1,030.
pub const RATIO_MAX: u64 = 400;

/// Bytes below which the ratio does not matter: 64 MiB.
pub const RATIO_FREE: u64 = 64 << 20;

/// Bytes of a zip's list of contents: 64 MiB.
pub const DIRECTORY_MAX: u64 = 64 << 20;

/// Columns of a file; the longest layout has some two hundred items.
pub const COLUMNS_MAX: usize = 2_000;

/// Bytes of a file's beginning that are looked at to see how it is written.
pub const HEAD: usize = 256 << 10;

/// Bytes of `manifest.json`, `datapackage.json` or `delivery.toml`.
pub const DESCRIPTION_MAX: u64 = 64 << 20;
