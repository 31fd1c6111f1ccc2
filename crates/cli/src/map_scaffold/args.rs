//! What can be typed after `utsushi map scaffold`.

use clap::Args;
use std::path::PathBuf;

/// Draft a mapping from a source definition and a standard file: by names and by content
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi map scaffold source/juki01.toml 01.resident
  utsushi map scaffold source/juki01.toml 01.resident --sample input/JUKI01.csv --out mapping/resident.toml
  utsushi map scaffold source/juki01.toml --all juki --sample input/JUKI01.csv --out mapping

The note of each line says why and how sure, from 0 to 1; items without a field stay as TODO. The only values shown
are codes; those of sensitive items, and rare ones that are not short letters or digits, are not.

Exit status: 0 every key and required item has a field, 1 some are TODO, 2 could not run.")]
pub(crate) struct MapScaffold {
    /// How the vendor's file is cut: source/*.toml
    #[arg(value_name = "SOURCE")]
    pub source: PathBuf,
    /// Standard files, such as 01.resident (several need a folder as --out)
    #[arg(value_name = "TARGET", required_unless_present = "all")]
    pub targets: Vec<String>,
    /// Every file of this business (number, slug or name) that the source may be for
    #[arg(long, value_name = "BUSINESS", conflicts_with = "targets", requires = "out")]
    pub all: Option<String>,
    /// A vendor's file that is cut as SOURCE says: its content is looked at, too
    #[arg(long, value_name = "FILE")]
    pub sample: Option<PathBuf>,
    /// The type of record, as SOURCE names it (otherwise the best)
    #[arg(long, value_name = "TYPE")]
    pub record: Option<String>,
    /// The repeating group of which each occurrence is a row (otherwise only where one is clearly best)
    #[arg(long, value_name = "GROUP")]
    pub each: Option<String>,
    /// Mapping to write; a folder, for several standard files (otherwise standard output)
    #[arg(long, value_name = "FILE|DIR")]
    pub out: Option<PathBuf>,
    /// Replace files that exist
    #[arg(long)]
    pub overwrite: bool,
    /// The standard
    #[arg(long, value_name = "NAME", default_value = "chukan-2.7")]
    pub standard: String,
    /// Read layouts from this folder instead of those inside the program
    #[arg(long, value_name = "DIR")]
    pub layouts: Option<PathBuf>,
}
