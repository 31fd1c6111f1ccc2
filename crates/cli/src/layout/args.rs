//! What can be typed after `utsushi layout`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// The standards: list them, show a file, check and compare layouts
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi layout list
  utsushi layout show 01.resident
  utsushi layout check --layouts my-layouts
  utsushi layout import 01_juki.xlsx --standard official --out my-layouts
  utsushi layout diff chukan-2.7 my-layouts/official")]
pub(crate) struct Layout {
    #[command(subcommand)]
    pub command: LayoutCommand,
}

#[derive(Subcommand, Debug)]
pub(crate) enum LayoutCommand {
    List(List),
    Show(Show),
    Check(Check),
    Diff(Diff),
    Import(Import),
    Pages(Pages),
}

/// Which standard, and from where
#[derive(Args, Debug)]
pub(crate) struct Which {
    /// The standard
    #[arg(long, value_name = "NAME", default_value = "chukan-2.7")]
    pub standard: String,
    /// Read layouts from this folder instead of those inside the program
    #[arg(long, value_name = "DIR")]
    pub layouts: Option<PathBuf>,
}

/// List businesses and files with how many items they have
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi layout list
  utsushi layout list juki
  utsushi layout list --json > files.json")]
pub(crate) struct List {
    /// Only this business, by number, slug or name
    #[arg(value_name = "BUSINESS")]
    pub business: Option<String>,
    #[command(flatten)]
    pub which: Which,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Show a file: its items, codes and how many rules it has
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi layout show 01.resident
  utsushi layout show 住民情報 --csv > resident.csv
  utsushi layout show 01.resident --json")]
pub(crate) struct Show {
    /// The file, such as 01.resident, or its Japanese name
    #[arg(value_name = "FILE")]
    pub file: String,
    #[command(flatten)]
    pub which: Which,
    /// Print JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print CSV, with a byte order mark for spreadsheets
    #[arg(long)]
    pub csv: bool,
}

/// Check layouts for mistakes: doubled names, unknown roles and code tables, sizes that cannot hold their content
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi layout check
  utsushi layout check --layouts my-layouts --standard official

Exit status: 0 no errors (there may be warnings), 1 errors, 2 the folder cannot be read.")]
pub(crate) struct Check {
    #[command(flatten)]
    pub which: Which,
}

/// Compare two standards: files and items added, removed, renamed, changed
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi layout diff chukan-2.7 my-layouts/official
  utsushi layout diff my-layouts/v26 my-layouts/v27 --out diff.html

A and B are a standard inside the program, or the folder of one. Exit status: 0 equal, 1 different, 2 could not read.")]
pub(crate) struct Diff {
    /// The older one
    #[arg(value_name = "A")]
    pub old: String,
    /// The newer one
    #[arg(value_name = "B")]
    pub new: String,
    /// Write the differences to a file: .csv or .html
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace that file
    #[arg(long)]
    pub overwrite: bool,
}

/// Write a page per business, in Markdown: files, items and their sources
#[derive(Args, Debug)]
#[command(after_help = "Example:
  utsushi layout pages --out docs/layouts --lang en")]
pub(crate) struct Pages {
    #[command(flatten)]
    pub which: Which,
    /// Folder to write; it must not exist yet, or be empty
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Make a standard of specification workbooks, with the roles and rules of one that is here
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi layout import spec/*.xlsx --standard official --out my-layouts
  utsushi layout import juki.xlsx --business 1 --standard official --profile kihon-data-list --out my-layouts
  utsushi layout import --print-profile chukan > profile.toml

Tables are found by their titles, which the profile lists. The folder DIR/NAME appears whole: layouts, code tables, rules,
renames.csv (old item names that mappings may go on using) and import.csv (what to look at). Use it with
  utsushi convert PROJECT --layouts DIR

Exit status: 0 all was understood, 1 something was not or a rule found no place, 2 could not read.")]
pub(crate) struct Import {
    /// The workbooks (.xlsx); one business may have several
    #[arg(value_name = "WORKBOOK", required_unless_present = "print_profile")]
    pub workbooks: Vec<PathBuf>,
    /// Name of the new standard
    #[arg(long, value_name = "NAME", required_unless_present = "print_profile")]
    pub standard: Option<String>,
    /// The standard inside the program whose roles, rules and slugs are carried over
    #[arg(long, value_name = "STANDARD", default_value = "chukan-2.7")]
    pub from: String,
    /// Read that standard from this folder instead of the program
    #[arg(long, value_name = "DIR")]
    pub layouts: Option<PathBuf>,
    /// How the workbooks title their columns: chukan, kihon-data-list, or a file
    #[arg(long, value_name = "PROFILE", default_value = "chukan")]
    pub profile: String,
    /// Number of the business, where a workbook does not say it
    #[arg(long, value_name = "N")]
    pub business: Option<u32>,
    /// Folder of layouts to put the new standard into
    #[arg(long, value_name = "DIR", required_unless_present = "print_profile")]
    pub out: Option<PathBuf>,
    /// Print a profile of the program, to be copied and edited
    #[arg(long, value_name = "PROFILE", exclusive = true)]
    pub print_profile: Option<String>,
}
