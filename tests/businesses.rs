//! Every business end to end: standard data → a vendor's export → `convert` → the same standard data, with no error.

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use support::{Run, convert};
use utsushi_layout::{Library, Standard};
use utsushi_synth::{CityOptions, ExportFormat, Exported, write_businesses};

fn standard() -> Standard {
    Library::Embedded.load("chukan-2.7").unwrap()
}

fn made(dir: &Path, businesses: BTreeSet<u32>, seed: u64, format: ExportFormat) -> Exported {
    let options = CityOptions { businesses, residents: 40, seed };
    write_businesses(dir, &standard(), &options, format).unwrap()
}

/// The rows of a data file, without its header.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn comes_back(businesses: BTreeSet<u32>, seed: u64, format: ExportFormat) {
    let dir = tempfile::tempdir().unwrap();
    let (project, out) = (dir.path().join("project"), dir.path().join("out"));
    let exported = made(&project, businesses, seed, format);
    let run = Run::of(convert(&project, &out, &["--progress", "never", "-v"]).output().unwrap(), out.clone());
    let what = || std::fs::read_to_string(out.join("findings.csv")).unwrap_or_default();
    assert_eq!(run.code, Some(0), "{format:?} seed {seed}: {}{}\n{}", run.stdout, run.stderr, what());
    let standard = standard();
    for (id, expected) in &exported.expected {
        let layout = standard.file(id).unwrap();
        let path = out.join("data").join(layout.folder()).join(format!("{}.csv", layout.slug));
        let found = rows(&path);
        for (row, (expected, found)) in expected.iter().zip(&found).enumerate() {
            for (item, (expected, found)) in layout.items.iter().zip(expected.iter().zip(found)) {
                assert_eq!(expected, found, "{format:?} {id} row {row} {}", item.name);
            }
        }
        assert_eq!(expected.len(), found.len(), "{id}");
    }
}

#[test]
fn each_business_comes_back_from_a_csv_export() {
    for business in standard().businesses.iter().filter(|business| business.number > 0) {
        comes_back(BTreeSet::from([business.number]), 3, ExportFormat::Csv);
    }
}

#[test]
fn each_business_comes_back_from_a_fixed_width_export() {
    for business in standard().businesses.iter().filter(|business| business.number > 0) {
        comes_back(BTreeSet::from([business.number]), 4, ExportFormat::Fixed);
    }
}

#[test]
fn the_whole_city_comes_back_at_once() {
    let all: BTreeSet<u32> = standard().businesses.iter().map(|business| business.number).collect();
    comes_back(all, 5, ExportFormat::Csv);
}

#[test]
fn the_same_seed_writes_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let files = |name: &str| {
        let root = dir.path().join(name);
        made(&root, BTreeSet::from([2]), 9, ExportFormat::Fixed);
        let mut open = vec![root.clone()];
        let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => open.push(path),
                    false => files
                        .push((path.strip_prefix(&root).unwrap().to_owned(), std::fs::read(&path).unwrap())),
                }
            }
        }
        files.sort();
        files
    };
    assert!(files("a") == files("b"));
}

/// samples/all-businesses is what `utsushi synth` writes now, and converts without a finding.
#[test]
fn the_sample_is_what_is_written_and_converts_cleanly() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/all-businesses");
    let dir = tempfile::tempdir().unwrap();
    let fresh = dir.path().join("fresh");
    let all: BTreeSet<u32> = standard().businesses.iter().map(|business| business.number).collect();
    let options = CityOptions { businesses: all, residents: 20, seed: 2 };
    write_businesses(&fresh, &standard(), &options, ExportFormat::Csv).unwrap();
    let mut open = vec![fresh.clone()];
    let mut compared = 0;
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let kept = sample.join(path.strip_prefix(&fresh).unwrap());
            let same = std::fs::read(&kept).unwrap_or_default() == std::fs::read(&path).unwrap();
            assert!(same, "{} is old: see samples/all-businesses/README.md", kept.display());
            compared += 1;
        }
    }
    assert!(compared > 1_000);
    let out = dir.path().join("out");
    let run = Run::of(convert(&sample, &out, &["--progress", "never"]).output().unwrap(), out);
    run.expect(0);
    assert!(!run.stdout.contains("findings:"), "{}", run.stdout);
}
