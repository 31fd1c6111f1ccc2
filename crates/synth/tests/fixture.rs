//! `tests/fixtures/juki-one-file` is what the generator makes.

use std::fs;
use std::path::{Path, PathBuf};
use utsushi_findings::Severity;
use utsushi_synth::{Content, DEFECTS, Format, INPUT, JukiOptions, PROJECT, write_juki};
use utsushi_text::Charset;

const OPTIONS: JukiOptions = JukiOptions {
    records: 1000,
    seed: 410,
    format: Format::Csv,
    content: Content::Residents,
    dirt: None,
    duplicates: None,
    errors: true,
};
const BEGIN: &str = "<!-- planted: made by `cargo test -p utsushi-synth --test fixture -- --ignored` -->\n";
const END: &str = "<!-- /planted -->\n";

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/juki-one-file")
}

fn made() -> Vec<(&'static str, Vec<u8>)> {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("sample");
    write_juki(&out, &OPTIONS, false, &|_| {}, &|| false).unwrap();
    let paths = PROJECT.iter().map(|(path, _)| *path).chain([INPUT]);
    paths.map(|path| (path, fs::read(out.join(path)).unwrap())).collect()
}

fn planted() -> String {
    let mut table = String::from(
        "| record | code | severity | field | what is wrong | 内容 |\n| --: | --- | --- | --- | --- | --- |\n",
    );
    for defect in DEFECTS {
        let severity = match defect.code.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        let (record, code, field) = (defect.record, defect.code.id, defect.field);
        table.push_str(&format!(
            "| {record} | {code} | {severity} | {field} | {} | {} |\n",
            defect.what.en, defect.what.ja
        ));
    }
    table
}

fn with_planted(readme: &str) -> String {
    let begin = readme.find(BEGIN).unwrap() + BEGIN.len();
    let end = readme.find(END).unwrap();
    format!("{}{}{}", &readme[..begin], planted(), &readme[end..])
}

#[test]
fn the_committed_sample_is_what_the_generator_makes() {
    for (path, bytes) in made() {
        let committed = fs::read(sample().join(path)).unwrap_or_default();
        assert!(
            committed == bytes,
            "{path} differs: cargo test -p utsushi-synth --test fixture -- --ignored"
        );
    }
    let readme = fs::read_to_string(sample().join("README.md")).unwrap();
    assert_eq!(readme, with_planted(&readme));
}

#[test]
fn only_the_planted_records_are_wrong_or_unusual() {
    let clean = JukiOptions { errors: false, ..OPTIONS };
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("clean");
    write_juki(&out, &clean, false, &|_| {}, &|| false).unwrap();
    let mut text = String::new();
    Charset::Cp932.decode_into(&fs::read(out.join(INPUT)).unwrap(), &mut text).unwrap();
    for line in text.lines().skip(1) {
        assert!(!line.contains('頃'), "an unknown date that nobody planted: {line}");
        let birth = line.split(',').nth(8).unwrap();
        assert!(birth.len() == 7 && !birth.ends_with("00"), "{line}");
    }
    assert!(text.contains("\"\""), "no doubled quotes in the sample");
    let made = made();
    let spoilt = &made.iter().find(|(path, _)| *path == INPUT).unwrap().1;
    let lines = |bytes: &[u8]| -> Vec<Vec<u8>> {
        bytes.split(|&byte| byte == b'\n').filter(|line| *line != b"\r").map(<[u8]>::to_vec).collect()
    };
    let clean = lines(&fs::read(out.join(INPUT)).unwrap());
    let spoilt = lines(spoilt);
    assert_eq!(clean.len(), spoilt.len());
    let differing: Vec<u32> =
        (0..clean.len()).filter(|&at| clean[at] != spoilt[at]).map(|at| at as u32).collect();
    let planted = DEFECTS.iter().filter(|defect| defect.code.id != "FMT005").map(|defect| defect.record);
    assert_eq!(differing, planted.collect::<Vec<_>>());
}

#[test]
#[ignore = "writes tests/fixtures/juki-one-file"]
fn regenerate_the_sample() {
    for (path, bytes) in made() {
        let file = sample().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    let readme = sample().join("README.md");
    let text = fs::read_to_string(&readme).unwrap();
    fs::write(readme, with_planted(&text)).unwrap();
}
