//! What can be typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use utsushi_findings::Problem;
use utsushi_layout::Library;
use utsushi_store::MemoryBudget;

/// Move a municipality's records into the standard layout, and prove that none is lost
#[derive(Parser, Debug)]
#[command(name = "utsushi", version, max_term_width = 110, arg_required_else_help = true)]
#[command(after_help = "Examples:
  utsushi convert samples/juki-cp932-csv --out out
  utsushi verify out
  utsushi compare first-run second-run
  utsushi rehearse samples/juki-cp932-csv --history rehearsals
  utsushi plan samples/juki-cp932-csv --window 8h
  utsushi inspect samples/juki-cp932-csv/input/JUKI01a.csv
  utsushi explain DAT002
  utsushi layout list
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
    Verify(Verify),
    Compare(crate::compare::Compare),
    Delta(crate::delta::Delta),
    Rehearse(crate::rehearse_args::Rehearse),
    Plan(crate::rehearse_args::Plan),
    Map(Map),
    Inspect(Inspect),
    Gaiji(Gaiji),
    Explain(Explain),
    Layout(crate::layout::Layout),
    ExplainRecord(ExplainRecord),
    Synth(Synth),
    Completions(Completions),
    Man(Man),
}

/// Flags of every command
#[derive(Args, Debug)]
pub(crate) struct Common {
    /// Language of what is printed (otherwise the locale's, else ja)
    #[arg(long, global = true, value_name = "ja|en", value_parser = ["ja", "en"], overrides_with = "lang")]
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

/// Flags of every command that goes through all records
#[derive(Args, Debug)]
pub(crate) struct Reads {
    /// Memory the whole process may use, at least 192MiB
    #[arg(long, value_name = "SIZE", default_value = "384MiB")]
    pub memory: String,
    /// Read layouts from this folder instead of those inside the program
    #[arg(long, value_name = "DIR")]
    pub layouts: Option<PathBuf>,
}

impl Reads {
    /// # Errors
    /// It is no size, or too small.
    pub fn memory(&self) -> Result<MemoryBudget, Problem> {
        MemoryBudget::of_process(&self.memory)
    }

    pub fn library(&self) -> Library {
        crate::convert::library(&self.layouts)
    }
}

/// Turn legacy exports into the standard layout, and account for every record
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi convert samples/juki-cp932-csv --out out
  utsushi convert migration.toml --out D:\\migration\\out --overwrite
  utsushi convert . --job juki --check-only --out check
  utsushi convert . --out out --resume

The output folder appears whole or not at all. In it:
  data/          the standard files, as CSV and Parquet
  rejects/       records that were not taken, byte for byte, and rejects.csv with the reasons
  findings.csv   what is wrong, and where (the first 1,000 of each code; findings.parquet has all)
  trace/         where every row came from
  manifest.json  SHA-256 of every file and the account of every record

If a run of several jobs is stopped, the finished ones stay hidden beside the folder, with personal data in clear:
--resume goes on behind them, and a run without it removes them.

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
    /// Keep the jobs that a stopped run into this folder had finished, where nothing has changed
    #[arg(long)]
    pub resume: bool,
    /// Tell at the end where the time went; run.json has the same figures
    #[arg(long)]
    pub timings: bool,
    #[command(flatten)]
    pub reads: Reads,
    /// Show values in findings in clear (sensitive items stay masked)
    #[arg(long)]
    pub unmask: bool,
}

/// Accept or refuse a delivery: is it complete, readable and right?
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi verify delivery
  utsushi verify delivery.zip --base-date 2026-04-01 --out result
  utsushi verify delivery --profile city.toml --totals totals.xlsx --json
  utsushi verify delivery --init
  utsushi verify delivery --totals-sheet totals.xlsx
  utsushi verify second --previous first-verify
  utsushi verify deliveries --each --out results

A delivery is a folder, a run's folder or a zip of CSV (UTF-8, UTF-16, CP932; header or not) or Parquet. The result is
written beside it, or to --out: report.html, report.xlsx, findings.csv, findings.parquet, verification.json. With --each
every delivery has a folder of its own there, and index.html leads to them all; 2 is then that one could not be verified.

