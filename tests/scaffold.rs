//! `map scaffold`: the drafts against mappings that people made.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use support::utsushi;
use toml::{Table, Value};

fn table(path: &Path) -> Table {
    fs::read_to_string(path).unwrap().parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Item → the one field that feeds it, of items that one field feeds.
fn pairs(mapping: &Table) -> BTreeMap<String, String> {
    let items = mapping.get("item").and_then(Value::as_table).cloned().unwrap_or_default();
    let from = |item: &Value| item.get("from").and_then(Value::as_str).map(str::to_owned);
    items.iter().filter_map(|(name, item)| Some((name.clone(), from(item)?))).collect()
}

/// Without what the test counts as nearly nothing: 年月日 for 日, a prefix or a group before the name.
fn plain(name: &str) -> String {
    let last = name.rsplit(['_', '.']).next().unwrap_or(name);
    last.replace("年月日", "日").replace("フリガナ", "カナ").replace("フラグ", "").replace("コード", "")
}

#[derive(Default, Debug)]
struct Measured {
    all: usize,
    all_found: usize,
    near: usize,
    near_found: usize,
    drafted: usize,
}

/// Drafts every mapping of a project in its place, and compares.
fn measure(project: &Path, least: f64) {
    let settings = table(&project.join("migration.toml"));
    let mut measured = Measured::default();
    let mut missed = Vec::new();
    for job in settings["job"].as_array().unwrap() {
        let source = project.join(job["source"].as_str().unwrap());
        let pattern = project.join(job["files"][0].as_str().unwrap());
        let Some(sample) = glob_first(&pattern) else { continue };
        for target in job["target"].as_array().unwrap() {
            let mapping = project.join(target["mapping"].as_str().unwrap());
            let made = pairs(&table(&mapping));
            let mut command = utsushi();
            command.args(["map", "scaffold", "--lang", "en", "-q", "--overwrite", "--out"]).arg(&mapping);
            command.arg(&source).arg(target["file"].as_str().unwrap()).arg("--sample").arg(&sample);
            for option in ["record", "each"] {
                if let Some(name) = target.get(option).and_then(Value::as_str) {
                    command.args([format!("--{option}"), name.to_owned()]);
                }
            }
            let output = command.output().unwrap();
            assert!(
                matches!(output.status.code(), Some(0 | 1)),
                "{}: {}",
                mapping.display(),
                String::from_utf8_lossy(&output.stderr)
            );
            let drafted = pairs(&table(&mapping));
            measured.drafted += drafted.len();
            for (item, field) in &made {
                let found = drafted.get(item) == Some(field);
                measured.all += 1;
                measured.all_found += usize::from(found);
                if plain(item) == plain(field) {
                    measured.near += 1;
                    measured.near_found += usize::from(found);
                    if !found {
                        missed.push(format!("{item} ← {field}, not {:?}", drafted.get(item)));
                    }
                }
            }
        }
    }
    println!("{}: {measured:?}", project.display());
    assert!(measured.near > 0);
    let share = measured.near_found as f64 / measured.near as f64;
    assert!(share >= least, "{share:.3} {measured:?}\n{}", missed.join("\n"));
    let out = project.join("out-of-drafts");
    let converted = utsushi().arg("convert").arg(project).arg("--out").arg(&out).output().unwrap();
    let said = String::from_utf8_lossy(&converted.stderr);
    assert!(matches!(converted.status.code(), Some(0 | 1)), "{said}");
}

fn glob_first(pattern: &Path) -> Option<std::path::PathBuf> {
    let start = pattern.file_name()?.to_str()?.split('*').next()?.to_owned();
    let mut files: Vec<_> = fs::read_dir(pattern.parent()?).ok()?.flatten().map(|file| file.path()).collect();
    files.sort();
    files
        .into_iter()
        .find(|file| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&start)))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

#[test]
fn drafts_of_the_sample_find_what_people_mapped_and_convert() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("juki");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/juki-cp932-csv"), &project);
    measure(&project, 0.9);
}

#[test]
fn drafts_of_a_city_of_several_businesses_find_what_was_mapped_and_convert() {
    let folder = tempfile::tempdir().unwrap();
    for format in ["csv", "fixed"] {
        let project = folder.path().join(format);
        let mut synth = utsushi();
        synth.args([
            "synth",
            "--business",
            "juki",
            "--business",
            "kotei",
            "--residents",
            "30",
            "--format",
            format,
        ]);
        assert!(synth.arg("--out").arg(&project).output().unwrap().status.success());
        measure(&project, 0.9);
    }
}

#[test]
fn a_draft_is_never_written_over_unasked_and_wrong_arguments_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("s.toml");
    fs::write(&source, "format = \"csv\"\ncharset = \"utf-8\"\nfields = [\"宛名番号\", \"氏名\"]\n").unwrap();
    let out = folder.path().join("m.toml");
    let run = |arguments: &[&str]| {
        let mut command = utsushi();
        command.args(["map", "scaffold"]).arg(&source).args(arguments);
        command.output().unwrap().status.code()
    };
    let to = out.to_str().unwrap();
    assert_eq!(run(&["01.resident", "--out", to]), Some(1));
    let first = fs::read(&out).unwrap();
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::MetadataExt::mode(&fs::metadata(&out).unwrap()) & 0o777, 0o600);
    assert_eq!(run(&["01.resident", "--out", to]), Some(2));
    assert_eq!(run(&["01.resident", "--out", to, "--overwrite"]), Some(1));
    assert_eq!(fs::read(&out).unwrap(), first);
    assert_eq!(run(&["01.residents"]), Some(2));
    assert_eq!(run(&["01.resident", "01.household"]), Some(2));
    assert_eq!(run(&["01.resident", "--each", "児童"]), Some(2));
}
