//! `utsushi explain`: every code can be asked about, in both languages, without a project.

mod support;

use std::path::Path;
use support::{Run, says, utsushi};

fn explain(arguments: &[&str]) -> Run {
    let output = utsushi().arg("explain").args(arguments).output().unwrap();
    Run::of(output, "".into())
}

/// The codes that docs/findings.md describes.
fn documented() -> Vec<String> {
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/findings.md")).unwrap();
    let codes: Vec<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .map(|title| title[..6].to_owned())
        .collect();
    assert!(codes.len() >= 20, "{codes:?}");
    codes
}

#[test]
fn every_documented_code_is_explained_in_both_languages() {
    for code in documented() {
        let english = explain(&[&code]);
        english.expect(0);
        assert!(english.stdout.contains(&code), "{}", english.stdout);
        let japanese = std::process::Command::new(env!("CARGO_BIN_EXE_utsushi"))
            .args(["explain", &code, "--lang", "ja"])
            .output()
            .unwrap();
        let japanese = Run::of(japanese, "".into());
        japanese.expect(0);
        assert!(japanese.stdout.contains(&code));
        let is_japanese = |c: char| ('\u{3041}'..='\u{9fff}').contains(&c);
        assert!(japanese.stdout.chars().filter(|c| is_japanese(*c)).count() > 20, "{}", japanese.stdout);
        assert_ne!(english.stdout, japanese.stdout);
    }
}

#[test]
fn the_list_and_the_page_hold_every_documented_code_and_no_other() {
    let list = explain(&[]);
    list.expect(0);
    let listed: Vec<String> = list.stdout.lines().map(|line| line[..6].to_owned()).collect();
    assert_eq!(listed, documented());
    for (lang, file) in [("en", "docs/findings.md"), ("ja", "docs/findings.ja.md")] {
        let made = std::process::Command::new(env!("CARGO_BIN_EXE_utsushi"))
            .args(["explain", "--all", "--lang", lang])
            .output()
            .unwrap();
        let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        assert_eq!(String::from_utf8(made.stdout).unwrap(), page, "{file} is not what explain --all prints");
    }
}

#[test]
fn a_code_may_be_written_in_small_letters() {
    let run = explain(&["dat002"]);
    run.expect(0);
    says(&run.stdout, &["DAT002"]);
}

#[test]
fn an_unknown_code_is_told_with_the_nearest_one() {
    let run = explain(&["DAT02"]);
    run.expect(2);
    assert_eq!(run.stdout, "");
    says(&run.stderr, &["no code DAT02", "did you mean \"DAT0"]);
    let run = explain(&["氏名"]);
    run.expect(2);
    says(&run.stderr, &["utsushi explain lists all codes"]);
}