Exit status: 0 accepted; 1 refused, or accepted with conditions unless the profile takes that for a yes; 2 could not run.")]
pub(crate) struct Verify {
    /// The delivery: a folder or a zip
    #[arg(value_name = "DIR")]
    pub delivery: PathBuf,
    /// Folder to write; it must not exist yet, or be empty (otherwise DIR-verify, beside the delivery)
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace an earlier result in the output folder
    #[arg(long)]
    pub overwrite: bool,
    /// The day as of which the data is delivered (otherwise that of delivery.toml or the manifest)
    #[arg(long, value_name = "DATE")]
    pub base_date: Option<String>,
    /// Which checks are run, how bad findings are, what must be there, and what leads to which verdict
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    /// Expected figures: the sheet of --totals-sheet, filled in
    #[arg(long, value_name = "FILE")]
    pub totals: Option<PathBuf>,
    /// The result of the last delivery, to show what changed: its folder, with --each that of all of them
    #[arg(long, value_name = "DIR")]
    pub previous: Option<PathBuf>,
    /// Verify each folder and each zip in DIR, and write one page over them all
    #[arg(long, conflicts_with_all = ["init", "totals_sheet", "totals"])]
    pub each: bool,
    /// Also write verify.json, a report in the form of Frictionless
    #[arg(long)]
    pub json: bool,
    /// Only write delivery.toml: what is seen of the delivery, to be corrected
    #[arg(long)]
    pub init: bool,
    /// Only write the sheet of figures to look up in the city's own reports: an .xlsx
    #[arg(long, value_name = "FILE")]
    pub totals_sheet: Option<PathBuf>,
    /// The standard (otherwise that of delivery.toml or the manifest, else chukan-2.7)
    #[arg(long, value_name = "NAME")]
    pub standard: Option<String>,
    #[command(flatten)]
    pub reads: Reads,
    /// Show values in findings in clear (sensitive items stay masked)
    #[arg(long)]
    pub unmask: bool,
}

/// Work on the mappings of a project
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi map scaffold source/juki01.toml 01.resident --sample input/JUKI01.csv --out mapping/resident.toml
  utsushi map codes my-city
  utsushi map codes my-city --read codes.xlsx")]
pub(crate) struct Map {
    #[command(subcommand)]
    pub work: MapWork,
}

#[derive(Subcommand, Debug)]
pub(crate) enum MapWork {
    Codes(Codes),
    Scaffold(crate::map_scaffold::MapScaffold),
}

/// List the vendor's code values as a worksheet to fill in, and read it back into the mappings
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi map codes my-city --out codes.xlsx
  utsushi map codes my-city --job juki --all --out D:\\work\\codes.csv
  utsushi map codes my-city --read codes.xlsx

Fill the column 'standard'; \"\" stands for a blank, an empty cell changes nothing. Reading it back changes the
tables [code.…] of the mappings and keeps each old file as .bak.
The worksheet holds values in clear, and only you can read it.

Exit status: 0 every value is mapped, or the mappings were changed; 1 values without a code; 2 could not run.")]
pub(crate) struct Codes {
    /// The project: a folder with migration.toml, or that file
    #[arg(value_name = "PROJECT", default_value = ".")]
    pub project: PathBuf,
    /// Worksheet to write: .xlsx or .csv
    #[arg(long, value_name = "FILE", default_value = "codes.xlsx")]
    pub out: PathBuf,
    /// Replace the worksheet if it exists
    #[arg(long)]
    pub overwrite: bool,
    /// Worksheet to read back into the mappings
    #[arg(long, value_name = "FILE", conflicts_with_all = ["out", "overwrite", "all"])]
    pub read: Option<PathBuf>,
    /// List fields without a code table too, where they have at most 50 values
    #[arg(long)]
    pub all: bool,
    /// Only this job (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub job: Vec<String>,
    #[command(flatten)]
    pub reads: Reads,
}

/// Look at an unknown export: charset, framing, fields, and a source definition to start from
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi inspect samples/juki-cp932-csv/input/JUKI01a.csv
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
#[command(after_help = "Examples:
  utsushi gaiji census samples/gaiji
  utsushi gaiji worksheet samples/gaiji --out gaiji.xlsx
  utsushi gaiji check samples/gaiji")]
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

/// Which data the gaiji are looked for in.
#[derive(Args, Debug)]
pub(crate) struct GaijiOf {
    /// The project: a folder with migration.toml, or that file
    #[arg(value_name = "PROJECT", default_value = ".")]
    pub project: PathBuf,
    /// Only this job (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub job: Vec<String>,
    #[command(flatten)]
    pub reads: Reads,
}

