//! 住民基本台帳: residents and their households, as one vendor's export.

mod block;
mod city;
mod csv;
mod defect;
mod household;
mod places;
mod resident;
mod status;

pub use city::Dirt;
pub use defect::{DEFECTS, Defect};

use block::{Block, Plan};
use rayon::prelude::*;
use std::io::Write;
use std::path::Path;
use utsushi_findings::{Problem, problem};
use utsushi_store::{OutputFile, write_project, write_small};

/// The export's file in the project.
pub const INPUT: &str = "input/JUKI01.csv";

/// The project's other files, the same for every municipality: path and content.
pub const PROJECT: &[(&str, &str)] = &[
    ("migration.toml", include_str!("project/migration.toml")),
    ("source/juki01.toml", include_str!("project/source/juki01.toml")),
    ("mapping/resident.toml", include_str!("project/mapping/resident.toml")),
    ("mapping/koseki_display.toml", include_str!("project/mapping/koseki_display.toml")),
];

/// What the old system exports.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// CP932, CRLF, a header, quotes where needed.
    #[default]
    Csv,
    /// CP932 in fixed width: header and trailer records, full-width padding, era digits, zoned numbers.
    Fixed,
}

impl Format {
    /// Every format, in the order in which lists show them.
    pub const ALL: &[Format] = &[Format::Csv, Format::Fixed];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Fixed => "fixed",
        }
    }

    /// What the names of its files end in.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Fixed => "dat",
        }
    }

    /// The format of this name.
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.iter().copied().find(|format| format.name() == name)
    }
}

/// How much of the municipality is exported.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Content {
    /// Every file of 住民基本台帳, and the masters.
    #[default]
    Everything,
    /// One file of residents with 40 fields: what the benchmarks measure.
    Residents,
}

/// Which municipality to make.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct JukiOptions {
    /// Records, exactly: the last household is cut to fit.
    pub records: u64,
    /// The same seed makes the same households, however many there are.
    pub seed: u64,
    /// How the records are written.
    pub format: Format,
    /// What is exported.
    pub content: Content,
    /// The share of records with a defect; what was planted where is then listed in `planted.csv`.
    pub dirt: Option<Dirt>,
    /// Of [`Content::Residents`] as CSV: the share of records that come a second time, and again the share that come a second
    /// time with another postal code, both counted in `records` and listed in `planted.csv`.
    pub duplicates: Option<Dirt>,
    /// Of [`Content::Residents`]: plant the [`DEFECTS`] in every thousand records (counted within parts of about 2,300).
    pub errors: bool,
}

/// What was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Records in the export.
    pub records: u64,
    /// Bytes of the export, its header included.
    pub bytes: u64,
    /// Households with at least one record.
    pub households: u64,
}

/// Writes a whole migration project to the folder `out`, which appears complete or not at all: `migration.toml`, the
/// source definition, the mappings and the export [`INPUT`].
///
/// The same options make the same bytes, whatever the threads of the current pool. `progress` is told the records so
/// far, `cancelled` is asked, after every group of blocks (some 10,000 records).
///
/// # Errors
/// There is something at `out` that may not be replaced (with `overwrite` a project may), the system refuses, or
/// `cancelled` said yes.
pub fn write_juki(
    out: &Path,
    options: &JukiOptions,
    overwrite: bool,
    progress: &dyn Fn(u64),
    cancelled: &dyn Fn() -> bool,
) -> Result<Summary, Problem> {
    let folder = write_project(out, overwrite)?;
    if options.content == Content::Everything && options.duplicates.is_some() {
        return Err(problem!(
            "重複は、住民だけの出力に仕込めます",
            "duplicates can be planted in an export of residents alone"
        )
        .help("--only resident を付けてください", "add --only resident"));
    }
    if options.content == Content::Everything {
        let summary = city::write_city(&folder, options, progress, cancelled)?;
        folder.finish()?;
        return Ok(summary);
    }
    if options.format == Format::Fixed && (options.errors || options.duplicates.is_some()) {
        return Err(problem!(
            "--errors と --duplicates は CSV の行に仕込むものです",
            "--errors and --duplicates plant what they plant in lines of CSV"
        )
        .help(
            "固定長では --dirt を使うか、--format csv にしてください",
            "with --format fixed take --dirt, or take --format csv",
        ));
    }
    for (path, text) in PROJECT {
        let fixed = options.format == Format::Fixed;
        let text = match *path {
            "source/juki01.toml" if fixed => city::FixedLine::source(),
            "migration.toml" if fixed => text.replace("JUKI01*.csv", "JUKI01*.dat"),
            _ => (*text).to_owned(),
        };
        write_small(&folder, path, text.as_bytes())?;
    }
    let mut file = folder.file(&input(options.format))?;
    let (summary, planted) = write_residents(&mut file, options, progress, cancelled)?;
    file.finish()?;
    if options.dirt.is_some() || options.duplicates.is_some() {
        write_small(&folder, city::PLANTED, planted.as_bytes())?;
    }
    folder.finish()?;
    Ok(summary)
}

