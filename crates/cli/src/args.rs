//! What can be typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Move a municipality's records into the standard layout, and prove that none is lost
#[derive(Parser, Debug)]
#[command(name = "utsushi", version, max_term_width = 110, arg_required_else_help = true)]
#[command(after_help = "Examples:
  utsushi convert samples/juki-cp932-csv --out out
  utsushi inspect samples/juki-cp932-csv/input/JUKI01.csv
  utsushi explain DAT002
  utsushi synth juki --records 10000 --out city

Exit status: 0 clean, 1 errors found, 2 could not run.")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    Convert(Convert),
    Inspect(Inspect),
    Gaiji(Gaiji),
    Explain(Explain),
    Synth(Synth),
    Completions(Completions),
    Man(Man),
}

/// Flags of every command
#[derive(Args, Debug)]
pub(crate) struct Common {
    /// Language of what is printed (otherwise the locale's, else ja)
    #[arg(long, global = true, value_name = "ja|en", value_parser = ["ja", "en"])]
    pub lang: Option<String>,
    /// Worker threads (otherwise one per processor)
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// How progress is shown on standard error
    #[arg(long, global = true, value_name = "HOW", default_value = "auto")]
    pub progress: Progress,
    /// Print nothing but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Print more: every code found, timings, memory
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Progress {
    /// A bar, where standard error is a terminal
    Auto,
    /// Nothing
    Never,
    /// A line of JSON now and then, for other programs
    Json,
}

/// Turn legacy exports into the standard layout, and account for every record
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi convert samples/juki-cp932-csv --out out
  utsushi convert migration.toml --out D:\\migration\\out --overwrite
  utsushi convert . --job juki --check-only --out check

The output folder appears whole or not at all. In it:
  data/          the standard files, as CSV and Parquet
  rejects/       records that were not taken, byte for byte, and rejects.csv with the reasons
  findings.csv   what is wrong, and where (the first 1,000 of each code; findings.parquet has all)
  trace/         where every row came from
  manifest.json  SHA-256 of every file and the account of every record

Exit status: 0 clean, 1 errors or rejected records, 2 could not run.")]
pub(crate) struct Convert {
    /// The project: a folder with migration.toml, or that file
    #[arg(value_name = "PROJECT", default_value = ".")]
    pub project: PathBuf,
    /// Folder to write; it must not exist yet, or be empty
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// Replace an earlier run in the output folder
    #[arg(long)]
    pub overwrite: bool,
    /// Run only this job (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub job: Vec<String>,
    /// Map and check everything, but write no data: findings, rejects and the account only
    #[arg(long)]
    pub check_only: bool,
    /// Memory the whole process may use, at least 192MiB
    #[arg(long, value_name = "SIZE", default_value = "384MiB")]
    pub memory: String,
    /// Read layouts from this folder instead of those inside the program
    #[arg(long, value_name = "DIR")]
    pub layouts: Option<PathBuf>,
    /// Show values in findings in clear (sensitive items stay masked)
    #[arg(long)]
    pub unmask: bool,
}

/// Look at an unknown export: charset, framing, fields, and a source definition to start from
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi inspect samples/juki-cp932-csv/input/JUKI01.csv
  utsushi inspect --toml JUKI01.DAT > source/juki01.toml

No value is shown: only shapes (漢, カ, A, 9). Exit status: 0 sure, 1 unsure about the framing, 2 could not read.")]
pub(crate) struct Inspect {
    /// The file; - is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Print only the source definition
    #[arg(long)]
    pub toml: bool,
}

/// Find, identify and check gaiji: private characters, and characters the receiving side does not take
#[derive(Args, Debug)]
pub(crate) struct Gaiji {
    #[command(subcommand)]
    pub work: GaijiWork,
}

#[derive(Subcommand, Debug)]
pub(crate) enum GaijiWork {
    Census(GaijiCensus),
    Worksheet(GaijiWorksheet),
    Check(GaijiCheck),
}

/// Count every gaiji and every character outside the target repertoire: how often, in which items, where first
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi gaiji census samples/gaiji
  utsushi gaiji census samples/gaiji --out census.csv

No name is printed, only characters and places. Exit status: 0 none found, 1 some found, 2 could not run.")]
pub(crate) struct GaijiCensus {
    /// The project: a folder with migration.toml, or that file
    #[arg(value_name = "PROJECT", default_value = ".")]
    pub project: PathBuf,
    /// Also write the census to this file, .csv or .json
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long)]
    pub overwrite: bool,
}

/// Make a worksheet for the person who identifies gaiji, or read a filled one into the gaiji table
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi gaiji worksheet samples/gaiji --out gaiji.xlsx
  utsushi gaiji worksheet samples/gaiji --read gaiji.xlsx

A worksheet shows names in clear; only its owner can read it. Exit status: 0 done, 2 could not run.")]
pub(crate) struct GaijiWorksheet {
    /// The project: a folder with migration.toml, or that file
    #[arg(value_name = "PROJECT", default_value = ".")]
    pub project: PathBuf,
    /// Worksheet to write: .xlsx to fill in, .html to look at
    #[arg(long, value_name = "FILE", required_unless_present = "read", conflicts_with = "read")]
    pub out: Option<PathBuf>,
    /// Filled worksheet (.xlsx or .csv) to read into the project's gaiji table
    #[arg(long, value_name = "FILE")]
    pub read: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long)]
    pub overwrite: bool,
}

/// Say whether the gaiji table is complete for this data, and every gaiji has a glyph in the 外字一覧
#[derive(Args, Debug)]
#[command(after_help = "Example:
  utsushi gaiji check samples/gaiji

Exit status: 0 complete, 1 something is missing, 2 could not run.")]
pub(crate) struct GaijiCheck {
    /// The project: a folder with migration.toml, or that file
    #[arg(value_name = "PROJECT", default_value = ".")]
    pub project: PathBuf,
}

/// Say what a finding code means and what to do about it
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi explain DAT002
  utsushi explain --all --lang en > findings.md")]
pub(crate) struct Explain {
    /// The code, such as DAT002; without it, all codes are listed
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
    /// Print the whole reference page, in Markdown
    #[arg(long, conflicts_with = "code")]
    pub all: bool,
}

/// Make a municipality that does not exist, as a legacy export with its project
#[derive(Args, Debug)]
pub(crate) struct Synth {
    #[command(subcommand)]
    pub business: SynthBusiness,
}

#[derive(Subcommand, Debug)]
pub(crate) enum SynthBusiness {
    Juki(SynthJuki),
}

/// Residents (住民基本台帳): one file of 40 fields, some 390 bytes a record
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi synth juki --records 10000 --out city
  utsushi convert city --out city-out

The same seed gives the same bytes. Nobody in it exists.")]
pub(crate) struct SynthJuki {
    /// How many residents
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub records: u64,
    /// Another seed gives another city
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Form of the export
    #[arg(long, value_name = "FORMAT", default_value = "csv", value_parser = ["csv"])]
    pub format: String,
    /// Folder to write; it must not exist yet, or be empty
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Print a completion script for a shell
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi completions bash > /etc/bash_completion.d/utsushi
  utsushi completions powershell >> $PROFILE")]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// Write the manual pages into a folder
#[derive(Args, Debug)]
#[command(after_help = "Example:
  utsushi man --out man && man man/utsushi-convert.1")]
pub(crate) struct Man {
    /// Folder to write; it must not exist yet, or be empty
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}