/// Count every gaiji and every character outside the target repertoire: how often, in which items, where first
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi gaiji census samples/gaiji
  utsushi gaiji census samples/gaiji --out census.csv

No name is printed, only characters and places. Exit status: 0 none found, 1 some found, 2 could not run.")]
pub(crate) struct GaijiCensus {
    #[command(flatten)]
    pub of: GaijiOf,
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
  utsushi gaiji worksheet samples/gaiji --out gaiji.html --font EUDC.TTE
  utsushi gaiji worksheet samples/gaiji --read gaiji.xlsx

A worksheet shows names in clear; only its owner can read it. Exit status: 0 done, 2 could not run.")]
pub(crate) struct GaijiWorksheet {
    #[command(flatten)]
    pub of: GaijiOf,
    /// Worksheet to write: .xlsx to fill in, .html to look at
    #[arg(long, value_name = "FILE", required_unless_present = "read", conflicts_with = "read")]
    pub out: Option<PathBuf>,
    /// Vendor's font of gaiji (.tte, .ttf, .otf): the .html shows its glyph beside each gaiji
    #[arg(long, value_name = "FILE", conflicts_with = "read")]
    pub font: Option<PathBuf>,
    /// Filled worksheet (.xlsx or .csv) to read into the project's gaiji table
    #[arg(long, value_name = "FILE")]
    pub read: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long)]
    pub overwrite: bool,
}

/// Say whether the gaiji table is complete for this data, and every gaiji has a glyph in the 外字一覧
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi gaiji check samples/gaiji
  utsushi gaiji check samples/gaiji --font EUDC.TTE

Exit status: 0 complete, 1 something is missing, 2 could not run.")]
pub(crate) struct GaijiCheck {
    #[command(flatten)]
    pub of: GaijiOf,
    /// Also say which gaiji have no glyph in this font of the vendor (.tte, .ttf, .otf)
    #[arg(long, value_name = "FILE")]
    pub font: Option<PathBuf>,
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
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(after_help = "Examples:
  utsushi synth juki --records 10000 --out city
  utsushi synth --business kotei --out lands
  utsushi synth --business all --residents 100 --format fixed --out whole-city

juki is a residents' system as a vendor would have built it, of any size. --business makes a small city of any business
from the layouts and their rules. The same seed gives the same bytes. Nobody in it exists.")]
pub(crate) struct Synth {
    #[command(subcommand)]
    pub system: Option<SynthBusiness>,
    /// The businesses, by slug or number (may be repeated), or all; the files they point at come along
    #[arg(long, value_name = "SLUG|all", required = true)]
    pub business: Vec<String>,
    /// About how many residents
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(10..=20_000))]
    pub residents: u32,
    /// Another seed gives another city
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Form of the export
    #[arg(long, value_name = "FORMAT", default_value = "csv", value_parser = ["csv", "fixed"])]
    pub format: String,
    /// The standard
    #[arg(long, value_name = "NAME", default_value = "chukan-2.7")]
    pub standard: String,
    /// Read layouts from this folder instead of those inside the program
    #[arg(long, value_name = "DIR")]
    pub layouts: Option<PathBuf>,
    /// Folder to write; it must not exist yet, or be empty
    #[arg(long, value_name = "DIR", required = true)]
    pub out: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum SynthBusiness {
    Juki(SynthJuki),
}

/// Residents (住民基本台帳): residents, households, changes, foreigners, support measures and more, as a vendor's set of files
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi synth juki --records 10000 --out city
  utsushi synth juki --records 100000 --format fixed --dirt 0.01 --out dirty
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
    #[arg(long, value_name = "FORMAT", default_value = "csv", value_parser = ["csv", "fixed"])]
    pub format: String,
    /// Only this file: resident, one file of 40 fields with some 390 bytes a record
    #[arg(long, value_name = "FILE", value_parser = ["resident"])]
    pub only: Option<String>,
    /// Share of records to plant a defect in, 0 to 1; what was planted where is listed in planted.csv
    #[arg(long, value_name = "RATE", value_parser = share)]
    pub dirt: Option<f64>,
    /// With --only resident: share of records that come twice, and as many again with another postal code, 0 to 1
    #[arg(long, value_name = "RATE", value_parser = share)]
    pub duplicates: Option<f64>,
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

/// A share from 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err("a share is from 0 to 1".to_owned()) }
}