/// The file of the export of residents alone.
fn input(format: Format) -> String {
    format!("input/JUKI01.{}", format.extension())
}

/// One group of blocks is written while the next is made.
fn write_residents(
    file: &mut OutputFile,
    options: &JukiOptions,
    progress: &dyn Fn(u64),
    cancelled: &dyn Fn() -> bool,
) -> Result<(Summary, String), Problem> {
    let fixed = options.format == Format::Fixed;
    let mut bytes = Vec::new();
    if fixed {
        city::FixedLine::begin(&mut bytes);
    } else {
        let mut header = String::new();
        csv::header(&mut header);
        block::put_line(&header, &mut bytes);
        bytes.extend_from_slice(b"\r\n");
    }
    let mut planted = city::planted_head();
    let mut summary = Summary::default();
    put(file, &bytes, &mut summary)?;

    let plan = Plan {
        seed: options.seed,
        format: options.format,
        errors: options.errors,
        dirt: options.dirt,
        duplicates: options.duplicates,
    };
    let group = 2 * rayon::current_num_threads() as u64;
    let mut first = 0;
    let mut ready: Vec<Block> = Vec::new();
    let mut left = options.records;
    while left > 0 || !ready.is_empty() {
        if cancelled() {
            return Err(problem!("中断しました。何も書いていません", "interrupted; nothing was written"));
        }
        let make = || -> Vec<Block> {
            let blocks = if left == 0 { 0 } else { group };
            (first..first + blocks).into_par_iter().map(|block| plan.block(block, left)).collect()
        };
        let written = &mut summary;
        let write = || ready.iter().try_for_each(|block| put(file, &block.bytes, written));
        let (mut made, written) = rayon::join(make, write);
        written?;
        summary.records += ready.iter().map(|block| block.ends.len() as u64).sum::<u64>();
        for block in &mut made {
            summary.households += block.cut(left);
            for (record, defect) in &block.planted {
                let record = options.records - left + u64::from(*record) + 1;
                defect.line(record, options.format, &mut planted);
            }
            left -= block.ends.len() as u64;
        }
        progress(summary.records);
        first += group;
        ready = made;
    }
    if fixed {
        let mut end = Vec::new();
        city::FixedLine::end(summary.records, &mut end);
        put(file, &end, &mut summary)?;
    }
    Ok((summary, planted))
}

fn put(file: &mut OutputFile, bytes: &[u8], summary: &mut Summary) -> Result<(), Problem> {
    summary.bytes += bytes.len() as u64;
    file.write_all(bytes).map_err(|error| file.problem(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_leads_from_its_name_back_to_it() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(*format));
        }
        assert_eq!(Format::from_name("parquet"), None);
    }

    #[test]
    fn the_municipality_has_a_code_of_no_prefecture_with_a_right_check_digit() {
        let code = PROJECT[0].1.split("code = \"").nth(1).and_then(|rest| rest.get(..6)).unwrap();
        assert_eq!(code, "990001");
        assert_eq!(utsushi_value::is_municipality_code(code), Ok(()));
    }
}
