//! Standard files written as a vendor would have exported them, with everything `convert` needs to bring them back:
//! CP932, Japanese dates, half-width kana, vendor codes, one vendor record for two standard files, files in parts.

mod plan;
mod style;
mod text;

use crate::random::Random;
use crate::standard::{BASE_DATE, City, CityOptions, city};
use plan::{Vendor, plan};
use std::collections::BTreeMap;
use std::path::Path;
use utsushi_findings::Problem;
use utsushi_layout::Standard;
use utsushi_store::{write_project, write_small};

/// How the files are framed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExportFormat {
    /// CSV with a header line, quotes where needed.
    Csv,
    /// Fixed width in bytes, without line ends, with a trailer that counts.
    Fixed,
}

impl ExportFormat {
    /// The format called `name` on the command line.
    pub fn from_name(name: &str) -> Option<ExportFormat> {
        match name {
            "csv" => Some(ExportFormat::Csv),
            "fixed" => Some(ExportFormat::Fixed),
            _ => None,
        }
    }
}

/// What was written, and what converting it must give.
#[derive(Debug)]
pub struct Exported {
    /// Vendor files.
    pub files: usize,
    /// Records in them.
    pub records: u64,
    /// By standard file (`01.resident`), its rows in the order in which they are converted.
    pub expected: BTreeMap<String, Vec<Vec<String>>>,
}

/// Writes a project folder with the export of a municipality that does not exist.
///
/// # Errors
/// The folder is there and not empty, the disk is full, or the system refuses.
pub fn write_businesses(
    dir: &Path,
    standard: &Standard,
    options: &CityOptions,
    format: ExportFormat,
) -> Result<Exported, Problem> {
    let city = city(standard, options);
    let vendors = plan(&city, &mut Random::new(options.seed, 0xE4));
    let folder = write_project(dir, false)?;
    let mut exported = Exported { files: 0, records: 0, expected: BTreeMap::new() };
    let mut jobs = String::new();
    for vendor in &vendors {
        for (name, bytes, records) in vendor.parts(&city, format) {
            write_small(&folder, &format!("input/{name}"), &bytes)?;
            exported.files += 1;
            exported.records += records;
        }
        let name = &vendor.name;
        write_small(&folder, &format!("source/{name}.toml"), vendor.source(&city, format).as_bytes())?;
        for (file, mapping) in vendor.mappings(&city) {
            write_small(&folder, &format!("mapping/{file}.toml"), mapping.as_bytes())?;
        }
        jobs.push_str(&vendor.job(&city));
        for (file, rows) in vendor.expected(&city) {
            exported.expected.insert(file, rows);
        }
    }
    write_small(&folder, "migration.toml", settings(standard, &jobs).as_bytes())?;
    folder.finish()?;
    Ok(exported)
}

fn settings(standard: &Standard, jobs: &str) -> String {
    let name = &standard.name;
    let day = format!("{}-{}-{}", &BASE_DATE[..4], &BASE_DATE[4..6], &BASE_DATE[6..]);
    format!(
        "# 実在しない自治体。utsushi synth が作った。\nlang = \"ja\"\n\n[municipality]\ncode = \"990001\"\nname = \"架空市\"\n\n\
         [standard]\nname = \"{name}\"\n\n[delivery]\nbase_date = \"{day}\"\n{jobs}"
    )
}

impl City {
    fn file(&self, index: usize) -> &crate::standard::CityFile {
        &self.files[index]
    }
}

/// The vendors' names for their files: `KOT0703`, the third of business 7.
fn vendor_name(business: &str, of: u32, number: usize) -> String {
    let letters: String = business.chars().filter(char::is_ascii_alphabetic).take(3).collect();
    format!("{}{of:02}{number:02}", letters.to_uppercase())
}

impl Vendor {
    /// The job in `migration.toml`.
    fn job(&self, city: &City) -> String {
        let name = &self.name;
        let mut text = format!(
            "\n[[job]]\nname = \"{name}\"\nsource = \"source/{name}.toml\"\nfiles = [\"input/{name}*.dat\"]\n"
        );
        for target in &self.targets {
            let layout = &city.file(target.file).layout;
            let id = layout.id();
            text.push_str(&format!("\n[[job.target]]\nfile = \"{id}\"\nmapping = \"mapping/{id}.toml\"\n"));
            if let Some(field) = &target.when_filled {
                text.push_str(&format!("when = '`{field}` is not blank'\n"));
            }
        }
        text
    }
}
