//! Rules of the whole municipality, and that the samples are made of it.

use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use utsushi_synth::{Content, Dirt, Format, JukiOptions, write_juki};

fn options(records: u64, seed: u64, format: Format, dirt: Option<Dirt>) -> JukiOptions {
    JukiOptions { records, seed, format, content: Content::Everything, dirt, duplicates: None, errors: false }
}

/// Every file of the project.
fn made(options: JukiOptions) -> BTreeMap<PathBuf, Vec<u8>> {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    write_juki(&out, &options, false, &|_| {}, &|| false).unwrap();
    read(&out)
}

fn read(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]

    #[test]
    fn the_number_of_threads_changes_nothing(records in 0u64..3_500, seed: u64, threads in 1usize..5, fixed: bool) {
        let format = if fixed { Format::Fixed } else { Format::Csv };
        let options = options(records, seed, format, Dirt::of(0.03));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        prop_assert!(pool.install(|| made(options)) == made(options));
    }

    #[test]
    fn residents_are_as_many_as_asked_for(records in 0u64..3_000, seed: u64) {
        let files = made(options(records, seed, Format::Csv, None));
        let lines = |name: &str| files[Path::new(name)].iter().filter(|byte| **byte == b'\n').count() as u64;
        let deleted = |name: &str| {
            files[Path::new(name)].split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"999999999999999")).count() as u64
        };
        let residents: u64 = ["input/JUKI01a.csv", "input/JUKI01b.csv"].map(|name| lines(name) - 1 - deleted(name)).iter().sum();
        prop_assert_eq!(residents, records);
    }
}

/// A record of fixed width would be cut short where a value is longer than its column: every value is in both forms.
#[test]
fn records_of_fixed_width_are_all_of_one_length() {
    for (path, bytes) in made(options(4_000, 77, Format::Fixed, None)) {
        if path.extension().is_some_and(|extension| extension == "dat")
            && !path.ends_with("JUKI01a.dat")
            && !path.ends_with("JUKI01b.dat")
        {
            let mut lengths: Vec<usize> =
                bytes.split(|byte| *byte == b'\n').map(<[u8]>::len).filter(|length| *length > 0).collect();
            lengths.dedup();
            assert_eq!(lengths.len(), 1, "{}", path.display());
        }
    }
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name)
}

const SAMPLES: [(&str, Format); 2] = [("juki-cp932-csv", Format::Csv), ("juki-fixed", Format::Fixed)];

fn sample_options(format: Format) -> JukiOptions {
    options(300, 403, format, Dirt::of(0.02))
}

const BEGIN: &str = "<!-- planted: made by `cargo test -p utsushi-synth -- --ignored` -->\n";
const END: &str = "<!-- /planted -->\n";

/// The README with the table of what was planted.
fn with_planted(readme: &str, planted: &[u8]) -> String {
    let mut table = String::from(
        "| input | record | line | code | severity | kind | field | item |\n| --- | --: | --: | --- | --- | --- | --- | --- |\n",
    );
    for line in std::str::from_utf8(planted).unwrap().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [kind, code, severity, _, input, record, line, file, item, field] = cells[..] else {
            panic!("{cells:?}")
        };
        table.push_str(&format!(
            "| {input} | {record} | {line} | {code} | {severity} | {kind} | {field} | {file} {item} |\n"
        ));
    }
    let begin = readme.find(BEGIN).unwrap() + BEGIN.len();
    let end = readme.find(END).unwrap();
    format!("{}{table}{}", &readme[..begin], &readme[end..])
}

#[test]
fn the_committed_samples_are_what_the_generator_makes() {
    for (name, format) in SAMPLES {
        let mut committed = read(&sample(name));
        let readme = String::from_utf8(committed.remove(Path::new("README.md")).unwrap()).unwrap();
        committed.remove(Path::new(".gitattributes"));
        let made = made(sample_options(format));
        assert_eq!(readme, with_planted(&readme, &made[Path::new("planted.csv")]));
        for (path, bytes) in &made {
            let same = committed.get(path) == Some(bytes);
            assert!(same, "{name}/{} differs: cargo test -p utsushi-synth -- --ignored", path.display());
        }
        assert_eq!(committed.len(), made.len(), "{name} has files that are not made");
    }
}

#[test]
#[ignore = "writes samples/"]
fn regenerate_the_samples() {
    for (name, format) in SAMPLES {
        let made = made(sample_options(format));
        for (path, bytes) in &made {
            let file = sample(name).join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, bytes).unwrap();
        }
        let readme = sample(name).join("README.md");
        let text = fs::read_to_string(&readme).unwrap();
        fs::write(readme, with_planted(&text, &made[Path::new("planted.csv")])).unwrap();
    }
}
