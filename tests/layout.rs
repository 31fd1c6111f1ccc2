//! `utsushi layout`: the standards as a user sees, checks and compares them.

mod support;

use std::path::{Path, PathBuf};
use support::{Run, utsushi};

fn layout(arguments: &[&str]) -> Run {
    let output = utsushi().arg("layout").args(arguments).output().unwrap();
    Run::of(output, PathBuf::new())
}

/// A copy of one business of the layouts that ship, to be changed.
fn copy(root: &Path) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts");
    let own = root.join("own");
    for part in ["codes", "00_common", "01_juki", "03_jutogai"] {
        std::fs::create_dir_all(own.join(part)).unwrap();
        for entry in std::fs::read_dir(from.join("chukan-2.7").join(part)).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), own.join(part).join(entry.file_name())).unwrap();
        }
    }
    std::fs::write(
        own.join("standard.toml"),
        "name = \"own\"\ntitle = \"自庁\"\nbasis = \"reconstructed\"\n",
    )
    .unwrap();
    own
}

fn replace(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn list_and_show_say_what_there_is() {
    let list = layout(&["list"]);
    list.expect(0);
    assert!(list.stdout.contains("01_juki") && list.stdout.contains("住民基本台帳"), "{}", list.stdout);
    let json = layout(&["list", "juki", "--json"]);
    json.expect(0);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["businesses"][0]["files"][0]["file"], "01.resident");
    let csv = layout(&["show", "住民情報", "--csv"]);
    csv.expect(0);
    let mut reader = csv::Reader::from_reader(csv.stdout.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let items = json["businesses"][0]["files"][0]["items"].as_u64().unwrap();
    assert_eq!(rows.len() as u64, items);
    assert!(rows.iter().any(|row| &row[1] == "性別" && row[9].contains("1=男")), "{rows:?}");
    let wrong = layout(&["show", "01.residnt"]);
    wrong.expect(2);
    assert!(wrong.stderr.contains("did you mean \"01.resident\""), "{}", wrong.stderr);
}

#[test]
fn check_finds_what_was_broken_and_says_where() {
    let dir = tempfile::tempdir().unwrap();
    let own = copy(dir.path());
    let layouts = dir.path().to_str().unwrap();
    let check = || layout(&["check", "--layouts", layouts, "--standard", "own"]);
    check().expect(0);
    replace(&own.join("01_juki/resident.csv"), ",birth_date,,", ",birth_dat,,");
    std::fs::write(own.join("01_juki/forgotten.csv"), "").unwrap();
    let found = check();
    found.expect(1);
    let said = format!("{}{}", found.stdout, found.stderr);
    assert!(said.contains("resident"), "{said}");
    assert!(said.contains("birth_dat"), "{said}");
    layout(&["check", "--layouts", layouts, "--standard", "other"]).expect(2);
}

#[test]
fn diff_names_exactly_what_changed() {
    let dir = tempfile::tempdir().unwrap();
    let own = copy(dir.path());
    let other = dir.path().join("other");
    std::fs::rename(&own, &other).unwrap();
    let own = copy(dir.path());
    replace(&other.join("standard.toml"), "own", "other");
    let (a, b) = (own.to_str().unwrap(), other.to_str().unwrap());
    layout(&["diff", a, b]).expect(0);
    replace(
        &other.join("01_juki/resident.csv"),
        "郵便番号,postal_code,,,digits,7",
        "郵便番号,postal_code,,,digits,8",
    );
    let html = dir.path().join("diff.html");
    let found = layout(&["diff", a, b, "--out", html.to_str().unwrap()]);
    found.expect(1);
    assert!(found.stdout.contains("郵便番号  digits: 7 → 8"), "{}", found.stdout);
    assert!(found.stdout.contains("items: 0 added, 0 removed, 0 renamed, 1 changed"), "{}", found.stdout);
    assert!(std::fs::read_to_string(&html).unwrap().contains("郵便番号"));
    layout(&["diff", a, b, "--out", html.to_str().unwrap()]).expect(2);
    layout(&["diff", a, dir.path().join("nowhere").to_str().unwrap()]).expect(2);
    layout(&["diff", a, dir.path().to_str().unwrap()]).expect(2);
}

/// The pages in docs/layouts are what the layouts say now.
#[test]
fn the_pages_are_current() {
    for lang in ["en", "ja"] {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("pages");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_utsushi"));
        command.args(["layout", "pages", "--lang", lang, "--out", out.to_str().unwrap()]);
        Run::of(command.output().unwrap(), PathBuf::new()).expect(0);
        for entry in std::fs::read_dir(&out).unwrap() {
            let entry = entry.unwrap();
            let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/layouts").join(entry.file_name());
            let kept = std::fs::read_to_string(&kept).unwrap_or_default().replace("\r\n", "\n");
            assert!(
                kept == std::fs::read_to_string(entry.path()).unwrap(),
                "docs/layouts/{} is old: utsushi layout pages --lang {lang} --out docs/layouts",
                entry.file_name().display()
            );
        }
    }
}
