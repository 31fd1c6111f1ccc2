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
    Explain(Explain),
    ExplainRecord(ExplainRecord),
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

/// Show one record before and after, step by step through its transforms
#[derive(Args, Debug)]
#[command(after_help = "Example:
  utsushi explain-record samples/juki-cp932-csv 12

Values are masked (漢, カ, A, 9). Checks after the mapping are in findings.csv.")]
pub(crate) struct ExplainRecord {
    /// The project: a folder with migration.toml, or that file
    #[arg(value_name = "PROJECT")]
    pub project: PathBuf,
    /// Number of the record in its file, from 1
    #[arg(value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub record: u64,
    /// The job, where the project has several
    #[arg(long, value_name = "NAME")]
    pub job: Option<String>,
    /// The file, or the end of its path, where the job has several
    #[arg(long, value_name = "FILE")]
    pub file: Option<String>,
    /// Read layouts from this folder instead of those inside the program
    #[arg(long, value_name = "DIR")]
    pub layouts: Option<PathBuf>,
    /// Show values in clear (sensitive items stay masked)
    #[arg(long)]
    pub unmask: bool,
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
