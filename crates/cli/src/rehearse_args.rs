//! What can be typed of `rehearse` and `plan`.

use clap::Args;
use std::path::PathBuf;

/// Rehearse the migration: convert and verify without data in the end, and keep what it came to
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi rehearse my-city
  utsushi rehearse my-city --history D:\\work\\rehearsals --keep last-rehearsal
  utsushi rehearse my-city --sample 5%

Everything that convert and verify do is done, and removed again. Counts, times and digests are appended to the history,
NNNN-….json, with a page over all of them, history.html; no value of any record stands there. What is printed is what
changed since the last rehearsal that looked at as much.

With --sample households and persons are chosen by a hash of their numbers: the same ones every time. Rules that
a part of the records cannot tell anything about are not run, and named.

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
    /// Look at about this share of the households and persons, such as 5%
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub sample: Option<u32>,
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

/// Say how long the migration will take and how much room it needs, job by job
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi plan my-city
  utsushi plan my-city --out D:\\migration\\out --window 8h
  utsushi plan my-city --history rehearsals --json

The estimate rests on the rehearsals of the history, scaled by the bytes of the inputs; where there is none, on a short
run of the largest job on this machine, in a place beside --out that is gone afterwards. What it rests on and its
spread are printed.

Exit status: 0 disk and time will do, 1 they will not or may not, 2 could not run.")]
pub(crate) struct Plan {
    /// The project: a folder with migration.toml, or that file
    #[arg(value_name = "PROJECT", default_value = ".")]
    pub project: PathBuf,
    /// Folder of the history (otherwise rehearsals, in the project)
    #[arg(long, value_name = "DIR")]
    pub history: Option<PathBuf>,
    /// Folder in which the run would be written: the room on its disk is looked at
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// Time there is for all of it, such as 8h, 90m or 1h30m
    #[arg(long, value_name = "TIME", value_parser = window)]
    pub window: Option<u64>,
    /// Print the plan as JSON
    #[arg(long)]
    pub json: bool,
    /// Only this job (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub job: Vec<String>,
    /// Memory the whole process may use, at least 192MiB
    #[arg(long, value_name = "SIZE", default_value = "384MiB")]
    pub memory: String,
    /// Read layouts from this folder instead of those inside the program
    #[arg(long, value_name = "DIR")]
    pub layouts: Option<PathBuf>,
}

/// `8h`, `90m`, `1h30m` or `45s`, in seconds.
fn window(text: &str) -> Result<u64, String> {
    let wrong = || "a time is like 8h, 90m or 1h30m".to_owned();
    let (mut seconds, mut digits) = (0_u64, String::new());
    for character in text.chars() {
        let unit = match character {
            '0'..='9' => {
                digits.push(character);
                continue;
            }
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => return Err(wrong()),
        };
        let count: u64 = digits.parse().map_err(|_| wrong())?;
        seconds = count.checked_mul(unit).and_then(|more| seconds.checked_add(more)).ok_or_else(wrong)?;
        digits.clear();
    }
    if digits.is_empty() && seconds > 0 { Ok(seconds) } else { Err(wrong()) }
}

/// `5%` or `0.05`, in millionths.
fn share(text: &str) -> Result<u32, String> {
    let wrong = || "a share is like 5% or 0.05, more than 0 and at most 100%".to_owned();
    let (number, whole) = match text.strip_suffix('%') {
        Some(percent) => (percent.trim(), 100.0),
        None => (text, 1.0),
    };
    let share: f64 = number.parse().map_err(|_| wrong())?;
    let millionths = (share / whole * 1_000_000.0).round();
    if (1.0..=1_000_000.0).contains(&millionths) { Ok(millionths as u32) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::{share, window};

    #[test]
    fn a_window_names_its_units() {
        let good = ["8h", "90m", "1h30m", "45s"].map(|text| window(text).unwrap());
        assert_eq!(good, [28_800, 5_400, 5_400, 45]);
        for wrong in ["", "8", "h", "0h", "8d", "-1h", "99999999999999999999h", "9999999999999999h"] {
            assert!(window(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_share_is_in_percent_or_not() {
        let good = ["5%", "0.05", "100%", "1", "0.0001 %"].map(|text| share(text).unwrap());
        assert_eq!(good, [50_000, 50_000, 1_000_000, 1_000_000, 1]);
        for wrong in ["", "0%", "101%", "5", "-1%", "NaN", "five"] {
            assert!(share(wrong).is_err(), "{wrong}");
        }
    }
}
