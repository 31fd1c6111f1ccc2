//! What can be typed of `rehearse`.

use clap::Args;
use std::path::PathBuf;

/// Rehearse the migration: convert and verify without data in the end, and keep what it came to
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi rehearse my-city
  utsushi rehearse my-city --history D:\\work\\rehearsals --keep last-rehearsal

Everything that convert and verify do is done, and removed again. Counts, times and digests are appended to the history,
NNNN-….json, with a page over all of them, history.html; no value of any record stands there. What is printed is what
changed since the last rehearsal that looked at as much.

Exit status: 0 convert and verify would be clean, 1 errors or refused, 2 could not run (nothing is appended).")]
pub(crate) struct Rehearse {
    /// The project: a folder with migration.toml, or that file
    #[arg(value_name = "PROJECT", default_value = ".")]
    pub project: PathBuf,
    /// Folder of the history (otherwise rehearsals, in the project)
    #[arg(long, value_name = "DIR")]
    pub history: Option<PathBuf>,
    /// Keep the run and its verification in this folder; it must not exist yet, or be empty
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    /// Replace an earlier rehearsal in the folder of --keep
    #[arg(long, requires = "keep")]
    pub overwrite: bool,
    /// Run only this job (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub job: Vec<String>,
    /// The profile of the verification: which checks are run, and what leads to which verdict
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    /// Memory the whole process may use, at least 192MiB
    #[arg(long, value_name = "SIZE", default_value = "384MiB")]
    pub memory: String,
    /// Read layouts from this folder instead of those inside the program
    #[arg(long, value_name = "DIR")]
    pub layouts: Option<PathBuf>,
}
